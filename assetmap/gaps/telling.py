"""The answer as plain values for scripts, and an area's story in three sentences for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from assetmap.errors import LayerError
from assetmap.gaps.asking import NO_ID
from assetmap.gaps.flagging import FEWEST_PEOPLE, NEVER_RANKED, said_flag
from assetmap.gaps.method import sources_of
from assetmap.vocabulary import vocabulary
from assetmap.wording import LANGUAGES, N_, capital, joined, ngettext, number_text
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assetmap.gaps.asking import Asked
    from assetmap.gaps.scoring import Gaps

_WHOLE = {"homes", "here", "within", "unlisted", "decile", "people", "rank", "rank_low", "rank_high"}
_ORDER = (
    "code", "name", "ward", "called", "people", "homes", "here", "within", "without", "unlisted", "supply",
    "shortfall", "decile", "need", "score", "rank", "low", "high", "rank_low", "rank_high", "flags",
)  # fmt: skip


def as_json(gaps: Gaps) -> dict[str, Any]:
    """Return plain values; parts and score as they are, so that they multiply out to the last figure."""
    table = gaps.table
    columns = {name: table[name].astype(object).tolist() for name in _ORDER}
    areas = [{name: _plain(name, columns[name][at]) for name in _ORDER} for at in range(len(table))]
    return {
        "areas": areas,
        "place": {
            "areas": len(areas), "ranked": gaps.method["ranked"], "fair": gaps.fair, "people": _people(gaps),
            "counted": "score, people_short and none_within are of the neighbourhoods that can be ranked",
            **totals(gaps, gaps.is_ranked), "not_ranked": totals(gaps, ~gaps.is_ranked),
        },
        "method": gaps.method,
        "sources": sources_of(gaps.model),
    }  # fmt: skip


def what_words(asked: Asked, *, many: bool = True) -> str:
    """Name what was asked for in the language spoken: “growing spaces”, “food help for: meeting people”."""
    words = vocabulary()
    kinds = joined([words.said_many(x) if many else words.said(x) for x in asked.kinds])
    needs = joined([words.said(x) for x in asked.needs])
    if kinds and needs:
        # translators: “green places that help with moving more”
        return _("{kinds} that help with {needs}", kinds=kinds, needs=needs)
    if needs:
        return _("places that help with {needs}", needs=needs)
    return kinds or _("places of every kind")


def _whose(gaps: Gaps) -> str:
    """Name what was asked for, and for whom."""
    what, asked = what_words(gaps.asked), gaps.asked
    if asked.lens == NO_ID:
        # translators: “growing spaces known to ask for no papers”: nobody there wants to see an identity card
        what = _("{what} known to ask for no papers", what=what)
    elif asked.lens:
        what = _("{what} where {language} is known to be spoken", what=what, language=language_said(asked.lens))
    if gaps.model.profile.key != "walking":
        # translators: “growing spaces (step-free)”
        what = _("{what} ({profile})", what=what, profile=gaps.model.profile.said.lower())
    return capital(what)


def language_said(lens: str) -> str:
    """Name the language of a lens in itself, or as it was typed."""
    code = lens.partition(":")[2]
    return LANGUAGES[code].name if code in LANGUAGES else capital(code)


def area_words(gaps: Gaps, row: int) -> str:
    """Name an area as people do, with its ward and the office's name where the place knows them."""
    model = gaps.model
    name, called, ward = model.names[row], model.called[row], model.wards[row]
    called = "" if called.casefold() == name.casefold() else called
    if called and ward and ward.casefold() != called.casefold():
        return _("{called} ({ward} ward, {name})", called=called, ward=ward, name=name)
    if called or ward:
        return f"{called or ward} ({name})"
    return name


def story(gaps: Gaps, code: str) -> tuple[str, str, str]:
    """
    Tell an area's story in three plain sentences, in the language spoken: who lives there, what they reach, and so.

    Raises
    ------
    LayerError
        There is no such area.
    """
    found = np.flatnonzero(gaps.table["code"].to_numpy() == code)
    if not len(found):
        raise LayerError("there is no such neighbourhood in this place.")
    row = int(found[0])
    values = {str(name): gaps.table[name].iloc[row] for name in gaps.table.columns}
    return _who(gaps, row, values), _reach(gaps, values), _so(gaps, values)


def _who(gaps: Gaps, row: int, values: dict[str, Any]) -> str:
    area = area_words(gaps, row)
    if "few_people" in values["flags"]:
        return _("Fewer than 5 people live in {area}.", area=area)
    if "no_people" in values["flags"]:
        return _("Nobody lives in {area}.", area=area)
    known = gaps.model.has_people and not np.isnan(values["people"])
    tenth = values["decile"]
    sort = "" if np.isnan(tenth) else _TENTHS.get(tenth, "tenth")
    return _(
        (_WITH_PEOPLE if known else _WITHOUT_PEOPLE)[sort],
        people=number_text(values["people"]) if known else "", area=area, tenth=number_text(tenth) if sort else "",
    )  # fmt: skip


