"""A later extract of OpenStreetMap: its news is taken over or proposed, and nothing is taken away by it."""

import geopandas as gpd
import pytest
import shapely

from assetmap.contributions import suggested, take, turn_down, undo
from assetmap.exchange.untrusted import read_strange
from assetmap.importing import import_bytes
from assetmap.place import Place
from assetmap.settings import PlaceSettings
from assetmap.staging import CHANGED, SAME, stage
from assetmap.store.base import Edit
from assetmap.store.geopackage import GeoPackageStore

STEWARD = "steward: Jo"
RUTLAND = "osm/rutland_2022.osm.pbf"


def placed(folder, areas):
    store = GeoPackageStore.open(folder / "assets.gpkg")
    layers = dict.fromkeys(("areas", "streets", "postcodes")) | {"areas": areas}
    settings = PlaceSettings(name="Town", bounds=tuple(areas.total_bounds.tolist()))
    return Place(home=folder, settings=settings, store=store, _layers=layers)


@pytest.fixture
def rutland(tmp_path, realdata):
    """Rutland's neighbourhoods, and nothing in them."""
    place = placed(tmp_path, gpd.read_file(realdata / "boundaries/lsoa2021_rutland_bsc.geojson").to_crs(4326))
    yield place
    place.store.close()


def rewritten(path, change):
    """Write an extract again; `change` gives an object as it shall be, or None to leave it out."""
    import osmium

    target = path.parent / "later.osm.pbf"
    target.unlink(missing_ok=True)
    with osmium.SimpleWriter(str(target)) as writer:
        for thing in osmium.FileProcessor(str(path)):
            if (new := change(f"{thing.type_str()}{thing.id}", thing)) is not None:
                writer.add(new)
    return target.read_bytes()


def known(place):
    return {x.asset.source_id: x.asset for x in place.store.read()}


@pytest.mark.realdata
@pytest.mark.slow
def test_a_later_extract_of_rutland(rutland, realdata, tmp_path):
    earlier = tmp_path / "rutland.osm.pbf"
    earlier.write_bytes((realdata / RUTLAND).read_bytes())
    report = import_bytes(rutland, earlier.read_bytes(), "rutland.osm.pbf", publish=True, by=STEWARD)
    assert (report.added, report.left_out) == (399, 0)
    first = known(rutland)
    pubs = sorted(x for x, y in first.items() if x.startswith("node/") and y.kind == "indoor_place")
    renamed, touched, deleted, private, moved, hours = pubs[:6]
    store = rutland.store
    store.write([Edit(asset=first[touched].changed(name="What we call it"), what="changed", expected=1)], by="resident")

    def change(number, thing):
        source_id = number.replace("n", "node/", 1)
        tags = {x.k: x.v for x in thing.tags}
        new = {
            renamed: {"tags": tags | {"name": "New Name"}},
            touched: {"tags": tags | {"name": "Their Name"}},
            private: {"tags": tags | {"access": "private"}},
            moved: {"location": (-0.73, 52.67)},
            hours: {"tags": tags | {"opening_hours": "Mo-Fr 09:00-17:00"}},
        }.get(source_id if number.startswith("n") else "")
        if source_id == deleted:
            return None
        return thing if new is None else thing.replace(version=thing.version + 1, **new)

    later = rewritten(earlier, change)
    staging = stage(rutland, read_strange(later, "later.osm.pbf"), "later.osm.pbf", by=STEWARD, publish=True)
    rows = {x.asset.source_id: x for x in staging.rows if x.asset}
    assert {x for x, y in rows.items() if y.what != SAME} == {renamed, touched, moved, hours}
    assert {x.asset.source_id for x in staging.gone} == {deleted, private}

    report = import_bytes(rutland, later, "later.osm.pbf", publish=True, by=STEWARD)
    assert (report.added, report.updated, report.unchanged) == (0, 3, 394)
    now = known(rutland)
    assert now[renamed].name == "New Name"
    assert int(now[renamed].source_version) == int(first[renamed].source_version) + 1
    assert now[touched].name == "What we call it"
    assert shapely.get_coordinates(now[moved].where).tolist() == [[-0.73, 52.67]]
    assert now[hours].schedules[0].byday == ("MO", "TU", "WE", "TH", "FR")
    # What has gone, or is private by now, is shown until somebody has looked.
    assert {now[x].status for x in (deleted, private)} == {"published"}
    gone = [x for x in report.problems if x.what == "no longer in OpenStreetMap"]
    assert len(gone) == 2
    assert all(x.kept for x in gone)
    asked = {x.asset_id: x for x in suggested(store)}
    assert {first[x].id for x in (touched, deleted, private)} == set(asked)
    assert asked[first[touched].id].asset.name == "Their Name"
    assert asked[first[deleted].id].asset.status == "closed"
    assert "not in OpenStreetMap any more" in asked[first[deleted].id].why

    # It is asked once: what was turned down, and what was taken, is not asked again.
    turn_down(store, asked[first[private].id].id, by=STEWARD, why="everybody goes there")
    take(store, asked[first[deleted].id].id, by=STEWARD, seen=store.get(first[deleted].id).version)
    assert known(rutland)[deleted].status == "closed"
    report = import_bytes(rutland, later, "later.osm.pbf", publish=True, by=STEWARD)
    assert (report.added, report.updated, report.proposed, report.change) == (0, 0, 0, None)
    assert not [x for x in report.problems if x.what == "no longer in OpenStreetMap"]

    # The older extract, brought in by mistake, undoes nothing.
    report = import_bytes(rutland, earlier.read_bytes(), "rutland.osm.pbf", publish=True, by=STEWARD)
    assert (report.added, report.updated, report.proposed) == (0, 0, 0)
    assert known(rutland)[renamed].name == "New Name"


