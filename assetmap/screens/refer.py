"""What is near somebody and helps, and one good page of it. Nothing typed here outlives the visit to this screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import streamlit as st

from assetmap.errors import PlaceError, sentence
from assetmap.gazetteer import locate, spelt_like
from assetmap.printing.entries import entry_of
from assetmap.printing.nearby import streets_near
from assetmap.printing.referral_sheet import referral_page
from assetmap.screens import circles, frame, onfoot, session
from assetmap.screens.chips import group_words, need_words
from assetmap.screens.handover import (
    Section,
    Sought,
    by_hand,
    counted,
    fits_further,
    found_for,
    how_far,
    letters,
    look_further,
    paper,
    ranked,
    start_again,
    tap_where,
    ticked,
    ticked_before,
    way_out,
)
from assetmap.screens.handover.state import drop_pages, next_person
from assetmap.screens.steady import steadily
from assetmap.vocabulary import vocabulary
from assetmap.webmap.safe import html_text
from assetmap.wording import capital

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from assetmap.assets import Asset
    from assetmap.place import Place
    from assetmap.referral import Found, Shortlist
    from assetmap.walking import Walks

# So many are listed at first, and so many more at each asking: on a phone what follows must not be far below.
NEAR_SHOWN, ELSEWHERE_SHOWN = 8, 3
_ROUGH = {
    "street": "That street is long: distances are from its middle.",
    "postcode": "That postcode has no exact point here: distances are from somewhere near it.",
}
_LARGE = "That is a large place: distances are from its middle."


def refer() -> None:
    """Draw the screen."""
    place = session.opened()
    st.html(frame.style("handover"))
    with st.container(key="refer"):
        left, middle, right = st.columns([28, 33, 39], gap="small")
        with left:
            sought, problem = _ask(place)
        with middle:
            sought, chosen = _choose(place, sought, problem=problem)
        with right, st.container(key="refer_side"):
            _page(place, sought, chosen)
    onfoot.ready_soon(place, session.everybody_sees())


def _ask(place: Place) -> tuple[Sought, str]:
    """Draw the box and the chips; returns what is sought, and what is wrong with what was typed."""
    words = vocabulary()
    with st.container(horizontal=True, key="refer_top"):
        _head("1. Where from?")
        st.button(
            "Start again",
            key="refer_again",
            on_click=start_again,
            help="Empties everything on this screen, for the next person. Leaving the screen does so too.",
        )
    where = st.text_input(
        "A postcode, a street or a place", key="refer_where", autocomplete="off", placeholder="where they set out"
    )
    fault = st.container(key="refer_fault")
    st.toggle("Tap it on a map instead", key="refer_map")
    if where != st.session_state.get("refer_from", ""):
        st.session_state["refer_from"] = where
        next_person()
    text = st.text_input(
        "Words to look for, if any", key="refer_words", autocomplete="off", placeholder="lunch, singing, warm"
    )
    needs = _chips("What would help?", words.needs, need_words, key="refer_needs")
    groups = _chips("What is it?", words.groups, group_words, key="refer_groups")
    circles.ask("refer")
    origin, problem = None, ""
    if where.strip():
        try:
            origin = steadily(locate, where, place=place, things=session.everybody_sees())
        except PlaceError as error:
            problem = sentence(error)
            with fault:
                _say(problem, mend=True)
                _offer(where, place)
    return Sought(origin=origin, needs=tuple(needs), groups=tuple(groups), words=text), problem


def _offer(where: str, place: Place) -> None:
    """Offer the place's own names that may have been meant, as buttons, to nobody but whoever is on this screen."""
    names = spelt_like(where, place=place, things=session.everybody_sees())
    if not names:
        return
    _say("Did you mean one of these?")
    with st.container(horizontal=True, gap="small"):
        for at, name in enumerate(names):
            st.button(letters(name), key=f"refer_meant_{at}", on_click=_meant, args=(name,))


def _meant(name: str) -> None:
    st.session_state["refer_where"] = name