_TENTHS = {1.0: "most", 10.0: "least"}
_WITH_PEOPLE = {
    "": N_("{people} people live in {area}."),
    "most": N_("{people} people live in {area}, which is among the most deprived tenth of areas."),
    "least": N_("{people} people live in {area}, which is among the least deprived tenth of areas."),
    "tenth": N_(
        "{people} people live in {area}, which is in tenth {tenth} of areas (1 is the most deprived, 10 the least)."
    ),
}
_WITHOUT_PEOPLE = {
    "": N_("How many people live in {area} is not known."),
    "most": N_("{area} is among the most deprived tenth of areas."),
    "least": N_("{area} is among the least deprived tenth of areas."),
    "tenth": N_("{area} is in tenth {tenth} of areas (1 is the most deprived, 10 the least)."),
}


def _reach(gaps: Gaps, values: dict[str, Any]) -> str:
    if np.isnan(values["shortfall"]):
        return said_flag("not_known")
    said = {
        "what": _whose(gaps),
        "minutes": number_text(gaps.asked.minutes),
        "share": number_text(min(99, max(1, round(100 * (1 - values["shortfall"]))))),
    }
    within = int(values["within"])
    if not values["supply"]:
        return _("{what}: none is within {minutes} minutes’ walk of any home here.", **said)
    if not within:
        return _(_FEW_HAVE_ONE if values["shortfall"] else _FEW_AND_FAIR, **said)
    if not values["shortfall"]:
        return ngettext(
            "{what}: at least half of the homes have {n} within {minutes} minutes’ walk. That is a fair share.",
            "{what}: at least half of the homes have {n} within {minutes} minutes’ walk. That is a fair share.",
            within, **said,
        )  # fmt: skip
    return ngettext(
        "{what}: at least half of the homes have {n} within {minutes} minutes’ walk. So many people share it that they "
        "have {share} % of a fair share.",
        "{what}: at least half of the homes have {n} within {minutes} minutes’ walk. So many people share them that "
        "they have {share} % of a fair share.",
        within, **said,
    )  # fmt: skip


_FEW_HAVE_ONE = N_(
    "{what}: fewer than half of the homes have one within {minutes} minutes’ walk. People have {share} % of a fair "
    "share."
)
_FEW_AND_FAIR = N_(
    "{what}: fewer than half of the homes have one within {minutes} minutes’ walk. All in all it is a fair share."
)


def _so(gaps: Gaps, values: dict[str, Any]) -> str:
    if "not_known" in values["flags"]:
        return _("So it is not ranked.")
    why = next((x for x in NEVER_RANKED if x in values["flags"]), "")
    if why:
        return said_flag(why)
    if not values["score"]:
        return _no_gap(values)
    return _number(gaps, values)


def _number(gaps: Gaps, values: dict[str, Any]) -> str:
    if all_alike(gaps):
        return _("Its gap is as large as that of every other neighbourhood here: nothing tells them apart.")
    rank, ranked = int(values["rank"]), gaps.method["ranked"]
    number = _("number {rank} of {ranked}", rank=rank, ranked=ranked)
    if gaps.method["draws"] and values["rank_low"] != values["rank_high"]:
        number = _(
            "number {rank} of {ranked} (or anything from {low} to {high}: not all is known for sure)",
            rank=rank, ranked=ranked, low=int(values["rank_low"]), high=int(values["rank_high"]),
        )  # fmt: skip
    short = values["people"] * values["shortfall"]
    if not gaps.model.has_people:
        return _("Weighed by need, its gap is {number}.", number=number)
    if short < FEWEST_PEOPLE:
        return _(
            "It is as if fewer than 5 people had none at all; weighed by need, its gap is {number}.", number=number
        )
    return _(
        "It is as if {people} people had none at all; weighed by need, its gap is {number}.",
        people=number_text(round(short)), number=number,
    )  # fmt: skip


def _no_gap(values: dict[str, Any]) -> str:
    if "uneven" not in values["flags"]:
        return _("So there is no gap here, by this measure.")
    return _(
        "Not everybody here: {n} of 100 homes have none within reach, though all in all it is a fair share.",
        n=number_text(round(100 * values["without"])),
    )


def _people(gaps: Gaps) -> int | None:
    """Add up the people; None where they are not counted, or are too few to say."""
    whole = int(np.nansum(gaps.model.people))
    return whole if gaps.model.has_people and (whole >= FEWEST_PEOPLE or not whole) else None


def all_alike(gaps: Gaps) -> bool:
    """Say whether several neighbourhoods are ranked and all have one rank, short as they are."""
    ranked = gaps.table[gaps.is_ranked]
    return len(ranked) > 1 and bool((ranked["rank"] == 1).all() and (ranked["score"] > 0).all())


def totals(gaps: Gaps, which: NDArray[np.bool_]) -> dict[str, Any]:
    """
    Add up some areas: their scores; people × shortfall; and where fewer than half of the homes have any within reach.

    People are None where they are not counted, or are too few to say.
    """
    table = gaps.table[which]
    short = float(np.nansum((table["people"] * table["shortfall"]).to_numpy(dtype=np.float64)))
    return {
        "score": float(np.nansum(table["score"].to_numpy(dtype=np.float64))),
        "people_short": short if gaps.model.has_people and (short >= FEWEST_PEOPLE or not short) else None,
        "none_within": int((table["within"] == 0).sum()),
    }


def _plain(name: str, value: Any) -> Any:
    if name == "flags":
        return list(value)
    if isinstance(value, str):
        return value
    if pd.isna(value):
        return None
    return int(value) if name in _WHOLE else float(value)
