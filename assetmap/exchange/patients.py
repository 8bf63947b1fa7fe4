"""
Files that look like a list of patients are not taken in, whatever else is in them.

A column is one of patients' if it holds their numbers (`patient_numbers`), days of birth beside people's names, or if
its heading belongs to a record of care and nothing else. What is said of it never repeats a cell.
"""

from __future__ import annotations

import dataclasses
import re
import weakref
from array import array
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from assetmap.errors import PatientsError
from assetmap.exchange import patient_numbers as numbers
from assetmap.exchange.cells import day_in
from assetmap.exchange.headings import folded, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from assetmap.exchange.sheets import Sheet

_MOST_ROWS = 3
_OLDEST = 110
_DEEPEST = 6

# Headings, folded and without their underscores.
_OF_NUMBERS = frozenset({
    "nhs", "nhsnumber", "nhsno", "nhsnum", "nhsnr", "nhsid", "nhsref", "patientnhsnumber", "patientnhsno",
    "clientnhsnumber",
    "chi", "chinumber", "chino", "hcnumber", "hcno", "handcnumber", "healthandcarenumber", "hcn", "rhifgig",
    "newnhsnumber",
    "nhsnumberpatient", "personnhsnumber", "nhsidentifier",
})  # fmt: skip
_OF_BIRTH = frozenset({
    "dob", "dateofbirth", "birthdate", "birthday", "dayofbirth", "birthdt", "dateborn", "born", "borndate", "bornon",
    "patientdob", "clientdob", "dobirth", "dyddiadgeni", "persondob", "dobddmmyyyy", "dateofbirthddmmyyyy", "pdob",
})  # fmt: skip
_OF_CARE = frozenset({
    "patient", "patientname", "patientsname", "nameofpatient", "patientfullname", "patientfirstname", "patientforename",
    "patientsurname", "patientlastname", "patientid", "patientno", "patientnumber", "patientref", "patientreference",
    "patientinitials", "patientaddress", "patientpostcode", "patientphone", "patienttelephone", "patientemail",
    "clientname", "clientsname", "nameofclient", "clientfirstname", "clientforename", "clientsurname", "clientlastname",
    "clientid", "clientno", "clientnumber", "clientref", "clientinitials", "serviceusername", "nameofserviceuser",
    "serviceuserid", "nextofkin", "nextofkinname", "nok", "nokname", "nextofkinphone", "nextofkincontact",
    "referralreason", "reasonforreferral", "reasonreferred", "presentingcomplaint", "presentingproblem", "diagnosis",
    "diagnoses", "primarydiagnosis", "secondarydiagnosis", "diagnosiscode", "diagnosisdate", "medication",
    "medications",
    "currentmedication", "currentmedications", "repeatmedication", "prescribedmedication",
    "medicalhistory", "pastmedicalhistory", "pmh", "snomed", "snomedct", "snomedcode", "snomedctcode", "snomedcodes",
    "snomedconceptid", "snomedconcept", "readcode", "readcodes", "readv2", "readv3", "ctv3", "icd10", "icd10code",
    "icd10codes", "icdcode", "icdcodes", "icd11", "icd11code", "dmdcode", "opcs4", "opcscode", "gprecord", "gprecordid",
    "emisnumber", "emisno", "emisid", "systmoneid", "systm1id", "hospitalnumber", "hospitalno", "mrn",
    "medicalrecordnumber", "registeredgp", "usualgp", "phq9", "phq9score", "gad7", "gad7score", "frailtyscore",
    "consultationnotes", "clinicalnotes", "careplan",
})  # fmt: skip
_OTHER_NUMBERS = re.compile(
    r"phone|(?:^|_)tel(?:$|_|no|e)|fax|mobile|(?:^|_)(?:uprn|usrn|toid|ean|gtin|barcode|isbn|issn|sku|ukprn|x|y|lat|"
    r"lon|lng)(?:$|_)|charity|company|easting|northing|latitude|longitude|(?:^|_)(?:osm|way|node|changeset)|grid_?ref|"
    r"contact_?(?:number|no)$|facebook|geom|wkt|coordinates|timestamp"
)
_OTHER_DAYS = re.compile(
    r"open|clos|start|begin|from|until|end|till|expir|updat|chang|modif|creat|add|check|review|verif|visit|inspect|"
    r"found|establish|since|regist|incorporat|publish|valid|award|grant|paid|date_of_(?!birth)|install|built|build|"
    r"appoint|join|elect|train|dbs|contact|hour|time|day|next|last|event|session|renew|due|rating|survey|record"
)
_FIRST = frozenset({"firstname", "forename", "givenname", "christianname", "firstnames", "forenames", "givennames"})
_LAST = frozenset({"lastname", "surname", "familyname", "secondname"})
_OR_COUNTED = frozenset({"patient", "careplan", "medication", "diagnosis"})
"""Of these a place may say whether it has them, or how many: “Patient: yes”, “Diagnosis: 12”."""
_TITLED = re.compile(r"(?:mr|mrs|miss|ms|mx|master)\.? \w", re.IGNORECASE)
_COUNTED = re.compile(r"(?:\d+(?:\.0+)?|yes|no|y|n|true|false|n/?a|-|)", re.IGNORECASE)
_SAYS_BORN = re.compile(r"\b(?:d\.? ?o\.? ?b\b\.?|date of birth)", re.IGNORECASE)
_BORN = re.compile(
    rf"{_SAYS_BORN.pattern}\W{{0,6}}"
    r"(\d{1,2}[ /.\-](?:\d{1,2}|[A-Za-z]{3,9})[ /.\-]\d{2,4}|\d{4}-\d{2}-\d{2})",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Patients:
    """
    Where a file looks like patients, without a word of what it holds.

    `column` counts from 1; `heading` is "" where the heading itself could be somebody's data. `rows`: the first few
    of `many`; `what`: `numbers`, `births` or `care`; `sheet`: which of the file's sheets, 0 where there is but one.
    """

    what: str
    column: int
    heading: str
    rows: tuple[int, ...]
    many: int
    sheet: int = 0

    @property
    def sentence(self) -> str:
        """Say what it looks like, where, and what to do."""
        where = f"the column “{self.heading}”" if self.heading else f"column {self.column}"
        where += f" of sheet {self.sheet}" if self.sheet else ""
        return (
            f"this file looks like a list of patients, and nothing of it was kept: {where} {_LOOKS[self.what]} "
            f"({self._rows()}). A map of what a community offers never holds anything about a patient. Where these are "
            f"patients, this is not the place for them. Where they are not, {_MEND[self.what]}"
        )

    def _rows(self) -> str:
        if not self.rows:
            return "in its first line"
        shown = [str(x) for x in self.rows]
        if self.many > len(shown):
            return f"rows {', '.join(shown)} and {self.many - len(shown):,} more"
        return f"row {shown[0]}" if len(shown) == 1 else f"rows {', '.join(shown[:-1])} and {shown[-1]}"


_LOOKS = {
    "numbers": "has what are NHS, CHI or H&C numbers by their check digits or their heading",
    "births": "has dates of birth",
    "care": "belongs to a record of somebody's care",
}
_COPY = "make a copy of the file without that column, and choose the copy."
_MEND = {
    "numbers": f"say in the heading what the numbers are (“Telephone”, “UPRN”), or {_COPY}",
    "births": f"say in the heading what the days are (“Opened on”, “Last checked”), or {_COPY}",
    "care": f"give the column another heading, or {_COPY}",
}


def refuse_patients(*sheets: Sheet, today: date | None = None) -> None:
    """
    Stop a file of which any sheet looks like patients. A sheet that was looked at already is not looked at again.

    Raises
    ------
    PatientsError
        It does; the sentence says why, by heading and row numbers alone.
    """
    for at, sheet in enumerate(sheets, 1):
        if _is_known(sheet):
            continue
        found = patients_in(sheet, today=today)
        if found is not None:
            raise PatientsError(dataclasses.replace(found, sheet=at if len(sheets) > 1 else 0).sentence)
        _known[id(sheet)] = weakref.ref(sheet, partial(_forget, id(sheet)))


_known: dict[int, weakref.ref[Sheet]] = {}
"""Sheets that were looked at and are in use."""


def _forget(number: int, _: object) -> None:
    _known.pop(number, None)


def _is_known(sheet: Sheet) -> bool:
    known = _known.get(id(sheet))
    return known is not None and known() is sheet


def patients_in(sheet: Sheet, *, today: date | None = None) -> Patients | None:
    """
    Look for patients in a list: their numbers first, then headings of care, then days of birth.

    Parameters
    ----------
    today
        For ages; the day it is.

    Returns
    -------
    patients
        The first column that looks like it, or None.
    """
    list_ = _List(sheet, today=today or date.today())  # noqa: DTZ011  an age is the same in every time zone
    for what, look in (("numbers", _numbers), ("care", _care), ("births", _births)):
        for at, column in enumerate(list_.columns, 1):
            found = look(column, list_)
            if found is not None:
                rows = [sheet.rows[column.places[x]].number for x in found]
                heading = _sayable(column.heading)
                return Patients(what=what, column=at, heading=heading, rows=tuple(rows[:_MOST_ROWS]), many=len(rows))
    return None


class _Column:
    """The filled cells of one column (`places`: their rows), each as one line of plain text."""

    def __init__(self, heading: str) -> None:
        self.heading = heading
        self.folded = folded(heading).rstrip("_")
        self.squeezed = self.folded.replace("_", "")
        self.places = array("L")
        self.cells: list[Any] = []

    @cached_property
    def texts(self) -> list[str]:
        return [_text(x) for x in self.cells]

    @cached_property
    def whole(self) -> str:
        """All of it, to be searched as one text."""
        return numbers.as_one(self.texts)


class _List:
    """A sheet by its columns: those of its headings, and what only some rows say (JSON, tags of OpenStreetMap)."""

    def __init__(self, sheet: Sheet, *, today: date) -> None:
        self.today = today
        self.rows = len(sheet.rows)
        found = {heading: _Column(heading) for heading in sheet.headings if heading}
        for place, row in enumerate(sheet.rows):
            for heading, cell in row.cells.items():
                if cell is None or cell == "":
                    continue
                column = found.get(heading)
                if column is None:
                    column = found[heading] = _Column(heading)
                column.places.append(place)
                column.cells.append(cell)
        self.columns = tuple(found.values())

    @cached_property
    def is_of_people(self) -> bool:
        """Whether the rows are people: first and last names, or names with “Mr” and “Mrs”."""
        squeezed = {x.squeezed for x in self.columns}
        if squeezed & _FIRST and squeezed & _LAST:
            return True
        names = next((x.texts for x in self.columns if x.squeezed in {"name", "fullname"}), [])
        return bool(names) and 2 * sum(1 for x in names if _TITLED.match(x)) >= len(names)


def _text(value: Any, depth: int = 0) -> str:
    """Give a cell as one line, lists and objects too."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, str):
        return numbers.plain(value).replace(numbers.APART, " ").strip()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return " ; ".join(_text(x, depth + 1) for x in value) if depth < _DEEPEST else ""
    return str(value)


def _numbers(column: _Column, of: _List) -> Sequence[int] | None:
    """Find patients' numbers: places among the column's cells, none of them where the heading itself is one."""
    if _in(column.squeezed, _OF_NUMBERS):
        held = numbers.any_number(column.whole)
        return numbers.places_of(held, column.texts) if held else None
    if _is_a_number_itself(column.heading):
        return ()
    if not numbers.may_hold_any(column.whole):
        return None
    is_other = bool(_OTHER_NUMBERS.search(column.folded))
    good = numbers.in_column(column.whole, is_known_as_other=is_other, rows=of.rows)
    good |= numbers.in_words(column.whole)
    if not is_other:
        good |= numbers.as_printed(column.whole)
        good |= numbers.all_of_them(column.whole) if of.is_of_people else frozenset()
    return numbers.places_of(good, column.texts) if good else None


def _is_a_number_itself(heading: str) -> bool:
    """Say whether the line that should hold headings holds somebody's number: a list without headings."""
    text = numbers.plain(heading).strip()
    found = numbers.any_number(f"{numbers.APART}{text}{numbers.APART}")
    return any(numbers.is_valid(x) and numbers.is_issued(x) for x in found) or bool(numbers.in_words(text))


def _care(column: _Column, of: _List) -> Sequence[int] | None:  # noqa: ARG001  one shape for all
    if not _in(column.squeezed, _OF_CARE):
        return None
    said = [at for at, text in enumerate(column.texts) if text]
    if column.squeezed in _OR_COUNTED:
        said = [at for at in said if not _COUNTED.fullmatch(column.texts[at])]
    return said or None


def _births(column: _Column, of: _List) -> Sequence[int] | None:
    named = _in(column.squeezed, _OF_BIRTH)
    if named or (of.is_of_people and not _OTHER_DAYS.search(column.folded)):
        days = {at: day for at in range(len(column.cells)) if (day := _day(column, at, of.today)) is not None}
        days = {at: day for at, day in days.items() if _is_an_age(day, of.today)}
        if days and (named or _looks_like_births(column, days, of.today)):
            return list(days)
    if _SAYS_BORN.search(column.whole) is None:
        return None
    return [at for at, text in enumerate(column.texts) if _says_birth(text, of.today)] or None


def _looks_like_births(column: _Column, days: Mapping[int, date], today: date) -> bool:
    """Most cells are days, and they do not all lie within the last two years, as those of meetings do."""
    return 2 * len(days) > len(column.cells) and min(days.values()).year < today.year - 2


def _day(column: _Column, at: int, today: date) -> date | None:
    value = column.cells[at]
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = column.texts[at]
    return _day_of(text, today) if 6 <= len(text) <= 40 else None


def _day_of(text: str, today: date) -> date | None:
    day = day_in(text)
    if day is not None:
        return day
    short = re.fullmatch(r"(\d{1,2})[ /.\-](\d{1,2}|[A-Za-z]{3})[A-Za-z]*[ /.\-](\d{2}|\d{4})", text)
    if short is None:
        return None
    month = int(short[2]) if short[2].isdigit() else _MONTHS.get(short[2].lower(), 0)
    year = int(short[3])
    if len(short[3]) == 2:
        year += 2000 if 2000 + year <= today.year else 1900
    try:
        return date(year, month, int(short[1]))
    except ValueError:
        try:
            return date(year, int(short[1]), month)  # month first
        except ValueError:
            return None


_MONTHS = {
    x: at
    for at, x in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}


def _is_an_age(day: date, today: date) -> bool:
    return day <= today and today.year - day.year <= _OLDEST


def _says_birth(text: str, today: date) -> bool:
    return any((day := _day_of(match, today)) is not None and _is_an_age(day, today) for match in _BORN.findall(text))


def _in(squeezed: str, known: frozenset[str]) -> bool:
    """Say whether a heading is one of those, also with a number behind it as a second column of its name gets."""
    return squeezed in known or re.sub(r"(?<=[a-z])[2-9]$", "", squeezed) in known


def _sayable(heading: str) -> str:
    """
    Give a heading if it is one that people use; else "": the first line of a list without headings is somebody's.
    """
    squeezed = folded(heading).replace("_", "")
    return heading.strip() if _in(squeezed, _OF_NUMBERS | _OF_BIRTH | _OF_CARE) or squeezed in _usual() else ""


def _usual() -> frozenset[str]:
    return frozenset(x.replace("_", "") for x in _walked(words())) | _USUAL


def _walked(table: Any) -> Iterator[str]:
    if isinstance(table, str):
        yield table
    elif isinstance(table, dict):
        for value in table.values():
            yield from _walked(value)
    elif isinstance(table, list):
        for value in table:
            yield from _walked(value)


_USUAL = frozenset({
    "ref", "reference", "number", "no", "id", "code", "identifier", "uniqueid", "notes", "note", "comments", "comment",
    "remarks", "info", "information", "details", "other", "date", "day", "when", "column1", "column2", "column3", "key",
    "text", "value", "field", "person", "people", "member", "memberno", "membership", "membershipno", "membernumber",
})  # fmt: skip
