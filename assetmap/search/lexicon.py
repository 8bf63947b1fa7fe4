"""What words and phrases mean, read from `data/vocabulary`: needs, kinds, and other words that say the same."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from assetmap.search.hints import words_of_hints, written
from assetmap.search.spelling import Known
from assetmap.search.words import stem_of, words_of
from assetmap.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_ROOT_LEAST = 4
"""A verb's ending is only taken off where so many letters stay: “ring” is no “r”."""
_VOWELS = frozenset("aeiou")


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """What a word or phrase means: as `meaning.Wanted`. `is_urgent`: it speaks of somebody in danger."""

    needs: Mapping[str, float] = field(default_factory=dict)
    kinds: Mapping[str, float] = field(default_factory=dict)
    like: tuple[str, ...] = ()
    is_urgent: bool = False

    def joined(self, other: Meaning) -> Meaning:
        """Mean both: each as surely as the surer of the two says."""
        return Meaning(
            needs=_surer(self.needs, other.needs),
            kinds=_surer(self.kinds, other.kinds),
            like=tuple(dict.fromkeys((*self.like, *other.like))),
            is_urgent=self.is_urgent or other.is_urgent,
        )


@dataclass(frozen=True, kw_only=True)
class Lexicon:
    """
    Everything that is known of words, made once; holds nothing that was typed.

    `phrases`: roots of the words of a phrase, one after another → what it means. `small`, `weak`, `who`, `figurative`,
    `unsaid`: see `meanings.toml`. `sayings`: roots of the words that say the same as others, and so say something in an
    asset. `against`: words of phrases after which comes what is not wanted; `unwanted`: roots. `known`: every word that
    stands in any of it, for the spelling; `roots`: of all of those.
    """

    phrases: Mapping[tuple[str, ...], Meaning]
    longest: int
    small: frozenset[str]
    weak: frozenset[str]
    who: frozenset[str]
    figurative: frozenset[str]
    unsaid: frozenset[str]
    sayings: frozenset[str]
    against: frozenset[tuple[str, ...]]
    unwanted: frozenset[str]
    known: Known
    roots: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """Read it (once a process)."""
    table = written()
    phrases: dict[tuple[str, ...], Meaning] = {}
    sayings: set[str] = set()
    spelt: dict[str, None] = {}

    def mean(said: Iterable[str], meaning: Meaning) -> None:
        for phrase in said:
            words = words_of(phrase)
            spelt.update(dict.fromkeys(words))
            key = key_of(words)
            phrases[key] = meaning.joined(phrases[key]) if key in phrases else meaning

    for row in table["meaning"]:
        _mean_row(row, mean)
        sayings.update(root_of(x) for phrase in row.get("same", ()) for x in words_of(phrase))
    written_down = frozenset(phrases)
    for need in vocabulary().needs.values():
        own = [x for x in need.words if key_of(words_of(x)) not in written_down]
        mean((need.label, *own), Meaning(needs={need.key: 1.0}))
    for kind in vocabulary().kinds.values():
        mean({kind.label, kind.plural}, Meaning(kinds={kind.key: 1.0}))
    listed = {
        name: frozenset(table[name].split()) for name in ("small", "weak", "who", "unwanted", "figurative", "unsaid")
    }
    known = Known(
        [
            *spelt,
            *sorted(listed["weak"] | listed["who"] | listed["unwanted"]),
            *words_of_hints(),
            *(word for key in table["alike"] for word in words_of(key)),
            *sorted(listed["small"]),
        ]
    )
    return Lexicon(
        phrases=phrases,
        longest=max(map(len, phrases)),
        small=listed["small"],
        weak=listed["weak"],
        who=listed["who"],
        figurative=listed["figurative"],
        unsaid=listed["unsaid"],
        sayings=frozenset(sayings),
        against=frozenset(tuple(said_alike(words_of(x))) for x in table["against"]),
        unwanted=frozenset(root_of(x) for x in listed["unwanted"]),
        known=known,
        roots=frozenset(root_of(x) for x in known),
    )


