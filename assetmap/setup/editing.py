"""Changing what `place.toml` says without losing what people wrote into it by hand: comments, order, other keys."""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assetmap.errors import AssetMapError, ConflictError, SettingsError, StoreError
from assetmap.files import write_whole
from assetmap.roles import need_steward
from assetmap.settings import CrisisLine, PlaceSettings, checked, read_place
from assetmap.wording import day_text
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from assetmap.roles import By

EDITABLE = (
    "name", "languages", "crisis_lines", "tell", "published_address", "online_tiles", "review_weeks",
    "anybody_may_suggest", "openid_newcomers", "school_terms",
)  # fmt: skip
"""What the screen changes; everything else in the file stays as it is."""
LONGEST_WEEKS = 520
"""Ten years: what holds longer is not checked at all."""
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True)
class Seen:
    """What a home says of its place, and the mark of the file it was read from."""

    settings: PlaceSettings
    mark: str


def seen(home: Path) -> Seen:
    """
    Read a home's settings, to be changed.

    Raises
    ------
    SettingsError
        They cannot be read.
    """
    mark = _mark(home)
    return Seen(read_place(home), mark)


def address(text: str) -> str:
    """
    Return a published address as it is kept.

    Raises
    ------
    SettingsError
        It is not an address that a browser opens from elsewhere.
    """
    said = text.strip().rstrip("/")
    if not said:
        return ""
    try:
        parts = urlsplit(said)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.username
        good &= parts.port is None or parts.port >= 0
    except ValueError:
        good = False
    if not good or re.search(r"[\s<>\"\\^`{|}\x00-\x1f\x7f]", said):
        raise SettingsError(
            _(
                "the published address is not one that a browser opens: write it whole, for example "
                "https://example.org/map"
            )
        )
    return said


def lines(rows: Sequence[tuple[str, str, str]]) -> tuple[CrisisLine, ...]:
    """
    Make crisis lines of rows (name, number, note); empty rows are passed over.

    Raises
    ------
    SettingsError
        A row has a name and no number, or a number and no name.
    """
    made = []
    for at, row in enumerate(rows, start=1):
        name, contact, note = (" ".join(x.split()) for x in row)
        if not (name or contact or note):
            continue
        if not name or not contact:
            raise SettingsError(
                _("crisis line {row} needs both a name and a number: fill in the other, or empty the row.", row=at)
            )
        made.append(CrisisLine(name=name, contact=contact, note=note))
    return tuple(made)


def terms(rows: Sequence[tuple[date | None, date | None]]) -> tuple[tuple[date, date], ...]:
    """
    Make school terms of rows (first day, last day), in the order of the year; empty rows are passed over.

    Raises
    ------
    SettingsError
        A day of a row is missing, a term ends before it begins, or two of them overlap.
    """
    made = []
    for at, (first, last) in enumerate(rows, start=1):
        if first is None and last is None:
            continue
        if first is None or last is None:
            raise SettingsError(_("term {row} needs both its first and its last day.", row=at))
        if last < first:
            raise SettingsError(
                _(
                    "term {row} ends on {last}, before it begins on {first}: change one of the days.",
                    row=at, first=day_text(first), last=day_text(last),
                )
            )  # fmt: skip
        made.append((first, last))
    made.sort()
    for (_first, last), (first, _last) in pairwise(made):
        if first <= last:
            raise SettingsError(
                _(
                    "one term begins on {first}, when another lasts until {last}: change one of the days.",
                    first=day_text(first), last=day_text(last),
                )
            )  # fmt: skip
    return tuple(made)


