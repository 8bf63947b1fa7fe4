"""Files that look like a list of patients are not taken in."""

from __future__ import annotations

import csv
import gzip
import json
import zipfile
from datetime import date

import pytest

from assetmap.demo import make_demo
from assetmap.errors import ExchangeError, PatientsError
from assetmap.exchange.patient_numbers import at_least, is_valid
from assetmap.exchange.patients import patients_in, refuse_patients
from assetmap.exchange.sheets import Row, Sheet
from tests.test_readme import run
from tests.torture import patients as torture
from tests.torture.patients import sheet_of

TODAY = date(2026, 11, 21)
NHS = "943 476 5919"


@pytest.fixture
def shell_in_town(tmp_path):
    home = make_demo(tmp_path / "town")
    return home, lambda line: run(line, home, tmp_path)


def table(headings, *lines):
    rows = tuple(Row(at, dict(zip(headings, cells, strict=True))) for at, cells in enumerate(lines, 2))
    return Sheet(headings=tuple(headings), rows=rows)


def test_the_check_digit_is_that_of_the_nhs():
    assert is_valid("9434765919")
    assert is_valid("4010232137")
    assert not is_valid("4010232138")
    assert not is_valid("0000000000"), "nobody's"


def test_the_chances_in_the_table_are_so():
    assert 1 / at_least(3, 3) == pytest.approx(11**3)
    assert 1 / at_least(6, 6) == pytest.approx(11**6)
    assert 1 / at_least(4, 5) == pytest.approx(3_157, abs=1)
    assert at_least(6, 10) <= 1e-3 < at_least(5, 10)
    assert at_least(5, 5) > 1e-6 > at_least(6, 6)


def test_every_list_of_four_hundred_with_valid_numbers_is_stopped():
    missed = [what for what, sheet in torture.with_patients(400) if patients_in(sheet) is None]
    assert missed == []


def test_of_lists_with_other_numbers_hardly_one_is_stopped():
    alarms = [(what, len(sheet.rows)) for what, sheet in torture.without(900) if patients_in(sheet) is not None]
    assert len(alarms) <= 5, alarms
    assert max((rows for _, rows in alarms), default=0) <= 2, "only where there is next to nothing to go by"


def test_long_columns_of_any_numbers_are_let_through():
    chance = torture.seeded(5)
    for many in (1_000, 20_000):
        assert patients_in(sheet_of("Ref", [chance.randrange(10**9, 10**10) for _ in range(many)])) is None
        assert patients_in(sheet_of("Ref", [str(4_000_000_000 + at) for at in range(many)])) is None


def test_a_telephone_that_by_chance_has_the_check_digit_stops_nothing():
    assert patients_in(sheet_of("Phone", ["9434765919", "01225 477000", "01225 477001"])) is None
    assert patients_in(sheet_of("Notes", ["Call 943 476 5919", "Tel. 943 476 5919", "mobile: 943 476 5919"])) is None


def test_numbers_under_a_heading_of_telephones_are_stopped_when_there_is_no_doubt():
    chance = torture.seeded(3)
    assert patients_in(sheet_of("Telephone", [torture.nhs(chance) for _ in range(6)])) is not None


def test_a_mistyped_number_under_its_heading_is_stopped_too():
    assert patients_in(sheet_of("NHS Number", ["943 476 5918"])) is not None
    assert patients_in(sheet_of("NHS Number", [""])) is None, "an empty column of a form is no patient"


def test_a_number_that_several_cells_repeat_counts_once():
    assert patients_in(sheet_of("Ref", ["4010232137"] * 40)) is None
    assert patients_in(sheet_of("NHS no", ["4010232137"] * 40)).many == 40


def test_a_number_in_a_list_of_people_is_stopped_alone():
    people = table(
        ("First name", "Surname", "Ref"), ("Ann", "Bee", "4010232137"), ("Cy", "Dee", ""), ("Eve", "Fen", "12")
    )
    assert patients_in(people).rows == (2,)


def test_a_number_inside_what_json_holds_is_found():
    assert patients_in(sheet_of("details", [{"ids": [{"note": "NHS No 9434765919"}]}, None, []])) is not None


@pytest.mark.parametrize(
    "heading",
    ["DOB", "D.O.B.", "Date of Birth", "dateOfBirth", "date_of_birth", "Birth date", "Birthday", "Client DOB"],
)
@pytest.mark.parametrize("day", ["03/11/1948", "1948-11-03", "3 Nov 1948", "03.11.48", date(1948, 11, 3)])
def test_days_of_birth_are_known_by_their_heading(heading, day):
    assert patients_in(sheet_of(heading, [None, day]), today=TODAY).what == "births"


