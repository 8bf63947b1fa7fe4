"""The place that is open, once for all who look at it, and what may be kept of it: nothing that anybody typed."""

from __future__ import annotations

import contextlib
import hashlib
import threading
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from assetmap import wording
from assetmap.assets.crediting import with_credit
from assetmap.basemap import FILE as BASE_MAP
from assetmap.errors import AssetMapError
from assetmap.place import open_place
from assetmap.roles import CIRCLES, Person, is_steward, role_of
from assetmap.screens import homes, whose
from assetmap.screens.everybody import Answer, Everybody, answer_of
from assetmap.screens.faults import spoken as spoken  # noqa: PLC0414  # every screen says session.spoken
from assetmap.screens.grounds import base_of, credited, online_of
from assetmap.screens.own_machine import at_own_keyboard
from assetmap.webmap import COLOURS, OUTLINES, ground, outlines, overlay, place_bounds

if TYPE_CHECKING:
    from pathlib import Path

    from assetmap.assets import Asset
    from assetmap.place import Place
    from assetmap.roles import By
    from assetmap.screens.livemap import View

_lock = threading.RLock()
_open: dict[Path, tuple[str, Place, Everybody]] = {}


def opened() -> Place:
    """
    Return the home that is shown (`homes`), open; opened anew when its setup has changed.

    Raises
    ------
    SettingsError
        There is no place in the home.
    """
    return _opened()[1]


def opened_at(home: Path) -> Place:
    """Return a home that need not be the one that is shown, open: one that is looked at before it is kept."""
    return _opened(home)[1]


def everybody_sees() -> tuple[Asset, ...]:
    """Return the public assets by name, from the store as it is now."""
    return _opened()[2].assets()


def person() -> Person | None:
    """Return who has signed in and is at this page, as they are now; None where nobody has."""
    import streamlit as st

    place = _place()
    if place is None:
        return None
    state = st.session_state
    for token in (state.get(_AGAIN), st.context.cookies.to_dict().get(whose.COOKIE)):
        if token and (found := whose.person_by_token(place, str(token))) is not None:
            return _remembered(found)
    user = st.user.to_dict()
    found = whose.person_by_openid(place, user) if user.get("is_logged_in") else None
    return None if found is None else _remembered(found)


def by() -> By:
    """Return who does what is done here: what every write is told. Asked anew each time, never kept."""
    return whose.by_of(_place(), person(), is_own=is_at_own_keyboard())


def is_at_own_keyboard() -> bool:
    """Say whether whoever is at this page sits at the computer that the app runs on."""
    import streamlit as st

    headers = st.context.headers
    return at_own_keyboard(host=headers.get("Host") or "", came_from=st.context.ip_address, header_names=headers)


def role() -> str:
    """Return `visitor`, `contributor` or `steward`: what whoever is at this page may do at the most."""
    return role_of(by())


def audience() -> str:
    """Return the smallest circle that whoever is at this page belongs to."""
    said = by()
    if is_steward(said):
        return CIRCLES[-1]
    return said.audience if isinstance(said, Person) else CIRCLES[0]


def signed_out_meanwhile() -> bool:
    """Say whether somebody who was signed in on this page is not any more, without having said so."""
    import streamlit as st

    return st.session_state.get(WAS) is not None and person() is None


def sign_in_again(alias: str, passphrase: str) -> None:
    """
    Sign in on this page alone, which keeps what is typed on it.

    Raises
    ------
    PermissionDeniedError
        The name and the passphrase do not go together, or have been tried too often.
    """
    import streamlit as st

    st.session_state[_AGAIN] = opened().store.people.sign_in(alias, passphrase)


def sign_out() -> None:
    """Sign out whoever is at this page, and forget what they had open."""
    import streamlit as st

    for _ in range(_WAYS):  # each at most once: whoever signed in here as well as before is left by neither
        if (found := person()) is not None:
            opened().store.people.sign_out(found)
    st.session_state.clear()


def _remembered(found: Person) -> Person:
    import streamlit as st
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    context = get_script_run_ctx(suppress_warning=True)
    if context is not None and st.session_state.get(WAS) != found:
        st.session_state[WAS] = found
        st.session_state[_SEEN] = whose.seen(context.session_id, found)
    return found


def _place() -> Place | None:
    with contextlib.suppress(AssetMapError, OSError):
        return opened()
    return None


