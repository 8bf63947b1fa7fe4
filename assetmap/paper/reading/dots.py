"""Dots on a flattened map: stickers, dots of felt pens, printed number tags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.paper.code import to_map
from assetmap.paper.reading import shapes
from assetmap.paper.reading.blob import Blob, disc
from assetmap.paper.reading.found import Dot
from assetmap.paper.reading.tags import tags_in
from assetmap.paper.reading.tints import COLOURS, colour_of, tints_of
from assetmap.paper.reading.veils import gain_of

if TYPE_CHECKING:
    import numpy.typing as npt

    from assetmap.paper.code import SheetCode
    from assetmap.paper.layout import Layout
    from assetmap.paper.reading.flattening import Flat
    from assetmap.paper.reading.tints import Tints

    Pixels = npt.NDArray[np.uint8]
    Mask = npt.NDArray[np.uint8]

CROP_MM = (60.0, 40.0)
SMALLEST_MM, LARGEST_MM = 5.0, 27.0
"""Across: a dot of a thick felt pen, and the largest sticker of shops with what a picture adds."""
_THIN_MM = 2.5
"""What is thinner than this is a line, a letter or an edge."""
_BLACK_THIN_MM = 3.0
_SINGLE_FITS = 0.88
_LEAST_FITS = 0.70
_BURNT = 0.02
_MOST_THICK, _SCRIBBLE_SURE = 0.75, 0.9
_MOST_PAPER, _PAPER_LIGHT = 0.12, 74.0
_SMALL_MM = 7.2


def read(flat: Flat, code: SheetCode, plan: Layout) -> tuple[tuple[Dot, ...], list[str]]:
    """
    Find the dots in a flattened map.

    Returns
    -------
    dots
        In the order in which one reads.
    warnings
        Keys of `saying.WARNINGS`.
    """
    tints = tints_of(flat.pixels, flat.dense, gain_of(flat, plan))
    tags = tags_in(flat)
    blobs = [*tags, *stickers_in(flat, tints, tags)]
    warnings = []
    if flat.dense < 3.0 and plan.paper == "A4":
        warnings.append("small")
    if float(tints.burnt.mean()) > _BURNT and _is_burnt(flat.pixels):
        warnings.append("glare")
    dots = []
    for blob in _ordered(blobs, 12.0 * flat.dense):
        (x_mm, y_mm) = flat.paper(np.asarray([blob.x, blob.y]))
        east, north = to_map(code, plan, float(x_mm), float(y_mm))
        dots.append(
            Dot(
                x_mm=round(float(x_mm), 2), y_mm=round(float(y_mm), 2), east=east, north=north, colour=blob.colour,
                shape=blob.shape, size_mm=round(blob.across / flat.dense, 1), number=blob.number,
                sure=round(blob.sure, 2), picture=crop(flat, blob.x, blob.y),
            )
        )  # fmt: skip
    return tuple(dots), warnings


def _is_burnt(pixels: Pixels) -> bool:
    """Say whether white is burnt in one place alone: paper as a whole may well be white."""
    return bool(np.quantile(pixels[::8, ::8].min(axis=2), 0.6) < 225)


def _ordered(blobs: list[Blob], band: float) -> list[Blob]:
    """Order dots as one reads: line by line, from the left."""
    left = sorted(blobs, key=lambda b: b.y)
    ordered: list[Blob] = []
    while left:
        line = [b for b in left if b.y < left[0].y + band]
        ordered += sorted(line, key=lambda b: b.x)
        left = left[len(line) :]
    return ordered


def stickers_in(flat: Flat, tints: Tints, tags: list[Blob]) -> list[Blob]:
    """Find stickers and dots of felt pens by colour."""
    import cv2

    label = tints.label.copy()
    for tag in tags:
        reach = 0.95 * tag.across
        cv2.circle(label, (round(tag.x), round(tag.y)), round(reach), 0, -1)
    coloured = np.where((label > 0) & (label < len(COLOURS)), 255, 0).astype(np.uint8)
    black = np.where(label == len(COLOURS), 255, 0).astype(np.uint8)
    found: list[Blob] = []
    found += _of_ink(flat, tints, label, coloured, _THIN_MM)
    taken = np.zeros_like(black)
    for blob in found:
        cv2.circle(taken, (round(blob.x), round(blob.y)), round(0.5 * blob.across), 255, -1)
    black[taken > 0] = 0
    dark = np.where(black > 0, len(COLOURS), 0).astype(np.uint8)
    return _once(found + _of_ink(flat, tints, dark, black, _BLACK_THIN_MM))


def _of_ink(flat: Flat, tints: Tints, label: Mask, ink: Mask, thin: float) -> list[Blob]:
    """Tell the dots in ink; where much is thin somebody scribbled, and only what looks much like a dot is one."""
    import cv2

    solid = _solid(ink, flat.dense, thin)
    closed = cv2.bitwise_or(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, disc(0.5 * flat.dense)), solid)
    count, parts = cv2.connectedComponents(closed, connectivity=8)
    whole = np.bincount(parts.ravel(), minlength=count)
    thick = np.bincount(parts[solid > 0], minlength=count)
    found = []
    for mask, (x, y) in _parts(solid, flat.dense):
        rows, columns = np.nonzero(mask)
        part = parts[rows[0] + y, columns[0] + x]
        white = (_window(label, mask, (x, y)) == 0) & (_window(tints.lab, mask, (x, y))[..., 0] > _PAPER_LIGHT)
        is_scribble = thick[part] < _MOST_THICK * whole[part] or white[mask > 0].mean() > _MOST_PAPER
        blobs = _of_part(flat, tints, label, mask, (x, y))
        found += [b for b in blobs if b.sure >= (_SCRIBBLE_SURE if is_scribble else _least_sure(b, flat.dense))]
    return found


def _least_sure(blob: Blob, dense: float) -> float:
    """Say how sure a dot must be: what is small, or of a shape that ends of scribbles have, must look like it well."""
    if blob.across < _SMALL_MM * dense:
        return 0.9
    return 0.78 if blob.shape in {"diamond", "pentagon"} else 0.72


def _solid(mask: Mask, dense: float, thin: float) -> Mask:
    """Leave what is thick: lines, letters and scribbles go, and a figure written on what stays is filled."""
    import cv2

    closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, disc(0.5 * dense))
    thick = cv2.morphologyEx(closed, cv2.MORPH_OPEN, disc(thin * dense))
    # the tips of stars and corners of squares come back, and then what a figure cut out
    near = cv2.bitwise_and(cv2.dilate(thick, disc(1.3 * thin * dense)), closed)
    whole = cv2.morphologyEx(near, cv2.MORPH_CLOSE, disc(1.6 * dense))
    return np.asarray(_holes_filled(np.asarray(whole, dtype=np.uint8), (6.0 * dense) ** 2), dtype=np.uint8)


def _holes_filled(mask: Mask, most: float) -> Mask:
    """Fill holes of up to `most` pixels."""
    import cv2

    count, parts, stats, _ = cv2.connectedComponentsWithStats(cv2.bitwise_not(mask), connectivity=4)
    small = np.flatnonzero(stats[:, cv2.CC_STAT_AREA] < most)
    filled = mask.copy()
    if count > 1 and len(small):
        filled[np.isin(parts, small)] = 255
    return filled


def _parts(mask: Mask, dense: float) -> list[tuple[Mask, tuple[int, int]]]:
    """Give the connected parts: a mask of each, with a rim of nothing, and where its top left corner is."""
    import cv2

    count, parts, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
    found = []
    least = 0.6 * (SMALLEST_MM * dense) ** 2
    for i in range(1, count):
        x, y, w, h, area = (int(v) for v in stats[i])
        if area < least or max(w, h) > 6 * LARGEST_MM * dense:
            continue
        cut = np.pad(np.where(parts[y : y + h, x : x + w] == i, 255, 0).astype(np.uint8), 3)
        found.append((cut, (x - 3, y - 3)))
    return found


def _window(values: npt.NDArray[Any], mask: Mask, at: tuple[int, int]) -> npt.NDArray[Any]:
    """Cut what lies under a mask out of a larger picture; what is outside is nothing."""
    x, y = at
    h, w = mask.shape
    cut = np.zeros((h, w, *values.shape[2:]), values.dtype)
    y0, x0 = max(0, y), max(0, x)
    part = values[y0 : y + h, x0 : x + w]
    cut[y0 - y : y0 - y + part.shape[0], x0 - x : x0 - x + part.shape[1]] = part
    return cut


def _of_part(flat: Flat, tints: Tints, label: Mask, mask: Mask, at: tuple[int, int]) -> list[Blob]:
    """Tell the dots of one connected part: by colour first, then by shape."""
    import cv2

    dense = flat.dense
    own = _window(label, mask, at)
    lab = _window(tints.lab, mask, at)
    counts = np.bincount(own[mask > 0], minlength=len(COLOURS) + 1)
    counts[0] = 0
    least = 0.5 * (SMALLEST_MM * dense) ** 2
    several = [int(i) for i in np.argsort(-counts) if counts[i] >= max(least, 0.1 * counts.sum())]
    single = shapes.shape_of(mask)
    if len(several) <= 1 or single.fits > 0.93:
        return _of_colour(lab, mask, mask, at, dense)
    pieces = []
    for i in several:
        piece = cv2.bitwise_and(np.where(own == i, 255, 0).astype(np.uint8), mask)
        pieces += _parts(_solid(np.asarray(piece, dtype=np.uint8), dense, _THIN_MM), dense)
    if len(pieces) <= 1:
        return _of_colour(lab, mask, mask, at, dense)
    found = []
    for piece, (x, y) in pieces:
        own_lab = _window(lab, piece, (x, y))
        allowed = _window(mask, piece, (x, y))
        found += _of_colour(own_lab, piece, np.asarray(allowed), (at[0] + x, at[1] + y), dense)
    return found


def _of_colour(
    lab: npt.NDArray[np.float32], mask: Mask, allowed: Mask, at: tuple[int, int], dense: float
) -> list[Blob]:
    """Tell the dots of one part of one colour: one shape, or several that overlap."""
    import cv2

    if cv2.countNonZero(mask) == 0:
        return []
    single = shapes.shape_of(mask)
    colour = colour_of(lab[_core(mask)])
    if single.fits >= _SINGLE_FITS:
        return _kept([_blob(single, colour, at)], dense)
    options = [(single.fits, [_blob(single, colour, at)])]
    circles = _circles(mask, allowed, dense)
    if circles:
        drawn = cv2.bitwise_and(shapes.area_of(circles, mask.shape), cv2.bitwise_not(cv2.subtract(allowed, mask)))
        either, both = cv2.countNonZero(cv2.bitwise_or(drawn, mask)), cv2.countNonZero(cv2.bitwise_and(drawn, mask))
        options.append((both / either - 0.02 * (len(circles) - 1), [_of_circle(c, colour, at) for c in circles]))
    apart = _apart(mask, dense)
    if len(apart) > 1:
        told = [(shapes.shape_of(x), x) for x in apart]
        fits = min(x.fits for x, _ in told) - 0.05
        options.append((fits, [_blob(x, colour_of(lab[_core(piece)]), at) for x, piece in told]))
    fits, best = max(options, key=lambda x: x[0])
    return _kept(best, dense) if fits >= _LEAST_FITS else []


def _circles(mask: Mask, allowed: Mask, dense: float) -> list[shapes.Circle]:
    """Find the circles that the rim of a mask follows."""
    import cv2

    rings, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    ring = max(rings, key=len).reshape(-1, 2).astype(np.float64)
    around = 10
    wide = cv2.copyMakeBorder(allowed, around, around, around, around, cv2.BORDER_CONSTANT, value=0)
    circles = shapes.circles_in(
        ring + around, np.asarray(wide, dtype=np.uint8), least=0.5 * SMALLEST_MM * dense,
        most=0.5 * LARGEST_MM * dense, slack=max(1.0, 0.3 * dense),
    )  # fmt: skip
    return [shapes.Circle(c.x - around, c.y - around, c.radius, c.rim) for c in circles]


def _core(mask: Mask) -> npt.NDArray[np.bool_]:
    """Give the inner part of a mask."""
    import cv2

    inner = cv2.erode(mask, disc(0.12 * float(np.sqrt(cv2.countNonZero(mask)))))
    return np.asarray(inner > 0) if cv2.countNonZero(inner) > 10 else np.asarray(mask > 0)


def _apart(mask: Mask, dense: float) -> list[Mask]:
    """Take a mask apart where it is narrow."""
    import cv2

    deep = cv2.distanceTransform(cv2.copyMakeBorder(mask, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0), cv2.DIST_L2, 5)
    deep = deep[1:-1, 1:-1]
    for share in (0.55, 0.7, 0.82):
        seeds = np.where(deep > share * deep.max(), 255, 0).astype(np.uint8)
        count, marks = cv2.connectedComponents(seeds)
        if count > 2:
            from_ = np.stack([_far(marks == i) for i in range(1, count)])
            nearest = from_.argmin(axis=0)
            return [np.where((nearest == i) & (mask > 0), 255, 0).astype(np.uint8) for i in range(count - 1)]
    del dense
    return [mask]


def _far(seed: npt.NDArray[np.bool_]) -> npt.NDArray[np.float32]:
    import cv2

    return np.asarray(cv2.distanceTransform(np.where(seed, 0, 255).astype(np.uint8), cv2.DIST_L2, 5))


def _blob(shape: shapes.Shape, colour: str, at: tuple[int, int]) -> Blob:
    x, y = shape.middle
    return Blob(at[0] + x, at[1] + y, shape.across, colour, shape.name, min(1.0, shape.fits + 0.05))


def _of_circle(circle: shapes.Circle, colour: str, at: tuple[int, int]) -> Blob:
    sure = 0.6 + 0.35 * min(1.0, circle.rim)
    return Blob(at[0] + circle.x, at[1] + circle.y, 2 * circle.radius, colour, "circle", sure)


def _kept(blobs: list[Blob], dense: float) -> list[Blob]:
    """Leave out what is too small or too large to be a dot."""
    return [b for b in blobs if SMALLEST_MM * dense <= b.across <= LARGEST_MM * dense]


def _once(blobs: list[Blob]) -> list[Blob]:
    """Leave out a dot that was found twice: the surer stays."""
    kept: list[Blob] = []
    for blob in sorted(blobs, key=lambda b: -b.sure):
        if all(np.hypot(blob.x - o.x, blob.y - o.y) > 0.35 * min(blob.across, o.across) for o in kept):
            kept.append(blob)
    return kept


def crop(flat: Flat, x: float, y: float) -> bytes:
    """Cut 60 × 40 mm round a point out, as a JPEG; near the edge it is moved inwards."""
    wide, high = (round(s * flat.dense) for s in CROP_MM)
    rows, columns = flat.pixels.shape[:2]
    x0 = int(np.clip(round(x - wide / 2), 0, max(0, columns - wide)))
    y0 = int(np.clip(round(y - high / 2), 0, max(0, rows - high)))
    return jpeg(flat.pixels[y0 : y0 + high, x0 : x0 + wide])


def jpeg(pixels: Pixels, *, quality: int = 80) -> bytes:
    """Encode a picture afresh: there is nothing in it but what is seen."""
    import cv2

    done, kept = cv2.imencode(".jpg", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality])
    assert done
    return kept.tobytes()
