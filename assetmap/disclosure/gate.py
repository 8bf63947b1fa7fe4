"""
The gate: audience × precision × status × role decides every field of every output. `TABLE` is all of it.

Whether an asset passes at all:

- *withdrawn* passes for nobody, whoever asks.
- A status that was not asked for does not pass; maps, lists and pages ask for `SHOWN`.
- Its audience is the asker's circle or a wider one; a steward is of every circle.
- A person (a kind that is `private`) passes to the public only with their consent; without it they are for those who
  make the map, who can ask them.

Which of its fields then go along, `TABLE` says. What is not in it goes to nobody.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, NamedTuple

from assetmap.assets import Asset
from assetmap.errors import AssetError
from assetmap.roles import ROLES, STEWARD, VISITOR, need_steward
from assetmap.vocabulary import vocabulary
from assetmap.wording import N_

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from typing import Protocol

    from shapely.geometry.base import BaseGeometry

    from assetmap.roles import By

    class _Places(Protocol):
        def exact_place(self, asset_id: str) -> BaseGeometry | None: ...


AUDIENCES = ("public", "partners", "workshop")
"""From the widest circle to the smallest: who may see `workshop` may see the others."""
SHOWN = frozenset({"published", "paused"})
"""What a map or page shows; drafts, closed and withdrawn assets are for stewards."""

MARKS = ("", N_("For partners only"), N_("For the people who make this map only"))
"""What is said on what is not for everybody, in the order of `AUDIENCES`."""

EVERYBODY, PARTNERS, WORKSHOP, STEWARDS = "public", "partners", "workshop", "stewards"
"""The circles of `TABLE`; each sees what the ones before it see."""
_CIRCLES = (EVERYBODY, PARTNERS, WORKSHOP, STEWARDS)


class Row(NamedTuple):
    """Fields, the widest circle that sees them at each precision, and why."""

    fields: tuple[str, ...]
    exact: str
    street: str
    neighbourhood: str
    not_shown: str
    why: str


# fmt: off
TABLE = (
    Row(("id", "short", "name", "kind", "needs", "own_words", "description", "organisation"),
        EVERYBODY, EVERYBODY, EVERYBODY, EVERYBODY,
        "what it is; residents' words are never cut: `betrays` tells who writes them what they would give away"),
    Row(("said_in",),
        EVERYBODY, EVERYBODY, EVERYBODY, EVERYBODY,
        "the same texts in further languages: of each field for those alone who see the field itself (`_without`)"),
    Row(("schedules", "hours_text", "paused_until", "takes_new", "capacity"),
        EVERYBODY, EVERYBODY, EVERYBODY, EVERYBODY, "when it is on, and whether there is room"),
    Row(("phone", "email", "website"),
        EVERYBODY, EVERYBODY, EVERYBODY, EVERYBODY,
        "the way to ask where it is; `betrays` names a landline or a website that may tell it by itself"),
    Row(("cost", "free", "booking", "referral_needed", "no_id_needed", "gets_in_touch", "min_age", "max_age",
         "only_for", "languages", "offered", "step_free", "accessible_toilet", "hearing_loop", "bsl", "quiet_space"),
        EVERYBODY, EVERYBODY, EVERYBODY, EVERYBODY, "whether it is for me, and whether I get in"),
    Row(("led_by", "leaders_from", "run_by"),
        EVERYBODY, EVERYBODY, EVERYBODY, EVERYBODY, "who leads it, in general words"),
    Row(("checked_on", "how_checked", "source", "source_licence"),
        EVERYBODY, EVERYBODY, EVERYBODY, EVERYBODY, "how far to trust it; licences ask for their source"),
    Row(("audience", "precision", "status"),
        EVERYBODY, EVERYBODY, EVERYBODY, EVERYBODY, "who may see it, said on it"),
    Row(("where",),
        EVERYBODY, EVERYBODY, EVERYBODY, STEWARDS,
        "the shown place alone: it is blurred before it is stored, and the true one lies apart (`true_place`)"),
    Row(("address", "postcode", "transport"),
        EVERYBODY, STEWARDS, STEWARDS, STEWARDS, "the door, and the way to it"),
    Row(("contact_name",),
        EVERYBODY, PARTNERS, PARTNERS, PARTNERS,
        "a name and a street or neighbourhood are an entry in a directory; partners need whom to ask for"),
    Row(("source_id", "source_version", "repairs"),
        EVERYBODY, STEWARDS, STEWARDS, STEWARDS,
        "a publisher's number (a UPRN is one front door) and a mend of an outline tell where it is"),
    Row(("lived_experience", "depends_on", "funding_ends", "venue_security"),
        PARTNERS, PARTNERS, PARTNERS, PARTNERS,
        "how an asset is held up, and who has been through it: for those who can help to hold it"),
    Row(("checked_by", "consent", "consent_on"),
        STEWARDS, STEWARDS, STEWARDS, STEWARDS, "who rang, and the words of a consent, stay with who keeps them"),
)
# fmt: on


def _hidden_from(circle: str) -> dict[str, dict[str, Any]]:
    """Work out precision → the fields that a circle does not see, each with its empty value."""
    at = _CIRCLES.index(circle)
    seen: dict[str, Row] = {name: row for row in TABLE for name in row.fields}
    return {
        precision: {
            spec.name: _empty(spec)
            for spec in dataclasses.fields(Asset)
            if spec.name not in seen or _CIRCLES.index(getattr(seen[spec.name], precision)) > at
        }
        for precision in ("exact", "street", "neighbourhood", "not_shown")
    }


def _empty(spec: dataclasses.Field[Any]) -> Any:
    return None if spec.default is dataclasses.MISSING else spec.default


_HIDDEN = {circle: _hidden_from(circle) for circle in _CIRCLES}


def disclosed(
    assets: Iterable[Asset], *, audience: str = "public", statuses: Collection[str] = SHOWN, role: str = VISITOR
) -> list[Asset]:
    """
    Give only what somebody may see, field by field.

    Parameters
    ----------
    assets
        As the store holds them: `where` is already the blurred place (see `blurred`).
    audience
        `public`, `partners` or `workshop`: sees what is meant for it and for wider circles.
    statuses
        Which statuses pass; a withdrawn asset never does.
    role
        `steward` sees every field, whatever the audience. A contributor sees what a visitor sees.

    Returns
    -------
    shown
        Copies without the fields that may not be seen, in the order given. What says that it is shown in its
        street or neighbourhood, and has no place there, says that it is not shown.

    Raises
    ------
    AssetError
        There is no such audience or role.
    """
    circle, may_see = _circle(audience, role)
    hidden = _HIDDEN[circle]
    return [
        _without(asset, hidden[asset.precision], is_steward=circle == STEWARDS)
        for asset in assets
        if asset.status in statuses and asset.status != "withdrawn" and _meant_for(asset) in may_see
    ]


def told(record: Mapping[str, object], now: Asset | None, *, audience: str = "public", role: str = VISITOR) -> set[str]:
    """
    Say which fields of a record of the history may be told.

    Parameters
    ----------
    record
        An asset's fields after a change (`store.base.Change.record`).
    now
        The asset as the store holds it now.

    Returns
    -------
    fields
        For a steward all of them, unless it was withdrawn since. For everybody else only those that say now what they
        said then, and that may be seen: what was taken out, blurred or narrowed since is not told by its past.
    """
    circle, _ = _circle(audience, role)
    if now is None or now.status == "withdrawn":
        return set()
    if circle == STEWARDS:
        return set(record)
    [*shown] = disclosed([now], audience=audience, role=role)
    said = shown[0].to_record() if shown else {}
    return {name for name, value in record.items() if name in said and said[name] == value}


def true_place(store: _Places, asset: Asset, *, by: By) -> BaseGeometry | None:
    """
    Open the true place (EPSG:4326) of an asset that is blurred, for who looks after the map; None where it has none.

    The one function by which a screen learns it. Who holds a receipt opens their own by it
    (`contributions.place_by_receipt`), and what writes an asset keeps it; `tests/test_exits.py` lists them all.

    Raises
    ------
    PermissionDeniedError
        Somebody else asks.
    """
    need_steward(by, "see where this is exactly")
    return store.exact_place(asset.id)


def marked_for(assets: Iterable[Asset], *, audience: str = "public") -> str:
    """
    Name the smallest circle that may see what holds some assets, to be said on it; "" where that is everybody.

    `audience` is the one that they were disclosed to: a public asset too tells partners more.
    """
    smallest = max((AUDIENCES.index(_meant_for(asset)) for asset in assets), default=0)
    return MARKS[max(smallest, AUDIENCES.index(audience))]


def _circle(audience: str, role: str) -> tuple[str, tuple[str, ...]]:
    if audience not in AUDIENCES:
        raise AssetError(f"[audience] choose one of {', '.join(AUDIENCES)}.")
    if role not in ROLES:
        raise AssetError(f"[role] choose one of {', '.join(ROLES)}.")
    if role == STEWARD:
        return STEWARDS, AUDIENCES
    return audience, AUDIENCES[: AUDIENCES.index(audience) + 1]


def needs_consent(asset: Asset) -> bool:
    """Say whether an asset is a person who has not said yes to being on the public map, as far as is known here."""
    return asset.audience == "public" and not asset.consent.strip() and vocabulary().kinds[asset.kind].private


def shown_as(asset: Asset) -> str:
    """Give the precision that an asset is shown with: people are never exact points on a public map."""
    if asset.precision == "exact" and asset.audience == "public" and vocabulary().kinds[asset.kind].private:
        return "neighbourhood"
    return asset.precision


def _meant_for(asset: Asset) -> str:
    return "workshop" if needs_consent(asset) else asset.audience


def _without(asset: Asset, hidden: Mapping[str, Any], *, is_steward: bool) -> Asset:
    gone = {name: empty for name, empty in hidden.items() if getattr(asset, name) != empty}
    if asset.said_in:  # what says a hidden field in another language is hidden with it
        gone |= {
            f"{name}:{tag}": "" for tag, texts in asset.said_in.items() for name in texts if name in hidden
        }  # fmt: skip
    if asset.where is None and asset.precision in {"street", "neighbourhood"} and not is_steward:
        gone["precision"] = "not_shown"
    return asset.changed(**gone) if gone else asset
