"""Two copies of the map that went their own ways become one again: chosen, looked at, answered, done, taken back."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from assetmap import contributions, uniting
from assetmap.contributions.fieldwise import Difference
from assetmap.contributions.story import who
from assetmap.packing import laid_open
from assetmap.screens import saying, session
from assetmap.screens.frame import style
from assetmap.screens.setting_up.unshelled import trouble
from assetmap.screens.tending import compare
from assetmap.store.meetings import MINE, THEIRS
from assetmap.wording import gettext as _
from assetmap.wording import ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assetmap.place import Place
    from assetmap.store.meetings import Met, Question
    from assetmap.uniting import Meeting, Side, United

_HELD, _DONE, _TURN = "two_copies_held", "two_copies_done", "two_copies_turn"
_MOST = 20
"""So many things that both changed are asked about on one page; the others are proposed and told."""
_FEW = 6
_DAY_S = 24 * 3600
_MERGE = "assetmap merge"


@dataclass(frozen=True)
class _Held:
    """What was found in a file; by its mark, and the store's, it is known whether that still holds."""

    mark: tuple[str, str]
    meeting: Meeting


@dataclass(frozen=True)
class _Done:
    """What was done: its change, to be taken back, and how much is left to look at."""

    change: int
    versions: int
    questions: int
    alike: int
    is_owed: bool


def two_copies(place: Place) -> None:
    """Draw the part; elsewhere than at this computer's own keyboard there is none."""
    if not session.is_at_own_keyboard():
        return
    st.html(style("tending"))
    saying.heading(_("Bring two copies together"))
    saying.words(
        _(
            "When the map went along on another computer, both went on. Choose what was saved there with “Save the "
            "whole place” or “Save a backup”. First you see what it would do here; nothing is lost, and it can be "
            "taken back."
        ),
        # translators: {command} is what somebody types, as “assetmap merge”
        _("A very large copy comes in with {command}", command=_MERGE),
    )
    _say_done(place)
    turn = st.session_state.setdefault(_TURN, 0)
    dropped = st.file_uploader(
        _("Choose the other copy"), type=["assetmap", "gpkg"], key=f"two_copies_file_{turn}"
    )  # fmt: skip
    if dropped is None:
        st.session_state.pop(_HELD, None)
        return
    with (
        session.spoken(trouble),
        tempfile.TemporaryDirectory(dir=place.home, prefix=f".unpacking-{os.getpid()}-") as folder,
    ):
        given = Path(folder) / Path(dropped.name).name
        given.write_bytes(dropped.getvalue())
        _look(place, given, hashlib.sha256(dropped.getvalue()).hexdigest())


def _look(place: Place, given: Path, mark: str) -> None:
    held: _Held | None = st.session_state.get(_HELD)
    if held is None or held.mark != (mark, place.store.mark()):
        with st.spinner(_("Looking at the other copy")), laid_open(given, place.home) as store:
            meeting = uniting.compare(place, store, by=session.by())
        held = _Held(mark=(mark, place.store.mark()), meeting=meeting)
        st.session_state[_HELD] = held
    met = held.meeting.met
    if met.is_nothing:
        saying.good(_("Everything in that copy is here already. There is nothing to bring in."))
        return
    saying.heading(_("What it would do here"), level=3)
    saying.listed(_summary(held.meeting))
    for sentence in _warnings(met):
        saying.note(sentence)
    choices = _answers(held.meeting)
    if not st.button(_("Bring them together"), type="primary", key="two_copies_do"):
        return
    with st.spinner(_("Bringing them together")), laid_open(given, place.home) as store:
        united = uniting.unite(place, store, choices=choices, by=session.by())
    _keep_done(united)
    st.rerun()


def _summary(meeting: Meeting) -> list[str]:
    """Say plainly what becomes of assets, and of what was said besides."""
    met = meeting.met
    new, changed, out, back = (meeting.those(x) for x in ("new", "changed", "out", "back"))
    said = [
        (new, ngettext("{n} is new", "{n} are new", len(new))),
        (changed, ngettext("{n} was changed there", "{n} were changed there", len(changed))),
        (out, ngettext("{n} was taken out there", "{n} were taken out there", len(out))),
        (back, ngettext("{n} was brought back there", "{n} were brought back there", len(back))),
    ]
    lines = [f"{words}: {_names([x.name for x in those])}" for those, words in said if those]
    if met.drafts:
        lines.append(
            ngettext(
                "{n} of the new ones still waits for a decision",
                "{n} of the new ones still wait for a decision",
                met.drafts,
            )
        )
    if both := meeting.both():
        lines.append(
            ngettext(
                "{n} was changed here and there: see below", "{n} were changed here and there: see below", len(both)
            )
        )
    rows = met.rows
    for many, words in (
        (rows.get("session", 0), ngettext("{n} workshop", "{n} workshops", rows.get("session", 0))),
        (
            rows.get("note", 0),
            ngettext("{n} thing said in a workshop", "{n} things said in workshops", rows.get("note", 0)),
        ),
        (rows.get("vote", 0), ngettext("{n} vote", "{n} votes", rows.get("vote", 0))),
        (rows.get("suggestion", 0), ngettext("{n} suggestion", "{n} suggestions", rows.get("suggestion", 0))),
        (rows.get("call", 0), ngettext("{n} telephone call", "{n} telephone calls", rows.get("call", 0))),
    ):
        if many:
            lines.append(words)
    return lines or [_("No asset becomes another one.")]


