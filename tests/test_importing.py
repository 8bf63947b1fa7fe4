"""A list comes in, comes in again, and never undoes what people here put right."""

from datetime import date

import geopandas as gpd
import pytest
from shapely import Point, box

from assetmap.assets import Asset
from assetmap.contributions import approve, undo, withdraw
from assetmap.disclosure import disclosed
from assetmap.errors import ExchangeError, PermissionDeniedError, StoreError
from assetmap.exchange import export
from assetmap.importing import import_bytes, import_file
from assetmap.place import Place
from assetmap.settings import PlaceSettings
from assetmap.store.base import Edit
from assetmap.store.geopackage import GeoPackageStore

pytestmark = pytest.mark.usefixtures("read_in_this_process")

TABLE = "name,lat,lon,phone\nGarden,51.38,-2.36,01225 111111\nOrchard,51.39,-2.36,01225 222222\n"


@pytest.fixture
def place(tmp_path):
    store = GeoPackageStore.open(tmp_path / "assets.gpkg")
    layers = dict.fromkeys(("areas", "streets", "postcodes"))
    layers["areas"] = gpd.GeoDataFrame(
        {"code": ["E1"], "name": ["One"]}, geometry=[box(-2.4, 51.3, -2.3, 51.4)], crs=4326
    )
    yield Place(
        home=tmp_path, settings=PlaceSettings(name="Bath", bounds=(-2.7, 51.2, -2.2, 51.5)), store=store, _layers=layers
    )
    store.close()


def bring(place, text=TABLE, **options):
    return import_bytes(place, text.encode(), "list.csv", **({"kind": "growing space", "publish": True} | options))


def assets_in(place):
    return {x.asset.name: x.asset for x in place.store.read()}


def counts(report):
    return report.added, report.updated, report.unchanged, report.drafts, report.left_out


def test_a_list_comes_in_as_one_change_and_the_same_again_adds_nothing(place):
    first = bring(place)
    assert counts(first) == (2, 0, 0, 0, 0)
    assert first.change == place.store.version() == 1
    assert {x.status for x in assets_in(place).values()} == {"published"}
    again = bring(place)
    assert counts(again) == (0, 0, 2, 0, 0)
    assert again.change is None
    assert place.store.version() == 1


def test_nothing_in_an_export_says_where_a_blurred_asset_is(place, tmp_path):
    text = "name,lat,lon,address,postcode,precision\n"
    text += "Home group,51.38123,-2.36123,1 Secret Street,BA1 1AA,neighbourhood\n"
    text += "Hidden,,,2 Secret Street,BA1 1AB,not shown\n"
    bring(place, text)
    assert counts(bring(place, text)) == (0, 0, 2, 0, 0)
    for ending in (".csv", ".geojson", ".json", ".gpkg"):
        export(disclosed(x.asset for x in place.store.read()), tmp_path / f"out{ending}", place=place)
        out = (tmp_path / f"out{ending}").read_bytes().lower()
        assert b"home group" in out
        assert not [x for x in (b"51.3812", b"2.3612", b"secret", b"ba1 1a") if x in out], ending


def test_people_of_a_list_wait_until_somebody_has_asked_them(place):
    text = "name,lat,lon\nJo who mends,51.38123,-2.36123\n"
    report = bring(place, text, kind="person with a skill")
    assert counts(report) == (1, 0, 0, 1, 0)
    assert "“Jo who mends” is a person: it waits" in str(report.problems[0])
    with pytest.raises(StoreError, match="nothing says that they agreed"):
        approve(place.store, [x.id for x in assets_in(place).values()], by="steward")


def test_words_that_would_give_a_hidden_place_away_are_told_before_a_list_is_kept(place):
    text = "name,lat,lon,precision,description\nHome group,51.38,-2.36,neighbourhood,Come to 4 Secret Street\n"
    [problem] = bring(place, text, dry_run=True).problems
    assert "“Home group”. The description gives away where it is (a house number: “4 Secret Street”)" in str(problem)
    assert assets_in(place) == {}


