"""
What is near a person, and helps: the shortlist that screen, shell and page all show.

By minutes on foot where the streets are known (`walking`), else by the straight line. Nothing about the person is kept.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from assetmap.referral.almost import almost_fitting
from assetmap.referral.asking import Asked
from assetmap.referral.filters import NOTHING, Filters
from assetmap.referral.found import Found, Shortlist
from assetmap.referral.framed import rows_of
from assetmap.referral.ranking import here_of
from assetmap.referral.rows import found_rows
from assetmap.search.index import Index
from assetmap.search.meaning import read
from assetmap.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from geopandas import GeoDataFrame
    from shapely import Point

    from assetmap.assets import Asset
    from assetmap.hours import Terms
    from assetmap.referral.asking import Part
    from assetmap.walking import Walks

_FEW = 3
"""Where fewer fit than so many, what almost fits is told as well."""
_MOST_CHARACTERS = 1000


def shortlist(  # noqa: PLR0913  each is a question that a page or a shell asks
    assets: Sequence[Asset] | GeoDataFrame | Index,
    origin: Point | None,
    *,
    needs: Collection[str] = (),
    kinds: Collection[str] = (),
    text: str = "",
    limit: int = 8,
    on: date | datetime,
    metric_crs: str,
    review_weeks: Mapping[str, int] | None = None,
    gates: GeoDataFrame | None = None,
    walks: Walks | None = None,
    minutes: float | None = None,
    filters: Filters = NOTHING,
    handed: Mapping[str, int] | None = None,
    terms: Terms = (),
) -> Shortlist:
    """
    Rank the assets that meet a person's needs and are near.

    Parameters
    ----------
    assets
        As disclosed (blurred places are the blurred ones): assets; a frame of them as `assets.to_frame` makes it, in
        any CRS; or, for many, an index of them, made once. Drafts, closed, withdrawn and full ones are left out.
    origin
        Where the person sets out, EPSG:4326 (lon, lat). Not kept. None ranks by fit alone.
    needs, kinds
        Vocabulary keys or labels. An asset must meet every need and be of one of the kinds.
    text
        What it should be, in plain words (see `search.meaning`). Not kept, and never in `why`.
    limit
        Most of each of the lists (≥ 1).
    on
        The day asked about; with a time of day, `open_now` is for that moment.
    metric_crs
        The place's own system in metres; an index has its own.
    review_weeks
        Kind → weeks between checks, where the place differs from the vocabulary.
    gates
        Ways into areas (points, any CRS). An area with gates is as near as the nearest; without, as its edge.
    walks
        The same assets joined to the streets (`walking.walks_of`); None where there are no streets.
    minutes
        Only what is within so many minutes on foot; needs an origin. What is not known to be further, and may be
        within by the straight line, is told apart as `not_known`.
    filters
        What it must be; see `Filters`. What nobody knows stays, after what is known, and `ask` says so.
    handed
        Asset → how often it was handed out this month (`store.calls.counts`). What has been as often as its capacity
        comes last, and `busy` says so.
    terms
        First and last days of the place's school terms (`settings.school_terms`).

    Returns
    -------
    shortlist
        `near`: by score (see `ranking`), then what has no walk; what is paused stands at the end. `almost`: where fewer
        than three fit, what lacks one thing, or else two.

    Raises
    ------
    LayerError
        A frame has no CRS or lacks a required column.
    VocabularyError
        A need or a kind is not in the vocabulary.
    """
    words = vocabulary()
    index = assets if isinstance(assets, Index) else Index.of(rows_of(assets), metric_crs=metric_crs)
    here, from_there = here_of(index, origin, gates=gates, walks=walks)
    asked = Asked(
        index=index,
        question=read(text[:_MOST_CHARACTERS], known=index.words) if text.strip() else None,
        needs=tuple(dict.fromkeys(words.need(x) for x in needs)),
        kinds=tuple(dict.fromkeys(words.kind(x) for x in kinds)),
        filters=filters,
        minutes=None if here is None else minutes,
        here=here,
        on=on.date() if isinstance(on, datetime) else on,
        at=on.replace(tzinfo=None) if isinstance(on, datetime) else None,
        terms=terms,
        review_weeks=review_weeks,
        handed=handed,
    )
    most = max(1, limit)
    near = _ranked(asked, most, parts=_parts(asked))
    not_known = _ranked(asked, most, parts=(asked.has_none,)) if asked.minutes is not None else ()
    elsewhere = _ranked(asked, most, parts=(None,), is_placed=False)
    listed = {x.asset.id for x in (*near, *not_known, *elsewhere)}
    return Shortlist(
        near=near,
        elsewhere=elsewhere,
        not_known=not_known,
        almost=almost_fitting(asked, but=listed) if len(listed) < _FEW else (),
        origin_why_not="" if from_there is None else from_there.why_not,
        snapped_m=None if from_there is None or from_there.why_not else from_there.snapped_m,
    )


def _parts(asked: Asked) -> tuple[Part | None, ...]:
    """What has a walk stands before what has none; where nobody walks there are no such two."""
    if asked.here is None or (asked.here.from_there is None and asked.minutes is None):
        return (None,)
    return (asked.has_walk,) if asked.minutes is not None else (asked.has_walk, asked.has_none)


def _ranked(asked: Asked, most: int, *, parts: Sequence[Part | None], is_placed: bool = True) -> tuple[Found, ...]:
    """Take the best of each class, one class after the other, until there are enough."""
    found: list[tuple[int, float]] = []
    for mask in asked.classes():
        if len(found) >= most:
            break
        for part in parts:
            if len(found) < most and mask.any():
                found += asked.best(most - len(found), mask=mask, part=part, is_placed=is_placed)
    return found_rows(asked, found)
