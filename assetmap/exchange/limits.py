"""What a list says about who may see its rows: taken over only towards the stricter, and never guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assetmap.exchange.cells import text_in
from assetmap.exchange.headings import words
from assetmap.exchange.problems import Problem
from assetmap.vocabulary import key_of, label_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assetmap.assets import Asset
    from assetmap.exchange.sheets import Row

ANSWERS: Mapping[str, tuple[str, ...]] = {
    "precision": ("exact", "street", "neighbourhood", "not_shown"),
    "audience": ("public", "partners", "workshop"),
    "status": ("published", "draft", "paused", "closed"),
}
"""From the loosest, which is what a silent row gets once it is published, to the strictest."""


def limits_in(
    row: Row, columns: Mapping[str, tuple[str, ...]], *, problems: list[Problem]
) -> tuple[dict[str, Any], bool]:
    """
    Read the limits of a stranger's row.

    Parameters
    ----------
    columns
        Field → the file's own headings. Where several say something, the strictest counts.

    Returns
    -------
    values, is_held
        Fields stricter than the default; whether the row must wait as a draft, for it says so or says what nobody
        understands (told in `problems`).
    """
    values: dict[str, Any] = {}
    held = False
    for field, headings in columns.items():
        answers = ANSWERS[field]
        strictest = 0
        for heading in headings:
            cell = row.cells.get(heading)
            # Here “none” and “unknown” are no silence: somebody wanted something.
            said = text_in(cell) or (cell.strip() if isinstance(cell, str) else "")
            if not said:
                continue
            key = words()["statuses"].get(key_of(said), key_of(said)) if field == "status" else key_of(said)
            if key in answers:
                strictest = max(strictest, answers.index(key))
                held |= key == "draft"
            else:
                held = True
                mend = f"it waits as a draft: write one of {', '.join(label_of(x) for x in answers)}."
                problems.append(Problem(row.number, heading, f"not {field} as we know it", mend, kept=True))
        if strictest:
            values[field] = answers[strictest]
    return values, held


def stricter_in(asset: Asset, here: Asset) -> tuple[str, ...]:
    """Name what a list wants stricter (how exactly it is shown, to whom) than it is here."""
    fields = ("precision", "audience")
    return tuple(x for x in fields if ANSWERS[x].index(getattr(asset, x)) > ANSWERS[x].index(getattr(here, x)))
