"""
Something that is there already in the form of the Add screen, for whoever looks after the map.

Nothing that was typed is lost when somebody else changes it or decides about it meanwhile: what they did is said in
words, and who has the form open chooses whose stands.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import streamlit as st

from assetmap import contributions
from assetmap.disclosure import SHOWN, betrays_by, true_place
from assetmap.errors import AssetMapError, ConflictError, StoreError
from assetmap.screens import session
from assetmap.screens.form.answers import Answers
from assetmap.screens.form.meanwhile import say_theirs
from assetmap.screens.form.questions import rest_questions, told, what_questions, who_questions, wrong
from assetmap.screens.form.values import precision_of, still_to_do, values_of
from assetmap.screens.form.where import on_map, take_drawn, where_answer, where_question
from assetmap.screens.frame import style
from assetmap.screens.livemap import drawn, livemap
from assetmap.webmap.safe import bold, html_bold
from assetmap.wording import N_, capital
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from shapely.geometry.base import BaseGeometry

    from assetmap.assets import Asset
    from assetmap.place import Place
    from assetmap.roles import By
    from assetmap.screens.form.values import Values
    from assetmap.store.base import Stored

_TRUE_PLACE = N_("The pin stands at its true place. Only you see it there.")


@dataclass(kw_only=True)
class Changing:
    """
    An asset that one steward is changing; it lives in their session alone.

    Attributes
    ----------
    opened, where
        The version that the form began from, and its true place.
    theirs, their_place
        What somebody else has made of it since, or None.
    publish
        Whether the last attempt to save was to show it too.
    ended
        Whether it was saved or left.
    tried, drawn
        How often it was tried to be saved, and how often when the page was drawn last.
    """

    answers: Answers
    opened: Stored
    where: BaseGeometry | None
    theirs: Stored | None = None
    their_place: BaseGeometry | None = None
    publish: bool = False
    problem: str = ""
    ended: bool = False
    tried: int = 0
    drawn: int = 0
    how_known: str = ""
    """How it was known as the form shows it: another answer is a check."""


@dataclass(frozen=True)
class Kept:
    """What was saved, and the change by which."""

    asset: Asset
    change: int


def begun(place: Place, asset_id: str, *, prefix: str) -> Changing:
    """
    Open the form on an asset, with its true place.

    Raises
    ------
    StoreError
        It is not there any more.
    """
    there = place.store.get(asset_id)
    if there is None or there.asset.status == "withdrawn":
        raise StoreError(_("it has been taken away meanwhile. Nothing was changed."))
    asset = _at_its_place(place, there)
    answers = Answers.of(asset, place=place, prefix=prefix)
    if asset.precision != "exact" and asset.where is not None:
        answers.said = _(_TRUE_PLACE)
    return Changing(
        answers=answers, opened=there, where=asset.where, how_known=str(answers.values["how_checked"] or "")
    )


def follow(place: Place, changing: Changing) -> None:
    """Notice what somebody else has done to it; what the form does not ask for is taken over as it is now."""
    there = place.store.get(changing.opened.asset.id)
    if there is None or there.version == changing.opened.version:
        changing.theirs = None
        return
    asset, before = _at_its_place(place, there), changing.opened.asset
    stands = there.asset.status == before.status or {there.asset.status, before.status} <= SHOWN
    if stands and asset.where == changing.where and _answers(asset) == _answers(before):
        _go_on_from(place, changing, there)
    else:
        changing.theirs, changing.their_place = there, asset.where


def save(place: Place, changing: Changing, *, by: By, publish: bool, over: bool = False) -> Kept | None:
    """
    Save the form; None where something is missing or somebody else was quicker, and everything typed stays.

    Parameters
    ----------
    over
        Save it over what somebody else has made of it since, as it was shown to who saves.
    """
    answers, store = changing.answers, place.store
    answers.gather()
    answers.tried, changing.publish, changing.problem = True, publish, ""
    changing.tried += 1
    theirs = changing.theirs
    base, expected = answers.base, changing.opened.version
    if over and theirs is not None:
        # What the form does not ask for (a pause, a check) is theirs, whoever's answers stand.
        base, expected = _at_its_place(place, theirs), theirs.version
    asset = dataclasses.replace(answers, base=base).read().asset
    if asset is None or base is None:
        return None
    how = str(answers.values["how_checked"] or "")
    if how != changing.how_known:  # they say how they know: that is a check
        today = datetime.now().astimezone().date()
        asset = asset.changed(how_checked=how, checked_on=today, checked_by=str(by))
    try:
        if over and theirs is not None and theirs.asset.status == "withdrawn":
            brought = contributions.bring_back(store, theirs.asset.id, by=by, expected=expected)
            asset, expected = asset.changed(status="draft"), brought.versions[asset.id]
        written = contributions.submit(
            store, asset, by=by, publish=publish, expected=expected,
            areas=place.layer("areas"), streets=place.layer("streets"),
        )  # fmt: skip
    except ConflictError:
        follow(place, changing)
        if changing.theirs is None:  # they touched nothing that stands in the form
            return save(place, changing, by=by, publish=publish)
        return None
    except AssetMapError as error:
        changing.problem = capital(str(error))
        follow(place, changing)
        return None
    there = store.get(asset.id)
    changing.ended = True
    return Kept(there.asset if there else asset, written.change)


def form(
    place: Place,
    changing: Changing,
    *,
    buttons: Mapping[str, bool],
    done: Callable[[Kept], None],
    left: Callable[[], None],
) -> None:
    """
    Draw the form.

    Parameters
    ----------
    buttons
        What the buttons that save say → whether they show it too; the first one is the chief.
    done, left
        What happens after it was saved, and after it was left as it is.
    """
    follow(place, changing)
    changing.drawn = changing.tried
    answers = changing.answers
    problems = answers.problems
    map_key = answers.key("live")
    st.html(style("form"))
    with st.container(key="add_all"):
        where, beside, rest = (st.container(key=f"add_{name}") for name in ("where", "map", "rest"))
    with where:
        said = html_bold(_("You are changing {name}.", name=bold(changing.opened.asset.name)))
        st.html(f'<p class="said">{said}</p>')
        where_question(answers, place=place)
    with beside:
        view = session.view(place, at_top=True, **on_map(answers))
        livemap(view, face="map", key=map_key, on_drawn=_on_drawn(changing, map_key))
    with rest:
        where_answer(answers, problems.get("where", ""))
        _questions(changing)
        ways = _Ways(place=place, changing=changing, done=done, left=left)
        if changing.theirs is None:
            _save(ways, buttons, problems)
        else:
            _whose(ways, changing.theirs)


@dataclass(frozen=True, kw_only=True)
class _Ways:
    """The ways out of the form."""

    place: Place
    changing: Changing
    done: Callable[[Kept], None]
    left: Callable[[], None]

    def save(self, publish: bool, over: bool) -> None:  # noqa: FBT001  # Streamlit hands over arguments by place
        if self.changing.ended:  # a second tap of the same button
            return
        with session.spoken(lambda said: setattr(self.changing, "problem", said)):
            kept = save(self.place, self.changing, by=session.by(), publish=publish, over=over)
            if kept is not None:
                self.done(kept)

    def leave(self) -> None:
        self.changing.ended = True
        self.left()


@st.fragment
def _questions(changing: Changing) -> None:
    """Ask everything but where: what is typed here reruns this part alone."""
    if changing.ended or changing.tried != changing.drawn:
        st.rerun()  # saved, or tried to, by the same tap that left the last field: the whole page is another one now
    answers = changing.answers
    answers.gather()
    problems = answers.problems
    what_questions(answers, problems)
    rest_questions(answers, problems)
    who_questions(answers, problems)
    values = answers.values
    if betrayed := betrays_by(values, precision=precision_of(values)):
        told(betrayed)


def _save(ways: _Ways, buttons: Mapping[str, bool], problems: Mapping[str, str]) -> None:
    key = ways.changing.answers.key
    with st.container(horizontal=True, gap="small", key="look_save"):
        for at, (label, publish) in enumerate(buttons.items()):
            st.button(
                label, key=key(f"save_{publish}"), type="secondary" if at else "primary", on_click=ways.save,
                args=(publish, False),
            )  # fmt: skip
        st.button(_("Leave it as it was"), key=key("leave"), on_click=ways.leave)
    wrong(ways.changing.problem or problems.get("form", "") or still_to_do(problems))


def _whose(ways: _Ways, theirs: Stored) -> None:
    """Say what somebody else has done meanwhile, and ask whose stands."""
    changing, key = ways.changing, ways.changing.answers.key
    asked_for = theirs.asset.status == "withdrawn" and contributions.was_asked_for(ways.place.store, theirs)
    say_theirs(changing.opened, theirs, was=changing.where, now=changing.their_place, asked_for=asked_for)
    with st.container(horizontal=True, gap="small", key="look_save"):
        if not asked_for:
            st.button(
                _("Save mine over it"), key=key(f"over_{theirs.version}"), type="primary", on_click=ways.save,
                args=(changing.publish, True),
            )  # fmt: skip
        label = _("Leave the form") if asked_for else _("Take theirs")
        st.button(label, key=key(f"theirs_{theirs.version}"), on_click=ways.leave)
    wrong(changing.problem or still_to_do(changing.answers.read().problems if changing.answers.tried else {}))


def _go_on_from(place: Place, changing: Changing, there: Stored) -> None:
    changing.opened, changing.theirs = there, None
    changing.answers.base = _at_its_place(place, there)


def _answers(asset: Asset) -> Values:
    return {name: value for name, value in values_of(asset).items() if name != "how_checked"}


def _at_its_place(place: Place, there: Stored) -> Asset:
    where = true_place(place.store, there.asset, by=session.by())
    return there.asset if where is None else there.asset.changed(where=where)


def _on_drawn(changing: Changing, key: str) -> Callable[[], None]:
    def take() -> None:
        with session.spoken(lambda said: setattr(changing, "problem", said)):
            take_drawn(changing.answers, drawn(key), place=session.opened())

    return take
