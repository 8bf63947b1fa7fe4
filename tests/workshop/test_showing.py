"""What a room sees of its workshop: nothing that names whom it knows as private, and how much is kept back."""

import dataclasses
import re

import pytest
from shapely import Point

from assetmap.assets import Asset
from assetmap.contributions import submit
from assetmap.errors import AssetError
from assetmap.store.sessions import Category
from assetmap.workshop import assets_of, may_go, shown
from tests.workshop.conftest import HERE, Hall


def texts(found):
    """Write everything that is in what is shown, whatever it is called."""
    kept = dataclasses.replace(found, held=())
    return repr([dataclasses.astuple(x) for x in kept.assets]) + repr(kept)


SECRET = re.compile(
    r"ann|pike|okafor|piotr|kowal|ay[sş]e|yılmaz|yilmaz|siobh|brien|zo[eë]\b|rose|willow|07700|900123|ba2.?3|@mail",
    re.IGNORECASE,
)


@pytest.fixture
def told(hall):
    """Six people's names, a home and a refuge are said in the room, in every way that a hall would type them."""
    people = ("Ann Pike", "Mrs Okafor, 07700 900123", "Piotr Kowalski", "Ayşe Yılmaz", "Siobhán O'Brien", "Zoë")
    keys = ("told_by", "contact", "person")
    for at, name in enumerate(people[:4]):
        hall.say(f"It helped me, {at}", private={keys[at % 3]: name})
    hall.add(
        "The allotment", "growing space", contact_name=people[4], email="siobhan@mail.example", phone="07700 900123"
    )
    hall.add("Zoë", "person with a skill", where=None)
    hall.add("Rose House for women", "advice and help", precision="not_shown", address="12 Willow Lane",
             postcode="BA2 3QE")  # fmt: skip
    hall.add("Sewing evening", precision="neighbourhood", address="12 Willow Lane", own_words="with tea")
    said = (
        "ANN made me soup", "ask ann", "Anns cakes", "Pike’s garden", "mrs okafor knows", "Piotrowi dziękuję",
        "AYSE helps", "Ayşe'nin evi", "O BRIEN sings", "siobhan's choir", "zoe teaches", "I went to rose-house",
        "ROSE HOUSE'S door", "it is at 12, willow lane", "near BA23QE", "ring 07700900123", "my mail is x@mail.example",
        "#AnnPike",
    )  # fmt: skip
    for words in said:
        hall.say(words)
        hall.say(words, "gap", where=(HERE.x, HERE.y))
    one, other = hall.add("Lunch club"), hall.add("Chapel hall")
    for words in ("Ann brings the lunch club to the hall", "The lunch club uses the hall"):
        hall.say(words, "link", about=(one.id, other.id))
    hall.say("Ask the council", "plan", who="Piotr and the chapel", due="Friday")
    hall.say("Ask the council again", "plan", who="the chapel", due="when Ann is back")
    hall.say("Ask the council at last", "plan", who="the chapel", due="2026-12-01")
    hall.say("Seeds for Ann", "grant", amount=50.0)
    hall.say("Seeds for all", "grant", amount=50.0)
    hall.add("Ann's sewing")
    hall.add("Chess", said_in={"pl": {"name": "Szachy u Piotra"}})
    hall.add(
        "Draughts", own_words="Okafor's best", description="a quiet room", said_in={"pl": {"description": "u Ayşe"}}
    )
    return hall


def test_six_names_a_home_and_a_refuge_are_in_nothing_that_the_room_sees(told):
    found = shown(told.place, told.session, audience="workshop")
    assert SECRET.findall(texts(found)) == []
    assert [x.name for x in found.assets] == [
        "The allotment",
        "Sewing evening",
        "Lunch club",
        "Chapel hall",
        "Draughts",
    ]
    assert [x.words for x in found.stories] == [f"It helped me, {at}" for at in range(4)]
    assert [x.words for x in found.links] == ["The lunch club uses the hall"]
    assert [x.words for x in found.plans] == ["Ask the council at last"]
    assert [x.words for x in found.grants] == ["Seeds for all"]
    assert found.gaps == ()
    draughts = found.assets[-1]
    assert (draughts.own_words, draughts.description, draughts.said_in) == ("", "a quiet room", {})
    # Two assets that may not be there, two whose name says one, one that lost its words; every text that says one.
    assert found.held_back == len(found.held) == 5 + 36 + 1 + 2 + 1
    assert not any(x.contact_name or x.phone or x.email or x.checked_by for x in found.assets)
    assert not any(x.private or x.has_audio for x in (*found.stories, *found.links, *found.plans, *found.grants))


def test_what_the_public_takes_home_is_what_is_for_the_public_alone(told):
    nothing = shown(told.place, told.session, audience="public")
    assert (nothing.assets, nothing.stories, nothing.links) == ((), (), ())
    told.add("Open garden", "green place", audience="public", publish=True)
    told.say("Everybody likes the garden", audience="public")
    told.say("The Lunch Club's soup", audience="public")  # its name is for the workshop alone
    told.say("Ann's soup", audience="public")
    found = shown(told.place, told.session, audience="public")
    assert [x.name for x in found.assets] == ["Open garden"]
    assert [x.words for x in found.stories] == ["Everybody likes the garden"]
    assert SECRET.findall(texts(found)) == []
    assert found.held_back == nothing.held_back + 2


