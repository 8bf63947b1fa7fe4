"""The answer in words and as plain values: for scripts, for a terminal, and an area's story in three sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.errors import LayerError
from assetmap.wording import gettext as _
from assetmap.wording import number_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assetmap.gaps.scoring import Gaps

_WHOLE = ("homes", "here", "within", "decile", "people", "rank", "rank_low", "rank_high")


def as_json(gaps: Gaps) -> dict[str, Any]:
    """Return plain values; parts and score as they are, so that they multiply out to the last figure."""
    areas = [
        {str(name): _plain(str(name), value) for name, value in row.items()}
        for row in gaps.table.to_dict(orient="records")
    ]  # fmt: skip
    return {
        "areas": areas,
        "place": {"score": gaps.total, "fair": gaps.fair, "areas": len(areas), "ranked": gaps.method["ranked"]},
        "method": gaps.method,
        "sources": [],
    }


def _plain(name: str, value: Any) -> Any:
    if name == "flags":
        return list(value)
    if isinstance(value, str):
        return value
    if value is None or value is getattr(__import__("pandas"), "NA", None) or np.isnan(value):
        return None
    return int(value) if name in _WHOLE else float(value)


def story(gaps: Gaps, code: str) -> tuple[str, str, str]:
    """
    Tell an area's story in three plain sentences, in the language spoken.

    Raises
    ------
    LayerError
        There is no such area.
    """
    rows = np.flatnonzero(gaps.table["code"].to_numpy() == code)
    if not len(rows):
        raise LayerError("there is no such neighbourhood in this place.")
    row = gaps.table.iloc[int(rows[0])]
    if np.isnan(row["shortfall"]):
        return (_("No street is known near here, so nothing can be said."), "", "")
    return (
        _("{name}: {n} people.", name=gaps.model.named(int(rows[0])), n=number_text(row["people"])),
        _("{share} % of a fair share is missing.", share=number_text(round(100 * row["shortfall"]))),
        "",
    )


def summary(gaps: Gaps) -> str:
    """Say the answer in a sentence."""
    return f"{gaps.method['ranked']} of {len(gaps.table)} neighbourhoods are ranked."


def lines(gaps: Gaps) -> Iterator[str]:
    """Write the whole answer for a terminal."""
    yield summary(gaps)