def _chips(label: str, keys: Iterable[str], words: Callable[[str], str], *, key: str) -> list[str]:
    return st.pills(label, list(keys), format_func=words, selection_mode="multi", wrap=True, key=key)


def _choose(place: Place, sought: Sought, *, problem: str) -> tuple[Sought, tuple[Found, ...]]:
    """Draw the list; returns the whole question, and what is ticked, in the order of the page."""
    walks = None
    with st.container(horizontal=True, key="refer_middle"):
        _head("2. Tick what goes on the page")
        if sought.origin is not None:
            profile, minutes = how_far()
            sought = replace(sought, profile=profile, minutes=minutes)
            walks = steadily(onfoot.walks_for, place, circles.seen(), audience=circles.circle(), profile=profile)
    return sought, _list(place, sought, walks, problem=problem)


def _list(place: Place, sought: Sought, walks: Walks | None, *, problem: str) -> tuple[Found, ...]:
    if problem or st.session_state.get("refer_map"):
        _say("Tap where they set out. The point is not kept.")
        with st.container(key="refer_start_map"):
            tap_where(place)
        return ()
    if not sought.is_anything:
        _say(
            "Type where somebody sets out, or choose what would help: the list comes here, the nearest first, "
            "and the page beside it. Nothing you type is kept."
        )
        return ()
    assets = circles.seen()
    more = int(st.session_state.get("refer_more", 0))
    near_most, elsewhere_most = NEAR_SHOWN * (1 + more), ELSEWHERE_SHOWN * (1 + more)
    whole = found_for(sought, assets, place=place, limit=near_most + 1, walks=walks)
    found = replace(
        whole,
        near=whole.near[:near_most],
        not_known=whole.not_known[:elsewhere_most],
        elsewhere=whole.elsewhere[:elsewhere_most],
    )
    hand = by_hand()
    kept = ticked_before(sought, assets, found, hand, place=place, walks=walks)
    shown = len(found.near) + len(found.not_known) + len(found.elsewhere)
    if not shown:
        _nothing_fits(sought, assets, place=place)
    chosen = ticked(found, hand)
    on_page = (
        *(row for row in (*chosen, *kept) if row.asset.where is not None),
        *(row for row in (*chosen, *kept) if row.asset.where is None),
    )
    if shown:
        _say(f"{_listed(sought, shown=shown, on_page=len(on_page))}{_on_foot(sought, found, walks)}")
    placed = [row.asset.short for row in on_page if row.asset.where is not None]
    ranked(
        [
            Section(title="", rows=found.near),
            Section(title="Perhaps near enough: how far on foot is not known", rows=found.not_known),
            Section(title="By phone or online, or with no place on the map", rows=found.elsewhere),
            Section(title="Ticked before, when you looked for something else", rows=kept),
        ],
        ticked=[row.asset.short for row in on_page],
        numbers={short: number for number, short in enumerate(placed, start=1)},
        on=datetime.now().astimezone().date(),
        review_weeks=place.settings.review_weeks,
    )
    if len(whole.near) > near_most or max(len(whole.elsewhere), len(whole.not_known)) > elsewhere_most:
        st.button("Show more", key="refer_show_more", on_click=_show_more)
    return on_page


def _listed(sought: Sought, *, shown: int, on_page: int) -> str:
    origin = sought.origin
    order = "The best fit first; type where somebody sets out to have the nearest first."
    if origin is not None:
        rough = f" {_ROUGH.get(origin.kind, _LARGE)}" if origin.rough else ""
        order = f"Nearest first from {origin.label}.{rough}"
    return f"{order} {on_page} of {shown} are on the page." if on_page <= shown else order


def _on_foot(sought: Sought, found: Shortlist, walks: Walks | None) -> str:
    """Say what is not known of the minutes: once, and not on each row."""
    if sought.origin is None:
        return ""
    if walks is None:
        asked = sought.minutes is not None or sought.profile != "walking"
        return " The streets of this place are not known here: distances are straight lines." if asked else ""
    if found.origin_why_not:
        return f" {capital(found.origin_why_not)}: distances are straight lines."
    return "" if walks.knows_steps else " Steps not known here."


