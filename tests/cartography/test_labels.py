from __future__ import annotations

import itertools

import numpy as np
import shapely

from assetmap.cartography.labels import Layout, _box, broken, shortened
from assetmap.cartography.pins import stand_apart
from assetmap.cartography.quietmap import Named, QuietMap
from assetmap.cartography.scale import Window

WINDOW = Window(west=0, south=0, east=1000, north=500, width=500, height=250)


def ground(*, streets=(), areas=(), points=()):
    nothing = np.empty(0, dtype=object)
    return QuietMap(
        window=WINDOW, streets={}, green=nothing, water=nothing, brooks=nothing,
        named_streets=list(streets), named_areas=list(areas), named_points=list(points),
    )  # fmt: skip


def layout(a_ground, obstacles=()):
    return Layout(a_ground, size=12, measure=lambda text: 0.5 * len(text), obstacles=list(obstacles))


def street(name, *points, rank=3):
    return Named(name=name, geometry=shapely.LineString(points), rank=rank)


NEAR = np.array([[250.0, 125.0]])


def test_a_label_lies_along_its_street():
    placed = layout(ground(streets=[street("Hill Road", (100, 200), (300, 100))]))
    placed.streets(near=NEAR, most=5)
    (label,) = placed.labels
    assert label.text == "Hill Road"
    assert round(label.angle) == -27
    assert shapely.LineString([(100, 200), (300, 100)]).distance(shapely.Point(label.x, label.y)) < 1


def test_no_label_stands_on_its_head():
    placed = layout(ground(streets=[street("West Way", (300, 50), (100, 60)), street("Up Way", (400, 200), (401, 60))]))
    placed.streets(near=NEAR, most=5)
    assert all(-90 <= label.angle <= 90 for label in placed.labels)
    assert len(placed.labels) == 2


def test_no_two_labels_touch():
    grid = [street(f"Row {i}", (0, 12 * i), (500, 12 * i)) for i in range(20)] + [
        street(f"Line {i}", (30 * i, 0), (30 * i, 250)) for i in range(16)
    ]
    placed = layout(ground(streets=grid))
    placed.streets(near=NEAR, most=50)
    boxes = [shapely.buffer(_box(x.x, x.y, x.angle, x.width, x.size), -2.4) for x in placed.labels]
    assert len(boxes) > 10
    assert not any(a.intersects(b) for a, b in itertools.combinations(boxes, 2))


def test_a_label_keeps_clear_of_pins_and_edges():
    placed = layout(ground(streets=[street("Only Street", (200, 125), (300, 125))]), obstacles=[(190, 110, 310, 140)])
    placed.streets(near=NEAR, most=5)
    assert placed.labels == []


def test_a_crooked_street_goes_without():
    zigzag = [(100 + 10 * i, 100 + 40 * (i % 2)) for i in range(12)]
    placed = layout(ground(streets=[street("Zigzag Lane", *zigzag)]))
    placed.streets(near=NEAR, most=5)
    assert placed.labels == []


def test_a_name_too_long_for_its_street_is_shortened():
    placed = layout(ground(streets=[street("Bridge Gardens", (100, 100), (152, 100))]))
    placed.streets(near=NEAR, most=5)
    assert [label.text for label in placed.labels] == ["Bridge Gdns"]


def test_streets_near_the_pins_come_first():
    placed = layout(
        ground(streets=[street("Far Road", (20, 20), (200, 20)), street("Near Road", (200, 130), (400, 130))])
    )
    placed.streets(near=NEAR, most=1)
    assert [label.text for label in placed.labels] == ["Near Road"]


def test_a_park_is_named_inside_itself_on_two_lines():
    park = Named(name="Royal Victoria Park", geometry=shapely.box(50, 50, 250, 200))
    placed = layout(ground(areas=[("green", park)]))
    placed.areas(most=3)
    assert [label.text for label in placed.labels] == ["Royal", "Victoria Park"]
    assert all(park.geometry.contains(shapely.Point(label.x, label.y)) for label in placed.labels)


def test_you_are_here_is_always_written():
    placed = layout(ground(), obstacles=[(0, 0, 500, 250)])
    placed.beside("You are here", x=490, y=5, away=15, what="here")
    (label,) = placed.labels
    assert label.x < 490


def test_you_are_here_goes_further_out_where_pins_crowd_around():
    crowd = [(150, 60, 350, 190)]
    placed = layout(ground(), obstacles=crowd)
    placed.beside("You are here", x=250, y=125, away=15, what="here")
    (label,) = placed.labels
    assert not shapely.box(*crowd[0]).intersects(_box(label.x, label.y, 0.0, label.width, label.size))


def test_names_are_broken_and_shortened_as_maps_do():
    assert broken("Gull Park") == ["Gull Park"]
    assert broken("Supercalifragilistic") == ["Supercalifragilistic"]
    assert shortened("Wells Road") == "Wells Rd"
    assert shortened("Street") == "Street"


def test_pins_far_apart_stay_where_they_are():
    pins = stand_apart([(100, 100), (300, 100)], window=WINDOW, size=30)
    assert [(pin.x, pin.y, pin.is_moved) for pin in pins] == [(100, 100, False), (300, 100, False)]


def test_pins_close_together_move_apart_and_lead_back():
    pins = stand_apart([(100, 100), (108, 100), (100, 106)], window=WINDOW, size=30)
    for a, b in itertools.combinations(pins, 2):
        assert np.hypot(a.x - b.x, a.y - b.y) >= 30
    for pin in pins:
        others = [(p.true_x, p.true_y) for p in pins if p is not pin]
        assert all(np.hypot(pin.x - x, pin.y - y) > 15 for x, y in others)


def test_a_pin_at_the_edge_stays_inside_and_off_the_legend():
    (pin,) = stand_apart([(2, 248)], window=WINDOW, size=30, obstacles=[(0, 220, 120, 250)])
    assert 15 <= pin.x <= 485
    assert pin.y <= 205 or pin.x >= 135
