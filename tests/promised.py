"""The tables of PRIVACY.md that say what the gate does, written from the gate itself: `python -m tests.promised`."""

from __future__ import annotations

import itertools

from assetmap.assets import Asset
from assetmap.disclosure import AUDIENCES, SHOWN, TABLE, disclosed
from assetmap.roles import STEWARD, VISITOR
from assetmap.vocabulary import vocabulary

# First field of a row of the gate's table → the row in plain words.
WORDS = {
    "id": "Its name and code, what it is, what it helps with, the words about it, who runs it",
    "said_in": "The same words in other languages, each where the words themselves are seen",
    "schedules": "When it is on, whether it is paused or full",
    "phone": "Telephone, email, website",
    "cost": "Cost, booking, who it is for, ages, languages, access",
    "led_by": "Who leads it, in general words (“volunteers”)",
    "checked_on": "When and how it was checked; where it comes from",
    "audience": "Who may see it, and how exactly it is shown",
    "where": "The point on the map (see “How a place is blurred”)",
    "address": "Address, postcode, how to get there",
    "contact_name": "The name of whom to ask for",
    "source_id": "A publisher’s own number for it; mends of its outline",
    "lived_experience": "Whether who leads it has been through it; what it depends on; its funding’s end; the venue",
    "checked_by": "Who checked it; the words and the day of a consent",
}
CIRCLES = {"public": "everybody", "partners": "partners", "workshop": "map-makers", "stewards": "stewards"}
PRECISIONS = ("exact", "street", "neighbourhood", "not_shown")
PEOPLE = {
    "everybody": ("public", VISITOR), "partners": ("partners", VISITOR), "map-makers": ("workshop", VISITOR),
    "stewards": ("public", STEWARD),
}  # fmt: skip


def fields_table() -> str:
    """Write who sees which field, by how exactly an asset is shown."""
    rows = [["what", "exact", "its street", "its neighbourhood", "not shown"], ["---"] * 5]
    for row in TABLE:
        [words] = [WORDS[name] for name in row.fields if name in WORDS]
        rows.append([words, *(CIRCLES[getattr(row, precision)] for precision in PRECISIONS)])
    return _table(rows)


def assets_table() -> str:
    """Write which assets are seen at all, by whom."""
    rows = [["an asset that is", *PEOPLE], ["---", *([":-:"] * len(PEOPLE))]]
    place = Asset(name="A place", kind="green place")
    private = next(kind for kind, said in vocabulary().kinds.items() if said.private)
    meant = {"public": "meant for everybody", "partners": "meant for partners", "workshop": "meant for map-makers"}
    cases = [(f"shown, {meant[x]}", [place.changed(audience=x, status=s) for s in sorted(SHOWN)]) for x in AUDIENCES]
    person = Asset(name="A person", kind=private, status="published")
    cases.append(("shown, a person whose “yes” is not written down", [person]))
    for status in ("draft", "closed", "withdrawn"):
        words = {"draft": "a draft", "closed": "closed", "withdrawn": "taken away, turned down or undone"}[status]
        cases.append((words, [place.changed(audience=x, status=status) for x in AUDIENCES]))
    for words, assets in cases:
        cells = []
        for audience, role in PEOPLE.values():
            # Who looks after the map asks for drafts and closed ones too; nobody else's screens do.
            statuses = {*SHOWN, "draft", "closed", "withdrawn"} if role == STEWARD else SHOWN
            seen = {bool(disclosed([x], audience=audience, role=role, statuses=statuses)) for x in assets}
            assert len(seen) == 1, words
            cells.append("yes" if seen.pop() else "–")
        rows.append([words, *cells])
    return _table(rows)


def _table(rows: list[list[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


if __name__ == "__main__":
    print(*itertools.chain([assets_table()], [""], [fields_table()]), sep="\n")  # noqa: T201
