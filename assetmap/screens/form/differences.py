"""What somebody else has made of an asset while one had it open, said in words; nothing here is markup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetmap.contributions import fieldwise
from assetmap.freshness import day_text
from assetmap.wording import N_, pgettext
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from assetmap.assets import Asset

_MOST = 160
_STATUS = {
    "draft": N_("It waits to be looked at."),
    "published": N_("It is open, and shown."),
    "closed": N_("It has closed."),
    "withdrawn": N_("It has been taken away."),
}
_APART = frozenset({
    "status", "paused_until", "where", "checked_on", "how_checked", "checked_by", "capacity", "source", "source_id",
    "source_version", "source_licence", "repairs", "consent", "consent_on",
})  # fmt: skip
"""Said in a sentence of their own, or of no concern to who fills in the form."""


def differences(
    before: Asset, after: Asset, *, was: BaseGeometry | None = None, now: BaseGeometry | None = None
) -> list[str]:
    """
    Say in sentences what makes `after` another than `before`.

    Parameters
    ----------
    was, now
        The true place of each.
    """
    lines = []
    if (before.status, before.paused_until) != (after.status, after.paused_until):
        lines.append(_standing(after))
    rows = [row for row in fieldwise.differences(before, after) if row.field not in _APART]
    # Times are typed after everything else: they are said there.
    rows.sort(key=lambda row: row.field == "schedules")
    lines += [_changed(row.label, row.before, row.after) for row in rows]
    if was != now:
        lines.append(_("Where it is: moved.") if now is not None else _("Where it is: it has no place any more."))
    checks = [(x.checked_on, x.how_checked) for x in (before, after)]
    if checks[0] != checks[1] and after.checked_on is not None:
        how = fieldwise.said(after, "how_checked") or _("nobody said how")
        # translators: {how} as “I rang them” or “nobody said how”
        lines.append(_("Checked on {day}: {how}.", day=day_text(after.checked_on), how=how))
    return lines


def _standing(asset: Asset) -> str:
    if asset.status != "paused":
        return _(_STATUS[asset.status])
    until = asset.paused_until
    return _("It is paused until {day}.", day=day_text(until)) if until else _("It is paused for now.")


def _changed(label: str, old: str, new: str) -> str:
    if not old:
        return _("{field}: {now}.", field=label, now=_short(new))
    return _("{field}: {now}. It was: {before}.", field=label, now=_short(new), before=_short(old))


def _short(text: str) -> str:
    if not text:
        return pgettext("stands in a field", "nothing")
    return f"{text[:_MOST]}…" if len(text) > _MOST else text.rstrip(".")
