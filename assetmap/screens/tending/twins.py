"""Two that look the same, beside each other: they are one, with what shall stand of each; or they are two."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assetmap import contributions
from assetmap.alike import THRESHOLDS, twin_of
from assetmap.assets import named
from assetmap.disclosure import true_place
from assetmap.screens import session
from assetmap.screens.letters import letters
from assetmap.screens.livemap import livemap
from assetmap.screens.tending import sides
from assetmap.screens.tending.done import what_was_done
from assetmap.screens.tending.queue import settled, tried
from assetmap.webmap.safe import html_text
from assetmap.wording import gettext as _
from assetmap.wording import ngettext, number_text, pgettext

if TYPE_CHECKING:
    from assetmap.place import Place
    from assetmap.screens.tending.queue import Pair, Tending
    from assetmap.store.base import Stored

_KNOWN = "alike_known"


def alike_pairs(place: Place) -> list[Pair]:
    """List what looks the same, likeliest first; looked for anew when something is another way than before."""
    store = place.store
    mark = (str(place.home), store.mark(), len(store.apart.pairs()))
    known = st.session_state.get(_KNOWN)
    if known is None or known[0] != mark:
        found = [(x.one.asset.id, x.other.asset.id) for x in contributions.candidates(store)]
        known = st.session_state[_KNOWN] = (mark, found)
    pairs: list[Pair] = known[1]
    return pairs


def twins(place: Place, tending: Tending) -> None:
    """Draw the pair that is looked at, and what can be decided."""
    pairs = alike_pairs(place)
    what_was_done(place, tending)
    tending.later_pairs &= set(pairs)
    pair = tending.pair if tending.pair in pairs and tending.pair not in tending.later_pairs else None
    tending.pair = pair = pair or next((x for x in pairs if x not in tending.later_pairs), None)
    both = _there(place, pair)
    if both is None:
        _nothing(tending)
        letters(tending.undo_letter, key="look_letters")
        return
    with st.container(horizontal=True, gap="medium", vertical_alignment="center", key="look_count"):
        many = len(pairs)
        said = ngettext("One pair looks the same.", "{n} pairs look the same.", many, n=number_text(many))
        st.html(f'<p class="count" role="status">{html_text(said)}</p>', width="content")
        letters(_letters(tending), key="look_letters")
    beside(place, tending, both)


def beside(place: Place, tending: Tending, both: tuple[Stored, Stored], *, draft: bool = False) -> None:
    """
    Draw two beside each other, with what can be decided.

    Parameters
    ----------
    both
        The one that stays where they are one, and the other.
    draft
        Whether the other is the draft that is looked at: then one may go back to it.
    """
    one, other = both
    if other.asset.status == "draft" != one.asset.status:
        heads = pgettext("one of two that look the same", "On the map"), _("The draft")
    else:
        heads = pgettext("one of two that look the same", "One"), _("The other")
    key = f"pair_{one.asset.short}_{one.version}_{other.asset.short}_{other.version}"
    exact, theirs = (true_place(place.store, x.asset, by=session.by()) for x in both)
    rows = sides.rows_of(one.asset, other.asset, was=exact, now=theirs)
    alone = sides.alone(rows, one.asset, other.asset)
    with st.container(key="pair"):
        if why := _why(one, other):
            st.html(why)
        sides.heads(heads, (one.asset, other.asset))
        fields = sides.chosen(rows, alone, key=key, heads=heads)
        with st.container(key="decision"):
            _decide(place, tending, both, fields, key, draft=draft)
        _map(place, both)


def _why(one: Stored, other: Stored) -> str:
    """Write why they are asked about, and from where on two are."""
    twin = twin_of(one.asset, other.asset)
    if not twin.reasons:
        return ""
    reasons = "".join(f"<li>{html_text(x)}</li>" for x in twin.reasons)
    said = " ".join([
        _(
            "Names, places and ways to get in touch together come to {n} of 100. Two are asked about from {least} on.",
            n=number_text(round(twin.score * 100)), least=number_text(round(THRESHOLDS.ask * 100)),
        ),
        _(
            "Up to {near} m apart counts as near, and beyond {far} m nothing is compared.",
            near=number_text(THRESHOLDS.near_m), far=number_text(THRESHOLDS.far_m),
        ),
    ])  # fmt: skip
    return (
        f'<div class="why"><p>{html_text(_("Why these two"))}</p><ul>{reasons}</ul>'
        f"<details><summary>{html_text(_('How that is decided'))}</summary><p>{html_text(said)}</p></details></div>"
    )


def _there(place: Place, pair: Pair | None) -> tuple[Stored, Stored] | None:
    one, other = (place.store.get(x) for x in pair) if pair else (None, None)
    return None if one is None or other is None else (one, other)


def _nothing(tending: Tending) -> None:
    later = len(tending.later_pairs)
    if not later:
        st.html(f'<p class="empty" role="status">{html_text(_("Nothing looks the same as something else."))}</p>')
        return
    said = ngettext("One pair was left for later.", "{n} pairs were left for later.", later)
    st.html(f'<p class="empty" role="status">{html_text(said)}</p>')
    st.button(_("Look at them now"), key="look_again", type="primary", on_click=tending.later_pairs.clear)


def _letters(tending: Tending) -> list[tuple[str, str, str]]:
    def press(key: str) -> str:
        return f".st-key-decision [class*='st-key-{key}'] button"

    return [
        ("Y", pgettext("beside the key that does it", "they are one"), press("one_")),
        ("N", pgettext("beside the key that does it", "they are two"), press("two_")),
        ("L", pgettext("beside the key that does it", "later"), press("later_")),
        *tending.undo_letter,
    ]


def _map(place: Place, both: tuple[Stored, Stored]) -> None:
    drawn = []
    for x in both:
        where = true_place(place.store, x.asset, by=session.by()) or x.asset.where
        if where is not None:
            drawn.append(x.asset.changed(where=where))
    if not drawn or drawn[0].where is None:
        return
    middle = drawn[0].where.representative_point()
    view = session.view(place, extra=tuple(drawn), chosen=drawn[-1].short, focus=(middle.x, middle.y))
    with st.container(key="suggestion_map"):
        livemap(view, face="map", key="pair_live")


def _decide(
    place: Place, tending: Tending, both: tuple[Stored, Stored], fields: list[str], key: str, *, draft: bool
) -> None:
    # translators: buttons: two that look the same are one thing, or two
    with st.container(horizontal=True, gap="small", key="decide"):
        st.button(
            _("They are one"), key=f"one_{key}", type="primary", on_click=_one, args=(place, tending, both, fields)
        )
        if draft:
            st.button(_("Back to the draft"), key=f"back_{key}", on_click=_back, args=(tending,))
        else:
            st.button(_("They are two"), key=f"two_{key}", on_click=_two, args=(place, tending, both))
            st.button(_("Later"), key=f"later_{key}", on_click=_later, args=(tending, both))


def _one(place: Place, tending: Tending, both: tuple[Stored, Stored], fields: list[str]) -> None:
    one, other = both

    def merge() -> None:
        written = contributions.merge(
            place.store, one.asset.id, other.asset.id, by=session.by(), fields=fields,
            seen={x.asset.id: x.version for x in both}, areas=place.layer("areas"), streets=place.layer("streets"),
        )  # fmt: skip
        settled(tending, said=_("They are one now: {name}.", name=named(one.asset)), change=written.change)

    tried(tending, merge)


def _two(place: Place, tending: Tending, both: tuple[Stored, Stored]) -> None:
    one, other = (x.asset.id for x in both)

    def two() -> None:
        contributions.two_things(place.store, one, other, by=session.by())
        settled(tending, said=_("They are two: that is remembered."), apart=(one, other))

    tried(tending, two)


def _later(tending: Tending, both: tuple[Stored, Stored]) -> None:
    one, other = (x.asset.id for x in both)
    tending.later_pairs.add((one, other))
    settled(tending, said=_("Left for later."))


def _back(tending: Tending) -> None:
    tending.hush()
    tending.pair = None
