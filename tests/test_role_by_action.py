"""Role × action, every cell: through the functions of the store, through the shell and through the screen."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from assetmap import contributions
from assetmap.assets import Asset
from assetmap.errors import AssetMapError, PermissionDeniedError
from assetmap.exchange.sheets import Row, Sheet, Sheets
from assetmap.importing import import_bytes
from assetmap.passphrases import made
from assetmap.place import open_place
from assetmap.roles import LEAST, OWN_KEYBOARD, ROLES, Person, is_steward, may, role_of
from assetmap.setup.editing import change_place, seen
from assetmap.setup.trying import discard, set_aside
from assetmap.staging import commit, decided, stage
from assetmap.store.base import Edit
from assetmap.store.geopackage import GeoPackageStore, proofs

KIND = "green place"
WORDS = "rosemary poplar spiral plank"
LIST = b"name,kind\nA hall,green place\n"
SHEETS = Sheets((Sheet(headings=("name",), rows=(Row(2, {"name": "A hall"}),)),))


def asset(name, **said):
    return Asset(name=name, kind=KIND, **said)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(proofs, "_N", 2**4)


@pytest.fixture
def here(tmp_path):
    """A small place: something shown, a draft, something turned away, and the change that showed it."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "place.toml").write_text('name = "Small"\n')
    store = GeoPackageStore.open(home / "assets.gpkg")
    shown, other, draft, away = (asset(x) for x in ("Shown", "Other", "Draft", "Away"))
    for one in (shown, other):
        contributions.submit(store, one, by="steward", publish=True)
    contributions.submit(store, draft, by="resident")
    contributions.submit(store, away, by="resident")
    contributions.reject(store, [away.id], by="steward")
    store.what_ifs.keep("Now", assets={shown.id: None}, record={}, by="steward")
    store.close()
    place = open_place(home)
    yield SimpleNamespace(place=place, store=place.store, shown=shown, other=other, draft=draft, away=away)
    place.close()


def doings(here):
    """Action → what does it, told who does."""
    store = here.store
    return {
        "draft": lambda by: contributions.submit(store, asset("New"), by=by),
        "approve": lambda by: contributions.approve(store, [here.draft.id], by=by),
        "approve a list": lambda by: contributions.approve_change(store, store.get(here.draft.id).change, by=by),
        "reject": lambda by: contributions.reject(store, [here.draft.id], by=by),
        "publish": lambda by: contributions.submit(store, asset("At once"), by=by, publish=True),
        "edit published": lambda by: contributions.submit(store, here.shown.changed(name="Changed"), by=by),
        "check": lambda by: contributions.checked(store, here.shown.id, how="phoned", on=_today(), by=by),
        "pause": lambda by: contributions.pause(store, here.shown.id, by=by),
        "close": lambda by: contributions.close(store, here.shown.id, by=by),
        "undo": lambda by: contributions.undo(store, store.get(here.shown.id).change, by=by),
        "bring back": lambda by: contributions.bring_back(store, here.away.id, by=by),
        "withdraw": lambda by: contributions.withdraw(store, here.shown.id, by=by),
        "set up": lambda by: change_place(here.place.home, {"tell": "Ana"}, since=seen(here.place.home).mark, by=by),
        "try a place": lambda by: discard(set_aside(by=by), by=by),
        "manage people": lambda by: store.people.add("Eve", role="visitor", passphrase=made(), by=by),
        "change people": lambda by: store.people.change("Keeper", audience="workshop", by=by),
        "renew people": lambda by: store.people.renew("Keeper", passphrase=made(), by=by),
        "end people": lambda by: store.people.end("Keeper", by=by),
        "import and publish": lambda by: import_bytes(here.place, LIST, "a.csv", publish=True, by=by),
        "lay a list out": lambda by: stage(here.place, SHEETS, "a.csv", kind="green place", by=by),
        "lay it out again": lambda by: decided(here.place, laid_out(here), decisions={}, by=by),
        "bring in what was laid out": lambda by: commit(here.place, laid_out(here), by=by),
        "remember a list": lambda by: store.lists.keep("shape", "groups", meanings={}, kind="", by=by),
        "keep a what-if": lambda by: store.what_ifs.keep("Then", assets={}, record={}, by=by),
        "see what-ifs": lambda by: store.what_ifs.all(by=by),
        "delete a what-if": lambda by: store.what_ifs.forget("Now", by=by),
    }