def test_a_list_brought_by_anybody_else_is_no_oracle_about_what_is_hidden(place):
    with pytest.raises(PermissionDeniedError):
        bring(place, publish=False, dry_run=True, by="resident")


def test_without_publish_they_wait_as_drafts_until_a_list_is_published(place):
    assert counts(bring(place, publish=False)) == (2, 0, 0, 2, 0)
    assert {x.status for x in assets_in(place).values()} == {"draft"}
    assert counts(bring(place, publish=False)) == (0, 0, 2, 0, 0)
    assert counts(bring(place)) == (0, 2, 0, 0, 0)
    assert {x.status for x in assets_in(place).values()} == {"published"}


def test_a_dry_run_says_the_same_and_keeps_nothing(place):
    dry = bring(place, dry_run=True)
    assert counts(dry) == (2, 0, 0, 0, 0)
    assert dry.change is None
    assert assets_in(place) == {}
    assert place.store.version() == 0


def test_news_in_the_list_is_taken_over_in_one_change(place):
    bring(place)
    report = bring(place, TABLE.replace("111111", "333333"))
    assert counts(report) == (0, 1, 1, 0, 0)
    assert assets_in(place)["Garden"].phone == "01225 333333"
    assert assets_in(place)["Garden"].status == "published"


def test_what_people_put_right_here_is_not_undone_by_the_old_list(place):
    bring(place)
    garden = assets_in(place)["Garden"]
    mended = garden.changed(phone="01225 999999", own_words="I breathe here", needs=("moving more",), status="paused")
    place.store.write([Edit(asset=mended)], by="steward")
    assert counts(bring(place)) == (0, 0, 2, 0, 0)
    report = bring(
        place, TABLE.replace("name,lat,lon,phone", "name,lat,lon,phone,website").replace("111111", "111111,www.g.org")
    )
    assert counts(report) == (0, 1, 1, 0, 0)
    after = assets_in(place)["Garden"]
    assert (after.phone, after.website, after.own_words) == ("01225 999999", "www.g.org", "I breathe here")
    assert (after.needs, after.status, after.short) == (("moving_more",), "paused", garden.short)


def test_a_list_that_goes_back_to_what_it_said_before_is_news_again(place):
    other = TABLE.replace("111111", "333333")
    for text in (TABLE, other, TABLE, other):
        bring(place, text)
        assert assets_in(place)["Garden"].phone == ("01225 111111" if text is TABLE else "01225 333333")
    assert counts(bring(place, other)) == (0, 0, 2, 0, 0)


def test_what_people_put_right_stays_when_a_list_has_other_news(place):
    bring(place)
    place.store.write([Edit(asset=assets_in(place)["Garden"].changed(phone="01225 999999"))], by="steward")
    wider = TABLE.replace("lon,phone", "lon,phone,website").replace("111111", "111111,www.g.org")
    bring(place, wider)
    assert counts(bring(place, wider.replace("www.g.org", "www.new.org"))) == (0, 1, 1, 0, 0)
    assert assets_in(place)["Garden"].phone == "01225 999999"


def test_an_old_export_of_ours_is_no_news(place, tmp_path):
    bring(place)
    for phone in ("01225 444444", "01225 555555"):
        place.store.write([Edit(asset=assets_in(place)["Garden"].changed(phone=phone))], by="steward")
        if phone.endswith("444444"):
            export(disclosed(x.asset for x in place.store.read()), tmp_path / "old.csv")
    assert counts(import_file(place, tmp_path / "old.csv", publish=True)) == (0, 0, 2, 0, 0)
    assert assets_in(place)["Garden"].phone == "01225 555555"


def test_an_empty_cell_takes_nothing_away(place):
    bring(place)
    assert counts(bring(place, TABLE.replace("01225 111111", ""))) == (0, 0, 2, 0, 0)
    assert assets_in(place)["Garden"].phone == "01225 111111"


