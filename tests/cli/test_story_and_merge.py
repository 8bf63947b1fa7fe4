"""The shell tells what happened to an asset, and prints what a code leads to after two were made one."""

from __future__ import annotations

from assetmap.contributions import merge
from assetmap.place import open_place


def two(town):
    place = open_place(town)
    try:
        one, other = [x.asset for x in place.store.read(statuses={"published"}) if x.asset.audience == "public"][:2]
        merge(place.store, one.id, other.id, by="steward: Jo", seen={})
    finally:
        place.close()
    return one, other


def test_a_printed_code_leads_to_the_one_that_stays_and_history_says_why(shell, town, tmp_path):
    one, other = two(town)
    page = tmp_path / "page.html"
    done = shell("print", "referral", "--assets", other.short.lower(), "--out", page, "--home", town, "--json")
    assert done.json["assets"] == 1
    assert one.name in page.read_text(encoding="utf-8")
    told = shell("history", one.short, "--home", town, "--json").json
    assert (told["id"], told["story"][-1]["who"]) == (one.id, "Jo, who looks after this map,")
    assert other.short in told["story"][-1]["said"]
    assert other.short in shell("history", one.short, "--home", town).out
    missing = shell("history", "ZZZZZZ", "--home", town)
    assert (missing.status, "Traceback" in missing.err) == (1, False)
