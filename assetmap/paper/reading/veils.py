"""
Light mirrored on paper lies over it like a veil: what is printed and stuck there is paler than elsewhere.

How much paler is measured at the crosses of the grid, which are printed alike everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from assetmap.paper.layout import Layout
    from assetmap.paper.reading.flattening import Flat

    Values = npt.NDArray[np.float32]

_MOST = 2.8
_LEAST_SEEN = 0.035
_BURNT = 244.0
_FEWEST = 6


def gain_of(flat: Flat, plan: Layout) -> Values | None:
    """Say by how much colours are paler, everywhere in a flattened map (1 and more); None where they are nowhere."""
    if not plan.crosses:
        return None
    grey = flat.pixels.mean(axis=2)
    places = flat.pixel(np.asarray(plan.crosses, dtype=np.float64))
    seen = np.asarray([_contrast(grey, x, y, flat.dense, plan) for x, y in places])
    known = np.isfinite(seen)
    if known.sum() < _FEWEST:
        return None
    usual = float(np.quantile(seen[known], 0.7))
    gains = np.clip(usual / np.maximum(seen[known], _LEAST_SEEN), 1.0, _MOST)
    if float(gains.max()) < 1.15:
        return None
    return _spread(flat, places[known], gains, 0.55 * plan.grid_mm * flat.dense)


def _contrast(grey: npt.NDArray[np.float64], x: float, y: float, dense: float, plan: Layout) -> float:
    """Say how dark the strokes of a cross are beside what is round them; NaN where something lies on it."""
    half, beside = 0.42 * plan.cross_mm * dense, 0.5 * plan.cross_line_mm * dense + 1.3 * dense
    arms, brightest = [], 0.0
    along = np.linspace(0.3 * half, half, 9)
    offsets = np.linspace(-0.7 * dense, 0.7 * dense, 9)
    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        strokes = np.stack([_at(grey, x + dx * a + dy * offsets, y + dy * a + dx * offsets) for a in along])
        flank = np.stack([
            _at(grey, x + dx * a + dy * s * beside, y + dy * a + dx * s * beside) for a in along for s in (-1, 1)
        ])  # fmt: skip
        white = float(np.median(flank))
        brightest = max(brightest, white)
        arms.append(1.0 - float(np.median(strokes, axis=0).min()) / max(white, 1.0))
    low, middle = float(np.min(arms)), float(np.median(arms))
    if middle < 2 * _LEAST_SEEN:
        return max(middle, 0.0) if brightest >= _BURNT else float("nan")
    return middle if low > 0.35 * middle else float("nan")


def _at(grey: npt.NDArray[np.float64], x: Any, y: Any) -> npt.NDArray[np.float64]:
    high, wide = grey.shape
    rows = np.clip(np.round(y), 0, high - 1).astype(int)
    columns = np.clip(np.round(x), 0, wide - 1).astype(int)
    return np.asarray(grey[rows, columns])


def _spread(flat: Flat, places: npt.NDArray[np.float64], gains: npt.NDArray[np.float64], reach: float) -> Values:
    """Spread the gain at crosses over all of the map: near ones count most, and far from any there is none."""
    import cv2

    high, wide = flat.pixels.shape[:2]
    xs, ys = np.linspace(0, wide - 1, 41), np.linspace(0, high - 1, 31)
    far = (xs[None, :, None] - places[:, 0]) ** 2 + (ys[:, None, None] - places[:, 1]) ** 2
    weights = np.exp(-far / (2 * reach * reach))
    coarse = ((weights * gains).sum(axis=2) + 0.02) / (weights.sum(axis=2) + 0.02)
    return np.asarray(cv2.resize(coarse.astype(np.float32), (wide, high), interpolation=cv2.INTER_LINEAR), np.float32)
