"""What is left of a workshop: a file to take along, a list for the next day, and nothing where it was taken back."""

import csv
import io
import json
import zipfile

import pytest
from shapely import Point

from assetmap.errors import ExchangeError, PermissionDeniedError
from assetmap.workshop import (
    begin,
    by_area,
    by_category,
    category,
    connections,
    export_session,
    meant,
    shown,
    tomorrow,
    withdraw,
)
from tests.workshop.conftest import HERE

JPEG = b"\xff\xd8\xffa cut-out"
SECRET = (b"Pike", b"07700", b"Bob", b"Rose House", b"told")


@pytest.fixture
def full(hall):
    one, other = (
        hall.add("Lunch club", category=hall.session.categories[0].key),
        hall.add("=Chapel hall", shown=False, publish=True),
    )
    hall.add("Bob", "person with a skill", where=None)
    hall.add("Rose House", "advice and help", precision="not_shown")
    hall.add("From paper", how="paper", picture=JPEG, where=Point(HERE.x + 0.01, HERE.y))
    hall.add("Said on a phone", where=None, said_where="behind the church")
    hall.say("It helped me", private={"told_by": "Ann Pike", "contact": "07700 900123"})
    hall.say("Pike sang")
    hall.say("uses the hall", "link", about=(one.id, other.id))
    gap = hall.say("No bus", "gap", where=(HERE.x, HERE.y))
    hall.say("Later", "plan", due="before Christmas")
    hall.say("Soon", "plan", due="2026-12-01", who="the chapel")
    hall.say("Seeds", "grant", amount=50.0)
    hall.store.sessions.say(_heard(hall), by="steward", audio=("audio/webm", b"sound"))
    for target, dots in ((one, 3), (gap, 2), (other, 1)):
        hall.store.sessions.vote(hall.session.id, target.id, ballot="a", dots=dots, by="steward")
    return hall


def _heard(hall):
    import uuid

    from assetmap.store.sessions import Note

    return Note(id=str(uuid.uuid4()), session=hall.session.id, what="story", words="", shown=True)


def parts_of(path):
    with zipfile.ZipFile(path) as there:
        return {name: there.read(name) for name in there.namelist()}


def test_the_file_to_hand_on_holds_what_they_may_see_and_names_nobody(full, tmp_path):
    path = tmp_path / "tea.zip"
    taken = export_session(full.place, full.session, path, by="steward")
    parts = parts_of(path)
    assert set(parts) == {"assets.geojson", "assets.csv", "notes.csv", "summary.json"}
    assert [x for x in SECRET if any(x in content for content in parts.values())] == []
    names = [x["properties"]["name"] for x in json.loads(parts["assets.geojson"])["features"]]
    assert names == ["Lunch club", "=Chapel hall", "From paper", "Said on a phone"]
    rows = list(csv.DictReader(io.StringIO(parts["notes.csv"].decode("utf-8-sig"))))
    assert [x["words"] for x in rows] == ["It helped me", "uses the hall", "No bus", "Later", "Soon", "Seeds"]
    assert rows[1]["about"] == "Lunch club; =Chapel hall"
    said = json.loads(parts["summary.json"])
    assert (said["audience"], said["counts"]["assets"], said["held_back"]) == ("workshop", 4, taken.held_back)
    assert taken.held_back == 3
    assert said["dots_by_category"] == [{"category": "Warm places", "dots": 3}, {"category": "", "dots": 1}]
    assert sum(x["dots"] for x in said["dots_by_area"]) == 6
    assert said["links"] == [{"from": "Lunch club", "to": "=Chapel hall", "said": "uses the hall"}]
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(ExchangeError):
        export_session(full.place, full.session, path, by="steward")
    public = export_session(full.place, full.session, path, by="steward", audience="public", force=True)
    assert (public.assets, public.notes) == (0, 0)


