"""What may be chosen about the page: which one, how it is set, and its own words. For this print only."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

PAGES = {"near": "Near you", "touch": "Keeping in touch"}
FORMATS = {"clear": "Clear print", "large": "Large print"}
PAPERS = {"A4": "A4", "Letter": "Letter"}


@dataclass(frozen=True, kw_only=True)
class Options:
    """What was chosen."""

    page: str
    format: str
    paper: str
    here: bool
    greeting: str


def options(*, has_origin: bool) -> Options:
    """Draw the choices: the two that change most in sight, the rest folded."""
    with st.container(horizontal=True, gap="small", key="refer_options"):
        page = _one_of("Which page", PAGES, key="refer_page")
        form = _one_of("How it is set", FORMATS, key="refer_format")
        with st.popover("Paper and map"):
            paper = _one_of("Paper", PAPERS, key="refer_paper", is_told=True)
            here = st.checkbox("“You are here” on the map", value=True, key="refer_here", disabled=not has_origin)
    with st.expander("Change the words"):
        greeting = st.text_area(
            "At the top, in your own words", key="refer_greeting", placeholder="Leave it empty for the usual sentence.",
            help="For this page only: it is not kept. No names, please.",
        )  # fmt: skip
    return Options(page=page, format=form, paper=paper, here=here, greeting=greeting)


def _one_of(label: str, words: dict[str, str], *, key: str, is_told: bool = False) -> str:
    first = next(iter(words))
    return (
        st.segmented_control(
            label,
            list(words),
            default=first,
            format_func=words.__getitem__,
            required=True,
            key=key,
            label_visibility="visible" if is_told else "collapsed",
        )
        or first
    )
