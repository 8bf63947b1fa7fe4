"""
From what somebody typed to a point of the place: a postcode, "latitude, longitude", a street or the name of a place.

What was typed is never kept, and no error repeats it, nor says what is spelt like it: it may say where a patient lives.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import numpy as np
import shapely

from assetmap.crs import WGS84, metric_for, transformer
from assetmap.errors import PlaceError
from assetmap.gazetteer.names import HasLayers, folded, in_village, named_in, with_villages
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shapely import Point
    from shapely.geometry.base import BaseGeometry

    from assetmap.gazetteer.names import Named

NEAR_M = 5_000
"""How far outside the neighbourhoods a point may still be: the next village is, the sea and another county are not."""

_PAIR = re.compile(r"\s*[(\[]?\s*([+-]?\d{1,3}(?:\.\d+)?)\s*°?\s*[,;\s]\s*([+-]?\d{1,3}(?:\.\d+)?)\s*°?\s*[)\]]?\s*")
# The form of a UK postcode, as Royal Mail's PAF digest gives it: outward code, then a digit and two letters.
_WHOLE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})")
_HALF = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?(\d[A-Z]?)?")
_BARE_NUMBER = re.compile(r"\d{1,5}\s*[a-zA-Z]?")
_HOUSE = re.compile(r"^\s*\d+\s*[a-zA-Z]?[\s,]+")
_TYPED_MOST = 80
"""Only so much is compared with every name of the place."""


class HasName(Protocol):
    """Something that everybody may see, as far as finding it by its name needs one."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def where(self) -> BaseGeometry | None:
        """Where it is shown, EPSG:4326."""

    @property
    def precision(self) -> str:
        """`exact`, or how it is blurred."""


@dataclass(frozen=True)
class Located:
    """
    A point of the place: EPSG:4326, what to call it, and how it was found.

    `kind` is `point`, `postcode`, `street`, `place`, `green place` or `neighbourhood`; `rough` says that the point
    is only somewhere near (a long street, a postcode without a point of its own). `said` is its label in the language
    spoken, where it is no name.
    """

    point: Point
    label: str
    kind: str
    rough: bool = False

    @property
    def said(self) -> str:
        """What to call it to whoever reads."""
        return _("the point you gave") if self.kind == "point" else self.label


@dataclass
class _Index:
    """Everything of one place that can be typed, made once."""

    postcodes: dict[str, int]
    points: np.ndarray
    rough: np.ndarray
    names: dict[str, Named]
    areas: np.ndarray
    metric: str
    tree: shapely.STRtree = field(repr=False)
    examples: tuple[str, str]
    """A postcode and a point of the place, always the same, whatever was typed; the postcode may be missing."""


def locate(text: str, *, place: HasLayers, things: Iterable[HasName] = ()) -> Located:
    """
    Find what was typed.

    Parameters
    ----------
    text
        A whole UK postcode in any spacing or case, "latitude, longitude", or the name of a street or place.
    place
        An open place; the index over its layers is made once and kept with it.
    things
        What everybody may see, which may be named too (“the library”); streets and places of one name come first.

    Raises
    ------
    PlaceError
        It was not found, or is the name of several things far apart, in one sentence that says how to mend it and
        never what was typed.
    """
    index = _index_of(place)
    typed = _typed(text)
    if not typed:
        raise PlaceError(_("nothing was typed: a postcode, a street, or “latitude, longitude” is needed."))
    pair = _PAIR.fullmatch(typed)
    if pair:
        return _point(float(pair[1]), float(pair[2]), index)
    bare = re.sub(r"[\s.\-]+", "", typed).upper()
    if _WHOLE.fullmatch(bare):
        return _postcode(bare, index)
    found = _named(typed, index) or _thing(typed, things)
    if found is not None:
        return found
    raise PlaceError(_what_is_wrong(typed, bare, *index.examples))


