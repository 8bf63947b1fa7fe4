"""The order of the list: what anybody can work out by hand from what is shown, and nothing else."""

import math
import random
import uuid
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assetmap.access.telling import whole_minutes
from assetmap.assets import Asset, OpenSpan
from assetmap.disclosure import disclosed
from assetmap.freshness import checked_text, is_overdue
from assetmap.referral import Filters, found_json, shortlist
from assetmap.referral.filters import answers
from assetmap.referral.ranking import HALF_MIN, OVERDUE, Here
from assetmap.search.index import Index
from assetmap.vocabulary import vocabulary
from assetmap.walking import walks_of
from tests.walking_town import GRID, HOME, at, town

DAY = date(2026, 11, 3)
NOW = datetime(2026, 11, 3, 11, 0)  # noqa: DTZ001  local time
TUESDAYS = OpenSpan(byday=("TU",), opens_at="10:00", closes_at="12:00")
YES_NO = st.sampled_from(["yes", "no", "partly", "not known"])
PLACES = st.one_of(
    st.none(), st.tuples(st.integers(0, 16), st.integers(-9, 9)).map(lambda x: at(x[0] * 100, x[1] * 100))
)
FILTERS = st.builds(
    Filters, free=st.booleans(), step_free=st.booleans(), takes_new=st.booleans(),
    open_at=st.sampled_from([None, NOW]), age=st.sampled_from([None, 40]),
)  # fmt: skip


@st.composite
def things(draw, most=9):
    """A few assets of all sorts, as the store may hold them."""
    return [
        Asset(
            id=str(uuid.UUID(int=i + 1)),
            name=draw(st.sampled_from(["Club", "club", "Choir", "Österreich-Runde", "Lunch"])),
            kind=draw(st.sampled_from(["group or club", "hill or view", "food help"])),
            where=draw(PLACES),
            needs=tuple(draw(st.sets(st.sampled_from(["food", "meeting people"])))),
            status=draw(st.sampled_from(["published", "published", "paused", "draft", "closed", "withdrawn"])),
            audience=draw(st.sampled_from(["public", "public", "partners", "workshop"])),
            precision=draw(st.sampled_from(["exact", "exact", "street", "neighbourhood", "not shown"])),
            takes_new=draw(st.sampled_from(["yes", "waiting list", "full", "not known"])),
            free=draw(YES_NO), step_free=draw(YES_NO), min_age=draw(st.sampled_from([None, 18, 60])),
            checked_on=draw(st.sampled_from([None, DAY, date(2020, 1, 1)])), how_checked="phoned",
            schedules=draw(st.sampled_from([(), (TUESDAYS,), (OpenSpan(byday=("WE",)),)])),
            capacity=draw(st.sampled_from([None, 1, 5])),
        )
        for i in range(draw(st.integers(0, most)))
    ]  # fmt: skip


def asked(assets, **options):
    return shortlist(assets, HOME, **({"on": NOW, "metric_crs": GRID, "limit": 300} | options))


def ids(found):
    return [x.asset.id for x in found]


def by_hand(row):
    """Work the score out from what is shown of a row."""
    minutes = whole_minutes(row.walk_min) if row.walk_min is not None else None
    if minutes is None and row.distance_m is not None:
        minutes = round(row.distance_m) / 80
    return round(row.fit * 2 ** (-(minutes or 0) / HALF_MIN) * (OVERDUE if row.overdue else 1), 9)


@settings(deadline=None, max_examples=40)
@given(
    assets=things(), filters=FILTERS, needs=st.sampled_from([(), ("food",)]), on_foot=st.booleans(), seed=st.randoms()
)
def test_the_order_is_what_anybody_can_work_out_from_the_list_and_does_not_hang_on_how_it_came(
    assets, filters, needs, on_foot, seed
):
    shown = disclosed(assets)
    handed = {x.id: 3 for x in shown}
    options = {
        "needs": needs, "filters": filters, "handed": handed, "walks": walks_of(town(), shown) if on_foot else None,
    }  # fmt: skip
    found = asked(shown, **options)
    shuffled = list(shown)
    seed.shuffle(shuffled)
    assert asked(shuffled, **options) == found
    assert asked(Index.of(shuffled, metric_crs=GRID), **options) == found
    for rows in (found.near, found.elsewhere):
        keys = [
            (
                bool(x.busy) or x.asset.status == "paused", bool(x.not_known),
                on_foot and x.walk_min is None and x.distance_m is not None,
                -by_hand(x), x.asset.name.casefold(), x.asset.id,
            )
            for x in rows
        ]  # fmt: skip
        assert keys == sorted(keys)
        assert len(set(ids(rows))) == len(rows)