def xml(*nodes):
    """Thirty-six cafés on a grid, so that an extract covers a town, and what else is wanted."""
    body = [
        f'<node id="{x + 1}" version="2" lon="{-2.36 + 0.001 * (x % 6)}" lat="{51.38 + 0.001 * (x // 6)}">'
        f'<tag k="amenity" v="cafe"/><tag k="name" v="Cafe {x + 1}"/></node>'
        for x in range(36)
    ]
    return f'<osm version="0.6">{"".join([*body, *nodes])}</osm>'.encode()


HALL = '<node id="{0}" version="{1}" lon="-2.3577" lat="51.3824"><tag k="amenity" v="library"/><tag k="name" v="{2}"/>{3}</node>'  # noqa: E501


@pytest.fixture
def town(tmp_path):
    box = gpd.GeoDataFrame({"code": ["E1"], "name": ["One"]}, geometry=[shapely.box(-2.4, 51.3, -2.3, 51.4)], crs=4326)
    place = placed(tmp_path, box)
    yield place
    place.store.close()


def bring(place, content, **more):
    return import_bytes(place, content, "town.osm", by=STEWARD, **{"publish": True} | more)


def test_a_new_version_alone_is_no_news(town):
    bring(town, xml(HALL.format(99, 3, "Hall", "")))
    report = bring(town, xml(HALL.format(99, 4, "Hall", '<tag k="source" v="survey"/>')))
    assert (report.updated, report.unchanged, report.change) == (0, 37, None)


def hall(version, hours):
    return xml(HALL.format(99, version, "Hall", f'<tag k="opening_hours" v="{hours}"/>'))


def test_times_that_hold_no_longer_go_when_the_new_hours_cannot_be_read_as_times(town):
    bring(town, hall(3, "Mo-Fr 09:00-17:00"))
    assert known(town)["node/99"].schedules
    assert bring(town, hall(4, "Apr-Sep: Mo-Su 10:00-17:00")).updated == 1
    there = known(town)["node/99"]
    assert (there.schedules, there.hours_text) == ((), "Apr-Sep: Mo-Su 10:00-17:00")
    assert bring(town, hall(4, "Apr-Sep: Mo-Su 10:00-17:00")).change is None
    assert bring(town, hall(5, "Mo 09:00-17:00")).updated == 1
    assert known(town)["node/99"].schedules[0].byday == ("MO",)


