"""What only a whole national file can tell: tenths, and an index worked out as the official one is."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

from assetmap.layers import Reading, card, read
from assetmap.layers.card import Card, Column, Derived
from assetmap.layers.whole import combined, exponential, worked_out

ALL_SEVEN = {
    "income": 22.5, "employment": 22.5, "education": 13.5, "health": 13.5, "crime": 9.3, "barriers": 9.3, "living": 9.3,
}  # fmt: skip


def _numbers(reading):
    headings = reading.card.found_in(list(reading.frame.columns))
    wanted = [key for key in headings if key.endswith(("_rank", "_score", "_decile"))]
    return pd.DataFrame(
        {key: pd.to_numeric(reading.frame[headings[key]].str.replace(",", "")).to_numpy() for key in wanted}
    )


@pytest.fixture(scope="module")
def iod2025(realdata):
    """England in 2025: the file as it was read, and its numbers."""
    reading = read(realdata / "deprivation/IoD2025_File_7_rebuilt_England.csv.gz", feeds=("deprivation",))
    return reading, _numbers(reading)


@pytest.fixture
def small():
    """Five areas, with two domains."""
    made = Card(
        key="x", title="X", says="", does_not_say="", feeds=("deprivation",), publisher="P", year=2020, licence="",
        attribution="", geometry="none", get="", key_column="code", nation="Nowhere", whole=5,
        columns={
            "code": Column(key="code", headings=("Code",), width=3, pattern=r"\d{3}"),
            "a_rank": Column(key="a_rank", headings=("A",), kind="whole"),
            "b_rank": Column(key="b_rank", headings=("B",), kind="whole"),
        },
        domains={"all": "All", "a": "A", "b": "B"}, derived={"all": Derived({"a": 3.0, "b": 1.0}, "nobody")},
    )  # fmt: skip
    rows = {"Code": ["1", "2", "3", "4", "5"], "A": list("12345"), "B": list("54321")}
    return Reading(pd.DataFrame(rows), made, "x.csv", 5)


@pytest.mark.realdata
def test_all_seven_domains_put_together_give_back_the_published_score_of_33755_areas(iod2025):
    _, numbers = iod2025
    ranks = {key: numbers[f"{key}_rank"].to_numpy(dtype=float) for key in ALL_SEVEN}
    score = combined(ranks, ALL_SEVEN, areas=33755, total=100)
    assert len(score) == 33755
    assert np.abs(score - numbers["imd_score"]).max() < 0.001


@pytest.mark.realdata
def test_without_barriers_every_area_of_england_has_a_score_a_rank_and_a_tenth(iod2025):
    reading, numbers = iod2025
    made, notes = worked_out(reading)
    assert notes == []
    assert list(made.columns) == [f"imd_without_barriers_{x}" for x in ("score", "rank", "decile")]
    assert made.index.is_unique
    counts = made["imd_without_barriers_decile"].value_counts()
    assert counts.sum() == 33755
    assert counts.between(3374, 3377).all()
    # By hand, of one area: its six ranks, weighed and put together.
    first = numbers.iloc[0]
    by_hand = sum(
        weight * -23 * np.log(1 - (33756 - first[f"{key}_rank"]) / 33755 * (1 - np.exp(-100 / 23)))
        for key, weight in ALL_SEVEN.items()
        if key != "barriers"
    )
    assert made["imd_without_barriers_score"].iloc[0] == pytest.approx(by_hand / 90.6, abs=0.0006)
    # It is the official index but for one domain of a tenth: most areas stay in their tenth or go to the next.
    apart = (made["imd_without_barriers_decile"].to_numpy() - numbers["imd_decile"].to_numpy()).__abs__()
    assert (apart <= 1).mean() > 0.95


@pytest.mark.realdata
def test_the_ranks_of_2019_give_back_the_published_deciles_and_ranks_but_for_ties(realdata):
    reading = read(realdata / "deprivation/File_2_-_IoD2019_Domains_of_Deprivation.csv.gz", feeds=("deprivation",))
    numbers = _numbers(reading)
    ranks = {key: numbers[f"{key}_rank"].to_numpy(dtype=float) for key in ALL_SEVEN}
    score = pd.Series(combined(ranks, ALL_SEVEN, areas=32844, total=100))
    rank = score.rank(ascending=False, method="min")
    assert (rank - numbers["imd_rank"]).abs().max() <= 2
    assert (np.ceil(rank * 10 / 32844) == numbers["imd_decile"]).all()
    assert worked_out(reading)[0]["imd_without_barriers_decile"].between(1, 10).all()


def test_the_most_deprived_area_of_a_domain_has_100_and_one_in_ten_has_more_than_50():
    score = exponential(np.arange(1.0, 1001.0), 1000)
    assert score[0] == pytest.approx(100)
    assert (score > 50).mean() == pytest.approx(0.1, abs=0.005)
    assert (np.diff(score) < 0).all()


def test_a_rank_alone_gives_the_tenth_and_codes_get_their_zeros_back(small):
    made, notes = worked_out(small)
    assert made.index.tolist() == ["001", "002", "003", "004", "005"]
    assert made["a_decile"].tolist() == [2, 4, 6, 8, 10]
    assert notes == []
    assert made["all_rank"].tolist()[:2] == [1, 2]  # a counts three times what b does, and its first is far ahead


def test_an_index_is_not_worked_out_from_a_part_of_a_nation_and_this_is_said(small):
    part = dataclasses.replace(small, frame=small.frame.iloc[:3])
    made, notes = worked_out(part)
    assert "all_decile" not in made
    assert made["a_decile"].tolist() == [2, 4, 6]  # a rank is the nation's whatever the file holds
    assert notes == ["x.csv: “All” needs the whole file, and 3 of its 5 areas are there: it was left out."]


def _with(small, end, cells, *, whole=0, worse="", missing=()):
    columns = {
        "code": small.card.columns["code"],
        f"a_{end}": Column(key=f"a_{end}", headings=("A",), kind="number", worse=worse, missing=missing),
    }
    changed = dataclasses.replace(small.card, columns=columns, domains={"a": "A"}, derived={}, whole=whole)
    return dataclasses.replace(small, frame=small.frame.assign(A=cells), card=changed)


def test_a_percentile_of_vulnerability_is_turned_so_that_1_is_the_most_vulnerable(small):
    made, _ = worked_out(_with(small, "percentile", ["1.0", "0.9", "0.8999", "0", "-999"], missing=("-999",)))
    assert made["a_decile"].tolist()[:4] == [1, 1, 2, 10]
    assert made["a_decile"].isna().tolist() == [False] * 4 + [True]


@pytest.mark.parametrize(("worse", "tenths"), [("", [10, 8, 6, 4, 2]), ("low", [2, 4, 6, 8, 10])])
def test_a_score_stands_in_a_tenth_of_its_file_and_that_is_said(small, worse, tenths):
    made, notes = worked_out(_with(small, "score", ["1", "2", "3", "4", "50"], worse=worse))
    assert made["a_decile"].tolist() == tenths
    assert notes == ["x.csv: the tenths are those of the 5 areas in the file."]
    _, notes = worked_out(_with(small, "score", ["1", "2", "3", "4", "50"], worse=worse, whole=400))
    assert "not of the 400 of Nowhere" in notes[0]


def test_areas_of_one_score_share_the_middle_of_their_places(small):
    made, _ = worked_out(_with(small, "score", ["0", "0", "0", "0", "9"]))
    assert made["a_decile"].tolist() == [7, 7, 7, 7, 2]


def test_a_decile_that_counts_the_other_way_is_turned(small):
    made, _ = worked_out(_with(small, "decile", ["10", "9", "3", "2", "1"], worse="high"))
    assert made["a_decile"].tolist() == [1, 2, 8, 9, 10]


@pytest.mark.parametrize("key", ["imd2019_file2", "imd2019_file7", "iod2025_file7"])
def test_the_english_cards_leave_out_barriers_only(key):
    weights = card(key).derived["imd_without_barriers"].weights
    assert weights == {x: weight for x, weight in ALL_SEVEN.items() if x != "barriers"}
    assert card(key).first == "imd_without_barriers"
