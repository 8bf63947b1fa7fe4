"""What `assetmap gaps` says besides: what if, what is fragile, how fair it is, who leads, and for whom it is less."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assetmap.cli.options import STEWARD
from assetmap.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assetmap.deprivation import Need
    from assetmap.gaps import Asked, Change, Gaps, Model
    from assetmap.place import Place

Without = Annotated[
    list[str] | None,
    typer.Option("--without", help="What if this place closed? Its code; may be repeated.", metavar="CODE"),
]
With = Annotated[
    list[str] | None,
    typer.Option(
        "--with", help="What if there were one more here, of the first --kind? May be repeated.", metavar="LAT,LON"
    ),
]
KeepAs = Annotated[str, typer.Option("--keep-as", help="Keep this what-if under a name.", metavar="NAME")]
Compare = Annotated[bool, typer.Option("--compare", help="Set the kept what-ifs side by side.")]
Forget = Annotated[str, typer.Option("--forget", help="Delete a kept what-if.", metavar="NAME")]
Fair = Annotated[bool, typer.Option("--fair", help="Say how fairly it is shared, by tenths of deprivation.")]
Fragile = Annotated[
    bool,
    typer.Option("--fragile", help="Say what hangs on each place; why it may be lost is for --audience partners."),
]
By = Annotated[
    str, typer.Option("--by", help="For --fragile: until when money that ends counts.", metavar="2027-03-31")
]
Led = Annotated[bool, typer.Option("--led", help="Say who leads what is within reach: residents, others, not known.")]
_MOST = 10
_WORST = 5


@dataclass(frozen=True, kw_only=True)
class Besides:
    """What was asked for besides the gaps."""

    without: Sequence[str] = ()
    put: Sequence[str] = ()
    keep_as: str = ""
    compare: bool = False
    forget: str = ""
    fair: bool = False
    fragile: bool = False
    by: str = ""
    led: bool = False
    audience: str = "public"

    def __post_init__(self) -> None:
        _ = self.until  # before anything is opened

    @property
    def until(self) -> date | None:
        """Until when money that ends counts."""
        try:
            return date.fromisoformat(self.by) if self.by else None
        except ValueError:
            raise SettingsError(f"[--by] a day is written 2027-03-31, and this is “{self.by[:20]}”.") from None


def change_of(place: Place, model: Model, asked: Asked, besides: Besides) -> Change:
    """
    Read what is supposed.

    Raises
    ------
    SettingsError
        A code is not on this map, or a place to add is not one, or nobody of the place could walk there.
    """
    from assetmap.gaps import Added, Change

    there = {x.id for x in model.assets}
    closed = set()
    for code in besides.without:
        stored = place.store.get(code)
        if stored is None or stored.asset.id not in there:
            raise SettingsError(f"[--without] there is no place with the code “{code[:20]}” on this map.")
        closed.add(stored.asset.id)
    if besides.put and not asked.kinds:
        raise SettingsError("[--with] say what the new place would be, for example --kind “growing space”.")
    added = []
    for text in besides.put:
        try:
            lat, lon = (float(x) for x in text.split(","))
        except ValueError:
            raise SettingsError("[--with] a place is given as latitude,longitude: 51.381,-2.359.") from None
        one = Added(lon=lon, lat=lat, kind=asked.kinds[0])
        if not len(model.pairs_from(lon, lat).node):
            raise SettingsError(
                f"[--with] nobody of this place could walk to {text.strip()[:40]}, latitude first: it is far from its "
                "streets or from its homes. Nothing was counted."
            )
        added.append(one)
    return Change(closed=frozenset(closed), added=tuple(added))


def told(place: Place, found: Gaps, need: Need | None, besides: Besides) -> tuple[dict[str, Any], list[str]]:
    """Return the fields and the lines of all that was asked for besides."""
    fields: dict[str, Any] = {}
    lines: list[str] = []
    for asked_for, tell in (
        (not found.change.is_nothing, _what_if), (besides.keep_as or besides.forget or besides.compare, _kept),
        (besides.fair, _fair), (besides.fragile, _fragile), (besides.led, _led),
        (found.asked.lens or found.model.profile.key == "step_free", _for_whom),
    ):  # fmt: skip
        if asked_for:
            more, said = tell(place, found, need, besides)
            fields |= more
            lines += ["", *(part for line in said for part in wrapped(line))]
    return fields, lines


def wrapped(line: str) -> list[str]:
    """Break a sentence as the others are broken; a row of a table is short enough."""
    import textwrap

    from assetmap.gaps.table_text import WIDTH

    return textwrap.wrap(line, WIDTH) if len(line) > WIDTH else [line]


def command_more(besides: Besides) -> str:
    """Write the options that make this again."""
    said = [f" --without {x}" for x in besides.without] + [f" --with={x}" for x in besides.put]
    said += [f" --{x}" for x in ("fair", "fragile", "led", "compare") if getattr(besides, x)]
    return "".join(said) + (f" --by {besides.by}" if besides.by else "")


def _what_if(_place: Place, found: Gaps, need: Need | None, _besides: Besides) -> tuple[dict[str, Any], list[str]]:
    from assetmap.gaps.scenarios import Scenario, compare, said_compared

    one = Scenario(name="what if", by="", on=None, change=found.change, asked=found.asked)
    today, then = compare(found.model, need, found.asked, scenarios=[one])
    return {"what_if": {"today": today.to_json(), "then": then.to_json()}}, [
        "What if:",
        *said_compared(then, today=today),
    ]


def _kept(place: Place, found: Gaps, need: Need | None, besides: Besides) -> tuple[dict[str, Any], list[str]]:
    from assetmap.gaps import scenarios

    lines = []
    if besides.keep_as:
        scenarios.keep(place.store, besides.keep_as, found.change, asked=found.asked, by=STEWARD)
        lines.append(f"Kept: {besides.keep_as}.")
    if besides.forget:
        if not scenarios.forget(place.store, besides.forget, by=STEWARD):
            raise SettingsError(f"[--forget] there is no what-if called “{besides.forget[:80]}”.")
        lines.append(f"Deleted: {besides.forget}.")
    kept = scenarios.kept(place.store, by=STEWARD, model=found.model)
    today, *then = scenarios.compare(found.model, need, found.asked, scenarios=kept if besides.compare else ())
    rows = [
        {
            "name": one.name,
            "by": one.by,
            "on": one.on.isoformat() if one.on else None,
            "gone": one.gone,
            "away": one.away,
        }
        for one in kept
    ]
    if besides.compare:
        for row, one, each in zip(rows, kept, then, strict=True):
            row.update(each.to_json())
            said = [*scenarios.said_compared(each, today=today), scenarios.said_missing(one)]
            lines.append(f"{one.name}: {' '.join(filter(None, said))}")
        if not kept:
            lines.append("No what-if is kept yet: keep one with --keep-as NAME.")
    return {"what_ifs": {"today": today.to_json(), "kept": rows}}, lines


def _fair(_place: Place, found: Gaps, _need: Need | None, _besides: Besides) -> tuple[dict[str, Any], list[str]]:
    from assetmap.gaps.fairness import fairness, said

    fair = fairness(found)
    lines = [f"{'tenth':>5}  {'neighbourhoods':>14}  {'people':>9}  {'have something':>14}  for each 1,000 people"]
    for x in fair.by_decile:
        people, share, supply = (
            "" if number is None else form.format(number)
            for number, form in ((x.people, "{:,.0f}"), (x.share, "{:.0%}"), (x.supply, "{:.3g}"))
        )
        lines.append(f"{x.decile:>5}  {x.areas:>14}  {people:>9}  {share:>14}  {supply}")
    return {"fairness": fair.to_json()}, [*(lines if fair.by_decile else []), *said(fair)]


def _fragile(_place: Place, found: Gaps, need: Need | None, besides: Besides) -> tuple[dict[str, Any], list[str]]:
    from assetmap.freshness import today
    from assetmap.gaps.fragility import fragile, lost_together, said_fragile, tells_how_held

    on, by = today(), besides.until
    some = fragile(found.model, need, found.asked, on=on, by=by, audience=besides.audience)
    rows = [x.to_json() for x in some]
    worst = [x for x in some if x.reasons][:_WORST]
    fields = {
        "together": lost_together(found.model, need, found.asked, lost=worst) if worst else None,
        "on": on.isoformat(), "by": besides.by or None, "tells_how_held": tells_how_held(audience=besides.audience),
        "assets": rows,
    }  # fmt: skip
    lines = [f"{'gap if it closed':>16}  {'left with nothing':>17}  place"]
    lines += [
        f"{'+' + format(x.loss, ',.0f'):>16}  {format(x.left, ',') if x.left else '':>17}  {x.name} ({x.short})"
        for x in some[:_MOST]
    ]
    said = list(said_fragile(some, on=on, by=by, most=_WORST))
    if len(worst) > 1:
        said.append(f"All {len(worst)} together: the gap of the whole place would grow by {fields['together']:,.0f}.")
    return {"fragile": fields}, [*(lines if some else []), *said]


def _led(_place: Place, found: Gaps, _need: Need | None, _besides: Besides) -> tuple[dict[str, Any], list[str]]:
    from assetmap.gaps.lenses import led, said_of_led

    answer = led(found.model, found)
    return {"led": answer.to_json()}, list(said_of_led(answer))


def _for_whom(place: Place, found: Gaps, need: Need | None, besides: Besides) -> tuple[dict[str, Any], list[str]]:
    from assetmap.cli.options import assets_for
    from assetmap.gaps import model_of
    from assetmap.gaps.lenses import STEP_FREE, for_whom, said_for

    if found.asked.lens:
        answer = for_whom(found.model, need, found.asked, lens=found.asked.lens)
    else:
        walking = model_of(place, assets_for(place, besides.audience))
        answer = for_whom(walking, need, found.asked, lens=STEP_FREE, without_steps=found.model)
    return {"for_whom": answer.to_json()}, list(said_for(answer))
