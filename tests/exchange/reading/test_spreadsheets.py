"""Workbooks, as programs write them."""

import base64
import io
import zipfile
import zlib
from datetime import date, datetime, time, timedelta

import pytest
import xlsxwriter

from assetmap.errors import ExchangeError
from assetmap.exchange.reading import READERS

# Written by xlwt 1.3: a merged title, headings, two rows with a day, 25 %, an hour, formulas and an error, and a sheet
# called Secret out of sight.
OLD = zlib.decompress(base64.b64decode(
    "eNrtWE1IVFEUPve+9+ZHdBxNA42GQcjKBIk2EejLn9LNiCWlRVCjvhpRZ+Q1LmqTZS6DoFXRRtCgjdWmH/qhaNMiMHQRBIEmBdEqKGihvs457z"
    "1TG8GBEpT3vbnn3XPuPffec+65P/PeTRRMjzwonYEVqAEFFqwg+JbIBKagy4QByy2Lsu47gMnysKEQDOBE+jR4mvfWT3NI8z0DEu6rr5ACfMJ0"
    "CvqhOZU0ouuIOh5DXNAYqoWKsSfhNqYQlPC4Cpl2Mt3C9B7Xfcb0IEuuMa3GutPiJEzozRX7nThul2VcFkIq4BHrfGDJXiiGNxTHl64Lu64GtW"
    "Z3vHfTF0TUXBgFDIJGI2mYxOfDGOQANDRUxWJVJxARNQfuYH1oajoQi01DEYbLKPy0ogA/3H3hZdSTr69cAMp/LZf7V5EHcEozyYP4ZJLTfK+U"
    "35AqwCBYZwQtnmFcRK9Ve+toNFMD/edJ0uOnyPJBq9FpGuk5OE6BxIdHCJxq0e5ktC6eTqBuc7zPwKhqSeAmg4qt6biZNrpQ0pqImwZWaEsYSQ"
    "XZgT5k6uNnv2JZfSLVbXKrvIWFl21hebywc5F2QT7nC3h5h9EDc3e/T8Y6WvTTLBnkY8s+3HaQZWDBZdJA5RCXsHHcagVr7GF6hVvdxvlSpkW4"
    "MvBd3lLsZA4PcZ2rXFqO/exjTOk7l+R3YX7425HHkeFZfTfmxxtnLhaNv9dHoAz91YX69AxBpagUt24SnujuWzjb4EemJX9tiQEZdiywnBM8H+"
    "Z5JgD9QXiBPgL2Dj0Kawi2drmGYA2iNuf60+Yk67qcgpy6yKnIaYuchpzPGZnM0I/kfmgaFRly5g3nqHesbrL2OVsrkX6ZkmjhOarl1FPR+8cY"
    "s7oPtqNEc8ZEVxK7Cz9EBP0U6lzJ0LnCnVM4aDKAHJlVIag5ZdXmsJXPjn+Ax1MjC+EhmYGH0B+sR5yKRbpR41RkjFOyiL0KmbzqwYMHDx48eM"
    "gadLhKvrjYF13NuZj4ne8685gWvM8kmxZHIYVPGv/iHYIkvk24kFX8bAVNuG2JNeq43wsJbdi7CT3QwePoyTp+8WIpltqzZsXwv1tC2fa/kM04"
    "/3P/vwHzRjfI"
))  # fmt: skip
CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:calcext="urn:x" office:version="1.2">
<office:automatic-styles><style:style style:name="out" style:family="table">
<style:table-properties table:display="false"/></style:style></office:automatic-styles>
<office:body><office:spreadsheet>
<table:table table:name="Groups">
 <table:table-row><table:table-cell office:value-type="string" table:number-columns-spanned="3"><text:p>Groups</text:p>
 </table:table-cell><table:covered-table-cell table:number-columns-repeated="2"/></table:table-row>
 <table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>
 <table:table-row>HEADINGS</table:table-row>
 <table:table-row>ROW</table:table-row>
 <table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="1024"/>
 </table:table-row>
</table:table>
<table:table table:name="Lists" table:style-name="out"><table:table-row>
<table:table-cell office:value-type="string"><text:p>Name</text:p></table:table-cell></table:table-row></table:table>
</office:spreadsheet></office:body></office:document-content>"""
CELLS = {
    "Name": 'office:value-type="string"><text:p>Café</text:p>',
    "Day": 'office:value-type="date" office:date-value="2026-11-03"><text:p>3/11</text:p>',
    "Share": 'office:value-type="percentage" office:value="0.25"><text:p>25%</text:p>',
    "Error": 'office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p>',
    "Sum": 'table:formula="of:=1+1" office:value-type="float" office:value="2"><text:p>2</text:p>',
    "Never": 'table:formula="of:=1+2">',
}


def workbook(*sheets, **formats):
    """Write a workbook; a sheet is (name, lines, how), and a cell (value, number format) or a value."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    for name, lines, *how in sheets:
        sheet = book.add_worksheet(name)
        for at, line in enumerate(lines):
            for column, cell in enumerate(line):
                if isinstance(cell, tuple):
                    sheet.write(at, column, cell[0], book.add_format({"num_format": cell[1]}))
                elif cell is not None:
                    sheet.write(at, column, cell)
        for each in how:
            each(sheet)
    book.close()
    return buffer.getvalue()


