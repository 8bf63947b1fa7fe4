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

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assetmap.place import Place

_STATE = "own_place"
_DOING = {
    "boundaries": "Reading the outlines",
    "tables": "Reading the figures",
    "joining": "Putting figures and outlines together",
    "postcodes": "Reading the postcodes",
    "OpenStreetMap extract": "Reading the streets, parks and names",
    "streets": "Reading the streets",
    "green": "Reading the green places",
    "gates": "Reading the ways into them",
    "writing": "Writing it down",
    "done": "Done",
}
_RECIPES = (
    "The newest: boundaries of 2021, with the Indices of Deprivation 2025 (File 7).",
    "Those before: boundaries of 2011, with the Indices of Deprivation 2019 (File 7, or Files 1, 2 and 6).",
)
_ALL = District("", "Everything in the outlines", 0)
_CLEARED = "An hour has passed, so this was cleared. Look at it again."
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
    saying.heading("Set up your own place")
    saying.words(
        "Choose the files that say what your place is: the outlines of its neighbourhoods first of all. "
        "Each file is looked at, and you see the map before anything is kept."
    )
    _where_from()
    name = st.text_input("What is the place called?", key="own_name", max_chars=80, autocomplete="off")
    dropped = st.file_uploader(
        "Drop the files here, all at once", accept_multiple_files=True, key=f"own_files_{trial.turn}"
    )
    files, twice = once(_known(trial, dropped or []))
    if files:
        with st.expander(f"What was dropped ({len(files) + len(twice)})", expanded=trial.tried is None):
            _tell(files, twice)
    chosen, undecided = _chosen(files)
    district = _district(trial, chosen)
    if st.button("Look at it first", type="primary", key="own_look", disabled=not files):
        if not name.strip():
            saying.trouble("The place has no name yet: write it above.")
        elif undecided:
            saying.trouble("Two files are for the same thing: choose one above.")
        elif district is None:
            saying.trouble("Choose your district above.")
        else:
            with session.spoken(trouble):
                _try(trial, chosen, name=name, district=district.code or None)
                st.rerun()  # what was dropped is folded away, for what was understood
    _decide(trial, place, now=(chosen, name.strip()) if files else None)


def _where_from() -> None:
    with st.expander("Which files, and where to get them"):
        saying.words(
            "They are free. Only the outlines are needed; each of the others adds something. They may stay packed as "
            "they come (zip or gz). One file may hold up to 50 MB: of a larger one take your county’s part."
        )
        rows = [
            (card.title, ROLES[feed], card.get.replace(", or online with --place", ""))
            for feed in ROLES
            for card in cards().values()
            if card.feeds[0] == feed
        ]
        saying.words("In England, two sets go together:")
        saying.listed(_RECIPES)
        saying.words(
            "With either, Code-Point Open finds postcodes, and OpenStreetMap draws streets, parks and names. Each is "
            "named below as its publisher calls it."
        )
        saying.table(("File", "Used for", "Where to get it"), rows, caption="Files that are known")


def _known(trial: Trial, dropped: Sequence[st.runtime.uploaded_file_manager.UploadedFile]) -> list[Recognised]:
    """Keep what was dropped in a folder aside, and say what each file is; looked at once each."""
    if not dropped:
        return []
    if trial.aside is None or not trial.aside.folder.exists():
        if trial.tried is not None:
            saying.trouble(_CLEARED)
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
        (x.path.name, x.title or "Not known", x.used_for or ("for later: see below" if x.is_list else "nothing"))
        for x in files
    ]
    rows += [(x.path.name, x.title, "here twice: it counts once") for x in twice]
    saying.table(("File", "What we think it is", "Used for"), rows, caption="What each file is")
    for file in files:
        if file.trouble:
            trouble(file.trouble)
    lists = [x.path.name for x in files if x.is_list]
    if lists:
        verb = "is a list" if len(lists) == 1 else "are lists"
        saying.note(
            f"{', '.join(lists)} {verb} of groups, parks or services. Set up the place first, and bring it in "
            "afterwards under “Bring in a list”."
        )
    years = years_of_figures(files)
    if len(years) > 1:
        saying.note(
            f"There are figures about deprivation of {' and of '.join(str(x) for x in years)}. One year is used, the "
            "one that goes with the outlines; you need not take the other away."
        )
    if not any(x.role == "areas" for x in files):
        saying.note("The outlines of the neighbourhoods are still missing: a place begins with them.")


def _chosen(files: Sequence[Recognised]) -> tuple[list[Recognised], bool]:
    """Ask which of two files for one role counts; the second is True while that is open."""
    out: list[Recognised] = []
    is_open = False
    for role, claim in doubled(files).items():
        picked = st.selectbox(
            f"Several files could be {ROLES[role]}. Which one is it?",
            claim,
            index=None,
            format_func=lambda file: f"{file.path.name} ({file.title})",
            placeholder="Choose one file",
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
        "Which district is your place?",
        [*found, *everything],
        index=None,
        format_func=lambda x: f"{x.name} ({x.code}): {x.areas} neighbourhoods" if x.code else x.name,
        placeholder="The outlines hold several: choose one",
        key="own_district",
    )


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
        self._bar = st.progress(0.0, text="Beginning")
        return self

    def __exit__(self, *_said: object) -> None:
        self._bar.empty()

    def tell(self, what: str, share: float) -> None:
        self._bar.progress(min(max(share, 0.0), 1.0), text=_DOING.get(what, "Working"))


def _decide(trial: Trial, place: Place, *, now: tuple[list[Recognised], str] | None) -> None:
    """Show what was understood, and ask whether to keep it."""
    aside = trial.aside
    if trial.tried is None or aside is None:
        return
    if aside.report is None or not aside.home.exists():
        saying.trouble(_CLEARED)
        trial.tried = None
        return
    files, name, _ = trial.tried
    changed = now is not None and now != (files, name)
    if changed:
        saying.note("The files or the name have changed since you looked: press “Look at it first” again.")
    again = not place.settings.invented and _again()
    understood(aside, place if again else None)
    row = st.container(horizontal=True, gap="small")
    kept = not changed and row.button("Keep it", type="primary", key="own_keep")
    row.button("Not yet", key="own_not_yet", on_click=_not_yet, args=(trial,))
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
        with st.spinner("Setting it up"):  # nothing is drawn meanwhile: a touch elsewhere must not break it off
            keep_again(trial.aside, files, home, district=district, by=session.by())
    homes.open_for_all(home, by=session.by())
    del st.session_state[_STATE]
    st.session_state["said"] = (
        f"{name} is kept, and open now for everybody who uses this map. A page that is open already goes there with "
        "its next step."
    )
    st.session_state["kept"] = True
    st.session_state["go_to_part"] = "This place"
    st.rerun()


def _again() -> bool:
    new, again = "A new place, beside the others", "The place that is open, set up again; its assets stay"
    picked = st.radio("Make a new place, or set this one up again?", (new, again), key="own_what")
    return picked == again


def _not_yet(trial: Trial) -> None:
    _let_go(trial)
    st.session_state[_STATE] = Trial(turn=trial.turn + 1)
    st.session_state["said"] = "Nothing was kept. Choose files again whenever you like."


def _let_go(trial: Trial) -> None:
    if trial.aside is not None:
        session.let_go(trial.aside.home)
        discard(trial.aside, by=session.by())
    trial.aside, trial.tried = None, None
    trial.known.clear()
    trial.choices.clear()
