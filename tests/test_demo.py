"""The invented town: the same on every machine, true to its story, and nobody real in it."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta

import numpy as np
import pytest
import shapely
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components, dijkstra

from assetmap import demo
from assetmap.assets import Asset
from assetmap.crs import BRITISH_NATIONAL_GRID, WGS84, reproject_all
from assetmap.demo import DEMO_DAY, demo_assets, make_demo
from assetmap.disclosure import disclosed
from assetmap.errors import SettingsError
from assetmap.freshness import is_overdue
from assetmap.place import LAYERS, open_place
from assetmap.shipped import shipped
from assetmap.vocabulary import vocabulary

FOLDER = shipped("data", "demo")
OUTPUTS = sorted(path.name for path in FOLDER.iterdir() if path.suffix in {".geojson", ".csv"})
ESTATE = {"D0100018", "D0100019", "D0100020", "D0100021"}
CENTRE = {"D0100001", "D0100002", "D0100006", "D0100007", "D0100012"}
HILL = {"D0100016", "D0100017"}


def features(name):
    return json.loads((FOLDER / f"{name}.geojson").read_text(encoding="utf-8"))["features"]


def metres(geometries):
    return reproject_all(geometries, WGS84, BRITISH_NATIONAL_GRID)


def shapes(name):
    return metres([shapely.from_geojson(json.dumps(x["geometry"])) for x in features(name)])


def table(name):
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.fixture(scope="module")
def assets():
    return demo_assets()


@pytest.fixture(scope="module")
def areas():
    codes = [x["properties"]["code"] for x in features("areas")]
    return dict(zip(codes, shapes("areas"), strict=True))


def area_of(asset, areas):
    [place] = metres([asset.where.representative_point()])
    return next((code for code, shape in areas.items() if shape.intersects(place)), None)


# --- the files -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("hash_seed", ["0", "4242"])
def test_the_script_makes_the_committed_files_again_byte_for_byte(tmp_path, hash_seed):
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, FOLDER / "make_demo.py", tmp_path], env=environment, capture_output=True, check=True, text=True
    )
    assert sorted(done.stdout.split()) == OUTPUTS == sorted(path.name for path in tmp_path.iterdir())
    for name in OUTPUTS:
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes(), name


def test_the_script_needs_nothing_but_python(tmp_path):
    run = f"sys.argv = ['x', {str(tmp_path)!r}]; runpy.run_path({str(FOLDER / 'make_demo.py')!r}, run_name='__main__')"
    code = f"import runpy, sys; sys.path.insert(0, {str(FOLDER)!r}); {run}"
    # -S: without the installed packages
    done = subprocess.run([sys.executable, "-I", "-S", "-B", "-c", code], capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stderr


def test_all_its_files_together_are_small():
    assert sum(path.stat().st_size for path in FOLDER.iterdir() if path.is_file()) < 1_200_000


def test_the_readme_has_a_row_for_every_file():
    said = shipped("data", "README.md").read_text(encoding="utf-8")
    for name in [*OUTPUTS, "make_demo.py", "told.toml"]:
        assert f"| `demo/{name}`" in said, name
    for path in shipped("data", "vocabulary").glob("*.toml"):
        assert f"| `vocabulary/{path.name}`" in said, path.name


# --- the assets ----------------------------------------------------------------------------------------------------


def test_every_kind_every_need_and_every_answer_about_leaders_is_there(assets):
    words = vocabulary()
    assert {asset.kind for asset in assets} == set(words.kinds)
    assert {need for asset in assets for need in asset.needs} == set(words.needs)
    assert {asset.led_by for asset in assets} == set(words.answers["led_by"])
    assert {asset.leaders_from for asset in assets} == set(words.answers["leaders_from"])
    assert {asset.how_checked for asset in assets} >= {"visited", "phoned", "resident", "website"}
    assert 140 <= len(assets) <= 170
    assert len({asset.id for asset in assets}) == len({asset.short for asset in assets}) == len(assets)


def test_there_are_points_walks_areas_and_things_with_no_place(assets):
    found = Counter("none" if asset.where is None else asset.where.geom_type for asset in assets)
    assert found["Point"] > 100
    assert min(found["Polygon"], found["MultiLineString"], found["none"]) >= 6
    assert all(asset.where is None for asset in assets if asset.kind == "online_or_phone_help")


def test_every_record_goes_out_and_comes_back_the_same(assets):
    for asset in assets:
        assert Asset.from_record(json.loads(json.dumps(asset.to_record())), asset.where) == asset


def test_the_words_of_residents_are_kept_letter_for_letter(assets):
    import tomllib

    told = tomllib.loads((FOLDER / "told.toml").read_text(encoding="utf-8"))["a"]
    by_name = {asset.name: asset for asset in assets}
    assert {row["name"]: row.get("says", "") for row in told} == {name: a.own_words for name, a in by_name.items()}
    everything = " ".join(asset.own_words for asset in assets)
    assert "Croeso i bawb" in everything
    assert "Dzieci śpiewają" in everything
    assert "Перші друзі" in everything
    assert "مطبخ الجيران" in everything


def test_some_say_themselves_in_the_languages_of_those_who_come(assets):
    said = Counter(tag for asset in assets for tag in asset.said_in)
    assert set(said) >= {"ar", "bn", "cy", "pl", "ro", "so", "uk", "ur"}
    [school] = [asset for asset in assets if asset.name == "Polska Sobota"]
    assert school.text("name", "en", own="en") == ("Polish Saturday school", "en")


def test_telephone_numbers_are_from_the_ranges_kept_for_drama(assets):
    properties = json.dumps([x["properties"] for x in features("assets")], ensure_ascii=False)
    numbers = {asset.phone for asset in assets if asset.phone}
    assert len(numbers) > 90
    assert all(re.fullmatch(r"01632 960\d{3}|07700 900\d{3}", number) for number in numbers)
    loose = re.findall(r"(?<![\w.-])0\d{3,4} ?\d{3} ?\d{3,4}(?![\w-])", properties)
    assert set(loose) == numbers


def test_addresses_on_the_web_lead_nowhere(assets):
    addresses = [x for asset in assets for x in (asset.email, asset.website) if x]
    assert len(addresses) > 60
    assert all(re.fullmatch(r"https://[a-z]+\.example|[a-z]+@[a-z]+\.example", x) for x in addresses)


def test_people_have_first_names_only_and_no_real_organisation_is_named(assets):
    assert all(len(asset.contact_name.removeprefix("Old ").split()) <= 1 for asset in assets)
    real = re.compile(
        r"samaritans|age uk|citizens advice|\bnhs\b|salvation army|trussell|\brnli\b|national trust|barnardo|oxfam"
        r"|alcoholics anonymous|red cross|parkrun|gamcare|sure start",
        re.IGNORECASE,
    )
    for asset in assets:
        named = f"{asset.name} {asset.organisation}"
        assert not real.search(f"{named} {asset.description} {asset.own_words} {asset.website}"), asset.name
        assert not re.search(r"\b(Mind|Relate|Scope|Turning Point|Cruse)\b", named), asset.name


def test_homes_and_refuges_are_never_exact_and_never_for_everybody(assets):
    safe_house = next(asset for asset in assets if asset.name.startswith("Safe house"))
    assert (safe_house.audience, safe_house.precision) == ("partners", "not_shown")
    assert disclosed([safe_house]) == []
    [told] = disclosed([safe_house], audience="partners")
    assert (told.where, told.address, told.postcode) == (None, "", "")
    for asset in assets:
        if asset.kind == "person_with_a_skill":
            assert asset.audience in {"partners", "workshop"}
            assert asset.precision in {"neighbourhood", "not_shown"}


def test_statuses_schedules_and_ways_of_being_fragile_are_all_there(assets):
    assert {asset.status for asset in assets} == {"published", "draft", "paused", "closed"}
    assert {"full", "waiting_list"} <= {asset.takes_new for asset in assets}
    assert any(asset.paused_until for asset in assets)
    assert sum(bool(asset.funding_ends) for asset in assets) >= 8
    assert sum(asset.depends_on == 1 for asset in assets) >= 8
    assert sum(asset.venue_security == "at_risk" for asset in assets) >= 8
    spans = [span for asset in assets for span in asset.schedules]
    assert any(span.byday == ("2TU",) and span.freq == "MONTHLY" for span in spans)
    assert any(span.interval == 2 for span in spans)
    assert any("term time" in span.note for span in spans)
    assert any(len(asset.schedules) > 1 for asset in assets)


def test_the_same_share_is_overdue_whenever_the_demo_is_opened():
    shares = []
    for later in (0, 1, 400):
        day = DEMO_DAY + timedelta(days=later)
        moved = demo_assets(moved_by=timedelta(days=later))
        shares.append({asset.name for asset in moved if asset.checked_on and is_overdue(asset, on=day)})
    assert shares[0] == shares[1] == shares[2]
    assert 20 <= len(shares[0]) <= 45
    assert all(asset.checked_on is None or asset.checked_on < DEMO_DAY for asset in demo_assets())


# --- the town ------------------------------------------------------------------------------------------------------


def test_the_neighbourhoods_cover_the_town_and_do_not_overlap(areas):
    assert len(areas) == 24
    assert all(re.fullmatch(r"D01\d{5}", code) for code in areas)
    assert all(shape.is_valid for shape in areas.values())
    whole = shapely.union_all(list(areas.values()))
    assert sum(shape.area for shape in areas.values()) - whole.area < 500  # m2: curves against straight lines


def test_every_shape_is_valid():
    for name in ("green", "water"):
        assert shapely.is_valid(shapes(name)).all(), name
    sites = {x["properties"]["id"] for x in features("green")}
    assert {x["properties"]["site"] for x in features("gates")} == sites


def test_no_street_lies_in_the_sea_and_no_home_in_the_water():
    sea, harbour, river = shapes("water")[:3]
    wet = shapely.union_all([sea, harbour])
    over_water = {"Harbour Arm", "West Arm"}
    for feature, line in zip(features("streets"), shapes("streets"), strict=True):
        if feature["properties"]["name"] not in over_water:
            assert line.intersection(wet).length < 1, feature["properties"]["name"]
        if feature["properties"]["name"] != "Town Bridge":
            assert line.intersection(river).length < 1, feature["properties"]["name"]
    doors = metres([shapely.Point(float(x["lon"]), float(x["lat"])) for x in table("postcodes")])
    assert not shapely.intersects(doors, shapely.union_all([wet, river])).any()


def test_things_stand_on_dry_land_and_in_the_town(assets, areas):
    wet = shapely.union_all(shapes("water")[:3])
    for asset in assets:
        if asset.where is None or asset.kind in {"water_place", "walk_or_route"}:
            continue
        assert area_of(asset, areas), asset.name
        [place] = metres([asset.where])
        assert place.intersection(wet).area < 50, asset.name
        assert asset.where.geom_type != "Point" or not place.intersects(wet), asset.name


def test_streets_do_not_run_through_parks():
    parks = shapely.union_all(
        [s for s, x in zip(shapes("green"), features("green"), strict=True) if x["properties"]["what"] != "beach"]
    ).buffer(-6)
    for feature, line in zip(features("streets"), shapes("streets"), strict=True):
        if feature["properties"]["class"] not in {"footway", "path", "steps"}:
            assert line.intersection(parks).length < 30, feature["properties"]["name"]


def test_the_railway_is_crossed_in_two_places_only():
    [railway] = shapes("railway")
    town = shapely.box(*shapely.union_all(shapes("areas")).bounds)
    over = {
        x["properties"]["name"]
        for x, line in zip(features("streets"), shapes("streets"), strict=True)
        if line.intersects(railway.intersection(town))
    }
    # Mill Lane passes under the viaduct on the far bank of the river and leads out of the town.
    assert over == {"Station Footbridge", "Netherby Arch", "Mill Lane"}


def graph(streets):
    """The walk graph: corners are equal coordinates, lengths are metres."""
    corners: dict[tuple[float, float], int] = {}
    rows, cols, lengths, kept = [], [], [], []
    for feature, line in streets:
        ends = feature["geometry"]["coordinates"][0], feature["geometry"]["coordinates"][-1]
        a, b = (corners.setdefault(tuple(end), len(corners)) for end in ends)
        rows.append(a)
        cols.append(b)
        lengths.append(line.length)
        kept.append(feature["properties"])
    size = len(corners)
    return corners, coo_matrix((lengths, (rows, cols)), shape=(size, size)).tocsr()


def walked(streets, start, goal):
    corners, matrix = graph(streets)
    ends = metres([shapely.Point(x) for x in corners])
    here, there = metres([start, goal])
    a, b = int(shapely.distance(ends, here).argmin()), int(shapely.distance(ends, there).argmin())
    return float(dijkstra(matrix, directed=False, indices=a)[b]), float(here.distance(there))


@pytest.fixture(scope="module")
def streets():
    return list(zip(features("streets"), shapes("streets"), strict=True))


def test_every_street_can_be_walked_to_from_every_other(streets):
    _, matrix = graph(streets)
    parts, _ = connected_components(matrix, directed=False)
    assert parts == 1
    assert 600 <= len(streets) <= 1000
    assert all(feature["properties"]["name"] for feature, _ in streets)
    assert {feature["properties"]["class"] for feature, _ in streets} >= {"steps", "footway", "path", "residential"}


def test_from_the_estate_the_infirmary_is_near_as_the_gull_flies_and_far_on_foot(streets):
    names = {x["properties"]["name"]: shapely.from_geojson(json.dumps(x["geometry"])) for x in features("names")}
    home = shapely.from_geojson(
        json.dumps(next(f["geometry"] for f, _ in streets if f["properties"]["name"] == "Curlew Road"))
    ).interpolate(0)
    goal = names["Merrowcombe Infirmary"]
    with_steps, straight = walked(streets, home, goal)
    without = [x for x in streets if x[0]["properties"]["class"] != "steps"]
    step_free, _ = walked(without, home, goal)
    assert straight < 600
    assert with_steps > 2.5 * straight
    assert step_free > with_steps + 800


def test_without_its_two_crossings_the_estate_is_cut_off(streets):
    cut = [x for x in streets if x[0]["properties"]["name"] not in {"Station Footbridge", "Netherby Arch"}]
    parts, of = connected_components(graph(cut)[1], directed=False)
    assert sorted(Counter(of).values())[-2] > 80  # the estate
    assert parts <= 3  # town, estate, and the foot of the bridge


def test_deprivation_has_rich_and_poor_and_fits_its_neighbourhoods(areas):
    rows = {row["code"]: row for row in table("deprivation")}
    assert set(rows) == set(areas) == {row["code"] for row in table("population")}
    decile = {code: int(row["imd_decile"]) for code, row in rows.items()}
    assert all(decile[code] <= 3 for code in ESTATE | CENTRE)
    assert all(decile[code] >= 9 for code in HILL)
    domains = [name.removesuffix("_rank") for name in rows["D0100001"] if name.endswith("_rank")]
    kinds = ["income", "employment", "education", "health", "crime", "barriers", "living"]
    assert domains == ["imd", "imd_without_barriers", *kinds]
    for row in rows.values():
        for domain in domains:
            assert 1 <= int(row[f"{domain}_rank"]) <= 1000
            assert int(row[f"{domain}_decile"]) == (int(row[f"{domain}_rank"]) - 1) // 100 + 1
    order = sorted(rows.values(), key=lambda row: int(row["imd_rank"]))
    scores = [float(row["imd_score"]) for row in order]
    assert scores == sorted(scores, reverse=True)


def test_postcodes_are_of_an_area_britain_does_not_have():
    rows = table("postcodes")
    assert len({row["postcode"] for row in rows}) == len(rows) > 500
    assert all(re.fullmatch(r"ZZ[1-3] \d[ABD-HJLNP-UW-Z]{2}", row["postcode"]) for row in rows)
    assert {row["area"] for row in rows} == {x["properties"]["code"] for x in features("areas")}


def test_the_centre_has_many_organisations_few_led_from_there_and_the_estate_next_to_nothing(assets, areas):
    at = {asset.name: area_of(asset, areas) for asset in assets if asset.where is not None}
    population = {row["code"]: int(row["population"]) for row in table("population")}

    def per_thousand(codes):
        here = [a for a in assets if at.get(a.name) in codes and a.led_by != "nobody" and a.status == "published"]
        local = sum(a.leaders_from == "this_neighbourhood" for a in here) / len(here)
        return 1000 * len(here) / sum(population[code] for code in codes), local

    centre, centre_local = per_thousand(CENTRE)
    estate, estate_local = per_thousand(ESTATE)
    assert centre > 3 * estate
    assert centre_local < 0.35
    assert estate_local > 0.6
    health = [a for a in assets if at.get(a.name) in ESTATE and a.kind == "health_service"]
    assert health == []


# --- the home ------------------------------------------------------------------------------------------------------


def test_a_home_is_made_whole_and_opens(tmp_path, assets):
    said: list[str] = []
    home = make_demo(tmp_path / "town", progress=said.append, on=date(2027, 3, 1))
    assert said
    place = open_place(home)
    try:
        assert place.settings.invented
        assert place.settings.name == "Merrowcombe"
        assert place.settings.attributions == ("Invented data",)
        assert all(re.search(r"01632 960\d{3}|07700 900\d{3}", x.contact) for x in place.settings.crisis_lines)
        assert all(place.layer(name) is not None and len(place.layer(name)) for name in LAYERS)
        assert place.layer("streets").crs.to_epsg() == 4326
        assert set(place.sources()) == set(LAYERS)
        assert all(
            {"card", "title", "licence", "attribution", "read", "used"} <= set(x) for x in place.sources().values()
        )
        stored = {x.asset.name: x.asset for x in place.store.read()}
        assert set(stored) == {asset.name for asset in assets}
        assert {a.name: a.status for a in stored.values()} == {a.name: a.status for a in assets}
        moved = date(2027, 3, 1) - DEMO_DAY
        lunch = next(a for a in assets if a.name == "Chapel lunch club")
        assert stored[lunch.name].checked_on == lunch.checked_on + moved
        safe_house = next(a for a in stored.values() if a.name.startswith("Safe house"))
        assert safe_house.where is None
        assert place.store.exact_place(safe_house.id) is not None
        assert place.store.check().problems == ()
    finally:
        place.close()
    assert [x.name for x in tmp_path.iterdir()] == ["town"]


def test_a_home_that_is_there_is_left_alone(tmp_path):
    home = make_demo(tmp_path / "town")
    (home / "place.toml").write_text('name = "Ours"\n', encoding="utf-8")
    before = (home / "assets.gpkg").read_bytes()
    assert make_demo(home) == home
    assert (home / "place.toml").read_text(encoding="utf-8") == 'name = "Ours"\n'
    assert (home / "assets.gpkg").read_bytes() == before


def test_a_folder_of_other_files_is_refused_and_kept(tmp_path):
    (tmp_path / "letters.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(SettingsError, match="holds other files"):
        make_demo(tmp_path)
    assert [x.name for x in tmp_path.iterdir()] == ["letters.txt"]


def test_an_empty_folder_becomes_the_home(tmp_path):
    (tmp_path / "town").mkdir()
    assert (make_demo(tmp_path / "town") / "place.toml").exists()


@pytest.mark.parametrize("step", ["_write_layer", "submit_many", "write_place"])
def test_a_making_that_fails_leaves_nothing(tmp_path, monkeypatch, step):
    def full(*_args, **_fields):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(demo, step, full)
    with pytest.raises(SettingsError, match="No space left on device"):
        make_demo(tmp_path / "town")
    assert list(tmp_path.iterdir()) == []


_KILLED_WHILE_BUILDING = """
import os, sys
from assetmap import demo

demo.write_place = lambda *_args, **_fields: os.kill(os.getpid(), 9)
demo.make_demo(sys.argv[1])
"""


def test_a_making_that_is_killed_leaves_no_home_and_the_next_one_works(tmp_path):
    child = subprocess.run([sys.executable, "-c", _KILLED_WHILE_BUILDING, str(tmp_path / "town")], check=False)
    assert child.returncode == -9
    assert not (tmp_path / "town").exists()
    left = list(tmp_path.glob(".new-demo-*"))
    assert len(left) == 1
    os.utime(left[0], (0, 0))
    make_demo(tmp_path / "town")
    assert [x.name for x in tmp_path.iterdir()] == ["town"]


def test_of_two_that_make_it_at_once_both_get_one_whole_home(tmp_path, monkeypatch):
    real = demo.write_place

    def other_was_quicker(folder, settings):
        real(folder, settings)
        monkeypatch.setattr(demo, "write_place", real)
        make_demo(tmp_path / "town")

    monkeypatch.setattr(demo, "write_place", other_was_quicker)
    home = make_demo(tmp_path / "town")
    assert (home / "place.toml").exists()
    assert [x.name for x in tmp_path.iterdir()] == ["town"]
    assert np.isfinite(open_place(home).settings.bounds).all()
