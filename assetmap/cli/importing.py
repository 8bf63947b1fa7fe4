"""`assetmap import`: a list is laid out and told, as the screen does it, and brought in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assetmap.cli.options import STEWARD, Home, Json, opened
from assetmap.cli.speaking import give, progress_bar
from assetmap.errors import ExchangeError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from assetmap.alike import Twin
    from assetmap.exchange.problems import Fault, Problem
    from assetmap.place import Place
    from assetmap.staging import ImportReport, StagedRow, Staging

_ANSWER = "OpenStreetMap"
_NONE = "none"
_NAMED = 3
_PAIRS = 20
_OF_ONE_SORT = 10
_LARGE_BYTES = 1_000_000
_WIDE = 28


def add(app: typer.Typer) -> None:
    """Add the command."""
    app.command("import", help="Bring in somebody's list; the same one twice adds nothing.")(import_)


def import_(  # its options
    file: Annotated[
        Path | None, typer.Argument(help="The list: a table, a spreadsheet, a map file, an extract.")
    ] = None,
    place_name: Annotated[
        str | None,
        typer.Option("--place", help="Instead of a file: a place to ask OpenStreetMap about.", metavar="NAME"),
    ] = None,
    kind: Annotated[str | None, typer.Option(help="What the assets are, where the file does not say.")] = None,
    publish: Annotated[bool, typer.Option("--publish", help="Show them at once, not as drafts.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, and keep nothing.")] = False,
    table: Annotated[str | None, typer.Option(help="Which sheet or layer of the file.", metavar="NAME")] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(help='What a column holds: "Heading=name"; "Heading=" is not used. May be repeated.'),
    ] = None,
    accept: Annotated[
        list[str] | None,
        typer.Option(
            help="Mend what --dry-run proposes under this word, for example swapped. May be repeated. It stays so for "
            "this list; none takes back what was accepted earlier."
        ),
    ] = None,
    as_list: Annotated[
        str | None, typer.Option("--as", help="Which list it is, where the file has another name now.", metavar="LIST")
    ] = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Import a file, or what OpenStreetMap knows of a place."""
    from assetmap.staging import commit

    if (file is None) == (place_name is None):
        raise ExchangeError("choose one: a file, or --place with a name to ask OpenStreetMap about.")
    place = opened(home)
    try:
        staging = _laid_out(
            place, file or _asked(place_name or ""), kind=kind, publish=publish, table=table, columns=column or (),
            accept=accept or (), source=as_list,
        )  # fmt: skip
        if staging.trouble:
            give({}, _columns(staging) if dry_run and not as_json else (), as_json=False)
            raise ExchangeError(_mendable(staging))
        report = staging.report if dry_run else commit(place, staging, by=STEWARD)
    finally:
        place.close()
    lines = [*_head(staging), *_lines(report, staging, dry_run=True)] if dry_run else _lines(report, staging)
    give(_json(report, staging), lines, as_json=as_json)


def _asked(name: str) -> bytes:
    """Ask OpenStreetMap about a place; only its name leaves this machine."""
    from assetmap.exchange.openstreetmap import fetch_assets

    draw = progress_bar("asking OpenStreetMap")
    return fetch_assets(name, progress=draw)


def _laid_out(  # as `import_`
    place: Place,
    file: Path | bytes,
    *,
    kind: str | None,
    publish: bool,
    table: str | None,
    columns: Sequence[str],
    accept: Sequence[str],
    source: str | None,
) -> Staging:
    from assetmap.exchange import read_bytes
    from assetmap.exchange.untrusted import COUNTY_BYTES, LARGEST_BYTES, read_strange
    from assetmap.staging import stage

    if isinstance(file, bytes):
        content: Path | bytes = file
        name, size = _ANSWER, len(file)
    else:
        name, size = file.name, file.stat().st_size if file.is_file() else 0
        is_county = size > COUNTY_BYTES and name.lower().endswith(".pbf")
        content = file if is_county or size > LARGEST_BYTES else read_bytes(file)
    draw = progress_bar("reading") if size > _LARGE_BYTES else None
    sheets = read_strange(content, name, progress=draw)
    if draw is not None:
        draw("", 1.0)
    sheet = sheets.best if table is None else sheets.named(table)
    staging = stage(
        place, sheets, name, by=STEWARD, kind=kind, publish=publish, table=table, source=source,
        meanings=_meanings(columns, sheet.headings), accepted=frozenset(accept) - {_NONE}, again=_NONE not in accept,
        progress=progress_bar("laying out") if draw else None,
    )  # fmt: skip
    unknown = [x for x in accept if x != _NONE and x not in staging.proposals]
    if unknown and not staging.trouble:
        there = f"the list has {', '.join(staging.proposals)}" if staging.proposals else "nothing needs mending in it"
        raise ExchangeError(f"there is nothing to accept under one of these words: {there}.")
    return staging


