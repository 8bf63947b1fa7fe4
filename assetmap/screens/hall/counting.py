"""
Dots counted on paper: a number on each thing, put as the dots of people whom nobody knows.

Each of these people is a ballot of its own for each thing, named by the thing and a number and by nothing else. Who
counts may say how many people it were; else each dot is one person's, as far as that goes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetmap.errors import StoreError
from assetmap.store.sessions import MOST_DOTS
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assetmap.roles import By
    from assetmap.store.sessions import Session, Sessions

_MOST_BALLOTS = 2_000


def _ballot(target: str, number: int) -> str:
    return f"paper {target} {number}"


def counted(sessions: Sessions, on: Session, targets: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Return what was counted in on paper: id → dots and people."""
    found = {}
    for target in targets:
        dots = _dots(sessions, on, target)
        if dots:
            found[target] = (sum(dots), len(dots))
    return found


def _dots(sessions: Sessions, on: Session, target: str) -> list[int]:
    found = []
    for number in range(_MOST_BALLOTS):
        put = sessions.votes_of(on.id, _ballot(target, number)).get(target, 0)
        if not put:
            break
        found.append(put)
    return found


def shared(dots: int, people: int, *, budget: int | None) -> list[int]:
    """
    Share dots out among people, as evenly as it goes.

    Parameters
    ----------
    people
        0 where nobody knows: then each dot is one person's.

    Raises
    ------
    StoreError
        So many people cannot have put so many dots.
    """
    if not dots:
        return []
    people = people or dots
    most = budget or MOST_DOTS
    if people > dots:
        raise StoreError(_("there are more people than dots: each of them put at least one."))
    if dots > people * most:
        raise StoreError(_("so few people do not have so many dots: count them again, or leave the people empty."))
    each, more = divmod(dots, people)
    return [each + 1] * more + [each] * (people - more)


def put_paper_dots(sessions: Sessions, on: Session, target: str, *, dots: int, people: int, by: By) -> None:
    """
    Say how many dots are on a thing on paper, in place of what was said before.

    Raises
    ------
    AssetMapError
        So many people cannot have put so many dots, or it could not be kept.
    """
    wanted = shared(dots, people, budget=on.budget)
    there = _dots(sessions, on, target)
    for number in range(max(len(wanted), len(there)) - 1, -1, -1):  # from the last: no gap is ever in between
        put = wanted[number] if number < len(wanted) else 0
        if number >= len(there) or there[number] != put:
            sessions.vote(on.id, target, ballot=_ballot(target, number), dots=put, by=by)
