"""What something lacks that almost fits: one plain sentence for each thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetmap.access.telling import whole_minutes
from assetmap.assets import schedule_text
from assetmap.freshness import day_text
from assetmap.hours import DAYS, opens_on
from assetmap.referral.reasons import far_text
from assetmap.vocabulary import vocabulary
from assetmap.wording import N_, joined, ngettext
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from datetime import date

    from assetmap.assets import Asset
    from assetmap.hours import Terms
    from assetmap.referral.filters import Filters
    from assetmap.walking import Walk

_NOT_ON = {
    "MO": N_("It is not on Mondays."), "TU": N_("It is not on Tuesdays."), "WE": N_("It is not on Wednesdays."),
    "TH": N_("It is not on Thursdays."), "FR": N_("It is not on Fridays."), "SA": N_("It is not on Saturdays."),
    "SU": N_("It is not on Sundays."),
}  # fmt: skip
_NOT = {
    "step_free": N_("It is not step-free."),
    "toilet": N_("It has no accessible toilet."),
    "no_id": N_("It asks for ID or registration."),
}
_LONGEST = 60


def lacks_need(need: str) -> str:
    """Say that nobody says it helps with something."""
    return _("It does not say that it helps with {need}.", need=vocabulary().said(need))


def lacks_kind(asset: Asset) -> str:
    """Say what it is instead of what was asked for."""
    return _("It is something else: {kind}.", kind=vocabulary().said(asset.kind))


def lacks_words(*, any_met: bool) -> str:
    """Say that it fits a part of the words, or none; never which."""
    return _("It fits only some of your words.") if any_met else _("It does not fit your words.")


def too_far(asset: Asset, *, metres: float, walk: Walk | None, asked: float) -> str:
    """Say how far it is, and how far was asked for."""
    most = whole_minutes(asked)
    if walk is None or walk.minutes is None:
        return ngettext(
            "It is {far}: more than {n} minute on foot.", "It is {far}: more than {n} minutes on foot.",
            most, far=far_text(metres, about=asset.precision != "exact"),
        )  # fmt: skip
    if walk.is_about:
        return ngettext(
            "It is about {n} minute away, not {asked}.", "It is about {n} minutes away, not {asked}.",
            whole_minutes(walk.minutes), asked=most,
        )  # fmt: skip
    minutes = max(most + 1, whole_minutes(walk.minutes))  # 15.4 is shown as 15, and is more than 15
    return ngettext("It is {n} minute away, not {asked}.", "It is {n} minutes away, not {asked}.", minutes, asked=most)


def fails(asset: Asset, name: str, *, filters: Filters, on: date, terms: Terms) -> str:
    """Say what an asset is that is known not to be as asked for; `name` is a field of `filters`."""
    if name in ("open_at", "day"):
        return _not_open(asset, name, filters=filters, on=on, terms=terms)
    return _FAILS[name](asset) if name in _FAILS else _(_NOT[name])


def _costs(asset: Asset) -> str:
    cost = " ".join(asset.cost.split()).rstrip(".")
    is_sum = cost[:1].isdigit() or cost[:1] in ("£", "€", "$")
    return _("It costs {cost}.", cost=cost) if is_sum and len(cost) <= _LONGEST else _("It is not free.")


def _waiting(_asset: Asset) -> str:
    return _("It has a waiting list.")


def _speaks(asset: Asset) -> str:
    return _("It says that people there speak {languages}.", languages=joined(asset.languages))


def _offered(asset: Asset) -> str:
    ways = [vocabulary().said_answer("offered", x) for x in asset.offered]
    return _("It is offered {ways} only.", ways=joined(ways))


def _not_open(asset: Asset, name: str, *, filters: Filters, on: date, terms: Terms) -> str:
    if asset.status == "paused":
        until = asset.paused_until
        return _("It is paused for now.") if until is None else _("It is paused until {day}.", day=day_text(until))
    day = filters.day if name == "day" else None if filters.open_at is None else DAYS[filters.open_at.weekday()]
    asked_on = on if name == "day" or filters.open_at is None else filters.open_at.date()
    if day is not None and (name == "day" or opens_on(asset, day, on=asked_on, terms=terms) is False):
        return _(_NOT_ON[day])
    return _("It is on at other times: {times}.", times=schedule_text(asset.schedules, "", asked_on))


def _ages(asset: Asset) -> str:
    if asset.min_age and asset.max_age is not None:
        return _("It is for ages {least} to {most}.", least=asset.min_age, most=asset.max_age)
    if asset.max_age is not None:
        return _("It is for ages up to {most}.", most=asset.max_age)
    return _("It is for ages from {least}.", least=asset.min_age or 0)


_FAILS = {"free": _costs, "takes_new": _waiting, "age": _ages, "language": _speaks, "offered": _offered}
