"""The layer store: a protocol (`base`) and the GeoPackage that keeps it (`geopackage`)."""
