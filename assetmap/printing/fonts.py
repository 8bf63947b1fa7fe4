"""The fonts of the printed page: what they can draw, and how wide it comes out."""

from __future__ import annotations

import importlib
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assetmap.errors import PrintError
from assetmap.wording import spoken

if TYPE_CHECKING:
    from collections.abc import Callable

FAMILIES = ("Atkinson Hyperlegible", "Noto Sans", "Noto Sans Arabic", "Hind Siliguri")
"""In order of use: the first is made for low vision, the others hold what it lacks."""
_SECOND = {"bn": "Hind Siliguri", "ar": "Noto Sans Arabic", "ur": "Noto Sans Arabic"}
"""Language → what comes second: its commas and full stops look like its letters."""
_WITHOUT_FIRST = frozenset({"cy"})
"""Languages that use letters every day which the first family lacks: one of another family in a word looks large."""
_PACKAGES = (
    "fontpkg_atkinson_hyperlegible", "fontpkg_noto_sans", "fontpkg_noto_sans_arabic", "fontpkg_hind_siliguri",
)  # fmt: skip
BOX = "□"
"""Stands for a character that no font has. No font has this one either: it is drawn."""


@cache
def folders() -> tuple[Path, ...]:
    """
    Return the folders that hold the fonts.

    Raises
    ------
    PrintError
        A font package is missing.
    """
    try:
        return tuple(Path(importlib.import_module(name).ROOT) / "files" for name in _PACKAGES)
    except ImportError as error:
        raise PrintError(f"a font of the printed page is missing ({error.name}): install assetmap again.") from None


def families(language: str) -> tuple[str, ...]:
    """Return the families in the order in which a page in a language uses them."""
    first = () if language in _WITHOUT_FIRST else FAMILIES[:1]
    second = (_SECOND[language],) if language in _SECOND else ()
    return tuple(dict.fromkeys((*first, *second, *FAMILIES[1:], *FAMILIES)))


@cache
def typst_fonts() -> Any:  # typst is untyped
    """Return the fonts as typst wants them, read once a process."""
    import typst

    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder) for folder in folders()]
    )


@cache
def _coverage() -> tuple[frozenset[int], ...]:
    from fontTools.ttLib import TTFont

    out = []
    for folder in folders():
        upright = [path for path in sorted(folder.glob("*.ttf")) if "Italic" not in path.name]
        tables = []
        for path in upright:
            with TTFont(path, lazy=True) as font:
                tables.append(frozenset(font.getBestCmap()))
        out.append(frozenset.intersection(*tables))
    return tuple(out)


def can_draw(cluster: str) -> bool:
    """Say whether one font has every character of a cluster (a letter and its marks)."""
    if len(cluster) == 1:
        return any(ord(cluster) in font for font in _coverage())
    return any(
        all(ord(x) in font for x in form)
        for form in (cluster, unicodedata.normalize("NFC", cluster))
        for font in _coverage()
    )


@cache
def taken_apart() -> str:
    """
    Return the letters that the first font has only in parts: they are left to the next one.

    It would set the circumflex of ŵ on the letter after it.
    """
    has = _coverage()[0]
    letters = (chr(code) for code in range(0xA0, 0x2000) if code not in has)
    parts = ((letter, unicodedata.normalize("NFD", letter)) for letter in letters)
    return "".join(letter for letter, apart in parts if len(apart) > 1 and all(ord(x) in has for x in apart))


@cache
def _advances() -> dict[str, float]:
    return _widths(folders()[0] / "AtkinsonHyperlegible-Regular.ttf")


@cache
def _further_advances() -> dict[str, float]:
    found: dict[str, float] = {}
    for folder in folders()[1:]:
        for path in sorted(folder.glob("*.ttf")):
            if "Italic" not in path.name and ("Regular" in path.name or "[" in path.name):
                found = _widths(path) | found
    return found


def _widths(path: Path) -> dict[str, float]:
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        units, widths = font["head"].unitsPerEm, font["hmtx"].metrics
        return {chr(code): widths[name][0] / units for code, name in font.getBestCmap().items()}


def width_em(text: str) -> float:
    """Return the width of a text in regular print, in em, letter by letter; about that where letters join."""
    advances = _further_advances() if spoken() in _WITHOUT_FIRST else _advances()
    return sum(advances[x] if x in advances else _width_elsewhere(x) for x in text)


_JOINED = 0.95
"""So much of the width that they have alone do letters of Arabic keep, which join with their neighbours."""


def _width_elsewhere(char: str) -> float:
    width = _further_advances().get(char, 0.0 if unicodedata.combining(char) else 0.68)
    return width * _JOINED if unicodedata.bidirectional(char) == "AL" else width


def measure() -> Callable[[str], float]:
    """Return `width_em`, with the font read beforehand."""
    _advances()
    return width_em
