"""Drafts one by one: everything about one, what to notice, and one decision."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import streamlit as st

from assetmap import contributions
from assetmap.alike import alike
from assetmap.disclosure import SHOWN, true_place
from assetmap.screens import session
from assetmap.screens.cards import card
from assetmap.screens.form.words import HOW_CHECKED
from assetmap.screens.letters import letters
from assetmap.screens.livemap import livemap
from assetmap.screens.tending import changing, stories, twins, words
from assetmap.screens.tending.done import what_was_done
from assetmap.screens.tending.queue import put_off, settled, tried, waiting
from assetmap.webmap import note
from assetmap.webmap.safe import bold, html_bold, html_text
from assetmap.wording import N_, ngettext, number_text, pgettext
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from assetmap.assets import Asset
    from assetmap.place import Place
    from assetmap.screens.tending.queue import Pair, Tending, Waiting
    from assetmap.store.base import Stored

_SAME = (
    N_("It is this one (the first): compare"),
    N_("It is this one (the second): compare"),
    N_("It is this one (the third): compare"),
)
_NEAR_DEGREES = 0.004
"""More than 100 m in Britain, by longitude too; `alike` measures."""


def drafts(place: Place, tending: Tending) -> None:
    """Draw the draft that is looked at, and what can be decided."""
    if tending.form is not None:  # what is being typed stays, also where somebody else decides about the draft
        changing.form(place, tending)
        return
    now = waiting(place.store, tending)
    what_was_done(place, tending)
    if now.draft is None:
        _nothing(now, tending)
        letters(tending.undo_letter, key="look_letters")
        return
    existing = place.store.get(tending.pair[0]) if tending.pair and tending.pair[1] == now.draft.asset.id else None
    if existing is not None and existing.asset.status in {*SHOWN, "draft"}:
        twins.beside(place, tending, (existing, now.draft), draft=True)
        return
    exact = true_place(place.store, now.draft.asset, by=session.by())
    with st.container(horizontal=True, gap="medium", vertical_alignment="center", key="look_count"):
        st.html(_count(now), width="content")
        letters(_letters(tending), key="look_letters")
    _together(place, tending, now.draft)
    with st.container(key="draft"):
        left, right = st.container(key="draft_left"), st.container(key="draft_map")
    with left:
        about, decision = st.container(key="draft_card"), st.container(key="decision")
    with about:
        there = _alike(place, now.draft, exact)
        _about(place, now.draft, exact, there)
        _this_one(tending, now.draft, there)
    with decision:
        _decide(place, tending, now.draft)
    with right:
        _map(place, now.draft, exact)


def _letters(tending: Tending) -> list[tuple[str, str, str]]:
    if tending.turning:
        without = pgettext("beside the key that does it", "without a reason")
        return [("N", without, _press(f"why_{len(words.REASONS)}_"))]
    doings = (
        ("Y", pgettext("beside the key that does it", "show it"), "show_"),
        ("N", pgettext("beside the key that does it", "do not show"), "away_"),
        ("C", pgettext("beside the key that does it", "change"), "change_"),
        ("L", pgettext("beside the key that does it", "later"), "later_"),
    )
    return [*((letter, said, _press(key)) for letter, said, key in doings), *tending.undo_letter]


def _press(key: str) -> str:
    return f".st-key-decision [class*='st-key-{key}'] button"


def _nothing(now: Waiting, tending: Tending) -> None:
    if not now.later:
        st.html(f'<p class="empty" role="status">{html_text(_("Nothing is waiting."))}</p>')
        return
    said = ngettext("One draft was left for later.", "{n} drafts were left for later.", now.later)
    st.html(f'<p class="empty" role="status">{html_text(said)}</p>')
    st.button(_("Look at them now"), key="look_again", type="primary", on_click=tending.later.clear)


def _count(now: Waiting) -> str:
    many, later = now.waiting, number_text(now.later)
    if now.later:
        said = ngettext(
            "One draft is waiting, {later} of them left for later.",
            "{n} drafts are waiting, {later} of them left for later.",
            many, n=number_text(many), later=later,
        )  # fmt: skip
    else:
        said = ngettext("One draft is waiting.", "{n} drafts are waiting.", many, n=number_text(many))
    return f'<p class="count" role="status">{html_text(said)}</p>'


def _together(place: Place, tending: Tending, draft: Stored) -> None:
    """Say that a draft came with others of one list, and offer to decide about them as one."""
    row = next(iter(place.store.recent(1, before=draft.change + 1)), None)
    said = words.together(row) if row is not None and row.change == draft.change else ""
    if row is None or not said:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="together"):
        st.html(f'<p class="aside">{html_text(said)}</p>', width="content")
        st.button(
            words.show_all(row.drafts), key=f"together_{row.change}", on_click=_as_one,
            args=(place, tending, row.change),
        )  # fmt: skip


def _as_one(place: Place, tending: Tending, change: int) -> None:
    """Go to a list's own row among what was done lately, where it is asked once more."""
    tending.go("done")
    tending.pages = [None] if change == place.store.version() else [None, change + 1]
    tending.asking = (change, "show")


