"""The facts about an asset, a sentence or two each: when, what it costs, where, who may come, how to get in touch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetmap.assets import schedule_text
from assetmap.printing.text import NAME_MOST, one_line
from assetmap.printing.voices import kept_as_it_is, line_of, sentence, stopped, theirs, written
from assetmap.vocabulary import vocabulary
from assetmap.wording import N_, capital, day_text, joined
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from datetime import date

    from assetmap.assets import Asset

_STEPS = {"yes": N_("No steps."), "partly": N_("Part of it has no steps."), "no": N_("There are steps.")}
_COST = {"yes": N_("Free."), "partly": N_("Partly free."), "no": N_("There is a cost: ask first.")}
_GETTING_IN = (
    ("accessible_toilet", N_("Accessible toilet.")),
    ("hearing_loop", N_("Hearing loop.")),
    ("bsl", N_("British Sign Language.")),
    ("quiet_space", N_("A quiet space.")),
)
_TAKES_NEW = {"full": N_("Full at the moment."), "waiting_list": N_("There is a waiting list.")}
_BOOKING = {"yes": N_("Please book."), "no": N_("No need to book.")}

# translators: {call} is “Ring Sam, 01632 960 114”, “Ring 01632 960 114” or “Ask for Sam”
# By whether there is somebody to ring or ask for, an email address, a website.
_TOUCH = {
    (True, True, True): N_("{call}, email {email} or see {website}"),
    (True, True, False): N_("{call}, or email {email}"),
    (True, False, True): N_("{call}, or see {website}"),
    (True, False, False): N_("{call}."),
    (False, True, True): N_("Email {email} or see {website}"),
    (False, True, False): N_("Email {email}"),
    (False, False, True): N_("See {website}"),
    (False, False, False): "",
}


def when(asset: Asset, on: date, *, written_in: str) -> str:
    """Say when it is open, or that it is paused or has closed."""
    if asset.schedules:
        text = stopped(one_line(schedule_text(asset.schedules, "", on)))
    else:
        text = written(asset, "hours_text", written_in=written_in)
    return " ".join(x for x in (_standing(asset, on), text) if x)


def _standing(asset: Asset, on: date) -> str:
    if asset.status == "paused":
        if asset.paused_until is None:
            return _("Paused for now.")
        if asset.paused_until <= on:
            return _("It was paused until {day}.", day=day_text(asset.paused_until))
        return _("Paused for now until {day}.", day=day_text(asset.paused_until))
    if asset.status == "closed":
        return _("This has closed.")
    return _("Not checked by anybody yet.") if asset.status == "draft" else ""


def cost(asset: Asset, *, written_in: str) -> str:
    """Say what it costs, in people's own words where there are some."""
    said = written(asset, "cost", written_in=written_in)
    return said or (_(_COST[asset.free]) if asset.free in _COST else "")


def where(asset: Asset, number: int | None, street: str, *, written_in: str) -> str:
    """Say the address, or the number on the map; never the exact place of what is blurred."""
    address, postcode = one_line(asset.address), one_line(asset.postcode)
    if postcode and postcode.casefold() not in address.casefold():
        address = f"{address}, {postcode}" if address else postcode
    if number is None:
        ways = [vocabulary().said_answer("offered", x) for x in asset.offered]
        if ways and asset.offered != ("by_phone",):
            # translators: {ways} is “By phone and online”
            return _("{ways}.", ways=capital(joined(ways)))
        return theirs(sentence(address), written_in)
    if asset.precision in {"street", "neighbourhood"}:
        return _(
            "Near number {number} on the map. The exact place is not shown: ask when you get in touch.", number=number
        )
    if address:
        return theirs(sentence(address), written_in)
    if street:
        near = theirs(one_line(street, most=80), written_in)
        return _("Near {street}: number {number} on the map.", street=near, number=number)
    return _("Number {number} on the map.", number=number)


def steps(asset: Asset) -> str:
    """Say whether there are steps, as far as that is known."""
    return _(_STEPS[asset.step_free]) if asset.step_free in _STEPS else ""


def getting_in(asset: Asset) -> str:
    """Say what helps people to come in and take part."""
    said = [_(words) for field, words in _GETTING_IN if getattr(asset, field) == "yes"]
    if asset.accessible_toilet == "no":
        said.insert(0, _("No accessible toilet."))
    return " ".join(said)


def before(asset: Asset, *, written_in: str) -> str:
    """Say what to know before one goes: whether to book, who may come, which languages are spoken."""
    said = [_(_TAKES_NEW[asset.takes_new])] if asset.takes_new in _TAKES_NEW else []
    said += [_(_BOOKING[asset.booking])] if asset.booking in _BOOKING else []
    if asset.referral_needed == "yes":
        said.append(_("Somebody has to refer you."))
    if asset.gets_in_touch == "yes":
        said.append(_("They get in touch with people themselves."))
    if asset.no_id_needed == "yes":
        said.append(_("No ID or papers needed."))
    low, high = asset.min_age, asset.max_age
    if low is not None and high is not None:
        said.append(_("For ages {low} to {high}.", low=low, high=high))
    elif low is not None:
        said.append(_("For ages {low} and over.", low=low))
    elif high is not None:
        said.append(_("For ages up to {high}.", high=high))
    # translators: {people} is what somebody wrote: “parents with babies”
    people = line_of(asset, "only_for", written_in=written_in)
    if people:
        said.append(stopped(_("For {people}", people=people)))
    if asset.languages:
        spoken_there = [theirs(one_line(x), written_in) for x in asset.languages]
        said.append(stopped(_("Languages: {languages}", languages=joined(spoken_there))))
    return " ".join(said)


def in_touch(asset: Asset, *, written_in: str) -> tuple[str, bool]:
    """Say how to get in touch, and whether that ends as a sentence: an address has no full stop glued to it."""
    who = theirs(one_line(asset.contact_name, most=NAME_MOST), written_in)
    phone, email, website = (kept_as_it_is(one_line(x, most=300)) for x in (asset.phone, asset.email, asset.website))
    if phone:
        call = _("Ring {who}, {phone}", who=who, phone=phone) if who else _("Ring {phone}", phone=phone)
    else:
        call = _("Ask for {who}", who=who) if who else ""
    ends_whole = not (email or website)
    message = _TOUCH[bool(call), bool(email), bool(website)]
    return (_(message, call=call, email=email, website=website) if message else ""), ends_whole
