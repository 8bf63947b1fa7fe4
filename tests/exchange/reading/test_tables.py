"""Tables as text: whatever the delimiter, the letters and the lines above the headings."""

import gzip

import pytest

from assetmap.errors import ExchangeError
from assetmap.exchange.reading import READERS
from assetmap.exchange.reading.lines import allow, letter

COUNTS = {  # rows of data as `wc -l` and a look at the file give them
    "BANES_Subset_Of_CQC_Places.csv": 193,
    "Community_Gardens.csv": 8,
    "Eat_Out_Eat_Well.csv": 79,
    "Electorate_and_Population_by_LSOA.csv": 115,
    "GP_Surgeries_in_Bath_and_North_East_Somerset.csv": 31,
    "GP_Surgery_LSOA_Catchment_-_April_2015.csv": 1637,
    "INSPIRE_Libraries.csv": 8,
    "Location_of_Allotments_in_Bath.csv": 39,
    "Location_of_BANES_defibrillators_at_21062016.csv": 44,
    "National_Lottery_Grants_1995-2015.csv": 1267,
    "Open_Pubs_-_Bath__North_East_Somerset.csv": 173,
    "POLLING_STATIONS_2015.csv": 113,
    "Post_Office_Branches.csv": 188,
}


def read(content, name="list.csv"):
    return READERS["csv"](content.encode() if isinstance(content, str) else content, name).best


@pytest.mark.realdata
@pytest.mark.parametrize("name", COUNTS)
def test_every_row_of_a_real_table_is_read_under_its_headings(name, realdata):
    sheet = read((realdata / "services_bath/csv" / name).read_bytes(), name)
    assert (len(sheet.rows), sheet.problems, sheet.rows[0].number) == (COUNTS[name], (), 2)
    assert all(len(row.cells) == len(sheet.headings) for row in sheet.rows)


@pytest.mark.realdata
def test_a_national_list_without_headings_is_known_by_its_shape(realdata):
    sheet = read(gzip.decompress((realdata / "health/epraccur.csv.gz").read_bytes()))
    assert (sheet.what, len(sheet.rows)) == ("NHS organisations (epraccur)", 6_750)
    assert sheet.headings[:2] == ("ods_code", "name")
    assert (sheet.rows[0].number, sheet.rows[0].cells["name"]) == (1, "THE DENSHAM SURGERY")
    assert {x.what for x in sheet.problems} == {"closed", "not a GP practice"}
    assert len(sheet.rows) + len({x.row for x in sheet.problems}) == 15_971


