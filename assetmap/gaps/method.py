"""How a gap is worked out, and what it does not say: for the screen, the page, the notebook and the files alike."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.assets.crediting import sources_of_assets
from assetmap.gaps.asking import DECAYS
from assetmap.gaps.capacity import PEOPLE
from assetmap.gaps.doubts import sites_unlisted
from assetmap.gaps.flagging import EDGE, FLAGS
from assetmap.gaps.scoring import PER
from assetmap.gaps.uncertain import PEOPLE_PART, SHARED_PART
from assetmap.homes import STREETS
from assetmap.vocabulary import vocabulary
from assetmap.wording import N_, number_text, speaking
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pandas import DataFrame

    from assetmap.deprivation import Need
    from assetmap.gaps.asking import Asked, Change
    from assetmap.gaps.model import Model
    from assetmap.gaps.scoring import Gaps, Supplied

SOURCES = (
    "Luo and Qi: An enhanced two-step floating catchment area (E2SFCA) method, Health & Place 15 (2009), 1100 to 1107",
)
"""What the arithmetic stands on."""
_LAYERS = ("areas", "population", "deprivation", "postcodes", "streets", "gates", "names")
_FIELDS = ("title", "publisher", "year", "licence", "attribution", "file")

_HOMES = {
    "postcodes": N_(
        "Everybody sets out from the postcodes of their neighbourhood, spread evenly, and walks along the streets at "
        "{pace} metres a minute."
    ),
    "streets": N_(
        "Everybody sets out from points along the streets of their neighbourhood, spread evenly, and walks at {pace} "
        "metres a minute."
    ),
    "both": N_(
        "Everybody sets out from the postcodes of their neighbourhood, or, where none are known, from points along its "
        "streets, spread evenly, and walks at {pace} metres a minute."
    ),
}
_DECAYS = {
    "bands": N_(
        "Each place is shared by all who come to it within {minutes} minutes. Those in the nearest third of the way "
        "count fully, those in the next 68 %, those furthest away 22 %."
    ),
    "within": N_("Each place is shared by all who come to it within {minutes} minutes, near or far alike."),
    "gaussian": N_(
        "Each place is shared by all who come to it within {minutes} minutes; the further away, the less they count."
    ),
}
_DOES_NOT_SAY = (
    N_("It does not say whether a place is open, has room, is free or is meant for everybody: ask there."),
    N_("It counts people, not who would like to come: age, health and taste are not in it."),
    N_("It knows of walking alone: no buses, no cars, no hills, and not how safe or well lit a way is."),
    N_("What nobody has put on the map does not count, above all beyond the neighbourhoods of this place."),
    N_("People who live beyond these neighbourhoods are not counted among those who share a place."),
    N_("A fair share is this place's own average: where everybody has little, nobody looks short of much."),
)


def how_worked_out(gaps: Gaps) -> tuple[str, ...]:
    """Tell in the language spoken, a sentence or two at a time, how the answer was worked out."""
    asked, said = gaps.asked, gaps.method
    minutes = number_text(asked.minutes)
    return (
        _(_HOMES[_homes_from(said["homes_from"])], pace=number_text(gaps.model.profile.metres_a_minute)),
        _(_DECAYS[asked.decay], minutes=minutes),
        _capacity_words(gaps),
        _fair_words(gaps),
        _(
            "The shortfall is the part of a fair share that the people of a neighbourhood do not have: 0 when nothing "
            "is missing, 1 when everything is."
        ),
        _need_words(gaps.need),
        _people_words(gaps),
        *_sure_words(gaps),
    )


def does_not_say(gaps: Gaps) -> tuple[str, ...]:
    """Tell in the language spoken what the answer does not say, a sentence each."""
    said = [_(x) for x in _DOES_NOT_SAY]
    if gaps.method["about"]:
        said.append(_("Some places are shown only about where they are, and are counted from there."))
    if gaps.model.profile.leaves_out and not gaps.model.walked.graph.knows_steps:
        said.append(_("The streets do not say where steps are: without steps the gap may be larger."))
    return tuple(said)


def _homes_from(taken: Sequence[str]) -> str:
    return "both" if len(taken) > 1 else next(iter(taken), STREETS)


def _capacity_words(gaps: Gaps) -> str:
    if gaps.method["capacity_unit"] != PEOPLE:
        return _("Places are counted, not seats: for too many of them nobody knows how many people they can take.")
    if gaps.method["capacity_guessed"]:
        return _("Each place counts as many people as it can take; where that is not known, the middle of its kind.")
    return _("Each place counts as many people as it can take.")


def _fair_words(gaps: Gaps) -> str:
    if not gaps.fair:
        return _("Nobody reaches any of it, so everybody lacks all of a fair share.")
    if not gaps.model.has_people:
        return _("A fair share is what each neighbourhood would have if all had the same.")
    many = PER / gaps.fair  # people for one
    if gaps.method["capacity_unit"] != PEOPLE:
        return _(
            "A fair share is what everybody would have if all had the same: one place for every {people} people.",
            people=number_text(round(many) if many >= 10 else round(many, 1)),
        )
    return _(
        "A fair share is what everybody would have if all had the same: room for {room} of every 1,000 people.",
        room=number_text(round(gaps.fair) if gaps.fair >= 10 else round(gaps.fair, 1)),
    )


def _need_words(need: Need | None) -> str:
    if need is None:
        return _("Need is not weighed: these are gaps by reach alone.")
    said = _(
        "Need is taken from “{index}”: 1 for the most deprived tenth of areas, 0.9 for the next, and so on to 0.1.",
        index=_(need.label),
    )
    return f"{said} {need.note}".strip()


def _people_words(gaps: Gaps) -> str:
    if not gaps.model.has_people:
        return _(
            "The score is need times shortfall. How many people live here is not known, so that each neighbourhood "
            "counts the same. Number 1 has the largest score."
        )
    return _(
        "The score is people times need times shortfall: how many people are short of a fair share, weighed by need. "
        "Number 1 has the largest score."
    )


def _sure_words(gaps: Gaps) -> tuple[str, ...]:
    draws = gaps.method["draws"]
    if not draws:
        return ()
    said = (
        _(
            "What is not known for sure was drawn {draws} times: people by {people} %, room by half to double where "
            "nobody knows it, what lies beyond the end of the street data, and where a blurred place is. Nine draws in "
            "ten lie between the low and the high figure. How far these reach is our own assumption.",
            draws=number_text(draws), people=number_text(100 * PEOPLE_PART),
        ),
    )  # fmt: skip
    if not gaps.method["unlisted_sites"]:
        return said
    return (
        *said,
        _(
            "Drawn as well was what the base map shows of these kinds and this map does not have: in each draw each "
            "such site is there or not, with half to twice as much as a usual place of its kind."
        ),
    )


def command_of(model: Model, asked: Asked, *, index: str = "") -> str:
    """Write the command that makes a question's answer again; `index` is the one that was used, “none” for none."""
    words = vocabulary()
    parts = ["assetmap", "gaps"]
    for option, keys in (("--kind", asked.kinds), ("--need", asked.needs)):
        parts += [part for key in keys for part in (option, words.label(key))]
    parts += ["--minutes", f"{asked.minutes:g}"]
    if model.profile.key != "walking":
        parts += ["--profile", model.profile.label.lower()]
    for option, value, usual in (
        ("--index", index or asked.index, ""), ("--decay", asked.decay, "bands"), ("--lens", asked.lens, ""),
    ):  # fmt: skip
        if value != usual:
            parts += [option, value]
    return shlex.join(parts)