def change_place(home: Path, values: dict[str, Any], *, since: str, by: By) -> Seen:
    """
    Write some settings into `place.toml`.

    Parameters
    ----------
    values
        Field of `EDITABLE` → what it shall be, as `PlaceSettings` has it. What is as it was is not touched.
    since
        The mark of the file that was seen (`seen`).

    Raises
    ------
    PermissionDeniedError
        `by` is no steward.
    SettingsError
        A value may not be; nothing was written.
    ConflictError
        Somebody has changed the file since; nothing was written.
    StoreError
        The file could not be written; it is as it was.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    need_steward(by, "change what is said of the place")
    now = seen(home)
    if now.mark != since:
        raise ConflictError(
            _(
                "somebody has changed these settings in the meantime: look at them as they are now, and change them "
                "again. Nothing was written."
            )
        )
    path = home / "place.toml"
    try:
        document = tomlkit.parse(path.read_bytes().decode("utf-8"))
    except (TOMLKitError, UnicodeDecodeError, OSError) as error:
        raise SettingsError(f"place.toml cannot be read: {error}.") from None
    wanted = {key: value for key, value in _tidied(values).items() if getattr(now.settings, key) != value}
    for key, value in wanted.items():
        if key == "crisis_lines":
            document.pop(key, None)
            document[key] = _tables([{"name": x.name, "contact": x.contact, "note": x.note} for x in value])
        elif key == "school_terms":
            document.pop(key, None)
            document[key] = _tables([{"begins": first, "ends": last} for first, last in value])
        elif key == "review_weeks":
            _weeks(document, value)
        else:
            document[key] = list(value) if isinstance(value, tuple) else value
    text = tomlkit.dumps(document)
    made = checked({"name": now.settings.name, **tomllib.loads(text)})
    if any(getattr(made, key) != value for key, value in wanted.items()):
        raise StoreError(_("the settings could not be written into place.toml as it is: change it by hand."))
    if _mark(home) != since:
        raise ConflictError(_("somebody has changed these settings just now: look at them, and change them again."))
    try:
        write_whole(path, text.encode(), force=True)
    except AssetMapError as error:
        raise StoreError(str(error)) from None
    return seen(home)


def _weeks(document: Any, review_weeks: dict[str, int]) -> None:
    """Write the weeks that differ into their table; what stays as it was keeps its comment."""
    import tomlkit

    if not isinstance(document.get("review_weeks"), dict):
        document["review_weeks"] = tomlkit.table()
    table = document["review_weeks"]
    for kind in set(table) - set(review_weeks):
        del table[kind]
    for kind, weeks in review_weeks.items():
        if table.get(kind) != weeks:
            table[kind] = weeks


def _tables(rows: Sequence[dict[str, Any]]) -> Any:
    """Write rows as tables of their own, `[[crisis_lines]]`; none at all as an empty list."""
    import tomlkit

    if not rows:
        return tomlkit.array()
    made = tomlkit.aot()
    for row in rows:
        table = tomlkit.table()
        table.update(row)
        made.append(table)
    return made


def _tidied(values: dict[str, Any]) -> dict[str, Any]:
    """Hold values to what the screen may write."""
    other = set(values) - set(EDITABLE)
    if other:
        raise SettingsError(f"{', '.join(sorted(other))} cannot be changed here.")
    made = dict(values)
    if "name" in made:
        made["name"] = " ".join(str(made["name"]).split())
        if not made["name"]:
            raise SettingsError(_("a place needs a name."))
    if "languages" in made:
        made["languages"] = tuple(dict.fromkeys(made["languages"])) or ("en",)
        wrong = [x for x in made["languages"] if not _LANGUAGE.fullmatch(x)]
        if wrong:
            raise SettingsError("a language is written as its short code, for example en or cy.")
    if "published_address" in made:
        made["published_address"] = address(made["published_address"])
    weeks = made.get("review_weeks", {})
    if any(type(x) is not int or x < 1 for x in weeks.values()):
        raise SettingsError(_("the weeks between two checks are a whole number, 1 or more."))
    if "tell" in made:
        made["tell"] = " ".join(str(made["tell"]).split())
    return made


def _mark(home: Path) -> str:
    try:
        return hashlib.sha256((home / "place.toml").read_bytes()).hexdigest()
    except OSError:
        return ""
