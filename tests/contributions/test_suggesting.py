"""What is shown stays shown while somebody suggests a change; a steward sees what others changed since, and decides."""

from __future__ import annotations

import pytest
import shapely

from assetmap.contributions import (
    close,
    merge,
    receipt_of,
    submit,
    suggest,
    suggested,
    suggestions_by_receipt,
    take,
    take_back,
    three_way,
    turn_down,
    undo,
    wait_again,
    withdraw,
)
from assetmap.disclosure import disclosed
from assetmap.errors import AssetMapError, ConflictError, PermissionDeniedError, StoreError
from assetmap.roles import OWN_KEYBOARD, Person
from assetmap.store.base import Edit
from assetmap.store.suggested import Decision
from tests.contributions.town import GROUP, LAYERS, PARK, TRUE, WEST, names, now

HOME = shapely.Point(-2.0049, 51.0021)


@pytest.fixture
def park(store):
    submit(store, PARK, by="steward", publish=True)
    return now(store, PARK)


def waits(store):
    return [x.id for x in suggested(store)]


def test_it_stays_as_it_is_until_it_is_taken_whole(store, park):
    sent = suggest(
        store, park.changed(name="Quay Gardens", phone="01632 960001"), by="resident: Sam", why="I live there"
    )
    assert (names(store), store.version(), waits(store)) == (["Quay Park"], 1, [sent.number])
    compared = three_way(store, *suggested(store))
    assert [(x.field, x.was, x.now, x.theirs) for x in compared.rows] == [
        ("name", "Quay Park", "Quay Park", "Quay Gardens"), ("phone", "", "", "01632 960001"),
    ]  # fmt: skip
    assert (compared.needs_choice, compared.is_done, compared.others) == (False, False, ())
    taken = take(store, sent.number, by="steward: Jo", seen=compared.there.version)
    assert (names(store), waits(store)) == (["Quay Gardens"], [])
    last = store.history(PARK.id)[-1]
    assert (last.change, last.by, last.what, last.why) == (
        taken.change, "steward: Jo", "changed", "suggested by resident: Sam",
    )  # fmt: skip
    with pytest.raises(ConflictError, match="taken already") as refused:
        take(store, sent.number, by="steward", seen=2)
    assert refused.value.theirs.decided_by == "steward: Jo"


def test_only_what_is_chosen_is_taken_and_words_may_be_put_right(store, park):
    sent = suggest(store, park.changed(name="QUAY", phone="01632 960001", cost="£3"), by="resident")
    take(store, sent.number, by="steward", seen=1, fields=["name", "phone"], values={"name": "Quay"})
    there = now(store, PARK)
    assert (there.name, there.phone, there.cost) == ("Quay", "01632 960001", "")
    [told] = suggestions_by_receipt(store, receipt_of(store, sent.number))
    assert (told.decided, told.reason) == ("taken", "All but: What does it cost.")


def test_what_somebody_else_changed_since_is_shown_with_both_values(store, park):
    sent = suggest(store, park.changed(phone="01632 960001", cost="£3", email="a@b.example"), by="resident", seen=1)
    submit(store, park.changed(phone="01632 960002", cost="£3", website="www.quay.example"), by="steward")
    compared = three_way(store, *suggested(store))
    assert {x.field: (x.now, x.theirs, x.changed_since, x.is_so) for x in compared.rows} == {
        "phone": ("01632 960002", "01632 960001", True, False),
        "cost": ("£3", "£3", False, True),
        "email": ("", "a@b.example", False, False),
    }
    assert compared.others == (("Website", "", "www.quay.example"),)
    assert compared.needs_choice
    with pytest.raises(ConflictError) as refused:
        take(store, sent.number, by="steward", seen=1)
    assert refused.value.theirs.asset.phone == "01632 960002"
    take(store, sent.number, by="steward", seen=2, fields=["email"])
    there = now(store, PARK)
    assert (there.phone, there.email, there.website) == ("01632 960002", "a@b.example", "www.quay.example")


def test_two_people_suggest_about_the_same_and_both_are_heard(store, park):
    one = suggest(store, park.changed(phone="01632 960001"), by="resident: A", seen=1)
    two = suggest(store, park.changed(phone="01632 960002", cost="£3"), by="resident: B", seen=1)
    take(store, one.number, by="steward", seen=1)
    [row, _] = three_way(store, *suggested(store)).rows
    assert (row.was, row.now, row.theirs, row.changed_since) == ("", "01632 960001", "01632 960002", True)
    take(store, two.number, by="steward", seen=2, fields=["cost"])
    assert (now(store, PARK).phone, now(store, PARK).cost) == ("01632 960001", "£3")


