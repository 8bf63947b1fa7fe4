"""Look around: words, chips and colours choose; a tap shows everything about one, and lets a steward put it right."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import streamlit as st

from assetmap.disclosure import SHOWN, disclosed
from assetmap.screens import circles, onfoot, saving, session
from assetmap.screens.cards import card
from assetmap.screens.chips import group_words, need_words
from assetmap.screens.frame import style
from assetmap.screens.indexed import index_for
from assetmap.screens.linked.opening import around, opened_by_address
from assetmap.screens.livemap import View, Walked, livemap, picked
from assetmap.screens.mending import beside
from assetmap.screens.mending.state import Mending
from assetmap.screens.steady import steadily
from assetmap.screens.tending import stories
from assetmap.screens.tending.words import who
from assetmap.search.plainly import fitting
from assetmap.store.copies import DATA, PAGE
from assetmap.vocabulary import vocabulary
from assetmap.webmap import overlays, web_page
from assetmap.webmap.safe import html_text
from assetmap.wording import gettext as _
from assetmap.wording import ngettext, pgettext, spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from streamlit.delta_generator import DeltaGenerator

    from assetmap.assets import Asset
    from assetmap.place import Place
    from assetmap.screens.onfoot import OnFoot, Reach
    from assetmap.search.index import Index

MAP, LIST, FILTER = "Map", "List", "Filter"
# On a phone one of the three at a time (frame.py hides the switch on anything wider).
_FILTERS = ("filter_kinds", "filter_needs", "filter_colours")
_ASKED = ("words", "face", "groups", "needs", "overlay")
_ON_A_PHONE = {MAP: ("the_list", *_FILTERS), LIST: ("the_map", *_FILTERS), FILTER: ("the_map", "the_list", "on_foot")}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What somebody looks for: typed words, chips, and the colours of the areas."""

    words: str = ""
    groups: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    overlay: str | None = None


def chosen_assets(
    assets: Sequence[Asset], *, index: Callable[[], Index], words: str, groups: Sequence[str], needs: Sequence[str] = ()
) -> list[Asset]:
    """
    Keep the assets of the chips that fit the words; best fit first where there are words. Keeps nothing typed.

    `index` gives one that `assets` are in; it is asked for only where there are words.
    """
    kinds = [key for key, kind in vocabulary().kinds.items() if kind.group in groups]
    if not words.strip():
        return [x for x in assets if (not kinds or x.kind in kinds) and set(needs).issubset(x.needs)]
    return fitting(index(), words, among=assets, needs=needs, kinds=kinds)


def explore() -> None:
    """Draw the screen."""
    place = session.opened()
    mending: Mending = st.session_state.setdefault("mending", Mending())
    # A form that a steward has open says all there is: who was signed out meanwhile finds it again once signed in.
    if mending.suggesting is not None or (mending.form is not None and session.role() == "steward"):
        _hold(mending)
        beside.form(place, mending, saved=_choose)
        return
    _take_up(mending)
    everything = circles.seen()
    only = opened_by_address(place, everything)
    asked, said, walk = _find(place)
    everything = everything if only is None else only.assets
    shown = chosen_assets(
        everything, index=lambda: _index(place), words=asked.words, groups=asked.groups, needs=asked.needs
    )
    reach = onfoot.ask(place, shown)
    near = _near(shown, reach)
    said.html(_count(near, circles.seen()))
    tapped = st.session_state.get("chosen")
    chosen = next((x for x in everything if x.short == tapped), None) if tapped else None
    mending.about(tapped or "")
    view = _view(place, near, asked=asked, chosen=chosen, walk=walk, reach=reach)
    if only is not None:
        codes = tuple(asset.short for asset in near)
        view = replace(view, shown=codes, extra=circles.beyond(near), kept="", around=around(only.assets))
    about = _about(place, chosen)
    st.html(style("mending"))
    left, right = st.columns([1, 2], gap="small")
    with left:
        _card(place, mending, chosen, about=about, where="card_above")
        with st.container(key="the_list"):
            livemap(view, face="list", key="list", on_picked=_picked("list"))
    with right:
        with st.container(key="the_map"):
            livemap(view, face="map", key="map", on_picked=_picked("map"), on_drawn=onfoot.tapped)
        _card(place, mending, chosen, about=about, where="card_below")
        _downloads(place, shown, overlay=asked.overlay)
    with st.container(key="add_here"):
        st.page_link("add.py", label=_("Add something"))
    onfoot.ready_soon(place, session.everybody_sees())


