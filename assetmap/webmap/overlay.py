"""Areas coloured by how deprived they are: one hue, darker is more deprived, with a legend that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assetmap import deprivation
from assetmap.cartography import palette
from assetmap.errors import LayerError
from assetmap.webmap.encode import Frame, encoded, simplified
from assetmap.webmap.safe import straight
from assetmap.wording import N_, ngettext, number_text
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from assetmap.place import Place

OUTLINES = "outlines"
"""The key of the neighbourhoods without any index."""
_DECILE = "_decile"
_UNKNOWN = 0
_TOLERANCE_M = 6.0


# translators: kinds of deprivation, as the official indices name them
_TITLES = (
    N_("All kinds of deprivation together"), N_("Income"), N_("Employment"), N_("Education, skills and training"),
    N_("Health and disability"), N_("Crime"), N_("Barriers to housing and services"), N_("Living environment"),
)  # fmt: skip


def tenths() -> dict[str, str]:
    """Say what the colours say of one area: the tenth it is in → words."""
    # translators: of one neighbourhood; a nation's areas are parted into ten equal shares by how deprived they are
    said = {"0": _("not known"), "1": _("in the most deprived tenth of areas")}
    for tenth in range(2, 10):
        said[str(tenth)] = _("in tenth {tenth} of 10, where 1 is the most deprived", tenth=tenth)
    return {**said, "10": _("in the least deprived tenth of areas")}


def overlays(place: Place) -> dict[str, str]:
    """Return key → title of each index a place's areas can be coloured by, the overall index first."""
    return {domain.key: _(domain.label) for domain in deprivation.domains(place)}


def areas_with(place: Place, key: str) -> GeoDataFrame:
    """
    Join a place's areas with one index.

    Returns
    -------
    areas
        `code`, `name`, `decile` (1 = most deprived; NA where not known) and the areas, EPSG:4326.

    Raises
    ------
    LayerError
        The place has no areas, or no such index.
    """
    if key not in overlays(place):
        raise LayerError(
            "[overlay] this place has no such index: bring its file in with `assetmap setup --deprivation`."
        )
    known = deprivation.read(place)
    assert known is not None
    return known.areas[["code", "name", "geometry"]].assign(decile=known.areas[f"{key}{_DECILE}"])


def overlay(place: Place, key: str, *, areas: GeoDataFrame | None = None) -> dict[str, Any]:
    """
    Write coloured areas and their legend as JSON values.

    Parameters
    ----------
    key
        An index of `overlays`, for example `imd`.
    areas
        As `areas_with` gives them, where somebody has them already.
    """
    areas = areas_with(place, key) if areas is None else areas
    areas = areas[~(areas.geometry.isna() | areas.geometry.is_empty)]
    frame = Frame.around(areas.total_bounds)
    shapes = simplified(areas.geometry.to_numpy(), place.settings.metric_crs, tolerance_m=_TOLERANCE_M)
    values = areas["decile"]
    deciles = [int(x) if known and 1 <= x <= 10 else _UNKNOWN for x, known in zip(values, values.notna(), strict=True)]
    missing = deciles.count(_UNKNOWN)
    return {
        "frame": frame.record(),
        "shapes": encoded(((i, d, g) for i, (d, g) in enumerate(zip(deciles, shapes, strict=True), start=1)), frame),
        "names": [straight(str(name)) for name in areas["name"]],
        "tenths": tenths(),
        "colours": {str(_UNKNOWN): palette.NOT_KNOWN, **{str(d): c for d, c in palette.DECILES.items()}},
        "title": overlays(place)[key],
        "ramp": [palette.DECILES[decile] for decile in range(10, 0, -1)],
        # translators: the two ends of a scale of colours
        "low": _("least deprived tenth"),
        "high": _("most deprived tenth"),
        "unknown": _missing(missing),
        "source": source_of(place, key),
    }


def outlines(place: Place) -> dict[str, Any]:
    """
    Write a place's neighbourhoods, all of one colour, in the shape of `overlay`: to see that they are the right ones.

    Each shape's name is its row of the layer, counted from 1: whoever has figures in that order may shade them.

    Raises
    ------
    LayerError
        The place has no areas.
    """
    areas = place.layer("areas")
    if areas is None:
        raise LayerError("[overlay] this place has no neighbourhoods.")
    has_shape = ~(areas.geometry.isna() | areas.geometry.is_empty)
    areas, rows = areas[has_shape], has_shape.to_numpy().nonzero()[0].tolist()
    frame = Frame.around(areas.total_bounds)
    shapes = simplified(areas.geometry.to_numpy(), place.settings.metric_crs, tolerance_m=_TOLERANCE_M)
    return {
        "frame": frame.record(),
        "shapes": encoded(((row + 1, _UNKNOWN, shape) for row, shape in zip(rows, shapes, strict=True)), frame),
        "colours": {str(_UNKNOWN): palette.NOT_KNOWN},
        "title": _("The neighbourhoods"),
        "ramp": [palette.NOT_KNOWN],
        "low": ngettext("{n} outline", "{n} outlines", len(areas), n=number_text(len(areas))),
        "high": "",
        "unknown": "",
        "source": str(place.sources().get("areas", {}).get("title") or ""),
    }


_AREAS = N_("Tenths of the nation’s areas. They describe areas, not the people in them.")
_OWN_AREAS = N_("Tenths of the areas in the file. They describe areas, not the people in them.")


def _missing(areas: int) -> str:
    if not areas:
        return ""
    return ngettext("{n} area without a value is grey.", "{n} areas without a value are grey.", areas)


def source_of(place: Place, key: str = "") -> str:
    """Say what an index (`key`), or the whole layer, was made from: title, year, publisher; areas, not people."""
    said = place.sources().get("deprivation")
    rows = said if isinstance(said, list) else [said] if isinstance(said, dict) else []
    own = deprivation.kept_domains(said).get(key) if isinstance(said, dict) else None
    texts = []
    for row in rows if own is None else [own]:
        title, year = str(row.get("title") or ""), str(row.get("year") or "")
        title = title.partition(", File ")[0]  # which of a publisher's files it was is no name
        texts.append(f"{title}, {year}" if title and year and year not in title else title or year)
    source = "; ".join(dict.fromkeys(x for x in texts if x))
    return f"{_(_AREAS if own is None or own.get('nation') else _OWN_AREAS)} {source}".strip()
