"""Find, among thousands, the few pairs that are worth comparing: close by, with one telephone, or of like names."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, product
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np
import shapely
from rapidfuzz import fuzz, process

from assetmap.alike.known import all_known
from assetmap.alike.thresholds import THRESHOLDS
from assetmap.crs import WGS84, metric_for, reproject_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from assetmap.alike.known import Known
    from assetmap.alike.names import Name
    from assetmap.assets import Asset

_FEW = 40
_COMMON = 40
"""What more than so many share (a switchboard, a word of names without a place) tells none of them from another."""
_ROUGHLY = 50
_BEGINNING = 3
_LANES = 8
"""Each name is 512 bits: one for the beginning of each of its words, and one for each ending."""
_AT_ONCE = 250_000
_SHAPES_AT_ONCE = 4_000


@dataclass(frozen=True, slots=True)
class Index:
    """Assets as they are compared, ready to be looked through."""

    all: list[Known]
    placed: NDArray[np.int64]
    tree: shapely.STRtree
    marks: NDArray[np.uint64]
    cores: NDArray[np.object_]
    has_more: NDArray[np.bool_]


def metric_of(*groups: Iterable[Asset]) -> str:
    """Name the CRS in metres of the first asset that has a place; where none has, any will do."""
    first = next((x.where for group in groups for x in group if x.where is not None), None)
    point = shapely.Point(0, 0) if first is None else first.representative_point()
    return metric_for(point.x, point.y)


def index_of(among: tuple[Asset, ...], metric: str) -> Index:
    """Read assets for looking through; the very same tuple is read once, where it is worth remembering."""
    return _indexed(_Among(among), metric) if len(among) > _FEW else made_index(among, metric)


class _Among:
    """The very same tuple: ten thousand assets are not compared one by one to find their tree again."""

    def __init__(self, assets: tuple[Asset, ...]) -> None:
        self.assets = assets

    def __hash__(self) -> int:
        return id(self.assets)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Among) and self.assets is other.assets


@lru_cache(maxsize=2)
def _indexed(among: _Among, metric: str) -> Index:
    return made_index(among.assets, metric)


def made_index(assets: Sequence[Asset], metric: str) -> Index:
    """Read assets for looking through, once."""
    shapes = reproject_all([x.where for x in assets], WGS84, metric)
    found = all_known(assets, shapes.tolist())
    placed = np.flatnonzero([x.shape is not None for x in found])
    return Index(
        all=found,
        placed=placed,
        tree=shapely.STRtree(shapes[placed]),
        marks=np.array([_mark(x) for x in found], dtype=np.uint64).reshape(-1, _LANES),
        cores=np.array([_core(x) for x in found], dtype=object),
        has_more=np.array([len(x.names) > 1 for x in found], dtype=bool),
    )


def candidates(coming: Index, here: Index) -> Iterator[tuple[int, int]]:
    """Find what is worth comparing: positions in both, each pair once; of one list with itself the earlier first."""
    told: set[int] = set()
    for one, other in chain(_near(coming, here), _in_touch(coming, here), _placeless(coming, here)):
        pair = one * len(here.all) + other
        if pair not in told and (coming is not here or one < other):
            told.add(pair)
            yield one, other


def _near(coming: Index, here: Index) -> Iterator[tuple[int, int]]:
    """Find what is close by under roughly the same name."""
    shapes = np.array([coming.all[at].shape for at in coming.placed], dtype=object)
    if not len(shapes) or not len(here.placed):
        return
    for begin in range(0, len(shapes), _SHAPES_AT_ONCE):
        some = shapes[begin : begin + _SHAPES_AT_ONCE]
        found = here.tree.query(some, predicate="dwithin", distance=THRESHOLDS.far_m)
        ones, others = coming.placed[found[0] + begin], here.placed[found[1]]
        if coming is here:
            ones, others = ones[ones < others], others[ones < others]
        for first in range(0, len(ones), _AT_ONCE):
            yield from _roughly(coming, here, ones[first : first + _AT_ONCE], others[first : first + _AT_ONCE])


def _roughly(
    coming: Index, here: Index, ones: NDArray[np.int64], others: NDArray[np.int64]
) -> Iterator[tuple[int, int]]:
    touching = (coming.marks[ones] & here.marks[others]).any(axis=1)
    ones, others = ones[touching], others[touching]
    if not len(ones):
        return
    alike = process.cpdist(coming.cores[ones].tolist(), here.cores[others].tolist(), scorer=fuzz.token_set_ratio)
    kept = (alike >= _ROUGHLY) | coming.has_more[ones] | here.has_more[others]
    yield from zip(ones[kept].tolist(), others[kept].tolist(), strict=True)


def _in_touch(coming: Index, here: Index) -> Iterator[tuple[int, int]]:
    """Find what has one telephone, email, website or door."""
    yield from _sharing(
        ((at, key) for at, x in enumerate(coming.all) for key in _contacts(x)),
        ((at, key) for at, x in enumerate(here.all) for key in _contacts(x)),
    )


def _placeless(coming: Index, here: Index) -> Iterator[tuple[int, int]]:
    """Find what shares a word of its name that few have, or all of it, where one of the two has no place."""
    if len(coming.placed) < len(coming.all):
        yield from _sharing(_keys(coming, has_place=False), _keys(here, has_place=True))
        yield from _sharing(_keys(coming, has_place=False), _keys(here, has_place=False))
    if len(here.placed) < len(here.all):  # from the few without a place: of all others only what they share is kept
        for other, one in _sharing(_keys(here, has_place=False), _keys(coming, has_place=True)):
            yield one, other


def _keys(index: Index, *, has_place: bool) -> Iterator[tuple[int, object]]:
    for at, x in enumerate(index.all):
        if (x.shape is not None) == has_place:
            for name in x.names:
                yield from ((at, key) for key in _name_keys(name, x.postcode))


def _name_keys(name: Name, postcode: str) -> set[object]:
    """Give each word of a name, and all of it: with no letter left out, and with each one left out for misspellings."""
    words = name.core or tuple(name.plain.split())
    whole, joined = "".join(sorted(name.plain.split())), "".join(words)
    found = {*words, (whole,), (joined,), *((joined[:at] + joined[at + 1 :], name.kind) for at in range(len(joined)))}
    found.add((joined, name.kind))
    return found | {(postcode, word[:_BEGINNING]) for word in words if postcode}


def _sharing(coming: Iterable[tuple[int, object]], here: Iterable[tuple[int, object]]) -> Iterator[tuple[int, int]]:
    """Join two by what few of them share."""
    mine, theirs = defaultdict(list), defaultdict(list)
    for at, key in coming:
        mine[key].append(at)
    for at, key in here:
        if key in mine:
            theirs[key].append(at)
    for key, found in theirs.items():
        if len(found) <= _COMMON and len(mine[key]) <= _COMMON:
            yield from product(mine[key], found)


def _contacts(x: Known) -> Iterator[tuple[str, str]]:
    yield from (("phone", phone) for phone in x.phones)
    ones = (("email", x.email), ("website", x.website), ("door", x.door))
    yield from (x for x in ones if x[1])


def _core(x: Known) -> str:
    return " ".join(x.names[0].core) or x.names[0].plain


def _mark(x: Known) -> list[int]:
    bits = 0
    for name in x.names:
        for word in name.core or tuple(name.plain.split()):
            for part in (word[:3], f"…{word[-3:]}"):
                bits |= 1 << crc32(part.encode()) % (64 * _LANES)
    return [(bits >> 64 * lane) & (2**64 - 1) for lane in range(_LANES)]