def test_a_name_of_the_whole_map_is_private_too(hall):
    refuge = Asset(name="Harbour Light", kind="advice and help", where=HERE, precision="not_shown", audience="workshop")
    submit(hall.store, refuge, by="steward", publish=True)
    hall.say("They took me to HARBOUR-LIGHT")
    assert shown(hall.place, hall.session, audience="workshop").held_back == 1
    submit(hall.store, hall.store.get(refuge.id).asset.changed(name="Quiet Water"), by="steward")
    hall.say("or to quiet water")  # a name that it has only now is looked for from now on
    found = shown(hall.place, hall.session, audience="workshop")
    assert [x.words for x in found.stories] == ["They took me to HARBOUR-LIGHT"]


def test_only_what_somebody_let_onto_the_screen_is_on_it(hall):
    hall.add("Waits", shown=False)
    hall.say("waits, too", shown=False)
    seen = hall.add("Seen")
    found = shown(hall.place, hall.session, audience="workshop")
    assert ([x.id for x in found.assets], found.stories, found.held_back) == ([seen.id], (), 0)
    hall.store.sessions.show(hall.session.id, [seen.id], shown=False, by="steward")
    assert shown(hall.place, hall.session, audience="workshop").assets == ()
    assert [x.name for x in assets_of(hall.place, hall.session, by="steward")] == ["Waits", "Seen"]


def test_the_true_place_of_what_is_blurred_is_not_shown_nor_words_that_tell_it(hall):
    home = Point(-3.2112345, 50.4912345)
    hall.add("Knitting", where=home, precision="neighbourhood", own_words="ring at 7 Elm Road", website="https://x.example",
             address="7 Elm Road", transport="opposite number 9")  # fmt: skip
    hall.say("a story of 7 elm road")
    [one] = shown(hall.place, hall.session, audience="workshop").assets
    assert one.where is None or one.where.distance(home) > 1e-5
    assert (one.own_words, one.website, one.address, one.transport) == ("", "", "", "")
    assert shown(hall.place, hall.session, audience="workshop").stories == ()


def test_a_link_or_story_about_what_may_not_be_seen_is_kept_back(hall):
    one, person = hall.add("Lunch club"), hall.add("Bob", "person with a skill", where=None)
    hall.say("it is linked", "link", about=(one.id, person.id))
    hall.say("about it", about=(person.id,))
    hall.say("about the other", about=(one.id,))
    found = shown(hall.place, hall.session, audience="workshop")
    assert ([x.words for x in found.stories], found.links, found.held_back) == (["about the other"], (), 3)


def test_dots_are_told_of_what_is_seen_alone(hall):
    seen, person = hall.add("Lunch club"), hall.add("Bob", "person with a skill", where=None)
    gap, secret = hall.say("No bus", "gap"), hall.say("No bus for Bob", "gap")
    for x in (seen, person, gap, secret):
        hall.store.sessions.vote(hall.session.id, x.id, ballot="a", dots=2, by="steward")
    assert set(shown(hall.place, hall.session, audience="workshop").tally) == {seen.id, gap.id}


def test_categories_and_the_workshops_own_words_name_nobody(place):
    own = (
        Category(key="a", label="At Ann's", colour="red", shape="circle"),
        Category(key="b", label="Warm", colour="blue", shape="circle"),
    )
    hall = Hall(place, name="Ann's tea", where="Ann's hall", question="What of Ann?", categories=own)
    hall.say("x", private={"told_by": "Ann"})
    found = shown(place, hall.session, audience="workshop")
    assert ([x.label for x in found.categories], found.name, found.where, found.question) == (["Warm"], "", "", "")


def test_only_circles_that_there_are_can_be_asked_for(hall):
    with pytest.raises(AssetError):
        shown(hall.place, hall.session, audience="everybody")


def test_no_way_to_reach_anybody_is_read_off_an_asset(hall):
    hall.add("Knitting, 07700 900123", audience="public", publish=True)
    words = {"own_words": "ring 07700 900123", "description": "or mary@mail.example", "only_for": "for all"}
    hours = {
        "hours_text": "Mon 10.00-12.00, 14.00-16.00; Tue 9-11 13-15 17-19",
        "website": "https://x.example/1234567890",
    }
    hall.add("Knitting", audience="public", publish=True, said_in={"pl": {"own_words": "tel. 07700 900123"}}, **words)
    hall.add("Chess", audience="public", publish=True, **hours)
    hall.add(
        "Tea",
        audience="public",
        publish=True,
        hours_text="Mon 10-12, ring 07700 900123",
        website="mailto:a@mail.example",
    )
    for audience in ("workshop", "public"):
        for choose in (shown, may_go):
            found = choose(hall.place, hall.session, audience=audience)
            assert SECRET.findall(texts(found)) == []
            assert "mary@" not in texts(found)
            assert [x.name for x in found.assets] == ["Knitting", "Chess", "Tea"]
            knitting, chess, _ = found.assets
            assert (knitting.own_words, knitting.description, knitting.only_for) == ("", "", "for all")
            assert {x: getattr(chess, x) for x in hours} == hours
            assert found.held_back == 3
