"""
Names that are code: every text of an asset × everything that is made of it.

A text comes out letter for letter, or what made it says that it could not carry it; and nothing that reads an output
would run it: no tag, attribute, formula, link, line, expression or escape is there that was not there without it.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import sqlite3
import zipfile
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from shapely import Point

from assetmap.assets import TEXTS, Asset, OpenSpan
from assetmap.exchange.inward import read_rows
from assetmap.exchange.outward import ENDINGS, export
from assetmap.exchange.reading import READERS
from assetmap.settings import PlaceSettings
from tests.torture.names_payloads import NEVER, PAYLOADS
from tests.torture.row import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

ON = date(2026, 11, 21)
FIELDS = (
    "own_words", "description", "organisation", "hours_text", "address", "postcode", "contact_name", "phone", "email",
    "website", "cost", "only_for", "transport", "checked_by", "source", "source_id", "source_version",
    "source_licence", "repairs", "consent",
)  # fmt: skip
"""Every field that takes any text, besides the name, languages, notes and texts in further languages."""
_ACTS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_COMES_BACK = {".csv": "csv", ".geojson": "json", ".json": "json", ".xlsx": "xlsx", ".gpkg": "gpkg", ".kml": "kml",
               ".oruk.json": "json"}  # fmt: skip


@dataclass
class Tried:
    """What was tried, and what went wrong."""

    outputs: int = 0
    texts: int = 0
    problems: list[str] = field(default_factory=list)

    def must(self, holds: object, what: str) -> None:
        """Keep that something did not hold."""
        if not holds:
            self.problems.append(what)


class _Place:
    def __init__(self, settings: PlaceSettings) -> None:
        self.settings = settings


def row(folder: Path, *, names: Sequence[str] = tuple(PAYLOADS), is_long: bool = True) -> Row:
    """Try every payload in every output."""
    from tests.torture import names_pages

    tried = Tried()
    chosen = {name: PAYLOADS[name] for name in names}
    for what, payload in chosen.items():
        _files(what, payload, folder, tried)
    names_pages.pages(chosen, folder, tried)
    if is_long:
        names_pages.screens(chosen, folder, tried)
    return Row.of(
        "names that are code", "every text field × every output: never run, letter for letter where carried",
        f"{len(chosen)} texts × {len(FIELDS) + 4} fields in {tried.outputs:,} outputs, {tried.texts:,} looked at: "
        f"{len(tried.problems)} ran, went lost or were bent",
        *tried.problems,
    )  # fmt: skip


def hostile(payload: str, *, number: int = 0, **more: Any) -> Asset:
    """Make an asset with a text in every field that takes one."""
    name = payload if payload.strip() == payload else f"x{payload}x"
    said = {"pl": dict.fromkeys(TEXTS, payload) | {"name": name}}
    spans = (OpenSpan(byday=("TU",), opens_at="10:00", closes_at="12:00", note=payload),)
    values: dict[str, Any] = dict.fromkeys(FIELDS, payload) | {
        "id": f"{number:032x}", "name": name, "kind": "group or club", "where": Point(-2.36, 51.38),
        "status": "published",
        "languages": (payload,), "schedules": spans, "said_in": said, "checked_on": date(2026, 11, 3),
        "how_checked": "phoned",
    }  # fmt: skip
    return Asset(**values | more)


def _files(what: str, payload: str, folder: Path, tried: Tried) -> None:
    asset, plain = hostile(payload), hostile("x")
    place = _Place(PlaceSettings(name=payload, attributions=(payload,), tell=payload))
    for ending in ENDINGS:
        path, beside = folder / f"x{ending}", folder / f"plain{ending}"
        said = export([asset], path, place=place, force=True)
        if not beside.exists():
            export([plain], beside, place=_Place(PlaceSettings(name="x", attributions=("x",), tell="x")))
        content = path.read_bytes()
        tried.outputs += 1
        lost = {x.field for x in said.not_carried if not x.kept}
        label = f"{what} in {ending}"
        if ending in _COMES_BACK:
            _came_back(asset, content, ending, lost, label=label, tried=tried)
        _HARMLESS[ending](content, beside.read_bytes(), lambda ok, why, label=label: tried.must(ok, f"{label}: {why}"))
        tried.must(not did_sums(content.decode("utf-8", "replace")), f"{label}: a sum was done")


def _came_back(asset: Asset, content: bytes, ending: str, lost: set[str], *, label: str, tried: Tried) -> None:
    read = read_rows(READERS[_COMES_BACK[ending]](content, f"x{ending}").best, source="x")
    if len(read.assets) != 1:
        tried.problems.append(f"{label}: it did not come back")
        return
    [there] = read.assets
    names = ["name", "languages", "schedules", *FIELDS, *asset.further_texts()]
    for name in names:
        tried.texts += 1
        tried.must(name in lost or there.value(name) == asset.value(name), f"{label}: {name} is not what it was")


def _csv(content: bytes, _beside: bytes, must: Callable[[object, str], None]) -> None:
    import csv

    head, cells = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    for heading, cell in zip(head, cells, strict=True):
        runs = re.match(r"\s*[=+\-@＝＋－＠]|[\t\r\n]", cell)
        must(heading in {"lon", "lat"} or not cell or not runs, f"{heading} would be run")


def _json(content: bytes, beside: bytes, must: Callable[[object, str], None]) -> None:
    must(_shape(json.loads(content)) == _shape(json.loads(beside)), "it is shaped otherwise")


def _shape(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _shape(x) for key, x in value.items() if key not in {"url", "email"}}
    return [_shape(x) for x in value if not _is_attribute(x)] if isinstance(value, list) else type(value).__name__


def _is_attribute(value: Any) -> bool:
    return isinstance(value, dict) and "taxonomy_term" in value


def _xlsx(content: bytes, beside: bytes, must: Callable[[object, str], None]) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as ours, zipfile.ZipFile(io.BytesIO(beside)) as plain:
        must(ours.namelist() == plain.namelist(), "another part is in it")
        parts = {name: ours.read(name) for name in ours.namelist()}
    for name, part in parts.items():
        tags = {x.tag.rpartition("}")[2] for x in ET.fromstring(part).iter()}  # noqa: S314  our own
        must(not tags & {"f", "hyperlink", "hyperlinks", "externalReference", "ddeLink", "oleObject"}, f"{name} acts")


def _gpkg(content: bytes, beside: bytes, must: Callable[[object, str], None]) -> None:
    (styles, schema), (plain, plain_schema) = _gpkg_parts(content), _gpkg_parts(beside)
    must(styles == plain, "the style holds something of it")
    must(schema == plain_schema, "its tables are other ones")


def _gpkg_parts(content: bytes) -> tuple[Any, Any]:
    base = sqlite3.connect(":memory:")
    try:
        base.deserialize(content)
        for (metadata,) in base.execute("SELECT metadata FROM gpkg_metadata"):
            ET.fromstring(metadata)  # noqa: S314  our own
        styles = base.execute("SELECT f_table_name, styleQML FROM layer_styles").fetchall()
        return styles, base.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    finally:
        base.close()


def _kml(content: bytes, beside: bytes, must: Callable[[object, str], None]) -> None:
    whole, plain = (ET.fromstring(x) for x in (content, beside))  # noqa: S314  our own
    must([x.tag for x in whole.iter()] == [x.tag for x in plain.iter()], "another element is in it")
    for words in (x.text or "" for x in whole.iter("{http://www.opengis.net/kml/2.2}description")):
        must(tags_of(words) <= {("h3", ()), ("p", ()), ("b", ()), ("br", ())}, "its balloon acts")
        must("$[" not in words, "its balloon takes in a field")


def _ics(content: bytes, beside: bytes, must: Callable[[object, str], None]) -> None:
    import icalendar

    names = [_ics_names(icalendar.Calendar.from_ical(x)) for x in (content, beside)]
    must([x for x in names[0] if x != "URL"] == names[1], "another line is in it")
    must(not _ACTS.search(content.decode().replace("\r\n", "")), "it holds what acts")


def _ics_names(calendar: Any) -> list[str]:
    return [f"{part.name} {name}" if name != "URL" else "URL" for part in calendar.walk() for name in part]


def _parquet(content: bytes, beside: bytes, must: Callable[[object, str], None]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    ours, plain = (pq.read_table(pa.BufferReader(x)) for x in (content, beside))
    must(ours.schema.names == plain.schema.names, "its columns are other ones")
    must(ours.schema.types == plain.schema.types, "its columns hold something else")


_HARMLESS: Mapping[str, Callable[[bytes, bytes, Callable[[object, str], None]], None]] = {
    ".csv": _csv, ".geojson": _json, ".json": _json, ".oruk.json": _json, ".xlsx": _xlsx, ".gpkg": _gpkg,
    ".kml": _kml, ".ics": _ics, ".parquet": _parquet,
}  # fmt: skip


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []
        self.text = ""
        self._silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(sorted(name for name, _ in attrs))))
        self._silent = tag in {"script", "style"}

    def handle_endtag(self, _tag: str) -> None:
        self._silent = False

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.text += data


def did_sums(text: str) -> bool:
    """Say whether a sum of the payloads was worked out; its digits stand in many a uuid by chance."""
    return any(re.search(rf"(?<![\w.-]){number}(?![\w.-])", text) for number in NEVER)


def tags_of(html: str) -> set[tuple[str, tuple[str, ...]]]:
    """Give the tags that a browser would make of it, with the names of their attributes."""
    reader = _Tags()
    reader.feed(html)
    return set(reader.found)


def text_of(html: str) -> str:
    """Give what a browser would show."""
    reader = _Tags()
    reader.feed(html)
    return reader.text


def said_by_shell(words: Iterable[str]) -> tuple[str, str]:
    """Run a command; what it says on both streams."""
    from assetmap.cli import main

    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), contextlib.suppress(SystemExit):
        main([str(x) for x in words])
    return out.getvalue(), err.getvalue()


def acts(text: str) -> bool:
    """Say whether a terminal would act upon something in it."""
    return bool(_ACTS.search(text))
