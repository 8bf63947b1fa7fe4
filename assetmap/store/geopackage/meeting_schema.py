"""
The tables of meetings of two copies, and the triggers that keep when what was stirred.

A change has a mark that no other copy gives to one of its own. What the other copy knew of an asset is kept as strands;
`met_versions` are those that put together what both knew, with the fields that somebody decided. Of what is no asset,
`stirred` keeps which part of a row was changed when, and how often. A released step is never edited.
"""

from __future__ import annotations

_NOW = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"
_SAID_OF = {
    "session": (
        "sessions", "{0}.id",
        ("json_patch(json_patch(json_object('name', {0}.name, 'day', {0}.day, 'closed_on', {0}.closed_on, 'order', "
        "(SELECT json_group_array(json_extract(value, '$.key')) FROM json_each({0}.record, '$.categories'))), "
        "json_remove({0}.record, '$.categories')), (SELECT json_group_object('category:' || "
        "json_extract(value, '$.key'), json(value)) FROM json_each({0}.record, '$.categories')))"),
    ),
    "note": (
        "session_notes", "{0}.id",
        ("json_object('what', {0}.what, 'words', {0}.words, 'audience', {0}.audience, 'about', {0}.about, "
        "'record', {0}.record, 'private', {0}.private, 'shown', {0}.shown, 'gone', {0}.gone)"),
    ),
    "member": (
        "session_assets", "{0}.asset_id",
        ("json_object('session', {0}.session, 'how', {0}.how, 'category', {0}.category, 'sticker', {0}.sticker, "
        "'sheet', {0}.sheet, 'at_x', {0}.at_x, 'at_y', {0}.at_y, 'shown', {0}.shown, 'said_where', {0}.said_where)"),
    ),
    "vote": (
        "session_votes", "{0}.session || ' ' || {0}.ballot || ' ' || {0}.target", "json_object('dots', {0}.dots)",
    ),
    "apart": ("apart", "{0}.one || ' ' || {0}.other", "json_object('said_by', {0}.said_by, 'said_on', {0}.said_on)"),
    "suggestion": (
        "suggestions", "{0}.asset_id || ' ' || {0}.made_on || ' ' || coalesce({0}.key, '')",
        "json_object('decided', json_array({0}.decided, {0}.decided_by, {0}.decided_on, {0}.reason))",
    ),
}  # fmt: skip
_STIRRED = "".join(
    f"""
CREATE TRIGGER stir_{what} AFTER UPDATE ON {table} BEGIN
  INSERT INTO stirred (what, key, part, at, n)
  SELECT '{what}', {key.format("NEW")}, k.key, {_NOW}, 1
  FROM (SELECT key FROM json_each({said.format("NEW")}) UNION SELECT key FROM json_each({said.format("OLD")})) k
  WHERE (SELECT value FROM json_each({said.format("NEW")}) e WHERE e.key = k.key)
    IS NOT (SELECT value FROM json_each({said.format("OLD")}) e WHERE e.key = k.key)
  ON CONFLICT (what, key, part) DO UPDATE SET at = max(at, excluded.at), n = n + 1;
END;
"""
    for what, (table, key, said) in _SAID_OF.items()
) + "".join(
    f"""
CREATE TRIGGER stir_{what}_{when.lower()} AFTER {when} ON {_SAID_OF[what][0]} BEGIN
  INSERT INTO stirred (what, key, part, at, n)
  SELECT '{what}', {_SAID_OF[what][1].format(row)}, 'is', {_NOW}, 1 WHERE 1
  ON CONFLICT (what, key, part) DO UPDATE SET at = max(at, excluded.at), n = n + 1;
END;
"""
    for what in ("note", "vote", "apart")
    for when, row in (("INSERT", "NEW"), ("DELETE", "OLD"))
)
MEETINGS = (
    """
CREATE TABLE change_marks (change INTEGER PRIMARY KEY REFERENCES changes(change), mark TEXT NOT NULL);
INSERT INTO change_marks SELECT change, change || ' of ' || made_on FROM changes;
CREATE TRIGGER changes_marked AFTER INSERT ON changes BEGIN
  INSERT INTO change_marks VALUES (NEW.change, lower(hex(randomblob(12))));
END;
CREATE TABLE strands (
  asset_id TEXT NOT NULL REFERENCES assets(id), mark TEXT NOT NULL, met INTEGER NOT NULL REFERENCES changes(change),
  since INTEGER NOT NULL, at INTEGER NOT NULL, parents TEXT NOT NULL, what TEXT NOT NULL, into_id TEXT,
  made_by TEXT NOT NULL, made_on TEXT NOT NULL, why TEXT NOT NULL, sets TEXT NOT NULL,
  PRIMARY KEY (asset_id, mark, met)
);
CREATE TABLE met_versions (
  asset_id TEXT NOT NULL, version INTEGER NOT NULL, decided TEXT NOT NULL, PRIMARY KEY (asset_id, version)
);
CREATE TABLE stirred (
  what TEXT NOT NULL, key TEXT NOT NULL, part TEXT NOT NULL, at TEXT NOT NULL, n INTEGER NOT NULL,
  PRIMARY KEY (what, key, part)
);
"""
    + _STIRRED
)
