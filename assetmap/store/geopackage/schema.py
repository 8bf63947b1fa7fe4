"""
The tables, and how an older file becomes a newer one.

`PRAGMA user_version` says two things at once: GeoPackage 1.4 asks for 104NN, and the last two digits, which
it leaves to bug-fix numbers, are the number of our own schema. Version 1 is 10401.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetmap.errors import StoreError
from assetmap.store.geopackage.meeting_schema import MEETINGS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

APPLICATION_ID = 0x47504B47  # "GPKG"
GEOPACKAGE = 10400

_WGS84 = (
    'GEOGCS["WGS 84",DATUM["World Geodetic System 1984",SPHEROID["WGS 84",6378137,298.257223563]],'
    'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]'
)

_GEOPACKAGE_TABLES = f"""
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT
);
INSERT INTO gpkg_spatial_ref_sys VALUES
  ('Undefined Cartesian', -1, 'NONE', -1, 'undefined', NULL),
  ('Undefined geographic', 0, 'NONE', 0, 'undefined', NULL),
  ('WGS 84', 4326, 'EPSG', 4326, '{_WGS84}', 'longitude, latitude');
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id)
);
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id)
);
CREATE TABLE gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name)
);
"""

# `assets` is what may be shown, `versions` all it ever was; true places of blurred assets lie in the two `exact_`
# tables alone, which no output reads.
_OWN_TABLES = """
CREATE TABLE changes (
  change INTEGER PRIMARY KEY AUTOINCREMENT, made_by TEXT NOT NULL, made_on TEXT NOT NULL, why TEXT NOT NULL
);
CREATE TABLE assets (
  fid INTEGER PRIMARY KEY AUTOINCREMENT, geom BLOB, id TEXT NOT NULL UNIQUE, short TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL, kind TEXT NOT NULL, status TEXT NOT NULL, audience TEXT NOT NULL, shown_as TEXT NOT NULL,
  source TEXT NOT NULL, source_id TEXT NOT NULL, version INTEGER NOT NULL,
  change INTEGER NOT NULL REFERENCES changes(change), record TEXT NOT NULL
);
CREATE INDEX assets_by_source ON assets(source, source_id);
CREATE INDEX assets_by_status ON assets(status);
CREATE TABLE versions (
  asset_id TEXT NOT NULL REFERENCES assets(id), version INTEGER NOT NULL,
  change INTEGER NOT NULL REFERENCES changes(change), what TEXT NOT NULL, record TEXT NOT NULL, geom BLOB,
  PRIMARY KEY (asset_id, version)
);
CREATE INDEX versions_by_change ON versions(change);
CREATE TABLE exact_places (asset_id TEXT PRIMARY KEY REFERENCES assets(id), geom BLOB NOT NULL);
CREATE TABLE exact_versions (
  asset_id TEXT NOT NULL, version INTEGER NOT NULL, geom BLOB NOT NULL, PRIMARY KEY (asset_id, version),
  FOREIGN KEY (asset_id, version) REFERENCES versions(asset_id, version)
);
CREATE TABLE keys (key TEXT PRIMARY KEY, change INTEGER NOT NULL REFERENCES changes(change));
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id)
  VALUES ('assets', 'features', 'assets', 'community assets', 4326);
INSERT INTO gpkg_geometry_columns VALUES ('assets', 'geom', 'GEOMETRY', 4326, 0, 0);
"""

# The GeoPackage 1.4 R-tree extension word for word, for table `assets`, column `geom`, key `fid`.
_RTREE = """
CREATE VIRTUAL TABLE rtree_assets_geom USING rtree(id, minx, maxx, miny, maxy);
INSERT INTO gpkg_extensions VALUES
  ('assets', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
CREATE TRIGGER rtree_assets_geom_insert AFTER INSERT ON assets
  WHEN (new.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom))
BEGIN INSERT OR REPLACE INTO rtree_assets_geom VALUES (
  NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_assets_geom_update2 AFTER UPDATE OF geom ON assets
  WHEN OLD.fid = NEW.fid AND (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))
