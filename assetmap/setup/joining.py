"""Which neighbourhoods a place has, and what the official tables say of each; two vintages are never half-joined."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assetmap.errors import LayerError
from assetmap.layers import Reading, cards, check
from assetmap.layers.nations import nations_of
from assetmap.layers.vintages import bridge, carry_deprivation, carry_population, newer_codes, refuse_disguise
from assetmap.layers.whole import worked_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geopandas import GeoDataFrame
    from pandas import DataFrame, Series

    from assetmap.layers import Card
    from assetmap.setup.report import Draft

_VALUES = ("_score", "_rank", "_decile")
_LISTED = 6


@dataclass(frozen=True)
class Tables:
    """The tables given for a place, as they were read."""

    deprivation: tuple[Reading, ...] = ()
    population: Reading | None = None
    lookups: tuple[Reading, ...] = ()

    def every(self) -> list[Reading]:
        """Return all of them, in an order that does not depend on how they were given."""
        given = [*self.deprivation, *([self.population] if self.population else []), *self.lookups]
        return sorted(given, key=lambda x: (x.card.key, x.file))


def codes_of(reading: Reading, key: str) -> Series[str]:
    """Return one text column of a reading, stripped."""
    heading = key if reading.card.headerless else reading.card.found_in(list(reading.frame.columns))[key]
    cells = reading.frame[heading]
    stripped: Series[str] = cells.astype("object").where(cells.notna(), "").astype(str).str.strip()
    width = reading.card.columns[key].width
    return stripped.where(~stripped.str.fullmatch(r"\d+"), stripped.str.zfill(width)) if width else stripped


def neighbourhoods(reading: Reading, tables: Tables, *, district: str | None, draft: Draft, on: str) -> GeoDataFrame:
    """
    Return the neighbourhoods of the place: `code`, `name`, geometry (EPSG:4326), sorted by code.

    Raises
    ------
    LayerError
        No file says what lies in the district, nothing lies in it, or the codes are not of the vintage named.
    """
    codes = codes_of(reading, reading.card.key_column)
    refuse_disguise(sorted(set(codes)), reading.card, file=reading.file)
    frame = reading.frame
    if district is not None:
        members = _members(district.strip().upper(), tables, reading.card)
        frame = frame[codes.isin(members).to_numpy()]
        if frame.empty:
            raise LayerError(
                f"{reading.file} has no neighbourhood of district {district}: is it of another part of the country?"
            )
        missing = len(members - set(codes))
        if missing:
            draft.warnings.append(f"{reading.file} lacks {missing} of the {len(members)} neighbourhoods of {district}.")
    areas, problems = check(frame, reading.card)
    if "name" not in areas:
        areas["name"] = areas["code"]
    areas["name"] = areas["name"].where(areas["name"] != "", areas["code"])
    draft.problems(reading.file, problems)
    draft.used(reading.file, reading.card, read=reading.rows, used=len(areas), layers=["areas"], on=on)
    made: GeoDataFrame = areas[["code", "name", "geometry"]].sort_values("code").reset_index(drop=True)
    return made


def _members(district: str, tables: Tables, card: Card) -> set[str]:
    """Return the area codes of a district, of the boundaries' own vintage."""
    seen = False
    for reading in sorted(tables.every(), key=lambda x: f"code_{card.vintage}" in x.card.columns):
        found = reading.card.found_in([str(x) for x in reading.frame.columns])
        key = "code" if "code" in found and reading.card.vintage == card.vintage else f"code_{card.vintage}"
        if reading.card.codes != card.codes or key not in found or "district" not in found:
            continue
        seen = True
        inside = codes_of(reading, "district").str.upper() == district
        if inside.any():
            return set(codes_of(reading, key)[inside]) - {""}
    if not seen:
        raise LayerError(
            f"no file given says which {card.codes} {card.vintage} lie in district {district}: add a deprivation file "
            f"or a lookup of that vintage."
        )
    raise LayerError(
        f"no neighbourhood lies in district {district}, by the files given: a code is like E06000022, and changes when "
        f"districts are merged."
    )