LEAST_OF = dict.fromkeys(
    [
        "approve", "approve a list", "reject", "publish", "edit published", "check", "pause", "close", "undo",
        "bring back", "withdraw", "set up", "try a place", "manage people", "change people", "renew people",
        "end people", "import and publish", "lay a list out", "lay it out again",
        "bring in what was laid out", "remember a list", "keep a what-if", "see what-ifs", "delete a what-if",
    ],
    "steward",
) | {"draft": "contributor"}  # fmt: skip

WHO = (
    "visitor", "contributor", "steward",
    "visitor signed in", "contributor signed in", "steward signed in",
    "steward of before", "steward signed out", "steward ended", "steward made up", "own keyboard of before",
)  # fmt: skip
ALLOWED = {name: name.split()[0] for name in WHO[:6]} | dict.fromkeys(WHO[6:], "nobody")


def person(store, who):
    """Return who does it, as the screens would say it."""
    role, _, state = who.partition(" ")
    if not state:
        return {"contributor": "resident"}.get(role, role)
    if state == "made up":
        return Person(role="steward", alias="Jo", sign_in="0" * 64)
    if who == "own keyboard of before":
        return Person(role="steward", sign_in=OWN_KEYBOARD)
    store.people.add("Jo", role=role, audience="workshop", passphrase=WORDS, by="steward")
    found = store.people.person_of(store.people.sign_in("Jo", WORDS))
    if state == "of before":
        store.people.change("Jo", role="visitor", by="steward")
    elif state == "signed out":
        store.people.sign_out(found)
    elif state == "ended":
        store.people.end("Jo", by="steward")
    return found


def laid_out(here):
    return stage(here.place, SHEETS, "a.csv", kind="green place", by="steward")


def _today():
    from datetime import date

    return date(2026, 11, 21)


def state_of(here):
    """Return everything a doing could change."""
    people = [(x.alias, x.role, x.audience, x.ended_on) for x in here.store.people.everybody()]
    plans = [x.name for x in here.store.what_ifs.all(by="steward")]
    return here.store.version(), people, plans, (here.place.home / "place.toml").read_text()


# What lies in files beside the store asks for the role that whoever asks has at that moment (`session.by`).
BESIDE = {"set up", "try a place"}


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("action", LEAST_OF)
def test_through_the_store(here, who, action):
    here.store.people.add("Keeper", role="steward", passphrase=made(), by="steward")
    by = person(here.store, who)
    was = state_of(here)
    doing = doings(here)[action]
    held = ALLOWED[who]
    if held != "nobody" and ROLES.index(held) >= ROLES.index(LEAST_OF[action]):
        doing(by)
    elif held == "nobody" and action in BESIDE:
        with pytest.raises(PermissionDeniedError):
            here.store.people.still(by)
    else:
        with pytest.raises(PermissionDeniedError):
            doing(by)
        assert state_of(here) == was


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", LEAST)
def test_the_table_itself(role, action):
    by = {"contributor": "resident"}.get(role, role)
    assert role_of(by) == role
    assert may(by, action) == (ROLES.index(role) >= ROLES.index(LEAST[action]))
    assert may(Person(role=role), action) == may(by, action)


def test_a_receipt_makes_nobody_a_steward_and_serves_a_visitor(here):
    code = contributions.receipt(here.store, here.draft.id)
    contributions.withdraw_by_receipt(here.store, code)
    assert here.store.get(here.draft.id) is None or here.store.get(here.draft.id).asset.status == "withdrawn"
    with pytest.raises(AssetMapError):
        contributions.withdraw_by_receipt(here.store, code[:-1] + ("0" if code[-1] != "0" else "1"))


def test_a_raw_write_by_who_may_less_than_they_say_is_nothing(here):
    by = person(here.store, "contributor signed in")
    claims = Person(role="steward", alias=by.alias, audience=by.audience, sign_in=by.sign_in)
    was = state_of(here)
    with pytest.raises(PermissionDeniedError):
        here.store.write([Edit(asset=asset("x", status="published"))], by=claims)
    assert state_of(here) == was


