"""The GeoPackage that keeps the assets of one place, written through `sqlite3` alone."""

from assetmap.store.geopackage.copying import restore
from assetmap.store.geopackage.schema import MIGRATIONS
from assetmap.store.geopackage.store import GeoPackageStore

SCHEMA = len(MIGRATIONS)
"""The number of the newest form of a store."""

__all__ = ["SCHEMA", "GeoPackageStore", "restore"]
