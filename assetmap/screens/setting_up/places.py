"""The places on this computer, and a copy of everything to keep safe."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from assetmap.demo import make_demo
from assetmap.errors import SettingsError
from assetmap.freshness import day_text
from assetmap.roles import need_steward
from assetmap.screens import homes, safekeeping, saying, session
from assetmap.screens.setting_up.take_along import take_along
from assetmap.screens.setting_up.two_copies import two_copies
from assetmap.screens.setting_up.unshelled import trouble
from assetmap.settings import DEMO, home_folder, read_place, user_folder
from assetmap.setup.trying import folder_name
from assetmap.store.copies import BACKUP
from assetmap.store.geopackage.daily import DAYS, WEEKS
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from assetmap.place import Place


def places(place: Place) -> None:
    """Draw the part."""
    saying.heading(_("Places on this computer"))
    saying.words(_("Open now for everybody who uses this map: {place}.", place=place.settings.name))
    next_time()
    known = {home: name for home, name in on_this_computer().items() if home != place.home}
    if known:
        picked = st.selectbox(
            _("Open another"), list(known), format_func=known.__getitem__, index=None,
            placeholder=_("Choose a place"),
            key="places_which", filter_mode=None,
        )  # fmt: skip
        if st.button(_("Open it"), key="places_open", disabled=picked is None) and picked is not None:
            with session.spoken(trouble):
                need_steward(session.by(), "open another place")
                if picked == user_folder() / DEMO:
                    make_demo(picked)
                homes.open_for_all(picked, by=session.by())
                st.session_state["said"] = _(
                    "{place} is open now for everybody who uses this map.", place=read_place(picked).name
                )
                st.session_state["go_to_part"] = "Places and backup"
                st.rerun()
    _backup(place)
    take_along(place)
    two_copies(place)


def next_time() -> None:
    """Say so where the next start opens another place than the one that is open."""
    other = homes.next_time()
    if other is None:
        return
    home, by = other
    try:
        name = read_place(home).name
    except SettingsError:
        name = _("another place")
    if by == "--home":
        saying.note(
            _(
                "When the app is started again, it opens {place}: {setting} says so. For this place each time, start "
                "it with --home {folder}",
                place=name, setting=by, folder=homes.current(),
            )
        )  # fmt: skip
        return
    saying.note(
        # translators: {setting} is a word that the computer knows, as ASSETMAP_HOME
        _(
            "When the app is started again, it opens {place}: {setting} says so. For this place each time, set "
            "{setting} to {folder}",
            place=name, setting=by, folder=homes.current(),
        )
    )  # fmt: skip


def on_this_computer() -> dict[Path, str]:
    """Return home → its name, with its folder where two share a name; the invented town is always among them."""
    folder = user_folder()
    there = (
        [x for x in sorted(folder.glob("*")) if x.is_dir() and not x.name.startswith(".")] if folder.exists() else []
    )
    found: dict[Path, str] = {}
    has_invented = False
    for home in dict.fromkeys([home_folder(), *homes.before(), *there]):
        try:
            settings = read_place(home)
        except SettingsError:
            continue  # no place, or one that cannot be opened
        # translators: the name of a place that nobody lives in, made to look around in
        found[home] = _("{place} (invented)", place=settings.name) if settings.invented else settings.name
        has_invented |= settings.invented
    if folder / DEMO not in found and not has_invented:
        found[folder / DEMO] = _("The invented town, to look around in")
    names = list(found.values())
    return {
        home: name if names.count(name) == 1 else _("{place}, in {folder}", place=name, folder=home.name)
        for home, name in found.items()
    }


def _backup(place: Place) -> None:
    saying.heading(_("Backup"))
    saying.words(
        _(
            "One file with everything that was gathered, with the drafts and the history. It says exactly where "
            "private things are too, so keep it where only those who look after the map can open it. Bringing one back "
            "is done on the computer itself, by whoever looks after it."
        )
    )
    kept = safekeeping.newest(place.home)
    if kept is not None:
        saying.words(
            _(
                "By itself the app keeps a copy for each of the last {days} days and {weeks} weeks on which something "
                "changed, on this computer alone. The newest is of {day}.",
                days=DAYS, weeks=WEEKS, day=day_text(kept),
            )
        )  # fmt: skip
    by, store = session.by(), place.store
    day = datetime.now().astimezone().date()
    name = f"backup-{folder_name(place.settings.name)}-{day:%Y-%m-%d}.gpkg"

    def made() -> bytes:
        need_steward(by, "save a backup")
        store.people.still(by)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "backup.gpkg"
            holds = store.ids()
            store.backup(path)
            content = path.read_bytes()
        store.copies.add(BACKUP, name, holds)
        return content

    st.download_button(
        _("Save a backup"),
        data=made,
        file_name=name,
        mime="application/geopackage+sqlite3",
        on_click="ignore",
        key="places_backup",
    )
