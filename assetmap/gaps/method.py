"""How a gap is worked out, and what it does not say: for the screen, the page, the notebook and the files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.gaps.asking import DECAYS
from assetmap.gaps.capacity import PEOPLE
from assetmap.gaps.tallying import EDGE, FLAGS
from assetmap.vocabulary import vocabulary

if TYPE_CHECKING:
    from pandas import DataFrame

    from assetmap.gaps.asking import Asked, Change
    from assetmap.gaps.model import Model
    from assetmap.gaps.scoring import Supplied, Weighs


def how_worked_out(gaps: Any) -> tuple[str, ...]:
    """Tell in the language spoken how the answer was worked out, a sentence or two at a time."""
    return tuple(gaps.method["score"].split("; "))


def does_not_say(gaps: Any) -> tuple[str, ...]:
    """Tell in the language spoken what the answer does not say."""
    return tuple(gaps.method["does_not_say"])


def method_of(
    model: Model, need: Weighs | None, asked: Asked, change: Change, found: Supplied, table: DataFrame, *, draws: int
) -> dict[str, Any]:
    """Say how it was worked out, for other programs; in English."""
    words = vocabulary()
    held = found.capacities
    rows = [model.assets[x] for x, counts in zip(found.rows, held.counts, strict=False) if counts]
    about = model.about[found.rows[held.counts[: len(found.rows)]]]
    return {
        "minutes": asked.minutes,
        "profile": model.profile.label.lower(),
        "metres_a_minute": model.profile.metres_a_minute,
        "pace": model.profile.source,
        "kinds": [words.label(x) for x in asked.kinds] or "all",
        "needs": [words.label(x) for x in asked.needs] or "all",
        "lens": asked.lens or "everybody",
        "decay": asked.decay,
        "decays": list(DECAYS),
        "index": str(getattr(need, "label", "") or "") if need is not None else None,
        "index_source": str(getattr(need, "source", "") or "") if need is not None else None,
        "assets": len(rows),
        "about": int(np.count_nonzero(about)),
        "without_a_place": sum(asked.fits(x) for x in model.placeless),
        "lens_not_known": int(np.count_nonzero(held.unsure)),
        "capacity": "people a place can take" if held.unit == PEOPLE else "places counted, not seats: each counts one",
        "capacity_guessed": int(np.count_nonzero(held.guessed)) if held.unit == PEOPLE else None,
        "homes_from": sorted(set(model.homes.taken_from) - {""}),
        "people": "official figures, spread evenly over the homes of each neighbourhood"
        if model.has_people else "no figures: each neighbourhood counts one",
        "fair": found.fair,
        "unit": "for each 1,000 people" if model.has_people else "for each 1,000 neighbourhoods",
        "supply": "mean over a neighbourhood's homes of what the places within reach have for each who shares them",
        "shortfall": "max(0, 1 - supply / fair)",
        "score": "people × need × shortfall",
        "rank": "1 = the largest score; equal scores have one rank",
        "edge": EDGE,
        "draws": draws,
        "changed": not change.is_nothing,
        "ranked": int(table["rank"].notna().sum()),
        "flags": dict(FLAGS),
        "does_not_say": [
            "whether a place is open, has room, is free or is meant for everybody (see the assets themselves)",
            "who goes: people are counted as if they might all come, whatever their age",
            "how steep, lit, safe or busy the way is, and who has a car or a bus",
            "what nobody has put on the map yet, beyond the neighbourhoods above all",
        ],
    }  # fmt: skip
