"""The big screen: what it is told, that nothing private is in it, and who may open it."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from typing import TYPE_CHECKING

import pytest
from shapely import Point
from streamlit.testing.v1 import AppTest

from assetmap import contributions, workshop
from assetmap.assets import Asset
from assetmap.place import open_place
from assetmap.screens import session
from assetmap.screens.doors import MAIN
from assetmap.screens.wall.telling import told
from assetmap.store.sessions import Belongs, Category, Note
from tests.screens.conftest import troubles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assetmap.place import Place
    from assetmap.store.sessions import Session

_SWEET = Category(key="sweet", label="Sweet spots", colour="red", shape="star", kind="indoor_place")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    from assetmap.demo import make_demo

    there = open_place(make_demo(tmp_path_factory.mktemp("wall") / "town"))
    yield there
    there.close()


@pytest.fixture
def on(place: Place) -> Session:
    return workshop.begin(
        place, name="Tea and maps", where="St Luke's hall", on=date(2026, 11, 22), question="What helps you feel well?",
        categories=(_SWEET,), by="steward",
    )  # fmt: skip


def said(place: Place, on: Session, name: str, *, at: tuple[float, float] | None = None, **fields: object) -> Asset:
    """Something that the scribe typed."""
    where = Point(at) if at is not None else next(
        x.asset.where for x in place.store.read(statuses={"published"}) if x.asset.where is not None
    )  # fmt: skip
    known = {"kind": "indoor_place", "audience": "workshop", "source": "workshop", "how_checked": "resident"}
    asset = Asset(name=name, where=where, **{**known, **fields})
    contributions.submit(
        place.store, asset, by="steward", areas=place.layer("areas"), streets=place.layer("streets"),
        belongs=Belongs(session=on.id, category="sweet", shown=True),
    )  # fmt: skip
    return asset


def note(place: Place, on: Session, what: str, words: str, **fields: object) -> Note:
    """Something said that is no asset."""
    from assetmap.assets import new_id

    made = Note(id=new_id(), session=on.id, what=what, words=words, shown=True, **fields)
    return place.store.sessions.say(made, by="steward")


def wall(place: Place, on: Session, *, door: tuple[str, str] = ("", "")) -> dict:
    """What the browser would get."""
    return told(
        on, workshop.shown(place, on, audience="workshop"), place.store.sessions.members(on.id),
        ground="/ground", attribution="© somebody", door=door,
    )  # fmt: skip


def headings(told: dict) -> list[str]:
    return [part["heading"] for part in told["parts"]]


def test_what_is_said_stands_on_the_wall_with_its_sticker_the_newest_first(place, on):
    said(place, on, "Tea hut")
    said(place, on, "Bench by the weir")
    there = wall(place, on)
    assert there["many"] == "2 things said"
    assert [x["text"] for x in there["parts"][0]["rows"]] == ["Bench by the weir", "Tea hut"]
    assert [x["name"] for x in there["pins"]] == ["Tea hut", "Bench by the weir"]
    assert there["legend"] == [{"text": "Sweet spots", "picture": "own sweet", "count": "2"}]
    assert all(x["picture"] in there["symbols"] for x in there["pins"])
    assert there["newest"] == "Bench by the weir"
    assert there["question"] == "What helps you feel well?"


def test_a_long_list_says_how_many_more_there_are_as_the_language_counts(place, on, monkeypatch):
    monkeypatch.setattr("assetmap.screens.wall.telling.MOST", 2)
    for at in range(4):
        said(place, on, f"Bench {at}")
    there = wall(place, on)
    assert (len(there["parts"][0]["rows"]), there["parts"][0]["all"]) == (2, 4)
    assert there["more"][2] == "and 2 more"
    assert len(wall(place, dataclasses.replace(on, language="ar"))["more"]) == 5


def test_one_thing_is_one_thing(place, on):
    said(place, on, "Tea hut")
    assert wall(place, on)["many"] == "1 thing said"


def test_nothing_private_reaches_the_wall_and_how_much_is_held_back_is_said(place, on):
    said(place, on, "Ursula Penhaligon", kind="person_with_a_skill")
    said(place, on, "Quiet house", precision="not_shown", address="17 Rowan Rise")
    said(place, on, "Walking group", contact_name="Wilfred Tansy", phone="01632 960 114")
    note(place, on, "story", "Somebody brought soup.", private={"told_by": "Ottoline Brack"})
    note(place, on, "story", "Ottoline Brack brought soup.")
    note(place, on, "plan", "Ring the school", who="two of us", private={"person": "Ignatius Vole"})
    there = wall(place, on)
    text = json.dumps(there, ensure_ascii=False)
    for secret in ("Penhaligon", "Rowan Rise", "Quiet house", "Tansy", "01632", "Brack", "Vole"):
        assert secret not in text
    assert "Walking group" in text
    assert there["held"] == "3 things said are kept private"


def test_no_id_of_the_store_reaches_the_browser(place, on):
    asset = said(place, on, "Tea hut")
    gap = note(place, on, "gap", "Somewhere warm", where=(-2.36, 51.38))
    text = json.dumps(wall(place, on))
    assert asset.id not in text
    assert gap.id not in text
    assert on.id not in text


def test_each_stage_shows_what_it_is_about(place, on):
    hut, hall = said(place, on, "Tea hut"), said(place, on, "Scout hall")
    note(place, on, "story", "It got me out of the house.")
    note(place, on, "link", "The tea hut uses the scout hall's kitchen", about=(hut.id, hall.id))
    note(place, on, "plan", "Ask for the field", who="the allotment group", due="2026-12-12")
    note(place, on, "grant", "Seeds", amount=350.0)
    for ballot, dots in (("a", 3), ("b", 1)):
        place.store.sessions.vote(on.id, hall.id, ballot=ballot, dots=dots, by="steward")
    place.store.sessions.vote(on.id, hut.id, ballot="a", dots=1, by="steward")
    stages = {stage: wall(place, dataclasses.replace(on, stage=stage)) for stage in ("listen", "connect", "purpose")}
    assert headings(stages["listen"]) == ["Just said", "Stories"]
    assert stages["listen"]["links"] == []
    assert headings(stages["connect"]) == ["What goes with what", "Just said"]
    assert stages["connect"]["links"] == [[hut.short, hall.short]]
    [bars] = stages["purpose"]["parts"]
    assert [(x["text"], x["count"], x["share"]) for x in bars["rows"]] == [
        ("Scout hall", "4", 1),
        ("Tea hut", "1", 0.25),
    ]
    plans, grants = wall(place, dataclasses.replace(on, stage="mobilise"))["parts"]
    assert plans["rows"] == [{"text": "Ask for the field", "more": "the allotment group · by 12 Dec 2026"}]
    assert grants["rows"] == [{"text": "Seeds", "count": "350"}]


def test_phones_are_asked_in_only_while_their_door_is_open(place, on):
    assert wall(place, on, door=("http://192.168.1.5:8501/join", "<svg/>"))["join"] is None
    opened = place.store.sessions.open_door(on.id, by="steward")
    join = wall(place, opened, door=("http://192.168.1.5:8501/join", "<svg/>"))["join"]
    assert join["code"] == opened.code
    assert join["address"] == "192.168.1.5:8501/join"
    assert join["picture"].startswith("data:image/svg+xml;base64,")
    assert wall(place, place.store.sessions.shut_door(on.id, by="steward"))["join"] is None


def test_the_wall_speaks_the_language_of_the_workshop(place, on):
    there = wall(place, dataclasses.replace(on, language="fr"))
    assert there["about"][-1] == "22 nov. 2026"


@pytest.fixture
def screen(place: Place, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("ASSETMAP_HOME", str(place.home))
    return AppTest.from_file(str(MAIN), default_timeout=60)


def drawn(screen: AppTest, on: Session) -> str:
    """What the page says, and whether the wall is on it."""
    screen.query_params["workshop"] = on.short
    screen.switch_page("big_screen.py").run()
    assert not troubles(screen)
    return " ".join([str(x.proto.body) for x in screen.get("html")] + [f"key={x.key}" for x in _components(screen)])


def _components(screen: AppTest) -> list:
    found, todo = [], [screen.main]
    while todo:
        block = todo.pop()
        todo += list(getattr(block, "children", {}).values())
        found += [block] if type(block).__name__ == "UnknownElement" else []
    return found


def test_the_big_screen_opens_for_whoever_leads_the_workshop_without_a_banner(screen, on, monkeypatch):
    monkeypatch.setattr(session, "by", lambda: "steward: Jo")
    said_there = drawn(screen, on)
    assert f"key=wall_{on.short}" in said_there
    assert 'class="place"' not in said_there


def test_a_stale_link_says_where_the_big_screen_is_opened(screen, on, monkeypatch):
    monkeypatch.setattr(session, "by", lambda: "steward: Jo")
    assert "This workshop is not here." in drawn(screen, dataclasses.replace(on, short="NOPE12"))


def test_nobody_else_may_open_it(screen, on, monkeypatch):
    monkeypatch.setattr(session, "by", lambda: "resident")
    said_there = drawn(screen, on)
    assert "opened by whoever leads the workshop" in said_there
    assert f"key=wall_{on.short}" not in said_there
