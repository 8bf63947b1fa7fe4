"""OpenStreetMap's opening hours become times only where every word of them is understood."""

import random
from datetime import UTC, datetime
from functools import partial

import pytest

from assetmap.assets import Asset, OpenSpan
from assetmap.exchange.reading.osm_hours import spans_in
from assetmap.hours import is_open

at = partial(datetime, tzinfo=UTC)


def spans(text):
    return [
        (" ".join(x["byday"]), x["opens_at"], x.get("closes_at", ""), x.get("note", "")) for x in spans_in(text)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Mo-Fr 09:00-17:00", [("MO TU WE TH FR", "09:00", "17:00", "")]),
        ("Mo-Sa 08:45-17:30; Su off", [("MO TU WE TH FR SA", "08:45", "17:30", "")]),
        ("Mo,We 9:00-12:00, 13:00-17:00", [("MO WE", "09:00", "12:00", ""), ("MO WE", "13:00", "17:00", "")]),
        ("Fr-Mo 10:00-18:00", [("FR SA SU MO", "10:00", "18:00", "")]),
        ("10:00-12:00", [("MO TU WE TH FR SA SU", "10:00", "12:00", "")]),
        ("24/7", [("MO TU WE TH FR SA SU", "00:00", "24:00", "")]),
        ("Fr 19:30-00:28", [("FR", "19:30", "00:28", "")]),
        ("Mo 18:00-26:00", [("MO", "18:00", "02:00", "")]),
        ("Mo-Fr 10:00-16:00; We 10:00-20:00", [("MO TU TH FR", "10:00", "16:00", ""), ("WE", "10:00", "20:00", "")]),
        ("Mo-Sa 10:00-18:00; PH off", [("MO TU WE TH FR SA", "10:00", "18:00", "not on public holidays")]),
        ('We 10:00-12:00 "by appointment"', [("WE", "10:00", "12:00", "by appointment")]),
        ("Th[1] 10:00-12:00", [("1TH", "10:00", "12:00", "")]),
        ("Th[2,-1] 10:00-12:00", [("2TH -1TH", "10:00", "12:00", "")]),
        ("Su 10:30+", [("SU", "10:30", "", "")]),
        ("Su 10:30-11:30+", [("SU", "10:30", "", "at least until 11:30")]),
        ("Mo 10:00-11:00, Tu 12:00-13:00", [("MO", "10:00", "11:00", ""), ("TU", "12:00", "13:00", "")]),
    ],
)
def test_what_is_understood(text, said):
    assert spans(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "", "Apr-Sep: Mo-Su 10:00-17:00", "sunrise-sunset", "Tu 1700-2400", 'Mo-Fr 09:00-17:00 || "ring"',
        "SH off; Mo 10:00-11:00", "PH 10:00-12:00", "Tu 10:00-12:00; Tu[2] off", "Mo-Fr 09:00-25:99", "week 1-53/2",
        "Mo-Fr", "by appointment", "off", "Mo-Fr 24:30-25:00 x", "Mo 10:00-11:00 " * 60, "Mo 24:00-25:00",
    ],
)  # fmt: skip
def test_what_is_not_understood_stays_text(text):
    assert spans_in(text) == []


def test_what_is_understood_can_be_asked():
    hall = Asset(
        name="Hall", kind="indoor_place",
        schedules=tuple(OpenSpan.from_record(x) for x in spans_in("Mo-Fr 09:00-12:00, 13:00-17:00; Fr 19:30-00:30")),
    )  # fmt: skip
    assert is_open(hall, at(2026, 11, 19, 10, 0))
    assert not is_open(hall, at(2026, 11, 19, 12, 30))
    assert not is_open(hall, at(2026, 11, 20, 10, 0))
    assert is_open(hall, at(2026, 11, 21, 0, 15))


def test_whatever_stands_there_ends_in_spans_or_in_none():
    chance = random.Random(7)  # noqa: S311  the same every time
    parts = [
        "Mo",
        "-",
        "Fr",
        " ",
        ";",
        ",",
        "09:00",
        "17:00",
        "24:00",
        "off",
        "PH",
        "[1]",
        '"x"',
        "+",
        ":",
        "/",
        "é",
        "99",
    ]
    for _ in range(3000):
        text = "".join(chance.choice(parts) for _ in range(chance.randint(1, 14)))
        for span in spans_in(text):
            OpenSpan.from_record(span)
