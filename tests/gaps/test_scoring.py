"""What is true of every gap, on places that hypothesis thinks of; and PySAL's `access` as oracle."""

import sys
import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assetmap.gaps import Added, Asked, Change, gaps
from assetmap.gaps.scoring import PER
from assetmap.gaps.uncertain import _supplies
from tests.gaps.street import asset, made_model, need, with_point

TESTS = Path(__file__).resolve().parent.parent
NEW = Added(lon=-2.3, lat=51.4, kind="growing space")
NO_WAY = float("nan")


@st.composite
def places(draw):
    """A model of up to four areas, seven homes and five gardens, some with a capacity; and its need."""
    n = draw(st.integers(1, 4))
    area = sorted(draw(st.lists(st.integers(0, n - 1), min_size=1, max_size=7)))
    people = draw(st.lists(st.integers(0, 3000), min_size=n, max_size=n))
    room = draw(st.lists(st.one_of(st.none(), st.integers(0, 90)), max_size=5))
    away = st.one_of(st.just(NO_WAY), st.floats(0, 60))
    minutes = [draw(st.lists(away, min_size=len(area), max_size=len(area))) for _ in room]
    some = [asset("growing space", x, capacity=many) for x, many in enumerate(room)]
    model = made_model(minutes, area=area, people=people, assets=some)
    deciles = draw(st.lists(st.integers(1, 10), min_size=n, max_size=n))
    new = draw(st.lists(away, min_size=len(area), max_size=len(area)))
    return with_point(model, NEW, new), need(model.codes, deciles), minutes


questions = st.builds(Asked, minutes=st.floats(1, 60), decay=st.sampled_from(["bands", "within", "gaussian"]))


@settings(max_examples=30, deadline=None)
@given(places(), questions)
def test_parts_multiply_out_and_a_shortfall_is_a_part(made, asked):
    model, weighs, _ = made
    table = gaps(model, weighs, asked, draws=0).table
    known = table["shortfall"].notna()
    counted = table["score"].notna()
    assert (counted == (known & table["people"].notna())).all()
    assert ((table["people"] * table["need"] * table["shortfall"])[counted] == table["score"][counted]).all()
    assert table["shortfall"][known].between(0, 1).all()
    assert (table["supply"][known] >= 0).all()


