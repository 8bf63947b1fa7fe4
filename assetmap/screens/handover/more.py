"""What else somebody cannot do without: folded, and what was asked for stands as chips that one takes away again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import streamlit as st

from assetmap.hours import DAYS
from assetmap.referral import Filters
from assetmap.referral.filters import language_said, spoken_in
from assetmap.screens.handover.letters import letters
from assetmap.screens.handover.saying import aside
from assetmap.search.meaning import read
from assetmap.wording import N_, either, pgettext
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from assetmap.assets import Asset

_DAY, _HOUR, _MUST, _OFFERED, _AGE, _LANGUAGE = (
    f"refer_{name}" for name in ("day", "hour", "must", "offered", "age", "spoken")
)
_NOT_MEANT = "refer_not_meant"
ANY_TIME = -1
EMPTY: dict[str, Any] = {_DAY: "", _HOUR: ANY_TIME, _MUST: [], _OFFERED: [], _AGE: None, _LANGUAGE: ""}
"""Key of each field → what it holds when nothing is asked."""
NOW = "now"
_DAY_NAMES = dict(
    zip(
        DAYS,
        (N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday")),
        strict=True,
    )
)
_OPEN_ON = {
    "MO": N_("Open on Mondays"), "TU": N_("Open on Tuesdays"), "WE": N_("Open on Wednesdays"),
    "TH": N_("Open on Thursdays"), "FR": N_("Open on Fridays"), "SA": N_("Open on Saturdays"),
    "SU": N_("Open on Sundays"),
}  # fmt: skip
MUST = {
    "free": N_("Free"),
    "step_free": N_("No steps"),
    "toilet": N_("Accessible toilet"),
    "no_id": N_("No ID or registration"),
    "takes_new": N_("Takes new people"),
}
OFFERED = {"in_person": N_("In person"), "by_phone": N_("By phone"), "online": N_("Online")}
FILTERS = (*MUST, "open_at", "day", "age", "language", "offered")
_HOURS = tuple(range(7, 23))
_OLDEST = 130


def more(typed: str, assets: Sequence[Asset]) -> tuple[Filters, frozenset[str]]:
    """
    Draw the fold; returns what is asked for, and the names of what the words ask for.

    Parameters
    ----------
    typed
        The words in the box: what they mean (“free”) is asked for too, until somebody takes it away.
    assets
        What may be seen, for the languages that are spoken there.
    """
    for key, empty in EMPTY.items():
        st.session_state.setdefault(key, empty)
    with st.popover(_("More to ask for"), key="refer_more_asked"):
        _fields(assets)
    by_hand = _by_hand()
    meant = _meant(typed, by_hand)
    return replace(by_hand, **{name: value for name, (value, _said) in meant.items()}), frozenset(meant)


def take_away(name: str) -> None:
    """Ask for all but one thing, whether it was chosen or is meant by the words."""
    state = st.session_state
    state[_NOT_MEANT] = {*state.get(_NOT_MEANT, ()), name}
    if name in MUST:
        state[_MUST] = [x for x in state.get(_MUST) or [] if x != name]
    elif name in ("day", "open_at"):
        state[_DAY], state[_HOUR] = "", ANY_TIME
        state[_NOT_MEANT] |= {"day", "open_at"}
    else:
        key = {"offered": _OFFERED, "age": _AGE, "language": _LANGUAGE}[name]
        state[key] = EMPTY[key]


def said(filters: Filters, name: str) -> str:
    """Say one thing that is asked for in a few words."""
    if name in MUST:
        return _(MUST[name])
    if name == "open_at" and filters.open_at is not None:
        day = _(_DAY_NAMES[DAYS[filters.open_at.weekday()]])
        return _("Open {day} at {time}", day=day, time=f"{filters.open_at:%H:%M}")
    if name == "day" and filters.day is not None:
        return _(_OPEN_ON[filters.day])
    if name == "age":
        return _("For age {age}", age=filters.age)
    if name == "language":
        return _("{language} spoken", language=language_said(filters.language))
    return either([_(words) for key, words in OFFERED.items() if key in filters.offered])


def _fields(assets: Sequence[Asset]) -> None:
    with st.container(horizontal=True, gap="small"):
        st.selectbox(_("Open on"), ["", NOW, *DAYS], format_func=_day_said, key=_DAY, filter_mode=None, width=150)
        if st.session_state[_DAY] not in ("", NOW):
            st.selectbox(
                pgettext("a time", "At"), [ANY_TIME, *_HOURS],
                format_func=lambda x: _("Any time") if x == ANY_TIME else f"{x}:00", key=_HOUR, filter_mode=None,
                width=130,
            )  # fmt: skip
    st.pills(
        _("It must be"), list(MUST), format_func=lambda x: _(MUST[x]), selection_mode="multi", wrap=True, key=_MUST
    )
    st.pills(
        pgettext("a thing is offered", "How"), list(OFFERED), format_func=lambda x: _(OFFERED[x]),
        selection_mode="multi", wrap=True, key=_OFFERED,
    )  # fmt: skip
    with st.container(horizontal=True, gap="small"):
        languages = spoken_in(assets)
        if st.session_state[_LANGUAGE] not in languages:
            st.session_state[_LANGUAGE] = ""
        st.selectbox(
            _("Language spoken"), ["", *languages],
            format_func=lambda x: x or pgettext("a language", "Any"), key=_LANGUAGE, filter_mode=None,
            width=180,
        )  # fmt: skip
        st.number_input(
            _("Age of the person"), 0, _OLDEST, step=1, key=_AGE, placeholder=pgettext("an age", "Any"), width=170
        )
    aside(_("What nobody knows stays on the list, after what is known, and says so."))


def _day_said(day: str) -> str:
    return {"": _("Any day"), NOW: _("Now")}.get(day) or _(_DAY_NAMES[day])


def _by_hand() -> Filters:
    """Read what was chosen in the fold."""
    state = st.session_state
    must = state.get(_MUST) or []
    day = state.get(_DAY) or ""
    hour = int(state.get(_HOUR, ANY_TIME)) if day not in ("", NOW) else ANY_TIME
    now = datetime.now().astimezone()
    open_at = now if day == NOW else None
    if hour != ANY_TIME:
        ahead = (DAYS.index(day) - now.weekday()) % 7
        open_at = datetime.combine(now.date() + timedelta(days=ahead), time(hour), tzinfo=now.tzinfo)
    return Filters(
        open_at=open_at,
        day=day if day and open_at is None else None,
        age=state.get(_AGE),
        language=state.get(_LANGUAGE) or "",
        offered=frozenset(state.get(_OFFERED) or ()),
        **{name: name in must for name in MUST},
    )


def _meant(typed: str, by_hand: Filters) -> dict[str, tuple[Any, str]]:
    """Return the filters that the words speak of, and how: not those taken away, nor what was chosen by hand."""
    state = st.session_state
    hints = {hint.name: (hint.value, hint.said) for hint in read(typed).hints} if typed.strip() else {}
    away = {name for name in state.get(_NOT_MEANT, ()) if name in hints}
    state[_NOT_MEANT] = away  # said again later, it is meant again
    chosen = {*by_hand.asked, *(("day", "open_at") if by_hand.open_at or by_hand.day else ())}
    return dict(_as_filter(name, *hint) for name, hint in hints.items() if name not in away and name not in chosen)


def _as_filter(name: str, value: Any, said_as: str) -> tuple[str, tuple[Any, str]]:
    """Say which day “today” is, and when “now”."""
    now = datetime.now().astimezone()
    if value in ("today", "tomorrow"):
        value = DAYS[(now.weekday() + (value == "tomorrow")) % 7]
    return name, (now if value == NOW else value, said_as)


def chips(filters: Filters, meant: Collection[str]) -> None:
    """Show what is asked for, each to be taken away with a press."""
    with st.container(horizontal=True, gap="small", key="refer_asked"):
        for name in filters.asked:
            st.button(
                f"✕ {letters(said(filters, name))}",
                key=f"refer_no_{name}",
                on_click=take_away,
                args=(name,),
                help=_("Your words say so. Press to take it away.") if name in meant else None,
            )
