"""
What happened to an asset, as a story: dated sentences in plain words; nothing here is markup.

Whoever looks after the map reads all of it. Everybody else reads when it was added and last checked, and how often it
was changed: what it said before may be what somebody wanted to be forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assetmap.assets import named
from assetmap.contributions.deciding import was_asked_for
from assetmap.contributions.edits import where_known
from assetmap.contributions.fieldwise import Difference, differences, said
from assetmap.disclosure import SHOWN, disclosed
from assetmap.freshness import day_text
from assetmap.roles import STEWARD, VISITOR
from assetmap.store.suggested import TAKEN, TAKEN_BACK, TURNED_DOWN
from assetmap.wording import capital, gettext

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from assetmap.store.base import Change, Edit, Store, Stored
    from assetmap.store.suggested import Suggestion

DONE = {
    "added": "added",
    "changed": "changed",
    "approved": "shown",
    "rejected": "not shown",
    "withdrawn": "taken away",
    "undone": "put back as it was",
    "checked": "checked",
    "paused": "paused",
    "reopened": "open again",
    "closed": "closed",
    "narrowed": "shown to fewer people",
    "joined": "made one with another",
    "merged": "made one with another",
}
"""What was done to an asset → in a word or two, as in “500 added”."""
_WHO = {"steward": "whoever looks after this map", "resident": "a resident", "contributor": "a resident"}
_NAMED = {"steward": "who looks after this map"}
_LIST = "import"
_BY_SUGGESTION = "suggested by "
_QUIET = frozenset({
    "status", "paused_until", "checked_on", "how_checked", "checked_by", "consent_on", "source", "source_id",
    "source_licence", "repairs",
})  # fmt: skip
"""Fields that change by what is done, which is said already."""
_FEW = 3
_MOST = 160
# What was done → as it is said of whoever did it.
_SAID = {
    "added": "added it",
    "approved": "showed it",
    "rejected": "did not show it",
    "withdrawn": "took it away, for somebody asked for it",
    "paused": "paused it",
    "reopened": "opened it again",
    "closed": "said that it has closed",
    "narrowed": "asked for it to be shown to fewer people, or less exactly",
    "joined": "made it one with another that was the same thing",
    "merged": "made it one with another that is the same thing",
}


@dataclass(frozen=True, kw_only=True)
class Told:
    """
    One sentence of a story.

    Attributes
    ----------
    on
        When it happened.
    who
        Who did it, as in “Jo, who looks after this map”; "" where that is not told.
    said
        The whole sentence.
    rows
        What differs since, field by field, where more was changed than the sentence says.
    change
        The change, which `undo` may take back; None where there was none.
    """

    on: datetime
    who: str
    said: str
    rows: tuple[Difference, ...] = ()
    change: int | None = None

    @property
    def text(self) -> str:
        """The sentence with its day: “3 Nov 2026: A resident added it.”."""
        return f"{day_text(self.on.date())}: {self.said}"


def who(by: str) -> str:
    """Say who did something: “a resident (Jo)”. `by` is a role and an alias, as the store keeps it."""
    role, _, alias = (x.strip() for x in by.partition(":"))
    word = _WHO.get(role.lower(), role or "somebody")
    return f"{word} ({alias})" if alias else word


def became_words(suggestion: Suggestion) -> str:
    """Say to whoever suggested a change what became of it."""
    day, name = day_text(suggestion.on.date()), named(suggestion.asset)
    if suggestion.waits:
        return gettext("What you suggested about {name} on {day} waits to be looked at.", name=name, day=day)
    if suggestion.decided == TAKEN_BACK:
        return gettext("What you suggested about {name} on {day} you have taken back.", name=name, day=day)
    if suggestion.decided == TAKEN:
        said_ = gettext("What you suggested about {name} on {day} was taken.", name=name, day=day)
        return f"{said_} {suggestion.reason}".rstrip()
    if not suggestion.reason:
        return gettext("What you suggested about {name} on {day} was not taken.", name=name, day=day)
    return gettext(
        "What you suggested about {name} on {day} was not taken, because: {why}.",
        name=name, day=day, why=suggestion.reason.rstrip("."),
    )  # fmt: skip


def story(store: Store, asset_id: str, *, audience: str = "public", role: str = VISITOR) -> list[Told]:
    """
    Tell what happened to an asset, oldest first.

    Parameters
    ----------
    asset_id
        An id or a short code.
    audience, role
        To whom it is told; see `disclosure.disclosed`.

    Returns
    -------
    told
        Nothing where it is unknown, or may not be seen. Of what somebody asked to be taken away only that. Moments
        are as the store has them, in UTC.
    """
    there = store.get(asset_id)
    if there is None:
        return []
    history = store.history(there.asset.id)
    if role != STEWARD:
        return _public(there, history, audience=audience)
    if was_asked_for(store, there):
        last = history[-1]
        return [_told(last, f"{_subject(last.by)} took it away, for somebody asked for it.")]
    versions = store.versions(there.asset.id)
    told = [_sentence(row, versions) for row in history]
    told += [x for suggestion in store.suggestions.of([there.asset.id]) if (x := _turned_down(suggestion)) is not None]
    return sorted(told, key=lambda x: x.on)


def _public(there: Stored, history: list[Change], *, audience: str) -> list[Told]:
    shown = disclosed([there.asset], audience=audience)
    if not shown or not history:
        return []
    [asset] = shown
    told = [Told(on=history[0].on, who="", said="It was added.")]
    changed = [row for row in history if row.what in {"changed", "joined"}]
    if changed:
        many = "once" if len(changed) == 1 else "twice" if len(changed) == 2 else f"{len(changed)} times"
        last = "" if len(changed) == 1 else ", the last time on this day"
        told.append(Told(on=changed[-1].on, who="", said=f"It was changed {many}{last}."))
    checks = [row.on for row in history if row.what in {"checked", "approved"}]
    if asset.checked_on is not None and checks:
        how = _how(asset.how_checked)
        told.append(Told(on=checks[-1], who="", said=f"It was last checked on {day_text(asset.checked_on)}{how}."))
    return sorted(told, key=lambda x: x.on)


def _sentence(row: Change, versions: Mapping[int, Edit]) -> Told:
    now, before = versions.get(row.version), versions.get(row.version - 1)
    rows: tuple[Difference, ...] = ()
    if now is not None and before is not None:
        found = differences(before.asset, now.asset, was=where_known(before), now=where_known(now))
        rows = tuple(x for x in found if x.field not in _QUIET)
    subject = _subject(row.by)
    if row.what == "changed":
        return _changed(row, subject, rows, before, now)
    if row.what == "undone":
        return _told(row, f"{subject} {_put_back(row, now)}.")
    if now is None:
        return _told(row, f"{subject} {_SAID.get(row.what, 'did something')}.")
    if row.what == "checked":
        return _told(row, f"{subject} made sure that it is right{_how(now.asset.how_checked)}.")
    words = _SAID.get(row.what, f"did this: {row.what}") + _more(row, before, now)
    return _told(row, f"{subject} {words}.", rows=rows if row.what in {"joined", "narrowed"} else ())


def _more(row: Change, before: Edit | None, now: Edit) -> str:
    """Say what belongs to a doing: from which list, until when, because of what."""
    if row.what == "added":
        return _from_where(row, now) + (", and showed it" if now.asset.status in SHOWN else "")
    if row.what == "approved" and before is not None and before.asset.checked_on != now.asset.checked_on:
        return f", and made sure that it is right{_how(now.asset.how_checked)}"
    if row.what == "paused" and now.asset.paused_until:
        return f" until {day_text(now.asset.paused_until)}"
    if row.what == "rejected" and row.why:
        return f", because: {row.why.rstrip('.')}"
    return _other_code(row) if row.what in {"merged", "joined"} else ""


def _changed(
    row: Change, subject: str, rows: tuple[Difference, ...], before: Edit | None, now: Edit | None
) -> Told:  # fmt: skip
    suggested = row.why.startswith(_BY_SUGGESTION)
    start = f"{subject} took what {who(row.why.removeprefix(_BY_SUGGESTION))} suggested" if suggested else subject
    verb = ": they changed" if suggested else " changed"
    if before is not None and now is not None and before.asset.status != now.asset.status and not rows:
        return _told(row, f"{start}{verb} whether it is on: {said(now.asset, 'status').lower()}.")
    if not rows:
        return _told(row, f"{start}{verb} something.")
    if len(rows) > _FEW:
        listed = ", ".join(x.label for x in rows[:_FEW])
        return _told(row, f"{start}{verb} {len(rows)} things: {listed} and more.", rows=rows)
    return _told(row, f"{start}{verb} {'; '.join(map(_one, rows))}.", rows=rows)


def _one(row: Difference) -> str:
    if row.field == "where":
        return f"where it is ({row.after})"
    return f"“{row.label}”: {_short(row.before)} → {_short(row.after)}"


def _put_back(row: Change, now: Edit | None) -> str:
    if now is not None and now.asset.status == "withdrawn":
        return "took it back out: nobody asked for that, and it can be brought back"
    if now is not None and now.back_to is None and not row.why:
        return "brought it back, to be looked at again"
    return "put it back as it was before"


def _turned_down(suggestion: Suggestion) -> Told | None:
    if suggestion.decided_on is None:
        return None
    theirs = capital(who(suggestion.by))
    if suggestion.decided == TAKEN_BACK:
        return Told(
            on=suggestion.decided_on, who=theirs, said=f"{theirs} suggested a change, and took it back.", change=None
        )
    if suggestion.decided != TURNED_DOWN:
        return None
    because = f", because: {suggestion.reason.rstrip('.')}" if suggestion.reason else ""
    subject = _subject(suggestion.decided_by)
    words = f"{subject} did not take a change that {who(suggestion.by)} suggested{because}."
    return Told(on=suggestion.decided_on, who=subject, said=words, change=None)


def _told(row: Change, words: str, *, rows: tuple[Difference, ...] = ()) -> Told:
    return Told(on=row.on, who=_subject(row.by), said=words, rows=rows, change=row.change)


def _subject(by: str) -> str:
    """Say who, as a sentence begins: “Jo, who looks after this map,”."""
    role, _, alias = (x.strip() for x in by.partition(":"))
    if alias and role.lower() in _NAMED:
        return f"{alias}, {_NAMED[role.lower()]},"
    return capital(who(by))


def _from_where(row: Change, now: Edit) -> str:
    if row.why.startswith(_LIST):
        listed = row.why.partition(":")[2].strip()
        return f", from {listed}" if listed else ", from a list"
    return f", from {now.asset.source}" if now.asset.source and now.asset.source_id else ""


def _other_code(row: Change) -> str:
    """Name the other one: “7K2MXQ is now 9F3TVW”."""
    gone, _, stays = row.why.partition(" is now ")
    return f" ({stays if row.what == 'merged' else gone})" if stays else ""


def _how(how: str) -> str:
    words = {"visited": ", by a visit", "phoned": ", by phone", "resident": ", for a resident said so"}
    return {**words, "website": ", on its website"}.get(how, "")


def _short(text: str) -> str:
    if not text:
        return "nothing"
    return f"{text[:_MOST]}…" if len(text) > _MOST else text.rstrip(".")
