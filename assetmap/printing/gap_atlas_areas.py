"""One page an area: story, map, the sum that multiplies out, what is in reach, who leads it, what is missing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from assetmap.assets.crediting import with_credit
from assetmap.cartography.scale import distance_words
from assetmap.crs import WGS84, reproject_all
from assetmap.gaps import area_words, story, what_words
from assetmap.gaps.lenses import ANSWERS, NOBODY, answer_of
from assetmap.printing.gap_atlas_besides import led_bars
from assetmap.printing.gap_atlas_maps import Spot, laid
from assetmap.printing.gap_atlas_parts import page_label
from assetmap.printing.gap_atlas_room import captions_high, lower, room_for_map
from assetmap.printing.gap_atlas_words import (
    WITHOUT_GAP,
    exact,
    factor_text,
    foot_text,
    minutes_text,
    notes_of,
    people_text,
    percent,
    span,
    whole,
    why_not_ranked,
)  # fmt: skip
from assetmap.printing.text import one_line
from assetmap.printing.voices import name_of, theirs
from assetmap.vocabulary import vocabulary
from assetmap.wording import apart, capital, in_turn, joined, ngettext, number_text
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from assetmap.gaps import Gaps
    from assetmap.printing.frame import Format, Paper
    from assetmap.printing.gap_atlas_facts import Facts, InReach
    from assetmap.printing.gap_atlas_maps import Drawer
    from assetmap.printing.mapped import PageSetting

LISTED = 9
"""So many places in reach are numbered and listed, the nearest first; of the rest only how many they are."""
MISSING = 5
FRAGILE = 3
_LOWEST, _HIGHEST = 190.0, 470.0
"""An area's map is as high as the words of its page leave it, in points."""
_TABLE = 10.0
_NAME = 60
_DRAWN = ("areas", "streets", "green", "water", "names", "postcodes")
"""Layers that the map of an area is made of: whose they are stands under it."""


def area_pages(  # noqa: PLR0913  (what a page is made of)
    gaps: Gaps,
    facts: Facts,
    rows: Sequence[int],
    *,
    drawer: Drawer,
    place: PageSetting,
    paper: Paper,
    form: Format,
    written_in: str,
    fragile: Mapping[int, Sequence[str]],
    progress: Callable[[float], None],
) -> list[dict[str, Any]]:
    """Make the pages of some areas; `fragile` says what stands there of each asset (by its row), worst first."""
    model, settings = gaps.model, place.settings
    metric = reproject_all([x.where for x in model.assets], WGS84, settings.metric_crs)
    shapes = reproject_all(model.areas.geometry.to_numpy(), WGS84, settings.metric_crs)
    credit = theirs(one_line(with_credit(settings.credit(*_DRAWN), model.assets)), written_in)
    table = cast("list[dict[str, Any]]", gaps.table.to_dict(orient="records"))
    ranked = int(gaps.table["rank"].notna().sum())
    out = []
    for done, row in enumerate(rows):
        listed = facts.in_reach[row][:LISTED]
        some = facts.slices[row]
        known = model.is_known[some]
        share = float(facts.reached[some][known].mean()) if known.any() else float("nan")
        names = [name_of(x.asset, written_in=written_in, most=_NAME) for x in listed]
        told = " ".join(x for x in story(gaps, str(table[row]["code"])) if x)
        reach = [_in_reach(gaps, facts, row, names, written_in), *_fragile(facts.in_reach[row], fragile, written_in)]
        who, lacking, notes = _led(facts.in_reach[row]), [_missing(facts, row)], _notes(table[row])
        ways = [([*reach, *lacking], [*who, *notes])] if who else []
        left, right = lower([(reach, [*who, *lacking, *notes]), *ways], paper=paper, form=form)
        page: dict[str, Any] = {
            "label": page_label(row),
            "heading": area_words(gaps, row),
            "subtitle": _subtitle(table[row], told, ranked=ranked),
            "story": [told],
            "sum": _sum(gaps, table[row]),
            "left": left,
            "right": right,
        }
        under = [_caption(gaps, share, frozenset()), credit]
        drawn = drawer.area(
            shapes[row],
            homes=model.homes.xy[some][known],
            reached=facts.reached[some][known],
            spots=[Spot(number=at, asset=x.asset, shape=metric[x.row]) for at, x in enumerate(listed, start=1)],
            high=min(_HIGHEST, max(_LOWEST, room_for_map(page, under, paper=paper, form=form))),
        )
        under = [x for x in (_caption(gaps, share, drawn.beyond), credit) if x]
        alt = _alt(page["heading"], drawn.across_m, names, share)
        page["around"] = _("Streets: {names}.", names=in_turn(drawn.streets)) if drawn.streets else ""
        page["map"] = laid(replace(drawn.map, words=alt))
        page["under"] = under
        page["captions"] = captions_high(under, paper=paper, form=form)
        out.append(page)
        progress((done + 1) / len(rows))
    return out


