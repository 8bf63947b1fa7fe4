"""`assetmap print gaps`: the atlas in a file, never over another one by accident."""

from __future__ import annotations

import pypdf


def test_an_atlas_of_one_area_is_written_once_and_only_replaced_when_asked(shell, town, tmp_path):
    out = tmp_path / "atlas.pdf"
    what = ("print", "gaps", "--home", town, "--kind", "food help", "--areas", "D0100004", "--out", out)
    said = shell(*what, "--json").json
    assert said["areas"] == ["D0100004"]
    assert said["file"] == "atlas.pdf"
    assert said["pages"] == len(pypdf.PdfReader(out).pages)
    last = " ".join(pypdf.PdfReader(out).pages[-1].extract_text().split())
    assert "assetmap print gaps --kind 'food help' --minutes 15 --areas D0100004 --out atlas.pdf" in last
    before = out.read_bytes()
    refused = shell(*what)
    assert refused.status == 1
    assert "--force" in refused.err
    assert out.read_bytes() == before
    assert [x.name for x in tmp_path.iterdir() if x.suffix == ".pdf"] == ["atlas.pdf"]


def test_an_atlas_is_a_pdf_and_its_areas_are_known(shell, town, tmp_path):
    refused = shell("print", "gaps", "--home", town, "--out", tmp_path / "atlas.html")
    assert refused.status == 1
    assert "--out ends in .pdf" in refused.err
    unknown = shell("print", "gaps", "--home", town, "--areas", "Z9", "--out", tmp_path / "atlas.pdf")
    assert unknown.status == 1
    assert "no neighbourhood has this code" in unknown.err
    assert not (tmp_path / "atlas.pdf").exists()
