"""What is said of each asset on paper, in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

from assetmap.access.telling import walk_words
from assetmap.assets import schedule_text
from assetmap.cartography.scale import distance_words
from assetmap.freshness import checked_text, day_text, is_overdue
from assetmap.printing.text import NAME_MOST, one_line, visible
from assetmap.vocabulary import label_of, vocabulary
from assetmap.wording import capital

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from assetmap.assets import Asset
    from assetmap.printing.entries import Entry


@dataclass(frozen=True, kw_only=True)
class Item:
    """One asset in words. `number` is None for what has no place; `facts` are (label, sentence) pairs."""

    number: int | None
    kind: str
    status: str
    overdue: bool
    name: str
    distance: str
    about: str
    own_words: str
    facts: tuple[tuple[str, str], ...]
    checked: str
    """When and how it was checked; empty where a fact says so already."""


def item_of(
    entry: Entry, *, number: int | None, on: date, review_weeks: Mapping[str, int], street: str = "", turns: int = 0
) -> Item:
    """
    Say everything a person needs of an asset, in the order they need it; what is not known is left out.

    `street` is the nearest one on the map, said where there is no address. `turns` is how many of the way on foot are
    told at most; 0 tells none of it.
    """
    asset = entry.asset
    when, steps = _when(asset, on), _steps(asset)
    way = entry.on_foot.words(most=turns, with_steps=False) if entry.on_foot is not None and turns else ""
    facts = (
        ("When" if when else "Cost", " ".join(x for x in (when, _cost(asset)) if x)),
        ("Where", " ".join(x for x in (_where(asset, number, street), steps) if x)),
        ("Way there", " ".join(_sentence(x) for x in (entry.way, way, asset.transport) if x.strip())),
        ("Good to know", " ".join(x for x in (_getting_in(asset), _before(asset)) if x)),
    )
    checked, touch = checked_text(asset, on=on, review_weeks=review_weeks), _in_touch(asset)
    if touch.endswith("."):  # how it was checked belongs beside the number to ring; never glued to an address
        touch, checked = f"{touch} {checked}", ""
    return Item(
        number=number,
        kind=asset.kind,
        status=asset.status,
        overdue=is_overdue(asset, on=on, review_weeks=review_weeks),
        name=one_line(asset.name, most=NAME_MOST) or "□",
        distance=distance_text(entry),
        about=_about(asset, entry.why),
        own_words=visible(asset.own_words).strip(),
        facts=tuple((label, text) for label, text in (*facts, ("Get in touch", touch)) if text),
        checked=checked,
    )


_STEPS = {True: "steps on the way", False: "no steps on the way"}
_NO_ROUTE = ("no walking route", "no step-free route")


def distance_text(entry: Entry) -> str:
    """Say how far it is: minutes where the walk is known, else the straight line, said to be one."""
    if entry.walk_min:
        walk = capital(walk_words(entry.walk_min, about=entry.is_about))
        return walk if entry.steps is None else f"{walk}, {_STEPS[entry.steps]}"
    if entry.distance_m is None:
        return ""
    if entry.distance_m < 20:
        return "Right where you are"
    said = f"{distance_words(entry.distance_m)} away in a straight line"
    if entry.asset.where is not None and shapely.get_dimensions(entry.asset.where) == 1:
        said += ", where it is nearest"
    if entry.walk_why_not in _NO_ROUTE:
        said += f"; {entry.walk_why_not}"
    return said if entry.asset.precision == "exact" else f"About {said}"


def intro_text(needs: Sequence[str]) -> str:
    """Say what the page is for."""
    words = vocabulary()
    labels = [words.label(words.need(need)) for need in needs]
    return (
        f"Some people find these help with {joined(labels)}."
        if labels
        else "Some people find that these help them keep well."
    )


def said_by_people(own_words: str) -> str:
    """Introduce residents' own words, which stand between quotation marks letter for letter."""
    return f"People here say: “{own_words}”"


def joined(items: Sequence[str]) -> str:
    """Join words as speech does: “a, b and c”."""
    return " and ".join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)


def _about(asset: Asset, why: str) -> str:
    words = vocabulary()
    kind = words.kinds[asset.kind].label
    said = [f"{kind[:1].upper()}{kind[1:]}."]
    if asset.needs:
        said.append(f"Helps with {joined([words.label(need) for need in asset.needs])}.")
    said += [_sentence(text) for text in (asset.description, why) if text.strip()]
    if asset.organisation.strip():
        said.append(_sentence(f"Run by {one_line(asset.organisation, most=NAME_MOST)}"))
    return " ".join(said)


