"""What any language is called, and which way it is written (CLDR, by Babel): ours, and those that assets speak."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from assetmap.wording.languages import LANGUAGES, spoken

if TYPE_CHECKING:
    from babel import Locale

_FROM_THE_RIGHT = frozenset({"ar", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "aii", "syr", "ug", "ur", "yi"})
"""Languages written from right to left, where no script is named."""


def called(tag: str) -> str:
    """Name a language in the language spoken: `pl` → “Polish”; its code where nobody has named it."""
    ours = LANGUAGES.get(tag)
    if ours is not None and spoken() == "en":
        return ours.english
    return _called(tag, LANGUAGES[spoken()].locale)


def calls_itself(tag: str) -> str:
    """Name a language as its speakers do: `pl` → “Polski”; its code where nobody has said."""
    ours = LANGUAGES.get(tag)
    return ours.name if ours is not None else _called(tag, tag)


def code_of(typed: str) -> str:
    """Find the code of a language that somebody named, `Polish`, `Polski` or `pol` → `pl`; "" where it is none."""
    from babel import Locale
    from babel.core import get_global

    said = typed.strip().casefold().replace("_", "-")
    if said in LANGUAGES:
        return said
    names = Locale("en").languages
    if said in names:
        return said
    named = {language.name.casefold(): code for code, language in LANGUAGES.items()}
    named |= {language.english.casefold(): code for code, language in LANGUAGES.items()}
    named |= {name.casefold(): code.replace("_", "-") for code, name in names.items() if name.casefold() not in named}
    if said in named:
        return named[said]
    return str(get_global("language_aliases").get(said) or "").replace("_", "-")


def direction(tag: str) -> str:
    """Say which way a language is written, as HTML does: `rtl` or `ltr`; `auto` where the language is not known."""
    if not tag:
        return "auto"
    language, _, rest = tag.partition("-")
    script = rest.partition("-")[0]
    if len(script) == 4:
        return "rtl" if script in {"Arab", "Hebr", "Nkoo", "Syrc", "Thaa", "Rohg", "Adlm"} else "ltr"
    return "rtl" if language in _FROM_THE_RIGHT else "ltr"


@lru_cache(maxsize=256)
def _called(tag: str, locale: str) -> str:
    reader, of = _locale(locale), _locale(tag)
    if reader is None or of is None:
        primary = tag.partition("-")[0]
        return str(reader.languages.get(primary) or tag) if reader is not None else tag
    return of.get_display_name(reader) or tag


def _locale(tag: str) -> Locale | None:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(tag.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return None
