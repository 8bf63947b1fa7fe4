"""Where is it? A tap on the map, a postcode or a street, a line, an area, or no place at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assetmap.errors import PlaceError, sentence
from assetmap.gazetteer import locate
from assetmap.screens.form.questions import wrong
from assetmap.webmap.safe import html_text
from assetmap.wording import N_
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from assetmap.place import Place
    from assetmap.screens.form.answers import Answers

WAYS = {"point": N_("One spot"), "line": N_("A walk"), "area": N_("An area"), "nowhere": N_("No place")}
_ASKED = {
    "point": N_("Tap the map where it is. Or type its postcode or street:"),
    "line": N_("Tap the map along the way, point by point. Then press “Finish” on the map."),
    "area": N_("Tap the map around the edge, corner by corner. Then press “Finish” on the map."),
    "nowhere": N_("A phone line, an app or something online stands in the list only."),
}
_DONE = {
    "point": N_("Tap elsewhere, or drag the pin, to put it right."),
    "line": N_("Drag its points to put it right."),
    "area": N_("Drag its corners to put it right."),
}
_LONGEST = 120
_FITS = {"point": ("Point",), "line": ("LineString",), "area": ("Polygon", "MultiPolygon")}


def where_question(answers: Answers, *, place: Place) -> None:
    """Ask where it is; stands above the map, so that nothing here grows when the map is tapped."""
    st.segmented_control(
        _("Where is it?"),
        list(WAYS),
        format_func=lambda x: _(WAYS[x]),
        required=True,
        key=_way_key(answers),
        on_change=_another_way,
        args=(answers,),
        width="stretch",
    )
    st.html(f'<p class="asked">{html_text(_(_ASKED[answers.way]))}</p>')
    with st.container():
        if answers.way != "nowhere":
            with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key=answers.key("find_row")):
                st.text_input(
                    _("Its postcode or street"),
                    key=answers.key("find"),
                    autocomplete="off",
                    placeholder=_("Postcode or street"),
                    label_visibility="collapsed",
                    on_change=_find,
                    args=(answers, place),
                )
                st.button(_("Find"), key=answers.key("find_it"), on_click=_find, args=(answers, place))
    wrong(answers.wrong)


def where_answer(answers: Answers, problem: str) -> None:
    """Say what has been understood of where it is, or that it is still to be said; stands below the map."""
    with st.container():
        if answers.way == "nowhere":
            return
        if answers.where is None:
            wrong(problem)
        else:
            done = html_text(_(_DONE[answers.way]))
            st.html(f'<p class="placed" role="status"><b>{html_text(answers.said)}</b> {done}</p>')


def on_map(answers: Answers) -> dict[str, object]:
    """Return what the map has to know of the form: fields of `View`."""
    if answers.way == "nowhere":
        return {"mode": "look"}
    drawn = answers.where if answers.where is not None and answers.where.geom_type in _FITS[answers.way] else None
    return {"mode": answers.way, "drawn": drawn, "focus": answers.focus}


def take_drawn(answers: Answers, shape: BaseGeometry | None, *, place: Place) -> None:
    """Take what was tapped or drawn on the map."""
    if shape is not None and answers.way != "nowhere" and shape.geom_type in _FITS[answers.way]:
        answers.put(shape, place=place)


def _way_key(answers: Answers) -> str:
    key = answers.key("way")
    if key not in st.session_state:
        st.session_state[key] = answers.way
    return key


def _another_way(answers: Answers) -> None:
    answers.way = st.session_state[answers.key("way")]
    answers.wrong = ""
    if answers.where is not None and answers.way != "nowhere" and answers.where.geom_type not in _FITS[answers.way]:
        # What was drawn another way cannot be this: the map goes on from where it was.
        answers.where, answers.said = None, ""


def _find(answers: Answers, place: Place) -> None:
    typed = str(st.session_state.get(answers.key("find")) or "")
    if not typed.strip():
        return
    if len(typed) > _LONGEST:
        answers.wrong = _("That is too long for a postcode or a street. Type one of them alone.")
        return
    try:
        found = locate(typed, place=place)
    except PlaceError as error:
        answers.wrong = sentence(error)
        return
    answers.focus, answers.wrong = (found.point.x, found.point.y), ""
    if answers.way == "point":
        said = (
            _("The pin stands somewhere along {street}.", street=found.said)
            if found.rough
            else _("The pin stands at {place}.", place=found.said)
        )
        answers.put(found.point, place=place, said=said)
    if found.kind == "postcode" and not answers.values["postcode"]:
        answers.values["postcode"] = found.label
        st.session_state[answers.key("postcode")] = found.label