@pytest.mark.realdata
def test_a_list_without_headings_that_nobody_knows_has_columns_that_can_be_named(realdata):
    lines = gzip.decompress((realdata / "health/epraccur.csv.gz").read_bytes()).splitlines(keepends=True)
    sheet = read(b"".join(x.rsplit(b",", 1)[0] + b"\n" for x in lines[:300]))
    assert len(sheet.rows) == 300
    assert sheet.headings[:2] == ("column A", "column B")
    assert sheet.rows[0].number == 1
    assert sheet.rows[0].cells["column B"] == "THE DENSHAM SURGERY"
    assert [x.what for x in sheet.problems] == ["no headings"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "~", "^"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_delimiter_in_any_letters_is_read(delimiter, encoding, end):
    lines = [["Name", "Address", "Town"], ["Café", "1 High Street", "Bath"], ["Choir", "", "Bath"]]
    sheet = read(end.join(delimiter.join(x) for x in lines).encode(encoding))
    assert [dict(x.cells) for x in sheet.rows] == [
        {"Name": "Café", "Address": "1 High Street", "Town": "Bath"},
        {"Name": "Choir", "Address": None, "Town": "Bath"},
    ]
    assert [x.what for x in sheet.problems] == (["not in UTF-8"] if encoding == "cp1252" else [])


def test_a_few_letters_pasted_from_elsewhere_do_not_spoil_the_others():
    sheet = read("Name,Note\nCafé,naïve – tea\nBôr,".encode() + b"caf\xe9\n")
    assert [x.cells["Name"] for x in sheet.rows] == ["Café", "Bôr"]
    assert sheet.rows[1].cells["Note"] == "café"
    assert [x.what for x in sheet.problems] == ["not in UTF-8"]


@pytest.mark.parametrize(
    ("text", "names", "told"),
    [
        ("Groups in Bath\n\nName,Town\nChoir,Bath\n", [(4, "Choir")], []),
        ("Organisation\nName,Organisation,Town\nChoir,Whelks,Bath\n", [(3, "Choir")], []),
        ("Name,Town\nChoir,Bath\n\n  ,\nBand,Bath\n", [(2, "Choir"), (5, "Band")], []),
        ("Name,Town\nChoir,Bath\nName,Town\nBand,Bath\n", [(2, "Choir"), (4, "Band")], [(3, "the headings again")]),
        ("Name,Town\nChoir,Bath,x\nBand,Bath\n", [(3, "Band")], [(2, "too many cells")]),
        ('Name,Town\n"Choir,Bath\nBand,Bath\n', [(3, "Band")], [(2, "a quote is not closed")]),
        ("Harp,Keynsham\nName,Town\nChoir,Bath\n", [(3, "Choir")], [(1, "above the headings")]),
    ],
)
def test_lines_that_are_no_rows_are_told_by_their_number(text, names, told):
    sheet = read(text)
    assert [(x.number, x.cells["Name"]) for x in sheet.rows] == names
    assert [(x.row, x.what) for x in sheet.problems] == told


def test_rows_that_an_open_quote_swallowed_are_told():
    sheet = read(
        'Name,Street,Town,Phone,Note\nChoir,High,Bath,1,"x\nBand,Low,Bath,2,y\nClub,Mid,Bath,3,"\nDuo,,Bath,4,\n'
    )
    assert [x.cells["Name"] for x in sheet.rows] == ["Choir", "Duo"]
    assert [(x.row, x.what, x.kept) for x in sheet.problems] == [(2, "rows inside a cell", True)]
    lines = "Name,Street,Town,Phone,Address\n" + 'Choir,High,Bath,1,"2 Roman Way,\nBath,\n(51.4, -2.3)"\n' * 3
    assert read(lines).problems == ()


def test_a_row_that_ends_early_is_told_where_the_others_do_not():
    sheet = read("Name,Street,Town\n" + "Choir,High Street,Bath\n" * 20 + "Band,Low\n")
    assert [(x.row, x.what, x.kept) for x in sheet.problems] == [(22, "the row ends early", True)]
    assert sheet.rows[-1].cells == {"Name": "Band", "Street": "Low", "Town": None}


def test_a_column_without_a_heading_keeps_its_cells_and_an_empty_one_goes():
    sheet = read("Name,,,Town\nChoir,,see note,Bath\n")
    assert sheet.headings == ("Name", "column C", "Town")
    assert sheet.rows[0].cells == {"Name": "Choir", "column C": "see note", "Town": "Bath"}


def test_a_heading_that_stands_twice_is_told_apart():
    assert read("Name,Ward,Ward\nA,1,2\n").rows[0].cells == {"Name": "A", "Ward": "1", "Ward (2)": "2"}


@pytest.mark.parametrize(
    "headings", ["Name of club,2015,2016", "Name,Town,1", "LSOA11NM,Ward,Pop 2015", "What,Where,When"]
)
def test_years_and_words_nobody_knows_are_headings_all_the_same(headings):
    sheet = read(f"{headings}\nBath 001A,17,18\nBath 001B,19,20\n")
    assert sheet.headings == tuple(headings.split(","))
    assert len(sheet.rows) == 2


def test_columns_are_lettered_as_in_a_spreadsheet():
    assert [letter(x) for x in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
        (b",,,\n,,\n", "empty"),
        (bytes(range(256)) * 8, "not text"),
        (b"Name\n" + b"A\n" * 100_001, "more than 100,000 rows"),
    ],
)
def test_what_is_no_list_is_one_sentence(content, said):
    with pytest.raises(ExchangeError, match=said) as caught:
        read(content)
    assert "\n" not in str(caught.value)


def test_too_many_cells_are_refused_though_the_rows_are_few_enough():
    allow(100_000, 100)
    with pytest.raises(ExchangeError, match="leave columns out"):
        allow(100_000, 101)
