"""One box holds words and a place, and never guesses which of the two in silence."""

from dataclasses import dataclass, field

import geopandas as gpd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from assetmap.assets import Asset
from assetmap.referral.box import Box, read_box, with_place
from assetmap.search.index import Index

LINE = shapely.LineString([(-2.36, 51.38), (-2.358, 51.38)])


@dataclass
class Town:
    """A place with two postcodes, streets and a park, one of which is called like a word."""

    layers: dict = field(default_factory=dict)

    def layer(self, name):
        """Return a layer."""
        return self.layers.get(name)


def _frame(shapes, **columns):
    return gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4326")


@pytest.fixture(scope="module")
def town():
    return Town(
        {
            "areas": _frame([shapely.box(-2.37, 51.37, -2.35, 51.39)], code=["E01"], name=["Beacon Hill"]),
            "postcodes": _frame(
                shapely.points([(-2.36, 51.38), (-2.361, 51.381)]),
                postcode=["BA2 3QE", "BA1 1AA"], area=["E01"] * 2, quality=[10, 10],
            ),
            "streets": _frame(
                [LINE, LINE, LINE, LINE], name=["Fore Street", "Church", "Cold Bath Road", "Rest, The"],
                **{"class": ["Local Road"] * 4},
            ),
            "green": _frame([shapely.box(-2.36, 51.383, -2.359, 51.384)], id=["g"], name=["Rose Park"], what=["Park"]),
            "names": _frame([shapely.Point(-2.355, 51.375)], name=["Bath"], what=["City"]),
        }
    )  # fmt: skip


@pytest.fixture(scope="module")
def index():
    where = shapely.Point(-2.36, 51.38)
    assets = [
        Asset(name="Toy library", kind="shop or exchange", where=where),
        Asset(name="Library", kind="indoor place", where=where, needs=("warm place and home",)),
        Asset(name="Church café", kind="indoor place", where=where, needs=("meeting people",)),
        Asset(name="Friday prayers, Packet House", kind="group or club", where=where),
        Asset(name="Rose Park walkers", kind="group or club", where=where, needs=("moving more",)),
    ]
    return Index.of(assets, metric_crs="EPSG:27700")


@pytest.mark.parametrize(
    ("typed", "words", "label"),
    [
        # a postcode or a point, wherever it stands
        ("BA2 3QE", "", "BA2 3QE"),
        ("ba23qe", "", "BA2 3QE"),
        ("lonely, BA2 3QE", "lonely", "BA2 3QE"),
        ("lonely BA23QE", "lonely", "BA2 3QE"),
        ("lonely near BA2 3QE", "lonely", "BA2 3QE"),
        ("BA2 3QE lonely since my husband died", "lonely since my husband died", "BA2 3QE"),
        ("warm, ba2 3qe, free", "warm, free", "BA2 3QE"),
        ("walk 51.38, -2.36", "walk", "the point you gave"),
        ("51.38,-2.36", "", "the point you gave"),
        # a name
        ("Fore Street", "", "Fore Street"),
        ("12 Fore St", "", "Fore Street"),
        ("somewhere warm near Fore Street", "somewhere warm", "Fore Street"),
        ("somewhere warm, Fore Street", "somewhere warm", "Fore Street"),
        ("Fore Street, somewhere warm", "somewhere warm", "Fore Street"),
        ("somewhere warm Fore Street", "somewhere warm", "Fore Street"),
        ("somewhere warm by the library", "somewhere warm by the library", None),
        ("somewhere warm near the library", "somewhere warm", "Library"),
        ("somewhere warm by library", "somewhere warm", "Library"),
        ("lonely in Bath", "lonely", "Bath"),
        ("a walk from Rose Park", "a walk", "Rose Park"),
        ("lonely, Friday prayers, Packet House", "lonely", "Friday prayers, Packet House"),
        # like a word
        ("Bath", "", "Bath"),
        ("bath", "", "Bath"),
        ("need a bath", "need a bath", None),
        ("church", "", "Church"),
        ("meet people but not church", "meet people but not church", None),
        ("coffee in church", "coffee", "Church"),
        ("Toy library", "Toy library", None),
        ("toys near toy library", "toys", "Toy library"),
        ("walk rose park", "walk rose park", None),
        ("cold bath", "cold bath", None),
        # words alone
        ("in a wheelchair", "in a wheelchair", None),
        ("lunch, singing", "lunch, singing", None),
        ("walk by the sea", "walk by the sea", None),
        ("refugee from ukraine", "refugee from ukraine", None),
        ("someone to talk to at night", "someone to talk to at night", None),
        ("somewhere warm near me", "somewhere warm near me", None),
        ("im 75", "im 75", None),
        ("", "", None),
        (" ,; ", "", None),
        # an address goes on behind a comma
        ("12 Fore Street, Bath", "", "Fore Street"),
        ("lonely, 12 Fore Street, Bath", "lonely", "Fore Street"),
        ("Fore Street,Bath,lonely", "lonely", "Fore Street"),
    ],
)
def test_words_and_a_place_are_told_apart(town, index, typed, words, label):
    box = read_box(typed, place=town, index=index)
    assert (box.words, box.origin and box.origin.label) == (words, label)
    assert not box.problem


@pytest.mark.parametrize(
    ("typed", "words", "problem"),
    [
        ("lonely, BA9 9ZZ", "lonely", "we do not know that postcode"),
        ("lonely BA2", "lonely", "that is not a whole postcode"),
        ("BA2, lonely", "lonely", "that is not a whole postcode"),
        ("lonely near Qwertzuiop", "lonely", "we know no street or place of that name"),
        ("walk 12.5, 99.5", "walk", "outside this place"),
    ],
)
def test_a_place_that_is_not_known_leaves_the_words_and_says_so(town, index, typed, words, problem):
    box = read_box(typed, place=town, index=index)
    assert box.words == words
    assert box.origin is None
    assert problem in box.problem.lower()
    assert box.spelt
    assert box.spelt not in box.problem


def test_a_street_that_is_nearly_spelt_right_is_offered(town, index):
    box = read_box("lonely, Foer Street", place=town, index=index)
    assert (box.words, box.meant[0]) == ("lonely", "Fore Street")
    assert with_place("lonely, Foer Street", box, "Fore Street") == "lonely, Fore Street"


def test_a_box_never_says_what_was_typed(town, index):
    assert "lonely" not in repr(read_box("lonely, BA2 3QE", place=town, index=index))


def test_words_stay_beside_a_place_that_is_chosen_later(town, index):
    box = read_box("lonely", place=town, index=index)
    assert with_place("lonely", box, "51.38, -2.36") == "lonely, 51.38, -2.36"
    assert with_place("", Box(), "Bath") == "Bath"
    assert with_place("church lane", Box(words="church lane"), "Church Lane, Bath") == "Church Lane, Bath"


@settings(deadline=None)
@given(typed=st.text(max_size=60))
def test_any_text_is_read(town, index, typed):
    box = read_box(typed, place=town, index=index)
    assert not (box.origin and box.problem)


def test_ten_thousand_letters_are_read_as_their_beginning(town, index):
    assert read_box("lonely in the " * 800, place=town, index=index).origin is None
    assert read_box(" ," * 5000, place=town, index=index) == read_box(" ," * 499, place=town, index=index)