def open_document():
    headings = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{x}</text:p></table:table-cell>' for x in CELLS
    )
    row = "".join(f"<table:table-cell {x}</table:table-cell>" for x in CELLS.values())
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            CONTENT.replace("\n ", " ")
            .replace("\n", "")
            .replace("> <", "><")
            .replace("HEADINGS", headings)
            .replace("ROW", row),
        )
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return buffer.getvalue()


def read(content, kind="xlsx"):
    return READERS[kind](content, f"list.{kind}")


def rows(sheet):
    return [(x.number, dict(x.cells)) for x in sheet.rows]


def told(sheet):
    return [(x.row, x.column, x.what, x.kept) for x in sheet.problems]


def test_values_say_what_people_see():
    sheet = read(workbook(("Groups", [
        ["Name", "Phone", "Code", "Day", "At", "Long", "Share", "Free", "UPRN", "Lat", "Text"],
        ["Café", 1225430450, (1225430450, "00000000000"), (date(2026, 11, 3), "d/m/yy"), (time(14, 30), "hh:mm"),
         (timedelta(hours=30), "[h]:mm"), (0.25, "0%"), True, 100121268837, 51.38, "007"],
        ["Choir", None, None, (datetime(2026, 11, 3, 14, 30), "d/m/yy hh:mm"), None, None, (0.175, "0.0%")],  # noqa: DTZ001
    ]))).best  # fmt: skip
    assert rows(sheet)[0] == (2, {
        "Name": "Café", "Phone": 1225430450, "Code": "01225430450", "Day": "2026-11-03", "At": "14:30", "Long": "30:00",
        "Share": "25%", "Free": True, "UPRN": 100121268837, "Lat": 51.38, "Text": "007",
    })  # fmt: skip
    assert isinstance(sheet.rows[0].cells["Phone"], int)
    assert (sheet.rows[1].cells["Day"], sheet.rows[1].cells["Share"]) == ("2026-11-03T14:30", "17.5%")
    assert (sheet.table, sheet.what, sheet.problems, sheet.crs) == ("Groups", "Excel workbook", (), "EPSG:4326")


def test_a_title_over_merged_cells_is_no_heading_and_rows_count_from_the_top_of_the_sheet():
    lines = [
        ["Groups in Bath, 2026"],
        [],
        ["as of", (date(2026, 11, 3), "d/m/yy")],
        ["Name", "Town"],
        ["Choir", "Bath"],
    ]
    sheet = read(workbook(("A", lines, lambda x: x.merge_range("A1:B1", "Groups in Bath, 2026")))).best
    assert rows(sheet) == [(5, {"Name": "Choir", "Town": "Bath"})]


def test_a_cell_that_reaches_over_rows_counts_for_each_and_is_told():
    lines = [["Name", "Town"], ["Choir", "Bath"], ["Band", None], ["Club", "Radstock"]]
    sheet = read(workbook(("A", lines, lambda x: x.merge_range("B2:B3", "Bath")))).best
    assert [x.cells["Town"] for x in sheet.rows] == ["Bath", "Bath", "Radstock"]
    assert told(sheet) == [(3, "Town", "merged cells", True)]


def test_errors_are_empty_cells_told_by_row_and_a_formula_is_its_value():
    def formulas(sheet):
        sheet.write_formula("B2", "=NA()", None, "#N/A")
        sheet.write_formula("B3", '="a"&"b"', None, "ab")
        sheet.write_formula("C3", "=1/0", None, "#DIV/0!")
        sheet.write_formula("C2", "=1+1", None, "")
        sheet.write_string("A4", "#REF!")

    sheet = read(workbook(("A", [["Name", "Note", "Sum"], ["Choir"], ["Band"], [], ["Club", "x", "y"]], formulas))).best
    assert dict(sheet.rows[1].cells) == {"Name": "Band", "Note": "ab", "Sum": None}
    assert told(sheet) == [
        (2, "Note", "an error, no value", True),
        (2, "Sum", "a formula without its value", True),
        (3, "Sum", "an error, no value", True),
        (4, "Name", "an error, no value", True),
    ]


