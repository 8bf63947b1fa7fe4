"""How hard a text is to read: the grade of Flesch and Kincaid, counted here."""

from __future__ import annotations

import re

_EXTRA = {
    "area": 3, "being": 2, "create": 2, "creating": 3, "idea": 3, "quiet": 2, "people": 2, "somebody": 3,
    "everybody": 4,
    "sometimes": 2, "something": 2, "someone": 2, "minutes": 2, "minute": 2, "line": 1, "lines": 1, "times": 1,
    "please": 1, "placed": 1, "phone": 1, "route": 1, "whole": 1, "online": 2, "volunteering": 5, "exchange": 2,
    "association": 5, "accessible": 4, "wheelchair": 2, "homes": 1, "comes": 1, "ages": 2, "services": 3, "places": 2,
    "native": 2, "invented": 3, "wednesdays": 2, "wednesday": 2,
}  # fmt: skip


def syllables(word: str) -> int:
    """Count syllables: groups of vowels, without a silent e or ed at the end."""
    low = word.lower().strip("'’")
    if low in _EXTRA:
        return _EXTRA[low]
    count = len(re.findall(r"[aeiouy]+", low))
    if re.search(r"[^aeiouy]e$|[^aeiouytd]ed$|[^aeiouyscxzg]es$", low) and not low.endswith(("le", "les")):
        count -= 1
    return max(1, count)


def sentences(texts: list[str]) -> list[list[str]]:
    """Part texts into sentences of words; a number, and what is only a number, is not read as a word."""
    parts = [part for text in texts for part in re.split(r"[.!?;:]+(?:\s|$)", text)]
    said = [re.findall(r"[A-Za-z][A-Za-z'’-]*", part) for part in parts]
    return [words for words in said if words]


def grade(texts: list[str]) -> float:
    """Flesch-Kincaid grade level (Kincaid et al. 1975): 0.39 words a sentence + 11.8 syllables a word - 15.59."""
    said = sentences(texts)
    words = [word for one in said for word in one]
    return 0.39 * len(words) / len(said) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
