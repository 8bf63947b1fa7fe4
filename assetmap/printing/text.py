"""Text on its way to paper: kept letter for letter, but never able to turn the page round or stop it."""

from __future__ import annotations

import re
import unicodedata

from assetmap.printing.fonts import BOX, can_draw, taken_apart

NAME_MOST = 140
"""Longest name that is printed whole."""
LINE_MOST = 900
"""Longest of any other line; residents' own words are never cut."""

_ARABIC_JOINERS = "\u200c\u200d"
_BREAKS = {"\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"}


def visible(text: str) -> str:
    """
    Drop what is not text: control characters, direction overrides, lone surrogates.

    Line breaks become `\\n`, tabs a space. The joiners that Persian and Urdu spell with stay between
    Arabic letters. Every letter stays.
    """
    if text.isascii() and text.isprintable():
        return text
    out: list[str] = []
    text = text.replace("\r\n", "\n")
    for i, char in enumerate(text):
        category = unicodedata.category(char)
        if char in _BREAKS:
            out.append("\n")
        elif char == "\t":
            out.append(" ")
        elif category in {"Cc", "Cs"}:
            continue
        elif category == "Cf" or char in _SELECTORS:
            if char in _ARABIC_JOINERS and _is_arabic(text[i - 1 : i]) and _is_arabic(text[i + 1 : i + 2]):
                out.append(char)
        else:
            out.append(char)
    return "".join(out)


_SELECTORS = frozenset(chr(code) for code in range(0xFE00, 0xFE10))


def one_line(text: str, *, most: int = LINE_MOST) -> str:
    """Return `visible` text on one line, without doubled spaces, cut with … after `most` characters."""
    line = " ".join(visible(text).split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


_NUMBER = re.compile(r"(?<![\d\w])[+(]?\d[\d ()-]{4,22}\d(?!\w)")
_MONTH = "Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec|January|February|March|April|August"
_MONTH += "|September|October|November|December"
_DAY = re.compile(rf"\b\d{{1,2}} (?:{_MONTH})(?: \d{{4}})?\b|\b\d{{1,2}} [^\s\d]{{2,15}} \d{{4}}\b")
"""A day in English, and with its year in any of our languages."""


def together(text: str) -> str:
    """Keep a telephone number and a date on one line: their spaces become such as no line ends at."""
    for pattern in (_NUMBER, _DAY):
        text = pattern.sub(lambda match: match[0].replace(" ", "\N{NO-BREAK SPACE}"), text)
    return text


def printable(text: str, *, lacking: set[str]) -> str:
    """
    Replace what no font can draw by □, and add it to `lacking`.

    A letter and its marks are judged together, since one font must draw them all.
    """
    if text.isascii():
        return text
    out = []
    for cluster in _clusters(text):
        if cluster.isascii() or can_draw(cluster):
            whole = unicodedata.normalize("NFC", cluster)
            out.append(whole if whole in taken_apart() else cluster)
            continue
        base = cluster[0]
        if len(cluster) > 1 and can_draw(base):
            lacking.update(x for x in cluster[1:])
            out.append(base)
        else:
            lacking.update(x for x in cluster if x != BOX)
            out.append(BOX)
    return "".join(out)


def _clusters(text: str) -> list[str]:
    out: list[str] = []
    for char in text:
        if out and (unicodedata.category(char) in {"Mn", "Me", "Mc"}) and out[-1] not in {" ", "\n"}:
            out[-1] += char
        else:
            out.append(char)
    return out


def _is_arabic(char: str) -> bool:
    return bool(char) and unicodedata.bidirectional(char) == "AL"