def _map(place: Place, draft: Stored, exact: BaseGeometry | None) -> None:
    where = exact or draft.asset.where
    middle = where.representative_point() if where is not None else None
    view = session.view(
        place,
        extra=(draft.asset.changed(where=where),),
        chosen=draft.asset.short if where is not None else "",
        focus=(middle.x, middle.y) if middle is not None else None,
    )
    livemap(view, face="map", key="draft_live")
    if exact is not None:
        said = html_text(_("The pin of this draft stands at its true place. Only you see it there."))
        st.html(f"<p class='aside'>{said}</p>")


def _about(place: Place, draft: Stored, exact: BaseGeometry | None, there: list[Asset]) -> None:
    asset, now, weeks = draft.asset, datetime.now().astimezone(), place.settings.review_weeks
    history = place.store.history(asset.id)
    was_shown = contributions.shown_before(place.store, draft) is not None
    notices = words.to_notice(asset, exact, on=now.date(), review_weeks=weeks, was_shown=was_shown)
    st.html(
        card(asset, on=now.date(), review_weeks=weeks, checked_by=_checker(asset), every_language=True)
        + _lines("notice", _("Worth a look"), notices, more=_noticed(there, exact or asset.where))
        + _lines("will", _("If you show it"), words.will_show(asset, exact, streets=place.layer("streets")))
        + f'<p class="aside">{html_text(words.came(history, asset, now=now))}</p>'
        + _kept(asset)
        + stories.folded(place, asset.id)
    )


def _checker(asset: Asset) -> str:
    return words.who(asset.checked_by) if asset.checked_by else ""


def _kept(asset: Asset) -> str:
    """Write what the card leaves out."""
    rows = "".join(f"<p><b>{html_text(label)}:</b> {html_text(text)}</p>" for label, text in words.kept(asset))
    return f'<section class="kept"><h3>{html_text(_("Not on its card"))}</h3>{rows}</section>' if rows else ""


def _alike(place: Place, draft: Stored, exact: BaseGeometry | None) -> list[Asset]:
    """Find what is close by under nearly the same name already, other drafts and hidden places too."""
    asset = draft.asset
    # A hidden place is compared by where it is and by where it is shown: two of one door are shown at one point.
    places = [x for x in (exact, asset.where) if x is not None]
    if places:
        found = [x for where in places for x in alike(asset.name, where, among=_around(place, where), but=asset.id)]
    else:
        found = alike(asset.name, None, among=session.everybody_sees(), but=asset.id)
    return list({x.id: x for x in found}.values())[:3]


def _noticed(there: list[Asset], where: BaseGeometry | None) -> list[str]:
    said = _LISTED if where is None else _NEAR
    return [html_bold(_(said[x.status == "draft"], name=bold(x.name), what=note(x))) for x in there]


# translators: {name} is what it is called, {what} as “group or club, 10 to 12”
_LISTED = (
    N_("Something with nearly the same name is in the list already: {name}, {what}."),
    N_("Something with nearly the same name is waiting in the list already: {name}, {what}."),
)
_NEAR = (
    N_("Something with nearly the same name is close by already: {name}, {what}."),
    N_("Something with nearly the same name is waiting close by already: {name}, {what}."),
)


