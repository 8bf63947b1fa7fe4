"""The words of the page that a workshop leaves behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetmap.assets.crediting import with_credit
from assetmap.printing.drawnmap import Mark, drawn_map
from assetmap.printing.head_and_foot import tell_text
from assetmap.printing.mapped import PINS_A_MAP
from assetmap.printing.qr import page_code
from assetmap.printing.session.sheet import Bar, Leaflet, Line, Part, Pinned, Task
from assetmap.printing.text import NAME_MOST, one_line
from assetmap.printing.voices import name_of, sentence, stopped, theirs
from assetmap.vocabulary import vocabulary
from assetmap.wording import N_, capital, day_text, joined, ngettext
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from assetmap.assets import Asset
    from assetmap.place import Place
    from assetmap.printing.frame import Format
    from assetmap.store.sessions import Note, Session, Tally
    from assetmap.wording import Language
    from assetmap.workshop import Shown

_DRAWN = ("streets", "green", "water", "names")
_WORDS_MOST = 600
"""Of what somebody said of one thing; a page is no book."""
_BARS_MOST = 10
_LEAST_M = 1200.0
"""So wide is a map at least, that people know which part of the town it is."""
_LEAST_PEOPLE = 5
"""Counts of people below this are not told."""
_FOR = {
    "workshop": N_("For the people who were there: please do not hand this page on."),
    "partners": N_("For partners only: please do not hand this page on."),
}


def leaflet_of(  # noqa: PLR0913  # a page is its options
    place: Place,
    session: Session,
    shown: Shown,
    *,
    on: date,
    form: Format,
    width: float,
    audience: str,
    tongue: Language,
    missing: set[str],
) -> Leaflet:
    """Say what was said, in the language spoken; `width` is that of a map, in points of paper."""
    settings = place.settings
    written = session.language
    notice = [_(_FOR[audience])] if audience in _FOR else []
    notice += [_("An invented town: none of these places is real.")] if settings.invented else []
    labels = {x.key: theirs(one_line(x.label, most=NAME_MOST), written) for x in shown.categories}
    members = place.store.sessions.members(session.id) if labels else {}
    called = {x: labels[one.category] for x, one in members.items() if one.category in labels}
    mapped = _mapped(place, shown.assets, called=called, form=form, width=width, written=written, missing=missing)
    credit = theirs(one_line(with_credit(settings.credit(*_DRAWN), shown.assets)), settings.languages[0])
    names = {asset.id: asset for asset in shown.assets}
    name = theirs(one_line(shown.name, most=NAME_MOST), written) or _("Workshop")
    where = theirs(one_line(shown.where, most=NAME_MOST), written)
    where = where or theirs(one_line(settings.name, most=80), settings.languages[0])
    day = day_text(session.on)
    parts = [
        *mapped,
        _stories(shown.stories, written),
        _links(shown.links, written),
        _dots(shown.tally, names, shown.gaps, written),
        _gaps(shown.gaps, written),
        _plans(shown.plans, written),
        _grants(shown.grants, written),
    ]
    return Leaflet(
        language=tongue.code,
        title=name,
        subtitle=f"{where} · {day}",
        # translators: at the foot of every sheet of paper that is not for everybody
        foot=" · ".join([name, day, *([_("not to be handed on")] if audience in _FOR else [])]),
        notice=" ".join(notice),
        asked=_("We asked:") if shown.question.strip() else "",
        question=theirs(one_line(shown.question), written),
        parts=tuple(part for part in parts if part is not None),
        closing=tuple(_closing(place, shown)),
        sources=credit,
        notes=() if tongue.checked_by else (_("The words of this page are not yet checked by a native reader."),),
        qr=page_code(
            settings.published_address,
            shorts=[x.short for x in shown.assets if x.status == "published" and x.audience == "public"],
            on=on,
        )
        if audience == "public"
        else None,
    )


def _mapped(
    place: Place,
    assets: Sequence[Asset],
    *,
    called: Mapping[str, str],
    form: Format,
    width: float,
    written: str,
    missing: set[str],
) -> list[Part]:
    placed = [x for x in assets if x.where is not None]
    elsewhere = [x for x in assets if x.where is None]
    opening = Line(
        words=ngettext("We put {n} thing on the map.", "We put {n} things on the map.", len(placed)), picture="pin"
    )
    if any(asset.status == "draft" for asset in assets):
        # translators: “it”, “each”: what people put on the map in the workshop
        still = Line(words=_("Somebody will check each one before everybody can see it."), picture="checked")
    else:
        still = None
    parts = []
    for first in range(0, len(placed), PINS_A_MAP):
        rows = placed[first : first + PINS_A_MAP]
        drawn = drawn_map(
            [Mark(number=first + i, asset=x, distance_m=None, overdue=False) for i, x in enumerate(rows, 1)],
            origin=None,
            place=place,
            metric_crs=place.settings.metric_crs,
            width=width,
            format=form,
            lacking=missing,
            least_m=_LEAST_M,
        )
        last = first + len(rows)
        parts.append(
            Part(
                heading=_("Numbers {first} to {last}", first=first + 1, last=last) if first else _("What we said"),
                picture="map",
                lines=tuple(x for x in (opening, still) if x) if not first else (),
                map=drawn,
                pinned=tuple(
                    _pinned(x, number=first + i, called=called, written=written) for i, x in enumerate(rows, 1)
                ),
            )
        )
    if elsewhere:
        heading = _("Also said, with no place on the map") if placed else _("What we said")
        parts.append(
            Part(
                heading=heading,
                picture="own_words",
                lines=(still,) if still and not placed else (),
                pinned=tuple(_pinned(x, number=None, called=called, written=written) for x in elsewhere),
            )
        )
    return parts


def _pinned(asset: Asset, *, number: int | None, called: Mapping[str, str], written: str) -> Pinned:
    """Say what it is in the residents' own word, where they have one for it."""
    said = [called.get(asset.id) or capital(vocabulary().said(asset.kind))]
    where = one_line(asset.address)
    said += [theirs(where, written)] if where and asset.precision in {"exact", "street"} else []
    return Pinned(
        number=number,
        kind=asset.kind,
        status=asset.status,
        name=name_of(asset, written_in=written, most=NAME_MOST),
        about=stopped(joined(said) if len(said) == 1 else " · ".join(said)),
        own_words=_quoted(asset.own_words, written),
    )


