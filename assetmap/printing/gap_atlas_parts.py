"""What stands in the atlas around the pages of the areas: opening, maps of the whole place, ranking, sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.assets.crediting import attributions_of, shared_alike, source_words
from assetmap.cartography.palette import DECILES, NEED_BY_REACH, NO_GAP, NOT_KNOWN
from assetmap.crs import WGS84, reproject_all
from assetmap.freshness import day_text
from assetmap.gaps import said_flag
from assetmap.gaps.classes import LITTLE, NEEDY, WELL_OFF, need_step, reach_step, sign_of, tenths
from assetmap.printing.gap_atlas_drawing import Fill, swatch
from assetmap.printing.gap_atlas_maps import dense_part, laid
from assetmap.printing.gap_atlas_words import (
    MARK,
    NOT_SAID,
    WITHOUT_GAP,
    exact,
    people_text,
    percent,
    span,
    tenth_text,
    whole,
    why_not_ranked,
)  # fmt: skip
from assetmap.wording import gettext as _
from assetmap.wording import ngettext, number_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from assetmap.gaps import Gaps
    from assetmap.printing.gap_atlas_maps import Drawer
    from assetmap.settings import PlaceSettings

_HIGH = 470.0
"""So high is a map of the whole place at the most, in points: a page, with its heading and key."""
_TABLE = 10.0
_NOT_RANKED = Fill(colour=NOT_KNOWN, hatch="cross")
"""Crossed on every map: no class of need or of reach is drawn so."""
UNLISTED = "maybe_unlisted"
MOST_ROWS = 1_000
"""So many areas stand in the ranking of an atlas; a table of more is read on a screen."""


def overview(gaps: Gaps, drawer: Drawer, *, metric_crs: str, credit: str) -> list[dict[str, Any]]:
    """Draw the gaps in tenths, and need by what is within reach; each again for the town where the areas are small."""
    shapes = reproject_all(gaps.model.areas.geometry.to_numpy(), WGS84, metric_crs)
    whole_place = tuple(float(x) for x in _bounds(shapes))
    town = dense_part(shapes)
    pictures = [_tenths(gaps)]
    if gaps.need is not None and gaps.table["decile"].notna().any():
        pictures.append(_square(gaps))
    out = []
    for heading, words, fills, key, alt in pictures:
        for bounds in (whole_place, *([town] if town is not None else [])):
            is_town = bounds is town
            drawn = drawer.whole(
                shapes, fills, bounds=bounds, high=_HIGH,
                words=_("{map} The part where most of the small neighbourhoods lie.", map=alt) if is_town else alt,
            )  # fmt: skip
            out.append({
                # translators: {heading} is the same map, of a smaller part
                "heading": _("{heading}: a closer look", heading=heading) if is_town else heading,
                "words": [] if is_town else words,
                "map": laid(drawn),
                "key": key,
                "under": [credit],
            })  # fmt: skip
    return out


def _bounds(shapes: NDArray[np.object_]) -> NDArray[np.float64]:
    import shapely

    return np.asarray(shapely.total_bounds(shapes))


def _unranked(gaps: Gaps) -> NDArray[np.bool_]:
    return np.asarray(gaps.table["rank"].isna().to_numpy())


def _tenths(gaps: Gaps) -> tuple[str, list[str], list[Fill], dict[str, Any], str]:
    tenth, apart = tenths(gaps), _unranked(gaps)
    score = gaps.table["score"].to_numpy(dtype=np.float64)
    looks = {
        number: Fill(colour=DECILES[number], sign=tenth_text(number), strong=number == 1) for number in range(1, 11)
    }
    none, unknown = Fill(colour=NO_GAP), _NOT_RANKED
    fills = [unknown if out else looks.get(int(x), none) for x, out in zip(tenth, apart, strict=True)]
    total = float(np.nansum(score[~apart]))
    rows = [
        [
            {"svg": swatch(looks[number]), "words": tenth_text(number)},
            number_text(int((tenth == number).sum())),
            percent(float(score[tenth == number].sum()) / total) if total else percent(0.0),
            span(float(score[tenth == number].min()), float(score[tenth == number].max())),
        ]
        for number in range(1, 11)
        if (tenth == number).any()
    ]
    lacking = int(((tenth == 0) & ~apart).sum())
    if lacking:
        rows.append([{"svg": swatch(none), "words": _(WITHOUT_GAP)}, number_text(lacking), percent(0.0), exact(0, 0)])
    if apart.any():
        rows.append([{"svg": swatch(unknown), "words": _("not ranked")}, number_text(int(apart.sum())), "", ""])
    key = {
        "columns": [1.4, 1.2, 1.2, 1.6], "numbers": [False, True, True, True], "size": _TABLE, "middle": True,
        "head": [_("Tenth"), _("Neighbourhoods"), _("Share of the whole gap"), _("Gap of each")], "rows": rows,
    }  # fmt: skip
    words = [
        _(
            "The ranked neighbourhoods, a tenth of them at a time. Darkest, marked 1 and with a thick edge: the tenth "
            "with the largest gaps. The lighter, the smaller."
        )
    ]
    alt = _("Map of the neighbourhoods, shaded by the size of their gap. The table below and the ranking say the same.")
    return _("The gaps"), words, fills, key, alt


def _square(gaps: Gaps) -> tuple[str, list[str], list[Fill], dict[str, Any], str]:
    unranked = _unranked(gaps)
    need = [need_step(float(x)) for x in gaps.table["decile"]]
    reach = [reach_step(float(x)) if not out else 0 for x, out in zip(gaps.table["shortfall"], unranked, strict=True)]
    looks = {
        (n, r): Fill(
            colour=NEED_BY_REACH[n][r], sign=sign_of(n, r), hatch="lines" if r == 2 else "", strong=(n, r) == (2, 2)
        )
        for n in range(3)
        for r in range(3)
    }
    fills = [_NOT_RANKED if out else looks[n, r] for n, r, out in zip(need, reach, unranked, strict=True)]
    counts = {
        x: sum(1 for n, r, out in zip(need, reach, unranked, strict=True) if (n, r) == x and not out) for x in looks
    }
    named = [
        _("A: tenths 1 to {last}, most deprived", last=NEEDY),
        _("B: tenths {first} to {last}", first=NEEDY + 1, last=WELL_OFF),
        _("C: tenths {first} to 10, least deprived", first=WELL_OFF + 1),
    ]
    rows: list[list[Any]] = [
        [
            {"words": named[2 - n], "bold": True},
            *(
                {"svg": swatch(looks[n, r]), "words": f"{looks[n, r].sign}: {number_text(counts[n, r])}"}
                for r in (2, 1, 0)
            ),
        ]
        for n in (2, 1, 0)
    ]
    half = percent(LITTLE)
    key = {
        "columns": [1.7, 1.2, 1.2, 1.2], "numbers": [False] * 4, "size": _TABLE, "middle": True,
        "head": [
            _("Need"), _("1: less than {half} of a fair share", half=half), _("2: more, yet less than a fair share"),
            _("3: a fair share or more"),
        ],
        "rows": rows,
    }  # fmt: skip
    words = [
        _(
            "Need (a letter) by what is within reach (a figure). A1, dark, hatched and with a thick edge: much need "
            "and little within reach. The numbers in the table count neighbourhoods."
        )
    ]
    if unranked.any():
        many = int(unranked.sum())
        rows.append([{"svg": swatch(_NOT_RANKED), "words": f"{_('not ranked')}: {number_text(many)}"}, "", "", ""])
        words.append(ngettext(
            "Crossed, without a sign: {n} neighbourhood that is not ranked. It is in none of the classes.",
            "Crossed, without a sign: {n} neighbourhoods that are not ranked. They are in none of the classes.", many,
        ))  # fmt: skip
    alt = _(
        "Map of the neighbourhoods, shaded by need and by what is within reach. The table below counts the "
        "neighbourhoods of each class."
    )
    return _("Need and reach"), words, fills, key, alt


def ranking(gaps: Gaps, *, with_page: Sequence[int]) -> list[dict[str, Any]]:
    """List all areas by rank; those that have none apart, each with the reason."""
    table = gaps.table
    pages = set(with_page)
    ranked = table.loc[table["rank"].notna()].sort_values(["rank", "code"])
    apart = table.loc[table["rank"].isna()]
    has_need, has_people = gaps.need is not None, gaps.model.has_people
    out = []
    left_out = max(0, len(ranked) - MOST_ROWS)
    ranked, apart = ranked.head(MOST_ROWS), apart.head(MOST_ROWS)
    if len(ranked):
        head = [
            _("Rank"),
            _("Rank may be"),
            _("Neighbourhood"),
            _("People"),
            _("Need"),
            _("Missing"),
            _("Gap"),
            _("Gap may be"),
        ]
        rows = [
            [
                number_text(int(row["rank"])) if row["score"] else _(WITHOUT_GAP),
                _rank_span(row),
                _named(row, at, pages),
                people_text(float(row["people"])) if has_people else "",
                exact(float(row["need"]), 1) if has_need else "",
                percent(float(row["shortfall"])),
                {"words": whole(float(row["score"])), "bold": True},
                span(float(row["low"]), float(row["high"])),
            ]
            for at, row in zip(ranked.index.tolist(), ranked.to_dict(orient="records"), strict=True)
        ]
        keep = [True, True, True, has_people, has_need, True, True, True]
        widths, numbers = [0, 0, 1, 0, 0, 0, 0, 0], [True, True, False, True, True, True, True, True]
        words = [
            _(
                "Missing: how much of a fair share is not within reach. Gap: people short of a fair share, weighed by "
                "need. May be: between these in 90 of 100 draws of what is not known."
            )
        ]
        words += _why_marked(ranked["flags"])
        if left_out:
            words.append(ngettext("{n} more is not listed.", "{n} more are not listed.", left_out))
        out.append({
            "heading": _("The ranking"), "words": words,
            "table": {
                "columns": _kept(widths, keep), "numbers": _kept(numbers, keep), "size": _TABLE,
                "head": _kept(head, keep), "rows": [_kept(row, keep) for row in rows],
            },
        })  # fmt: skip
    if len(apart):
        rows = [
            [_named(row, at, pages), why_not_ranked(row["flags"]), _whole_or_nothing(float(row["score"]))]
            for at, row in zip(apart.index.tolist(), apart.to_dict(orient="records"), strict=True)
        ]
        out.append({
            "heading": _("Not ranked"),
            "words": [
                _("They may well have a gap: these data cannot say how large."), *_why_marked(apart["flags"]),
            ],
            "table": {
                "columns": [1, 2, 0], "numbers": [False, False, True], "size": _TABLE,
                "head": [_("Neighbourhood"), _("Why it is not ranked"), _("Gap, if that were all")], "rows": rows,
            },
        })  # fmt: skip
    return out


def _kept(values: list[Any], keep: list[bool]) -> list[Any]:
    return [x for x, stays in zip(values, keep, strict=True) if stays]


def _rank_span(row: Any) -> str:  # a row of pandas
    if not row["score"] and not row["high"] > 0:
        return ""
    low, high = row["rank_low"], row["rank_high"]
    if low is None or high is None or low != low or high != high:  # noqa: PLR0124  NA, NaN
        return ""
    return span(float(low), float(high))


def _whole_or_nothing(number: float) -> str:
    return "" if np.isnan(number) else whole(number)


def _named(values: Mapping[Any, Any], row: int, pages: set[int]) -> dict[str, Any]:
    name, called, ward = str(values["name"]), str(values["called"]), str(values["ward"])
    first = marked_name(called or name, values["flags"])
    # translators: what people call a neighbourhood, and its official name
    said = _("{called} ({name})", called=first, name=name) if called and called.casefold() != name.casefold() else first
    # translators: a neighbourhood and its ward
    said = _("{name}, {ward}", name=said, ward=ward) if ward else said
    return {"words": said, "to": page_label(row) if row in pages else ""}


def marked_name(name: str, flags: Sequence[str]) -> str:
    """Mark the name of an area that the base map shows more near than this map has."""
    return f"{name}{MARK}" if UNLISTED in flags else name


def _why_marked(flags: Iterable[Sequence[str]]) -> list[str]:
    if not any(UNLISTED in x for x in flags):
        return []
    # translators: {mark} is a sign that stands after some names; {why} says what it means, a sentence
    return [_("{mark} {why}", mark=MARK, why=said_flag(UNLISTED))]


def page_label(row: int) -> str:
    """Name an area's page inside the file."""
    return f"area-{row}"


