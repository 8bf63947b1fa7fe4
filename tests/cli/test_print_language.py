"""`assetmap print referral` in another language, page and format; a language that is not ours is one sentence."""

from __future__ import annotations

import io

import pikepdf
import pytest

from assetmap.place import open_place


@pytest.fixture
def codes(town):
    """Three assets of the town that everybody may see."""
    place = open_place(town)
    found = [x.asset.short for x in place.store.read(statuses={"published"}) if x.asset.audience == "public"]
    place.close()
    return [part for code in found[:3] for part in ("--assets", code)]


@pytest.mark.parametrize(("page", "form", "language"), [("near", "large", "ar"), ("touch", "easy", "Arabic")])
def test_a_page_in_arabic_by_code_and_by_name(shell, town, codes, tmp_path, page, form, language):
    out = tmp_path / "page.pdf"
    said = shell("print", "referral", "--home", town, *codes, "--language", language, "--page", page,
                 "--format", form, "--out", out)  # fmt: skip
    assert said.status == 0, said.err
    assert str(pikepdf.open(io.BytesIO(out.read_bytes())).Root.Lang) == "ar"


def test_the_same_as_a_web_page(shell, town, codes, tmp_path):
    out = tmp_path / "page.html"
    assert shell("print", "referral", "--home", town, *codes, "--language", "ur", "--out", out).status == 0
    assert '<html lang="ur" dir="rtl">' in out.read_text(encoding="utf-8")


def test_a_language_that_is_not_ours_is_one_sentence_and_no_file(shell, town, codes, tmp_path):
    out = tmp_path / "page.pdf"
    said = shell("print", "referral", "--home", town, *codes, "--language", "Klingon", "--out", out)
    assert said.status != 0
    assert said.err.count("\n") == 1
    assert "choose one of en, cy" in said.err
    assert "Klingon" not in said.err
    assert not out.exists()
