"""
Where the next places should be: so many new ones among candidates that bring the most people in need within reach.

Maximal covering: Church and ReVelle, Papers of the Regional Science Association 32 (1974), 101 to 118. People who reach
one of what was asked for already are covered; each of the others counts by the need of their neighbourhood, once,
however many new places they would reach. A good choice comes at once, with how much better any other could be at most;
`exact` finds the best one, and proves it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.access.covering import Chosen, Cover, best
from assetmap.access.covering_proof import SECONDS, optimum
from assetmap.errors import SettingsError
from assetmap.gaps.asking import Asked, Change
from assetmap.gaps.scoring import gaps, known_homes, people_of, weight_of
from assetmap.gaps.siting_candidates import VENUES, Candidate, kinds_of_venues, reach_of, venue, venues, with_areas
from assetmap.gaps.siting_gained import Doubtful, doubtful, gained

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from assetmap.deprivation import Need
    from assetmap.gaps.model import Model
    from assetmap.gaps.siting_gained import AreaGained

WORST_OFF = 0.1
"""The worst-off are the neighbourhoods of greatest need that hold this share of the people; equal ones together."""


@dataclass(frozen=True, kw_only=True)
class Brought:
    """What one new place brings, after those before it. `homes`: counted points; `weighed`: people times need."""

    people: float
    homes: int
    weighed: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Sites:
    """
    The answer.

    `chosen`: pinned ones first, then each the one that brings most; `brought`: what each brings. `covered_before`,
    `covered`, `total`: people (homes, where nobody knows how many people there are) who reach one today, with all of
    them, and in all. `weighed_before`, `weighed`, `weighed_total`: the same times need: what is made as great as can
    be. `bound`: no choice of so many brings `weighed` above it. `cost_of_equity`: what putting the worst-off first
    costs of `weighed`, None where that was not asked; `people_cost` the same in people. `worst_before`, `worst`,
    `worst_total`: of the people of the worst-off neighbourhoods. `seconds_note`: what stopped the search for proof.
    `not_known`: people whose homes have no street near. `left_out`: candidates without a street near.
    """

    chosen: tuple[Candidate, ...]
    brought: tuple[Brought, ...]
    new: int
    candidates: int
    left_out: int
    pinned: int
    has_people: bool
    covered_before: float
    covered: float
    total: float
    weighed_before: float
    weighed: float
    weighed_total: float
    bound: float
    is_exact: bool
    worst_off_first: bool
    worst_before: float
    worst: float
    worst_total: float
    worst_bound: float
    cost_of_equity: float | None
    people_cost: float | None
    areas_gained: tuple[AreaGained, ...]
    not_known: float
    need_not_known: int
    seconds_note: str
    model: Model = field(repr=False)
    need: Need | None = field(repr=False)
    asked: Asked
    where: str = ""

    @property
    def gained(self) -> float:
        """People times need who would reach one and do not today."""
        return self.weighed - self.weighed_before

    @property
    def proven_gap(self) -> float | None:
        """By which share any choice could bring more at most; 0: proven that none does. None: there is no bound."""
        if not np.isfinite(self.bound):
            return None
        more = self.bound - self.weighed
        if more <= 1e-7 * max(self.weighed, 1.0):
            return 0.0
        return more / self.gained if self.gained > 0 else None

    @property
    def doubtful(self) -> Doubtful:
        """Of those who gain, how many live where it is not sure that they have none now."""
        return doubtful(self.areas_gained)

    def to_json(self) -> dict[str, Any]:
        """Return the shape that scripts rely on."""
        from assetmap.gaps.siting_telling import as_json

        return as_json(self)


def site(  # noqa: PLR0913  each is a wish of its own
    model: Model,
    need: Need | None,
    asked: Asked | None = None,
    *,
    new: int,
    candidates: Sequence[Candidate] | None = None,
    pinned: Sequence[str] = (),
    worst_off_first: bool = False,
    exact: bool = False,
    change: Change | None = None,
    where: str = "",
    seconds: float = SECONDS,
    told: Callable[[str], None] | None = None,
) -> Sites:
    """
    Choose where new places should be.

    Parameters
    ----------
    model
        `model_of`: who can walk where.
    need
        `deprivation.need_of`; None weighs everybody alike.
    asked
        What is to be new, and within how many minutes it is near. What fits it today covers who reaches it.
    new
        How many, the pinned ones among them.
    candidates
        Where it could go; places on the map (`siting_candidates.venues`) when None.
    pinned
        Six-character codes of places on the map that must be in, whatever their kind; or names of candidates.
    worst_off_first
        First the most of the people in the neighbourhoods of greatest need (`WORST_OFF`), then the most of all.
    exact
        Find the best there is with HiGHS, at most `seconds` for each question put to it.
    change
        What if: counted as it would be then.
    where
        What the candidates are, for `method`.
    told
        Is told what is being done.

    Raises
    ------
    SettingsError
        No place is wanted, or more than could be; a pinned place is not there, or far from every street; there is no
        index to say who is worst off.
    """
    question = asked or Asked()
    say = told or (lambda _: None)
    if _limit(model, question) > model.pairs.limit_mm:
        most = int(model.profile.minutes(model.pairs.limit_mm))
        raise SettingsError(f"[minutes] this place is very large: choose up to {most}.")
    given = venues(model, question) if candidates is None else tuple(candidates)
    listed, pins = _with_pins(model, given, pinned)
    where = where or (VENUES if candidates is None else "given")
    _check_number(new, listed, pins, question, on_the_map=where == VENUES)
    if worst_off_first and need is None:
        raise SettingsError("the worst-off cannot come first: this place has no index of deprivation.")
    say(f"walking from homes to {len(listed):,} candidates …")
    begins, homes, has_street = reach_of(model, listed, limit_mm=_limit(model, question))
    for pin in pins:
        if not has_street[pin] or (listed[pin].row >= 0 and begins[pin] == begins[pin + 1]):
            raise SettingsError(
                f"nobody can be shown to walk to {listed[pin].name or 'a pinned place'} within {question.minutes:g} "
                "minutes: it is far from every street, or from every home. Choose another place to pin."
            )
    people = _People.of(model, need)
    seen = covered_now(model, question, change or Change())
    cover = Cover(head=begins, demand=homes, weight=np.where(seen, 0.0, people.weighed))
    first = np.where(seen, 0.0, people.worst) if worst_off_first else None
    say(f"choosing {new} …")
    found, plain = _chosen(cover, new, pins, first=first, exact=exact, seconds=seconds, say=say)
    return _told(
        found, plain, cover=cover, listed=listed, seen=seen, people=people,
        flags=gaps(model, need, question, change=change, draws=0).table["flags"].tolist(),
        model=model, need=need, asked=question, new=new, left_out=int(np.count_nonzero(~has_street)), pinned=len(pins),
        is_exact=exact, worst_off_first=worst_off_first, where=where,
        seconds_note=f"stopped after {seconds:g} s" if exact and found.gap > 0 else "",
    )  # fmt: skip


def _chosen(
    cover: Cover, new: int, pins: Sequence[int], *, first: NDArray[np.float64] | None, exact: bool, seconds: float,
    say: Callable[[str], None],
) -> tuple[Chosen, Chosen]:  # fmt: skip
    """Choose as asked; and, where the worst-off come first, as if they did not, to tell what that costs."""

    def choice(ahead: NDArray[np.float64] | None) -> Chosen:
        if exact:
            return optimum(cover, new, pinned=pins, first=ahead, seconds=seconds, told=say)
        return best(cover, new, pinned=pins, first=ahead)

    if first is None:
        found = choice(None)
        return found, found
    found, plain = choice(first), choice(None)
    return found, found if found.covered > plain.covered else plain


def covered_now(model: Model, asked: Asked, change: Change) -> NDArray[np.bool_]:
    """Say of each home whether one of what was asked for is within reach, bool (p)."""
    limit = _limit(model, asked)
    used = np.array([
        asked.fits(x) and asked.lens_answer(x) == "yes" and x.id not in change.closed and change.capacity.get(x.id) != 0
        for x in model.assets
    ], dtype=bool)  # fmt: skip
    seen = np.zeros(len(model.homes.xy), dtype=bool)
    if len(used):
        seen[model.pairs.node[(model.pairs.mm <= limit) & used[model.pairs.owner]]] = True
    for one in change.added:
        if one.fits(asked) and one.capacity != 0:
            more = model.pairs_from(one.lon, one.lat)
            seen[more.node[more.mm <= limit]] = True
    return seen


@dataclass(frozen=True, kw_only=True, eq=False)
class _People:
    """
    Who lives at each home, float64 (p): `lives` people (1 each where no figures are), `weighed` times need, `worst`
    those of the worst-off neighbourhoods. `not_known`: people without a street near any home of theirs.
    """

    lives: NDArray[np.float64]
    weighed: NDArray[np.float64]
    worst: NDArray[np.float64]
    not_known: float
    need_not_known: int

    @classmethod
    def of(cls, model: Model, need: Need | None) -> _People:
        """Spread each area's people evenly over its homes; an area of unknown need counts as the mean of the others."""
        people, many = people_of(model), known_homes(model)
        area, known = model.homes.area, model.is_known
        each = people / np.maximum(many, 1) if model.has_people else np.ones(len(people))
        lives = np.where(known, each[area], 0.0)
        weight = weight_of(model, need).need
        blank = np.isnan(weight)
        if blank.all():
            weight = np.ones(len(weight))
        elif blank.any():
            weight = np.where(blank, np.average(weight[~blank], weights=np.maximum(people[~blank], 1e-9)), weight)
        here = np.bincount(area, weights=lives, minlength=len(people)).astype(np.float64)
        return cls(
            lives=lives, weighed=lives * weight[area],
            worst=np.where(_worst_off(weight, here, ~blank)[area], lives, 0.0),
            not_known=float(people[many == 0].sum()) if model.has_people else float(np.count_nonzero(many == 0)),
            need_not_known=int(np.count_nonzero(blank)) if need is not None else 0,
        )  # fmt: skip


