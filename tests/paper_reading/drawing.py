"""Sheets drawn here, by the very places of `paper.layout`, and photographs of them: for the tests of the reader."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass

import cv2
import numpy as np
import zxingcpp
from PIL import Image

from assetmap.cartography.stickers import COLOURS
from assetmap.paper.code import SheetCode, encode, marker_id, to_map

_MIP = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_ARUCO_MIP_36H12)
_TAGS = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_250)


@dataclass(frozen=True)
class Stuck:
    """A dot that somebody stuck on a sheet."""

    x_mm: float
    y_mm: float
    colour: str = "red"
    shape: str = "circle"
    size_mm: float = 12.0
    turn: float = 0.0
    sign: str = ""
    number: int | None = None


def a_code(**changes) -> SheetCode:
    known = {
        "kind": "map", "place": "BATH01", "session": "S1", "sheet": 1, "sheets": 1, "issue": "AAAAAA", "paper": "A4",
        "landscape": True, "crs": 27700, "bounds": (374000.0, 164000.0, 376000.0, 165500.0),
    }  # fmt: skip
    return SheetCode(**(known | changes))


def rgb(hexed):
    return tuple(int(hexed[i : i + 2], 16) for i in (1, 3, 5))


def outline(shape, size, turn=0.0):
    """Corners of a shape about (0, 0), `size` across."""
    r = size / 2
    if shape == "circle":
        ring = [(r * math.cos(a), r * math.sin(a)) for a in np.linspace(0, 2 * math.pi, 73)[:-1]]
    elif shape == "square":
        ring = [(-r, -r), (r, -r), (r, r), (-r, r)]
    elif shape == "diamond":
        ring = [(0, -r * 1.2), (r * 1.2, 0), (0, r * 1.2), (-r * 1.2, 0)]
    elif shape == "triangle":
        ring = [(r * 1.15 * math.sin(2 * math.pi * i / 3), -r * 1.15 * math.cos(2 * math.pi * i / 3)) for i in range(3)]
    elif shape == "pentagon":
        ring = [(r * math.sin(2 * math.pi * i / 5), -r * math.cos(2 * math.pi * i / 5)) for i in range(5)]
    else:
        ring = []
        for i in range(10):
            reach = r * 1.1 if i % 2 == 0 else r * 0.46
            ring.append((reach * math.sin(math.pi * i / 5), -reach * math.cos(math.pi * i / 5)))
    c, s = math.cos(turn), math.sin(turn)
    return np.asarray([(c * x - s * y, s * x + c * y) for x, y in ring])


def draw(code, dots=(), *, ppmm=8.0, seed=1, ticks=(), clutter=True):  # noqa: PLR0912  # one after the other
    """Draw a sheet with what is stuck on it, as RGB."""
    plan = code.layout
    high, wide = round(plan.height_mm * ppmm), round(plan.width_mm * ppmm)
    page = np.full((high, wide, 3), 255, np.uint8)
    dice = np.random.default_rng(seed)

    def at(x, y):
        return round(x * ppmm), round(y * ppmm)

    f = plan.frame
    if code.kind == "map" and clutter:
        clip = page[at(0, f.y)[1] : at(0, f.bottom)[1], at(f.x, 0)[0] : at(f.right, 0)[0]]
        clip[:] = (250, 249, 245)
        h, w = clip.shape[:2]
        for _ in range(6):
            cx, cy = dice.uniform(0, w), dice.uniform(0, h)
            ring = outline("pentagon", dice.uniform(15, 60) * ppmm) + np.asarray([cx, cy])
            cv2.fillPoly(clip, [ring.astype(np.int32)], (218, 235, 205))
        river = np.cumsum(dice.normal(0, 8 * ppmm, (12, 2)), axis=0) + np.asarray([w / 2, h / 2])
        cv2.polylines(clip, [river.astype(np.int32)], isClosed=False, color=(190, 219, 240), thickness=int(5 * ppmm))
        for _ in range(60):
            a, b = dice.uniform(0, 1, (2, 2)) * (w, h)
            for colour, thick in (((190, 190, 190), 2.2), ((255, 255, 255), 1.6)):
                cv2.line(clip, tuple(map(int, a)), tuple(map(int, b)), colour, int(thick * ppmm), cv2.LINE_AA)
        for _ in range(30):
            x, y = dice.uniform(0, 1, 2) * (w, h)
            cv2.putText(clip, "Abbey Road", (int(x), int(y)), cv2.FONT_HERSHEY_SIMPLEX, 0.1 * ppmm, (70, 70, 70),
                        max(1, round(0.3 * ppmm)), cv2.LINE_AA)  # fmt: skip
    if code.kind == "map":
        half = plan.cross_mm / 2
        for x, y in plan.crosses:
            thick = max(1, round(plan.cross_line_mm * ppmm))
            cv2.line(page, at(x - half, y), at(x + half, y), (130, 130, 130), thick, cv2.LINE_AA)
            cv2.line(page, at(x, y - half), at(x, y + half), (130, 130, 130), thick, cv2.LINE_AA)
        cv2.rectangle(page, at(f.x, f.y), at(f.right, f.bottom), (60, 60, 60), max(1, round(0.5 * ppmm)))
    for marker in plan.markers:
        side = round(marker.size * ppmm)
        x, y = at(marker.x, marker.y)
        picture = cv2.aruco.generateImageMarker(_MIP, marker_id(code, marker.k), side)
        page[y : y + side, x : x + side] = picture[:, :, None]
    made = np.asarray(zxingcpp.write_barcode_to_image(
        zxingcpp.create_barcode(encode(code), zxingcpp.BarcodeFormat.QRCode, ec_level="Q"), add_quiet_zones=False
    ))  # fmt: skip
    for box in plan.codes:
        side = round(box.width * ppmm)
        x, y = at(box.x, box.y)
        page[y : y + side, x : x + side] = cv2.resize(made, (side, side), interpolation=cv2.INTER_NEAREST)[:, :, None]
    for row in plan.rows:
        for key, box in row.ticks.items():
            cv2.rectangle(page, at(box.x - 0.2, box.y - 0.2), at(box.right + 0.2, box.bottom + 0.2), (0, 0, 0), 2)
            if (row.number, key) in ticks:
                tick = [
                    at(box.x + a * box.width, box.y + b * box.height) for a, b in ((0.1, 0.5), (0.4, 0.9), (1.0, 0.0))
                ]
                cv2.polylines(page, [np.asarray(tick)], isClosed=False, color=(30, 30, 120), thickness=5)
    for dot in dots:
        stick(page, dot, ppmm)
    return page


def stick(page, dot, ppmm):
    if dot.number is not None:
        side = round(dot.size_mm * ppmm)
        tag = np.full((side, side), 255, np.uint8)
        inner = round(side * 0.74)
        edge = (side - inner) // 2
        tag[edge : edge + inner, edge : edge + inner] = cv2.aruco.generateImageMarker(_TAGS, dot.number, inner)
        x, y = round(dot.x_mm * ppmm - side / 2), round(dot.y_mm * ppmm - side / 2)
        page[y : y + side, x : x + side] = tag[:, :, None]
        return
    ring = (outline(dot.shape, dot.size_mm, dot.turn) + np.asarray([dot.x_mm, dot.y_mm])) * ppmm
    cv2.fillPoly(page, [np.round(ring * 16).astype(np.int32)], rgb(COLOURS[dot.colour]), cv2.LINE_AA, 4)
    if dot.sign:
        ink = (255, 255, 255) if dot.colour in {"black", "purple", "blue"} else (20, 20, 20)
        cv2.putText(page, dot.sign, (round((dot.x_mm - 3) * ppmm), round((dot.y_mm + 2.2) * ppmm)),
                    cv2.FONT_HERSHEY_SIMPLEX, 0.22 * ppmm, ink, round(0.5 * ppmm), cv2.LINE_AA)  # fmt: skip


def photograph(
    page, *, ppmm=8.0, size=(2000, 1500), turn=0.0, tilt=0.0, fill=0.9, bend=0.0, wave_mm=0.0, shade=0.0, blur=0.0,
    noise=3.0, quality=85, seed=3, desk=(120, 90, 60), exif=None, form="JPEG",
):  # fmt: skip
    """Photograph a sheet; returns the file. `tilt` in degrees, `bend` of the lens, `wave_mm` of the paper."""
    wide, high = size
    dice = np.random.default_rng(seed)
    h_mm, w_mm = page.shape[0] / ppmm, page.shape[1] / ppmm
    f = 0.9 * max(size)
    a, t = math.radians(turn), math.radians(tilt)
    rz = np.asarray([[math.cos(a), -math.sin(a), 0], [math.sin(a), math.cos(a), 0], [0, 0, 1]])
    rx = np.asarray([[1, 0, 0], [0, math.cos(t), -math.sin(t)], [0, math.sin(t), math.cos(t)]])
    rot = rx @ rz
    ring = np.asarray([(-1, -1, 0), (1, -1, 0), (1, 1, 0), (-1, 1, 0)]) * np.asarray([w_mm / 2, h_mm / 2, 0])
    low, top = 50.0, 50_000.0
    for _ in range(60):
        z = (low * top) ** 0.5
        p = ring @ rot.T + np.asarray([0, 0, z])
        uv = p[:, :2] / np.maximum(p[:, 2:], 1e-6) * f
        fits = (p[:, 2] > 1).all() and (np.abs(uv) < fill * np.asarray([wide, high]) / 2).all()
        low, top = (low, z) if fits else (z, top)
    u, v = np.meshgrid(np.arange(wide, dtype=np.float64), np.arange(high, dtype=np.float64))
    x, y = (u - (wide - 1) / 2), (v - (high - 1) / 2)
    reach = math.hypot(wide, high) / 2
    r2 = (x * x + y * y) / reach**2
    x, y = x * (1 + bend * r2), y * (1 + bend * r2)
    m = np.column_stack([rot[:, 0], rot[:, 1], (0, 0, top)])
    inv = np.linalg.inv(np.diag([f, f, 1.0]) @ m)
    q = np.einsum("ij,jhw->ihw", inv, np.stack([x, y, np.ones_like(x)]))
    px, py = q[0] / q[2] + w_mm / 2, q[1] / q[2] + h_mm / 2
    if wave_mm:
        px, py = px + wave_mm * np.sin(py / 45.0), py + wave_mm * np.sin(px / 60.0 + 1)
    mx, my = (px * ppmm - 0.5).astype(np.float32), (py * ppmm - 0.5).astype(np.float32)
    share = float(f / top) / ppmm
    soft = cv2.GaussianBlur(page, (0, 0), 0.45 / share) if share < 0.8 else page
    seen = cv2.remap(soft, mx, my, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=desk) * 1.0
    if shade:
        edge = (u * math.cos(1.0) + v * math.sin(1.0)) / (wide + high)
        seen *= (1 - shade * (edge > 0.35) - 0.25 * shade * edge)[:, :, None]
    if blur:
        seen = cv2.GaussianBlur(seen, (0, 0), blur)
    seen = np.clip(seen + dice.normal(0, noise, seen.shape), 0, 255).astype(np.uint8)
    return saved(seen, quality=quality, exif=exif, form=form)


def saved(pixels, *, quality=85, exif=None, form="JPEG"):
    kept = io.BytesIO()
    extra = {"exif": exif} if exif else {}
    Image.fromarray(pixels).save(kept, form, **({"quality": quality} if form in {"JPEG", "HEIF"} else {}), **extra)
    return kept.getvalue()


def places(code, dots):
    return [to_map(code, code.layout, d.x_mm, d.y_mm) for d in dots]
