"""Plain word matching, as most directories have it: every word typed must be met. What the index is held against."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assetmap.search.words import folded, stem_of, words_of
from assetmap.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from assetmap.assets import Asset

# Words that carry no meaning in a question of three words.
SMALL = frozenset(
    ("a", "an", "and", "at", "be", "for", "from", "i", "in", "is", "it", "me", "my", "near", "of", "on", "or", "some",
     "something", "the", "to", "want", "with")
)  # fmt: skip
# How much a word counts where it stands. What is said of an asset says more than what its need is also called:
# "singing" means a choir before it means everything creative.
_IN_NAME, _IN_KIND, _IN_TEXT, _IN_NEED = 4.0, 3.0, 2.0, 1.0


@dataclass(frozen=True, kw_only=True)
class _Wanted:
    """One word of a question: its stem, how the whole word may end, and the needs that people mean by it."""

    stem: str
    endings: tuple[str, ...]
    needs: frozenset[str]


@dataclass(frozen=True)
class Query:
    """A question in words, made ready. Holds what was typed: never keep, log or cache one."""

    wanted: tuple[_Wanted, ...]

    def fit(self, asset: Asset) -> float | None:
        """Say how well an asset fits (more is better; 0 for a question without words), or None where a word fails."""
        if not self.wanted:
            return 0.0
        name = folded("\n".join(asset.every_text("name")))
        said = (*asset.every_text("own_words"), *asset.every_text("description"), asset.organisation)
        texts = folded("\n".join(said))
        kind = vocabulary().kinds[asset.kind]
        labels = f"{kind.label} {kind.plural}"
        total = 0.0
        for word in self.wanted:
            if _has(name, word):
                total += _IN_NAME
            elif _has(labels, word):
                total += _IN_KIND
            elif _has(texts, word):
                total += _IN_TEXT
            elif not word.needs.isdisjoint(asset.needs):
                total += _IN_NEED
            else:
                return None
        return total


def query(text: str) -> Query:
    """Make a question ready; at most its first 20 words count."""
    words = words_of(text)[:20]
    meant = _needs_meant(words)
    kept = [i for i, word in enumerate(words) if word not in SMALL or meant[i]] or list(range(len(words)))
    return Query(tuple(_wanted(words[i], meant[i]) for i in kept))


def matching(
    assets: Iterable[Asset], *, text: str = "", needs: Collection[str] = (), kinds: Collection[str] = ()
) -> list[tuple[Asset, float]]:
    """
    Keep the assets that are of one of `kinds`, meet every one of `needs` and have every word of `text`.

    Returns
    -------
    fitting
        (asset, fit) in the order given; fit as of `Query.fit`.
    """
    asked, wanted_kinds, wanted_needs = query(text), frozenset(kinds), frozenset(needs)
    out = []
    for asset in assets:
        if (wanted_kinds and asset.kind not in wanted_kinds) or not wanted_needs.issubset(asset.needs):
            continue
        fit = asked.fit(asset)
        if fit is not None:
            out.append((asset, fit))
    return out


def _has(text: str, word: _Wanted) -> bool:
    # Looking for the letters first is what makes 10,000 assets quick; then the word must begin and end there.
    # No pattern is made of what was typed: `re` would keep it for as long as the program runs.
    at = text.find(word.stem)
    while at >= 0:
        end = at + len(word.stem)
        if _is_edge(text, at - 1) and any(
            text.startswith(ending, end) and _is_edge(text, end + len(ending)) for ending in word.endings
        ):
            return True
        at = text.find(word.stem, at + 1)
    return False


def _is_edge(text: str, at: int) -> bool:
    """Say whether no word's letter stands at `at` (as `\\w` has it), before or behind the text."""
    return not (0 <= at < len(text)) or not (text[at].isalnum() or text[at] == "_")


def _wanted(word: str, needs: frozenset[str]) -> _Wanted:
    stem, endings = stem_of(word)
    return _Wanted(stem=stem, endings=endings, needs=needs)


def _needs_meant(words: list[str]) -> list[frozenset[str]]:
    """Say for each word which needs are meant by it or by the phrase that it stands in."""
    stems = [stem_of(x)[0] for x in words]
    meant: list[set[str]] = [set() for _ in words]
    for need in vocabulary().needs.values():
        for phrase in (need.label, *need.words):
            parts = [stem_of(x)[0] for x in words_of(phrase)]
            for at in range(len(stems) - len(parts) + 1):
                if parts and stems[at : at + len(parts)] == parts:
                    for i in range(at, at + len(parts)):
                        meant[i].add(need.key)
    return [frozenset(x) for x in meant]