def test_hidden_sheets_are_named_and_never_chosen_unasked():
    many = [["Name"], *(["x"] for _ in range(9))]
    sheets = read(workbook(
        ("Notes", [["Read me"], ["This is a list"]]), ("Groups", [["Name"], ["Choir"]]),
        ("Old", many, lambda x: x.hide()),
        ("Deep", many, lambda x: x.very_hidden()), ("Empty", []),
    ))  # fmt: skip
    assert sheets.names == ("Notes", "Groups", "Old", "Deep", "Empty")
    assert [x.hidden for x in sheets.sheets] == [False, False, True, True, False]
    assert sheets.best.table == "Groups"
    assert len(sheets.named("old").rows) == 9
    with pytest.raises(ExchangeError, match='It has "Notes", "Groups", "Old", "Deep", "Empty"'):
        sheets.named("Clubs")


def test_the_address_behind_words_is_taken_in_a_column_of_addresses():
    def links(sheet):
        sheet.write_url("B2", "https://example.org/choir", string="Visit us")
        sheet.write_url("B3", "https://example.org/other", string="www.example.org/band")
        sheet.write_url("C2", "https://example.org/map", string="by the river")
        sheet.write_url("B4", "internal:Sheet1!A1", string="see above")

    sheet = read(workbook(("A", [["Name", "Website", "Address"], ["Choir"], ["Band"], ["Club"]], links))).best
    assert [x.cells["Website"] for x in sheet.rows] == [
        "https://example.org/choir", "www.example.org/band", "see above",
    ]  # fmt: skip
    assert sheet.rows[0].cells["Address"] == "by the river"
    assert told(sheet) == [(2, "Website", "a link", True)]


def test_rows_and_columns_out_of_sight_are_read_and_said():
    def hide(sheet):
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_row(90, None, None, {"hidden": True})
        sheet.set_column("C:C", None, None, {"hidden": True})

    sheet = read(workbook(("A", [["Name", "Town", "Note"], ["Choir", "Bath", "x"], ["Band", "Bath", "y"]], hide))).best
    assert len(sheet.rows) == 2
    assert [x.what for x in sheet.problems] == ["hidden rows", "hidden columns"]
    assert "the first is row 3" in str(sheet.problems[0])
    assert str(sheet.problems[1]).startswith("hidden columns: C ")


def test_an_opendocument_spreadsheet_says_the_same():
    sheets = read(open_document(), "ods")
    sheet = sheets.best
    assert sheets.names == ("Groups", "Lists")
    assert sheets.named("Lists").hidden
    assert rows(sheet) == [
        (5, {"Name": "Café", "Day": "2026-11-03", "Share": "25%", "Error": None, "Sum": 2, "Never": None})
    ]
    assert told(sheet) == [
        (5, "Error", "an error, no value", True), (5, "Never", "a formula without its value", True),
    ]  # fmt: skip


def test_an_old_workbook_says_the_same():
    sheets = read(OLD, "xls")
    assert sheets.names == ("Groups", "Secret")
    assert sheets.named("Secret").hidden
    assert rows(sheets.best)[0] == (
        3, {"Name": "Café", "Phone": 1225430450, "Started": "2026-11-03", "Share": "25%", "When": "14:30", "Sum": None},
    )  # fmt: skip
    assert told(sheets.best) == [(4, "Started", "an error, no value", True)]


def test_a_sheet_that_is_too_long_does_not_lose_the_others(monkeypatch):
    monkeypatch.setattr("assetmap.exchange.reading.lines.LARGEST_ROWS", 20)
    long = [["Name"], *(["x"] for _ in range(21))]
    sheets = read(workbook(("Long", long), ("Groups", [["Name"], ["Choir"]])))
    assert [x.cells["Name"] for x in sheets.best.rows] == ["Choir"]
    assert [x.what for x in sheets.named("Long").problems] == ["not read"]
    with pytest.raises(ExchangeError, match="more than 20 rows"):
        read(workbook(("Long", long)))


def test_a_cell_far_out_is_one_sentence_and_no_memory():
    with pytest.raises(ExchangeError, match="far out"):
        read(workbook(("A", [["Name"], ["Choir"]], lambda x: x.write(1_048_575, 16_383, "x"))))


@pytest.mark.parametrize("content", [b"PK\x05\x06" + bytes(18), b"PK\x03\x04 and no more", b"\xd0\xcf\x11\xe0" * 99])
@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_what_is_no_workbook_is_one_sentence(content, kind):
    with pytest.raises(ExchangeError, match="damaged"):
        read(content, kind)


def test_an_empty_workbook_is_said_to_be_empty():
    with pytest.raises(ExchangeError, match="empty"):
        read(workbook(("A", []), ("B", [])))
