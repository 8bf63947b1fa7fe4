"""
Which home the app shows, and by which word an address names one.

`ASSETMAP_HOME` names the home that the app was started on. A steward may open another one on the screen: then
everybody at this app goes there with their next step. A browser session shows one home for a whole step, also while
somebody opens another: what was pressed on a page happens in the place that the page showed. Whoever has begun a form
there, or has just saved something, stays until they go of their own accord.
"""

from __future__ import annotations

import secrets
import threading
from typing import TYPE_CHECKING, Any

from assetmap.errors import LayerError
from assetmap.roles import need_steward
from assetmap.screens.unfinished import unfinished
from assetmap.settings import home_folder, home_named_by, read_place, remember_home

if TYPE_CHECKING:
    from pathlib import Path

    from assetmap.roles import By

CARRIED = ("said", "kept", "go_to_part")
"""What a step that opened another place tells the next one, in the session's state."""
_SHOWN = "home_shown"
_GOES = "home_goes"
_MOST_WORDS = 32
_lock = threading.Lock()
_chosen: dict[Path, Path] = {}
_words: dict[str, Path] = {}


def current() -> Path:
    """Return the home that is open for everybody at this app."""
    named = home_folder()
    chosen = _chosen.get(named)
    return chosen if chosen is not None and (chosen / "place.toml").exists() else named


def shown() -> Path:
    """Return the home that the page shows whose step this is; outside of any page the one that is open."""
    state = _state()
    pinned: Path | None = None if state is None else state.get(_SHOWN)
    return current() if pinned is None or not (pinned / "place.toml").exists() else pinned


def follow() -> None:
    """
    Begin a step: go where everybody is by now, and take nothing along that belongs to the place before.

    Who would lose something stays, until they finish it or `go`.
    """
    state = _state()
    if state is None:
        return
    now, goes = current(), state.pop(_GOES, False)
    if state.get(_SHOWN, now) != now:
        if not goes and shown() != now and unfinished():
            return
        kept = {key: state[key] for key in CARRIED if key in state}
        state.clear()
        for key, value in kept.items():
            state[key] = value
    state[_SHOWN] = now


def go() -> None:
    """Go where everybody is with this step, whatever is unfinished here."""
    state = _state()
    if state is not None:
        state[_GOES] = True


def open_for_all(home: Path, *, by: By) -> None:
    """
    Show another home to everybody at this app, and next time too.

    Raises
    ------
    PermissionDeniedError
        `by` is no steward.
    SettingsError
        There is no place in it.
    """
    need_steward(by, "open another place")
    read_place(home)
    named = home_folder()
    remember_home(home)
    _chosen[named] = home
    _chosen.pop(home, None)
    go()


def next_time() -> tuple[Path, str] | None:
    """Return the home that the next start opens and what names it there, where that is not the one that is open."""
    by, home = home_named_by(), home_folder()
    return (home, by) if by and home != current() else None


def before() -> list[Path]:
    """List the homes that were opened on the screen since the app started."""
    return list(_chosen.values())


def word(home: Path) -> str:
    """Return the random word that stands for a home in addresses, so that an address never changes its place."""
    with _lock:
        for known, path in _words.items():
            if path == home:
                _words[known] = _words.pop(known)  # the last used goes last
                return known
        made = secrets.token_hex(8)
        _words[made] = home
        for oldest in list(_words)[:-_MOST_WORDS]:
            del _words[oldest]
        return made


def named(said: str) -> Path:
    """
    Return the home that a word stands for.

    Raises
    ------
    LayerError
        None: the place is not there any more.
    """
    with _lock:
        if said not in _words:
            raise LayerError("this place is not open any more.")
        return _words[said]


def forget(home: Path) -> None:
    """Let no address lead to a home any more."""
    with _lock:
        for said in [known for known, path in _words.items() if path == home]:
            del _words[said]


def _state() -> dict[str, Any] | None:
    """Return the session's state where a page is being run for somebody."""
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    if get_script_run_ctx(suppress_warning=True) is None:
        return None
    import streamlit as st

    return st.session_state  # type: ignore[return-value]