def _meanings(columns: Sequence[str], headings: Sequence[str]) -> dict[str, str]:
    """
    Read `--column "Heading=name"`.

    Raises
    ------
    ExchangeError
        It is not of that form, the file has no such heading, or that is nothing that a column may hold.
    """
    from assetmap.exchange.inward import MEANINGS
    from assetmap.exchange.problems import quoted
    from assetmap.vocabulary import key_of

    by_label = {key_of(label): key for key, label in MEANINGS.items()}
    out: dict[str, str] = {}
    for said in columns:
        heading, equals, meaning = said.rpartition("=")
        if not equals:
            raise ExchangeError('a column is given as "Heading=name": the heading in the file, then what it holds.')
        found = [x for x in headings if x.strip().casefold() == heading.strip().casefold()]
        if not found:
            there = ", ".join(quoted(x, most=30) for x in headings[:20])
            raise ExchangeError(f"the file has no column {quoted(heading, most=30)}. It has {there}.")
        key = meaning.strip()
        if key not in MEANINGS and ":" not in key:
            key = by_label.get(key_of(key), key)
        if key not in MEANINGS and ":" not in key:
            raise ExchangeError(
                f"{quoted(meaning, most=30)} is nothing that a column may hold. It is one of: "
                f"{', '.join(x for x in MEANINGS if x)}."
            )
        out |= dict.fromkeys(found, key)
    return out


def _mendable(staging: Staging) -> str:
    """Say why the rows cannot be read, and by which option they can."""
    if "column of names" not in staging.trouble:
        return staging.trouble
    first = next((x.heading for x in staging.columns if x.samples and not x.meaning), "Heading")
    return f'{staging.trouble} In the shell: --column "{first}=name".'


def _json(report: ImportReport, staging: Staging) -> dict[str, Any]:
    result = report.to_json()
    result["proposals"] = [
        {"key": key, "rows": [x.row for x in found], "what": found[0].what, "mend": found[0].mend}
        for key, found in staging.proposals.items()
    ]
    return result | {
        "list": staging.source,
        "perhaps": staging.perhaps,
        "table": staging.table,
        "tables": list(staging.tables),
        "columns": [
            {"heading": x.heading, "meaning": x.meaning, "samples": list(x.samples), "remembered": x.remembered}
            for x in staging.columns
        ],
        "alike": [
            {
                "row": row.number, "name": row.asset.name, "with": twin.asset.name, "with_id": twin.asset.id,
                "with_row": staging.row_of.get(twin.asset.id), "distance_m": twin.distance_m,
                "score": round(twin.score, 2), "why": list(twin.reasons),
            }
            for row in staging.rows if row.asset is not None for twin in row.twins
        ],
    }  # fmt: skip


def _head(staging: Staging) -> Iterator[str]:
    """Say what the file is, and what its columns were taken for."""
    which = f', sheet "{staging.table}"' if len(staging.tables) > 1 else ""
    yield f'{staging.name}: {staging.what}{which}, {len(staging.rows)} rows, the list "{staging.source}".'
    if len(staging.tables) > 1:
        yield f"  It has {len(staging.tables)} tables: {', '.join(staging.tables)}. --table says which."
    if staging.perhaps:
        yield f"  Perhaps the newer form of {staging.perhaps}: --as {staging.perhaps} then brings nothing in twice."
    if staging.attribution or staging.licence:
        yield f"  {' · '.join(x for x in (staging.attribution, staging.licence) if x)}"
    yield from _columns(staging)


def _columns(staging: Staging) -> Iterator[str]:
    from assetmap.exchange.inward import MEANINGS

    yield "Columns:"
    for one in staging.columns:
        meant = MEANINGS.get(one.meaning, one.meaning)
        last = " (as last time)" if one.remembered else ""
        yield f"  {_cut(one.heading, _WIDE):<{_WIDE}}  {meant}{last}{_for_example(one.samples)}"


def _for_example(samples: Sequence[str]) -> str:
    return f": {' | '.join(_cut(x, 30) for x in samples)}" if samples else ""


def _cut(text: str, most: int) -> str:
    line = " ".join("".join(x if x.isprintable() else " " for x in text).split())
    return f"{line[: most - 1]}…" if len(line) > most else line


