"""Where the next places should be, told: in sentences for people, and as plain values for scripts."""

from __future__ import annotations

import shlex
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from assetmap.gaps.flagging import FEWEST_PEOPLE
from assetmap.gaps.method import sources_of
from assetmap.gaps.siting import WORST_OFF
from assetmap.vocabulary import vocabulary
from assetmap.wording import N_, ngettext, number_text
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assetmap.gaps.asking import Asked
    from assetmap.gaps.siting import Brought, Sites
    from assetmap.gaps.siting_candidates import Candidate

PEOPLE_TO = 10
"""People are spread evenly over homes, which is a guess: what is counted from it is rounded to so many."""
LITERATURE = (
    "Church R, ReVelle C. Papers of the Regional Science Association 32 (1974), 101 to 118: maximal covering.",
    "Teitz M B, Bart P. Operations Research 16 (1968), 955 to 961: exchange.",
    "Galvao R D, ReVelle C. European Journal of Operational Research 88 (1996), 114 to 123: the bound.",
    "Huangfu Q, Hall J A J. Mathematical Programming Computation 10 (2018), 119 to 142: HiGHS, the proof.",
)
_MOST_AREAS = 5
_NO_PLACE = ("online_or_phone_help", "person_with_a_skill")


def lines(sites: Sites) -> Iterator[str]:
    """Tell the answer in the language spoken: each new place, all together, how good the choice is, what to know."""
    if not sites.chosen:
        yield _none_words(sites)
        yield from _notes(sites)
        return
    for at, (place, brought) in enumerate(zip(sites.chosen, sites.brought, strict=True)):
        yield place_words(sites, place, brought, is_first=at == 0)
    yield together_words(sites)
    if len(sites.chosen) < sites.new:
        yield _("No further place would bring anybody more.")
    if sites.areas_gained:
        yield _("Most is gained in {areas}.", areas="; ".join(_area_words(sites, x) for x in range(_most(sites))))
    yield from _doubts(sites)
    if sites.worst_off_first:
        yield _worst_words(sites)
    yield proof_words(sites)
    yield from _notes(sites)


def place_words(sites: Sites, place: Candidate, brought: Brought, *, is_first: bool = True) -> str:
    """Say what one new place brings: “A new growing space at Odd Down Hall would bring 1,240 more people …”."""
    name, more, n = _named(sites, place), _more(sites, brought), _number(sites, brought)
    minutes = number_text(sites.asked.minutes)
    if not brought.homes:
        return _("{name}: nobody more comes within {minutes} minutes’ walk.", name=name, minutes=minutes)
    if not is_first:
        if sites.has_people:
            return ngettext(
                "Then {name}: {more} more person.", "Then {name}: {more} more people.", n, name=name, more=more
            )
        return ngettext("Then {name}: {more} more home.", "Then {name}: {more} more homes.", n, name=name, more=more)
    what = _what(sites.asked)
    if sites.has_people:
        return ngettext(
            "A new {what} at {name} would bring {more} more person within {minutes} minutes’ walk.",
            "A new {what} at {name} would bring {more} more people within {minutes} minutes’ walk.",
            n, what=what, name=name, more=more, minutes=minutes,
        )  # fmt: skip
    return ngettext(
        "A new {what} at {name} would bring {more} more home within {minutes} minutes’ walk.",
        "A new {what} at {name} would bring {more} more homes within {minutes} minutes’ walk.",
        n, what=what, name=name, more=more, minutes=minutes,
    )  # fmt: skip


def together_words(sites: Sites) -> str:
    """Say how many have one near, with all of them and today."""
    before, after = (_percent(x, sites.total) for x in (sites.covered_before, sites.covered))
    if sites.has_people:
        return _(
            "With all of them {after} % of people have one near; today it is {before} %.", after=after, before=before
        )
    return _("With all of them {after} % of homes have one near; today it is {before} %.", after=after, before=before)


