"""What the atlas says of the whole place besides the ranking: who leads, how fairly it is shared, what may be lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assetmap.gaps.fairness import fairness
from assetmap.gaps.fairness import said as said_fairness
from assetmap.gaps.fragility import fragile, said_fragile, said_reason, tells_how_held
from assetmap.gaps.lenses import ANSWERS, BARS, OTHERS, OURS, led, said_of_led
from assetmap.printing.gap_atlas_words import exact, whole
from assetmap.printing.text import one_line
from assetmap.printing.voices import theirs
from assetmap.vocabulary import NOT_KNOWN
from assetmap.wording import gettext as _
from assetmap.wording import joined, number_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from assetmap.gaps import Gaps
    from assetmap.gaps.fragility import Fragile

MOST = 12
"""So many of those that may be lost stand in the table, the worst first."""
FILLS = {OURS: "#3F2F73", OTHERS: "#A28ECA", NOT_KNOWN: "#D9D9D9"}
"""Answer → how its bar is filled: dark, middle, grey; its words stand above it anyhow."""
_TABLE = 10.0
_NAME = 60


def led_bars(counts: Mapping[str, float]) -> list[dict[str, Any]]:
    """Draw who leads as three bars, never two: what nobody has said is no answer. None where there is no answer."""
    every = sum(counts.values())
    if not any(counts.get(x, 0) for x in (OURS, OTHERS)):
        return []
    return [
        {
            # translators: {answer} is who leads, {n} how many of {all} places
            "words": _(
                "{answer}: {n} of {all}", answer=_(BARS["led"][x]), n=number_text(counts.get(x, 0)),
                all=number_text(every),
            ),
            "share": counts.get(x, 0) / every if every else 0.0,
            "fill": FILLS[x],
        }
        for x in ANSWERS
    ]  # fmt: skip


def may_be_lost(gaps: Gaps, *, on: date, audience: str) -> tuple[Fragile, ...]:
    """Find what may be lost, the worst first; nothing for whom how places are held up is not told."""
    if not tells_how_held(audience=audience):
        return ()
    return fragile(gaps.model, gaps.need, gaps.asked, on=on, audience=audience)


def reasons_by_row(gaps: Gaps, found: Sequence[Fragile], *, on: date) -> dict[int, list[str]]:
    """Say of each asset, by its row, why it may be lost, the worst first; those without a reason are left out."""
    row_of = {asset.id: row for row, asset in enumerate(gaps.model.assets)}
    return {row_of[x.id]: [said_reason(reason, on=on) for reason in x.reasons] for x in found if x.reasons}


def besides(gaps: Gaps, lost: Sequence[Fragile], *, on: date, written_in: str) -> list[dict[str, Any]]:
    """Tell of the whole place who leads what counts, how fairly it is shared, and what may be lost."""
    out = []
    if gaps.used.any():
        found = led(gaps.model, gaps)
        bars = found.assets["led"]
        counts = dict(zip(ANSWERS, (bars.ours, bars.others, bars.not_known), strict=True))
        out.append(_part(_("Who leads what is counted here"), list(said_of_led(found)), bars=led_bars(counts)))
        if gaps.need is not None:
            out.append(_part(_("How fairly it is shared"), list(said_fairness(fairness(gaps)))))
    if lost:
        out.append(_part(_("What may be lost"), list(said_fragile(lost, on=on)), table=_losses(lost, on, written_in)))
    return out


def _losses(lost: Sequence[Fragile], on: date, written_in: str) -> dict[str, Any] | None:
    rows = [
        [
            theirs(one_line(x.name, most=_NAME), written_in),
            joined([said_reason(reason, on=on) for reason in x.reasons]),
            whole(x.loss),
            exact(x.left, 0),
        ]
        for x in [x for x in lost if x.reasons][:MOST]
    ]
    if not rows:
        return None
    return {
        "columns": [1.2, 1.2, 0, 0], "numbers": [False, False, True, True], "size": _TABLE,
        "head": [_("Place"), _("Why"), _("The gap would grow by"), _("People left with none")], "rows": rows,
    }  # fmt: skip


def _part(heading: str, words: list[str], **said: Any) -> dict[str, Any]:
    return {"heading": heading, "words": words, "bars": [], "table": None, **said}
