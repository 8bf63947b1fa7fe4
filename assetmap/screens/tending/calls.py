"""Calls today: what is due to be asked about, one decision a row; and the same on paper."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from assetmap.assets import named
from assetmap.contributions.ringing import REST_DAYS, Round, ToAsk, answered, due
from assetmap.freshness import checked_text, day_text, last_checked, today
from assetmap.screens import session
from assetmap.screens.form import changing
from assetmap.screens.livemap import base_path
from assetmap.screens.tending import called
from assetmap.screens.tending.done import what_was_done
from assetmap.screens.tending.queue import settled, tried
from assetmap.store.ringing import ANSWERS, CHANGED, CLOSED, NOT_REACHED, STILL_RIGHT
from assetmap.webmap import card_lines, label_words, note
from assetmap.webmap.features import OWN_WORDS
from assetmap.webmap.listing import linked
from assetmap.webmap.safe import html_text
from assetmap.wording import N_, in_turn, ngettext, number_text
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from assetmap.assets import Asset
    from assetmap.place import Place
    from assetmap.screens.form.changing import Kept
    from assetmap.screens.tending.queue import Tending

PAGE = 6
"""So many calls are on the screen at first, and so many more at each asking."""
_MORE, _KNOWN = "calls_more", "calls_known"
# translators: how a call went: buttons beneath what somebody has just asked about by telephone
_LABELS = {
    STILL_RIGHT: N_("Still right"),
    CHANGED: N_("Changed"),
    CLOSED: N_("Closed"),
    NOT_REACHED: N_("Could not reach"),
}
_SHORTCUTS = {STILL_RIGHT: "Ctrl+Enter", CLOSED: "Ctrl+Down", NOT_REACHED: "Ctrl+Right"}
"""Of the first row alone, and the same as for drafts."""
_RENEWED_S = 240
_SHORT_MOST = 180
_NOT_PUBLIC = {
    "partners": N_("Only organisations we work with see it: it is not on the printed list."),
    "workshop": N_("Only the people who make this map see it: it is not on the printed list."),
}


def calls(place: Place, tending: Tending) -> None:
    """Draw what is due, or the form on what has changed."""
    if tending.form is not None:
        _form(place, tending)
        return
    st.html(_style())
    what_was_done(place, tending)
    there = due_today(place)
    with st.container(horizontal=True, vertical_alignment="center", key="calls_top"):
        st.html(_count(there), width="content")
        if there.ringing or there.walking:
            _print(place)
    most = PAGE * (1 + int(st.session_state.get(_MORE, 0)))
    with st.container(key="calls"):
        for at, row in enumerate(there.to_ring[:most]):
            _row(place, tending, row, is_first=not at)
        if there.to_walk:
            # translators: a list of things to go to and look at
            head, said = html_text(_("To walk past")), html_text(_("We have no telephone number for these."))
            st.html(f'<h2 class="part">{head}</h2><p class="aside">{said}</p>')
        for at, row in enumerate(there.to_walk[:most]):
            _row(place, tending, row, is_first=not at and not there.to_ring)
    if max(there.ringing, there.walking) > most:
        st.button(_("Show more"), key="calls_show_more", on_click=_show_more)


@cache
def _style() -> str:
    return f"<style>{(Path(__file__).parent / 'calls.css').read_text(encoding='utf-8')}</style>"


def due_today(place: Place) -> Round:
    """Return what is due today, whole; found anew when an asset, a call or the day is another one."""
    store, on, weeks = place.store, today(), place.settings.review_weeks
    made = store.calls.about()
    mark = (str(place.home), store.mark(), made[-1].number if made else 0, on, tuple(sorted(weeks.items())))
    known = st.session_state.get(_KNOWN)
    if known is None or known[0] != mark:
        known = st.session_state[_KNOWN] = (mark, due(store, on=on, review_weeks=weeks))
    found: Round = known[1]
    return found


def _count(there: Round) -> str:
    ringing, walking, later = there.ringing, there.walking, there.later
    look, past = "count", number_text(walking)
    if ringing and walking:
        text = ngettext(
            "One call is due today, {walks} to walk past.", "{n} calls are due today, {walks} to walk past.", ringing,
            n=number_text(ringing), walks=past,
        )  # fmt: skip
    elif ringing:
        text = ngettext("One call is due today.", "{n} calls are due today.", ringing, n=number_text(ringing))
    elif walking:
        text = ngettext("{n} to walk past.", "{n} to walk past.", walking, n=past)
    else:
        look, text = "empty", _("Nothing is due today.")
    if later:
        again = ngettext(
            "{n} could not be reached, and will be here again in a few days.",
            "{n} could not be reached, and will be here again in a few days.",
            later, n=number_text(later),
        )  # fmt: skip
        text = f"{text} {again}"
    return f'<p class="{look}" role="status">{html_text(text)}</p>'


@st.fragment(run_every=_RENEWED_S)
def _print(place: Place) -> None:
    """Offer the list on paper; its address leads to memory, is random and dies soon, so it is renewed here."""
    if session.role() != "steward":
        st.rerun()  # this part renews itself: whoever was signed out meanwhile is shown no more of it
    base = base_path(str(st.get_option("server.baseUrlPath") or ""))
    st.html(
        f'<a class="print-calls" href="{base}/assetmap/page/{called.sheet(place).token}" target="_blank" '
        f'rel="noopener noreferrer">{html_text(_("Print these calls"))}</a>'
    )


def _row(place: Place, tending: Tending, row: ToAsk, *, is_first: bool) -> None:
    key = f"{row.asset.id}_{row.seen.version}_{row.seen.call}"  # a second tap never decides about another state
    with st.container(key=f"call_{key}"):
        st.html(_said(row))
        with st.container(horizontal=True, gap="small", key=f"answers_{key}"):
            for answer in ANSWERS:
                is_on = row.pause_over and answer == STILL_RIGHT
                label = _("It is on again") if is_on else _(_LABELS[answer])
                st.button(
                    label, key=f"{answer}_{key}", type="primary" if answer == STILL_RIGHT else "secondary",
                    shortcut=_SHORTCUTS.get(answer) if is_first else None, on_click=_answer,
                    args=(place, tending, row, answer),
                )  # fmt: skip


def _said(row: ToAsk) -> str:
    """Write what one reads out; every text in it is made safe."""
    asset, on = row.asset, today()
    ask_for = _("ask for {name}", name=asset.contact_name)
    who = f" · {html_text(ask_for)}" if asset.contact_name.strip() else ""
    where = in_turn([x for x in (asset.address, asset.postcode) if x.strip()])
    about = asset.description if len(asset.description) <= _SHORT_MOST else f"{asset.description[:_SHORT_MOST]}…"
    lines = [
        f'<p class="tel">{linked("Phone", asset.phone)}{who}</p>' if asset.phone.strip() else "",
        *(f"<p><b>{html_text(words)}</b></p>" for words in _asked(row)),
        f"<p>{html_text(note(asset, on=on))}</p>",
        f"<p>{html_text(about)}</p>" if about.strip() else "",
        f"<p>{html_text(where)}</p>" if where else "",
        f'<p class="aside">{html_text(_known(row))}</p>',
        f'<p class="aside">{html_text(_(_NOT_PUBLIC[asset.audience]))}</p>' if asset.audience in _NOT_PUBLIC else "",
        _all(asset),
    ]
    return f'<section class="call"><h3>{html_text(asset.name)}</h3>{"".join(lines)}</section>'


def _asked(row: ToAsk) -> list[str]:
    said, until = [], row.asset.paused_until
    if row.pause_over and until is not None:
        said.append(_("It was paused until {day}: is it on again?", day=day_text(until)))
    if row.tries:
        said.append(ngettext("Nobody was reached once before.", "Not reached {n} times so far.", row.tries))
    return said


def _known(row: ToAsk) -> str:
    if not row.handed_out:
        return last_checked(row.asset)
    handed = ngettext(
        "Handed out on one page in the last twelve months.",
        "Handed out on {n} pages in the last twelve months.",
        row.handed_out,
        n=number_text(row.handed_out),
    )
    return f"{last_checked(row.asset)} {handed}"


def _all(asset: Asset) -> str:
    """Write the rest of what its card says, to be opened."""
    on = today()
    lines = "".join(
        f"<p>{f'<b>{html_text(label_words(label))}:</b> ' if label else ''}"
        f"{html_text(text, as_typed=True) if label == OWN_WORDS else linked(label, text)}</p>"
        for label, text in card_lines(asset, on=on)
        if label != "Phone" and text != checked_text(asset, on=on)  # both stand above, for who rings
    )
    # translators: opens the rest of what the map says of a thing
    return f"<details><summary>{html_text(_('Everything we say'))}</summary>{lines}</details>" if lines else ""


def _show_more() -> None:
    st.session_state[_MORE] = int(st.session_state.get(_MORE, 0)) + 1


def _answer(place: Place, tending: Tending, row: ToAsk, answer: str) -> None:
    def keep() -> None:
        form = None
        if answer == CHANGED:
            tending.turn += 1
            form = changing.begun(place, row.asset.id, prefix=f"call{tending.turn}")
            if row.asset.phone.strip():  # they were rung just now: saving it is a check by phone
                form.answers.values["how_checked"], form.how_known = "phoned", ""
        done = answered(
            place.store, row.asset.id, answer, by=session.by(), on=datetime.now().astimezone(), seen=row.seen
        )
        settled(tending, said=_done(done.asset, answer), change=done.change)
        tending.form = form

    tried(tending, keep)


def _done(asset: Asset, answer: str) -> str:
    if answer == STILL_RIGHT:
        return _("{name} is checked. Thank you.", name=named(asset))
    if answer == CLOSED:
        return _("{name} has closed: it is off the map.", name=named(asset))
    if answer == NOT_REACHED:
        return ngettext(
            "{name} could not be reached. It comes back in {n} day.",
            "{name} could not be reached. It comes back in {n} days.",
            REST_DAYS,
            name=named(asset),
        )
    return ""


def _form(place: Place, tending: Tending) -> None:
    """Draw the form in which drafts are changed too, on what has changed."""

    def done(kept: Kept) -> None:
        settled(tending, said=_("{name} is changed.", name=named(kept.asset)), change=kept.change)

    if tending.form is not None:
        left = lambda: setattr(tending, "form", None)  # noqa: E731
        changing.form(place, tending.form, buttons={_("Save"): False}, done=done, left=left)
