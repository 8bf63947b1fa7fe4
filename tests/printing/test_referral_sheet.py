from __future__ import annotations

import io
import re
import sys
from datetime import date
from pathlib import Path

import pikepdf
import pypdf
import pytest
import shapely

sys.path.insert(0, str(Path(__file__).parent))
from places import ON, ORIGIN, TestPlace, asset, at, some_entries
from reading import sizes_of, tagged

from assetmap.assets import OpenSpan
from assetmap.errors import PrintError, VocabularyError
from assetmap.printing.entries import Entry
from assetmap.printing.referral_sheet import PINS_A_MAP, Page, referral_page


def printed(rows=None, *, place=None, origin=ORIGIN, **options) -> Page:
    return referral_page(
        some_entries() if rows is None else rows, origin=origin, place=place or TestPlace(), on=ON, **options
    )


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


@pytest.mark.parametrize(("paper", "width", "height"), [("A4", 210.0, 297.0), ("letter", 215.9, 279.4)])
def test_the_page_has_the_size_of_the_paper(paper, width, height):
    for page in pypdf.PdfReader(io.BytesIO(printed(paper=paper).pdf())).pages:
        assert float(page.mediabox.width) * 25.4 / 72 == pytest.approx(width, abs=0.05)
        assert float(page.mediabox.height) * 25.4 / 72 == pytest.approx(height, abs=0.05)


def test_the_page_says_everything_of_each_asset():
    text = text_of(printed(needs=("meeting people",)).pdf())
    for words in (
        "Places near you", "Gullhaven · printed 21 Nov 2026", "Some people find these help with meeting people.",
        "Chapel lunch club", "300 metres away in a straight line", "Group or club. Helps with meeting people and food.",
        "A friendly lunch.", "When: Tuesdays and Thursdays, 12:00 to 14:00. £3.", "Where: 12 Chapel Row.",
        "No steps.", "Get in touch: Ring Sam, 01632 960 114.", "Checked by phone, 3 Nov 2026.",
        "Gull Park", "100 metres away in a straight line", "Checked by a visit, 3 Nov 2026.",
        "Repair café", "9 minutes' walk", "Ring before you go: last checked 5 Jan 2024.",
        "By phone or online", "Evening phone line", "Ring 01632 960 777.",
        "In a crisis", "Listening line: 01632 960 116, Free, day and night",
        "Something wrong on this page?", "Tell the library desk, 01632 960 200.", "Invented by us, CC0", "You are here",
    ):  # fmt: skip
        assert words in text, words


@pytest.mark.parametrize("form", ["clear", "large"])
@pytest.mark.parametrize("before", range(0, 40, 3))
def test_no_number_date_or_address_is_broken_at_the_end_of_a_line(form, before):
    about = f"{'a ' * before}on 15 Sep 2026 ring Ada, 01632 960998"
    row = asset(
        "Hall", 1000, 1000, description=about, website="https://merrowcountycouncil.example", phone="1" * before
    )
    pdf = printed([Entry(row, 100.0, None)], format=form).pdf()
    lines = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).replace("\u00a0", " ")
    for words in ("15 Sep 2026", "01632 960998", "https://merrowcountycouncil.example"):
        assert words in lines


def test_an_address_longer_than_a_line_is_broken_and_stays_on_the_paper():
    row = asset("Hall", 1000, 1000, website=f"https://{'w' * 200}.example", email=f"{'m' * 90}@{'w' * 90}.example")
    picture = printed([Entry(row, 100.0, None)]).pdf()
    for page in pypdf.PdfReader(io.BytesIO(picture)).pages:
        assert max(len(line) for line in page.extract_text().split("\n")) < 120


def test_residents_own_words_come_out_letter_for_letter():
    page = printed()
    raw = pypdf.PdfReader(io.BytesIO(page.pdf())).pages[0].extract_text()
    for line in ("“You walk in alone  and walk out", "with three people who know yer name.”"):
        assert line in raw
    assert "You walk in alone  and walk out\nwith three people who know yer name." in page.html()


