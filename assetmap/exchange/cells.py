"""What a cell says, read with patience: numbers with commas, days, yes and no, text with HTML in it."""

from __future__ import annotations

import html
import json
import math
import re
from datetime import date, datetime
from functools import cache
from html.parser import HTMLParser
from typing import Any

from assetmap.exchange.headings import folded, words
from assetmap.vocabulary import key_of

_TAGS = re.compile(r"</?(?:a|b|i|u|p|br|hr|em|strong|div|span|table|thead|tbody|tr|t[dh]|ul|ol|li|h[1-6]|center|font|img|small|html|body|script|style)\b[^<>]*/?>", re.IGNORECASE)  # fmt: skip  # noqa: E501  one list
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)[ \u00a0]*(\d[A-Z]{2})\b", re.IGNORECASE)
_LONG_NUMBER = re.compile(r"&#\d{8,}")  # no letter has such a number, and Python reads none of thousands of digits
_LONGEST_NOTHING = 12
_LONGEST_HTML = 20_000
_MOST_ITEMS = 100
_HALF_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?", re.IGNORECASE)
_DAYS = ("%d/%m/%Y", "%Y/%m/%d", "%d-%m-%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y")


def text_in(value: Any) -> str:
    """Give a cell as text, stripped; what only says that it is empty (N/A, NULL) is empty."""
    if isinstance(value, str):
        text = value.strip()
        return "" if len(text) < _LONGEST_NOTHING and text.casefold() in _nothing() else text
    if value is None or isinstance(value, bool):
        return "" if value is None else ("yes" if value else "no")
    if isinstance(value, float):
        if not math.isfinite(value):
            return ""
        value = int(value) if value.is_integer() and abs(value) < 2**53 else value
    if isinstance(value, list | tuple):
        return "; ".join(x for x in map(text_in, value) if x)
    text = str(value).strip()
    return "" if text.casefold() in _nothing() else text


def plain_text(value: Any) -> str:
    """Give a cell as text with HTML entities read (`Elliott&#39;s`) and nothing else changed."""
    text = text_in(value)
    return html.unescape(_LONG_NUMBER.sub("", text)).strip() if "&" in text else text


def without_tags(value: Any) -> tuple[str, dict[str, str]]:
    """
    Take the HTML out of a description.

    Returns
    -------
    text, table
        What a reader would see, and the rows of two cells that tables in it hold (KML keeps its columns so):
        folded heading → text.
    """
    text = text_in(value)
    if not _TAGS.search(text):
        return plain_text(text), {}
    reader = _Reader()
    reader.feed(_LONG_NUMBER.sub("", text[:_LONGEST_HTML]))
    reader.close()
    table = {folded(row[0]): row[1] for row in reader.rows if len(row) == 2 and row[1]}
    said = "".join(reader.said).replace("\xa0", " ")
    said = re.sub(r"<[^<>]*$", "", said)  # cut off in the middle of a tag
    lines = [re.sub(r"[ \t]+", " ", line).strip() for line in said.splitlines()]
    out = "\n".join(line for line in lines if line)
    # The caption that mapping programs put above such a table says nothing on its own.
    return ("" if out.casefold() == "attributes" else out), table


class _Reader(HTMLParser):
    _BLOCKS = frozenset({"p", "br", "div", "tr", "li", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "ul", "ol"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.rows: list[list[str]] = []
        self._silent = 0
        self._in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  not shown
        if tag in {"script", "style"}:
            self._silent += 1
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self._in_cell = True
            if self.rows:
                self.rows[-1].append("")
        if tag in self._BLOCKS:
            self.said.append("\n")
        elif tag in {"td", "th"}:
            self.said.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self._silent = max(0, self._silent - 1)
        if tag in {"td", "th"}:
            self._in_cell = False
        if tag in self._BLOCKS:
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        self.said.append(data)
        if self._in_cell and self.rows and self.rows[-1]:
            self.rows[-1][-1] = f"{self.rows[-1][-1]}{data}".strip()


def number_in(value: Any) -> float | None:
    """Read a number; None where there is none. `375,114` is thousands, `51,5` a decimal comma; may be NaN."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return math.inf if abs(value) > 1e300 else float(value)
    text = "" if value is None else str(value).strip().replace("\u2212", "-").replace("\u00a0", "")
    if text.casefold() in {"nan", "inf", "-inf", "infinity", "-infinity"}:
        return math.nan
    if text.casefold() in _nothing():
        return None
    if _THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    elif text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    if not re.fullmatch(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", text):
        return None
    return float(text)


def whole_number_in(value: Any) -> int | None:
    """Read a whole number of at most nine digits, or None."""
    number = number_in(value)
    return (
        int(number) if number is not None and math.isfinite(number) and abs(number) < 1e9 and number % 1 == 0 else None
    )


def day_in(value: Any) -> date | None:
    """Read a day: `2026-11-03`, `3/11/2026` (day first), `3 Nov 2026`, a time after it ignored."""
    text = text_in(value)
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        pass
    text = re.split(r"\s+-\s+|[ T]\d{1,2}:", text)[0].strip()
    for form in _DAYS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  a day has no time zone
        except ValueError:
            continue
    return None


def answer_in(value: Any) -> str:
    """Turn other people's yes and no into ours; what is not among them comes back as it is."""
    text = text_in(value)
    answers: dict[str, str] = words()["cells"]["answers"]
    return key_of(answers.get(text.casefold(), text))


def list_in(value: Any) -> list[str]:
    """Read several values (at most 100): a JSON list, or text split at semicolons or bars."""
    if isinstance(value, list | tuple):
        return [x for x in (str(item) for item in value[:_MOST_ITEMS] if isinstance(item, str | int)) if x]
    text = text_in(value)
    if text.startswith("["):
        try:
            inner = json.loads(text)
        except (ValueError, RecursionError):
            inner = None
        if isinstance(inner, list):
            return list_in(inner)
    return [x for x in (part.strip() for part in re.split(r"[;|]", text)[:_MOST_ITEMS]) if x]


def postcode_in(text: str) -> str:
    """Give the British postcode in a text in its usual form (`BA2 3QE`), or ""."""
    match = _POSTCODE.search(text)
    return f"{match[1]} {match[2]}".upper() if match else ""


def is_half_a_postcode(text: str) -> bool:
    """Say whether a text is only the first part of a British postcode."""
    return bool(_HALF_POSTCODE.fullmatch(text.strip()))


@cache
def _nothing() -> frozenset[str]:
    return frozenset(words()["cells"]["nothing"])
