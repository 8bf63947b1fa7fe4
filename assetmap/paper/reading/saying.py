"""Why a picture was not read, and what to do: a sentence and its mend for every cause that is told apart."""

from __future__ import annotations

from assetmap.paper.reading.found import Refused
from assetmap.wording import N_
from assetmap.wording import gettext as _

_TOP_LEFT, _TOP_RIGHT, _BOTTOM_RIGHT, _BOTTOM_LEFT = "top left", "top right", "bottom right", "bottom left"
CORNERS = (_TOP_LEFT, _TOP_RIGHT, _BOTTOM_RIGHT, _BOTTOM_LEFT)
"""Clockwise, as the markers are numbered."""

_ABOVE = N_("Hold the camera straight above the sheet, with all four of its corners in the picture.")
_STEADY = N_("Hold the camera still, let it find its focus, and photograph the sheet again.")
_UNCOVER = N_("Take away what lies on it, and photograph the sheet again; or point at its corners by hand.")
_WHOLE = N_("Step back until the whole sheet is in the picture; or point at its corners by hand.")
_ONE = N_("Photograph each sheet by itself.")
_FORM = N_("Choose a photo (JPEG, HEIC, PNG, TIFF or WebP) or a PDF of scans.")
_AGAIN = N_("Save or send it again, and choose it anew.")

CAUSES: dict[str, tuple[str, str]] = {
    "no_sheet": (N_("There is no sheet of a workshop in this picture."), _ABOVE),
    "code_unreadable": (
        N_("The sheet's printed code could not be read."),
        N_("Photograph it closer and in more light, so that one of its two square codes is sharp."),
    ),
    "code_damaged": (
        N_("The sheet's printed code is damaged."),
        N_("Photograph the other of its two square codes as well, or print the sheet again."),
    ),
    "not_ours": (
        N_("The code on this paper is none of a workshop's sheet."),
        N_("Photograph a sheet that this program printed."),
    ),
    "newer_form": (
        N_("This sheet was printed by a newer version of the program."),
        N_("Bring the program up to date, and read the sheet again."),
    ),
    "corner_covered top left": (N_("The top left corner of the sheet is under something."), _UNCOVER),
    "corner_covered top right": (N_("The top right corner of the sheet is under something."), _UNCOVER),
    "corner_covered bottom right": (N_("The bottom right corner of the sheet is under something."), _UNCOVER),
    "corner_covered bottom left": (N_("The bottom left corner of the sheet is under something."), _UNCOVER),
    "corner_outside top left": (N_("The top left corner of the sheet is not in the picture."), _WHOLE),
    "corner_outside top right": (N_("The top right corner of the sheet is not in the picture."), _WHOLE),
    "corner_outside bottom right": (N_("The bottom right corner of the sheet is not in the picture."), _WHOLE),
    "corner_outside bottom left": (N_("The bottom left corner of the sheet is not in the picture."), _WHOLE),
    "corners_missing": (
        N_("Too few of the sheet's printed markers are in the picture, or too many are covered."),
        N_("Photograph the whole sheet with nothing on its edges; or point at its corners by hand."),
    ),
    "too_blurred": (N_("The picture is too blurred."), _STEADY),
    "glare": (
        N_("A light is mirrored on the sheet just where it has to be read."),
        N_("Turn the sheet or step aside until nothing shines on it, and photograph it again."),
    ),
    "too_dark": (
        N_("The picture is too dark."),
        N_("Put the light on or go to a window, and photograph the sheet again."),
    ),
    "too_small": (
        N_("The sheet is too small in the picture."),
        N_("Go closer, until the sheet fills the picture."),
    ),
    "bent": (
        N_("The sheet is bent or creased too much to say exactly where things are on it."),
        N_("Lay it flat, weigh its edges down outside the markers, and photograph it from above."),
    ),
    "unsure": (N_("The sheet's printed markers do not agree with one another well enough."), _ABOVE),
    "mixed": (N_("Several sheets lie over or close to each other, and cannot be told apart."), _ONE),
    "hand_wrong": (
        N_("The corners pointed at do not fit the sheet."),
        N_("Point at the four corners of the map's frame again, clockwise, beginning with its top left one."),
    ),
    "not_this": (
        N_("The code that was given is none of a workshop's sheet."),
        N_("Choose the sheet from those that were printed for this workshop."),
    ),
    "too_large": (
        N_("The picture is too large: it has more than 80 million points."),
        N_("Save it at half its width and height, and choose that."),
    ),
    "too_many_pages": (
        N_("The file has more than 20 pages."),
        N_("Scan twenty sheets at a time, and choose each file by itself."),
    ),
    "not_a_picture": (N_("This is no picture."), _FORM),
    "empty": (N_("The file is empty."), _AGAIN),
    "too_heavy": (
        N_("The file is too large."),
        N_("Save the picture as JPEG, and choose that."),
    ),
    "locked": (
        N_("The PDF is locked with a password."),
        N_("Unlock it, save it again, and choose that."),
    ),
    "damaged": (N_("The picture is damaged."), _AGAIN),
    "too_long": (
        N_("Reading this picture took too long or too much memory, and was given up."),
        N_("Save it at half its width and height, and choose that."),
    ),
}
"""Cause → why, and what to do about it."""

WARNINGS = {
    "hand": N_("The corners were pointed at by hand: look whether the dots are where they should be."),
    "creased": N_("The sheet is bent or creased; near its folds places may be a little off."),
    "few": N_("Some of the sheet's printed markers could not be seen."),
    "small": N_("The sheet is small in the picture; small dots may be missing."),
    "glare": N_("A light is mirrored on the sheet: look whether dots are missing there."),
    "half": N_("Part of the map is under something: dots there are missing."),
    "mirrored": N_("The picture was mirrored, and was turned round."),
}


def refused(key: str) -> Refused:
    """Say a cause, in the language spoken."""
    why, mend = CAUSES[key]
    return Refused(key=key, why=_(why), mend=_(mend))


def warning(key: str) -> str:
    """Say a warning, in the language spoken."""
    return _(WARNINGS[key])
