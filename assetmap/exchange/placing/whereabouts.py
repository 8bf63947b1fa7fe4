"""Where a row is: the surest way in which it says so, checked; what cannot be is proposed otherwise, or refused."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import shapely

from assetmap.crs import WGS84
from assetmap.exchange.placing.coordinates import finite
from assetmap.exchange.placing.meant import NOT_FINITE, SWAPPED, Unplaced, done, in_degrees, meant_by, nowhere
from assetmap.exchange.placing.outlines import KINDS, mended, mixed
from assetmap.exchange.placing.reaching import FAR_M, Reach, Whereabouts, apart_m, middle
from assetmap.exchange.placing.ways import BY_POSTCODE, Ways
from assetmap.exchange.problems import Problem, Proposal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from shapely.geometry.base import BaseGeometry

    from assetmap.exchange.headings import Columns
    from assetmap.exchange.placing.meant import Guess
    from assetmap.exchange.placing.ways import Way
    from assetmap.exchange.sheets import Row

__all__ = ["APART_M", "FAR_M", "Finder", "Found", "Whereabouts"]

APART_M = 1_000
"""How far apart two coordinates of one row may be before it is told: more than rounding and a site's width."""
POSTCODE_M = 5_000
"""The same for the middle of its postcode: in the country one reaches far."""
_EARTH_DEGREE_M = 111_320.0
_POSTCODE_TROUBLE = {"incomplete", "not located", "not readable"}


@dataclass(frozen=True, kw_only=True)
class Found:
    """
    Where one row is.

    `where`: EPSG:4326 or None. `repairs`: what was mended, in words. Where nothing located the row and the last of
    `problems` has `kept` False, it must stay out; `proposals` may say where it would be.
    """

    where: BaseGeometry | None = None
    repairs: str = ""
    problems: tuple[Problem, ...] = ()
    proposals: tuple[Proposal, ...] = ()


