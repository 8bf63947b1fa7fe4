"""What is typed becomes a point of the place, and is never repeated."""

from dataclasses import dataclass, field

import geopandas as gpd
import pytest
import shapely

from assetmap.assets import Asset
from assetmap.errors import PlaceError
from assetmap.gazetteer import locate, spelt_like


@dataclass
class Town:
    """A place of one square kilometre or so, with three streets, a park, and four postcodes."""

    layers: dict = field(default_factory=dict)
    asked: list = field(default_factory=list)

    def layer(self, name):
        """Return a layer, and remember that it was asked for."""
        self.asked.append(name)
        return self.layers.get(name)


def _frame(shapes, **columns):
    return gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4326")


@pytest.fixture
def town():
    line = shapely.LineString
    return Town(
        {
            "areas": _frame([shapely.box(-2.37, 51.37, -2.35, 51.39)], code=["E01"], name=["Mid Town"]),
            "postcodes": _frame(
                shapely.points([(-2.36, 51.38), (-2.361, 51.381), (-2.362, 51.382)]),
                postcode=["BA2 3QE", "BA1 1AA", "BA1 1AB"],
                area=["E01"] * 3,
                quality=[10, 10, 60],
            ),
            "streets": _frame(
                [line([(-2.36, 51.38), (-2.358, 51.38)]), line([(-2.358, 51.38), (-2.354, 51.38)]),
                 line([(-2.37, 51.37), (-2.369, 51.37)]), line([(-2.365, 51.38), (-2.364, 51.38)])],
                name=["Sea Road", "Sea Road", "St Margaret’s Hill", None],
                **{"class": ["Local Road"] * 4},
            ),
            "green": _frame([shapely.box(-2.36, 51.383, -2.359, 51.384)], id=["g"], name=["Rose Park"], what=["Park"]),
            "names": _frame([shapely.Point(-2.355, 51.375)], name=["Élmstead"], what=["Village"]),
        }
    )  # fmt: skip


@pytest.mark.parametrize("typed", ["BA2 3QE", "ba23qe", "  Ba2  3qE\n", "BA2-3QE", "ba2.3qe", "\u00a0BA2\u00a03QE"])
def test_a_postcode_is_found_in_any_spacing_or_case(town, typed):
    found = locate(typed, place=town)
    assert (found.point.x, found.point.y) == pytest.approx((-2.36, 51.38))
    assert (found.label, found.kind, found.rough) == ("BA2 3QE", "postcode", False)


def test_a_postcode_that_is_only_roughly_placed_says_so(town):
    assert locate("BA1 1AB", place=town).rough


@pytest.mark.parametrize("typed", ["51.38,-2.36", "51.38, -2.36", "51.38 -2.36", "(51.38, -2.36)", "51.38;-2.36"])
def test_latitude_and_longitude_are_a_point(town, typed):
    found = locate(typed, place=town)
    assert (found.point.x, found.point.y, found.kind) == (-2.36, 51.38, "point")


@pytest.mark.parametrize(
    ("typed", "label", "kind"),
    [
        ("sea road", "Sea Road", "street"),
        ("12 Sea Rd", "Sea Road", "street"),
        ("14b Sea Road, Mid Town", "Sea Road", "street"),
        ("St Margarets Hill", "St Margaret’s Hill", "street"),
        ("st margaret's hill", "St Margaret’s Hill", "street"),
        ("ROSE PARK", "Rose Park", "green place"),
        ("elmstead", "Élmstead", "place"),
        ("Mid Town", "Mid Town", "neighbourhood"),
    ],
)
def test_a_street_or_place_is_found_by_its_name(town, typed, label, kind):
    found = locate(typed, place=town)
    assert (found.label, found.kind) == (label, kind)


