"""Set up your own place: drop files, look at what was understood, keep it or not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

import streamlit as st

from assetmap.layers import cards
from assetmap.screens import homes, saying, session
from assetmap.screens.setting_up.understood import understood
from assetmap.screens.setting_up.unshelled import trouble
from assetmap.setup.recognising import (
    ROLES,
    District,
    Recognised,
    districts,
    doubled,
    once,
    recognise,
    years_of_figures,
)
from assetmap.setup.trying import Aside, discard, keep, keep_again, set_aside, sweep, try_place
from assetmap.wording import N_, in_turn, ngettext, pgettext
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assetmap.place import Place

_STATE = "own_place"
# translators: what the app is doing just now, while somebody waits
_DOING = {
    "boundaries": N_("Reading the outlines"),
    "tables": N_("Reading the figures"),
    "joining": N_("Putting figures and outlines together"),
    "postcodes": N_("Reading the postcodes"),
    "OpenStreetMap extract": N_("Reading the streets, parks and names"),
    "streets": N_("Reading the streets"),
    "green": N_("Reading the green places"),
    "gates": N_("Reading the ways into them"),
    "names": N_("Reading what places are called"),
    "writing": N_("Writing it down"),
    "done": N_("Done"),
}
_RECIPES = (
    N_("The newest: boundaries of 2021, with the Indices of Deprivation 2025 (File 7)."),
    N_("Those before: boundaries of 2011, with the Indices of Deprivation 2019 (File 7, or Files 1, 2 and 6)."),
)
_ALL = District("", N_("Everything in the outlines"), 0)
_CLEARED = N_("An hour has passed, so this was cleared. Look at it again.")
_NEW, _AGAIN = N_("A new place, beside the others"), N_("The place that is open, set up again; its assets stay")
_LARGEST = 3_000
"""Neighbourhoods that a browser still colours at once; a whole nation is no place."""


@dataclass
class Trial:
    """What this browser session is setting up; the files lie in `aside`, not here."""

    aside: Aside | None = None
    known: dict[str, Recognised] = field(default_factory=dict)
    choices: dict[tuple[str, ...], list[District]] = field(default_factory=dict)
    tried: tuple[list[Recognised], str, str | None] | None = None
    """The files, the name and the district of what is looked at."""
    turn: int = 0
    """Renews the field for files, which only its key can empty."""


def own_place(place: Place) -> None:
    """Draw the part."""
    trial = st.session_state.setdefault(_STATE, Trial())
    if trial.aside is not None:
        trial.aside.touched()
    sweep()
    session.let_go_of_what_is_gone()
    saying.heading(_("Set up your own place"))
    saying.words(
        _(
            "Choose the files that say what your place is: the outlines of its neighbourhoods first of all. "
            "Each file is looked at, and you see the map before anything is kept."
        )
    )
    _where_from()
    name = st.text_input(_("What is the place called?"), key="own_name", max_chars=80, autocomplete="off")
    dropped = st.file_uploader(
        _("Drop the files here, all at once"), accept_multiple_files=True, key=f"own_files_{trial.turn}"
    )
    files, twice = once(_known(trial, dropped or []))
    if files:
        dropped_said = _("What was dropped ({number})", number=len(files) + len(twice))
        with st.expander(dropped_said, expanded=trial.tried is None):
            _tell(files, twice)
    chosen, undecided = _chosen(files)
    district = _district(trial, chosen)
    if st.button(_("Look at it first"), type="primary", key="own_look", disabled=not files):
        if not name.strip():
            saying.trouble(_("The place has no name yet: write it above."))
        elif undecided:
            saying.trouble(_("Two files are for the same thing: choose one above."))
        elif district is None:
            saying.trouble(_("Choose your district above."))
        else:
            with session.spoken(trouble):
                _try(trial, chosen, name=name, district=district.code or None)
                st.rerun()  # what was dropped is folded away, for what was understood
    _decide(trial, place, now=(chosen, name.strip()) if files else None)


def _where_from() -> None:
    with st.expander(_("Which files, and where to get them")):
        saying.words(
            _(
                "They are free. Only the outlines are needed; each of the others adds something. They may stay packed "
                "as they come (zip or gz). One file may hold up to 50 MB: of a larger one take your county’s part."
            )
        )
        rows = [
            (card.title, _(ROLES[feed]), card.get.replace(", or online with --place", ""))
            for feed in ROLES
            for card in cards().values()
            if card.feeds[0] == feed
        ]
        saying.words(_("In England, two sets go together:"))
        saying.listed(_(x) for x in _RECIPES)
        saying.words(
            _(
                "With either, Code-Point Open finds postcodes, and OpenStreetMap draws streets, parks and names. Each "
                "is named below as its publisher calls it."
            )
        )
        headings = (_file(), _used_for(), pgettext("a column of a table", "Where to get it"))
        saying.table(headings, rows, caption=_("Files that are known"))


def _file() -> str:
    return pgettext("a column of a table", "File")


def _used_for() -> str:
    return pgettext("a column of a table", "Used for")


def _known(trial: Trial, dropped: Sequence[st.runtime.uploaded_file_manager.UploadedFile]) -> list[Recognised]:
    """Keep what was dropped in a folder aside, and say what each file is; looked at once each."""
    if not dropped:
        return []
    if trial.aside is None or not trial.aside.folder.exists():
        if trial.tried is not None:
            saying.trouble(_(_CLEARED))
        _let_go(trial)
        trial.aside = set_aside(by=session.by())
    marks = [one.file_id for one in dropped]
    trial.aside.only(marks)
    paths = [trial.aside.dropped(one.file_id, one.name, one.getvalue()) for one in dropped]
    if set(marks) != set(trial.known):  # the parts of a shapefile say who they are only together
        trial.known = {
            mark: trial.known[mark] if mark in trial.known and trial.known[mark].role else recognise(path)
            for mark, path in zip(marks, paths, strict=True)
        }
    return [trial.known[mark] for mark in marks]


def _tell(files: Sequence[Recognised], twice: Sequence[Recognised]) -> None:
    rows = [
        (
            x.path.name,
            x.title or _("Not known"),
            x.used_for or (_("for later: see below") if x.is_list else pgettext("a file is used for", "nothing")),
        )
        for x in files
    ]
    rows += [(x.path.name, x.title, _("here twice: it counts once")) for x in twice]
    headings = (_file(), pgettext("a column of a table", "What we think it is"), _used_for())
    saying.table(headings, rows, caption=_("What each file is"))
    for file in files:
        if file.trouble:
            trouble(file.trouble)
    lists = [x.path.name for x in files if x.is_list]
    if lists:
        saying.note(
            ngettext(
                "{files} is a list of groups, parks or services. Set up the place first, and bring it in afterwards "
                "under “Bring in a list”.",
                "{files} are lists of groups, parks or services. Set up the place first, and bring it in afterwards "
                "under “Bring in a list”.",
                len(lists), files=in_turn(lists),
            )
        )  # fmt: skip
    years = years_of_figures(files)
    if len(years) > 1:
        saying.note(
            _(
                "There are figures about deprivation of {years}. One year is used, the one that goes with the "
                "outlines; you need not take the other away.",
                years=_years(years),
            )
        )
    if not any(x.role == "areas" for x in files):
        saying.note(_("The outlines of the neighbourhoods are still missing: a place begins with them."))


def _years(years: Sequence[int]) -> str:
    """Say years: “2019 and of 2025”."""
    said = str(years[0])
    for year in years[1:]:
        # translators: in “figures about deprivation of {years}”: “2019 and of 2025”
        said = _("{years} and of {year}", years=said, year=year)
    return said


def _chosen(files: Sequence[Recognised]) -> tuple[list[Recognised], bool]:
    """Ask which of two files for one role counts; the second is True while that is open."""
    out: list[Recognised] = []
    is_open = False
    for role, claim in doubled(files).items():
        picked = st.selectbox(
            # translators: {what} as “the outlines of the neighbourhoods”
            _("Several files could be {what}. Which one is it?", what=_(ROLES[role])),
            claim,
            index=None,
            format_func=lambda file: f"{file.path.name} ({file.title})",
            placeholder=_("Choose one file"),
            key=f"own_which_{role}",
            filter_mode=None,
        )
        is_open |= picked is None
        out += [x for x in claim if x != picked]
    return [x for x in files if x not in out and x.role], is_open


def _district(trial: Trial, files: Sequence[Recognised]) -> District | None:
    """Ask for the district where the outlines hold several; None while that is open."""
    key = tuple(str(x.path) for x in files)
    if key not in trial.choices:
        trial.choices.clear()
        with session.spoken(trouble):
            trial.choices[key] = districts(files)
    found = trial.choices.get(key, [])
    if len(found) < 2:
        return _ALL
    everything = [_ALL] if sum(x.areas for x in found) <= _LARGEST else []
    return st.selectbox(
        _("Which district is your place?"),
        [*found, *everything],
        index=None,
        format_func=_district_said,
        placeholder=_("The outlines hold several: choose one"),
        key="own_district",
    )


def _district_said(district: District) -> str:
    if not district.code:
        return _(district.name)
    return ngettext(
        "{name} ({code}): {n} neighbourhood", "{name} ({code}): {n} neighbourhoods", district.areas,
        name=district.name, code=district.code,
    )  # fmt: skip


def _try(trial: Trial, files: list[Recognised], *, name: str, district: str | None) -> None:
    assert trial.aside is not None
    session.let_go(trial.aside.home)
    trial.tried = None
    with _Bar() as bar:
        try_place(trial.aside, files, name=name, district=district, by=session.by(), progress=bar.tell)
    trial.tried = (files, name.strip(), district)


class _Bar:
    """A bar that says what is being done, and goes when it is."""

    def __enter__(self) -> Self:
        self._bar = st.progress(0.0, text=_("Beginning"))
        return self

    def __exit__(self, *_said: object) -> None:
        self._bar.empty()

    def tell(self, what: str, share: float) -> None:
        self._bar.progress(min(max(share, 0.0), 1.0), text=_(_DOING[what]) if what in _DOING else _("Working"))


def _decide(trial: Trial, place: Place, *, now: tuple[list[Recognised], str] | None) -> None:
    """Show what was understood, and ask whether to keep it."""
    aside = trial.aside
    if trial.tried is None or aside is None:
        return
    if aside.report is None or not aside.home.exists():
        saying.trouble(_(_CLEARED))
        trial.tried = None
        return
    files, name = trial.tried[:2]
    changed = now is not None and now != (files, name)
    if changed:
        saying.note(_("The files or the name have changed since you looked: press “Look at it first” again."))
    again = not place.settings.invented and _again()
    understood(aside, place if again else None)
    row = st.container(horizontal=True, gap="small")
    kept = not changed and row.button(_("Keep it"), type="primary", key="own_keep")
    row.button(_("Not yet"), key="own_not_yet", on_click=_not_yet, args=(trial,))
    if kept:
        with session.spoken(trouble):
            _keep(trial, place if again else None)


def _keep(trial: Trial, earlier: Place | None) -> None:
    """Make what was looked at a home, of its own or in place of an earlier setup, and go there with everybody."""
    assert trial.aside is not None
    assert trial.tried is not None
    files, name, district = trial.tried
    session.let_go(trial.aside.home)
    if earlier is None:
        home = keep(trial.aside, by=session.by())
    else:
        home = earlier.home
        with st.spinner(_("Setting it up")):  # nothing is drawn meanwhile: a touch elsewhere must not break it off
            keep_again(trial.aside, files, home, district=district, by=session.by())
    homes.open_for_all(home, by=session.by())
    del st.session_state[_STATE]
    st.session_state["said"] = _(
        "{place} is kept, and open now for everybody who uses this map. A page that is open already goes there "
        "with its next step.",
        place=name,
    )
    st.session_state["kept"] = True
    st.session_state["go_to_part"] = "This place"
    st.rerun()


def _again() -> bool:
    picked = st.radio(_("Make a new place, or set this one up again?"), (_NEW, _AGAIN), format_func=_, key="own_what")
    return picked == _AGAIN


def _not_yet(trial: Trial) -> None:
    _let_go(trial)
    st.session_state[_STATE] = Trial(turn=trial.turn + 1)
    st.session_state["said"] = _("Nothing was kept. Choose files again whenever you like.")


def _let_go(trial: Trial) -> None:
    if trial.aside is not None:
        session.let_go(trial.aside.home)
        discard(trial.aside, by=session.by())
    trial.aside, trial.tried = None, None
    trial.known.clear()
    trial.choices.clear()
