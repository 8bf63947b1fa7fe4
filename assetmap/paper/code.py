"""
What the code printed on a sheet says: which sheet it is and where on earth its frame lies.

It holds all that is needed to place the sheet, so that any copy of the program can read it, whatever has happened to
the home it was printed from. A person's words are never in it, nor anything but short codes and numbers.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from assetmap.errors import PaperError
from assetmap.paper.layout import MOST_LINES, PAPERS, VERSION, Kind, Layout, layout_of

if TYPE_CHECKING:
    from collections.abc import Sequence

GROUPS = 30
"""Groups of eight markers: 8 × 30 of the 250 of DICT_ARUCO_MIP_36H12."""
_NAME, _FORM = "AMAP", "1"
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
"""Base 45 (RFC 9285): the letters a QR code packs densest."""
_LETTERS = " 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SHORT = 6
_BODY = struct.Struct(">BBIIIBB3sii3s3sHB")
# kind, paper, landscape; arrangement; place, session, issue; sheet, sheets; EPSG; west, south, width, height in cm;
# first line (10 bits) and how many lines; boxes
_FIRST_BITS = 10
_KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, kw_only=True)
class SheetCode:
    """
    One printed sheet.

    Attributes
    ----------
    place, session, issue
        Short codes, up to six of A to Z and 0 to 9: the place, the workshop, this printing.
    sheet, sheets
        Which one it is, of how many: counted through all sheets of the printing that hang together.
    version
        The arrangement it is printed by (`layout_of`).
    crs
        EPSG code of a system in metres.
    bounds
        West, south, east, north of the frame in it, to the centimetre. The companion sheet has zeros.
    first, lines
        Of the companion sheet: the number of its first line, and how many it has.
    boxes
        What its ten boxes for the kind mean: 0 our own ten groups; else `boxes_of` the residents' categories.
    """

    kind: Kind
    place: str
    session: str
    sheet: int
    sheets: int
    issue: str
    paper: str
    landscape: bool
    crs: int
    bounds: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    first: int = 0
    lines: int = 0
    boxes: int = 0
    version: int = VERSION

    def __post_init__(self) -> None:
        """Write short codes in capitals and bounds to the centimetre, as they are printed."""
        for name in ("place", "session", "issue"):
            short = getattr(self, name).upper()
            if len(short) > _SHORT or any(x not in _LETTERS[1:] for x in short):
                raise PaperError(f"[code] {name}: a short code is up to six of A to Z and 0 to 9.")
            object.__setattr__(self, name, short)
        west, south, east, north = (round(x, 2) for x in self.bounds)
        object.__setattr__(self, "bounds", (west, south, east, north))

    @property
    def layout(self) -> Layout:
        """Where things are on it."""
        return layout_of(
            self.paper, landscape=self.landscape, kind=self.kind, lines=self.lines, first=self.first or 1,
            version=self.version,
        )  # fmt: skip


def encode(code: SheetCode) -> str:
    """
    Write a sheet's code as the text of a QR code: at most 67 letters of its alphanumeric set, a checksum within.

    Raises
    ------
    PaperError
        A number in it is larger than a code can hold.
    """
    head = _KINDS.index(code.kind) | int(code.landscape) << 1 | list(PAPERS).index(code.paper) << 2
    west, south, east, north = (round(x * 100) for x in code.bounds)
    if not (0 <= code.lines <= MOST_LINES and 0 <= code.first < 1 << _FIRST_BITS):
        raise PaperError("[code] numbers of lines end at 1,023, and a sheet has at most 10: print fewer.")
    try:
        body = _BODY.pack(
            head, code.version, _number(code.place), _number(code.session), _number(code.issue),
            code.sheet, code.sheets, code.crs.to_bytes(3, "big"),
            west, south, (east - west).to_bytes(3, "big"), (north - south).to_bytes(3, "big"),
            code.lines << _FIRST_BITS | code.first, code.boxes,
        )  # fmt: skip
    except (struct.error, OverflowError):
        raise PaperError("[code] the sheets are too many, or the map too large: print fewer sheets.") from None
    return f"{_NAME}{_FORM}{_base45(body + struct.pack('>I', zlib.crc32(body)))}"


def decode(text: str) -> SheetCode:
    """
    Read the text of a QR code.

    Raises
    ------
    PaperError
        It is not one of ours; is of a newer form or arrangement than this program knows; or is damaged. The message
        begins with `[code] not ours`, `[code] newer` or `[code] damaged`.
    """
    if not text.startswith(_NAME) or not text[len(_NAME) : len(_NAME) + 1].isdecimal():
        raise PaperError("[code] not ours: this code is not of a sheet of assetmap. Photograph a sheet it printed.")
    form, rest = text[len(_NAME)], text[len(_NAME) + 1 :]
    if form != _FORM:
        raise PaperError("[code] newer: this sheet was printed by a newer assetmap. Install the newest one to read it.")
    body = _from_base45(rest)
    if len(body) != _BODY.size + 4 or zlib.crc32(body[:-4]) != int.from_bytes(body[-4:], "big"):
        raise _damaged()
    head, version, place, session, issue, sheet, sheets, crs, west, south, wide, high, numbers, boxes = _BODY.unpack(
        body[:-4]
    )
    east, north = west + int.from_bytes(wide, "big"), south + int.from_bytes(high, "big")
    if version > VERSION:
        raise PaperError("[code] newer: this sheet is arranged in a newer way. Install the newest assetmap to read it.")
    paper = head >> 2
    if paper >= len(PAPERS):
        raise _damaged()
    return SheetCode(
        kind=_KINDS[head & 1],
        place=_short(place),
        session=_short(session),
        sheet=sheet,
        sheets=sheets,
        version=version,
        issue=_short(issue),
        paper=list(PAPERS)[paper],
        landscape=bool(head >> 1 & 1),
        crs=int.from_bytes(crs, "big"),
        bounds=(west / 100, south / 100, east / 100, north / 100),
        first=numbers & (1 << _FIRST_BITS) - 1,
        lines=numbers >> _FIRST_BITS,
        boxes=boxes,
    )


def group_of(code: SheetCode) -> int:
    """Say which group of markers a sheet has (0 to 29): those of another sheet do not fit."""
    return int.from_bytes(hashlib.sha256(encode(code).encode()).digest()[:4], "big") % GROUPS


def marker_id(code: SheetCode, k: int) -> int:
    """Return the id in DICT_ARUCO_MIP_36H12 of a sheet's marker `k` (0 to 7)."""
    return 8 * group_of(code) + k


