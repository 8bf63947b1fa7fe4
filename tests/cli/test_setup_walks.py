"""Setting up a place makes its walk network, and says what a person should know of it."""

from __future__ import annotations

import shutil
from dataclasses import replace

import geopandas as gpd
import pytest
import shapely

from assetmap.demo import make_demo
from assetmap.errors import StoreError
from assetmap.network import keep_graph, make_graph, open_graph
from assetmap.place import open_place
from assetmap.settings import read_place, write_place
from assetmap.setup import make_place, writing

X, Y = 375_000, 164_000
ROAD = [(X, Y + 500), (X + 1_000, Y + 500), (X + 2_000, Y + 500)]


def roads(path, *lines, kind="Local Road"):
    frame = gpd.GeoDataFrame(
        {"distname": [f"{at} Road" for at in range(len(lines))], "classifica": kind},
        geometry=[x if isinstance(x, shapely.Geometry) else shapely.LineString(x) for x in lines], crs=27700,
    )  # fmt: skip
    frame.to_crs(4326).to_file(path)
    return path


@pytest.fixture
def areas(tmp_path):
    """Three squares of 1 km in a row."""
    squares = [shapely.box(X + 1_000 * at, Y, X + 1_000 * (at + 1), Y + 1_000) for at in range(3)]
    codes = [f"E0100000{at}" for at in range(3)]
    frame = gpd.GeoDataFrame({"LSOA21CD": codes, "LSOA21NM": ["West", "Middle", "East"]}, geometry=squares, crs=27700)
    frame.to_crs(4326).to_file(tmp_path / "areas.geojson")
    return tmp_path / "areas.geojson"


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


@pytest.fixture
def made(home, areas, tmp_path):
    def make(*lines, **more):
        file = roads(tmp_path / "roads.geojson", *(lines or [ROAD]), **more)
        return make_place(home, name="Three Squares", areas=areas, streets=file)

    return make


def length(home):
    place = open_place(home)
    try:
        graph = place.network()
        return None if graph is None else round(graph.length_mm.sum() / 1e6, 1)
    finally:
        place.close()


def test_a_place_with_streets_has_a_network_from_the_first_moment(home, made):
    made()
    kept = open_graph(home)
    assert round(kept.length_mm.sum() / 1000) == 2_000
    assert kept.source["file"] == "roads.geojson"
    assert shapely.from_wkt(kept.source["within"]).area / 1e6 == pytest.approx(3 + 8 * 1.5 + 3.14 * 1.5**2, rel=0.02)
    assert length(home) == 2.0
    assert open_graph(home).source["mark"] == kept.source["mark"]


def test_the_report_says_what_there_is_what_is_cut_off_and_where_nothing_is_known(made):
    island = [(X + 300, Y + 900), (X + 700, Y + 900)]
    bit = [(X + 100, Y + 100), (X + 150, Y + 100)]
    said = made(ROAD[:2], island, bit).warnings
    assert "1.4 km of street to walk on, in and around the place." in said
    assert any(x.startswith("one short bit of street, 0.1 km, hangs on to no other") for x in said)
    assert any(x.startswith("one part of the streets, 0.4 km, is cut off from the rest") for x in said)
    assert "the streets do not say where steps and paths are: a page says “steps not known”." in said
    assert any(x.startswith("one neighbourhood has no street in the file: East.") for x in said)


def test_motorways_are_counted_and_left_out(home, areas, tmp_path):
    frame = gpd.read_file(roads(tmp_path / "roads.geojson", ROAD, [(X, Y), (X + 1_200, Y)]))
    frame.loc[1, "classifica"] = "Motorway"
    frame.to_file(tmp_path / "roads.geojson")
    said = make_place(home, name="x", areas=areas, streets=tmp_path / "roads.geojson").warnings
    assert "1.2 km of motorway and the like were left out: nobody walks there." in said
    assert length(home) == 2.0


def test_without_streets_the_report_says_what_that_means(home, areas):
    said = make_place(home, name="x", areas=areas).warnings
    assert "no streets were given: there are no walking minutes, and distances are as the crow flies." in said
    assert length(home) is None


def test_set_up_again_the_network_is_of_the_new_streets_and_goes_with_them(home, made, areas):
    made()
    made(ROAD[:2])
    assert length(home) == 1.0
    assert len(list((home / "network").glob("streets-*"))) == 1
    make_place(home, name="x", areas=areas)
    assert length(home) is None
    assert open_graph(home) is None


def test_a_setup_that_fails_at_the_last_moment_leaves_the_earlier_network(home, made, monkeypatch):
    made()
    before = {x.relative_to(home): x.read_bytes() for x in (home / "network").rglob("*") if x.is_file()}

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing, "_change_places", full)
    with pytest.raises(StoreError, match="as it was"):
        made(ROAD[:2])
    assert {x.relative_to(home): x.read_bytes() for x in (home / "network").rglob("*") if x.is_file()} == before
    assert length(home) == 2.0