def _quoted(words: str, written: str) -> str:
    said = words.strip()
    if not said:
        return ""
    short = said if len(said) <= _WORDS_MOST else f"{said[:_WORDS_MOST].rsplit(maxsplit=1)[0]} …"
    # translators: what somebody said, in the quotation marks of your language
    return _("“{words}”", words=theirs(short, written))


def _stories(notes: Sequence[Note], written: str) -> Part | None:
    if not notes:
        return None
    words = ngettext("We told {n} story.", "We told {n} stories.", len(notes))
    return Part(
        heading=_("Stories we told"),
        picture="own_words",
        lines=(Line(words=words, picture="own_words"),),
        quotes=tuple(_quoted(note.words, written) for note in notes),
    )


def _links(notes: Sequence[Note], written: str) -> Part | None:
    listed = tuple(said_of(note, written) for note in notes)
    return Part(heading=_("What goes together"), picture="together", listed=listed) if listed else None


def _dots(tally: Mapping[str, Tally], assets: Mapping[str, Asset], gaps: Sequence[Note], written: str) -> Part | None:
    names = {key: name_of(asset, written_in=written, most=NAME_MOST) for key, asset in assets.items()}
    names |= {note.id: theirs(one_line(note.words, most=NAME_MOST), written) for note in gaps}
    rows = sorted(
        ((one, names[key]) for key, one in tally.items() if key in names and one.dots > 0),
        key=lambda row: (-row[0].dots, row[1]),
    )
    if not rows:
        return None
    most = rows[0][0].dots
    lines = [Line(words=_("Each dot is a vote. Nobody can see whose it was."), picture="checked")]
    if len(rows) > _BARS_MOST:
        lines.append(Line(words=_("These got the most dots."), picture="more"))
    return Part(
        heading=_("What matters most to us"),
        picture="help",
        lines=tuple(lines),
        bars=tuple(Bar(name=name, words=_got(one), share=one.dots / most) for one, name in rows[:_BARS_MOST]),
    )


def _got(one: Tally) -> str:
    dots = ngettext("{n} dot", "{n} dots", one.dots)
    if one.people < _LEAST_PEOPLE:
        return dots
    # translators: {dots} is “12 dots”, {people} is “8 people”
    return _("{dots} from {people}", dots=dots, people=ngettext("{n} person", "{n} people", one.people))


def _gaps(notes: Sequence[Note], written: str) -> Part | None:
    listed = tuple(said_of(note, written) for note in notes)
    return Part(heading=_("What we miss here"), picture="search", listed=listed) if listed else None


def _plans(notes: Sequence[Note], written: str) -> Part | None:
    tasks = []
    for note in notes:
        facts = []
        if who := one_line(note.who, most=NAME_MOST):
            facts.append(stopped(_("Who: {who}", who=theirs(who, written))))
        if due := due_text(note.due, written):
            facts.append(stopped(_("When: {when}", when=due)))
        tasks.append(Task(words=said_of(note, written), facts=tuple(facts)))
    return Part(heading=_("What we agreed to do"), picture="together", tasks=tuple(tasks)) if tasks else None


def due_text(due: str, written: str) -> str:
    from datetime import date

    try:
        return day_text(date.fromisoformat(due.strip()))
    except ValueError:
        return theirs(one_line(due, most=NAME_MOST), written)


def said_of(note: Note, written: str) -> str:
    """Say a note's words as a sentence on one line."""
    return theirs(sentence(one_line(note.words)), written)


def amount_text(note: Note) -> tuple[str, ...]:
    """Say how much was asked for, if it was said."""
    if not note.amount:
        return ()
    return (stopped(_("Amount: {amount}", amount=f"{note.amount:,.2f}".removesuffix(".00"))),)


def _grants(notes: Sequence[Note], written: str) -> Part | None:
    tasks = tuple(Task(words=said_of(note, written), facts=amount_text(note)) for note in notes)
    return Part(heading=_("Small grants we asked for"), picture="coin", tasks=tasks) if tasks else None


def _closing(place: Place, shown: Shown) -> list[Line]:
    settings = place.settings
    said = []
    if shown.held_back:
        words = ngettext(
            "{n} thing said stays private. It is not on this page.",
            "{n} things said stay private. They are not on this page.",
            shown.held_back,
        )
        said.append(Line(words=words, picture="quiet"))
    said.append(Line(words=_("You can take back what you said at any time, and need not say why."), picture="wrong"))
    tell = tell_text(one_line(settings.tell), settings.languages[0] if settings.languages else "en")
    said.append(Line(words=tell, picture="phone", strong=True))
    return said