def _worst_off(weight: NDArray[np.float64], people: NDArray[np.float64], known: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the areas of greatest need that hold `WORST_OFF` of the people, those of equal need together."""
    order = np.argsort(-np.where(known, weight, -1.0), kind="stable")
    ahead = np.cumsum(people[order])
    if not len(order) or not ahead[-1]:
        return known
    last = int(np.searchsorted(ahead, WORST_OFF * ahead[-1] - 1e-9))
    worst: NDArray[np.bool_] = known & (weight >= weight[order[min(last, len(order) - 1)]])
    return worst


def _limit(model: Model, asked: Asked) -> int:
    return model.profile.reach_mm(asked.minutes)


def _with_pins(
    model: Model, given: Sequence[Candidate], pinned: Sequence[str]
) -> tuple[tuple[Candidate, ...], tuple[int, ...]]:
    """Find the pinned ones, by code or by name; a place on the map that is no candidate becomes one."""
    listed = list(given)
    of_short = {x.short: i for i, x in enumerate(listed) if x.short}
    of_name = {_plain(x.name): i for i, x in reversed(list(enumerate(listed))) if x.name}
    rows = {x.short: i for i, x in enumerate(model.assets)}
    pins: list[int] = []
    for text in pinned:
        short, name = text.strip().upper(), _plain(text)
        if short not in of_short and name not in of_name and short in rows:
            if model.about[rows[short]]:
                raise SettingsError(f"[pin] {short} is shown only about where it is, so it cannot be pinned.")
            of_short[short] = len(listed)
            listed.append(venue(model, rows[short]))
        at = of_short.get(short, of_name.get(name))
        if at is None:
            raise SettingsError("[pin] no place on the map has such a code: it has six letters and figures.")
        if at not in pins:
            pins.append(at)
    return with_areas(model, listed), tuple(pins)


def _plain(name: str) -> str:
    return "".join(name.split()).casefold()


def _check_number(
    new: int, listed: Sequence[Candidate], pins: Sequence[int], asked: Asked, *, on_the_map: bool
) -> None:
    if new < 1:
        raise SettingsError("[new] choose 1 new place or more.")
    if len(pins) > new:
        raise SettingsError(f"[new] {len(pins)} places are pinned: choose {len(pins)} new places or more.")
    other = " Or let postcodes or streets be candidates, too: --candidates postcodes."
    if on_the_map and not (asked.kinds or asked.needs):
        raise SettingsError("say what is to be new, with --kind or --need: a place of some kind is on the map already.")
    if not listed:
        kinds = f" (looked for: {kinds_of_venues(asked)})" if on_the_map else ""
        raise SettingsError(f"there is nowhere to choose from: no place on the map could hold it{kinds}.{other}")
    if new > len(listed):
        raise SettingsError(f"[new] there are only {len(listed)} candidates: choose {len(listed)} or fewer.{other}")


def _told(
    found: Chosen, plain: Chosen, *, cover: Cover, listed: Sequence[Candidate], seen: NDArray[np.bool_],
    people: _People, **rest: Any,
) -> Sites:  # fmt: skip
    """Put the answer in people."""
    model: Model = rest["model"]
    after = seen | cover.seen(found.chosen)
    known, met = model.is_known, seen.copy()
    brought = []
    for one in found.chosen:
        fresh = np.zeros_like(met)
        fresh[cover.of(one)] = True
        fresh &= ~met & known
        brought.append(Brought(
            people=_sum(people.lives, fresh), homes=int(fresh.sum()), weighed=_sum(people.weighed, fresh),
        ))  # fmt: skip
        met |= fresh
    fixed = _sum(people.weighed, seen)
    first = rest["worst_off_first"]
    instead = seen | cover.seen(plain.chosen)
    return Sites(
        chosen=tuple(listed[x] for x in found.chosen), brought=tuple(brought), candidates=len(listed),
        has_people=model.has_people,
        covered_before=_sum(people.lives, seen), covered=_sum(people.lives, after), total=float(people.lives.sum()),
        weighed_before=fixed, weighed=_sum(people.weighed, after), weighed_total=float(people.weighed.sum()),
        bound=fixed + found.bound,
        worst_before=_sum(people.worst, seen), worst=_sum(people.worst, after), worst_total=float(people.worst.sum()),
        worst_bound=_sum(people.worst, seen) + found.first_bound if first else float("nan"),
        cost_of_equity=max(0.0, plain.covered - found.covered) if first else None,
        people_cost=_sum(people.lives, instead) - _sum(people.lives, after) if first else None,
        areas_gained=gained(model, people.lives, seen & known, after & known, flags=rest.pop("flags")),
        not_known=people.not_known, need_not_known=people.need_not_known, **rest,
    )  # fmt: skip


def _sum(what: NDArray[np.float64], some: NDArray[np.bool_]) -> float:
    return float(what[some].sum())