def join_tables(areas: GeoDataFrame, card: Card, tables: Tables, *, draft: Draft, on: str) -> None:
    """
    Add the layers `population` and `deprivation`, and say which neighbourhoods a table has no row for.

    Raises
    ------
    LayerError
        A table is of another vintage and there is no lookup, or none of its rows joins.
    """
    lookup = _lookup(areas, card, tables, draft=draft, on=on)
    chosen = _chosen(tables.deprivation, card, draft)
    people = _population(areas, card, tables, chosen, lookup, draft=draft, on=on)
    if not chosen:
        draft.warnings.append("no deprivation file was given: the map has no deprivation to show.")
    else:
        frames = []
        _refuse_two_nations(areas, chosen)
        for reading in chosen:
            frame = _with_worked_out(_of_place(reading, areas, card, lookup, draft), reading, draft)
            weights = None
            if reading.card.vintage != card.vintage:
                assert lookup is not None
                over = bridge(lookup, source=reading.card.vintage, target=card.vintage, codes=list(areas["code"]))
                weights = people if people is not None else frame.set_index("code").get("population")
                kept = carry_deprivation(frame, over, population=weights)
                _tell(over.counted(), over.listed(), reading, card, draft)
            else:
                kept = frame[["code", *(x for x in frame.columns if x.endswith(_VALUES))]]
            kept = kept[kept["code"].isin(areas["code"])]
            _refuse_nothing(kept, areas, reading)
            draft.used(reading.file, reading.card, read=reading.rows, used=len(frame), layers=["deprivation"], on=on)
            frames.append(_with_own_changes(kept.set_index("code"), reading, chosen[0]))
        merged = frames[0]
        for frame in frames[1:]:
            merged = merged.combine_first(frame)[[*merged.columns, *(x for x in frame if x not in merged)]]
        draft.layers["deprivation"] = _whole_numbers(merged.reset_index())
    joined = draft.layers.get("deprivation", draft.layers.get("population"))
    if joined is not None:
        without = sorted(set(areas["code"]) - set(joined["code"]))
        if without:
            told = f"{len(without)} of {len(areas)} neighbourhoods have no row in the files given: {_listed(without)}."
            draft.warnings.append(told)
        if "deprivation" in draft.layers:
            draft.unjoined = tuple(without)


def _with_own_changes(kept: DataFrame, reading: Reading, first: Reading) -> DataFrame:
    """Name what was carried by its own domains, where the first file of the layer is of another vintage."""
    if reading.card.vintage == first.card.vintage:
        return kept
    change = kept.get("change", "U")
    for key in reading.card.domains:
        if f"{key}_decile" in kept:
            kept[f"{key}_change"] = change
    return kept.drop(columns="change", errors="ignore")


def _refuse_two_nations(areas: GeoDataFrame, readings: Sequence[Reading]) -> None:
    """Refuse a nation's index where not all areas are its; a file of one's own may well be of several nations."""
    nations = nations_of(areas["code"])
    reading = next((x for x in readings if x.card.nation), None)
    if len(nations) > 1 and reading is not None:
        raise LayerError(
            f"the boundaries hold neighbourhoods of {' and of '.join(nations)}, and {reading.file} is of "
            f"{reading.card.nation}: each nation has its own index, and there is none of the United "
            f"Kingdom. Cut the boundaries to one nation with --district, or leave the file out."
        )


def _with_worked_out(frame: DataFrame, reading: Reading, draft: Draft) -> DataFrame:
    """Add to the rows of the place what only the whole file can tell."""
    made, notes = worked_out(reading)
    draft.warnings += notes
    here = made.reindex(frame["code"])
    for name in made.columns:
        frame[name] = here[name].to_numpy()
    return frame


