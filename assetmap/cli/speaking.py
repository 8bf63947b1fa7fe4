"""What the shell says and where: one JSON object on standard output, everything else on standard error."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# What a terminal acts upon: controls (ECMA-48) but line feed and tab, and what turns a line around (UAX #9).
_ACTED_UPON = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def shown(text: str) -> str:
    """Make a text one that a terminal shows and does not act upon: ␛ stands for an escape."""
    return _ACTED_UPON.sub(lambda x: chr(0x2400 + ord(x[0])) if x[0] < " " else "\ufffd", text)


def _json(result: dict[str, Any]) -> str:
    """Write one JSON object; what a terminal acts upon is escaped, which is the same JSON."""
    text = json.dumps(result, ensure_ascii=False, allow_nan=False)
    return _ACTED_UPON.sub(lambda x: f"\\u{ord(x[0]):04x}", text)


def say(text: str) -> None:
    """Say something to the person at the terminal, aside from the result."""
    print(shown(text), file=sys.stderr)  # noqa: T201


def give(result: dict[str, Any], lines: Iterable[str], *, as_json: bool) -> None:
    """Give the result: as one JSON object, or as lines for people."""
    if as_json:
        print(_json(result))  # noqa: T201
        return
    for line in lines:
        print(shown(line))  # noqa: T201


def fail(sentence: str, *, as_json: bool, status: int = 1) -> int:
    """Say what is wrong and how to mend it; with JSON also as the one object."""
    say(f"assetmap: {sentence}")
    if as_json:
        print(_json({"error": sentence}))  # noqa: T201
    return status


def fault(error: Exception, *, as_json: bool) -> int:
    """Own up to a fault of the program: where it happened, and no value that somebody typed."""
    frames = extract_tb(error.__traceback__)
    own = [frame for frame in frames if "assetmap" in Path(frame.filename).parts] or frames
    where = f"{Path(own[-1].filename).name}:{own[-1].lineno}" if own else "nowhere"
    return fail(
        f"a fault in the program ({type(error).__name__} at {where}). Nothing half-done was kept; please report it.",
        as_json=as_json,
        status=70,
    )


def progress_bar(title: str) -> Callable[[str, float], None]:
    """
    Return a function `(what, share)` that draws one bar on standard error, on terminals alone.

    `share` goes from 0 to 1.
    """
    if not sys.stderr.isatty():
        return lambda _what, _share: None

    def draw(what: str, share: float) -> None:
        width = 28
        full = round(width * min(max(share, 0.0), 1.0))
        end = "\n" if share >= 1 else ""
        line = f"\r{title} {'█' * full}{'·' * (width - full)} {share:4.0%} {what[:34]:<34}{end}"
        print(line, end="", file=sys.stderr, flush=True)  # noqa: T201

    return draw