@pytest.mark.slow
def test_through_the_shell_one_is_the_steward(tmp_path, town):
    """The shell belongs to whoever owns the machine and its files: there is nobody to be refused there."""
    home = tmp_path / "town"
    shutil.copytree(town, home)

    def shell(*words):
        done = subprocess.run(
            [sys.executable, "-m", "assetmap", *words, "--home", str(home), "--json"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        return done.returncode, json.loads(done.stdout)

    status, added = shell("people", "add", "Jo", "--role", "steward")
    assert status == 0
    assert len(added["passphrase"].split()) == 5
    assert shell("people", "change", "Jo", "--role", "contributor", "--circle", "partners")[1]["circle"] == "partners"
    assert shell("people", "renew", "Jo")[1]["passphrase"] != added["passphrase"]
    assert shell("people", "end", "Jo")[0] == 0
    listed = shell("people", "list")[1]["people"]
    assert [(x["alias"], bool(x["ended_on"])) for x in listed] == [("Jo", True)]
    assert "passphrase" not in json.dumps(listed).replace('"how": "passphrase"', "")
    shell("people", "add", "Kay", "--role", "steward")
    said = subprocess.run(
        [sys.executable, "-m", "assetmap", "people", "list", "--home", str(home)],
        capture_output=True, text=True, check=False, encoding="utf-8",
    ).stdout.splitlines()  # fmt: skip
    assert said[0] == "Kay: steward, sees everything, signs in by passphrase"
    assert said[1].startswith("Jo: contributor, sees what is for partners too, signs in by passphrase, ended ")
    place = open_place(home)
    [draft, *_] = place.store.ids(statuses={"draft"})
    place.close()
    assert shell("approve", draft)[1]["approved"] == 1
    assert shell("people", "end", "Nobody")[0] == 1


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    from assetmap.demo import make_demo

    return make_demo(tmp_path_factory.mktemp("homes") / "town")


@pytest.fixture
def screen_home(town, tmp_path, monkeypatch):
    from assetmap.screens import homes, session

    home = tmp_path / "town"
    shutil.copytree(town, home)
    monkeypatch.setenv("ASSETMAP_HOME", str(home))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "user"))
    yield home
    for kept in list(session._open):
        session.let_go(kept)
    homes._chosen.clear()
    homes._words.clear()


@contextmanager
def signed_in(home, role, monkeypatch):
    """Somebody of a role on a screen: by the cookie of a real sign-in, from another computer."""
    from assetmap.screens import session

    place = open_place(home)
    place.store.people.add("Keeper", role="steward", passphrase=made(), by="steward")
    place.store.people.add("Jo", role=role, passphrase=WORDS, by="steward")
    token = place.store.people.sign_in("Jo", WORDS)
    monkeypatch.setattr(session, "at_own_keyboard", lambda **_: False)
    yield place, token
    place.close()


def opened(token, page):
    from streamlit.testing.v1 import AppTest

    from assetmap.screens.doors import MAIN

    run = AppTest.from_file(str(MAIN), default_timeout=60)
    run.session_state["signed_in_again"] = token
    run.run()
    return run.switch_page(page).run()


def said(run):
    return " ".join([*(str(getattr(x, "proto", x).body) for x in run.get("html")), *(x.value for x in run.error)])


SCREENS = {
    "look_after.py": "for whoever looks after this map",
    "your_place.py": "Whoever looks after this map changes these things",
    "workshop.py": "A workshop is led from the computer of whoever looks after this map",
    "scribe.py": "A workshop is led from the computer of whoever looks after this map",
}


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_through_the_screen(screen_home, monkeypatch, role):
    from assetmap.screens import session

    with signed_in(screen_home, role, monkeypatch) as (place, token):
        for page, refusal in SCREENS.items():
            run = opened(token, page)
            assert not run.exception
            assert (refusal in said(run)) == (role != "steward")
        adding = opened(token, "add.py")
        assert ("one signs in first" in said(adding)) == (role == "visitor")
        labels = [x.label for x in adding.button]
        assert ("Save" in labels) == (role != "visitor")
        assert place.store.version() == place.store.version()
        assert is_steward(role) == ("Show it" in [x.label for x in opened(token, "look_after.py").button])
    assert session  # the screens judge by it


@pytest.mark.slow
@pytest.mark.parametrize("lost", ["contributor", "visitor", "ended", "signed out"])
def test_a_role_taken_away_on_an_open_screen_decides_nothing_more(screen_home, monkeypatch, lost):
    with signed_in(screen_home, "steward", monkeypatch) as (place, token):
        run = opened(token, "look_after.py")
        show = next(x for x in run.button if x.label == "Show it")
        was = place.store.version()
        people = place.store.people
        if lost == "ended":
            people.end("Jo", by="steward")
        elif lost == "signed out":
            people.sign_out(people.person_of(token))
        else:
            people.change("Jo", role=lost, by="steward")
        show.click().run()
        assert place.store.version() == was
        assert not run.exception
        assert "Show it" not in [x.label for x in run.button]
        if lost in {"ended", "signed out"}:
            assert "You have been signed out" in said(run)