def _names(names: Sequence[str]) -> str:
    named = [*dict.fromkeys(names)]
    more = len(named) - _FEW
    said = ", ".join(named[:_FEW])
    # translators: {names} as “Quay Park, Lunch club”, and so many others
    return said if more <= 0 else ngettext("{names} and {n} more", "{names} and {n} more", more, names=said)


def _warnings(met: Met) -> list[str]:
    out = []
    if not met.is_kin:
        out.append(
            _("These two maps did not begin as one: what is in both comes in twice, and is proposed as one afterwards.")
        )
    if met.gone:
        out.append(
            ngettext(
                "Somebody asked the other copy to forget {n} thing: it is forgotten here too, for good.",
                "Somebody asked the other copy to forget {n} things: they are forgotten here too, for good.",
                len(met.gone),
            )
        )
    if met.gone_sessions:
        out.append(
            ngettext(
                "{n} workshop was withdrawn there: it is withdrawn here too.",
                "{n} workshops were withdrawn there: they are withdrawn here too.",
                met.gone_sessions,
            )
        )
    if met.clock_ahead_s > _DAY_S:
        out.append(
            ngettext(
                "The other computer's clock is {n} day ahead: where both changed something, what is here is proposed.",
                "The other computer's clock is {n} days ahead: where both changed something, what is here is proposed.",
                met.clock_ahead_s // _DAY_S,
            )
        )
    out += [
        _("The code {there} stands for something else here: what has it there gets {here}.", there=there, here=here)
        for there, here in met.codes.items()
    ]
    if met.has_own_secret:
        out.append(_("Receipts that the other copy gave out open nothing here."))
    return out


def _answers(meeting: Meeting) -> dict[str, str]:
    """Ask about what both changed; only what somebody chose otherwise than proposed is an answer."""
    both = meeting.both()
    if not both:
        return {}
    saying.heading(_("What both changed"), level=3)
    saying.words(
        _(
            "What is proposed is chosen already. What does not count is not lost: it waits as a suggestion under Look "
            "after."
        )
    )
    out: dict[str, str] = {}
    heads = (_("Here"), _("In the other copy"))
    for asset_id, questions in list(both.items())[:_MOST]:
        with st.container(key=f"two_{asset_id}", border=True):
            saying.heading(questions[0].name, level=3)
            for question in questions:
                out |= _answer(question, heads)
    if len(both) > _MOST:
        saying.note(
            ngettext(
                "{n} more was changed by both: there the proposal counts.",
                "{n} more were changed by both: there the proposal counts.",
                len(both) - _MOST,
            )
        )
    return out


def _answer(question: Question, heads: tuple[str, str]) -> dict[str, str]:
    mine, theirs = uniting.sides(question)
    key = f"two_{question.asset_id}"
    row = Difference(
        field=question.field, label=uniting.said_of(question), before=_told(mine), after=_told(theirs)
    )  # fmt: skip
    proposed = compare.LEFT if mine.is_proposed else compare.RIGHT
    st.session_state.setdefault(f"{key}_side_{question.field}", proposed)
    side = compare.chosen([row], key=key, heads=heads)[question.field]
    return {} if side == proposed else {question.key: MINE if side == compare.LEFT else THEIRS}


def _told(side: Side) -> str:
    # translators: who set a field and when, as “a resident (Jo), 3 Nov 2026, 14:05”, under what they wrote
    return f"{side.says}\n{_('{who}, {when}', who=who(side.by), when=side.when)}"


def _keep_done(united: United) -> None:
    together = united.together
    st.session_state.pop(_HELD, None)
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
    st.session_state[_DONE] = _Done(
        change=together.change if united.is_done else 0, versions=len(together.versions),
        questions=len(together.met.questions), alike=len(united.alike),
        is_owed=together.waits or bool(together.unreached),
    )  # fmt: skip


def _say_done(place: Place) -> None:
    done: _Done | None = st.session_state.get(_DONE)
    if done is None:
        return
    if not done.change:
        saying.good(_("Everything in that copy is here already. There is nothing to bring in."))
        return
    saying.good(_("The two copies are together again. A copy of how it was before is kept with the backups."))
    if done.questions:
        saying.words(_("What did not count waits as a suggestion under Look after."))
    if done.alike:
        saying.words(
            ngettext(
                "{n} pair may be one thing: Look after shows it side by side.",
                "{n} pairs may be one thing: Look after shows them side by side.",
                done.alike,
            )
        )
    if done.is_owed:
        saying.note(_("Some of what is to be forgotten is still in a file that another program reads."))
    if done.versions and st.button(_("Take it back"), key="two_copies_undo"):
        with session.spoken(trouble):
            contributions.undo(place.store, done.change, by=session.by())
            st.session_state.pop(_DONE, None)
            st.session_state["said"] = _("It is as it was before the two copies came together.")
            st.rerun()