BEGIN DELETE FROM rtree_assets_geom WHERE id = OLD.fid; END;
CREATE TRIGGER rtree_assets_geom_update4 AFTER UPDATE ON assets
  WHEN OLD.fid != NEW.fid AND (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))
BEGIN DELETE FROM rtree_assets_geom WHERE id IN (OLD.fid, NEW.fid); END;
CREATE TRIGGER rtree_assets_geom_update5 AFTER UPDATE ON assets
  WHEN OLD.fid != NEW.fid AND (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))
BEGIN DELETE FROM rtree_assets_geom WHERE id = OLD.fid; INSERT OR REPLACE INTO rtree_assets_geom VALUES (
  NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_assets_geom_update6 AFTER UPDATE OF geom ON assets
  WHEN OLD.fid = NEW.fid AND (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))
  AND (OLD.geom NOTNULL AND NOT ST_IsEmpty(OLD.geom))
BEGIN UPDATE rtree_assets_geom SET minx = ST_MinX(NEW.geom), maxx = ST_MaxX(NEW.geom),
  miny = ST_MinY(NEW.geom), maxy = ST_MaxY(NEW.geom) WHERE id = NEW.fid; END;
CREATE TRIGGER rtree_assets_geom_update7 AFTER UPDATE OF geom ON assets
  WHEN OLD.fid = NEW.fid AND (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))
  AND (OLD.geom ISNULL OR ST_IsEmpty(OLD.geom))
