"""`assetmap workshop`: begin one, see how it stands, move it on, end it, take it along or take it back."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assetmap.cli.finding import Near, located
from assetmap.cli.options import STEWARD, Audience, Force, Home, Json, opened
from assetmap.cli.speaking import give
from assetmap.errors import SettingsError, StoreError

if TYPE_CHECKING:
    from assetmap.place import Place
    from assetmap.store.sessions import Category, Session

SessionCode = Annotated[
    str, typer.Option("--session", help="Which workshop, by its code; else the only one that goes on.", metavar="CODE")
]
Code = Annotated[str, typer.Argument(help="Which workshop, by its code; as --session.", metavar="[CODE]")]
_STAGES = {"listen": "listen", "connect": "connect", "purpose": "find shared purpose", "mobilise": "mobilise"}


def add(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(workshop_commands(), name="workshop")


def workshop_commands() -> typer.Typer:
    """Make the group of commands; what reads photographs adds its own to it."""
    from assetmap.cli import workshop_reading

    group = typer.Typer(
        help="Run a workshop: begin it, see how it stands, move it on, end it.", no_args_is_help=True
    )  # fmt: skip
    group.command("new", help="Begin a workshop.")(new)
    group.command("list", help="List the workshops of this place.")(list_)
    group.command("show", help="Say how a workshop stands, and what is to be done after it.")(show)
    group.command("stage", help="Move it on: listen, connect, purpose or mobilise.")(stage)
    group.command("close", help="End it: its join code ends, and phones can send nothing more.")(close)
    group.command("withdraw", help="Take a whole workshop back: what came from it is forgotten for good.")(withdraw)
    group.command("export", help="Write a workshop as one .zip: assets, what was said, dots; nobody's name.")(export)
    workshop_reading.add(group)
    return group


def new(  # what a workshop is
    name: Annotated[str, typer.Option(help="What it is called.")],
    where: Annotated[str, typer.Option(help="The hall, in words.")] = "",
    on: Annotated[str, typer.Option(help="The day; today, if it is left out.", metavar="2026-11-24")] = "",
    question: Annotated[str, typer.Option(help="What you ask: “What helps you feel well here?”")] = "",
    audience: Annotated[str, typer.Option(help="Who may see what is said: workshop, partners or public.")] = "workshop",
    budget: Annotated[int | None, typer.Option(help="How many dots each person has; open, if it is left out.")] = None,
    category: Annotated[
        list[str] | None,
        typer.Option(
            help="A category of the residents' own: its word, a colour and a shape. Shape, or both, may be left out: "
            "free ones are chosen. May be repeated.",
            metavar="LABEL:COLOUR:SHAPE",
        ),
    ] = None,
    near: Near = None,
    across: Annotated[
        int, typer.Option(help="With --near: how many metres its screens and papers show.", min=100, metavar="METRES")
    ] = 2000,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Begin a workshop."""
    from assetmap.workshop import begin, square_about

    day, categories = _day(on), _categories(category or [])
    if audience not in list(Audience):
        raise SettingsError(f"[--audience] choose one of {', '.join(Audience)}. Nothing was changed.")
    place = opened(home)
    try:
        bounds = None
        if near is not None:
            here = located(near, place).point
            bounds = square_about(here, across_m=across, metric_crs=place.settings.metric_crs)
        made = begin(
            place, name=name, where=where, on=day, question=question, audience=audience, budget=budget,
            categories=categories, bounds=bounds, by=STEWARD,
        )  # fmt: skip
    finally:
        place.close()
    lines = [
        _line(made),
        *_asked(made),
        f"Print its maps: assetmap print workshop --session {made.short} --paper A3 --out sheets.pdf",
    ]
    give(_as_json(made), lines, as_json=as_json)


def list_(home: Home = None, as_json: Json = False) -> None:
    """List them, the newest first."""
    place = opened(home)
    try:
        there = place.store.sessions.all(by=STEWARD)
    finally:
        place.close()
    lines = [_line(x) for x in there] or ["There is no workshop yet: begin one with `assetmap workshop new --name …`."]
    give({"workshops": [_as_json(x) for x in there]}, lines, as_json=as_json)


def show(code: Code = "", session: SessionCode = "", home: Home = None, as_json: Json = False) -> None:
    """Say how one stands."""
    from assetmap.workshop import meant

    place = opened(home)
    try:
        one = meant(place, _one_of(code, session), by=STEWARD)
        fields, lines = _standing(place, one)
    finally:
        place.close()
    give(_as_json(one) | fields, [_line(one), *_asked(one), *lines], as_json=as_json)


