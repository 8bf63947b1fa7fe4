"""What `assetmap serve --share` says to the terminal: where phones find it, and how the door is opened."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

from assetmap.cli.options import STEWARD
from assetmap.cli.speaking import say
from assetmap.errors import SettingsError

if TYPE_CHECKING:
    from pathlib import Path

    from assetmap.store.sessions import Session


def say_how_to_join(home: Path, *, port: int, session: str) -> None:
    """
    Say where phones find the app; with the code of a workshop open its door, and show its code.

    Raises
    ------
    SettingsError
        There is no such workshop in the place.
    StoreError
        The workshop has ended.
    """
    from assetmap.screens.doors.phones.inviting import addresses_of

    found = addresses_of(port=port)
    if not found:
        say("Phones: this machine is on no network yet. Join the hall's, then find the address on the Workshop screen.")
    else:
        say(f"Phones on the same network: {found[0]}/join")
        for other in found[1:4]:
            say(f"  or, if that does not open: {other}/join")
    say("They reach that page and no other. What is typed there goes over the network unencrypted.")
    if not session:
        say("No code is given out yet: open the door on the Workshop screen, or start with --session CODE.")
        return
    opened = _opened(home, session)
    say(f"{opened.name}: the code is {opened.code}")
    if found:
        _draw(f"{found[0]}/join/{opened.code}")


def _opened(home: Path, session: str) -> Session:
    from assetmap.place import open_place

    place = open_place(home)
    try:
        there = place.store.sessions.get(session)
        if there is None:
            raise SettingsError(
                "[--session] there is no such workshop in this place: `assetmap workshop list` names them."
            )
        return place.store.sessions.open_door(there.id, by=STEWARD)
    finally:
        place.close()


def _draw(target: str) -> None:
    """Draw the address on the terminal for a phone's camera."""
    import segno

    with contextlib.suppress(UnicodeEncodeError):  # a terminal without its blocks: the address stands above
        segno.make_qr(target, error="l").terminal(out=sys.stderr, border=2, compact=True)
