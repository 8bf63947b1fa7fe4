"""
What an address may ask for: `?a=SHORT.SHORT&on=DATE`, as a printed code or a copied link has it, and `?need=…&kind=…`.

Such an address holds codes of assets, a date, and words of the vocabulary; never a place, a person or a text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from assetmap.errors import VocabularyError
from assetmap.vocabulary import key_of, vocabulary
from assetmap.wording import day_text, ngettext
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assetmap.assets import Asset
    from assetmap.place import Place

CODES, DAY = "a", "on"
_NEED, _KIND = "need", "kind"
_CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{6}")  # Crockford's base 32
_MOST = 60


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What an address opens: the assets that are still shown, how many are not, and when it was printed or copied."""

    assets: tuple[Asset, ...]
    gone: int = 0
    on: date | None = None

    @property
    def words(self) -> str:
        """Say it in a sentence or two."""
        many = len(self.assets)
        if not many:
            return _(
                "Nothing that was on your page is on this map any more. Ask whoever gave it to you, or look around."
            )
        if self.on is None:
            said = ngettext("This was on your page.", "These {n} were on your page.", many)
        else:
            said = ngettext(
                "This was on a page printed on {day}.", "These {n} were on a page printed on {day}.",
                many, day=day_text(self.on),
            )  # fmt: skip
        if not self.gone:
            return said
        gone = ngettext("{n} more is not on the map any more.", "{n} more are not on the map any more.", self.gone)
        return f"{said} {gone}"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """The chips that another system asks for: vocabulary keys, and how many words are none of them."""

    needs: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    unknown: int = 0


def query_of(shorts: Sequence[str], on: date) -> str:
    """Write what a link to these holds: their codes and the day."""
    return f"{DAY}={on.isoformat()}&{CODES}={'.'.join(shorts)}"


def link_to(shorts: Sequence[str], *, address: str, root: str, on: date) -> str:
    """Write a link to these on the map: their codes and the day. Without a published address it begins at the host."""
    base = "".join(address.split()) or f"{root}/"
    return f"{base}{'&' if '?' in base else '?'}{query_of(shorts, on)}"


def shown_by(codes: str, day: str, *, place: Place, everything: Sequence[Asset]) -> Shown | None:
    """
    Find what an address names among what may be seen; None where it names nothing.

    A code that was retired leads to what it was made one with. What is closed, withdrawn or not for this circle is
    counted as one that never was: nobody can tell them apart.
    """
    from assetmap.contributions import leads_on

    asked = list(dict.fromkeys(x for x in codes.upper().split(".") if _CODE.fullmatch(x)))[:_MOST]
    if not asked:
        return None
    by_code = {asset.short: asset for asset in everything}
    by_id = {asset.id: asset for asset in everything}
    found: dict[str, Asset] = {}
    gone = 0
    for code in asked:
        asset = by_code.get(code)
        if asset is None and (there := leads_on(place.store, code)) is not None:
            asset = by_id.get(there.asset.id)
        if asset is None:
            gone += 1
        else:
            found[asset.id] = asset
    return Shown(assets=tuple(found.values()), gone=gone, on=_day_of(day))


def wanted(needs: Sequence[str], kinds: Sequence[str]) -> Wanted:
    """Read needs and kinds, each a key or a label; a group's word, too, and what is none of them is counted."""
    words = vocabulary()
    known: dict[str, dict[str, None]] = {"needs": {}, "groups": {}, "kinds": {}}
    unknown = 0
    for text in needs[:_MOST]:
        try:
            known["needs"][words.need(text)] = None
        except VocabularyError:
            unknown += 1
    for text in kinds[:_MOST]:
        group = key_of(text)
        try:
            if group in words.groups:
                known["groups"][group] = None
            else:
                known["kinds"][words.kind(text)] = None
        except VocabularyError:
            unknown += 1
    return Wanted(**{name: tuple(keys) for name, keys in known.items()}, unknown=unknown)


def chips_asked() -> dict[str, list[str]]:
    """Return the needs and kinds that this page's address asks for, as they stand there."""
    import streamlit as st

    asked = {name: st.query_params.get_all(name) for name in (_NEED, _KIND)}
    return {name: words for name, words in asked.items() if words}


def take_chips() -> Wanted | None:
    """Read the chips of this page's address once, and leave it without: loaded again, the screen is empty."""
    import streamlit as st

    asked = chips_asked()
    for name in asked:
        del st.query_params[name]
    return wanted(asked.get(_NEED, ()), asked.get(_KIND, ())) if asked else None


def _day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
