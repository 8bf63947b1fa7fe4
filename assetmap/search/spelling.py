"""What somebody meant to write: the nearest word that is known, and only where what they wrote is not."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_LEAST, _LONG = 4, 8
"""From so many letters on one slip is forgiven, and from so many two (a letter more, less, other, or two swapped)."""
_FIRST_LEAST = 6
"""From so many letters on the first one may be the slip: people mostly get it right."""


class Known(Collection[str]):
    """
    Words that are spelt right, folded, the likelier ones first: made once, asked often.

    Holds nothing that was typed.
    """

    def __init__(self, words: Iterable[str]) -> None:
        """Keep `words`; between two that are as near, the earlier one is meant."""
        self._rank = {word: i for i, word in enumerate(dict.fromkeys(words))}
        self._begun: dict[tuple[str, int], list[str]] = {}
        for word in self._rank:
            if len(word) >= _LEAST - 1:
                self._begun.setdefault((word[0], len(word)), []).append(word)
        self._ends: dict[str, str] = {}
        for word in self._rank:
            if len(word) >= _FIRST_LEAST - 1:
                self._ends.setdefault(word[1:], word)

    def __contains__(self, word: object) -> bool:
        """Whether a folded word is known as it stands."""
        return word in self._rank

    def __iter__(self) -> Iterator[str]:
        """Give the words, the likelier first."""
        return iter(self._rank)

    def __len__(self) -> int:
        """How many words there are."""
        return len(self._rank)

    def nearest(self, word: str) -> tuple[str, int] | None:
        """Return the word that was most likely meant and the slips between, or None where nothing is near."""
        most = slips_forgiven(word)
        if not most or word in self._rank:
            return None
        found = self._near(
            word, most=most, choices=[x for n in _lengths(word, most) for x in self._begun.get((word[0], n), ())]
        )
        if found is None and len(word) >= _FIRST_LEAST:
            found = self._with_another_first(word)
        return found

    def _with_another_first(self, word: str) -> tuple[str, int] | None:
        """Return the likeliest word that differs at its first letter alone: another, one more or less, or swapped."""
        swapped, less = f"{word[1]}{word[0]}{word[2:]}", word[1:]
        near = [self._ends.get(word[1:]), self._ends.get(word), *(x for x in (swapped, less) if x in self._rank)]
        likely = min((x for x in near if x is not None), key=self._rank.__getitem__, default=None)
        return None if likely is None else (likely, 1)

    def _near(self, word: str, *, most: int, choices: Sequence[str]) -> tuple[str, int] | None:
        near = extract(word, choices, scorer=OSA.distance, score_cutoff=most, limit=None)
        if not near:
            return None
        meant, slips, _ = min(near, key=lambda x: (x[1], x[0][-1] != word[-1], self._rank[x[0]]))
        return meant, int(slips)


def slips_forgiven(word: str) -> int:
    """Say how many slips are forgiven in a word: none in a short one, or in what is not made of letters."""
    if len(word) < _LEAST or not word.isalpha():
        return 0
    return 2 if len(word) >= _LONG else 1


def _lengths(word: str, most: int) -> range:
    return range(len(word) - most, len(word) + most + 1)
