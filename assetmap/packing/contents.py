"""What lies in a pack: which files of a home, under which names, and the list of them with sizes and digests."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assetmap.errors import ExchangeError, LayerError
from assetmap.network.keeping import FOLDER as NETWORK
from assetmap.network.keeping import array_names, current, open_graph
from assetmap.network.soundness import check_graph
from assetmap.place import LAYERS
from assetmap.settings import layers_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

FORM = 1
"""The form of a pack; a program refuses one that is newer than its own."""
LISTED = "assetmap-pack.json"
STORE, SETTINGS, SECRET, BASEMAP = "assets.gpkg", "place.toml", "secret.key", "basemap.pmtiles"
LARGEST_BYTES = 8 * 2**30
MOST_FILES = 64
_MOST_BYTES = {SETTINGS: 2**20, SECRET: 32, LISTED: 2**20}
"""The largest that some files may be."""
_DIGEST = re.compile(r"[0-9a-f]{64}")
_STREETS = re.compile(rf"{NETWORK}/streets-[A-Za-z0-9_]{{1,40}}/([a-z_]+\.(?:npy|json))")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One file of a pack: its name in the home with slashes, its size, and its SHA-256 in hexadecimal digits."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Contents:
    """What a pack says it holds. `schema` is that of the store; `version` that of the program that made it."""

    place: str
    made_on: str
    version: str
    schema: int
    assets: int
    files: tuple[Entry, ...]

    def to_text(self) -> str:
        """Give the list as it stands in the pack."""
        said: dict[str, Any] = {
            "form": FORM, "place": self.place, "made_on": self.made_on, "version": self.version, "schema": self.schema,
            "assets": self.assets,
            "files": [{"name": x.name, "bytes": x.size, "sha256": x.sha256} for x in self.files],
        }  # fmt: skip
        return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def files_of(home: Path) -> Iterator[tuple[str, Path]]:
    """
    Give the files of a home that a pack holds, but for the store: name in the pack and path, in the pack's order.

    Left out is `sign-in.toml`: the secret in it is of an organisation's provider, not of the place.
    """
    for name in (SETTINGS, SECRET):
        yield name, home / name
    layers = layers_folder(home)
    for name in sorted([*(f"{x}.parquet" for x in LAYERS), "place.json", "sources.json"]):
        yield f"layers/{name}", layers / name
    said = current(home)
    if said is not None and _is_sound(home):
        room = home / NETWORK
        folder = Path(str(said["folder"])).name
        for name in sorted([*(f"{x}.npy" for x in array_names()), "streets.json"]):
            yield f"{NETWORK}/{folder}/{name}", room / folder / name
        yield f"{NETWORK}/current.json", room / "current.json"
    yield BASEMAP, home / BASEMAP


def _is_sound(home: Path) -> bool:
    """Say whether the streets can be walked; those that cannot are made anew from their layer where it is unpacked."""
    try:
        graph = open_graph(home)
        if graph is not None:
            check_graph(graph)
    except LayerError:
        return False
    return graph is not None


def may_be_in_it(name: str) -> bool:
    """Say whether a pack may hold a file of that name: those that `files_of` gives, and the store."""
    if name in {STORE, SETTINGS, SECRET, BASEMAP, LISTED, f"{NETWORK}/current.json"}:
        return True
    first, _, rest = name.partition("/")
    if first == "layers":
        return rest in {"place.json", "sources.json"} or rest in {f"{x}.parquet" for x in LAYERS}
    street = _STREETS.fullmatch(name)
    return street is not None and street[1] in {"streets.json", *(f"{x}.npy" for x in array_names())}


def most_bytes(name: str) -> int:
    """Say how large a file of that name may be."""
    return _MOST_BYTES.get(name, LARGEST_BYTES)


def contents_of(text: bytes, file: str) -> Contents:
    """
    Read a pack's list.

    Raises
    ------
    ExchangeError
        It is not one, or of a newer form.
    """
    damaged = ExchangeError(f"{file} is damaged, or is not a packed place: its list of files cannot be read.")
    try:
        said = json.loads(text)
        if said["form"] > FORM:
            raise newer(file, str(said.get("version", "")))
        entries = tuple(Entry(name=x["name"], size=x["bytes"], sha256=x["sha256"]) for x in said["files"])
        contents = Contents(
            place=str(said["place"])[:200], made_on=str(said["made_on"])[:40], version=str(said["version"])[:40],
            schema=said["schema"], assets=said["assets"], files=entries,
        )  # fmt: skip
    except ExchangeError:
        raise
    except (ValueError, KeyError, TypeError, RecursionError):
        raise damaged from None
    names = [x.name for x in entries]
    sound = (
        all(isinstance(x, str) for x in names)
        and all(_is_count(x.size) and isinstance(x.sha256, str) and _DIGEST.fullmatch(x.sha256) for x in entries)
        and _is_count(contents.schema)
        and _is_count(contents.assets)
        and len(set(names)) == len(names) <= MOST_FILES
        and LISTED not in names
    )
    if not sound:
        raise damaged
    return contents


def newer(file: str, version: str) -> ExchangeError:
    """Say that a newer program packed a file."""
    said = "".join(x for x in version if x.isalnum() or x in ".+-")[:20]
    by = f"a newer assetmap ({said})" if said else "a newer assetmap"
    return ExchangeError(f"{file} was packed by {by}: install that one here first. Nothing was changed.")


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
