"""One dot after the other: its picture large, the line that goes with it, and what a person types from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st
from shapely import Point

from assetmap import contributions
from assetmap.alike import alike
from assetmap.disclosure import SHOWN, true_place
from assetmap.errors import AssetMapError, sentence
from assetmap.screens import session
from assetmap.screens.bringing import bring
from assetmap.screens.livemap import drawn, livemap
from assetmap.screens.paper_desk import lines, waiting
from assetmap.screens.paper_desk.corners import jpeg_address
from assetmap.vocabulary import vocabulary
from assetmap.webmap import note
from assetmap.webmap.safe import bold, html_bold, html_text
from assetmap.wording import N_, capital, ngettext, number_text
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from assetmap.assets import Asset
    from assetmap.place import Place
    from assetmap.screens.paper_desk.desk import Desk
    from assetmap.screens.paper_desk.waiting import Waiting
    from assetmap.store.sessions import Session

_MAP = "paper_map"
_NEAR_DEGREES = 0.004
"""More than 100 m in Britain, by longitude too; `alike` measures."""
# translators: why a dot that was read from paper is taken away
NOT_A_THING = N_("Not a thing: only a mark on the paper")
_AUDIENCES = {
    "workshop": N_("Only the people who make this map"),
    "partners": N_("Partners too"),
    "public": N_("Everybody"),
}
_OWN, _KIND = "own:", "kind:"


def typing(place: Place, on: Session, desk: Desk) -> None:
    """Draw the draft at hand, or that none waits."""
    now = waiting.look(place, on, desk)
    with st.container(key="paper_done", horizontal=True, gap="small", vertical_alignment="center"):
        _what_was_done(place, on, desk)
    if now.total:
        done = _("{n} of {all} typed", n=number_text(now.done), all=number_text(now.total))
        later = ngettext("{n} left for later", "{n} left for later", now.later, n=number_text(now.later))
        st.html(f'<p class="count" role="status">{html_text(done)}{" · " + html_text(later) if now.later else ""}</p>')
        st.progress(now.done / now.total)
    if now.draft is None:
        _nothing(desk, now)
    else:
        _draft(place, on, desk, now)
    with st.container(key="paper_bring"):
        to = f".st-key-paper_draft [class*='st-key-paper_{desk.field}_'] input"
        bring(
            to if desk.turn and now.draft is not None else "", turn=f"{desk.turn} {desk.current}", key="paper_to_field"
        )


def _what_was_done(place: Place, on: Session, desk: Desk) -> None:
    if desk.problem:
        st.html(f'<p class="wrong" role="alert">{html_text(capital(desk.problem))}</p>')
    if desk.said:
        st.html(f'<p class="said" role="status">{html_text(desk.said)}</p>')
    if desk.change is not None or desk.changed_id:
        st.button(_("Undo"), key="paper_undo", shortcut="Ctrl+Up", on_click=_undo, args=(place, on, desk))


def _nothing(desk: Desk, now: Waiting) -> None:
    if now.later:
        st.button(_("Type those left for later"), key="paper_again", type="primary", on_click=desk.later.clear)
    elif now.total:
        st.html(f'<p class="empty" role="status">{html_text(_("Everything from paper is typed."))}</p>')
    else:
        st.html(f'<p class="empty">{html_text(_("Nothing has come from paper yet: drop photos above."))}</p>')


def _draft(place: Place, on: Session, desk: Desk, now: Waiting) -> None:
    one = now.draft
    if one is None:
        return
    with st.container(key="paper_draft"):
        left, right = st.container(key="paper_left"), st.container(key="paper_right")
    with left:
        picture = place.store.sessions.picture(one.asset.id, by=session.by())
        if picture:
            alt = html_text(_("The dot, cut out of the photograph"))
            st.html(f'<img class="dot" alt="{alt}" src="{jpeg_address(picture)}">')
        st.html(f'<p class="aside">{html_text(waiting.seen_as(on, one))}</p>')
        line = lines.line_of(desk, on, _number(one))
        if line is not None:
            st.html(lines.drawn_line(line))
        _map(place, desk, one)
    with right:
        st.text_input(
            _("The number beside the dot, if there is one"), value=_written(one.member.number), key=_key(one, "number"),
            autocomplete="off", max_chars=4, on_change=_numbered, args=(desk,),
        )  # fmt: skip
        if (said := lines.not_found(desk, _number(one))) is not None:
            st.html(f'<p class="aside">{html_text(said)}</p>')
        _form(place, on, desk, one)


def _form(place: Place, on: Session, desk: Desk, one: waiting.Draft) -> None:
    line = lines.line_of(desk, on, _number(one))
    choices = [f"{_OWN}{x.key}" for x in on.categories] + [f"{_KIND}{x}" for x in vocabulary().kinds]
    labels = {f"{_OWN}{x.key}": x.label for x in on.categories}
    labels |= {f"{_KIND}{x}": capital(vocabulary().said(x)) for x in vocabulary().kinds}
    proposed = waiting.proposed(on, one, line)
    # What is proposed is proposed anew with another line; what was typed in words stays.
    suffix = f"{line.number} {proposed}" if line is not None else proposed
    st.session_state.setdefault(_key(one, f"which {suffix}"), proposed if proposed in choices else None)
    st.session_state.setdefault(_key(one, f"audience {suffix}"), lines.audience_of(line) or on.audience)
    with st.form(_key(one, "form"), border=False):
        st.text_input(_("What is it called?"), key=_key(one, "name"), autocomplete="off", max_chars=200)
        st.selectbox(
            _("What is it?"), choices,
            format_func=labels.__getitem__, key=_key(one, f"which {suffix}"), placeholder=_("Choose"), filter_mode=None,
        )  # fmt: skip
        if proposed:
            st.html(f'<p class="aside">{html_text(waiting.why_proposed(one, line))}</p>')
        st.text_area(_("In their own words"), key=_key(one, "words"), max_chars=2_000, height=88)
        st.radio(
            _("Who may see it?"), list(_AUDIENCES),
            format_func=lambda x: _(_AUDIENCES[x]), key=_key(one, f"audience {suffix}"),
        )  # fmt: skip
        st.checkbox(_("Its place stays with those who make the map: a home, a refuge"), key=_key(one, "hide"))
        st.checkbox(_("Show it to the room now"), value=True, key=_key(one, "show"))
        _there_already(desk, one)
        st.form_submit_button(
            _("Save and next"), type="primary", key=_key(one, "save"), on_click=_save,
            args=(place, on, desk, one, suffix),
        )  # fmt: skip
    with st.container(horizontal=True, gap="small", key="paper_else"):
        st.button(_("Not a thing"), key=_key(one, "not"), shortcut="Ctrl+Down", on_click=_not_a_thing,
                  args=(place, desk, one))  # fmt: skip
        st.button(_("Later"), key=_key(one, "later"), shortcut="Ctrl+Right", on_click=_later, args=(desk, one))


def _there_already(desk: Desk, one: waiting.Draft) -> None:
    asset_id, said = desk.seen_alike
    if asset_id == one.asset.id and said:
        st.html(f'<div class="notice" role="alert"><p>{html_bold(said)}</p></div>')


def _key(one: waiting.Draft, name: str) -> str:
    return f"paper_{name}_{one.asset.short}_{one.version}"


def _number(one: waiting.Draft) -> int | None:
    said = str(st.session_state.get(_key(one, "number"), _written(one.member.number)) or "").strip()
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= 4 else None


def _written(number: int | None) -> str:
    return "" if number is None else str(number)


def _map(place: Place, desk: Desk, one: waiting.Draft) -> None:
    """Show where it was placed; a tap or a drag moves it."""
    at = _place_of(place, desk, one)
    if at is None:
        return
    spot = at.representative_point()
    view = session.view(place, mode="point", drawn=spot, focus=(spot.x, spot.y), alone=True)
    with st.container(key="paper_map_box"):
        livemap(view, face="map", key=_MAP, on_drawn=lambda: _moved(desk, one))


def _place_of(place: Place, desk: Desk, one: waiting.Draft) -> BaseGeometry | None:
    moved = desk.moved.get(one.asset.id)
    return moved or true_place(place.store, one.asset, by=session.by()) or one.asset.where


def _moved(desk: Desk, one: waiting.Draft) -> None:
    shape = drawn(_MAP)
    if isinstance(shape, Point):
        desk.moved[one.asset.id] = shape


def _numbered(desk: Desk) -> None:
    """Go on to its name: whoever has typed the number reads the line beside it now."""
    desk.hush()
    desk.field = "name"
    desk.turn += 1


def _save(place: Place, on: Session, desk: Desk, one: waiting.Draft, suffix: str) -> None:
    state = st.session_state
    name = " ".join(str(state.get(_key(one, "name")) or "").split())
    which = str(state.get(_key(one, f"which {suffix}")) or "")
    if not name or not which:
        desk.refused(_("Say what it is called.") if not name else _("Say what it is."))
        return
    try:
        asset = _asset(place, on, desk, one, name=name, which=which, suffix=suffix)
        there = _alike(place, one, asset)
        if there and desk.seen_alike != (one.asset.id, _already(there[0])):
            desk.refused("")
            desk.seen_alike = (one.asset.id, _already(there[0]))
            return
        written = contributions.submit(
            place.store, asset, by=session.by(), areas=place.layer("areas"), streets=place.layer("streets"),
            expected=one.version,
        )  # fmt: skip
        sessions = place.store.sessions
        category = which.removeprefix(_OWN) if which.startswith(_OWN) else ""
        sessions.sort(asset.id, category=category, number=_number(one), by=session.by())
        if state.get(_key(one, "show"), True):
            sessions.show(on.id, [asset.id], shown=True, by=session.by())
        desk.typed.add(asset.id)
        desk.done(_("Saved: {name}", name=name), change=written.change, asset_id=asset.id)
    except AssetMapError as error:
        desk.refused(sentence(error))


def _asset(
    place: Place, on: Session, desk: Desk, one: waiting.Draft, *, name: str, which: str, suffix: str
) -> Asset:  # fmt: skip
    """Write what was typed as the asset, with its place as it stands on the map."""
    state = st.session_state
    own = next((x for x in on.categories if which == f"{_OWN}{x.key}"), None)
    kind = own.kind if own is not None else which.removeprefix(_KIND)
    kind = kind or waiting.ELSE_KIND
    private = vocabulary().kinds[kind].private
    hide = bool(state.get(_key(one, "hide")))
    where = _place_of(place, desk, one)
    line = lines.line_of(desk, on, _number(one))
    led_by = {"led_by": line.led_by} if line is not None and line.led_by else {}
    return one.asset.changed(
        name=name, kind=kind, own_words=str(state.get(_key(one, "words")) or "").strip(), where=where,
        audience="workshop" if hide or private else str(state.get(_key(one, f"audience {suffix}")) or on.audience),
        precision="not_shown" if hide else "neighbourhood" if private else "exact",
        how_checked="resident", **led_by,
    )  # fmt: skip


def _alike(place: Place, one: waiting.Draft, asset: Asset) -> list[Asset]:
    """Find what is close by under nearly the same name already, said in this workshop or on the map before."""
    if asset.where is None:
        return []
    west, south, east, north = asset.where.bounds
    box = (west - _NEAR_DEGREES, south - _NEAR_DEGREES, east + _NEAR_DEGREES, north + _NEAR_DEGREES)
    around = tuple(x.asset for x in place.store.read(bbox=box, statuses={*SHOWN, "draft"}))
    return alike(asset.name, asset.where, among=around, but=one.asset.id)[:1]


def _already(asset: Asset) -> str:
    return _(
        "There is something of nearly the same name close by already: {name}, {what}. Is it the same? Then press “Not "
        "a thing”. If it is another one, save once more.",
        name=bold(asset.name), what=note(asset),
    )  # fmt: skip


def _not_a_thing(place: Place, desk: Desk, one: waiting.Draft) -> None:
    try:
        written = contributions.reject(
            place.store, [one.asset.id], by=session.by(), why=_(NOT_A_THING), seen={one.asset.id: one.version}
        )
        desk.done(_("Taken away."), change=written.change, asset_id=one.asset.id)
    except AssetMapError as error:
        desk.refused(sentence(error))


def _later(desk: Desk, one: waiting.Draft) -> None:
    desk.later.add(one.asset.id)
    desk.done(_("Left for later."))


def _undo(place: Place, on: Session, desk: Desk) -> None:
    change, asset_id = desk.change, desk.changed_id
    if change is None:
        return
    try:
        place.store.sessions.show(on.id, [asset_id], shown=False, by=session.by())
        contributions.undo(place.store, change, by=session.by())
        desk.typed.discard(asset_id)
        desk.later.discard(asset_id)
        desk.done(_("Undone."))
        desk.current = asset_id
    except AssetMapError as error:
        desk.refused(sentence(error))
