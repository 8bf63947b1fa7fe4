"""Add something: where, six questions, who will see it, and then it is there. Without an account."""

from __future__ import annotations

import time
from datetime import datetime
from typing import TYPE_CHECKING

import streamlit as st

from assetmap.alike import alike
from assetmap.contributions import place_by_receipt
from assetmap.disclosure import betrays_by
from assetmap.errors import AssetMapError, sentence
from assetmap.screens import copying, frame, saying, session, signing
from assetmap.screens.bringing import bring
from assetmap.screens.form import keeping, receipts
from assetmap.screens.form.keeping import Adding
from assetmap.screens.form.meanwhile import say_theirs
from assetmap.screens.form.questions import rest_questions, told, what_questions, who_questions, wrong
from assetmap.screens.form.telling import saved_words, street_hides_it, who_will_see
from assetmap.screens.form.values import kind_of, precision_of, still_to_do
from assetmap.screens.form.where import on_map, take_drawn, where_answer, where_question
from assetmap.screens.livemap import drawn, livemap
from assetmap.webmap import note
from assetmap.webmap.safe import html_text
from assetmap.wording import N_
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from shapely.geometry.base import BaseGeometry

    from assetmap.assets import Asset
    from assetmap.place import Place

_MAP = "add_live"
_RECEIPT = N_(
    "with it you can change or take away what you added, without an account. Come back to Add for it and choose "
    "“I have a code”."
)


def add() -> None:
    """Draw the screen."""
    place = session.opened()
    adding: Adding = st.session_state.setdefault("adding", Adding.begun())
    answers = adding.answers
    adding.drawn = keeping.shown(adding)
    problems = answers.problems
    # Who has a receipt's code, or has just saved, goes on; so does who was signed in and has begun.
    is_shut = session.role() == "visitor" and not (adding.code or adding.saved or answers.is_begun)
    st.html(frame.style("form"))
    with st.container(key="add_all"):
        where, beside, rest = (st.container(key=f"add_{name}") for name in ("where", "map", "rest"))
    with where:
        st.html(f'<h2 class="add_title">{_title(adding)}</h2>')
        with st.container():
            if adding.said:
                st.html(f'<p class="said" role="status">{html_text(adding.said)}</p>')
        with st.container():
            if adding.waits:
                _waiting(place, adding)
        with st.container():
            if adding.saved is None:
                (_changing if adding.code else _receipts)(place, adding)
        if is_shut:
            _sign_in_first()
        elif adding.saved is None:
            where_question(answers, place=place)
    with beside:
        _map(place, adding)
    with rest:
        if is_shut:
            return
        if adding.saved is None:
            where_answer(answers, problems.get("where", ""))
            _questions(place, adding)
            _save(place, adding)
        else:
            _saved(place, adding)
            _receipts(place, adding)
    with st.container(key="add_bring"):
        bring(_matters(adding), turn=f"{adding.turn} {adding.tries}", key="bring")


def _matters(adding: Adding) -> str:
    """Return where on the page the answer to the last tap stands, as a CSS selector; "" where nothing was tapped."""
    if not adding.tries:
        return ""
    if adding.saved is not None:
        return ".st-key-add_all .wrong" if adding.problem else ".st-key-add_all .saved"
    if adding.receipt_problem:
        return ".st-key-add_again .wrong"
    if adding.theirs is not None:
        return ".st-key-add_all .theirs"
    if adding.problem or (adding.answers.tried and adding.answers.problems):
        return ".st-key-add_all .wrong"
    return ".st-key-add_where p.said" if adding.said else ".add_title"


def _sign_in_first() -> None:
    saying.note(_("To add something here, one signs in first: whoever looks after this map tells you how."))
    if said := signing.link("add"):
        st.html(f'<p class="plain">{said}</p>')


def _title(adding: Adding) -> str:
    base = adding.answers.base
    if adding.saved is not None:
        return html_text(_("Thank you"))
    changed = adding.code and base
    return html_text(
        _("Change {name}", name=base.name) if changed and base else _("Add something that does people good")
    )


def _map(place: Place, adding: Adding) -> None:
    fields = {"mode": "look", "chosen": adding.saved.asset.short} if adding.saved else on_map(adding.answers)
    view = session.view(place, extra=_beside(place, adding), **fields)
    livemap(view, face="map", key=_MAP, on_drawn=_on_drawn)


def _beside(place: Place, adding: Adding) -> tuple[Asset, ...]:
    changed = adding.answers.asset_id if adding.saved is None else ""  # the pin stands for it
    return tuple(asset for asset in keeping.own_drafts(adding, place=place) if asset.id != changed)


