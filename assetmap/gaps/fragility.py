"""
What would be lost if a place closed; and of which places it is written down that they may.

Only what somebody wrote down is a reason: when its money ends, that one person holds it up, that its venue is at risk,
that it is paused. What nobody wrote down is not known: it is neither safe nor fragile. How a place is held up is told
to partners and to who looks after the map (`disclosure.TABLE`); everybody else learns what hangs on it, and not that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.access.catchments import catchments
from assetmap.disclosure import disclosed
from assetmap.gaps.asking import Asked, Change
from assetmap.gaps.flagging import FEWEST_PEOPLE
from assetmap.gaps.scoring import PER, gaps, known_homes, shortfall_of
from assetmap.roles import VISITOR
from assetmap.vocabulary import NOT_KNOWN
from assetmap.wording import apart, day_text, joined, ngettext, number_text
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from assetmap.access.catchments import Catchments
    from assetmap.assets import Asset
    from assetmap.deprivation import Need
    from assetmap.gaps.model import Model
    from assetmap.gaps.scoring import Gaps

MONEY, ONE_PERSON, VENUE, PAUSED = "money", "one_person", "venue", "paused"
REASONS = (MONEY, ONE_PERSON, VENUE, PAUSED)
FEW = 1
"""It is held up by so many people or fewer: one falls ill, and it is over."""
LASTING = frozenset({"green_place", "water_place", "hill_or_view", "walk_or_route", "story_or_special_place"})
"""What does not close as a group does: it counts as fragile only where there is a reason."""
MOST_AREAS = 5
_AT_ONCE = 2_000_000
"""So many numbers of a cube are added up at once."""
_HELD_UP = ("funding_ends", "depends_on", "venue_security")


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why a place may be lost: one of `REASONS`. `on`: when its money ends, or until when it is paused."""

    key: str
    on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Fragile:
    """
    One place, and what hangs on it.

    `before` and `after`: all scores together, today and if it closed; `loss` is the difference: people short of a fair
    share, weighed by need. `short_people`: the same, unweighed; None where that is fewer than `FEWEST_PEOPLE`. `left`:
    how many people would have nothing of this within reach any more, rounded to ten. `areas`: code and loss of those
    that lose most. `reasons`: those that are written down; empty where there are none, or where they are not told.
    `not_known`: which of `funding_ends`, `depends_on` and `venue_security` nobody wrote down; None where that is not
    told.
    """

    id: str
    short: str
    name: str
    kind: str
    before: float
    after: float
    loss: float
    short_people: float | None
    left: int
    areas: tuple[tuple[str, float], ...]
    reasons: tuple[Reason, ...]
    not_known: tuple[str, ...] | None

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        return vars(self) | {
            "areas": [{"code": code, "loss": loss} for code, loss in self.areas],
            "reasons": [{"reason": x.key, "on": None if x.on is None else x.on.isoformat()} for x in self.reasons],
            "not_known": None if self.not_known is None else list(self.not_known),
        }


def fragile(
    model: Model,
    need: Need | None,
    asked: Asked | None = None,
    *,
    on: date,
    by: date | None = None,
    audience: str = "public",
    role: str = VISITOR,
) -> tuple[Fragile, ...]:
    """
    Work out for each place what would be lost if it closed, the worst first; equal losses by name.

    Each is as if it alone closed, exactly as `gaps` would say of that change; several together lose at least the sum
    of each (`lost_together`).

    Parameters
    ----------
    on
        Today. Money that ended before counts as a reason too: somebody has to look.
    by
        Until when money that ends is a reason; None: whenever it ends.
    audience, role
        Who is told: the gate leaves out for everybody what is for partners and stewards. By default everybody.

    Returns
    -------
    fragile
        Every place that counts in the answer, and whose closing would be noticed, or of which there is a reason. What
        does not close (`LASTING`) only where there is one.
    """
    question = asked or Asked()
    now = gaps(model, need, question, draws=0)
    may_see = {x.id: x for x in disclosed(model.assets, audience=audience, role=role)}
    tells = tells_how_held(audience=audience, role=role)
    people, scores, shortfalls = (now.table[x].to_numpy(dtype=np.float64) for x in ("people", "score", "shortfall"))
    codes = model.codes
    out = []
    for row, change in _each_closed(now):
        held = model.assets[now.supplied.rows[row]]
        asset = may_see.get(held.id)
        if asset is None:
            continue
        reasons = reasons_of(asset, on=on, by=by)
        if not reasons and (change.loss <= 0 or asset.kind in LASTING):
            continue
        lost = change.score - scores[change.areas]
        worst = [x for x in np.argsort(-lost, kind="stable")[:MOST_AREAS] if lost[x] > 0]
        more_short = float(np.nansum(people[change.areas] * (change.shortfall - shortfalls[change.areas])))
        out.append(
            Fragile(
                id=asset.id,
                short=asset.short,
                name=asset.name,
                kind=asset.kind,
                before=now.total,
                after=change.total,
                loss=change.total - now.total,
                short_people=None if 0 < more_short < FEWEST_PEOPLE else more_short,
                left=int(float(np.nansum(people[change.areas] * change.left)) / 10 + 0.5) * 10,
                areas=tuple((codes[change.areas[x]], float(lost[x])) for x in worst),
                reasons=reasons,
                not_known=tuple(x for x in _HELD_UP if getattr(asset, x) in (None, NOT_KNOWN)) if tells else None,
            )
        )
    return tuple(sorted(out, key=lambda x: (-x.loss, x.name, x.id)))


