"""The shortlist as a few lines of plain text: for a text message, or the record."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from assetmap.assets import schedule_text
from assetmap.freshness import is_overdue
from assetmap.printing.text import one_line
from assetmap.wording import LANGUAGES, N_, day_text, ngettext, speaking, spoken
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from assetmap.assets import Asset
    from assetmap.settings import PlaceSettings

MOST = 459
"""Three joined text messages of the everyday alphabet: 3 × 153 characters."""
MESSAGES = 3
_HEAD, _HEAD_INVENTED = N_("Places that may help:"), N_("Invented places, only to try out:")
_NAME_MOST, _WHEN_MOST, _CONTACT_MOST, _WHERE_MOST = 80, 90, 60, 60
_FEWEST = 2
"""So many places go before the crisis line where there is not room for both."""

# The GSM 7-bit alphabet and its extension table, whose characters count twice (3GPP TS 23.038, 6.2.1). A joined
# message holds 153 of them, or 67 units of UTF-16 where one character is not in it (3GPP TS 23.040, 9.2.3.24.1).
_ALPHABET = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_TWICE = frozenset("^{}\\[~]|€")
_JOINED, _JOINED_WIDE, _ALONE, _ALONE_WIDE = 153, 67, 160, 70
# Signs that have a twin in the alphabet; letters are never exchanged.
_TWINS = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "`": "'", "´": "'", "ʼ": "'", "′": "'",
        "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "″": '"',
        "–": "-", "—": "-", "‐": "-", "‑": "-", "‒": "-", "―": "-", "−": "-",
        "…": "...", "·": "-", "•": "-", "×": "x", "\u00a0": " ", "\u202f": " ", "\u2009": " ",
    }
)  # fmt: skip
_DAYS = re.compile(r"\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:s|nes|rs|ur)?days?\b")
_UNTIL = re.compile(r"(?<=\d\d) to (?=\d)")


@dataclass(frozen=True, kw_only=True)
class ShortText:
    """What is sent; `listed` places stand in it, `left_out` do not; it takes `messages` text messages."""

    text: str
    listed: int
    left_out: int
    messages: int


def short_text(
    assets: Sequence[Asset],
    *,
    settings: PlaceSettings,
    on: date,
    near: Mapping[str, str] = MappingProxyType({}),
    language: str = "en",
) -> ShortText:
    """
    Say each asset's name, when it is, where, and how to get in touch, in `MOST` characters and `MESSAGES` messages.

    Never how far it is: that would tell where somebody lives. An entry is whole or left out and counted. The first
    crisis line stands at the end. Where it is gives way to more entries; it comes first to those of which nothing
    else is said. Whom to tell comes last of all, where there is room.

    Parameters
    ----------
    assets
        In the order of the page, already past `disclosure`.
    settings
        The place's crisis lines, whom to tell, review intervals, and whether it is invented.
    on
        The day it is sent.
    near
        Short code → the street that it is near, said where there is no address; see `streets_near`.
    language
        What our own words are said in (code or name of `wording.LANGUAGES`).

    Raises
    ------
    LanguageError
        There is no such language.
    """
    with speaking(language):
        return _said(assets, settings=settings, on=on, near=near)


def _said(assets: Sequence[Asset], *, settings: PlaceSettings, on: date, near: Mapping[str, str]) -> ShortText:
    entries = [_entry(asset, on=on, settings=settings, near=near) for asset in assets]
    lines = [entry.line() for entry in entries]
    head = _(_HEAD_INVENTED if settings.invented else _HEAD)
    crisis = [
        _("In a crisis: {name} {contact}", name=_plain(x.name), contact=_in_order(_plain(x.contact)))
        for x in settings.crisis_lines[:1]
    ]
    tell = [_("Something wrong? Tell {teller}", teller=_plain(settings.tell))] if settings.tell.strip() else []
    taken: list[int] = []
    tail = ""
    for tail in (*crisis, *tell, ""):  # the places come before the last line
        taken = _taken(lines, head=head, tail=tail)
        if len(taken) >= min(_FEWEST, len(entries)) and _fits(_joined(head, lines, taken, tail)):
            break
    for at in taken:
        fuller = [*lines[:at], entries[at].line(whole=True), *lines[at + 1 :]]
        if _fits(_joined(head, fuller, taken, tail)):
            lines = fuller
    for more in tell if tail in crisis else ():
        if _fits(_joined(head, lines, taken, f"{tail}\n{more}")):
            tail = f"{tail}\n{more}"
    text = _joined(head, lines, taken, tail)
    return ShortText(text=text, listed=len(taken), left_out=len(entries) - len(taken), messages=messages(text))


def messages(text: str) -> int:
    """Count the text messages that a text takes."""
    if all(char in _ALPHABET or char in _TWICE for char in text):
        sizes, joined, alone = [2 if char in _TWICE else 1 for char in text], _JOINED, _ALONE
    else:
        sizes, joined, alone = [2 if ord(char) > 0xFFFF else 1 for char in text], _JOINED_WIDE, _ALONE_WIDE
    if sum(sizes) <= alone:
        return min(1, len(text))
    count, room = 1, joined
    for size in sizes:  # a character of two is never parted
        if size > room:
            count, room = count + 1, joined
        room -= size
    return count


@dataclass(frozen=True, kw_only=True)
class _Entry:
    """One place; how to get in touch stands in its line always, where it is where there is room, or nothing else."""

    name: str
    when: str
    where: str
    contact: str

    def line(self, *, whole: bool = False) -> str:
        said = [self.when, self.where if whole or not self.contact else "", self.contact]
        return ": ".join(x for x in (self.name, ". ".join(x for x in said if x)) if x)


def _taken(lines: Sequence[str], *, head: str, tail: str) -> list[int]:
    """Take each line that still fits, in order; one that is too long does not keep out those after it."""
    taken: list[int] = []
    for at in range(len(lines)):
        if _fits(_joined(head, lines, [*taken, at], tail)):  # as if all the others were left out
            taken.append(at)
    return taken


def _joined(head: str, lines: Sequence[str], taken: Sequence[int], tail: str) -> str:
    more, left_out = "", len(lines) - len(taken)
    if left_out:
        more = (
            ngettext("and {n} more on the page", "and {n} more on the page", left_out)
            if taken
            else ngettext("{n} on the page", "{n} on the page", left_out)
        )
    return "\n".join(x for x in (head, *(lines[at] for at in taken), more, tail) if x)


def _fits(text: str) -> bool:
    return len(text) <= MOST and messages(text) <= MESSAGES


def _entry(asset: Asset, *, on: date, settings: PlaceSettings, near: Mapping[str, str]) -> _Entry:
    return _Entry(
        name=_plain(asset.text("name", spoken())[0], most=_NAME_MOST),
        when=". ".join(x for x in (_standing(asset, on), _when(asset, on)) if x),
        where=_where(asset, _plain(near.get(asset.short, ""))),
        contact=_contact(asset, on=on, settings=settings),
    )


def _standing(asset: Asset, on: date) -> str:
    if asset.status == "paused":
        until = asset.paused_until
        if until is None:
            return _("paused for now")
        day = day_text(until)
        return _("paused until {day}", day=day) if until > on else _("was paused until {day}", day=day)
    return _("waiting list") if asset.takes_new == "waiting_list" else ""


def _when(asset: Asset, on: date) -> str:
    if asset.schedules:
        text = schedule_text(asset.schedules, "", on)
        text = _UNTIL.sub("-", _DAYS.sub(r"\1", text)) if spoken() == "en" else text
    else:
        text, _language = asset.text("hours_text", spoken())
    said = _plain(text).rstrip(".")
    return said if len(said) <= _WHEN_MOST else _("times on the page")


def _contact(asset: Asset, *, on: date, settings: PlaceSettings) -> str:
    """Say the number to ring, else where to look or write."""
    overdue = is_overdue(asset, on=on, review_weeks=settings.review_weeks)
    phone = _plain(asset.phone)
    if phone and len(phone) <= _CONTACT_MOST:
        phone = _in_order(phone)
        return _("ring first: {phone}", phone=phone) if overdue else phone
    website = re.sub(r"^https?://(www\.)?|/$", "", asset.website.strip())
    for way in (_plain(website), _plain(asset.email)):
        if way and len(way) <= _CONTACT_MOST:
            return _("check first: {way}", way=way) if overdue else way
    return ""


def _in_order(number: str) -> str:
    """Keep the parts of a number in their order in a message from right to left."""
    return f"\N{LEFT-TO-RIGHT MARK}{number}" if number and LANGUAGES[spoken()].rtl else number


def _where(asset: Asset, street: str) -> str:
    """Say the street and postcode, or the postcode, or the street that it is near."""
    address, postcode = _plain(asset.address), _plain(asset.postcode)
    if postcode.casefold() in address.casefold():
        postcode = "" if address else postcode
    for said in (
        ", ".join(x for x in (address, postcode) if x),
        postcode,
        _("near {street}", street=street) if street else "",
    ):
        if said and len(said) <= _WHERE_MOST:
            return said
    return ""


def _plain(text: str, *, most: int | None = None) -> str:
    """Write a text with the alphabet's own signs where they have a twin; pictures that it lacks go, letters stay."""
    line = unicodedata.normalize("NFC", one_line(text)).translate(_TWINS)
    kept = "".join(x for x in line if x in _ALPHABET or unicodedata.category(x) not in {"So", "Sk", "Co", "Cn"})
    said = " ".join((kept if kept.strip() else line).split())
    return said if most is None or len(said) <= most else f"{said[: most - 3].rstrip()}..."