def to_map(code: SheetCode, layout: Layout, x_mm: float, y_mm: float) -> tuple[float, float]:
    """Turn a point on the paper into easting and northing in the sheet's own system, in metres."""
    west, south, east, north = code.bounds
    frame = layout.frame
    across, down = (x_mm - frame.x) / frame.width, (y_mm - frame.y) / frame.height
    return west + across * (east - west), north - down * (north - south)


def to_paper(code: SheetCode, layout: Layout, easting: float, northing: float) -> tuple[float, float]:
    """Turn easting and northing into a point on the paper: the inverse of `to_map`."""
    west, south, east, north = code.bounds
    frame = layout.frame
    across, down = (easting - west) / (east - west), (north - northing) / (north - south)
    return frame.x + across * frame.width, frame.y + down * frame.height


def place_code(name: str) -> str:
    """Return six characters that stand for a place by its name: the same in every copy of its map."""
    return _short(
        int.from_bytes(hashlib.sha256(" ".join(name.casefold().split()).encode()).digest()[:4], "big"), fill=1
    )


def boxes_of(keys: Sequence[str]) -> int:
    """Return what stands in a code for the residents' own categories as they were printed (1 to 255); 0 for none."""
    return zlib.crc32("\n".join(keys).encode()) % 255 + 1 if keys else 0


def _number(short: str) -> int:
    number = 0
    for letter in short.ljust(_SHORT):
        number = number * len(_LETTERS) + _LETTERS.index(letter)
    return number


def _short(number: int, *, fill: int = 0) -> str:
    base = len(_LETTERS) - fill
    letters = []
    for _ in range(_SHORT):
        number, rest = divmod(number, base)
        letters.append(_LETTERS[rest + fill])
    return "".join(reversed(letters)).rstrip()


def _base45(data: bytes) -> str:
    out = []
    for i in range(0, len(data), 2):
        pair = data[i : i + 2]
        number = int.from_bytes(pair, "big")
        for _ in range(len(pair) + 1):
            number, rest = divmod(number, len(_ALPHABET))
            out.append(_ALPHABET[rest])
    return "".join(out)


def _from_base45(text: str) -> bytes:
    out = b""
    for i in range(0, len(text), 3):
        letters = text[i : i + 3]
        number = 0
        for letter in reversed(letters):
            place = _ALPHABET.find(letter)
            if place < 0:
                raise _damaged()
            number = number * len(_ALPHABET) + place
        try:
            out += number.to_bytes(len(letters) - 1, "big")
        except OverflowError:
            raise _damaged() from None
    return out


def _damaged() -> PaperError:
    return PaperError("[code] damaged: the sheet's code was read with a fault. Photograph it again, sharp and whole.")
