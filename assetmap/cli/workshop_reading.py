"""`assetmap workshop read`: photographs and scans of paper become drafts, or are refused with why and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assetmap.cli.options import STEWARD, Force, Home, Json, opened
from assetmap.cli.speaking import give, progress_bar, say
from assetmap.errors import ExchangeError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assetmap.paper.code import SheetCode
    from assetmap.paper.reading import Dot, Refused, SheetRead
    from assetmap.place import Place
    from assetmap.store.sessions import Session
    from assetmap.workshop.from_paper import Drafted

_CORNERS = 4


def add(group: typer.Typer) -> None:
    """Add the command to those of the workshop."""
    group.command("read", help="Read photos or scans of its sheets: each dot becomes a draft to type from.")(read)


def read(
    photos: Annotated[list[Path], typer.Argument(help="Photos (JPEG, HEIC, PNG, TIFF, WebP) or PDFs of scans.")],
    session: Annotated[
        str,
        typer.Option("--session", help="Which workshop, by its code; else the only one that goes on.", metavar="CODE"),
    ] = "",
    corners: Annotated[
        list[str] | None,
        typer.Option(
            help="A corner of the map's frame in the picture, in pixels from its top left; four times, clockwise from "
            "the map's own top left. For a photo whose markers cannot be seen.",
            metavar="X,Y",
        ),
    ] = None,
    expected: Annotated[
        str, typer.Option("--code", help="With --corners: the text of the sheet's code, where it cannot be read.")
    ] = "",
    keep_pictures: Annotated[
        Path | None, typer.Option("--keep-pictures", help="Write what was cut out of the photos into this folder.")
    ] = None,
    force: Force = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be read, and keep nothing.")] = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Read photographs of paper."""
    from assetmap.exchange.untrusted import read_photo
    from assetmap.workshop import meant

    pointed = _pointed(corners or [])
    if pointed is not None and len(photos) != 1:
        raise ExchangeError("[--corners] they are of one photo: read it by itself.")
    missing = next((x for x in photos if not x.is_file()), None)
    if missing is not None:
        raise ExchangeError(f"{missing.name} is not there: check the name and the folder.")
    place = opened(home)
    try:
        one = meant(place, session, by=STEWARD)
        bar = progress_bar("reading")
        taken: list[tuple[Path, list[SheetRead]]] = []
        for at, photo in enumerate(photos):
            bar(photo.name, at / len(photos))
            taken.append((photo, read_photo(photo, photo.name, corners=pointed, expected=expected)))
        bar("", 1.0)
        kept = _kept(place, one, [x for _, reads in taken for x in reads], dry_run=dry_run)
        written = _written(taken, keep_pictures, force=force)
        waiting = sum(x.has_picture for x in place.store.sessions.members(one.id).values())
    finally:
        place.close()
    taken = _with_refusals(taken, kept, one)
    told = [_told(photo, reads, written) for photo, reads in taken]
    lines = [*_lines(taken), *_outcome(taken, kept, waiting=waiting)]
    give(_result(told, kept, waiting=waiting, dry_run=dry_run), lines, as_json=as_json)
    _judge(taken)


def _judge(taken: Sequence[tuple[Path, list[SheetRead]]]) -> None:
    """Say which photos gave nothing; where none gave a sheet, the call has failed."""
    bad = [photo.name for photo, reads in taken if any(not _is_good(x) for x in reads) or not reads]
    if bad:
        say(f"Not read, or not the whole of it: {', '.join(bad)}.")
    if not any(_is_good(x) for _, reads in taken for x in reads):
        raise typer.Exit(1)


def _is_good(sheet: SheetRead) -> bool:
    return sheet.placed and sheet.refused is None


def _pointed(said: Sequence[str]) -> list[tuple[float, float]] | None:
    if not said:
        return None
    words = [x for text in said for x in text.replace(";", " ").split()]
    try:
        found = [(float(x), float(y)) for x, y in (word.split(",") for word in words)]
    except ValueError:
        raise ExchangeError("[--corners] a corner is two numbers: --corners 120,80") from None
    if len(found) != _CORNERS:
        raise ExchangeError(
            f"[--corners] a map has four corners, and {len(found)} were given: say --corners four times."
        )
    return found


def _kept(place: Place, session: Session, reads: list[SheetRead], *, dry_run: bool) -> Drafted | None:
    from assetmap.workshop import drafts_from

    return None if dry_run else drafts_from(place, session, reads, by=STEWARD)


def _with_refusals(
    taken: Sequence[tuple[Path, list[SheetRead]]], kept: Drafted | None, session: Session
) -> list[tuple[Path, list[SheetRead]]]:
    """Say with a sheet itself that it is of another place or workshop, whose dots mean nothing here."""
    import dataclasses

    if kept is None:
        return list(taken)
    whys = iter(kept.refused)
    judged = []
    for photo, reads in taken:
        own = []
        for sheet in reads:
            if sheet.refused is not None:
                next(whys, None)
                own.append(sheet)
            elif sheet.code is not None and sheet.code.session != session.short.upper():
                own.append(dataclasses.replace(sheet, dots=(), lines=(), refused=next(whys, None)))
            else:
                own.append(sheet)
        judged.append((photo, own))
    return judged


