"""Which sheets are in a picture: codes and markers that belong together, and the perspective they agree on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.paper.code import group_of
from assetmap.paper.layout import PAPERS, layout_of
from assetmap.paper.reading import markers as marks
from assetmap.paper.reading.placing import perspective

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from assetmap.paper.code import SheetCode
    from assetmap.paper.layout import Layout, Marker
    from assetmap.paper.reading.markers import Code, Grey, Points, Seen

_LOOSE_MM = 0.025
"""How far a marker may be from a plain perspective before it counts for another sheet's, as a share of the sheet."""
_ALIKE = 0.62
"""Likeness (−1 to 1) from which a patch is the marker that should be there."""
_ALIKE_INSIDE = 0.6
_CELL = 8


@dataclass
class Candidate:
    """
    A sheet that is in the picture.

    Attributes
    ----------
    code, text
        None and "" while its code is not read.
    markers
        By k; what did not agree is not in it.
    codes
        Of this sheet, where they are.
    h
        Perspective from mm, or None where too little was found.
    fault
        A key of `saying.CAUSES`, or "".
    """

    code: SheetCode | None = None
    text: str = ""
    markers: dict[int, Seen] = field(default_factory=dict)
    codes: list[Code] = field(default_factory=list)
    h: Points | None = None
    fault: str = ""

    @property
    def layout(self) -> Layout:
        """Where things are on it."""
        assert self.code is not None
        return self.code.layout


@dataclass
class Found:
    """What is in a picture: sheets, and the faults of codes that are none of ours."""

    sheets: list[Candidate]
    faults: list[str]
    mirrored: bool = False


def find(grey: Grey) -> Found:
    """Find the sheets in a picture."""
    small, share = marks.reduced(grey)
    seen = marks.moved(marks.find_markers(small), share)
    codes = _codes(small, share)
    if not seen and not codes:
        seen, codes = _harder(grey, small, share)
    if codes and all(x.mirrored for x in codes) and len(seen) < 3:
        return Found([], [], mirrored=True)
    codes = [x for x in codes if not x.mirrored]
    groups = marks.grouped(seen)
    sheets: list[Candidate] = []
    for text in dict.fromkeys(x.text for x in codes if x.code is not None):
        own = [x for x in codes if x.text == text]
        assert own[0].code is not None
        sheets.append(_sheet(grey, own[0].code, text, own, groups.get(group_of(own[0].code), [])))
    if len(sheets) == 1 and not sheets[0].markers:
        strangers = [x for group, own in groups.items() if len({y.id for y in own}) >= 3 for x in own]
        if strangers:  # its code, and none of its markers
            sheets[0].fault = "mixed"
            return Found(sheets, [])
    told = {group_of(x.code) for x in sheets if x.code is not None}
    for group, found in groups.items():
        if group not in told and len({x.id for x in found}) >= 3 and group < 30:
            sheets.append(_without_code(grey, found))
    _tell_apart(sheets)
    return Found(sheets, [x.fault for x in codes if x.fault])


def mirrored_markers(grey: Grey) -> bool:
    """Say whether markers are seen in a mirror."""
    small, _ = marks.reduced(grey, 1_200)
    return len(marks.find_markers(np.ascontiguousarray(small[:, ::-1]))) >= 3


def _codes(grey: Grey, share: float) -> list[Code]:
    return [
        marks.Code(x.text, (x.corners + 0.5) / share - 0.5, x.code, x.fault, mirrored=x.mirrored)
        for x in marks.find_codes(grey)
    ]


def _harder(grey: Grey, small: Grey, share: float) -> tuple[list[Seen], list[Code]]:
    """Look again, light and shadow evened out, and then in the whole picture."""
    even = marks.evened(small)
    seen = marks.moved(marks.find_markers(even, smallest=0.01, windows=(3, 63, 12)), share)
    codes = _codes(even, share)
    if not seen and not codes and share < 1:
        large, part = marks.reduced(grey, 3_400)
        return marks.moved(marks.find_markers(large, smallest=0.01), part), _codes(large, part)
    return seen, codes