def _index(place: Place) -> Index:
    return steadily(index_for, place, circles.seen(), audience=circles.circle())


def _near(shown: Sequence[Asset], reach: Reach | None) -> list[Asset]:
    """Keep what is within reach, the nearest first; all of it where nothing is known on foot."""
    if reach is None or reach.why_not:
        return list(shown)
    by_code = {asset.short: asset for asset in shown}
    return [by_code[short] for short in reach.order]


def _find(place: Place) -> tuple[Asked, DeltaGenerator, OnFoot]:
    """Ask what somebody looks for; also gives the place where the count is said, and what is asked on foot."""
    words_ = vocabulary()
    left, right = st.columns([1, 2], gap="small")
    with left:
        words = st.text_input(
            _("Find by words"), key="words", autocomplete="off", label_visibility="collapsed",
            placeholder=_("Find by words: lunch, singing, somewhere warm"),
        )  # fmt: skip
        st.session_state.setdefault("face", MAP)
        face = st.segmented_control(
            _("Show"), [MAP, LIST, FILTER], format_func=_face, required=True, key="face",
            label_visibility="collapsed", width="stretch",
        )  # fmt: skip
        with st.container(key="filter_needs"):
            needs = _needs()
            circles.ask("explore")
    with right:
        with st.container(key="filter_kinds"):
            groups = st.pills(
                _("What it is"), list(words_.groups), format_func=group_words,
                selection_mode="multi", wrap=True, key="groups", label_visibility="collapsed",
            )  # fmt: skip
        with st.container(key="below", horizontal=True, vertical_alignment="center"):
            with st.container(key="filter_colours"):
                overlay = _colours(place)
            walk = onfoot.offer()
            said = st.empty()
    hidden = ", ".join(f".st-key-{x}, [data-testid]:has(> .st-key-{x})" for x in _ON_A_PHONE[face or MAP])
    st.html(f"<style>@media (max-width: 640px) {{ {hidden} {{ display: none; }} }}</style>")
    return Asked(words=words, groups=tuple(groups), needs=tuple(needs), overlay=overlay), said, walk


def _needs() -> list[str]:
    words_ = vocabulary()
    many = len(st.session_state.get("needs") or ())
    with st.popover(_("What it helps with ({many})", many=many) if many else _("What it helps with"), width="stretch"):
        needs: list[str] = st.pills(
            _("What should it help with? It must help with all that you choose."), list(words_.needs),
            format_func=need_words, selection_mode="multi", wrap=True, key="needs",
        )  # fmt: skip
    return needs


def _colours(place: Place) -> str | None:
    titles = overlays(place)
    if not titles:
        return None
    key: str = st.selectbox(
        _("Colour the areas by"),
        ["", *titles],
        format_func=lambda key: _("Colours: {title}", title=titles[key]) if key else _("Colours: none"),
        key="overlay",
        filter_mode=None,
        label_visibility="collapsed",
    )
    return key or None


def _count(shown: Sequence[Asset], everything: Sequence[Asset]) -> str:
    without = sum(asset.where is None for asset in shown)
    said = _("{shown} of {all} shown", shown=len(shown), all=len(everything))
    if without:
        said = ngettext(
            "{shown_of}, {n} of them without a place on the map", "{shown_of}, {n} of them without a place on the map",
            without, shown_of=said,
        )  # fmt: skip
    return f'<p class="count" role="status">{html_text(said)}</p>'


def _face(face: str) -> str:
    return {MAP: _("Map"), LIST: _("List"), FILTER: pgettext("choose what is shown", "Filter")}[face]


def _view(
    place: Place, shown: Sequence[Asset], *, asked: Asked, chosen: Asset | None, walk: OnFoot, reach: Reach | None
) -> View:
    is_ordered = asked.words.strip() or (reach is not None and not reach.why_not)
    return session.view(
        place,
        overlay=asked.overlay,
        groups=asked.groups,
        needs=asked.needs,
        # Chips are understood by the browser; only words and minutes choose here, and what was typed never leaves.
        shown=tuple(asset.short for asset in shown) if is_ordered else None,
        extra=circles.beyond(tuple(shown)),
        chosen=chosen.short if chosen else "",
        kept="explore",
        mode=walk.mode,
        reach=_walked(walk, reach),
        at_top=True,
    )


