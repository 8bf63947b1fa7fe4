"""
Who leads what is within reach; and the same gap for somebody who has no papers, speaks Polish or cannot take steps.

Always three answers. What nobody has said is told apart, and never counted as either side.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.gaps.asking import LANGUAGE, NO_ID, Asked
from assetmap.gaps.scoring import gaps, shortfall_of
from assetmap.gaps.shares import each_has, given, weights_of
from assetmap.vocabulary import NOT_KNOWN
from assetmap.wording import LANGUAGES, N_, ngettext, number_text, spoken
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from pandas import DataFrame

    from assetmap.assets import Asset
    from assetmap.deprivation import Need
    from assetmap.gaps.model import Model
    from assetmap.gaps.scoring import Gaps

OURS, OTHERS, NOBODY = "ours", "others", "nobody"
ANSWERS = (OURS, OTHERS, NOT_KNOWN)
"""The three bars, in the order they are drawn. What nobody leads (a hill, a beach) stands apart from all three."""
RESIDENTS = frozenset({"local_residents", "people_with_lived_experience"})
QUESTIONS = ("led", "who", "whence")
BARS = {
    "led": {
        OURS: N_("Led by residents or people with lived experience, from this neighbourhood"),
        OTHERS: N_("Led from elsewhere, or by somebody from outside"),
        NOT_KNOWN: N_("Not known"),
    },
    "who": {
        OURS: N_("Led by residents or people with lived experience"),
        OTHERS: N_("Led by an outside charity, a public body or a business"),
        NOT_KNOWN: N_("Not known"),
    },
    "whence": {
        OURS: N_("Its leaders come from this neighbourhood"),
        OTHERS: N_("Its leaders come from elsewhere"),
        NOT_KNOWN: N_("Not known"),
    },
}
"""What each bar is called, question by question: `_(BARS["led"]["ours"])`."""
STEP_FREE = "step_free"


@dataclass(frozen=True, kw_only=True)
class Bars:
    """How much is of each answer, in one unit: assets, or supply. `nobody`: what nobody leads, apart from the three."""

    ours: float
    others: float
    not_known: float
    nobody: float = 0.0

    @property
    def shares(self) -> tuple[float, float, float] | None:
        """The three as shares of what somebody leads, in the order of `ANSWERS`; None where that is nothing."""
        whole = self.ours + self.others + self.not_known
        return (self.ours / whole, self.others / whole, self.not_known / whole) if whole else None


@dataclass(frozen=True, kw_only=True)
class Led:
    """
    Who leads what counts in an answer. Every part is question (`QUESTIONS`) → `Bars`.

    `led` joins the two others: ours is what is led by residents or people with lived experience who come from this
    neighbourhood; others is what is led from elsewhere, or by an outside body; all the rest is not known.

    `assets`: counted. `supply`: what people have within reach, the mean for each 1,000 of all. `by_decile`: the same,
    for the people of each tenth of deprivation. `here`: assets that stand in each area, `by_area`: supply within reach
    of it, by its code; where nothing is known of it it is left out.
    """

    assets: dict[str, Bars]
    supply: dict[str, Bars]
    by_decile: dict[int, dict[str, Bars]]
    by_area: dict[str, dict[str, Bars]]
    here: dict[str, dict[str, Bars]]

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""

        def plain(bars: dict[str, Bars]) -> dict[str, Any]:
            return {question: vars(one) for question, one in bars.items()}

        return {
            "assets": plain(self.assets),
            "supply": plain(self.supply),
            "by_decile": {str(x): plain(bars) for x, bars in self.by_decile.items()},
            "by_area": {code: plain(bars) for code, bars in self.by_area.items()},
            "here": {code: plain(bars) for code, bars in self.here.items()},
            "bars": BARS,
        }


def answer_of(asset: Asset, question: str) -> str:
    """Sort an asset into `ANSWERS`, or `NOBODY`."""
    if asset.led_by == NOBODY:
        return NOBODY
    who = NOT_KNOWN if asset.led_by == NOT_KNOWN else OURS if asset.led_by in RESIDENTS else OTHERS
    whence = {"this_neighbourhood": OURS, "elsewhere": OTHERS}.get(asset.leaders_from, NOT_KNOWN)
    if question != "led":
        return who if question == "who" else whence
    if OTHERS in (who, whence):
        return OTHERS
    return OURS if who == whence == OURS else NOT_KNOWN


def led(model: Model, found: Gaps) -> Led:
    """Say who leads the assets that count in an answer, and what of the supply within reach is theirs."""
    rows, counts = found.supplied.rows, found.supplied.capacities.counts
    used = np.flatnonzero(counts[: len(rows)])
    assets = [model.assets[rows[x]] for x in used]
    each = given(model, found.supplied, found.asked)[used]
    known = ~np.isnan(found.supplied.supply)
    people = np.where(known, found.supplied.people, 0.0)
    decile = found.table["decile"].to_numpy(dtype=np.float64)
    inside = model.inside[rows[used]]
    codes = model.codes
    count, supply = {}, {}
    for question in QUESTIONS:
        is_of = _sorted_into([answer_of(x, question) for x in assets])
        count[question], supply[question] = is_of, is_of @ each
    tenths = np.unique(decile[~np.isnan(decile) & (people > 0)])
    return Led(
        assets={x: _bars(count[x].sum(axis=1)) for x in QUESTIONS},
        supply={x: _bars(_mean(supply[x], people)) for x in QUESTIONS},
        by_decile={
            int(tenth): {x: _bars(_mean(supply[x], np.where(decile == tenth, people, 0.0))) for x in QUESTIONS}
            for tenth in tenths
        },
        by_area={codes[at]: {x: _bars(supply[x][:, at]) for x in QUESTIONS} for at in np.flatnonzero(known)},
        here={
            codes[at]: {x: _bars(count[x][:, inside == at].sum(axis=1)) for x in QUESTIONS}
            for at in np.unique(inside[inside >= 0])
        },
    )


def said_of_led(found: Led) -> tuple[str, ...]:
    """Tell in the language spoken who leads, with the three answers each in its own sentence."""
    bars = found.assets["led"]
    whole, alone = round(bars.ours + bars.others + bars.not_known), round(bars.nobody)
    nobody = ngettext(
        "{n} place has nobody who leads it, as a hill or a beach has: it is not counted here.",
        "{n} places have nobody who leads them, as a hill or a beach has: they are not counted here.",
        alone,
    )
    rest = (nobody,) if alone else ()
    if not bars.ours and not bars.others:
        unknown = ngettext(
            "Of {n} place it is not written down who leads it.",
            "Of {n} places it is not written down who leads them.",
            whole,
        )
        return ((unknown,) if whole else ()) + rest
    return (
        ngettext(
            "Of {all} places {n} is led by residents or people with lived experience from its own neighbourhood.",
            "Of {all} places {n} are led by residents or people with lived experience from their own neighbourhood.",
            round(bars.ours),
            all=number_text(whole),
        ),
        ngettext(
            "{n} is led from elsewhere, or by somebody from outside.",
            "{n} are led from elsewhere, or by somebody from outside.",
            round(bars.others),
        ),
        ngettext(
            "Of {n} it is not known: it is counted as neither.",
            "Of {n} it is not known: they are counted as neither.",
            round(bars.not_known),
        ),
        *rest,
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class ForWhom:
    """
    The gap of somebody in particular beside everybody's, measured against everybody's fair share.

    Two answers, since places often do not say: `sure` counts only a yes, `perhaps` also “partly” and what is not known.
    The truth is between them. `yes`, `partly`, `no`, `not_known`: how many places said so. `everybody`, `sure`,
    `perhaps`: what the person has within reach as a share of what everybody has, the mean over all people. `score`,
    `score_sure` and `score_perhaps`: the gaps. `areas`: code, name, rank (everybody's), then of each the supply and
    the score; NaN not known.
    `steps_not_known`: the streets do not say where steps are, so that the true gap of who cannot take them is larger.
    """

    lens: str
    yes: int
    partly: int
    no: int
    not_known: int
    everybody: float | None
    sure: float | None
    perhaps: float | None
    score: float
    score_sure: float
    score_perhaps: float
    areas: DataFrame
    steps_not_known: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return plain values; the areas' under `areas`."""
        import json

        rest = {name: value for name, value in vars(self).items() if name != "areas"}
        return rest | {"areas": json.loads(self.areas.to_json(orient="records", double_precision=15))}


def for_whom(
    model: Model, need: Need | None, asked: Asked, *, lens: str, without_steps: Model | None = None
) -> ForWhom:
    """
    Compare what somebody has within reach with what everybody has.

    Parameters
    ----------
    lens
        `no_id`, `language:pl`, or `step_free`.
    without_steps
        For `step_free`: the model of the same place and assets made with the profile "step-free".

    Notes
    -----
    One person more or less does not change who shares a place: what each place has for one of those who share it stays
    everybody's (the first step of 2SFCA), and only what the person can come to, and is let in, is added up (the
    second). To take everybody's steps away instead would leave fewer to share, and so find *more* for each.
    """
    everybody = gaps(model, need, replace(asked, lens=""), draws=0)
    found = everybody.supplied
    reach = model
    if lens == STEP_FREE:
        if without_steps is None or [x.id for x in without_steps.assets] != [x.id for x in model.assets]:
            raise ValueError("the step-free lens takes a model of the same assets, of that profile.")
        reach = without_steps
    assets = [model.assets[x] for x in found.rows]
    answers = np.array([_lens_answer(x, lens, asked) for x in assets], dtype=object)
    yes, no = answers == "yes", answers == "no"
    each = each_has(model, found, asked, found.capacities.now)
    weights = weights_of(reach, reach.pairs, asked)[found.rows]
    nothing_known = np.bincount(reach.homes.area[reach.is_known], minlength=len(reach.areas)) == 0
    table = everybody.table[["code", "name", "rank", "supply", "score"]].copy()
    for name, some in (("sure", yes), ("perhaps", ~no)):
        supply = np.where(nothing_known, np.nan, weights.T @ np.where(some, each, 0.0))
        table[f"supply_{name}"] = supply
        table[f"score_{name}"] = (
            everybody.table["people"] * everybody.table["need"] * shortfall_of(supply, everybody.fair)
        )
    shares = [_share(table[x].to_numpy(), found.people, everybody.fair) for x in ("supply_sure", "supply_perhaps")]
    totals = [float(np.nansum(table[x].to_numpy())) for x in ("score_sure", "score_perhaps")]
    return ForWhom(
        lens=lens, yes=int(yes.sum()), partly=int((answers == "partly").sum()), no=int(no.sum()),
        not_known=int((answers == NOT_KNOWN).sum()),
        everybody=1.0 if everybody.fair > 0 else None, sure=shares[0], perhaps=shares[1], score=everybody.total,
        score_sure=totals[0], score_perhaps=totals[1], areas=table,
        steps_not_known=lens == STEP_FREE and not reach.walked.graph.knows_steps,
    )  # fmt: skip


def said_for(found: ForWhom) -> tuple[str, ...]:
    """Tell in the language spoken how much less somebody has within reach than everybody."""
    if found.sure is None or found.perhaps is None:
        return (_("Nobody has anything of this within reach, so nobody has less than others."),)
    if not (found.yes or found.partly or found.no):
        return (
            _("None of these places says whether it is open to {who}: it is not known.", who=_who(found.lens)),
            *_steps(found),
        )
    values = {"sure": _of_100(found.sure), "perhaps": _of_100(found.perhaps), "who": _who(found.lens)}
    if found.not_known:
        told = [
            _(
                "Where everybody has 100 within reach, {who} has {sure} for certain, and at most {perhaps} if all "
                "places that do not say turn out to be open to them.",
                **values,
            ),
            ngettext("{n} place does not say.", "{n} places do not say.", found.not_known),
        ]
    else:
        told = [_("Where everybody has 100 within reach, {who} has {sure}.", **values)]
    return (*told, *_steps(found))


def _steps(found: ForWhom) -> tuple[str, ...]:
    if not found.steps_not_known:
        return ()
    return (_("The streets here do not say where there are steps: there may be less within reach than that."),)


def _who(lens: str) -> str:
    if lens == NO_ID:
        return _("somebody without papers")
    if lens == STEP_FREE:
        return _("somebody who cannot take steps")
    code = lens.removeprefix(LANGUAGE)
    known = LANGUAGES.get(code)
    name = code if known is None else known.english if spoken() == "en" else known.name
    return _("somebody who speaks only {language}", language=name)


def _lens_answer(asset: Asset, lens: str, asked: Asked) -> str:
    return asset.step_free if lens == STEP_FREE else replace(asked, lens=lens).lens_answer(asset)


def _of_100(share: float) -> str:
    return number_text(share * 100 if share <= 0 else max(1, round(share * 100)))


def _sorted_into(answers: Sequence[str]) -> NDArray[np.float64]:
    """Return which asset gave which answer, float64 (4, assets): `ANSWERS`, then `NOBODY`."""
    given_ = np.array(answers, dtype=object)
    return np.array([given_ == x for x in (*ANSWERS, NOBODY)], dtype=np.float64).reshape(4, len(answers))


def _bars(four: NDArray[np.float64]) -> Bars:
    ours, others, not_known, nobody = (float(x) for x in four)
    return Bars(ours=ours, others=others, not_known=not_known, nobody=nobody)


def _mean(supply: NDArray[np.float64], people: NDArray[np.float64]) -> NDArray[np.float64]:
    whole = float(people.sum())
    return supply @ people / whole if whole else np.zeros(len(supply))


def _share(supply: NDArray[np.float64], people: NDArray[np.float64], fair: float) -> float | None:
    known = ~np.isnan(supply)
    whole = float(people[known].sum())
    return float(supply[known] @ people[known]) / whole / fair if whole and fair > 0 else None