def key_of(words: Sequence[str]) -> tuple[str, ...]:
    """Give what a phrase is known by."""
    return tuple(root_of(x) for x in said_alike(words) if len(words) == 1 or x not in articles())


@cache
def articles() -> frozenset[str]:
    """Give the words that make no difference in a phrase: “lost my wife” is “lost his wife”."""
    return frozenset(written()["articles"].split())


def said_alike(words: Sequence[str]) -> list[str]:
    """Say words as the file of meanings does: “can not” and “cannot” are “cant”."""
    alike, pairs = _alike()
    out: list[str] = []
    for word in words:
        pair = pairs.get((out[-1], word)) if out else None
        if pair is not None:
            out[-1] = pair
        else:
            out.append(alike.get(word, word))
    return out


@cache
def _alike() -> tuple[Mapping[str, str], Mapping[tuple[str, str], str]]:
    table: Mapping[str, str] = written()["alike"]
    pairs = {
        (first, second): word for key, word in table.items() for first, _, second in [key.partition(" ")] if second
    }
    return {key: word for key, word in table.items() if " " not in key}, pairs


def _mean_row(row: Mapping[str, Any], mean: Any) -> None:
    same, said = row.get("same", []), row.get("said", [])
    plain = Meaning(needs=row.get("needs", {}), kinds=row.get("kinds", {}), is_urgent=row.get("urgent", False))
    like = tuple(word for phrase in same if len(words := words_of(phrase)) == 1 for word in words)
    with_like = replace(plain, like=(*like, *row.get("like", ())))
    if row.get("loose"):  # each for itself; only the first word speaks of them all
        mean(same[:1], with_like)
        mean((*same[1:], *said), plain)
    else:
        mean((*same, *said), with_like)


def root_of(word: str) -> str:
    """Take a plural's or a verb's ending off a folded word: “gambling”, “gambler” and “gambles” are one."""
    stem, endings = stem_of(word)
    if "y" in endings:
        return f"{stem}y"
    for ending in ("ing", "ers", "ed", "er"):
        root = stem.removesuffix(ending)
        if root == stem or not _VOWELS.intersection(root) or stem.endswith("eed"):
            continue
        if len(root) >= _ROOT_LEAST - 1 and root[-1] == root[-2] and root[-1] not in "lsez":
            return root[:-1]  # swimming, swim
        if len(root) >= _ROOT_LEAST:
            return root.removesuffix("e")
    return stem.removesuffix("e") if len(stem) > _ROOT_LEAST else stem


def forms_of(word: str) -> tuple[str, ...]:
    """Give every whole word that is this one: “walk”, “walks”, “walked”, “walking”, “walker”; no word twice."""
    stem, endings = stem_of(word)
    plain = (word, *(stem + x for x in endings))
    root = root_of(word)
    if (
        len(word) < _ROOT_LEAST
        or len(root) < _ROOT_LEAST - 1
        or not word.isascii()
        or not word.isalpha()
        or "y" in endings
    ):
        return tuple(dict.fromkeys(plain))
    ends = ["ing", "ed", "er", "ers"]
    if word.endswith("e") or root not in (word, stem):
        ends += ["e", "es"]
    if root not in (word, stem):
        ends += ["", "s"]
    is_short = root[-1] not in "aeiouwxy" and root[-2] in _VOWELS and root[-3] not in _VOWELS
    doubled = [root + root[-1] + end for end in ends[:4]] if is_short else []  # swim, swimming
    return tuple(dict.fromkeys((*plain, *(root + end for end in ends), *doubled)))


def _surer(a: Mapping[str, float], b: Mapping[str, float]) -> dict[str, float]:
    return {key: max(a.get(key, 0.0), b.get(key, 0.0)) for key in dict.fromkeys((*a, *b))}


def match_at(roots: Sequence[str], at: int) -> tuple[int, Meaning] | None:
    """Find the longest phrase that begins at a word: how many words it has, and what it means."""
    table = lexicon()
    for length in range(min(table.longest, len(roots) - at), 0, -1):
        meaning = table.phrases.get(tuple(roots[at : at + length]))
        if meaning is not None:
            return length, meaning
    return None
