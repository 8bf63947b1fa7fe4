"""`assetmap people`: who may sign in. Whoever has this machine's shell is its steward, whatever else is set up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from assetmap.cli.options import STEWARD, Home, Json, opened
from assetmap.cli.speaking import give, say

if TYPE_CHECKING:
    from assetmap.store.people import Known

# The circle → as it is said of whoever belongs to it.
_SEES = {
    "public": "what everybody sees",
    "partners": "what is for partners too",
    "workshop": "what is for the people who make this map too",
}
Name = Annotated[str, typer.Argument(help="Their first name.", metavar="NAME")]


def add(app: typer.Typer) -> None:
    """Add the commands."""
    people = typer.Typer(help="Say who may sign in: add, change, renew, end, list.", no_args_is_help=True)
    people.command("add", help="Let somebody sign in; their passphrase is made, and said this once.")(add_one)
    people.command("change", help="Give somebody another role or circle.")(change)
    people.command("renew", help="Give somebody a new passphrase; they are signed out everywhere.")(renew)
    people.command("end", help="Let somebody sign in no more; they are signed out at once.")(end)
    people.command("list", help="List who may sign in.")(list_)
    app.add_typer(people, name="people")


def add_one(
    name: Name,
    role: Annotated[str, typer.Option(help="steward, contributor or visitor.")] = "contributor",
    circle: Annotated[str, typer.Option(help="What they see: public, partners or workshop.")] = "public",
    email: Annotated[
        str | None, typer.Option(help="Sign in at the OpenID provider with this verified address, not a passphrase.")
    ] = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Add somebody."""
    from assetmap.passphrases import made

    passphrase = made() if email is None else None
    place = opened(home)
    try:
        one = place.store.people.add(name, role=role, audience=circle, passphrase=passphrase, email=email, by=STEWARD)
    finally:
        place.close()
    _told(one, passphrase, as_json=as_json)


def change(
    name: Name,
    role: Annotated[str | None, typer.Option(help="steward, contributor or visitor.")] = None,
    circle: Annotated[str | None, typer.Option(help="public, partners or workshop.")] = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Change what somebody may do and see; it counts at their next step."""
    place = opened(home)
    try:
        one = place.store.people.change(name, role=role, audience=circle, by=STEWARD)
    finally:
        place.close()
    _told(one, None, as_json=as_json)


def renew(name: Name, home: Home = None, as_json: Json = False) -> None:
    """Give somebody a new passphrase."""
    from assetmap.passphrases import made

    passphrase = made()
    place = opened(home)
    try:
        place.store.people.renew(name, passphrase=passphrase, by=STEWARD)
    finally:
        place.close()
    say("note: the passphrase is said this once and cannot be found again.")
    give({"alias": name, "passphrase": passphrase}, [f"{name}: {passphrase}"], as_json=as_json)


def end(name: Name, home: Home = None, as_json: Json = False) -> None:
    """End somebody's access."""
    place = opened(home)
    try:
        one = place.store.people.end(name, by=STEWARD)
    finally:
        place.close()
    give(_as_json(one), [f"{one.alias} signs in no more."], as_json=as_json)


def list_(home: Home = None, as_json: Json = False) -> None:
    """List who may sign in, and who might once."""
    place = opened(home)
    try:
        known = place.store.people.everybody()
    finally:
        place.close()
    lines = [_line(one) for one in known] or ["Nobody signs in: whoever sits at this computer looks after the map."]
    give({"people": [_as_json(one) for one in known]}, lines, as_json=as_json)


def _told(one: Known, passphrase: str | None, *, as_json: bool) -> None:
    result, lines = _as_json(one), [_line(one)]
    if passphrase is not None:
        say("note: the passphrase is said this once and cannot be found again.")
        result["passphrase"] = passphrase
        lines.append(f"  passphrase: {passphrase}")
    give(result, lines, as_json=as_json)


def _as_json(one: Known) -> dict[str, Any]:
    return {
        "alias": one.alias, "role": one.role, "circle": one.audience, "how": one.how,
        "added_on": one.added_on.isoformat(), "ended_on": one.ended_on.isoformat() if one.ended_on else None,
    }  # fmt: skip


def _line(one: Known) -> str:
    ended = f", ended {one.ended_on:%d %b %Y}" if one.ended_on else ""
    sees = "everything" if one.role == "steward" else _SEES.get(one.audience, one.audience)
    return f"{one.alias}: {one.role}, sees {sees}, signs in by {one.how}{ended}"
