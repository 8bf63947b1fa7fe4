"""How words are written wherever they stand, in any language: on a screen, on paper, in an error."""

from __future__ import annotations


def capital(words: str) -> str:
    """Begin with a capital letter, and leave the rest as it is."""
    return words[:1].upper() + words[1:]
