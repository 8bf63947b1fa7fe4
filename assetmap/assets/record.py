"""One asset as a frozen record, checked against the vocabulary when it is made."""

from __future__ import annotations

import dataclasses
import math
import re
import uuid
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from assetmap.assets import in_languages
from assetmap.errors import AssetError
from assetmap.vocabulary import NOT_KNOWN, key_of, label_of, vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shapely.geometry.base import BaseGeometry

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_GEOMETRIES = {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"}
_NAMED_MOST = 60
SCHOOL_DAYS = ("term_time", "school_holidays")
"""What a span may be limited to, besides its days."""
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d|24:00")
_BYDAY = re.compile(r"(?:[+-]?[1-5])?(?:MO|TU|WE|TH|FR|SA|SU)")

# Fields whose value must be an answer of that question in `data/vocabulary/answers.toml`.
_ANSWERED = {
    "led_by": "led_by", "leaders_from": "leaders_from", "run_by": "run_by", "venue_security": "venue_security",
    "takes_new": "takes_new", "step_free": "yes_no", "accessible_toilet": "yes_no", "hearing_loop": "yes_no",
    "bsl": "yes_no", "quiet_space": "yes_no", "booking": "yes_no", "referral_needed": "yes_no",
    "no_id_needed": "yes_no", "gets_in_touch": "yes_no", "free": "yes_no", "lived_experience": "yes_no",
    "audience": "audience", "precision": "precision", "status": "status",
}  # fmt: skip
LISTS = ("needs", "languages", "offered", "schedules")
"""Fields that hold several values."""


def new_id() -> str:
    """Return a fresh uuid for an asset."""
    return str(uuid.uuid4())


def short_of(asset_id: str, *, attempt: int = 0) -> str:
    """
    Derive the six-character code (Crockford base 32) that prints and links carry.

    The store asks for the next `attempt` where a code is taken (30 bits: some clashes are certain
    from about 40,000 assets on).
    """
    number = uuid.uuid5(uuid.UUID(asset_id), str(attempt)).int & (32**6 - 1)
    return "".join(_CROCKFORD[(number >> shift) & 31] for shift in range(25, -1, -5))


@dataclass(frozen=True, kw_only=True)
class OpenSpan:
    """
    One span in which an asset is open (HSDS 3.0 `schedule`; a lunch break is two spans).

    `byday` uses iCalendar days ("TU", "2MO" second Monday, "-1FR" last Friday); times are local, HH:MM. `only`:
    “term_time” or “school_holidays”, "" the whole year. HSDS has no such field: there it is said in `description`.
    """

    byday: tuple[str, ...] = ()
    opens_at: str = ""
    closes_at: str = ""
    freq: str = "WEEKLY"
    interval: int = 1
    valid_from: date | None = None
    valid_to: date | None = None
    note: str = ""
    only: str = ""

    def __post_init__(self) -> None:
        for name in ("opens_at", "closes_at", "note"):
            _checked_text(name, getattr(self, name))
        if self.only:
            object.__setattr__(self, "only", key_of(self.only) if isinstance(self.only, str) else "?")
        if self.only not in ("", *SCHOOL_DAYS):
            raise AssetError("[schedules, only] it is on in “term time” or in “school holidays” only.")
        for name in ("valid_from", "valid_to"):
            if getattr(self, name) is not None and type(getattr(self, name)) is not date:
                raise AssetError(f"[schedules, {name}] a day is written 2026-11-03.")
        if self.freq not in ("WEEKLY", "MONTHLY"):
            raise AssetError("[schedules, freq] it repeats WEEKLY or MONTHLY.")
        if type(self.interval) is not int or self.interval < 1:
            raise AssetError("[schedules, interval] every how many weeks or months: 1 or more.")
        self._check_days()
        if self.valid_from and self.valid_to and self.valid_from > self.valid_to:
            raise AssetError("[schedules] it ends before it begins.")

    def _check_days(self) -> None:
        if not isinstance(self.byday, tuple) or not all(isinstance(x, str) and _BYDAY.fullmatch(x) for x in self.byday):
            raise AssetError(
                "[schedules, byday] days are MO TU WE TH FR SA SU, with a number for “second Monday”: 2MO."
            )
        if self.freq == "WEEKLY" and any(len(x) > 2 for x in self.byday):
            # A number counts within the month, there is no second Tuesday of a week (RFC 5545, 3.3.10, BYDAY).
            if self.interval > 1:
                raise AssetError("[schedules, freq] “second Monday” is of the month: it repeats MONTHLY.")
            object.__setattr__(self, "freq", "MONTHLY")

    @classmethod
    def from_record(cls, row: Any) -> OpenSpan:
        """
        Read a span from its JSON object; fields of a newer version are ignored.

        Raises
        ------
        AssetError
            It is no span, wherever it came from.
        """
        if not isinstance(row, dict):
            raise AssetError('[schedules] a span is an object: {"byday": ["TU"], "opens_at": "12:00"}.')
        values = {key: value for key, value in row.items() if key in _SPAN_FIELDS and value is not None}
        for name in ("valid_from", "valid_to"):
            if isinstance(day := values.get(name), str):
                try:
                    values[name] = date.fromisoformat(day)
                except ValueError:
                    raise AssetError(f"[schedules, {name}] a day is written 2026-11-03.") from None
        days = values.get("byday", ())
        if isinstance(days, str):  # "TU,TH", as HSDS and iCalendar write it
            days = [x.strip() for x in days.split(",") if x.strip()]
        values["byday"] = tuple(days) if isinstance(days, list) else days
        return cls(**values)


def _checked_text(name: str, value: object) -> None:
    if not isinstance(value, str):
        raise AssetError(f"[schedules, {name}] it is a text in quotation marks.")
    if value and name != "note" and not _TIME.fullmatch(value):
        raise AssetError(f"[schedules, {name}] a time is written HH:MM, for example 09:30.")


_SPAN_FIELDS = frozenset(OpenSpan.__dataclass_fields__)


@dataclass(frozen=True, kw_only=True)
class Asset:
    """
    One community asset.

    Only `name` and `kind` are required. `where` is a point, a line, an area (EPSG:4326, lon lat) or
    None for what has no place. `own_words` is what residents said, kept letter for letter. `said_in` holds
    some of its texts in further languages: code → field → text, for the fields in `TEXTS`.
    """

    name: str
    kind: str
    where: BaseGeometry | None = None
    id: str = field(default_factory=new_id)
    short: str = ""
    needs: tuple[str, ...] = ()
    own_words: str = ""
    description: str = ""
    said_in: Mapping[str, Mapping[str, str]] = in_languages.NOTHING_SAID
    # who leads it, and how secure it is
    organisation: str = ""
    led_by: str = NOT_KNOWN
    leaders_from: str = NOT_KNOWN
    lived_experience: str = NOT_KNOWN
    run_by: str = NOT_KNOWN
    depends_on: int | None = None
    funding_ends: date | None = None
    venue_security: str = NOT_KNOWN
    takes_new: str = NOT_KNOWN
    capacity: int | None = None
    # when
    schedules: tuple[OpenSpan, ...] = ()
    hours_text: str = ""
    paused_until: date | None = None
    # how to get in and in touch
    address: str = ""
    postcode: str = ""
    contact_name: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    cost: str = ""
    free: str = NOT_KNOWN
    booking: str = NOT_KNOWN
    referral_needed: str = NOT_KNOWN
    no_id_needed: str = NOT_KNOWN
    gets_in_touch: str = NOT_KNOWN
    """Whether they get in touch with people themselves, and do not wait to be asked."""
    min_age: int | None = None
    max_age: int | None = None
    only_for: str = ""
    languages: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    step_free: str = NOT_KNOWN
    accessible_toilet: str = NOT_KNOWN
    hearing_loop: str = NOT_KNOWN
    bsl: str = NOT_KNOWN
    quiet_space: str = NOT_KNOWN
    transport: str = ""
    # how we know
    checked_on: date | None = None
    how_checked: str = ""
    checked_by: str = ""
    source: str = ""
    source_id: str = ""
    source_version: str = ""
    """Which edition of it the list gave last, where the list counts them, as OpenStreetMap does."""
    source_licence: str = ""
    repairs: str = ""
    """What was mended in the geometry when it came in, in words."""
    # who may see it
    audience: str = "public"
    precision: str = "exact"
    status: str = "draft"
    consent: str = ""
    consent_on: date | None = None

    def __post_init__(self) -> None:
        words = vocabulary()
        if not self.name.strip():
            raise AssetError("[name] it needs a name: what do people call it?")
        try:
            uuid.UUID(self.id)
        except ValueError:
            raise AssetError("[id] an id is a uuid.") from None
        set_ = object.__setattr__
        set_(self, "kind", words.kind(self.kind))
        set_(self, "needs", tuple(dict.fromkeys(words.need(x) for x in self.needs)))
        set_(self, "offered", tuple(dict.fromkeys(words.answer("offered", x) for x in self.offered)))
        for name, question in _ANSWERED.items():
            set_(self, name, words.answer(question, getattr(self, name) or NOT_KNOWN))
        if self.how_checked:
            set_(self, "how_checked", words.answer("how_checked", self.how_checked))
        set_(self, "said_in", in_languages.checked(self.said_in))
        if not self.short:
            set_(self, "short", short_of(self.id))
        if self.where is not None:
            set_(self, "where", _checked_geometry(self.where))
        for name in ("min_age", "max_age", "depends_on", "capacity"):
            value = getattr(self, name)
            if value is not None and value < 0:
                raise AssetError(f"[{label_of(name)}] it cannot be below 0.")

    def changed(self, **fields: Any) -> Asset:  # any field of the record
        """Return a copy with `fields` replaced, checked again; `name:pl` is its name in Polish, "" takes that away."""
        told = {name: fields.pop(name) for name in tuple(fields) if ":" in name}
        if told:
            said = {tag: dict(texts) for tag, texts in fields.get("said_in", self.said_in).items()}
            for (name, tag), text in ((in_languages.split(x), text) for x, text in told.items()):
                said.setdefault(in_languages.tag_of(tag), {})[name] = text
            fields["said_in"] = said
        return dataclasses.replace(self, **fields)

    def value(self, name: str) -> Any:
        """Return what stands in a field; of `name:pl` its name in Polish, "" where it has none."""
        field_, tag = in_languages.split(name)
        return self.said_in.get(tag, {}).get(field_, "") if tag else getattr(self, name)

    def further_texts(self) -> dict[str, str]:
        """Return its texts in further languages by the names that `changed` and `value` take: `name:pl` → text."""
        return in_languages.further(self.said_in)

    def text(self, name: str, language: str, *, own: str = "") -> tuple[str, str]:
        """
        Say a field in a language, or as it stands where it is not said in that.

        Parameters
        ----------
        name
            One of `TEXTS`; any other field is said as it stands.
        language
            The code of a language, ours or not.
        own
            The language in which the fields themselves are written: the place's first (`settings.languages[0]`).

        Returns
        -------
        text, language
            And the code of the language that it is in: `own` where it was not translated.
        """
        text, tag = in_languages.of_language(self.said_in, name, language)
        return (text, tag) if text else (getattr(self, name), own)

    def every_text(self, name: str) -> tuple[str, ...]:
        """Return a field in all its languages, its own first, each text once; blank ones are left out."""
        text: str = getattr(self, name)
        if not self.said_in:
            return (text,) if text.strip() else ()
        texts = (text, *(x.get(name, "") for x in self.said_in.values()))
        return tuple(dict.fromkeys(x for x in texts if x.strip()))

    def to_record(self) -> dict[str, Any]:  # JSON
        """Return every field but the geometry as plain JSON values; empty ones are left out."""
        out: dict[str, Any] = {}
        for spec in dataclasses.fields(self):
            value = getattr(self, spec.name)
            if spec.name == "where" or value in (None, "", (), {}) or value == NOT_KNOWN == spec.default:
                continue
            if spec.name == "said_in":
                out["said_in"] = {tag: dict(texts) for tag, texts in value.items()}
            elif spec.name == "schedules":
                out["schedules"] = [_plain(dataclasses.asdict(span)) for span in value]
            else:
                out[spec.name] = _plain_value(value)
        return out

    @classmethod
    def from_record(cls, record: Mapping[str, Any], where: BaseGeometry | None = None) -> Asset:
        """Read what `to_record` wrote; fields of a newer version are ignored."""
        values: dict[str, Any] = {}
        for name, value in record.items():
            if name == "schedules":
                values[name] = tuple(OpenSpan.from_record(x) for x in value)
            elif name == "said_in":
                values[name] = in_languages.known(value)
            elif name in LISTS:
                values[name] = tuple(value)
            elif name in _DATES and isinstance(value, str):
                values[name] = date.fromisoformat(value)
            elif name in cls.__dataclass_fields__ and name != "where":
                values[name] = value
        return cls(where=where, **values)


_DATES = {"funding_ends", "paused_until", "checked_on", "consent_on"}


def named(asset: Asset) -> str:
    """Name an asset in a sentence, a long name cut short; what was taken away has none."""
    if not asset.name:
        return "it"
    return f"“{asset.name[:_NAMED_MOST]}…”" if len(asset.name) > _NAMED_MOST else f"“{asset.name}”"


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {key: _plain_value(value) for key, value in row.items() if value not in (None, "", ())}


def _plain_value(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _checked_geometry(geometry: BaseGeometry) -> BaseGeometry | None:
    if geometry.is_empty:
        return None
    if geometry.geom_type not in _GEOMETRIES:
        raise AssetError(f"[where] a {geometry.geom_type} cannot be kept: an asset is a point, a line or an area.")
    import shapely

    flat = shapely.force_2d(geometry)
    west, south, east, north = flat.bounds
    if not all(map(math.isfinite, (west, south, east, north))) or not (
        -180 <= west <= east <= 180 and -90 <= south <= north <= 90
    ):
        raise AssetError(
            "[where] the coordinates are not longitude and latitude: these may be metres, or not numbers at all."
        )
    if not flat.is_valid:
        raise AssetError(
            f"[where] the outline crosses itself ({shapely.is_valid_reason(flat)}): it must be repaired first."
        )
    return flat