def test_a_taken_suggestion_that_is_undone_waits_again_and_is_taken_where_that_is_undone(store, park):
    sent = suggest(store, park.changed(phone="01632 960001"), by="resident")
    taken = take(store, sent.number, by="steward", seen=1)
    back = undo(store, taken.change, by="steward")
    assert (now(store, PARK).phone, waits(store)) == ("", [sent.number])
    undo(store, back.change, by="steward")
    assert (now(store, PARK).phone, waits(store)) == ("01632 960001", [])
    assert store.suggestions.get(sent.number).change == taken.change


def test_whoever_suggested_it_reads_why_not_and_may_take_it_back_while_it_waits(store, park):
    sent, other = (suggest(store, park.changed(phone=f"01632 96000{n}"), by="resident") for n in (1, 2))
    code = receipt_of(store, sent.number)
    with pytest.raises(PermissionDeniedError):
        suggestions_by_receipt(store, code[:-1] + ("0" if code[-1] != "0" else "1"))
    with pytest.raises(PermissionDeniedError):
        take_back(store, other.number, receipt=code)
    turn_down(store, sent.number, by="steward", why="It is right as it stands")
    [told] = suggestions_by_receipt(store, code.lower().replace("-", " "))
    assert (told.decided, told.reason) == ("turned down", "It is right as it stands")
    with pytest.raises(ConflictError):
        take_back(store, sent.number, receipt=code)
    wait_again(store, sent.number, by="steward")
    take_back(store, sent.number, receipt=code)
    assert waits(store) == [other.number]


def test_the_same_key_counts_once_and_what_changes_nothing_is_not_kept(store, park):
    sent = [suggest(store, park.changed(name="A"), by="resident", key="form") for _ in range(3)]
    assert [(x.number, x.repeated) for x in sent] == [(1, False), (1, True), (1, True)]
    assert suggest(store, park, by="resident").number is None
    assert waits(store) == [1]


def test_what_they_were_not_shown_stays_as_it_is(store):
    group = GROUP.changed(address="1 Long Road", consent="yes", checked_by="Sam", lived_experience="yes")
    submit(store, group, by="steward", publish=True, **LAYERS)
    [seen] = disclosed([now(store, GROUP)])
    assert (seen.address, seen.consent) == ("", "")
    sent = suggest(store, seen.changed(phone="01632 960001"), by="resident", **LAYERS)
    assert [x.field for x in three_way(store, *suggested(store)).rows] == ["phone"]
    take(store, sent.number, by="steward", seen=1, **LAYERS)
    [told] = suggestions_by_receipt(store, receipt_of(store, sent.number))
    assert (told.asset.address, told.asset.where, told.exact) == ("", None, None)
    there = now(store, GROUP)
    assert (there.address, there.consent, there.phone, there.where) == ("1 Long Road", "yes", "01632 960001", WEST)
    assert store.exact_place(GROUP.id) == TRUE


def test_a_place_they_suggest_is_blurred_as_any_other_and_no_coordinate_is_told(store):
    submit(store, GROUP, by="steward", publish=True, **LAYERS)
    sent = suggest(store, now(store, GROUP).changed(where=HOME), by="resident", **LAYERS)
    compared = three_way(store, *suggested(store))
    assert [(x.field, x.now, x.theirs) for x in compared.rows] == [("where", "", "its place was changed")]
    assert "51." not in str(compared.rows)
    assert compared.suggestion.asset.where != HOME
    take(store, sent.number, by="steward", seen=1, **LAYERS)
    assert store.exact_place(GROUP.id) == HOME
    assert now(store, GROUP).where != HOME


def test_a_person_who_becomes_public_is_still_not_an_exact_place(store):
    person = PARK.changed(kind="person with a skill", audience="partners", consent="yes")
    submit(store, person, by="steward", publish=True, **LAYERS)
    sent = suggest(store, now(store, PARK).changed(audience="public"), by="steward: Sam", **LAYERS)
    take(store, sent.number, by="steward", seen=1, **LAYERS)
    assert (now(store, PARK).precision, store.exact_place(PARK.id)) == ("neighbourhood", PARK.where)


def test_what_is_not_shown_to_them_is_said_to_be_not_shown(store, park):
    partners = GROUP.changed(audience="partners")
    submit(store, partners, by="steward", publish=True, **LAYERS)
    unknown = PARK.changed(id="00000000-0000-4000-8000-000000000000", short="000000")
    said = set()
    for asset in (partners, unknown):
        with pytest.raises(StoreError) as refused:
            suggest(store, asset.changed(name="X"), by="resident")
        said.add(str(refused.value))
    assert len(said) == 1
    with pytest.raises(PermissionDeniedError):
        suggest(store, park.changed(name="X"), by="visitor")
    partner = Person(role="contributor", alias="P", audience="partners", sign_in="not known")
    with pytest.raises(AssetMapError, match="signed out"):
        suggest(store, partners.changed(name="X"), by=partner, **LAYERS)
    assert waits(store) == []


