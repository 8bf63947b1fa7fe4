"""`assetmap import` tells the same as the screen: columns, problems, proposals, doubles; and then brings in."""

import pytest

from assetmap.settings import read_place

LIST = """wer,lat,lon,phone
Whelk choir,{lat},{lon},1
The Whelk Choir,{lat},{lon},
,{lat},{lon},2
Quay band,{lon},{lat},
"""


@pytest.fixture
def list_(town, tmp_path):
    west, south, east, north = read_place(town).bounds
    text = LIST.format(lat=round((south + north) / 2, 5), lon=round((west + east) / 2, 5))
    (tmp_path / "choirs-2025.csv").write_text(text, encoding="utf-8")
    return tmp_path / "choirs-2025.csv"


@pytest.fixture
def bring(shell, town):
    def call(file, *more):
        return shell("import", file, "--home", town, "--kind", "group or club", *more)

    return call


def test_a_dry_run_tells_columns_problems_proposals_and_doubles(bring, list_):
    said = bring(list_, "--column", "wer=Name", "--dry-run")
    assert said.status == 0
    lines = said.out.splitlines()
    assert lines[0].startswith("choirs-2025.csv: CSV")
    assert 'the list "choirs_2025"' in lines[0]
    assert any(" ".join(x.split()) == "wer Name: Whelk choir | The Whelk Choir | Quay band" for x in lines)
    assert any(x.startswith("2 would be added (2 as drafts)") for x in lines)
    assert any('[row 4, "wer"] no name' in x for x in lines)
    assert any("[row 5] swapped" in x and "add --accept swapped" in x for x in lines)
    assert any(x.split() == ["row", "3", "The", "Whelk", "Choir"] for x in lines)


def test_json_has_the_same_and_one_word_carries_a_proposal_out(bring, list_):
    said = bring(list_, "--column", "wer=name", "--dry-run", "--json").json
    assert [(x["heading"], x["meaning"], x["remembered"]) for x in said["columns"]] == [
        ("wer", "name", False), ("lat", "latitude", False), ("lon", "longitude", False), ("phone", "phone", False),
    ]  # fmt: skip
    assert [(x["key"], x["rows"]) for x in said["proposals"]] == [("swapped", [5])]
    assert [(x["row"], x["with_row"]) for x in said["alike"]] == [(3, 2)]
    assert (said["added"], said["left_out"], said["change"]) == (2, 2, None)
    mended = bring(list_, "--column", "wer=name", "--accept", "swapped", "--dry-run").out
    assert "swapped: latitude and longitude were put in each other's place." in mended
    assert "swap the two" not in mended
    done = bring(list_, "--column", "wer=name", "--accept", "swapped", "--json").json
    assert (done["added"], done["left_out"]) == (3, 1)
    assert done["change"]


def test_what_was_accepted_of_a_list_is_so_when_it_comes_again(bring, list_):
    assert bring(list_, "--column", "wer=name", "--accept", "swapped", "--json").json["added"] == 3
    again = bring(list_, "--json").json
    assert (again["added"], again["unchanged"], again["left_out"]) == (0, 3, 1)
    said = bring(list_, "--dry-run").out
    assert "as last time: 1 row is mended as when this list came in last (swapped)." in said
    assert bring(list_, "--accept", "none", "--dry-run", "--json").json["left_out"] == 2


def test_columns_and_kind_are_remembered_and_a_corrected_list_under_another_name_is_asked_about(
    shell, town, bring, list_
):
    assert bring(list_, "--column", "wer=name", "--json").json["added"] == 2
    newer = list_.with_name("choirs-2026.csv")
    newer.write_bytes(list_.read_bytes())
    said = shell("import", newer, "--home", town, "--dry-run", "--json").json
    assert (said["added"], said["perhaps"]) == (2, "choirs_2025")
    assert said["columns"][0]["remembered"]
    assert "--as choirs_2025" in shell("import", newer, "--home", town, "--dry-run").out
    assert shell("import", newer, "--home", town, "--as", "choirs_2025", "--json").json["added"] == 0


