"""
What somebody asks for in plain words: which needs and kinds they mean, and which words say the same.

What was typed is in a `Question` and nowhere else: never keep, log or cache one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assetmap.search.hints import Hint, hints_in
from assetmap.search.lexicon import Meaning, articles, forms_of, lexicon, match_at, root_of, said_alike
from assetmap.search.spelling import Known
from assetmap.search.words import stem_of, words_of
from assetmap.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

__all__ = [
    "AGAINST", "BY_KIND", "BY_NEED", "IN_KIND", "IN_NAME", "IN_TEXT", "LIKE", "Hint", "Question", "Wanted", "read",
]  # fmt: skip

# How well an asset meets one thing that is asked for, by where the words stand. Words, each of the needs and the kind
# come together as 1 - (1 - words) * (1 - need) * … * (1 - kind): who says it and is meant for it stands before who only
# does one of these.
IN_NAME, IN_KIND, IN_TEXT = 1.0, 0.8, 0.7
LIKE = 0.8
"""A word that means the same counts so much of the word itself, in name, kind or text."""
BY_NEED, BY_KIND = 0.6, 0.6
"""What an asset helps with, or is, at the most; times the number in `Wanted.needs` or `Wanted.kinds`."""
AGAINST = 0.8
"""How much of its fit an asset loses that is wholly what was not wanted; never all of it."""

_WORDS_MOST, _LETTERS_MOST = 20, 2000
_LITTLE = 0.3
"""How much counts what only goes along with what is asked for: “group”, “my mum”, “free”."""
_AGAINST_MOST = 4
_LACKS = frozenset({"no", "without", "dont", "doesnt", "never", "non"})
_NOTHING = Meaning()
_BETWEEN = 3
"""So many small words at the most stand between “not” and what is not wanted."""


@dataclass(frozen=True, kw_only=True, repr=False)
class Wanted:
    """
    One thing that is asked for.

    `stem` with each of `endings`: the whole words, folded, that are this word itself ("" and () where only its meaning
    counts: “on my own”). `like`: other whole words, folded, that say the same in an asset. `needs`, `kinds`: vocabulary
    key → how surely it is meant (0 to 1). `weight`: how much it counts beside the others (more than 0). `spelled`: the
    word that it was taken for, or None where it was known as typed; where that is the name of a trouble, what helps
    with it is called instead: nobody is told what they have.
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


@dataclass(frozen=True, kw_only=True, repr=False)
class Question:
    """
    A question in words, made ready. Holds what was typed.

    `words`: what is asked for, not all of it must be met. `against`: what is not wanted (“not church”): it sinks, and
    is never left out. `hints`: filters that somebody may want; nothing here filters. `is_urgent`: the words may speak
    of somebody in danger: the place's crisis lines come first.
    """

    words: tuple[Wanted, ...] = ()
    against: tuple[Wanted, ...] = ()
    hints: tuple[Hint, ...] = ()
    is_urgent: bool = False


@dataclass(frozen=True, kw_only=True, repr=False)
class _Word:
    """One word of a question as it is understood: folded, the root of it, and whether its spelling was mended."""

    word: str
    root: str
    is_mended: bool = False


@dataclass(frozen=True, kw_only=True)
class _Part:
    """A word or phrase that is wanted, or not wanted, and what it means."""

    at: int
    length: int
    meaning: Meaning | None = None
    is_against: bool = False

    def is_more_than(self, of_hints: Collection[int]) -> bool:
        """Whether any of its words speaks of something else than a filter."""
        return not all(i in of_hints for i in range(self.at, self.at + self.length))


def read(text: str, *, known: Collection[str] | None = None) -> Question:
    """
    Read a question; at most its first 20 words count.

    Parameters
    ----------
    text
        Anything that was typed. Not kept.
    known
        The words of the assets, folded, for the spelling: best a `spelling.Known`, made once with the index.

    Returns
    -------
    question
        Without words where nothing was typed, and where all that was typed speaks of filters.
    """
    typed = said_alike(words_of(text[:_LETTERS_MOST])[:_WORDS_MOST])
    all_words = [_understood(x, known) for x in typed]
    spoken = hints_in([x.word for x in all_words])
    kept = [i for i, x in enumerate(all_words) if x.word not in articles()] or range(len(all_words))
    words = [all_words[i] for i in kept]
    # What is spoken somewhere is a word of what is there, too.
    in_hints = {i for x in spoken if x.hint.name != "language" for i in range(x.at, x.at + x.length)}
    of_hints = {at for at, i in enumerate(kept) if i in in_hints}
    parts = list(_parts(words))
    wanted = _things(words, [x for x in parts if not x.is_against], of_hints)
    against = _things(words, [x for x in parts if x.is_against], of_hints)
    if not any(part.is_more_than(of_hints) for part in parts if not part.is_against):
        wanted = []
    if words and not (wanted or against or spoken):
        every = range(len(all_words))
        said = [i for i in every if all_words[i].word not in lexicon().small] or every
        wanted = _things(all_words, [_Part(at=i, length=1) for i in said], ())
    return Question(
        words=_each_once(wanted),
        against=_each_once(against),
        hints=tuple(x.hint for x in spoken),
        is_urgent=any(x.meaning.is_urgent for x in parts if x.meaning is not None),
    )