def _walked(walk: OnFoot, reach: Reach | None) -> Walked | None:
    if reach is None or walk.at is None:
        return None
    return Walked(
        at=(walk.at.x, walk.at.y),
        outlines=tuple(zip(onfoot.TIMES, reach.outlines, strict=False)),
        heads=reach.heads,
        notes=reach.notes,
        bring=walk.typed,
    )


def _picked(key: str) -> Callable[[], None]:
    def choose() -> None:
        short = picked(key)
        if short is not None:
            st.session_state["chosen"] = short

    return choose


def _about(place: Place, chosen: Asset | None) -> str:
    """Write the card; for a steward with who checked it."""
    if chosen is None:
        return ""
    by = ""
    if session.role() == "steward" and (there := place.store.get(chosen.id)) is not None:
        by = there.asset.checked_by
    today = datetime.now().astimezone().date()
    return card(
        chosen, on=today, review_weeks=place.settings.review_weeks, checked_by=who(by) if by else "",
        own=place.settings.languages[0] if place.settings.languages else "",
    )  # fmt: skip


def _card(place: Place, mending: Mending, chosen: Asset | None, *, about: str, where: str) -> None:
    if chosen is None and not (mending.said or mending.problem):
        return
    with st.container(key=where):
        st.button(_("Close"), key=f"{where}_close", on_click=_choose, args=("",))
        beside.done(place, mending, where=where)
        if chosen is None:
            return
        st.html(about)
        is_steward = session.role() == "steward"
        if is_steward:
            beside.doings(place, mending, chosen, where=where)
        else:
            beside.whom_to_tell(place, mending, chosen, where=where)
        st.html(stories.folded(place, chosen.id, is_steward=is_steward, audience=circles.circle()))


def _choose(short: str) -> None:
    st.session_state["chosen"] = short


def _hold(mending: Mending) -> None:
    """Keep what was asked for while the form stands where its fields were."""
    mending.asked |= {key: st.session_state[key] for key in _ASKED if st.session_state.get(key)}


def _take_up(mending: Mending) -> None:
    """Put what was asked for into its fields again."""
    asked, mending.asked = mending.asked, {}
    for key, value in asked.items():
        st.session_state.setdefault(key, value)


def _downloads(place: Place, shown: Sequence[Asset], *, overlay: str | None) -> None:
    """Offer what is shown as a page and as data; made only when asked."""
    row, audience, by = st.container(horizontal=True, gap="small", key="downloads"), circles.circle(), session.by()
    tongue = spoken()  # the page is made when it is fetched, where nobody's language is known

    def page(now: Sequence[Asset]) -> tuple[str, Sequence[str]]:
        text = web_page(now, place=place, overlay=overlay, audience=audience, language=tongue)
        return text, [x.id for x in now]

    def data(form: saving.Form, name: str) -> bytes:
        made = partial(saving.file_of, place, form, audience=audience)
        return _handed_out(place, DATA, name, shown, made, circle=circles.still(place, by, audience))

    row.download_button(
        _("Save this map as a page"),
        data=lambda: _handed_out(place, PAGE, _MAP_FILE, shown, page, circle=circles.still(place, by, audience)),
        file_name=_MAP_FILE,
        mime="text/html",
        on_click="ignore",
        help=_("One file with the map and the list. It opens from a memory stick, without internet."),
    )
    saving.as_data(row, data)


_MAP_FILE = "map.html"
_File = TypeVar("_File", str, bytes)


def _handed_out(
    place: Place,
    what: str,
    name: str,
    shown: Sequence[Asset],
    make: Callable[[Sequence[Asset]], tuple[_File, Sequence[str]]],
    *,
    circle: str = "public",
) -> _File:
    """
    Make a copy of what is still shown, and keep that it was taken: should it be forgotten, it can be asked for.

    A page may have been open for hours: what it shows passes the gate again, for whom may see it now, as it is now.
    """
    there = {x.id: x for x in disclosed((row.asset for row in place.store.read(statuses=SHOWN)), audience=circle)}
    now = [there[asset.id] for asset in shown if asset.id in there]
    made, ids = make(now)
    place.store.copies.add(what, name, ids)
    return made


if __name__ == "__main__":
    with session.spoken():
        explore()