def test_times_that_people_here_wrote_stay_when_hours_cannot_be_read_as_times(town):
    from assetmap.assets import OpenSpan

    bring(town, hall(3, "Apr-Sep: Mo-Su 10:00-17:00"))
    ours = known(town)["node/99"].changed(schedules=(OpenSpan(byday=("TU",), opens_at="10:00", closes_at="12:00"),))
    town.store.write([Edit(asset=ours, what="changed", expected=1)], by="resident")
    report = bring(town, hall(4, "May-Sep: Mo-Su 10:00-17:00"))
    assert (report.updated, report.proposed) == (1, 0)
    assert known(town)["node/99"].schedules == ours.schedules


def test_without_publish_news_of_what_is_shown_waits_and_names_no_edition(town):
    bring(town, xml(HALL.format(99, 3, "Hall", "")))
    report = bring(town, xml(HALL.format(99, 4, "New Hall", "")), publish=False)
    assert report.updated == 0
    [waits] = [x for x in report.problems if x.what == "waits"]
    assert "(name)" in waits.mend
    assert "version" not in waits.mend


def test_undo_takes_the_whole_import_back_with_what_it_proposed(town):
    bring(town, xml(HALL.format(99, 3, "Hall", "")))
    report = bring(town, xml(HALL.format(98, 1, "Other", "")))
    assert (report.added, report.gone) == (1, 1)
    [asked] = suggested(town.store)
    assert "not in OpenStreetMap any more" in asked.why
    undo(town.store, report.change, by=STEWARD)
    assert known(town)["node/99"].status == "published"


def test_what_waits_as_a_draft_and_has_gone_is_told_and_not_proposed(town):
    bring(town, xml(HALL.format(99, 3, "Hall", "")), publish=False)
    report = bring(town, xml(), publish=False)
    [told] = [x for x in report.problems if x.what == "no longer in OpenStreetMap"]
    assert "look before you show it" in told.mend
    assert report.gone == 0
    assert suggested(town.store) == []


def test_a_refuge_by_now_is_said_no_more_of_than_what_is_gone(town):
    bring(town, xml(HALL.format(99, 3, "Hall", "")))
    report = bring(town, xml(HALL.format(99, 4, "Hall", '<tag k="social_facility" v="shelter"/>')))
    [told] = [x for x in report.problems if x.what == "no longer in OpenStreetMap"]
    assert "refuge" not in told.mend
    assert "shelter" not in told.mend
    assert known(town)["node/99"].name == "Hall"
    staging = stage(town, read_strange(xml(), "town.osm"), "town.osm", by=STEWARD, publish=True)
    assert all(x.what in (SAME, CHANGED) for x in staging.rows)


def test_what_is_made_one_with_something_of_openstreetmap_names_it_from_then_on(town):
    from assetmap.assets import Asset
    from assetmap.assets.crediting import attributions_of
    from assetmap.contributions import submit
    from assetmap.contributions.merging import merge

    bring(town, xml(HALL.format(99, 3, "Hall", '<tag k="phone" v="01225 1"/>')))
    ours = Asset(name="The Hall", kind="indoor_place", where=shapely.Point(-2.3577, 51.3824), source="council")
    submit(town.store, ours, by=STEWARD, publish=True)
    for fields, said in (((), ()), (("phone",), ("© OpenStreetMap contributors (ODbL)",))):
        theirs = known(town)["node/99"]
        seen = {x: town.store.get(x).version for x in (ours.id, theirs.id)}
        written = merge(town.store, ours.id, theirs.id, by=STEWARD, seen=seen, fields=fields)
        assert attributions_of(None, [town.store.get(ours.id).asset]) == said
        undo(town.store, written.change, by=STEWARD)
