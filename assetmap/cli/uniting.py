"""`assetmap merge`: two copies of one map meet, and become one again."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assetmap.cli.options import STEWARD, Home, Json, opened
from assetmap.cli.speaking import give, say, shown
from assetmap.errors import ExchangeError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assetmap.place import Place
    from assetmap.store.meetings import Met, Question
    from assetmap.uniting import Meeting, United

_FEW = 12
_NOTHING = "Nothing was changed."


class Which(StrEnum):
    """Whose value counts."""

    MINE = "mine"
    THEIRS = "theirs"


def add(app: typer.Typer) -> None:
    """Add the command."""
    app.command("merge", help="Bring in what another copy of this map has done since they parted.")(merge)


def merge(
    other: Annotated[Path, typer.Argument(help="The other copy: its folder, what `assetmap pack` wrote, or a backup.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do it, and take what is proposed where both changed it.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what it would do, and do nothing.")] = False,
    keep: Annotated[
        Which | None, typer.Option("--keep", help="Where both changed it: what is here (mine), or there (theirs).")
    ] = None,
    take: Annotated[
        list[str] | None,
        typer.Option("--take", help="For one of these, as the summary names it.", metavar="CODE:FIELD=mine|theirs"),
    ] = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Say what bringing the two together would do; then ask, and do it as one change that `undo` takes back."""
    from assetmap import packing, uniting

    place = opened(home)
    choices = dict(_choice(x) for x in take or [])
    try:
        with packing.laid_open(other, place.home) as store:
            meeting = uniting.compare(place, store, by=STEWARD)
            can_ask = not as_json and sys.stdin.isatty()
            if dry_run or not (yes or can_ask) or (meeting.met.is_nothing and not yes):
                lines = [*_summary(meeting, other.name), *_how_on(meeting, is_dry=dry_run)]
                give(_as_json(place, meeting.met) | {"merged": False, "change": None}, lines, as_json=as_json)
                return
            if not yes:
                for line in _summary(meeting, other.name):
                    say(line)
                choices = _asked(meeting, choices, keep)
            united = uniting.unite(place, store, choices=choices, keep=keep or "", by=STEWARD)
            result = _as_json(place, united.together.met) | _done_json(place, united)
            before = _summary(meeting, other.name) if yes else []
            give(result, [*before, *_done(place, united)], as_json=as_json)
    finally:
        place.close()


def _choice(text: str) -> tuple[str, str]:
    key, equals, choice = text.rpartition("=")
    if not equals or choice not in set(Which) or ":" not in key:
        raise ExchangeError(f"--take is written CODE:field=mine or CODE:field=theirs, not “{text[:60]}”. {_NOTHING}")
    return key, choice


def _asked(meeting: Meeting, choices: dict[str, str], keep: Which | None) -> dict[str, str]:
    """Ask about each thing that both changed, and then whether to do it."""
    from assetmap.uniting import said_of, sides

    out = dict(choices)
    for question in [] if keep else meeting.met.questions:
        if {question.key, f"{question.short}:{question.field}"} & choices.keys():
            continue
        say(f"{question.name} ({question.short}): {said_of(question)}")
        for side in sides(question):
            say(f"  {side.choice}: {side.says} ({side.by}, {side.when})")
        out[question.key] = _typed(question)
    typer.confirm("Bring the two together?", abort=True, err=True)
    return out


def _typed(question: Question) -> str:
    while True:
        said = typer.prompt("  mine or theirs", default=question.proposal, err=True).strip().lower()
        found = [str(x) for x in Which if said and x.startswith(said)]
        if len(found) == 1:
            return found[0]


def _summary(meeting: Meeting, name: str) -> Iterator[str]:
    """Say plainly what it would do."""
    from assetmap.uniting import said_of, sides

    met, both = meeting.met, meeting.both()
    if met.is_nothing:
        yield f"{name}: nothing in it that is not here already."
    else:
        new = len(meeting.those("new"))
        out = sum(x.field == "status" for x in met.questions)
        parts = [
            _many(new, "new"),
            _many(len(meeting.those("changed")), "changed there"),
            _many(len(both), "changed by both"),
            _many(len(meeting.those("out")), "taken out there"),
            _many(len(meeting.those("back")), "brought back there"),
        ]
        keep = f" {out} taken out by one and changed by the other: keep?" if out else ""
        yield f"{name}: {', '.join(x for x in parts if x) or 'no asset becomes another one'}.{keep}"
    if met.drafts:
        yield f"  Of the new ones {met.drafts} still wait for a decision."
    rows = [f"{n} {_ROWS[x][n != 1]}" for x, n in met.rows.items() if n]
    if rows:
        yield f"  Besides: {', '.join(rows)}."
    for question in met.questions[:_FEW]:
        mine, theirs = sides(question)
        proposed = mine if mine.is_proposed else theirs
        yield f"  {question.short}:{question.field}  {question.name}: {said_of(question)}"
        for side in (mine, theirs):
            mark = "  (proposed)" if side is proposed else ""
            yield f"      {side.choice}: {side.says} ({side.by}, {side.when}){mark}"
    if len(met.questions) > _FEW:
        yield f"  … and {len(met.questions) - _FEW} more; --json names them all."
    yield from _warnings(met)


