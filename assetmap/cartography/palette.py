"""Colours: the quiet base map, one hue for deprivation, and what can be read on what."""

from __future__ import annotations

# The quiet base map: pale land, green, water; the assets are what one sees.
LAND = "#F6F4EE"
GREEN = "#D3E7C4"
GREEN_EDGE = "#8DB07A"
WATER = "#C3DDEE"
WATER_EDGE = "#6E9DBD"
STREET = "#FFFFFF"
STREET_CASING = "#A8A49A"
MAIN_STREET = "#FBE9B7"
MAIN_CASING = "#8F8467"
RAILWAY = "#86827A"
INK = "#1A1A1A"
QUIET_INK = "#3A3A3A"
PAPER = "#FFFFFF"
FADED_INK = "#595959"
OUTLINE = "#1F4D3A"

# One hue, light to dark, never red: decile 10 (least deprived) first here, decile 1 last. Violet is
# neither the green of parks nor the blue of water, and its greys stay in order on a photocopy.
_RAMP = (
    "#F4F1FA", "#E7E0F3", "#D8CDEA", "#C8B9E1", "#B6A4D6",
    "#A28ECA", "#8C77BC", "#745FAB", "#5B4794", "#3F2F73",
)  # fmt: skip
DECILES: dict[int, str] = {decile: _RAMP[10 - decile] for decile in range(1, 11)}
"""Decile → colour; decile 1 is the most deprived tenth and the darkest."""
NOT_KNOWN = "#E4E4E4"
"""For an area without a value; said in the legend, never counted as either end."""

# Need by reach, three steps each. Need is told by the shade; reach by a lesser one and by its hue, blue (much) to ochre
# (little): nine greys in order on a photocopy, and hues that no common colour blindness joins.
NEED_BY_REACH: tuple[tuple[str, str, str], ...] = (
    ("#DAEDFF", "#CED6C6", "#DAB78F"),
    ("#54AFE8", "#88947E", "#9D743C"),
    ("#026E9C", "#4A573F", "#5A3900"),
)
"""Rows by need, little first; in a row by what is within reach, much first: the last is much need, little reach."""
NO_GAP = "#FBFAF5"
"""For an area that has at least the fair share; no tenth of the gaps."""


def classes(count: int) -> tuple[str, ...]:
    """
    Return `count` colours of the one hue, light to dark.

    Parameters
    ----------
    count
        1 to 10 classes.
    """
    if not 1 <= count <= len(_RAMP):
        raise ValueError("a map has 1 to 10 classes: more cannot be told apart.")
    if count == 1:
        return (_RAMP[-3],)
    return tuple(_RAMP[round(i * (len(_RAMP) - 1) / (count - 1))] for i in range(count))


def luminance(colour: str) -> float:
    """Return the relative luminance of a hex colour, 0 to 1 (WCAG 2.2, W3C 2023)."""
    parts = []
    for start in (1, 3, 5):
        value = int(colour[start : start + 2], 16) / 255
        parts.append(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two hex colours, 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def ink_on(fill: str) -> str:
    """Return the ink, dark or white, that is read best on `fill`; one of the two reaches 4.5 : 1 on any colour."""
    return max((INK, PAPER), key=lambda ink: contrast(ink, fill))


def mixed(colour: str, other: str, share: float) -> str:
    """Return `colour` with `share` (0 to 1) of `other` in it."""
    pairs = ((int(colour[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)