def _lookup(areas: GeoDataFrame, card: Card, tables: Tables, *, draft: Draft, on: str) -> DataFrame | None:
    """Return the lookup between vintages, checked, if one was given."""
    found = None
    for reading in tables.lookups:
        key = reading.card.key_column or f"code_{card.vintage}"
        here = int(codes_of(reading, key).isin(list(areas["code"])).sum()) if key in reading.card.columns else 0
        draft.used(reading.file, reading.card, read=reading.rows, used=here, layers=[], on=on)
        if reading.card.key_column:  # a lookup to wards or districts only
            _name_wards(areas, reading)
            continue
        if found is not None:
            raise LayerError(f"{reading.file} is the second lookup between years of areas: give one of them.")
        found, problems = check(reading.frame, reading.card)
        draft.problems(reading.file, problems)
    return found


def _name_wards(areas: GeoDataFrame, reading: Reading) -> None:
    """Say of each neighbourhood which ward it lies in, `ward_name`, "" where the lookup does not say."""
    found = reading.card.found_in([str(x) for x in reading.frame.columns])
    if "ward_name" in found:
        wards = dict(zip(codes_of(reading, reading.card.key_column), codes_of(reading, "ward_name"), strict=True))
        areas["ward_name"] = [wards.get(code, "") for code in areas["code"]]


def _chosen(readings: Sequence[Reading], card: Card, draft: Draft) -> list[Reading]:
    """Choose of each series one year's files, of the boundaries' vintage if there are any; the fullest first."""
    best: dict[str, tuple[bool, int]] = {}
    for reading in readings:
        edition = (reading.card.vintage == card.vintage, reading.card.year)
        best[_series(reading)] = max(best.get(_series(reading), edition), edition)
    chosen = []
    for reading in sorted(readings, key=lambda x: (-len(x.card.columns), x.card.key, x.file)):
        year = best[_series(reading)][1]
        if (reading.card.vintage == card.vintage, reading.card.year) == best[_series(reading)]:
            chosen.append(reading)
        else:
            draft.warnings.append(f"{reading.file} is of {reading.card.year} and was left out: {year} is used.")
            draft.used(reading.file, reading.card, read=reading.rows, used=0, layers=[], on="")
    return chosen


def _series(reading: Reading) -> str:
    return reading.card.series or reading.card.key


def _population(
    areas: GeoDataFrame,
    card: Card,
    tables: Tables,
    chosen: Sequence[Reading],
    lookup: DataFrame | None,
    *,
    draft: Draft,
    on: str,
) -> Series[float] | None:
    """Add the layer `population`; return the people by code as the file has them, for weights."""
    reading = tables.population
    if reading is None:  # File 7 carries the population too
        reading = next((x for x in chosen if "population" in x.card.found_in(list(x.frame.columns))), None)
        if reading is None:
            return None
    frame = _of_place(reading, areas, card, lookup, draft)
    frame = frame[frame["population"].notna()]
    people: Series[float] = frame.set_index("code")["population"]
    if reading.card.vintage == card.vintage:
        made = frame[["code", "population"]].assign(shared=False)
    else:
        assert lookup is not None
        over = bridge(lookup, source=reading.card.vintage, target=card.vintage, codes=list(areas["code"]))
        made = carry_population(people, over)
        _tell(over.counted(), over.listed(), reading, card, draft)
        if made["shared"].any():
            draft.warnings.append(
                f"{reading.file}: {int(made['shared'].sum())} neighbourhoods are parts of ones that were split or "
                f"redrawn; their population is the whole one's shared evenly, and is marked so."
            )
    made = made[made["code"].isin(areas["code"])]
    _refuse_nothing(made, areas, reading)
    without = sorted(set(areas["code"]) - set(made["code"]))
    if without:
        draft.warnings.append(
            f"{reading.file} says of {len(without)} of {len(areas)} neighbourhoods not how many people live there: "
            f"{_listed(without)}."
        )
    draft.layers["population"] = _whole_numbers(made.sort_values("code").reset_index(drop=True))
    draft.used(reading.file, reading.card, read=reading.rows, used=len(frame), layers=["population"], on=on)
    if reading is not tables.population:
        draft.files.pop()  # listed once, as the deprivation file it is
    return people


