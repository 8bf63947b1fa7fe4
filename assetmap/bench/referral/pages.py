"""The page in large print and from right to left, beside the plain one: the same content, by turns."""

from __future__ import annotations

import statistics
import unicodedata
from typing import TYPE_CHECKING

from assetmap.bench import page
from assetmap.bench.rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assetmap.printing.referral_sheet import Page

MOST = 2.0
"""So many times the plain page's time, at most."""
_KINDS = {"large print": {"format": "large"}, "Arabic": {"language": "ar"}}
_TURNS = 7


def rows(*, streets: int | None = None, turns: int = _TURNS) -> Iterator[Row]:
    """
    Measure both in a town of so many streets.

    Each row's `ours` is the plain page and `theirs` the other, so that the ratio is how many times as long it takes.
    """
    place = page.gridtown(streets or page.STREETS)
    for number, (name, how) in enumerate(_KINDS.items(), start=1):
        plain: list[float] = []
        other: list[float] = []
        equal = True
        for turn in range(100_000 * number, 100_000 * number + turns + 1):  # the first reads what is read once
            mine, plain_page = page.timed(place, turn)
            took, other_page = page.timed(place, turn, **how)
            plain.append(mine)
            other.append(took)
            equal = equal and _content(plain_page) == _content(other_page)
        ours, theirs = statistics.median(plain[1:]), statistics.median(other[1:])
        yield Row(
            work="our own printed page, in plain print and English", peer=f"ours in {name}", ours=ours, theirs=theirs,
            unit="ms", ratio=theirs / ours, goal=f"≤ {MOST:g} ×", equal=equal,
            note=f"medians of {turns} by turns; the same assets, words and facts on both",
        )  # fmt: skip


def _content(made: Page) -> list[tuple[str, str, tuple[str, ...]]]:
    """Give what is on a page and is not our own words: names, what people said, and which facts there are."""
    items = [item for section in made.sheet.sections for item in section.items]
    return [(_plain(x.name), _plain(str(x.own_words)), tuple(fact.key for fact in x.facts)) for x in items]


def _plain(text: str) -> str:
    """Leave out the signs that only say in which direction, and in which language, something is written."""
    return "".join(x for x in text if unicodedata.category(x) != "Cf")
