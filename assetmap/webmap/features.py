"""Assets as the browser needs them: only what is shown, each symbol drawn once."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import shapely

from assetmap.assets import schedule_text
from assetmap.assets.crediting import source_words
from assetmap.cartography.symbols import symbol_svg
from assetmap.disclosure import marked_for
from assetmap.freshness import checked_text, day_text, is_overdue
from assetmap.vocabulary import NOT_KNOWN, vocabulary
from assetmap.webmap.safe import straight
from assetmap.wording import N_, capital, in_turn, spoken
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from assetmap.assets import Asset

Line = tuple[str, str]
"""A label in English (may be empty; `label_words` says it) and a text in the language spoken."""

OWN_WORDS = "In residents’ own words"
"""The label of the one text that is shown letter for letter."""
# translators: what stands before a colon and a fact about a place: “Phone: 01632 960 114”
_LABELS = (
    N_("In residents’ own words"), N_("Helps with"), N_("When"), N_("Now"), N_("Where"), N_("Getting there"),
    N_("Run by"), N_("Ask for"), N_("Phone"), N_("Email"), N_("Website"), N_("Cost"), N_("Who for"), N_("Getting in"),
    N_("Languages"), N_("Offered"), N_("Source"),
)  # fmt: skip
_ACCESS = (
    ("step_free", N_("step-free entrance"), N_("no step-free entrance")),
    ("accessible_toilet", N_("accessible toilet"), N_("no accessible toilet")),
    ("hearing_loop", N_("hearing loop"), N_("no hearing loop")),
    ("bsl", N_("British Sign Language"), N_("no British Sign Language")),
    ("quiet_space", N_("quiet space"), N_("no quiet space")),
)
_ROUGHLY = {
    "street": N_("Shown on its street only; ask when you get in touch."),
    "neighbourhood": N_("Shown in its neighbourhood only; ask when you get in touch."),
    "not_shown": N_("Its place is not shown; ask when you get in touch."),
}
_TAKES_NEW = {"waiting_list": N_("there is a waiting list"), "full": N_("full at the moment")}
_DRAWN_DIGITS = 5
_SYMBOL_PX = 64


def features(
    assets: Iterable[Asset],
    *,
    on: date,
    review_weeks: Mapping[str, int] | None = None,
    cards: bool = True,
    drawn_as: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """
    Write assets as JSON values.

    Parameters
    ----------
    assets
        The output of `disclosure.disclosed`.
    on
        The day on which it is asked whether a check is overdue.
    cards
        Whether everything that is shown of each goes along, as `card`.
    drawn_as
        Short code → an SVG drawing of our own in place of the symbol of its kind: a workshop's stickers.

    Returns
    -------
    features
        `symbols`: key → SVG drawing; `assets`: id (the short code), name, group, needs, symbol (key), note (one
        line), card (label, text), and for what has a place `at` (lon, lat of a point on it) and for lines and areas
        `lines` (lists of points) and `dimension` (1 or 2). Texts are as typed: whoever writes them into a page makes
        them safe.
    """
    symbols: dict[str, str] = {}
    rows = []
    for asset in assets:
        overdue = is_overdue(asset, on=on, review_weeks=review_weeks)
        drawing = (drawn_as or {}).get(asset.short) or symbol_svg(
            asset.kind, size_px=_SYMBOL_PX, status=asset.status, overdue=overdue
        )
        key = _key(drawing)
        symbols[key] = drawing
        row: dict[str, Any] = {
            "id": asset.short,
            "name": straight(asset.name),
            "group": vocabulary().kinds[asset.kind].group,
            "needs": list(asset.needs),
            "symbol": key,
            "note": straight(" · ".join(x for x in (_called(asset), note(asset, on=on)) if x)),
        }
        if cards:
            row["card"] = [
                (label, text if label == OWN_WORDS else straight(text))
                for label, text in card_lines(asset, on=on, review_weeks=review_weeks)
            ]
        rows.append(row | _place(asset))
    return {"symbols": symbols, "assets": rows}


def _called(asset: Asset) -> str:
    """Name it in the language spoken, to stand beside the name on its door; "" where nobody has."""
    name, language = asset.text("name", spoken()) if asset.said_in else ("", "")
    return name if language else ""


@lru_cache(maxsize=256)
def _key(drawing: str) -> str:
    """Name a drawing, the same for every place and day."""
    return hashlib.blake2s(drawing.encode(), digest_size=5).hexdigest()


def note(asset: Asset, *, on: date | None = None) -> str:
    """Say in one line what an asset is and when; with a day, what is on then or later."""
    kind, marked = capital(vocabulary().said(asset.kind)), marked_for([asset])
    parts = [_(marked) if marked else "", kind, schedule_text(asset.schedules, asset.hours_text, on)]
    if asset.status == "paused" and not (on and asset.paused_until and asset.paused_until <= on):
        parts.append(_("paused"))
    if asset.where is None:
        parts.append(_("no place on the map"))
    return " · ".join(x for x in parts if x)


def card_lines(asset: Asset, *, on: date, review_weeks: Mapping[str, int] | None = None) -> list[Line]:
    """Say everything that is shown of an asset, in the order a person asks it; empty answers are left out."""
    words = vocabulary()
    lines: list[Line] = [
        (OWN_WORDS, asset.own_words),
        ("", asset.description),
        ("Helps with", in_turn([words.said(x) for x in asset.needs])),
        ("When", schedule_text(asset.schedules, asset.hours_text, on)),
        ("Now", _paused(asset, on)),
        ("Where", ", ".join(x for x in (asset.address, asset.postcode) if x)),
        ("", _(_ROUGHLY[asset.precision]) if asset.precision in _ROUGHLY else ""),
        ("Getting there", asset.transport),
        ("Run by", asset.organisation),
        ("Ask for", asset.contact_name),
        ("Phone", asset.phone),
        ("Email", asset.email),
        ("Website", asset.website),
        ("Cost", asset.cost or (_("free") if asset.free == "yes" else "")),
        ("Who for", _who(asset)),
        ("Getting in", in_turn(_access(asset))),
        ("Languages", in_turn(asset.languages)),
        ("Offered", in_turn([words.said_answer("offered", x) for x in asset.offered if x != "in_person"])),
        ("", checked_text(asset, on=on, review_weeks=review_weeks)),
        ("Source", ", ".join(x for x in (source_words(asset), asset.source_licence) if x)),
    ]
    return [(label, text) for label, text in lines if text.strip()]


def label_words(label: str) -> str:
    """Say a label of `card_lines` in the language spoken."""
    return _(label) if label else ""


def _paused(asset: Asset, on: date) -> str:
    if asset.status != "paused":
        return ""
    until = asset.paused_until
    if until is None:
        return _("Paused for now.")
    if until > on:
        return _("Paused until {day}.", day=day_text(until))
    return _("It was paused until {day}.", day=day_text(until))


def _who(asset: Asset) -> str:
    return in_turn([x for x in (asset.only_for, _ages(asset)) if x])


def _ages(asset: Asset) -> str:
    low, high = asset.min_age, asset.max_age
    if low is not None and high is not None:
        return _("ages {low} to {high}", low=low, high=high)
    if low is not None:
        return _("from age {low}", low=low)
    return "" if high is None else _("up to age {high}", high=high)


def _access(asset: Asset) -> list[str]:
    said = []
    for name, there, not_there in _ACCESS:
        answer = getattr(asset, name)
        if answer == "partly":
            # translators: {what} as “step-free entrance” or “quiet space”
            said.append(_("partly: {what}", what=_(there)))
        elif answer != NOT_KNOWN:
            said.append(_(there) if answer == "yes" else _(not_there))
    if asset.booking == "yes":
        said.append(_("book first"))
    if asset.referral_needed == "yes":
        said.append(_("a referral is needed"))
    if asset.no_id_needed == "yes":
        said.append(_("no ID, registration or insurance needed"))
    if asset.gets_in_touch == "yes":
        said.append(_("they get in touch with people themselves"))
    if asset.takes_new in _TAKES_NEW:
        said.append(_(_TAKES_NEW[asset.takes_new]))
    return said


def _place(asset: Asset) -> dict[str, Any]:
    if asset.where is None:
        return {}
    point = asset.where if isinstance(asset.where, shapely.Point) else asset.where.representative_point()
    out: dict[str, Any] = {"at": [round(point.x, _DRAWN_DIGITS + 1), round(point.y, _DRAWN_DIGITS + 1)]}
    dimension = int(shapely.get_dimensions(asset.where))
    if dimension == 0:
        return out
    drawn = shapely.simplify(asset.where, 2e-5)  # two metres, for drawing alone: nothing is measured on it
    boundary = drawn.boundary if dimension == 2 else drawn
    lines = [
        [[round(x, _DRAWN_DIGITS), round(y, _DRAWN_DIGITS)] for x, y in shapely.get_coordinates(part).tolist()]
        for part in shapely.get_parts([boundary])
    ]
    return out | {"lines": lines, "dimension": dimension}