def reasons_of(asset: Asset, *, on: date, by: date | None = None) -> tuple[Reason, ...]:
    """Say why a place may be lost, as far as it is written down and may be seen."""
    out = []
    if asset.funding_ends is not None and (by is None or asset.funding_ends <= max(by, on)):
        out.append(Reason(key=MONEY, on=asset.funding_ends))
    if asset.depends_on is not None and asset.depends_on <= FEW:
        out.append(Reason(key=ONE_PERSON))
    if asset.venue_security == "at_risk":
        out.append(Reason(key=VENUE))
    if asset.status == "paused":
        out.append(Reason(key=PAUSED, on=asset.paused_until))
    return tuple(out)


def tells_how_held(*, audience: str = "public", role: str = VISITOR) -> bool:
    """Say whether somebody may see how places are held up, as the gate has it."""
    from assetmap.assets import Asset

    probe = Asset(name="x", kind="group or club", status="published", venue_security="at risk")
    return disclosed([probe], audience=audience, role=role)[0].venue_security != NOT_KNOWN


def lost_together(model: Model, need: Need | None, asked: Asked, *, lost: Sequence[Fragile]) -> float:
    """Return the loss if several closed at once: at least as much as the losses of each together."""
    closed = Change(closed=frozenset(x.id for x in lost))
    return gaps(model, need, asked, change=closed, draws=0).total - gaps(model, need, asked, draws=0).total


def said_reason(reason: Reason, *, on: date) -> str:
    """Tell in the language spoken why a place may be lost."""
    if reason.key == MONEY and reason.on is not None:
        if reason.on < on:
            return _("its money was to end on {day}", day=day_text(reason.on))
        return _("its money ends on {day}", day=day_text(reason.on))
    if reason.key == ONE_PERSON:
        return _("one person holds it up")
    if reason.key == VENUE:
        return _("its venue is at risk")
    if reason.on is not None:
        return _("it is paused until {day}", day=day_text(reason.on))
    return _("it is paused")


def said_fragile(found: Sequence[Fragile], *, on: date, by: date | None = None, most: int = 5) -> tuple[str, ...]:
    """Tell in the language spoken which places, if lost, hurt most: those with a reason alone."""
    if not found:
        return (_("None of these places would be missed within reach."),)
    some = [x for x in found if x.reasons][:most]
    is_told = all(x.not_known is not None for x in found)
    told = [_said_losses(some, on=on, by=by)] if some else [
        _("Most would be missed: {names}.", names=apart([x.name for x in found[:most]]))
    ]  # fmt: skip
    if not is_told:
        told.append(_("How places are held up is told to partners and to whoever looks after this map."))
    elif not some:
        told.append(_("Of none of these places is it written down that it may be lost."))
    worst = max(some or found[:most], key=lambda x: x.left)
    if worst.left:
        told.append(
            _(
                "Without {name} about {people} people would have nothing of this within reach.",
                name=worst.name,
                people=number_text(worst.left),
            )
        )
    unknown = sum(bool(x.not_known) for x in found)
    if unknown:
        told.append(
            ngettext(
                "Of {n} place it is not written down how it is held up: it may be as fragile.",
                "Of {n} places it is not fully written down how they are held up: they may be as fragile.",
                unknown,
            )
        )
    return tuple(told)