def test_what_looks_the_same_is_told_of_a_real_import_too(bring, list_):
    told = "1 looks the same as something here: see Look after, “Looks the same”."
    assert told in bring(list_, "--column", "wer=name", "--dry-run").out
    said = bring(list_, "--column", "wer=name")
    assert told in said.out
    assert "2 added (2 as drafts), 0 updated, 0 unchanged, 2 left out, 3 with something to look at." in said.out
    newer = list_.read_text(encoding="utf-8").replace(",1\n", ",01225 999999\n")
    list_.write_text(newer, encoding="utf-8")
    said = bring(list_)
    assert "0 added, 1 updated (1 of them drafts), 1 unchanged" in said.out


def test_one_fault_of_many_rows_is_one_line(bring, list_):
    text = list_.read_text(encoding="utf-8")
    row = text.splitlines()[1]
    other = row.replace("Whelk", "Cockle")
    list_.write_text(text + "\n".join([*[row] * 60, other, other]), encoding="utf-8")
    said = bring(list_, "--column", "wer=name").out
    [line] = [x for x in said.splitlines() if "repeated" in x]
    assert line.startswith("  [61 rows, for example 6, 7, 8] repeated: row 6: it is the same as row 2 (name and place)")
    assert len(said.splitlines()) < 12


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], 'has no column of names. The headings found are "wer", "lat"'),
        ([], '--column "wer=name"'),
        (["--column", "wer"], 'a column is given as "Heading=name"'),
        (["--column", "who=name"], 'the file has no column "who". It has "wer"'),
        (["--column", "wer=colour"], '"colour" is nothing that a column may hold'),
        (["--column", "wer=name", "--accept", "outline"], "under one of these words: the list has swapped"),
        (["--table", "Sheet2"], 'the file has no table called "Sheet2": it is one table, without a name.'),
    ],
    ids=["no names", "how to say it", "no equals", "no heading", "no meaning", "nothing to accept", "no table"],
)  # fmt: skip
def test_what_cannot_be_done_is_a_sentence_that_says_how_to_mend_it(bring, list_, words, sentence):
    said = bring(list_, *words)
    assert said.status == 1
    assert sentence in said.err
    assert "Traceback" not in said.err


def test_who_stops_it_leaves_nothing_half_done(bring, list_, town, monkeypatch):
    from assetmap.place import open_place
    from assetmap.store.geopackage import writing

    def stopped(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(writing, "keep", stopped)
        said = bring(list_, "--column", "wer=name")
    assert (said.status, "Nothing half-done was left" in said.err) == (130, True)
    place = open_place(town)
    assert not [x for x in place.store.read() if x.asset.source == "choirs_2025"]
    place.close()
    assert bring(list_, "--column", "wer=name", "--json").json["added"] == 2


def test_a_dry_run_of_a_list_that_says_no_kind_shows_its_columns_and_then_all_kinds(shell, town, list_):
    said = shell("import", list_, "--home", town, "--column", "wer=name", "--dry-run")
    assert said.status == 1
    assert any(x.split()[:2] == ["wer", "Name:"] for x in said.out.splitlines())
    assert "add --kind with one of group or club, support group," in said.err
    done = shell("import", list_, "--home", town, "--column", "wer=name", "--kind", "choirs", "--dry-run")
    assert done.status == 0
    wrong = shell("import", list_, "--home", town, "--kind", "tearum")
    assert (wrong.status, "Choose one of: group or club" in wrong.err) == (1, True)


def test_a_shapefile_without_its_coordinate_system_says_so_once(bring, list_, tmp_path):
    import io
    import zipfile

    import shapefile

    _, lat, lon, _ = list_.read_text(encoding="utf-8").splitlines()[1].split(",")
    parts = {x: io.BytesIO() for x in ("shp", "shx", "dbf")}
    with shapefile.Writer(**parts) as made:
        made.field("name", "C")
        for at in range(5):
            made.point(float(lon) + at / 1000, float(lat))
            made.record(f"Whelk {at}")
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as packed:
        for ending, content in parts.items():
            packed.writestr(f"x.{ending}", content.getvalue())
    said = bring(tmp_path / "x.zip", "--dry-run").out
    assert len([x for x in said.splitlines() if "coordinate" in x]) == 1
    assert "--accept crs" in said