_ROWS = {
    "session": ("workshop", "workshops"), "member": ("asset of a workshop", "assets of workshops"),
    "note": ("thing said in a workshop", "things said in workshops"), "vote": ("vote", "votes"),
    "apart": ("pair said to be two things", "pairs said to be two things"),
    "suggestion": ("suggestion", "suggestions"), "call": ("call", "calls"),
}  # fmt: skip


def _many(number: int, what: str) -> str:
    return f"{number} {what}" if number else ""


def _warnings(met: Met) -> Iterator[str]:
    if not met.is_kin:
        yield (
            "note: these two maps did not begin as one. What is the same in both comes in twice, and is proposed as "
            "one afterwards."
        )
    if met.gone:
        yield (
            f"note: {len(met.gone)} that somebody asked the other copy to forget will be forgotten here too, also in "
            "kept copies. Nothing brings it back."
        )
    if met.gone_sessions:
        yield f"note: {met.gone_sessions} workshop(s) that were withdrawn there will be withdrawn here too."
    if met.clock_ahead_s > 24 * 3600:
        yield (
            f"note: the other copy's clock was {met.clock_ahead_s // 86400} day(s) ahead of this computer's. Where "
            "both changed something, what is here is proposed; what is changed after this counts, whatever a clock "
            "said."
        )
    for there, here in met.codes.items():
        yield f"note: the code {there} stands for something else here: what has it there is {here} here."
    if met.has_own_secret:
        yield "note: receipts that were given out by the other copy open nothing here; the other copy still knows them."


def _how_on(meeting: Meeting, *, is_dry: bool) -> Iterator[str]:
    if not meeting.met.is_nothing:
        yield "Nothing was changed. Add --yes to do it" + (
            ", --keep mine or --keep theirs, or --take CODE:field=theirs, where both changed it."
            if meeting.met.questions
            else "."
            if is_dry
            else "; people who sign in there do not come along."
        )


def _done(place: Place, united: United) -> Iterator[str]:
    if not united.is_done:
        yield f"Nothing to do: all of it is here already. {_NOTHING}"
        return
    together = united.together
    yield f"Done, as change {together.change}: `assetmap undo {together.change}` takes it back."
    if united.kept is not None:
        yield f"The store as it was before is kept in backups/{united.kept.name}."
    waiting = place.store.suggestions.count()
    if together.met.questions:
        yield f"What did not count waits as a suggestion in Look after ({waiting} wait there in all)."
    if united.alike:
        yield f"{len(united.alike)} pair(s) may be one thing: Look after shows them side by side."
    if together.waits or together.unreached:
        yield "Some of what was to be forgotten is still in a file that another program reads; it goes when that ends."


def _as_json(place: Place, met: Met) -> dict[str, Any]:
    from assetmap.uniting import said_of, sides

    counts = {what: sum(x.what == what for x in met.changed) for what in ("new", "changed", "out", "back")}
    del place
    return counts | {
        "both": len({x.asset_id for x in met.questions}), "drafts": met.drafts, "forgotten": len(met.gone),
        "besides": dict(met.rows), "codes": dict(met.codes), "same": [list(x) for x in met.same],
        "assets": [{"id": x.asset_id, "short": x.short, "name": x.name, "what": x.what, "fields": list(x.fields)}
                   for x in met.changed],
        "questions": [
            {
                "key": x.key, "id": x.asset_id, "short": x.short, "name": x.name, "field": x.field, "label": said_of(x),
                "proposal": x.proposal, "clock_ahead": x.is_ahead,
                **{
                    side.choice: {"says": side.says, "by": side.by, "on": side.on.isoformat()}
                    for side in sides(x)
                },
            }
            for x in met.questions
        ],
        "warnings": [shown(x.removeprefix("note: ")) for x in _warnings(met)],
    }  # fmt: skip


def _done_json(place: Place, united: United) -> dict[str, Any]:
    shorts = [[there.asset.short for x in pair if (there := place.store.get(x))] for pair in united.alike]
    return {
        "merged": united.is_done, "change": united.together.change if united.is_done else None,
        "kept": None if united.kept is None else united.kept.name, "alike": shorts,
    }  # fmt: skip
