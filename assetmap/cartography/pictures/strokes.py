"""What the pictures are drawn with: outlines on a grid of 48, two units and a half thick, ends and corners round."""

from __future__ import annotations

from math import cos, pi, sin

GRID = 48
INK = "#1a1a1a"
SHADE = "#dcdcdc"
"""A light grey that stays lighter than every outline on a photocopy."""
WIDTH = 2.5


def line(path: str, *, width: float = WIDTH, fill: str = "none") -> str:
    """Draw a path in outline."""
    return (
        f'<path d="{path}" fill="{fill}" stroke="{INK}" stroke-width="{width:g}" '
        'stroke-linecap="round" stroke-linejoin="round"/>'
    )


def shade(path: str) -> str:
    """Draw a path in outline, filled with light grey."""
    return line(path, fill=SHADE)


def white(path: str) -> str:
    """Draw a path in outline over what lies behind it."""
    return line(path, fill="#ffffff")


def ink(path: str) -> str:
    """Draw a filled shape."""
    return f'<path d="{path}" fill="{INK}" stroke="{INK}" stroke-width="0.8" stroke-linejoin="round"/>'


def ring(x: float, y: float, r: float, *, fill: str = "none", width: float = WIDTH) -> str:
    """Draw a circle."""
    return f'<circle cx="{x:g}" cy="{y:g}" r="{r:g}" fill="{fill}" stroke="{INK}" stroke-width="{width:g}"/>'


def dot(x: float, y: float, r: float = 1.8) -> str:
    """Draw a filled dot."""
    return f'<circle cx="{x:g}" cy="{y:g}" r="{r:g}" fill="{INK}"/>'


def person(x: float, y: float, *, size: float = 1.0, fill: str = "#ffffff") -> str:
    """Draw somebody from the waist up; (x, y) is the middle of the head."""
    k = size
    left, right, waist, top = x - 9 * k, x + 9 * k, y + 19 * k, y + 15 * k
    body = f"M{left:g} {waist:g}V{top:g}A{9 * k:g} {8 * k:g} 0 0 1 {right:g} {top:g}V{waist:g}Z"
    return line(body, fill=fill) + ring(x, y, 5 * k, fill="#ffffff")


def bubble(x: float, y: float, w: float, h: float, *, tail: float, fill: str = "#ffffff") -> str:
    """Draw a speech bubble from its upper left corner; its tail points down at `tail`."""
    r = 4
    return line(
        f"M{x + r:g} {y:g}H{x + w - r:g}Q{x + w:g} {y:g} {x + w:g} {y + r:g}V{y + h - r:g}Q{x + w:g} {y + h:g} "
        f"{x + w - r:g} {y + h:g}H{tail + 4:g}L{tail:g} {y + h + 6:g}L{tail - 3:g} {y + h:g}H{x + r:g}"
        f"Q{x:g} {y + h:g} {x:g} {y + h - r:g}V{y + r:g}Q{x:g} {y:g} {x + r:g} {y:g}Z",
        fill=fill,
    )


def heart(x: float, y: float, *, size: float = 1.0) -> str:
    """Draw a filled heart; (x, y) is the notch at its top."""
    k = size
    return ink(
        f"M{x:g} {y + 10 * k:g}C{x - 10 * k:g} {y + 3 * k:g} {x - 7 * k:g} {y - 5 * k:g} {x:g} {y:g}"
        f"C{x + 7 * k:g} {y - 5 * k:g} {x + 10 * k:g} {y + 3 * k:g} {x:g} {y + 10 * k:g}Z"
    )


def sun(x: float, y: float, r: float) -> str:
    """Draw a sun with rays."""
    near, far = r + 2.6, r + 5
    rays = "".join(
        f"M{x + near * across:.1f} {y + near * down:.1f}L{x + far * across:.1f} {y + far * down:.1f}"
        for across, down in ((cos(i * pi / 4), sin(i * pi / 4)) for i in range(8))
    )
    return ring(x, y, r) + line(rays, width=2)
