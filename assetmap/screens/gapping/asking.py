"""What a planner asks: of which things, within how many minutes, by which need, and what the map shows of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from assetmap.deprivation import indices, why_none
from assetmap.deprivation.need import BY_REACH
from assetmap.network.profiles import PROFILES
from assetmap.screens import circles
from assetmap.screens.chips import group_words, kind_words, need_words
from assetmap.screens.gapping.colouring import BOTH, GAPS
from assetmap.vocabulary import vocabulary
from assetmap.webmap.safe import html_text
from assetmap.wording import N_, capital, joined
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.delta_generator import DeltaGenerator

    from assetmap.gaps import Asked
    from assetmap.place import Place

KEPT = "gaps_kept"
MINUTES = (5, 60)
_WIDGETS = ("groups", "kinds", "needs", "minutes", "how", "index", "shows")
_SHOWS = {GAPS: N_("The gaps"), BOTH: N_("Need and reach")}
_QUESTIONS = {
    "walking": N_("Where is need high and reach low for {what}, within {minutes} minutes on foot?"),
    "step_free": N_("Where is need high and reach low for {what}, within {minutes} minutes without steps?"),
    "slow": N_("Where is need high and reach low for {what}, within {minutes} minutes at a slow walk?"),
}
_BY_REACH_ALONE = {
    "walking": N_("Where is reach low for {what}, within {minutes} minutes on foot?"),
    "step_free": N_("Where is reach low for {what}, within {minutes} minutes without steps?"),
    "slow": N_("Where is reach low for {what}, within {minutes} minutes at a slow walk?"),
}


@dataclass(frozen=True, kw_only=True)
class Choice:
    """
    What is chosen.

    `groups` and `needs`: keys, as the map's chips understand them; `kinds`: those chosen one by one. `index`: a key of
    `deprivation.indices`, `BY_REACH` for none. `shows`: `colouring.GAPS` or `BOTH`.
    """

    groups: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    minutes: int = 15
    profile: str = "walking"
    index: str = ""
    shows: str = GAPS

    @property
    def all_kinds(self) -> tuple[str, ...]:
        """Kinds chosen one by one, and those of the groups; none for all."""
        of_groups = [key for key, kind in vocabulary().kinds.items() if kind.group in self.groups]
        return tuple(dict.fromkeys([*self.kinds, *of_groups]))

    @property
    def asked(self) -> Asked:
        """The question, as the sums understand it."""
        from assetmap.gaps import Asked

        return Asked(kinds=self.all_kinds, needs=self.needs, minutes=self.minutes, index=self.index)

    @property
    def what(self) -> str:
        """Name what is looked for, to stand within a sentence."""
        words = vocabulary()
        # translators: a group of kinds, as a name: “Food and growing”
        things = [_("“{group}”", group=capital(words.said(key))) for key in self.groups]
        things += [words.said_many(key) for key in self.kinds]
        helps = [words.said(key) for key in self.needs]
        if not things and not helps:
            return _("all that is on the map")
        if not helps:
            return joined(things)
        if not things:
            return _("what helps with {needs}", needs=joined(helps))
        return _("{things} that help with {needs}", things=joined(things), needs=joined(helps))


def question(choice: Choice, *, by_need: bool) -> str:
    """Say in one sentence what is answered."""
    sentences = _QUESTIONS if by_need else _BY_REACH_ALONE
    return _(sentences[choice.profile], what=choice.what, minutes=choice.minutes)


def ask(place: Place) -> tuple[Choice, DeltaGenerator]:
    """Draw the question and the choices; also gives the place where the question is said."""
    _take_up()
    with st.container(key="gaps_top", horizontal=True, gap="medium", vertical_alignment="center"):
        asked = st.container(key="gaps_question")
        _slider()
    words = vocabulary()
    with st.container(key="gaps_choices"):
        groups = _pills(_("What is it?"), words.groups, group_words, key="gaps_groups")
        with st.container(key="gaps_row", horizontal=True, gap="small", vertical_alignment="bottom"):
            kinds = _folded(_("Kinds"), _("Only these kinds"), words.kinds, kind_words, key="gaps_kinds")
            needs = _folded(
                _("What it helps with"), _("It helps with one of these"), words.needs, need_words, key="gaps_needs"
            )
            profile = st.selectbox(
                _("How somebody walks"), list(PROFILES), format_func=lambda key: PROFILES[key].said, key="gaps_how",
                filter_mode=None,
            )  # fmt: skip
            index = _index(place)
            st.session_state.setdefault("gaps_shows", GAPS)
            shows = st.segmented_control(
                _("On the map"), list(_SHOWS), format_func=lambda key: _(_SHOWS[key]), required=True, key="gaps_shows"
            )
            circles.ask("gaps")
    if said := st.session_state.get("gaps_no_index"):
        st.html(f'<p class="aside" role="note">{html_text(said)}</p>')
    _keep()
    choice = Choice(
        groups=tuple(groups), kinds=tuple(kinds), needs=tuple(needs), minutes=int(st.session_state["gaps_minutes"]),
        profile=profile or "walking", index=index, shows=shows or GAPS,
    )  # fmt: skip
    return choice, asked


def say_question(where: DeltaGenerator, choice: Choice, *, by_need: bool) -> None:
    """Write the question at the top."""
    where.html(f'<h2 class="gaps-head">{html_text(question(choice, by_need=by_need))}</h2>')


def _slider() -> None:
    st.session_state.setdefault("gaps_minutes", 15)
    st.slider(_("Minutes on foot"), *MINUTES, key="gaps_minutes")


def _index(place: Place) -> str:
    known = {x.key: x.label for x in indices(place)}
    if not known:
        st.session_state["gaps_no_index"] = why_none(place)
        return BY_REACH
    st.session_state.pop("gaps_no_index", None)
    first = next(iter(known))
    options = [*known, BY_REACH]
    if st.session_state.get("gaps_index") not in options:
        st.session_state["gaps_index"] = first
    chosen: str = st.selectbox(
        _("Need, by the index of"), options,
        format_func=lambda key: _(known[key]) if key in known else _("No index: reach alone"), key="gaps_index",
        filter_mode=None,
    )  # fmt: skip
    return chosen


def _pills(label: str, keys: Any, words: Callable[[str], str], *, key: str) -> list[str]:
    chosen: list[str] = st.pills(
        label, list(keys), format_func=words, selection_mode="multi", wrap=True, key=key, label_visibility="collapsed"
    )
    return chosen


def _folded(label: str, about: str, keys: Any, words: Callable[[str], str], *, key: str) -> list[str]:
    many = len(st.session_state.get(key) or ())
    with st.popover(f"{label} ({many})" if many else label):
        chosen: list[str] = st.pills(about, list(keys), format_func=words, selection_mode="multi", wrap=True, key=key)
    return chosen


def _keep() -> None:
    """Keep what is chosen while another screen is looked at; Streamlit forgets what it does not draw."""
    state = st.session_state
    state[KEPT] = {name: state[f"gaps_{name}"] for name in _WIDGETS if f"gaps_{name}" in state}


def _take_up() -> None:
    for name, value in st.session_state.get(KEPT, {}).items():
        st.session_state.setdefault(f"gaps_{name}", value)
