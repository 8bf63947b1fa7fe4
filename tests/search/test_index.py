"""The index finds what a plain loop over all assets finds, and keeps nothing of what was asked."""

import gc
import itertools
import math
import pickle
import random
from concurrent.futures import ThreadPoolExecutor
from unittest import mock

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from assetmap.assets import Asset
from assetmap.crs import WGS84, reproject_all
from assetmap.search import meaning
from assetmap.search.index import Index
from assetmap.search.meaning import Question, Wanted
from assetmap.search.words import folded, stem_of, words_of
from assetmap.vocabulary import vocabulary

GRID = "EPSG:27700"
HALF = 1200.0
WORDS = ("tea", "Tea’s", "garden", "gardens", "dementia", "men", "CAFÉ", "party", "art", "libraries", "ভাষা", "Łódź")
NEEDS = ("food", "meeting_people", "moving_more")
KINDS = ("group_or_club", "green_place", "walk_or_route")


def question(*words, against=()):
    return Question(words=tuple(map(wanted, words)), against=tuple(map(wanted, against)))


def wanted(word, **more):
    stem, endings = stem_of(folded(word))
    return Wanted(stem=stem, endings=endings, **more)


def has(text, forms):
    return not set(words_of(text)).isdisjoint(forms)


def strength(asset, thing):
    """Say how well one asset meets one thing, as `meaning` defines it."""
    kind = vocabulary().kinds[asset.kind]
    fields = (
        (asset.name, meaning.IN_NAME),
        (f"{kind.label} {kind.plural}", meaning.IN_KIND),
        (f"{asset.own_words}\n{asset.description}\n{asset.organisation}\n{asset.only_for}", meaning.IN_TEXT),
        ("\n".join(x for x in asset.languages if x != "English"), meaning.IN_TEXT),
    )
    own = [worth for text, worth in fields if has(text, thing.forms)]
    like = [worth * meaning.LIKE for text, worth in fields if has(text, thing.like)]
    meant = [meaning.BY_NEED * sure for need, sure in thing.needs.items() if need in asset.needs]
    meant += [meaning.BY_KIND * sure for kind, sure in thing.kinds.items() if kind == asset.kind]
    return 1 - (1 - max([0, *own, *like])) * math.prod(1 - x for x in meant)


def fit(asset, asked):
    whole = sum(x.weight for x in asked.words)
    met = sum(x.weight * strength(asset, x) for x in asked.words) / whole if whole else 1.0
    for thing in asked.against:
        met *= 1 - meaning.AGAINST * strength(asset, thing)
    return met


def fitting(assets, asked, *, needs=(), kinds=()):
    return {
        asset.id: fit(asset, asked)
        for asset in assets
        if fit(asset, asked) > 0 and set(needs) <= set(asset.needs) and (not kinds or asset.kind in kinds)
    }


def score(_rows, fits, metres):
    return fits * np.exp2(-metres / HALF)


def falls(metres):
    return 2 ** (-metres / HALF)


texts = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)
places = st.one_of(
    st.none(),
    st.tuples(st.floats(-2.5, -2.2), st.floats(51.3, 51.5)).map(lambda at: shapely.Point(*at)),
    st.tuples(st.floats(-6, 1), st.floats(50, 58)).map(lambda at: shapely.Point(*at)),
    st.tuples(st.floats(-2.5, -2.2), st.floats(51.3, 51.5), st.floats(0.0001, 0.3)).map(
        lambda at: shapely.box(at[0], at[1], at[0] + at[2], at[1] + at[2] / 2)
    ),
)
assets_ = st.lists(
    st.builds(
        Asset,
        name=st.tuples(st.sampled_from(WORDS), texts).map(" ".join),
        kind=st.sampled_from(KINDS),
        needs=st.lists(st.sampled_from(NEEDS), unique=True).map(tuple),
        description=texts,
        own_words=texts,
        where=places,
    ),
    max_size=30,
)
questions = st.builds(
    Question,
    words=st.lists(
        st.builds(
            wanted,
            st.sampled_from(WORDS),
            like=st.lists(st.sampled_from(("tea", "group", "walk")), max_size=2).map(tuple),
            needs=st.dictionaries(st.sampled_from(NEEDS), st.sampled_from((0.4, 1.0)), max_size=2),
            kinds=st.dictionaries(st.sampled_from(KINDS), st.sampled_from((0.5, 1.0)), max_size=1),
            weight=st.sampled_from((0.3, 1.0, 2.0)),
        ),
        max_size=3,
    ).map(tuple),
    against=st.lists(st.builds(wanted, st.sampled_from(WORDS)), max_size=1).map(tuple),
)


