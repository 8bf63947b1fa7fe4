"""The form as plain values: an asset into what stands in the fields, and the fields into an asset. No screen here."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assetmap.assets import Asset
from assetmap.errors import AssetMapError
from assetmap.screens.form.times import read_rows, rows_of
from assetmap.vocabulary import NOT_KNOWN, vocabulary
from assetmap.wording import N_, joined, ngettext, number_text
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from shapely.geometry.base import BaseGeometry

Values = dict[str, Any]
"""What stands in the fields, by field name: as typed, nothing lost."""

TEXTS = (
    "name", "own_words", "hours_text", "description", "organisation", "contact_name", "phone", "email", "website",
    "address", "postcode", "cost", "only_for", "transport", "languages",
)  # fmt: skip
ANSWERS = {
    "led_by": "led_by", "leaders_from": "leaders_from", "run_by": "run_by", "venue_security": "venue_security",
    "takes_new": "takes_new", "lived_experience": "yes_no", "free": "yes_no", "booking": "yes_no",
    "referral_needed": "yes_no", "no_id_needed": "yes_no", "step_free": "yes_no", "accessible_toilet": "yes_no",
    "hearing_loop": "yes_no", "bsl": "yes_no", "quiet_space": "yes_no", "gets_in_touch": "yes_no",
}  # fmt: skip
"""Fields that are one answer of a closed set, and the set; "not known" is where they begin."""
IN_LANGUAGES = ("name", "own_words", "description")
"""What is asked in other languages too; of an asset that says more in one, that stays."""
NUMBERS = ("min_age", "max_age", "depends_on")
LONGEST = {"name": 160, "own_words": 4000, "description": 4000, "hours_text": 160}
"""How many letters a text may have; any other `LONGEST_OTHER`."""
LONGEST_OTHER = 300
_SAID_SO = "They said yes to being on the map."

NEEDED = {
    "name": N_("It needs a name: what do people call it?"),
    "kind": N_("Tap what it is."),
    "agreed": N_("Ask this person first. When they say yes, tick it here."),
    "where": N_(
        "Say where it is: tap the map, or type its postcode or street. "
        "A phone line or an app has no place: choose “No place” then."
    ),
}


_WHICH = {
    2: N_("Tap one of these two, too."), 3: N_("Tap one of these three, too."), 4: N_("Tap one of these four, too."),
}  # fmt: skip
_FORMS: dict[str, tuple[Callable[[str], object], str]] = {
    "email": (re.compile(r"[^@\s]+@[^@\s]+").fullmatch, N_("An email address looks like name@example.org.")),
    "phone": (re.compile(r"(\D*\d){3}").match, N_("A telephone number needs digits.")),
    "website": (re.compile(r"\S+\.\S+").fullmatch, N_("A website looks like www.example.org.")),
}


@dataclass(frozen=True)
class Read:
    """What a form says: an asset, or for each field that is wrong a sentence that helps."""

    asset: Asset | None
    problems: dict[str, str]


def empty() -> Values:
    """Return the values of an empty form."""
    values: Values = dict.fromkeys(TEXTS, "") | dict.fromkeys(ANSWERS, NOT_KNOWN) | dict.fromkeys(NUMBERS)
    return values | {
        "group": None, "kind": None, "needs": [], "offered": [], "funding_ends": None, "agreed": False,
        "said_in": (), "said_in_wrong": False,
        "rows": 1, "kept": (), "keep": True, "audience": "public", "precision": None, "how_checked": "resident",
    }  # fmt: skip


def values_of(asset: Asset) -> Values:
    """Return the values of a form that shows `asset`."""
    values = empty()
    values |= {name: getattr(asset, name) for name in (*TEXTS, *ANSWERS, *NUMBERS) if name != "languages"}
    rows, words, kept = rows_of(asset.schedules)
    for at, row in enumerate(rows):
        values |= {f"{name}_{at}": value for name, value in row.items()}
    values |= {f"{name}:{tag}": texts.get(name, "") for tag, texts in asset.said_in.items() for name in IN_LANGUAGES}
    return values | {
        "said_in": tuple(asset.said_in),
        "languages": ", ".join(asset.languages),
        "group": vocabulary().kinds[asset.kind].group,
        "kind": asset.kind,
        "needs": list(asset.needs),
        "offered": list(asset.offered),
        "funding_ends": asset.funding_ends,
        "agreed": bool(asset.consent),
        "rows": max(1, len(rows)),
        "kept": kept,
        "hours_text": words if asset.schedules else asset.hours_text,
        "audience": asset.audience,
        "precision": asset.precision,
        "how_checked": asset.how_checked or "resident",
    }


def too_long(values: Mapping[str, Any], *, base: Asset | None = None) -> dict[str, str]:
    """Say of each text that is too long by how much: nothing is cut off, and what stood there before may stay."""
    said = {}
    for name in (*TEXTS, *_further(values)):
        text, most = str(values.get(name) or ""), LONGEST.get(name.partition(":")[0], LONGEST_OTHER)
        if len(text) > most and (base is None or text != values_of(base).get(name)):
            over = len(text) - most
            said[name] = ngettext(
                "Too long by {number} letter. All of it is still here: please make it shorter.",
                "Too long by {number} letters. All of it is still here: please make it shorter.",
                over,
                number=number_text(over),
            )
    return said


# translators: what is wrong in a form; stands in “Please look again at {what}, above.”
_SHORTLY = {
    "where": N_("where it is"), "name": N_("its name"), "kind": N_("what it is"), "own_words": N_("your own words"),
    "agreed": N_("whether the person agreed"), "email": N_("the email address"), "phone": N_("the telephone number"),
    "website": N_("the website"), "max_age": N_("the ages"),
}  # fmt: skip


def still_to_do(problems: Mapping[str, str]) -> str:
    """Say in one sentence, beside the button, what keeps a form from being saved."""
    parts = [_(words) for name, words in _SHORTLY.items() if name in problems]
    parts += [_("the times")] * any(name.startswith("row_") for name in problems)
    if any(name in TEXTS or ":" in name for name in problems.keys() - {*_SHORTLY}):
        parts.append(_("what is too long"))
    if not parts:
        return ""
    return _("Not saved yet. Please look again at {what}, above.", what=joined(parts))


def is_begun(values: Mapping[str, Any]) -> bool:
    """Say whether anything was put into an empty form."""
    return any(values.get(name) not in (value, "") for name, value in empty().items() if name != "precision")


def kind_of(values: Mapping[str, Any]) -> str | None:
    """Return the kind that was chosen; a group of one kind has chosen it."""
    group, kind = values.get("group"), values.get("kind")
    kinds = kinds_of(group) if group else []
    if len(kinds) == 1:
        return kinds[0]
    return kind if kind in kinds else None


def kinds_of(group: str) -> list[str]:
    """List the kinds of one of the ten groups."""
    return [key for key, kind in vocabulary().kinds.items() if kind.group == group]


def _which(group: str | None) -> str:
    many = len(kinds_of(group)) if group else 0
    return _(_WHICH.get(many, N_("Tap one of these, too."))) if many else _(NEEDED["kind"])


def precisions(kind: str | None, audience: str) -> list[str]:
    """List how exactly a place may be shown: people are never an exact place for everybody."""
    choices = ["exact", "street", "neighbourhood", "not_shown"]
    private = kind is not None and vocabulary().kinds[kind].private
    return choices[2:] if private and audience == "public" else choices


def precision_of(values: Mapping[str, Any]) -> str:
    """Return how exactly the place will be shown: as chosen, where that may be."""
    choices = precisions(kind_of(values), values.get("audience") or "public")
    return values["precision"] if values.get("precision") in choices else choices[0]


def read(
    values: Mapping[str, Any],
    *,
    where: BaseGeometry | None,
    placed: bool,
    base: Asset | None = None,
    asset_id: str = "",
    heard_on: date | None = None,
) -> Read:
    """
    Read a form.

    Parameters
    ----------
    where
        Its place (EPSG:4326), or None.
    placed
        Whether the question where it is has been answered: with a place, or with its having none.
    base
        The asset that is changed; what the form does not ask stays. None for a new one, which gets `asset_id`.
    heard_on
        The day on which the form was filled in by who knows: it counts as a check. None leaves the check alone.
    """
    problems: dict[str, str] = {} if placed else {"where": _(NEEDED["where"])}
    fields = _fields(values, base=base, problems=problems)
    kind = kind_of(values)
    if kind is None:
        problems["kind"] = _which(values.get("group"))
    elif vocabulary().kinds[kind].private and not fields["consent"]:
        problems["agreed"] = _(NEEDED["agreed"])
    if not fields["name"]:
        problems["name"] = _(NEEDED["name"])
    problems |= too_long(values, base=base)
    if heard_on is not None:
        fields |= {"checked_on": heard_on, "how_checked": values.get("how_checked") or "resident"}
    agreed_before = base is not None and bool(base.consent)
    fields["consent_on"] = (base.consent_on if base and agreed_before else heard_on) if fields["consent"] else None
    if problems or kind is None:
        return Read(None, problems)
    try:
        if base is None:
            begun: dict[str, Any] = {"id": asset_id} if asset_id else {}
            asset = Asset(kind=kind, where=where, **begun, **fields)
        else:
            asset = dataclasses.replace(base, kind=kind, where=where, **fields)
        return Read(asset.changed(**_further(values)), {})
    except AssetMapError as error:
        return Read(None, {"form": str(error)})


def _further(values: Mapping[str, Any]) -> dict[str, str]:
    """Return what was said in other languages, by the names that `Asset.changed` takes: `name:pl` → text."""
    names = [f"{name}:{tag}" for tag in values.get("said_in") or () for name in IN_LANGUAGES]
    texts = {name: str(values.get(name) or "") for name in names}
    return {name: text if name.startswith("own_words:") else text.strip() for name, text in texts.items()}


def _fields(values: Mapping[str, Any], *, base: Asset | None, problems: dict[str, str]) -> dict[str, Any]:
    # Own words are kept letter for letter; of what is looked up or rung, spaces around it are no part.
    fields: dict[str, Any] = {name: str(values.get(name) or "").strip() for name in TEXTS}
    own = str(values.get("own_words") or "")
    fields["own_words"] = own if own.strip() else ""
    fields |= {name: values.get(name) or NOT_KNOWN for name in ANSWERS}
    fields |= {name: values.get(name) for name in (*NUMBERS, "funding_ends")}
    fields["languages"] = tuple(dict.fromkeys(x.strip() for x in re.split(r"[,;\n]", fields["languages"]) if x.strip()))
    fields |= {name: tuple(values.get(name) or ()) for name in ("needs", "offered")}
    fields |= {"audience": values.get("audience") or "public", "precision": precision_of(values)}
    before = base.consent if base is not None else ""
    fields["consent"] = (before or _SAID_SO) if values.get("agreed") else ""
    fields |= _when(values, base=base, words=fields.pop("hours_text"), problems=problems)
    problems |= {
        name: _(said) for name, (is_right, said) in _FORMS.items() if fields[name] and not is_right(fields[name])
    }
    youngest, oldest = fields["min_age"], fields["max_age"]
    if youngest is not None and oldest is not None and youngest > oldest:
        problems["max_age"] = _("The youngest age is above the oldest: change one of the two.")
    return fields


def _when(values: Mapping[str, Any], *, base: Asset | None, words: str, problems: dict[str, str]) -> dict[str, Any]:
    rows, wrong = read_rows(values)
    problems |= wrong
    kept = tuple(values.get("kept") or ()) if values.get("keep", True) else ()
    if not rows and not kept:
        return {"schedules": (), "hours_text": words}
    if rows:  # the words are said with the times: “Tuesdays, 12:00 to 14:00 (not in August)”
        rows[0] = dataclasses.replace(rows[0], note=words)
        return {"schedules": (*rows, *kept), "hours_text": base.hours_text if base and base.schedules else ""}
    if words:
        kept = (*kept[:-1], dataclasses.replace(kept[-1], note="; ".join(x for x in (kept[-1].note, words) if x)))
    return {"schedules": kept, "hours_text": base.hours_text if base and base.schedules else ""}
