"""
Every setting of the model of the world, with its reason. Fixed before the reader was first measured; never tuned to it.

Each quantity of a photograph goes from `best` to `worst`, the ends of what the figures of this project name or of what
is met in halls. Photographs of one sheet are a Latin hypercube over all quantities: each quantity covers its whole
range on every sheet, evenly after its `skew`, and which values meet in one photograph is chance. So every end is
reached, and not all the worst at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

SEED = 20261122
"""Of everything: a sheet and a photograph have the streams (SEED, sheet, photograph)."""
PHOTOS = 20
"""Of each sheet."""


@dataclass(frozen=True)
class Setting:
    """
    One quantity of a photograph.

    Attributes
    ----------
    skew
        The share q of photographs that are at most so bad is met at best + (worst - best) × q ** skew: above 1 the mild
        half is met more often than the bad one.
    often
        The share of photographs that have it at all; the others have `best`.
    why
        Where the range and the skew come from.
    """

    best: float
    worst: float
    skew: float
    why: str
    often: float = 1.0

    def at(self, q: float) -> float:
        """Return the value that a share `q` of photographs stays below."""
        if q < 1 - self.often:
            return self.best
        share = (q - (1 - self.often)) / self.often
        return self.best + (self.worst - self.best) * share**self.skew


PHOTOGRAPH: Mapping[str, Setting] = {
    # where the camera is
    "tilt_deg": Setting(0.0, 35.0, 1.2, "The figure says to 35°; people mean to hold the phone level."),
    "tilt_towards_deg": Setting(0.0, 360.0, 1.0, "People stand on any side of a table."),
    "turn_deg": Setting(0.0, 360.0, 1.0, "Any turn: two in five photographs, see `SQUARE_TO_SHEET`."),
    "turn_kind": Setting(0.0, 1.0, 1.0, "Below SQUARE_TO_SHEET: near a quarter turn; above: any turn."),
    "margin": Setting(0.015, 0.16, 1.0, "Free rim as a share of the picture's long side: people fill the picture."),
    "off_centre": Setting(0.0, 1.0, 1.0, "How much of the free room is on one side alone."),
    "focal_mm": Setting(24.0, 52.0, 2.0, "Main cameras of phones are 24 to 28 mm (as of 35 mm film); a second is 50."),
    # the lens
    "k1": Setting(-0.10, 0.05, 1.0, "Bend left after the phone's own mending, and of cheap wide lenses without any."),
    "k2": Setting(-0.02, 0.02, 1.0, "As above, of the fourth power."),
    # the picture
    "megapixels": Setting(0.0, 1.0, 1.0, "Where it stands in `MEGAPIXELS`."),
    "jpeg": Setting(95.0, 60.0, 1.0, "The figure says 60; phones write 90 to 95, messengers 60 to 80."),
    "exif": Setting(0.0, 1.0, 1.0, "Which of `EXIF_TURNS` the file says."),
    "defocus_px": Setting(0.4, 3.0, 2.0, "Radius of the disc at 12 Mpx: sharp, to a hurried photograph in dim light."),
    "motion_px": Setting(0.0, 10.0, 2.0, "Length of the streak at 12 Mpx: 1/30 s from a hand.", often=0.7),
    "motion_towards_deg": Setting(0.0, 180.0, 1.0, "Hands shake any way."),
    "noise": Setting(1.0, 8.0, 1.5, "Deviation in steps of 255 in middle grey: ISO 100 to 3200 of a small sensor."),
    "sharpening": Setting(0.0, 0.9, 1.0, "Phones sharpen, some hard: haloes round black edges."),
    # the light
    "white": Setting(245.0, 150.0, 1.3, "How bright paper comes out, of 255: phones darken bright paper to grey."),
    "uneven": Setting(1.0, 0.45, 1.3, "Darkest to lightest corner of the light on the table: one window, one lamp."),
    "uneven_towards_deg": Setting(0.0, 360.0, 1.0, "The window is anywhere."),
    "warmth": Setting(-0.28, 0.40, 1.0, "Natural logarithm of red to blue in white paper: shade to a warm lamp."),
    "green": Setting(-0.06, 0.06, 1.0, "Fluorescent tubes."),
    "shadow": Setting(0.0, 0.65, 1.0, "Light taken by the shadow of who takes the photograph.", often=0.55),
    "shadow_soft_mm": Setting(25.0, 2.0, 1.0, "A near lamp makes soft edges, the sun hard ones."),
    "shadow_shape": Setting(0.0, 1.0, 1.0, "Below a half an edge (a body, a window's frame), above it a hand."),
    "glare": Setting(0.0, 1.6, 1.3, "Light added at the middle of a lamp's mirror image, of paper's own.", often=0.35),
    "glare_mm": Setting(12.0, 45.0, 1.0, "How far the glare reaches (deviation) on an A4; grows with the paper."),
    # the paper
    "wrinkle_mm": Setting(0.0, 8.0, 2.0, "Lowest to highest point: held flat by cups, to folded in a pocket."),
    "wrinkle_wave_mm": Setting(300.0, 70.0, 1.0, "From one crest to the next: smooth, as the figure says."),
    "thumb": Setting(0.0, 1.0, 1.0, "Hides one marker, see `THUMB`: the figure says *in some*."),
    "coffee": Setting(0.0, 1.0, 1.0, "A ring or a spot of it, see `COFFEE`."),
}

SQUARE_TO_SHEET = 0.6
"""So many are taken within ±12° of a quarter turn: people turn themselves or the phone; the others at any turn."""
NEARLY_DEG = 12.0
THUMB = 0.3
"""So many photographs have a thumb on one of the eight markers."""
COFFEE = 0.2
"""So many sheets got coffee."""
MEGAPIXELS = ((12.0, 0.40), (8.0, 0.20), (5.0, 0.15), (3.0, 0.13), (2.0, 0.12))
"""How big pictures are, and how often: phones of the last ten years make 8 to 12; messengers send 2 to 3."""
EXIF_TURNS = ((1, 0.6), (6, 0.2), (8, 0.1), (3, 0.1))
"""Turns that files say, and how often: the pixels lie turned, and the file tells how to turn them."""

STICKER_MM = ((8.0, 0.15), (10.0, 0.1), (12.0, 0.2), (13.0, 0.15), (15.0, 0.15), (16.0, 0.1), (19.0, 0.15))
"""Diameters sold in shops, and how often."""
SMALLEST_SHAPE_MM = 12.0
"""Stars and others that are no circle are not sold smaller."""
SHAPES = {"circle": 0.62, "square": 0.1, "star": 0.1, "triangle": 0.06, "diamond": 0.06, "pentagon": 0.06}
FELT_PEN = 0.12
"""So many dots are drawn with a felt pen: a filled blob, uneven, 8 to 12 mm."""
FELT_MM = (8.0, 12.0)
FIGURE = 0.25
"""So many stickers of 12 mm or more carry a handwritten figure."""
TAG = 0.1
"""So many marks are printed number tags (a small marker and a printed figure)."""
TAG_LABEL_MM = {"small": (25.4, 10.0), "large": (38.1, 21.2)}
"""Labels that number tags are printed on, as wide and high as shops sell them."""
OVERLAP = 0.07
"""So many dots have another stuck over their edge: the middles are 0.6 to 0.95 of a diameter apart."""
HANDWRITING = 0.35
"""So many dots have a scribbled word beside them."""
DOTS = {"A4": (8, 16), "A3": (10, 24), "A2": (14, 34), "A1": (20, 50)}
"""Fewest and most dots on a sheet."""

COLOURS: Mapping[str, tuple[tuple[int, int, int], ...]] = {
    "red": ((206, 32, 41), (226, 44, 48)),
    "orange": ((240, 125, 30), (255, 118, 48)),
    "yellow": ((252, 214, 35), (240, 236, 62)),
    "green": ((22, 140, 72), (62, 176, 76)),
    "blue": ((24, 92, 172), (38, 128, 202)),
    "purple": ((104, 54, 146), (128, 72, 160)),
    "pink": ((236, 96, 152), (244, 128, 178)),
    "black": ((30, 30, 32), (44, 43, 44)),
}
"""sRGB in even daylight of what shops sell under these names: two makers each."""
FELT: Mapping[str, tuple[int, int, int]] = {
    "red": (214, 40, 52),
    "orange": (242, 132, 44),
    "green": (26, 138, 82),
    "blue": (30, 70, 160),
    "purple": (110, 56, 140),
    "pink": (232, 90, 150),
    "black": (34, 34, 36),
}
"""Ink of felt pens; yellow ones are no dots (nobody finds them again on white paper)."""
SPREAD_LAB = (3.0, 4.0, 4.0)
"""Deviation of a sticker's colour from its maker's, in L, a, b: batches, age, sun."""