def _on_drawn() -> None:
    adding: Adding | None = st.session_state.get("adding")
    if adding is not None and adding.saved is None:
        with session.spoken(_problem(adding)):
            take_drawn(adding.answers, drawn(_MAP), place=session.opened())


@st.fragment
def _questions(place: Place, adding: Adding) -> None:
    """Ask everything but where: what is typed here reruns this part alone."""
    if keeping.shown(adding) != adding.drawn:
        st.rerun()
    answers = adding.answers
    answers.gather()
    problems = answers.problems
    what_questions(answers, problems)
    with st.container():
        _alike(place, adding)
    rest_questions(answers, problems)
    who_questions(answers, problems)
    values = answers.values
    precision = precision_of(values)
    where = None if answers.way == "nowhere" else answers.where
    will = who_will_see(
        audience=values["audience"],
        precision=precision,
        kind=kind_of(values),
        has_place=answers.way != "nowhere",
        is_steward=session.role() == "steward",
        was_shown=adding.was_shown,
        street_hides=precision != "street" or _street_hides(place, adding, where),
    )
    told([*will, *betrays_by(values, precision=precision)])
    wrong(still_to_do(problems) if answers.tried else "")


def _street_hides(place: Place, adding: Adding, where: BaseGeometry | None) -> bool:
    base = adding.answers.base
    if base is not None and base.precision != "exact" and where == base.where:
        where = place_by_receipt(place.store, adding.code) or where  # what stands on the map is not where it is
    return street_hides_it(where, streets=place.layer("streets"))


def _save(place: Place, adding: Adding) -> None:
    if adding.opened is not None and adding.theirs is not None:
        _whose(place, adding)
        return
    with st.container(key="add_save"):
        st.button(
            _("Save the change") if adding.code else _("Save"),
            key=adding.answers.key("save"),
            type="primary",
            width="stretch",
            on_click=_do,
            args=(adding, lambda: keeping.save(adding, place=place, by=session.by(), on=_today())),
        )
    wrong(adding.problem)


def _whose(place: Place, adding: Adding) -> None:
    """Say what somebody else has made of it meanwhile, and ask whose stands."""
    opened, theirs = adding.opened, adding.theirs
    if opened is None or theirs is None:
        return
    say_theirs(opened, theirs, was=opened.asset.where, now=theirs.asset.where)
    key = adding.answers.key
    with st.container(horizontal=True, gap="small", key="look_save"):
        st.button(
            _("Save mine over it"), key=key(f"over_{theirs.version}"), type="primary", on_click=_do,
            args=(
                adding,
                lambda: keeping.save(adding, place=place, by=session.by(), on=_today(), over=True),
            ),
        )  # fmt: skip
        st.button(_("Take theirs"), key=key(f"theirs_{theirs.version}"), on_click=keeping.take_theirs, args=(adding,))
    wrong(adding.problem)


def _alike(place: Place, adding: Adding) -> None:
    """Ask whether it is there already; nobody is kept from saving."""
    answers = adding.answers
    where = None if answers.way == "nowhere" else answers.where
    name = str(answers.values["name"] or "").strip()
    if not name or not answers.is_placed:
        return
    waiting = keeping.waiting(adding, place=place, by=session.by())
    found = [
        asset
        for among in (session.everybody_sees(), waiting)
        for asset in alike(name, where, among=among, but=answers.asset_id)
        if asset.id not in answers.different
    ][:2]
    if not found:
        return
    there = "".join(
        f"<dt>{html_text(_('Waiting to be checked') if asset.status == 'draft' else _('There already'))}</dt>"
        f"<dd>{html_text(asset.name)}: {html_text(note(asset))}</dd>"
        for asset in found
    )
    near = (
        _("Something with nearly the same name is in the list already.")
        if where is None
        else _("Something with nearly the same name is close by already.")
    )
    st.html(
        f'<div class="alike" role="status"><p><b>{html_text(_("Is it this one?"))}</b> {html_text(near)}</p><dl>{there}'
        f"<dt>{html_text(_('You are adding'))}</dt><dd>{html_text(name)}</dd></dl></div>"
    )
    with st.container(horizontal=True, gap="small"):
        st.button(_("No, mine is another one"), key=answers.key("other"), on_click=_other, args=(adding, found))
        if st.button(_("Yes, it is the same: do not add it again"), key=answers.key("same")):
            keeping.stop_changing(adding, _("Thank you for looking. It is there already, so nothing was added."))
            st.rerun()


def _other(adding: Adding, found: list[Asset]) -> None:
    adding.answers.gather()
    adding.answers.different |= {asset.id for asset in found}


