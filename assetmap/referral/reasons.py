"""Why something is on the list, in one plain sentence; what nobody knows of it, and what it lacks. Nothing typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetmap.access.telling import walk_words
from assetmap.freshness import day_text
from assetmap.vocabulary import vocabulary
from assetmap.walking import why_words
from assetmap.wording import N_, capital, joined, ngettext, number_text, spoken
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from assetmap.assets import Asset
    from assetmap.referral.filters import Filters
    from assetmap.walking import Walk

_MEANT_MOST = 3


def why_and_reason(
    asset: Asset, *, needs: Sequence[str], fits_words: bool, metres: float | None, walk: Walk | None, on: date
) -> tuple[str, str]:
    """
    Say why an asset is on the list and how far it is; and the same without how far.

    Parameters
    ----------
    needs
        Keys of what was asked for, or meant, that it helps with.
    fits_words
        Whether it was found by words of its own.
    metres
        Straight line; None where nobody set out anywhere, or it has no place.
    """
    is_claim = bool(needs) or fits_words
    claim = said = _claim(asset, needs=needs, fits_words=fits_words)
    if metres is not None:
        far = _far(asset, metres, walk, is_claim=is_claim)
        # translators: “It helps with food” and is “350 m away”. No full stop: more may follow.
        said = _("{claim} and is {far}", claim=said, far=far) if is_claim else _("{kind}, {far}", kind=said, far=far)
    elif asset.where is None:
        said = (
            _("{claim} and has no place on the map", claim=said)
            if is_claim
            else _("{kind}, with no place on the map", kind=said)
        )
    return _but(said, asset, on=on), _but(claim, asset, on=on)


def _claim(asset: Asset, *, needs: Sequence[str], fits_words: bool) -> str:
    words = vocabulary()
    if needs:
        return _("It helps with {needs}", needs=joined([words.said(x) for x in needs[:_MEANT_MOST]]))
    return _("It fits your words") if fits_words else capital(words.said(asset.kind))


def _but(said: str, asset: Asset, *, on: date) -> str:
    """End the sentence, with what stands against it."""
    # translators: {said} is a sentence without its full stop, as “Food help, 350 m away”
    if asset.status == "paused":
        until = asset.paused_until
        if until is None:
            return _("{said}, but it is paused for now.", said=said)
        if until > on:
            return _("{said}, but it is paused until {day}.", said=said, day=day_text(until))
        return _("{said}, but it was paused until {day}.", said=said, day=day_text(until))
    if asset.takes_new == "waiting_list":
        return _("{said}, but it has a waiting list.", said=said)
    return _("{sentence}.", sentence=said)


def _far(asset: Asset, metres: float, walk: Walk | None, *, is_claim: bool) -> str:
    """Say minutes where they are known, else the straight line, and that it is one where there might be minutes."""
    straight = far_text(metres, about=asset.precision != "exact")
    if walk is None:
        return straight
    if walk.minutes is None:
        return _("{far} in a straight line ({why})", far=straight, why=why_words(walk.why_not))
    if walk.metres == 0:
        return far_text(0)
    said = walk_words(walk.minutes, about=walk.is_about)
    return _("{walk} away", walk=said) if is_claim else said


def far_text(distance_m: float, *, about: bool = False) -> str:
    """Say a straight-line distance as people do: `350 m away`, `1.2 km away`, `about 1 km away` of a blurred place."""
    if about:
        rounded = max(100, round(distance_m, -2))
        if rounded < 1000:
            return _("about {metres} m away", metres=f"{rounded:.0f}")
        return _("about {kilometres} km away", kilometres=_kilometres(rounded))
    if distance_m < 25:
        return _("right there")
    if distance_m < 995:
        return _("{metres} m away", metres=f"{(distance_m + 5) // 10 * 10:.0f}")
    return _("{kilometres} km away", kilometres=_kilometres(distance_m))


def _kilometres(metres: float) -> str:
    return f"{metres / 1000:.1f}" if spoken() == "en" else number_text(metres / 1000)


_ASK = {
    "open_at": N_("Nobody knows whether it is on then: ask."),
    "day": N_("Nobody knows whether it is on that day: ask."),
    "free": N_("Nobody knows whether it is free: ask."),
    "step_free": N_("Nobody knows whether it is step-free: ask."),
    "toilet": N_("Nobody knows whether it has an accessible toilet: ask."),
    "no_id": N_("Nobody knows whether it asks for ID or registration: ask."),
    "takes_new": N_("Nobody knows whether it takes new people: ask."),
    "age": N_("Nobody knows for what ages it is: ask."),
    "language": N_("Nobody knows which languages people speak there: ask."),
    "offered": N_("Nobody knows whether one can go there, ring or take part online: ask."),
}
_IN_PART = {
    "free": N_("It is free only in part: ask."),
    "step_free": N_("It is step-free only in part: ask."),
    "toilet": N_("Its toilet is accessible only in part: ask."),
    "no_id": N_("It asks some people for ID or registration: ask."),
}
_ONLY = {
    "term_time": N_("It is on in term time only: ask."),
    "school_holidays": N_("It is on in school holidays only: ask."),
}


def asks(asset: Asset, unknown: Collection[str], *, filters: Filters) -> tuple[str, ...]:
    """Say of each filter that nobody knows the answer to what is known, as it was written, and that one has to ask."""
    return tuple(_asks(asset, name) for name in filters.asked if name in unknown)


def _asks(asset: Asset, name: str) -> str:
    from assetmap.referral.filters import YES_OR_NO

    if name in YES_OR_NO and getattr(asset, YES_OR_NO[name]) == "partly":
        return _(_IN_PART[name])
    return _asks_when(asset, name) if name in ("open_at", "day") else _(_ASK[name])


def _asks_when(asset: Asset, name: str) -> str:
    only = next((span.only for span in asset.schedules if span.only), "")
    if only:
        return _(_ONLY[only])
    if not asset.schedules and asset.hours_text.strip():
        return _("Its times are written as “{hours}”: ask.", hours=" ".join(asset.hours_text.split()))
    has_anybody = asset.phone or asset.email or asset.website or asset.contact_name
    return _(_ASK[name]) if has_anybody else _("Nobody has written down when it is open.")


def busy_text(asset: Asset, times: int) -> str:
    """Say to the worker, never to who goes there, that it was handed out as often as it has room for."""
    room = asset.capacity or 0
    if asset.phone:
        return ngettext(
            "It was handed out {n} time this month and has room for {room}: ring first.",
            "It was handed out {n} times this month and has room for {room}: ring first.",
            times, room=room,
        )  # fmt: skip
    return ngettext(
        "It was handed out {n} time this month and has room for {room}: ask first.",
        "It was handed out {n} times this month and has room for {room}: ask first.",
        times, room=room,
    )  # fmt: skip