@settings(max_examples=30, deadline=None)
@given(places(), questions)
def test_what_people_have_adds_up_to_what_is_there_for_anybody(made, asked):
    model, weighs, _ = made
    found = gaps(model, weighs, asked, draws=0)
    decay, pairs = asked.decays(model.profile), model.pairs
    many = np.bincount(model.homes.area, minlength=len(model.people))
    lives = (model.people / np.maximum(many, 1))[model.homes.area]
    shared = np.bincount(pairs.owner, weights=decay(pairs.mm) * lives[pairs.node], minlength=len(model.assets))
    held = found.supplied.capacities.now[shared > 0].sum()
    whole = np.nansum(found.table["supply"] * model.people)
    assert whole == pytest.approx(PER * held, rel=1e-9, abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(places(), questions)
def test_against_todays_fair_share_a_place_more_helps_or_changes_nothing_and_one_less_harms_or_does(made, asked):
    model, weighs, _ = made
    today = gaps(model, weighs, asked, draws=0)
    short = today.table["shortfall"].to_numpy()
    more = gaps(model, weighs, asked, change=Change(added=(NEW,)), draws=0)
    assert more.fair == today.fair
    assert (more.table["shortfall"].to_numpy() <= short + 1e-12)[~np.isnan(short)].all()
    for one in model.assets[:2]:
        less = gaps(model, weighs, asked, change=Change(closed=frozenset({one.id})), draws=0)
        assert (less.table["shortfall"].to_numpy() >= short - 1e-12)[~np.isnan(short)].all()
    again = gaps(model, weighs, asked, change=Change(), draws=0)
    assert again.table["score"].equals(today.table["score"])


@settings(max_examples=25, deadline=None)
@given(places(), questions, st.randoms())
def test_the_order_of_assets_does_not_matter(made, asked, chance):
    model, weighs, minutes = made
    order = list(range(len(model.assets)))
    chance.shuffle(order)
    other = made_model(
        [minutes[x] for x in order], area=model.homes.area, people=model.people,
        assets=[model.assets[x] for x in order],
    )  # fmt: skip
    ours, theirs = (gaps(x, weighs, asked, draws=0).table["score"] for x in (model, other))
    assert theirs.tolist() == pytest.approx(ours.tolist(), rel=1e-9, abs=1e-9, nan_ok=True)


@settings(max_examples=15, deadline=None)
@given(places(), questions)
def test_draws_are_the_same_every_time_and_hold_the_figure(made, asked):
    model, weighs, _ = made
    first, second = (gaps(model, weighs, asked, draws=20).table for _ in range(2))
    assert first.equals(second)
    known = first["score"].notna()
    assert (first["low"] <= first["score"])[known].all()
    assert (first["score"] <= first["high"])[known].all()
    ranked = first["rank"].notna()
    assert (first["rank_low"] <= first["rank"])[ranked].all()
    assert (first["rank"] <= first["rank_high"])[ranked].all()


@settings(max_examples=25, deadline=None)
@given(places(), questions)
def test_where_nothing_is_drawn_the_draws_are_the_answer(made, asked):
    model, weighs, _ = made
    found = gaps(model, weighs, asked, draws=0).supplied
    base, now = found.capacities.base[:, None], found.capacities.now[:, None]
    first, then = _supplies(model, found, asked, base, now, found.people[:, None])
    known = ~np.isnan(found.supply)
    assert then[known, 0].tolist() == pytest.approx(found.supply[known].tolist(), rel=1e-9, abs=1e-12)
    assert first[known, 0].tolist() == pytest.approx(found.supply[known].tolist(), rel=1e-9, abs=1e-12)


def _pysals_own():
    """PySAL's `access`, which has the name of a folder of tests of ours."""
    ours = {name: sys.modules.pop(name) for name in list(sys.modules) if name.partition(".")[0] == "access"}
    path, sys.path = sys.path, [x for x in sys.path if Path(x or ".").resolve() != TESTS]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return pytest.importorskip("access.fca")
    finally:
        sys.path = path
        for name in [x for x in sys.modules if x.partition(".")[0] == "access"]:
            del sys.modules[name]
        sys.modules.update(ours)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_pysals_access_finds_the_same_at_every_home(seed):
    pd = pytest.importorskip("pandas")
    fca = _pysals_own()
    chance = np.random.default_rng(seed)
    n, p, s = 12, 90, 25
    minutes = chance.uniform(0, 60, (s, p))
    minutes[chance.random((s, p)) < 0.3] = np.nan
    area = np.sort(np.concatenate([np.arange(n), chance.integers(0, n, p - n)]))
    people = chance.integers(200, 3000, n)
    room = chance.integers(5, 90, s)
    model = made_model(
        minutes, area=area, people=people, assets=[asset("growing space", x, capacity=int(room[x])) for x in range(s)]
    )
    found = gaps(model, None, Asked(minutes=30), draws=0)
    lives = (people / np.bincount(area))[area]
    own, home = np.repeat(np.arange(s), np.diff(model.pairs.head)), model.pairs.node
    edges = [800_000, 1_600_000, 2_400_000]
    theirs = fca.two_stage_fca(
        pd.DataFrame({"geoid": np.arange(p), "demand": lives}),
        pd.DataFrame({"supply": room.astype(float)}, index=pd.Index(np.arange(s), name="geoid")),
        pd.DataFrame({"origin": home, "dest": own, "cost": model.pairs.mm}), max_cost=edges[-1],
        weight_fn=lambda mm: (1.0, 0.68, 0.22)[int(np.searchsorted(edges, mm))],
    ).reindex(range(p), fill_value=0.0)  # fmt: skip
    assert found.supply_at_homes.tolist() == pytest.approx((theirs * PER).tolist(), rel=1e-9)
    supply = np.bincount(area, weights=theirs * PER) / np.bincount(area)
    fair = (supply * people).sum() / people.sum()
    assert found.fair == pytest.approx(fair, rel=1e-9)
    assert found.table["score"].tolist() == pytest.approx(
        (people * np.maximum(0, 1 - supply / fair)).tolist(), rel=1e-9, abs=1e-6
    )


def test_in_each_draw_equal_scores_have_one_rank_and_the_largest_is_first():
    from assetmap.gaps.uncertain import _ranks

    draws = np.array([[3.0, 0.0], [5.0, 0.0], [3.0, 2.0], [0.0, 0.0]])
    assert _ranks(draws).T.tolist() == [[2, 1, 2, 4], [2, 2, 1, 2]]
    assert _ranks(draws[:0]).shape == (0, 2)
