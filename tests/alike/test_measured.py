"""The figure, held."""

from __future__ import annotations

import pytest

from tests.alike.measuring import Counts, counted, karte_von_morgen, ours, told, wilson

LEAST_PRECISION, LEAST_RECALL = 0.94, 0.92
BETTER_BY = 0.25


@pytest.mark.realdata
def test_duplicates_of_real_lists_are_found_on_pairs_that_nothing_was_chosen_on(realdata):
    """
    Hold what was measured on the pairs drawn later: precision 0.946, recall 0.926; wanted were 0.95 of each.

    It is not reached, by one pair and by three of 94; see `tests.alike` for what was measured when. Whoever changes
    the matcher chooses on the other two parts (`python -m tests.alike --half open --names`), and not on this one.
    """
    folder, pairs = realdata / "services_bath", told("later")
    found, theirs = (counted(rule(folder, pairs)) for rule in (ours, karte_von_morgen))
    assert found.precision >= LEAST_PRECISION, found
    assert found.recall >= LEAST_RECALL, found
    assert found.precision - theirs.precision > BETTER_BY
    assert found.recall - theirs.recall > BETTER_BY


def test_counts_come_with_wilsons_interval():
    low, high = wilson(8, 10)
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)  # Wilson 1927; as R's binom.confint gives it
    assert wilson(0, 0) == (0, 1)
    assert str(Counts(right=8, wrong=2, missed=0)).startswith("precision 0.800 (0.490 to 0.943, 8 of 10), recall 1.000")
