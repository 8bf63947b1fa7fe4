"""Twenty new places among a thousand for 1,673 neighbourhoods: at once, and proven; against spopt's MCLP."""

from __future__ import annotations

import importlib
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.access.covering import Chosen, Cover, best
from assetmap.access.covering_proof import optimum
from assetmap.bench.access.catchments import INVENTED, middles
from assetmap.bench.access.turns import timed
from assetmap.bench.rows import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

GOALS = {"at once": 100, "proven": 2}
ENOUGH, SAME = 0.995, 1e-6
RADII_M = (2_000.0, 3_000.0)
"""At 2 km the relaxation's bound is the optimum, as on most networks; at 3 km it is not, and HiGHS has to branch."""
_AREAS, _CANDIDATES, _NEW = 1_673, 1_000, 20
_MIDDLE = (375_000.0, 165_000.0)
"""Bath."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Problem:
    """`cost`: float64 (candidates, areas), metres. `weight`: float64 (areas), people times need."""

    cost: NDArray[np.float64]
    weight: NDArray[np.float64]
    radius_m: float
    new: int
    note: str

    @property
    def cover(self) -> Cover:
        """Turn the matrix into who is covered by whom, as we take it."""
        near = self.cost <= self.radius_m
        head = np.concatenate([[0], np.cumsum(np.count_nonzero(near, axis=1))]).astype(np.int64)
        return Cover(head=head, demand=(np.flatnonzero(near) % self.cost.shape[1]).astype(np.int32), weight=self.weight)


def rows(*, short: bool = False) -> Iterator[Row]:
    """Measure choosing at once, and choosing with proof, both from the matrix of lengths."""
    spopt = _spopt()
    for radius_m in RADII_M[:1] if short else RADII_M:
        problem = made(radius_m, short=short)
        theirs, value, note = (None, None, "spopt is not installed") if spopt is None else _theirs(spopt, problem)
        for name, choose in (("at once", _at_once), ("proven", _proven)):
            yield _row(problem, name, choose, theirs=theirs, value=value, note=note, times=1 if short else 5)


def made(radius_m: float, *, short: bool = False, seed: int = 7) -> Problem:
    """Take the neighbourhoods round Bath (invented ones without the real files), candidates near them, both seeded."""
    chance = np.random.default_rng(seed)
    many, candidates, new = (60, 30, 4) if short else (_AREAS, _CANDIDATES, _NEW)
    at, is_real = middles(many=many if short else None, chance=chance)
    middle = np.array(_MIDDLE) if is_real else at.mean(axis=0)
    at = at[np.argsort(np.hypot(*(at - middle).T), kind="stable")[:many]]
    there = at[chance.integers(0, len(at), candidates)] + chance.normal(0, 600, (candidates, 2))
    people, need = chance.integers(1_000, 3_001, len(at)), chance.integers(1, 11, len(at)) / 10
    cost = np.hypot(there[:, None, 0] - at[None, :, 0], there[:, None, 1] - at[None, :, 1])
    note = "" if is_real or short else INVENTED
    return Problem(cost=cost, weight=people * need, radius_m=radius_m, new=new, note=note)


def _at_once(problem: Problem) -> Chosen:
    return best(problem.cover, problem.new)


def _proven(problem: Problem) -> Chosen:
    return optimum(problem.cover, problem.new)


def _row(
    problem: Problem, name: str, choose: Callable[[Problem], Chosen], *, theirs: float | None, value: float | None,
    note: str, times: int,
) -> Row:  # fmt: skip
    found = choose(problem)
    ours = float(np.median([timed(lambda: choose(problem))[0] for _ in range(times)]))
    share = None if not value else found.covered / value
    areas, size = len(problem.weight), len(problem.cost)
    of_it = "" if share is None else f"{share:.3%} of its optimum"
    said = f"at most {found.gap:.2%} more is possible" if found.gap else "proven the best"
    return Row(
        work=f"{problem.new} new places {name}: {areas:,} areas, {size:,} candidates, {problem.radius_m / 1000:g} km",
        peer="spopt MCLP", ours=ours * 1000, theirs=theirs and theirs * 1000, unit="ms",
        ratio=theirs and theirs / ours, goal=f"≥ {GOALS[name]} ×",
        equal=None if share is None else share >= (ENOUGH if name == "at once" else 1 - SAME),
        note="; ".join(x for x in (problem.note, said, of_it, note) if x),
    )  # fmt: skip


def _spopt() -> Any | None:
    try:
        return importlib.import_module("spopt.locate"), importlib.import_module("pulp")
    except ImportError:
        return None


def _theirs(modules: tuple[Any, Any], problem: Problem) -> tuple[float, float, str]:
    """Let spopt build and solve it, once: it takes long."""
    locate, pulp = modules
    begin = time.perf_counter()
    asked = locate.MCLP.from_cost_matrix(problem.cost.T, problem.weight, problem.radius_m, p_facilities=problem.new)
    built = time.perf_counter()
    done = asked.solve(pulp.PULP_CBC_CMD(msg=False))
    took = time.perf_counter() - begin
    solved = took - (built - begin)
    note = f"spopt: {built - begin:.1f} s to write the model, {solved:.1f} s in CBC"
    return took, float(done.problem.objective.value()), note
