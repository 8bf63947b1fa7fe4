"""The labelled pairs are what they say they are."""

from __future__ import annotations

from collections import Counter

from tests.alike.labels import half_of, labels

MANY, HARD, SAME = 360, 80, 80


def test_there_are_many_pairs_and_many_hard_ones_and_true_ones_in_every_part():
    told = [x for x in labels() if x.verdict != "unsure"]
    assert len(told) >= MANY
    assert sum(x.hard for x in told) >= HARD
    same = Counter(x.half for x in told if x.verdict == "same")
    assert set(same) == {"open", "held", "later"}
    assert min(same.values()) >= SAME


def test_a_seed_and_not_a_person_says_which_half_a_pair_is_in():
    first = [x for x in labels() if x.half != "later"]
    assert [x.half for x in first] == [half_of(x.file_a, x.row_a) for x in first]


def test_what_was_drawn_later_holds_no_pair_of_two_open_rows():
    later = labels(half="later")
    assert all("held" in {half_of(x.file_a, x.row_a), half_of(x.file_b, x.row_b)} for x in later)


def test_no_pair_is_told_twice_and_none_is_of_one_row():
    pairs = [frozenset(((x.file_a, x.row_a), (x.file_b, x.row_b))) for x in labels()]
    assert len(set(pairs)) == len(pairs)
    assert {len(x) for x in pairs} == {2}
    assert {x.verdict for x in labels()} == {"same", "different", "unsure"}
