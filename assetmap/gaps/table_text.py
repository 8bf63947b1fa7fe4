"""What a planner reads on a terminal: a sentence first, then a line a neighbourhood, the largest gap first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from assetmap.gaps.asking import LANGUAGE, NO_ID
from assetmap.gaps.telling import all_alike, totals, what_words
from assetmap.wording import LANGUAGES, capital, speaking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from assetmap.gaps.scoring import Gaps

WIDTH = 100
_NAME = 30
_NOTE = 19
_NAMED = 3
_MARKS = {
    "not_known": "not known", "some_not_known": "part", "edge": "edge", "some_edge": "", "no_people": "nobody",
    "few_people": "few people", "people_not_known": "people?", "people_shared": "shared", "no_decile": "no index",
    "decile_carried": "", "few_homes": "few homes", "many_here_little_reach": "many here", "uneven": "not all",
    "maybe_unlisted": "unlisted", "long_way_round": "way round", "capacity_guessed": "", "steps_not_known": "",
}  # fmt: skip
"""Short, for the last column; "" where it would stand at most rows."""


def summary(gaps: Gaps) -> str:
    """Say in two or three sentences, in English, where the gap is largest and what cannot be said."""
    with speaking("en"):
        what = what_words(gaps.asked)
    if not gaps.used.any() and not len(gaps.supplied.pairs.node):
        return f"The map of this place does not have {what} yet, so everybody lacks them: {_by_the_rest(gaps)}."
    if gaps.asked.lens and not gaps.used.any() and not gaps.supplied.added:
        return _nobody_answered(gaps, what)
    ranked = gaps.table[gaps.table["rank"].notna() & (gaps.table["score"] > 0)].sort_values("rank")
    unranked = int(gaps.table["rank"].isna().sum())
    minutes = f"{gaps.asked.minutes:g} minutes' walk"
    if ranked.empty:
        said = f"Of {what} within {minutes} no neighbourhood that can be ranked has less than a fair share."
    elif all_alike(gaps):
        said = (
            f"{capital(what)} within {minutes}: nothing tells these neighbourhoods apart, all that can be ranked have "
            "the same gap."
        )
    elif (many := int((ranked["rank"] == ranked["rank"].min()).sum())) > _NAMED:
        said = f"{capital(what)} within {minutes}: {many} neighbourhoods share the largest gap, and none comes first."
    else:
        first = ", ".join(_name(x) for x in ranked.head(_NAMED).to_dict(orient="records"))
        said = f"{capital(what)} within {minutes}: the largest gaps are in {first}."
    if unranked:
        said += f" {unranked} of {len(gaps.table)} neighbourhoods are not ranked, and each says why."
    if missing := sum("maybe_unlisted" in x for x in ranked["flags"]):
        said += f" In {missing} of those that are short the base map shows more than this map has: bring that in first."
    if gaps.need is None:
        said += " Need is not weighed: these are gaps by reach alone."
    return said if gaps.model.profile.key == "walking" else f"{gaps.model.profile.label}: {said}"


def _nobody_answered(gaps: Gaps, what: str) -> str:
    """Say first that of no place it is known: what is missing is the answer, and no largest gap is named."""
    many, unsure = len(gaps.supplied.rows), gaps.method["lens_not_known"]
    code = gaps.asked.lens.removeprefix(LANGUAGE)
    language = LANGUAGES[code].english if code in LANGUAGES else capital(code)
    known = "that it asks for no papers" if gaps.asked.lens == NO_ID else f"that {language} is spoken there"
    why = f"of {unsure} nobody has said, so ask there first" if unsure else "what is said of them is something else"
    return (
        f"Of none of the {many} {what} on this map is it known {known}: {why}. Until then a gap cannot be told from a "
        f"missing answer: {_by_the_rest(gaps)}."
    )


def _by_the_rest(gaps: Gaps) -> str:
    """Say what ranks neighbourhoods of which all lack everything."""
    if all_alike(gaps):
        return "nothing tells these neighbourhoods apart"
    parts = [
        *(["people"] if gaps.model.has_people else []),
        *(["need"] if gaps.need is not None else []),
    ]
    return f"neighbourhoods are ranked by {' and '.join(parts) or 'nothing else'} alone"


def lines(gaps: Gaps) -> Iterator[str]:
    """Write the whole answer, in English, at most `WIDTH` wide."""
    yield from _wrapped(summary(gaps))
    yield ""
    yield f"{'':>14}  {'':<{_NAME}} {'':>7} {'':>4} {'places':>6} {'fair':>5}"
    yield (
        f"{'rank':>4} {'(low-high)':>9} {'neighbourhood':<{_NAME}} {'people':>7} {'need':>4} {'near':>6} {'share':>5} "
        f"{'score':>7} note"
    )
    rows = gaps.table.to_dict(orient="records")
    shorter = _shorter([_name(x) for x in rows])
    for row in sorted(rows, key=lambda x: (_is_none(x["rank"]), 0 if _is_none(x["rank"]) else x["rank"], x["code"])):
        yield _area({str(key): value for key, value in row.items()}, shorter).rstrip()
    yield ""
    yield from _notes(gaps)


def _area(row: dict[str, Any], shorter: Callable[[str, int], str]) -> str:
    rank = "-" if _is_none(row["rank"]) else f"{row['rank']}"
    span = "" if _is_none(row["rank_low"]) else f"({row['rank_low']}-{row['rank_high']})"
    near = "" if _is_none(row["within"]) else f"{row['within']:.0f}"
    share = "" if _is_none(row["shortfall"]) else _percent(1 - row["shortfall"])
    people = "" if _is_none(row["people"]) else f"{row['people']:,.0f}"
    need = "" if _is_none(row["need"]) else f"{row['need']:.1f}"
    score = "" if _is_none(row["score"]) else f"{row['score']:,.0f}"
    marks = ", ".join(filter(None, (_MARKS[x] for x in row["flags"])))
    return (
        f"{rank:>4} {span:>9}  {shorter(_name(row), _NAME):<{_NAME}} {people:>7} {need:>4} {near:>6} {share:>5} "
        f"{score:>7} {_cut(marks, _NOTE)}"
    )


def _totals(gaps: Gaps) -> str:
    """Say the totals of the neighbourhoods that can be ranked, and those of the others apart."""
    ranked = gaps.method["ranked"]
    parts = []
    for which, areas in ((gaps.is_ranked, ranked), (~gaps.is_ranked, len(gaps.table) - ranked)):
        some = totals(gaps, which)
        short = some["people_short"]
        parts.append(
            f"score {some['score']:,.0f}"
            + (f", as if {short:,.0f} people had none at all" if short else "")
            + f"; fewer than half of the homes have one in {some['none_within']} of them"
            if areas else ""
        )  # fmt: skip
    first, rest = parts
    others = len(gaps.table) - ranked
    said = [f"In the {ranked} neighbourhood{'s' * (ranked > 1)} that can be ranked: {first}."] if first else []
    if rest:
        said.append(f"In the {others} other{'s' * (others > 1)}, of which less is sure: {rest}.")
    return " ".join(said)


def _notes(gaps: Gaps) -> Iterator[str]:
    said = gaps.method
    yield from _wrapped(_totals(gaps))
    yield from _wrapped("score = people × need × shortfall; shortfall = 1 - the share that they have of a fair share.")
    yield from _wrapped(
        f"A fair share is {said['fair']:.3g} {said['unit']} ({said['capacity']}). Near: half of the homes have at "
        "least so many within reach."
    )
    if said["index"] is not None:
        yield from _wrapped(f"Need: {said['index_label']}, {said['index_source']}. {said['index_note'] or ''}".rstrip())
    counted = f"{said['assets']:,} {'asset' if said['assets'] == 1 else 'assets'} counted"
    if said["about"]:
        counted += f", {said['about']} of them about where they are (only their street or neighbourhood is shown)"
    if said["without_a_place"]:
        counted += f"; {said['without_a_place']} without a place on the map left out"
    yield from _wrapped(f"{counted}.")
    there = {flag for flags in gaps.table["flags"] for flag in flags}
    for flag, words in said["flags"].items():
        if flag in there:
            yield from _wrapped(f"{_MARKS[flag]}: {words}" if _MARKS[flag] else words)
    yield from _wrapped(f"{said['on']}, version {said['version']}. Again: {said['command']}")


def _name(row: dict[Any, Any]) -> str:
    """Name an area as people do, with the end of its official name, which tells it from its neighbours."""
    said = row["called"] or row["ward"]
    name = str(row["name"])
    return f"{said} ({name.rsplit(' ', 1)[-1]})" if said and any(x.isdigit() for x in name) else name


def _is_none(value: Any) -> bool:
    import pandas as pd

    return value is None or value is pd.NA or bool(np.isnan(value))


def _percent(share: float) -> str:
    """Say a share in whole per cent; none and all are said of nobody and everybody alone."""
    return f"{share if share in {0, 1} else min(max(share, 0.01), 0.99):.0%}"


def _shorter(names: Sequence[str]) -> Callable[[str, int], str]:
    """Choose which part of long names to keep: the end, where official ones differ, unless more differ at the start."""
    ends, starts = ({cut(x, _NAME) for x in names} for cut in (_end, _cut))
    return _end if len(ends) >= len(starts) else _cut


def _end(text: str, width: int) -> str:
    """Keep the end of an official name, where its own letters are."""
    return text if len(text) <= width else f"…{text[-(width - 1) :]}"


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"


def _wrapped(text: str) -> Sequence[str]:
    import textwrap

    return textwrap.wrap(text, WIDTH)
