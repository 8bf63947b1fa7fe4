"""A stranger's cell as one of our fields: read with patience, and told where it could not be used."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from assetmap.assets import Asset, in_languages
from assetmap.errors import VocabularyError
from assetmap.exchange.cells import (
    answer_in,
    day_in,
    list_in,
    plain_text,
    postcode_in,
    text_in,
    whole_number_in,
    without_tags,
)
from assetmap.exchange.guessing import CONTACT, contact_in, is_contact, kind_in
from assetmap.exchange.own import own_value
from assetmap.exchange.placing.coordinates import grid_reference
from assetmap.exchange.problems import Problem, quoted
from assetmap.vocabulary import NOT_KNOWN, key_of, vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable

    from assetmap.exchange.headings import Columns
    from assetmap.exchange.sheets import Row

    _Told = Callable[[str, str], None]

_SPECS = {spec.name: spec for spec in dataclasses.fields(Asset)}
_NUMBERS = {name for name, spec in _SPECS.items() if spec.type == "int | None"}
_DAYS = {name for name, spec in _SPECS.items() if spec.type == "date | None"}
_ANSWERS = {name for name, spec in _SPECS.items() if spec.default == NOT_KNOWN} | {"how_checked"}
_BEHIND_ADDRESS = re.compile(r"\s*[(\[]?\s*[-+]?\d{1,3}\.\d+\s*,\s*[-+]?\d{1,3}\.\d+\s*[)\]]?\s*$")
_ONLY_NUMBERS = re.compile(r"(?:[\W\d]|\b(?:lat|lon|lng|long|latitude|longitude|[nsew])\b)*", re.IGNORECASE)
_LONGEST_PLACE = 60
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


@dataclass(frozen=True)
class Values:
    """Reads the fields of rows; `kind` is what they are where they do not say."""

    columns: Columns
    kind: str | None

    def of(self, row: Row, problems: list[Problem]) -> dict[str, Any]:
        """Read every field of a row that says something; what could not be used is told in `problems`."""
        values = {}
        for field in self.columns.fields:
            value = self._value(field, row, problems)
            if value not in (None, "", ()) and not (value == NOT_KNOWN and field in _ANSWERS):
                values[field] = value
        return values

    def _value(self, field: str, row: Row, problems: list[Problem]) -> Any:
        headings = self.columns.fields[field]
        for heading in headings[:1] if field == "name" else headings:  # a group is not its organisation, unasked
            cell = row.cells.get(heading)
            if self.columns.is_own or field == "schedules":
                return own_value(field, cell, row=row.number, problems=problems)
            text = text_in(cell)
            if text and field in CONTACT and is_contact(heading):
                cell = text = self._of_contact(field, heading, text)
            if not text:
                continue
            return self._strange(field, cell, heading, row, problems)
        return None

    def _of_contact(self, field: str, heading: str, text: str) -> str:
        """Take one part of a cell that may hold a number, an address and a name; all of it if a person says so."""
        fields = [x for x in CONTACT if heading in self.columns.fields.get(x, ())]
        return contact_in(text).get(field, text if len(fields) == 1 else "")

    def _strange(self, field: str, cell: Any, heading: str, row: Row, problems: list[Problem]) -> Any:
        """Read a stranger's cell; what cannot be used is told, and the row is kept."""

        def told(what: str, mend: str) -> None:
            problems.append(Problem(row.number, heading, what, mend, kept=True))

        field, tag = in_languages.split(field)
        if tag:
            return self._translated(field, cell)
        if field == "own_words":
            return cell if isinstance(cell, str) else text_in(cell)
        if field in _NUMBERS:
            number = whole_number_in(cell)
            if number is None or number < 0:
                told("not a number", "it was left empty: write a whole number.")
            return None if number is None or number < 0 else number
        if field in _DAYS:
            day = day_in(cell)
            if day is None:
                told("not a day", "it was left empty: write days as 2026-11-03.")
            return day
        return self._chosen(field, cell, told)

    def _translated(self, field: str, cell: Any) -> str:
        """Read a text in a further language as its field is read."""
        if field == "own_words":
            return cell if isinstance(cell, str) else text_in(cell)
        text = without_tags(cell)[0] if field == "description" else plain_text(cell)
        return re.sub(r"[\r\n]+", " ", text) if field == "name" else text

    def _chosen(self, field: str, cell: Any, told: _Told) -> Any:
        if field == "kind":
            return self._kind(cell, told)
        if field in _ANSWERS:
            return self._answer(field, cell, told)
        if field in {"needs", "offered"}:
            return self._several(field, cell, told)
        return tuple(list_in(cell)) if field == "languages" else self._text(field, cell, told)

    def _text(self, field: str, cell: Any, told: _Told) -> str:
        text = plain_text(cell)
        if field == "name":
            text = re.sub(r"[\r\n]+", " ", text)
        elif field == "postcode":
            text = postcode_in(text) or text
        elif field == "address":
            text = address_in(text)
        elif field == "email" and "@" not in text:
            told("not an email address", "it was left empty: an address has an @ in it.")
            text = ""
        elif field == "website" and not _LINK.fullmatch(text):
            if found := _LINK.search(text):
                text = found[0]
            elif "." not in text or (_SCHEME.match(text) and not re.match(r"[\w.-]+:\d", text)):
                told("not a web address", "it was left empty: an address begins with https://.")
                text = ""
        return text

    def _kind(self, cell: Any, told: _Told) -> str | None:
        text = text_in(cell)
        found = kind_in(text)
        if found is None and self.kind is not None:  # without one it is refused by its record
            said = f"{quoted(text.lower(), most=40)} is none of the kinds known here"
            told("not a kind of ours", f"{said}: taken as {vocabulary().label(self.kind)}.")
        return found or (text if self.kind is None else None)

    def _answer(self, field: str, cell: Any, told: _Told) -> str:
        question = field if field in vocabulary().answers else "yes_no"
        try:
            return vocabulary().answer(question, answer_in(cell))
        except VocabularyError as error:
            told("not an answer", f"it was left as not known. {str(error).split('] ', 1)[-1]}")
            return ""

    def _several(self, field: str, cell: Any, told: _Told) -> tuple[str, ...]:
        read = vocabulary().need if field == "needs" else partial(vocabulary().answer, "offered")
        out, strange = [], ""
        for item in list_in(cell):
            # A comma may stand between two needs, or inside one of ours.
            for part in [item] if key_of(item) in vocabulary().needs else list_in(item.replace(",", ";")):
                try:
                    out.append(read(part))
                except VocabularyError as error:
                    strange = strange or str(error).split("] ", 1)[-1]
        if strange:
            told("not a word of ours", f"what is not was left out. {strange}")
        return tuple(out)


def address_in(cell: Any) -> str:
    """Read an address without the “(51.4, -2.3)” that some programs put behind it."""
    text = plain_text(cell)
    text = (text[:-100] + _BEHIND_ADDRESS.sub("", text[-100:])).strip(" ,\n")
    if len(text) < _LONGEST_PLACE and (_ONLY_NUMBERS.fullmatch(text) or grid_reference(text)):
        return ""
    return text