def test_numbers_on_the_map_are_the_numbers_of_the_list():
    page = printed()
    section = page.sheet.sections[0]
    on_map = [text.text for text in section.map.texts if text.text.isdigit()]
    assert on_map == [str(item.number) for item in section.items] == ["1", "2", "3"]
    assert [item.number for item in page.sheet.sections[1].items] == [None]
    first_page = pypdf.PdfReader(io.BytesIO(page.pdf())).pages[0].extract_text()
    for number, name in ((1, "Gull Park"), (2, "Chapel lunch club")):
        assert f"{number} {name}" in first_page
        assert len(re.findall(rf"^{number}\b", first_page, re.MULTILINE)) == 2  # once on the map, once in the list


def test_pins_stand_where_the_assets_are():
    drawn = printed(show_here=False).sheet.sections[0].map  # no mark that they would move aside for
    pin = {text.text: (text.x, text.y) for text in drawn.texts}
    x0, y0 = pin["1"]
    # The club is 400 m north of the middle of the park, the café 700 m east of it and 100 m north.
    assert pin["2"][1] < y0 - 40
    assert pin["3"][0] > x0 + 80
    scale = (pin["3"][0] - x0) / 700
    assert (y0 - pin["2"][1]) / 400 == pytest.approx(scale, rel=0.12)


def a_walk() -> Entry:
    """A walk of a kilometre that runs east; its beginning is 300 m north of where one sets out."""
    where = shapely.LineString([at(1000, 1300), at(2000, 1300)])
    return Entry(asset("Mile walk", 0, 0, kind="walk or route", where=where), 300.0, None)


def test_the_number_of_a_walk_stands_where_it_is_nearest_to_who_sets_out_and_so_does_its_distance():
    rows = [a_walk(), Entry(asset("Club", 1000, 1290), 290.0, None), Entry(asset("Hall", 2000, 1000), 1000.0, None)]
    page = printed(rows)
    drawn = page.sheet.sections[0].map
    pin = {text.text: (text.x, text.y) for text in drawn.texts}
    assert abs(pin["1"][0] - pin["2"][0]) < 40 < pin["3"][0] - pin["1"][0] - 100
    assert "1, Mile walk, 300 metres to the north;" in drawn.words
    text = text_of(page.pdf())
    assert "Mile walk 300 metres away in a straight line, where it is nearest." in text
    assert "Near Cross Street 5: number 1 on the map." in text


def test_where_nobody_is_to_be_shown_the_number_of_a_walk_tells_nothing_of_them():
    one, other = (printed([a_walk()], origin=at(x, 1000), show_here=False).sheet.sections[0].map for x in (1000, 1900))
    assert one == other


def test_the_pdf_is_tagged():
    pdf = pikepdf.open(io.BytesIO(printed().pdf()))
    root = pdf.Root
    assert str(root.Lang).startswith("en")
    assert bool(root.MarkInfo.Marked)
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    assert str(pdf.docinfo["/Title"]) == "Places near you"
    found = tagged(pdf)
    tags = [tag for tag, _ in found]
    assert tags.count("/H1") == 1
    assert tags.count("/LI") == 5  # four assets and a crisis line
    assert {"/L", "/Lbl", "/LBody", "/P", "/H2"} <= set(tags)
    alt = next(alt for tag, alt in found if tag == "/Figure")
    assert "It shows 3 places: 1, Gull Park, 100 metres" in alt
    assert "3, Repair café, 620 metres to the east" in alt


def test_a_checker_of_the_standard_finds_nothing(tmp_path):
    pdfua = pytest.importorskip("pdfua")
    path = tmp_path / "page.pdf"
    path.write_bytes(printed(place=TestPlace(published_address="https://gullhaven.example")).pdf())
    assert [finding for finding in pdfua.validate(path).findings if finding.severity != pdfua.Severity.INFO] == []


def test_every_font_is_embedded():
    fonts = 0
    for page in pikepdf.open(io.BytesIO(printed().pdf())).pages:
        for font in page.Resources.get("/Font", {}).values():
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
            fonts += 1
    assert fonts >= 2


@pytest.mark.parametrize(("form", "least", "body"), [("clear", 12, 14), ("large", 16, 18)])
def test_no_type_is_smaller_than_the_format_allows(form, least, body):
    sizes = sizes_of(printed(format=form, place=TestPlace(published_address="https://gullhaven.example")).pdf())
    assert min(sizes) >= least
    assert body in sizes