def _subtitle(values: Mapping[str, Any], told: str, *, ranked: int) -> str:
    where = str(values["code"])
    rank = values["rank"]
    if rank is None or rank != rank:  # noqa: PLR0124  NA and NaN
        reason = why_not_ranked(values["flags"])
        if reason in told:
            return f"{where} · {_('Not ranked')}"
        # translators: {where} is a code, {reason} a sentence
        return _("{where} · Not ranked: {reason}", where=where, reason=reason)
    if not values["score"]:
        return f"{where} · {capital(_(WITHOUT_GAP))}"
    place = _("Rank {rank} of {all}", rank=number_text(int(rank)), all=number_text(ranked))
    low, high = values["rank_low"], values["rank_high"]
    if low is not None and low == low and high == high and low != high:  # noqa: PLR0124
        place = _("{rank}; in 90 of 100 draws {span}", rank=place, span=span(float(low), float(high)))
    return f"{where} · {place}"


def _alt(name: str, across_m: float, names: Sequence[str], share: float) -> str:
    said = [_("Map of {name}, about {distance} across.", name=name, distance=distance_words(across_m))]
    if share == share:  # noqa: PLR0124
        said.append(_("{share} of its homes have something within reach.", share=percent(share)))
    if names:
        numbered = [_("{number}, {name}", number=at, name=name) for at, name in enumerate(names, start=1)]
        said.append(ngettext("It shows {n} place: {places}.", "It shows {n} places: {places}.", len(names),
                             places=apart(numbered)))  # fmt: skip
    return " ".join(said)


def _caption(gaps: Gaps, share: float, beyond: frozenset[int]) -> str:
    model = gaps.model
    said = []
    if share == share:  # noqa: PLR0124
        said.append(
            _(
                "Full dots: homes with {what} {far} ({share}). Rings: homes without.",
                what=what_words(gaps.asked), far=foot_text(gaps.asked, model.profile), share=percent(share),
            )
        )  # fmt: skip
    else:
        said.append(_("No street is known near any home."))
    if beyond:
        said.append(_("Beyond the map: {numbers}.", numbers=joined([str(x) for x in sorted(beyond)])))
    return " ".join(said)


def _sum(gaps: Gaps, values: Mapping[str, Any]) -> dict[str, Any] | None:
    if np.isnan(values["shortfall"]):
        return None
    has_need = gaps.need is not None
    head, numbers = [_("People")], [people_text(float(values["people"]))]
    if not gaps.model.has_people:
        head, numbers = [_("Neighbourhood, counted as one")], [number_text(1)]
    if has_need:
        decile = values["decile"]
        head.append(_("Need") if np.isnan(decile) else _("Need (tenth {decile} of 10)", decile=int(decile)))
        numbers.append(_("× {number}", number=exact(float(values["need"]), 1)))
    head += [_("Missing of a fair share"), _("Gap")]
    numbers += [_("× {number}", number=factor_text(float(values["shortfall"]))),
                _("= {number}", number=whole(float(values["score"])))]  # fmt: skip
    return {"head": head, "values": numbers, "words": [" ".join(_about_sum(gaps, values))]}


def _about_sum(gaps: Gaps, values: Mapping[str, Any]) -> list[str]:
    held = {"supply": exact(float(values["supply"]), 2), "fair": exact(gaps.fair, 2)}
    if not gaps.model.has_people:
        said = [_("Within reach: {supply} for each 1,000 neighbourhoods; a fair share is {fair}.", **held)]
    elif gaps.supplied.capacities.unit == "people":
        said = [
            _("Within reach: room for {supply} people for each 1,000 who share it; a fair share is {fair}.", **held)
        ]
    else:
        said = [
            _("Within reach: {supply} places for each 1,000 people who share them; a fair share is {fair}.", **held)
        ]
    between = span(float(values["low"]), float(values["high"]))
    if between and values["low"] != values["high"]:
        said.append(_("In 90 of 100 draws of what is not known, the gap is {span}.", span=between))
    return said


