"""What has happened to one asset, as a story to read: folded away until somebody asks for it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from assetmap.contributions.story import story
from assetmap.roles import STEWARD, VISITOR
from assetmap.screens.tending.compare import both
from assetmap.screens.tending.words import when
from assetmap.webmap.safe import html_text
from assetmap.wording import capital, ngettext, number_text
from assetmap.wording import gettext as _

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
    older = f'<p class="aside">{html_text(older_words(len(told) - _MOST))}</p>' if len(told) > _MOST else ""
    head = html_text(_("What has happened to it"))
    return f'<details class="story"><summary>{head}</summary><ol>{rows}</ol>{older}</details>'


def older_words(many: int) -> str:
    """Say how many more there are below a list of the newest."""
    return ngettext("And {n} older one.", "And {n} older ones.", many, n=number_text(many))


def _told(one: Told, *, now: datetime) -> str:
    day = f"<b>{html_text(capital(when(one.on, now=now)))}</b>"
    # translators: above what stood in a field before it was changed, and what stands there since
    rows = "".join(both(x.label, [(_("Before"), x.before), (_("Afterwards"), x.after)]) for x in one.rows)
    # translators: opens what stood there before and what stands there now
    look = f"<details><summary>{html_text(_('Look'))}</summary>{rows}</details>" if rows else ""
    return f"{day}: {html_text(one.said)}{look}"
