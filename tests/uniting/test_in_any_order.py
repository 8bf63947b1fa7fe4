"""Copies that went their own ways and met are the same, in whatever order; `make torture` does it a thousand times."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.uniting.apart import Case, problems_of

_QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large]


@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=_QUIET)
@given(seed=st.integers(0, 2**20))
def test_two_copies_that_met_are_the_same_in_either_order_and_meeting_again_changes_nothing(seed):
    assert problems_of(Case(seed=seed, before=8, apart=9)) == []


@settings(max_examples=2, deadline=None, derandomize=True, suppress_health_check=_QUIET)
@given(seed=st.integers(0, 2**20))
def test_three_copies_that_met_are_the_same_in_any_order(seed):
    assert problems_of(Case(seed=seed, copies=3, before=8, apart=6)) == []


@pytest.mark.parametrize("seed", [1, 2])
def test_clocks_that_are_years_off_change_nothing_of_that(seed):
    assert problems_of(Case(seed=seed, apart=9, minutes_off=5 * 365 * 24 * 60)) == []
