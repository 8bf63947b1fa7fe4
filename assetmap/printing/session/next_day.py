"""The list for the day after a workshop, on paper: it names people, and is for whoever looks after the map alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetmap.printing.frame import format_of, paper_of
from assetmap.printing.session.page import SessionPage
from assetmap.printing.session.saying import amount_text, due_text, said_of
from assetmap.printing.session.sheet import Leaflet, Line, Part, Task
from assetmap.printing.text import NAME_MOST, one_line
from assetmap.printing.voices import kept_as_it_is, name_of, stopped, theirs
from assetmap.wording import day_text, speaking
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from assetmap.assets import Asset
    from assetmap.place import Place
    from assetmap.store.sessions import Note, Session
    from assetmap.workshop import NextDay


def next_day_page(
    place: Place,
    session: Session,
    list_: NextDay,
    *,
    format: str = "clear",  # noqa: A002  (the shell's own word: --format)
    paper: str = "A4",
    language: str = "",
) -> SessionPage:
    """
    Make the list of what is to be done the day after a workshop, with a box to tick for each.

    Parameters
    ----------
    list_
        `workshop.tomorrow`.
    format, paper, language
        As `session_page`.

    Raises
    ------
    LanguageError, PrintError
        As `session_page`.
    """
    sheet_of, form = paper_of(paper), format_of(format)
    with speaking(language or session.language) as tongue:
        written = session.language
        name = theirs(one_line(session.name, most=NAME_MOST), written)
        parts = [
            _drafts(list_, written),
            _ring(list_, written),
            _plans(list_, written),
            _grants(list_, written),
            _same(list_, written),
        ]
        some = tuple(part for part in parts if part is not None)
        private = _("For whoever looks after the map alone: it names people.")
        leaflet = Leaflet(
            language=tongue.code,
            title=_("The day after"),
            subtitle=f"{name} · {day_text(session.on)}",
            foot=" · ".join([_("The day after"), name, _("not to be handed on")]),
            notice=" ".join(
                [private, *([_("An invented town: none of these places is real.")] * place.settings.invented)]
            ),
            asked="",
            question="",
            parts=some,
            closing=() if some else (Line(words=_("Nothing waits. Thank you."), picture="checked"),),
            sources="",
        )
    return SessionPage(leaflet=leaflet, paper=sheet_of, format=form)


def _drafts(list_: NextDay, written: str) -> Part | None:
    if not list_.drafts:
        return None
    to_type, to_place = set(list_.to_type), dict(list_.to_place)

    def task(asset: Asset) -> Task:
        facts = [_("Code: {code}.", code=kept_as_it_is(asset.short))]
        if asset.id in to_type:
            facts.append(_("Its picture waits to be typed from."))
        if asset.id in to_place:
            where = theirs(one_line(to_place[asset.id], most=NAME_MOST), written)
            facts.append(stopped(_("Not on the map yet. Said to be at: {where}", where=where)))
        return Task(words=stopped(name_of(asset, written_in=written, most=NAME_MOST)), facts=tuple(facts))

    lines = (Line(words=_("Look at each one and decide: it is not on the map before that."), picture="checked"),)
    return Part(heading=_("To look at"), picture="map", lines=lines, tasks=tuple(map(task, list_.drafts)))


def _ring(list_: NextDay, written: str) -> Part | None:
    tasks = tuple(Task(words=said_of(note, written), facts=_whom(note, written)) for note in list_.to_ring)
    lines = (Line(words=_("These people told you how to reach them."), picture="phone"),)
    return Part(heading=_("To ring"), picture="phone", lines=lines, tasks=tasks) if tasks else None


def _whom(note: Note, written: str) -> tuple[str, ...]:
    who = [note.private.get(x, "") for x in ("told_by", "person", "contact")]
    return tuple(stopped(theirs(one_line(x, most=NAME_MOST), written)) for x in who if x.strip())


def _plans(list_: NextDay, written: str) -> Part | None:
    tasks = []
    for note in list_.plans:
        who = " · ".join(
            theirs(one_line(x, most=NAME_MOST), written)
            for x in (note.who, note.private.get("person", ""))
            if x.strip()
        )
        facts = [stopped(_("Who: {who}", who=who))] if who else []
        facts += [stopped(_("When: {when}", when=due_text(note.due, written)))] if note.due.strip() else []
        tasks.append(Task(words=said_of(note, written), facts=tuple(facts)))
    return Part(heading=_("What was agreed"), picture="together", tasks=tuple(tasks)) if tasks else None


def _grants(list_: NextDay, written: str) -> Part | None:
    tasks = tuple(Task(words=said_of(note, written), facts=amount_text(note)) for note in list_.grants)
    return Part(heading=_("Small grants that were asked for"), picture="coin", tasks=tasks) if tasks else None


def _same(list_: NextDay, written: str) -> Part | None:
    tasks = []
    for pair in list_.duplicates:
        one, other = (name_of(x.asset, written_in=written, most=NAME_MOST) for x in (pair.one, pair.other))
        codes = ", ".join(kept_as_it_is(x.asset.short) for x in (pair.one, pair.other))
        # translators: two names of what may be the same thing
        words = stopped(_("{one} and {other}", one=one, other=other))
        tasks.append(Task(words=words, facts=(_("Codes: {codes}.", codes=codes),)))
    heading = _("Perhaps the same thing twice")
    return Part(heading=heading, picture="search", tasks=tuple(tasks)) if tasks else None
