"""Which home is in use, and what its `place.toml` says. Read once; values are passed on."""

from __future__ import annotations

import hashlib
import json
import math
import os
import re
import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assetmap.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

DEMO = "demo"
HOME, NAMED_BY = "ASSETMAP_HOME", "ASSETMAP_HOME_NAMED_BY"
"""The home in use; and, where `assetmap serve` has set that for the app, what it was told by."""
OLD_LAYERS = ".old-layers"
"""Where a setup that cannot exchange two folders at once keeps the earlier layers between its two steps."""
SIGN_IN = "sign-in.toml"
"""The file in a home that says how people sign in at an OpenID provider; it holds secrets."""
GENERATED = ("metric_crs", "bounds", "attributions", "layer_attributions")
"""What `setup` works out from the layers: it lies among them, in `layers/place.json`, not in `place.toml`."""


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
    school_terms: tuple[tuple[date, date], ...] = ()
    """First and last day of each term that is known: whether “term time only” is on."""
    time_zone: str = "Europe/London"
    """The time that clocks show there, as the IANA database names it: for calendars."""
    online_tiles: bool = False
    anybody_may_suggest: bool = False
    """Whether people add and suggest without signing in; it waits until somebody has looked at it."""
    openid_newcomers: str = "visitor"
    """What somebody is who signs in at the OpenID provider and is not known here: `visitor` or `contributor`."""
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


def user_folder() -> Path:
    """Return the folder of this user's data, where homes lie that nobody put elsewhere; it may not be there yet."""
    from platformdirs import user_data_path

    return user_data_path("assetmap", appauthor=False)


def home_folder(home: str | os.PathLike[str] | None = None, *, last_opened: bool = True) -> Path:
    """
    Say which home is meant: `home`, else `ASSETMAP_HOME`, else the one opened last on the screen, else the demo.

    Parameters
    ----------
    last_opened
        False passes over what was opened on the screen: what makes a place must not land in another one.

    Raises
    ------
    SettingsError
        The folder would lie inside the checkout's or the installed package's own files.
    """
    if home is None:
        home = os.environ.get(HOME) or None
    if home is None:
        remembered = _remembered() if last_opened else None
        return user_folder() / DEMO if remembered is None else remembered
    path = Path(home).expanduser().resolve()
    package = Path(__file__).parent.resolve()
    top = package.parent
    taken = [package, *(top / name for name in ("data", "layers", "tests", "notebooks", ".git"))]
    if path == top or any(path == folder or folder in path.parents for folder in taken):
        raise SettingsError("a home cannot lie among the program's own files: choose a folder elsewhere with --home.")
    return path


def home_named_by() -> str:
    """Say what names the home at every start, `--home` or `ASSETMAP_HOME`; "" where the one opened last opens again."""
    return os.environ.get(NAMED_BY, HOME if os.environ.get(HOME) else "")


def remember_home(home: Path) -> None:
    """
    Note that `home` was opened on the screen: commands that name no home use it from now on.

    Raises
    ------
    ExchangeError
        The user's folder cannot be written.
    """
    from assetmap.files import write_whole

    user_folder().mkdir(parents=True, exist_ok=True)
    write_whole(user_folder() / _LAST, json.dumps({"home": str(home)}).encode(), force=True)


def _remembered() -> Path | None:
    """Return the home opened last on the screen, if there still is a place in it."""
    try:
        said = json.loads((user_folder() / _LAST).read_text(encoding="utf-8"))
        home = Path(said["home"])
    except (OSError, ValueError, KeyError, TypeError):
        return None  # a note that cannot be read is no reason not to start
    return home if home.is_absolute() and (home / "place.toml").is_file() else None


_LAST = "last-opened.json"


def layers_folder(home: Path) -> Path:
    """Return the folder of a home's reference layers, also while a setup has put the earlier ones aside."""
    layers, old = home / "layers", home / OLD_LAYERS
    return old if old.exists() and not layers.exists() else layers


