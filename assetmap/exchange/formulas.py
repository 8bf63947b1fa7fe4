"""Cells that a spreadsheet would run: made harmless on the way out, given back letter for letter on the way in."""

from __future__ import annotations

import re

# What a spreadsheet would run (OWASP, CSV Injection, 2024: = + - @ tab, carriage return, line feed and their
# full-width twins), also after spaces, with any apostrophes that were put before it.
_FORMULA = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")


def defused(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would run; `fused` takes it away again, letter for letter."""
    return f"'{text}" if _FORMULA.match(text) else text


def fused(text: str) -> str:
    """Take away the apostrophe that `defused` (or somebody's spreadsheet) put there."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
