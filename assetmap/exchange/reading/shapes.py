"""Shapes as bytes (WKB): checked, laid flat, and given on in one form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from assetmap.exchange.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

UNREADABLE = "its shape cannot be read: draw it again."


def flat(blobs: Sequence[bytes | None], numbers: Sequence[int]) -> tuple[list[bytes | None], list[Problem]]:
    """
    Lay shapes flat, many at once.

    Parameters
    ----------
    blobs
        WKB of any form, or None.
    numbers
        The number of each row, for messages.

    Returns
    -------
    shapes, problems
        WKB, little-endian, of two dimensions; None where there is none or it is empty. What cannot be read is told by
        row, heights once for all.
    """
    problems: list[Problem] = []
    try:
        with np.errstate(invalid="ignore"):  # a corner that is NaN is told where rows are judged
            shapes = list(shapely.from_wkb(_holding(blobs), on_invalid="ignore"))
    except NotImplementedError:  # one of them is curved, which costs the others nothing
        shapes = [_one(blob) for blob in blobs]
    for number, blob, shape in zip(numbers, blobs, shapes, strict=True):
        if blob is not None and shape is None:
            problems.append(Problem(number, "geometry", "not a shape", UNREADABLE))
        elif isinstance(shape, str):
            problems.append(Problem(number, "geometry", "a curved shape", shape))
    laid, high = flat_shapes([None if isinstance(x, str) else x for x in shapes], numbers)
    return laid, [*problems, *high]


def _holding(items: Sequence[object]) -> Any:
    array = np.empty(len(items), dtype=object)
    array[:] = items
    return array


def _one(blob: bytes | None) -> BaseGeometry | str | None:
    try:
        with np.errstate(invalid="ignore"):
            return shapely.from_wkb(blob, on_invalid="ignore")
    except NotImplementedError:
        return "curves cannot be kept: export the layer with straight lines."


def flat_shapes(
    shapes: Sequence[BaseGeometry | None], numbers: Sequence[int]
) -> tuple[list[bytes | None], list[Problem]]:
    """Lay shapely's shapes flat, as `flat` does."""
    array = _holding(shapes)
    with np.errstate(invalid="ignore"):
        return _laid(array, numbers)


def _laid(array: Any, numbers: Sequence[int]) -> tuple[list[bytes | None], list[Problem]]:
    high = np.flatnonzero(shapely.has_z(array) | shapely.has_m(array))
    array[high] = shapely.force_2d(array[high])
    array[shapely.is_empty(array)] = None
    laid = [None if x is None else bytes(x) for x in shapely.to_wkb(array, byte_order=1, flavor="iso")]
    return laid, [heights(len(high), numbers[int(high[0])])] if len(high) else []


def heights(count: int, first: int) -> Problem:
    """Say that heights (or measures along a line) were left out."""
    which = "1 shape has heights or measures: it was" if count == 1 else f"{count:,} shapes have them: they were"
    return Problem(None, "geometry", "heights", f"{which} kept flat, as a map is. The first is row {first}.", kept=True)