def _of_place(reading: Reading, areas: GeoDataFrame, card: Card, lookup: DataFrame | None, draft: Draft) -> DataFrame:
    """Return the checked rows that the place uses, by the table's own codes; refuse the other vintage's."""
    codes = codes_of(reading, reading.card.key_column)
    given = set(codes) - {""}
    place = set(areas["code"])
    own, theirs = card.vintage, reading.card.vintage
    if reading.card.codes != card.codes:
        theirs_are = [x.title for x in cards().values() if x.codes == reading.card.codes and "areas" in x.feeds]
        raise LayerError(
            f"{reading.file} is “{reading.card.title}”, and the boundaries are “{card.title}”, of other areas. "
            f"It goes with {' or '.join(f'“{x}”' for x in theirs_are) or f'boundaries of {reading.card.codes}'}."
        )
    refuse_disguise(sorted(given), reading.card, file=reading.file)
    new = newer_codes(place, card.codes)
    if own == theirs and new and not newer_codes(given, card.codes):
        raise LayerError(
            f"{reading.file} says {card.codes} {theirs}, and all its codes are of an earlier vintage; the boundaries "
            f"are of {own}. Get it from {reading.card.get}."
        )
    wanted = place
    if own != theirs:
        if lookup is None:
            raise LayerError(
                f"the boundaries are {card.codes} {own} and {reading.file} is {card.codes} {theirs}: only "
                f"{len(place & given)} of {len(place)} codes are in both, and they may be other areas. Give boundaries "
                f"of {theirs}, or the {min(own, theirs)} to {max(own, theirs)} lookup with --lookup."
            )
        wanted = set(lookup.loc[lookup[f"code_{own}"].isin(place), f"code_{theirs}"])
    cut = replace(reading, frame=reading.frame[codes.isin(wanted).to_numpy()])
    if cut.frame.empty:
        raise LayerError(
            f"none of the {len(place)} neighbourhoods is in {reading.file}: is it of another part of the country?"
        )
    frame, problems = check(cut.frame, reading.card)
    draft.problems(reading.file, problems)
    draft.warnings += reading.notes
    return frame


def _refuse_nothing(frame: DataFrame, areas: GeoDataFrame, reading: Reading) -> None:
    if frame.empty:
        raise LayerError(f"none of the {len(areas)} neighbourhoods could be joined to {reading.file}.")


def _listed(codes: Sequence[str]) -> str:
    return ", ".join(codes[:_LISTED]) + (f" and {len(codes) - _LISTED} more" if codes[_LISTED:] else "")


def _tell(counted: dict[str, int], listed: list[dict[str, object]], reading: Reading, card: Card, draft: Draft) -> None:
    """Say once what became of the areas between the two vintages."""
    key = f"{reading.card.vintage} to {card.vintage}"
    if key in draft.changes:
        return
    draft.changes[key] = {**counted, "listed": listed}
    words = ", ".join(f"{number} {word}" for word, number in counted.items() if number)
    draft.warnings.append(f"{card.codes} {key}, through the lookup: {words}.")


def _whole_numbers(frame: DataFrame) -> DataFrame:
    """Make counts, ranks and deciles whole; one that is not known stays empty."""
    for column in frame.columns:
        whole = column.endswith(("_rank", "_decile")) or column == "population"
        if whole and (frame[column].dropna() % 1 == 0).all():  # areas of one rank may share a half
            frame[column] = frame[column].astype("Int64")
            if frame[column].notna().all():
                frame[column] = frame[column].astype("int64")
    return frame