def _when(asset: Asset, on: date) -> str:
    text = one_line(schedule_text(asset.schedules, asset.hours_text, on))
    if asset.status == "paused":
        until = f" until {day_text(asset.paused_until)}" if asset.paused_until else ""
        over = asset.paused_until is not None and asset.paused_until <= on
        return f"{'It was paused' if over else 'Paused for now'}{until}. {_sentence(text) if text else ''}".strip()
    if asset.status in {"closed", "draft"}:
        return " ".join(
            x for x in ("This has closed." if asset.status == "closed" else "Not checked by anybody yet.", text) if x
        )
    return _sentence(text) if text else ""


def _where(asset: Asset, number: int | None, street: str) -> str:
    address = one_line(asset.address)
    postcode = one_line(asset.postcode)
    if postcode and postcode.casefold() not in address.casefold():
        address = f"{address}, {postcode}" if address else postcode
    if number is None:
        ways = [label_of(x) for x in asset.offered]
        if ways and ways != ["by phone"]:
            return f"{joined(ways).capitalize()}."
        return _sentence(address) if address else ""
    if asset.precision in {"street", "neighbourhood"}:
        return f"Near number {number} on the map. The exact place is not shown: ask when you get in touch."
    if address:
        return _sentence(address)
    return (
        f"Near {one_line(street, most=80)}: number {number} on the map." if street else f"Number {number} on the map."
    )


def _steps(asset: Asset) -> str:
    return {"yes": "No steps.", "partly": "Part of it has no steps.", "no": "There are steps."}.get(asset.step_free, "")


def _getting_in(asset: Asset) -> str:
    said = []
    for field, words in (
        ("accessible_toilet", "Accessible toilet."),
        ("hearing_loop", "Hearing loop."),
        ("bsl", "British Sign Language."),
        ("quiet_space", "A quiet space."),
    ):
        if getattr(asset, field) == "yes":
            said.append(words)
        elif field == "accessible_toilet" and asset.accessible_toilet == "no":
            said.append("No accessible toilet.")
    return " ".join(said)


def _cost(asset: Asset) -> str:
    if asset.cost.strip():
        return _sentence(asset.cost)
    return {"yes": "Free.", "partly": "Partly free.", "no": "There is a cost: ask first."}.get(asset.free, "")


def _before(asset: Asset) -> str:
    said = []
    said += {"full": ["Full at the moment."], "waiting_list": ["There is a waiting list."]}.get(asset.takes_new, [])
    said += {"yes": ["Please book."], "no": ["No need to book."]}.get(asset.booking, [])
    said += {"yes": ["Somebody has to refer you."], "no": []}.get(asset.referral_needed, [])
    if asset.no_id_needed == "yes":
        said.append("No ID or papers needed.")
    low, high = asset.min_age, asset.max_age
    if low is not None and high is not None:
        said.append(f"For ages {low} to {high}.")
    elif low is not None:
        said.append(f"For ages {low} and over.")
    elif high is not None:
        said.append(f"For ages up to {high}.")
    if asset.only_for.strip():
        said.append(_sentence(f"For {one_line(asset.only_for)}"))
    if asset.languages:
        said.append(_sentence(f"Languages: {joined(asset.languages)}"))
    return " ".join(said)


def _in_touch(asset: Asset) -> str:
    who = one_line(asset.contact_name, most=NAME_MOST)
    phone, email, website = (one_line(x, most=300) for x in (asset.phone, asset.email, asset.website))
    said = []
    if phone:
        said.append(f"Ring {who + ', ' if who else ''}{phone}.")
    elif who:
        said.append(f"Ask for {who}.")
    ways = [f"{'email' if said else 'Email'} {email}"] if email else []
    if website:
        ways.append(f"{'see' if said or ways else 'See'} {website}")
    if said and ways:
        said[-1] = said[-1].removesuffix(".") + (", or" if len(ways) == 1 else ",")
    return " ".join([*said, " or ".join(ways)]).strip()


def _sentence(text: str) -> str:
    line = one_line(text)
    return line if not line or line[-1] in ".!?…:;" else f"{line}."