def test_a_street_is_a_point_on_it_near_its_middle(town):
    found = locate("Sea Road", place=town)
    assert found.point.y == pytest.approx(51.38)
    assert found.point.x == pytest.approx(-2.357, abs=1e-6)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("BA1", "a whole postcode has two parts, for example “BA1 1AA”"),
        ("BA2 3", "a whole postcode has two parts"),
        ("ba2 3q", "a whole postcode has two parts"),
        ("BA2 9ZZ", "do not know that postcode"),
        ("EX4 7QQ", "check it, or pick a point on the map"),
        ("50.0, -7.0", "at sea"),
        ("48.8566, 2.3522", "somewhere else"),
        ("-2.36, 51.38", "swapped"),
        ("91, 0", "no point on the earth"),
        ("1, 2, 3", "latitude, then longitude, for example “51.38, -2.36”"),
        ("12", "a number alone: type the street after it"),
        ("12b", "a number alone"),
        ("Nowhere Lane 77", "know no street or place of that name"),
        ("{{7*7}}", "know no street or place of that name"),
        ("x" * 10_000, "know no street or place of that name"),
        ("", "nothing was typed"),
        ("  \n", "nothing was typed"),
    ],
)
def test_what_is_not_found_is_said_in_one_sentence_without_repeating_it(town, typed, said):
    with pytest.raises(PlaceError, match=said) as raised:
        locate(typed, place=town)
    message = str(raised.value)
    assert "\n" not in message
    assert message.count(". ") == 0
    if len(typed.strip()) > 3:
        assert typed.strip().casefold() not in message.casefold()
    assert raised.value.__cause__ is None


@pytest.mark.parametrize("typed", ["BA1", "BA2 3", "Nowhere Lane", "zz9"])
def test_the_example_is_one_postcode_of_the_place_whatever_was_typed(town, typed):
    town.layers["postcodes"]["postcode"] = ["ZZ1 9AA", "ZZ1 1AC", "ZZ1 1AB"]
    with pytest.raises(PlaceError, match="for example “ZZ1 1AB”"):
        locate(typed, place=town)


def test_without_postcodes_there_is_no_example(town):
    town.layers["postcodes"] = None
    with pytest.raises(PlaceError, match=r"^we know no street or place of that name: try the postcode, or the map\.$"):
        locate("Nowhere Lane", place=town)


THINGS = [
    Asset(name="Gull Library", kind="indoor place", where=shapely.Point(-2.3612, 51.3812)),
    Asset(name="Sea Road", kind="walk or route", where=shapely.Point(-2.1, 51.1)),
    Asset(name="Quiet circle", kind="support group", where=shapely.Point(-2.36, 51.38), precision="street"),
    Asset(name="Bench", kind="green place", where=shapely.Point(-2.36, 51.38)),
    Asset(name="Bench", kind="green place", where=shapely.Point(-2.35, 51.38)),
    Asset(name="Phone line", kind="online or phone help"),
]


def test_what_everybody_sees_is_found_by_its_name_after_streets_and_places(town):
    found = locate("gull library", place=town, things=THINGS)
    assert (found.label, found.kind, found.point.x) == ("Gull Library", "place", -2.3612)
    assert locate("Sea Road", place=town, things=THINGS).kind == "street"


@pytest.mark.parametrize("name", ["Quiet circle", "Bench", "Phone line"])
def test_what_is_blurred_or_not_the_only_one_of_its_name_is_no_place_to_set_out_from(town, name):
    with pytest.raises(PlaceError):
        locate(name, place=town, things=THINGS)
    assert name not in spelt_like(name, place=town, things=THINGS)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Mar", ("St Margaret’s Hill",)),
        ("hill marg", ("St Margaret’s Hill",)),
        ("library", ("Gull Library",)),
        ("12 se", ("Sea Road",)),
        ("Ro", ("Rose Park", "Sea Road")),
        ("Elmsted", ("Élmstead",)),
        ("Sae Raod", ("Sea Road",)),
        ("xylophone", ()),
        ("12", ()),
        ("", ()),
        ("{{7*7}}", ()),
        ("x" * 10_000, ()),
    ],
)
def test_the_place_s_own_names_are_offered_where_something_else_was_typed(town, typed, names):
    assert spelt_like(typed, place=town, things=THINGS) == names
    for name in names:
        assert locate(name, place=town, things=THINGS).label == name


def test_no_more_names_are_offered_than_asked_for_and_none_that_stands_for_several(town):
    _streets(town, [(-2.40, 51.38), (-2.399, 51.38)], [(-2.369, 51.38), (-2.368, 51.38)])
    assert spelt_like("Church", place=town) == ()
    many = [Asset(name=f"Club {x}", kind="group or club", where=shapely.Point(-2.36, 51.38)) for x in range(50)]
    assert len(spelt_like("club", place=town, things=many)) == 6


def test_an_error_never_says_what_is_spelt_like_what_was_typed(town):
    with pytest.raises(PlaceError) as raised:
        locate("Margarets", place=town)
    assert "Margaret" not in str(raised.value)


