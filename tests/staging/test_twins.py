"""What may be the same is looked for among all, and in very long lists among what has one name."""

from shapely import Point

from assetmap.assets import Asset
from assetmap.staging import twins


def beds(*names):
    return tuple(
        Asset(name=x, kind="growing space", where=Point(-2.36 + at / 1e5, 51.38)) for at, x in enumerate(names)
    )


def found(new, here=()):
    return {
        x.name: [y.asset.name for y in told] for x in new if (told := twins.twins_of(new, here, apart=set()).get(x.id))
    }


def test_in_a_very_long_list_rows_of_one_name_are_compared(monkeypatch):
    new = beds("Elm Garden", "The Elm Garden", "elm garden", "Ash Hall")
    assert found(new) == {"The Elm Garden": ["Elm Garden"], "elm garden": ["Elm Garden", "The Elm Garden"]}
    monkeypatch.setattr(twins, "MOST_COMPARED", 3)
    assert found(new) == {"elm garden": ["Elm Garden"]}


def test_what_very_many_rows_are_called_is_no_sign(monkeypatch):
    monkeypatch.setattr(twins, "MOST_COMPARED", 3)
    assert found(beds(*["Bench"] * 41)) == {}


def test_what_is_here_is_compared_with_every_row_of_a_long_list_too(monkeypatch):
    monkeypatch.setattr(twins, "MOST_COMPARED", 0)
    assert found(beds("The Elm Garden"), beds("Elm Garden")) == {"The Elm Garden": ["Elm Garden"]}