@dataclass
class Finder:
    """
    Finds rows on the map of one place (or of the whole world where there is none).

    `crs` is that of the shapes, "" where the file does not say. What `accepted` names by its key is carried out.
    `only_here`: the list is of a whole country, and a row with a postcode that is not the place's stays out.
    """

    place: Whereabouts | None = None
    crs: str = WGS84
    accepted: Collection[str] = ()
    only_here: bool = False
    reach: Reach = field(init=False)

    def __post_init__(self) -> None:
        self.reach = Reach(self.place)

    @property
    def metric_crs(self) -> str:
        """The system in which eastings and northings are meant."""
        return self.reach.metric_crs

    def find(self, row: Row, columns: Columns) -> Found:
        """Find one row, by the surest of the ways in which it says where it is."""
        bad: list[Unplaced] = []
        ways = Ways(self.reach, self.crs).of(row, columns)
        for column, shape, note in ways:
            try:
                where, repairs, further = self._checked(shape(), column, row.number)
            except Unplaced as error:
                if error.what not in {x.what for x in bad}:  # several columns are often wrong in the same way
                    bad.append(error)
                guess = error.guess
                if guess is not None and guess.where is not None and guess.key in self.accepted:
                    return self._as_accepted(row.number, guess, [*(x for x in bad if x is not error), error])
                continue
            if where is None:  # an empty shape says nothing
                continue
            problems = [Problem(row.number, x.column, x.what, x.mend, kept=True) for x in bad]
            problems += [Problem(row.number, column, x.what, x.mend, kept=True) for x in further]
            proposals = [*(x for x in self._proposed(row.number, bad) if x.where is not None), *further]
            if note != BY_POSTCODE:
                problems += self._elsewhere(row.number, where, ways)
            return Found(where=where, repairs=repairs or note, problems=tuple(problems), proposals=tuple(proposals))
        # A postcode that nobody knows costs the place on the map, not the row; wrong coordinates cost the row.
        kept = all(x.what in _POSTCODE_TROUBLE for x in bad)
        if self.only_here and self.place is not None:
            return Found(problems=(self._not_here(row.number, columns),))
        proposals = self._proposed(row.number, bad)
        if proposals and proposals[0].key in self.accepted:  # to be kept without a place: nothing else located it
            proposals, kept = [dataclasses.replace(proposals[0], accepted=True)], True
            key = proposals[0].key
            for x in bad:
                x.mend = done(x.guess) if x.guess is not None and x.guess.key == key else x.mend
        problems = [Problem(row.number, x.column, x.what, x.mend, kept=kept) for x in bad]
        return Found(problems=tuple(problems), proposals=tuple(proposals))

    def _not_here(self, row: int, columns: Columns) -> Problem:
        """Leave out the row of another place from the list of a whole country."""
        heading = next(iter(columns.fields.get("postcode", ())), None)
        if self.reach.postcodes:
            return Problem(row, heading, "elsewhere", "its postcode is not one of this place: it was left out.")
        mend = "the list is of a whole country, and this place has no postcodes to know its rows by: add them first."
        return Problem(row, heading, "not located", mend)

    def _proposed(self, row: int, bad: list[Unplaced]) -> list[Proposal]:
        """Give the first guess about where the row is; what would only lose its place comes last."""
        guesses = [x.guess for x in bad if x.guess is not None]
        guesses.sort(key=lambda x: x.where is None)
        return [Proposal(row, x.key, x.what, x.mend, x.where) for x in guesses[:1]]

    def _as_accepted(self, row: int, guess: Guess, bad: list[Unplaced]) -> Found:
        """Put a row where the guess leads, if that can be."""
        assert guess.where is not None
        proposal = Proposal(row, guess.key, guess.what, guess.mend, guess.where, accepted=True)
        bad[-1].mend = done(guess)
        told = [Problem(row, x.column, x.what, x.mend, kept=True) for x in bad]
        try:
            where, repairs, further = self._checked(guess.where, bad[-1].column or "", row)
        except Unplaced as error:
            told.append(Problem(row, error.column, error.what, error.mend))
            return Found(problems=tuple(told), proposals=(proposal,))
        told += [Problem(row, bad[-1].column, x.what, x.mend, kept=True) for x in further]
        note = f"Its coordinates were mended ({guess.what})."
        repairs = f"{note} {repairs}".strip()
        return Found(where=where, repairs=repairs, problems=tuple(told), proposals=(proposal, *further))

    def _elsewhere(self, row: int, where: BaseGeometry, ways: Iterator[Way]) -> list[Problem]:
        """Tell where a further column says that the row is somewhere else."""
        for column, shape, note in ways:
            try:
                other = shape()
            except Unplaced:
                continue
            if other.is_empty or not finite(*other.bounds) or middle(other) == (0.0, 0.0):
                continue
            far = POSTCODE_M if note == BY_POSTCODE else APART_M
            apart = apart_m(middle(where), middle(other))
            if apart > far and where.distance(other) * _EARTH_DEGREE_M > far:
                mend = f"it says {apart / 1000:,.1f} km from where the row was put: see which of the two is right."
                return [Problem(row, column, "two places", mend, kept=True)]
        return []

    def _checked(self, where: BaseGeometry, column: str, row: int) -> tuple[BaseGeometry | None, str, list[Proposal]]:
        """Refuse coordinates that cannot be; mend outlines that cross themselves, and leave heights out."""
        if where.is_empty:
            return None, "", []
        carried: list[Proposal] = []
        has_height = False
        if where.has_z:
            has_height = bool(np.nan_to_num(shapely.get_coordinates(where, include_z=True)[:, 2]).any())
            where = shapely.force_2d(where)
        if not np.isfinite(shapely.get_coordinates(where)).all():
            raise Unplaced(column, *NOT_FINITE, guess=nowhere("nan", "not a number"))
        self._refuse_impossible(where, column)
        self._near_enough(where, column)
        if has_height:
            mend = "its heights are not kept: a map is flat."
            carried.append(Proposal(row, "height", "heights", mend, where, accepted=True))
        if where.geom_type not in KINDS:
            raise mixed(where, column)
        if where.geom_type == "Point" or where.is_valid:
            return where, "", carried
        whole, repairs = mended(where, column)
        return whole, repairs, [*carried, Proposal(row, "outline", "repaired", repairs, whole, accepted=True)]

    def _refuse_impossible(self, where: BaseGeometry, column: str) -> None:
        west, south, east, north = where.bounds
        if max(abs(west), abs(east)) <= 180 and max(abs(south), abs(north)) <= 90:
            return
        near = self.reach.near if in_degrees(where) else self.reach.near_from_metres
        guess = meant_by(where, near=near, metric_crs=self.reach.metric_crs)
        if guess is not None:
            mend = guess.mend
            if guess.key == "metres":
                mend = "these are metres: call the columns easting and northing, or export in EPSG:4326."
            raise Unplaced(column, guess.what, mend, guess=guess)
        if max(abs(south), abs(north)) <= 180 and max(abs(west), abs(east)) <= 90 and self.reach.bounds is None:
            raise Unplaced(column, "swapped", SWAPPED)
        if in_degrees(where):
            mend = "a latitude is -90 to 90 and a longitude -180 to 180: look the numbers up again."
            raise Unplaced(column, "not on the earth", mend, guess=nowhere("impossible", "not on the earth"))
        mend = "these are metres: call the columns easting and northing, or export in EPSG:4326."
        raise Unplaced(column, "metres, not degrees", mend)

    def _near_enough(self, where: BaseGeometry, column: str) -> None:
        x, y = middle(where)
        if (x, y) == (0.0, 0.0):
            mend = "that is a point in the sea off Africa, and means that nobody filled it in: leave it empty."
            raise Unplaced(column, "0, 0", mend, guess=nowhere("zero", "0, 0"))
        if self.reach.bounds is None or self.reach.off_m(x, y) <= FAR_M:
            return
        guess = meant_by(where, near=self.reach.near, metric_crs=self.reach.metric_crs)
        if guess is not None:
            raise Unplaced(column, guess.what, guess.mend, guess=guess)
        raise Unplaced(
            column, "far outside this place",
            f"it is {self.reach.off_m(x, y) / 1000:,.0f} km away: check the coordinates, or leave the row out.",
        )  # fmt: skip
