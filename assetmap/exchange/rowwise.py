"""One row of a stranger's file at a time: its values, its place, what it is known by, and what is wrong with it."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from assetmap.assets import Asset, in_languages
from assetmap.crs import BRITISH_NATIONAL_GRID
from assetmap.errors import AssetError, VocabularyError
from assetmap.exchange.cells import plain_text, postcode_in, text_in, without_tags
from assetmap.exchange.daily import is_daily, joined
from assetmap.exchange.drafts import Draft, identities
from assetmap.exchange.guessing import kind_in
from assetmap.exchange.headings import folded, words
from assetmap.exchange.identity import asset_id
from assetmap.exchange.limits import ANSWERS, limits_in
from assetmap.exchange.problems import Problem, Proposal, quoted
from assetmap.exchange.values import Values, address_in

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from assetmap.exchange.headings import Columns
    from assetmap.exchange.placing.whereabouts import Finder
    from assetmap.exchange.sheets import Row, Sheet


_BEHIND = re.compile(r"\s*[(\[]\s*[-+]?\d{1,3}\.\d+\s*,\s*[-+]?\d{1,3}\.\d+\s*[)\]]\s*$")
_LONGEST_NAME = 200
_LONGEST_VENUE = 80
_WORTH_SUMMING_UP = 3
_TOLD_EVERY = 1000
_T = TypeVar("_T")


@dataclass
class Reading:
    """
    The reading of one sheet.

    `accepted` are the keys of proposals that are carried out. After `assets`, `proposals` says what was proposed,
    `held` which ids must not be published, `row_of` from which row an asset is, `joined` row → the row it became
    part of.
    """

    columns: Columns
    finder: Finder
    kind: str | None
    dataset: str
    secret: bytes
    accepted: Collection[str] = ()
    says_where: bool = False
    proposals: list[Proposal] = dataclasses.field(default_factory=list)
    held: set[str] = dataclasses.field(default_factory=set)
    row_of: dict[str, int] = dataclasses.field(default_factory=dict)
    joined: dict[int, int] = dataclasses.field(default_factory=dict)
    progress: Callable[[float], None] | None = None

    def _counted(self, rows: Sequence[_T], begin: float, end: float) -> Iterator[_T]:
        """Say now and then how much is done, 0 to 1; what that raises ends the reading."""
        for at, row in enumerate(rows):
            if self.progress is not None and at % _TOLD_EVERY == 0:
                self.progress(begin + (end - begin) * at / len(rows))
            yield row

    def assets(self, sheet: Sheet) -> tuple[list[Asset], list[Problem]]:
        """Read all rows; problems in the order of the rows, those of the whole file first."""
        problems = list(sheet.problems)
        self.says_where = self.columns.says_where or any(row.shape is not None for row in sheet.rows)
        if not sheet.rows and not any(x.row is None for x in problems):
            mend = "the table has headings and no rows under them: there is nothing to bring in."
            problems.append(Problem(None, None, "no rows", mend, kept=True))
        read = Values(self.columns, self.kind)
        rows = self._counted(sheet.rows, 0.0, 0.7)
        drafts = [draft for row in rows if (draft := self._draft(row, read, problems)) is not None]
        if drafts and not self.says_where and not self.columns.is_own:
            mend = "no column of coordinates, addresses or postcodes was found: the assets are kept without a place."
            problems.append(Problem(None, None, "no places", mend, kept=True))
        if is_daily(self.columns, sheet.rows):
            drafts, self.joined = joined(drafts, self.columns, problems=problems)
        self._put_zeros_back(drafts, problems)
        by_id: dict[str, Asset] = {}
        known = identities(drafts, secret=self.secret, dataset=self.dataset)
        for draft, source_id in zip(self._counted(drafts, 0.7, 1.0), known, strict=True):
            asset = self._made(draft, source_id, problems)
            if asset is None:
                continue
            if asset.id in self.row_of:
                first = by_id[asset.id]
                mend = f"it is the same as row {self.row_of[asset.id]} (name and place): it was kept once."
                if asset != first:
                    mend += " Its other details differ: where it is another thing, give it a name of its own."
                problems.append(Problem(draft.row.number, None, "repeated", mend))
                continue
            self.row_of[asset.id] = draft.row.number
            by_id[asset.id] = asset
            if draft.held:
                self.held.add(asset.id)
        if any(x.key == "crs" for x in self.proposals):  # what the reader says of the file, the rows say better
            problems = [x for x in problems if x.row is not None or x.column != ".prj"]
        problems += self._without_names(problems, sheet)
        problems += _summed_up(self.proposals, len(sheet.rows))
        problems.sort(key=lambda x: -1 if x.row is None else x.row)
        return list(by_id.values()), problems

    def _without_names(self, problems: Sequence[Problem], sheet: Sheet) -> list[Problem]:
        """Say once how many rows have no name, and which column could be chosen for it."""
        out = {x.row for x in problems if x.what in {"no name", "not a name"} and not x.kept}
        if len(out) < _WORTH_SUMMING_UP:
            return []
        said = (
            f"all {len(out):,} rows have"
            if len(out) == len(sheet.rows)
            else f"{len(out):,} of {len(sheet.rows):,} rows have"
        )
        could: Counter[str] = Counter()
        for row in sheet.rows:
            if row.number in out:
                others = (*self.columns.fields.get("name", ())[1:], *self.columns.perhaps)
                could.update(h for h in dict.fromkeys(others) if h != self.columns.name and self._said_in(h, row))
        if could:
            heading, many = could.most_common(1)[0]
            mend = f"{said}. {quoted(heading, most=30)} could hold it for {many:,}: choose it as the column of names."
        else:
            mend = f"{said}, and no column that could hold one was found: choose one, or they stay out."
        return [Problem(None, self.columns.name, "no names", mend, kept=True)]

    def _draft(self, row: Row, read: Values, problems: list[Problem]) -> Draft | None:
        """Read one row; what is wrong with it goes to `problems`, and None comes back where it stays out."""
        told: list[Problem] = []
        values = read.of(row, told)
        held = values.get("status") == "draft" or any(
            field not in values and text_in(row.cells.get(field)) for field in ANSWERS if field in self.columns.fields
        )
        if self.columns.limits:
            limits, held = limits_in(row, self.columns.limits, problems=told)
            values |= limits
        tabled = self._describe(values, row)
        trouble, perhaps = self._name(values, row, tabled)
        if trouble is not None and not perhaps:
            problems += [*told, trouble]
            return None
        self._join_parts(values, row)
        if not self.columns.is_own:
            self._join_addresses(values, row)
        found = self.finder.find(row, self.columns)
        if trouble is not None:
            trouble = self._propose_name(row, trouble, perhaps, found.where)
            values["name"] = perhaps
            told.append(trouble)
        self.proposals += found.proposals
        problems += [*told, *found.problems]
        if any(not x.kept for x in (*told, *found.problems[-1:])):
            return None
        if found.repairs and not values.get("repairs"):
            values["repairs"] = found.repairs
        if "postcode" not in values and not self.columns.is_own and (code := postcode_in(values.get("address", ""))):
            values["postcode"] = code
        if found.where is None and not found.problems and self.says_where and not self.columns.is_own:
            mend = "no coordinates and no postcode were found in it: it is kept without a place."
            problems.append(Problem(row.number, None, "no place", mend, kept=True))
        number = next((x for h in self.columns.identity if (x := text_in(row.cells.get(h))) not in {"", "0"}), "")
        return Draft(row, values, number, found.where, held)

    def _propose_name(self, row: Row, trouble: Problem, name: str, where: Any) -> Problem:
        """Propose a name that another column may hold; say the trouble with whether the row comes in."""
        taken = "name" in self.accepted
        mend = f"take {quoted(name)} as its name."
        self.proposals.append(Proposal(row.number, "name", trouble.what, mend, where, accepted=taken))
        if not taken:
            return trouble
        return dataclasses.replace(trouble, mend=f"{quoted(name)} was taken as its name, as was agreed.", kept=True)

    def _describe(self, values: dict[str, Any], row: Row) -> dict[str, str]:
        """Put what a reader would see in place of the description's HTML; give the table that was in it."""
        heading = next((h for h in self.columns.fields.get("description", ()) if text_in(row.cells.get(h))), None)
        if heading is None or self.columns.is_own:
            return {}
        text, table = without_tags(row.cells.get(heading))
        for other in self.columns.fields["description"]:
            if other != heading:
                text = _with_further(text, without_tags(row.cells.get(other))[0])
        values.pop("description", None)
        if text and text != values.get("name"):
            values["description"] = text
        return table

    def _name(self, values: dict[str, Any], row: Row, tabled: dict[str, str]) -> tuple[Problem | None, str]:
        """
        Make sure of a name; the table inside a KML description may hold it. Own names stay as they are.

        What is wrong comes back, and the name that another column may hold.
        """
        name, heading = values.get("name", ""), self.columns.name
        if self.columns.is_own and name.strip():
            return None, ""
        if name and not _by_a_program(name):
            return None, ""
        known = [tabled[x] for x in words()["fields"]["name"] if tabled.get(x) and not _by_a_program(tabled[x])]
        if known:
            values["name"] = known[0]
            return None, ""
        what, mend = "no name", "it needs a name: what do people call it?"
        if name:
            what, mend = "not a name", f"{quoted(name, most=30)} was put there by a program: write what people call it."
        for other in (*self.columns.fields.get("name", ())[1:], *self.columns.perhaps):
            if other != heading and (said := self._said_in(other, row)) and not _by_a_program(said):
                mend += f' If {quoted(said)} in "{other}" is its name, copy it over.'
                return Problem(row.number, heading, what, mend), said
        return Problem(row.number, heading, what, mend), ""

    def _said_in(self, heading: str, row: Row) -> str:
        """Read a cell that may hold a name: on one line, without the coordinates behind an address."""
        text = _BEHIND.sub("", plain_text(row.cells.get(heading))[-_LONGEST_NAME:])
        return re.sub(r"\s*[\r\n]+\s*", ", ", text.strip(" ,\r\n"))

    def _join_parts(self, values: dict[str, Any], row: Row) -> None:
        for field, groups in self.columns.parts.items():
            joint = ", " if field == "address" else " "
            for group in sorted(groups, key=len, reverse=True):
                parts = list(dict.fromkeys(x for h in group if (x := plain_text(row.cells.get(h))) not in {"", "0"}))
                is_part = values.get(field) in (parts if field == "hours_text" else parts[:1])
                if parts and (field not in values or (len(parts) > 1 and (field == "phone" or is_part))):
                    further = [x for x in parts[1:] if not _is_in(x, parts[0])]
                    values[field] = joint.join([parts[0], *further] if is_part else parts)

    def _join_addresses(self, values: dict[str, Any], row: Row) -> None:
        """Keep what further columns say of where it is: a venue before its street, how to find it as description."""
        for heading in self.columns.fields.get("address", ()):
            text, address = address_in(row.cells.get(heading)), values.get("address", "")
            if not text or not address or _is_in(text, f"{address}\n{values.get('name', '')}"):
                continue
            if _is_in(address, text):
                values["address"] = text
            elif len(text) <= _LONGEST_VENUE and not text.endswith("."):
                values["address"] = f"{address}, {text}" if folded(heading) == "place" else f"{text}, {address}"
            else:
                values["description"] = _with_further(values.get("description", ""), text)

    def _put_zeros_back(self, drafts: Sequence[Draft], problems: list[Problem]) -> None:
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
                mend = f"{quoted(phone, most=30)} was left out: a telephone number has digits."
                heading = next(iter(self.columns.fields.get("phone", ())), None)
                problems.append(Problem(draft.row.number, heading, "not a telephone number", mend, kept=True))
        if mended:
            mend = f"a spreadsheet had taken the leading 0 of {mended}: it was put back."
            problems.append(
                Problem(
                    None, next(iter(self.columns.fields.get("phone", ())), None), "telephone numbers", mend, kept=True
                )
            )

    def _of_no_kind(self, row: int, said: str) -> Problem:
        """Tell a row that does not say what it is in words known here, where nobody said it of the whole list."""
        heading = next(iter(self.columns.fields.get("kind", ())), None)
        if not said:
            return Problem(row, heading, "no kind", "it does not say what it is: say what the list's assets are.")
        mend = f"{quoted(said.lower(), most=40)} is none of the kinds known here: say what the list's assets are."
        return Problem(row, heading, "not a kind of ours", mend)

    def _made(self, draft: Draft, source_id: str, problems: list[Problem]) -> Asset | None:
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
            if not _is_kind(values["kind"]):
                problems.append(self._of_no_kind(draft.row.number, str(values["kind"])))
                return None
            match = re.match(r"\[(\w+)[^\]]*\]\s*(.*)", str(error), re.DOTALL)
            column = next(iter(self.columns.fields.get(match[1], (match[1],))), None) if match else None
            problems.append(Problem(draft.row.number, column, "not an asset yet", match[2] if match else str(error)))
            return None