def _said_losses(some: Sequence[Fragile], *, on: date, by: date | None) -> str:
    # translators: a place, and why it may be lost
    named = [
        _("{name} ({why})", name=x.name, why=joined([said_reason(reason, on=on) for reason in x.reasons])) for x in some
    ]
    if by is None:
        return ngettext(
            "This one, if lost, would hurt: {names}.",
            "These {n}, if lost, would hurt most: {names}.",
            len(some),
            names=apart(named),
        )
    return ngettext(
        "This one, if lost by {day}, would hurt: {names}.",
        "These {n}, if lost by {day}, would hurt most: {names}.",
        len(some),
        day=day_text(by),
        names=apart(named),
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class _Closed:
    """What changes if one place closes: rows of the areas, and their scores, shortfalls and share left with nothing."""

    areas: NDArray[np.int64]
    score: NDArray[np.float64]
    shortfall: NDArray[np.float64]
    left: NDArray[np.float64]
    total: float
    loss: float


def _each_closed(now: Gaps) -> Iterator[tuple[int, _Closed]]:
    """
    Close one place after the other, and repair only the homes and areas that it reaches.

    Sums are taken in the very order that `gaps` takes them in, so that what comes out is equal to the bit.
    """
    model, found = now.model, now.supplied
    reach = catchments(found.pairs, now.asked.decays(model.profile))
    many = known_homes(model)
    lives = np.where(model.is_known, (found.people / np.maximum(many, 1))[model.homes.area], 0.0)
    every_home, left = _left_to_each(reach, found.capacities.now, lives)
    factor = now.table["people"].to_numpy(dtype=np.float64) * now.table["need"].to_numpy(dtype=np.float64)
    scores = now.table["score"].to_numpy(dtype=np.float64)
    first = np.searchsorted(model.homes.area, np.arange(len(many) + 1))
    at_homes = every_home * PER
    for row in np.flatnonzero(found.capacities.now[: len(found.rows)] > 0):
        its = slice(int(reach.head[row]), int(reach.head[row + 1]))
        homes = reach.demand[its]
        rows = np.unique(model.homes.area[homes])
        was = at_homes[homes]
        at_homes[homes] = left[its] * PER
        every = _spans(first[rows], first[rows + 1])
        known = model.is_known[every]
        here = np.repeat(np.arange(len(rows)), first[rows + 1] - first[rows])[known]
        sums = np.bincount(here, weights=at_homes[every[known]], minlength=len(rows))
        shortfall = shortfall_of(sums / many[rows], found.fair)
        none = np.bincount(
            model.homes.area[homes], weights=(at_homes[homes] <= 0) & (was > 0), minlength=len(many)
        )  # fmt: skip
        at_homes[homes] = was
        score = scores.copy()
        score[rows] = factor[rows] * shortfall
        total = float(np.nansum(score))
        yield (
            int(row),
            _Closed(
                areas=rows, score=score[rows], shortfall=shortfall, left=none[rows] / many[rows], total=total,
                loss=total - now.total,
            ),
        )  # fmt: skip


def _left_to_each(reach: Catchments, capacity: NDArray[np.float64], lives: NDArray[np.float64]) -> Any:
    """
    Return what every home is given for one person, float64 (homes), and, pair by pair, what it is given without that
    supply, float64 (p).

    Homes with as many supplies are added up at once, as cubes (homes, supplies, all but which) along the middle: so
    each sum runs over its supplies in their order.
    """
    shared = reach.people(lives)
    each = np.divide(capacity, shared, out=np.zeros(len(capacity)), where=shared > 0)
    order = np.argsort(reach.demand, kind="stable")
    given = (reach.weight * np.repeat(each, np.diff(reach.head)))[order]
    home = reach.demand[order]
    first = np.searchsorted(home, np.arange(reach.demands + 1))
    many = np.diff(first)
    left = np.zeros(len(given))
    for number in np.unique(many[many > 1]).tolist():
        of = first[:-1][many == number]
        for some in np.array_split(of, max(1, len(of) * number * number // _AT_ONCE)):
            at = some[:, None] + np.arange(number)
            cube = np.repeat(given[at][:, :, None], number, axis=2)
            cube[:, np.arange(number), np.arange(number)] = 0.0
            left[at] = cube.sum(axis=1)
    by_pair = np.empty(len(given))
    by_pair[order] = left
    return np.bincount(home, weights=given, minlength=reach.demands), by_pair


def _spans(begin: NDArray[np.int64], end: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return all numbers from each begin to its end, one span after the other."""
    many = end - begin
    after = np.cumsum(many)
    return np.repeat(begin - (after - many), many) + np.arange(int(after[-1]) if len(after) else 0)
