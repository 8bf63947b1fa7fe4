"""Two that look the same, beside each other: they are one, with what shall stand of each; or they are two."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assetmap import contributions
from assetmap.assets import named
from assetmap.contributions import fieldwise
from assetmap.contributions.merging import UNITED
from assetmap.disclosure import true_place
from assetmap.screens import session
from assetmap.screens.letters import letters
from assetmap.screens.livemap import livemap
from assetmap.screens.tending import compare
from assetmap.screens.tending.done import what_was_done
from assetmap.screens.tending.queue import settled, tried
from assetmap.vocabulary import NOT_KNOWN
from assetmap.webmap import note
from assetmap.webmap.safe import html_text
from assetmap.wording import gettext as _
from assetmap.wording import ngettext, number_text, pgettext

if TYPE_CHECKING:
    from assetmap.contributions.fieldwise import Difference
    from assetmap.place import Place
    from assetmap.screens.tending.queue import Pair, Tending
    from assetmap.store.base import Stored

_KNOWN = "alike_known"
_OWN = frozenset({
    "status", "paused_until", "source", "source_id", "source_version", "source_licence", "repairs", "how_checked",
    "checked_by", "consent_on", *UNITED,
})  # fmt: skip
"""Not asked: how each stands and where it came from stays its own, and of some both are kept."""


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
    rows = _rows(place, one, other)
    alone = _alone(rows, both)
    with st.container(key="pair"):
        sides = "".join(
            f'<section class="asset"><p class="kind">{html_text(head)}</p>'
            f"<h2><span>{html_text(x.asset.name)}</span></h2><p>{html_text(note(x.asset))}</p></section>"
            for head, x in zip(heads, both, strict=True)
        )
        st.html(f'<div class="pair">{sides}</div>')
        asked = [row for row in rows if row.field not in alone]
        said = [_("If they are one: what shall stand?")] * bool(asked) + [_("What it helps with is kept of both.")]
        st.html(f'<p class="aside">{html_text(" ".join(said))}</p>')
        with st.container(key="pair_fields"):
            sides_ = compare.chosen(asked, key=key, heads=heads)
            if alone:
                st.html(_kept(rows, alone))
        with st.container(key="decision"):
            fields = [name for name, side in {**alone, **sides_}.items() if side == compare.RIGHT]
            _decide(place, tending, both, fields, key, draft=draft)
        _map(place, both)


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


def _rows(place: Place, one: Stored, other: Stored) -> list[Difference]:
    exact, theirs = (true_place(place.store, x.asset, by=session.by()) for x in (one, other))
    found = fieldwise.differences(one.asset, other.asset, was=exact, now=theirs)
    rows = [row for row in found if row.field not in _OWN]
    told = (one.asset.where is not None or exact is not None, other.asset.where is not None or theirs is not None)
    # translators: of one of two that look the same, as it stands in a field: its place on the map, or none
    words = [_("where it stands") if x else _("no place") for x in told]
    return [
        fieldwise.Difference(field=row.field, label=row.label, before=words[0], after=f"{words[1]} ({row.after})")
        if row.field == fieldwise.PLACE
        else row
        for row in rows
    ]


def _alone(rows: list[Difference], both: tuple[Stored, Stored]) -> dict[str, str]:
    """Find what only one of the two says anything about: there is nothing to choose."""
    sides = (compare.LEFT, compare.RIGHT)
    out = {}
    for row in rows:
        says = [x.asset.value(row.field) not in (None, "", (), NOT_KNOWN) for x in both]
        if sum(says) == 1 and row.field != fieldwise.PLACE:
            out[row.field] = sides[says.index(True)]
    return out


def _kept(rows: list[Difference], alone: dict[str, str]) -> str:
    """Write what only one of the two says, and is kept."""
    lines = "".join(
        f"<li>{html_text(row.label)}: {html_text(row.before if alone[row.field] == compare.LEFT else row.after)}</li>"
        for row in rows
        if row.field in alone
    )
    head = html_text(_("Only one of them says this, and it is kept"))
    return f'<section class="will"><h3>{head}</h3><ul>{lines}</ul></section>'


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
