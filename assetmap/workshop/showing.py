"""What a room sees of its workshop, and what a paper may say that people take home: the gate of workshops."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from assetmap.disclosure import AUDIENCES, SHOWN, betrays_by, disclosed, shown_as
from assetmap.disclosure.names import (
    Names,
    of_contacts,
    of_doors,
    of_people,
    of_things,
    plainly,
    reaches_besides_hours,
    says_how_to_reach,
)
from assetmap.errors import AssetError
from assetmap.roles import need_steward
from assetmap.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from assetmap.assets import Asset
    from assetmap.place import Place
    from assetmap.roles import By
    from assetmap.store.base import Store
    from assetmap.store.sessions import Category, Note, Session, Tally

_DRAFT = "draft"
_GATE = "steward"
"""Who asks the store on behalf of the gate: what it answers goes no further than that."""
# Texts that people may read of an asset. A name in the first of them holds the whole asset back.
_TEXTS = ("own_words", "description", "organisation", "address", "postcode", "transport", "hours_text", "cost",
          "only_for", "website")  # fmt: skip
_WITH_FIGURES = ("hours_text", "website")
_CONTACT = ("contact_name", "phone", "email", "checked_by", "consent", "consent_on")
_kept: WeakKeyDictionary[Store, dict[str, tuple[str, Names]]] = WeakKeyDictionary()


@dataclass(frozen=True, kw_only=True)
class Shown:
    """
    What may be seen, by whom it was asked for.

    Attributes
    ----------
    assets
        Without contacts, and with no more of a place than everybody of that circle may see.
    stories, gaps, links, plans, grants
        Notes whose words name nobody, without what is private of them.
    tally
        Dots of the assets and gaps above: id → what it got.
    categories
        The residents' own, without those whose word names somebody.
    name, where, question
        The workshop's, "" where it names somebody.
    held_back
        How many things that were to be shown stay private.
    held
        Their ids, for who leads the workshop alone: never to be shown.
    """

    assets: tuple[Asset, ...] = ()
    stories: tuple[Note, ...] = ()
    gaps: tuple[Note, ...] = ()
    links: tuple[Note, ...] = ()
    plans: tuple[Note, ...] = ()
    grants: tuple[Note, ...] = ()
    tally: Mapping[str, Tally] = field(default_factory=dict)
    categories: tuple[Category, ...] = ()
    name: str = ""
    where: str = ""
    question: str = ""
    held_back: int = 0
    held: tuple[str, ...] = field(default=(), repr=False)


def shown(place: Place, session: Session, *, audience: str) -> Shown:
    """
    Choose what of a workshop may be seen.

    An asset passes where it was let onto the screen, is no person, is meant for the circle, and where its name is not
    private. A text passes where no name occurs in it that is (`known_names`); one that does not is left out whole.

    Parameters
    ----------
    audience
        Who sees it: `workshop` for the room itself, `public` for a paper that people take home.
    """
    return _chosen(place, session, audience=audience, only_shown=True)


def may_go(place: Place, session: Session, *, audience: str) -> Shown:
    """
    Choose by the same rules what may be handed on in a file.

    Also things said that nobody has let onto the screen, but no draft that somebody has neither let there nor approved.
    """
    return _chosen(place, session, audience=audience, only_shown=False)


def _chosen(place: Place, session: Session, *, audience: str, only_shown: bool) -> Shown:
    sessions = place.store.sessions
    held: list[str] = []
    members = sessions.members(session.id)
    there = assets_of(place, session, by=_GATE)
    said_here = sessions.notes(session.id, by=_GATE)
    names = known_names(place, session, audience=audience)
    on_it = {x for x, member in members.items() if member.shown}  # what comes this very moment is in the next look
    let_out = [x for x in there if x.id in on_it or not (only_shown or x.status == _DRAFT)]
    chosen = [_asset(asset, names, audience, held) for asset in let_out]
    assets = [asset for asset in chosen if asset is not None]
    seen = {asset.id for asset in assets}
    notes = [note for note in said_here if note.shown or not only_shown]
    hidden = _hidden(place, notes, audience)
    heard = [_note(note, names, audience, hidden, held) for note in notes]
    said = [note for note in heard if note is not None]
    by_what = {what: tuple(x for x in said if x.what == what) for what in ("story", "gap", "link", "plan", "grant")}
    voted = seen | {note.id for note in by_what["gap"]}
    return Shown(
        assets=tuple(assets), stories=by_what["story"], gaps=by_what["gap"], links=by_what["link"],
        plans=by_what["plan"], grants=by_what["grant"],
        tally={x: one for x, one in sessions.tally(session.id).items() if x in voted},
        categories=tuple(x for x in session.categories if not names.are_in(x.label)),
        name="" if names.are_in(session.name) else session.name,
        where="" if names.are_in(session.where) else session.where,
        question="" if names.are_in(session.question) else session.question,
        held_back=len(held), held=tuple(held),
    )  # fmt: skip


def assets_of(place: Place, session: Session, *, by: By) -> list[Asset]:
    """
    Return the assets that came from a workshop, drafts too, in the order they came, as the store holds them.

    For who looks after the map: whatever a room sees goes through `shown`.
    """
    need_steward(by, "run a workshop")
    found = (place.store.get(asset_id) for asset_id in place.store.sessions.members(session.id))
    return [there.asset for there in found if there is not None]


def known_names(place: Place, session: Session, *, audience: str) -> Names:
    """
    Gather the names that this workshop knows as private for a circle.

    Who told something, who is meant and how to reach them; whom its assets name as a contact; people that are assets;
    names and addresses of what is not shown, or not to that circle, and contacts, in the whole map. Also what was taken
    back or turned down here, as long as it is kept.
    """
    beside = place.store.sessions.beside(session.id, by=_GATE)
    return of_people(*beside) | _names_of_the_map(place.store, audience)


def _names_of_the_map(store: Store, audience: str) -> Names:
    if audience not in AUDIENCES:
        raise AssetError(f"[audience] choose one of {', '.join(AUDIENCES)}.")
    kept, mark = _kept.setdefault(store, {}), store.mark()
    there = kept.get(audience)
    if there is not None and there[0] == mark:
        return there[1]
    seen_by = AUDIENCES[: AUDIENCES.index(audience) + 1]
    people, secret, others, doors, contacts = list[str](), list[str](), list[str](), list[str](), list[str]()
    for asset in store.sessions.hushed(kinds=_people(), audiences=seen_by, by=_GATE):
        if asset.kind in _people():
            people += [*asset.every_text("name"), asset.contact_name]
        elif asset.precision == "not_shown":
            secret += asset.every_text("name")
        elif asset.audience not in seen_by:
            others += asset.every_text("name")
        contacts += [asset.contact_name] if not _says_its_contact(asset) else []
        doors += [asset.address, asset.postcode] if asset.precision != "exact" or asset.audience not in seen_by else []
    names = of_people(*people) | of_things(*secret, in_parts=True) | of_things(*others, ordinary=_ordinary())
    names |= of_contacts(*contacts, ordinary=_ordinary())
    kept[audience] = mark, names | of_doors(*doors)
    return kept[audience][1]


def _says_its_contact(asset: Asset) -> bool:
    """Say whether everybody reads the contact in what it is called: “The Ann Pike School of Dance”."""
    return of_contacts(asset.contact_name).are_in(asset.name, asset.organisation)


def _asset(asset: Asset, names: Names, audience: str, held: list[str]) -> Asset | None:
    """Give what may be seen of an asset, or None; what is held back is counted once."""
    passed = disclosed([asset], audience=audience, statuses=SHOWN | {_DRAFT})
    gone = asset.kind in _people() or asset.precision == "not_shown" or not passed
    called = asset.every_text("name")
    if gone or names.are_in(*called) or any(map(says_how_to_reach, called)):
        held.append(asset.id)
        return None
    [one] = passed
    empty = {x: None if x == "consent_on" else "" for x in _CONTACT}
    texts = [x for x in one.further_texts() if _says(one, x, names)]
    own = [x for x in _TEXTS if getattr(one, x) and _says(one, x, names)]
    if texts or own:
        held.append(asset.id)
    spans = tuple(
        dataclasses.replace(x, note="") if names.are_in(x.note) or reaches_besides_hours(x.note) else x
        for x in one.schedules
    )
    return one.changed(**empty, **dict.fromkeys((*texts, *own), ""), schedules=spans)


def _says(asset: Asset, name: str, names: Names) -> bool:
    """Say whether a text of an asset names somebody, how to reach somebody, or where a blurred one is."""
    text, field_ = str(asset.value(name)), name.partition(":")[0]
    reaches = reaches_besides_hours if field_ in _WITH_FIGURES else says_how_to_reach
    if names.are_in(text) or reaches(text):
        return True
    precision = shown_as(asset)
    if precision == "exact":
        return False
    return field_ in {"website", "address", "postcode", "transport"} or bool(
        betrays_by({field_: text}, precision=precision)
    )


def _note(note: Note, names: Names, audience: str, hidden: frozenset[str], held: list[str]) -> Note | None:
    texts = (note.words, note.due, note.who)
    if not any(x.strip() for x in texts):
        return None  # only a recording: nobody hears that here
    too_far = AUDIENCES.index(note.audience) > AUDIENCES.index(audience)
    if note.held or too_far or names.are_in(*texts) or any(map(says_how_to_reach, texts)) or hidden & set(note.about):
        held.append(note.id)
        return None
    return dataclasses.replace(note, private={}, has_audio=False)


def _hidden(place: Place, notes: Iterable[Note], audience: str) -> frozenset[str]:
    """Find what notes are about that this circle may not see: what is said of it says that it is there."""
    ids = {x for note in notes for x in note.about}
    there = [found.asset for x in ids if (found := place.store.get(x)) is not None]
    seen = {x.id for x in disclosed(there, audience=audience, statuses=SHOWN | {_DRAFT, "closed", "closing"})}
    return frozenset(
        x.id for x in there if x.id not in seen or x.kind in _people() or x.precision == "not_shown"
    )  # fmt: skip


@cache
def _people() -> frozenset[str]:
    """Name the kinds that are a person."""
    return frozenset(key for key, kind in vocabulary().kinds.items() if kind.private)


@cache
def _ordinary() -> frozenset[str]:
    """Gather the words that kinds are called by: "park" alone names nothing."""
    return frozenset(
        word
        for key, kind in vocabulary().kinds.items()
        for text in (key.replace("_", " "), kind.label, kind.plural)
        for word in plainly(text).split()
    )