def ending(
    gaps: Gaps, *, sources: Mapping[str, Mapping[str, Any]], settings: PlaceSettings, command: str, on: date
) -> list[dict[str, Any]]:
    """Say where everything comes from, and how to make it again."""
    from assetmap import __version__

    rows = [
        [
            str(said.get("title") or layer),
            ", ".join(str(said[x]) for x in ("publisher", "year") if said.get(x)),
            str(said.get("licence") or ""),
            str(said.get("attribution") or ""),
        ]
        for layer, said in sources.items()
    ]
    parts: list[dict[str, Any]] = []
    if rows:
        table = {
            "columns": [1.1, 1.1, 0.9, 1.6], "numbers": [False] * 4, "size": _TABLE,
            "head": [_("What"), _("From whom, and of when"), _("Licence"), _("What its publisher asks to be said")],
            "rows": rows,
        }  # fmt: skip
        parts.append({"heading": _("Where it comes from"), "words": [], "table": table})
    elif settings.attributions:
        parts.append({"heading": _("Where it comes from"), "words": list(settings.attributions), "table": None})
    taken = _assets_from(gaps)
    if taken:
        table = {
            "columns": [1.6, 1.2, 0], "numbers": [False, False, True], "size": _TABLE,
            "head": [_("Places counted, from"), _("Licence"), _("How many")], "rows": taken,
        }  # fmt: skip
        credit = [*attributions_of(None, gaps.model.assets), *shared_alike(gaps.model.assets)]
        parts.append({"heading": _("The places on the map"), "words": credit, "table": table})
    again = [
        _("Made on {day} by assetmap {version}.", day=day_text(on), version=__version__),
        *([_("The same atlas comes out of: {command}", command=command)] if command else []),
        _("The same files give the same numbers, the draws too."),
    ]
    parts.append({"heading": _("How to make it again"), "words": again, "table": None})
    return parts


def _assets_from(gaps: Gaps) -> list[list[str]]:
    counts: dict[tuple[str, str], int] = {}
    for asset, used in zip(gaps.model.assets, gaps.used, strict=True):
        if used:
            key = (source_words(asset).strip(), asset.source_licence.strip())
            counts[key] = counts.get(key, 0) + 1
    return [
        [source or _("people who make this map"), licence or _(NOT_SAID), number_text(count)]
        for (source, licence), count in sorted(counts.items())
    ]