def proof_words(sites: Sites) -> str:
    """Say how good the choice is."""
    gap = sites.proven_gap
    if gap == 0.0:
        return _("This is the best choice there is by what is on this map, and that is proven.")
    if gap is None and sites.worst_off_first and 0 < sites.worst_bound < float("inf"):
        more = sites.worst_bound / sites.worst - 1 if sites.worst else 0.0
        return _(
            "No other choice can bring more than {share} % more of those where need is greatest.",
            share=number_text(max(0.1, round(100 * more, 1))) if more > 1e-7 else number_text(0),
        )
    if gap is None:
        return _("How much better another choice could be is not known: ask for the best one.")
    share = "0.1" if gap < 0.001 else number_text(round(100 * gap, 1))
    return _("No other choice can bring more than {share} % more (people weighed by need).", share=share)


def _doubts(sites: Sites) -> Iterator[str]:
    """Say how many of those who gain live where they may have one near already."""
    found = sites.doubtful
    other, all_ = found.not_ranked - found.edge, sum(_number(sites, x) for x in sites.brought)
    for many, sentence in ((found.edge, _EDGE), (other, _NOT_RANKED), (found.maybe_unlisted, _UNLISTED)):
        if n := min(all_, _rounded(many) if sites.has_people else round(many)):
            yield _(sentence[sites.has_people], all=number_text(all_), n=number_text(n))
    if both := _shown(sites, found.both):
        yield _("{n} of them are counted in both.", n=number_text(both))


_EDGE = {
    True: N_(
        "Of the {all} people who gain, {n} live where the street data end: they may have one near beyond that edge, so "
        "their neighbourhoods are not ranked."
    ),
    False: N_(
        "Of the {all} homes that gain, {n} are where the street data end: they may have one near beyond that edge, so "
        "their neighbourhoods are not ranked."
    ),
}
_NOT_RANKED = {
    True: N_("Of the {all} people who gain, {n} live in neighbourhoods that are not ranked."),
    False: N_("Of the {all} homes that gain, {n} are in neighbourhoods that are not ranked."),
}
_UNLISTED = {
    True: N_(
        "Of the {all} people who gain, {n} live where the base map shows one that is not on this map: bring that in "
        "first."
    ),
    False: N_(
        "Of the {all} homes that gain, {n} are where the base map shows one that is not on this map: bring that in "
        "first."
    ),
}


def _worst_words(sites: Sites) -> str:
    after, before = (_percent(x, sites.worst_total) for x in (sites.worst, sites.worst_before))
    first = _(
        "Of the people where need is greatest {after} % have one near; today it is {before} %.",
        after=after,
        before=before,
    )
    cost = _rounded(max(0.0, sites.people_cost or 0.0))
    if not sites.cost_of_equity:
        return f"{first} " + _("Putting them first costs nothing in all.")
    if not cost:
        return f"{first} " + _("Putting them first means that those who gain are, in all, less in need of it.")
    if sites.has_people:
        return f"{first} " + ngettext(
            "Putting them first means {cost} fewer person in all.",
            "Putting them first means {cost} fewer people in all.",
            cost, cost=number_text(cost),
        )  # fmt: skip
    return f"{first} " + ngettext(
        "Putting them first means {cost} fewer home in all.", "Putting them first means {cost} fewer homes in all.",
        cost, cost=number_text(cost),
    )  # fmt: skip


def _none_words(sites: Sites) -> str:
    minutes = number_text(sites.asked.minutes)
    if not sites.total:
        return _("There are no homes with a street near, so there is nobody to bring nearer.")
    if sites.covered >= sites.total * (1 - 1e-9):
        return _("Everybody whose walk is known has one within {minutes} minutes’ walk already.", minutes=minutes)
    return _(
        "No candidate is within {minutes} minutes’ walk of anybody who does not have one near already.", minutes=minutes
    )


def _notes(sites: Sites) -> Iterator[str]:
    if sites.need is None:
        yield _("Need is not weighed: everybody counts the same.")
    elif len(sites.chosen) > 1 and not sites.worst_off_first:
        yield _("The first place is the one that brings most to people in need, not simply the most people.")
    if sites.need is not None and sites.need_not_known:
        yield ngettext(
            "{n} neighbourhood has no figure in the index: its people count like the average of the others.",
            "{n} neighbourhoods have no figure in the index: their people count like the average of the others.",
            sites.need_not_known, n=number_text(sites.need_not_known),
        )  # fmt: skip
    if sites.left_out:
        yield ngettext(
            "{n} candidate has no street near and was left out.",
            "{n} candidates have no street near and were left out.",
            sites.left_out, n=number_text(sites.left_out),
        )  # fmt: skip
    if not sites.has_people:
        yield _("How many people live here is not known, so homes are counted.")
    if sites.not_known:
        yield _("Homes without a street near are not counted: how far their people walk is not known.")


