"""What was said in a workshop, with who said it, is asked for by the gate and by a steward's own desk alone."""

import re
from pathlib import Path

import pytest

import assetmap

ROOM = Path(assetmap.__file__).parent
ASKS = re.compile(r"\.(notes|audio|hushed|picture)\((?!\))[^)]*\bby=")
GATE = "the gate of workshops, or a file and a list for who looks after the map alone"
DESK = "the scribe's own desk, for whoever looks after the map"
MAY = {
    "workshop/": GATE,
    "cli/workshop.py": "counts, for who has this machine's shell",
    "screens/hall/": DESK,
    "screens/paper_desk/": DESK,
    "uniting/": "two copies of a map, for who looks after both",
}


def askers():
    return sorted(
        path.relative_to(ROOM).as_posix()
        for path in ROOM.rglob("*.py")
        if not path.is_relative_to(ROOM / "store") and ASKS.search(path.read_text(encoding="utf-8"))
    )


def test_nobody_else_asks_for_what_was_said():
    assert [x for x in askers() if not x.startswith(tuple(MAY))] == []
    assert "workshop/showing.py" in askers()


@pytest.mark.parametrize("room", ["screens/wall", "screens/doors", "printing/workshop"])
def test_what_a_room_and_its_phones_see_is_never_the_private_part(room):
    texts = [path.read_text(encoding="utf-8") for path in (ROOM / room).rglob("*.py")]
    assert texts
    assert not any(re.search(r"note\.private|\.private\[|\.private\.get|told_by", x) for x in texts)
