"""What a dropped file is and what a place would use it for, found out from its headings."""

from __future__ import annotations

import filecmp
import gzip
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assetmap.errors import LayerError
from assetmap.layers import cells, look
from assetmap.wording import N_
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from assetmap.layers import Card, Look

ROLES = {
    "areas": N_("the outlines of the neighbourhoods"),
    "deprivation": N_("how deprived each neighbourhood is"),
    "population": N_("how many people live in each neighbourhood"),
    "lookup": N_("which neighbourhood is which, between years and districts"),
    "postcodes": N_("finding a postcode"),
    "streets": N_("the streets on the map"),
    "osm": N_("the streets, parks, water and names on the map"),
    "green": N_("parks and other green places"),
    "gates": N_("the ways into the green places"),
    "names": N_("what people call the parts of the place"),
}
"""What `make_place` takes → what a place uses it for, in English; `_(ROLES[role])` says it."""
SEVERAL = frozenset({"deprivation", "lookup", "postcodes"})
"""What may come in several files."""
_PART_OF_A_SHAPEFILE = frozenset({".dbf", ".shx", ".prj", ".cpg", ".sbn", ".sbx", ".qix"})
_SWELLS = 100
"""An honest file of figures packs to a tenth; what swells a hundred times is made to fill the memory."""
_SMALL = 50 * 2**20


@dataclass(frozen=True, kw_only=True)
class Recognised:
    """
    One dropped file.

    `role` is a key of `ROLES`, or "" where the place is not made from it; `title` says what it is ("" where nobody
    knows); `trouble` is a sentence on what is wrong and how to mend it; `is_list` marks a list of assets; `year`
    is the one that its figures are of, 0 where it is of none; of one `series` a place takes one year.
    """

    path: Path
    role: str = ""
    title: str = ""
    trouble: str = ""
    is_list: bool = False
    year: int = 0
    series: str = ""

    @property
    def used_for(self) -> str:
        """What a place uses it for, in the language spoken."""
        return _(ROLES[self.role]) if self.role in ROLES else ""


@dataclass(frozen=True)
class District:
    """One district that the dropped files know, and how many of its neighbourhoods are in the boundaries."""

    code: str
    name: str
    areas: int


def recognise(path: Path) -> Recognised:
    """Say what a file is. Nothing that is wrong with it raises: `trouble` tells."""
    try:
        if path.suffix.lower() in _PART_OF_A_SHAPEFILE and _beside(path) is not None:
            return Recognised(path=path, title=_("Part of {file}", file=_beside(path)))
        if _is_extract(path):
            return Recognised(path=path, role="osm", title=_("OpenStreetMap extract"))
        _refuse_swelling(path)
        seen = look(path)
    except LayerError as error:
        return Recognised(path=path, trouble=str(error))
    if seen.card is not None:
        role = next(feed for feed in seen.card.feeds if feed in ROLES)
        return Recognised(path=path, role=role, title=seen.card.title, year=seen.card.year, series=seen.card.series)
    return _not_known(path, seen)


def _not_known(path: Path, seen: Look) -> Recognised:
    from assetmap.exchange.headings import recognise as columns_of

    columns = columns_of(seen.headings)
    is_list = columns.name is not None and (seen.is_map or columns.says_where)
    if is_list and not _almost(seen):
        return Recognised(path=path, title=_("A list of places and groups"), is_list=True)
    shown = ", ".join(f"“{x[:40]}”" for x in seen.headings[:6]) or "none"
    more = f" and {len(seen.headings) - 6} more" if len(seen.headings) > 6 else ""
    said = f"{path.name} is no file that we know. Its headings are {shown}{more}."
    if seen.nearest is not None and _almost(seen):
        if seen.lacks:
            lacks = ", ".join(f"“{x}”" for x in seen.lacks[:3])
            said += f" It is nearest to “{seen.nearest.title}”, but lacks {lacks}."
        else:
            shape = "a map" if seen.nearest.geometry != "none" else "a table"
            said += f" It has the headings of “{seen.nearest.title}”, which is {shape}."
        said += f" Get it from {seen.nearest.get}."
    return Recognised(path=path, trouble=said)


def _almost(seen: Look) -> bool:
    """Say whether a file has half of what the nearest card requires: then it is likely to be meant for it."""
    if seen.nearest is None:
        return False
    required = [x for x in seen.nearest.columns.values() if x.required]
    return len(seen.lacks) * 2 <= len(required) and len(seen.nearest.found_in(seen.headings)) > 1


