"""A small home: two areas, three streets, a park, a pond; and texts that would like to run."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest
from shapely import LineString, Point, box

from assetmap.assets import Asset
from assetmap.place import Place, open_place
from assetmap.settings import PlaceSettings, write_place
from assetmap.store.geopackage import GeoPackageStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOSTILE = (
    "{{7*7}}",
    "{% raw %}",
    "{# gone #}",
    '</script><img src=x onerror="window.ran=1">',
    "<img src=x onerror=window.ran=1>",
    "${window.ran=1}",
    "`;window.ran=1;`",
    "'\";window.ran=1;//\\",
    "\u202eesrever\u202c",
    "\u2028\u2029\x00\x07",
    "<!-- --><svg onload=window.ran=1>",
    "{{ cycler.__init__.__globals__.os.system('touch ran') }}",
    "javascript:window.ran=1",
    "𝓮𝓶𝓸𝓳𝓲 👩‍👩‍👧‍👦 שלום عربي",
    "x" * 10_000,
)
TEXTS = (
    "own_words", "description", "organisation", "hours_text", "address", "postcode", "contact_name", "phone", "email",
    "website", "cost", "only_for", "transport", "source", "source_licence",
)  # fmt: skip


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    home = tmp_path / "home"
    (home / "layers").mkdir(parents=True)
    write_place(
        home,
        PlaceSettings(
            name="Smallton", attributions=("© Survey of Smallton",), tell="the library", bounds=(-2.4, 51.3, -2.3, 51.4)
        ),
    )
    write = {
        "streets": gpd.GeoDataFrame(
            {"name": ["High Street", "", "{{7*7}} Lane"], "class": ["A Road", "Local Street", "Path"]},
            geometry=[
                LineString([(-2.4, 51.35), (-2.3, 51.35)]),
                LineString([(-2.35, 51.3), (-2.35, 51.4)]),
                LineString([(-2.36, 51.36), (-2.36, 51.37)]),
            ],
            crs="EPSG:4326",
        ),
        "green": gpd.GeoDataFrame(
            {"id": ["a"], "name": ["Green Park"], "what": ["park"]},
            geometry=[box(-2.39, 51.31, -2.38, 51.32)],
            crs="EPSG:4326",
        ),
        "water": gpd.GeoDataFrame(
            {"name": ["Pond", "Brook"]},
            geometry=[box(-2.33, 51.31, -2.32, 51.32), LineString([(-2.4, 51.39), (-2.3, 51.38)])],
            crs="EPSG:4326",
        ),
        "areas": gpd.GeoDataFrame(
            {"code": ["E1", "E2"], "name": ["West", "East"]},
            geometry=[box(-2.4, 51.3, -2.35, 51.4), box(-2.35, 51.3, -2.3, 51.4)],
            crs="EPSG:4326",
        ),
    }
    for name, frame in write.items():
        frame.to_parquet(home / "layers" / f"{name}.parquet")
    pd.DataFrame({"code": ["E1"], "imd_score": [50.0], "imd_rank": [100], "imd_decile": [1]}).to_parquet(
        home / "layers" / "deprivation.parquet"
    )
    sources = {"deprivation": {"title": "Index of Smallton", "year": 2025}}
    (home / "layers" / "sources.json").write_text(json.dumps(sources), encoding="utf-8")
    GeoPackageStore.open(home / "assets.gpkg").close()
    opened = open_place(home)
    yield opened
    opened.close()


def hostile_assets() -> list[Asset]:
    """One asset for each text, with that text in every field that takes free text; a few have no place."""
    out = []
    for i, text in enumerate(HOSTILE):
        fields = dict.fromkeys(TEXTS, text)
        where = None if i % 5 == 4 else Point(-2.39 + i * 0.005, 51.33)
        out.append(
            Asset(
                name=f"n{i} {text}", kind="group or club", where=where, status="published", languages=(text,), **fields
            )
        )
    return out
