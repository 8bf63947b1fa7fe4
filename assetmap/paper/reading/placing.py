"""
How a sheet lies in a picture: perspective, the bend of the lens, and how the paper itself is bent.

A point X on the paper (mm) is seen where the lens puts H·(X + d(X)): H is a perspective, d a smooth field, fitted to
the fixed points that are left. How far off it is, is told by leaving each fixed point out in turn.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Points = npt.NDArray[np.float64]

_ROUNDS = 30
_BEND = 0.25
"""How far k1 of a lens is from nothing, as a rule; k2 is held to half of it."""
_STIFF = 0.15
"""Smoothing of the field: what a single fixed point is trusted, against the stiffness of paper."""


@dataclass(frozen=True)
class Lens:
    """Perspective and bend: `h` is 3 × 3 from mm to the picture, `k` bends about `middle` at the scale `reach`."""

    h: Points
    k: tuple[float, float]
    middle: Points
    reach: float

    def seen(self, paper: Points) -> Points:
        """Say where points of a flat paper (n × 2, mm) are seen."""
        return self._bent(_through(self.h, paper))

    def _bent(self, points: Points) -> Points:
        away = (points - self.middle) / self.reach
        r2 = np.sum(away * away, axis=-1, keepdims=True)
        r2 = np.minimum(r2, 4.0)
        return np.asarray(self.middle + away * (1 + self.k[0] * r2 + self.k[1] * r2 * r2) * self.reach)

    def on_paper(self, seen: Points) -> Points:
        """Say where on a flat paper is what is seen: the inverse of `seen`."""
        target = (seen - self.middle) / self.reach
        away = target.copy()
        for _ in range(12):
            r2 = np.minimum(np.sum(away * away, axis=-1, keepdims=True), 4.0)
            away = target / (1 + self.k[0] * r2 + self.k[1] * r2 * r2)
        return _through(np.asarray(np.linalg.inv(self.h), dtype=np.float64), self.middle + away * self.reach)


@dataclass(frozen=True)
class Field:
    """A thin plate in x and in y: fixed points and their weights."""

    at: tuple[Points, Points] = field(default_factory=lambda: (np.zeros((0, 2)), np.zeros((0, 2))))
    weights: tuple[Points, Points] = field(default_factory=lambda: (np.zeros(3), np.zeros(3)))

    def off(self, paper: Points) -> Points:
        """Say how far points are moved (n × 2, mm)."""
        return np.stack([_plate(paper, at, w) for at, w in zip(self.at, self.weights, strict=True)], axis=-1)


@dataclass(frozen=True)
class Placed:
    """A sheet in a picture: where each of its points is seen."""

    lens: Lens
    bend: Field = field(default_factory=Field)

    def seen(self, paper: Points) -> Points:
        """Say where points of the paper (n × 2, mm) are seen in the picture."""
        return self.lens.seen(paper + self.bend.off(paper))

    def density(self, paper: Points) -> Points:
        """Say how many pixels a millimetre has at points, along the shorter way."""
        step = 0.5
        x, y = np.asarray([step, 0.0]), np.asarray([0.0, step])
        right = self.seen(paper + x) - self.seen(paper - x)
        down = self.seen(paper + y) - self.seen(paper - y)
        least = np.minimum(np.linalg.norm(right, axis=1), np.linalg.norm(down, axis=1))
        return np.asarray(least / (2 * step))


def _through(h: Points, points: Points) -> Points:
    x, y = points[..., 0], points[..., 1]
    w = h[2, 0] * x + h[2, 1] * y + h[2, 2]
    w = np.where(np.abs(w) < 1e-9, 1e-9, w)
    return np.stack([(h[0, 0] * x + h[0, 1] * y + h[0, 2]) / w, (h[1, 0] * x + h[1, 1] * y + h[1, 2]) / w], axis=-1)


def perspective(paper: Points, seen: Points, *, most: float) -> tuple[Points, npt.NDArray[np.bool_]] | None:
    """Find the perspective that most points agree on to within `most` pixels, and which those are."""
    import cv2

    cv2.setRNGSeed(7)
    h, inside = cv2.findHomography(
        paper.astype(np.float64), seen.astype(np.float64), cv2.RANSAC, most, maxIters=3000, confidence=0.9995
    )
    if h is None or not np.all(np.isfinite(h)):
        return None
    return np.asarray(h, dtype=np.float64), np.asarray(inside).ravel().astype(bool)


def lens_of(
    paper: Points, seen: Points, h: Points, *, size: tuple[int, int], weights: Points | None = None, bends: bool = True
) -> Lens:
    """
    Fit perspective and bend together, robustly.

    Parameters
    ----------
    paper, seen
        n × 2: mm, and pixels.
    h
        A first perspective.
    size
        Of the picture: width, height.
    bends
        Whether the lens may bend; with few points it may not.
    """
    middle = np.asarray([(size[0] - 1) / 2, (size[1] - 1) / 2])
    reach = float(np.hypot(*size) / 2)
    weights = np.ones(len(paper)) if weights is None else weights
    about = paper.mean(axis=0)
    span = max(float(np.abs(paper - about).max()), 1.0)
    shift = np.asarray([[span, 0, about[0]], [0, span, about[1]], [0, 0, 1.0]])
    near = h @ shift
    near = near / near[2, 2]
    own = (paper - about) / span
    scale = float(np.linalg.norm(seen - seen.mean(axis=0), axis=1).mean())
    start = np.concatenate([near.ravel()[:8], [0.0, 0.0]])
    unit = np.concatenate([np.where([1, 1, 1, 1, 1, 1, 0, 0], scale, 1.0), [1.0, 1.0]])

    def lens(values: Points) -> Lens:
        own_h = np.append(values[:8], 1.0).reshape(3, 3)
        return Lens(own_h, (float(values[8]), float(values[9])), middle, reach)

    def errors(values: Points) -> Points:
        away = (lens(values).seen(own) - seen) * weights[:, None]
        size_ = np.linalg.norm(away, axis=1, keepdims=True)
        sure = np.sqrt(np.where(size_ <= 2.0, 1.0, 2.0 / np.maximum(size_, 1e-9)))
        prior = [values[8] / _BEND * 1.5, values[9] / (_BEND / 2) * 1.5]
        return np.concatenate([(away * sure).ravel(), prior])

    values, damping = start, 1e-3
    free = np.asarray([True] * 8 + [bends, bends])
    best = errors(values)
    for _ in range(_ROUNDS):
        slope = np.zeros((len(best), 10))
        for i in np.flatnonzero(free):
            step = 1e-6 * unit[i]
            ahead = values.copy()
            ahead[i] += step
            slope[:, i] = (errors(ahead) - best) / 1e-6
        normal = slope[:, free].T @ slope[:, free]
        gain = slope[:, free].T @ best
        while damping < 1e8:
            change = np.zeros(10)
            change[free] = -np.linalg.solve(normal + damping * np.diag(np.diag(normal) + 1e-9), gain)
            tried = values + change * unit
            after = errors(tried)
            if after @ after < best @ best:
                break
            damping *= 10
        else:
            break
        done = best @ best - after @ after < 1e-9 * (best @ best)
        values, best, damping = tried, after, max(damping / 10, 1e-9)
        if done:
            break
    found = lens(values)
    return replace(found, h=found.h @ np.linalg.inv(shift))


@dataclass(frozen=True)
class Fixed:
    """
    Fixed points of the paper that were found.

    Attributes
    ----------
    paper
        n × 2, mm: where they are.
    flat
        n × 2, mm: where they would be if the paper were flat; NaN in x or y where that is not known.
    trust
        n: how far off each may be, mm.
    """

    paper: Points
    flat: Points
    trust: Points


def field_of(fixed: Fixed, *, span: float) -> tuple[Field, Points]:
    """
    Fit the field to fixed points; those that disagree with the rest are left out.

    Returns
    -------
    field
        Smooth.
    left_out
        n × 2: how far off each point is from the field of all others, mm; NaN where it was not known or not used.
    """
    at, weights = [], []
    left_out = np.full(fixed.flat.shape, np.nan)
    for axis in (0, 1):
        known = np.isfinite(fixed.flat[:, axis])
        for attempt in range(6):
            where, values = fixed.paper[known], (fixed.flat - fixed.paper)[known, axis]
            if len(where) < 4:
                break
            w, out = _fit(where, values, fixed.trust[known], span)
            far = np.abs(out) > max(0.9, 4.5 * float(np.median(np.abs(out))))
            if not far.any() or attempt == 5:
                break
            worst = np.argsort(-np.abs(out))[: int(far.sum() + 1) // 2]
            known[np.flatnonzero(known)[worst]] = False
        if len(where) < 4:
            at.append(np.zeros((0, 2)))
            weights.append(np.zeros(3))
            continue
        at.append(where)
        weights.append(w)
        left_out[known, axis] = out
    return Field((at[0], at[1]), (weights[0], weights[1])), left_out


_UNIT = 100.0
"""A thin plate is reckoned in tenths of a metre, so that smoothing means the same on every paper."""


def _kernel(a: Points, b: Points) -> Points:
    d2 = np.sum((a[:, None, :] - b[None, :, :]) ** 2, axis=2) / (_UNIT * _UNIT)
    return np.where(d2 > 0, d2 * np.log(np.maximum(d2, 1e-12)), 0.0)


def _fit(where: Points, values: Points, trust: Points, span: float) -> tuple[Points, Points]:
    """Fit one thin plate; how far off each point is when it is left out comes from the influence it has on itself."""
    n = len(where)
    ones = np.column_stack([np.ones(n), where / _UNIT])
    stiff = _STIFF * (span / _UNIT / 2) ** 2 * (trust / 0.3) ** 2
    system = np.zeros((n + 3, n + 3))
    system[:n, :n] = _kernel(where, where) + np.diag(stiff)
    system[:n, n:] = ones
    system[n:, :n] = ones.T
    inverse = np.linalg.pinv(system)
    weights = inverse[:, :n] @ values
    smooth = system[:n, :n] - np.diag(stiff)
    hat = np.column_stack([smooth, ones]) @ inverse[:, :n]
    out = (values - hat @ values) / np.maximum(1 - np.diag(hat), 0.05)
    return weights, out


def _plate(paper: Points, at: Points, weights: Points) -> Points:
    flat = paper.reshape(-1, 2)
    found = np.column_stack([np.ones(len(flat)), flat / _UNIT]) @ weights[-3:]
    if len(at):
        found = found + _kernel(flat, at) @ weights[:-3]
    return found.reshape(paper.shape[:-1])