def test_a_setup_that_cannot_name_its_network_makes_it_anew_when_it_is_asked_for(home, made, monkeypatch):
    made()
    with monkeypatch.context() as patch:
        patch.setattr(writing, "name_graph", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        made(ROAD[:2])
    assert round(open_graph(home).length_mm.sum() / 1e6, 1) == 2.0  # of the streets before
    assert length(home) == 1.0


def test_cut_off_before_it_is_named_the_network_is_made_of_the_layers_that_are_there(home, made, monkeypatch):
    class Killed(BaseException):
        """The process ends here."""

    def killed(*_):
        raise Killed

    made()
    with monkeypatch.context() as patch:
        patch.setattr(writing, "_name_network", killed)
        with pytest.raises(Killed):
            made(ROAD[:2])
    assert length(home) == 1.0


def test_a_home_of_before_gets_its_network_when_it_is_asked_for(home, made):
    made()
    shutil.rmtree(home / "network")
    assert length(home) == 2.0
    assert open_graph(home) is not None


def test_a_network_that_is_of_nothing_here_is_left_aside(home, made):
    made()
    keep_graph(make_graph(crs="EPSG:27700", points=[(0, 0), (9, 0)], first=[0, 2], ends=[(0, 1)]), home)
    assert length(home) == 2.0


def test_a_system_of_metres_that_somebody_chose_later_is_followed(home, made):
    made()
    write_place(home, replace(read_place(home), metric_crs="EPSG:32630"))
    place = open_place(home)
    try:
        assert place.network().crs == "EPSG:32630"
    finally:
        place.close()


def test_levels_of_a_file_are_kept_in_the_layer_where_it_has_any(home, areas, tmp_path):
    over = [(X + 500, Y), (X + 500, Y + 1_000)]
    frame = gpd.read_file(roads(tmp_path / "roads.geojson", ROAD, over)).assign(drawlevel=["0", "1"])
    frame.to_file(tmp_path / "roads.geojson")
    make_place(home, name="x", areas=areas, streets=tmp_path / "roads.geojson")
    place = open_place(home)
    try:
        assert place.network().part.max() == 1
        assert "level" in place.layer("streets")
    finally:
        place.close()
    shutil.rmtree(home / "network")
    place = open_place(home)
    try:
        assert place.network().part.max() == 1
    finally:
        place.close()


def test_the_ground_of_a_place_ends_where_its_streets_do_and_not_at_its_water(home, made):
    made(ROAD, [(X + 1_000, Y), (X + 1_000, Y + 1_000)])
    place = open_place(home)
    try:
        middle = [(X + 1_000, Y + 500)]
        assert place.ground().known(middle).tolist() == [True]
        assert place.ground().comes_to_edge(middle, reach_m=1_200).tolist() == [True]
        west, south, east, north = X - 3_000, Y - 3_000, X + 5_000, Y + 3_000
        sea = shapely.box(west, south, east, north) - shapely.box(X - 100, Y - 100, X + 2_100, Y + 1_100)
        frame = gpd.GeoDataFrame({"name": ["Sea"]}, geometry=[sea], crs=27700).to_crs(4326)
        frame.to_parquet(home / "layers" / "water.parquet")
    finally:
        place.close()
    place = open_place(home)
    try:
        assert place.ground().comes_to_edge(middle, reach_m=1_200).tolist() == [False]
    finally:
        place.close()


def test_the_invented_town_is_born_with_its_network_and_knows_its_steps(tmp_path):
    home = make_demo(tmp_path / "demo")
    place = open_place(home)
    try:
        kept = open_graph(home)
        graph = place.network()
        assert graph.source == kept.source
        assert graph.knows_steps
        assert graph.part.max() == 0
        assert len(list((home / "network").glob("streets-*"))) == 1
    finally:
        place.close()


@pytest.mark.parametrize(
    ("streets", "sentence"),
    [
        ("points", "roads.geojson holds points and no lines: streets are lines."),
        ("areas", "roads.geojson holds areas and no lines: streets are lines."),
        ("motorways", "roads.geojson: none of the 1 street lines is one to walk on: all are of Motorway."),
        ("away", "nothing in roads.geojson lies in the place: is it of another part of the country?"),
        ("cut", "roads.geojson seems cut short, and cannot be read: fetch it again."),
    ],
)
def test_what_is_no_file_of_streets_is_refused_in_one_sentence_from_the_shell(
    home, areas, tmp_path, shell, streets, sentence
):
    shapes = {
        "points": shapely.Point(X + 10, Y + 10), "areas": shapely.box(X, Y, X + 9, Y + 9),
        "away": [(X + 90_000, Y), (X + 91_000, Y)],
    }  # fmt: skip
    kind = "Motorway" if streets == "motorways" else "Local Road"
    file = roads(tmp_path / "roads.geojson", shapes.get(streets, ROAD), kind=kind)
    if streets == "cut":
        file.write_bytes(file.read_bytes()[:-60])
    done = shell("setup", "--home", home, "--name", "x", "--areas", areas, "--streets", file)
    assert done.status != 0
    assert done.err.splitlines()[-1] == f"assetmap: {sentence}"
    assert not home.exists()


def test_the_shell_says_it_in_notes_and_scripts_find_it_among_the_warnings(home, areas, tmp_path, shell):
    file = roads(tmp_path / "roads.geojson", ROAD)
    done = shell("setup", "--home", home, "--name", "x", "--areas", areas, "--streets", file, "--json")
    assert "note: 2.0 km of street to walk on, in and around the place." in done.err
    assert "2.0 km of street to walk on, in and around the place." in done.json["warnings"]
