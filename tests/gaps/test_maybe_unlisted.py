"""
What the base map shows and nobody has listed may be one more place of the kind: then no rank beside it is certain.

One road, 80 metres a minute. A garden at 100 m, on the base map allotments from 2,500 to 2,520 m, 10 m off the road.

    home         West 100   West 700   East 2000   East 3100
    garden       0 m: 1     600 m: 0.68                         West 0.84
    allotments                         650 m: 0.68  754 m: 0.68  East 0.68     (straight ways, 1.3 times as long)

    Without them: West 1,000 / (0.84 × 1,000) × 0.84 = 1 for each 1,000, East 0, fair 0.667. East lacks all of it.
    With them, as much as one garden: East 1,000 / (0.68 × 500) × 0.68 = 2, fair 2,000 / 1,500 = 1.333. East lacks
    nothing, and West a quarter: 1,000 × 0.9 × 0.25 = 225.
"""

import numpy as np
import pytest

from assetmap.gaps import Asked, gaps, how_worked_out, model_of
from assetmap.gaps.doubts import sites_unlisted
from tests.gaps.street import asset, need
from tests.gaps.test_what_is_said import GARDEN, green, row, town

WEIGHS = need(("West", "East"), (2, 8))
LISTED = asset("growing space", 100, no_id_needed="yes")


def both(question=GARDEN, *more, **sites):
    model = model_of(town(green=green(**sites) if sites else None), [LISTED, *more])
    return gaps(model, WEIGHS, question, draws=200)


def test_what_such_a_site_would_give_is_as_worked_by_hand():
    found = both(Allotments=2500)
    sites = sites_unlisted(found.model, GARDEN)
    assert sites.kind == ("growing_space",)
    assert sites.weights.toarray().tolist() == [[0.0, pytest.approx(0.68)]]
    with_them = both(GARDEN, asset("growing space", 2510))
    assert with_them.table["score"].tolist() == pytest.approx([225.0, 0.0], abs=1e-6)


def test_of_a_very_large_place_some_homes_speak_for_their_area(monkeypatch):
    model = model_of(town(green=green(Allotments=900)), [LISTED])
    whole = sites_unlisted(model, GARDEN).weights.toarray()
    assert whole.tolist() == [[pytest.approx((0.22 + 1.0) / 2), 0.0]]  # 800 m and 200 m, 1.3 times as long
    monkeypatch.setattr("assetmap.gaps.doubts._MOST_LOOKED_AT", 1)
    model = model_of(town(green=green(Allotments=900)), [LISTED])
    assert sites_unlisted(model, GARDEN).weights.toarray().tolist() == [[pytest.approx(0.22), 0.0]]


def test_beside_what_may_be_missing_here_no_rank_is_certain():
    sure, unsure = both(), both(Allotments=2500)
    assert row(sure, "East")[["rank", "rank_low", "rank_high"]].tolist() == [1, 1, 1]
    assert row(unsure, "East")[["rank", "rank_low", "rank_high"]].tolist() == [1, 1, 2]
    assert row(sure, "East")["low"] > 140
    assert row(unsure, "East")["low"] == 0.0
    assert unsure.table["score"].tolist() == sure.table["score"].tolist()
    assert row(sure, "West")["high"] == 0.0
    assert row(unsure, "West")["high"] > 225.0  # then everybody's fair share is more
    assert unsure.method["unlisted_sites"] == 1
    assert any("each such site is there or not" in x for x in how_worked_out(unsure))
    assert not any("each such site is there or not" in x for x in how_worked_out(sure))


def test_one_that_is_listed_or_far_from_everybody_draws_nothing():
    assert both(Allotments=100).table.equals(both().table)
    assert both(Allotments=9000).table.drop(columns="flags").equals(both().table.drop(columns="flags"))


def test_what_may_be_missing_answers_a_lens_no_more_than_it_is_there():
    """It is in everybody's fair share, and for whom the lens looks only if it is for them as well."""
    question = Asked(kinds=("growing space",), minutes=15, lens="no_id")
    east = row(both(question, Allotments=2500), "East")
    assert (east["low"], east["rank_high"]) == (0.0, 2)
    assert np.isclose(row(both(Allotments=2500), "East")["score"], east["score"])
