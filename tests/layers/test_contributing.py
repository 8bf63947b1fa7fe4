"""What CONTRIBUTING shows of a new nation is tried: its cards load a small file, with no Python."""

import importlib
import re
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from assetmap import deprivation
from assetmap.layers.vintages import patterns
from assetmap.place import open_place
from assetmap.setup import make_place

cards_room = importlib.import_module("assetmap.layers.card")  # the room's function of that name hides it
GUIDE = Path(__file__).resolve().parents[2] / "CONTRIBUTING.md"
BLOCK = re.compile(r"```toml\n# layers/(\w+)\.toml\n(.*?)```", re.DOTALL)


@pytest.fixture
def shown(tmp_path, monkeypatch):
    """Lay the cards of the guide among the others."""
    blocks = BLOCK.findall(GUIDE.read_text(encoding="utf-8"))
    for name, text in blocks:
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    given = cards_room._files()
    monkeypatch.setattr(cards_room, "_files", lambda: [*given, *sorted(tmp_path.glob("*.toml"))])
    cards_room.cards.cache_clear()
    patterns.cache_clear()
    yield [name for name, _ in blocks]
    monkeypatch.undo()
    cards_room.cards.cache_clear()
    patterns.cache_clear()


def test_the_cards_that_the_guide_shows_make_a_place_with_its_need(shown, tmp_path):
    assert shown == ["nzdep2018", "nz_statistical_areas_2018"]
    squares = [shapely.box(174.7 + 0.01 * at, -36.9, 174.71 + 0.01 * at, -36.89) for at in range(3)]
    codes = ["7000000", "7000001", "7000002"]
    gpd.GeoDataFrame({"SA12018_V1_00": codes}, geometry=squares, crs=4326).to_file(tmp_path / "areas.geojson")
    path = tmp_path / "nzdep.csv"
    path.write_text(
        "SA12018_code,NZDep2018,NZDep2018_Score,URPopnSA1_2018\n7000000,10,1245,141\n7000001,1,849,0\n7000002,,,90\n"
    )
    report = make_place(
        tmp_path / "home", name="There", areas=tmp_path / "areas.geojson", deprivation=[path], population=path
    )
    assert report.unjoined == ()
    place = open_place(tmp_path / "home")
    place.close()
    need = deprivation.need_of(place)
    assert need.nation == "New Zealand"
    assert need.weight.tolist()[:2] == [1.0, 0.1]
    assert need.weight[2] != need.weight[2]  # not known
    assert deprivation.people_of(place).people.tolist() == [141, 0, 90]
