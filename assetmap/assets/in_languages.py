"""What an asset says of itself in further languages: texts that stand beside its own, never in their place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Never

from assetmap.errors import AssetError

if TYPE_CHECKING:
    from collections.abc import Iterable

TEXTS = ("name", "own_words", "description", "hours_text", "cost", "only_for", "transport")
"""The fields that may be said in further languages."""

# BCP 47 (RFC 5646, 2.1): language of two or three letters, then script, region and variants. No grandfathered tags.
_TAG = re.compile(r"([a-z]{2,3})(-[a-z]{4})?(-(?:[a-z]{2}|\d{3}))?((?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*)", re.IGNORECASE)


class SaidIn(dict[str, Any]):  # a dict, so that JSON, pandas and whatever else takes it as one
    """A mapping that stays as it was made, so that the frozen record that holds it has a hash."""

    __slots__ = ()

    def _refused(self, *_: object, **__: object) -> Never:
        raise TypeError("a record is not changed: make another one with Asset.changed")

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _refused

    def __hash__(self) -> int:  # type: ignore[override]
        """Be the same for the same texts."""
        return hash(frozenset(self.items()))

    def __copy__(self) -> SaidIn:
        """Return itself: nothing of it changes."""
        return self

    def __deepcopy__(self, _: object) -> SaidIn:
        """Return itself: nothing of it changes."""
        return self

    def __reduce__(self) -> tuple[type[SaidIn], tuple[dict[str, Any]]]:
        """Be pickled as a dict."""
        return SaidIn, (dict(self),)


NOTHING_SAID = SaidIn()


def tag_of(code: str) -> str:
    """
    Write the code of a language as BCP 47 does: `PL` → `pl`, `zh-hant` → `zh-Hant`, `pt-br` → `pt-BR`.

    Raises
    ------
    AssetError
        It is no such code.
    """
    match = _TAG.fullmatch(code.strip().replace("_", "-"))
    if match is None:
        raise AssetError('[said_in] a language is a code of two or three letters: "pl" for Polish, "cy" for Welsh.')
    language, script, region, variants = match.groups(default="")
    return f"{language.lower()}{script.title()}{region.upper()}{variants.lower()}"


def checked(texts: object) -> SaidIn:
    """
    Read texts as language → field → text; a blank one is none.

    Raises
    ------
    AssetError
        A language is no code, a field cannot be said in another language, or a text is none.
    """
    if type(texts) is SaidIn and not texts:
        return texts
    said: dict[str, dict[str, str]] = {}
    for code, fields in _pairs(texts, 'it is written by languages: {"pl": {"name": "Zupa"}}.'):
        tag = tag_of(code)
        kept = dict(_pairs(fields, 'of each language its fields: {"pl": {"name": "Zupa"}}.'))
        for name, text in kept.items():
            if name not in TEXTS:
                raise AssetError(f"[said_in, {tag}] no field is said in further languages but {', '.join(TEXTS)}.")
            if not isinstance(text, str):
                raise AssetError(f"[said_in, {tag}, {name}] it is a text in quotation marks.")
        said[tag] = said.get(tag, {}) | {name: text for name, text in kept.items() if text.strip()}
    return ordered(said)


def ordered(said: Mapping[str, Mapping[str, str]]) -> SaidIn:
    """Put texts in order, languages by code and fields as in `TEXTS`, and hold them so; other fields are left out."""
    held = (
        (tag, SaidIn({name: said[tag][name] for name in TEXTS if said[tag].get(name)})) for tag in sorted(said)
    )  # fmt: skip
    return SaidIn({tag: texts for tag, texts in held if texts})


def known(record: Any) -> dict[str, dict[str, str]]:
    """Take what can be read from a record, perhaps of a newer version: its further fields are left out."""
    if not isinstance(record, dict):
        return {}
    return {
        tag: {name: text for name, text in texts.items() if name in TEXTS and isinstance(text, str)}
        for tag, texts in record.items()
        if isinstance(tag, str) and _TAG.fullmatch(tag) and isinstance(texts, dict)
    }


def further(said: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Lay texts out by the names that they go by: `name:pl` → text."""
    return {f"{name}:{tag}": text for tag, texts in said.items() for name, text in texts.items()}


def recorded(record: Mapping[str, Any], name: str) -> Any:
    """Return what stood in a field of a record, of `name:pl` too; None where nothing did."""
    field, tag = split(name)
    return known(record.get("said_in")).get(tag, {}).get(field) if tag else record.get(name)


def split(name: str) -> tuple[str, str]:
    """Split the name of a text in a language: `name:pl` → `("name", "pl")`; of any other field `(name, "")`."""
    field, _, tag = name.partition(":")
    return field, tag


def of_language(said: Mapping[str, Mapping[str, str]], field: str, language: str) -> tuple[str, str]:
    """
    Find a text in a language, and the code that it stands under; `("", "")` where there is none.

    Asked for `pt-BR` what is said in `pt` is found too, and asked for `zh` what is said in `zh-Hant`.
    """
    tag = tag_of(language) if language else ""
    primary = tag.partition("-")[0]
    near: Iterable[str] = (tag, primary, *(x for x in said if x.partition("-")[0] == primary))
    return next(((text, x) for x in near if (text := said.get(x, {}).get(field, ""))), ("", ""))


def _pairs(value: object, mend: str) -> list[tuple[str, Any]]:
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
        raise AssetError(f"[said_in] {mend}")
    return list(value.items())