def _what_is_wrong(typed: str, bare: str, code: str, middle: str) -> str:
    """Say what is wrong with what is found nowhere, by its form alone; `code` is a postcode of the place, or ""."""
    if _BARE_NUMBER.fullmatch(typed):
        return _("that is a number alone: type the street after it, or the postcode.")
    if _HALF.fullmatch(bare):
        if not code:
            return _("that is not a whole postcode: a whole postcode has two parts.")
        return _("that is not a whole postcode: a whole postcode has two parts, for example “{code}”.", code=code)
    if re.fullmatch(r"[+\-\d.,;°\s]+", typed):
        return _("that is not a point: write latitude, then longitude, for example “{point}”.", point=middle)
    if not code:
        return _("we know no street or place of that name: try the postcode, or the map.")
    return _("we know no street or place of that name: try the postcode, for example “{code}”, or the map.", code=code)


def spelt_like(text: str, *, place: HasLayers, things: Iterable[HasName] = (), most: int = 6) -> tuple[str, ...]:
    """
    Give the place's own names that somebody may have meant, the likeliest first; `locate` finds each of them.

    To be shown to whoever typed it and to nobody else: never in an error, a file or a log.
    """
    index = _index_of(place)
    keys = [key for key in _ways_to_read(_typed(text)[:_TYPED_MOST]) if len(key) > 1 and not key.isdigit()]
    if not keys:
        return ()
    labels = {key: found.name for key, found in index.names.items() if found.is_one}
    for key, same in _by_name(things).items():
        if key not in index.names and same.where is not None:
            labels[key] = same.name.strip()
    begun = [(fit, len(key), key) for key in labels if (fit := min(_fit(typed, key) for typed in keys)) < _UNFIT]
    likely = [key for _, _, key in sorted(begun)[:most]]
    if not likely:
        likely = difflib.get_close_matches(keys[0], labels, n=most, cutoff=0.7)
    names = [labels[key] for key in likely]
    several = [found for key in keys if (found := index.names.get(key)) is not None and not found.is_one]
    return tuple([*(x for found in several for x in with_villages(found, names=index.names)), *names][:most])


_UNFIT = 3


def _fit(typed: str, key: str) -> int:
    """Say how well a name begins as was typed: 0 the name, 1 a word of it, 2 words in any order, else `_UNFIT`."""
    if key.startswith(typed):
        return 0
    if f" {typed}" in key:
        return 1
    words = key.split()
    return 2 if all(any(word.startswith(part) for word in words) for part in typed.split()) else _UNFIT


def _typed(text: str) -> str:
    return unicodedata.normalize("NFKC", text[:400]).strip()


def _by_name(things: Iterable[HasName]) -> dict[str, HasName]:
    """Index what is shown where it is, by its name; what shares its name with another is left out."""
    found: dict[str, HasName] = {}
    twice: set[str] = set()
    for thing in things:
        if thing.where is None or thing.precision != "exact":
            continue
        key = folded(thing.name)
        if key in found:
            twice.add(key)
        found[key] = thing
    return {key: thing for key, thing in found.items() if key and key not in twice}


def _thing(typed: str, things: Iterable[HasName]) -> Located | None:
    thing = _by_name(things).get(folded(typed))
    if thing is None or thing.where is None:
        return None
    return Located(shapely.point_on_surface(thing.where), thing.name.strip(), "place")


def _index_of(place: HasLayers) -> _Index:
    kept = getattr(place, "_gazetteer", None)
    if isinstance(kept, _Index):
        return kept
    made = _make(place)
    object.__setattr__(place, "_gazetteer", made)
    return made


