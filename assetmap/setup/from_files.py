"""A place from official files."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assetmap.errors import LayerError, SettingsError
from assetmap.layers import look, read
from assetmap.layers.own import Known, read_own
from assetmap.settings import home_folder
from assetmap.setup.around import add_postcodes, add_shapes, reach_of
from assetmap.setup.joining import Tables, codes_of, join_tables, neighbourhoods
from assetmap.setup.report import Draft
from assetmap.setup.walks import add_network
from assetmap.setup.writing import refuse_demo, write_home

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assetmap.layers import Reading
    from assetmap.setup.report import Progress, SetupReport

    PathLike = str | os.PathLike[str]


def make_place(  # noqa: PLR0913  one argument an option of the shell
    home: PathLike,
    *,
    name: str,
    areas: PathLike,
    district: str | None = None,
    deprivation: Sequence[PathLike] = (),
    population: PathLike | None = None,
    lookup: PathLike | Sequence[PathLike] | None = None,
    postcodes: Sequence[PathLike] = (),
    streets: PathLike | None = None,
    osm: PathLike | None = None,
    green: PathLike | None = None,
    gates: PathLike | None = None,
    names: PathLike | None = None,
    high_is: str = "",
    progress: Progress | None = None,
) -> SetupReport:
    """
    Make a place from official files.

    Parameters
    ----------
    home
        The folder of the place; one that is there keeps its assets and what it was told of crisis lines and people.
    areas
        Boundaries of its neighbourhoods, or national ones to be cut with `district`.
    district
        A district's code, for example E06000022; which areas lie in it is read from the other files.
    lookup
        The official lookup between two vintages of areas; without it a table of the other vintage is refused. And, or
        instead, that from areas to wards, so that a neighbourhood can be named with its ward.
    osm
        An OpenStreetMap extract (.osm.pbf or .osm), for what `streets`, `green`, `gates` and `names` do not give.
    deprivation, population
        Files that a card knows; or one's own, with a column of the neighbourhoods' codes and one of numbers.
    high_is
        `worse` or `better`: what a high number means in a deprivation file of one's own.
    progress
        Called with what is being done and the share done, 0 to 1.

    Returns
    -------
    report
        What was read, used and left over, and all there is to say.

    Raises
    ------
    LayerError
        A file is not what its card says, two files do not go together, or nobody walks on any of the streets. Nothing
        was changed.
    SettingsError
        The name is empty, the folder cannot be a home, or it holds the invented demo town. Nothing was changed.
    StoreError
        The home could not be written; an earlier place is as it was.
    """
    tell = progress or (lambda _what, _share: None)
    folder = home_folder(home)
    refuse_demo(folder)
    if not name.strip():
        raise SettingsError("a place needs a name: give it with --name.")
    on = date.today().isoformat()  # noqa: DTZ011  the day where this machine stands
    draft = Draft()
    tell("boundaries", 0.02)
    outlines = read(Path(areas), feeds=("areas",))
    draft.warnings += outlines.notes
    tell("tables", 0.2)
    known = Known(outlines.card, set(codes_of(outlines, outlines.card.key_column)))
    tables = Tables(
        deprivation=tuple(_table(Path(x), "deprivation", known, high_is) for x in dict.fromkeys(deprivation)),
        population=None if population is None else _table(Path(population), "population", known),
        lookups=tuple(read(Path(x), feeds=("lookup",)) for x in dict.fromkeys(_several(lookup))),
    )
    draft.layers["areas"] = neighbourhoods(outlines, tables, district=district, draft=draft, on=on)
    tell("joining", 0.4)
    join_tables(draft.layers["areas"], outlines.card, tables, draft=draft, on=on)
    reach = reach_of(draft.layers["areas"])
    if postcodes:
        tell("postcodes", 0.5)
        read_files: list[Reading] = [read(Path(x), feeds=("postcodes",)) for x in dict.fromkeys(postcodes)]
        add_postcodes(read_files, outlines.card, reach, draft=draft, on=on)
    if osm is not None:
        from assetmap.setup.extract import add_extract

        tell("OpenStreetMap extract", 0.6)
        add_extract(Path(osm), reach, draft=draft, on=on)
    shapes = {"streets": streets, "green": green, "gates": gates, "names": names}
    for at, (layer, path) in enumerate(shapes.items()):
        if path is not None:
            tell(layer, 0.7 + at / 20)
            draft.layers.pop(layer, None)
            draft.sources.pop(layer, None)
            add_shapes(read(Path(path), feeds=(layer,), within=reach.bounds), layer, reach, draft=draft, on=on)
    tell("walking", 0.9)
    add_network(draft, reach=reach, osm=Path(osm) if osm is not None and streets is None else None)
    _say_what_goes(folder, draft)
    tell("writing", 0.95)
    write_home(folder, name.strip(), draft)
    tell("done", 1.0)
    return draft.report()


def _several(files: PathLike | Sequence[PathLike] | None) -> Sequence[PathLike]:
    """Return files given as one, as several or not at all as several."""
    if files is None:
        return ()
    return (files,) if isinstance(files, (str, os.PathLike)) else files


def _table(path: Path, feed: str, areas: Known, high_is: str = "") -> Reading:
    """Read a file that a card knows, or one of the person's own."""
    try:
        return read(path, feeds=(feed,))
    except LayerError as unknown:
        if look(path).card is not None:  # it is of another kind, and the message says of which
            raise
        try:
            own = read_own(path, feed=feed, areas=areas, high_is=high_is)
        except LayerError as unclear:
            raise LayerError(f"no card knows {path.name}, and as a file of your own: {unclear}") from unknown
        if own is None:
            raise
        return own


def _say_what_goes(home: Path, draft: Draft) -> None:
    """Say which layers of an earlier place are not in the new one."""
    earlier = {path.stem for path in (home / "layers").glob("*.parquet")}
    gone = sorted(earlier - set(draft.layers))
    if gone:
        draft.warnings.append(f"no file was given for {', '.join(gone)} this time: the earlier ones were taken out.")
