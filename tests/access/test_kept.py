"""Results mended in place are what working them out anew gives, to the bit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assetmap.access import nearest, pairs_within
from assetmap.access.kept import NO_GROUP, KeptNearest, KeptPairs
from tests.access.flat import cases, spots
from tests.access.test_searching import ENGINES, LIMITS

often = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
WAYS = st.lists(st.sampled_from(["add", "move", "close", "regroup"]), max_size=6)


def one_place(data, walked):
    return data.draw(spots(walked, most=1).filter(lambda x: x.owners == 1))


@pytest.mark.parametrize("engine", ENGINES)
@given(case=cases(), limit=LIMITS, data=st.data(), changes=WAYS)
@often
def test_the_nearest_of_each_group_after_any_changes(engine, case, limit, data, changes):
    walked = case.walked
    groups = data.draw(st.lists(st.integers(-1, 1), min_size=case.spots.owners, max_size=case.spots.owners))
    kept = KeptNearest(walked, case.spots, groups, count=2, limit_mm=limit, engine=engine)
    for change in changes:
        if change == "add":
            groups.append(data.draw(st.integers(-1, 1)))
            assert kept.add(one_place(data, walked), groups[-1]) == len(groups) - 1
        elif groups:
            owner = data.draw(st.integers(0, len(groups) - 1))
            if change == "close":
                kept.close(owner)
                groups[owner] = NO_GROUP
            elif change == "move":
                kept.move(owner, one_place(data, walked))
            else:
                groups[owner] = data.draw(st.integers(-1, 1))
                kept.move(owner, one_place(data, walked), group=groups[owner])
        anew = nearest(walked, kept.spots, groups, count=2, limit_mm=limit, engine="scipy")
        assert kept.nearest.mm.tolist() == anew.mm.tolist()
        assert kept.nearest.owner.tolist() == anew.owner.tolist()
        assert kept.nearest.groups.tolist() == groups


@pytest.mark.parametrize("engine", ENGINES)
@given(case=cases(), limit=st.integers(0, 9000), data=st.data(), changes=WAYS)
@often
def test_pairs_within_reach_after_any_changes(engine, case, limit, data, changes):
    walked, owners = case.walked, case.spots.owners
    kept = KeptPairs(walked, case.spots, limit_mm=limit, engine=engine)
    for change in changes:
        if change == "add":
            assert kept.add(one_place(data, walked)) == owners
            owners += 1
        elif owners:
            owner = data.draw(st.integers(0, owners - 1))
            kept.close(owner) if change == "close" else kept.move(owner, one_place(data, walked))
        anew = pairs_within(walked, kept.spots, limit_mm=limit, engine="scipy")
        for name in ("head", "node", "mm", "counts"):
            assert getattr(kept.pairs, name).tolist() == getattr(anew, name).tolist()
        assert kept.counts.tolist() == anew.counts.tolist()
        assert kept.pairs.head.dtype == anew.head.dtype == np.int64
