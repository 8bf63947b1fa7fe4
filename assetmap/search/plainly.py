"""What fits some words, in one line: no place, no filters, no reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assetmap.search.meaning import Question, Wanted, read
from assetmap.search.words import stem_of, words_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from assetmap.assets import Asset
    from assetmap.search.index import Index

FITS = 0.5
"""What meets less than so much of the words as the best does almost fits, and no more."""
_WORDS_MOST = 20


def fitting(
    index: Index, text: str, *, among: Sequence[Asset], needs: Collection[str] = (), kinds: Collection[str] = ()
) -> list[Asset]:
    """
    Find the assets that fit words, the best first, then by name.

    Parameters
    ----------
    text
        Anything that was typed (see `meaning.read`); what speaks of a filter alone is looked for as words. Not kept.
    among
        Those of the index that may come out.
    needs, kinds
        Keys: it must meet every need and be of one of the kinds.
    """
    asked = read(text, known=index.words)
    if not asked.words and not asked.against:
        asked = plain(text)
    found = index.fits(asked, needs=needs, kinds=kinds, least=FITS)
    may = {asset.id for asset in among}
    best = found.rows[np.lexsort((index.order[found.rows], -found.fit))].tolist()
    return [index.assets[row] for row in best if index.assets[row].id in may]


def plain(text: str) -> Question:
    """Make a question of words as they stand, each with its plural, whatever they mean."""
    words = (stem_of(x) for x in words_of(text)[:_WORDS_MOST])
    return Question(words=tuple(Wanted(stem=stem, endings=endings) for stem, endings in words))
