"""Which word stands in which assets, and where in them: made once, and looked up in no time."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from assetmap.search.words import LETTERS, folded, words_of
from assetmap.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from assetmap.assets import Asset

IN_TEXT, IN_KIND, IN_NAME = 1, 2, 3
"""Where a word stands in an asset at best, as the two lowest bits of an entry say it; above them is the row."""
ROW = 2
"""An entry is its row shifted left by so many bits, and where the word stands."""

_CHUNK = 4096
_NEXT_ASSET, _NEXT_TEXT = "\x00", "\x01"
_TOKEN = re.compile(rf"{LETTERS}|[{_NEXT_ASSET}{_NEXT_TEXT}]")
_NONE = np.zeros(0, dtype=np.int32)
_LOW = 0xFFFFFFFF


@dataclass(frozen=True, kw_only=True, eq=False)
class Postings:
    """
    Words and the rows that they stand in.

    Parameters
    ----------
    number
        Word → its number.
    entries
        int32 (e,): by word, then by row; see `ROW`. A row is there once for a word.
    begins
        int64 (words + 1,): where each word's entries begin.
    best
        uint8 (words,): where each word stands at best in any asset.
    """

    number: Mapping[str, int] = field(repr=False)
    entries: NDArray[np.int32] = field(repr=False)
    begins: NDArray[np.int64] = field(repr=False)
    best: NDArray[np.uint8] = field(repr=False)

    @classmethod
    def of(cls, assets: Sequence[Asset], *, kinds: NDArray[np.int32], keys: Sequence[str]) -> Postings:
        """Read the words of assets: their names, their texts, and what their kinds are called (`keys[kinds[row]]`)."""
        number = _Numbers({_NEXT_ASSET: 0, _NEXT_TEXT: 1})
        parts = [_of_chunk(assets[at : at + _CHUNK], at, number) for at in range(0, len(assets), _CHUNK)]
        for i, key in enumerate(keys):
            rows = np.flatnonzero(kinds == i)
            if len(rows):
                parts += [_packed(np.int64(number[word]), rows, IN_KIND) for word in _called(key)]
        packed = _once(np.concatenate([np.zeros(0, dtype=np.int64), *parts]))
        words = (packed >> 32) - 2
        entries = (packed & _LOW).astype(np.int32)
        begins = np.zeros(len(number) - 1, dtype=np.int64)
        np.cumsum(np.bincount(words, minlength=len(number) - 2), out=begins[1:])
        best = np.maximum.reduceat(entries & IN_NAME, begins[:-1]) if len(entries) else _NONE
        return cls(
            number={word: i - 2 for word, i in number.items() if i > 1},
            entries=entries, begins=begins, best=best.astype(np.uint8),
        )  # fmt: skip

    def of_word(self, word: str) -> NDArray[np.int32]:
        """Give the entries of one whole word, folded; none where nobody has it."""
        i = self.number.get(word)
        return _NONE if i is None else self.entries[self.begins[i] : self.begins[i + 1]]

    def best_of(self, word: str) -> int:
        """Say where a word stands at best in any asset; 0 where nobody has it."""
        i = self.number.get(word)
        return 0 if i is None else int(self.best[i])


class _Numbers(dict[str, int]):
    """Words in the order in which they are met."""

    def __missing__(self, word: str) -> int:
        self[word] = i = len(self)
        return i


def _called(kind: str) -> frozenset[str]:
    said = vocabulary().kinds[kind]
    return frozenset(words_of(f"{said.label} {said.plural}"))


def _packed(
    words: NDArray[np.int64] | np.int64, rows: NDArray[np.int64], where: NDArray[np.int64] | int
) -> NDArray[np.int64]:
    return np.asarray((words << 32) | (rows << ROW) | where)


def _of_chunk(assets: Sequence[Asset], first: int, number: _Numbers) -> NDArray[np.int64]:
    texts = [_text(asset) for asset in assets]
    whole = _NEXT_ASSET.join(texts)
    if whole.count(_NEXT_ASSET) >= len(texts) or whole.count(_NEXT_TEXT) > len(texts):
        whole = _NEXT_ASSET.join(_text(asset, is_odd=True) for asset in assets)
    tokens = _TOKEN.findall(folded(whole))
    words = np.fromiter(map(number.__getitem__, tokens), dtype=np.int64, count=len(tokens))
    parts = np.cumsum(words <= 1)
    there = words > 1
    parts = parts[there]
    where = np.where(parts & 1, IN_TEXT, IN_NAME)
    return _once(_packed(words[there], (parts >> 1) + first, where))


def _text(asset: Asset, *, is_odd: bool = False) -> str:
    name, texts = asset.name, f"{asset.own_words}\n{asset.description}\n{asset.organisation}"
    if asset.said_in:
        name = "\n".join(asset.every_text("name"))
        texts = "\n".join((*asset.every_text("own_words"), *asset.every_text("description"), asset.organisation))
    if is_odd:
        name, texts = (x.replace(_NEXT_ASSET, " ").replace(_NEXT_TEXT, " ") for x in (name, texts))
    return f"{name}{_NEXT_TEXT}{texts}"


def _once(packed: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sort, and keep of each word in each row where it stands best."""
    packed.sort()
    last = np.ones(len(packed), dtype=bool)
    last[:-1] = packed[1:] >> ROW != packed[:-1] >> ROW
    return packed[last]