def read_place(home: Path) -> PlaceSettings:
    """
    Read what a home says of its place.

    `place.toml` is for people to edit. What `setup` works out (`GENERATED`, and the name it was given) lies with the
    layers in `layers/place.json`, so that one rename changes both. What `place.toml` says counts, key for key, with
    one exception: while it is byte for byte the file that the last setup was to replace, that setup was cut off in
    between, and its own words count. A home without `layers/place.json` opens as ever. Unknown keys are ignored, so
    that a newer file still opens.

    Raises
    ------
    SettingsError
        There is no place, or a file of it cannot be read or says something of the wrong kind; one sentence.
    """
    try:
        content = (home / "place.toml").read_bytes()
        raw: dict[str, Any] = tomllib.loads(content.decode("utf-8"))
    except FileNotFoundError:
        raise SettingsError(f"there is no place in {home}: make one with `assetmap setup`.") from None
    except OSError as error:
        raise SettingsError(f"place.toml cannot be read: {error.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"place.toml cannot be read: {error}. Mend it, or take it from a backup.") from None
    generated = _generated(home)
    if generated.pop("over", None) == _digest(content):
        raw |= generated
    else:
        raw = generated | raw
    return checked(raw)


def checked(raw: dict[str, Any]) -> PlaceSettings:
    """
    Hold what `place.toml` says, as TOML gives it, to what a setting may be; unknown keys are ignored.

    Raises
    ------
    SettingsError
        The name is missing, or a value is of the wrong kind.
    """
    if "name" not in raw:
        raise SettingsError("place.toml lacks a name: a place needs a name.")
    values: dict[str, Any] = {}
    for key, value in raw.items():
        if key in _CHECKS:
            holds, wanted = _CHECKS[key]
            if not holds(value):
                raise SettingsError(f"place.toml, {key}: this is {wanted}. Mend it, or take the line out.")
            values[key] = tuple(value) if isinstance(value, list) else value
    values["crisis_lines"] = tuple(
        CrisisLine(name=str(x["name"]), contact=str(x["contact"]), note=str(x.get("note", "")))
        for x in values.get("crisis_lines", ())
    )
    values["school_terms"] = tuple((x["begins"], x["ends"]) for x in values.get("school_terms", ()))
    return PlaceSettings(**values)


def openid_file(home: Path) -> Path | None:
    """
    Return `sign-in.toml`, which says how people sign in at an OpenID provider, or None where there is none.

    Raises
    ------
    SettingsError
        Others may read it (it holds secrets), or something in it is missing.
    """
    path = home / SIGN_IN
    try:
        mode, said = path.stat().st_mode, tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        raise SettingsError(f"{SIGN_IN} cannot be read: mend it, or move it away to do without.") from None
    if os.name == "posix" and mode & 0o077:
        raise SettingsError(f"{SIGN_IN} holds secrets and others may read it: say `chmod 600 {SIGN_IN}` in its folder.")
    given = said.get("auth")
    auth: dict[str, Any] = given if isinstance(given, dict) else {}
    missing = [key for key in _OPENID if not isinstance(auth.get(key), str)]
    if missing:
        raise SettingsError(f"{SIGN_IN}, [auth]: {', '.join(missing)} missing. Your provider says what to write there.")
    if len(auth["cookie_secret"]) < _SHORTEST_SECRET:
        raise SettingsError(
            f"{SIGN_IN}, cookie_secret: this is short, and whoever guesses it is let in. "
            f"Take {_SHORTEST_SECRET} letters or more that nobody chose."
        )
    if not auth["redirect_uri"].endswith("/oauth2callback"):
        raise SettingsError(f"{SIGN_IN}, redirect_uri: it ends with /oauth2callback, after the address of this map.")
    return path


_OPENID = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
_SHORTEST_SECRET = 32


def _generated(home: Path) -> dict[str, Any]:
    """Return what the last setup said of the layers that are there now."""
    try:
        said = json.loads((layers_folder(home) / "place.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError):
        said = None
    if not isinstance(said, dict):
        raise SettingsError("layers/place.json is damaged: set the place up again, or take it from a backup.")
    return {key: value for key, value in said.items() if key in {*GENERATED, "name", "over"}}


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_yes_or_no(value: object) -> bool:
    return isinstance(value, bool)


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(x, str) for x in value)


def _are_texts_by_layer(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(x, str) for x in value.values())


def _are_weeks(value: object) -> bool:
    return isinstance(value, dict) and all(type(x) is int and x > 0 for x in value.values())


def _are_lines(value: object) -> bool:
    if not isinstance(value, list):
        return False
    # A number like 999 may stand without quotes; a line without one to call helps nobody.
    said = [(x.get("name"), x.get("contact"), x.get("note", "")) if isinstance(x, dict) else (None,) for x in value]
    return all(isinstance(x, str) or type(x) is int for line in said for x in line)


def _are_terms(value: object) -> bool:
    if not isinstance(value, list) or not all(isinstance(x, dict) for x in value):
        return False
    days = [(x.get("begins"), x.get("ends")) for x in value]
    return all(type(first) is date and type(last) is date and first <= last for first, last in days)


def _are_bounds(value: object) -> bool:
    if not isinstance(value, list) or len(value) != 4:
        return False
    if not all(type(x) in (int, float) and math.isfinite(x) for x in value):
        return False
    west, south, east, north = value
    return bool(-180 <= west <= east <= 180 and -90 <= south <= north <= 90)


_METRIC = re.compile(r"EPSG:(27700|32[67](0[1-9]|[1-5]\d|60))")


def _is_metric(value: object) -> bool:
    """Say whether this is a projected system in metres; those that `crs` chooses are known by sight."""
    if not isinstance(value, str):
        return False
    if _METRIC.fullmatch(value):
        return True
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        system = CRS.from_user_input(value)
    except CRSError:
        return False
    return system.is_projected and all(axis.unit_name == "metre" for axis in system.axis_info)


def _is_time_zone(value: object) -> bool:
    from zoneinfo import ZoneInfo

    try:
        return isinstance(value, str) and ZoneInfo(value).key == value
    except (ValueError, OSError, LookupError):
        return False


_CHECKS: dict[str, tuple[Callable[[object], bool], str]] = {
    "name": (lambda value: isinstance(value, str) and bool(value.strip()), 'a text, for example "Bath"'),
    "languages": (_are_texts, 'a list of texts, for example ["en", "cy"]'),
    "crisis_lines": (
        _are_lines,
        'a list of tables with a name and a contact, for example [{ name = "Samaritans", contact = "116 123" }]',
    ),
    "tell": (_is_text, "a text: whom to tell when something is wrong"),
    "published_address": (_is_text, 'a text, for example "https://example.org/map"'),
    "review_weeks": (_are_weeks, "a table of whole numbers, for example { food_help = 4 }"),
    "school_terms": (
        _are_terms,
        "a list of first and last days, for example [{ begins = 2026-09-02, ends = 2026-12-18 }]",
    ),
    "time_zone": (_is_time_zone, 'the name of a time zone, for example "Europe/London"'),
    "online_tiles": (_is_yes_or_no, "true or false"),
    "anybody_may_suggest": (_is_yes_or_no, "true or false"),
    "openid_newcomers": (lambda value: value in {"visitor", "contributor"}, '"visitor" or "contributor"'),
    "invented": (_is_yes_or_no, "true or false"),
    "metric_crs": (_is_metric, 'the code of a projected system in metres, for example "EPSG:27700"'),
    "bounds": (_are_bounds, "four numbers in degrees: west, south, east, north"),
    "attributions": (_are_texts, "a list of texts"),
    "layer_attributions": (_are_texts_by_layer, "a table of texts, one a layer"),
}


def write_place(home: Path, place: PlaceSettings, *, leave_out: Collection[str] = (), remark: str = "") -> None:
    """Write `place.toml` by write-new-then-rename, without the fields to `leave_out`; a remark of one line leads."""
    import tomli_w

    from assetmap.files import write_whole

    raw = {key: value for key, value in _as_raw(place).items() if key not in leave_out}
    lead = f"# {remark}\n" if remark else ""
    write_whole(home / "place.toml", (lead + tomli_w.dumps(raw)).encode(), force=True)


def generated_by_setup(home: Path, place: PlaceSettings) -> str:
    """Return the text of `layers/place.json` for layers that are about to take the place of those of `home`."""
    said = _as_raw(place)
    path = home / "place.toml"
    over = _digest(path.read_bytes()) if path.exists() else ""
    kept = {key: said[key] for key in ("name", *GENERATED) if key in said}
    return json.dumps({**kept, "over": over}, ensure_ascii=False, indent=1)


def _as_raw(place: PlaceSettings) -> dict[str, Any]:
    raw: dict[str, Any] = {
        name: list(value) if isinstance(value, tuple) else value
        for name in PlaceSettings.__dataclass_fields__
        if name not in {"crisis_lines", "school_terms"} and (value := getattr(place, name)) not in (None, ())
    }
    if place.time_zone == PlaceSettings.time_zone:  # nothing to edit where it is the usual one
        del raw["time_zone"]
    if place.school_terms:
        raw["school_terms"] = [{"begins": begins, "ends": ends} for begins, ends in place.school_terms]
    raw["crisis_lines"] = [{"name": x.name, "contact": x.contact, "note": x.note} for x in place.crisis_lines]
    return raw
