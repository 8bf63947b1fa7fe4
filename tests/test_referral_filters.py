"""What somebody cannot do without: three answers each, and “not known” is never a no."""

from datetime import date, datetime

import pytest
from shapely import Point

from assetmap.assets import Asset, OpenSpan
from assetmap.errors import VocabularyError
from assetmap.referral import Filters, found_json, shortlist, spoken_in
from assetmap.referral.filters import NOTHING, answer, language_said
from assetmap.search.index import Index
from assetmap.vocabulary import vocabulary

DAY = date(2026, 11, 3)  # a Tuesday
AT = datetime(2026, 11, 3, 11, 0)  # noqa: DTZ001  local time
HERE = Point(-2.36, 51.38)
TUESDAYS = OpenSpan(byday=("TU",), opens_at="10:00", closes_at="12:00")


def asset(name="Club", *, metres=100, kind="group or club", **fields):
    where = None if metres is None else Point(-2.36, 51.38 + metres / 111_250)
    return Asset(name=name, kind=kind, where=where, **({"status": "published", "checked_on": DAY} | fields))


def near(*assets, **options):
    return shortlist(list(assets), HERE, **({"on": DAY, "metric_crs": "EPSG:27700"} | options))


def names(found):
    return [x.asset.name for x in found]


# Filter, what meets it, what does not, what leaves it open.
TABLE = [
    ({"open_at": AT}, {"schedules": (TUESDAYS,)}, {"schedules": (OpenSpan(byday=("WE",)),)}, {"hours_text": "Tue am"}),
    ({"open_at": AT}, {"schedules": (TUESDAYS,)}, {"status": "paused", "schedules": (TUESDAYS,)}, {}),
    ({"day": "TU"}, {"schedules": (TUESDAYS,)}, {"schedules": (OpenSpan(byday=("WE",)),)}, {}),
    ({"free": True}, {"free": "yes"}, {"free": "no", "cost": "£3"}, {"free": "partly"}),
    ({"step_free": True}, {"step_free": "yes"}, {"step_free": "no"}, {"step_free": "partly"}),
    ({"step_free": True}, {"offered": ("by phone",), "step_free": "no"}, {"step_free": "no"}, {"offered": ("in person",)}),  # noqa: E501
    ({"toilet": True}, {"accessible_toilet": "yes"}, {"accessible_toilet": "no"}, {}),
    ({"no_id": True}, {"no_id_needed": "yes"}, {"no_id_needed": "no"}, {}),
    ({"takes_new": True}, {"takes_new": "yes"}, {"takes_new": "waiting list"}, {}),
    ({"age": 17}, {"max_age": 17}, {"min_age": 18}, {"only_for": "young people"}),
    ({"age": 65}, {"min_age": 60}, {"min_age": 11, "max_age": 18}, {}),
    ({"age": 0}, {"min_age": 0}, {"min_age": 1}, {}),
    ({"language": "pl"}, {"languages": ("English", "polish ")}, {"languages": ("English",)}, {}),
    ({"language": "Polski"}, {"languages": ("Polish",)}, {"languages": ("Poli",)}, {}),
    ({"language": "Kurdish"}, {"languages": ("kurdish",)}, {"languages": ("Turkish",)}, {}),
    ({"offered": frozenset({"online", "by phone"})}, {"offered": ("online",)}, {"offered": ("in person",)}, {}),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "meets", "fails", "open_"), TABLE, ids=lambda x: " ".join(map(str, x)) or "nothing")