def test_only_a_steward_decides(store, park):
    sent = suggest(store, park.changed(name="X"), by="resident")
    for by in ("resident", "contributor: Sam", "visitor", Person(role="contributor", sign_in=OWN_KEYBOARD)):
        with pytest.raises(PermissionDeniedError):
            take(store, sent.number, by=by, seen=1)
        with pytest.raises(PermissionDeniedError):
            turn_down(store, sent.number, by=by)
    assert waits(store) == [sent.number]


def test_a_suggestion_falls_away_with_what_it_is_about(store, park):
    sent = suggest(store, park.changed(name="X"), by="resident")
    closed = close(store, PARK.id, by="steward")
    assert waits(store) == []
    with pytest.raises(StoreError, match="not shown any more"):
        take(store, sent.number, by="steward", seen=2)
    undo(store, closed.change, by="steward")
    assert waits(store) == [sent.number]
    withdraw(store, PARK.id, by="steward")
    assert (waits(store), store.suggestions.get(sent.number)) == ([], None)


def test_a_suggestion_about_what_was_made_one_with_another_goes_on_there(store, park):
    other = PARK.changed(id="00000000-0000-4000-8000-000000000001", short="", name="The Quay Park")
    submit(store, other, by="steward", publish=True)
    sent = suggest(store, now(store, other).changed(phone="01632 960001"), by="resident")
    merge(store, PARK.id, other.id, by="steward", seen={PARK.id: 1, other.id: 1})
    compared = three_way(store, *suggested(store))
    assert (compared.there.asset.id, [x.field for x in compared.rows]) == (PARK.id, ["phone"])
    take(store, sent.number, by="steward", seen=2)
    assert (now(store, PARK).phone, names(store)) == ("01632 960001", ["Quay Park"])


def test_so_many_of_people_nobody_knows_are_taken_a_minute_and_stewards_are_not_hindered(store, park):
    for n in range(60):
        suggest(store, park.changed(name=f"N {n}"), by="resident")
    with pytest.raises(AssetMapError, match="nothing you typed is lost"):
        suggest(store, park.changed(name="One more"), by="resident")
    assert suggest(store, park.changed(name="Mine"), by="steward: Jo").number == 61


def test_who_decides_second_writes_nothing_at_all(store, park):
    sent = suggest(store, park.changed(name="X"), by="resident")
    take(store, sent.number, by="steward: Jo", seen=1)
    late = Edit(asset=now(store, PARK).changed(phone="01632 960001"), expected=2)
    with pytest.raises(ConflictError, match="somebody else has decided"):
        store.write([late], by="steward: Sam", deciding=[Decision(id=sent.number, decided="taken")])
    assert (store.version(), now(store, PARK).phone) == (2, "")


def test_what_is_said_in_other_languages_is_suggested_and_taken_text_by_text(store):
    said = {"pl": {"name": "Park", "cost": "Za darmo"}}
    submit(store, PARK.changed(said_in=said, cost="free"), by="steward", publish=True)
    saw = now(store, PARK)
    sent = suggest(store, saw.changed(**{"name:pl": "Park nad wodą", "name:cy": "Parc y Cei"}), by="resident: Sam")
    submit(store, saw.changed(**{"name:pl": "Park portowy", "name:ar": "حديقة"}), by="steward")
    compared = three_way(store, *suggested(store))
    assert [(x.field, x.was, x.now, x.theirs, x.changed_since) for x in compared.rows] == [
        ("name:cy", "", "", "Parc y Cei", False),
        ("name:pl", "Park", "Park portowy", "Park nad wodą", True),
    ]
    assert compared.others == (("What it is called (Arabic)", "", "حديقة"),)
    take(store, sent.number, by="steward", seen=2, fields=["name:cy"])
    assert now(store, PARK).said_in == {
        "ar": {"name": "حديقة"}, "cy": {"name": "Parc y Cei"}, "pl": {"name": "Park portowy", "cost": "Za darmo"},
    }  # fmt: skip


def test_what_somebody_was_not_shown_in_another_language_stays_when_they_suggest_a_name_in_it(store):
    hidden = GROUP.changed(transport="By the pump", said_in={"pl": {"transport": "Przy pompie", "name": "Krąg"}})
    submit(store, hidden, by="steward", publish=True, **LAYERS)
    [saw] = disclosed([now(store, GROUP)])
    assert saw.said_in == {"pl": {"name": "Krąg"}}
    sent = suggest(store, saw.changed(**{"name:pl": "Krąg żałoby"}), by="resident", **LAYERS)
    [row] = three_way(store, *suggested(store)).rows
    assert (row.field, row.theirs) == ("name:pl", "Krąg żałoby")
    take(store, sent.number, by="steward", seen=1, **LAYERS)
    assert now(store, GROUP).said_in == {"pl": {"name": "Krąg żałoby", "transport": "Przy pompie"}}
