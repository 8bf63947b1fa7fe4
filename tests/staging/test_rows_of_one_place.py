"""A list with one row a day for each place becomes one asset a place; no row of it was left out."""

from assetmap.staging import NEW, SAME

DAILY = (
    "name,lat,lon,weekday,opens,closes\n"
    "Post Office,51.38,-2.36,Monday,09:00,17:30\n"
    "Post Office,51.38,-2.36,Tuesday,09:00,12:00\n"
    "Post Office,51.38,-2.36,Sunday,,\n"
)


def test_rows_of_one_place_are_one_asset_with_its_hours(desk):
    staging = desk.lay(DAILY)
    assert [(x.number, x.what) for x in staging.rows] == [(2, NEW)]
    assert (staging.report.added, staging.report.left_out) == (1, 0)
    assert [x.row for x in staging.rows[0].problems if x.what == "joined"] == [3, 4]
    desk.commit(staging)
    [asset] = desk.assets().values()
    assert [(x.byday, x.closes_at) for x in asset.schedules] == [(("MO",), "17:30"), (("TU",), "12:00")]
    assert [x.what for x in desk.lay(DAILY).rows] == [SAME]


def test_what_is_proposed_comes_in_once_it_is_accepted(desk):
    text = "name,lat,lon\n" + "".join(f"Garden {n},-2.36,51.{n}\n" for n in range(31, 35))
    staging = desk.lay(text)
    assert {x: len(y) for x, y in staging.proposals.items()} == {"swapped": 4}
    assert (staging.report.added, staging.report.left_out) == (0, 4)
    assert "all 4 rows" in staging.problems[0].sentence
    report = desk.bring(text, accepted=frozenset({"swapped"}))
    assert (report.added, report.left_out) == (4, 0)
    assert {round(x.where.x, 2) for x in desk.assets().values()} == {-2.36}