def _is_kind(said: object) -> bool:
    return kind_in(str(said)) is not None


def _by_a_program(name: str) -> bool:
    names = words()["names"]
    makers, alone = ("|".join(names[key]) for key in ("made_by_programs", "never_alone"))
    return bool(re.fullmatch(rf"(?:(?:{makers})[ _#-]*)?[\d.]+|{alone}", name.strip(), re.IGNORECASE))


def _is_in(text: str, whole: str) -> bool:
    said, there = (" ".join(re.findall(r"\w+", x.casefold())) for x in (text, whole))
    return f" {said} " in f" {there} "


def _with_further(text: str, further: str) -> str:
    """Put a further text under one, unless it says it already."""
    return "\n\n".join(x for x in (text, further if further and not _is_in(further, text) else "") if x)


def table_name(row: Row, columns: Columns) -> bool:
    tables = (without_tags(row.cells.get(h))[1] for h in columns.fields.get("description", ()))
    return any(set(table) & set(words()["fields"]["name"]) for table in tables)


def _summed_up(proposals: Sequence[Proposal], rows: int) -> list[Problem]:
    """Say once for the whole file what was found in many of its rows and waits to be accepted."""
    waiting = Counter((x.key, x.what) for x in proposals if not x.accepted)
    out = []
    for (key, what), many in waiting.items():
        if many < _WORTH_SUMMING_UP or key == "name":
            continue
        mend = next(x.mend for x in proposals if x.key == key and x.what == what)
        said = f"all {many:,} rows" if many == rows else f"{many:,} of {rows:,} rows"
        out.append(Problem(None, None, what, f"{said}: {mend}", kept=True))
    return out