@settings(deadline=None, max_examples=60)
@given(
    assets=assets_,
    asked=questions,
    needs=st.lists(st.sampled_from(NEEDS), max_size=1),
    kinds=st.lists(st.sampled_from(KINDS), max_size=2),
    here=st.tuples(st.floats(330_000, 420_000), st.floats(130_000, 200_000)),
    count=st.integers(1, 5),
)
def test_it_finds_what_a_plain_loop_finds(assets, asked, needs, kinds, here, count):
    index = Index.of(assets, metric_crs=GRID)
    expected = fitting(assets, asked, needs=needs, kinds=kinds)
    found = index.fits(asked, needs=needs, kinds=kinds)
    got = dict(zip((index.assets[i].id for i in found.rows), found.fit.tolist(), strict=True))
    assert got == pytest.approx(expected, rel=1e-4)
    most = found.fit.max(initial=0)
    half = index.fits(asked, needs=needs, kinds=kinds, least=0.5)
    assert dict(zip(half.rows.tolist(), half.fit.tolist(), strict=True)) == {
        row: one for row, one in zip(found.rows.tolist(), found.fit.tolist(), strict=True) if one >= most * 0.5
    }

    shapes = reproject_all([x.where for x in assets], WGS84, GRID)
    metres = {x.id: shapely.distance(s, shapely.Point(here)) for x, s in zip(assets, shapes, strict=True)}
    least = index.least_m(here, np.arange(len(assets)))
    for asset, at_least in zip(index.assets, least, strict=True):
        if asset.where is None:
            assert at_least == np.inf
        else:
            assert at_least <= metres[asset.id] + 1e-6
            assert asset.where.geom_type != "Point" or at_least == pytest.approx(metres[asset.id], abs=1e-6)

    scored = dict(zip((x.id for x in index.assets), least, strict=True))
    placed = [x for x in assets if x.where is not None and x.id in expected]
    best = sorted((expected[x.id] * falls(scored[x.id]) for x in placed), reverse=True)[:count]
    limits = {"xy": here, "count": count, "score": score, "falls": falls}
    for few in (0, 2000):
        with mock.patch("assetmap.search.index._FEW", few):
            of_all = index.best(asked, **limits, needs=needs, kinds=kinds)
            of_found = index.best_of(found, **limits)
        for rows, scores in (of_all, of_found):
            assert scores.tolist() == pytest.approx(best, rel=1e-4, abs=1e-12)
            assert len(set(rows.tolist())) == len(rows)
    nowhere, _ = index.best(asked, count=99, score=score, needs=needs, kinds=kinds, is_placed=False)
    assert {index.assets[i].id for i in nowhere} == {x.id for x in assets if x.where is None} & set(expected)


@settings(deadline=None, max_examples=40)
@given(before=assets_, more=assets_, gone=st.integers(0, 30), changed=st.integers(0, 30), asked=questions)
def test_an_index_that_is_renewed_is_one_made_anew(before, more, gone, changed, asked):
    now = before[gone:] + more
    now = [x.changed(description="heron", where=None) if i == changed else x for i, x in enumerate(now)]
    renewed = Index.of(before, metric_crs=GRID).ready().renewed(now).ready()
    fresh = Index.of(now, metric_crs=GRID).ready()
    assert set(renewed.words) == set(fresh.words)
    assert {x.id for x in renewed.assets} == {x.id for x in now}
    assert np.array_equal(np.sort(renewed.grid.squares), np.sort(fresh.grid.squares))
    for one in (asked, question("heron", "tea")):
        got, want = (
            {index.assets[i].id: f for i, f in zip(*(x.tolist() for x in index.fits(one)), strict=True)}
            for index in (renewed, fresh)
        )
        assert got == want
    here = (375_000.0, 165_000.0)
    assert renewed.nearest(here, 5).shape == fresh.nearest(here, 5).shape
    assert np.allclose(
        renewed.least_m(here, renewed.nearest(here, 5)), fresh.least_m(here, fresh.nearest(here, 5)), rtol=1e-9
    )


def town(many, *, seed=3):
    chance = random.Random(seed)  # noqa: S311  # a seeded town, no secret
    middles = [(chance.uniform(-4, 0), chance.uniform(51, 55)) for _ in range(5)]
    for number in range(many):
        x, y = chance.choice(middles)
        yield Asset(
            name=f"{chance.choice(WORDS)} {number}",
            kind=chance.choice(KINDS),
            needs=tuple(chance.sample(NEEDS, 1)),
            description=" ".join(chance.sample(WORDS, 3)),
            where=None if number % 11 == 0 else shapely.Point(x + chance.gauss(0, 0.05), y + chance.gauss(0, 0.05)),
        )


@pytest.fixture(scope="module")
def index():
    return Index.of(list(town(3000)), metric_crs=GRID).ready()


def test_the_nearest_best_come_without_a_look_at_what_is_far(index, monkeypatch):
    monkeypatch.setattr("assetmap.search.index._FEW", 0)
    looked = 0

    def counting(rows, fits, metres):
        nonlocal looked
        looked += len(rows)
        return score(rows, fits, metres)

    asked = question("tea", "gardens")
    here = tuple(index.grid.boxes[100, :2] + 50)
    rows, scores = index.best(asked, xy=here, count=5, score=counting, falls=falls)
    found = index.fits(asked)
    every = score(found.rows, found.fit, index.least_m(here, found.rows))
    assert np.allclose(scores, np.sort(every)[::-1][:5])
    assert 5 == len(rows) < looked < len(found.rows) / 2


