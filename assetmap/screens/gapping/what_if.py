"""What if? A place more, one less, or room for more people: nothing is written, and each step can be taken back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from assetmap.gaps import Added, Change
from assetmap.screens import saying
from assetmap.screens.gapping.answering import people_reaching, tens
from assetmap.screens.gapping.faces import MAP
from assetmap.screens.gapping.telling import homes_words, within_reach
from assetmap.screens.handover.letters import letters
from assetmap.vocabulary import vocabulary
from assetmap.webmap.safe import html_text, straight
from assetmap.wording import capital, ngettext, number_text
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from shapely import Point

    from assetmap.assets import Asset
    from assetmap.gaps import Gaps
    from assetmap.screens.gapping.answering import Answer
    from assetmap.screens.gapping.asking import Choice

_KEY = "gaps_what_if"
_MOST = 12
_LEAST_CHANGE = 0.005
"""An area gains or loses where what is within its reach changes by this part of a fair share or more."""


@dataclass(kw_only=True)
class WhatIf:
    """What one person supposes: every step, so that the last can be taken back; and whether the next tap adds."""

    steps: list[Change] = field(default_factory=lambda: [Change()])
    is_adding: bool = False

    @property
    def change(self) -> Change:
        """What is supposed now."""
        return self.steps[-1]

    def suppose(self, change: Change) -> None:
        """Take one step."""
        self.steps.append(change)

    def undo(self) -> None:
        """Take the last step back."""
        if len(self.steps) > 1:
            self.steps.pop()

    def begin_again(self) -> None:
        """Suppose nothing; that, too, can be taken back."""
        if not self.change.is_nothing:
            self.steps.append(Change())


def supposed() -> WhatIf:
    """Return what this page supposes."""
    kept: WhatIf = st.session_state.setdefault(_KEY, WhatIf())
    return kept


def put(point: Point, choice: Choice) -> None:
    """Add a place where the map was tapped."""
    mine = supposed()
    kind = str(st.session_state.get("gaps_new_kind") or kinds_of(choice)[0])
    room = st.session_state.get("gaps_new_room")
    one = Added(lon=point.x, lat=point.y, kind=kind, capacity=float(room) if room else None)
    mine.suppose(replace(mine.change, added=(*mine.change.added, one)))
    mine.is_adding = False


def close(asset_id: str, *, closed: bool) -> None:
    """Suppose that an asset is not there, or is there again."""
    mine = supposed()
    ids = mine.change.closed | {asset_id} if closed else mine.change.closed - {asset_id}
    if ids != mine.change.closed:
        mine.suppose(replace(mine.change, closed=frozenset(ids)))


def offer(answer: Answer, choice: Choice, *, row: int | None) -> None:
    """Draw what can be supposed, what it changes, and the ways back."""
    mine = supposed()
    _tell(answer)
    with st.container(key="gaps_steps", horizontal=True, gap="small", vertical_alignment="bottom"):
        kinds = kinds_of(choice)
        if st.session_state.get("gaps_new_kind") not in kinds:
            st.session_state["gaps_new_kind"] = kinds[0]
        st.selectbox(
            _("A new place of this kind"), kinds, format_func=lambda key: capital(vocabulary().said(key)),
            key="gaps_new_kind", filter_mode=None,
        )  # fmt: skip
        if _counts_people(answer.now):
            st.number_input(
                _("It can take"), min_value=0, value=None, step=5, key="gaps_new_room", placeholder=_("as usual")
            )
        st.button(
            _("Stop: do not add it") if mine.is_adding else _("Put it on the map"), key="gaps_put", on_click=_turn,
            type="primary" if mine.is_adding else "secondary",
        )  # fmt: skip
        st.button(_("Undo"), key="gaps_undo", on_click=mine.undo, disabled=len(mine.steps) < 2)
        st.button(_("As it is today"), key="gaps_again", on_click=mine.begin_again, disabled=mine.change.is_nothing)
    if mine.is_adding:
        saying.note(
            _("Tap the map where the new place would be. By keyboard: move the map with the arrow keys, then Enter.")
        )
    left, right = st.columns(2, gap="medium")
    with left:
        _there(answer, row)
    with right:
        _leave_out(answer.now)
        _room(answer.now)


def summary(answer: Answer) -> str:
    """Say in a sentence or two what the change changes."""
    before, now = answer.before, answer.now
    difference = people_reaching(now) - people_reaching(before)
    more = tens(abs(difference)) * (1 if difference > 0 else -1)
    many = number_text(abs(more))
    if not now.model.has_people:
        said = ""
    elif not more:
        said = _("About as many people as today have one within reach.")
    elif more > 0:
        said = ngettext(
            "About {n} more person has one within reach.", "About {n} more people have one within reach.", more, n=many
        )
    else:
        said = ngettext(
            "About {n} person fewer has one within reach.",
            "About {n} people fewer have one within reach.",
            -more,
            n=many,
        )
    old, new = (x.table["supply"].to_numpy(dtype=np.float64) for x in (before, now))
    least = _LEAST_CHANGE * (before.fair or 1.0)
    gain, lose = int((new - old >= least).sum()), int((old - new >= least).sum())
    gains = (
        ngettext("{n} neighbourhood gains", "{n} neighbourhoods gain", gain) if gain else _("No neighbourhood gains")
    )
    loses = ngettext("{n} loses", "{n} lose", lose) if lose else _("none loses")
    both = _("{gains}, {loses}.", gains=gains, loses=loses)
    total = _(
        "All gaps together go from {old} to {new} gap points.",
        old=number_text(round(before.ranked_total)), new=number_text(round(now.ranked_total)),
    )  # fmt: skip
    return " ".join(x for x in (said, both, total) if x)


def told(answer: Answer, *, aloud: bool) -> None:
    """Say what the change changes, where the map was tapped; `aloud` where it is not said beneath as well."""
    if answer.is_changed:
        role = "status" if aloud else "note"
        st.html(f'<p class="gaps-changed" role="{role}">{html_text(summary(answer))}</p>')


def _tell(answer: Answer) -> None:
    if answer.is_changed:
        # green is for what gets better
        (saying.good if answer.now.ranked_total < answer.before.ranked_total else saying.note)(summary(answer))
        if _reach_nobody(answer.now):
            saying.note(_("A new place is within reach of no home: perhaps no street is known there."))
    else:
        saying.words(_("Suppose that something were otherwise. Nothing here changes the map that others see."))


def _reach_nobody(gaps: Gaps) -> bool:
    """Say whether one of the places that were added is within reach of no home."""
    found = gaps.supplied
    near = found.pairs.mm <= found.limit_mm
    many = np.bincount(found.pairs.owner[near], minlength=len(found.pairs.head) - 1)
    return bool((many[len(found.rows) :] == 0).any())


def _there(answer: Answer, row: int | None) -> None:
    """List what is within reach of the chosen neighbourhood, each with a tick that can be taken away."""
    if row is None:
        saying.words(_("Choose a neighbourhood to see what its people reach, and what if one of these closed."))
        return
    found = within_reach(answer.now, row)
    closed = answer.now.change.closed
    name = answer.now.model.named(row)
    saying.heading(_("Within reach of {name}", name=name), level=3)
    if not found:
        saying.words(_("Nothing of what is asked for."))
    for at, (asset, many, homes) in enumerate(found[:_MOST]):
        if isinstance(asset, Added):
            _new(asset, homes_words(many, homes), at=at)
            continue
        st.session_state[f"gaps_there_{asset.short}"] = asset.id not in closed
        st.checkbox(
            f"{letters(asset.name)} · {letters(homes_words(many, homes))}", key=f"gaps_there_{asset.short}",
            on_change=_ticked, args=(asset,),
        )  # fmt: skip
    if len(found) > _MOST:
        saying.words(ngettext("and {n} more", "and {n} more", len(found) - _MOST))


def _new(one: Added, reach: str, *, at: int) -> None:
    """List a place that is supposed to be added, with a tick that can be taken away."""
    st.session_state[f"gaps_new_{at}"] = True
    name = one.name or _("The new place ({kind})", kind=vocabulary().said(one.kind))
    st.checkbox(f"{letters(name)} · {letters(reach)}", key=f"gaps_new_{at}", on_change=_drop, args=(one,))


def _leave_out(gaps: Gaps) -> None:
    names = {gaps.model.assets[int(at)].id: gaps.model.assets[int(at)] for at in gaps.supplied.rows}
    closed = [x for x in gaps.change.closed if x in names]
    st.session_state["gaps_closed"] = closed
    st.multiselect(
        _("What if these closed?"), list(names), format_func=lambda x: straight(names[x].name), key="gaps_closed",
        placeholder=_("Type a name"), on_change=_left_out, args=(frozenset(names),),
    )  # fmt: skip


def _room(gaps: Gaps) -> None:
    """Let one place have room for more or fewer."""
    names = {gaps.model.assets[int(at)].id: gaps.model.assets[int(at)] for at in gaps.supplied.rows}
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key="gaps_rooms"):
        chosen = st.selectbox(
            _("What if one were larger or smaller?"), list(names), index=None, key="gaps_larger",
            format_func=lambda x: straight(names[x].name), placeholder=_("Type a name"),
        )  # fmt: skip
        if chosen is None:
            return
        now = {names[x].id: float(gaps.supplied.capacities.now[at]) for at, x in enumerate(list(names))}
        st.session_state[f"gaps_room_{chosen}"] = gaps.change.capacity.get(chosen, now[chosen])
        st.number_input(
            _("It can take so many people") if _counts_people(gaps) else _("It counts as so many places"),
            min_value=0.0, step=5.0 if _counts_people(gaps) else 1.0, key=f"gaps_room_{chosen}", on_change=_sized,
            args=(chosen,),
        )  # fmt: skip


def _counts_people(gaps: Gaps) -> bool:
    return gaps.supplied.capacities.unit == "people"


def kinds_of(choice: Choice) -> list[str]:
    """List what a new place may be: what is asked for, or everything."""
    return list(choice.all_kinds) or list(vocabulary().kinds)


def _turn() -> None:
    mine = supposed()
    mine.is_adding = not mine.is_adding
    if mine.is_adding:
        st.session_state["gaps_look"] = MAP


def _ticked(asset: Asset) -> None:
    close(asset.id, closed=not st.session_state[f"gaps_there_{asset.short}"])


def _drop(one: Added) -> None:
    mine = supposed()
    at = mine.change.added.index(one)
    mine.suppose(replace(mine.change, added=(*mine.change.added[:at], *mine.change.added[at + 1 :])))


def _left_out(offered: frozenset[str]) -> None:
    mine = supposed()
    chosen = frozenset(st.session_state["gaps_closed"])
    mine.suppose(replace(mine.change, closed=(mine.change.closed - offered) | chosen))


def _sized(asset_id: str) -> None:
    mine = supposed()
    room = st.session_state.get(f"gaps_room_{asset_id}")
    if room is not None:
        mine.suppose(replace(mine.change, capacity={**mine.change.capacity, asset_id: float(room)}))