def _block(heading: str, **said: Any) -> dict[str, Any]:
    return {"heading": heading, "words": [], "table": None, "after": [], "bars": [], "points": [], **said}


def _in_reach(gaps: Gaps, facts: Facts, row: int, names: Sequence[str], written_in: str) -> dict[str, Any]:
    found = facts.in_reach[row]
    if not found:
        if not facts.homes[row]:
            return _block(_("Within reach"), words=[_("No street is known near any home, so nothing can be said.")])
        words = [_("Nothing of this is within reach of any home here.")]
        nearest = [
            # translators: a place, and minutes in short: “Bath City Farm, 21 min”
            _("{name}, {minutes}", name=name_of(x.asset, written_in=written_in, most=_NAME),
              minutes=minutes_text(x.minutes, about=bool(gaps.model.about[x.row])))
            for x in facts.beyond[row]
        ]  # fmt: skip
        words += [_("Nearest on foot:")] if nearest else [_("Nor within an hour's walk.")]
        return _block(_("Within reach"), words=words, points=nearest)
    rows = [
        [str(at), name, minutes_text(x.minutes, about=bool(gaps.model.about[x.row])), percent(x.share)]
        for at, (name, x) in enumerate(zip(names, found, strict=False), start=1)
    ]
    more = len(found) - len(rows)
    rest = [_("Walk: from the nearest home here. Homes: how many of those here come to it.")]
    if more > 0:
        rest.insert(0, ngettext("And {n} more, further away.", "And {n} more, further away.", more))
    table = {
        "columns": [0, 1, 0, 0], "numbers": [True, False, True, True], "size": _TABLE,
        "head": [_("Number"), _("Place"), _("Walk"), _("Homes")], "rows": rows,
    }  # fmt: skip
    return _block(_("Within reach"), table=table, after=rest)


def _led(found: Sequence[InReach]) -> list[dict[str, Any]]:
    answers = [answer_of(x.asset, "led") for x in found]
    led = [x for x in answers if x != NOBODY]
    if not led:
        return []
    alone = len(answers) - len(led)
    bars = led_bars({x: led.count(x) for x in ANSWERS})
    words = [] if bars else [
        ngettext("Of {n} place it is not written down who leads it.",
                 "Of {n} places it is not written down who leads them.", len(led))
    ]  # fmt: skip
    after = (
        [ngettext("{n} more has nobody who leads it.", "{n} more have nobody who leads them.", alone)] if alone else []
    )
    return [_block(_("Who leads what is within reach"), words=words, bars=bars, after=after)]


def _missing(facts: Facts, row: int) -> dict[str, Any]:
    words = vocabulary()
    missing = facts.missing[row]
    points = [
        _("{what}: {minutes}", what=capital(words.said(x.kind)), minutes=minutes_text(x.minutes))
        if x.minutes is not None
        else _("{what}: more than an hour", what=capital(words.said(x.kind)))
        for x in missing[:MISSING]
    ]
    if not points:
        said = _("Most homes have one of every kind that the map holds within reach.") if facts.homes[row] else ""
        return _block(_("What is missing"), words=[said] if said else [])
    words_ = _("Most homes have none of these within reach. For the middle one the nearest is this far:")
    return _block(_("What is missing"), words=[words_], points=points)


def _fragile(found: Sequence[InReach], fragile: Mapping[int, Sequence[str]], written_in: str) -> list[dict[str, Any]]:
    at_risk = [x for x in found if fragile.get(x.row)]
    points = [
        # translators: a place, and why it might close
        _("{name}: {reasons}", name=name_of(x.asset, written_in=written_in, most=_NAME), reasons=joined(fragile[x.row]))
        for x in at_risk[:FRAGILE]
    ]
    return [_block(_("What may be lost"), points=points)] if points else []


def _notes(values: Mapping[str, Any]) -> list[dict[str, Any]]:
    said = notes_of(values["flags"])
    return [_block(_("To know with it"), words=said)] if said else []
