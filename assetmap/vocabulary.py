"""
The words people choose from: kinds, needs and closed sets of answers, read from `data/vocabulary`.

`label` and its like are the words in English, as files and other programs get them; `said` and its sisters say them in
the language spoken. No error repeats what was typed: a need may be about somebody.
"""

from __future__ import annotations

import difflib
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from assetmap.errors import VocabularyError
from assetmap.shipped import shipped
from assetmap.wording import pgettext

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NOT_KNOWN = "not_known"
_LONGEST_WORD = 100


@dataclass(frozen=True, kw_only=True)
class Group:
    """One of the ten chips on screen: a family of kinds, with its outline and colour (hex)."""

    key: str
    label: str
    shape: str
    colour: str


@dataclass(frozen=True, kw_only=True)
class Kind:
    """
    One of the 18 things an asset can be.

    `review_weeks`: how long a check of it holds. `words` are what people write when they mean it: library, choir.
    """

    key: str
    label: str
    plural: str
    group: str
    abcd: str
    review_weeks: int
    letter: str
    private: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Need:
    """Something an asset helps with; `words` are what people say when they mean it."""

    key: str
    label: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Vocabulary:
    """Every word, by key, in the order people are shown them."""

    groups: Mapping[str, Group]
    kinds: Mapping[str, Kind]
    needs: Mapping[str, Need]
    answers: Mapping[str, tuple[str, ...]]
    questions: Mapping[str, str]
    """What is asked, by the question's key, in English."""

    def kind(self, words: str) -> str:
        """Turn a label, key or everyday word (“library”, “Food banks”) into a kind's key."""
        if words in self.kinds:
            return words
        known = self._kinds_by_word
        return next((known[x] for x in _one_or_many(words) if x in known), None) or _one(words, self.kinds, "kind")

    @cached_property
    def _kinds_by_word(self) -> dict[str, str]:
        """Every way of calling a kind, as words are compared → its key."""
        return {
            _compared(word): key
            for key, row in self.kinds.items()
            for word in (*row.words, row.plural, row.label, key.replace("_", " "))
        }

    def need(self, words: str) -> str:
        """Turn a label or key into a need's key."""
        return _one(words, self.needs, "need")

    def answer(self, question: str, words: str) -> str:
        """Turn a label or key into the key of one of `question`'s answers."""
        if words in self.answers[question]:
            return words
        key = key_of(words)
        if key not in self.answers[question]:
            choices = ", ".join(label_of(x) for x in self.answers[question])
            raise VocabularyError(f"[{question}] that is not one of the answers: choose one of {choices}.")
        return key

    def label(self, key: str) -> str:
        """Say a kind, need, group or answer in words."""
        for table in (self.kinds, self.needs, self.groups):
            if key in table:
                return table[key].label
        return label_of(key)

    def said(self, key: str) -> str:
        """Say a kind, need or group in the language spoken."""
        for context, table in (("a kind", self.kinds), ("a need", self.needs), ("a family of kinds", self.groups)):
            if key in table:
                return pgettext(context, table[key].label)
        return label_of(key)

    def said_many(self, kind: str) -> str:
        """Say many of a kind in the language spoken: “groups and clubs”."""
        return pgettext("many of a kind", self.kinds[kind].plural)

    def said_answer(self, question: str, key: str) -> str:
        """Say one of `question`'s answers in the language spoken; `question` is its key (“takes_new”)."""
        return pgettext(self.questions[question], label_of(key))


@cache
def vocabulary() -> Vocabulary:
    """Read the shipped vocabulary (once a process)."""
    kinds = _toml("kinds.toml")
    needs = _toml("needs.toml")["needs"]
    answers = _toml("answers.toml")
    return Vocabulary(
        groups={key: Group(key=key, **row) for key, row in kinds["groups"].items()},
        kinds={
            key: Kind(key=key, **row | {"words": tuple(row.get("words", ()))}) for key, row in kinds["kinds"].items()
        },
        needs={key: Need(key=key, label=row["label"], words=tuple(row.get("words", ()))) for key, row in needs.items()},
        answers={question: tuple(key_of(x) for x in row["answers"]) for question, row in answers.items()},
        questions={question: row["label"] for question, row in answers.items()},
    )


def key_of(words: str) -> str:
    """Turn a label into its key: `"group or club"` → `"group_or_club"`."""
    return re.sub(r"[^a-z0-9]+", "_", words.strip().lower()).strip("_")


def label_of(key: str) -> str:
    """Turn an answer's key back into words."""
    return key.replace("_", " ")


def _compared(words: str) -> str:
    """Give words as they are compared: `"Men’s Sheds & Cafés"` → `"mens sheds and cafes"`."""
    plain = "".join(x for x in unicodedata.normalize("NFKD", words) if not unicodedata.combining(x))
    plain = re.sub(r"['\u2019]", "", plain.lower()).replace("&", " and ")
    return " ".join("centre" if x == "center" else x for x in re.findall(r"[a-z0-9]+", plain))


def _one_or_many(words: str) -> Iterator[str]:
    """Yield words as they are compared: as they are, and the last of them as one of many."""
    said = _compared(words[:_LONGEST_WORD])
    yield said
    for ending, instead in (("ies", "y"), ("es", ""), ("s", "")):
        if said.endswith(ending):
            yield said.removesuffix(ending) + instead


def _toml(name: str) -> dict[str, Any]:  # TOML's own shape, checked by the constructors
    return tomllib.loads(shipped("data", "vocabulary", name).read_text(encoding="utf-8"))


def _one(words: str, table: Mapping[str, object], what: str) -> str:
    if words in table:
        return words
    key = key_of(words)
    keys = list(table)
    if key in keys:
        return key
    near = difflib.get_close_matches(key, keys, n=1, cutoff=0.6)
    meant = f" Did you mean “{label_of(near[0])}”?" if near else ""
    choices = ", ".join(label_of(x) for x in keys)
    raise VocabularyError(f"[{what}] that is not a {what} in the vocabulary.{meant} Choose one of: {choices}.")
