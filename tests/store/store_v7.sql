-- A store of form 7: three assets, of which one was made one with another, a suggestion, a workshop and a story. Never
-- edited: newer programs must go on opening it.
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
CREATE VIRTUAL TABLE rtree_assets_geom USING rtree(id, minx, maxx, miny, maxy);
CREATE TABLE generation (id TEXT NOT NULL);
CREATE TABLE secret (only INTEGER PRIMARY KEY CHECK (only = 1), value BLOB NOT NULL);
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
CREATE TABLE what_ifs (
  id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, made_on TEXT NOT NULL, made_by TEXT NOT NULL,
  record TEXT NOT NULL, many INTEGER NOT NULL
);
CREATE TABLE what_if_assets (
  what_if INTEGER NOT NULL REFERENCES what_ifs(id), asset_id TEXT NOT NULL, capacity REAL,
  PRIMARY KEY (what_if, asset_id)
);
CREATE INDEX what_ifs_by_asset ON what_if_assets(asset_id);
CREATE TABLE lists (
  shape TEXT NOT NULL, source TEXT NOT NULL, meanings TEXT NOT NULL, kind TEXT NOT NULL, made_by TEXT NOT NULL,
  made_on TEXT NOT NULL, PRIMARY KEY (shape, source)
);
ALTER TABLE versions ADD COLUMN into_id TEXT;
ALTER TABLE suggestions ADD COLUMN born INTEGER;
CREATE INDEX suggestions_born ON suggestions(born) WHERE born NOT NULL;
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
INSERT INTO gpkg_spatial_ref_sys (srs_name, srs_id, organization, organization_coordsys_id, definition, description) VALUES ('Undefined Cartesian', -1, 'NONE', -1, 'undefined', NULL);
INSERT INTO gpkg_spatial_ref_sys (srs_name, srs_id, organization, organization_coordsys_id, definition, description) VALUES ('Undefined geographic', 0, 'NONE', 0, 'undefined', NULL);
INSERT INTO gpkg_spatial_ref_sys (srs_name, srs_id, organization, organization_coordsys_id, definition, description) VALUES ('WGS 84', 4326, 'EPSG', 4326, 'GEOGCS["WGS 84",DATUM["World Geodetic System 1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]', 'longitude, latitude');
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, min_x, min_y, max_x, max_y, srs_id) VALUES ('assets', 'features', 'assets', 'community assets', '2026-11-22T03:21:37.190Z', NULL, NULL, NULL, NULL, 4326);
INSERT INTO gpkg_geometry_columns (table_name, column_name, geometry_type_name, srs_id, z, m) VALUES ('assets', 'geom', 'GEOMETRY', 4326, 0, 0);
INSERT INTO gpkg_extensions (table_name, column_name, extension_name, definition, scope) VALUES ('assets', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
INSERT INTO changes (change, made_by, made_on, why) VALUES (1, 'steward: Jo', '2026-11-22T09:01:00.000000+00:00', '');
INSERT INTO changes (change, made_by, made_on, why) VALUES (2, 'steward: Jo', '2026-11-22T09:02:00.000000+00:00', '');
INSERT INTO changes (change, made_by, made_on, why) VALUES (3, 'steward: Jo', '2026-11-22T09:03:00.000000+00:00', '');
INSERT INTO changes (change, made_by, made_on, why) VALUES (4, 'steward: Jo', '2026-11-22T09:04:00.000000+00:00', '7QPD63 is now W6YAR5');
INSERT INTO assets (fid, geom, id, short, name, kind, status, audience, shown_as, source, source_id, version, change, record) VALUES (1, X'47500003E61000000AD7A3703D0A00C00AD7A3703D0A00C08D976E12838049408D976E128380494001010000000AD7A3703D0A00C08D976E1283804940', '00000000-0000-4000-8000-000000000001', 'W6YAR5', 'Lunch club', 'group_or_club', 'published', 'public', 'exact', '', '', 2, 4, '{"id":"00000000-0000-4000-8000-000000000001","name":"Lunch club","kind":"group_or_club","short":"W6YAR5","phone":"01225 111111","status":"published"}');
INSERT INTO assets (fid, geom, id, short, name, kind, status, audience, shown_as, source, source_id, version, change, record) VALUES (2, X'47500003E61000000AD7A3703D0A00C00AD7A3703D0A00C08D976E12838049408D976E128380494001010000000AD7A3703D0A00C08D976E1283804940', '00000000-0000-4000-8000-000000000002', '7QPD63', 'The lunch club', 'group_or_club', 'withdrawn', 'public', 'exact', '', '', 2, 4, '{"id":"00000000-0000-4000-8000-000000000002","name":"The lunch club","kind":"group_or_club","short":"7QPD63","status":"withdrawn"}');
INSERT INTO assets (fid, geom, id, short, name, kind, status, audience, shown_as, source, source_id, version, change, record) VALUES (3, X'47500003E61000001E85EB51B81E00C01E85EB51B81E00C0703D0AD7A3804940703D0AD7A380494001010000001E85EB51B81E00C0703D0AD7A3804940', '00000000-0000-4000-8000-000000000003', 'JNBS9K', 'Grief circle', 'support_group', 'published', 'public', 'neighbourhood', '', '', 1, 3, '{"id":"00000000-0000-4000-8000-000000000003","name":"Grief circle","kind":"support_group","short":"JNBS9K","precision":"neighbourhood","status":"published"}');
INSERT INTO versions (asset_id, version, change, what, record, geom, back_to, into_id) VALUES ('00000000-0000-4000-8000-000000000001', 1, 1, 'added', '{"id":"00000000-0000-4000-8000-000000000001","name":"Lunch club","kind":"group_or_club","short":"W6YAR5","phone":"01225 111111","status":"published"}', X'47500003E61000000AD7A3703D0A00C00AD7A3703D0A00C08D976E12838049408D976E128380494001010000000AD7A3703D0A00C08D976E1283804940', NULL, NULL);
INSERT INTO versions (asset_id, version, change, what, record, geom, back_to, into_id) VALUES ('00000000-0000-4000-8000-000000000002', 1, 2, 'added', '{"id":"00000000-0000-4000-8000-000000000002","name":"The lunch club","kind":"group_or_club","short":"7QPD63","status":"published"}', X'47500003E61000000AD7A3703D0A00C00AD7A3703D0A00C08D976E12838049408D976E128380494001010000000AD7A3703D0A00C08D976E1283804940', NULL, NULL);
INSERT INTO versions (asset_id, version, change, what, record, geom, back_to, into_id) VALUES ('00000000-0000-4000-8000-000000000003', 1, 3, 'added', '{"id":"00000000-0000-4000-8000-000000000003","name":"Grief circle","kind":"support_group","short":"JNBS9K","precision":"neighbourhood","status":"published"}', X'47500003E61000001E85EB51B81E00C01E85EB51B81E00C0703D0AD7A3804940703D0AD7A380494001010000001E85EB51B81E00C0703D0AD7A3804940', NULL, NULL);
INSERT INTO versions (asset_id, version, change, what, record, geom, back_to, into_id) VALUES ('00000000-0000-4000-8000-000000000001', 2, 4, 'joined', '{"id":"00000000-0000-4000-8000-000000000001","name":"Lunch club","kind":"group_or_club","short":"W6YAR5","phone":"01225 111111","status":"published"}', X'47500003E61000000AD7A3703D0A00C00AD7A3703D0A00C08D976E12838049408D976E128380494001010000000AD7A3703D0A00C08D976E1283804940', NULL, NULL);
INSERT INTO versions (asset_id, version, change, what, record, geom, back_to, into_id) VALUES ('00000000-0000-4000-8000-000000000002', 2, 4, 'merged', '{"id":"00000000-0000-4000-8000-000000000002","name":"The lunch club","kind":"group_or_club","short":"7QPD63","status":"withdrawn"}', X'47500003E61000000AD7A3703D0A00C00AD7A3703D0A00C08D976E12838049408D976E128380494001010000000AD7A3703D0A00C08D976E1283804940', NULL, NULL);
INSERT INTO exact_places (asset_id, geom) VALUES ('00000000-0000-4000-8000-000000000003', X'47500003E6100000575BB1BFEC1E00C0575BB1BFEC1E00C02AA913D0448049402AA913D0448049400101000000575BB1BFEC1E00C02AA913D044804940');
INSERT INTO exact_versions (asset_id, version, geom) VALUES ('00000000-0000-4000-8000-000000000003', 1, X'47500003E6100000575BB1BFEC1E00C0575BB1BFEC1E00C02AA913D0448049402AA913D0448049400101000000575BB1BFEC1E00C02AA913D044804940');
INSERT INTO generation (id) VALUES ('b94b904dc817b039');
INSERT INTO secret (only, value) VALUES (1, X'7373737373737373737373737373737373737373737373737373737373737373');
INSERT INTO suggestions (id, asset_id, seen, record, geom, exact, made_by, made_on, why, key, decided, decided_by, decided_on, reason, change, born) VALUES (1, '00000000-0000-4000-8000-000000000003', 1, '{"id":"00000000-0000-4000-8000-000000000003","name":"Grief circle","kind":"support_group","short":"JNBS9K","phone":"01225 222222","precision":"neighbourhood","status":"published"}', X'47500003E61000001E85EB51B81E00C01E85EB51B81E00C0703D0AD7A3804940703D0AD7A380494001010000001E85EB51B81E00C0703D0AD7A3804940', X'47500003E6100000575BB1BFEC1E00C0575BB1BFEC1E00C02AA913D0448049402AA913D0448049400101000000575BB1BFEC1E00C02AA913D044804940', 'resident: Sam', '2026-11-22T03:21:37.193329+00:00', '', NULL, '', '', '', '', NULL, NULL);
INSERT INTO sessions (id, short, name, day, record, made_by, made_on, code, closed_on, version) VALUES ('00000000-0000-4000-8000-000000000004', 'XTPQWY', 'The hall', '2026-11-22', '{"audience": "workshop", "bounds": null, "budget": null, "categories": [], "language": "en", "question": "", "stage": "listen", "where": ""}', 'steward: Jo', '2026-11-22T03:21:37.191025+00:00', '', '', 1);
INSERT INTO session_notes (number, id, session, what, words, audience, about, record, private, shown, said_on, version, gone) VALUES (1, '00000000-0000-4000-8000-000000000003', '00000000-0000-4000-8000-000000000004', 'story', 'She sang', 'workshop', '[]', '{"amount": null, "due": "", "where": null, "who": ""}', '{}', 0, '2026-11-22T03:21:37.191953+00:00', 1, 0);
INSERT INTO rtree_assets_geom (id, minx, maxx, miny, maxy) VALUES (1, -2.00500011444091796875e+00, -2.00499987602233886718e+00, 5.10039939880371093758e+01, 5.10040016174316406232e+01);
INSERT INTO rtree_assets_geom (id, minx, maxx, miny, maxy) VALUES (2, -2.00500011444091796875e+00, -2.00499987602233886718e+00, 5.10039939880371093758e+01, 5.10040016174316406232e+01);
INSERT INTO rtree_assets_geom (id, minx, maxx, miny, maxy) VALUES (3, -2.01500010490417480468e+00, -2.01499986648559570312e+00, 51.0049934387207, 5.1005001068115234375e+01);
INSERT INTO sqlite_sequence VALUES ('changes', 4);
INSERT INTO sqlite_sequence VALUES ('assets', 3);
INSERT INTO sqlite_sequence VALUES ('session_notes', 1);
INSERT INTO sqlite_sequence VALUES ('suggestions', 1);
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
PRAGMA user_version = 10407;
