"""The residents' own categories: a word, a colour and a shape, made while people speak."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import streamlit as st

from assetmap import workshop
from assetmap.cartography.stickers import COLOUR_WORDS, SHAPE_WORDS, sticker_address
from assetmap.errors import StoreError
from assetmap.screens import saying
from assetmap.screens.chips import kind_words
from assetmap.screens.hall.meeting import changed, told, tried
from assetmap.screens.handover.letters import letters
from assetmap.store.sessions import COLOURS, SHAPES, Category
from assetmap.vocabulary import vocabulary
from assetmap.webmap.safe import html_text
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from assetmap.place import Place
    from assetmap.screens.hall.meeting import Hall
    from assetmap.store.sessions import Session

_NEAR = "categories"
_MOST_WORD = 60


def own_categories(place: Place, here: Hall, on: Session, *, used: frozenset[str]) -> None:
    """
    Show the categories there are as a legend, and let another one be made.

    Parameters
    ----------
    used
        Keys of those that something belongs to: they may be changed, and not taken away.
    """
    saying.heading(_("The residents’ own categories"), level=3)
    if on.categories:
        st.html(legend(on))
    else:
        saying.words(
            _("Which words do people here use? Give each a colour and a shape: they are the stickers of the paper map.")
        )
    with st.expander(_("Add or change a category"), expanded=not on.categories, key="hall_categories"):
        _add(place, here, on)
        _existing(place, here, on, used=used)
    told(here, _NEAR)


def legend(on: Session) -> str:
    """Draw the legend: each sticker with its word."""
    rows = "".join(
        f'<li><img alt="" src="{sticker_address(x.colour, x.shape, size_px=28)}">'
        f'<span dir="auto">{html_text(x.label)}</span></li>'
        for x in on.categories
    )
    return f'<ul class="legend">{rows}</ul>'


def _free(on: Session) -> Category:
    """Return a colour and a shape that no category has yet."""
    try:
        return workshop.category("", others=on.categories)
    except StoreError:
        return Category(key="", label="", colour=COLOURS[0], shape=SHAPES[0])


def _add(place: Place, here: Hall, on: Session) -> None:
    key = here.key
    free = _free(on)
    with st.form(key("category", "form"), clear_on_submit=False, border=False):
        st.text_input(
            _("Their word"), key=key("category", "word"), max_chars=_MOST_WORD, autocomplete="off",
            placeholder=_("where we meet"),
        )  # fmt: skip
        _look(here, "category", colour=free.colour, shape=free.shape, kind="")
        st.form_submit_button(
            _("Add the category"), key=key("category", "go"), on_click=_add_it, args=(place, here, on)
        )


def _look(here: Hall, form: str, *, colour: str, shape: str, kind: str) -> None:
    key = here.key
    left, middle, right = st.columns(3)
    left.selectbox(
        _("Colour"), COLOURS, index=COLOURS.index(colour), format_func=lambda x: _(COLOUR_WORDS[x]),
        key=key(form, "colour"),
    )  # fmt: skip
    middle.selectbox(
        _("Shape"), SHAPES, index=SHAPES.index(shape), format_func=lambda x: _(SHAPE_WORDS[x]), key=key(form, "shape")
    )
    kinds = ["", *vocabulary().kinds]
    right.selectbox(
        _("What comes nearest to it? (if anything)"), kinds, index=kinds.index(kind) if kind in kinds else 0,
        format_func=_words_of, key=key(form, "kind"),
    )  # fmt: skip


def _words_of(kind: str) -> str:
    return kind_words(kind).partition(") ")[2] if kind else _("nothing")


def _add_it(place: Place, here: Hall, on: Session) -> None:
    state, key = st.session_state, here.key
    word = " ".join(str(state.get(key("category", "word")) or "").split())
    if not word:
        here.near, here.problem, here.said = _NEAR, _("Type their word first."), ""
        return

    def keep() -> str:
        made = workshop.category(
            word, colour=state[key("category", "colour")], shape=state[key("category", "shape")],
            kind=state[key("category", "kind")] or "", others=on.categories,
        )  # fmt: skip
        changed(place, on, categories=(*on.categories, made))
        return _("Added: {word}", word=word)

    if tried(here, _NEAR, keep):
        here.fresh("category")


def _existing(place: Place, here: Hall, on: Session, *, used: frozenset[str]) -> None:
    for one in on.categories:
        form = f"cat_{one.key}"
        with st.popover(_("Change {name}", name=letters(one.label)), key=f"hall_cat_{one.key}"):
            with st.form(here.key(form, "form"), border=False):
                st.text_input(
                    _("Their word"),
                    value=one.label,
                    key=here.key(form, "word"),
                    max_chars=_MOST_WORD,
                    autocomplete="off",
                )
                _look(here, form, colour=one.colour, shape=one.shape, kind=one.kind)
                st.form_submit_button(
                    _("Save the change"), key=here.key(form, "go"), on_click=_change, args=(place, here, on, one)
                )
            if one.key in used:
                saying.note(_("Something on the map has this category, so it stays."))
            else:
                st.button(_("Take it away"), key=here.key(form, "away"), on_click=_away, args=(place, here, on, one))


def _change(place: Place, here: Hall, on: Session, one: Category) -> None:
    state, form = st.session_state, f"cat_{one.key}"
    word = " ".join(str(state.get(here.key(form, "word")) or "").split()) or one.label
    made = dataclasses.replace(
        one, label=word, colour=state[here.key(form, "colour")], shape=state[here.key(form, "shape")],
        kind=state[here.key(form, "kind")] or "",
    )  # fmt: skip
    if any((x.colour, x.shape) == (made.colour, made.shape) for x in on.categories if x.key != one.key):
        here.near, here.said = _NEAR, ""
        here.problem = _("Another category has this colour and shape. Choose another colour, or another shape.")
        return

    def keep() -> str:
        changed(place, on, categories=tuple(made if x.key == one.key else x for x in on.categories))
        return _("Changed: {word}", word=word)

    if tried(here, _NEAR, keep):
        here.fresh(form)


def _away(place: Place, here: Hall, on: Session, one: Category) -> None:
    def keep() -> str:
        changed(place, on, categories=tuple(x for x in on.categories if x.key != one.key))
        return _("Taken away: {word}", word=one.label)

    tried(here, _NEAR, keep)
