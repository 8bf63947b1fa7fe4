"""
Reference layers: a card says what an official file is, and `check` holds a file to it.

A card is one `layers/NAME.toml`. Adding another country's index is writing a card, with no Python.
"""

from assetmap.layers.card import Card, Class, Column, card, cards
from assetmap.layers.check import Problem, check, in_our_words
from assetmap.layers.reading import Look, Reading, cells, look, read

__all__ = [
    "Card", "Class", "Column", "Look", "Problem", "Reading", "card", "cards", "cells", "check", "in_our_words", "look",
    "read",
]  # fmt: skip
