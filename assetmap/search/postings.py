"""Which word stands in which assets, and where in them: made once, and looked up in no time."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.search.words import folded, words_and, words_of
from assetmap.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from assetmap.assets import Asset

IN_TEXT, IN_KIND, IN_NAME = 1, 2, 3
"""Where a word stands in an asset at best."""
_PLACES = 3

_CHUNK = 4096
_NEXT_ASSET, _NEXT_TEXT = "\x00", "\x01"
_NONE = np.zeros(0, dtype=np.int32)
_LOW = 0xFFFFFFFF
# While it is made, an entry is a word, a row and where the word stands in it, in one number.
_ROW, _WHERE = 2, 3


@dataclass(frozen=True, kw_only=True, eq=False)
class Postings:
    """
    Words and the rows that they stand in.

    Parameters
    ----------
    number
        Word → its number.
    rows
        int32 (e,): by word, by where it stands, then in order. A row is there once for a word.
    begins
        int64 (3 * words + 1,): where the rows of each word begin that have it in their texts, kinds and names.
    """

    number: Mapping[str, int] = field(repr=False)
    rows: NDArray[np.int32] = field(repr=False)
    begins: NDArray[np.int64] = field(repr=False)

    @classmethod
    def of(cls, assets: Sequence[Asset], *, kinds: NDArray[np.int32], keys: Sequence[str]) -> Postings:
        """Read the words of assets: their names, their texts, and what their kinds are called (`keys[kinds[row]]`)."""
        number = _Numbers({_NEXT_ASSET: 0, _NEXT_TEXT: 1})
        return cls._of(_read(assets, np.arange(len(assets)), number, kinds=kinds, keys=keys), number)

    def renewed(
        self,
        moved: NDArray[np.int64],
        assets: Sequence[Asset],
        rows: NDArray[np.int64],
        *,
        kinds: NDArray[np.int32],
        keys: Sequence[str],
    ) -> Postings:
        """
        Read some assets anew; of what is gone no word is left.

        Parameters
        ----------
        moved
            int64: which row each row is now, −1 for what is gone or read anew.
        assets, rows
            What is read anew, and the row of each.
        kinds, keys
            As in `of`, for `assets`.
        """
        number = _Numbers({_NEXT_ASSET: 0, _NEXT_TEXT: 1})
        number.update((word, i + 2) for word, i in self.number.items())
        of = np.repeat(np.arange(len(self.begins) - 1), np.diff(self.begins))
        now = moved[self.rows]
        kept = _packed(of // _PLACES + 2, now, of % _PLACES + 1)[now >= 0]
        return self._of(np.concatenate([kept, _read(assets, rows, number, kinds=kinds, keys=keys)]), number)

    @classmethod
    def _of(cls, packed: NDArray[np.int64], number: Mapping[str, int]) -> Postings:
        packed = _once(packed)
        is_first = np.ones(len(packed), dtype=bool)
        is_first[1:] = packed[1:] >> 32 != packed[:-1] >> 32
        place = np.full(len(number), -1, dtype=np.int64)
        place[packed[is_first] >> 32] = np.arange(int(is_first.sum()))
        of = (np.cumsum(is_first) - 1) * _PLACES + (packed & _WHERE) - 1
        each = np.bincount(of, minlength=int(is_first.sum()) * _PLACES)
        by_place = (of << 32) | ((packed & _LOW) >> _ROW)
        by_place.sort()
        return cls(
            number={word: i for word, i in zip(number, place.tolist(), strict=True) if i >= 0},
            rows=(by_place & _LOW).astype(np.int32), begins=np.append(0, np.cumsum(each)),
        )  # fmt: skip

    def of_word(self, word: str) -> list[tuple[int, NDArray[np.int32]]]:
        """Say where one whole word stands, folded, and in which rows there; nothing where nobody has it."""
        i = self.number.get(word)
        if i is None:
            return []
        begins = self.begins[i * _PLACES : (i + 1) * _PLACES + 1].tolist()
        parts = enumerate(pairwise(begins), start=IN_TEXT)
        return [(where, self.rows[begin:end]) for where, (begin, end) in parts if end > begin]

    def in_names(self, word: str) -> NDArray[np.int32]:
        """Give the rows that have a word in their name."""
        return next((rows for where, rows in self.of_word(word) if where == IN_NAME), _NONE)

    def many(self) -> NDArray[np.int64]:
        """Say in how many rows each word stands, int64 (words,)."""
        return np.diff(self.begins[::_PLACES])


class _Numbers(dict[str, int]):
    """Words in the order in which they are met."""

    def __missing__(self, word: str) -> int:
        self[word] = i = len(self)
        return i


def _called(kind: str) -> frozenset[str]:
    said = vocabulary().kinds[kind]
    return frozenset(words_of(f"{said.label} {said.plural}"))


def _packed(
    words: NDArray[np.int64] | np.int64, rows: NDArray[np.int64], where: NDArray[Any] | int
) -> NDArray[np.int64]:
    return np.asarray((words << 32) | (rows << _ROW) | where)


def _read(
    assets: Sequence[Asset],
    rows: NDArray[np.int64],
    number: _Numbers,
    *,
    kinds: NDArray[np.int32],
    keys: Sequence[str],
) -> NDArray[np.int64]:
    chunks = [slice(at, at + _CHUNK) for at in range(0, len(assets), _CHUNK)]
    parts = [_of_chunk(assets[chunk], rows[chunk], number) for chunk in chunks]
    for i, key in enumerate(keys):
        of_kind = rows[kinds == i]
        if len(of_kind):
            parts += [_packed(np.int64(number[word]), of_kind, IN_KIND) for word in _called(key)]
    return np.concatenate([np.zeros(0, dtype=np.int64), *parts])


def _of_chunk(assets: Sequence[Asset], rows: NDArray[np.int64], number: _Numbers) -> NDArray[np.int64]:
    whole = f" {_NEXT_ASSET} ".join(_text(asset) for asset in assets)
    if whole.count(_NEXT_ASSET) >= len(assets) or whole.count(_NEXT_TEXT) > len(assets):
        whole = f" {_NEXT_ASSET} ".join(_text(asset, is_odd=True) for asset in assets)
    tokens = words_and(_NEXT_ASSET + _NEXT_TEXT, folded(whole))
    words = np.fromiter(map(number.__getitem__, tokens), dtype=np.int64, count=len(tokens))
    parts = np.cumsum(words <= 1)
    is_word = words > 1
    parts = parts[is_word]
    return _once(_packed(words[is_word], rows[parts >> 1], np.where(parts & 1, IN_TEXT, IN_NAME)))


def _text(asset: Asset, *, is_odd: bool = False) -> str:
    name, texts = asset.name, f"{asset.own_words}\n{asset.description}\n{asset.organisation}\n{asset.only_for}"
    if asset.said_in:
        name = "\n".join(asset.every_text("name"))
        said = (asset.every_text("own_words"), asset.every_text("description"), asset.every_text("only_for"))
        texts = "\n".join((*chain.from_iterable(said), asset.organisation))
    if asset.languages:  # who looks for English mostly wants to learn it
        texts = "\n".join((texts, *(x for x in asset.languages if x != "English")))
    if is_odd:
        name, texts = (x.replace(_NEXT_ASSET, " ").replace(_NEXT_TEXT, " ") for x in (name, texts))
    return f"{name} {_NEXT_TEXT} {texts}"


def _once(packed: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sort, and keep of each word in each row where it stands best."""
    packed.sort()
    last = np.ones(len(packed), dtype=bool)
    last[:-1] = packed[1:] >> _ROW != packed[:-1] >> _ROW
    return packed[last]