@pytest.mark.parametrize("heading", ["", "Column3", "D", "dates"])
def test_days_that_are_ages_beside_first_and_last_names_are_days_of_birth(heading):
    heads = ("First name", "Last name", heading or "x")
    lines = [("Ann", "Bee", "03/11/1948"), ("Cy", "Dee", "12/01/1960"), ("Eve", "Fen", "29/02/2000")]
    assert patients_in(table(heads, *lines), today=TODAY).what == "births"
    titled = [(f"Mrs {a} {b}", "", c) for a, b, c in lines]
    assert patients_in(table(("Name", "Town", heads[2]), *titled), today=TODAY).what == "births"


@pytest.mark.parametrize(
    "heading",
    ["Opened", "Opening date", "Last checked", "Start date", "Updated", "Registered on", "Founded", "Valid until"],
)
def test_other_days_beside_the_names_of_whom_to_ask_for_are_let_through(heading):
    heads = ("Group", "First name", "Last name", heading)
    lines = [("Choir", "Ann", "Bee", "03/11/1998"), ("Walks", "Cy", "Dee", "12/01/2010")]
    assert patients_in(table(heads, *lines), today=TODAY) is None


def test_days_in_a_list_that_is_not_of_people_are_let_through():
    assert patients_in(sheet_of("Column3", ["03/11/1998", "12/01/2010", "29/02/2000"]), today=TODAY) is None
    assert patients_in(sheet_of("Born", ["1775", "03/11/1809"]), today=TODAY) is None, "of somebody on a plaque"


def test_a_day_of_birth_in_words_is_found():
    assert patients_in(sheet_of("Notes", ["", "Jo, DOB 3/11/48, likes chess"]), today=TODAY).rows == (3,)
    assert patients_in(sheet_of("Notes", ["d.o.b. 03.11.1948"]), today=TODAY) is not None
    assert patients_in(sheet_of("Notes", ["Bring proof of your date of birth on 3 November 2099"]), today=TODAY) is None


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("Patient", "A. B."), ("Patient name", "A. B."), ("Client Name", "A. B."), ("Service user name", "A. B."),
        ("Referral reason", "lonely"), ("Reason for referral", "lonely"), ("Next of kin", "C. D."), ("NOK", "C. D."),
        ("Diagnosis", "asthma"), ("Medication", "salbutamol"), ("Past medical history", "none"),
        ("SNOMED code", "195967001"), ("SNOMED CT", 195967001), ("Read code", "H33.."), ("ICD-10", "J45"),
        ("ICD10 code", "J45.9"), ("Hospital number", "K12"), ("EMIS number", "7"), ("PHQ-9", 12), ("Usual GP", "Dr E"),
        ("GP record", "x"), ("Presenting complaint", "x"), ("patientID", "17"),
    ],
)  # fmt: skip
def test_a_heading_of_care_stops_the_file(heading, cell):
    assert patients_in(sheet_of(heading, ["", cell])).what == "care"
    assert patients_in(sheet_of(heading, ["", None])) is None, "an empty column says nothing of anybody"


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("Patients", "8,412"), ("All Patients", "97"), ("Number of patients", 4), ("Patient", "yes"),
        ("Referral", "GP"),
        ("Referral needed", "yes"), ("Client group", "older people"), ("Accepting new patients", "yes"),
        ("GP", "Fairfield Surgery"), ("Conditions", "dementia"), ("NHS website", "https://www.example.org"),
        ("NHS region", "South West"), ("Prescriptions", "collected and delivered"), ("Age range", "18-65"),
        ("Age", "50"),
        ("Patient group", "meets on Mondays"), ("NHS number", "111"), ("Emergency contact", "01225 477000"),
    ],
)  # fmt: skip
def test_what_a_directory_says_of_a_place_is_let_through(heading, cell):
    assert patients_in(sheet_of(heading, ["", cell, cell])) is None


def test_the_refusal_says_heading_and_rows_and_no_cell():
    sheet = sheet_of("NHS no", ["943 476 5919", "", "401 023 2137", "4010232137", "9434765919"], Notes=["Secret"] * 5)
    with pytest.raises(PatientsError) as caught:
        refuse_patients(sheet)
    said = str(caught.value)
    assert isinstance(caught.value, ExchangeError)
    assert "“NHS no”" in said
    assert "rows 2, 4, 5 and 1 more" in said
    assert not any(x in said for x in ("943", "401", "Secret", "Ash Hall"))
    assert caught.value.__cause__ is None


def test_a_list_without_headings_is_not_repeated_as_one():
    """What then stands where headings should is the first patient."""
    said = patients_in(table(("Jane", "Smith", "943 476 5919"), ("Cy", "Dee", "4010232137"))).sentence
    assert not any(x in said for x in ("Jane", "Smith", "943", "Cy", "401"))
    assert "column 3" in said
    found = patients_in(table(("Jane", "Smith"), *[("Cy", torture.nhs(torture.seeded(x))) for x in range(9)]))
    assert "Smith" not in found.sentence
    assert "column 2" in found.sentence