def test_the_whole_file_is_for_who_looks_after_the_map_and_says_so(full, tmp_path):
    path = tmp_path / "tea.zip"
    taken = export_session(full.place, full.session, path, by="steward", private=True)
    parts = parts_of(path)
    assert parts["recordings/recording-1.webm"] == b"sound"
    rows = list(csv.DictReader(io.StringIO(parts["notes.csv"].decode("utf-8-sig"))))
    assert (rows[0]["told_by"], rows[0]["contact"]) == ("Ann Pike", "07700 900123")
    assert rows[2]["recording"] == "recording-1.webm"
    assert (taken.assets, taken.notes, taken.held_back, taken.recordings) == (6, 8, 0, 1)
    assert "names people" in json.loads(parts["summary.json"])["for"]
    with pytest.raises(PermissionDeniedError):
        export_session(full.place, full.session, tmp_path / "b.zip", by="resident")


def test_cells_of_the_file_that_a_spreadsheet_would_run_are_harmless(hall, tmp_path):
    hall.say("=cmd|' /C calc'!A0", "plan", who="+1", due="@x")
    export_session(hall.place, hall.session, tmp_path / "a.zip", by="steward")
    [row] = csv.DictReader(io.StringIO(parts_of(tmp_path / "a.zip")["notes.csv"].decode("utf-8-sig")))
    assert (row["words"][:2], row["who"], row["due"]) == ("'=", "'+1", "'@x")


def test_the_next_day_has_its_list(full):
    to_do = tomorrow(full.place, full.session)
    assert len(to_do.drafts) == 5
    [typed] = to_do.to_type
    assert full.store.get(typed).asset.name == "From paper"
    assert [where for _, where in to_do.to_place] == ["behind the church"]
    assert [x.private["contact"] for x in to_do.to_ring] == ["07700 900123"]
    assert [x.words for x in to_do.plans] == ["Soon", "Later"]
    assert [x.words for x in to_do.grants] == ["Seeds"]
    assert to_do.duplicates == ()
    twin = full.add("The Lunch Club")
    assert [{x.one.asset.id, x.other.asset.id} & {twin.id} for x in tomorrow(full.place, full.session).duplicates]
    with pytest.raises(PermissionDeniedError):
        tomorrow(full.place, full.session, by="resident")


def test_sums_and_links_are_of_what_is_seen_alone(full):
    seen = shown(full.place, full.session, audience="workshop")
    assert by_category(full.place, full.session, seen) == [{"category": "Warm places", "dots": 3}]
    assert sum(int(x["dots"]) for x in by_area(full.place, seen)) == 5
    assert connections(seen) == ()  # one end of it waits


def test_a_workshop_that_is_taken_back_is_gone_and_the_copies_that_hold_it_are_named(full, tmp_path):
    export_session(full.place, full.session, tmp_path / "tea.zip", by="steward")
    before = set(full.store.ids())
    done = withdraw(full.place, full.session, by="steward: Jo")
    assert len(done.versions) == 6
    assert [x.name for x in done.copies] == ["tea.zip"]
    assert full.store.sessions.get(full.session.id) is None
    assert len(before - set(full.store.ids())) == 6
    with pytest.raises(PermissionDeniedError):
        withdraw(full.place, begin(full.place, name="Another", by="steward"), by="resident")


def test_the_only_workshop_that_goes_on_is_the_one_meant(place):
    from assetmap.errors import StoreError

    with pytest.raises(StoreError, match="no workshop yet"):
        meant(place, by="steward")
    one = begin(place, name="One", by="steward")
    assert meant(place, by="steward").id == one.id == meant(place, one.short.lower(), by="steward").id
    begin(place, name="Two", by="steward")
    with pytest.raises(StoreError, match="2 workshops go on"):
        meant(place, by="steward")
    for x in place.store.sessions.all(by="steward"):
        place.store.sessions.close(x.id, by="steward")
    with pytest.raises(StoreError, match="say which one"):
        meant(place, by="steward")
    with pytest.raises(StoreError, match="there is no workshop"):
        meant(place, "ZZZZZZ", by="steward")


def test_each_category_gets_a_colour_of_its_own_and_then_a_shape(place):
    from assetmap.errors import StoreError

    made = []
    for at in range(48):
        made.append(category(f"c{at}", others=made))
    assert len({x.colour for x in made[:8]}) == 8
    assert len({(x.colour, x.shape) for x in made}) == 48
    with pytest.raises(StoreError):
        category("one more", others=made)
    assert category("red one", colour="red", others=made[:1]).shape == "square"
