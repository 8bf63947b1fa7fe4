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
from assetmap.contributions.reasons import reason_words
from assetmap.disclosure import SHOWN, disclosed
from assetmap.freshness import day_text
from assetmap.roles import STEWARD, VISITOR
from assetmap.store.suggested import TAKEN, TAKEN_BACK, TURNED_DOWN
from assetmap.wording import N_, apart, capital, in_turn, ngettext, pgettext
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from assetmap.store.base import Change, Edit, Store, Stored
    from assetmap.store.suggested import Suggestion

# translators: who did something, as {who} in “Added by {who}, {when}.” and as {who} in “{who} changed {what}.”
_WHO = {
    "steward": N_("whoever looks after this map"),
    "resident": N_("a resident"),
    "contributor": N_("a resident"),
    "": N_("somebody"),
}
_NAMED = {"steward": N_("{name}, who looks after this map,")}
_LIST = "import"
_BY_SUGGESTION = "suggested by "
_QUIET = frozenset({
    "status", "paused_until", "checked_on", "how_checked", "checked_by", "consent_on", "source", "source_id",
    "source_version", "source_licence", "repairs",
})  # fmt: skip
"""Fields that change by what is done, which is said already."""
_FEW = 3
_MOST = 160
# translators: what somebody did to a thing on the map, in its history; {who} as “Jo, who looks after this map,”
_SAID = {
    "added": N_("{who} added it."),
    "approved": N_("{who} showed it."),
    "rejected": N_("{who} did not show it."),
    "withdrawn": N_("{who} took it away, for somebody asked for it."),
    "paused": N_("{who} paused it."),
    "reopened": N_("{who} opened it again."),
    "closed": N_("{who} said that it has closed."),
    "narrowed": N_("{who} asked for it to be shown to fewer people, or less exactly."),
    "joined": N_("{who} made it one with another that was the same thing."),
    "merged": N_("{who} made it one with another that is the same thing."),
    "met": N_("{who} brought in what another copy of the map says of it."),
}
"""What was done → as it is said of whoever did it."""
_MADE_ONE = {
    # translators: {code} as “7K2MXQ”
    "joined": N_("{who} made it one with another that was the same thing ({code})."),
    "merged": N_("{who} made it one with another that is the same thing ({code})."),
}
# Of whoever changed it, and of whoever took what somebody else suggested.
# translators: {now} as “paused for now”; {who} took a change of it, and {other} is who suggested it
_WHETHER_ON = (
    N_("{who} changed whether it is on: {now}."),
    N_("{who} took what {other} suggested: they changed whether it is on: {now}."),
)
_SOMETHING = (
    N_("{who} changed something."),
    N_("{who} took what {other} suggested: they changed something."),
)
# translators: {what} as “where it is (moved 40 m)” or “Telephone”: 01234 5 → 01234 6
_THESE = (
    N_("{who} changed {what}."),
    N_("{who} took what {other} suggested: they changed {what}."),
)
# translators: somebody made sure that what the map says of a thing is right; how, is said at the end
_SURE = {
    "visited": N_("{who} made sure that it is right, by a visit."),
    "phoned": N_("{who} made sure that it is right, by phone."),
    "resident": N_("{who} made sure that it is right, for a resident said so."),
    "website": N_("{who} made sure that it is right, on its website."),
    "": N_("{who} made sure that it is right."),
}
_SHOWED_SURE = {
    "visited": N_("{who} showed it, and made sure that it is right, by a visit."),
    "phoned": N_("{who} showed it, and made sure that it is right, by phone."),
    "resident": N_("{who} showed it, and made sure that it is right, for a resident said so."),
    "website": N_("{who} showed it, and made sure that it is right, on its website."),
    "": N_("{who} showed it, and made sure that it is right."),
}
_LAST_CHECKED = {
    "visited": N_("It was last checked on {day}, by a visit."),
    "phoned": N_("It was last checked on {day}, by phone."),
    "resident": N_("It was last checked on {day}, for a resident said so."),
    "website": N_("It was last checked on {day}, on its website."),
    "": N_("It was last checked on {day}."),
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
    role, alias = _role_and_alias(by)
    word = _(_WHO[role.lower()]) if role.lower() in _WHO else role
    return f"{word} ({alias})" if alias else word


def _role_and_alias(by: str) -> tuple[str, str]:
    role, _colon, alias = (x.strip() for x in by.partition(":"))
    return role, alias


def became_words(suggestion: Suggestion) -> str:
    """Say to whoever suggested a change what became of it."""
    day, name = day_text(suggestion.on.date()), named(suggestion.asset)
    if suggestion.waits:
        return _("What you suggested about {name} on {day} waits to be looked at.", name=name, day=day)
    if suggestion.decided == TAKEN_BACK:
        return _("What you suggested about {name} on {day} you have taken back.", name=name, day=day)
    if suggestion.decided == TAKEN:
        said_ = _("What you suggested about {name} on {day} was taken.", name=name, day=day)
        return f"{said_} {reason_words(suggestion.reason)}".rstrip()
    if not suggestion.reason:
        return _("What you suggested about {name} on {day} was not taken.", name=name, day=day)
    return _(
        "What you suggested about {name} on {day} was not taken, because: {why}.",
        name=name, day=day, why=reason_words(suggestion.reason).rstrip("."),
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
        return [_told(last, _(_SAID["withdrawn"], who=_subject(last.by)))]
    versions = store.versions(there.asset.id)
    told = [_sentence(row, versions) for row in history]
    told += [x for suggestion in store.suggestions.of([there.asset.id]) if (x := _turned_down(suggestion)) is not None]
    return sorted(told, key=lambda x: x.on)


def _public(there: Stored, history: list[Change], *, audience: str) -> list[Told]:
    shown = disclosed([there.asset], audience=audience)
    if not shown or not history:
        return []
    [asset] = shown
    told = [Told(on=history[0].on, who="", said=_("It was added."))]
    changed = [row for row in history if row.what in {"changed", "joined", "met"}]
    if changed:
        told.append(Told(on=changed[-1].on, who="", said=_changed_so_often(len(changed))))
    checks = [row.on for row in history if row.what in {"checked", "approved"}]
    if asset.checked_on is not None and checks:
        checked = _(_LAST_CHECKED[_how(asset.how_checked)], day=day_text(asset.checked_on))
        told.append(Told(on=checks[-1], who="", said=checked))
    return sorted(told, key=lambda x: x.on)


def _changed_so_often(many: int) -> str:
    if many == 2:
        return _("It was changed twice, the last time on this day.")
    return ngettext("It was changed once.", "It was changed {n} times, the last time on this day.", many)


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
        return _told(row, _put_back(row, now, subject))
    if now is None:
        return _told(row, _(_SAID.get(row.what, N_("{who} did something.")), who=subject))
    if row.what == "checked":
        return _told(row, _(_SURE[_how(now.asset.how_checked)], who=subject))
    said_ = _done(row, before, now, subject)
    return _told(row, said_, rows=rows if row.what in {"joined", "narrowed", "met"} else ())


def _done(row: Change, before: Edit | None, now: Edit, subject: str) -> str:
    """Say what was done, and what belongs to it: from which list, until when, because of what."""
    if row.what == "added":
        return _added(row, now, subject)
    if row.what == "approved" and before is not None and before.asset.checked_on != now.asset.checked_on:
        return _(_SHOWED_SURE[_how(now.asset.how_checked)], who=subject)
    if row.what == "paused" and now.asset.paused_until:
        return _("{who} paused it until {day}.", who=subject, day=day_text(now.asset.paused_until))
    if row.what == "rejected" and row.why:
        return _("{who} did not show it, because: {why}.", who=subject, why=reason_words(row.why).rstrip("."))
    code = _other_code(row) if row.what in _MADE_ONE else ""
    if code:
        return _(_MADE_ONE[row.what], who=subject, code=code)
    return _(_SAID.get(row.what, N_("{who} did this: {what}.")), who=subject, what=row.what)


def _added(row: Change, now: Edit, subject: str) -> str:
    is_list, shown = row.why.startswith(_LIST), now.asset.status in SHOWN
    listed = row.why.partition(":")[2].strip() if is_list else now.asset.source if now.asset.source_id else ""
    if listed and shown:
        return _("{who} added it, from {list}, and showed it.", who=subject, list=listed)
    if listed:
        return _("{who} added it, from {list}.", who=subject, list=listed)
    if is_list:
        return (
            _("{who} added it, from a list, and showed it.", who=subject)
            if shown
            else _("{who} added it, from a list.", who=subject)
        )
    return _("{who} added it, and showed it.", who=subject) if shown else _(_SAID["added"], who=subject)


def _changed(
    row: Change, subject: str, rows: tuple[Difference, ...], before: Edit | None, now: Edit | None
) -> Told:  # fmt: skip
    is_theirs = row.why.startswith(_BY_SUGGESTION)
    people = {"who": subject, "other": who(row.why.removeprefix(_BY_SUGGESTION)) if is_theirs else ""}
    if before is not None and now is not None and before.asset.status != now.asset.status and not rows:
        words = _(_WHETHER_ON[is_theirs], now=said(now.asset, "status").lower(), **people)
    elif not rows:
        words = _(_SOMETHING[is_theirs], **people)
    elif len(rows) <= _FEW:
        words = _(_THESE[is_theirs], what=apart([_one(x) for x in rows]), **people)
    else:
        people |= {"what": in_turn([x.label for x in rows[:_FEW]])}
        words = (
            ngettext(
                "{who} took what {other} suggested: they changed {n} thing: {what} and more.",
                "{who} took what {other} suggested: they changed {n} things: {what} and more.",
                len(rows),
                **people,
            )
            if is_theirs
            else ngettext(
                "{who} changed {n} thing: {what} and more.",
                "{who} changed {n} things: {what} and more.",
                len(rows),
                **people,
            )
        )
    return _told(row, words, rows=rows)


def _one(row: Difference) -> str:
    if row.field == "where":
        # translators: {moved} as “moved 40 m” or “its place was changed”
        return _("where it is ({moved})", moved=row.after)
    return f"“{row.label}”: {_short(row.before)} → {_short(row.after)}"


def _put_back(row: Change, now: Edit | None, subject: str) -> str:
    if now is not None and now.asset.status == "withdrawn":
        return _("{who} took it back out: nobody asked for that, and it can be brought back.", who=subject)
    if now is not None and now.back_to is None and not row.why:
        return _("{who} brought it back, to be looked at again.", who=subject)
    return _("{who} put it back as it was before.", who=subject)


def _turned_down(suggestion: Suggestion) -> Told | None:
    if suggestion.decided_on is None:
        return None
    theirs = capital(who(suggestion.by))
    if suggestion.decided == TAKEN_BACK:
        took_back = _("{who} suggested a change, and took it back.", who=theirs)
        return Told(on=suggestion.decided_on, who=theirs, said=took_back, change=None)
    if suggestion.decided != TURNED_DOWN:
        return None
    subject, other, why = _subject(suggestion.decided_by), who(suggestion.by), suggestion.reason
    words = (
        _(
            "{who} did not take a change that {other} suggested, because: {why}.",
            who=subject, other=other, why=reason_words(why).rstrip("."),
        )
        if why
        else _("{who} did not take a change that {other} suggested.", who=subject, other=other)
    )  # fmt: skip
    return Told(on=suggestion.decided_on, who=subject, said=words, change=None)


def _told(row: Change, words: str, *, rows: tuple[Difference, ...] = ()) -> Told:
    return Told(on=row.on, who=_subject(row.by), said=words, rows=rows, change=row.change)


def _subject(by: str) -> str:
    """Say who, as a sentence begins: “Jo, who looks after this map,”."""
    role, alias = _role_and_alias(by)
    if alias and role.lower() in _NAMED:
        return _(_NAMED[role.lower()], name=alias)
    return capital(who(by))


def _other_code(row: Change) -> str:
    """Name the other one: “7K2MXQ is now 9F3TVW”."""
    gone, _between, stays = row.why.partition(" is now ")
    return stays if row.what == "merged" or not stays else gone


def _how(how: str) -> str:
    return how if how in _SURE else ""


def _short(text: str) -> str:
    if not text:
        return pgettext("stands in a field", "nothing")
    return f"{text[:_MOST]}…" if len(text) > _MOST else text.rstrip(".")
