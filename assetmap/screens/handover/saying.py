"""Headings and sentences of the screen, as text and never as markup."""

from __future__ import annotations

import streamlit as st

from assetmap.webmap.safe import html_text


def head(text: str) -> None:
    """Write the heading of a step."""
    st.html(f'<h2 class="refer-head">{html_text(text)}</h2>')


def say(text: str, *, mend: bool = False) -> None:
    """Say a sentence, which is read out where it changes; `mend` where something can be put right."""
    st.html(f'<p class="{"notice" if mend else "asked"}" role="status">{html_text(text)}</p>')


def aside(text: str) -> None:
    """Say something small that does not change."""
    st.html(f'<p class="aside">{html_text(text)}</p>')