def _saved(place: Place, adding: Adding) -> None:
    saved = adding.saved
    if saved is None:
        return
    is_steward = session.role() == "steward"
    words = saved_words(audience=saved.asset.audience, status=saved.asset.status, is_suggested=saved.is_suggested)
    st.html(f'<div class="saved" role="status"><h2>{html_text(saved.asset.name)}</h2><p>{html_text(words)}</p></div>')
    key = adding.answers.key
    with st.container(horizontal=True, gap="small", key="add_next"):
        if is_steward and saved.asset.status == "draft":
            st.button(
                _("Show it now"), key=key("show"), type="primary", on_click=_do,
                args=(adding, lambda: keeping.show_now(adding, place=place, by=session.by())),
            )  # fmt: skip
        st.button(_("Add another"), key=key("another"), on_click=_another, args=(adding,))
        if keeping.may_undo(saved, by=session.by()):
            st.button(
                _("Undo"), key=key("undo"), on_click=_do,
                args=(adding, lambda: keeping.undo(adding, place=place, by=session.by())),
            )  # fmt: skip
    wrong(adding.problem)
    with st.container(key="add_receipt"):
        st.html(f'<p class="receipt_said"><b>{html_text(_("Write this down:"))}</b> {html_text(_(_RECEIPT))}</p>')
        copying.code(saved.receipt, key="add_code")


def _receipts(place: Place, adding: Adding) -> None:
    with st.expander(_("I have a code"), expanded=bool(adding.receipt_problem), key="add_again"):
        key = adding.answers.key
        with st.form(key("codes"), border=False):
            st.text_input(
                _("The code you wrote down"),
                key=key("code"),
                autocomplete="off",
                placeholder="7K2MXQ-9F3T-VW2A",
            )
            wrong(adding.receipt_problem)
            st.form_submit_button(
                _("Open it"), key=key("open"), on_click=_do, args=(adding, lambda: _open(place, adding))
            )


def _waiting(place: Place, adding: Adding) -> None:
    """What was suggested with the code and nobody has looked at yet may be taken back."""
    st.button(
        _("Take back what I suggested"), key=adding.answers.key("take_back"), on_click=_do,
        args=(adding, lambda: receipts.take_back(adding, place=place)),
    )  # fmt: skip
    wrong(adding.problem if adding.saved is None and not adding.code else "")


def _open(place: Place, adding: Adding) -> None:
    typed = str(st.session_state.get(adding.answers.key("code")) or "")
    receipts.open_receipt(adding, typed, place=place, now_s=time.monotonic())


def _leave(adding: Adding) -> None:
    adding.tries += 1
    keeping.stop_changing(adding, _("It stays as it is."))


def _changing(place: Place, adding: Adding) -> None:
    """While something is changed with its code: say which, and how to leave it or take it away."""
    base = adding.answers.base
    if base is None:
        return
    key = adding.answers.key
    if not adding.is_leaving:
        said = html_text(_("You are changing {name}. Change what you like below, then save.", name=base.name))
        st.html(f'<p class="said" role="status">{said}</p>')
        with st.container(horizontal=True, gap="small"):
            st.button(_("Leave it as it is"), key=key("leave"), on_click=_leave, args=(adding,))
            st.button(_("Take it away"), key=key("away"), on_click=_ask_away, args=(adding, True))
        return
    asked = html_text(_("Take {name} away for good? This cannot be undone.", name=base.name))
    st.html(f'<p class="wrong" role="alert">{asked}</p>')
    with st.container(horizontal=True, gap="small"):
        st.button(
            _("Yes, take it away"),
            key=key("away_yes"),
            type="primary",
            on_click=_do,
            args=(adding, lambda: receipts.take_away(adding, place=place)),
        )
        st.button(_("No, keep it"), key=key("away_no"), on_click=_ask_away, args=(adding, False))


def _ask_away(adding: Adding, is_asked: bool) -> None:  # noqa: FBT001  # Streamlit hands over arguments by place
    adding.answers.gather()
    adding.is_leaving = is_asked


def _another(adding: Adding) -> None:
    if adding.aside is not None:
        keeping.stop_changing(adding)
    else:
        adding.fresh()


def _do(adding: Adding, doing: Callable[[], None]) -> None:
    """Do one thing; what goes wrong is a sentence on the screen, and everything typed stays."""
    adding.problem = ""
    adding.tries += 1
    with session.spoken(_problem(adding)):
        try:
            doing()
        except AssetMapError as error:
            adding.problem = sentence(error)


def _problem(adding: Adding) -> Callable[[str], None]:
    def say(sentence: str) -> None:
        adding.problem = sentence

    return say


def _today() -> date:
    return datetime.now().astimezone().date()


if __name__ == "__main__":
    with session.spoken():
        add()
