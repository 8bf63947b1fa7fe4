"""What happened and what will happen, in plain words; nothing here is markup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetmap.assets import named
from assetmap.contributions.story import DONE, who
from assetmap.contributions.undoing import ASKED
from assetmap.disclosure import betrays
from assetmap.freshness import day_text, is_overdue
from assetmap.importing import list_of
from assetmap.screens.form.telling import PLACE_WORDS, street_hides_it
from assetmap.screens.form.words import HOW_KNOWN, LABELS
from assetmap.vocabulary import NOT_KNOWN, label_of, vocabulary
from assetmap.wording import capital

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

    from assetmap.assets import Asset
    from assetmap.store.base import Change, Summary

__all__ = [
    "REASONS", "came", "done", "is_shown_words", "kept", "not_shown_words", "to_notice", "together", "when", "who",
    "why_not", "will_show",
]  # fmt: skip

REASONS = ("It is on the map already", "It is not for this map", "Not enough is said to find it")
"""Why a draft is not shown; none of them says anything about who left it."""
_AUDIENCE = {
    "public": "Everybody will see it.",
    "partners": "Only organisations we work with will see it: it stays off the public map.",
    "workshop": "Only the people who make this map will see it: it stays off the public map.",
}
_NOBODY_TO_RING = frozenset({
    "green_place", "water_place", "hill_or_view", "walk_or_route", "play_or_sport_place", "story_or_special_place",
})  # fmt: skip


def when(then: datetime, *, now: datetime) -> str:
    """Say when: “today at 14:05”, “yesterday at 9:30”, “3 Nov 2026”; `now` has the zone it is said in."""
    then = then.astimezone(now.tzinfo)
    days = (now.date() - then.date()).days
    clock = f"{then.hour}:{then.minute:02d}"
    return {0: f"today at {clock}", 1: f"yesterday at {clock}"}.get(days, day_text(then.date()))


def came(history: Sequence[Change], asset: Asset, *, now: datetime) -> str:
    """Say who added a draft and when, and who changed it last."""
    first, last = history[0], history[-1]
    listed = list_of(first.why)
    # What a steward heard from a resident is not the steward's own knowledge: it was only written down by them.
    verb = "Written down" if first.by.partition(":")[0] == "steward" and asset.how_checked == "resident" else "Added"
    said = f"{verb} by {who(first.by)}, {when(first.on, now=now)}"
    said += f", from {listed}." if listed else f", from {asset.source}." if asset.source_id and asset.source else "."
    if last is not first:
        said += f" {DONE.get(last.what, last.what).capitalize()} by {who(last.by)}, {when(last.on, now=now)}."
    return said


def will_show(asset: Asset, exact: BaseGeometry | None, *, streets: GeoDataFrame | None) -> list[str]:
    """Say who will see an asset, and how exactly its place will be shown."""
    lines = [_AUDIENCE[asset.audience]]
    if asset.where is None and exact is None:
        lines.append("It has no place on the map: it stands in the list.")
    elif asset.precision == "street" and not street_hides_it(exact, streets=streets):
        lines.append(PLACE_WORDS["neighbourhood" if asset.where is not None else "not_shown"])
    elif asset.precision == "neighbourhood" and asset.where is None:
        lines.append(PLACE_WORDS["not_shown"])  # outside every neighbourhood: what cannot be blurred is hidden
    else:
        lines.append(PLACE_WORDS[asset.precision])
    return lines


def to_notice(
    asset: Asset,
    exact: BaseGeometry | None,
    *,
    on: date,
    review_weeks: Mapping[str, int] | None = None,
    was_shown: bool = False,
) -> list[str]:
    """
    Say what is worth a look before an asset is shown; nothing of it forbids it.

    Parameters
    ----------
    exact
        Its true place where that is kept apart.
    was_shown
        Somebody changed what was shown, and this is the change.
    """
    lines = []
    if was_shown:
        lines.append(
            "It was on the map until it was changed. If you do not show the change, it shows as it was before."
        )
    if vocabulary().kinds[asset.kind].private and asset.audience == "public":
        agreed = "They said yes to being on the map." if asset.consent else "Did they say yes to being on the map?"
        lines.append(f"This is about a person. {agreed}")
    lines += betrays(asset)
    if asset.where is None and exact is None and asset.kind != "online_or_phone_help":
        lines.append("It has no place on the map.")
    if not (asset.phone or asset.email or asset.website) and asset.kind not in _NOBODY_TO_RING:
        lines.append("There is no telephone number, email or website: nobody can ask there.")
    if asset.phone and is_overdue(asset, on=on, review_weeks=review_weeks):
        # A card says “ring before you go” to who goes there; whoever looks after the map may ring now.
        ring = "you could ring them before you show it."
        lines.append(capital(ring) if asset.checked_on else f"Not checked yet: {ring}")
    return lines


def kept(asset: Asset) -> list[tuple[str, str]]:
    """Say what a card leaves out: how an asset is held up, what was agreed to, what was mended when it came in."""
    answers = [
        (LABELS[name].rstrip("?"), label_of(getattr(asset, name)))
        for name in ("led_by", "leaders_from", "run_by", "venue_security")
        if getattr(asset, name) != NOT_KNOWN
    ]
    agreed_on = day_text(asset.consent_on) if asset.consent_on else ""
    people = "one person" if asset.depends_on == 1 else f"{asset.depends_on} people"
    lines = [
        *answers,
        ("How whoever added it knows", "" if asset.checked_on else HOW_KNOWN.get(asset.how_checked, "")),
        ("Depends on", people if asset.depends_on is not None else ""),
        ("Its money ends", day_text(asset.funding_ends) if asset.funding_ends else ""),
        ("Agreed to", " ".join(x for x in (asset.consent, agreed_on) if x)),
        ("Mended when it came in", asset.repairs),
    ]
    return [(label, text) for label, text in lines if text.strip()]


def is_shown_words(asset: Asset) -> str:
    """Say what has happened to what was approved."""
    if asset.audience == "public":
        return f"{named(asset)} is shown now."
    return f"{named(asset)} is approved. It stays off the public map."


def not_shown_words(asset: Asset, *, was_shown: bool) -> str:
    """Say what has happened to what was not approved; `was_shown`: it was a change of what is on the map."""
    if was_shown:
        return f"The change is not shown: {named(asset)} is as it was before."
    return f"{named(asset)} will not be shown."


def together(row: Summary) -> str:
    """Say that a draft came with others of one list; "" where it did not."""
    listed, others = list_of(row.why), row.drafts - 1
    if not listed or others < 1:
        return ""
    return f"This one and {'one other' if others == 1 else f'{others:,} others'} came together, from {listed}."


def done(row: Summary, *, is_shown_too: bool = False) -> str:
    """Say what a change did: “500 added from groups.csv”, “Quay Park: changed and shown”."""
    many = sum(row.counts.values())
    listed = list_of(row.why)
    if {"joined", "merged"} == set(row.counts) and many == 2:  # the one that stays and the other
        said = f"Two that were the same made one: {row.name}" if row.name else "Two that were the same made one"
    elif many == 1:
        [what] = row.counts
        shown = " and shown" if is_shown_too else ""
        said = f"{row.name or 'Something that was taken away'}: {DONE.get(what, what)}{shown}"
    else:
        said = ", ".join(f"{count:,} {_of(what, count)}" for what, count in row.counts.items())
        if row.name and not listed:
            said += f": {row.name} and {many - 1:,} more"
    said += f" from {listed}" if listed else ""
    reason = row.why if "rejected" in row.counts and row.why in REASONS else ""
    return f"{said} ({reason[:1].lower()}{reason[1:]})" if reason else said


def _of(what: str, count: int) -> str:
    return "put back as they were" if what == "undone" and count > 1 else DONE.get(what, what)


def why_not(row: Summary) -> str:
    """Say in a sentence why a change cannot be undone; "" where it can."""
    many = sum(row.counts.values())
    if row.undone == many:
        return "Undone."
    if ASKED & set(row.counts):
        return "Somebody asked for this. It is not undone."
    if row.latest < many:
        return "Changed again since: undo the newer change first."
    return ""
