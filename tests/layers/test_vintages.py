"""Two vintages of codes are told apart, and carried across only through the official lookup."""

import pandas as pd
import pytest

from assetmap.errors import LayerError
from assetmap.layers import card
from assetmap.layers.vintages import bridge, carry_deprivation, carry_population, newer_codes, refuse_disguise

# a stays; b is split in three; c and d merge; e and f are redrawn into one another.
LOOKUP = pd.DataFrame(
    [("a", "U", "A"), ("b", "S", "B1"), ("b", "S", "B2"), ("b", "S", "B3"), ("c", "M", "C"), ("d", "M", "C"),
     ("e", "X", "E"), ("e", "X", "F"), ("f", "X", "F")],
    columns=["code_2011", "change", "code_2021"],
)  # fmt: skip
TARGETS = ["A", "B1", "B2", "B3", "C", "E", "F"]
PEOPLE = pd.Series({"a": 100.0, "b": 100.0, "c": 300.0, "d": 100.0, "e": 51.0, "f": 10.0})
INDEX = pd.DataFrame(
    {
        "code": list("abcdef"),
        "imd_score": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
        "imd_rank": [10.0, 20.0, 30.0, 40.0, 50.0, 60.0],
        "imd_decile": [1.0, 2.0, 2.0, 10.0, 5.0, 6.0],
    }
)


def _over(codes=TARGETS):
    return bridge(LOOKUP, source=2011, target=2021, codes=codes)


def test_a_split_area_shares_its_people_evenly_and_nobody_is_lost():
    carried = carry_population(PEOPLE, _over()).set_index("code")
    assert carried.loc[["B1", "B2", "B3"], "population"].tolist() == [34, 33, 33]
    assert carried["population"].sum() == PEOPLE.sum()
    assert carried["shared"].to_dict() == {
        "A": False, "B1": True, "B2": True, "B3": True, "C": False, "E": True, "F": True,
    }  # fmt: skip


def test_merged_areas_add_up():
    assert carry_population(PEOPLE, _over()).set_index("code").loc["C", "population"] == 400


def test_a_part_counts_all_its_siblings_even_those_outside_the_place():
    carried = carry_population(PEOPLE, _over(["B2"]))
    assert carried["population"].tolist() == [33]


def test_an_area_whose_source_is_not_counted_stays_without():
    assert "C" not in set(carry_population(PEOPLE.drop("d"), _over())["code"])


def test_an_unchanged_area_keeps_its_score_and_rank_and_no_other_is_given_one():
    carried = carry_deprivation(INDEX, _over()).set_index("code")
    assert carried.loc["A", ["imd_score", "imd_rank", "imd_decile"]].tolist() == [1, 10, 1]
    assert carried["imd_rank"].drop("A").isna().all()
    assert carried["imd_score"].drop("A").isna().all()


def test_the_parts_of_a_split_have_their_parents_decile():
    carried = carry_deprivation(INDEX, _over()).set_index("code")
    assert carried.loc[["B1", "B2", "B3"], "imd_decile"].tolist() == [2, 2, 2]
    assert carried.loc["B1", "change"] == "S"


def test_a_merger_has_the_mean_decile_weighted_by_people():
    weighted = carry_deprivation(INDEX, _over(), population=PEOPLE).set_index("code")
    plain = carry_deprivation(INDEX, _over()).set_index("code")
    assert weighted.loc["C", "imd_decile"] == 4  # (2 × 300 + 10 × 100) / 400
    assert plain.loc["C", "imd_decile"] == 6  # (2 + 10) / 2
    assert weighted.loc["C", "change"] == "M"


@pytest.mark.parametrize(("one", "other", "mean"), [(2, 3, 3), (3, 4, 4), (1, 2, 2), (9, 10, 10), (2, 2, 2)])
def test_the_mean_decile_of_a_merger_is_rounded_half_up(one, other, mean):
    frame = pd.DataFrame({"code": ["c", "d"], "imd_decile": [float(one), float(other)]})
    assert carry_deprivation(frame, _over()).set_index("code").loc["C", "imd_decile"] == mean


def test_what_changed_is_listed_and_counted():
    over = _over()
    assert over.counted() == {"unchanged": 1, "split": 3, "merged": 1, "redrawn": 2}
    listed = over.listed()
    assert {"change": "split", "2011": ["b"], "2021": ["B1", "B2", "B3"]} in listed
    assert {"change": "merged", "2011": ["c", "d"], "2021": ["C"]} in listed


def test_the_lookup_goes_the_other_way_too():
    back = bridge(LOOKUP, source=2021, target=2011, codes=["a", "b"])
    people = pd.Series({"A": 5.0, "B1": 1.0, "B2": 2.0, "B3": 3.0})
    assert carry_population(people, back).set_index("code")["population"].to_dict() == {"a": 5, "b": 6}


def test_codes_of_2021_under_a_heading_of_2011_are_refused_with_both_named():
    with pytest.raises(LayerError, match=r"2011.*1 of its 2 codes are of 2021 \(for example E01035210\)"):
        refuse_disguise(["E01000001", "E01035210"], card("imd2019_file1"), file="a.csv")
    refuse_disguise(["E01000001", "nonsense"], card("imd2019_file1"), file="a.csv")
    refuse_disguise(["E01000001", "E01035210"], card("iod2025_file7"), file="a.csv")


def test_codes_newer_than_2011_are_known():
    assert newer_codes(["E01000001", "E01035210"], "LSOA") == {"E01035210"}
    assert newer_codes(["x"], "no such family") == set()