def test_a_list_with_no_place_is_kept_apart_and_has_no_map():
    page = printed([row for row in some_entries() if row.asset.where is None], origin=None)
    assert [section.map for section in page.sheet.sections] == [None]
    assert "By phone or online" in text_of(page.pdf())


def test_a_hidden_place_is_not_called_online():
    row = Entry(asset("Quiet circle", 0, 0, where=None, precision="not shown", kind="support group"), None, None)
    assert printed([row]).sheet.sections[-1].heading == "Ask first: no place on the map"


@pytest.mark.parametrize("origin", [None, ORIGIN])
def test_an_empty_page_says_something_kind(origin):
    text = text_of(printed([], origin=origin).pdf())
    assert "We have not found a place like this near you yet." in text
    assert "In a crisis" in text


def test_one_asset_makes_a_page():
    page = printed([some_entries()[1]])
    assert "It shows 1 place: 1, Chapel lunch club" in page.sheet.sections[0].map.words
    assert page.pages >= 1


def test_three_hundred_assets_take_more_pages_and_more_maps():
    rows = [Entry(asset(f"Place number {i}", 37 * i % 2000, 53 * i % 2000), 10.0 * i, None) for i in range(300)]
    page = printed(rows)
    maps = [section.map for section in page.sheet.sections]
    assert len(maps) == 300 // PINS_A_MAP
    text = text_of(page.pdf())
    assert page.pages > 35
    assert page.pages == len(pypdf.PdfReader(io.BytesIO(page.pdf())).pages)
    for i, row in enumerate(rows, start=1):
        assert f"{i} {row.asset.name} " in text
    assert "Numbers 281 to 300" in text


def test_assets_on_one_spot_keep_readable_numbers():
    rows = [Entry(asset(f"Club {i}", 1000, 1000), 0.0, None) for i in range(12)]
    drawn = printed(rows).sheet.sections[0].map
    spots = [(t.x, t.y) for t in drawn.texts if t.text.isdigit()]
    near = [((a - c) ** 2 + (b - d) ** 2) ** 0.5 for i, (a, b) in enumerate(spots) for c, d in spots[:i]]
    assert min(near) >= 26  # a pin is 30 points wide, and a sign may stand off its middle
    assert all(0 < x < drawn.width and 0 < y < drawn.height for x, y in spots)


def test_you_are_here_may_be_left_off():
    with_mark, without = printed(), printed(show_here=False)
    assert "You are here" in [text.text for text in with_mark.sheet.sections[0].map.texts]
    assert "You are here" not in [text.text for text in without.sheet.sections[0].map.texts]
    assert "around you" not in without.sheet.sections[0].map.words


def test_nothing_of_the_origin_is_in_the_file():
    origin = shapely.Point(-2.3586421, 51.3842917)
    page = printed(origin=origin)
    with pikepdf.open(io.BytesIO(page.pdf())) as pdf:
        raw = page.pdf() + b"".join(o.read_bytes() for o in pdf.objects if isinstance(o, pikepdf.Stream))
    for trace in ("58642", "384291", "-2.35", "51.38"):
        assert trace.encode() not in raw
        assert trace not in page.html()


def test_the_code_is_there_only_with_a_published_address():
    assert printed().sheet.qr is None
    page = printed(place=TestPlace(published_address="https://gullhaven.example"))
    shorts = ".".join(row.asset.short for row in page_rows(page))
    assert page.sheet.qr.target == f"https://gullhaven.example?on=2026-11-21&a={shorts}"
    assert "https://gullhaven.example" in text_of(page.pdf())


def page_rows(page: Page) -> list[Entry]:
    names = [item.name for section in page.sheet.sections for item in section.items]
    made = re.findall(r"[0-9A-Z]{6}", page.sheet.qr.target.split("a=")[1])
    assert len(made) == len(names)

    class Row:
        def __init__(self, short):
            self.asset = type("A", (), {"short": short})

    return [Row(short) for short in made]


def test_the_invented_town_says_so():
    place = TestPlace(invented=True)
    assert "An invented town" in text_of(printed(place=place).pdf())
    assert "An invented town" in printed(place=place).html()
    assert "An invented town" not in text_of(printed().pdf())