@settings(deadline=None, max_examples=40)
@given(assets=things(), filters=FILTERS, needs=st.sampled_from([(), ("food",)]), minutes=st.sampled_from([None, 10]))
def test_a_list_has_all_that_passes_and_never_what_may_not_be_suggested(assets, filters, needs, minutes):
    shown = disclosed(assets)
    found = asked(shown, needs=needs, filters=filters, minutes=minutes)
    passing = {
        x.id
        for x in shown
        if x.takes_new != "full"
        and x.status in ("published", "paused")
        and {vocabulary().need(n) for n in needs} <= set(x.needs)
        and all(met is not False for _, met in answers(filters, x, on=DAY))
    }
    listed = ids((*found.near, *found.not_known, *found.elsewhere))
    if minutes is None:
        assert set(listed) == passing
    assert set(listed) <= passing
    everything = (*found.near, *found.not_known, *found.elsewhere, *found.almost)
    assert len({x.asset.id for x in everything}) == len(everything)
    told = {
        row["id"]: row for part in ("assets", "elsewhere", "not_known", "almost") for row in found_json(found)[part]
    }
    for row in everything:
        asset = row.asset
        assert asset.audience == "public"
        assert asset.status in ("published", "paused")
        assert asset.takes_new != "full"
        assert asset.precision != "not_shown" or row.lon is None
        # Of every row it is told when it was checked, or that it was not, and whether that is overdue.
        assert row.checked == checked_text(asset, on=DAY)
        assert row.overdue is is_overdue(asset, on=DAY)
        assert told[asset.id]["checked"] == row.checked
        assert told[asset.id]["checked_on"] == (asset.checked_on.isoformat() if asset.checked_on else None)
        assert row.why.endswith((".", "ask."))
        assert bool(row.lacks) is (row in found.almost)


@settings(deadline=None, max_examples=20)
@given(assets=things(), filters=FILTERS, limit=st.integers(1, 4))
def test_a_short_list_is_the_beginning_of_the_long_one(assets, filters, limit):
    shown = disclosed(assets)
    whole, short = asked(shown, filters=filters), asked(shown, filters=filters, limit=limit)
    assert ids(short.near) == ids(whole.near)[:limit]
    assert ids(short.elsewhere) == ids(whole.elsewhere)[:limit]


@pytest.mark.parametrize(("profile", "seed"), [("walking", 1), ("slow", 2), ("step-free", 3)])
def test_among_thousands_the_first_few_are_those_that_a_look_at_each_would_give(profile, seed):
    chance = random.Random(seed)  # noqa: S311  no secret
    many = [
        Asset(
            id=str(uuid.UUID(int=i + 1)), name=f"A{chance.randrange(50)}", kind="group or club", status="published",
            where=at(chance.uniform(-400, 1900), chance.uniform(-1200, 1000)),
            precision=chance.choice(["exact", "exact", "street"]),
            needs=("food",) if chance.random() < 0.5 else (),
            description=chance.choice(["", "a choir", "the garden choir"]),
            checked_on=DAY - timedelta(days=chance.randrange(2000)),
        )
        for i in range(500)
    ]  # fmt: skip
    walks = walks_of(town(), many, profile=profile)
    index = Index.of(many, metric_crs=GRID)
    for text in ("", "choir garden"):
        few = asked(index, walks=walks, text=text, limit=8)
        all_of_them = asked(index, walks=walks, text=text, limit=500)
        assert ids(few.near) == ids(all_of_them.near)[:8]
        scores = [by_hand(x) for x in all_of_them.near if x.walk_min is not None]
        assert scores == sorted(scores, reverse=True)
        assert len(scores) > 20


@given(metres=st.floats(0, 1e6), blurred=st.booleans(), along=st.floats(1, 2))
def test_nothing_that_is_shown_scores_more_than_its_straight_line_allows(metres, blurred, along):
    here = Here(index=Index.of([], metric_crs=GRID), point=HOME, gates=None, walks=None, from_there=None)
    walk = metres * along / here.pace
    shown = max(5, 5 * math.floor(walk / 5 + 0.5)) if blurred else whole_minutes(walk)
    straight = max(100.0, round(metres, -2)) / here.pace if blurred else round(metres) / here.pace
    assert 2 ** (-shown / HALF_MIN) <= here.falls(metres)
    assert 2 ** (-straight / HALF_MIN) <= here.falls(metres)
    assert here.falls(metres + 100) <= here.falls(metres)


def test_what_is_paused_stands_at_the_end_until_its_day_has_come():
    on, off = (
        Asset(name=name, kind="group or club", where=at(x, 0), status=status, checked_on=DAY, paused_until=until)
        for name, x, status, until in (("On", 1500, "published", None), ("Off", 80, "paused", date(2026, 11, 4)))
    )
    assert [x.asset.name for x in asked([on, off]).near] == ["On", "Off"]
    assert [x.asset.name for x in asked([on, off.changed(paused_until=None)]).near] == ["On", "Off"]
    assert [x.asset.name for x in asked([on, off.changed(paused_until=DAY)]).near] == ["Off", "On"]


def test_what_is_a_quarter_of_an_hour_further_must_fit_twice_as_well():
    near = Asset(name="Near", kind="group or club", where=at(400, 0), status="published", checked_on=DAY)
    far = Asset(name="Far choir", kind="group or club", where=at(1500, 0), status="published", checked_on=DAY)
    said = near.changed(description="They have a choir")
    assert [x.asset.name for x in asked([said, far], text="choir").near] == ["Near", "Far choir"]
    nearer = asked([said, far.changed(where=at(900, 0))], text="choir").near
    assert [x.asset.name for x in nearer] == ["Far choir", "Near"]