_AGAIN, WAS, _SEEN = "signed_in_again", "was_signed_in", "seen_at_page"
_WAYS = 3  # on the page alone, by the cookie, at a provider


def view(place: Place, **fields: Any) -> View:
    """Make a view of an open place: the addresses of its data, and whatever `fields` of `View` say."""
    import streamlit as st

    from assetmap.screens.livemap import View, base_path

    below = base_path(str(st.get_option("server.baseUrlPath") or ""))
    base = f"{below}/assetmap/at/{homes.word(place.home)}"
    setup, _, everybody = _opened(place.home)
    overlay_key = fields.pop("overlay", None)
    known = everybody.base()
    said = wording.spoken()
    words = "" if said == "en" else f"in={said}"
    return View(
        ground=f"{base}/ground?v={setup}",
        places=f"{base}/places?v={known.mark}{words and '&'}{words}",
        since=f"{base}/places/since{words and '?'}{words}",
        version=everybody.version(),
        overlay=f"{base}/overlay/{overlay_key}?v={setup}{words and '&'}{words}" if overlay_key else None,
        attribution=with_credit(credited(place), everybody.assets()),
        review_weeks=place.settings.review_weeks,
        **fields,
    )


def places_answer(home: Path | None = None, *, language: str = "en") -> Answer:
    """Return the public assets as the browser draws them: the base of which it knows the differences."""
    return _opened(home)[2].base_answer(language=language)


def since_answer(base: str, version: int, home: Path | None = None, *, language: str = "en") -> Answer:
    """
    Return what has changed since a version of a base; `language` as in the base.

    Raises
    ------
    LayerError
        The base is another by now.
    """
    return _opened(home)[2].since(base, version, language=language)


def ground_answer(home: Path | None = None) -> Answer:
    """Return the quiet base map."""
    stamp, place, _ = _opened(home)
    with _lock:  # layers are read once
        bounds = place_bounds(place)
    return _ground(stamp, bounds, place.home)


def overlay_answer(key: str, home: Path | None = None, *, language: str = "en") -> Answer:
    """
    Return areas coloured by an index, with words in a language.

    Raises
    ------
    LayerError
        The place has no such index.
    """
    stamp, place, _ = _opened(home)
    return _overlay(stamp, key, place.home, language)


def let_go(home: Path) -> None:
    """Close a home that is about to move or to go."""
    homes.forget(home)
    with _lock:
        kept = _open.pop(home, None)
        if kept is not None:
            kept[1].close()


def let_go_of_what_is_gone() -> None:
    """Close homes whose folder is not there any more, as of places that nobody kept."""
    for home in list(_open):
        if not home.exists():
            let_go(home)


def _opened(home: Path | None = None) -> tuple[str, Place, Everybody]:
    home = homes.shown() if home is None else home
    stamp = _stamp(home)
    with _lock:
        kept = _open.get(home)
        if kept is None or kept[0] != stamp:
            # The one before may still be answering somebody: it closes when nobody holds it any more.
            place = open_place(home)
            kept = _open[home] = (stamp, place, Everybody(place, stamp=stamp))
        return kept


def _stamp(home: Path) -> str:
    """Return a mark of everything that `assetmap setup` writes."""
    digest = hashlib.sha256(str(home).encode())
    for path in (home / "place.toml", home / BASE_MAP, *sorted((home / "layers").glob("*"))):
        with contextlib.suppress(OSError):
            said = path.stat()
            digest.update(f"{path.name} {said.st_mtime_ns} {said.st_size}\n".encode())
    return digest.hexdigest()[:12]


@lru_cache(maxsize=4)
def _ground(stamp: str, bounds: tuple[float, float, float, float], home: Path) -> Answer:  # noqa: ARG001  # a mark
    place = _opened(home)[1]
    with _lock:
        base: dict[str, Any] = base_of(place) or {"ground": ground(place)}
    return answer_of({**base, **online_of(place), "colours": COLOURS, "bounds": list(bounds)})


@lru_cache(maxsize=32)
def _overlay(stamp: str, key: str, home: Path, language: str) -> Answer:  # noqa: ARG001  # the mark is the cache's key
    place = _opened(home)[1]
    with wording.speaking(language):
        return answer_of(outlines(place) if key == OUTLINES else overlay(place, key))
