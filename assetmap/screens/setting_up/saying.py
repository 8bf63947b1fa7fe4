"""Sentences on this screen, letter for letter: what they name (files, places, rows) is never read as markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

import streamlit as st

from assetmap.webmap.safe import html_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LOOK = """
<style>
.said { padding: 9px 13px; border-radius: 8px; margin: 2px 0; color: #1A1A1A; overflow-wrap: anywhere;
  white-space: pre-line; }
.said.good { background: #E3F1E4; border-left: 5px solid #1D6B28; }
.said.note { background: #F4F2EC; border-left: 5px solid #6B6B6B; }
.said.trouble { background: #FFF3CD; border-left: 5px solid #8A5A00; }
.plain { margin: 0 0 2px; max-width: 46rem; overflow-wrap: anywhere; }
.rows { border-collapse: collapse; width: 100%; }
.rows caption { text-align: left; font-weight: 700; padding-bottom: 4px; }
.rows th, .rows td { text-align: left; vertical-align: top; padding: 7px 12px 7px 0; border: 0;
  border-bottom: 1px solid #C9C5B8; overflow-wrap: break-word; }
.rows td:first-child { font-weight: 700; min-width: 11rem; max-width: 22rem; overflow-wrap: anywhere; }
.st-key-own_map { --map-height: max(320px, min(520px, calc(100dvh - 260px))); }
.told { margin: 0; padding-left: 1.2rem; }
.told li { margin: 3px 0; overflow-wrap: anywhere; }
[data-testid="stRadio"] label p, [data-testid="stCheckbox"] label p, [data-testid="stExpander"] summary p,
[data-testid="stSelectbox"] input, [data-testid="stSelectbox"] [role="combobox"] { font-size: 1rem; }
@media (max-width: 640px) {
  .st-key-part [data-testid="stButtonGroup"] > div { flex-wrap: wrap; }
  .st-key-part [data-testid="stButtonGroup"] button { flex: 1 1 48%; }
  [data-testid="stExpander"] summary, [data-testid="stTextInputField"] { min-height: 44px; }
  [data-testid="stMultiSelect"] button { min-width: 44px; min-height: 44px; justify-content: center; }
  [data-testid="stFileUploader"] button { min-height: 44px; min-width: 44px; }
  [data-testid="stCheckbox"] label, [data-testid="stRadio"] label { min-height: 44px; align-items: center; }
  .rows thead { position: absolute; left: -9999px; }
  .rows tr { display: block; padding: 6px 0; border-bottom: 1px solid #C9C5B8; }
  .rows td { display: block; padding: 1px 0; border: 0; }
  .rows td[data-head]:not([data-head=""])::before { content: attr(data-head) ": "; color: #4A4A4A; font-weight: 400; }
}
</style>
"""
_SHELL = (
    (re.compile(r": add --kind, for example --kind \"[^\"]*\""), ": choose above what they are"),
    (re.compile(r"import it with --publish to show it"), "choose “Show them at once” to show it"),
    (re.compile(r":? ?\b(?:give|add) (?:it|them) with --[a-z]+"), ""),
    (re.compile(r" (?:with|as) --[a-z]+"), ""),
    (re.compile(r"--([a-z]+)"), r"“\1”"),
)
"""What errors say of the shell's options, which nobody has here."""


def unshelled(sentence: str) -> str:
    """Say an error without the shell's options."""
    for pattern, instead in _SHELL:
        sentence = pattern.sub(instead, sentence)
    return sentence


def plain(sentence: str) -> str:
    """Say an error for people at a screen: without the shell's options, and beginning with a capital."""
    sentence = unshelled(sentence)
    return sentence[:1].upper() + sentence[1:] if sentence[:1].islower() and not _names_a_file(sentence) else sentence


def _names_a_file(sentence: str) -> bool:
    return "." in sentence.split(" ", 1)[0]


def trouble(sentence: str) -> None:
    """Say what is wrong, to be heard at once."""
    _say("trouble", plain(sentence), role="alert")


def good(sentence: str) -> None:
    """Say that something is done."""
    _say("good", sentence, role="status")


def note(sentence: str) -> None:
    """Say something aside."""
    _say("note", plain(sentence), role="note")


def words(*sentences: str) -> None:
    """Say what a part is for."""
    st.html("".join(f'<p class="plain">{html_text(x)}</p>' for x in sentences))


def heading(text: str, *, level: Literal[2, 3] = 2) -> None:
    """Begin a part; `text` is ours, or a name that is made safe."""
    size = "1.25rem" if level == 2 else "1.05rem"
    st.html(f'<h{level} style="font-size:{size};margin:8px 0 0;padding:0">{html_text(text)}</h{level}>')


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
    items = "".join(f"<li>{html_text(plain(x))}</li>" for x in sentences)
    if items:
        st.html(f'<ul class="told">{items}</ul>')


def _say(look: str, sentence: str, *, role: str) -> None:
    st.html(f'<p class="said {look}" role="{role}">{html_text(sentence)}</p>')
