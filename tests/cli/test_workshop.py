"""A workshop from the shell: begun, moved on, seen, taken along, ended and taken back."""

import json
import uuid
import zipfile

from assetmap.assets import Asset
from assetmap.contributions import submit
from assetmap.place import open_place
from assetmap.store.sessions import Belongs, Note

NEW = ("workshop", "new", "--name", "Tea and maps", "--where", "St Luke's", "--on", "2026-11-24", "--question",
       "What helps?",
       "--budget", "3", "--category", "Warm places:orange:star", "--category", "Green")  # fmt: skip


def home_of(shell, town, *words):
    return shell(*words, "--home", town, "--json")


def test_a_workshop_is_run_from_the_shell(shell, town, tmp_path):
    made = home_of(shell, town, *NEW).json
    assert (made["name"], made["on"], made["stage"], made["audience"], made["budget"]) == (
        "Tea and maps", "2026-11-24", "listen", "workshop", 3)  # fmt: skip
    assert made["categories"][0] == {"label": "Warm places", "colour": "orange", "shape": "star"}
    assert made["categories"][1]["colour"] != "orange"
    assert home_of(shell, town, "workshop", "list").json["workshops"] == [made]
    assert home_of(shell, town, "workshop", "stage", "connect").json["stage"] == "connect"
    place = open_place(town)
    belongs = Belongs(session=made["id"], shown=True)
    submit(place.store, Asset(name="Lunch club", kind="group or club"), by="steward", belongs=belongs)
    told = {"told_by": "Zqkanari", "contact": "01225 000000"}
    note = Note(id=str(uuid.uuid4()), session=made["id"], what="story", words="It helped", private=told)
    place.store.sessions.say(note, by="steward")
    place.close()
    shown = home_of(shell, town, "workshop", "show", "--session", made["short"].lower()).json
    assert (shown["assets"], shown["drafts"], shown["said"]["story"], shown["tomorrow"]["to_ring_back"]) == (1, 1, 1, 1)
    out = home_of(shell, town, "workshop", "export", tmp_path / "tea.zip").json
    assert (out["assets"], out["said"], out["private"]) == (1, 1, False)
    with zipfile.ZipFile(tmp_path / "tea.zip") as there:
        assert not any(b"Zqkanari" in there.read(x) for x in there.namelist())
    assert home_of(shell, town, "workshop", "close").json["closed_on"] is not None
    assert shell("workshop", "show", "--home", town).status == 1  # none goes on: which one is meant?
    asked = home_of(shell, town, "workshop", "withdraw", "--session", made["short"])
    assert asked.status == 1
    assert "--yes" in asked.json["error"]
    gone = home_of(shell, town, "workshop", "withdraw", "--session", made["short"], "--yes").json
    assert (gone["withdrawn"], gone["copies"]) == (1, ["tea.zip"])
    assert home_of(shell, town, "workshop", "list").json == {"workshops": []}


def test_what_a_workshop_cannot_be_is_said_in_a_sentence(shell, town, tmp_path):
    for words, said in (
        (("new", "--name", " "), "name"),
        (("new", "--name", "A", "--on", "tomorrow"), "2026-11-24"),
        (("new", "--name", "A", "--category", "Warm:red:circle:x"), "--category"),
        (("new", "--name", "A", "--category", "Warm:gold:circle"), "[--category] choose a colour of red"),
        (("new", "--name", "A", "--category", "Warm:red:cross"), "a shape of circle"),
        (("new", "--name", "A", "--category", "A:red:star", "--category", "B:red:star"), "[--category]"),
        (("new", "--name", "A", "--audience", "all"), "[--audience] choose one of public"),
        (("show",), "no workshop yet"),
        (("export", str(tmp_path / "tea.csv")), ".zip"),
    ):
        answer = home_of(shell, town, "workshop", *words)
        assert answer.status == 1
        assert said in answer.json["error"]
        assert "Traceback" not in answer.err
    home_of(shell, town, *NEW)
    assert "[STAGE]" in home_of(shell, town, "workshop", "stage", "storm").json["error"]
    assert json.loads(home_of(shell, town, "workshop", "list").out)["workshops"][0]["stage"] == "listen"


def test_what_was_chosen_for_a_workshop_is_told_when_it_begins_and_when_it_is_shown(shell, town):
    place = open_place(town)
    west, south, east, north = place.layer("areas").to_crs(4326).total_bounds
    place.close()
    begun = shell(*NEW, "--near", f"{(south + north) / 2:.4f},{(west + east) / 2:.4f}", "--home", town)
    shown = shell("workshop", "show", "--home", town)
    for said in (begun.out, shown.out):
        assert "categories: Warm places (orange star), Green (" in said
        assert "dots: 3 for each person" in said
        assert "map: about 2." in said
    other = shell("workshop", "new", "--name", "Open", "--home", town).out
    assert "none of the residents’ own" in other
    assert "dots: as many as each person likes" in other
    assert "map: the whole place" in other


def test_a_category_needs_no_colour_and_no_shape(shell, town):
    made = home_of(shell, town, "workshop", "new", "--name", "A", "--category", "Blue:blue", "--category", "B::star")
    first, second = made.json["categories"]
    assert first["colour"] == "blue"
    assert second["shape"] == "star"
    assert "may be left out" in " ".join(shell("workshop", "new", "--help").out.replace("│", " ").split())


def test_a_workshop_is_meant_by_its_code_alone_as_an_asset_is(shell, town, tmp_path):
    short, other = (home_of(shell, town, "workshop", "new", "--name", x).json["short"] for x in "AB")
    assert home_of(shell, town, "workshop", "show", short.lower()).json["name"] == "A"
    assert home_of(shell, town, "workshop", "show", short, "--session", short).json["name"] == "A"
    two = home_of(shell, town, "workshop", "withdraw", short, "--session", other, "--yes")
    assert "two workshops are named" in two.json["error"]
    assert home_of(shell, town, "workshop", "export", tmp_path / "a.zip", short).status == 0
    assert home_of(shell, town, "workshop", "close", short).json["closed_on"] is not None
    assert home_of(shell, town, "workshop", "withdraw", short, "--yes").json["short"] == short


def test_what_is_taken_back_is_counted_alike_before_and_after(shell, town):
    made = home_of(shell, town, *NEW).json
    place = open_place(town)
    belongs = Belongs(session=made["id"], shown=True)
    for name in ("Lunch club", "Choir", "Bench"):
        last = submit(place.store, Asset(name=name, kind="group or club"), by="steward", belongs=belongs)
    place.close()
    assert home_of(shell, town, "undo", last.change).status == 0
    asked = home_of(shell, town, "workshop", "withdraw", made["short"])
    assert "with its 2 assets" in asked.json["error"]
    done = shell("workshop", "withdraw", made["short"], "--yes", "--home", town).out
    assert "forgotten, with its 2 assets." in done
    assert "1 asset of it that had been taken back before" in done
    assert "what was printed of it" in done
