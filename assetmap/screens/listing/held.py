"""The list that a browser session looks at before it comes in; it lives in that session alone."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import streamlit as st

from assetmap.errors import AssetMapError, ExchangeError
from assetmap.screens import saying, session
from assetmap.staging import decided, stage
from assetmap.wording import N_
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from assetmap.exchange.sheets import Sheet, Sheets
    from assetmap.place import Place
    from assetmap.staging import Decision, ImportReport, Staging

_STATE = "list_held"
DONE = "brought_in"
# translators: what is being done with a file just now, while somebody waits
_DOING = {
    "waiting": N_("Waiting for another file to be read"),
    "reading": N_("Reading the file"),
    "rows": N_("Reading its rows"),
}

# translators: what is being done with a list just now, while somebody waits
_LOOKING = N_("Looking at its rows")
_MANY = 2_000
"""A list of more rows says how far it is."""


@dataclass
class Held:
    """
    One list, and what was said of it so far.

    Attributes
    ----------
    mark
        By which the very same file is known: dropped again it is not read again.
    as_newer
        Whether it is the newer form of the earlier list that it looks like; None while nobody has said.
    skipped
        Rows that look the same as something, and were put off.
    open
        Whether its columns are looked at.
    again
        Whether what was mended when it came in last is mended again.
    """

    name: str
    mark: str
    sheets: Sheets
    table: str | None = None
    meanings: dict[str, str] = field(default_factory=dict)
    accepted: set[str] = field(default_factory=set)
    as_newer: str | None = None
    decisions: dict[int, Decision] = field(default_factory=dict)
    order: list[int] = field(default_factory=list)
    skipped: set[int] = field(default_factory=set)
    open: bool = False
    again: bool = True
    _laid: tuple[tuple[object, ...], dict[int, Decision], Staging] | None = field(default=None, repr=False)

    @property
    def sheet(self) -> Sheet:
        """The sheet or layer that is looked at."""
        return self.sheets.best if self.table is None else self.sheets.named(self.table)

    def laid_out(self, place: Place, *, kind: str | None, publish: bool) -> Staging:
        """
        Lay it out as it would come in, anew only where something is another way than before.

        Raises
        ------
        AssetMapError
            It cannot come in at all; says why.
        """
        asked = (
            str(place.home), place.store.mark(), kind, publish, self.table, tuple(sorted(self.meanings.items())),
            tuple(sorted(self.accepted)), self.as_newer, self.again,
        )  # fmt: skip
        try:
            return self._anew(place, asked, kind=kind, publish=publish)
        except ExchangeError:
            self.take_back()  # an answer that cannot be carried out is not kept
            raise

    def _anew(self, place: Place, asked: tuple[object, ...], *, kind: str | None, publish: bool) -> Staging:
        if self._laid is None or self._laid[0] != asked:
            waiting = st.empty()
            bar = waiting.progress(0.0, text=_(_LOOKING)) if len(self.sheet.rows) > _MANY else None
            staging = stage(
                place, self.sheets, self.name, by=session.by(), table=self.table, kind=kind, publish=publish,
                meanings=self.meanings, accepted=frozenset(self.accepted), source=self.as_newer or None,
                decisions=dict(self.decisions), again=self.again,
                progress=None if bar is None else lambda _what, share: _drawn(bar, share, _LOOKING),
            )  # fmt: skip
            waiting.empty()
        elif self._laid[1] != self.decisions:
            staging = decided(place, self._laid[2], by=session.by(), decisions=self.decisions)
        else:
            return self._laid[2]
        self._laid = (asked, dict(self.decisions), staging)
        return staging

    def decide(self, row: int, decision: Decision) -> None:
        """Keep what was decided about a row."""
        self.decisions[row] = decision
        self.order = [*(x for x in self.order if x != row), row]

    def take_back(self) -> None:
        """Forget what was decided last."""
        if self.order:
            del self.decisions[self.order.pop()]

    def forget_decisions(self) -> None:
        """Decide anew: the rows are read another way now."""
        self.decisions, self.order, self.skipped = {}, [], set()


def let_go() -> None:
    """Forget the list."""
    st.session_state.pop(_STATE, None)


def done(report: ImportReport) -> None:
    """Keep what a list did, to be said and undone, and be ready for the next."""
    st.session_state[DONE] = report
    st.session_state["list_turn"] = st.session_state.get("list_turn", 0) + 1
    let_go()


def read(dropped: tuple[str, bytes] | None) -> Held | None:
    """
    Give the list that was dropped; None where there is none.

    A new file is read in a process of its own, with how far it is and a button that ends it.

    Raises
    ------
    ExchangeError
        It cannot be read; says what it is instead, or why.
    """
    if dropped is None:
        let_go()
        return None
    name, content = dropped
    mark = hashlib.sha256(name.encode() + b"\0" + content).hexdigest()
    held: Held | None = st.session_state.get(_STATE)
    if held is not None and held.mark == mark:
        return held
    let_go()
    from assetmap.exchange.patients import refuse_patients
    from assetmap.exchange.untrusted import read_strange

    waiting = st.empty()
    try:
        with waiting.container():
            bar = st.progress(0.0, text=_(_DOING["reading"]))
            # A press begins the page anew: what was being read is ended at once.
            st.button(_("Stop"), key="list_stop", on_click=_stop)
            sheets = read_strange(
                content, name, progress=lambda what, share: _drawn(bar, share, _DOING.get(what, _DOING["reading"]))
            )  # fmt: skip
    except AssetMapError:
        waiting.empty()  # it is not read any more
        raise
    waiting.empty()
    refuse_patients(*sheets.sheets)
    held = st.session_state[_STATE] = Held(name=name, mark=mark, sheets=sheets)
    return held


def _drawn(bar: DeltaGenerator, share: float, doing: str) -> None:
    bar.progress(min(max(share, 0.0), 1.0), text=_(doing))


def _stop() -> None:
    """Take the file out of the field: else it would be read again at once."""
    st.session_state["list_turn"] = st.session_state.get("list_turn", 0) + 1
    st.session_state["said"] = _("Stopped. Nothing of it was kept.")


def say_what_it_is(staging: Staging, *, rows: int) -> None:
    """Say what kind of file it is and how many rows it has."""
    from assetmap.wording import ngettext, number_text

    many = ngettext("{n} row", "{n} rows", rows, n=number_text(rows))
    told = [staging.name, _(staging.what), many]
    saying.words(" · ".join(x for x in told if x))
