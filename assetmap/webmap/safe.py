"""
The one chokepoint through which every text goes into a web page.

folium's templates are compiled a second time after they were filled in, so a name such as `{{7*7}}` would run as
Python on this machine. What leaves here is safe as HTML, as JavaScript and as a template: nothing in it can end a
tag, a string, a template literal or open a template's brackets.
"""

from __future__ import annotations

import html
import json
import re
from typing import Any

from assetmap.errors import ExchangeError

# As \u escapes within JSON strings; the brackets of JSON itself never stand in pairs that a template reads.
_IN_JSON = {
    ord(x): f"\\u{ord(x):04x}"
    for x in "<>&`$'{}\u2028\u2029\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
}
_IN_HTML = {ord(x): f"&#{ord(x)};" for x in "`$\\{}"}
# Not for reading at all: control characters, halves of characters.
_UNSHOWN = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufeff\ufffe\uffff\ud800-\udfff]")
# Unicode 16, UAX #9: what turns the reading direction around.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_BOLD, _PLAIN = "\ue000", "\ue001"  # nobody's letters
_BETWEEN = re.compile(f"{_BOLD}([^{_BOLD}{_PLAIN}]*){_PLAIN}")
_NOT_BOLD = dict.fromkeys(map(ord, (_BOLD, _PLAIN)))
_TEMPLATE = re.compile(r"\{[{%#]")


def straight(text: str) -> str:
    """Drop what cannot be shown, and what would turn the words after it around."""
    return _TURNING.sub("", _UNSHOWN.sub("", text))


def html_text(text: str, *, as_typed: bool = False) -> str:
    """
    Make a text safe between tags and within a quoted attribute.

    Residents' own words are kept `as_typed`, letter for letter; they stand in an element of their own, out of which
    no turned direction leaks.
    """
    said = _UNSHOWN.sub("", text) if as_typed else straight(text)
    return html.escape(said, quote=True).translate(_IN_HTML)


def bold(text: str) -> str:
    """Mark a text to be bold in a sentence that `html_bold` writes."""
    return f"{_BOLD}{text.translate(_NOT_BOLD)}{_PLAIN}"


def html_bold(sentence: str) -> str:
    """Make a sentence safe, with what `bold` has marked in bold."""
    said = _BETWEEN.sub(r"<b>\1</b>", html_text(sentence))
    return said.translate(_NOT_BOLD)


def json_text(value: Any) -> str:
    """
    Write JSON that is safe inside `<script>`, inside a JavaScript string or template literal, and in a template.

    Control characters go; what turns the reading direction is written as an escape (`straight` drops it).
    """
    plain = json.dumps(_clean(value), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _STRING.sub(lambda match: _guarded(match.group()), plain)


_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')


def _guarded(string: str) -> str:
    # A backslash that JSON wrote is part of an escape and stays; all else that means something elsewhere goes.
    return string.translate(_IN_JSON).replace("\\\\", "\\u005c")


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return _UNSHOWN.sub("", value)
    if isinstance(value, dict):
        return {_UNSHOWN.sub("", str(key)): _clean(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_clean(inner) for inner in value]
    return value


def nothing_runs(page: str) -> str:
    """
    Give back a page that holds no opening of a template.

    Raises
    ------
    ExchangeError
        One got through: the page is not written.
    """
    if _TEMPLATE.search(page):
        raise ExchangeError("the page was not written: a text in it could be run as a program. Please report this.")
    return page