def stage(
    which: Annotated[str, typer.Argument(help="listen, connect, purpose or mobilise.", metavar="STAGE")],
    session: SessionCode = "",
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Move a workshop on, or back."""
    import dataclasses

    from assetmap.workshop import meant

    chosen = which.strip().lower()
    if chosen not in _STAGES:
        raise SettingsError(f"[STAGE] choose one of {', '.join(_STAGES)}. Nothing was changed.")
    place = opened(home)
    try:
        one = dataclasses.replace(meant(place, session, by=STEWARD), stage=chosen)
        one = place.store.sessions.change(one, by=STEWARD)
    finally:
        place.close()
    give(_as_json(one), [_line(one)], as_json=as_json)


def close(code: Code = "", session: SessionCode = "", home: Home = None, as_json: Json = False) -> None:
    """End a workshop."""
    from assetmap.workshop import meant

    place = opened(home)
    try:
        one = place.store.sessions.close(meant(place, _one_of(code, session), by=STEWARD).id, by=STEWARD)
        fields, lines = _standing(place, one)
    finally:
        place.close()
    give(_as_json(one) | fields, [_line(one), *lines], as_json=as_json)


def withdraw(
    code: Code = "",
    session: SessionCode = "",
    yes: Annotated[bool, typer.Option("--yes", help="Yes, for good: nothing brings it back.")] = False,
    why: Annotated[str, typer.Option(help="Why: kept for as long as the map.")] = "",
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Take a workshop back."""
    from assetmap.workshop import meant
    from assetmap.workshop import withdraw as take_back

    place = opened(home)
    try:
        one = meant(place, _one_of(code, session), by=STEWARD)
        there = place.store.sessions.members(one.id)
        if not yes:
            raise SettingsError(
                f"“{one.name}” ({one.short}) with its {_assets(len(there))}, and all that was said, would be forgotten "
                "for good: say so with --yes. Nothing was changed."
            )
        done = take_back(place, one, by=STEWARD, why=why)
    finally:
        place.close()
    many = sum(x in there for x in done.versions)
    before = len(done.versions) - many
    lines = [f"{one.name} is forgotten, with its {_assets(many)}."]
    lines += [f"So is what was left of {_assets(before)} of it that had been taken back before."] * bool(before)
    lines += [
        "Some of it is still in the file while another program reads it; it goes when the place is next opened."
    ] * (done.waits)
    lines += [f"It may still be in this copy, which could not be opened: {name}" for name in done.unreached]
    lines += [f"Ask for this copy back: {copy.name}, {copy.on:%d %b %Y}" for copy in done.copies]
    lines += ["Ask also for what was printed of it: what went on paper is not known here."]
    result = {
        "short": one.short, "withdrawn": many, "taken_back_before": before, "waits": done.waits,
        "unreached": list(done.unreached), "copies": [copy.name for copy in done.copies],
    }  # fmt: skip
    give(result, lines, as_json=as_json)


def export(
    file: Annotated[Path, typer.Argument(help="The file to write, ending in .zip.")],
    code: Code = "",
    session: SessionCode = "",
    audience: Annotated[
        Audience, typer.Option("--audience", help="For whom: public, partners, or who was there (workshop).")
    ] = Audience.WORKSHOP,
    private: Annotated[
        bool,
        typer.Option(
            "--private", help="With everything, for yourself alone: who told what, how to reach them, recordings."
        ),
    ] = False,
    force: Force = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Take a workshop along."""
    from assetmap.workshop import export_session, meant

    if file.suffix.lower() != ".zip":
        raise SettingsError("[FILE] a workshop is written as a .zip: give the file's name that ending.")
    place = opened(home)
    try:
        one = meant(place, _one_of(code, session), by=STEWARD)
        done = export_session(
            place, one, file, audience=str(audience), private=private, force=force, by=STEWARD
        )  # fmt: skip
    finally:
        place.close()
    lines = [f"{file}: {done.assets} assets and {done.notes} things that were said."]
    lines += [f"{done.held_back} are kept back: not for these people, or they name somebody."] if done.held_back else []
    lines += ["It names people and how to reach them: keep it to yourself."] if private else []
    fields = {"assets": done.assets, "said": done.notes, "held_back": done.held_back, "recordings": done.recordings}
    give({"file": str(file), "private": private} | fields, lines, as_json=as_json)


def _standing(place: Place, one: Session) -> tuple[dict[str, Any], list[str]]:
    from assetmap.workshop import tomorrow

    members = place.store.sessions.members(one.id)
    statuses = [there.asset.status for x in members if (there := place.store.get(x)) is not None]
    drafts = sum(x == "draft" for x in statuses)
    next_day = tomorrow(place, one, by=STEWARD)
    notes = place.store.sessions.notes(one.id, by=STEWARD)
    whats = {what: sum(x.what == what for x in notes) for what in ("story", "link", "gap", "plan", "grant")}
    dots = sum(x.dots for x in place.store.sessions.tally(one.id).values())
    fields = {"assets": len(statuses), "drafts": drafts, "said": whats, "dots": dots}
    todo = {
        "to type from pictures": len(next_day.to_type), "to put on the map": len(next_day.to_place),
        "to ring back": len(next_day.to_ring), "may be there twice": len(next_day.duplicates),
    }  # fmt: skip
    fields["tomorrow"] = {name.replace(" ", "_"): many for name, many in todo.items()}
    lines = [
        f"  {len(statuses)} assets, {drafts} of them to be looked at",
        "  " + ", ".join(f"{_MANY[what]}: {many}" for what, many in whats.items()) + f", dots: {dots}",
    ]
    waits = ", ".join(f"{many} {name}" for name, many in todo.items() if many)
    return fields, [*lines, *([f"  tomorrow: {waits}"] if waits else [])]


def _one_of(code: str, session: str) -> str:
    """Take the code as it was given, bare or with --session."""
    if code and session and code.casefold() != session.casefold():
        raise SettingsError("[--session] two workshops are named: give one code. Nothing was changed.")
    return code or session


def _assets(many: int) -> str:
    return f"{many} asset{'s' * (many != 1)}"


def _asked(one: Session) -> list[str]:
    """Say what was chosen for a workshop: its categories, its dots and its part of the map."""
    own = ", ".join(f"{x.label} ({x.colour} {x.shape})" for x in one.categories)
    dots = "as many as each person likes" if one.budget is None else f"{one.budget} for each person"
    return [f"  categories: {own or 'none of the residents’ own'}", f"  dots: {dots}", f"  map: {_part(one.bounds)}"]


def _part(bounds: tuple[float, float, float, float] | None) -> str:
    if bounds is None:
        return "the whole place"
    west, south, east, north = bounds
    middle = (south + north) / 2
    wide, high = (east - west) * _DEGREE_KM * math.cos(math.radians(middle)), (north - south) * _DEGREE_KM
    return f"about {wide:.1f} by {high:.1f} km, its middle at {middle:.4f}, {(west + east) / 2:.4f}"


_DEGREE_KM = 111.2
_MANY = {"story": "stories", "link": "links", "gap": "gaps felt", "plan": "plans", "grant": "grants asked for"}


def _categories(said: list[str]) -> list[Category]:
    from assetmap.store.sessions import COLOURS, SHAPES
    from assetmap.workshop import category

    made: list[Category] = []
    for text in said:
        label, _, rest = text.partition(":")
        colour, _, shape = rest.partition(":")
        if not label.strip() or ":" in shape:
            raise SettingsError(
                f"[--category] it is a word, a colour and a shape: “Warm places:orange:star”, not “{text[:40]}”."
            )
        colour, shape = colour.strip().lower(), shape.strip().lower()
        if colour not in ("", *COLOURS) or shape not in ("", *SHAPES):
            raise SettingsError(
                f"[--category] choose a colour of {', '.join(COLOURS)} and a shape of {', '.join(SHAPES)}, or leave "
                "them out. Nothing was changed."
            )
        try:
            made.append(category(label, colour=colour, shape=shape, others=made))
        except StoreError as error:
            raise SettingsError(f"[--category] {error}") from None
    return made


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise SettingsError(f"[--on] a day is written 2026-11-24, and this is “{text[:20]}”.") from None


def _as_json(one: Session) -> dict[str, Any]:
    return {
        "id": one.id, "short": one.short, "name": one.name, "on": one.on.isoformat(), "where": one.where,
        "question": one.question, "audience": one.audience, "stage": one.stage, "budget": one.budget,
        "categories": [{"label": x.label, "colour": x.colour, "shape": x.shape} for x in one.categories],
        "bounds": list(one.bounds) if one.bounds else None,
        "closed_on": one.closed_on.isoformat() if one.closed_on else None,
    }  # fmt: skip


def _line(one: Session) -> str:
    stands = f"ended {one.closed_on:%d %b %Y}" if one.closed_on else _STAGES[one.stage]
    where = f", {one.where}" if one.where else ""
    return f"{one.short}  {one.name}{where}, {one.on:%d %b %Y}: {stands}; seen by: {one.audience}"
