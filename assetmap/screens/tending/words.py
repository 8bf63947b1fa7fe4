"""What happened and what will happen, in plain words; nothing here is markup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetmap.assets import named
from assetmap.contributions.fieldwise import field_words
from assetmap.contributions.reasons import NOT_SHOWN, reason_words
from assetmap.contributions.story import who
from assetmap.contributions.undoing import ASKED
from assetmap.disclosure import betrays
from assetmap.freshness import day_text, is_overdue
from assetmap.importing import list_of
from assetmap.screens.form.telling import PLACE_WORDS, street_hides_it
from assetmap.screens.form.words import HOW_KNOWN
from assetmap.vocabulary import NOT_KNOWN, vocabulary
from assetmap.wording import N_, in_turn, ngettext, number_text
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

    from assetmap.assets import Asset
    from assetmap.store.base import Change, Summary

__all__ = [
    "REASONS", "came", "done", "is_shown_words", "kept", "not_shown_words", "show_all", "to_notice", "together", "when",
    "who", "why_not", "will_show",
]  # fmt: skip

REASONS = NOT_SHOWN
"""Why a draft is not shown; none of them says anything about who left it."""
_AUDIENCE = {
    "public": N_("Everybody will see it."),
    "partners": N_("Only organisations we work with will see it: it stays off the public map."),
    "workshop": N_("Only the people who make this map will see it: it stays off the public map."),
}
# translators: what was done to a draft last; {who} as “a resident (Jo)”, {when} as “today at 14:05”
_LAST = {
    "added": N_("Added by {who}, {when}."),
    "changed": N_("Changed by {who}, {when}."),
    "approved": N_("Shown by {who}, {when}."),
    "rejected": N_("Not shown by {who}, {when}."),
    "withdrawn": N_("Taken away by {who}, {when}."),
    "undone": N_("Put back as it was by {who}, {when}."),
    "checked": N_("Checked by {who}, {when}."),
    "paused": N_("Paused by {who}, {when}."),
    "reopened": N_("Open again by {who}, {when}."),
    "closed": N_("Closed by {who}, {when}."),
    "narrowed": N_("Shown to fewer people by {who}, {when}."),
    "joined": N_("Made one with another by {who}, {when}."),
    "merged": N_("Made one with another by {who}, {when}."),
    "met": N_("Brought in from another copy of the map by {who}, {when}."),
}
# translators: what was done to a thing on the map, in a list of what was done lately; {name} is what it is called
_DONE = {
    "added": N_("{name}: added"),
    "changed": N_("{name}: changed"),
    "approved": N_("{name}: shown"),
    "rejected": N_("{name}: not shown"),
    "withdrawn": N_("{name}: taken away"),
    "undone": N_("{name}: put back as it was"),
    "met": N_("{name}: changed by another copy of the map"),
    "checked": N_("{name}: checked"),
    "paused": N_("{name}: paused"),
    "reopened": N_("{name}: open again"),
    "closed": N_("{name}: closed"),
    "narrowed": N_("{name}: shown to fewer people"),
    "joined": N_("{name}: made one with another"),
    "merged": N_("{name}: made one with another"),
}
_NOBODY_TO_RING = frozenset({
    "green_place", "water_place", "hill_or_view", "walk_or_route", "play_or_sport_place", "story_or_special_place",
})  # fmt: skip


def when(then: datetime, *, now: datetime) -> str:
    """Say when: “today at 14:05”, “yesterday at 9:30”, “3 Nov 2026”; `now` has the zone it is said in."""
    then = then.astimezone(now.tzinfo)
    days, time = (now.date() - then.date()).days, f"{then.hour}:{then.minute:02d}"
    if days == 0:
        return _("today at {time}", time=time)
    return _("yesterday at {time}", time=time) if days == 1 else day_text(then.date())


def came(history: Sequence[Change], asset: Asset, *, now: datetime) -> str:
    """Say who added a draft and when, and who changed it last."""
    first, last = history[0], history[-1]
    listed = list_of(first.why) or (asset.source if asset.source_id else "")
    # What a steward heard from a resident is not the steward's own knowledge: it was only written down by them.
    is_heard = first.by.partition(":")[0] == "steward" and asset.how_checked == "resident"
    people = {"who": who(first.by), "when": when(first.on, now=now)}
    if listed:
        said = (
            _("Written down by {who}, {when}, from {list}.", list=listed, **people)
            if is_heard
            else _("Added by {who}, {when}, from {list}.", list=listed, **people)
        )
    else:
        said = _("Written down by {who}, {when}.", **people) if is_heard else _(_LAST["added"], **people)
    if last is not first:
        said_last = _LAST.get(last.what, N_("Changed in some way by {who}, {when}."))
        said += f" {_(said_last, who=who(last.by), when=when(last.on, now=now))}"
    return said


def will_show(asset: Asset, exact: BaseGeometry | None, *, streets: GeoDataFrame | None) -> list[str]:
    """Say who will see an asset, and how exactly its place will be shown."""
    lines = [_(_AUDIENCE[asset.audience])]
    if asset.where is None and exact is None:
        lines.append(_("It has no place on the map: it stands in the list."))
    elif asset.precision == "street" and not street_hides_it(exact, streets=streets):
        lines.append(_(PLACE_WORDS["neighbourhood" if asset.where is not None else "not_shown"]))
    elif asset.precision == "neighbourhood" and asset.where is None:
        lines.append(_(PLACE_WORDS["not_shown"]))  # outside every neighbourhood: what cannot be blurred is hidden
    else:
        lines.append(_(PLACE_WORDS[asset.precision]))
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
            _("It was on the map until it was changed. If you do not show the change, it shows as it was before.")
        )
    if vocabulary().kinds[asset.kind].private and asset.audience == "public":
        lines.append(
            _("This is about a person. They said yes to being on the map.")
            if asset.consent
            else _("This is about a person. Did they say yes to being on the map?")
        )
    lines += betrays(asset)
    if asset.where is None and exact is None and asset.kind != "online_or_phone_help":
        lines.append(_("It has no place on the map."))
    if not (asset.phone or asset.email or asset.website) and asset.kind not in _NOBODY_TO_RING:
        lines.append(_("There is no telephone number, email or website: nobody can ask there."))
    if asset.phone and is_overdue(asset, on=on, review_weeks=review_weeks):
        # A card says “ring before you go” to who goes there; whoever looks after the map may ring now.
        lines.append(
            _("You could ring them before you show it.")
            if asset.checked_on
            else _("Not checked yet: you could ring them before you show it.")
        )
    return lines


def kept(asset: Asset) -> list[tuple[str, str]]:
    """Say what a card leaves out: how an asset is held up, what was agreed to, what was mended when it came in."""
    answers = [
        (field_words(name), vocabulary().said_answer(name, getattr(asset, name)))
        for name in ("led_by", "leaders_from", "run_by", "venue_security")
        if getattr(asset, name) != NOT_KNOWN
    ]
    agreed_on = day_text(asset.consent_on) if asset.consent_on else ""
    many, how = asset.depends_on, "" if asset.checked_on else HOW_KNOWN.get(asset.how_checked, "")
    # translators: so many people keep it going; it stands below “Depends on”
    people = "" if many is None else ngettext("one person", "{n} people", many)
    lines = [
        *answers,
        (_("How whoever added it knows"), _(how) if how else ""),
        # translators: above “one person” or “3 people”: so many people it depends on
        (_("Depends on"), people),
        (_("Its money ends"), day_text(asset.funding_ends) if asset.funding_ends else ""),
        (_("Agreed to"), " ".join(x for x in (asset.consent, agreed_on) if x)),
        (_("Mended when it came in"), asset.repairs),
    ]
    return [(label, text) for label, text in lines if text.strip()]


def is_shown_words(asset: Asset) -> str:
    """Say what has happened to what was approved."""
    if asset.audience == "public":
        return _("{name} is shown now.", name=named(asset))
    return _("{name} is approved. It stays off the public map.", name=named(asset))


def not_shown_words(asset: Asset, *, was_shown: bool) -> str:
    """Say what has happened to what was not approved; `was_shown`: it was a change of what is on the map."""
    if was_shown:
        return _("The change is not shown: {name} is as it was before.", name=named(asset))
    return _("{name} will not be shown.", name=named(asset))


def together(row: Summary) -> str:
    """Say that a draft came with others of one list; "" where it did not."""
    listed, others = list_of(row.why), row.drafts - 1
    if not listed or others < 1:
        return ""
    return ngettext(
        "This one and one other came together, from {list}.",
        "This one and {n} others came together, from {list}.",
        others,
        n=number_text(others),
        list=listed,
    )


def done(row: Summary, *, is_shown_too: bool = False) -> str:
    """Say what a change did: “500 added from groups.csv”, “Quay Park: changed and shown”."""
    many = sum(row.counts.values())
    listed = list_of(row.why)
    if {"joined", "merged"} == set(row.counts) and many == 2:  # the one that stays and the other
        said = (
            _("Two that were the same made one: {name}", name=row.name)
            if row.name
            else _("Two that were the same made one")
        )
    elif many == 1:
        [what] = row.counts
        name = row.name or _("Something that was taken away")
        said = _("{name}: changed and shown", name=name) if is_shown_too else _(_DONE.get(what, "{name}"), name=name)
    else:
        told = {x: y for x, y in row.counts.items() if x != "joined" or "merged" not in row.counts}  # told once
        said = in_turn([_counted(what, count) for what, count in told.items()])
        if row.name and not listed:
            said = ngettext(
                # translators: {what} as “3 added”
                "{what}: {name} and {n} more", "{what}: {name} and {n} more", many - 1,
                what=said, name=row.name, n=number_text(many - 1),
            )  # fmt: skip
    # translators: {what} as “500 added” or “Quay Park: changed”, {list} is the name of a file
    said = _("{what} from {list}", what=said, list=listed) if listed else said
    reason = reason_words(row.why) if "rejected" in row.counts and row.why in REASONS else ""
    return f"{said} ({reason[:1].lower()}{reason[1:]})" if reason else said


def _counted(what: str, count: int) -> str:
    """Say what was done to so many."""
    n, number = count, number_text(count)
    said = {
        # translators: so many places on the map were added; the same with what follows
        "added": ngettext("{n} added", "{n} added", n, n=number),
        "changed": ngettext("{n} changed", "{n} changed", n, n=number),
        # translators: shown on the map
        "approved": ngettext("{n} shown", "{n} shown", n, n=number),
        "rejected": ngettext("{n} not shown", "{n} not shown", n, n=number),
        "withdrawn": ngettext("{n} taken away", "{n} taken away", n, n=number),
        "undone": ngettext("{n} put back as it was", "{n} put back as they were", n, n=number),
        "checked": ngettext("{n} checked", "{n} checked", n, n=number),
        # translators: so many places on the map were changed by what another copy of the map says of them
        "met": ngettext("{n} changed by another copy", "{n} changed by another copy", n, n=number),
        "paused": ngettext("{n} paused", "{n} paused", n, n=number),
        "reopened": ngettext("{n} open again", "{n} open again", n, n=number),
        "closed": ngettext("{n} closed", "{n} closed", n, n=number),
        "narrowed": ngettext("{n} shown to fewer people", "{n} shown to fewer people", n, n=number),
        "joined": ngettext("{n} made one with another", "{n} made one with another", n, n=number),
        "merged": ngettext("{n} made one with another", "{n} made one with another", n, n=number),
    }
    return said.get(what, number)


def show_all(many: int, *, of: int = 0) -> str:
    """Say what the button does that shows all drafts of a list, or the ones `of` more that are still drafts."""
    if of > many:
        # translators: a button: show on the map so many of a list that are not shown yet
        return ngettext("Show the {n} still waiting", "Show the {n} still waiting", many, n=number_text(many))
    # translators: a button: show all of so many drafts on the map
    return ngettext("Show all {n}", "Show all {n}", many, n=number_text(many))


def why_not(row: Summary) -> str:
    """Say in a sentence why a change cannot be undone; "" where it can."""
    many = sum(row.counts.values())
    if row.undone == many:
        return _("Undone.")
    if ASKED & set(row.counts):
        return _("Somebody asked for this. It is not undone.")
    if row.latest < many:
        return _("Changed again since: undo the newer change first.")
    return ""
