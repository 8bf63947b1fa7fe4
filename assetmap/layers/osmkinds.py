"""What a thing of OpenStreetMap is here by its tags, and which are never taken over."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from assetmap.layers.osmtags import osm_tags

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assetmap.layers.osmtags import Tags

NAMES = ("name", "official_name", "name:en", "loc_name", "short_name", "alt_name", "brand")
"""Under which tags a thing is called something, the best first."""
_TOLD = (*NAMES, "old_name", "operator", "description", "note", "website", "contact:website")
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2019\u2018\u02bc`\u00b4", "'"))


def called(tags: Mapping[str, str]) -> str:
    """Return what people call it, or ""."""
    return next((name for key in NAMES if (name := tags.get(key, "").strip())), "")


def kind_of(tags: Mapping[str, str]) -> str:
    """Return the key of the kind that tags say, by the first entry of `osm_tags.toml` that fits, or ""."""
    asked = _keys_of_kinds()
    return _kind(tuple((key, value) for key, value in tags.items() if key in asked))


@cache
def _keys_of_kinds() -> frozenset[str]:
    return frozenset(key for entry in osm_tags().kinds for table in (entry.tags, entry.also) for key in table)


@lru_cache(maxsize=8192)
def _kind(pairs: tuple[tuple[str, str], ...]) -> str:
    """Say it of the tags that matter: an extract has the same few a hundred thousand times."""
    tags = dict(pairs)
    for entry in osm_tags().kinds:
        if carries(tags, entry.tags) and (not entry.also or carries(tags, entry.also)):
            return entry.kind
    return ""


def never_because(tags: Mapping[str, str], kind: str) -> str:
    """
    Say why a thing is not taken over: the `why` of an entry of `never`; "" where it may be.

    Homes are told by their tags whatever their kind; what is nothing of ours (`kind` is "") is no more than that.
    """
    for entry in osm_tags().never:
        if (kind or entry.words) and carries(tags, entry.tags):
            return entry.why
        if kind and entry.words and kind not in entry.not_for and _any_of(entry.words).search(_told(tags)):
            return entry.why
    return ""


def carries(tags: Mapping[str, str], table: Tags) -> bool:
    """Say whether tags carry any of a table's; a value such as `cafe;library` is both."""
    for key, few in table.items():
        value = tags.get(key)
        if value is not None and ("*" in few or any(x.strip() in few for x in value.split(";"))):
            return True
    return False


def _told(tags: Mapping[str, str]) -> str:
    texts = [value for key, value in tags.items() if key in _TOLD or key.startswith("name:")]
    return "\n".join(texts).translate(_APOSTROPHES).casefold()


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Match any of the words as words, with and without its apostrophe, and run together as in an address."""
    apart = {re.escape(form) for word in words for form in (word, word.replace("'", ""))}
    together = {re.escape(re.sub("[ ']", "", word)) for word in words if " " in word}
    return re.compile(rf"\b(?:{'|'.join(sorted(apart))})s?\b|{'|'.join(sorted(together))}")
