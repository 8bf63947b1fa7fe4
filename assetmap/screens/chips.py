"""What stands on chips: groups and kinds with the symbol of theirs before the words, as labels of Streamlit's."""

from __future__ import annotations

from functools import cache

from assetmap.cartography.symbols import symbol_address
from assetmap.vocabulary import vocabulary
from assetmap.wording import capital

_SYMBOL_PX = 20


def group_words(key: str) -> str:
    """Name one of the ten groups, with the shape of its family."""
    first = next(kind.key for kind in vocabulary().kinds.values() if kind.group == key)
    return f"![]({_address(first)}) {capital(vocabulary().said(key))}"


def kind_words(key: str) -> str:
    """Name a kind, with its symbol."""
    return f"![]({_address(key)}) {capital(vocabulary().said(key))}"


def need_words(key: str) -> str:
    """Name something that a thing helps with."""
    return capital(vocabulary().said(key))


@cache  # eighteen drawings
def _address(kind: str) -> str:
    return symbol_address(kind, size_px=_SYMBOL_PX)
