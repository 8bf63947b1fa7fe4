"""What is said of each asset on paper, in plain words of the language spoken; what people wrote stays as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

from assetmap.access.telling import walk_words
from assetmap.cartography.scale import distance_words
from assetmap.freshness import checked_text, is_overdue
from assetmap.printing.particulars import before, cost, getting_in, in_touch, steps, when, where
from assetmap.printing.text import NAME_MOST, visible
from assetmap.printing.voices import line_of, name_of, sentence, stopped, theirs, written
from assetmap.vocabulary import vocabulary
from assetmap.wording import N_, capital, joined, pgettext, spoken
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from assetmap.assets import Asset
    from assetmap.printing.entries import Entry
    from assetmap.printing.sheet import Told


@dataclass(frozen=True)
class Fact:
    """A sentence or two under a label. `key` stays the same in every language: one of `FACTS`."""

    key: str
    label: str
    text: str


FACTS = ("about", "own_words", "when", "where", "way", "good_to_know", "in_touch")
"""What may be left out of an asset, by key; its name, how far it is and when it was checked always stand."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """One asset in words. `number` is None for what has no place."""

    number: int | None
    kind: str
    status: str
    overdue: bool
    name: str
    distance: str
    about: str
    own_words: str
    facts: tuple[Fact, ...]
    checked: str
    """When and how it was checked; empty where a fact says so already."""
    short: str = ""
    told: tuple[Told, ...] = ()
    """All of it in the easy format, which says nothing but its name beside."""


def item_of(
    entry: Entry,
    *,
    number: int | None,
    on: date,
    review_weeks: Mapping[str, int],
    street: str = "",
    turns: int = 0,
    written_in: str = "en",
    leave_out: Collection[str] = (),
) -> Item:
    """
    Say everything a person needs of an asset, in the order they need it; what is not known is left out.

    `street` is the nearest one on the map, said where there is no address. `turns` is how many of the way on foot are
    told at most; 0 tells none of it. `written_in` is the language that people wrote in, `leave_out` what of `FACTS` is
    not said.
    """
    asset = entry.asset
    time, checked = when(asset, on, written_in=written_in), checked_text(asset, on=on, review_weeks=review_weeks)
    way = entry.on_foot.words(most=turns, with_steps=False) if entry.on_foot is not None and turns else ""
    going = (sentence(entry.way), stopped(way), written(asset, "transport", written_in=written_in))
    touch, ends_whole = in_touch(asset, written_in=written_in)
    if touch and ends_whole and "in_touch" not in leave_out:
        # how it was checked belongs beside the number to ring; never glued to an address
        touch, checked = f"{touch} {checked}", ""
    facts = (
        Fact(
            "when",
            pgettext("label on the page", "When") if time else pgettext("label on the page", "Cost"),
            _together(time, cost(asset, written_in=written_in)),
        ),
        Fact(
            "where",
            pgettext("label on the page", "Where"),
            _together(where(asset, number, street, written_in=written_in), steps(asset)),
        ),
        Fact("way", pgettext("label on the page", "Way there"), _together(*going)),
        Fact(
            "good_to_know",
            pgettext("label on the page", "Good to know"),
            _together(getting_in(asset), before(asset, written_in=written_in)),
        ),
        Fact("in_touch", pgettext("label on the page", "Get in touch"), touch),
    )
    own, own_language = asset.text("own_words", spoken(), own=written_in)
    return Item(
        number=number,
        kind=asset.kind,
        status=asset.status,
        overdue=is_overdue(asset, on=on, review_weeks=review_weeks),
        name=name_of(asset, written_in=written_in, most=NAME_MOST),
        distance=distance_text(entry),
        about="" if "about" in leave_out else _about(asset, entry.why, written_in=written_in),
        own_words="" if "own_words" in leave_out else theirs(visible(own).strip(), own_language),
        facts=tuple(fact for fact in facts if fact.text and fact.key not in leave_out),
        checked=checked,
        short=asset.short,
    )


_NO_ROUTE = {"no walking route": N_("{far}; no walking route"), "no step-free route": N_("{far}; no step-free route")}


def distance_text(entry: Entry) -> str:
    """Say how far it is: minutes where the walk is known, else the straight line, said to be one."""
    if entry.walk_min:
        walk = capital(walk_words(entry.walk_min, about=entry.is_about))
        if entry.steps is None:
            return walk
        return _("{walk}, steps on the way", walk=walk) if entry.steps else _("{walk}, no steps on the way", walk=walk)
    if entry.distance_m is None:
        return ""
    if entry.distance_m < 20:
        return _("Right where you are")
    far = distance_words(entry.distance_m)
    # translators: {distance} is “300 metres”
    is_line = entry.asset.where is not None and shapely.get_dimensions(entry.asset.where) == 1
    if entry.asset.precision == "exact":
        said = (
            _("{distance} away in a straight line, where it is nearest", distance=far)
            if is_line
            else _("{distance} away in a straight line", distance=far)
        )
    else:
        said = (
            _("About {distance} away in a straight line, where it is nearest", distance=far)
            if is_line
            else _("About {distance} away in a straight line", distance=far)
        )
    return _(_NO_ROUTE[entry.walk_why_not], far=said) if entry.walk_why_not in _NO_ROUTE else said


def intro_text(needs: Sequence[str]) -> str:
    """Say what the page is for."""
    words = vocabulary()
    labels = [words.said(words.need(need)) for need in needs]
    if labels:
        return _("Some people find these help with {needs}.", needs=joined(labels))
    return _("Some people find that these help them keep well.")


def said_by_people(own_words: str) -> str:
    """Introduce residents' own words, which stand between quotation marks letter for letter."""
    return _("People here say: “{own_words}”", own_words=own_words)


def _about(asset: Asset, why: str, *, written_in: str) -> str:
    words = vocabulary()
    # translators: {kind} stands alone as a sentence: “Group or club.”
    said = [_("{kind}.", kind=capital(words.said(asset.kind)))]
    if asset.needs:
        said.append(_("Helps with {needs}.", needs=joined([words.said(need) for need in asset.needs])))
    said += [written(asset, "description", written_in=written_in), sentence(why)]
    if asset.organisation.strip():
        run_by = line_of(asset, "organisation", written_in=written_in, most=NAME_MOST)
        said.append(stopped(_("Run by {organisation}", organisation=run_by)))
    return _together(*said)


def _together(*said: str) -> str:
    return " ".join(x for x in said if x.strip())
