"""A name stays private when what told it is turned down, taken back or forgotten, in every workshop."""

import dataclasses

import pytest

from assetmap.assets import Asset
from assetmap.contributions import reject, submit, withdraw
from assetmap.workshop import may_go, shown
from tests.workshop.conftest import HERE, Hall


@pytest.fixture
def other(place, hall):
    """Another workshop of the same map, in which two things were said."""
    there = Hall(place, name="Soup")
    there.say("Ann Pike sat with my mother")
    there.say("The soup was good")
    return there


def heard(hall, of=shown):
    return [x.words for x in of(hall.place, hall.session, audience="workshop").stories]


def test_the_name_of_a_person_who_is_turned_down_stays_known(hall):
    one = hall.add("Ann Pike", "person with a skill", where=None)
    seen = hall.add("Chess", contact_name="Zelda Brown")
    for words in ("Ann was at the door", "zelda, too", "A good evening"):
        hall.say(words)
    assert heard(hall) == ["A good evening"]
    reject(hall.store, [one.id, seen.id], by="steward")
    assert heard(hall) == heard(hall, may_go) == ["A good evening"]


def test_who_told_what_was_taken_back_stays_known_until_and_after_the_end(hall):
    told = hall.say("I was lonely", private={"told_by": "Zelda Pike"})
    hall.say("Zelda drank, then the choir came")
    hall.store.sessions.unsay(told.id, by="steward")
    assert heard(hall) == []
    hall.store.sessions.close(hall.session.id, by="steward")
    assert hall.store.sessions.beside(hall.session.id, by="steward") == []
    assert heard(hall) == heard(hall, may_go) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "Ann Pike", "kind": "person with a skill"},
        {"name": "Sewing", "contact_name": "Ann Pike", "where": HERE, "audience": "public"},
        {"name": "Ann Pike House", "precision": "not_shown", "where": HERE},
    ],
    ids=["person", "contact", "not-shown"],
)
def test_who_is_forgotten_stays_out_of_every_workshop_until_a_steward_says_it_in_other_words(hall, other, fields):
    if fields["name"].endswith("House"):
        other.say("At Ann Pike House")
    one = Asset(**{"kind": "group or club", "audience": "workshop"} | fields)
    submit(hall.store, one, by="steward", publish=True)
    before = heard(other)
    withdraw(hall.store, one.id, by="steward")
    assert set(heard(other)) <= set(before)
    held = [x for x in other.store.sessions.notes(other.session.id, by="steward") if x.held]
    assert held
    assert not any(x.shown for x in held)
    other.store.sessions.show(other.session.id, [x.id for x in held], shown=True, by="steward")
    assert heard(other) == heard(other, may_go) == [x for x in before if x not in {y.words for y in held}]
    again = other.store.sessions.say(dataclasses.replace(held[0], held=False, shown=True), by="steward")
    assert again.held
    new = other.store.sessions.say(dataclasses.replace(again, words="Somebody sat with us"), by="steward")
    assert not new.held
    assert "Somebody sat with us" in heard(other)


def test_a_contact_of_the_whole_map_is_known_by_the_full_name_alone(hall):
    said = ("Brenda Okafor", "Reception", "Bath City Farm", "Rose Green")
    for at, contact in enumerate(said):
        name = "The Rose Green Choir" if contact == "Rose Green" else f"Place {at}"
        one = Asset(name=name, kind="group or club", where=HERE, contact_name=contact, audience="public")
        submit(hall.store, one, by="steward", publish=True)
    hall.say("BRENDA OKAFOR drinks")
    stays = ["Brenda was kind", "Ask at reception", "We love Bath City Farm", "Rose Green sings", "the green"]
    for words in stays:
        hall.say(words)
    assert heard(hall) == stays
