"""What the words of a blurred asset give away: said to who writes them, before they save. Nothing is ever cut."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from assetmap.disclosure.gate import shown_as
from assetmap.wording import N_, apart
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from assetmap.assets import Asset

_SAID = {
    "name": N_("Its name gives away where it is"),
    "own_words": N_("Your own words give away where it is"),
    "description": N_("The description gives away where it is"),
    "organisation": N_("Who runs it gives away where it is"),
    "hours_text": N_("The times give away where it is"),
    "cost": N_("The cost gives away where it is"),
    "only_for": N_("Who it is for gives away where it is"),
    "website": N_("The website gives away where it is"),
    "email": N_("The email address gives away where it is"),
}
# Every text that leaves with a blurred asset, and the notes of its times.
_TEXTS = tuple(_SAID)
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.IGNORECASE)
_STREETS = "road|rd|street|avenue|ave|lane|ln|crescent|terrace|gardens|grove"
# Words for streets that mean something else as well: only after a name, as in “4 Skylark Way”, not “20 minutes’ walk”.
_WAYS = "St|Close|Drive|Way|Place|Court|Square|Row|Hill|Parade|Walk|Mews|Rise|View|Green|Park|Estate|Quay|Wharf|Yard"
_DOOR = re.compile(
    rf"\b\d{{1,4}}[a-zA-Z]?,?\s+(?:(?:[\w'’.-]+\s+){{1,3}}(?i:{_STREETS})|(?:[A-Z][\w'’.-]*\s+){{1,3}}(?:{_WAYS}))\b"
)
_FLAT = re.compile(r"\b(?:flat|apartment|unit)\s+\d+\w?\b", re.IGNORECASE)
_DEGREES = re.compile(r"-?\d{1,3}\.\d{4,}\s*[,;/ ]\s*-?\d{1,3}\.\d{4,}")
_MAP = re.compile(
    r"///?\w+\.\w+\.\w+|what3words|w3w\.co|maps\.app|google\.[\w.]+/maps|goo\.gl/maps|openstreetmap\.org|osm\.org/|"
    r"streetmap\.co|bing\.com/maps",
    re.IGNORECASE,
)
_LANDLINE = re.compile(r"^\s*(?:\(?0|\+44\s*(?:\(0\))?\s*)[12]\d")
_LEAST_NAME = 4
_POSTAL = N_("a postcode: “{text}”")
_NUMBER = N_("a house number: “{text}”")


def betrays(asset: Asset) -> list[str]:
    """
    Say what the words of a blurred asset give away, in sentences for who writes them; empty where it is exact.

    They are what may be seen by everybody who may see the asset. Nothing is changed: whose words they are, decides.
    """
    notes = " ".join(span.note for span in asset.schedules)
    values = {name: getattr(asset, name) for name in (*_TEXTS, "address", "postcode", "phone")}
    values["hours_text"] = f"{asset.hours_text} {notes}"
    return betrays_by(values | asset.further_texts(), precision=shown_as(asset))


def betrays_by(values: Mapping[str, Any], *, precision: str) -> list[str]:
    """Say the same of a form that is being filled in: field → what stands in it, `name:pl` → its name in Polish."""
    if precision == "exact":
        return []
    by_name = {
        name: list(dict.fromkeys(_found(_in_all_languages(name, values), values, precision=precision)))
        for name in _TEXTS
    }
    lines = [
        # translators: {what} as “Its name gives away where it is”, {found} as “a postcode: “BA2 3QE””
        _(
            "{what} ({found}). Everybody who sees it can read that: take it out, if it should stay hidden.",
            what=_(_SAID[name]),
            found=apart(found),
        )
        for name, found in by_name.items()
        if found
    ]
    if values.get("website") and not by_name["website"]:
        lines.append(_("Does its website say where it is? Look there before you save: the website is shown."))
    if _LANDLINE.match(str(values.get("phone") or "")):
        lines.append(_("A landline number can be looked up. Is it one that everybody may have?"))
    return lines


def _in_all_languages(name: str, values: Mapping[str, Any]) -> str:
    further = (text for field, text in values.items() if field.startswith(f"{name}:"))
    return "\n".join(str(text) for text in (values.get(name), *further) if text)


def _found(text: str, values: Mapping[str, Any], *, precision: str) -> Iterator[str]:
    """Name what in a text tells a place, as short as it can be said to who wrote it."""
    if not text.strip():
        return
    said = _plain(text)
    for pattern, what in ((_POSTCODE, _POSTAL), (_DOOR, _NUMBER), (_FLAT, _NUMBER)):
        for hit in pattern.finditer(text):
            yield _(what, text=hit[0].strip())
    if _DEGREES.search(text) or _MAP.search(text):
        yield _("a point on a map")
    postcode = _plain(str(values.get("postcode") or "")).replace(" ", "")
    if len(postcode) >= _LEAST_NAME and postcode in said.replace(" ", "") and not _POSTCODE.search(text):
        yield _("the postcode")
    address = _plain(str(values.get("address") or ""))
    if len(address) >= _LEAST_NAME and address in said and not _DOOR.search(text):
        yield _("the address")
    street = " ".join(word for word in address.split(",")[0].split() if not any(x.isdigit() for x in word))
    if precision != "street" and len(street) > _LEAST_NAME and street in said and address not in said:
        yield _("its street")


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s,]", "", text.casefold()).split())
