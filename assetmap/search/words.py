"""Words as they are compared: folded, whole, with the endings that a plural may have."""

from __future__ import annotations

import re
import unicodedata

WORD = re.compile(r"\w+")
"""A word of a folded text."""

_APOSTROPHES = re.compile("['\u2019\u02bc]")
# Words that carry no meaning in a question of three words.
SMALL = frozenset(
    ("a", "an", "and", "at", "be", "for", "from", "i", "in", "is", "it", "me", "my", "near", "of", "on", "or", "some",
     "something", "the", "to", "want", "with")
)  # fmt: skip


def folded(text: str) -> str:
    """Fold case, accents and apostrophes: `"Women’s Café"` → `"womens cafe"`."""
    if not text.isascii():
        plain = unicodedata.normalize("NFKD", text.casefold())
        for mark in {x for x in plain if unicodedata.combining(x)} if not plain.isascii() else ():
            plain = plain.replace(mark, "")
        return _APOSTROPHES.sub("", plain)
    text = text.lower()
    return text.replace("'", "") if "'" in text else text


def words_of(text: str) -> list[str]:
    """Give the words of a text, folded, as they stand."""
    return WORD.findall(folded(text))


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
