"""The left side of the screen: one box, what was understood of it, and the chips."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assetmap.disclosure import AUDIENCES
from assetmap.screens import circles, linked, session
from assetmap.screens.chips import group_words, kind_words, need_words
from assetmap.screens.handover.box import Box, read_box, with_place
from assetmap.screens.handover.finding import Sought
from assetmap.screens.handover.letters import letters
from assetmap.screens.handover.more import chips, more
from assetmap.screens.handover.saying import head, say
from assetmap.screens.handover.state import forget_own_words, next_person, start_again
from assetmap.screens.indexed import index_for
from assetmap.screens.steady import steadily
from assetmap.search.meaning import read
from assetmap.search.words import folded
from assetmap.vocabulary import vocabulary
from assetmap.wording import N_, apart, in_turn, joined, ngettext
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from assetmap.place import Place
    from assetmap.search.index import Index

BOX = N_("A few words, and a postcode or street")


def ask(place: Place) -> tuple[Sought, Box]:
    """Draw the box and the chips; returns what is sought, and what the box holds."""
    words = vocabulary()
    _from_address()
    with st.container(horizontal=True, key="refer_top"):
        head(_("1. Who is it for?"))
        st.button(
            _("Start again"),
            key="refer_again",
            on_click=start_again,
            help=_("Empties everything on this screen, for the next person. Leaving the screen does so too."),
        )
    typed = st.text_input(_(BOX), key="refer_where", autocomplete="off", placeholder=_("lonely, BA2 3QE"))
    box = steadily(read_box, typed, place=place, index=_everybodys(place))
    under = st.container(key="refer_fault")
    with st.container(horizontal=True, key="refer_besides"):
        st.toggle(_("Tap it on a map instead"), key="refer_map")
        filters, meant = more(box.words, circles.seen())
    if filters:
        chips(filters, meant)
    _begin_anew(box)
    needs = _chips(_("What would help?"), words.needs, need_words, key="refer_needs")
    groups = _chips(_("What is it?"), words.groups, group_words, key="refer_groups")
    kinds = tuple(st.session_state.get("refer_kinds", ()))
    circles.ask("refer")
    sought = Sought(
        origin=box.origin, needs=tuple(needs), groups=tuple(groups), kinds=kinds, words=box.words, filters=filters
    )  # fmt: skip
    with under:
        _under(box, sought)
    return sought, box


def _everybodys(place: Place) -> Index:
    """Names and words that everybody may see: what is offered is never a hint of what one may not."""
    return steadily(index_for, place, session.everybody_sees(), audience=AUDIENCES[0])


def _from_address() -> None:
    """Take up the chips that another system put into the address."""
    asked = linked.take_chips()
    if asked is None:
        return
    state = st.session_state
    state["refer_needs"], state["refer_groups"], state["refer_kinds"] = map(
        list, (asked.needs, asked.groups, asked.kinds)
    )
    if asked.unknown:
        state["refer_unknown"] = ngettext(
            "One word of the link we do not know here.", "{n} words of the link we do not know here.", asked.unknown
        )


def tapped(latitude_longitude: str) -> None:
    """Write a point that was tapped into the box, beside the words that stand there."""
    _set_out_from(latitude_longitude)
    st.session_state["refer_map"] = False


def _begin_anew(box: Box) -> None:
    """Another place typed is another person; other words are not. What is put right is the same person's."""
    state = st.session_state
    if box.spelt != state.get("refer_from", ""):
        state["refer_from"] = box.spelt
        next_person()
    if box.origin is not None and box.origin.point.wkb != state.setdefault("refer_found", box.origin.point.wkb):
        state["refer_found"] = box.origin.point.wkb
        forget_own_words()


def _under(box: Box, sought: Sought) -> None:
    """Say what was understood, or what is wrong, and offer what may be meant."""
    if box.problem:
        say(box.problem, mend=True)
    elif sought.is_anything:
        say(understood(sought))
    _of_words(box)
    if unknown := st.session_state.get("refer_unknown"):
        say(str(unknown), mend=True)
    if box.meant:
        say(_("Did you mean one of these?") if box.problem else _("Do they set out from here?"))
        with st.container(horizontal=True, gap="small"):
            for at, name in enumerate(box.meant):
                st.button(letters(name), key=f"refer_meant_{at}", on_click=_set_out_from, args=(name,))
    if sought.kinds:
        with st.container(horizontal=True, gap="small", key="refer_only"):
            for key in sought.kinds:
                st.button(f"✕ {kind_words(key)}", key=f"refer_not_{key}", on_click=_not_only, args=(key,))


def _of_words(box: Box) -> None:
    """Say what a word was taken for, and at once whom to ring where somebody may be in danger."""
    place = session.opened()
    question = read(box.words, known=_everybodys(place).words)
    if question.is_urgent:
        for line in place.settings.crisis_lines:
            say(_("In a crisis: {name} {contact}", name=line.name, contact=line.contact), mend=True)
    if spelled := [word.spelled for word in question.words if word.spelled]:
        say(_("We read “{word}” for a word that we do not know.", word=spelled[0]))


def understood(sought: Sought) -> str:
    """Say in one sentence what is looked for, in our own words: nothing typed is repeated but the place's own name."""
    words = vocabulary()
    what = joined([
        *(words.said(key).lower() for key in sought.groups),
        *(words.said_many(key) for key in sought.kinds),
    ])  # fmt: skip
    # translators: the parts of one sentence: “We look for classes, with help for meeting people, from BA2 3QE.”
    said = [_("We look for {what}", what=what) if what else _("We look for what is there")]
    if sought.needs:
        said.append(_("with help for {needs}", needs=joined([words.said(x) for x in sought.needs])))
    if sought.words.strip():
        meant = apart(meanings(sought.words))
        said.append(_("by your words ({meant})", meant=meant) if meant else _("by your words"))
    if sought.origin is not None:
        said.append(_("from {place}", place=sought.origin.said))
    return _("{way}.", way=in_turn(said))


def meanings(typed: str) -> list[str]:
    """Return the labels of the needs and kinds that words most surely mean, a few at the most."""
    words, sure = vocabulary(), dict[str, float]()
    for wanted in read(typed).words:
        for key, share in (*wanted.needs.items(), *wanted.kinds.items()):
            sure[key] = max(sure.get(key, 0.0), share * wanted.weight)
    likely = sorted((key for key in sure if sure[key] >= _SURE), key=lambda key: -sure[key])
    return [words.said_many(key) if key in words.kinds else words.said(key) for key in likely[:_MEANT_MOST]]


_SURE, _MEANT_MOST = 0.5, 3


def _chips(label: str, keys: Iterable[str], words: Callable[[str], str], *, key: str) -> list[str]:
    return st.pills(label, list(keys), format_func=words, selection_mode="multi", wrap=True, key=key)


def _set_out_from(name: str) -> None:
    state = st.session_state
    typed, place = str(state.get("refer_where", "")), session.opened()

    def read_(text: str) -> Box:
        return steadily(read_box, text, place=place, index=_everybodys(place))

    box = read_(typed)
    if folded(box.words) == folded(name):  # all that was typed is where they are
        typed, box = "", Box()
    written = with_place(typed, box, name)
    if read_(written).origin is None:  # something of the town: alone, its name is what one looks for
        written = with_place(typed, box, f"near {name}")
    state["refer_where"] = written


def _not_only(key: str) -> None:
    st.session_state["refer_kinds"] = tuple(x for x in st.session_state.get("refer_kinds", ()) if x != key)
