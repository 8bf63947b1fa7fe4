"""What is near somebody and helps, and one good page of it. Nothing typed here outlives the visit to this screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import streamlit as st

from assetmap.errors import PlaceError
from assetmap.gazetteer import Located, locate
from assetmap.printing.entries import Entry
from assetmap.printing.referral_sheet import referral_page
from assetmap.referral import Shortlist, shortlist
from assetmap.screens import session
from assetmap.screens.handover import Section, by_hand, paper, ranked, start_again, tap_where
from assetmap.screens.handover.state import drop_pages, next_person
from assetmap.screens.steady import steadily
from assetmap.vocabulary import vocabulary
from assetmap.webmap.safe import html_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assetmap.assets import Asset
    from assetmap.place import Place
    from assetmap.referral import Found
    from assetmap.vocabulary import Group, Need

# So many are ticked at first: as a rule both sides of one sheet of paper.
NEAR_FIRST, ELSEWHERE_FIRST = 4, 1
# So many are listed at first, and so many more at each asking.
NEAR_SHOWN, ELSEWHERE_SHOWN = 12, 4
_ROUGH = {
    "street": "That street is long: distances are from its middle.",
    "postcode": "That postcode has no exact point here: distances are from somewhere near it.",
}
_LARGE = "That is a large place: distances are from its middle."
_STYLE = """
<style>
.st-key-refer_start_map { --map-height: 420px; }
.refer-head { font-size: 1.15rem; font-weight: 700; margin: 0; padding: 0; line-height: 1.3; }
.refer-said { margin: 0; line-height: 1.45; }
.refer-said.mend { padding: 8px 12px; border-left: 5px solid #B35900; background: #FFF6E9; border-radius: 6px; }
.st-key-refer [data-testid="stColumn"] > .stVerticalBlock, .st-key-refer_side { gap: .65rem; }
.st-key-refer_top { align-items: center; justify-content: space-between; }
.st-key-refer_needs button, .st-key-refer_groups button { padding: .2rem .55rem; }
@media (min-width: 1001px) {
  /* What one asks and the page stay in sight while the list is long. */
  .st-key-refer [data-testid="stColumn"]:has(.st-key-refer_top),
  .st-key-refer [data-testid="stColumn"]:has(.st-key-refer_side) { position: sticky; top: 4.2rem;
    align-self: flex-start; max-height: calc(100vh - 6.4rem); overflow-y: auto; padding: 4px; }
}
@media (max-width: 1000px) {
  .st-key-refer [data-testid="stHorizontalBlock"]:has(> [data-testid="stColumn"]) { flex-wrap: wrap; }
  .st-key-refer [data-testid="stColumn"] { min-width: 100%; }
}
@media (max-width: 640px) {
  .st-key-refer button, .st-key-refer [data-testid="stCheckbox"] label { min-height: 44px; align-items: center; }
  .st-key-refer input { min-height: 44px; }
  .st-key-refer { padding-bottom: 24px; }
  .st-key-refer_needs [data-testid="stButtonGroup"], .st-key-refer_needs [data-testid="stButtonGroup"] *,
  .st-key-refer_groups [data-testid="stButtonGroup"], .st-key-refer_groups [data-testid="stButtonGroup"] *
    { flex-wrap: nowrap; }
  .st-key-refer_needs [data-testid="stButtonGroup"] > div, .st-key-refer_groups [data-testid="stButtonGroup"] > div
    { overflow-x: auto; padding: 3px 3px 8px; }
  .st-key-refer_needs button, .st-key-refer_groups button { flex: none; padding: .3rem .8rem; }
}
</style>
"""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What somebody asks on the screen. `origin` is None where nothing was typed, or it was not found."""

    origin: Located | None
    needs: tuple[str, ...]
    groups: tuple[str, ...]
    words: str

    @property
    def is_anything(self) -> bool:
        """Whether there is a question at all."""
        return self.origin is not None or bool(self.needs or self.groups or self.words.strip())

    def without(self, key: str) -> Asked:
        """Return the same question without a chip; `""` takes the words away."""
        return Asked(
            origin=self.origin,
            needs=tuple(x for x in self.needs if x != key),
            groups=tuple(x for x in self.groups if x != key),
            words=self.words if key else "",
        )


def refer() -> None:
    """Draw the screen."""
    place = session.opened()
    st.html(_STYLE)
    with st.container(key="refer"):
        left, middle, right = st.columns([28, 33, 39], gap="small")
        with left:
            asked, problem = _ask(place)
        with middle:
            chosen = _choose(place, asked, problem=problem)
        with right, st.container(key="refer_side"):
            _page(place, asked, chosen)


def found_for(asked: Asked, assets: Sequence[Asset], *, place: Place, limit: int) -> Shortlist:
    """Rank what everybody may see. Keeps nothing of what was asked."""
    return steadily(
        shortlist,
        assets,
        None if asked.origin is None else asked.origin.point,
        needs=asked.needs,
        kinds=[key for key, kind in vocabulary().kinds.items() if kind.group in asked.groups],
        text=asked.words,
        limit=limit,
        on=datetime.now().astimezone(),
        metric_crs=place.settings.metric_crs,
        review_weeks=place.settings.review_weeks,
        gates=place.layer("gates"),
    )


def ticked(found: Shortlist, hand: Mapping[str, bool]) -> tuple[Found, ...]:
    """Take the first few that are not paused, and what was ticked by hand; never what was unticked by hand."""
    taken: list[Found] = []
    for rows, first in ((found.near, NEAR_FIRST), (found.elsewhere, ELSEWHERE_FIRST)):
        going = [row.asset.short for row in rows if row.asset.status == "published"][:first]
        taken += [row for row in rows if hand.get(row.asset.short, row.asset.short in going)]
    return tuple(taken)


def way_out(asked: Asked, assets: Sequence[Asset], *, place: Place) -> tuple[str, int] | None:
    """Say which chip (`""`: the words) to take away so that most would fit, and how many then do."""
    keys = [*asked.needs, *asked.groups, *([""] if asked.words.strip() else [])]
    fitting = {key: len(_all(asked.without(key), assets, place=place)) for key in keys}
    best = max(fitting, default="", key=fitting.__getitem__)
    return (best, fitting[best]) if fitting.get(best) else None


def _all(asked: Asked, assets: Sequence[Asset], *, place: Place) -> tuple[Found, ...]:
    found = found_for(asked, assets, place=place, limit=max(1, len(assets)))
    return (*found.near, *found.elsewhere)


def _ask(place: Place) -> tuple[Asked, str]:
    """Draw the box and the chips; returns what is asked, and what is wrong with what was typed."""
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
    st.toggle("Tap it on a map instead", key="refer_map")
    if where != st.session_state.get("refer_from", ""):
        st.session_state["refer_from"] = where
        next_person()
    text = st.text_input(
        "Words it should have, if any", key="refer_words", autocomplete="off", placeholder="lunch, singing, warm"
    )
    needs = _chips("What would help?", words.needs, key="refer_needs")
    groups = _chips("What kind of thing?", words.groups, key="refer_groups")
    origin, problem = None, ""
    if where.strip():
        try:
            origin = steadily(locate, where, place=place)
        except PlaceError as error:
            problem = f"{str(error)[:1].upper()}{str(error)[1:]}"
    return Asked(origin=origin, needs=tuple(needs), groups=tuple(groups), words=text), problem


def _chips(label: str, words: Mapping[str, Group] | Mapping[str, Need], *, key: str) -> list[str]:
    return st.pills(
        label, list(words), format_func=lambda x: words[x].label, selection_mode="multi", wrap=True, key=key
    )


def _choose(place: Place, asked: Asked, *, problem: str) -> tuple[Found, ...]:
    """Draw the list; returns what is ticked, in the order of the page."""
    _head("2. Tick what goes on the page")
    if problem:
        _say(problem, mend=True)
    if problem or st.session_state.get("refer_map"):
        _say("Tap where they set out. The point is not kept.")
        with st.container(key="refer_start_map"):
            tap_where(place)
        return ()
    if not asked.is_anything:
        _say(
            "Type where somebody sets out, or choose what would help: the list comes here, the nearest first, "
            "and the page beside it. Nothing you type is kept."
        )
        return ()
    assets = session.everybody_sees()
    more = int(st.session_state.get("refer_more", 0))
    near_most, elsewhere_most = NEAR_SHOWN * (1 + more), ELSEWHERE_SHOWN * (1 + more)
    whole = found_for(asked, assets, place=place, limit=near_most + 1)
    found = Shortlist(near=whole.near[:near_most], elsewhere=whole.elsewhere[:elsewhere_most])
    hand = by_hand()
    kept = _ticked_before(asked, assets, found, hand, place=place)
    if not found.near and not found.elsewhere:
        _nothing_fits(asked, assets, place=place)
    chosen = ticked(found, hand)
    on_page = (
        *(row for row in (*chosen, *kept) if row.asset.where is not None),
        *(row for row in (*chosen, *kept) if row.asset.where is None),
    )
    if found.near or found.elsewhere:
        _say(_listed(asked, shown=len(found.near) + len(found.elsewhere), on_page=len(on_page)))
    placed = [row.asset.short for row in on_page if row.asset.where is not None]
    ranked(
        [
            Section(title="", rows=found.near),
            Section(title="By phone or online, or with no place on the map", rows=found.elsewhere),
            Section(title="Ticked before, with other words or chips", rows=kept),
        ],
        ticked=[row.asset.short for row in on_page],
        numbers={short: number for number, short in enumerate(placed, start=1)},
        on=datetime.now().astimezone().date(),
        review_weeks=place.settings.review_weeks,
    )
    if len(whole.near) > near_most or len(whole.elsewhere) > elsewhere_most:
        st.button("Show more", key="refer_show_more", on_click=_show_more)
    return on_page


def _listed(asked: Asked, *, shown: int, on_page: int) -> str:
    origin = asked.origin
    order = "The best fit first; type where somebody sets out to have the nearest first."
    if origin is not None:
        rough = f" {_ROUGH.get(origin.kind, _LARGE)}" if origin.rough else ""
        order = f"Nearest first from {origin.label}.{rough}"
    return f"{order} {on_page} of {shown} are on the page." if on_page <= shown else order


def _ticked_before(
    asked: Asked, assets: Sequence[Asset], found: Shortlist, hand: Mapping[str, bool], *, place: Place
) -> tuple[Found, ...]:
    """Find again what was ticked by hand and is not on the list as it is now."""
    listed = {row.asset.short for row in (*found.near, *found.elsewhere)}
    rest = [asset for asset in assets if hand.get(asset.short) and asset.short not in listed]
    if not rest:
        return ()
    return _all(Asked(origin=asked.origin, needs=(), groups=(), words=""), rest, place=place)


def _nothing_fits(asked: Asked, assets: Sequence[Asset], *, place: Place) -> None:
    out = way_out(asked, assets, place=place)
    if out is None:
        _say("Nothing fits. Take chips away, or try other words.", mend=True)
        return
    key, number = out
    what = f"“{vocabulary().label(key)}”" if key else "the words"
    fit = "1 place fits" if number == 1 else f"{number} places fit"
    _say(f"Nothing fits all of this. Without {what} {fit}.", mend=True)
    st.button(f"Take {what} away", key="refer_take_away", on_click=_take_away, args=(key,))


def _take_away(key: str) -> None:
    state = st.session_state
    if not key:
        state["refer_words"] = ""
        return
    for name in ("refer_needs", "refer_groups"):
        state[name] = [x for x in state.get(name) or [] if x != key]


def _show_more() -> None:
    st.session_state["refer_more"] = int(st.session_state.get("refer_more", 0)) + 1


def _page(place: Place, asked: Asked, chosen: Sequence[Found]) -> None:
    """Draw the page as it will print, and what may be chosen about it."""
    _head("3. Print the page")
    if not chosen:
        drop_pages()
        _say("The page comes here as soon as something is ticked.")
        return
    today = datetime.now().astimezone().date()
    options = _options(has_origin=asked.origin is not None)
    page = steadily(
        referral_page,
        [Entry(row.asset, row.distance_m, None) for row in chosen],
        origin=None if asked.origin is None else asked.origin.point,
        place=place,
        on=today,
        needs=asked.needs,
        page=options["page"],
        format=options["format"],
        paper=options["paper"],
        show_here=options["here"] == "yes",
    )
    paper(page, assets=[row.asset for row in chosen], settings=place.settings, on=today)


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
    kind = "refer-said mend" if mend else "refer-said"
    st.html(f'<p class="{kind}" role="status">{html_text(text)}</p>')


if __name__ == "__main__":
    with session.spoken(st.error):
        refer()