def points_of(sheet: Candidate, plan: Layout) -> tuple[Points, Points, Points]:
    """Give fixed points: mm, picture, and how far off each may be (mm)."""
    paper: list[tuple[float, float]] = []
    seen: list[npt.NDArray[np.float64]] = []
    trust: list[float] = []
    for k, marker in sheet.markers.items():
        paper += plan.markers[k].box.corners
        seen += list(marker.corners)
        trust += [0.3] * 4
    return np.asarray(paper, dtype=np.float64).reshape(-1, 2), np.asarray(seen).reshape(-1, 2), np.asarray(trust)


def _sheet(grey: Grey, code: SheetCode, text: str, codes: list[Code], found: Sequence[Seen]) -> Candidate:
    """Put a code and the markers of its group together."""
    plan = code.layout
    sheet = Candidate(code, text, {}, codes)
    h = _agreed(plan, found, sheet)
    if h is None:
        h = _by_codes(plan, codes, found)
        if h is None:
            return sheet
    sheet.h = h
    if len(sheet.markers) < len(plan.markers):
        _look_again(grey, sheet, plan, h)
        again = _agreed(plan, list(sheet.markers.values()), sheet)
        sheet.h = h if again is None else again
    return sheet


def _agreed(plan: Layout, found: Sequence[Seen], sheet: Candidate) -> Points | None:
    """Find the perspective most markers agree on; `sheet.markers` are those."""
    if len({x.id % 8 for x in found}) < 2:
        return None
    paper = np.asarray([c for x in found for c in plan.markers[x.id % 8].box.corners], dtype=np.float64)
    seen = np.concatenate([x.corners for x in found])
    dense = float(np.median([x.side for x in found])) / plan.markers[0].size
    made = perspective(paper, seen, most=max(3.0, _LOOSE_MM * plan.width_mm * dense))
    if made is None:
        return None
    h, inside = made
    whole = np.asarray(inside.reshape(-1, 4).all(axis=1)).ravel()
    sheet.markers = {}
    for marker, fits in zip(found, whole, strict=True):
        if fits:
            sheet.markers.setdefault(marker.id % 8, marker)
    twice = {x.id % 8 for x, fits in zip(found, whole, strict=True) if not fits} & set(sheet.markers)
    if len(twice) >= 2:
        sheet.fault = "mixed"
    return h if len(sheet.markers) >= 2 else None


def _by_codes(plan: Layout, codes: Sequence[Code], found: Sequence[Seen]) -> Points | None:
    """Find a first perspective by the codes, and the marker that is left."""
    best: tuple[float, Points] | None = None
    for turn in range(2 if len(codes) > 1 else 1):
        order = list(codes[:2])[:: -1 if turn else 1]
        boxes = plan.codes if len(codes) > 1 else plan.codes[:1]
        paper = [c for box in boxes for c in box.corners]
        seen = [c for x in order for c in x.corners]
        paper += [c for x in found[:1] for c in plan.markers[x.id % 8].box.corners]
        seen += [c for x in found[:1] for c in x.corners]
        if len(codes) == 1 and not found:
            return None
        options = [(paper, seen)]
        if len(codes) == 1:  # it may be either of the two
            options.append(([*plan.codes[1].corners, *paper[4:]], seen))
        for flat, there in options:
            a, b = np.asarray(flat, dtype=np.float64), np.asarray(there, dtype=np.float64)
            dense = float(np.linalg.norm(b[1] - b[0])) / plan.codes[0].width
            made = perspective(a, b, most=max(4.0, 4 * dense))
            if made is not None and made[1].sum() >= len(a) - 1:
                off = float(np.median(np.linalg.norm(_seen(made[0], a) - b, axis=1)))
                if best is None or off < best[0]:
                    best = off, made[0]
    return None if best is None else best[1]


