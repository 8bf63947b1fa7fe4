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
        (("new", "--name", "A", "--category", "Warm:gold:circle"), "colour"),
        (("new", "--name", "A", "--audience", "all"), "audience"),
        (("show",), "no workshop yet"),
        (("export", str(tmp_path / "tea.csv")), ".zip"),
    ):
        answer = home_of(shell, town, "workshop", *words)
        assert answer.status == 1
        assert said in answer.json["error"]
        assert "Traceback" not in answer.err
    home_of(shell, town, *NEW)
    assert "[stage]" in home_of(shell, town, "workshop", "stage", "storm").json["error"]
    assert json.loads(home_of(shell, town, "workshop", "list").out)["workshops"][0]["stage"] == "listen"
