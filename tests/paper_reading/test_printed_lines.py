"""A companion sheet as it comes out of the printer: empty boxes are empty, and lie where they are."""

from __future__ import annotations

import io

import pytest

from assetmap import workshop
from assetmap.paper.reading import read_picture
from assetmap.place import open_place
from assetmap.printing.workshop import workshop_papers
from assetmap.store.sessions import Category


@pytest.mark.slow
def test_on_an_empty_sheet_of_lines_nothing_is_ticked_and_nothing_is_doubtful(tmp_path):
    import pypdfium2

    from assetmap.demo import make_demo

    place = open_place(make_demo(tmp_path / "town"))
    here = Category(key="here", label="Places we go", colour="red", shape="circle")
    on = workshop.begin(place, name="Tea and maps", categories=(here,), by="steward")
    papers = workshop_papers(place, on, lines=10, issue="ABC123")
    place.close()
    pages = list(pypdfium2.PdfDocument(papers.pdf()))
    page = next(x for x in pages if "Lines 1 to 10" in x.get_textpage().get_text_range())
    out = io.BytesIO()
    page.render(scale=150 / 72).to_pil().convert("RGB").save(out, "JPEG", quality=90)
    [sheet] = read_picture(out.getvalue(), "scan.jpg")
    assert [x.number for x in sheet.lines] == list(range(1, 11))
    assert not [x for line in sheet.lines for x in line.ticks.values() if x is not False]
