"""
What somebody asks for in plain words: which needs and kinds they mean, and which words say the same.

What was typed is in a `Question` and nowhere else: never keep, log or cache one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

# How well an asset meets one thing that is asked for, by where the words stand. Words and meaning come together as
# 1 - (1 - words) * (1 - meaning): who says it and is meant for it stands before who only does one of the two.
IN_NAME, IN_KIND, IN_TEXT = 1.0, 0.8, 0.7
LIKE = 0.8
"""A word that means the same counts so much of the word itself, in name, kind or text."""
BY_NEED, BY_KIND = 0.6, 0.6
"""What an asset helps with, or is, at the most; times the number in `Wanted.needs` or `Wanted.kinds`."""
AGAINST = 0.8
"""How much of its fit an asset loses that is wholly what was not wanted; never all of it."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """
    One thing that is asked for.

    `stem` with each of `endings`: the whole words, folded, that are this word itself ("" and () where only its meaning
    counts: “on my own”). `like`: other whole words, folded, that say the same in an asset. `needs`, `kinds`: vocabulary
    key → how surely it is meant (0 to 1). `weight`: how much it counts beside the others (more than 0). `spelled`: the
    word that it was taken for, or None where it was known as typed.
    """

    stem: str = ""
    endings: tuple[str, ...] = ()
    like: tuple[str, ...] = ()
    needs: Mapping[str, float] = field(default_factory=dict)
    kinds: Mapping[str, float] = field(default_factory=dict)
    weight: float = 1.0
    spelled: str | None = None

    @property
    def forms(self) -> tuple[str, ...]:
        """The whole words that are this word itself."""
        return tuple(self.stem + x for x in self.endings)


@dataclass(frozen=True, kw_only=True)
class Hint:
    """A filter that the words speak of: field of `referral.Filters`, its value, and how people say it ("free")."""

    name: str
    value: Any  # as the filter's own: bool, str, int
    said: str


@dataclass(frozen=True, kw_only=True)
class Question:
    """
    A question in words, made ready. Holds what was typed.

    `words`: what is asked for, not all of it must be met. `against`: what is not wanted (“not church”): it sinks, and
    is never left out. `hints`: filters that somebody may want; nothing here filters.
    """

    words: tuple[Wanted, ...] = ()
    against: tuple[Wanted, ...] = ()
    hints: tuple[Hint, ...] = ()


def read(text: str, *, known: Collection[str] | None = None) -> Question:  # noqa: ARG001  the spelling comes next
    """
    Read a question; at most its first 20 words count.

    Parameters
    ----------
    text
        Anything that was typed. Not kept.
    known
        The words of the assets, folded, for the spelling: best a `spelling.Known`, made once with the index.
    """
    from assetmap.search import query

    return Question(
        words=tuple(
            Wanted(stem=x.stem, endings=x.endings, needs=dict.fromkeys(sorted(x.needs), 1.0))
            for x in query(text).wanted
        )
    )
