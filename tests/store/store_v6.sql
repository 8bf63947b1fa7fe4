-- A store of form 6: one that was made one with another, a draft with a true place, a list, a what-if, one taken away.
-- Never edited: newer programs must go on opening it.
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
  change INTEGER NOT NULL REFERENCES changes(change), what TEXT NOT NULL, record TEXT NOT NULL, geom BLOB, back_to INTEGER, into_id TEXT,
  PRIMARY KEY (asset_id, version)
);
CREATE TABLE exact_places (asset_id TEXT PRIMARY KEY REFERENCES assets(id), geom BLOB NOT NULL);
CREATE TABLE exact_versions (
  asset_id TEXT NOT NULL, version INTEGER NOT NULL, geom BLOB NOT NULL, PRIMARY KEY (asset_id, version),
  FOREIGN KEY (asset_id, version) REFERENCES versions(asset_id, version)
);
CREATE TABLE keys (key TEXT PRIMARY KEY, change INTEGER NOT NULL REFERENCES changes(change));
CREATE TABLE generation (id TEXT NOT NULL);
CREATE TABLE secret (only INTEGER PRIMARY KEY CHECK (only = 1), value BLOB NOT NULL);
CREATE TABLE people (
  id TEXT PRIMARY KEY, alias TEXT NOT NULL, role TEXT NOT NULL, audience TEXT NOT NULL, how TEXT NOT NULL,
  proof TEXT NOT NULL, added_on TEXT NOT NULL, ended_on TEXT NOT NULL DEFAULT ''
);
CREATE TABLE sign_ins (
  mark TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES people(id), began TEXT NOT NULL, ends TEXT NOT NULL
);
CREATE TABLE suggestions (
  id INTEGER PRIMARY KEY AUTOINCREMENT, asset_id TEXT NOT NULL REFERENCES assets(id), seen INTEGER NOT NULL,
  record TEXT NOT NULL, geom BLOB, exact BLOB, made_by TEXT NOT NULL, made_on TEXT NOT NULL, why TEXT NOT NULL,
  key TEXT UNIQUE, decided TEXT NOT NULL DEFAULT '', decided_by TEXT NOT NULL DEFAULT '',
  decided_on TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '', change INTEGER
, born INTEGER);
CREATE TABLE apart (
  one TEXT NOT NULL, other TEXT NOT NULL, said_by TEXT NOT NULL, said_on TEXT NOT NULL, PRIMARY KEY (one, other)
);
CREATE TABLE tombstones (
  asset_id TEXT PRIMARY KEY REFERENCES assets(id), made_on TEXT NOT NULL, made_by TEXT NOT NULL, known_by BLOB,
  owed INTEGER NOT NULL
);
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
CREATE TABLE what_ifs (
  id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, made_on TEXT NOT NULL, made_by TEXT NOT NULL,
  record TEXT NOT NULL, many INTEGER NOT NULL
);
CREATE TABLE what_if_assets (
  what_if INTEGER NOT NULL REFERENCES what_ifs(id), asset_id TEXT NOT NULL, capacity REAL,
  PRIMARY KEY (what_if, asset_id)
);
CREATE TABLE lists (
  shape TEXT NOT NULL, source TEXT NOT NULL, meanings TEXT NOT NULL, kind TEXT NOT NULL, made_by TEXT NOT NULL,
  made_on TEXT NOT NULL, PRIMARY KEY (shape, source)
);
CREATE VIRTUAL TABLE rtree_assets_geom USING rtree(id, minx, maxx, miny, maxy);
INSERT INTO gpkg_spatial_ref_sys VALUES ('Undefined Cartesian', -1, 'NONE', -1, 'undefined', NULL);
INSERT INTO gpkg_spatial_ref_sys VALUES ('Undefined geographic', 0, 'NONE', 0, 'undefined', NULL);
INSERT INTO gpkg_spatial_ref_sys VALUES ('WGS 84', 4326, 'EPSG', 4326, 'GEOGCS["WGS 84",DATUM["World Geodetic System 1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]', 'longitude, latitude');
INSERT INTO gpkg_contents VALUES ('assets', 'features', 'assets', 'community assets', '2026-11-22T03:10:20.264Z', NULL, NULL, NULL, NULL, 4326);
INSERT INTO gpkg_geometry_columns VALUES ('assets', 'geom', 'GEOMETRY', 4326, 0, 0);
INSERT INTO gpkg_extensions VALUES ('assets', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
INSERT INTO changes VALUES (1, 'steward: Jo', '2026-11-21T12:00:00.000000+00:00', '');
INSERT INTO changes VALUES (2, 'steward: Jo', '2026-11-21T12:00:00.000000+00:00', '');
INSERT INTO changes VALUES (3, 'steward: Jo', '2026-11-21T12:00:00.000000+00:00', '');
INSERT INTO changes VALUES (4, 'steward: Jo', '2026-11-21T12:00:00.000000+00:00', 'asked');
INSERT INTO assets VALUES (1, X'47500003E6100000E17A14AE47E102C0E17A14AE47E102C0713D0AD7A3B04940713D0AD7A3B049400101000000E17A14AE47E102C0713D0AD7A3B04940', '00000000-0000-4000-8000-000000000001', 'W6YAR5', 'Elm Garden', 'green_place', 'published', 'public', 'exact', '', '', 2, 2, '{"id":"00000000-0000-4000-8000-000000000001","name":"Elm Garden","kind":"green_place","short":"W6YAR5","phone":"01225 111111","status":"published"}');
INSERT INTO assets VALUES (2, X'47500003E61000001A51DA1B7CE102C01A51DA1B7CE102C0713D0AD7A3B04940713D0AD7A3B0494001010000001A51DA1B7CE102C0713D0AD7A3B04940', '00000000-0000-4000-8000-000000000002', '7QPD63', 'Elm Gardens', 'green_place', 'withdrawn', 'public', 'exact', '', '', 2, 2, '{"id":"00000000-0000-4000-8000-000000000002","name":"Elm Gardens","kind":"green_place","short":"7QPD63","status":"withdrawn"}');
INSERT INTO assets VALUES (3, X'47500003E6100000F6285C8FC2F502C0F6285C8FC2F502C0713D0AD7A3B04940713D0AD7A3B049400101000000F6285C8FC2F502C0713D0AD7A3B04940', '00000000-0000-4000-8000-000000000003', 'JNBS9K', 'Ash Hall', 'indoor_place', 'draft', 'public', 'exact', '', '', 2, 3, '{"id":"00000000-0000-4000-8000-000000000003","name":"Ash Hall","kind":"indoor_place","short":"JNBS9K","cost":"£1"}');
INSERT INTO assets VALUES (4, NULL, '00000000-0000-4000-8000-000000000004', 'XTPQWY', '', '', 'withdrawn', 'workshop', 'not_shown', '', '', 2, 4, '{"id":"00000000-0000-4000-8000-000000000004","name":"","kind":"","short":"XTPQWY","audience":"workshop","precision":"not_shown","status":"withdrawn"}');
INSERT INTO versions VALUES ('00000000-0000-4000-8000-000000000001', 1, 1, 'added', '{"id":"00000000-0000-4000-8000-000000000001","name":"Elm Garden","kind":"green_place","short":"W6YAR5","status":"published"}', X'47500003E6100000E17A14AE47E102C0E17A14AE47E102C0713D0AD7A3B04940713D0AD7A3B049400101000000E17A14AE47E102C0713D0AD7A3B04940', NULL, NULL);
INSERT INTO versions VALUES ('00000000-0000-4000-8000-000000000002', 1, 1, 'added', '{"id":"00000000-0000-4000-8000-000000000002","name":"Elm Gardens","kind":"green_place","short":"7QPD63","status":"published"}', X'47500003E61000001A51DA1B7CE102C01A51DA1B7CE102C0713D0AD7A3B04940713D0AD7A3B0494001010000001A51DA1B7CE102C0713D0AD7A3B04940', NULL, NULL);
INSERT INTO versions VALUES ('00000000-0000-4000-8000-000000000003', 1, 1, 'added', '{"id":"00000000-0000-4000-8000-000000000003","name":"Ash Hall","kind":"indoor_place","short":"JNBS9K"}', X'47500003E6100000F6285C8FC2F502C0F6285C8FC2F502C0713D0AD7A3B04940713D0AD7A3B049400101000000F6285C8FC2F502C0713D0AD7A3B04940', NULL, NULL);
INSERT INTO versions VALUES ('00000000-0000-4000-8000-000000000001', 2, 2, 'joined', '{"id":"00000000-0000-4000-8000-000000000001","name":"Elm Garden","kind":"green_place","short":"W6YAR5","phone":"01225 111111","status":"published"}', X'47500003E6100000E17A14AE47E102C0E17A14AE47E102C0713D0AD7A3B04940713D0AD7A3B049400101000000E17A14AE47E102C0713D0AD7A3B04940', NULL, NULL);
INSERT INTO versions VALUES ('00000000-0000-4000-8000-000000000002', 2, 2, 'merged', '{"id":"00000000-0000-4000-8000-000000000002","name":"Elm Gardens","kind":"green_place","short":"7QPD63","status":"withdrawn"}', X'47500003E61000001A51DA1B7CE102C01A51DA1B7CE102C0713D0AD7A3B04940713D0AD7A3B0494001010000001A51DA1B7CE102C0713D0AD7A3B04940', NULL, '00000000-0000-4000-8000-000000000001');
INSERT INTO versions VALUES ('00000000-0000-4000-8000-000000000003', 2, 3, 'changed', '{"id":"00000000-0000-4000-8000-000000000003","name":"Ash Hall","kind":"indoor_place","short":"JNBS9K","cost":"£1"}', X'47500003E6100000F6285C8FC2F502C0F6285C8FC2F502C0713D0AD7A3B04940713D0AD7A3B049400101000000F6285C8FC2F502C0713D0AD7A3B04940', NULL, NULL);
INSERT INTO versions VALUES ('00000000-0000-4000-8000-000000000004', 2, 4, 'withdrawn', '{"id":"00000000-0000-4000-8000-000000000004","name":"","kind":"","short":"XTPQWY","audience":"workshop","precision":"not_shown","status":"withdrawn"}', NULL, NULL, NULL);
INSERT INTO exact_places VALUES ('00000000-0000-4000-8000-000000000003', X'47500003E61000002B8716D9CEF702C02B8716D9CEF702C054E3A59BC4B0494054E3A59BC4B0494001010000002B8716D9CEF702C054E3A59BC4B04940');
INSERT INTO exact_versions VALUES ('00000000-0000-4000-8000-000000000003', 2, X'47500003E61000002B8716D9CEF702C02B8716D9CEF702C054E3A59BC4B0494054E3A59BC4B0494001010000002B8716D9CEF702C054E3A59BC4B04940');
INSERT INTO generation VALUES ('c6f5c04484684230');
INSERT INTO secret VALUES (1, X'FA2F4102BA5044C2EDA22766F89C0308462858B9C7082EA8519BF80763F6EBC9');
INSERT INTO suggestions VALUES (1, '00000000-0000-4000-8000-000000000001', 2, '{"id":"00000000-0000-4000-8000-000000000001","name":"Elm Garden","kind":"green_place","short":"W6YAR5","phone":"2","status":"published"}', X'47500003E6100000E17A14AE47E102C0E17A14AE47E102C0713D0AD7A3B04940713D0AD7A3B049400101000000E17A14AE47E102C0713D0AD7A3B04940', NULL, 'steward: Jo', '2026-11-21T12:00:00.000000+00:00', '', 'k', '', '', '', '', NULL, 3);
INSERT INTO tombstones VALUES ('00000000-0000-4000-8000-000000000004', '2026-11-21T12:00:00.000000+00:00', 'steward: Jo', NULL, 0);
INSERT INTO what_ifs VALUES (1, 'Without the hall', '2026-11-22T03:10:20+00:00', 'steward: Jo', '{"n": 1}', 1);
INSERT INTO what_if_assets VALUES (1, '00000000-0000-4000-8000-000000000003', NULL);
INSERT INTO lists VALUES ('s', 'parks', '{"a": "name"}', 'green_place', 'steward: Jo', '2026-11-22T03:10:20.267661+00:00');
INSERT INTO rtree_assets_geom VALUES (1, -2.3600003719329834, -2.359999895095825, 51.3799934387207, 51.380001068115234);
INSERT INTO rtree_assets_geom VALUES (2, -2.360100030899048, -2.3600997924804688, 51.3799934387207, 51.380001068115234);
INSERT INTO rtree_assets_geom VALUES (3, -2.3700003623962402, -2.369999885559082, 51.3799934387207, 51.380001068115234);
CREATE INDEX assets_by_source ON assets(source, source_id);
CREATE INDEX assets_by_status ON assets(status);
CREATE INDEX versions_by_change ON versions(change);
CREATE INDEX changes_by_time ON changes(made_on);
CREATE INDEX suggestions_by_asset ON suggestions(asset_id);
CREATE INDEX versions_put_back ON versions(asset_id, version) WHERE back_to NOT NULL;
CREATE INDEX suggestions_by_change ON suggestions(change);
CREATE INDEX tombstones_by_number ON tombstones(known_by);
CREATE INDEX tombstones_owed ON tombstones(owed) WHERE owed <> 0;
CREATE INDEX calls_by_asset ON calls(asset_id);
CREATE INDEX what_ifs_by_asset ON what_if_assets(asset_id);
CREATE INDEX suggestions_born ON suggestions(born) WHERE born NOT NULL;
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
PRAGMA user_version = 10406;
