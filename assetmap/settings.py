"""Which home is in use, and what its `place.toml` says. Read once; values are passed on."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assetmap.errors import SettingsError

DEMO = "demo"


@dataclass(frozen=True, kw_only=True)
class CrisisLine:
    """A line a person can turn to now; shown at the foot of every page."""

    name: str
    contact: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class PlaceSettings:
    """What `place.toml` says. `metric_crs` is an EPSG code in metres; `bounds` is W, S, E, N in EPSG:4326."""

    name: str
    languages: tuple[str, ...] = ("en",)
    crisis_lines: tuple[CrisisLine, ...] = ()
    tell: str = ""
    """Whom to tell when something is wrong on a page."""
    published_address: str = ""
    """The address under which the place is published; without one no page carries a QR code."""
    review_weeks: dict[str, int] = field(default_factory=dict)
    """Kind → weeks between checks, where the place differs from the vocabulary."""
    online_tiles: bool = False
    invented: bool = False
    """True for the demo town, which every screen and page must say."""
    metric_crs: str = "EPSG:27700"
    bounds: tuple[float, float, float, float] | None = None
    attributions: tuple[str, ...] = ()
    """One line a source, shown on every map."""
    layer_attributions: dict[str, str] = field(default_factory=dict)
    """Layer → what its publisher asks to be said; statements are parted by “; ”."""

    def credit(self, *layers: str) -> str:
        """
        Say whose data a map is made of, each statement once.

        Parameters
        ----------
        layers
            The layers drawn; all sources when none is named, or when the place does not know them apart.
        """
        known = [self.layer_attributions[x] for x in layers if x in self.layer_attributions]
        said: dict[str, str] = {}
        for text in known or self.attributions:
            for part in text.split("; "):
                statement = part.strip()[:1].upper() + part.strip()[1:]
                said.setdefault(statement.casefold(), statement)
        return " · ".join(x for x in said.values() if x)


def home_folder(home: str | os.PathLike[str] | None = None) -> Path:
    """
    Say which home is meant: `home`, else `ASSETMAP_HOME`, else the per-user demo.

    Raises
    ------
    SettingsError
        The folder would lie inside the checkout's or the installed package's own files.
    """
    if home is None:
        home = os.environ.get("ASSETMAP_HOME") or None
    if home is None:
        from platformdirs import user_data_path

        return user_data_path("assetmap", appauthor=False) / DEMO
    path = Path(home).expanduser().resolve()
    package = Path(__file__).parent.resolve()
    top = package.parent
    taken = [package, *(top / name for name in ("data", "layers", "tests", "notebooks", ".git"))]
    if path == top or any(path == folder or folder in path.parents for folder in taken):
        raise SettingsError("a home cannot lie among the program's own files: choose a folder elsewhere with --home.")
    return path


def read_place(home: Path) -> PlaceSettings:
    """Read `place.toml` of a home; unknown keys are ignored, so that a newer file still opens."""
    path = home / "place.toml"
    try:
        raw: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SettingsError(f"there is no place in {home}: make one with `assetmap setup`.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"place.toml cannot be read: {error}. Mend it, or take it from a backup.") from None
    lines = raw.get("crisis_lines", [])
    known = set(PlaceSettings.__dataclass_fields__) - {"crisis_lines"}
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in raw.items() if key in known
    }
    try:
        return PlaceSettings(
            crisis_lines=tuple(
                CrisisLine(name=str(x["name"]), contact=str(x["contact"]), note=str(x.get("note", ""))) for x in lines
            ),
            **values,
        )
    except (KeyError, TypeError) as error:
        raise SettingsError(
            f"place.toml lacks {error}: a place needs a name, a crisis line a name and contact."
        ) from None


def write_place(home: Path, place: PlaceSettings) -> None:
    """Write `place.toml` by write-new-then-rename."""
    import tomli_w

    raw: dict[str, Any] = {
        name: list(value) if isinstance(value, tuple) else value
        for name in PlaceSettings.__dataclass_fields__
        if name != "crisis_lines" and (value := getattr(place, name)) not in (None, ())
    }
    raw["crisis_lines"] = [{"name": x.name, "contact": x.contact, "note": x.note} for x in place.crisis_lines]
    from assetmap.files import write_whole

    write_whole(home / "place.toml", tomli_w.dumps(raw).encode(), force=True)