def _named(sites: Sites, place: Candidate) -> str:
    area = _area_named(sites, place.area)
    if place.name and place.is_venue:
        return place.name
    if place.name and area:
        return f"{place.name} ({area})"
    return place.name or area or f"{place.lat:.5f}, {place.lon:.5f}"


def _area_named(sites: Sites, code: str) -> str:
    codes = sites.model.codes
    return sites.model.named(codes.index(code)) if code in codes else ""


def _what(asked: Asked) -> str:
    """Name one of what was asked for: “growing space”, else “place”."""
    words = vocabulary()
    one = words.kinds[asked.kinds[0]] if len(asked.kinds) == 1 else None
    if one is None or one.plural == one.label or one.key in _NO_PLACE:  # nobody says “a new advice and help”
        return _("place")
    return words.said(one.key)


def _number(sites: Sites, brought: Brought) -> int:
    return _rounded(brought.people) if sites.has_people else brought.homes


def _more(sites: Sites, brought: Brought) -> str:
    if sites.has_people and brought.people < FEWEST_PEOPLE:
        return _("fewer than 5")
    return number_text(_number(sites, brought))


def _area_words(sites: Sites, at: int) -> str:
    area = sites.areas_gained[at]
    more = area.after - area.before
    if sites.has_people and more < FEWEST_PEOPLE:
        return _("{area} (fewer than 5)", area=area.name)
    return _(
        "{area} ({more} more)", area=area.name, more=number_text(_rounded(more) if sites.has_people else round(more))
    )


def _most(sites: Sites) -> int:
    return min(_MOST_AREAS, len(sites.areas_gained))


def _percent(part: float, whole: float) -> str:
    return number_text(round(100 * part / whole, 1)) if whole else number_text(0)


def _rounded(people: float) -> int:
    return max(PEOPLE_TO, int(people / PEOPLE_TO + 0.5) * PEOPLE_TO) if people >= FEWEST_PEOPLE else 0


def _shown(sites: Sites, people: float) -> int | None:
    """Return a count that may be shown: None for 1 to 4 people; people rounded, homes as they are."""
    if not sites.has_people:
        return round(people)
    return None if 0 < people < FEWEST_PEOPLE else _rounded(people)


def as_json(sites: Sites) -> dict[str, Any]:
    """Return plain values; `bound`, `gap` and `weighed` are people times need."""
    weighed = sites.weighed_before
    rows = []
    for at, (place, brought) in enumerate(zip(sites.chosen, sites.brought, strict=True), start=1):
        weighed += brought.weighed
        rows.append({
            "code": str(at), "number": at, "lon": place.lon, "lat": place.lat, "name": place.name, "short": place.short,
            "on_the_map": place.is_venue, "pinned": at <= sites.pinned, "area": place.area,
            "area_name": _area_named(sites, place.area), "people_more": _shown(sites, brought.people),
            "homes_more": brought.homes, "weighed_more": round(brought.weighed, 3), "weighed_then": round(weighed, 3),
        })  # fmt: skip
    return {
        "sites": rows,
        "place": {
            "unit": "people" if sites.has_people else "homes",
            "total": _shown(sites, sites.total), "covered_before": _shown(sites, sites.covered_before),
            "covered": _shown(sites, sites.covered), "weighed_total": round(sites.weighed_total, 3),
            "weighed_before": round(sites.weighed_before, 3), "weighed": round(sites.weighed, 3),
            "not_known": _shown(sites, sites.not_known),
        },
        "proof": {
            "bound": _finite(sites.bound), "gap": sites.proven_gap, "is_proven": sites.proven_gap == 0.0,
            "exact": sites.is_exact, "note": sites.seconds_note,
        },
        "equity": _equity(sites),
        "doubtful": {name: _shown(sites, number) for name, number in asdict(sites.doubtful).items()},
        "areas": [
            {
                "code": x.code, "name": x.name, "before": _shown(sites, x.before), "after": _shown(sites, x.after),
                "more": _shown(sites, x.more), "total": _shown(sites, x.total), "is_ranked": x.is_ranked,
                "flags": list(x.flags),
            }
            for x in sites.areas_gained
        ],
        "method": _method(sites),
        "sources": sources_of(sites.model),
    }  # fmt: skip


