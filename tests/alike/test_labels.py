"""The labelled pairs are what they say they are."""

from __future__ import annotations

from collections import Counter

from tests.alike.labels import half_of, labels

MANY, HARD, SAME = 360, 80, 80


def test_there_are_many_pairs_and_many_hard_ones_and_true_ones_in_both_halves():
    told = [x for x in labels() if x.verdict != "unsure"]
    assert len(told) >= MANY
    assert sum(x.hard for x in told) >= HARD
    same = Counter(x.half for x in told if x.verdict == "same")
    assert min(same["open"], same["held"]) >= SAME


def test_a_seed_and_not_a_person_says_which_half_a_pair_is_in():
    assert [x.half for x in labels()] == [half_of(x) for x in labels()]


def test_no_pair_is_told_twice_and_none_is_of_one_row():
    pairs = [frozenset(((x.file_a, x.row_a), (x.file_b, x.row_b))) for x in labels()]
    assert len(set(pairs)) == len(pairs)
    assert {len(x) for x in pairs} == {2}
    assert {x.verdict for x in labels()} == {"same", "different", "unsure"}
