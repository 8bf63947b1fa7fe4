"""What somebody else has made of an asset meanwhile, in words."""

from __future__ import annotations

from datetime import date

import pytest
import shapely

from assetmap.assets import Asset, OpenSpan
from assetmap.screens.form.differences import differences
from assetmap.screens.form.words import LABELS

BEFORE = Asset(name="Choir", kind="group or club", phone="01632 960001", status="published")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, []),
        ({"phone": "01632 960002"}, ["Telephone: 01632 960002. It was: 01632 960001."]),
        ({"phone": ""}, ["Telephone: nothing. It was: 01632 960001."]),
        ({"email": "a@b.example"}, ["Email: a@b.example."]),
        ({"kind": "support group"}, ["What it is: Support group. It was: Group or club."]),
        ({"step_free": "yes"}, [f"{LABELS['step_free'].rstrip('?')}: Yes. It was: Don’t know."]),
        ({"schedules": (OpenSpan(byday=("TU",), opens_at="10:00"),)}, ["When: Tuesdays, from 10:00."]),
        ({"status": "paused", "paused_until": date(2027, 1, 4)}, ["It is paused until 4 Jan 2027."]),
        ({"status": "closed"}, ["It has closed."]),
        ({"checked_on": date(2026, 11, 3), "how_checked": "phoned"}, ["Checked on 3 Nov 2026: I rang them."]),
        ({"phone": "9" * 500}, [f"Telephone: {'9' * 160}…. It was: 01632 960001."]),
    ],
)
def test_each_difference_is_a_sentence(fields, said):
    assert differences(BEFORE, BEFORE.changed(**fields)) == said


def test_a_place_that_moved_or_went_is_said():
    one, other = shapely.Point(-3, 50), shapely.Point(-3.1, 50)
    assert differences(BEFORE, BEFORE, was=one, now=other) == ["Where it is: moved."]
    assert differences(BEFORE, BEFORE, was=one) == ["Where it is: it has no place any more."]


def test_what_somebody_changed_in_another_language_is_said_with_that_language():
    before = Asset(name="Chapel lunch", kind="food help", said_in={"pl": {"name": "Obiad"}})
    after = before.changed(**{"name:pl": "Obiad w kaplicy", "description:ar": "غداء"})
    assert differences(before, after) == [
        "What it is called (Polish): Obiad w kaplicy. It was: Obiad.",
        "More about it, in a sentence or two (Arabic): غداء.",
    ]