def _beside(path: Path) -> str | None:
    """Return the shapefile that a file is a part of, if it was dropped too."""
    stem = path.stem.lower()
    return next((x.name for x in path.parent.iterdir() if x.suffix.lower() == ".shp" and x.stem.lower() == stem), None)


def _is_extract(path: Path) -> bool:
    try:
        with path.open("rb") as handle:
            head = handle.read(512)
    except OSError as error:
        raise LayerError(f"{path.name} could not be read: {error.strerror}.") from None
    return b"OSMHeader" in head[:32] or (head.lstrip().startswith(b"<") and b"<osm " in head)


def _refuse_swelling(path: Path) -> None:
    """Refuse a file that unpacks to far more than any honest one does, before it is unpacked."""
    packed = path.stat().st_size
    most = max(_SMALL, packed * _SWELLS)
    with path.open("rb") as handle:
        head = handle.read(2)
    size = 0
    try:
        if head == b"PK":
            with zipfile.ZipFile(path) as archive:
                size = sum(x.file_size for x in archive.infolist())
        elif head == b"\x1f\x8b":
            with gzip.open(path) as handle:
                while size <= most and (part := handle.read(1 << 20)):
                    size += len(part)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError):
        return  # `look` says what is wrong with it
    if size > most:
        raise LayerError(
            f"{path.name} unpacks to more than {_SWELLS} times its size, as no file of figures does: it was not read. "
            "Fetch it again from its publisher."
        )


def once(files: Sequence[Recognised]) -> tuple[list[Recognised], list[Recognised]]:
    """Part files from those that are one of them again, byte for byte; parts of a shapefile may well be alike."""
    first: list[Recognised] = []
    again: list[Recognised] = []
    for file in files:
        is_again = (file.role or file.is_list) and any(_same(file.path, x.path) for x in first)
        (again if is_again else first).append(file)
    return first, again


def _same(one: Path, other: Path) -> bool:
    try:
        return filecmp.cmp(one, other, shallow=False)  # of one length first; and it remembers
    except OSError:
        return False


def years_of_figures(files: Sequence[Recognised]) -> list[int]:
    """Return the years of which there are figures by one index of deprivation: a place is made of one."""
    by_series: dict[str, set[int]] = {}
    for file in files:
        if file.role == "deprivation":
            by_series.setdefault(file.series or file.title, set()).add(file.year)
    return max((sorted(x) for x in by_series.values()), key=len, default=[])


def doubled(files: Sequence[Recognised]) -> dict[str, list[Recognised]]:
    """Return the roles that more than one file could play where one is needed, with those files."""
    by_role: dict[str, list[Recognised]] = {}
    for file in files:
        if file.role and file.role not in SEVERAL:
            by_role.setdefault(file.role, []).append(file)
    return {role: found for role, found in by_role.items() if len(found) > 1}


def districts(files: Sequence[Recognised]) -> list[District]:
    """
    List the districts that the boundaries reach into, by name, from the file that knows most of them.

    Fewer than two mean that there is nothing to choose. Files that do not go together give none: setting up says why.
    """
    outlines = [x for x in files if x.role == "areas"]
    if len(outlines) != 1:
        return []
    shapes = _card_of(outlines[0])
    if shapes is None:
        return []
    here = {code for (code,) in cells(outlines[0].path, [shapes.key_column])}
    best: list[District] = []
    for file in files:
        table = _card_of(file) if file.role in {"deprivation", "population", "lookup"} else None
        if table is None or table.codes != shapes.codes or "district" not in table.columns:
            continue
        key = "code" if "code" in table.columns and table.vintage == shapes.vintage else f"code_{shapes.vintage}"
        if key not in table.columns:
            continue
        names = {"district_name"} & set(table.columns)
        found: dict[str, tuple[str, set[str]]] = {}
        for code, district, *name in cells(file.path, [key, "district", *names]):
            if district and code in here:
                found.setdefault(district, (name[0] if name else "", set()))[1].add(code)
        listed = [District(code, name or code, len(areas)) for code, (name, areas) in found.items()]
        if sum(x.areas for x in listed) > sum(x.areas for x in best):
            best = listed
    return sorted(best, key=lambda x: x.name)


def _card_of(file: Recognised) -> Card | None:
    return look(file.path).card