def _lines(report: ImportReport, staging: Staging, *, dry_run: bool = False) -> Iterator[str]:
    would = "would be " if dry_run else ""
    drafts, still = report.drafts - report.drafts_updated, report.drafts_updated
    parts = [
        f"{report.added} {would}added{f' ({drafts} as drafts)' if drafts else ''}",
        f"{report.updated} {would}updated{f' ({still} of them drafts)' if still else ''}",
        f"{report.unchanged} unchanged",
    ]  # fmt: skip
    if report.left_out:
        parts.append(f"{report.left_out} left out")
    if report.proposed:
        parts.append(f"{report.proposed} with news that {'would wait' if dry_run else 'waits'} in Look after")
    if report.gone:
        parts.append(f"{report.gone} no longer in it ({would}asked about in Look after)")
    yield f"{', '.join(parts)}, {report.to_look_at} with something to look at."
    if report.change is not None:
        yield f"This is change {report.change}: `assetmap undo {report.change}` takes all of it back."
    if many := len(report.alike):
        yield f"{many} {'looks' if many == 1 else 'look'} the same as something here: see Look after, “Looks the same”."
    yield from _problems(x for x in report.problems if not _is_proposed(x, staging))
    yield from _proposals(staging)
    if dry_run:
        yield from _changes(staging.rows)
        yield from _twins(staging)


def _is_proposed(problem: Problem, staging: Staging) -> bool:
    """Say whether a problem is told by its proposal: of a row, or of all rows at once."""
    open_ = [x for found in staging.proposals.values() for x in found if not x.accepted and x.what == problem.what]
    if problem.row is None:
        return any(problem.mend.endswith(x.mend) for x in open_[:1])
    return any(x.row == problem.row for x in open_)


def _problems(problems: Iterable[Problem]) -> Iterator[str]:
    """Tell problems; what is the same in many rows in one line, and of one sort not more than can be read."""
    from assetmap.exchange.problems import together

    sorts: dict[str, list[Fault]] = {}
    for fault in together(problems):
        sorts.setdefault(fault.what, []).append(fault)
    for what, faults in sorts.items():
        for x in faults[:_OF_ONE_SORT]:
            where = [*([_rows(x.rows)] if x.rows else []), *([f'"{x.column}"'] if x.column else [])]
            first = f"row {x.rows[0]}: " if x.differs and x.rows else ""
            yield f"  {'[' + ', '.join(where) + '] ' if where else ''}{x.what}: {first}{x.mend}"
        if more := sum(max(len(x.rows), 1) for x in faults[_OF_ONE_SORT:]):
            yield f"  {what}: {more} more, each in its own words; --json tells them all."


def _rows(rows: Sequence[int]) -> str:
    if len(rows) == 1:
        return f"row {rows[0]}"
    named = ", ".join(str(x) for x in rows[:_NAMED])
    return f"rows {named}" if len(rows) <= _NAMED else f"{len(rows)} rows, for example {named}"


def _proposals(staging: Staging) -> Iterator[str]:
    for key, all_ in staging.proposals.items():
        found = [x for x in all_ if not x.accepted]
        if found:
            yield (
                f"  [{_rows([x.row for x in found])}] {found[0].what}: {found[0].mend} To have it done, add "
                f"--accept {key}."
            )


def _changes(rows: Sequence[StagedRow]) -> Iterator[str]:
    """Tell what would be different of what is here."""
    from assetmap.staging import WAITS

    changed = [x for x in rows if x.changes or x.proposed]
    if changed:
        yield "What would change:"
    for row in changed[:_PAIRS]:
        name = row.here.asset.name if row.here else ""
        for x in row.changes:
            yield f"  row {row.number}, {_cut(name, 40)}: {x.label}: {_cut(x.before, 40) or '–'} → {_cut(x.after, 60)}"
        for x in row.proposed:
            why = "until somebody takes it over" if row.what == WAITS else "for people here changed it"
            yield (
                f"  row {row.number}, {_cut(name, 40)}: {x.label}: {_cut(x.before, 40) or '–'} stays, {why}; "
                f"{_cut(x.after, 60)} is proposed"
            )
    if len(changed) > _PAIRS:
        yield f"  and {len(changed) - _PAIRS} more."


def _twins(staging: Staging) -> Iterator[str]:
    """Set side by side what may be the same."""
    found = [(row, twin) for row in staging.rows for twin in row.twins[:1]]
    if found:
        yield "Perhaps the same as what is here (the screen makes them one before they come in, Look after later):"
    for row, twin in found[:_PAIRS]:
        assert row.asset is not None
        yield f"  row {row.number:<6} {_cut(row.asset.name, 60)}"
        yield f"  {_other(staging, twin):<10} {_cut(twin.asset.name, 60)}{_why(twin)}"
    if len(found) > _PAIRS:
        yield f"  and {len(found) - _PAIRS} more."


def _other(staging: Staging, twin: Twin) -> str:
    row = staging.row_of.get(twin.asset.id)
    return twin.asset.short if row is None else f"row {row}"


def _why(twin: Twin) -> str:
    return f"  ({'; '.join(twin.reasons)})" if twin.reasons else ""
