"""OpenStreetMap tags become layers."""

import geopandas as gpd
import pytest
import shapely

from assetmap.layers.osmtags import gates_of, is_walkable, layer_of, osm_tags, streets_of
from assetmap.vocabulary import vocabulary

LINE = shapely.LineString([(-2.36, 51.38), (-2.35, 51.38)])
BOX = shapely.box(-2.36, 51.38, -2.359, 51.381)
POINT = shapely.Point(-2.36, 51.38)


def _frame(*rows):
    """Rows of (geometry, tags)."""
    keys = {key for _, tags in rows for key in tags}
    columns = {key: [tags.get(key) for _, tags in rows] for key in sorted(keys)}
    columns["id"] = [f"node/{at}" for at in range(len(rows))]
    return gpd.GeoDataFrame(columns, geometry=[shape for shape, _ in rows], crs="EPSG:4326")


def test_every_kind_of_the_table_is_in_the_vocabulary():
    assert {x.kind for x in osm_tags().kinds} <= set(vocabulary().kinds)


@pytest.mark.parametrize(
    ("tags", "walked"),
    [
        ({"highway": "residential"}, True),
        ({"highway": "footway"}, True),
        ({"highway": "steps"}, True),
        ({"highway": "motorway"}, False),
        ({"highway": "construction"}, False),
        ({"highway": "path", "foot": "no"}, False),
        ({"highway": "service", "access": "private"}, False),
        ({"highway": "service", "access": "private", "foot": "yes"}, True),
        ({"highway": "motorway", "foot": "yes"}, False),
        ({"highway": "cycleway"}, True),
        ({"highway": "cycleway", "foot": "private"}, False),
        ({"highway": "trunk", "motorroad": "yes"}, False),
        ({"highway": "trunk", "motorroad": "yes", "foot": "designated"}, True),
        ({"highway": "pedestrian", "area": "yes"}, True),
        ({"highway": "pedestrian", "area": "yes", "access": "private"}, False),
        ({"highway": "service", "area": "yes"}, False),
        ({"highway": "service", "area": "yes", "foot": "yes"}, False),
        ({"waterway": "river"}, False),
    ],
)
def test_streets_are_what_one_may_walk_on(tags, walked):
    assert len(streets_of(_frame((LINE, tags | {"name": "x"})))) == walked
    assert is_walkable(tags) == walked


def test_a_street_keeps_its_class_and_an_unnamed_one_has_no_name():
    made = streets_of(_frame((LINE, {"highway": "residential", "name": "Sea Road"}), (LINE, {"highway": "steps"})))
    assert made[["name", "class"]].to_numpy().tolist() == [["Sea Road", "residential"], ["", "steps"]]


def test_green_and_water_are_what_they_are_called_and_private_gardens_are_not_public():
    frame = _frame(
        (BOX, {"leisure": "park", "name": "Rose Park"}),
        (BOX, {"landuse": "village_green"}),
        (BOX, {"leisure": "garden", "access": "private"}),
        (BOX, {"natural": "water"}),
        (POINT, {"leisure": "park"}),
    )
    assert layer_of(frame, "green")[["name", "what"]].to_numpy().tolist() == [
        ["Rose Park", "Park"],
        ["", "Village green"],
    ]
    assert layer_of(frame, "water")["what"].tolist() == ["Water"]


def test_a_gate_belongs_to_the_green_space_on_whose_edge_it_stands():
    green = layer_of(_frame((BOX, {"leisure": "park"})), "green")
    edge, far = shapely.Point(-2.36, 51.3805), shapely.Point(-2.37, 51.38)
    gates = gates_of(_frame((edge, {"barrier": "gate"}), (far, {"barrier": "gate"})), green, "EPSG:27700")
    assert gates["site"].tolist() == ["node/0"]
    assert gates.geometry.iloc[0].equals(edge)


def test_nothing_gives_empty_layers_with_their_columns():
    nothing = gpd.GeoDataFrame({"id": []}, geometry=[], crs="EPSG:4326")
    assert list(streets_of(nothing)) == ["id", "name", "class", "geometry"]
    assert list(layer_of(nothing, "green")) == ["id", "name", "what", "geometry"]
    assert list(gates_of(nothing, nothing, "EPSG:27700")) == ["id", "site", "geometry"]
