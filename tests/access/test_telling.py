"""Ways in words, on streets that one can draw on a napkin: a metre is a unit, north is up."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assetmap.access.telling import (
    Turn,
    about_minutes,
    has_steps,
    steps_words,
    turns_of,
    walk_words,
    way_words,
    whole_minutes,
)
from assetmap.network.graph import make_graph
from assetmap.network.profiles import BRIDGE, STEPS


def town(*pieces, knows_steps=True):
    """Make a graph of (name, class, flags, from node, to node, points)."""
    names = ["", *sorted({p[0] for p in pieces} - {""})]
    ways = sorted({p[1] for p in pieces})
    points = [xy for p in pieces for xy in p[5]]
    return make_graph(
        crs="EPSG:27700", points=points, first=np.cumsum([0, *(len(p[5]) for p in pieces)]),
        ends=[p[3:5] for p in pieces], flags=[p[2] for p in pieces], names=names, ways=ways,
        name=[names.index(p[0]) for p in pieces], way=[ways.index(p[1]) for p in pieces],
        source={"knows_steps": knows_steps},
    )  # fmt: skip


def street(name, a, b, *points, way="residential", flags=0):
    return (name, way, flags, a, b, points)


def told(graph, arcs, *, from_mm=0, to_mm=None):
    last = arcs[-1]
    whole = int(graph.length_mm[last >> 1])
    end = (0 if last & 1 else whole) if to_mm is None else to_mm
    return [x.words for x in turns_of(graph, np.array(arcs, dtype=np.int32), from_mm=from_mm, to_mm=end)]


# George Street runs east from 0 over 1 to 2; Quay Lane north from 1; The Mall south from 1.
CROSS = (
    street("George Street", 0, 1, (0, 0), (100, 0)),
    street("George Street", 1, 2, (100, 0), (200, 0)),
    street("Quay Lane", 1, 3, (100, 0), (100, 100)),
    street("The Mall", 1, 4, (100, 0), (100, -100)),
)


@pytest.mark.parametrize(
    ("arcs", "words"),
    [
        ([0, 2], ["east along George Street"]),
        ([0, 4], ["east along George Street", "left into Quay Lane"]),
        ([0, 6], ["east along George Street", "right into The Mall"]),
        ([3, 4], ["west along George Street", "right into Quay Lane"]),
        ([5, 6], ["south along Quay Lane", "straight on into The Mall"]),
        ([5, 1], ["south along Quay Lane", "right into George Street"]),
    ],
)
def test_a_way_is_told_by_its_streets_and_turns(arcs, words):
    graph = town(*CROSS)
    start = int(graph.length_mm[arcs[0] >> 1]) if arcs[0] & 1 else 0
    assert told(graph, arcs, from_mm=start) == words


def test_a_way_within_one_street_is_one_instruction_whichever_way_it_is_walked():
    graph = town(*CROSS)
    assert told(graph, [0], from_mm=20_000, to_mm=70_000) == ["east along George Street"]
    assert told(graph, [1], from_mm=70_000, to_mm=20_000) == ["west along George Street"]
    assert told(graph, [0], from_mm=20_000, to_mm=20_000) == []


def test_a_bend_without_a_choice_is_no_instruction_and_a_new_name_is_no_turn():
    graph = town(
        street("Bendy Road", 0, 1, (0, 0), (100, 0), (100, 100)),
        street("Crook Road", 1, 2, (100, 100), (0, 100)),
    )
    assert told(graph, [0, 2]) == ["east along Bendy Road", "on into Crook Road"]


def test_who_turns_off_to_stay_on_a_street_is_told_so():
    graph = town(
        street("Hill Road", 0, 1, (0, 0), (100, 0)),
        street("Hill Road", 1, 2, (100, 0), (100, 100)),
        street("Back Lane", 1, 3, (100, 0), (200, 0)),
    )
    assert told(graph, [0, 2]) == ["east along Hill Road", "left to stay on Hill Road"]


def test_islands_and_links_without_a_name_are_crossed_and_not_told():
    graph = town(
        street("North Street", 0, 1, (0, 0), (100, 0)),
        street("", 1, 2, (100, 0), (110, 0), way="footway"),
        street("Broad Road", 2, 3, (110, 0), (118, 0), way="primary"),
        street("", 3, 4, (118, 0), (130, 0), way="footway"),
        street("North Street", 4, 5, (130, 0), (230, 0)),
        street("Broad Road", 2, 6, (110, 0), (110, 90), way="primary"),
        street("Broad Road", 3, 7, (118, 0), (118, 90), way="primary"),
    )
    assert told(graph, [0, 2, 4, 6, 8]) == ["east along North Street"]
    off = told(graph, [0, 2, 10])
    assert off == ["east along North Street", "left into Broad Road"]


def test_unnamed_ways_are_told_by_what_they_are():
    graph = town(
        street("High Street", 0, 1, (0, 0), (100, 0)),
        street("", 1, 2, (100, 0), (100, 60), way="footway"),
        street("", 2, 3, (100, 60), (100, 90), way="steps", flags=STEPS),
        street("", 3, 4, (100, 90), (200, 90), way="track"),
        street("", 4, 5, (200, 90), (200, 190), way="footway", flags=BRIDGE),
        street("", 5, 6, (200, 190), (200, 290), way="Minor Road"),
        street("", 1, 7, (100, 0), (200, 0), way="service"),
    )
    assert told(graph, [0, 2, 4, 6, 8, 10]) == [
        "east along High Street", "left onto the footpath", "on by the steps", "on along the track",
        "on over the footbridge", "on along the road",
    ]  # fmt: skip


def test_who_walks_straight_on_is_not_told_a_bit_of_pavement_nor_a_name_between_a_name_and_itself():
    graph = town(
        street("Uppingham Road", 0, 1, (0, 0), (100, 0)),
        street("Mount Pleasant", 1, 2, (100, 0), (200, 0)),
        street("Uppingham Road", 2, 3, (200, 0), (300, 0)),
        street("", 3, 4, (300, 0), (350, 0), way="footway"),
        street("Low Road", 4, 5, (350, 0), (350, -90)),
        *(street("Side", at, at + 5, (100 * at, 0), (100 * at, 90)) for at in (1, 2, 3)),
        street("Side", 4, 9, (350, 0), (450, 0)),
    )
    assert told(graph, [0, 2, 4, 6, 8]) == ["east along Uppingham Road", "right into Low Road"]
    assert told(graph, [0, 2, 4, 6])[-1] == "straight on along the footpath"  # it is where one arrives
    assert told(graph, [0, 2]) == ["east along Uppingham Road", "straight on into Mount Pleasant"]


def test_steps_are_said_however_short_and_with_their_name():
    graph = town(
        street("High Street", 0, 1, (0, 0), (100, 0)),
        street("Jacob's Ladder", 1, 2, (100, 0), (104, 0), way="steps", flags=STEPS),
        street("Low Street", 2, 3, (104, 0), (200, 0)),
    )
    assert told(graph, [0, 2, 4]) == ["east along High Street", "on by Jacob's Ladder (steps)", "on into Low Street"]


def test_sharp_turns_are_sharp():
    graph = town(
        street("A Road", 0, 1, (0, 0), (100, 0)),
        street("B Road", 1, 2, (100, 0), (20, 40)),
        street("C Road", 1, 3, (100, 0), (200, 20)),
        street("D Road", 1, 4, (100, 0), (20, 4)),
    )
    assert told(graph, [0, 2])[1] == "sharp left into B Road"
    assert told(graph, [0, 4])[1] == "straight on into C Road"
    assert told(graph, [0, 6])[1] == "turn back into D Road"


def test_the_corner_itself_does_not_decide_the_turn():
    # The kerb of Quay Lane swings right for two metres before the lane goes left.
    graph = town(
        street("George Street", 0, 1, (0, 0), (100, 0)),
        street("Quay Lane", 1, 2, (100, 0), (101, -1), (101, 80)),
        street("George Street", 1, 3, (100, 0), (200, 0)),
    )
    assert told(graph, [0, 2])[1] == "left into Quay Lane"


def test_steps_are_known_only_where_the_streets_say_so():
    with_steps = street("", 0, 1, (0, 0), (9, 0), way="steps", flags=STEPS)
    plain = street("", 1, 2, (9, 0), (50, 0))
    graph = town(with_steps, plain)
    assert has_steps(graph, np.array([0, 2])) is True
    assert has_steps(graph, np.array([2])) is False
    assert has_steps(town(with_steps, plain, knows_steps=False), np.array([0, 2])) is None
    assert [steps_words(x) for x in (True, False, None)] == ["steps on the way", "no steps", "steps not known"]


def test_a_way_is_one_sentence_and_a_long_one_ends_with_the_map():
    turns = [
        Turn("east along A Road"), Turn("left into B Road", "B Road"), Turn("right into C Road", "C Road"),
        Turn("by the steps"), Turn("right onto the footpath"),
    ]  # fmt: skip
    assert way_words(turns[:2], ends="no steps") == "East along A Road, left into B Road; no steps."
    assert way_words(turns, most=3, ends="steps on the way") == (
        "East along A Road, left into B Road, then follow the map to C Road; steps on the way."
    )
    assert (
        way_words(turns[3:] * 4, most=2, ends=steps_words(None))
        == "By the steps, then follow the map; steps not known."
    )
    assert way_words(turns, most=None).count(",") == 4
    assert way_words([], ends="no steps") == ""


@pytest.mark.parametrize(
    ("minutes", "shown", "about"),
    [(0.0, 1, 5), (0.4, 1, 5), (1.49, 1, 5), (1.5, 2, 5), (2.5, 3, 5), (7.4, 7, 5), (7.5, 8, 10), (12.5, 13, 15)],
)
def test_minutes_are_whole_rounded_half_up_and_at_least_one(minutes, shown, about):
    assert (whole_minutes(minutes), about_minutes(minutes)) == (shown, about)


def test_minutes_are_said_as_people_do():
    assert walk_words(0.2) == "1 minute's walk"
    assert walk_words(8.2) == "8 minutes' walk"
    assert walk_words(8.2, about=True) == "about 10 minutes' walk"
    assert [walk_words(x) for x in (59.4, 60, 61, 126)] == [
        "59 minutes' walk", "1 hour's walk", "1 hour 1 minute's walk", "2 hours 6 minutes' walk",
    ]  # fmt: skip
    assert walk_words(70.2, about=True) == "about 1 hour 10 minutes' walk"


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_walk_on_any_streets_is_told_in_a_sentence(data):
    """Loops, parallel pieces, pieces of no length, walks that turn round: no street makes it fail."""
    nodes = data.draw(st.integers(2, 5))
    spots = data.draw(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=nodes, max_size=nodes))
    chosen = data.draw(
        st.lists(st.tuples(st.integers(0, nodes - 1), st.integers(0, nodes - 1)), min_size=1, max_size=8)
    )
    links = [*((i, i + 1) for i in range(nodes - 1)), *chosen]
    graph = town(
        *(
            street(data.draw(st.sampled_from(["", "A", "B"])), a, b, spots[a], spots[b],
                   way=data.draw(st.sampled_from(["footway", "residential", "steps", "odd"])),
                   flags=data.draw(st.sampled_from([0, STEPS, BRIDGE])))
            for a, b in links
        )
    )  # fmt: skip
    at, arcs = data.draw(st.integers(0, nodes - 1)), []
    for _ in range(data.draw(st.integers(1, 8))):
        out = data.draw(st.integers(int(graph.head[at]), int(graph.head[at + 1]) - 1))
        arcs.append(int(graph.piece[out]))
        at = int(graph.to[out])
    first, last = (int(graph.length_mm[arc >> 1]) for arc in (arcs[0], arcs[-1]))
    turns = turns_of(graph, np.array(arcs, dtype=np.int32), from_mm=data.draw(st.integers(0, first)),
                     to_mm=data.draw(st.integers(0, last)))  # fmt: skip
    assert len(turns) <= len(arcs)
    said = way_words(turns, most=3)
    assert said == "" or (said[0].isupper() and said.endswith(".") and "  " not in said)