def _understood(word: str, known: Collection[str] | None) -> _Word:
    """Take a word for the nearest that is known, where it is not known itself."""
    table = lexicon()
    root = root_of(word)
    if word in table.known or root in table.roots or (known is not None and any(x in known for x in forms_of(word))):
        return _Word(word=word, root=root)
    meant = table.known.nearest(word)
    if known is not None and (meant is None or meant[1] > 1):
        of_assets = (known if isinstance(known, Known) else Known(known)).nearest(word)
        meant = of_assets if meant is None or (of_assets is not None and of_assets[1] < meant[1]) else meant
    if meant is None:
        return _Word(word=word, root=root)
    return _Word(word=meant[0], root=root_of(meant[0]), is_mended=True)


def _parts(words: Sequence[_Word]) -> Iterator[_Part]:
    """Split a question into words and phrases that mean something, left to right; the longest phrase first."""
    table = lexicon()
    roots = [x.root for x in words]
    at, against_until = 0, -1
    while at < len(words):
        found = match_at(roots, at)
        length, meaning = found or (1, None)
        after = _against_after(words, at, longer_than=length)
        if after is not None:
            at, against_until = after, after + _BETWEEN
            continue
        if length == 1 and words[at].word in table.small:
            at += 1
            continue
        if length > 1 and meaning == _NOTHING:
            at += length
            continue
        is_against = at <= against_until
        against_until = _and_the_next(words, at + length) if is_against else -1
        yield _Part(at=at, length=length, meaning=meaning, is_against=is_against)
        at += length


def _against_after(words: Sequence[_Word], at: int, *, longer_than: int) -> int | None:
    """Say where what is not wanted begins, if words (“not”, “no”, “hate”) turn against it; else they mean a phrase."""
    table = lexicon()
    spelt = tuple(x.word for x in words[at : at + _AGAINST_MOST])
    for length in range(len(spelt), 0 if longer_than == 1 else longer_than, -1):
        if spelt[:length] in table.against:
            begins = _past_small(words, at + length)
            lacks = (
                begins < len(words) and words[begins].word.endswith("ing") and words[begins].root not in table.unwanted
            )
            return None if begins >= len(words) or (lacks and length == 1) else begins
    if words[at].word in _LACKS and longer_than == 1:
        begins = _past_small(words, at + 1)
        return begins if begins < len(words) and words[begins].root in table.unwanted else None
    return None


def _past_small(words: Sequence[_Word], at: int) -> int:
    end = min(len(words), at + _BETWEEN)
    while at < end and words[at].word in lexicon().small:
        at += 1
    return at


def _and_the_next(words: Sequence[_Word], at: int) -> int:
    """Say how far “not church or bingo” reaches."""
    return at + _BETWEEN if at < len(words) and words[at].word in ("or", "nor") else -1


def _thing(words: Sequence[_Word], part: _Part, *, of_hints: Collection[int], is_little: bool) -> Wanted:
    """Make what is wanted of a word or a phrase."""
    table = lexicon()
    own = words[part.at : part.at + part.length]
    meaning = part.meaning or _NOTHING
    is_who = is_little and own[0].word in table.who
    like: tuple[str, ...] = () if is_who else meaning.like
    stem, endings = "", tuple[str, ...]()
    if part.length == 1:
        forms = forms_of(own[0].word)
        like = tuple(x for x in like if x not in forms)
        if part.meaning is None or own[0].word not in table.figurative:
            start, ends = stem_of(own[0].word)
            itself = tuple(dict.fromkeys((own[0].word, *(start + x for x in ends))))
            stem, endings = _stem_and_endings(itself)
            like = (*(x for x in forms if x not in itself), *like)
    else:
        said = [x.word for x in own if x.root in table.sayings and x.word not in table.weak | table.figurative]
        like = tuple(dict.fromkeys((*(form for x in said for form in forms_of(x)), *like)))
    return Wanted(
        stem=stem,
        endings=endings,
        like=like,
        needs=meaning.needs,
        kinds={} if is_who else meaning.kinds,
        weight=_LITTLE if is_little or not part.is_more_than(of_hints) else 1.0,
        spelled=next((_said_back(x.word, meaning) for x in own if x.is_mended), None),
    )


def _said_back(word: str, meaning: Meaning) -> str:
    """Say what a word was taken for, the name of a trouble by what helps with it."""
    if word not in lexicon().unsaid or not meaning.needs:
        return word
    return vocabulary().label(max(meaning.needs, key=lambda key: meaning.needs[key]))


def _things(words: Sequence[_Word], parts: Sequence[_Part], of_hints: Collection[int]) -> list[Wanted]:
    """Make what is wanted of parts; what only goes along counts little beside what is asked for."""
    little = [_goes_along(words, part) for part in parts]
    if all(x or not part.is_more_than(of_hints) for x, part in zip(little, parts, strict=True)):
        little = [False] * len(parts)
    return [_thing(words, part, of_hints=of_hints, is_little=x) for part, x in zip(parts, little, strict=True)]


def _goes_along(words: Sequence[_Word], part: _Part) -> bool:
    """Say whether a word is of those that many things are (“group”), or tells of whom one speaks (“my husband”)."""
    table = lexicon()
    word = words[part.at].word
    if part.length > 1:
        return False
    is_of_group = part.at + 1 < len(words) and words[part.at + 1].word in table.weak  # “dads group”
    return word in table.weak or (word in table.who and not is_of_group)


def _stem_and_endings(forms: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    first, last = min(forms), max(forms)
    stem = first[: next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))]
    return stem, tuple(x[len(stem) :] for x in forms)


def _each_once(things: Sequence[Wanted]) -> tuple[Wanted, ...]:
    """Leave out what was said twice."""
    return tuple({(x.stem, x.endings, x.like, tuple(x.needs)): x for x in reversed(things)}.values())[::-1]
