"""Setup, the demo town and `assetmap serve` make the base map, and it is never of other layers than the place's."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
from shapely import LineString, box

from assetmap import basemap
from assetmap.cli.serving import with_base_map
from assetmap.place import open_place
from assetmap.setup.report import Draft
from assetmap.setup.writing import write_home


class _Killed(BaseException):
    """The process ends here."""


def draft(*streets: str) -> Draft:
    areas = gpd.GeoDataFrame(
        {"code": ["A1"], "name": ["Area"]}, geometry=[box(-2.38, 51.34, -2.36, 51.36)], crs="EPSG:4326"
    )
    lines = [LineString([(-2.37, 51.35 + n / 1000), (-2.365, 51.35)]) for n in range(len(streets))]
    layers = {"areas": areas}
    if streets:
        layers["streets"] = gpd.GeoDataFrame({"name": streets, "class": "A Road"}, geometry=lines, crs="EPSG:4326")
    return Draft(layers=layers)


def named(home: Path) -> list[str]:
    return sorted(pyogrio.read_dataframe(home / basemap.FILE, layer="street_names")["name"])


@pytest.fixture
def home(tmp_path: Path) -> Path:
    write_home(tmp_path / "home", "Smallton", draft("High Street"))
    return tmp_path / "home"


def test_setup_writes_it_and_setup_again_replaces_it(home):
    assert basemap.archive_of(home) is not None
    assert named(home) == ["High Street"]
    write_home(home, "Smallton", draft("Mill Lane"))
    assert basemap.archive_of(home) is not None
    assert named(home) == ["Mill Lane"]
    write_home(home, "Smallton", draft())
    assert not (home / basemap.FILE).exists()


def test_cut_off_after_the_layers_the_earlier_one_is_left_aside_and_serving_makes_it_anew(home, monkeypatch):
    real = Path.replace

    def killed(path, target):
        if path.name == basemap.FILE and Path(target).parent == home:
            raise _Killed
        return real(path, target)

    monkeypatch.setattr(Path, "replace", killed)
    with pytest.raises(_Killed):
        write_home(home, "Smallton", draft("Mill Lane"))
    monkeypatch.undo()
    assert named(home) == ["High Street"]
    assert basemap.archive_of(home) is None
    with_base_map(home)
    assert named(home) == ["Mill Lane"]
    assert basemap.archive_of(home) is not None


def test_a_file_that_somebody_holds_open_does_not_undo_a_setup(home, monkeypatch):
    real = Path.replace

    def held(path, target):
        if path.name == basemap.FILE and Path(target).parent == home:
            raise PermissionError(13, "The process cannot access the file")
        return real(path, target)

    monkeypatch.setattr(Path, "replace", held)
    write_home(home, "Smallton Two", draft("Mill Lane"))
    monkeypatch.undo()
    place = open_place(home)
    assert place.settings.name == "Smallton Two"
    assert list(place.layer("streets")["name"]) == ["Mill Lane"]
    place.close()
    assert basemap.archive_of(home) is None


def test_a_home_of_before_gets_one_when_it_is_served(home):
    (home / basemap.FILE).unlink()
    with_base_map(home)
    assert basemap.archive_of(home) is not None
    before = (home / basemap.FILE).stat().st_mtime_ns
    with_base_map(home)
    assert (home / basemap.FILE).stat().st_mtime_ns == before


def test_a_home_that_cannot_be_written_or_read_is_served_all_the_same(home, monkeypatch):
    (home / basemap.FILE).unlink()

    def refused(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("tempfile.mkstemp", refused)
    with_base_map(home)
    assert not (home / basemap.FILE).exists()
    monkeypatch.undo()
    (home / "layers" / "streets.parquet").write_bytes(b"rubbish")
    with_base_map(home)
    assert not (home / basemap.FILE).exists()


def test_the_demo_town_has_one_with_its_sea_its_railway_and_its_names(tmp_path):
    from assetmap.demo import make_demo

    town = make_demo(tmp_path / "town")
    assert basemap.archive_of(town) is not None
    drawn = {str(name) for name, _ in pyogrio.list_layers(town / basemap.FILE)}
    assert drawn >= {"water", "green", "streets", "railway", "names"}
    said = pyogrio.read_dataframe(town / basemap.FILE, layer="names")
    assert "Merrowcombe" in set(said["name"])
    assert len(said) == said["name"].nunique()
