"""Your place: another copy of the map is chosen, looked at, answered, brought in, and taken back."""

from __future__ import annotations

import io
import shutil

import pytest

from assetmap import contributions
from assetmap.assets import Asset
from assetmap.packing import pack
from assetmap.place import open_place
from assetmap.screens import session
from assetmap.screens.doors import MAIN
from assetmap.screens.setting_up import two_copies

MINE, THEIRS = "**01632** 960001 <b>", "01632 960002"


@pytest.fixture
def parted(town, tmp_path, monkeypatch):
    """The demo town here, and what another copy of it packed after both changed the same asset."""
    homes = [tmp_path / name for name in ("town", "other")]
    for home in homes:
        shutil.copytree(town, home)
    here, there = (open_place(home) for home in homes)
    asset = next(x.asset for x in there.store.read(statuses=["published"]))
    for place, phone, by in ((here, MINE, "steward: Ann"), (there, THEIRS, "steward: Ben")):
        now = place.store.get(asset.id).asset
        contributions.submit(place.store, now.changed(phone=phone), by=by, publish=True)
    contributions.submit(there.store, Asset(name="*Choir*", kind="group or club"), by="steward: Ben", publish=True)
    pack(there, tmp_path / "other.assetmap")
    there.close()
    monkeypatch.setenv("ASSETMAP_HOME", str(homes[0]))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "user"))
    monkeypatch.setattr(session, "by", lambda: "steward: Ann")
    monkeypatch.setattr(two_copies.session, "is_at_own_keyboard", lambda: True)
    content = (tmp_path / "other.assetmap").read_bytes()
    chosen = []

    def uploader(label, **options):
        if "assetmap" not in options.get("type", ()) or not options["key"].endswith(f"_{len(chosen)}"):
            return None
        dropped = io.BytesIO(content)
        dropped.name = "other.assetmap"
        return dropped

    monkeypatch.setattr(two_copies.st, "file_uploader", uploader)
    yield here.store, asset.id
    here.close()
    for kept in list(session._open):
        session.let_go(kept)


def test_a_copy_is_looked_at_answered_brought_in_and_taken_back(parted):
    from streamlit.testing.v1 import AppTest

    store, asset_id = parted
    run = AppTest.from_file(str(MAIN), default_timeout=60)
    run.session_state["part"] = "Places and backup"
    run.switch_page("your_place.py").run()
    said = " ".join(x.proto.body for x in run.get("html"))
    assert not run.exception
    assert "1 is new: *Choir*" in said
    assert "**01632** 960001 &lt;b&gt;" in said
    assert THEIRS in said
    assert store.get(asset_id).asset.phone == MINE
    run.session_state[f"two_{asset_id}_side_phone"] = "left"
    next(x for x in run.button if x.key == "two_copies_do").click().run()
    assert "The two copies are together again." in " ".join(x.proto.body for x in run.get("html"))
    assert store.get(asset_id).asset.phone == MINE
    [waiting] = [x for x in store.suggestions.waiting() if x.asset_id == asset_id]
    assert waiting.asset.phone == THEIRS
    assert "*Choir*" in {x.asset.name for x in store.read()}
    next(x for x in run.button if x.key == "two_copies_undo").click().run()
    assert "*Choir*" not in {x.asset.name for x in store.read(statuses=["published"])}


def test_elsewhere_than_at_its_own_keyboard_there_is_no_such_part(monkeypatch):
    monkeypatch.setattr(two_copies.session, "is_at_own_keyboard", lambda: False)
    monkeypatch.setattr(two_copies, "st", None)  # nothing is drawn
    assert two_copies.two_copies(None) is None