def _seen(h: Points, paper: Points) -> Points:
    import cv2

    return np.asarray(cv2.perspectiveTransform(paper.reshape(-1, 1, 2), h).reshape(-1, 2))


def _look_again(grey: Grey, sheet: Candidate, plan: Layout, h: Points) -> None:
    """Look for the markers that are missing just where they should be."""
    assert sheet.code is not None
    group = group_of(sheet.code)
    for marker in plan.markers:
        if marker.k not in sheet.markers:
            found = marker_at(grey, h, marker, 8 * group + marker.k)
            if found is not None:
                sheet.markers[marker.k] = found


def marker_at(grey: Grey, h: Points, marker: Marker, id_: int, *, reach: float = 0.6) -> Seen | None:
    """Find one marker near where it should be, by its likeness to itself; `reach` in its own sides."""
    import cv2

    side = 8 * _CELL
    around = reach * marker.size
    box = np.asarray(marker.box.corners) + np.asarray([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * around
    quad = _seen(h, box)
    if not _inside(quad, grey.shape, slack=0.35):
        return None
    wide = round(side * (1 + 2 * reach))
    flat = np.asarray([(0, 0), (wide, 0), (wide, wide), (0, wide)], dtype=np.float32) - 0.5
    there = cv2.getPerspectiveTransform(flat, quad.astype(np.float32))
    patch = cv2.warpPerspective(
        grey, there, (wide, wide), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE
    )
    dictionary = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_ARUCO_MIP_36H12)
    wanted = cv2.copyMakeBorder(
        cv2.aruco.generateImageMarker(dictionary, id_, side), _CELL, _CELL, _CELL, _CELL,
        cv2.BORDER_CONSTANT, value=255,
    )  # fmt: skip
    best = (0.0, 0, 0, 1.0)
    for size in (0.9, 1.0, 1.1):
        edge = round(wanted.shape[0] * size)
        if edge >= wide:
            continue
        like = cv2.matchTemplate(
            cv2.GaussianBlur(patch, (0, 0), 1.5),
            cv2.GaussianBlur(cv2.resize(wanted, (edge, edge), interpolation=cv2.INTER_AREA), (0, 0), 1.5),
            cv2.TM_CCOEFF_NORMED,
        )
        _, top, _, (x, y) = cv2.minMaxLoc(like)
        if top > best[0]:
            best = top, x, y, size
    top, x, y, size = best
    rim, edge = _CELL * size, side * size
    if top < _ALIKE or _inner(patch, wanted, x + rim, y + rim, edge) < _ALIKE_INSIDE:
        return None
    left, above = x + rim - 0.5, y + rim - 0.5
    ring = np.asarray([(left, above), (left + edge, above), (left + edge, above + edge), (left, above + edge)])
    return marks.Seen(id_, _seen(np.asarray(there, dtype=np.float64), ring))


def _inner(patch: npt.NDArray[Any], wanted: npt.NDArray[Any], x: float, y: float, edge: float) -> float:
    """Say how like its own cells are: the rim is the same on every marker, and proves nothing."""
    import cv2

    cell = edge / 8
    x0, y0, x1, y1 = (round(v) for v in (x + cell, y + cell, x + edge - cell, y + edge - cell))
    part = patch[max(0, y0) : y1, max(0, x0) : x1]
    if min(part.shape) < 6:
        return 0.0
    size = 6 * _CELL
    seen = cv2.resize(part, (size, size), interpolation=cv2.INTER_AREA)
    own = wanted[2 * _CELL : -2 * _CELL, 2 * _CELL : -2 * _CELL]
    soft = [cv2.GaussianBlur(v, (0, 0), 2.0) for v in (np.asarray(seen), np.asarray(own))]
    return float(cv2.matchTemplate(soft[0], soft[1], cv2.TM_CCOEFF_NORMED)[0, 0])


def _inside(quad: Points, shape: tuple[int, ...], *, slack: float) -> bool:
    """Say whether most of a quadrangle is in the picture."""
    middle = quad.mean(axis=0)
    core = middle + (quad - middle) * (1 - slack)
    return bool((core >= 0).all() and (core[:, 0] < shape[1]).all() and (core[:, 1] < shape[0]).all())


def plans() -> Iterator[Layout]:
    """Give every arrangement that a sheet could have."""
    for paper in PAPERS:
        for landscape in (True, False):
            yield layout_of(paper, landscape=landscape, kind="map")
    yield layout_of("A4", landscape=False, kind="lines")


def _without_code(grey: Grey, found: Sequence[Seen]) -> Candidate:
    """Find the code of a sheet whose markers are seen: where it must be, for each arrangement they could belong to."""
    tried: list[tuple[float, Layout, Points]] = []
    for plan in plans():
        h = _agreed(plan, found, apart := Candidate())
        if h is None or len(apart.markers) < 3:
            continue
        paper, seen, _ = points_of(apart, plan)
        off = float(np.median(np.linalg.norm(_seen(h, paper) - seen, axis=1))) / len(apart.markers)
        tried.append((off, plan, h))
    tried.sort(key=lambda x: x[0])
    for _, plan, h in tried[:4]:
        for code in codes_at(grey, plan, h):
            if code.code is not None and group_of(code.code) == found[0].id // 8:
                return _sheet(grey, code.code, code.text, [code], found)
            if code.fault or code.code is not None:  # where its own code should be there is another
                return Candidate(markers={x.id % 8: x for x in found}, fault=code.fault or "mixed")
    return Candidate(markers={x.id % 8: x for x in found}, h=tried[0][2] if tried else None, fault="code_unreadable")


def codes_at(grey: Grey, plan: Layout, h: Points) -> Iterator[Code]:
    """Read the codes where a sheet has them, flattened, at several sizes and sharpened."""
    import cv2

    for box in plan.codes:
        around = 1.6 * plan.code_quiet_mm
        corners = np.asarray(box.corners) + np.asarray([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * around
        quad = _seen(h, corners)
        if not _inside(quad, grey.shape, slack=0.3):
            continue
        for side in (420, 260, 640):
            flat = np.asarray([(0, 0), (side, 0), (side, side), (0, side)], dtype=np.float32)
            there = np.asarray(cv2.getPerspectiveTransform(flat, quad.astype(np.float32)), dtype=np.float64)
            patch = cv2.warpPerspective(
                grey, there, (side, side), flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE
            )
            for variant in _variants(np.asarray(patch, dtype=np.uint8)):
                for code in marks.find_codes(np.ascontiguousarray(variant)):
                    yield marks.Code(code.text, _seen(there, code.corners), code.code, code.fault)
                    return


def _variants(patch: npt.NDArray[np.uint8]) -> Iterator[npt.NDArray[np.uint8]]:
    import cv2

    yield patch
    soft = cv2.GaussianBlur(patch, (0, 0), max(1.5, patch.shape[0] / 180))
    sharp = np.clip(3.0 * patch.astype(np.float32) - 2.0 * soft, 0, 255).astype(np.uint8)
    yield sharp
    block = patch.shape[0] // 6 | 1
    yield np.asarray(
        cv2.adaptiveThreshold(sharp, 255, cv2.ADAPTIVE_THRESH_GAUSSIAN_C, cv2.THRESH_BINARY, block, 4), dtype=np.uint8
    )


def _tell_apart(sheets: list[Candidate]) -> None:
    """Refuse sheets that share a group of markers: whose each is cannot be told."""
    groups = [group_of(x.code) for x in sheets if x.code is not None]
    for sheet in sheets:
        if sheet.code is not None and groups.count(group_of(sheet.code)) > 1:
            sheet.fault = "mixed"
