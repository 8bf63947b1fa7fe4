"""
What a spreadsheet says of its cells and its values do not: errors, formulas never worked out, percent, leading zeros.

Looked up in the XML of XLSX and ODS by itself, for the library that reads the values gives an error as an empty cell.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assetmap.exchange.reading.markup import elements

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from xml.etree.ElementTree import Element

    At = tuple[int, int]

_PERCENT = {9, 10}
"""Number formats 9 and 10 are 0% and 0.00% (ECMA-376 part 1, 18.8.30)."""
_FURTHEST = 20_000_000
"""Cells between the first and the last: beyond, one stands far out and the space between would have to be filled."""
_MANIFEST = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
_MOST_COLUMNS = 16_384
_REPEATED = 1_000
_ODS_NOTED = re.compile(rb"""value-type\s*=\s*["'](?:error|percentage)["']|formula=["']|rows-spanned=["'](?!1["'])""")
_REFERENCE = re.compile(rb'\br=["\']([A-Z]{1,3})(\d{1,7})["\']')


@dataclass
class Notes:
    """
    Where, from 0 (row, column): error cells, formulas without a value, percent, how many digits are shown, and the
    addresses behind cells. What is hidden counts rows and columns.
    """

    errors: set[At] = field(default_factory=set)
    not_worked_out: set[At] = field(default_factory=set)
    percent: set[At] = field(default_factory=set)
    digits: dict[At, int] = field(default_factory=dict)
    merged: list[tuple[At, At]] = field(default_factory=list)
    links: dict[At, str] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    is_too_wide: bool = False


def notes_of_xlsx(content: bytes, name: str) -> Mapping[str, Notes]:
    """Look through the sheets of an XLSX by name; what cannot be found out is left out."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = _parts(archive, name)
        percent, digits = _styles(archive, name)
        noted = {}
        for table, part in parts.items():
            xml = archive.read(part)
            noted[table] = _noted(xml, percent, digits)
            _note_hidden(xml, noted[table])
            noted[table].links = _links(archive, part, xml, name)
        return noted


def _parts(archive: zipfile.ZipFile, name: str) -> dict[str, str]:
    """Find the file of each sheet: workbook → relationships → part."""
    members = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= members:
        return {}
    targets = {
        x.element.get("Id", ""): x.element.get("Target", "")
        for x in elements(archive.read("xl/_rels/workbook.xml.rels"), name, wanted={"Relationship"})
    }
    parts = {}
    for found in elements(archive.read("xl/workbook.xml"), name, wanted={"sheet"}):
        target = targets.get(found.element.get("id", ""), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in members:
            parts[found.element.get("name", "")] = part
    return parts


def _styles(archive: zipfile.ZipFile, name: str) -> tuple[set[int], dict[int, int]]:
    """Say which styles show percent, and which show so many digits whatever the number: `00000000000`."""
    if "xl/styles.xml" not in archive.namelist():
        return set(), {}
    formats: dict[int, str] = {}
    used: list[int] = []
    for found in elements(archive.read("xl/styles.xml"), name, wanted={"numFmt", "cellXfs"}):
        element = found.element
        if element.tag == "numFmt":
            formats[_whole(element.get("numFmtId"))] = element.get("formatCode", "")
        else:
            used = [_whole(x.get("numFmtId")) for x in element if x.tag == "xf"]
    percent = {at for at, each in enumerate(used) if each in _PERCENT or is_percent(formats.get(each, ""))}
    digits = {at: len(formats[each]) for at, each in enumerate(used) if re.fullmatch("00+", formats.get(each, ""))}
    return percent, digits


def is_percent(code: str) -> bool:
    """Say whether a number format shows percent; what stands in quotes does not count."""
    return bool(re.search(r"%", re.sub(r'"[^"]*"|\\.', "", code)))


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else 0


def _noted(xml: bytes, percent: Iterable[int], digits: Mapping[int, int]) -> Notes:
    """Look through the XML of one sheet."""
    root = re.search(rb"<(\w+:)?worksheet\b", xml[:10_000])
    cell = b"<" + (root[1] or b"" if root else b"") + b"c"
    prefix = cell[1:-1]
    notes = Notes()
    for match in re.finditer(re.escape(cell) + rb"""\s[^>]*\bt=["']e["'][^>]*>""", xml):
        notes.errors |= _at(match[0])
    formula = re.escape(b"<" + prefix + b"f")
    closing = re.escape(b"</" + prefix + b"f>")
    empty = b"<" + re.escape(prefix) + rb"v\s*/>|<" + re.escape(prefix) + rb"v>\s*</" + re.escape(prefix) + b"v>"
    never = re.escape(cell) + rb"(\s[^>]*)>" + formula + rb"(?:\s[^>]*)?(?:/>|>[^<]*" + closing + rb")(?:" + empty
    for match in re.finditer(never + rb")?</" + re.escape(prefix) + rb"c>", xml):
        notes.not_worked_out |= _at(match[1])
    styles = sorted({*percent, *digits})
    if styles:
        which = b"|".join(b"%d" % x for x in styles)
        for match in re.finditer(re.escape(cell) + rb"""\s[^>]*\bs=["'](""" + which + rb""")["'][^>]*>""", xml):
            style = int(match[1])
            for at in _at(match[0]):
                if style in digits:
                    notes.digits[at] = digits[style]
                else:
                    notes.percent.add(at)
    columns: set[bytes] = set()
    lowest = 0
    for letters, number in re.findall(re.escape(cell) + rb"""\s[^>]*?\br=["']([A-Z]{1,3})(\d{1,7})["'][^>/]*>""", xml):
        columns.add(letters)
        lowest = max(lowest, int(number))
    notes.is_too_wide = lowest * max((_column(x) for x in columns), default=0) > _FURTHEST
    return notes


def _note_hidden(xml: bytes, notes: Notes) -> None:
    """Find rows and columns out of sight: nobody who sends a list thinks of them."""
    for match in re.finditer(rb"""<(?:\w+:)?(row|col)\s[^>]*\bhidden=["'](?:1|true)["'][^>]*>""", xml):
        said = dict(re.findall(rb"""\b(r|min|max)=["'](\d{1,7})["']""", match[0]))
        if match[1] == b"row" and b"r" in said:
            notes.hidden_rows.append(int(said[b"r"]) - 1)
        elif match[1] == b"col" and {b"min", b"max"} <= said.keys():
            notes.hidden_columns += range(int(said[b"min"]) - 1, min(int(said[b"max"]), _MOST_COLUMNS))


def _links(archive: zipfile.ZipFile, part: str, xml: bytes, name: str) -> dict[At, str]:
    """Find the web addresses behind cells; they stand beside the sheet. Nothing is called."""
    folder, _, file = part.rpartition("/")
    beside = f"{folder}/_rels/{file}.rels"
    if not re.search(rb"<(?:\w+:)?hyperlink\s", xml) or beside not in archive.namelist():
        return {}
    targets = {
        x.element.get("Id", ""): x.element.get("Target", "")
        for x in elements(archive.read(beside), name, wanted={"Relationship"})
    }
    found: dict[At, str] = {}
    for match in re.finditer(rb"<(?:\w+:)?hyperlink\s[^>]*>", xml):
        said = dict(re.findall(rb"""\b(ref|id)=["']([\w:$]{1,40})["']""", match[0]))
        target = targets.get(said.get(b"id", b"").decode("utf-8", "replace"), "")
        at = _at(b' r="' + said.get(b"ref", b"").partition(b":")[0] + b'"')
        if target.lower().startswith(("http://", "https://")):
            found |= dict.fromkeys(at, target)
    return found


def _at(attributes: bytes) -> set[At]:
    found = _REFERENCE.search(attributes)
    return {(int(found[2]) - 1, _column(found[1]) - 1)} if found else set()


def _column(letters: bytes) -> int:
    """Count as spreadsheets do, from 1: A → 1, AA → 27."""
    number = 0
    for each in letters:
        number = number * 26 + each - 64
    return number


def notes_of_ods(content: bytes, name: str) -> Mapping[str, Notes]:
    """Look through the sheets of an ODS; one without errors and percent is not looked through twice."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "content.xml" not in archive.namelist():
            return {}
        xml = archive.read("content.xml")
    if not _ODS_NOTED.search(xml):
        return {}
    noted: dict[str, Notes] = {}
    rows: dict[str, int] = {}
    for found in elements(xml, name, wanted={"table-row"}, titled={"table"}):
        table = found.inside[0] if found.inside else ""
        notes, row = noted.setdefault(table, Notes()), rows.get(table, 0)
        again = max(_whole(found.element.get("number-rows-repeated")), 1)
        column = 0
        for cell in found.element:
            times = max(_whole(cell.get("number-columns-repeated")), 1)
            if cell.get("value-type") or cell.get("formula"):
                across = range(column, column + min(times, _REPEATED))
                at = {(x, y) for x in range(row, row + min(again, _REPEATED)) for y in across}
                _note_ods(cell, at, notes)
                if (down := _whole(cell.get("number-rows-spanned"))) > 1:
                    notes.merged.append(((row, column), (row + down - 1, column)))
            column += times
        rows[table] = row + again
    return noted


def _note_ods(cell: Element, at: set[At], notes: Notes) -> None:
    kind = cell.get("value-type")
    if kind == "error":
        notes.errors |= at
    elif kind == "percentage":
        notes.percent |= at
    elif kind is None:
        notes.not_worked_out |= at


def without_blanks(content: bytes) -> bytes:
    """Write an ODS anew without the blanks that some programs put between rows and cells, and one reader refuses."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for member in old.namelist():
            inside = old.read(member)
            if member == "content.xml":
                inside = re.sub(rb"(</?table:[^>]*>)\s+(?=<)", rb"\1", re.sub(rb">\s+(?=</?table:)", b">", inside))
            new.writestr(member, inside)
        if "META-INF/manifest.xml" not in old.namelist():
            new.writestr("META-INF/manifest.xml", _MANIFEST)
    return buffer.getvalue()