def _this_one(tending: Tending, draft: Stored, there: list[Asset]) -> None:
    """Offer to make one of the draft and what is there already."""
    with st.container(horizontal=True, gap="small", key="this_one"):
        for at, asset in enumerate(there):
            label = _(_SAME[at]) if len(there) > 1 else _("It is this one: compare")
            st.button(
                label, key=f"same_{draft.asset.id}_{asset.id}", on_click=_compare,
                args=(tending, (asset.id, draft.asset.id)),
            )  # fmt: skip


def _compare(tending: Tending, pair: Pair) -> None:
    tending.hush()
    tending.pair = pair
    tending.answered += 1


def _around(place: Place, where: BaseGeometry) -> tuple[Asset, ...]:
    west, south, east, north = where.bounds
    box = (west - _NEAR_DEGREES, south - _NEAR_DEGREES, east + _NEAR_DEGREES, north + _NEAR_DEGREES)
    return tuple(x.asset for x in place.store.read(bbox=box, statuses={*SHOWN, "draft"}))


def _lines(name: str, heading: str, lines: list[str], *, more: list[str] | None = None) -> str:
    """Write a heading and sentences; `more` is markup already."""
    rows = "".join(f"<li>{x}</li>" for x in [*(html_text(x) for x in lines), *(more or [])])
    return f'<section class="{name}"><h3>{html_text(heading)}</h3><ul>{rows}</ul></section>' if rows else ""


def _how(draft: Stored) -> None:
    st.pills(
        _("How do you know? You need not say."),
        list(HOW_CHECKED),
        format_func=lambda x: _(HOW_CHECKED[x]),
        wrap=True,
        key=f"how_{draft.asset.id}_{draft.version}",
        on_change="ignore",
    )


def _decide(place: Place, tending: Tending, draft: Stored) -> None:
    key = f"{draft.asset.id}_{draft.version}"  # a second tap never decides about the next one
    if tending.turning:
        _why(place, tending, draft, key)
        return
    _how(draft)
    with st.container(horizontal=True, gap="small", key="decide"):
        st.button(
            _("Show it"), key=f"show_{key}", type="primary", shortcut="Ctrl+Enter", on_click=_show,
            args=(place, tending, draft, f"how_{key}"),
        )  # fmt: skip
        st.button(
            pgettext("a draft", "Change"), key=f"change_{key}", on_click=changing.begin, args=(place, tending, draft)
        )
        st.button(
            _("Do not show"), key=f"away_{key}", shortcut="Ctrl+Down", on_click=tending.ask_why, args=(True,),
        )  # fmt: skip
        st.button(
            _("Later"), key=f"later_{key}", shortcut="Ctrl+Right", on_click=put_off, args=(tending, draft.asset.id)
        )


def _why(place: Place, tending: Tending, draft: Stored, key: str) -> None:
    st.html(f'<p class="asked"><b>{html_text(_("Why? You need not say."))}</b></p>')
    with st.container(key="why"):
        for at, reason in enumerate((*words.REASONS, "")):
            st.button(
                _(reason) if reason else _("Without a reason"), key=f"why_{at}_{key}", width="stretch",
                shortcut=f"Ctrl+{at + 1}", on_click=_do_not_show, args=(place, tending, draft, reason),
            )  # fmt: skip
        st.button(_("Back"), key=f"keep_{key}", type="tertiary", shortcut="Esc", on_click=tending.ask_why,
                  args=(False,))  # fmt: skip


def _show(place: Place, tending: Tending, draft: Stored, how: str) -> None:
    known = st.session_state.get(how) or ""

    def approve() -> None:
        written = contributions.approve(
            place.store,
            [draft.asset.id],
            by=session.by(),
            seen={draft.asset.id: draft.version},
            how_checked=known,
            checked_on=datetime.now().astimezone().date() if known else None,
        )
        settled(tending, said=words.is_shown_words(draft.asset), change=written.change)

    tried(tending, approve)


def _do_not_show(place: Place, tending: Tending, draft: Stored, reason: str) -> None:
    def reject() -> None:
        seen, was_shown = {draft.asset.id: draft.version}, contributions.shown_before(place.store, draft) is not None
        written = contributions.reject(place.store, [draft.asset.id], by=session.by(), why=reason, seen=seen)
        settled(tending, said=words.not_shown_words(draft.asset, was_shown=was_shown), change=written.change)

    tried(tending, reject)
