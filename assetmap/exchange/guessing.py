"""What a column holds by what stands in it, where its heading alone does not say: Location, Contact, Type, Run by."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

from assetmap.errors import VocabularyError
from assetmap.exchange.cells import answer_in, text_in
from assetmap.exchange.headings import folded, words
from assetmap.exchange.placing.coordinates import grid_reference, pair_in, unreadable
from assetmap.vocabulary import vocabulary

if TYPE_CHECKING:
    from assetmap.exchange.headings import Columns
    from assetmap.exchange.sheets import Sheet

_LOOKED_AT = 500
_A_WORD = 3
_LONGEST_CONTACT = 500
_EMAIL = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_LINK = re.compile(r"(?:https?://|www\.)[^\s,;]{3,200}", re.IGNORECASE)
_PHONE = re.compile(
    r"(?<![\w.])(?:\+|\(?0)[\d\s().-]{7,18}\d(?!\w)(?:\s{0,2}(?:ext|x)\.?\s{0,2}\d{1,5})?", re.IGNORECASE
)
_FIGURES = re.compile(r"[1-9]\d{2,4} ?\d{3} ?\d{3}")
_SAYS_WHICH = re.compile(
    r"\b(?:tel(?:ephone)?|phone|mob(?:ile)?|e-?mail|website|web|call|contact|text|ring|or|and|on|at|via)\b[.:]*|\b[tem]:",
    re.IGNORECASE,
)
CONTACT = ("phone", "email", "contact_name", "website")
"""What may stand under “Contact”."""


def by_cells(columns: Columns, sheet: Sheet) -> Columns:
    """Look at what stands in the columns whose headings leave open what they hold."""
    if columns.is_own:
        return columns
    cells = _Cells(sheet)
    columns = _with_contacts(_with_kinds(columns, cells), cells)
    return _placed(_run_by(columns, cells), cells)


def contact_in(text: str) -> dict[str, str]:
    """
    Take apart what stands under “Contact”.

    Returns
    -------
    parts
        Telephone numbers, email address, web address and the name that is left, each where there is one: field → text.
    """
    text = text[:_LONGEST_CONTACT]
    found: dict[str, str] = {}
    if _FIGURES.fullmatch(text):  # a spreadsheet took the number for figures, and its 0 away
        return {"phone": text}
    for field, pattern in (("email", _EMAIL), ("website", _LINK), ("phone", _PHONE)):
        said = list(dict.fromkeys(x.strip(" .,;/") for x in pattern.findall(text)))
        if said:
            found[field] = ", ".join(said) if field == "phone" else said[0]
            text = pattern.sub(" ", text)
    name = re.sub(r"\s+", " ", _SAYS_WHICH.sub(" ", text) if found else text).strip(" .,;:/()-\u2013|&")
    if sum(x.isalpha() for x in name) >= _A_WORD:
        found["contact_name"] = name
    return found


def is_contact(heading: str) -> bool:
    """Say whether a heading may stand above telephone numbers, addresses and names alike."""
    return folded(heading).rstrip("_") in words()["guessed"]["contact"]


def kind_in(text: str) -> str | None:
    """Read a kind; of several in one cell (“Cafe / pub”) the first that is one."""
    for part in [text, *re.split(r"[/;,&|+]|\band\b|\s-\s", text[:200])]:
        try:
            return vocabulary().kind(part)
        except VocabularyError:
            continue
    return None


class _Cells:
    """What stands in the first rows of a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self.headings = sheet.headings

    def of(self, heading: str) -> list[str]:
        return [x for row in self._sheet.rows[:_LOOKED_AT] if (x := text_in(row.cells.get(heading)))]

    def headings_of(self, guessed: str) -> list[str]:
        known = words()["guessed"][guessed]
        return [x for x in self.headings if x and folded(x).rstrip("_") in known]


def _with_kinds(columns: Columns, cells: _Cells) -> Columns:
    if "kind" in columns.fields:
        return columns
    for heading in cells.headings_of("kind"):
        said = cells.of(heading)
        if said and 2 * sum(kind_in(x) is not None for x in said) >= len(said):
            return dataclasses.replace(columns, fields={**columns.fields, "kind": (heading,)})
    return columns


def _with_contacts(columns: Columns, cells: _Cells) -> Columns:
    fields = dict(columns.fields)
    for heading in cells.headings_of("contact"):
        if heading in fields.get("name", ()):
            continue
        there = {part for x in cells.of(heading) for part in contact_in(x)}
        for field in CONTACT:
            if field in there:
                fields[field] = (*fields.get(field, ()), heading)
    return dataclasses.replace(columns, fields=fields)


def _run_by(columns: Columns, cells: _Cells) -> Columns:
    """Take “Run by” for the organisation where none of its cells is one of our answers."""
    runs = columns.fields.get("run_by", ())
    said = [x for heading in runs for x in cells.of(heading)]
    if not said or any(_is_answer(x) for x in said):
        return columns
    fields = {key: found for key, found in columns.fields.items() if key != "run_by"}
    fields["organisation"] = (*fields.get("organisation", ()), *runs)
    return dataclasses.replace(columns, fields=fields)


def _is_answer(text: str) -> bool:
    try:
        vocabulary().answer("run_by", answer_in(text))
    except VocabularyError:
        return False
    return True


def _placed(columns: Columns, cells: _Cells) -> Columns:
    """Let a column be pairs of coordinates only if some of its cells are; words are an address or a description."""
    fields, pairs = dict(columns.fields), []
    address = fields.get("address", ())
    for heading in columns.place.get("pair", ()):
        said = cells.of(heading)
        numbers = [x for x in said if pair_in(x) or grid_reference(x) or unreadable(x)]
        in_words = folded(heading).rstrip("_") in words()["guessed"]["in_words"]
        if numbers or not said:
            pairs.append(heading)
            if numbers and not any(_says_more(x) for x in said):
                address = tuple(x for x in address if x != heading)
            elif in_words and said and not address:
                address = (heading,)
        elif in_words and not any(heading in found for found in fields.values()):
            address = (*address, heading)
    fields["address"] = address
    return dataclasses.replace(
        columns,
        fields={key: found for key, found in fields.items() if found},
        place={**columns.place, "pair": tuple(pairs)},
    )


def _says_more(text: str) -> bool:
    """Say whether a cell holds words beside its numbers."""
    if grid_reference(text) or unreadable(text) or "://" in text:
        return False
    return sum(x.isalpha() for x in re.sub(r"(?i)\b(?:lat|lon|lng|long|latitude|longitude)\b", "", text)) >= _A_WORD
