"""`assetmap print referral --page touch`: who will be in touch is typed, or read from standard input."""

from __future__ import annotations

import io
import json
import sys

import pytest

from assetmap.place import open_place

CANARY = "Quillbert Marrowfat"


@pytest.fixture
def coming(town):
    """The code of a place that gets in touch with people themselves, and of one that does not."""
    place = open_place(town)
    assets = [x.asset for x in place.store.read(statuses={"published"}) if x.asset.audience == "public"]
    place.close()
    return tuple(next(x.short for x in assets if x.gets_in_touch == answer) for answer in ("not_known", "yes"))


@pytest.mark.parametrize("form", ["clear", "easy"])
def test_who_and_when_are_read_from_standard_input_and_stand_on_the_page_alone(
    shell, town, coming, tmp_path, monkeypatch, form
):
    other, comes = coming
    out = tmp_path / "page.html"
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{CANARY}, link worker\nEvery Tuesday\n"))
    said = shell("print", "referral", "--home", town, "--assets", other, "--assets", comes, "--page", "touch",
                 "--format", form, "--who", "-", "--when", "-", "--how", "01632 960 200", "--out", out,
                 "--json")  # fmt: skip
    assert said.status == 0
    assert json.loads(said.out)["assets"] == 2
    html = out.read_text(encoding="utf-8").replace("\u00a0", " ")
    for words in (f"{CANARY}, link worker", "Every Tuesday", "01632 960 200", "They get in touch with you"):
        assert words in html
    assert CANARY not in said.out + said.err
    kept = [path for path in town.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()]
    assert kept == []


def test_who_keeps_in_touch_belongs_to_its_own_page(shell, town, coming, tmp_path):
    out = tmp_path / "a.pdf"
    said = shell("print", "referral", "--home", town, "--assets", coming[0], "--who", CANARY, "--out", out)
    assert said.status != 0
    assert "--page touch" in said.err
    assert CANARY not in said.out + said.err
    assert not out.exists()