BEGIN INSERT INTO rtree_assets_geom VALUES (
  NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_assets_geom_delete AFTER DELETE ON assets WHEN old.geom NOT NULL
BEGIN DELETE FROM rtree_assets_geom WHERE id = OLD.fid; END;
"""

# Change numbers go back when a backup is restored, and are given out a second time: one row that is another one then.
_GENERATION = """
CREATE TABLE generation (id TEXT NOT NULL);
INSERT INTO generation VALUES (lower(hex(randomblob(8))));
"""
NEW_GENERATION = "UPDATE generation SET id = lower(hex(randomblob(8)))"

# The store's own secret: in the file, so that it comes back with a backup.
_OWN_KEY = """
CREATE TABLE secret (only INTEGER PRIMARY KEY CHECK (only = 1), value BLOB NOT NULL);
"""
KEEP_OWN_KEY = "INSERT OR IGNORE INTO secret VALUES (1, ?)"

# Who signs in; what they suggest; what was asked to be forgotten; what has left the house; who was rung.
_MANY_HANDS = """
CREATE TABLE people (
  id TEXT PRIMARY KEY, alias TEXT NOT NULL, role TEXT NOT NULL, audience TEXT NOT NULL, how TEXT NOT NULL,
  proof TEXT NOT NULL, added_on TEXT NOT NULL, ended_on TEXT NOT NULL DEFAULT ''
);
CREATE TABLE sign_ins (
  mark TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES people(id), began TEXT NOT NULL, ends TEXT NOT NULL
);
CREATE INDEX changes_by_time ON changes(made_on);
CREATE TABLE suggestions (
  id INTEGER PRIMARY KEY AUTOINCREMENT, asset_id TEXT NOT NULL REFERENCES assets(id), seen INTEGER NOT NULL,
  record TEXT NOT NULL, geom BLOB, exact BLOB, made_by TEXT NOT NULL, made_on TEXT NOT NULL, why TEXT NOT NULL,
  key TEXT UNIQUE, decided TEXT NOT NULL DEFAULT '', decided_by TEXT NOT NULL DEFAULT '',
  decided_on TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '', change INTEGER
);
CREATE INDEX suggestions_by_asset ON suggestions(asset_id);
CREATE TABLE apart (
  one TEXT NOT NULL, other TEXT NOT NULL, said_by TEXT NOT NULL, said_on TEXT NOT NULL, PRIMARY KEY (one, other)
);
ALTER TABLE versions ADD COLUMN back_to INTEGER;
CREATE INDEX versions_put_back ON versions(asset_id, version) WHERE back_to NOT NULL;
CREATE INDEX suggestions_by_change ON suggestions(change);
CREATE TABLE tombstones (
  asset_id TEXT PRIMARY KEY REFERENCES assets(id), made_on TEXT NOT NULL, made_by TEXT NOT NULL, known_by BLOB,
  owed INTEGER NOT NULL
);
CREATE INDEX tombstones_by_number ON tombstones(known_by);
CREATE INDEX tombstones_owed ON tombstones(owed) WHERE owed <> 0;
CREATE TABLE copies (
  id INTEGER PRIMARY KEY AUTOINCREMENT, made_on TEXT NOT NULL, what TEXT NOT NULL, name TEXT NOT NULL,
  holds BLOB NOT NULL, gone_on TEXT NOT NULL DEFAULT ''
);
CREATE TABLE handouts (
  asset_id TEXT NOT NULL, month TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (asset_id, month)
);
CREATE TABLE calls (
  id INTEGER PRIMARY KEY AUTOINCREMENT, asset_id TEXT NOT NULL, made_on TEXT NOT NULL, made_by TEXT NOT NULL,
  answer TEXT NOT NULL
);
CREATE INDEX calls_by_asset ON calls(asset_id);
"""

# What somebody thought of closing, adding or changing. Assets by their ids alone: what is erased goes from here too.
_WHAT_IFS = """
CREATE TABLE what_ifs (
  id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, made_on TEXT NOT NULL, made_by TEXT NOT NULL,
  record TEXT NOT NULL, many INTEGER NOT NULL
);
CREATE TABLE what_if_assets (
  what_if INTEGER NOT NULL REFERENCES what_ifs(id), asset_id TEXT NOT NULL, capacity REAL,
  PRIMARY KEY (what_if, asset_id)
);
CREATE INDEX what_ifs_by_asset ON what_if_assets(asset_id);
"""

# What a list's columns were taken for (digests of headings alone); which of many that one change made one went where;
# by which change a suggestion came, so that it goes with it.
_LISTS = """
CREATE TABLE lists (
  shape TEXT NOT NULL, source TEXT NOT NULL, meanings TEXT NOT NULL, kind TEXT NOT NULL, made_by TEXT NOT NULL,
  made_on TEXT NOT NULL, PRIMARY KEY (shape, source)
);
ALTER TABLE versions ADD COLUMN into_id TEXT;
ALTER TABLE suggestions ADD COLUMN born INTEGER;
CREATE INDEX suggestions_born ON suggestions(born) WHERE born NOT NULL;
"""

# Workshops. What was said of a person lies in `private` alone; a phone is a digest, and a ballot another one, so that
# neither leads to what somebody wrote or what they want. What is taken back goes for good once its workshop has ended.
_WORKSHOPS = """
CREATE TABLE sessions (
  id TEXT PRIMARY KEY, short TEXT NOT NULL UNIQUE, name TEXT NOT NULL, day TEXT NOT NULL, record TEXT NOT NULL,
  made_by TEXT NOT NULL, made_on TEXT NOT NULL, code TEXT NOT NULL DEFAULT '', closed_on TEXT NOT NULL DEFAULT '',
  version INTEGER NOT NULL DEFAULT 1
);
CREATE TABLE session_assets (
  number INTEGER PRIMARY KEY AUTOINCREMENT, asset_id TEXT NOT NULL UNIQUE REFERENCES assets(id),
  session TEXT NOT NULL REFERENCES sessions(id), how TEXT NOT NULL, category TEXT NOT NULL, sticker INTEGER,
  sheet TEXT NOT NULL, at_x REAL, at_y REAL, shown INTEGER NOT NULL, said_where TEXT NOT NULL, came_on TEXT NOT NULL
);
CREATE INDEX session_assets_by_session ON session_assets(session);
CREATE TABLE session_pictures (asset_id TEXT PRIMARY KEY REFERENCES session_assets(asset_id), picture BLOB NOT NULL);
CREATE TABLE session_notes (
  number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, session TEXT NOT NULL REFERENCES sessions(id),
  what TEXT NOT NULL, words TEXT NOT NULL, audience TEXT NOT NULL, about TEXT NOT NULL, record TEXT NOT NULL,
  private TEXT NOT NULL, shown INTEGER NOT NULL, said_on TEXT NOT NULL, version INTEGER NOT NULL,
  gone INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX session_notes_by_session ON session_notes(session);
CREATE TABLE session_audio (
  note TEXT PRIMARY KEY REFERENCES session_notes(id), media TEXT NOT NULL, recording BLOB NOT NULL
);
CREATE TABLE session_votes (
  session TEXT NOT NULL REFERENCES sessions(id), ballot TEXT NOT NULL, target TEXT NOT NULL, dots INTEGER NOT NULL,
  PRIMARY KEY (session, ballot, target)
);
CREATE INDEX session_votes_by_target ON session_votes(target);
CREATE TABLE session_phones (
  mark TEXT PRIMARY KEY, session TEXT NOT NULL REFERENCES sessions(id), began TEXT NOT NULL, sent INTEGER NOT NULL,
  minute TEXT NOT NULL, lately INTEGER NOT NULL
);
CREATE TABLE session_tombstones (
  session TEXT PRIMARY KEY, short TEXT NOT NULL, made_on TEXT NOT NULL, made_by TEXT NOT NULL, owed INTEGER NOT NULL
);
"""

MIGRATIONS: tuple[str, ...] = (
    _GEOPACKAGE_TABLES + _OWN_TABLES + _RTREE, _GENERATION, _OWN_KEY, _MANY_HANDS, _WHAT_IFS, _LISTS, _WORKSHOPS,
    MEETINGS,
)  # fmt: skip
"""Step *n* takes a file from schema *n* to *n* + 1; the first makes a new one. A released step is never edited."""


WITH_TOMBSTONES = 4
"""From here on a store keeps an account of what was taken away, and of copies that left."""


def schema_of(connection: sqlite3.Connection) -> int:
    """
    Say which schema a file has; 0 is an empty file.

    Raises
    ------
    StoreError
        The file is a database, but not one of ours.
    """
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables:
        return 0
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    number: int = connection.execute("PRAGMA user_version").fetchone()[0] - GEOPACKAGE
    if application != APPLICATION_ID or not {"assets", "versions", "changes"} <= tables or number < 1:
        raise StoreError("the file is a database, but not a store of assets: choose the right one, or import from it.")
    return number


def is_current(connection: sqlite3.Connection, steps: Sequence[str] | None = None) -> bool:
    """
    Say whether a file has the schema this program writes.

    Raises
    ------
    StoreError
        A newer program wrote it, or it is not ours.
    """
    newest = len(MIGRATIONS if steps is None else steps)
    number = schema_of(connection)
    if number > newest:
        raise StoreError(
            f"a newer assetmap wrote this store (its form is {number}, this program knows {newest}): "
            "install the newer assetmap. Nothing was changed."
        )
    return number == newest


def migrate(connection: sqlite3.Connection, steps: Sequence[str] | None = None, *, secret: bytes | None = None) -> None:
    """
    Bring a file to the newest schema in one transaction; afterwards it is new, or as it was.

    What had been withdrawn on request before there were tombstones is erased by it. `secret` is the store's own where
    the file does not have one yet.

    Raises
    ------
    StoreError
        As `is_current`.
    """
    steps = MIGRATIONS if steps is None else steps
    connection.execute("BEGIN IMMEDIATE")
    try:
        if not is_current(connection, steps):  # looked at again: another process may have been quicker
            was = schema_of(connection)
            for step in steps[was:]:
                for statement in statements(step):
                    connection.execute(statement)
            if 0 < was < WITH_TOMBSTONES <= len(steps):
                from assetmap.store.geopackage import erasing

                if secret is not None:
                    connection.execute(KEEP_OWN_KEY, (secret,))
                erasing.earlier(connection)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {GEOPACKAGE + len(steps)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def statements(script: str) -> list[str]:
    """Split a script into statements; `executescript` would commit in between."""
    import sqlite3

    statements, text = [], ""
    for line in script.splitlines(keepends=True):
        text += line
        if sqlite3.complete_statement(text):
            statements.append(text)
            text = ""
    return statements