def test_each_filter_has_three_answers_and_only_a_known_no_is_out(asked, meets, fails, open_):
    filters = Filters(**asked)
    [name] = filters.asked
    told = {"yes": meets, "no": fails, "open": open_}
    assets = {key: asset(key, metres=900 if key == "yes" else 100, **fields) for key, fields in told.items()}
    assert [answer(name, filters, assets[x], on=DAY) for x in told] == [True, False, None]
    found = near(*assets.values(), filters=filters)
    assert names(found.near) == ["yes", "open"]  # what is known to comes first, though it is further
    assert [x.not_known for x in found.near] == [(), (name,)]
    assert found.near[0].ask == ()
    [sentence] = found.near[1].ask
    assert found.near[1].why.endswith(f". {sentence}")
    assert found.near[1].reason.endswith(f". {sentence}")
    assert [x.asset.name for x in found.almost] == ["no"]
    assert found.almost[0].lacks.endswith(".")
    row = found_json(found)["assets"][1]
    assert row["not_known"] == [name.replace("_", " ")]


@pytest.mark.parametrize(
    ("filters", "fields", "said"),
    [
        (Filters(step_free=True), {}, "Nobody knows whether it is step-free: ask."),
        (Filters(step_free=True), {"step_free": "partly"}, "It is step-free only in part: ask."),
        (Filters(open_at=AT), {"phone": "01632 960000"}, "Nobody knows whether it is on then: ask."),
        (Filters(open_at=AT), {}, "Nobody has written down when it is open."),
        (Filters(day="TU"), {"hours_text": "Tue, when\n Sam can"}, "Its times are written as “Tue, when Sam can”: ask."),  # noqa: E501
        (
            Filters(open_at=AT),
            {"schedules": (OpenSpan(byday=("TU",), opens_at="10:00", closes_at="12:00", only="term time"),)},
            "It is on in term time only: ask.",
        ),
    ],
)  # fmt: skip
def test_what_nobody_knows_is_said_and_hours_that_nobody_can_read_are_shown_as_written(filters, fields, said):
    assert near(asset(**fields), filters=filters).near[0].ask == (said,)


def test_term_time_is_known_where_the_place_says_its_terms():
    club = asset(schedules=(OpenSpan(byday=("TU",), opens_at="10:00", closes_at="12:00", only="term time"),))
    terms = ((date(2026, 9, 2), date(2026, 12, 18)),)
    assert near(club, filters=Filters(open_at=AT), terms=terms).near[0].ask == ()


def test_filters_are_cumulative_and_can_be_taken_away_one_by_one():
    both = asset("Both", free="yes", step_free="yes")
    free, level = asset("Free", free="yes", step_free="no"), asset("Level", free="no", step_free="yes")
    filters = Filters(free=True, step_free=True)
    assert names(near(both, free, level, filters=filters).near) == ["Both"]
    assert filters.asked == ("free", "step_free")
    assert filters.without("free") == Filters(step_free=True)
    assert filters.without("free").without("step_free") == NOTHING
    assert filters
    assert not NOTHING


@pytest.mark.parametrize(
    "asked", [{"day": "Tuesday"}, {"age": -1}, {"age": 131}, {"offered": frozenset({"by pigeon"})}]
)
def test_what_no_filter_takes_is_a_sentence_that_does_not_repeat_it(asked):
    with pytest.raises(VocabularyError) as error:
        Filters(**asked)
    assert "pigeon" not in str(error.value)


def test_a_filter_asks_what_has_no_place_too():
    online = asset("Online", metres=None, offered=("online",))
    phone = asset("Phone", metres=None, offered=("by phone",))
    assert names(near(online, phone, filters=Filters(offered=frozenset({"online"}))).elsewhere) == ["Online"]
    assert names(near(online, phone, filters=Filters(step_free=True)).elsewhere) == ["Online", "Phone"]


def test_the_languages_that_are_spoken_somewhere_each_once():
    some = [asset(languages=("Polish", " English ")), asset(languages=("polish", "")), asset(languages=("Arabic",))]
    assert spoken_in(some) == ["Arabic", "English", "Polish"]
    assert spoken_in(Index.of(some, metric_crs="EPSG:27700")) == ["Arabic", "English", "Polish"]
    assert [language_said(x) for x in ("pl", "POLSKI", " Kurdish ")] == ["Polish", "Polish", "Kurdish"]


# What almost fits