def test_equals_stand_by_name_and_then_by_id(index):
    names = [(x.name.casefold(), x.id) for x in index.assets]
    rows, _ = index.best(count=20, score=lambda _rows, fits, _metres: fits.astype(float))
    placed = names[: index.grid.unplaced]
    assert [names[i] for i in rows] == sorted(placed)[:20]


def test_the_nearest_are_the_nearest(index):
    here = (380_000.0, 165_000.0)
    every = np.sort(index.least_m(here, np.arange(len(index.assets))))
    assert np.allclose(index.least_m(here, index.nearest(here, 12)), every[:12])


def test_a_mask_says_what_may_come_out(index):
    mask = np.zeros(len(index.assets), dtype=bool)
    mask[7:19] = True
    assert set(index.fits(mask=mask).rows) == set(range(7, 19))


@pytest.mark.parametrize(
    ("word", "name", "found"),
    [
        ("men", "Dementia café", False), ("mens", "Men’s Shed", True), ("art", "Party", False), ("cafe", "CAFÉ", True),
        ("library", "Two libraries", True), ("class", "Classic cars", False), ("lodz", "Łódź", True),
        ("ভাষা", "বাংলা ভাষা", True), ("ভ", "বাংলা ভাষা", False), ("x", "a\x00x\x01b", True), ("合唱", "合唱 团", True),
    ],
)  # fmt: skip
def test_words_are_whole_and_folded(word, name, found):
    index = Index.of(
        [Asset(name="Other", kind="group or club"), Asset(name=name, kind="group or club")], metric_crs=GRID
    )
    rows = index.fits(question(word)).rows.tolist()
    assert [index.assets[i].name for i in rows] == ([name] if found else [])


def test_what_is_said_in_another_language_is_found():
    asset = Asset(name="Walk", kind="group or club", said_in={"pl": {"name": "Spacer", "description": "Nad morzem"}})
    index = Index.of([asset], metric_crs=GRID)
    name, text = (index.fits(question(word)).fit.tolist() for word in ("spacer", "morzem"))
    assert name == pytest.approx([meaning.IN_NAME])
    assert text == pytest.approx([meaning.IN_TEXT])


def test_no_assets_one_asset_and_none_with_a_place():
    for assets in ([], [Asset(name="Line", kind="group or club")]):
        index = Index.of(assets, metric_crs=GRID).ready()
        assert len(index.fits().rows) == len(assets)
        assert not len(index.best(question("tea"), xy=(0.0, 0.0), count=3, score=score, falls=falls)[0])
        assert not len(index.nearest((0.0, 0.0), 3))
    one = Index.of([Asset(name="Green", kind="green place", where=shapely.Point(-2.3, 51.4))], metric_crs=GRID)
    for here in ((375_000.0, 165_000.0), (-4e7, 9e7), (np.inf, np.nan)):
        assert one.nearest(here, 3).tolist() == [0]


def test_a_place_that_the_system_does_not_reach_is_no_nearer_than_anything():
    there = Asset(name="There", kind="green place", where=shapely.Point(-2.3, 51.4))
    away = Asset(name="Away", kind="green place", where=shapely.Point(178, -89.9))
    index = Index.of([away, there], metric_crs=GRID)
    assert index.assets[index.nearest((375_000.0, 165_000.0), 2)[0]].name == "There"


def test_values_are_said_once_with_an_asset_to_ask(index):
    said = index.said("kind", "needs")
    for row in range(0, len(index.assets), 97):
        asset = index.assets[row]
        code = said.codes[row]
        assert said.values[code] == (asset.kind, asset.needs)
        assert index.assets[said.first[code]].kind == asset.kind
    assert len(said.values) == len(KINDS) * len(NEEDS)


def test_many_may_ask_at_once(index):
    asked = [question(a, b) for a, b in itertools.permutations(WORDS[:6], 2)]
    here = tuple(index.grid.boxes[500, :2])

    def ask(index, one):
        rows, _ = index.best(one, xy=here, count=8, score=score, falls=falls)
        return [index.assets[i].id for i in rows]

    fresh = Index.of(list(index.assets), metric_crs=GRID)
    with ThreadPoolExecutor(6) as pool:
        together = list(pool.map(lambda one: ask(fresh, one), asked))
    assert together == [ask(index, one) for one in asked]


def test_nothing_that_was_asked_is_kept(index):
    before = set(index.__dict__), len(index._said)
    asked = question("zzyzxcanary", "tea", against=("qqcanary",))
    index.fits(asked, needs=("food",))
    index.best(asked, xy=(311_111.5, 144_444.5), count=3, score=score, falls=falls, kinds=("green_place",))
    del asked
    gc.collect()
    assert (set(index.__dict__), len(index._said)) == before
    kept = pickle.dumps(index)
    assert b"canary" not in kept
    assert np.float64(311_111.5).tobytes() not in kept
