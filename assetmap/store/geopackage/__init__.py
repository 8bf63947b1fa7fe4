"""The GeoPackage that keeps the assets of one place, written through `sqlite3` alone."""

from assetmap.store.geopackage.copying import restore
from assetmap.store.geopackage.store import GeoPackageStore

__all__ = ["GeoPackageStore", "restore"]