def test_a_workbook_is_stopped_by_any_of_its_sheets_and_says_which():
    clean, other = sheet_of("Notes", ["Open to all"]), sheet_of("NHS no", [NHS])
    refuse_patients(clean, clean)
    with pytest.raises(PatientsError, match="of sheet 2 has what are NHS"):
        refuse_patients(clean, other)


def test_a_sheet_that_was_let_through_is_looked_at_once_while_it_is_in_use(monkeypatch):
    from assetmap.exchange import patients

    looked = []
    monkeypatch.setattr(patients, "patients_in", lambda sheet, **_: looked.append(sheet.table))
    sheet = sheet_of("Notes", ["Open to all"])
    for _ in range(3):
        patients.refuse_patients(sheet)
    patients.refuse_patients(sheet_of("Notes", ["Open to all"]))
    assert len(looked) == 2
    number = id(sheet)
    looked.clear()
    del sheet
    assert number not in patients._known


def test_one_number_that_passes_by_chance_in_a_list_with_contacts_names_stops_nothing():
    rows = [("Choir", "Ann", "Bee", str(4_010_232_100 + at)) for at in range(60)]
    assert patients_in(table(("Group", "First name", "Surname", "Ref"), *rows)) is None


@pytest.mark.slow
def test_the_shell_takes_nothing_of_it(shell_in_town):
    home, run = shell_in_town
    before = {x: x.read_bytes() for x in home.rglob("*") if x.is_file()}
    (home.parent / "list.csv").write_text(f"Name,Postcode,NHS no\nSecret choir,ZZ1 1AA,{NHS}\n", encoding="utf-8")
    for extra in ("", " --dry-run"):
        done = run(f"assetmap import list.csv --json{extra}")
        assert done.returncode == 1
        assert "patients" in done.stderr
        assert not any(x in done.stdout + done.stderr for x in ("943", "Secret", "ZZ1"))
    after = {x: x.read_bytes() for x in home.rglob("*") if x.is_file()}
    assert {x for x in after if b"Secret choir" in after[x] or b"943 476" in after[x]} == set()
    assert after.keys() - before.keys() <= {home / "assets.gpkg-wal", home / "assets.gpkg-shm", home / "secret.key"}


def files(folder, endings):
    return sorted(x for x in folder.rglob("*") if x.name.endswith(endings))


def as_sheet(path):
    """Read one of the real files as a list, simply."""
    content = gzip.decompress(path.read_bytes()) if path.name.endswith(".gz") else path.read_bytes()
    if ".csv" in path.name:
        csv.field_size_limit(10**8)
        [first, *lines] = csv.reader(content.decode("utf-8-sig", "replace").splitlines())
        return Sheet(
            headings=tuple(first),
            rows=tuple(Row(at, dict(zip(first, x, strict=False))) for at, x in enumerate(lines, 2)),
        )
    if path.name.endswith(".zip"):
        with zipfile.ZipFile(path) as packed:
            content = packed.read(packed.namelist()[0])
    said = json.loads(content)
    found = said.get("features") or said.get("elements") or said.get("contents") if isinstance(said, dict) else said
    things = [x for x in found or [said] if isinstance(x, dict)]
    rows = tuple(Row(at, x.get("properties") or x.get("tags") or x) for at, x in enumerate(things, 1))
    return Sheet(headings=tuple(dict.fromkeys(key for row in rows for key in row.cells)), rows=rows)


@pytest.mark.realdata
@pytest.mark.parametrize("room", ["services_bath", "directories", "osm"])
def test_no_real_directory_is_taken_for_patients(realdata, room):
    found = files(realdata / room, (".csv", ".geojson", ".json", ".json.gz"))
    assert len(found) >= 2
    assert {x.name: y.sentence for x in found if (y := patients_in(as_sheet(x), today=TODAY))} == {}


@pytest.mark.slow
@pytest.mark.realdata
def test_no_other_real_file_is_taken_for_patients(realdata):
    rooms = ("boundaries", "deprivation", "lookups", "postcodes", "health", "streets")
    found = [x for room in rooms for x in files(realdata / room, (".csv", ".csv.gz", ".geojson", ".geojson.zip"))]
    assert len(found) >= 25
    assert {x.name: y.sentence for x in found if (y := patients_in(as_sheet(x), today=TODAY))} == {}


@pytest.mark.slow
@pytest.mark.realdata
@pytest.mark.parametrize("name", ["rutland_2022.osm.pbf", "oxford_centre_2015_overpass.osm"])
def test_no_extract_of_openstreetmap_is_taken_for_patients(realdata, name):
    from assetmap.exchange.untrusted import read_strange

    sheets = read_strange((realdata / "osm" / name).read_bytes(), name).sheets
    assert [x.sentence for sheet in sheets if (x := patients_in(sheet, today=TODAY))] == []
