"""What an export could not take along is said: in a line a reason, and in full as JSON."""

from assetmap.cli.outward import not_carried_text
from assetmap.exchange.outward import NotCarried


def test_a_calendar_says_what_is_not_in_it_and_lists_what_is(shell, town, tmp_path):
    path = tmp_path / "on.ics"
    said = shell("export", path, "--home", town)
    assert said.status == 0
    first, *others = said.out.splitlines()
    assert first.endswith("assets.")
    assert any("assets: nobody said when it is on." in line for line in others)
    whole = shell("export", path, "--home", town, "--json", "--force").json
    assert first == f"on.ics: {whole['assets']} assets."
    reasons = {x["why"] for x in whole["not_carried"]}
    assert all(set(x) == {"field", "rows", "why", "kept"} for x in whole["not_carried"])
    assert len(others) == len(reasons)


def test_a_backup_under_another_ending_says_what_it_is(shell, town, tmp_path):
    said = shell("backup", tmp_path / "b.txt", "--home", town)
    assert (said.status, "b.txt is a GeoPackage, whatever its name says" in said.err) == (0, True)
    assert "whatever its name" not in shell("backup", tmp_path / "b.gpkg", "--home", town).err


def test_many_fields_are_counted_and_languages_are_one():
    fields = ("needs", "own_words", "cost", "free", "bsl", "phone", "email", "website", "name:pl", "cost:cy")
    lost = [NotCarried(field=x, rows=2, why="no room") for x in fields]
    [line] = not_carried_text(lost)
    assert line.startswith("Not in it: needs (2), own words (2), cost (2), free (2), bsl (2), phone (2) and 3 more")
    assert line.endswith("(--json names them): no room.")
    one = [NotCarried(field="", rows=1, why="it is closed"), NotCarried(field="name:pl", rows=3, why="no room")]
    assert not_carried_text(one) == [
        "Not in it: 1 asset: it is closed.", "Not in it: texts in further languages (3): no room.",
    ]  # fmt: skip
