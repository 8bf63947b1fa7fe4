"""One row of a stranger's file at a time: its values, its place, what it is known by, and what is wrong with it."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from assetmap.assets import Asset, in_languages
from assetmap.crs import BRITISH_NATIONAL_GRID
from assetmap.errors import AssetError, VocabularyError
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
from assetmap.exchange.headings import folded, words
from assetmap.exchange.identity import asset_id, digest
from assetmap.exchange.limits import ANSWERS, limits_in
from assetmap.exchange.own import own_value
from assetmap.exchange.problems import Problem, quoted
from assetmap.vocabulary import NOT_KNOWN, key_of, vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable

    from shapely.geometry.base import BaseGeometry

    from assetmap.exchange.headings import Columns
    from assetmap.exchange.sheets import Row, Sheet
    from assetmap.exchange.whereabouts import Finder

    _Told = Callable[[str, str], None]

_SPECS = {spec.name: spec for spec in dataclasses.fields(Asset)}
_NUMBERS = {name for name, spec in _SPECS.items() if spec.type == "int | None"}
_DAYS = {name for name, spec in _SPECS.items() if spec.type == "date | None"}
_ANSWERS = {name for name, spec in _SPECS.items() if spec.default == NOT_KNOWN} | {"how_checked"}
_BEHIND_ADDRESS = re.compile(r"\s*[(\[]?\s*[-+]?\d{1,3}\.\d+\s*,\s*[-+]?\d{1,3}\.\d+\s*[)\]]?\s*$")
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


@dataclass
class _Draft:
    """A row on its way: its values, what it may be known by, and where it is."""

    row: Row
    values: dict[str, Any]
    number: str
    where: BaseGeometry | None
    held: bool


@dataclass
class Reading:
    columns: Columns
    finder: Finder
    kind: str | None
    dataset: str
    secret: bytes
    held: set[str] = dataclasses.field(default_factory=set)

    def assets(self, sheet: Sheet) -> tuple[list[Asset], list[Problem]]:
        problems = list(sheet.problems)
        if not self.columns.says_where and not self.columns.is_own and all(row.shape is None for row in sheet.rows):
            mend = "no column of coordinates, addresses or postcodes was found: the assets are kept without a place."
            problems.append(Problem(None, None, "no places", mend, kept=True))
        drafts = []
        for row in sheet.rows:
            draft, found = self._draft(row)
            problems += found
            if draft is not None:
                drafts.append(draft)
        self._put_zeros_back(drafts, problems)
        taken: dict[str, int] = {}
        assets = []
        for draft, source_id in zip(drafts, self._identities(drafts), strict=True):
            asset = self._made(draft, source_id, problems)
            if asset is None:
                continue
            if asset.id in taken:
                mend = f"it is the same as row {taken[asset.id]} (name and place): it was kept once."
                problems.append(Problem(draft.row.number, None, "repeated", mend))
                continue
            taken[asset.id] = draft.row.number
            if draft.held:
                self.held.add(asset.id)
            assets.append(asset)
        problems.sort(key=lambda x: -1 if x.row is None else x.row)
        return assets, problems

    def _draft(self, row: Row) -> tuple[_Draft | None, list[Problem]]:
        problems: list[Problem] = []
        values: dict[str, Any] = {}
        for field in self.columns.fields:
            value = self._value(field, row, problems)
            if value not in (None, "", ()) and not (value == NOT_KNOWN and field in _ANSWERS):
                values[field] = value
        held = values.get("status") == "draft" or any(
            field not in values and text_in(row.cells.get(field)) for field in ANSWERS if field in self.columns.fields
        )
        if self.columns.limits:
            limits, held = limits_in(row, self.columns.limits, problems=problems)
            values |= limits
        tabled = self._describe(values, row)
        trouble = self._name(values, row, tabled)
        if trouble is not None:
            return None, [*problems, trouble]
        self._join_parts(values, row)
        where, repairs, found = self.finder.find(row, self.columns)
        problems += found
        if where is None and any(not x.kept for x in found):
            return None, problems
        if repairs and not values.get("repairs"):
            values["repairs"] = repairs
        if "postcode" not in values and not self.columns.is_own and (code := postcode_in(values.get("address", ""))):
            values["postcode"] = code
        if where is None and not found and self.columns.says_where and not self.columns.is_own:
            mend = "no coordinates and no postcode were found in it: it is kept without a place."
            problems.append(Problem(row.number, None, "no place", mend, kept=True))
        number = next((x for h in self.columns.identity if (x := text_in(row.cells.get(h))) not in {"", "0"}), "")
        return _Draft(row, values, number, where, held), problems

    def _value(self, field: str, row: Row, problems: list[Problem]) -> Any:
        for heading in self.columns.fields[field]:
            cell = row.cells.get(heading)
            if self.columns.is_own or field == "schedules":
                return own_value(field, cell, row=row.number, problems=problems)
            if not text_in(cell):
                continue
            return self._strange(field, cell, heading, row, problems)
        return None

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
        elif field == "address":  # without the "(51.4, -2.3)" that some programs put behind it
            text = (text[:-100] + _BEHIND_ADDRESS.sub("", text[-100:])).strip(" ,\n")
        elif field == "email" and "@" not in text:
            text = ""
        elif field == "website" and not _LINK.fullmatch(text):
            if found := _LINK.search(text):
                text = found[0]
            elif _SCHEME.match(text) and not re.match(r"[\w.-]+:\d", text):
                told("not a web address", "it was left empty: an address begins with https://.")
                text = ""
        return text

    def _kind(self, cell: Any, told: _Told) -> str | None:
        try:
            return vocabulary().kind(text_in(cell))
        except VocabularyError as error:
            if self.kind is None:
                return text_in(cell)  # refused by the record, with the row's number
            told(
                "not a kind of ours",
                f"it was taken as {vocabulary().label(self.kind)}. {str(error).split('] ', 1)[-1]}",
            )
            return None

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

    def _describe(self, values: dict[str, Any], row: Row) -> dict[str, str]:
        """Put what a reader would see in place of the description's HTML; give the table that was in it."""
        heading = next((h for h in self.columns.fields.get("description", ()) if text_in(row.cells.get(h))), None)
        if heading is None or self.columns.is_own:
            return {}
        text, table = without_tags(row.cells.get(heading))
        values.pop("description", None)
        if text and text != values.get("name"):
            values["description"] = text
        return table

    def _name(self, values: dict[str, Any], row: Row, tabled: dict[str, str]) -> Problem | None:
        """Make sure of a name; the table inside a KML description may hold it. Own names stay as they are."""
        name, heading = values.get("name", ""), self.columns.name
        if self.columns.is_own and name.strip():
            return None
        if name and not _by_a_program(name):
            return None
        known = [tabled[x] for x in words()["fields"]["name"] if tabled.get(x) and not _by_a_program(tabled[x])]
        if known:
            values["name"] = known[0]
            return None
        if name:
            mend = f"{quoted(name, most=30)} was put there by a program: write what people call it."
            return Problem(row.number, heading, "not a name", mend)
        mend = "it needs a name: what do people call it?"
        for other in self.columns.perhaps:
            if other != heading and (said := text_in(row.cells.get(other))):
                mend += f' If {quoted(said)} in "{other}" is its name, copy it over.'
                break
        return Problem(row.number, heading, "no name", mend)

    def _join_parts(self, values: dict[str, Any], row: Row) -> None:
        for field, groups in self.columns.parts.items():
            joint = ", " if field == "address" else " "
            for group in sorted(groups, key=len, reverse=True):
                parts = list(dict.fromkeys(x for h in group if (x := plain_text(row.cells.get(h))) not in {"", "0"}))
                if parts and (field not in values or (field == "phone" and len(parts) > 1)):
                    values[field] = joint.join(parts)

    def _put_zeros_back(self, drafts: list[_Draft], problems: list[Problem]) -> None:
        """British numbers that a spreadsheet took for figures lost their 0: ten digits, 1225430450."""
        if self.columns.is_own or self.finder.metric_crs != BRITISH_NATIONAL_GRID:
            return
        mended = 0
        for draft in drafts:
            phone = draft.values.get("phone", "")
            digits = re.sub(r"\s", "", phone)
            if re.fullmatch(r"[1-37-9]\d{8,9}", digits):
                draft.values["phone"], mended = f"0{phone}", mended + 1
            elif phone and len(re.sub(r"\D", "", phone)) < 3:
                del draft.values["phone"]
        if mended:
            mend = f"a spreadsheet had taken the leading 0 of {mended}: it was put back."
            problems.append(
                Problem(
                    None, next(iter(self.columns.fields.get("phone", ())), None), "telephone numbers", mend, kept=True
                )
            )

    def _made(self, draft: _Draft, source_id: str, problems: list[Problem]) -> Asset | None:
        values = dict(draft.values)
        if self.kind is not None:
            values.setdefault("kind", self.kind)
        if not (self.columns.is_own and values.get("id")):
            status = said if (said := values.get("status")) in {"paused", "closed"} else "draft"
            own = {"source": self.dataset, "source_id": source_id, "status": status}
            values = {"how_checked": "imported"} | values | own
            values["id"] = asset_id(self.secret, self.dataset, source_id)
            values.pop("short", None)
        values.setdefault("kind", "")
        told = {name: values.pop(name) for name in tuple(values) if ":" in name}
        if not self.columns.is_own:  # the name once more, as OpenStreetMap has it
            told = {x: text for x, text in told.items() if text != values.get(in_languages.split(x)[0])}
        try:
            asset = Asset(where=draft.where, **values)
            return asset.changed(**told) if told else asset
        except (AssetError, VocabularyError) as error:
            match = re.match(r"\[(\w+)[^\]]*\]\s*(.*)", str(error), re.DOTALL)
            column = next(iter(self.columns.fields.get(match[1], (match[1],))), None) if match else None
            problems.append(Problem(draft.row.number, column, "not an asset yet", match[2] if match else str(error)))
            return None

    def _identities(self, drafts: list[_Draft]) -> list[str]:
        """
        Say by what each row is known next time.

        The publisher's own number where it is the row's alone; else a digest of name and place to 1 m, or name
        and address, with the number that several rows share (a building's UPRN).
        """
        counts = Counter(x.number for x in drafts)
        return [
            x.number if x.number and counts[x.number] == 1 else digest(self.secret, self.dataset, _known_by(x))
            for x in drafts
        ]


def _by_a_program(name: str) -> bool:
    names = words()["names"]
    makers, alone = ("|".join(names[key]) for key in ("made_by_programs", "never_alone"))
    return bool(re.fullmatch(rf"(?:(?:{makers})[ _#-]*)?[\d.]+|{alone}", name.strip(), re.IGNORECASE))


def table_name(row: Row, columns: Columns) -> bool:
    tables = (without_tags(row.cells.get(h))[1] for h in columns.fields.get("description", ()))
    return any(set(table) & set(words()["fields"]["name"]) for table in tables)


def _known_by(draft: _Draft) -> str:
    """Say what a row is, exactly: never to be written anywhere in clear."""
    name = folded(draft.values["name"]) or draft.values["name"]
    return "|".join([*filter(None, [draft.number]), name, _place_key(draft)])


def _place_key(draft: _Draft) -> str:
    if draft.where is None:
        return folded(f"{draft.values.get('address', '')} {draft.values.get('postcode', '')}")
    west, south, east, north = draft.where.bounds
    return f"{(west + east) / 2:.5f},{(south + north) / 2:.5f}"