def lacks(*assets, **options):
    found = near(*assets, **options)
    assert (found.near, found.elsewhere) == ((), ())
    return [(x.asset.name, x.lacks) for x in found.almost]


@pytest.mark.parametrize(
    ("fields", "options", "said"),
    [
        ({"schedules": (TUESDAYS,)}, {"filters": Filters(day="SA")}, "It is not on Saturdays."),
        (
            {"schedules": (TUESDAYS,)},
            {"filters": Filters(open_at=AT.replace(hour=14))},
            "It is on at other times: Tuesdays, 10:00 to 12:00.",
        ),
        (
            {"status": "paused", "paused_until": date(2027, 1, 4), "schedules": (TUESDAYS,)},
            {"filters": Filters(open_at=AT)},
            "It is paused until 4 Jan 2027.",
        ),
        ({"free": "no", "cost": "£3"}, {"filters": Filters(free=True)}, "It costs £3."),
        ({"free": "no", "cost": "Ask at the desk"}, {"filters": Filters(free=True)}, "It is not free."),
        ({"free": "no"}, {"filters": Filters(free=True)}, "It is not free."),
        ({"step_free": "no"}, {"filters": Filters(step_free=True)}, "It is not step-free."),
        ({"accessible_toilet": "no"}, {"filters": Filters(toilet=True)}, "It has no accessible toilet."),
        ({"no_id_needed": "no"}, {"filters": Filters(no_id=True)}, "It asks for ID or registration."),
        ({"takes_new": "waiting list"}, {"filters": Filters(takes_new=True)}, "It has a waiting list."),
        ({"min_age": 11, "max_age": 18}, {"filters": Filters(age=40)}, "It is for ages 11 to 18."),
        ({"max_age": 5}, {"filters": Filters(age=40)}, "It is for ages up to 5."),
        ({"min_age": 60}, {"filters": Filters(age=40)}, "It is for ages from 60."),
        (
            {"languages": ("English", "Welsh")},
            {"filters": Filters(language="Zzsecret")},
            "It says that people there speak English and Welsh.",
        ),
        (
            {"offered": ("in person",)},
            {"filters": Filters(offered=frozenset({"online"}))},
            "It is offered in person only.",
        ),
        ({}, {"needs": ["food", "grief and loss"]}, "It does not say that it helps with grief and loss."),
        ({}, {"needs": ["food"], "kinds": ["food help"]}, "It is something else: group or club."),
        ({}, {"needs": ["food"], "text": "zzsecret"}, "It does not fit your words."),
    ],
)
def test_what_almost_fits_says_what_it_lacks_in_one_sentence(fields, options, said):
    told = lacks(asset(needs=("food",), **fields), **options)
    assert told == [("Club", said)]


def test_a_little_too_far_says_how_far_and_how_far_was_asked():
    found = near(asset(metres=1700, needs=("food",)), needs=["food"], minutes=15)
    assert [x.lacks for x in found.almost] == ["It is 1.7 km away: more than 15 minutes on foot."]


def test_one_thing_is_let_go_before_two_and_the_nearest_comes_first():
    one = asset("One", metres=500, free="no", step_free="yes", needs=("food",))
    other = asset("Other", metres=300, free="yes", step_free="no", needs=("food",))
    two = asset("Two", metres=50, free="no", step_free="no", needs=("food",))
    options = {"needs": ["food"], "filters": Filters(free=True, step_free=True)}
    assert [name for name, _ in lacks(one, other, two, **options)] == ["Other", "One"]
    assert lacks(two, **options) == [("Two", "It is not free. It is not step-free.")]


def test_what_has_nothing_of_what_was_asked_for_is_not_almost_it():
    assert lacks(asset(needs=("food",)), needs=["grief and loss"]) == []
    assert lacks(asset(needs=("food",)), needs=["grief and loss"], filters=Filters(free=True)) == []
    assert lacks(asset(), text="zzsecret") == []
    assert near().almost == ()


