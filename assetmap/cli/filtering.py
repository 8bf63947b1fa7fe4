"""Options of `find` and `print referral` for what somebody cannot do without."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from assetmap.errors import VocabularyError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assetmap.referral import Filters

Open = Annotated[
    str | None,
    typer.Option("--open", help="Open then: now, a day (TUE), or a day and an hour (“TUE 14:00”).", metavar="WHEN"),
]
Free = Annotated[bool, typer.Option("--free", help="Costs nothing.")]
StepFree = Annotated[bool, typer.Option("--step-free", help="Has a step-free entrance.")]
Toilet = Annotated[bool, typer.Option("--toilet", help="Has an accessible toilet.")]
NoId = Annotated[bool, typer.Option("--no-id", help="Asks for no ID or registration.")]
TakesNew = Annotated[bool, typer.Option("--takes-new", help="Takes new people, without a waiting list.")]
Age = Annotated[int | None, typer.Option("--age", help="For somebody of so many years.", min=0, max=130, metavar="N")]
Speaks = Annotated[
    str, typer.Option("--speaks", "--language", help="This language is spoken there.", metavar="LANGUAGE")
]
SpeaksThere = Annotated[str, typer.Option("--speaks", help="This language is spoken there.", metavar="LANGUAGE")]
"""The same beside a `--language` that is the page's own."""
Offered = Annotated[
    list[str] | None,
    typer.Option(
        "--offered", help="In one of these ways: “in person”, phone or online; may be repeated.", metavar="WAY"
    ),
]

_DAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
_WHEN = re.compile(r"(?P<day>[A-Z]{2,10})\.?(?:\s+(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d))?")
_WAYS = {"phone": "by_phone", "telephone": "by_phone", "person": "in_person", "face to face": "in_person"}


def filters_of(
    *,
    open_: str | None = None,
    free: bool = False,
    step_free: bool = False,
    toilet: bool = False,
    no_id: bool = False,
    takes_new: bool = False,
    age: int | None = None,
    speaks: str = "",
    offered: Sequence[str] | None = None,
) -> Filters:
    """
    Make the filters of what was asked for.

    Raises
    ------
    VocabularyError
        A value is not one that the option takes; it is not repeated.
    """
    from assetmap.referral import Filters

    when, day = (None, None) if open_ is None else when_of(open_, now=datetime.now().astimezone())
    ways = frozenset(_WAYS.get(way.strip().lower(), way) for way in offered or ())
    return Filters(
        open_at=when, day=day, free=free, step_free=step_free, toilet=toilet, no_id=no_id, takes_new=takes_new, age=age,
        language=speaks.strip(), offered=ways,
    )  # fmt: skip


def when_of(text: str, *, now: datetime) -> tuple[datetime | None, str | None]:
    """
    Read “now”, “TUE” or “Tuesday 14:00”: a moment, today or in the week to come, or else a day of the week.

    Raises
    ------
    VocabularyError
        It is none of these.
    """
    typed = " ".join(text.upper().split())
    if typed == "NOW":
        return now, None
    found = _WHEN.fullmatch(typed)
    number = None if found is None else next((i for i, x in enumerate(_DAYS) if f"{x}S".startswith(found["day"])), None)
    if found is None or number is None:
        raise VocabularyError("--open takes now, a day (TUE), or a day and an hour (“TUE 14:00”).")
    if found["hour"] is None:
        return None, _DAYS[number][:2]
    at = now.replace(hour=int(found["hour"]), minute=int(found["minute"]), second=0, microsecond=0)
    at += timedelta(days=(number - now.weekday()) % 7)
    return (at if at >= now.replace(second=0, microsecond=0) else at + timedelta(weeks=1)), None