def _written(taken: Sequence[tuple[Path, list[SheetRead]]], folder: Path | None, *, force: bool) -> dict[int, str]:
    """Write the crops as files; the id of each dot → its name."""
    if folder is None:
        return {}
    names: dict[int, str] = {}
    folder.mkdir(parents=True, exist_ok=True)
    for photo, reads in taken:
        for at, sheet in enumerate(reads, 1):
            stem = f"{photo.stem}-{at}" if len(reads) > 1 else photo.stem
            for number, dot in enumerate(sheet.dots, 1):
                file = folder / f"{stem}-{number:03}.jpg"
                _write(file, dot.picture, force=force)
                names[id(dot)] = str(file)
            for line in sheet.lines:
                _write(folder / f"{stem}-line-{line.number:03}.jpg", line.picture, force=force)
    return names


def _write(file: Path, content: bytes, *, force: bool) -> None:
    from assetmap.files import write_whole

    write_whole(file, content, force=force)


def _told(photo: Path, reads: Sequence[SheetRead], written: dict[int, str]) -> dict[str, Any]:
    """Say what came of one photo, in the shape that others rely on: of several sheets, of the first that was placed."""
    first = next((x for x in reads if x.placed), reads[0])
    sheets = [_sheet(x, written) for x in reads]
    told = {"photo": str(photo), **_sheet(first, written)}
    return told if len(reads) == 1 else {**told, "sheets": sheets}


def _sheet(read: SheetRead, written: dict[int, str]) -> dict[str, Any]:
    return {
        "sheet": _code(read.code) if read.code else None,
        "placed": read.placed,
        "error_mm": read.error_mm,
        "drafts": [_dot(x, written) for x in read.dots],
        "lines": [{"number": x.number, "ticks": dict(x.ticks)} for x in read.lines],
        "refused": _refused(read.refused),
        "warnings": list(read.warnings),
    }


def _refused(why: Refused | None) -> dict[str, str] | None:
    return {"why": why.why, "mend": why.mend, "key": why.key} if why else None


def _code(code: SheetCode) -> dict[str, Any]:
    return {
        "kind": code.kind, "place": code.place, "session": code.session, "sheet": code.sheet, "sheets": code.sheets,
        "issue": code.issue, "paper": code.paper, "version": code.version,
    }  # fmt: skip


def _dot(dot: Dot, written: dict[int, str]) -> dict[str, Any]:
    return {
        "lon": dot.lon, "lat": dot.lat, "number": dot.number, "colour": dot.colour or None, "shape": dot.shape or None,
        "picture": written.get(id(dot)), "x_mm": dot.x_mm, "y_mm": dot.y_mm, "size_mm": dot.size_mm, "sure": dot.sure,
    }  # fmt: skip


def _result(told: Sequence[dict[str, Any]], kept: Drafted | None, *, waiting: int, dry_run: bool) -> dict[str, Any]:
    """One photo is exactly its own object; of several it is the first one's, and all of them stand beside it."""
    result = dict(told[0]) if len(told) == 1 else {**told[0], "photos": list(told)}
    result["kept"] = None if kept is None else {
        "drafts": [x.short for x in kept.drafts], "again": kept.again, "waiting": waiting,
        "change": kept.change,
        "refused": [_refused(x) for x in kept.refused],
    }  # fmt: skip
    return {**result, "dry_run": dry_run}


def _lines(taken: Sequence[tuple[Path, list[SheetRead]]]) -> list[str]:
    lines: list[str] = []
    for photo, reads in taken:
        for sheet in reads:
            lines.append(f"{photo.name}: {_said(sheet)}")
            lines += [f"  {x}" for x in sheet.warnings]
    return lines


def _outcome(taken: Sequence[tuple[Path, list[SheetRead]]], kept: Drafted | None, *, waiting: int) -> list[str]:
    """Say what was kept, what waits for a person, and what is to be done with sheets of lines."""
    if kept is None:
        return ["Nothing was kept (--dry-run)."]
    fresh = len(kept.drafts)
    new = f"{fresh} new draft{'s' * (fresh != 1)}" if fresh else "Nothing new"
    waits = f"; {waiting} wait{'s' * (waiting == 1)} to be typed from their pictures" if waiting else ""
    lines = [f"{new}{waits}."]
    if kept.again:
        lines.append(f"{kept.again} dots had been read before, and add nothing.")
    if any(_is_good(x) and x.code is not None and x.code.kind == "lines" for _, reads in taken for x in reads):
        lines.append(
            "Drop the photograph of the lines on the page What came on paper as well, while you type: their pictures "
            "are not kept."
        )
    if kept.change is not None:
        say(f"To take them back: assetmap undo {kept.change}")
    return lines


def _said(sheet: SheetRead) -> str:
    if sheet.refused is not None or sheet.code is None:
        return f"{sheet.refused.why} {sheet.refused.mend}" if sheet.refused else "nothing was read."
    code = sheet.code
    which = f"sheet {code.sheet} of {code.sheets}, {code.paper}"
    if code.kind == "lines":
        ticked = sum(any(x is not False for x in line.ticks.values()) for line in sheet.lines)
        return f"companion {which}: {ticked} of its {len(sheet.lines)} lines have ticks."
    numbers = sum(x.number is not None for x in sheet.dots)
    return f"{which}: {len(sheet.dots)} dots, {numbers} of them with a number, placed to {sheet.error_mm} mm on paper."