def _streets(town, *lines):
    town.layers["streets"] = _frame(
        [shapely.LineString(x) for x in lines],
        name=["Church Lane"] * len(lines),
        **{"class": ["Local Road"] * len(lines)},
    )
    return town


@pytest.fixture
def two_lanes(town):
    """A Church Lane in Élmstead and one in the next village, 3 km to the west of it; 0.03° of longitude are 2 km."""
    _streets(town, [(-2.40, 51.38), (-2.399, 51.38)], [(-2.359, 51.376), (-2.358, 51.376)])
    town.layers["names"] = _frame(
        [shapely.Point(-2.355, 51.375), shapely.Point(-2.401, 51.382), shapely.Point(-2.378, 51.378)],
        name=["Élmstead", "Weston", "Halfway"], what=["Village"] * 3,
    )  # fmt: skip
    return town


@pytest.mark.parametrize("typed", ["Church Lane", "7 Church Lane, Nowhere", "Church Lane, Halfway", "Church Lane, Sea"])
def test_a_street_name_of_several_villages_is_refused_without_repeating_it(two_lanes, typed):
    said = r"^there are several streets of that name: add a comma and the village, or give a postcode instead\.$"
    with pytest.raises(PlaceError, match=said):
        locate(typed, place=two_lanes)


@pytest.mark.parametrize(
    ("typed", "x"),
    [
        ("Church Lane, Elmstead", -2.3585),
        ("7 church ln., ELMSTEAD, Mid Town", -2.3585),
        ("Church Lane,Weston", -2.3995),
    ],
)
def test_the_village_behind_a_comma_says_which_of_several_streets(two_lanes, typed, x):
    found = locate(typed, place=two_lanes)
    assert found.point.x == pytest.approx(x, abs=6e-4)
    assert found.label == f"Church Lane, {'Weston' if 'Weston' in typed else 'Élmstead'}"
    assert found.kind == "street"


def test_several_streets_of_one_name_are_offered_with_their_villages(two_lanes):
    offered = spelt_like("church lane", place=two_lanes)
    assert offered == ("Church Lane, Weston", "Church Lane, Élmstead")
    assert [locate(x, place=two_lanes).label for x in offered] == list(offered)


def test_a_village_far_from_all_of_them_names_none(two_lanes):
    two_lanes.layers["names"] = _frame([shapely.Point(-2.30, 51.375)], name=["Élmstead"], what=["Village"])
    with pytest.raises(PlaceError, match="several streets"):
        locate("Church Lane, Elmstead", place=two_lanes)
    assert spelt_like("Church Lane", place=two_lanes) == ()


def test_a_long_street_whose_pieces_touch_is_one_and_rough(town):
    _streets(town, *([(-2.40 + 0.01 * at, 51.38), (-2.39 + 0.01 * at, 51.38)] for at in (4, 0, 2, 1, 3)))
    found = locate("Church Lane", place=town)
    assert found.rough
    assert found.point.x == pytest.approx(-2.375, abs=1e-6)


def test_a_short_gap_in_a_street_does_not_make_it_two(town):
    _streets(town, [(-2.36, 51.38), (-2.359, 51.38)], [(-2.355, 51.38), (-2.354, 51.38)])
    assert not locate("Church Lane", place=town).rough


def test_two_villages_of_one_name_are_refused_too(town):
    town.layers["names"] = _frame(
        [shapely.Point(-2.36, 51.38), shapely.Point(-2.33, 51.38)], name=["Newtown"] * 2, what=["Village"] * 2
    )
    with pytest.raises(PlaceError, match="several places of that name"):
        locate("Newtown", place=town)


def test_a_point_just_outside_is_still_found(town):
    assert locate("51.40, -2.36", place=town).kind == "point"


def test_the_layers_are_indexed_once(town):
    locate("BA2 3QE", place=town)
    asked = len(town.asked)
    locate("Sea Road", place=town)
    assert len(town.asked) == asked


def test_a_place_without_postcodes_says_so(town):
    town.layers["postcodes"] = None
    with pytest.raises(PlaceError, match="no list of postcodes"):
        locate("BA2 3QE", place=town)


def test_a_place_without_neighbourhoods_cannot_find_anything(town):
    town.layers["areas"] = None
    with pytest.raises(PlaceError, match="set it up first"):
        locate("BA2 3QE", place=town)
