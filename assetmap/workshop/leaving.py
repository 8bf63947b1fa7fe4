"""A workshop as one file to take along, and taken back whole."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assetmap.contributions import Withdrawn
from assetmap.disclosure import SHOWN, disclosed, marked_for
from assetmap.exchange.formulas import defused
from assetmap.exchange.outward import export
from assetmap.files import whole_file
from assetmap.roles import STEWARD, need_steward
from assetmap.store.copies import DATA
from assetmap.store.sessions import WHATS
from assetmap.workshop.showing import Shown, assets_of, may_go
from assetmap.workshop.tallying import by_area, by_category, connections

if TYPE_CHECKING:
    import os

    from assetmap.place import Place
    from assetmap.roles import By
    from assetmap.store.base import Store
    from assetmap.store.sessions import Note, Session

FORM = 1
"""Of the file's `summary.json`."""
_COLUMNS = ("what", "words", "audience", "about", "lon", "lat", "who", "due", "amount", "dots", "said_on")
_PRIVATE = ("told_by", "person", "contact", "recording")
_SUFFIX = {"audio/webm": ".webm", "audio/ogg": ".ogg", "audio/mpeg": ".mp3", "audio/mp4": ".m4a", "audio/wav": ".wav"}


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What is in a file: how many assets and things said, and how many were kept back."""

    assets: int
    notes: int
    held_back: int
    recordings: int = 0


def export_session(
    place: Place,
    session: Session,
    path: str | os.PathLike[str],
    *,
    by: By,
    audience: str = "workshop",
    private: bool = False,
    force: bool = False,
) -> Taken:
    """
    Write a workshop as one zip: its assets as GeoJSON and CSV, what was said as CSV, and a summary as JSON.

    Parameters
    ----------
    audience
        For whom it is: what is meant for smaller circles is left out, and so is every text that names somebody.
    private
        With everything, for who looks after the map alone: who told what, how to reach them, recordings, texts with
        names in them. Nobody else may have that file; only its owner can read it.

    Raises
    ------
    ExchangeError
        The file is there already and not `force`, or cannot be written.
    PermissionDeniedError
        Somebody else than who looks after the map.
    """
    need_steward(by, "take a workshop along")
    chosen = _everything(place, session, by=by) if private else may_go(place, session, audience=audience)
    notes = [note for what in WHATS for note in getattr(chosen, _PARTS[what])]
    sounds = {x.id: place.store.sessions.audio(x.id, by=by) for x in notes if x.has_audio} if private else {}
    named = {x: f"recording-{at}{_SUFFIX.get(y[0], '.bin')}" for at, (x, y) in enumerate(sounds.items(), 1) if y}
    parts: dict[str, bytes] = {"notes.csv": _notes(notes, chosen, named, private=private)}
    parts["summary.json"] = _summary(place, session, chosen, audience="" if private else audience)
    parts |= {f"recordings/{named[x]}": y[1] for x, y in sounds.items() if y}
    with tempfile.TemporaryDirectory() as folder:
        for name in ("assets.geojson", "assets.csv"):
            export(chosen.assets, Path(folder) / name, place=place, audience="workshop" if private else audience)
            parts[name] = (Path(folder) / name).read_bytes()
    with whole_file(Path(path), force=force, mode=0o600) as new, zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in sorted(parts.items()):
            out.writestr(name, content)
    place.store.copies.add(DATA, Path(path).name, [x.id for x in chosen.assets])
    return Taken(assets=len(chosen.assets), notes=len(notes), held_back=chosen.held_back, recordings=len(named))


def withdraw(place: Place, session: Session, *, by: By, why: str = "") -> Withdrawn:
    """
    Take a whole workshop back: its assets, as one that somebody asked to be taken away, and all that was said.

    What its assets were made one with stays, without what it had of them: others gave that.

    Raises
    ------
    PermissionDeniedError
        Somebody else than who looks after the map.
    StoreError
        It is not there any more; nothing was changed.
    """
    store: Store = place.store
    erased = store.sessions.withdraw(session.id, by=by, why=why)
    holding = {copy.id: copy for one in erased.versions for copy in store.copies.of(one)}
    copies = sorted(holding.values(), key=lambda copy: copy.id, reverse=True)
    said: dict[str, Any] = {spec.name: getattr(erased, spec.name) for spec in dataclasses.fields(erased)}
    return Withdrawn(**said, copies=tuple(copies))


_PARTS = {"story": "stories", "link": "links", "gap": "gaps", "plan": "plans", "grant": "grants"}


def _everything(place: Place, session: Session, *, by: By) -> Shown:
    there = assets_of(place, session, by=by)
    assets = disclosed(there, audience="workshop", statuses={*SHOWN, "draft", "closed"}, role=STEWARD)
    notes = place.store.sessions.notes(session.id, by=by)
    said: dict[str, Any] = {
        part: tuple(x for x in notes if x.what == what) for what, part in _PARTS.items()
    }  # fmt: skip
    return Shown(
        assets=tuple(assets), tally=place.store.sessions.tally(session.id), categories=session.categories,
        name=session.name, where=session.where, question=session.question, **said,
    )  # fmt: skip


def _notes(notes: list[Note], chosen: Shown, named: dict[str, str], *, private: bool) -> bytes:
    names = {asset.id: asset.name for asset in chosen.assets}
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([*_COLUMNS, *(_PRIVATE if private else ())])
    for note in notes:
        lon, lat = note.where or ("", "")
        about = "; ".join(names[x] for x in note.about if x in names)
        dots = chosen.tally[note.id].dots if note.id in chosen.tally else ""
        row: list[object] = [defused(x) for x in (note.what, note.words, note.audience, about)]
        row += [lon, lat, defused(note.who), defused(note.due), "" if note.amount is None else note.amount, dots]
        row.append(note.on.date().isoformat() if note.on else "")
        if private:
            row += [defused(note.private.get(x, "")) for x in _PRIVATE[:-1]] + [named.get(note.id, "")]
        writer.writerow(row)
    return b"\xef\xbb\xbf" + buffer.getvalue().encode("utf-8", "replace")


def _summary(place: Place, session: Session, chosen: Shown, *, audience: str) -> bytes:
    names = {asset.id: asset.name for asset in chosen.assets}
    said = {
        "form": FORM,
        "for": marked_for((), audience=audience) if audience else "Only who looks after this map: it names people",
        "audience": audience,
        "workshop": {
            "short": session.short, "name": chosen.name, "where": chosen.where, "on": session.on.isoformat(),
            "question": chosen.question, "stage": session.stage, "language": session.language,
            "ended": session.closed_on.isoformat() if session.closed_on else None,
        },
        "place": place.settings.name,
        "credit": place.settings.credit(),
        "categories": [{"label": x.label, "colour": x.colour, "shape": x.shape} for x in chosen.categories],
        "counts": {"assets": len(chosen.assets)} | {part: len(getattr(chosen, part)) for part in _PARTS.values()},
        "held_back": chosen.held_back,
        "dots": [{"name": names[x], "dots": one.dots} for x, one in chosen.tally.items() if x in names],
        "dots_by_category": by_category(place, session, chosen),
        "dots_by_area": by_area(place, chosen),
        "links": [{"from": names.get(x.one, ""), "to": names.get(x.other, ""), "said": x.words}
                  for x in connections(chosen)],
    }  # fmt: skip
    return json.dumps(said, ensure_ascii=False, indent=1).encode("utf-8", "replace")
