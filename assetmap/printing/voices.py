"""
Whose words are whose: what people wrote stands inside our sentences in its own language and direction.

A stretch that is not of the page's language begins with Unicode's first strong isolate and the language's tag letters
and ends with pop directional isolate, so that a sentence stays one string until it is set in type or becomes HTML.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assetmap.printing.text import LINE_MOST, one_line, visible
from assetmap.wording import LANGUAGES, spoken
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from assetmap.assets import Asset

_BEGIN, _END, _TAGGED, _TAGS = "\u2068", "\u2069", "\U000e0001", 0xE0000
_STRETCH = re.compile(f"{_BEGIN}(?:{_TAGGED}([\U000e0020-\U000e007e]*))?([^{_BEGIN}{_END}]*){_END}")
_ENDINGS = ".!?…:;؟۔।"
_CODE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", re.IGNORECASE)
_RTL = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


@dataclass(frozen=True)
class Part:
    """A stretch of a sentence; `language` is "" where it is the page's own, or has none (a telephone number)."""

    text: str
    language: str = ""
    rtl: bool | None = None
    """None where it runs as the page does."""


def theirs(text: str, language: str) -> str:
    """Mark what somebody wrote in a language; where the page speaks it too there is nothing to mark."""
    said = visible(text)
    own = language if _CODE.fullmatch(language) else ""
    is_ours = own.partition("-")[0].lower() in {spoken(), ""}
    if not said.strip() or (is_ours and not _page_rtl()):
        return said
    tags = "" if is_ours else _TAGGED + "".join(chr(_TAGS + ord(x)) for x in own)
    return "\n".join(f"{_BEGIN}{tags}{line}{_END}" if line.strip() else line for line in said.split("\n"))


def kept_as_it_is(text: str) -> str:
    """Keep the order of a telephone number, an address on the web or a postcode on a page from right to left."""
    return theirs(text, "")


def line_of(asset: Asset, name: str, *, written_in: str, most: int = LINE_MOST) -> str:
    """Return a text of an asset on one line, marked; in the language spoken where it has one."""
    text, language = asset.text(name, spoken(), own=written_in)
    return theirs(one_line(text, most=most), language)


def name_of(asset: Asset, *, written_in: str, most: int) -> str:
    """Name an asset in the language spoken, and behind it in brackets as it stands on the door; marked, on one line."""
    name = line_of(asset, "name", written_in=written_in, most=most)
    if asset.text("name", spoken())[0] == asset.name:
        return name or "□"
    # Left without its language: nothing that should have been translated is left in it.
    return f"{name} ({kept_as_it_is(one_line(asset.name, most=most))})"


def written(asset: Asset, name: str, *, written_in: str) -> str:
    """Return a text of an asset as a sentence, marked; in the language spoken where it has one."""
    text, language = asset.text(name, spoken(), own=written_in)
    return theirs(sentence(text), language)


def sentence(text: str) -> str:
    """End what somebody wrote as a sentence ends; "" stays so."""
    line = one_line(text)
    return line if not line or line[-1] in _ENDINGS else f"{line}."


def stopped(text: str) -> str:
    """End a sentence of ours as the language spoken does, where what stands last in it does not end one already."""
    said = plain(text).rstrip()
    # translators: ends a sentence, with the full stop of your language
    return text if not said or said[-1] in _ENDINGS else _("{sentence}.", sentence=text)


def parts(text: str) -> list[Part]:
    """Take a sentence apart where the language or the direction changes; what is no text is dropped."""
    out, at = [], 0
    for match in _STRETCH.finditer(text):
        out.append(Part(visible(text[at : match.start()])))
        language = "".join(chr(ord(x) - _TAGS) for x in match[1] or "")
        language = language if _CODE.fullmatch(language) else ""
        said = visible(match[2])
        out.append(Part(said, language, runs_rtl(said, language)))
        at = match.end()
    out.append(Part(visible(text[at:])))
    return [part for part in out if part.text]


def plain(text: str) -> str:
    """Return a sentence without its marks: for a title, an alternative text, a message."""
    return "".join(part.text for part in parts(text))


def languages_in(*texts: str) -> tuple[str, ...]:
    """Return the codes of the languages that marked stretches are in, each once, in their order."""
    return tuple(dict.fromkeys(part.language for text in texts for part in parts(text) if part.language))


def language_name(code: str) -> str:
    """Name a language in the language spoken; its code where that has no name for it."""
    from babel import Locale, UnknownLocaleError

    try:
        names = Locale.parse(LANGUAGES[spoken()].locale).languages
        return str(names.get(Locale.parse(code, sep="-").language, code))
    except (UnknownLocaleError, ValueError):
        return code


def runs_rtl(text: str, language: str = "") -> bool:
    """Say whether a text runs from right to left: by its letters; by its language, then its first, if they differ."""
    ways = [way != "L" for way in map(unicodedata.bidirectional, text) if way in {"L", "R", "AL"}]
    if ways and (not language or all(way == ways[0] for way in ways)):
        return ways[0]
    return language.partition("-")[0] in _RTL


def _page_rtl() -> bool:
    return LANGUAGES[spoken()].rtl
