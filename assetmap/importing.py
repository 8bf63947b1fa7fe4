"""
Bringing somebody's list into a place at one go: what is new, what changed, what was left out and why.

A list can be brought in again and again. What people here corrected since is not undone by it: where nobody touched
what the list gave, its news is taken over; where somebody did, it is proposed. `staging` lays a list out row by row.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from assetmap.errors import ExchangeError
from assetmap.exchange import read_bytes
from assetmap.exchange.untrusted import read_strange
from assetmap.roles import need_steward
from assetmap.staging import ImportReport, commit, list_of, stage

if TYPE_CHECKING:
    import os
    from collections.abc import Collection, Mapping

    from assetmap.place import Place
    from assetmap.roles import By

__all__ = ["ImportReport", "import_bytes", "import_file", "list_of"]


def import_file(
    place: Place,
    path: str | os.PathLike[str],
    *,
    kind: str | None = None,
    publish: bool = False,
    dry_run: bool = False,
    by: By = "steward",
    source: str | None = None,
) -> ImportReport:
    """
    Bring a file of assets into a place, in one change.

    Parameters
    ----------
    kind
        Label or key of what the assets are, for rows that do not say.
    publish
        Show them at once. Without it what is new is a draft, and what changed about something already shown is
        told but waits.
    dry_run
        Say what would happen, and keep nothing.
    by
        Role and alias of whoever does it.
    source
        Name of the list, where the file's name is not it (an upload).

    Raises
    ------
    ExchangeError
        The file cannot be read as a whole, or looks like a list of patients.
    StoreError
        It could not be kept; nothing was.
    """
    file = Path(path)
    return import_bytes(
        place, read_bytes(file), file.name, kind=kind, publish=publish, dry_run=dry_run, by=by, source=source
    )


def import_bytes(  # noqa: PLR0913  # what a list is read by
    place: Place,
    content: bytes,
    name: str,
    *,
    kind: str | None = None,
    publish: bool = False,
    dry_run: bool = False,
    by: By = "steward",
    source: str | None = None,
    table: str | None = None,
    meanings: Mapping[str, str] | None = None,
    accepted: Collection[str] = frozenset(),
) -> ImportReport:
    """Bring in bytes that were sent under a name; see `import_file` and `staging.stage`."""
    need_steward(by, "bring in a list")
    staging = stage(
        place, read_strange(content, name), name, kind=kind, publish=publish, by=by, source=source, table=table,
        meanings=meanings, accepted=accepted,
    )  # fmt: skip
    if staging.trouble:
        raise ExchangeError(staging.trouble)
    return staging.report if dry_run else commit(place, staging, by=by)