def test_news_of_what_is_shown_waits_without_publish(place):
    bring(place)
    report = bring(place, TABLE.replace("111111", "333333"), publish=False)
    assert counts(report) == (0, 0, 2, 0, 0)
    assert [x.what for x in report.problems] == ["waits"]
    assert "phone" in report.problems[0].mend
    assert assets_in(place)["Garden"].phone == "01225 111111"


def test_what_was_withdrawn_stays_out(place):
    bring(place)
    gone = assets_in(place)["Garden"].changed(status="withdrawn")
    place.store.write([Edit(asset=gone)], by="steward", why="asked")
    report = bring(place, TABLE.replace("111111", "333333"))
    assert counts(report) == (0, 0, 2, 0, 0)
    assert [x.what for x in report.problems] == ["withdrawn"]
    assert assets_in(place)["Garden"].status == "withdrawn"


@pytest.mark.parametrize("publish", [True, False])
def test_what_an_undo_took_out_comes_in_again(place, publish):
    undo(place.store, bring(place).change, by="steward")
    assert {x.status for x in assets_in(place).values()} == {"withdrawn"}
    report = bring(place, publish=publish)
    assert counts(report) == (2, 0, 0, 0 if publish else 2, 0)
    assert report.problems == ()
    assert {x.status for x in assets_in(place).values()} == {"published" if publish else "draft"}
    withdraw(place.store, assets_in(place)["Garden"].id, by="steward")
    assert [x.what for x in bring(place, publish=publish).problems] == ["withdrawn"]


def test_an_import_that_adds_updates_and_publishes_is_one_change_and_undone_as_one(place):
    bring(place, publish=False)
    before = {x.name: x for x in assets_in(place).values()}
    version = place.store.version()
    report = bring(place, TABLE.replace("111111", "333333") + "Hedge,51.37,-2.36,\n")
    assert counts(report) == (1, 2, 0, 0, 0)
    assert report.change == place.store.version() == version + 1
    assert {x.status for x in assets_in(place).values()} == {"published"}
    undo(place.store, report.change, by="steward")
    after = assets_in(place)
    assert after.pop("Hedge").status == "withdrawn"
    assert after == before


def test_a_place_with_a_number_of_its_own_may_move(place):
    numbered = "id,name,lat,lon\n7,Garden,51.38,-2.36\n"
    bring(place, numbered)
    report = bring(place, numbered.replace("51.38", "51.385"))
    assert counts(report) == (0, 1, 0, 0, 0)
    assert assets_in(place)["Garden"].where.equals(Point(-2.36, 51.385))


@pytest.mark.parametrize("ending", [".csv", ".geojson", ".json"])
def test_our_own_export_changes_nothing_here_and_keeps_true_places_true(ending, place, tmp_path):
    bring(place)
    garden = assets_in(place)["Garden"]
    true = Point(-2.351, 51.391)
    home_group = Asset(
        name="Home group", kind="support group", where=Point(-2.35, 51.35), precision="neighbourhood",
        status="published", address="1 Secret Street", own_words=" it's =us ",
    )  # fmt: skip
    place.store.write([Edit(asset=home_group, exact=true), Edit(asset=garden.changed(status="paused"))], by="steward")
    out = tmp_path / f"out{ending}"
    export(disclosed(x.asset for x in place.store.read()), out, place=place)
    before = place.store.version()
    assert counts(import_file(place, out, publish=True)) == (0, 0, 3, 0, 0)
    assert place.store.version() == before
    assert place.store.exact_place(home_group.id).equals(true)


def test_news_of_a_blurred_asset_leaves_its_true_place_true(place):
    numbered = "id,name,lat,lon,phone\n7,Garden,51.38,-2.36,01225 111111\n"
    bring(place, numbered)
    garden = assets_in(place)["Garden"]
    blurred = garden.changed(precision="neighbourhood", where=Point(-2.35, 51.35))
    place.store.write([Edit(asset=blurred, exact=garden.where)], by="steward")
    assert counts(bring(place, numbered.replace("111111", "333333"))) == (0, 1, 0, 0, 0)
    after = assets_in(place)["Garden"]
    assert (after.phone, after.precision) == ("01225 333333", "neighbourhood")
    assert not after.where.equals(garden.where)
    assert place.store.exact_place(garden.id).equals(garden.where)


