"""
A list before it comes in: what its columns are taken for, what becomes of each row, what it may be the same as.

    staging = stage(place, read_strange(content, name), name, by=by, publish=True)
    staging.columns, staging.perhaps  # shown for correction: `meanings`, `source`
    staging.rows  # `StagedRow`s: new, changed (`.changes`), same, waits, out, withdrawn
    staging = decided(place, staging, by=by, decisions={7: Merge(twin.asset.id), 9: LEAVE, 12: APART})
    report = commit(place, staging, by=by)  # one change; `contributions.undo(store, report.change, by=by)`

For stewards alone: a list is compared with drafts and with where things truly are.
"""

from assetmap.staging.columns import Column
from assetmap.staging.committing import commit
from assetmap.staging.decisions import APART, BRING, LEAVE, Decision, Merge
from assetmap.staging.report import WHY, ImportReport, list_of
from assetmap.staging.rows import CHANGED, NEW, OUT, SAME, WAITS, WITHDRAWN, StagedRow, Staging
from assetmap.staging.staging import decided, stage

__all__ = [
    "APART",
    "BRING",
    "CHANGED",
    "LEAVE",
    "NEW",
    "OUT",
    "SAME",
    "WAITS",
    "WHY",
    "WITHDRAWN",
    "Column",
    "Decision",
    "ImportReport",
    "Merge",
    "StagedRow",
    "Staging",
    "commit",
    "decided",
    "list_of",
    "stage",
]
