-- A store of form 1 with two assets, kept as text. Never edited: newer programs must go on opening it.
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT
);
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
CREATE TABLE changes (
  change INTEGER PRIMARY KEY AUTOINCREMENT, made_by TEXT NOT NULL, made_on TEXT NOT NULL, why TEXT NOT NULL
);
CREATE TABLE assets (
  fid INTEGER PRIMARY KEY AUTOINCREMENT, geom BLOB, id TEXT NOT NULL UNIQUE, short TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL, kind TEXT NOT NULL, status TEXT NOT NULL, audience TEXT NOT NULL, shown_as TEXT NOT NULL,
  source TEXT NOT NULL, source_id TEXT NOT NULL, version INTEGER NOT NULL,
  change INTEGER NOT NULL REFERENCES changes(change), record TEXT NOT NULL
);
CREATE TABLE versions (
  asset_id TEXT NOT NULL REFERENCES assets(id), version INTEGER NOT NULL,
  change INTEGER NOT NULL REFERENCES changes(change), what TEXT NOT NULL, record TEXT NOT NULL, geom BLOB,
  PRIMARY KEY (asset_id, version)
);
CREATE TABLE exact_places (asset_id TEXT PRIMARY KEY REFERENCES assets(id), geom BLOB NOT NULL);
CREATE TABLE exact_versions (
  asset_id TEXT NOT NULL, version INTEGER NOT NULL, geom BLOB NOT NULL, PRIMARY KEY (asset_id, version),
  FOREIGN KEY (asset_id, version) REFERENCES versions(asset_id, version)
);
CREATE TABLE keys (key TEXT PRIMARY KEY, change INTEGER NOT NULL REFERENCES changes(change));
CREATE VIRTUAL TABLE rtree_assets_geom USING rtree(id, minx, maxx, miny, maxy);
INSERT INTO gpkg_spatial_ref_sys VALUES ('Undefined Cartesian', -1, 'NONE', -1, 'undefined', NULL);
INSERT INTO gpkg_spatial_ref_sys VALUES ('Undefined geographic', 0, 'NONE', 0, 'undefined', NULL);
INSERT INTO gpkg_spatial_ref_sys VALUES ('WGS 84', 4326, 'EPSG', 4326, 'GEOGCS["WGS 84",DATUM["World Geodetic System 1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]', 'longitude, latitude');
INSERT INTO gpkg_contents VALUES ('assets', 'features', 'assets', 'community assets', '2026-11-21T06:19:14.586Z', NULL, NULL, NULL, NULL, 4326);
INSERT INTO gpkg_geometry_columns VALUES ('assets', 'geom', 'GEOMETRY', 4326, 0, 0);
INSERT INTO gpkg_extensions VALUES ('assets', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
INSERT INTO changes VALUES (1, 'steward', '2026-11-21T09:00:00.000000+00:00', 'the first list');
INSERT INTO changes VALUES (2, 'resident: Jo', '2026-11-21T09:00:00.000000+00:00', '');
INSERT INTO assets VALUES (1, X'47500003E6100000F6285C8FC2F50CC0CDCCCCCCCCCC0CC0666666666626494048E17A14AE27494001030000000100000005000000CDCCCCCCCCCC0CC06666666666264940CDCCCCCCCCCC0CC048E17A14AE274940F6285C8FC2F50CC048E17A14AE274940F6285C8FC2F50CC06666666666264940CDCCCCCCCCCC0CC06666666666264940', '11111111-1111-4111-8111-111111111111', 'QARK01', 'Quay Park', 'green_place', 'published', 'public', 'exact', '', '', 2, 2, '{"id":"11111111-1111-4111-8111-111111111111","name":"Quay Park","kind":"green_place","short":"QARK01","needs":["being_outdoors_and_nature"],"status":"published"}');
INSERT INTO assets VALUES (2, X'47500003E610000014AE47E17A140CC014AE47E17A140CC014AE47E17A34494014AE47E17A344940010100000014AE47E17A140CC014AE47E17A344940', '22222222-2222-4222-8222-222222222222', '1B4E18', 'Whelk choir 🐚', 'group_or_club', 'draft', 'public', 'neighbourhood', '', '', 1, 1, '{"id":"22222222-2222-4222-8222-222222222222","name":"Whelk choir 🐚","kind":"group_or_club","short":"1B4E18","own_words":"We sing, badly.","precision":"neighbourhood"}');
INSERT INTO versions VALUES ('11111111-1111-4111-8111-111111111111', 1, 1, 'added', '{"id":"11111111-1111-4111-8111-111111111111","name":"Quay Green","kind":"green_place","short":"QARK01","needs":["being_outdoors_and_nature"],"status":"published"}', X'47500003E6100000F6285C8FC2F50CC0CDCCCCCCCCCC0CC0666666666626494048E17A14AE27494001030000000100000005000000CDCCCCCCCCCC0CC06666666666264940CDCCCCCCCCCC0CC048E17A14AE274940F6285C8FC2F50CC048E17A14AE274940F6285C8FC2F50CC06666666666264940CDCCCCCCCCCC0CC06666666666264940');
INSERT INTO versions VALUES ('22222222-2222-4222-8222-222222222222', 1, 1, 'added', '{"id":"22222222-2222-4222-8222-222222222222","name":"Whelk choir 🐚","kind":"group_or_club","short":"1B4E18","own_words":"We sing, badly.","precision":"neighbourhood"}', X'47500003E610000014AE47E17A140CC014AE47E17A140CC014AE47E17A34494014AE47E17A344940010100000014AE47E17A140CC014AE47E17A344940');
INSERT INTO versions VALUES ('11111111-1111-4111-8111-111111111111', 2, 2, 'changed', '{"id":"11111111-1111-4111-8111-111111111111","name":"Quay Park","kind":"green_place","short":"QARK01","needs":["being_outdoors_and_nature"],"status":"published"}', X'47500003E6100000F6285C8FC2F50CC0CDCCCCCCCCCC0CC0666666666626494048E17A14AE27494001030000000100000005000000CDCCCCCCCCCC0CC06666666666264940CDCCCCCCCCCC0CC048E17A14AE274940F6285C8FC2F50CC048E17A14AE274940F6285C8FC2F50CC06666666666264940CDCCCCCCCCCC0CC06666666666264940');
INSERT INTO exact_places VALUES ('22222222-2222-4222-8222-222222222222', X'47500003E61000000000000000000CC00000000000000CC03333333333334940333333333333494001010000000000000000000CC03333333333334940');
INSERT INTO exact_versions VALUES ('22222222-2222-4222-8222-222222222222', 1, X'47500003E61000000000000000000CC00000000000000CC03333333333334940333333333333494001010000000000000000000CC03333333333334940');
INSERT INTO keys VALUES ('first', 1);
INSERT INTO rtree_assets_geom VALUES (1, -3.62000036239624023437e+00, -3.59999990463256835937e+00, 5.02999992370605468732e+01, 5.0310001373291015625e+01);
INSERT INTO rtree_assets_geom VALUES (2, -3.51000046730041503906e+00, -3.50999999046325683593e+00, 5.04099998474121093741e+01, 5.04100074768066406258e+01);
CREATE INDEX assets_by_source ON assets(source, source_id);
CREATE INDEX assets_by_status ON assets(status);
CREATE INDEX versions_by_change ON versions(change);
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
PRAGMA application_id = 1196444487;
PRAGMA user_version = 10401;