def _nothing_fits(sought: Sought, assets: Sequence[Asset], *, place: Place) -> None:
    further = 0 if sought.minutes is None else fits_further(sought, assets, place=place)
    if further:
        fit = "one thing fits" if further == 1 else f"{further} things fit"
        _say(f"Nothing fits within {sought.minutes} minutes on foot. Further away {fit}.", mend=True)
        st.button("Look further", key="refer_further", on_click=look_further)
        return
    out = way_out(sought, assets, place=place)
    if out is None:
        _say("Nothing fits all of this. Look for less at once:", mend=True)
        with st.container(horizontal=True, gap="small"):
            for part, (key, label) in _PARTS.items():
                if getattr(sought, part):
                    st.button(label, key=f"refer_clear_{part}", on_click=_clear, args=(key,))
        return
    key, number = out
    what = f"“{capital(vocabulary().label(key))}”" if key else "the words"
    fit = "one thing fits" if number == 1 else f"{number} things fit"
    _say(f"Nothing fits all of this. Without {what} {fit}.", mend=True)
    st.button(f"Take {what} away", key="refer_take_away", on_click=_take_away, args=(key,))


_PARTS = {
    "needs": ("refer_needs", "Clear “What would help?”"),
    "groups": ("refer_groups", "Clear “What is it?”"),
    "words": ("refer_words", "Clear the words"),
}


def _clear(key: str) -> None:
    st.session_state[key] = "" if key == "refer_words" else []


def _take_away(key: str) -> None:
    state = st.session_state
    if not key:
        state["refer_words"] = ""
        return
    for name in ("refer_needs", "refer_groups"):
        state[name] = [x for x in state.get(name) or [] if x != key]


def _show_more() -> None:
    st.session_state["refer_more"] = int(st.session_state.get("refer_more", 0)) + 1


def _page(place: Place, sought: Sought, chosen: Sequence[Found]) -> None:
    """Draw the page as it will print, and what may be chosen about it."""
    _head("3. Print the page")
    if not chosen:
        drop_pages()
        _say("The page comes here as soon as something is ticked.")
        return
    today = datetime.now().astimezone().date()
    options = _options(has_origin=sought.origin is not None)
    page = steadily(
        referral_page,
        [entry_of(row) for row in chosen],
        origin=None if sought.origin is None else sought.origin.point,
        place=place,
        on=today,
        needs=sought.needs,
        page=options["page"],
        format=options["format"],
        paper=options["paper"],
        show_here=options["here"] == "yes",
        audience=circles.circle(),
        profile=sought.profile,
    )
    assets = [row.asset for row in chosen]
    paper(
        page,
        assets=assets,
        settings=place.settings,
        on=today,
        near=streets_near(assets, place=place),
        set_as=_CHOICES["format"][1][options["format"]],
        handed=lambda: counted(place, assets, on=today),
    )


_CHOICES = {
    "page": ("Which page", {"near": "Near you", "touch": "Keeping in touch"}),
    "format": ("Size of print", {"clear": "Clear print", "large": "Large print"}),
    "paper": ("Paper", {"A4": "A4", "Letter": "Letter"}),
}


def _options(*, has_origin: bool) -> dict[str, str]:
    row = st.container(horizontal=True, gap="small", key="refer_options")
    said: dict[str, str] = {}
    for name, (label, words) in _CHOICES.items():
        said[name] = row.segmented_control(
            label,
            list(words),
            default=next(iter(words)),
            format_func=words.__getitem__,
            required=True,
            key=f"refer_{name}",
            label_visibility="collapsed",
        )
    here = row.checkbox("“You are here” on the map", value=True, key="refer_here", disabled=not has_origin)
    return {**said, "here": "yes" if here else ""}


def _head(text: str) -> None:
    st.html(f'<h2 class="refer-head">{html_text(text)}</h2>')


def _say(text: str, *, mend: bool = False) -> None:
    st.html(f'<p class="{"notice" if mend else "asked"}" role="status">{html_text(text)}</p>')


if __name__ == "__main__":
    with session.spoken():
        refer()
