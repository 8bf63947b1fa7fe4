"""What may be chosen about the page: which one, how it is set, and its own words. For this print only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import streamlit as st

from assetmap.screens.handover.own_words import left_out
from assetmap.screens.handover.saying import aside
from assetmap.wording import LANGUAGES, N_, spoken
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from assetmap.screens.handover.own_words import Lines

PAGES = {"near": N_("Near you"), "touch": N_("Keeping in touch")}
FORMATS = {"clear": N_("Clear print"), "large": N_("Large print"), "easy": N_("Easy to read")}
PAPERS = {"A4": "A4", "Letter": "Letter"}


@dataclass(frozen=True, kw_only=True)
class Options:
    """What was chosen, and what was typed for this print alone."""

    page: str
    format: str
    paper: str
    language: str
    here: bool
    greeting: str = field(repr=False)
    who: str = field(default="", repr=False)
    when: str = field(default="", repr=False)
    how: str = field(default="", repr=False)
    leave_out: Mapping[str, frozenset[str]] = field(default_factory=dict, repr=False)

    @property
    def set_as(self) -> str:
        """How it is set, in a word or two."""
        return _(FORMATS[self.format])


def options(
    *, has_origin: bool, greeting: Callable[[str, str], str], lines: Callable[[str], Sequence[Lines]]
) -> Options:
    """
    Draw the choices: the two that change most in sight, the rest folded.

    Parameters
    ----------
    greeting
        What the page would say at the top, of its kind and language.
    lines
        What the page says of each place, in its language.
    """
    with st.container(horizontal=True, gap="small", key="refer_options"):
        page = _one_of(_("Which page"), PAGES, key="refer_page")
        form = _one_of(_("How it is set"), FORMATS, key="refer_format")
        paper, language, here = _set(has_origin=has_origin)
    who, when, how = _in_touch() if page == "touch" else ("", "", "")
    with st.expander(_("Change the words"), key="refer_own_words"):
        typed = st.text_area(
            _("At the top, in your own words"), key="refer_greeting", placeholder=greeting(page, language), height=100,
            help=_("For this print only: it is not kept. No names, please."),
        )  # fmt: skip
        without = left_out(lines(language))
    return Options(
        page=page, format=form, paper=paper, language=language, here=here, greeting=typed, who=who, when=when, how=how,
        leave_out=without,
    )  # fmt: skip


def _set(*, has_origin: bool) -> tuple[str, str, bool]:
    state = st.session_state
    chosen = str(state.setdefault("refer_language", spoken()))
    with st.popover(f"{state.get('refer_paper') or 'A4'} · {LANGUAGES[chosen].name}", key="refer_set"):
        language = st.selectbox(
            _("Language of the page"), list(LANGUAGES), format_func=_language_said, key="refer_language",
            filter_mode=None,
        )  # fmt: skip
        if not LANGUAGES[language].checked_by:
            aside(_("No native reader has checked our words in it yet. The page says so."))
        paper = _one_of(_("Paper"), PAPERS, key="refer_paper", is_told=True)
        here = st.checkbox(_("“You are here” on the map"), value=True, key="refer_here", disabled=not has_origin)
    return paper, language, here


def _language_said(code: str) -> str:
    language = LANGUAGES[code]
    return language.name if language.checked_by else _("{language} (not yet checked)", language=language.name)


def _in_touch() -> tuple[str, str, str]:
    """Ask who will be in touch, when and how; said on this print, and kept nowhere."""
    with st.container(key="refer_touch", gap="small"):
        who, when, how = (
            st.text_input(_(label), key=f"refer_{name}", autocomplete="off", placeholder=_(example))
            for name, label, example in _TOUCH
        )
        aside(_("For this print only: it is not kept. What is empty is a line to write on."))
    return who, when, how


_TOUCH = (
    ("who", N_("Who will be in touch"), N_("Jo, link worker")),
    ("when", N_("When"), N_("Tuesday, in the morning")),
    ("reach", N_("How to reach them"), N_("01632 960000")),
)


def _one_of(label: str, words: dict[str, str], *, key: str, is_told: bool = False) -> str:
    first = next(iter(words))
    return (
        st.segmented_control(
            label,
            list(words),
            default=first,
            format_func=lambda choice: _(words[choice]),
            required=True,
            key=key,
            label_visibility="visible" if is_told else "collapsed",
        )
        or first
    )
