"""`find` with what somebody cannot do without."""

from __future__ import annotations

from datetime import datetime

import pytest

from assetmap.cli.filtering import filters_of, when_of
from assetmap.errors import VocabularyError

NOW = datetime(2026, 11, 3, 11, 30).astimezone()  # a Tuesday


@pytest.mark.parametrize(
    ("text", "at", "day"),
    [
        ("now", "2026-11-03 11:30", None),
        ("TUE 14:00", "2026-11-03 14:00", None),
        ("tuesday 11:30", "2026-11-03 11:30", None),
        ("Tue 9.05", "2026-11-10 09:05", None),  # this morning is past
        ("mon 00:00", "2026-11-09 00:00", None),
        (" Sundays  23:59 ", "2026-11-08 23:59", None),
        ("TU", None, "TU"),
        ("saturdays", None, "SA"),
        ("Th.", None, "TH"),
    ],
)
def test_a_day_and_an_hour_are_today_or_in_the_week_to_come(text, at, day):
    when, found = when_of(text, now=NOW)
    assert (None if when is None else f"{when:%Y-%m-%d %H:%M}", found) == (at, day)


@pytest.mark.parametrize(
    "text", ["", "T", "S 10:00", "14:00", "TUE 25:00", "TUE 14", "Tuesdaysx", "TUE 14:00 zz", "zzsecret"]
)
def test_what_is_no_day_is_one_sentence_that_says_what_is(text):
    with pytest.raises(VocabularyError, match=r"^--open takes now, a day \(TUE\)") as error:
        when_of(text, now=NOW)
    assert "zz" not in str(error.value)


def test_ways_may_be_said_as_people_do():
    ways = filters_of(offered=["phone", "In person", "online"]).offered
    assert ways == {"by_phone", "in_person", "online"}
    assert not filters_of()


ASK = ("--near", "ZZ1 6AD")


def test_find_asks_all_of_it_and_says_what_almost_fits(shell, made_once):
    said = shell(
        "find", "--home", made_once, *ASK, "--need", "food", "--open", "TUE 13:00", "--free", "--step-free", "--toilet",
        "--no-id", "--takes-new", "--age", "40", "--language", "Polish", "--offered", "in person", "--json",
    )  # fmt: skip
    assert said.status == 0, said.err
    rows = said.json["assets"] + said.json["elsewhere"] + said.json["almost"]
    assert rows
    assert all(row["checked"] for row in rows)
    assert all(row["lacks"] for row in said.json["almost"])
    assert not any(row["lacks"] for row in said.json["assets"])


def test_every_row_for_people_says_when_it_was_checked(shell, made_once):
    said = shell("find", "--home", made_once, *ASK, "--need", "grief and loss", "--need", "food", "--open", "now")
    rows = [line for line in said.out.splitlines() if line.endswith("]")]
    dates = ("Checked", "checked", "A resident told us", "Taken from a list", "It may not be on again")
    told = [line for line in said.out.splitlines() if line.startswith("   ") and any(x in line for x in dates)]
    assert rows
    assert len(told) == len(rows)


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        (("--minutes", "0"), "the value of --minutes cannot be used: it is a whole number from 1 to 600."),
        (("--minutes", "zz"), "the value of --minutes cannot be used: it is a whole number from 1 to 600."),
        (("--age", "131"), "the value of --age cannot be used: it is a whole number from 0 to 130."),
        (("--profile", "zz"), "the value of --profile cannot be used: it is one of walking, step-free, slow."),
        (("--open", "zz"), "--open takes now, a day (TUE), or a day and an hour (“TUE 14:00”)."),
        (("--offered", "zz"), "[offered] that is not one of the answers: choose one of in person, by phone, online."),
    ],
)
def test_a_value_that_cannot_be_used_is_one_sentence_that_says_what_can(shell, made_once, option, sentence):
    said = shell("find", "--home", made_once, *ASK, *option)
    assert said.status in (1, 2)
    assert said.out == ""
    assert sentence in said.err
    assert "zz" not in said.err


def test_print_asks_the_same(shell, town, tmp_path):
    done = shell(
        "print", "referral", "--home", town, *ASK, "--need", "food", "--free", "--open", "TUE", "--speaks", "Polish",
        "--limit", "2", "--out", tmp_path / "page.html",
    )  # fmt: skip
    assert done.status == 0, done.err


def test_what_was_handed_out_too_often_says_so_to_the_worker(shell, town):
    from assetmap.freshness import today
    from assetmap.place import open_place

    place = open_place(town)
    there = (x.asset for x in place.store.read(statuses={"published"}))
    small = next(x for x in there if x.capacity and x.takes_new != "full")
    for _ in range(small.capacity):
        place.store.calls.handed_out([small.id], today())
    place.close()
    kind = small.kind.replace("_", " ")
    said = shell("find", "--home", town, *ASK, "--kind", kind, "--limit", "300", "--json").json["assets"]
    [at] = [i for i, row in enumerate(said) if row["id"] == small.id]
    assert said[at]["busy"].startswith(f"It was handed out {small.capacity} times this month")
    assert at > 0
    assert all("paused" in row["why"] for row in said[at + 1 :])  # what is paused stands at the end, too


@pytest.mark.parametrize(
    ("language", "first"),
    [
        ("Klingon", "Nobody on this map is said to speak Klingon."),
        ("Blorg", "No language of that name is known, and nobody on this map is said to speak it."),
    ],
)
def test_a_language_that_nobody_speaks_is_said_to_be_one(shell, made_once, language, first):
    said = shell("find", "--home", made_once, *ASK, "--language", language)
    assert said.status == 0, said.err
    assert said.out.splitlines()[0] == first
    assert "Nothing fits" not in said.out
