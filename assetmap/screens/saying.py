"""Sentences on a screen, letter for letter: what they name (files, places, rows) is never read as markup."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Literal

import streamlit as st

from assetmap.errors import AssetMapError, SettingsError
from assetmap.screens import session
from assetmap.webmap.safe import html_text
from assetmap.wording import N_, capital
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SHUT = N_("The map cannot be opened just now. Tell whoever looks after it.")


def trouble(sentence: str) -> None:
    """Say what is wrong, to be heard at once; an error's own sentence, or one of ours."""
    _say("wrong", begun(sentence), role="alert")


def good(sentence: str) -> None:
    """Say that something is done."""
    _say("said", sentence, role="status")


def note(sentence: str) -> None:
    """Say something aside."""
    _say("notice", begun(sentence), role="note")


@contextlib.contextmanager
def opening() -> Iterator[None]:
    """
    Keep what is wrong with a home, its folders and files, from whoever does not look after it.

    Raises
    ------
    SettingsError
        The home cannot be opened; says nothing of it but to who looks after it.
    """
    try:
        yield
    except AssetMapError as error:
        if session.role() == "steward":
            raise
        raise SettingsError(_(SHUT)) from error


def begun(sentence: str) -> str:
    """Begin a sentence with a capital, but for the name of a file."""
    return sentence if "." in sentence.split(" ", 1)[0] else capital(sentence)


def words(*sentences: str) -> None:
    """Say what a part is for."""
    st.html("".join(f'<p class="plain">{html_text(x)}</p>' for x in sentences))


def heading(text: str, *, level: Literal[2, 3] = 2) -> None:
    """Begin a part; `text` is ours, or a name that is made safe."""
    st.html(f'<h{level} class="part">{html_text(text)}</h{level}>')


def table(headings: Sequence[str], rows: Iterable[Sequence[str]], *, caption: str) -> None:
    """Draw a table that becomes a list on a phone."""
    head = "".join(f'<th scope="col">{html_text(x)}</th>' for x in headings)
    body = "".join(
        "<tr>"
        + "".join(
            f'<td data-head="{html_text(head if at else "")}">{html_text(cell)}</td>'
            for at, (head, cell) in enumerate(zip(headings, row, strict=True))
        )
        + "</tr>"
        for row in rows
    )
    st.html(
        f'<table class="rows"><caption>{html_text(caption)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def listed(sentences: Iterable[str]) -> None:
    """Write sentences as a list."""
    items = "".join(f"<li>{html_text(begun(x))}</li>" for x in sentences)
    if items:
        st.html(f'<ul class="told">{items}</ul>')


def _say(look: str, sentence: str, *, role: str) -> None:
    st.html(f'<p class="{look}" role="{role}">{html_text(sentence)}</p>')
