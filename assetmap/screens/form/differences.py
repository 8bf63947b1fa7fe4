"""What somebody else has made of an asset while one had it open, said in words; nothing here is markup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetmap.assets import schedule_text
from assetmap.freshness import day_text
from assetmap.screens.form.telling import AUDIENCE_WORDS, PRECISION_WORDS
from assetmap.screens.form.values import ANSWERS
from assetmap.screens.form.words import HOW_KNOWN, LABELS, answer_words
from assetmap.vocabulary import vocabulary
from assetmap.wording import capital

if TYPE_CHECKING:
    from collections.abc import Callable

    from shapely.geometry.base import BaseGeometry

    from assetmap.assets import Asset

_MOST = 160
_NAMES = LABELS | {
    "name": "What it is called",
    "kind": "What it is",
    "needs": "What it helps with",
    "own_words": "In their own words",
    "hours_text": "When, in words",
    "audience": "Who may see it",
    "precision": "How exactly its place is shown",
}
_STATUS = {
    "draft": "It waits to be looked at.",
    "published": "It is open, and shown.",
    "closed": "It has closed.",
    "withdrawn": "It has been taken away.",
}
_SAID: dict[str, Callable[[Asset], str]] = {
    "kind": lambda x: capital(vocabulary().kinds[x.kind].label),
    "needs": lambda x: ", ".join(vocabulary().label(need) for need in x.needs),
    "audience": lambda x: AUDIENCE_WORDS[x.audience],
    "precision": lambda x: PRECISION_WORDS[x.precision],
    "offered": lambda x: ", ".join(answer_words(way) for way in x.offered),
    "languages": lambda x: ", ".join(x.languages),
    "funding_ends": lambda x: day_text(x.funding_ends) if x.funding_ends else "",
    "how_checked": lambda x: HOW_KNOWN.get(x.how_checked, ""),
}


def differences(
    before: Asset, after: Asset, *, was: BaseGeometry | None = None, now: BaseGeometry | None = None
) -> list[str]:
    """
    Say in sentences what makes `after` another than `before`.

    Parameters
    ----------
    was, now
        The true place of each.
    """
    lines = []
    if (before.status, before.paused_until) != (after.status, after.paused_until):
        lines.append(_standing(after))
    for name, label in _NAMES.items():
        old, new = _said(before, name), _said(after, name)
        if name != "how_checked" and old != new:
            lines.append(_changed(label, old, new))
    if before.schedules != after.schedules:
        lines.append(_changed("When", schedule_text(before.schedules), schedule_text(after.schedules)))
    if was != now:
        lines.append("Where it is: moved." if now is not None else "Where it is: it has no place any more.")
    checks = [(x.checked_on, x.how_checked) for x in (before, after)]
    if checks[0] != checks[1] and after.checked_on is not None:
        lines.append(f"Checked on {day_text(after.checked_on)}: {_said(after, 'how_checked') or 'nobody said how'}.")
    return lines


def _standing(asset: Asset) -> str:
    if asset.status != "paused":
        return _STATUS[asset.status]
    return f"It is paused until {day_text(asset.paused_until)}." if asset.paused_until else "It is paused for now."


def _said(asset: Asset, name: str) -> str:
    if name in _SAID:
        return _SAID[name](asset)
    value = getattr(asset, name)
    if name in ANSWERS:
        return answer_words(value)
    return "" if value is None else str(value)


def _changed(label: str, old: str, new: str) -> str:
    label = label.rstrip("?")
    return f"{label}: {_short(new)}. It was: {_short(old)}." if old else f"{label}: {_short(new)}."


def _short(text: str) -> str:
    if not text:
        return "nothing"
    return f"{text[:_MOST]}…" if len(text) > _MOST else text.rstrip(".")
