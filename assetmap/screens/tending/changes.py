"""What people would change of what is shown, one at a time: what is there beside what they would have."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import streamlit as st

from assetmap.assets import Asset, named
from assetmap.contributions.comparing import three_way
from assetmap.contributions.suggesting import suggested, take, turn_down
from assetmap.disclosure import true_place
from assetmap.errors import StoreError
from assetmap.screens import saying, session
from assetmap.screens.letters import letters
from assetmap.screens.livemap import livemap
from assetmap.screens.tending import compare, stories, words
from assetmap.screens.tending.done import what_was_done
from assetmap.screens.tending.queue import settled, tried
from assetmap.webmap.safe import html_text

if TYPE_CHECKING:
    from assetmap.contributions.comparing import Compared, Row
    from assetmap.place import Place
    from assetmap.screens.tending.queue import Tending
    from assetmap.store.suggested import Suggestion

REASONS = ("It is right as it stands", "It could not be confirmed", "It does not belong here")
"""Why a change is not taken. Whoever suggested it reads this with their code."""
_LONGEST = 160
_NOW, _THEIRS = "As it is now", "As they suggest"


def changes(place: Place, tending: Tending) -> None:
    """Draw the suggestion that is looked at, and what can be decided."""
    there = suggested(place.store)
    what_was_done(place, tending)
    suggestion = _current(tending, there)
    if suggestion is None:
        _nothing(tending, len(tending.later_changes))
        letters(tending.undo_letter, key="look_letters")
        return
    with st.container(horizontal=True, gap="medium", vertical_alignment="center", key="look_count"):
        st.html(_count(len(there), len(tending.later_changes)), width="content")
        letters(_letters(tending), key="look_letters")
    key = f"change{suggestion.id}"
    compared = three_way(place.store, suggestion)
    with st.container(key="suggestion"):
        st.html(_about(compared))
        picked = _rows(compared.rows, key=key)
        if any(row.field == "where" and not row.is_so for row in compared.rows):
            _map(place, compared)
        if compared.others:
            st.html(_others(compared))
        with st.container(key="decision"):
            _decide(place, tending, compared, picked, key)
        st.html(stories.folded(place, compared.there.asset.id))


def _current(tending: Tending, there: list[Suggestion]) -> Suggestion | None:
    """Return the one to look at: the same as before, else the oldest that was not put off."""
    ids = {x.id for x in there}
    tending.later_changes &= ids
    now = next((x for x in there if x.id == tending.suggestion and x.id not in tending.later_changes), None)
    if now is None:
        if tending.suggestion and tending.suggestion not in ids and not tending.problem and not tending.said:
            tending.said = "Somebody else has decided about the one you were looking at."
        now = next((x for x in there if x.id not in tending.later_changes), None)
        tending.turning = False
    tending.suggestion = now.id if now else 0
    return now


def _nothing(tending: Tending, later: int) -> None:
    if not later:
        st.html('<p class="empty" role="status">Nobody suggests a change just now.</p>')
        return
    one = "One suggestion was left for later." if later == 1 else f"{later} suggestions were left for later."
    st.html(f'<p class="empty" role="status">{one}</p>')
    st.button("Look at them now", key="look_again", type="primary", on_click=tending.later_changes.clear)


def _count(many: int, later: int) -> str:
    waits = "One suggestion is waiting" if many == 1 else f"{many:,} suggestions are waiting"
    return f'<p class="count" role="status">{waits}{f", {later:,} of them left for later" if later else ""}.</p>'


def _letters(tending: Tending) -> list[tuple[str, str, str]]:
    def press(key: str) -> str:
        return f".st-key-decision [class*='st-key-{key}'] button"

    if tending.turning:
        return [("N", "without a reason", press(f"why_{len(REASONS)}_"))]
    return [
        ("Y", "take it all", press("take_all_")), ("T", "take what is ticked", press("take_some_")),
        ("N", "not this", press("not_this_")), ("L", "later", press("later_")), *tending.undo_letter,
    ]  # fmt: skip


def _about(compared: Compared) -> str:
    suggestion, now = compared.suggestion, datetime.now().astimezone()
    said = f"{words.who(suggestion.by)}, {words.when(suggestion.on, now=now)}"
    why = f'<p class="own"><q dir="auto">{html_text(suggestion.why, as_typed=True)}</q></p>' if suggestion.why else ""
    return (
        f'<section class="asset" aria-label="What is suggested"><h2><span>{html_text(compared.there.asset.name)}</span>'
        f'</h2><p class="kind">A change suggested by {html_text(said)}</p>{why}</section>'
    )


def _rows(rows: tuple[Row, ...], *, key: str) -> list[str] | None:
    """Draw each field; return those that are picked, None where one is still to be chosen."""
    picked, is_whole = [], True
    for row in rows:
        with st.container(key=f"both_{key}_{row.field}", gap=None):
            if row.is_so:
                st.html(compare.both(row.label, [("It is so already", row.theirs)]))
            elif row.changed_since:
                sides = [("It was", row.was)] if row.was else []
                st.html(
                    compare.both(row.label, [*sides, ("Somebody made it", row.now), ("They would have", row.theirs)])
                )
                which = st.segmented_control(
                    f"{row.label}: whose stands?", [_NOW, _THEIRS], key=f"{key}_whose_{row.field}",
                    label_visibility="collapsed",
                )  # fmt: skip
                is_whole &= which is not None
                picked += [row.field] * (which == _THEIRS)
            else:
                sides = [("Shown now", row.now)] if row.field != "where" else []
                st.html(compare.both(row.label, [*sides, ("They would have", row.theirs)]))
                if st.checkbox(f"Take this: {row.label}", value=True, key=f"{key}_take_{row.field}"):
                    picked.append(row.field)
    return picked if is_whole else None


def _map(place: Place, compared: Compared) -> None:
    """Show where it is, and where they would have it: true places, which only who looks after the map sees."""
    there, theirs = compared.there.asset, compared.suggestion
    is_at = true_place(place.store, there, by=session.by()) or there.where
    goes_to = theirs.exact or theirs.asset.where
    both = [there.changed(where=is_at, name=f"Now: {there.name}")] if is_at is not None else []
    if goes_to is not None:
        both.append(Asset(name=f"As they suggest: {there.name}"[:_LONGEST], kind=there.kind, where=goes_to))
    middle = [x.representative_point() for x in (goes_to, is_at) if x is not None]
    focus = (middle[0].x, middle[0].y) if middle else None
    view = session.view(place, extra=tuple(both), chosen=both[-1].short if both else "", focus=focus)
    with st.container(key="suggestion_map"):
        livemap(view, face="map", key="suggestion_live")


def _others(compared: Compared) -> str:
    rows = "".join(
        f"<li>{html_text(label)}: {html_text(after or 'nothing')}. It was: {html_text(before or 'nothing')}.</li>"
        for label, before, after in compared.others
    )
    return (
        f'<section class="will"><h3>Changed meanwhile by somebody else, and not touched by this</h3><ul>{rows}</ul>'
        "</section>"
    )


def _decide(place: Place, tending: Tending, compared: Compared, picked: list[str] | None, key: str) -> None:
    # A second tap never decides about the next one, nor about what somebody else has made of it meanwhile.
    key = f"{key}_{compared.there.version}"
    if tending.turning:
        _why(place, tending, compared, key)
        return
    if compared.needs_choice:
        saying.note("Somebody else has changed the same since. Choose whose stands, or take all of this.")
    with st.container(horizontal=True, gap="small", key="decide"):
        st.button("Take it all", key=f"take_all_{key}", type="primary", on_click=_take,
                  args=(place, tending, compared, None))  # fmt: skip
        st.button("Take what is ticked", key=f"take_some_{key}", on_click=_take_some,
                  args=(place, tending, compared, picked))  # fmt: skip
        st.button("Not this", key=f"not_this_{key}", on_click=tending.ask_why, args=(True,))
        st.button("Later", key=f"later_{key}", on_click=_later, args=(tending, compared.suggestion.id))


def _why(place: Place, tending: Tending, compared: Compared, key: str) -> None:
    st.html('<p class="asked"><b>Why not? Whoever suggested it can read this with their code.</b></p>')
    with st.container(key="why"):
        for at, reason in enumerate((*REASONS, "")):
            st.button(
                reason or "Without a reason", key=f"why_{at}_{key}", width="stretch", on_click=_not_this,
                args=(place, tending, compared, reason),
            )  # fmt: skip
        st.button("Back", key=f"keep_{key}", type="tertiary", on_click=tending.ask_why, args=(False,))


def _take(place: Place, tending: Tending, compared: Compared, fields: list[str] | None) -> None:
    def doing() -> None:
        written = take(
            place.store, compared.suggestion.id, by=session.by(), seen=compared.there.version, fields=fields,
            areas=place.layer("areas"), streets=place.layer("streets"),
        )  # fmt: skip
        change = written.change if written.versions else None
        settled(tending, said=f"{named(compared.there.asset)} is changed, and shown so now.", change=change)

    tried(tending, doing)


def _take_some(place: Place, tending: Tending, compared: Compared, picked: list[str] | None) -> None:
    def refuse() -> None:
        if picked is None:
            raise StoreError("choose first whose stands, where somebody else has changed the same since.")
        raise StoreError("nothing is ticked: tick what you take, or press “Not this”.")

    if picked:
        _take(place, tending, compared, picked)
    else:
        tried(tending, refuse)


def _not_this(place: Place, tending: Tending, compared: Compared, reason: str) -> None:
    number = compared.suggestion.id

    def doing() -> None:
        turn_down(place.store, number, by=session.by(), why=reason)
        settled(tending, said=f"{named(compared.there.asset)} stays as it is.", turned_down=number)

    tried(tending, doing)


def _later(tending: Tending, number: int) -> None:
    tending.later_changes.add(number)
    settled(tending, said="Left for later.")
