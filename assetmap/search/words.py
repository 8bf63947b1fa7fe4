"""Words as they are compared: folded, whole, with the endings that a plural may have."""

from __future__ import annotations

import re
import unicodedata

# Vowels that are written as signs beside, over or under a letter stand within a word, though `\w` leaves them out.
_SIGNS = (
    "\u0900-\u0903\u093a-\u094f\u0962\u0963"  # Devanagari
    "\u0980-\u0983\u09be-\u09cc\u09d7\u09e2\u09e3"  # Bengali
    "\u0a01-\u0a03\u0a3e-\u0a4c\u0a70\u0a71"  # Gurmukhi
    "\u0a81-\u0a83\u0abe-\u0acc\u0ae2\u0ae3"  # Gujarati
    "\u0b82\u0bbe-\u0bcc\u0bd7"  # Tamil
)
LETTERS = rf"[\w{_SIGNS}]+"
"""A word of a folded text, as a pattern."""
_WORD = re.compile(LETTERS)

# Left out within a word: apostrophes, and what only says how letters join.
_APOSTROPHES = "'\u2019\u02bc\u200c\u200d"
# Letters whose stroke is no accent to Unicode; who types without them means the same.
_STROKED = str.maketrans("łøđħŧı", "lodhti")


def folded(text: str) -> str:
    """Fold case, accents and apostrophes: `"Women’s Café"` → `"womens cafe"`, `"Łódź"` → `"lodz"`."""
    if not text.isascii():
        plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
        if not plain.isascii():
            for mark in [x for x in set(plain) if unicodedata.combining(x)]:
                plain = plain.replace(mark, "")
            plain = plain.translate(_STROKED)
        return _joined(plain)
    return _joined(text.lower())


def _joined(text: str) -> str:
    for mark in _APOSTROPHES:
        text = text.replace(mark, "")
    return text


def words_of(text: str) -> list[str]:
    """Give the words of a text, folded, as they stand."""
    return _WORD.findall(folded(text))


def words_and(marks: str, text: str) -> list[str]:
    """Give the words of a long text that is folded, and with them each of some marks that stands between blanks."""
    for sign in [x for x in set(text) if not x.isascii() and not _WORD.fullmatch(x)]:
        text = text.replace(sign, " ")
    if not text.isascii():
        return re.findall(rf"{LETTERS}|[{marks}]", text)
    # Three times as quick.
    kept = {ord(x) for x in marks} | {i for i in range(128) if _WORD.fullmatch(chr(i))}
    return text.encode().translate(bytes(i if i in kept else ord(" ") for i in range(256))).decode().split()


def stem_of(word: str) -> tuple[str, tuple[str, ...]]:
    """Split a folded word into what must be there and the endings of which one must follow it."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3], ("y", "ies")
    if len(word) > 5 and word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2], ("", "es")
    if len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1], ("", "s")
    if len(word) > 3 and word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1], ("y", "ies")
    if len(word) > 3 and word.endswith(("s", "x", "ch", "sh")):
        return word, ("", "es")
    return word, ("", "s") if len(word) > 3 else ("",)
