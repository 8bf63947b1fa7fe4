"""Lists in JSON, in the forms in which programs hand them out."""

import json

import pytest

from assetmap.errors import ExchangeError
from assetmap.exchange.reading import READERS

POINT = {"type": "Point", "coordinates": [-2.36, 51.38]}
FEATURE = {"type": "Feature", "properties": {"name": "Choir"}, "geometry": POINT}


def read(content, encoding="utf-8"):
    text = content if isinstance(content, str) else json.dumps(content)
    return READERS["json"](text.encode(encoding), "list.json").best


@pytest.mark.parametrize(
    "content",
    [
        {"type": "FeatureCollection", "features": [FEATURE]},
        FEATURE,
        [FEATURE],
        json.dumps(FEATURE) + "\n" + json.dumps(FEATURE) + "\n",
        [{"name": "Choir", "where": POINT}],
        {"assets": [{"name": "Choir", "where": POINT}]},
        {"total": 1, "results": [{"name": "Choir", "where": POINT}]},
        [{"name": "Choir", "location": POINT}],
    ],
    ids=["collection", "feature", "features", "lines", "objects", "ours", "wrapped", "under any name"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_list_is_read_in_whatever_form_it_is_handed_out(content, encoding):
    sheet = read(content, encoding)
    assert (sheet.rows[0].number, sheet.rows[0].cells["name"], sheet.rows[0].shape) == (1, "Choir", POINT)
    assert (sheet.problems, sheet.crs) == ((), "EPSG:4326")


def test_what_is_no_feature_is_told_by_its_number():
    sheet = read({"type": "FeatureCollection", "features": [FEATURE, 7, None, FEATURE]})
    assert [x.number for x in sheet.rows] == [1, 4]
    assert [(x.row, x.what) for x in sheet.problems] == [(2, "not a feature"), (3, "not a feature")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"type": "FeatureCollection", "features": [', "not whole GeoJSON: line 1"),
        ('{"a": 1}\n{"a": ', "not whole GeoJSON"),
        ("[" * 100_000, "nested too deeply"),
        ("[" + "9" * 5_000 + "]", "too long"),
        ("[]", "empty"),
        ("7", "not a list"),
        ({"type": "Topology", "objects": {}}, "TopoJSON"),
        ({"type": "Point", "coordinates": [1, 2]}, "not a list"),
        ([{}] * 100_001, "more than 100,000 rows"),
        (
            {"name": "x", "profile": "data-package", "resources": [{"path": "services.csv"}]},
            "a data package: .* as a zip",
        ),
    ],
    ids=["cut", "cut lines", "deep", "long number", "empty", "number", "topology", "one shape", "many", "package"],
)
def test_what_is_no_list_is_one_sentence(content, said):
    with pytest.raises(ExchangeError, match=said) as caught:
        read(content)
    assert "\n" not in str(caught.value)