def test_keeping_in_touch_has_lines_to_write_on_first_and_ends_with_the_crisis_lines():
    text = text_of(printed(page="touch").pdf())
    assert (
        text.index("Keeping in touch")
        < text.index("Who will be in touch with me:")
        < text.index("Gull Park")
        < text.index("In a crisis")
    )


def test_a_place_without_layers_still_gets_its_map():
    page = printed(place=TestPlace(with_layers=False))
    assert "It shows 3 places" in page.sheet.sections[0].map.words
    assert page.pages >= 1


def test_a_blurred_place_is_said_to_be_one():
    text = text_of(printed([Entry(asset("Sewing circle", 900, 900, precision="street"), 140.0, None)]).pdf())
    assert "The exact place is not shown: ask when you get in touch." in text


def test_where_there_is_no_address_the_nearest_street_is_said():
    text = text_of(printed([Entry(asset("Bench chat", 1005, 1300), 300.0, None)]).pdf())
    assert "Where: Near Cross Street 5: number 1 on the map." in text


def test_a_season_that_is_over_is_not_printed_as_if_it_were_on():
    gone = OpenSpan(byday=("MO",), opens_at="10:00", valid_to=date(2020, 8, 31))
    text = text_of(printed([Entry(asset("Choir", 900, 900, schedules=(gone,)), 140.0, None)]).pdf())
    assert "Ended on 31 Aug 2020." in text
    assert "Mondays" not in text


def test_a_paused_asset_says_until_when():
    row = Entry(asset("Choir", 900, 900, status="paused", paused_until=date(2027, 1, 8)), 140.0, None)
    assert "Paused for now until 8 Jan 2027." in text_of(printed([row]).pdf())
    over = Entry(asset("Choir", 900, 900, status="paused", paused_until=date(2026, 9, 1)), 140.0, None)
    assert "It was paused until 1 Sep 2026." in text_of(printed([over]).pdf())


def test_the_drawing_survives_a_grey_photocopy(tmp_path):
    pdfium = pytest.importorskip("pypdfium2")
    picture = pdfium.PdfDocument(printed().pdf())[0].render(scale=2).to_pil().convert("L")
    shades = picture.histogram()
    assert sum(shades[:60]) > 5_000  # ink
    assert sum(shades[235:]) > picture.width * picture.height * 0.5  # paper
    assert sum(shades[200:235]) > 1_000  # green and casings stay lighter than ink


@pytest.mark.parametrize("option", [{"page": "far"}, {"format": "tiny"}, {"paper": "A9"}])
def test_an_unknown_choice_is_one_sentence(option):
    with pytest.raises(PrintError, match="choose"):
        printed(**option)


def test_an_unknown_need_is_refused():
    with pytest.raises(VocabularyError):
        printed(needs=("a new car",))


def test_far_and_near_assets_share_a_map():
    rows = [Entry(asset("Near", 1000, 1010), 10.0, None), Entry(asset("Far", 9000, 1000), 8000.0, None)]
    drawn = printed(rows).sheet.sections[0].map
    pins = {t.text: t for t in drawn.texts}
    assert 0 < pins["2"].x < drawn.width
    assert "Far, 8 km to the east" in drawn.words


def test_a_place_elsewhere_in_the_world_is_drawn_in_its_own_system():
    place = TestPlace(with_layers=False, metric_crs="EPSG:32737")
    row = Entry(bank_at(36.8219, -1.2921), 500.0, None)
    assert referral_page([row], origin=shapely.Point(36.82, -1.295), place=place, on=ON).pages >= 1


def bank_at(lon: float, lat: float):
    return asset("Village bank", 0, 0, where=shapely.Point(lon, lat), kind="shop or exchange")


def test_the_origin_may_lie_on_an_asset():
    assert printed([Entry(asset("Here", 1000, 1000), 4.0, None)]).pages >= 1
    assert at(1000, 1000).equals(ORIGIN)


def test_the_pictures_on_the_screen_are_the_sheets_of_the_pdf_and_hold_no_text_or_address():
    page = referral_page(some_entries() * 3, origin=ORIGIN, place=TestPlace(), on=ON)
    pictures = [picture.decode() for picture in page.pictures()]
    assert len(pictures) == page.pages > 1
    for picture in pictures:
        assert picture.startswith("<svg")
        assert not re.search(r"<text|<script|<a\b|Chapel|href=\"(?!#|data:image/)", picture)
