"""The columns of a list: what they are taken for, what stands in them, and what was said of them last time."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assetmap.exchange.headings import folded
from assetmap.exchange.meanings import MEANINGS, meaning_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from assetmap.exchange.headings import Columns
    from assetmap.exchange.sheets import Sheet
    from assetmap.store.base import Store
    from assetmap.store.lists import KnownList

_SAMPLES = 3
_LOOKED_AT = 2000
_LONGEST_SAMPLE = 80
_ACCEPTED = "accepted"
"""Beside the marks of headings, which are digests: the keys of proposals that are carried out, with spaces between."""
_OVERLAP = 0.1
"""Of the names of a list, so many are in an earlier one of its shape before it is asked whether it is that one."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """
    One column as it is shown for correction.

    Attributes
    ----------
    meaning
        A key of `exchange.inward.MEANINGS`; "" where it is not used.
    samples
        The first three different things that stand in it, cut.
    remembered
        Whether a person said so of an earlier list of this shape.
    """

    heading: str
    meaning: str
    samples: tuple[str, ...]
    remembered: bool = False


@dataclass(frozen=True, kw_only=True)
class Memory:
    """What is known of lists with these headings: `shape`, the mark of each heading, and the lists, newest first."""

    shape: str
    marks: Mapping[str, str]
    lists: tuple[KnownList, ...]

    @classmethod
    def of(cls, store: Store, headings: Sequence[str]) -> Memory:
        """Look headings up. Only digests of them are ever kept, by a key that is in no output but backups."""
        secret = store.secret()
        marks = {x: _mark(secret, folded(x) or x.strip()) for x in headings}
        shape = _mark(secret, "\0".join(sorted(marks.values())))
        return cls(shape=shape, marks=marks, lists=tuple(store.lists.of(shape)))

    def known(self, source: str) -> KnownList | None:
        """Return what is known of this list, or else of the newest of its shape."""
        return next((x for x in self.lists if x.source == source), next(iter(self.lists), None))

    def meanings(self, source: str) -> dict[str, str]:
        """Return what people said of these columns: heading → meaning."""
        known = self.known(source)
        there = {} if known is None else known.meanings
        meant = {heading: there[mark] for heading, mark in self.marks.items() if mark in there}
        return {x: y for x, y in meant.items() if y in MEANINGS or ":" in y}  # an older program may have had others

    def accepted(self, source: str) -> frozenset[str]:
        """Return the keys of what people had mended in this very list: not done again, its rows would be others."""
        known = next((x for x in self.lists if x.source == source), None)
        return frozenset() if known is None else frozenset(known.meanings.get(_ACCEPTED, "").split())

    def kept(self, meanings: Mapping[str, str], *, accepted: Collection[str] = ()) -> dict[str, str]:
        """Return meanings as they are kept: mark → meaning; and what was accepted, where anything was."""
        kept = {self.marks[x]: meaning for x, meaning in meanings.items() if x in self.marks}
        return kept | ({_ACCEPTED: " ".join(sorted(accepted))} if accepted else {})


def _mark(secret: bytes, text: str) -> str:
    return hmac.digest(secret, f"list:{text}".encode("utf-8", "surrogatepass"), hashlib.sha256).hex()[:24]


def columns_of(sheet: Sheet, columns: Columns, *, remembered: Mapping[str, str]) -> tuple[Column, ...]:
    """Show what each column was taken for, with what stands in it."""
    return tuple(
        Column(
            heading=x, meaning=meaning_of(columns, x), samples=_samples(sheet, x),
            remembered=x in remembered and remembered[x] == meaning_of(columns, x),
        )
        for x in sheet.headings
        if x
    )  # fmt: skip


def _samples(sheet: Sheet, heading: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for row in sheet.rows[:_LOOKED_AT]:
        text = _sample(row.cells.get(heading))
        if text:
            found[text] = None
            if len(found) == _SAMPLES:
                break
    return tuple(found)


def _sample(cell: Any) -> str:
    if cell is None:
        return ""
    line = " ".join("".join(x if x.isprintable() else " " for x in str(cell)[: 2 * _LONGEST_SAMPLE]).split())
    return f"{line[:_LONGEST_SAMPLE]}…" if len(line) > _LONGEST_SAMPLE else line


def perhaps(memory: Memory, source: str, *, names: Iterable[str], here: Mapping[str, set[str]]) -> str | None:
    """
    Name an earlier list that this one may be the newer form of: the same headings, another name.

    It is asked only where the two are called alike but for a number or year, or share names; many lists of one
    publisher have the same headings.

    Parameters
    ----------
    here
        Source → the names of what came from it.
    """
    if any(x.source == source for x in memory.lists):
        return None
    ours = {folded(x) for x in names}
    for known in memory.lists:
        if _without_numbers(known.source) == _without_numbers(source):
            return known.source
        shared = ours & here.get(known.source, set())
        if ours and len(shared) >= max(1, _OVERLAP * len(ours)):
            return known.source
    return None


def _without_numbers(source: str) -> str:
    return re.sub(r"[\d_]+", "", source)
