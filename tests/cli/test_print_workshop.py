"""`assetmap print workshop`: papers in a file, of the ground that was asked for."""

from __future__ import annotations

import pypdf
import pytest

from assetmap.paper.code import SheetCode


@pytest.fixture
def tea(shell, town):
    """A town with a workshop in it: its short code."""
    said = shell("workshop", "new", "--name", "Tea and maps", "--category", "Warm places:orange:star", "--home", town,
                 "--json")  # fmt: skip
    assert said.status == 0, said.err
    return said.json["short"]


def test_the_papers_are_written_once_and_only_replaced_when_asked(shell, town, tea, tmp_path):
    out = tmp_path / "papers.pdf"
    asked = ("print", "workshop", "--session", tea, "--home", town, "--paper", "A2", "--sheets", "4", "--lines", "15",
             "--out", out)  # fmt: skip
    said = shell(*asked, "--json").json
    pages = pypdf.PdfReader(out).pages
    assert said["pages"] == len(pages) == said["sheets"] + 2 + 3
    assert [x["kind"] for x in said["codes"]] == ["map"] * said["sheets"] + ["lines"] * 2
    assert round(float(pages[0].mediabox.width) * 25.4 / 72) in {420, 594}
    refused = shell(*asked)
    assert refused.status == 1
    assert "--force" in refused.err


def test_the_map_shows_what_was_asked_for(shell, town, tea, tmp_path):
    out = tmp_path / "papers.pdf"
    common = ("print", "workshop", "--session", tea, "--home", town, "--lines", "0", "--out", out, "--force", "--json")
    near = shell(*common, "--near", "50.493,-3.211", "--across", "900").json
    west, south, east, north = near["codes"][0]["bounds"]
    assert min(east - west, north - south) >= 900
    assert near["scale"] == 4000
    area = shell(*common, "--area", "D0100004").json
    assert area["codes"][0]["bounds"] != near["codes"][0]["bounds"]
    whole = shell(*common).json
    assert whole["scale"] > area["scale"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--area", "Z9"), "no neighbourhood has one of these codes"),
        (("--area", "D0100004", "--near", "50.493,-3.211"), "choose one of them"),
        (("--sheets", "99"), "1 to 60 sheets"),
        (("--session", "ZZZZZZ"), "there is no workshop"),
    ],
    ids=["area", "both", "sheets", "session"],
)
def test_what_cannot_be_printed_is_said_and_nothing_is_written(shell, town, tea, tmp_path, asked, said):
    refused = shell("print", "workshop", "--home", town, "--out", tmp_path / "papers.pdf", *asked)
    assert refused.status == 1
    assert said in refused.err
    assert not list(tmp_path.glob("*.pdf"))


def test_papers_are_made_for_paper(shell, town, tmp_path):
    refused = shell("print", "workshop", "--home", town, "--out", tmp_path / "papers.html")
    assert refused.status == 1
    assert "--out ends in .pdf" in refused.err


def test_a_code_as_the_shell_tells_it_is_all_that_a_reader_needs(shell, town, tea, tmp_path):
    said = shell("print", "workshop", "--session", tea, "--home", town, "--out", tmp_path / "p.pdf", "--json").json
    one = said["codes"][0]
    assert set(one) <= set(SheetCode.__dataclass_fields__)
    assert one["crs"] == 27700
    again = shell("print", "workshop", "--session", tea, "--home", town, "--issue", one["issue"].lower(), "--out",
                  tmp_path / "again.pdf", "--json").json  # fmt: skip
    assert again["codes"] == said["codes"]
    assert (tmp_path / "again.pdf").read_bytes() == (tmp_path / "p.pdf").read_bytes()