def sources_of(model: Model) -> list[dict[str, Any]]:
    """Name the layers that the answer stands on, with their dates."""
    layers = [
        {"layer": name, **{x: said[x] for x in _FIELDS if said.get(x)}}
        for name, said in model.sources.items()
        if name in _LAYERS
    ]
    return [*layers, *sources_of_assets(model.assets)]


def method_of(
    model: Model, need: Need | None, asked: Asked, change: Change, found: Supplied, table: DataFrame, *, draws: int
) -> dict[str, Any]:
    """Say how it was worked out, for other programs; in English."""
    from assetmap import __version__
    from assetmap.freshness import today

    words = vocabulary()
    held = found.capacities
    mine = found.rows[held.counts[: len(found.rows)]]
    checked = sorted(x.checked_on for x in (model.assets[at] for at in mine) if x.checked_on is not None)
    with speaking("en"):
        flags = {key: _(words_) for key, words_ in FLAGS.items()}
        unsaid = [_(x) for x in _DOES_NOT_SAY]
    return {
        "minutes": asked.minutes,
        "profile": model.profile.label.lower(),
        "metres_a_minute": model.profile.metres_a_minute,
        "pace": model.profile.source,
        "kinds": [words.label(x) for x in asked.kinds] or "all",
        "needs": [words.label(x) for x in asked.needs] or "all",
        "lens": asked.lens or "everybody",
        "lens_not_known": int(np.count_nonzero(held.unsure)),
        "decay": asked.decay,
        "decays": list(DECAYS),
        "index": need.index if need is not None else None,
        "index_label": need.label if need is not None else None,
        "index_source": need.source if need is not None else None,
        "index_note": need.note if need is not None else "gaps by reach alone: need is 1 everywhere",
        "assets": len(mine),
        "about": int(np.count_nonzero(model.about[mine])),
        "without_a_place": sum(asked.fits(x) for x in model.placeless),
        "assets_checked": {
            "known": len(checked),
            "oldest": checked[0].isoformat() if checked else None,
            "newest": checked[-1].isoformat() if checked else None,
        },
        "capacity_unit": held.unit,
        "capacity": "people a place can take" if held.unit == PEOPLE else "places counted, not seats: each counts one",
        "capacity_guessed": int(np.count_nonzero(held.guessed & held.counts)) if held.unit == PEOPLE else None,
        "homes_from": sorted(set(model.homes.taken_from) - {""}),
        "people": "official figures, spread evenly over the homes of each neighbourhood"
        if model.has_people else "no figures: each neighbourhood counts one",
        "people_source": model.people_source or None,
        "fair": found.fair,
        "unit": "for each 1,000 people" if model.has_people else "for each 1,000 neighbourhoods",
        "supply": "mean over a neighbourhood's homes of what the places within reach have for each who shares them",
        "shortfall": "max(0, 1 - supply / fair)",
        "need": "(11 - decile) / 10" if need is not None else "1",
        "score": "people × need × shortfall",
        "rank": "1 = the largest score; equal scores have one rank",
        "low": "the 5th hundredth of the draws, high the 95th; rank_low and rank_high the same of the rank",
        "draws": draws,
        "drawn": f"people ± {PEOPLE_PART:.0%}, ± {SHARED_PART:.0%} where shared out (assumed); unknown room; what lies "
        "beyond the street data; where blurred places are; whether each unlisted site is a place of the kind",
        "unlisted_sites": len(sites_unlisted(model, asked).kind),
        "without": "share of a neighbourhood's homes that have none within reach",
        "unlisted": "sites of these kinds on the base map, near half of the homes, that are no asset here",
        "edge": f"not ranked when more than {EDGE:.0%} of the ground that counts lies beyond the street data",
        "changed": not change.is_nothing,
        "change": {"closed": len(change.closed), "added": len(change.added), "capacity": len(change.capacity)},
        "ranked": int(table["rank"].notna().sum()),
        "flags": flags,
        "does_not_say": unsaid,
        "literature": list(SOURCES),
        "command": command_of(model, asked, index=need.index if need is not None else "none"),
        "on": today().isoformat(),
        "version": __version__,
    }  # fmt: skip