def test_an_export_opens_in_another_home_as_it_was_but_as_drafts(place, tmp_path):
    asset = Asset(
        name="Choir", kind="group or club", where=Point(-2.36, 51.38), status="published", needs=("meeting people",),
        own_words='  "=sing"\r\n ', checked_on=date(2026, 11, 3), how_checked="visited",
    )  # fmt: skip
    export([asset], tmp_path / "x.csv")
    assert counts(import_file(place, tmp_path / "x.csv")) == (1, 0, 0, 1, 0)
    assert assets_in(place)["Choir"] == asset.changed(status="draft")


def test_the_report_is_the_shape_everybody_reads(place):
    report = bring(place, TABLE + ",51.38,-2.36,\n", publish=False).to_json()
    assert set(report) >= {"added", "updated", "unchanged", "drafts", "problems"}
    assert (report["added"], report["drafts"], report["left_out"], report["change"]) == (2, 2, 1, 1)
    assert [set(x) >= {"row", "column", "what", "mend"} for x in report["problems"]] == [True]
    assert report["problems"][0]["row"] == 4


def test_a_file_of_another_kind_keeps_the_place_as_it_was(place, tmp_path):
    (tmp_path / "x.csv").write_bytes(b"\x89PNG\r\n")
    with pytest.raises(ExchangeError, match="picture"):
        import_file(place, tmp_path / "x.csv", kind="green place")
    assert place.store.version() == 0


@pytest.mark.realdata
def test_the_real_parks_come_in_with_their_repairs_named(place, realdata):
    path = realdata / "services_bath/banes_gss_parks_recreation.geojson"
    report = import_file(place, path, kind="green place", publish=True)
    assert counts(report) == (69, 0, 0, 0, 0)
    assert [x["row"] for x in report.to_json()["repairs"]] == [14, 49, 50]
    assert counts(import_file(place, path, kind="green place", publish=True)) == (0, 0, 69, 0, 0)


LIMITS = "id,name,lat,lon,{}\n7,Garden,51.38,-2.36,{}\n"


@pytest.mark.parametrize(
    ("heading", "said", "field", "becomes"),
    [
        ("Precision", "Not shown", "precision", "not_shown"),
        ("PRECISION", "neighbourhood", "precision", "neighbourhood"),
        ("How exactly its place is shown", "neighbourhood", "precision", "neighbourhood"),
        ("precision", "Exact", "precision", "exact"),
        ("audience", "Workshop", "audience", "workshop"),
        ("Who will see it", "partners", "audience", "partners"),
        ("audience", "public", "audience", "public"),
        ("Status", "CLOSED", "status", "closed"),
        ("status", "paused", "status", "paused"),
        ("status", "draft", "status", "draft"),
        ("status", "published", "status", "published"),
    ],
)
def test_who_may_see_a_row_is_what_its_list_says(place, heading, said, field, becomes):
    report = bring(place, LIMITS.format(heading, said))
    assert report.problems == ()
    garden = assets_in(place)["Garden"]
    assert getattr(garden, field) == becomes
    assert garden.status == (becomes if field == "status" else "published")
    assert report.drafts == (becomes == "draft")
    assert (place.store.exact_place(garden.id) is None) == (garden.precision == "exact")


