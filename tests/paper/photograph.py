"""
A photograph of a paper: the light on it, the lens, the sensor, the file.

Light is reckoned in linear values. Paper is drawn at about two of its pixels to one of the picture and each pixel of
the picture is the mean of four samples, so that nothing is aliased before the lens blurs it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import cv2
import numpy as np

from tests.paper import settings
from tests.paper.camera import Camera, Surface, aimed
from tests.paper.light import Light, lit
from tests.paper.marks import Mark, Texture, spill, stick, strewn
from tests.paper.plan import Shot, drawn
from tests.paper.table import table
from tests.paper.tones import BYTE, linear

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tests.paper.sheets import Sheet

_FINE = 2
_ROWS, _HALO = 256, 6
_GRAIN = 6144
_SEEN = 0.65
"""A dot is asked for if so much of it is in the picture, under no thumb, and not burnt out to white by glare."""


@dataclass(frozen=True)
class Seen:
    """A dot of the truth: the mark, where it is in the picture (upright, pixels), how much of it can be seen."""

    mark: Mark
    x_px: float
    y_px: float
    share: float

    @property
    def is_asked(self) -> bool:
        """Whether a reader can be asked to find it."""
        return self.share >= _SEEN


@dataclass(frozen=True)
class Photo:
    """A file and its truth. `thumb` is k of the marker that a thumb hides, or None."""

    name: str
    content: bytes
    shot: Shot
    sheet: Sheet
    pixels: float
    dots: tuple[Seen, ...]
    thumb: int | None
    marker_px: tuple[tuple[float, float], ...]


def photograph(sheet: Sheet, shot: Shot, *, pixels: float | None = None, marks: list[Mark] | None = None) -> Photo:
    """Stick dots on a sheet, as drawn for this photograph, and take it."""
    pixels = pixels or 1e6 * float(drawn(settings.MEGAPIXELS, shot.of["megapixels"]))
    surface = Surface.of(
        sheet.size, height_mm=shot.of["wrinkle_mm"], wave_mm=shot.of["wrinkle_wave_mm"], rng=shot.stream(1)
    )
    camera = aimed(shot, sheet.size, surface, turn_deg=turn(shot), pixels=pixels)
    frame = sheet.layout.frame
    if marks is None:
        marks = strewn(
            sheet.code.paper, (frame.x, frame.y, frame.width, frame.height), tags=sheet.has_tags, rng=shot.stream(2)
        )
    texture = sheet.texture(2 * _densest(camera, surface, sheet.size))
    if shot.of["coffee"] < settings.COFFEE:
        spill(texture, sheet.size, rng=shot.stream(3))
    stick(texture, marks, rng=shot.stream(4))
    thumb = int(shot.of["thumb"] / settings.THUMB * 8) if shot.of["thumb"] < settings.THUMB else None
    picture, light, hand = taken(texture, camera, surface, shot, size=sheet.size, thumb=_at(sheet, thumb))
    dots = tuple(_seen(mark, camera, surface, light, hand) for mark in marks)
    middles = np.array([m.box.centre for m in sheet.layout.markers])
    x, y = camera.seen(surface, middles[:, 0], middles[:, 1])
    return Photo(
        f"sheet-{shot.sheet:02d}-{shot.number:02d}.jpg", filed(picture, shot), shot, sheet, pixels, dots, thumb,
        tuple((float(a), float(b)) for a, b in zip(x, y, strict=True)),
    )  # fmt: skip


def turn(shot: Shot) -> float:
    """Return how far the picture is turned, in degrees: near a quarter turn, or anyhow."""
    any_turn = shot.of["turn_deg"]
    if shot.of["turn_kind"] >= settings.SQUARE_TO_SHEET:
        return any_turn
    quarter = any_turn / 90
    return 90 * math.floor(quarter) + settings.NEARLY_DEG * (2 * (quarter - math.floor(quarter)) - 1)


def taken(
    texture: Texture,
    camera: Camera,
    surface: Surface,
    shot: Shot,
    *,
    size: tuple[float, float],
    thumb: tuple[float, float] | None = None,
) -> tuple[NDArray[np.float32], Light, NDArray[np.uint8] | None]:
    """Return what the sensor gets (light, 0 to 1 and above), how it was lit, and where a thumb is."""
    block = 8 if camera.width * camera.height < 6e6 else 16
    across, down = -(-camera.width // block) + 2, -(-camera.height // block) + 2
    x, y = np.meshgrid((np.arange(across) - 0.5) * block, (np.arange(down) - 0.5) * block)
    u, v = camera.looks_at(surface, x, y)
    light = lit(shot, surface, size, u=u, v=v, camera=camera, block=block)
    under = table(shot.stream(5))
    picture = np.empty((camera.height, camera.width, 3), np.float32)
    rows = max(1, 256 // block)
    for first in range(0, down - 2, rows):
        many = min(rows, down - 2 - first)
        part = slice(first, first + many + 2)
        ends = slice(first * block, min((first + many) * block, camera.height))
        high = ends.stop - ends.start
        fine = _spread(u[part], block * _FINE), _spread(v[part], block * _FINE)
        strip = _both(texture, under, fine, size)[: high * _FINE, : camera.width * _FINE]
        strip = cv2.resize(strip, (camera.width, high), interpolation=cv2.INTER_AREA)
        on = _spread(light.on[part], block)[:high, : camera.width]
        more = _spread(light.glare[part], block)[:high, : camera.width]
        picture[ends] = strip.astype(np.float32) * (on / 65535) + more[..., None]
    hand = _thumb(picture, camera, surface, light, thumb, size, shot) if thumb else None
    _blur(picture, shot)
    return picture, light, hand


def filed(picture: NDArray[np.float32], shot: Shot) -> bytes:
    """Develop it as a phone does, and return the JPEG with what EXIF says of its turn."""
    rng = shot.stream(6)
    high, wide = picture.shape[:2]
    upright = np.empty((high, wide, 3), np.uint8)
    for first in range(0, high, _ROWS):
        above, last = min(first, _HALO), min(first + _ROWS, high)
        light = np.clip(picture[first - above : min(last + _HALO, high)], 0, 1)
        tones = BYTE[(light * 65535).astype(np.uint16)]
        if shot.of["sharpening"] > 0.05:
            soft = cv2.GaussianBlur(tones, (0, 0), 1.1)
            tones += shot.of["sharpening"] * (tones - soft)
        tones = tones[above : above + last - first]
        tones += shot.of["noise"] * _grain(rng, tones.shape[0], wide)
        upright[first:last] = np.clip(tones + 0.5, 0, 255)
    said = int(drawn(settings.EXIF_TURNS, shot.of["exif"]))
    how = {6: cv2.ROTATE_90_COUNTERCLOCKWISE, 8: cv2.ROTATE_90_CLOCKWISE, 3: cv2.ROTATE_180}.get(said)
    lying = upright if how is None else cv2.rotate(upright, how)
    content = cv2.imencode(".jpg", lying, [cv2.IMWRITE_JPEG_QUALITY, round(shot.of["jpeg"])])[1].tobytes()
    return content[:2] + _exif(said) + content[2:]


@lru_cache(maxsize=1)
def _much_grain() -> NDArray[np.float32]:
    """Noise of deviation 1 that the three colours share for the most part; theirs alone is twice as coarse."""
    rng = np.random.default_rng((settings.SEED, 3000))
    shared = rng.standard_normal((1024, _GRAIN, 1), dtype=np.float32)
    own = cv2.resize(rng.standard_normal((512, _GRAIN // 2, 3), dtype=np.float32), (_GRAIN, 1024))
    return np.asarray(shared + 0.7 * own)


def _grain(rng: np.random.Generator, high: int, wide: int) -> NDArray[np.float32]:
    down, across = int(rng.integers(1024 - high)), int(rng.integers(_GRAIN - wide))
    return _much_grain()[down : down + high, across : across + wide]


def _exif(turned: int) -> bytes:
    """Return an APP1 segment that says only how the picture is turned."""
    tiff = b"MM\0*\0\0\0\x08" + b"\0\x01" + b"\x01\x12\0\x03\0\0\0\x01" + bytes([0, turned, 0, 0]) + b"\0\0\0\0"
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body


def _at(sheet: Sheet, k: int | None) -> tuple[float, float] | None:
    return None if k is None else sheet.layout.markers[k].box.centre


def _densest(camera: Camera, surface: Surface, size: tuple[float, float]) -> float:
    """Return the most pixels of the picture that lie on a mm of the paper."""
    u = np.array([0, size[0] / 2, size[0], 0, size[0]]) * 1.0
    v = np.array([0, size[1] / 2, 0, size[1], size[1]]) * 1.0
    x, y = camera.seen(surface, u, v)
    most = 0.0
    for du, dv in ((1.0, 0.0), (0.0, 1.0)):
        more_x, more_y = camera.seen(surface, u + du, v + dv)
        most = max(most, float(np.hypot(more_x - x, more_y - y).max()))
    return most


def _spread(coarse: NDArray[np.floating], block: int) -> NDArray[np.float32]:
    """Interpolate values at the middles of blocks (one more on each side) to every pixel of them."""
    fine = cv2.resize(coarse.astype(np.float32), None, fx=block, fy=block, interpolation=cv2.INTER_LINEAR)
    return np.asarray(fine[block:-block, block:-block])


def _both(
    texture: Texture,
    under: Texture,
    at: tuple[NDArray[np.float32], NDArray[np.float32]],
    size: tuple[float, float],
) -> NDArray[np.uint16]:
    """Sample the table, and the paper where there is some."""
    u, v = at
    if (u.min() < 0 or v.min() < 0 or u.max() > size[0] or v.max() > size[1]):  # fmt: skip
        every = _FINE  # the table need not be fine
        x, y = (np.ascontiguousarray(a[::every, ::every]) * under.ppm for a in at)
        coarse = cv2.remap(under.pixels, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP)
        strip = cv2.resize(coarse, (u.shape[1], u.shape[0]), interpolation=cv2.INTER_LINEAR)
    else:
        strip = np.empty((*u.shape, 3), np.uint16)
    return np.asarray(
        cv2.remap(
            texture.pixels, u * texture.ppm - 0.5, v * texture.ppm - 0.5, cv2.INTER_LINEAR, dst=strip,
            borderMode=cv2.BORDER_TRANSPARENT,
        )
    )  # fmt: skip


def _blur(picture: NDArray[np.float32], shot: Shot) -> None:
    """Blur by a disc out of focus and the streak of a hand that moves: larger in larger pictures."""
    scale = math.sqrt(picture.shape[0] * picture.shape[1] / 12e6)
    r, length = shot.of["defocus_px"] * scale, shot.of["motion_px"] * scale
    half = math.ceil(r + length / 2 + 0.5)
    fine = 8
    wide = (2 * half + 1) * fine
    y, x = (np.mgrid[0:wide, 0:wide] + 0.5) / fine - wide / fine / 2
    towards = math.radians(shot.of["motion_towards_deg"])
    along = x * math.cos(towards) + y * math.sin(towards)
    along = along - np.clip(along, -length / 2, length / 2)
    away = -x * math.sin(towards) + y * math.cos(towards)
    stroke = (np.hypot(along, away) <= max(r, 0.5)).astype(np.float64)
    kernel = stroke.reshape(2 * half + 1, fine, 2 * half + 1, fine).mean(axis=(1, 3))
    cv2.filter2D(picture, -1, kernel / kernel.sum(), dst=picture, borderType=cv2.BORDER_REPLICATE)


_SKINS = ((236, 188, 160), (214, 160, 128), (170, 116, 86), (110, 72, 52), (80, 52, 40))
_THUMB_MM, _ABOVE_MM = 24.0, 6.0


def _thumb(
    picture: NDArray[np.float32],
    camera: Camera,
    surface: Surface,
    light: Light,
    at: tuple[float, float],
    size: tuple[float, float],
    shot: Shot,
) -> NDArray[np.uint8]:
    """Lay a thumb over a point, coming from outside the paper; returns where it is."""
    rng = shot.stream(7)
    out = math.atan2(at[1] - size[1] / 2, at[0] - size[0] / 2) + rng.uniform(-0.4, 0.4)
    nearest = min(
        ((at[0], math.pi), (size[0] - at[0], 0.0), (at[1], -math.pi / 2), (size[1] - at[1], math.pi / 2)),
        key=lambda side: side[0],
    )[1]
    out = nearest + 0.5 * math.sin(out - nearest)
    r = _THUMB_MM / 2
    angles = np.linspace(out + math.pi / 2, out + 3 * math.pi / 2, 24)
    tip = np.stack([r * np.cos(angles), 1.0 * r * np.sin(angles)], axis=-1) + at
    away = np.array([math.cos(out), math.sin(out)]) * 150
    edge = np.concatenate([tip, tip[-1:] + away, tip[:1] + away])
    x, y = camera.seen(surface, edge[:, 0], edge[:, 1], above=_ABOVE_MM)
    mask = np.zeros(picture.shape[:2], np.uint8)
    points = np.round((np.stack([x, y], axis=-1) - 0.5) * 16).astype(np.int32)
    cv2.fillPoly(mask, [points], 255, shift=4, lineType=cv2.LINE_AA)
    rows, columns = np.nonzero(mask)
    if not len(rows):
        return mask
    box = slice(rows.min(), rows.max() + 1), slice(columns.min(), columns.max() + 1)
    skin = linear(_SKINS[int(rng.integers(len(_SKINS)))])
    inside = cv2.distanceTransform((mask[box] > 127).astype(np.uint8), cv2.DIST_L2, 3)
    round_ = 0.45 + 0.55 * np.sqrt(np.clip(inside / max(float(inside.max()), 1), 0, 1))
    lit_by = light.at(rows.mean(), columns.mean())
    share = (mask[box] / 255.0)[..., None]
    picture[box] = picture[box] * (1 - share) + share * round_[..., None] * skin * lit_by
    return mask


def _seen(mark: Mark, camera: Camera, surface: Surface, light: Light, hand: NDArray[np.uint8] | None) -> Seen:
    """Look at 25 points of a mark: in the picture, under the thumb, burnt out?"""
    r = mark.size_mm / 2
    steps = np.linspace(-0.8, 0.8, 5) * r
    du, dv = (a.ravel() for a in np.meshgrid(steps, steps))
    near = np.hypot(du, dv) <= 0.95 * r
    u, v = mark.x_mm + du[near], mark.y_mm + dv[near]
    x, y = camera.seen(surface, u, v)
    middle = camera.seen(surface, np.array([mark.x_mm]), np.array([mark.y_mm]))
    good = (x >= 0) & (y >= 0) & (x < camera.width) & (y < camera.height)
    colour = linear(settings.COLOURS[mark.colour][0]) if mark.colour else np.zeros(3)
    for i in np.flatnonzero(good):
        is_covered = hand is not None and hand[int(y[i]), int(x[i])] > 127
        is_burnt = (colour * light.at(y[i], x[i]) + light.glare_at(y[i], x[i])).min() >= 0.98
        good[i] = not (is_covered or is_burnt)
    return Seen(mark, float(middle[0][0]), float(middle[1][0]), float(good.mean()))
