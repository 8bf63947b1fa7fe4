"""What a planner reads on a terminal: a sentence first, then a line a neighbourhood, least reach first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assetmap.access.telling import whole_minutes
from assetmap.vocabulary import vocabulary
from assetmap.wording import capital

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assetmap.reach.asking import Reached

WIDTH = 100
_NAME = 33
_MARKS = {"not_known": "not known", "edge": "edge", "few_homes": "few", "some_not_known": "part", "steps_not_known": ""}


def summary(reached: Reached) -> str:
    """Say in one or two sentences where few can reach it, and where nobody knows."""
    if not reached.method["assets"]:
        return f"The map of this place does not have {what(reached)} yet: nothing can be reached."
    known = [x for x in reached.areas if x["share"] is not None]
    unknown = len(reached.areas) - len(known)
    below = sum(x["share"] < 0.5 for x in known)
    said = (
        f"In {below} of {len(known)} neighbourhoods fewer than half of the people have {what(reached)} within "
        f"{_number(reached.method['minutes'])} minutes' walk."
    )
    if not known:
        said = "Of no neighbourhood can anything be said: no streets are known there."
    elif unknown:
        said += f" Of {unknown} more we cannot say: no streets are known there."
    if reached.method["profile"] != "walking":
        said = f"{capital(reached.method['profile'])}: {said}"
    return said


def what(reached: Reached) -> str:
    """Name what was asked for: `a green place or food help`, `anything`."""
    if reached.method["kinds"] == "all":
        return "anything with a place on the map"
    words = vocabulary()
    named = []
    for label in reached.method["kinds"]:
        kind = words.kinds[words.kind(label)]
        counted = kind.plural != kind.label and not label.endswith("help")
        article = ("an " if label[0] in "aeiou" else "a ") if counted else ""
        named.append(f"{article}{label}")
    return " or ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)


def lines(reached: Reached) -> Iterator[str]:
    """Write the whole answer, at most `WIDTH` wide."""
    yield from _wrapped(summary(reached))
    if not reached.method["assets"]:
        return
    if reached.method["kinds"] == "all":
        yield ""
        yield from _kinds(reached)
    yield ""
    yield from _areas(reached)
    yield ""
    yield from _notes(reached)


def _kinds(reached: Reached) -> Iterator[str]:
    yield f"{'kind':<26} {'assets':>6}  {'people within reach':>19}  {'neighbourhoods below half':>25}"
    for row in reached.kinds:
        if not row["assets"]:
            yield f"{row['kind']:<26} {'none on the map':>27}"
            continue
        share = "not known" if row["share"] is None else _percent(row["share"])
        yield f"{row['kind']:<26} {row['assets']:>6}  {share:>19}  {row['areas_below_half']:>25}"


def _areas(reached: Reached) -> Iterator[str]:
    yield (f"{'':>4}  {'':<{_NAME}} {'':>7}  {'people':<15} {'minutes to the':<16} {'assets':<7}".rstrip())
    yield (
        f"{'rank':>4}  {'neighbourhood':<{_NAME}} {'people':>7}  {'within reach':<15} {'nearest (worst)':<16} "
        f"{'(most)':<7} note"
    )  # fmt: skip
    for row in sorted(reached.areas, key=lambda x: (x["rank"] is None, x["rank"] or 0, x["name"], x["code"])):
        yield _area(row).rstrip()


def _area(row: dict[str, Any]) -> str:
    people = "" if row["people"] is None else f"{row['people']:,}"
    head = f"{row['rank'] or '-':>4}  {_cut(row['name'], _NAME):<{_NAME}} {people:>7}  "
    if row["share"] is None:
        return f"{head}not known"
    number = "" if row["people_within"] is None else f"{row['people_within']:,}"
    within = f"{_percent(row['share']):>4} {number:>8}"
    minutes = f"{_minutes(row['nearest_min']):>7} {'(' + _minutes(row['worst_min']) + ')':<8}"
    assets = f"{row['assets_median']:>3} {'(' + str(row['assets_most']) + ')':<5}"
    marks = " ".join(filter(None, (_MARKS[x] for x in row["flags"])))
    return f"{head}{within:<15} {minutes:<16} {assets:<9} {marks}"


def _notes(reached: Reached) -> Iterator[str]:
    method = reached.method
    where = " and ".join(_HOMES[x] for x in method["homes_from"]) or "nowhere"
    yield from _wrapped(f"People are counted from {where}, spread evenly, at {method['metres_a_minute']:g} m a minute.")
    counted = f"{_assets(method['assets'])} counted"
    if method["about"]:
        counted += f", {method['about']} of them about where they are (only their street or neighbourhood is shown)"
    if method["without_a_place"]:
        counted += f"; {method['without_a_place']} without a place on the map left out"
    yield from _wrapped(f"{counted}.")
    flags = {flag for row in reached.areas for flag in row["flags"]}
    for flag in method["flags"]:
        if flag in flags:
            mark = _MARKS[flag] or "steps"
            yield from _wrapped(f"{mark}: {method['flags'][flag]}.")
    yield "minutes: of half of the homes at most so many; (worst): from the home furthest away."
    yield "assets: within reach of half of the homes at least so many; (most): of the home with the most."
    if any(row["worst_min"] is None and row["share"] is not None for row in reached.areas):
        yield "no way: there is no walking route."


_HOMES = {"postcodes": "their postcodes", "streets": "points along the streets where there are no postcodes"}


def _assets(number: int) -> str:
    return f"{number:,} asset" if number == 1 else f"{number:,} assets"


def _minutes(value: float | None) -> str:
    return "no way" if value is None else f"{whole_minutes(value):,}"


def _percent(share: float) -> str:
    """Say a share in whole per cent; none and all are said of nobody and everybody alone."""
    return f"{share if share in {0, 1} else min(max(share, 0.01), 0.99):.0%}"


def _number(value: float) -> str:
    return f"{value:g}"


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"


def _wrapped(text: str) -> Sequence[str]:
    import textwrap

    return textwrap.wrap(text, WIDTH)