def _equity(sites: Sites) -> dict[str, Any] | None:
    if not sites.worst_off_first:
        return None
    return {
        "worst_off": _shown(sites, sites.worst_total), "covered_before": _shown(sites, sites.worst_before),
        "covered": _shown(sites, sites.worst), "bound": _finite(sites.worst_bound),
        "cost_weighed": round(sites.cost_of_equity or 0.0, 3),
        "cost": _shown(sites, max(0.0, sites.people_cost or 0.0)),
    }  # fmt: skip


def _finite(number: float) -> float | None:
    return round(number, 3) if abs(number) < float("inf") else None


def _method(sites: Sites) -> dict[str, Any]:
    from assetmap import __version__
    from assetmap.freshness import today

    words, asked, need = vocabulary(), sites.asked, sites.need
    return {
        "minutes": asked.minutes, "profile": sites.model.profile.label.lower(),
        "metres_a_minute": sites.model.profile.metres_a_minute, "pace": sites.model.profile.source,
        "kinds": [words.label(x) for x in asked.kinds] or "all",
        "needs": [words.label(x) for x in asked.needs] or "all",
        "lens": asked.lens or "everybody", "new": sites.new, "candidates": sites.where,
        "candidates_tried": sites.candidates, "candidates_left_out": sites.left_out, "pinned": sites.pinned,
        "as_great_as_can_be": "people within reach" + (" times need, each once" if need is not None else ", each once"),
        "worst_off_first": sites.worst_off_first,
        "worst_off": f"neighbourhoods of greatest need with {WORST_OFF:.0%} of the people, equal ones together",
        "index": need.index if need is not None else None, "index_label": need.label if need is not None else None,
        "index_source": need.source if need is not None else None, "index_note": need.note if need is not None else "",
        "need_not_known": sites.need_not_known,
        "homes_from": sorted(set(sites.model.homes.taken_from) - {""}),
        "people": f"official figures, spread evenly over the homes of each neighbourhood, rounded to {PEOPLE_TO}; 1 to "
        "4 are not shown" if sites.has_people else "no figures: homes are counted",
        "about": sum(bool(x) and asked.fits(y) for x, y in zip(sites.model.about, sites.model.assets, strict=True)),
        "already_near": "homes that reach one of these within the minutes today, and count no more",
        "bound": "no choice of so many brings people times need above it (Lagrangian relaxation, or HiGHS)",
        "doubtful": "of those who gain: in neighbourhoods that are not ranked, `edge` of them where the street data "
        "end; where the base map shows one that is not on this map (maybe_unlisted); in both",
        "does_not_say": [
            "whether a place could hold it, would have it, is affordable or is liked: ask there",
            "who would come: each person counts the same, but for the need of the neighbourhood",
            "how many people one place can take: one that is near counts, however many share it",
            "who lives beyond these neighbourhoods",
        ],
        "literature": list(LITERATURE), "command": command_of(sites), "on": today().isoformat(), "version": __version__,
    }  # fmt: skip


def command_of(sites: Sites) -> str:
    """Write the command that makes the answer again."""
    words, asked = vocabulary(), sites.asked
    parts = ["assetmap", "site", "--new", str(sites.new)]
    for option, keys in (("--kind", asked.kinds), ("--need", asked.needs)):
        parts += [part for key in keys for part in (option, words.label(key))]
    parts += ["--minutes", f"{asked.minutes:g}"]
    if sites.model.profile.key != "walking":
        parts += ["--profile", sites.model.profile.label.lower()]
    for option, value in (("--index", asked.index), ("--lens", asked.lens)):
        parts += [option, value] if value else []
    if sites.where in {"postcodes", "streets"}:
        parts += ["--candidates", sites.where]
    parts += [part for x in sites.chosen[: sites.pinned] for part in ("--pin", x.short or x.name)]
    parts += ["--worst-off-first"] if sites.worst_off_first else []
    parts += ["--exact"] if sites.is_exact else []
    return shlex.join(parts)
