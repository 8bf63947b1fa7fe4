"""The big screen of a workshop: no menu and no banner, opened in a window of its own from the screen Workshop."""

from __future__ import annotations

from assetmap.screens import session
from assetmap.screens.wall import wall

if __name__ == "__main__":
    with session.spoken():
        wall()
