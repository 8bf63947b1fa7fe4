"""What has happened to one asset, as a story to read: folded away until somebody asks for it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from assetmap.contributions.story import story
from assetmap.roles import STEWARD, VISITOR
from assetmap.screens.tending.compare import both
from assetmap.screens.tending.words import when
from assetmap.webmap.safe import html_text
from assetmap.wording import capital

if TYPE_CHECKING:
    from assetmap.contributions.story import Told
    from assetmap.place import Place

_MOST = 40


def folded(place: Place, asset_id: str, *, is_steward: bool = True, audience: str = "public") -> str:
    """
    Write the story of an asset, folded, newest first; "" where there is nothing to tell.

    Parameters
    ----------
    is_steward
        Whoever looks after the map reads who did what, and what stood there before; others when, and no more.
    audience
        The circle of whoever else reads it.
    """
    told = story(place.store, asset_id, audience=audience, role=STEWARD if is_steward else VISITOR)
    if not told:
        return ""
    now = datetime.now().astimezone()
    rows = "".join(f"<li>{_told(x, now=now)}</li>" for x in reversed(told[-_MOST:]))
    older = f'<p class="aside">And {len(told) - _MOST:,} older ones.</p>' if len(told) > _MOST else ""
    return f'<details class="story"><summary>What has happened to it</summary><ol>{rows}</ol>{older}</details>'


def _told(one: Told, *, now: datetime) -> str:
    day = f"<b>{html_text(capital(when(one.on, now=now)))}</b>"
    rows = "".join(both(x.label, [("Before", x.before), ("Afterwards", x.after)]) for x in one.rows)
    return f"{day}: {html_text(one.said)}{f'<details><summary>Look</summary>{rows}</details>' if rows else ''}"
