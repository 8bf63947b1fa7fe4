"""Rows of a list that look the same as something: the two beside each other, and what shall be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assetmap.alike import THRESHOLDS
from assetmap.assets import named
from assetmap.screens import saying, session
from assetmap.screens.livemap import livemap
from assetmap.screens.tending import sides
from assetmap.staging import APART, LEAVE, NEW, Merge
from assetmap.webmap.safe import html_text
from assetmap.wording import gettext as _
from assetmap.wording import in_turn, ngettext, number_text

if TYPE_CHECKING:
    from assetmap.alike import Twin
    from assetmap.assets import Asset
    from assetmap.place import Place
    from assetmap.screens.listing.held import Held
    from assetmap.staging import Decision, StagedRow, Staging

_SEVERAL = 4
_LISTED = 12


def looks_same(place: Place, held: Held, staging: Staging, *, turn: int) -> None:
    """Draw the part: one pair after another, likeliest first; nothing where no row looks the same as anything."""
    pairs = sorted(
        (x for x in staging.rows if x.what == NEW and x.asset is not None and x.twins),
        key=lambda x: (-x.twins[0].score, x.number),
    )
    if not pairs:
        return
    saying.heading(_("Looks the same"), level=3)
    many, open_ = len(pairs), [x for x in pairs if x.number not in held.decisions]
    told = ngettext(
        "{n} row looks the same as something on the map or in the list. If it is, it would stand there twice.",
        "{n} rows look the same as something on the map or in the list. If they are, they would stand there twice.",
        many, n=number_text(many),
    )  # fmt: skip
    answered = many - len(open_)
    if answered:
        told = f"{told} {ngettext('{n} is answered.', '{n} are answered.', answered, n=number_text(answered))}"
    saying.words(told)
    _decided(held, pairs)
    waiting = [x for x in open_ if x.number not in held.skipped]
    if not waiting:
        if open_:
            said = ngettext("{n} was put off. As a draft it can be looked at later.",
                            "{n} were put off. As drafts they can be looked at later.", len(open_))  # fmt: skip
            saying.words(said)
            st.button(_("Look at them now"), key="list_again", on_click=held.skipped.clear)
        return
    _beside(place, held, staging, waiting[0], turn=turn)
    if len(waiting) >= _SEVERAL:
        _all_at_once(held, waiting)


def _beside(place: Place, held: Held, staging: Staging, row: StagedRow, *, turn: int) -> None:
    """Draw one pair: what is here first, for that stays."""
    twin, asset = row.twins[0], row.asset
    assert asset is not None
    first = staging.row_of.get(twin.asset.id)
    # translators: heads of two columns: one is on the map (or another row), the other is a row of somebody's list
    here = _("Row {number}", number=first) if first is not None else _on_the_map(twin.asset)
    heads = (here, _("Row {number}", number=row.number))
    key = f"list_pair_{turn}_{row.number}_{twin.asset.short}"
    rows = sides.rows_of(twin.asset, asset)
    only_one = sides.alone(rows, twin.asset, asset)
    with st.container(key="list_pair"):
        sides.heads(heads, (twin.asset, asset))
        st.html(f'<p class="why">{html_text(_why(twin))}</p>')
        fields = sides.chosen(rows, only_one, key=key, heads=heads)
        with st.container(horizontal=True, gap="small", key="list_decide"):
            st.button(_("They are one"), key=f"{key}_one", type="primary", on_click=held.decide,
                      args=(row.number, Merge(twin.asset.id, frozenset(fields))))  # fmt: skip
            st.button(_("They are two"), key=f"{key}_two", on_click=held.decide, args=(row.number, APART))
            # translators: a button: a row of a list shall not come in
            st.button(_("Leave the row out"), key=f"{key}_out", on_click=held.decide, args=(row.number, LEAVE))
            st.button(_("Later"), key=f"{key}_later", on_click=held.skipped.add, args=(row.number,))
        _map(place, twin.asset, asset)


def _on_the_map(asset: Asset) -> str:
    return _("A draft here") if asset.status == "draft" else _("On the map")


def _why(twin: Twin) -> str:
    """Say what speaks for the two being one, and from where on it is asked."""
    # translators: {reasons} as “the same telephone, 40 m apart”; {score} and {least} are of 100
    return _(
        "Why it is asked: {reasons}. Together that is {score} of 100; from {least} on it is asked.",
        reasons=in_turn(twin.reasons), score=number_text(round(100 * twin.score)),
        least=number_text(round(100 * THRESHOLDS.ask)),
    )  # fmt: skip


def _map(place: Place, one: Asset, other: Asset) -> None:
    drawn = tuple(x for x in (one, other) if x.where is not None)
    if not drawn or drawn[0].where is None:
        return
    middle = drawn[0].where.representative_point()
    view = session.view(place, extra=drawn, chosen=drawn[-1].short, focus=(middle.x, middle.y))
    with st.container(key="list_pair_map"):
        livemap(view, face="map", key="list_pair_live")


def _all_at_once(held: Held, waiting: list[StagedRow]) -> None:
    many = len(waiting)
    # translators: on a fold; {n} rows of a list that look the same as something
    with st.expander(_("The same answer for all {n} that are left", n=number_text(many))):
        saying.words(_("Where they are one, what is here stays, and what only the list says is added."))
        with st.container(horizontal=True, gap="small"):
            st.button(_("All are one"), key="list_all_one", on_click=_each, args=(held, waiting, None))
            st.button(_("All are two"), key="list_all_two", on_click=_each, args=(held, waiting, APART))
            st.button(_("Leave all out"), key="list_all_out", on_click=_each, args=(held, waiting, LEAVE))


def _each(held: Held, waiting: list[StagedRow], decision: Decision | None) -> None:
    """Decide about each; where they are one, what only the row says is taken over."""
    for row in waiting:
        assert row.asset is not None
        twin = row.twins[0].asset
        rows = sides.rows_of(twin, row.asset)
        fields = [x for x, side in sides.alone(rows, twin, row.asset).items() if side == "right"]
        held.decide(row.number, decision or Merge(twin.id, frozenset(fields)))


def _decided(held: Held, pairs: list[StagedRow]) -> None:
    """List what was decided so far, with a button that takes the last one back."""
    decided = [x for x in pairs if x.number in held.decisions]
    if not decided:
        return
    lines = [_said(x, held.decisions[x.number]) for x in decided]
    saying.listed(lines[:_LISTED])
    if len(lines) > _LISTED:
        more = len(lines) - _LISTED
        saying.words(ngettext("And {n} more like these.", "And {n} more like these.", more, n=number_text(more)))
    st.button(_("Take the last answer back"), key="list_take_back", on_click=held.take_back)


def _said(row: StagedRow, decision: Decision) -> str:
    assert row.asset is not None
    name = named(row.asset)
    if isinstance(decision, Merge):
        other = next((named(x.asset) for x in row.twins if x.asset.id == decision.into), "")
        # translators: two names, and the number of a row in a list
        return _("Row {number}, {name}: is one with {other}.", number=row.number, name=name, other=other)
    if decision == LEAVE:
        return _("Row {number}, {name}: stays out.", number=row.number, name=name)
    return _("Row {number}, {name}: comes in, and is something else.", number=row.number, name=name)
