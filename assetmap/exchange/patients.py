"""
Files that look like a list of patients are not taken in, whatever else is in them.

A column is one of patients' if it holds their numbers (`patient_numbers`), days of birth beside people's names, or if
its heading belongs to a record of care and nothing else. What is said of it never repeats a cell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from assetmap.errors import PatientsError
from assetmap.exchange import patient_numbers as numbers
from assetmap.exchange.cells import day_in
from assetmap.exchange.headings import folded, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
    "currentmedication", "currentmedications", "repeatmedication", "prescribedmedication", "prescriptions",
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
_TITLED = re.compile(r"(?:mr|mrs|miss|ms|mx|master)\.? \w", re.IGNORECASE)
_COUNTED = re.compile(r"(?:\d+(?:\.0+)?|yes|no|y|n|true|false|n/?a|-|)", re.IGNORECASE)
_BORN = re.compile(
    r"\b(?:d\.? ?o\.? ?b\b\.?|date of birth)\W{0,6}"
    r"(\d{1,2}[ /.\-](?:\d{1,2}|[A-Za-z]{3,9})[ /.\-]\d{2,4}|\d{4}-\d{2}-\d{2})",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Patients:
    """
    Where a file looks like patients, without a word of what it holds.

    `column` counts from 1; `heading` is "" where the heading itself could be somebody's data. `rows`: the first few
    of `many`; `what`: `numbers`, `births` or `care`.
    """

    what: str
    column: int
    heading: str
    rows: tuple[int, ...]
    many: int

    @property
    def sentence(self) -> str:
        """Say what it looks like, where, and what to do."""
        where = f"the column “{self.heading}”" if self.heading else f"column {self.column}"
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


def refuse_patients(sheet: Sheet, *, today: date | None = None) -> None:
    """
    Stop a file that looks like patients.

    Raises
    ------
    PatientsError
        It does; the sentence says why, by heading and row numbers alone.
    """
    found = patients_in(sheet, today=today)
    if found is not None:
        raise PatientsError(found.sentence)


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
    today = today or date.today()  # noqa: DTZ011  an age is the same in every time zone
    headings = _headings(sheet)
    columns = {heading: _Cells(sheet, heading) for heading in headings}
    looks = (_numbers, _care, _births)
    for look in looks:
        for at, heading in enumerate(headings, 1):
            found = look(columns[heading], columns, today)
            if found is not None:
                what, places = found
                rows = tuple(sheet.rows[x].number for x in places[:_MOST_ROWS])
                return Patients(what=what, column=at, heading=_sayable(heading), rows=rows, many=len(places))
    return None


def _headings(sheet: Sheet) -> tuple[str, ...]:
    """Give all headings: those of the file, and what only some rows say (JSON)."""
    known = dict.fromkeys(x for x in sheet.headings if x)
    for row in sheet.rows:
        if not known.keys() >= row.cells.keys():
            known |= dict.fromkeys(row.cells)
    return tuple(known)


class _Cells:
    """The cells of one column, each as one line of plain text; made when first asked for."""

    def __init__(self, sheet: Sheet, heading: str) -> None:
        self.heading = heading
        self.folded = folded(heading).rstrip("_")
        self.squeezed = self.folded.replace("_", "")
        self.rows = len(sheet.rows)
        self._sheet = sheet
        self._texts: list[str] | None = None

    @property
    def texts(self) -> list[str]:
        if self._texts is None:
            self._texts = [_text(row.cells.get(self.heading)) for row in self._sheet.rows]
        return self._texts

    def raw(self, at: int) -> Any:
        return self._sheet.rows[at].cells.get(self.heading)


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


_Found = tuple[str, list[int]] | None


def _numbers(column: _Cells, columns: Mapping[str, _Cells], today: date) -> _Found:  # noqa: ARG001  one shape for all
    if _in(column.squeezed, _OF_NUMBERS):
        held = numbers.any_number(numbers.Column(cells=column.texts).text)
        return ("numbers", numbers.rows_with(held, column.texts)) if held else None
    if _is_a_number_itself(column.heading):
        return "numbers", []
    whole = numbers.Column(cells=column.texts)
    if not numbers.may_hold_any(whole.text):
        return None
    is_other = bool(_OTHER_NUMBERS.search(column.folded))
    people = not is_other and _is_about_people(columns)
    good = numbers.in_column(whole, is_known_as_other=is_other, rows=column.rows)
    good |= numbers.in_words(whole.text)
    if not is_other:
        good |= numbers.as_printed(whole.text)
    if people:
        good |= {x for x in numbers.any_number(whole.text) if numbers.is_valid(x) and numbers.is_issued(x)}
    return ("numbers", numbers.rows_with(good, column.texts)) if good else None


def _is_a_number_itself(heading: str) -> bool:
    """Say whether the line that should hold headings holds somebody's number: a list without headings."""
    text = numbers.plain(heading).strip()
    found = numbers.any_number(f"{numbers.APART}{text}{numbers.APART}")
    return any(numbers.is_valid(x) and numbers.is_issued(x) for x in found) or bool(numbers.in_words(text))


def _care(column: _Cells, columns: Mapping[str, _Cells], today: date) -> _Found:  # noqa: ARG001  one shape for all
    if not _in(column.squeezed, _OF_CARE):
        return None
    said = [at for at, text in enumerate(column.texts) if text]
    if column.squeezed in {"patient", "prescriptions", "careplan", "medication", "diagnosis"}:
        # “Patient: yes”, “Prescriptions: 12”: what a place offers, or how many it has.
        said = [at for at in said if not _COUNTED.fullmatch(column.texts[at])]
    return ("care", said) if said else None


def _births(column: _Cells, columns: Mapping[str, _Cells], today: date) -> _Found:
    named = _in(column.squeezed, _OF_BIRTH)
    if named or _may_be_births(column, columns):
        days = {at: day for at in range(column.rows) if (day := _day(column, at, today)) and _is_an_age(day, today)}
        if named and days:
            return "births", list(days)
        if days and _looks_like_births(column, days, today):
            return "births", list(days)
    said = [at for at, text in enumerate(column.texts) if "b" in text.lower() and _says_birth(text, today)]
    return ("births", said) if said else None


def _may_be_births(column: _Cells, columns: Mapping[str, _Cells]) -> bool:
    return not _OTHER_DAYS.search(column.folded) and _is_about_people(columns)


def _is_about_people(columns: Mapping[str, _Cells]) -> bool:
    """Say whether the rows are people: first and last names, or names with “Mr” and “Mrs”."""
    squeezed = {x.squeezed for x in columns.values()}
    if squeezed & _FIRST and squeezed & _LAST:
        return True
    for column in columns.values():
        if column.squeezed in {"name", "fullname"}:
            names = [x for x in column.texts if x]
            if names and 2 * sum(1 for x in names if _TITLED.match(x)) >= len(names):
                return True
    return False


def _looks_like_births(column: _Cells, days: Mapping[int, date], today: date) -> bool:
    """Most cells are days, and they do not all lie within the last two years, as those of meetings do."""
    filled = sum(1 for x in column.texts if x)
    return 2 * len(days) > filled and min(days.values()).year < today.year - 2


def _day(column: _Cells, at: int, today: date) -> date | None:
    value = column.raw(at)
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