def test_where_enough_fits_nothing_almost_does():
    fit = [asset(f"A{i}", needs=("food", "meeting people")) for i in range(3)]
    found = near(*fit, asset("Almost", needs=("food",)), needs=["food", "meeting people"])
    assert (len(found.near), found.almost) == (3, ())
    few = near(*fit[:2], asset("Almost", needs=("food",)), needs=["food", "meeting people"])
    assert names(few.almost) == ["Almost"]


def test_what_has_no_place_may_almost_fit_and_is_on_no_map():
    line = asset("Line", metres=None, needs=("food",))
    found = near(line, needs=["food", "meeting people"], minutes=10)
    assert [(x.asset.name, x.lon, x.distance_m) for x in found.almost] == [("Line", None, None)]


@pytest.mark.parametrize("fields", [{"status": "draft"}, {"status": "closed"}, {"takes_new": "full"}])
def test_what_cannot_take_anybody_does_not_even_almost_fit(fields):
    assert lacks(asset(needs=("food",), **fields), needs=["food", "meeting people"]) == []


# How often it was handed out


def test_past_its_capacity_of_the_month_it_comes_last_and_says_so_to_the_worker():
    small = asset("Small", metres=100, capacity=12, phone="01632 960000")
    others = [asset(f"Other {i}", metres=2000 + i) for i in range(3)]
    before = near(small, *others, handed={small.id: 11})
    assert (names(before.near)[0], before.near[0].busy) == ("Small", "")
    after = near(small, *others, handed={small.id: 14})
    assert names(after.near) == ["Other 0", "Other 1", "Other 2", "Small"]
    assert after.near[3].busy == "It was handed out 14 times this month and has room for 12: ring first."
    assert after.near[3].busy not in after.near[3].why
    assert found_json(after)["assets"][3]["busy"] == after.near[3].busy
    assert names(near(small, *others, handed={small.id: 14}, limit=3).near) == ["Other 0", "Other 1", "Other 2"]


def test_without_a_capacity_it_may_be_handed_out_however_often():
    club, tiny = asset("Club"), asset("Tiny", capacity=1)
    found = near(club, tiny, handed={club.id: 500, "gone": 7})
    assert [x.busy for x in found.near] == ["", ""]
    assert near(tiny, handed={tiny.id: 1}).near[0].busy == (
        "It was handed out 1 time this month and has room for 1: ask first."
    )


def test_busy_things_stand_after_those_of_which_something_is_not_known():
    busy, unknown = asset("Busy", capacity=1, free="yes"), asset("Unknown", metres=3000)
    assert names(near(busy, unknown, filters=Filters(free=True), handed={busy.id: 1}).near) == ["Unknown", "Busy"]


def test_words_that_are_met_less_than_half_as_well_are_not_on_the_list():
    choir = asset("Choir", needs=("making and creating",))
    some = [asset(f"Thing {i}", description="a choir came") for i in range(3)]
    weak = asset("Weak", needs=("making and creating",))
    found = near(choir, *some, weak, text="choir")
    assert names(found.near)[0] == "Choir"
    assert all(x.fit >= 0.5 * found.near[0].fit for x in found.near)
    assert 0 < found.near[0].fit <= 1


def test_nothing_typed_is_in_any_sentence():
    one = asset("One", needs=("meeting people",), languages=("English",), free="no", cost="£2")
    for text in ("zzsecret", "lonely zzsecret", "zzsecret club"):
        for filters in (NOTHING, Filters(language="zzsecret"), Filters(language="zzsecret", free=True)):
            found = near(one, asset("Two", metres=None), text=text, filters=filters, needs=["food"])
            assert "zzsecret" not in repr(found) + str(found_json(found))
            assert "lonely" not in repr(found)


def test_a_need_that_the_words_mean_is_said_instead_of_the_words():
    club = asset(needs=("meeting people",))
    assert near(club, text="lonely").near[0].why == "It helps with meeting people and is 100 m away."
    assert "lonely" in vocabulary().needs["meeting_people"].words