@pytest.mark.parametrize(
    ("heading", "said"),
    [("precision", "secret"), ("Audience", "the women's group"), ("status", "gone"), ("status", "withdrawn"),
     ("precision", "none"), ("audience", "unknown")],
)  # fmt: skip
def test_a_limit_nobody_understands_is_told_and_the_row_waits(place, heading, said):
    text = LIMITS.format(heading, said) + "8,Orchard,51.39,-2.36,\n"
    report = bring(place, text)
    assert counts(report) == (2, 0, 0, 1, 0)
    assert [(x.row, x.column, x.kept) for x in report.problems] == [(2, heading, True)]
    assert {name: x.status for name, x in assets_in(place).items()} == {"Garden": "draft", "Orchard": "published"}
    assert counts(bring(place, text)) == (0, 0, 2, 0, 0)
    assert assets_in(place)["Garden"].status == "draft"


def test_a_list_without_publish_leaves_drafts_whatever_it_says(place):
    assert bring(place, LIMITS.format("status", "published"), publish=False).drafts == 1
    assert assets_in(place)["Garden"].status == "draft"


@pytest.mark.parametrize(("heading", "said"), [("precision", "not shown"), ("audience", "workshop")])
def test_a_list_that_becomes_stricter_publishes_nothing_that_is_not(place, heading, said):
    bring(place, LIMITS.format("phone", "1"), publish=False)
    report = bring(place, LIMITS.format(heading, said))
    assert counts(report) == (0, 0, 1, 0, 0)
    assert [x.what for x in report.problems] == ["stricter"]
    assert assets_in(place)["Garden"].status == "draft"


@pytest.mark.parametrize(
    ("was", "edited"), [("neighbourhood", "neighborhood"), ("partners", "parters"), ("paused", "drafty")]
)
def test_a_limit_misspelt_in_our_own_table_does_not_publish(place, tmp_path, was, edited):
    asset = Asset(
        name="Choir", kind="group or club", where=Point(-2.36, 51.38), status="paused", audience="partners",
        precision="neighbourhood",
    )  # fmt: skip
    export([asset], tmp_path / "x.csv")
    text = (tmp_path / "x.csv").read_text(encoding="utf-8-sig").replace(was, edited)
    report = bring(place, text)
    assert (report.drafts, [x.kept for x in report.problems]) == (1, [True])
    assert assets_in(place)["Choir"].status == "draft"


def test_what_another_list_brought_already_is_noticed_before_it_comes_in(place):
    bring(place, publish=False)  # drafts too are here
    again = "name,lat,lon\nThe garden,51.38001,-2.36\nGarden,51.35,-2.36\nSchool,51.38,-2.36\n"
    would = import_bytes(place, again.encode(), "another.csv", kind="growing space", dry_run=True)
    assert (would.added, would.alike) == (3, ("The garden",))
    assert bring(place, dry_run=True).alike == ()  # the very same list is known by its rows


def test_names_in_other_languages_come_in_and_what_people_here_say_in_others_stays(place, tmp_path):
    text = "name,lat,lon,name:pl,Description:Welsh\nGarden,51.38,-2.36,Ogród,Gardd i bawb\nOrchard,51.39,-2.36,,\n"
    assert counts(bring(place, text)) == (2, 0, 0, 0, 0)
    garden = assets_in(place)["Garden"]
    assert garden.said_in == {"cy": {"description": "Gardd i bawb"}, "pl": {"name": "Ogród"}}
    place.store.write([Edit(asset=garden.changed(**{"name:ar": "حديقة", "name:pl": "Ogródek"}))], by="steward")
    assert counts(bring(place, text)) == (0, 0, 2, 0, 0)
    assert counts(bring(place, text.replace("Gardd i", "Gardd i fawr i"))) == (0, 1, 1, 0, 0)
    assert assets_in(place)["Garden"].said_in == {
        "ar": {"name": "حديقة"}, "cy": {"description": "Gardd i fawr i bawb"}, "pl": {"name": "Ogródek"},
    }  # fmt: skip
    for ending in (".csv", ".geojson", ".json"):
        export(disclosed(assets_in(place).values()), tmp_path / f"x{ending}")
        report = import_file(place, tmp_path / f"x{ending}", publish=True)
        assert (counts(report), report.problems) == ((0, 0, 2, 0, 0), ())
