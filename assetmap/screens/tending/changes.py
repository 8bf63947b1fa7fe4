"""What people would change of what is shown, one at a time: what is there beside what they would have."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import streamlit as st

from assetmap.assets import Asset, named
from assetmap.contributions.comparing import three_way
from assetmap.contributions.reasons import NOT_TAKEN
from assetmap.contributions.suggesting import suggested, take, turn_down
from assetmap.disclosure import true_place
from assetmap.errors import StoreError
from assetmap.importing import list_of
from assetmap.screens import saying, session
from assetmap.screens.letters import letters
from assetmap.screens.livemap import livemap
from assetmap.screens.tending import compare, stories, words
from assetmap.screens.tending.done import what_was_done
from assetmap.screens.tending.queue import ELSEWHERE, settled, tried
from assetmap.webmap.safe import html_text
from assetmap.wording import N_, ngettext, number_text, pgettext
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from assetmap.contributions.comparing import Compared, Row
    from assetmap.place import Place
    from assetmap.screens.tending.queue import Tending
    from assetmap.store.suggested import Suggestion

REASONS = NOT_TAKEN
"""Why a change is not taken. Whoever suggested it reads this with their code."""
_LONGEST = 160
_NOW, _THEIRS = "now", "theirs"
_WHOSE = {_NOW: N_("As it is now"), _THEIRS: N_("As they suggest")}


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
            tending.said = _(ELSEWHERE)
        now = next((x for x in there if x.id not in tending.later_changes), None)
        tending.turning = False
    tending.suggestion = now.id if now else 0
    return now


def _nothing(tending: Tending, later: int) -> None:
    if not later:
        st.html(f'<p class="empty" role="status">{html_text(_("Nobody suggests a change just now."))}</p>')
        return
    said = ngettext("One suggestion was left for later.", "{n} suggestions were left for later.", later)
    st.html(f'<p class="empty" role="status">{html_text(said)}</p>')
    st.button(_("Look at them now"), key="look_again", type="primary", on_click=tending.later_changes.clear)


def _count(many: int, later: int) -> str:
    if later:
        said = ngettext(
            "One suggestion is waiting, {later} of them left for later.",
            "{n} suggestions are waiting, {later} of them left for later.",
            many, n=number_text(many), later=number_text(later),
        )  # fmt: skip
    else:
        said = ngettext("One suggestion is waiting.", "{n} suggestions are waiting.", many, n=number_text(many))
    return f'<p class="count" role="status">{html_text(said)}</p>'


def _letters(tending: Tending) -> list[tuple[str, str, str]]:
    def press(key: str) -> str:
        return f".st-key-decision [class*='st-key-{key}'] button"

    if tending.turning:
        without = pgettext("beside the key that does it", "without a reason")
        return [("N", without, press(f"why_{len(REASONS)}_"))]
    return [
        ("Y", pgettext("beside the key that does it", "take it all"), press("take_all_")),
        ("T", pgettext("beside the key that does it", "take what is ticked"), press("take_some_")),
        ("N", pgettext("beside the key that does it", "not this"), press("not_this_")),
        ("L", pgettext("beside the key that does it", "later"), press("later_")),
        *tending.undo_letter,
    ]


def _about(compared: Compared) -> str:
    suggestion, now = compared.suggestion, datetime.now().astimezone()
    who, when = words.who(suggestion.by), words.when(suggestion.on, now=now)
    listed = list_of(suggestion.why)
    said = html_text(
        # translators: {list} is a file’s name; somebody here has changed what the list now says otherwise
        _("The list {list} says otherwise; brought in by {who}, {when}", list=listed, who=who, when=when)
        if listed
        else _("A change suggested by {who}, {when}", who=who, when=when)
    )
    about = html_text(_("What is suggested"))
    own = "" if listed else suggestion.why
    why = f'<p class="own"><q dir="auto">{html_text(own, as_typed=True)}</q></p>' if own else ""
    return (
        f'<section class="asset" aria-label="{about}"><h2><span>{html_text(compared.there.asset.name)}</span>'
        f'</h2><p class="kind">{said}</p>{why}</section>'
    )


def _rows(rows: tuple[Row, ...], *, key: str) -> list[str] | None:
    """Draw each field; return those that are picked, None where one is still to be chosen."""
    picked, is_whole = [], True
    for row in rows:
        with st.container(key=f"both_{key}_{row.field}", gap=None):
            if row.is_so:
                st.html(compare.both(row.label, [(_("It is so already"), row.theirs)]))
            elif row.changed_since:
                # translators: a heading above what stood in a field
                sides = [(_("It was"), row.was)] if row.was else []
                # translators: headings above what somebody else put into a field, and what those who suggest it would
                sides += [(_("Somebody made it"), row.now), (_("They would have"), row.theirs)]
                st.html(compare.both(row.label, sides))
                which = st.segmented_control(
                    _("{field}: whose stands?", field=row.label), list(_WHOSE), format_func=lambda x: _(_WHOSE[x]),
                    key=f"{key}_whose_{row.field}", label_visibility="collapsed",
                )  # fmt: skip
                is_whole &= which is not None
                picked += [row.field] * (which == _THEIRS)
            else:
                sides = [(_("Shown now"), row.now)] if row.field != "where" else []
                st.html(compare.both(row.label, [*sides, (_("They would have"), row.theirs)]))
                if st.checkbox(_("Take this: {field}", field=row.label), value=True, key=f"{key}_take_{row.field}"):
                    picked.append(row.field)
    return picked if is_whole else None


def _map(place: Place, compared: Compared) -> None:
    """Show where it is, and where they would have it: true places, which only who looks after the map sees."""
    there, theirs = compared.there.asset, compared.suggestion
    is_at = true_place(place.store, there, by=session.by()) or there.where
    goes_to = theirs.exact or theirs.asset.where
    both = [there.changed(where=is_at, name=_("Now: {name}", name=there.name)[:_LONGEST])] if is_at is not None else []
    if goes_to is not None:
        both.append(
            Asset(name=_("As they suggest: {name}", name=there.name)[:_LONGEST], kind=there.kind, where=goes_to)
        )
    middle = [x.representative_point() for x in (goes_to, is_at) if x is not None]
    focus = (middle[0].x, middle[0].y) if middle else None
    view = session.view(place, extra=tuple(both), chosen=both[-1].short if both else "", focus=focus)
    with st.container(key="suggestion_map"):
        livemap(view, face="map", key="suggestion_live")


def _others(compared: Compared) -> str:
    nothing = pgettext("stands in a field", "nothing")
    said = [
        _("{field}: {now}. It was: {before}.", field=label, now=after or nothing, before=before or nothing)
        for label, before, after in compared.others
    ]
    rows = "".join(f"<li>{html_text(x)}</li>" for x in said)
    head = html_text(_("Changed meanwhile by somebody else, and not touched by this"))
    return f'<section class="will"><h3>{head}</h3><ul>{rows}</ul></section>'


def _decide(place: Place, tending: Tending, compared: Compared, picked: list[str] | None, key: str) -> None:
    # A second tap never decides about the next one, nor about what somebody else has made of it meanwhile.
    key = f"{key}_{compared.there.version}"
    if tending.turning:
        _why(place, tending, compared, key)
        return
    if compared.needs_choice:
        saying.note(_("Somebody else has changed the same since. Choose whose stands, or take all of this."))
    with st.container(horizontal=True, gap="small", key="decide"):
        st.button(_("Take it all"), key=f"take_all_{key}", type="primary", on_click=_take,
                  args=(place, tending, compared, None))  # fmt: skip
        st.button(_("Take what is ticked"), key=f"take_some_{key}", on_click=_take_some,
                  args=(place, tending, compared, picked))  # fmt: skip
        st.button(_("Not this"), key=f"not_this_{key}", on_click=tending.ask_why, args=(True,))
        # translators: a button: leave it for later
        st.button(_("Later"), key=f"later_{key}", on_click=_later, args=(tending, compared.suggestion.id))


def _why(place: Place, tending: Tending, compared: Compared, key: str) -> None:
    asked = html_text(_("Why not? Whoever suggested it can read this with their code."))
    st.html(f'<p class="asked"><b>{asked}</b></p>')
    with st.container(key="why"):
        for at, reason in enumerate((*REASONS, "")):
            st.button(
                _(reason) if reason else _("Without a reason"), key=f"why_{at}_{key}", width="stretch",
                on_click=_not_this, args=(place, tending, compared, reason),
            )  # fmt: skip
        # translators: a button: one step back
        st.button(_("Back"), key=f"keep_{key}", type="tertiary", on_click=tending.ask_why, args=(False,))


def _take(place: Place, tending: Tending, compared: Compared, fields: list[str] | None) -> None:
    def doing() -> None:
        written = take(
            place.store, compared.suggestion.id, by=session.by(), seen=compared.there.version, fields=fields,
            areas=place.layer("areas"), streets=place.layer("streets"),
        )  # fmt: skip
        change = written.change if written.versions else None
        settled(
            tending, said=_("{name} is changed, and shown so now.", name=named(compared.there.asset)), change=change
        )

    tried(tending, doing)


def _take_some(place: Place, tending: Tending, compared: Compared, picked: list[str] | None) -> None:
    def refuse() -> None:
        if picked is None:
            raise StoreError(_("choose first whose stands, where somebody else has changed the same since."))
        raise StoreError(_("nothing is ticked: tick what you take, or press “Not this”."))

    if picked:
        _take(place, tending, compared, picked)
    else:
        tried(tending, refuse)


def _not_this(place: Place, tending: Tending, compared: Compared, reason: str) -> None:
    number = compared.suggestion.id

    def doing() -> None:
        turn_down(place.store, number, by=session.by(), why=reason)
        settled(tending, said=_("{name} stays as it is.", name=named(compared.there.asset)), turned_down=number)

    tried(tending, doing)


def _later(tending: Tending, number: int) -> None:
    tending.later_changes.add(number)
    settled(tending, said=_("Left for later."))
