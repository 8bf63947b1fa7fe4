"""Every exit goes through the gate: who opens what the store holds is listed here, each with its reason."""

import ast
from pathlib import Path

import pytest

import assetmap

ROOM = Path(assetmap.__file__).parent

WRITES = "what writes an asset keeps its true place and its past; what it returns has none of it"
LOOKS_AFTER = "a screen that only whoever looks after the map has, or that passes the gate before it is shown"

# Opens true places; everybody else asks `disclosure.true_place`, or by their receipt.
EXACT_PLACE = {
    "disclosure/gate.py": "`true_place`, for who looks after the map",
    "contributions/edits.py": WRITES,
    "contributions/submitting.py": WRITES,
    "contributions/many.py": WRITES,
    "contributions/receipts.py": "`place_by_receipt`, for who holds the receipt",
    "contributions/changing_own.py": WRITES,
    "contributions/suggesting.py": WRITES,
    "contributions/comparing.py": "what is suggested beside what is there, for who looks after the map, in words",
    "contributions/merging.py": WRITES,
    "contributions/undoing.py": WRITES,
    "staging/news.py": "a list, for who looks after the map, is compared with where things truly are",
    "staging/committing.py": WRITES,
    "staging/gone.py": "what is no longer in OpenStreetMap, where it truly is; for who looks after the map",
}
# Reads many assets as the store holds them.
READ = {
    "cli/options.py": "passes the gate in the same line",
    "webmap/ground.py": "passes the gate in the same line",
    "screens/everybody.py": "passes the gate in the same line",
    "screens/explore.py": "passes the gate in the same line, for what is saved from a page that was open long",
    "bench/screens/town.py": "passes the gate in the same line",
    "bench/gaps/what_if.py": "passes the gate in the same line",
    "bench/store.py": "measures a store that it made itself",
    "staging/prepared.py": "`need_steward` before anything is compared",
    "staging/gone.py": "`need_steward` before anything is compared; names what has gone, to who looks after the map",
    "staging/committing.py": "`need_steward`; names what somebody changed in between, to who looks after the map",
    "contributions/many.py": WRITES,
    "contributions/merging.py": WRITES,
    "screens/tending/away.py": LOOKS_AFTER,
    "contributions/ringing.py": "the ring-round, for who looks after the map; its sheet passes the gate",
    "screens/form/keeping.py": "drafts near by, for a steward; passes the gate",
    "screens/tending/drafts.py": LOOKS_AFTER,
    "screens/paper_desk/typing.py": LOOKS_AFTER,
}
# Reads the past: records of earlier versions, which may say what was blurred or taken out since.
PAST = {
    "staging/committing.py": "whether what waits in Look after is done by a list: for stewards, and in no output",
    "contributions/deciding.py": WRITES,
    "contributions/edits.py": WRITES,
    "contributions/changing_own.py": "what was done by a form that is sent again, in a word",
    "screens/tending/away.py": LOOKS_AFTER,
    "contributions/undoing.py": WRITES,
    "contributions/evenings.py": WRITES,
    "contributions/merging.py": WRITES,
    "contributions/withdrawing.py": WRITES,
    "contributions/suggesting.py": WRITES,
    "contributions/story.py": "the story of an asset, for who looks after the map",
    "staging/news.py": "`need_steward` before anything is compared",
    "screens/form/receipts.py": "why it was turned away, for who holds the receipt",
    "screens/everybody.py": "takes ids alone, and reads them through the gate",
    "screens/listing/bring_in.py": "names of lists, for who looks after the map",
    "screens/tending/drafts.py": LOOKS_AFTER,
    "screens/tending/lately.py": LOOKS_AFTER,
    "screens/paper_desk/waiting.py": LOOKS_AFTER,
}
OPENS = {
    "exact_place": EXACT_PLACE, "read": READ, "history": PAST, "before": PAST, "versions": PAST, "recent": PAST,
    "changes_since": PAST,
}  # fmt: skip


def callers(opens):
    """Give (file, line) of every call of a method of that name on what may be a store."""
    for path in sorted(ROOM.rglob("*.py")):
        room = path.relative_to(ROOM).as_posix()
        if room.startswith("store/"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr == opens and _is_of_a_store(node.value):
                yield room, node.lineno


def _is_of_a_store(node):
    if isinstance(node, ast.Name):
        return node.id == "store"
    return isinstance(node, ast.Attribute) and node.attr in {"store", "_store"}


@pytest.mark.parametrize("opens", OPENS)
def test_whoever_opens_what_the_store_holds_is_on_the_list_with_a_reason(opens):
    new = [f"{room}:{line}" for room, line in callers(opens) if room not in OPENS[opens]]
    assert not new, f"store.{opens} is called by {new}: pass the gate (disclosure), or write down here why not"


def test_true_places_are_read_from_their_table_by_one_function_alone():
    """Nobody but the store knows the table, and in it one function gives its places out."""
    elsewhere = [
        path.relative_to(ROOM).as_posix()
        for path in ROOM.rglob("*.py")
        if "exact_places" in path.read_text(encoding="utf-8") and "store/geopackage" not in path.as_posix()
    ]
    assert elsewhere == []
    reading = (ROOM / "store" / "geopackage" / "reading.py").read_text(encoding="utf-8")
    gives = [
        node.name
        for node in ast.walk(ast.parse(reading))
        if isinstance(node, ast.FunctionDef) and "FROM exact_places" in ast.unparse(node)
    ]
    assert gives == ["true_place"]


def test_no_screen_opens_a_true_place_by_itself():
    assert [room for room, _ in callers("exact_place") if room.startswith(("screens/", "cli/", "webmap/"))] == []