def _make(place: HasLayers) -> _Index:
    areas = place.layer("areas")
    if areas is None or areas.empty:
        raise PlaceError(_("the place has no neighbourhoods yet: set it up first."))
    codes = place.layer("postcodes")
    if codes is None or codes.empty:
        postcodes: dict[str, int] = {}
        points, rough = np.zeros((0, 2)), np.zeros(0, dtype=bool)
    else:
        bare = codes["postcode"].astype(str).str.replace(" ", "", regex=False).str.upper().tolist()
        postcodes = {code: at for at, code in enumerate(bare)}
        points = shapely.get_coordinates(codes.geometry.to_numpy())
        # Code-Point Open: quality 50 and more is not from the addresses themselves.
        rough = codes["quality"].to_numpy() >= 50 if "quality" in codes else np.zeros(len(codes), dtype=bool)
    west, south, east, north = areas.total_bounds
    middle = (south + north) / 2, (west + east) / 2
    metric = metric_for(middle[1], middle[0])
    shapes = areas.to_crs(metric).geometry.to_numpy()
    first = min((code for code in postcodes if _WHOLE.fullmatch(code)), default="")
    examples = (_spaced(first) if first else "", f"{middle[0]:.2f}, {middle[1]:.2f}")
    names = named_in(place, metric)
    return _Index(postcodes, points, rough, names, shapes, metric, shapely.STRtree(shapes), examples)


def _ways_to_read(typed: str) -> list[str]:
    """Read a name as all that was typed, or without a house number, or as its first part before a comma."""
    tries = [typed, _HOUSE.sub("", typed), typed.split(",", 1)[0], _HOUSE.sub("", typed.split(",", 1)[0])]
    return [key for key in dict.fromkeys(map(folded, tries)) if key]


def _named(typed: str, index: _Index) -> Located | None:
    """Find a name; of several things of one name the one in the village that stands behind a comma."""
    for key in _ways_to_read(typed):
        found = index.names.get(key)
        if found is None:
            continue
        if found.is_one:
            return Located(found.spots[0].point, found.name, found.kind, rough=found.spots[0].rough)
        for village in typed.split(",")[1:]:
            chosen = in_village(found, village, names=index.names)
            if chosen is not None:
                spot, name = chosen
                return Located(spot.point, f"{found.name}, {name}", found.kind, rough=spot.rough)
        if found.kind == "street":
            raise PlaceError(
                _("there are several streets of that name: add a comma and the village, or give a postcode instead.")
            )
        raise PlaceError(
            _("there are several places of that name: add a comma and what it is near, or give a postcode instead.")
        )
    return None


def _postcode(bare: str, index: _Index) -> Located:
    if not index.postcodes:
        raise PlaceError(_("this place has no list of postcodes: type a street, or pick a point on the map."))
    at = index.postcodes.get(bare)
    if at is None:
        raise PlaceError(
            _(
                "we do not know that postcode, only those in this place and just around it: "
                "check it, or pick a point on the map."
            )
        )
    x, y = index.points[at]
    return Located(shapely.Point(x, y), _spaced(bare), "postcode", rough=bool(index.rough[at]))


def _spaced(bare: str) -> str:
    return f"{bare[:-3]} {bare[-3:]}"


def _point(latitude: float, longitude: float, index: _Index) -> Located:
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise PlaceError(_("that is no point on the earth: latitude is -90 to 90, then longitude -180 to 180."))
    if _away_m(latitude, longitude, index) <= NEAR_M:
        return Located(shapely.Point(longitude, latitude), "the point you gave", "point")
    if abs(longitude) <= 90 and _away_m(longitude, latitude, index) <= NEAR_M:
        raise PlaceError(_("that point lies elsewhere: latitude and longitude may be swapped, latitude comes first."))
    raise PlaceError(
        _(
            "that point lies more than {n} km outside this place, at sea or somewhere else: check it.",
            n=NEAR_M // 1000,
        )
    )


def _away_m(latitude: float, longitude: float, index: _Index) -> float:
    """Return how far a point is from the neighbourhoods, metres; infinity where the metric system does not reach."""
    x, y = transformer(WGS84, index.metric).transform(longitude, latitude)
    if not (np.isfinite(x) and np.isfinite(y)):
        return float("inf")
    nearest = index.tree.nearest(shapely.Point(x, y))
    return float(shapely.distance(index.areas[nearest], shapely.Point(x, y)))
