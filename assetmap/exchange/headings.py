"""Which column of a stranger's file says what; the words stand in `data/vocabulary/headings.toml`."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from assetmap.assets import CARD, TEXTS
from assetmap.assets.in_languages import tag_of
from assetmap.errors import AssetError
from assetmap.shipped import shipped
from assetmap.wording.naming import code_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

OWN = frozenset({"id", "short", "name", "kind"})
"""The keys by which an export of ours is recognised."""


@dataclass(frozen=True, kw_only=True)
class Columns:
    """
    The columns of one file.

    `fields`, `place`: what is meant → the file's own headings, best first. `parts`: headings to be joined.
    `identity`: headings of numbers that the publisher keeps. `limits`: who may see a row, in a stranger's file.
    `daily`: weekday and times, in a file that has one row a day for each place. `headings`: all there are.
    """

    fields: Mapping[str, tuple[str, ...]]
    place: Mapping[str, tuple[str, ...]]
    parts: Mapping[str, tuple[tuple[str, ...], ...]]
    identity: tuple[str, ...]
    perhaps: tuple[str, ...]
    limits: Mapping[str, tuple[str, ...]]
    daily: Mapping[str, tuple[str, ...]]
    headings: tuple[str, ...] = ()
    is_own: bool = False

    @property
    def name(self) -> str | None:
        """The best heading for names, or None."""
        return next(iter(self.fields.get("name", ())), None)

    @property
    def meanings(self) -> dict[str, str]:
        """What each heading that is used is taken for first: heading → key of `meanings.MEANINGS`."""
        from assetmap.exchange.meanings import meaning_of

        return {heading: meaning for heading in self.headings if (meaning := meaning_of(self, heading))}

    @property
    def says_where(self) -> bool:
        """True where any column could hold a place."""
        return any(self.place.values()) or bool(self.fields.get("postcode") or self.fields.get("address"))


@cache
def words() -> dict[str, Any]:  # TOML's own shape
    """Read the shipped table of headings (once a process)."""
    return tomllib.loads(shipped("data", "vocabulary", "headings.toml").read_text(encoding="utf-8"))


def folded(heading: str) -> str:
    """Fold a heading: `"Recipient  Name"` → `"recipient_name"`."""
    plain = "".join(x for x in unicodedata.normalize("NFKD", heading) if not unicodedata.combining(x))
    return re.sub(r"[^a-z0-9]+", "_", plain.lower()).lstrip("_")


def recognise(headings: Iterable[str], *, in_languages: bool = True) -> Columns:
    """
    Find out what the columns of a file mean; a heading nobody knows is simply not used.

    Without `in_languages` texts in further ones are passed over: what languages are called lies outside the walls
    that a stranger's file is read behind.
    """
    names = [x for x in headings if x]
    table = words()
    by_fold: dict[str, list[str]] = {}
    for heading in names:
        key = folded(heading)
        by_fold.setdefault(key, []).append(heading)
        if key.endswith("_"):  # "telephone_" is itself; "Website " or "Cost (£)" is website, cost
            by_fold.setdefault(key.rstrip("_"), []).append(heading)
    is_own = set(names) >= OWN

    def of(synonyms: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(x for key in synonyms for x in by_fold.get(key, ())))

    fields = {field: of(synonyms) for field, synonyms in table["fields"].items()}
    if is_own:
        fields = {field: (field,) if field in names else () for field in CARD}
    else:
        fields["name"] = fields["name"] or _ends_like_a_name(by_fold)
        for field in ("organisation", "address"):
            fields[field] = tuple(x for x in fields[field] if x != next(iter(fields["name"]), None))
    if in_languages:
        fields |= {field: (heading,) for heading in names if (field := _in_a_language(heading, is_own=is_own))}
    daily = {what: of(synonyms) for what, synonyms in table["daily"].items()}
    is_daily = not is_own and bool(daily["weekday"] and (daily["opens"] or daily["closes"]))
    return Columns(
        fields={field: found for field, found in fields.items() if found},
        place={what: of(synonyms) for what, synonyms in table["place"].items()},
        parts={
            field: tuple(found for group in groups if len(found := of(group)) > 1)
            for field, groups in table["parts"].items()
        },
        identity=of(table["identity"]["columns"]),
        perhaps=of(table["names"]["perhaps"]),
        limits={} if is_own else {field: found for field, keys in table["limits"].items() if (found := of(keys))},
        daily=daily if is_daily else dict.fromkeys(daily, ()),
        headings=tuple(names),
        is_own=is_own,
    )


def _in_a_language(heading: str, *, is_own: bool) -> str:
    """
    Say which text in which language a heading promises, `Name:PL` and `name:Polish` → `name:pl`, or "".

    OpenStreetMap's `name:left` and `name:etymology` promise none.
    """
    first, colon, last = heading.partition(":")
    if not colon:
        return ""
    synonyms = {x: (x,) for x in TEXTS} if is_own else words()["fields"]
    field = next((x for x in TEXTS if (first if is_own else folded(first.strip())) in synonyms.get(x, ())), "")
    if not field:
        return ""
    try:
        return f"{field}:{tag_of(last)}"
    except AssetError:
        pass
    code = code_of(last)
    return f"{field}:{code}" if code else ""


def _ends_like_a_name(by_fold: Mapping[str, list[str]]) -> tuple[str, ...]:
    names = words()["names"]
    endings, others = tuple(names["endings"]), tuple(names["of_something_else"])
    return tuple(
        heading
        for key, found in by_fold.items()
        for heading in found
        if key.endswith(endings) and not key.startswith(others)
    )
