"""A list on its way in: its columns, its rows with what becomes of each, and what must be known to bring them in."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assetmap.alike import Twin
    from assetmap.assets import Asset
    from assetmap.contributions.fieldwise import Difference
    from assetmap.exchange.problems import Problem, Proposal
    from assetmap.staging.columns import Column, Memory
    from assetmap.staging.decisions import Decision
    from assetmap.staging.prepared import Prepared
    from assetmap.staging.report import ImportReport
    from assetmap.store.base import Stored

_NOTHING: Mapping[str, Any] = MappingProxyType({})
NEW, CHANGED, SAME, WAITS, OUT, WITHDRAWN = "new", "changed", "same", "waits", "out", "withdrawn"
"""What a row would do: add something; change something; nothing; nothing yet (its news waits); stay out; stay away."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StagedRow:
    """
    One row of the list.

    Attributes
    ----------
    number
        As a person counts it in the file.
    asset
        What came of it; None where it stays out.
    what
        One of `NEW`, `CHANGED`, `SAME`, `WAITS`, `OUT`, `WITHDRAWN`.
    here
        What it is here already, where it is.
    after
        That as it would be.
    asked
        Fields of which the list says otherwise and that are proposed, not taken over: people here changed them, or
        the row `WAITS`.
    twins
        What it may be the same as, likeliest first: something here, or a row above it (`Staging.row_of`).
    status
        What it would be: "draft", "published" …
    decision
        What was decided about it.
    """

    number: int
    asset: Asset | None
    what: str
    here: Stored | None = None
    after: Asset | None = None
    asked: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)
    problems: tuple[Problem, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    twins: tuple[Twin, ...] = ()
    status: str = ""
    decision: Decision | None = None

    @property
    def changes(self) -> list[Difference]:
        """What would be different of what is here, field by field, in the language spoken."""
        from assetmap.contributions.fieldwise import differences

        if self.here is None or self.after is None:
            return []
        return differences(self.here.asset, self.after)

    @property
    def proposed(self) -> list[Difference]:
        """What the list would have otherwise, and is proposed: as `changes`."""
        from assetmap.contributions.fieldwise import differences

        if self.here is None or not self.asked:
            return []
        return differences(self.here.asset, self.here.asset.changed(**self.asked))


@dataclass(frozen=True, kw_only=True)
class Staging:
    """
    A list as it would come in.

    Attributes
    ----------
    name
        The file's.
    table, tables
        The sheet or layer that is read, and all there are.
    what
        What kind of file it is, for people.
    source
        What the dataset is called: the same source and the same rows are the same assets.
    perhaps
        An earlier list with the same columns under another name, where this one may be its newer form.
    kind
        What its assets are where its rows do not say: as asked, or as remembered; `kind_remembered` where that was
        said of another list with the same columns.
    trouble
        Why its rows cannot be read yet: no column of names, no kind. "" where they can.
    problems
        Of the file as a whole.
    proposals
        Key → what would be mended in which rows if the key is accepted.
    row_of
        Id of an asset → the row that it came of.
    """

    name: str
    table: str
    tables: tuple[str, ...]
    what: str
    source: str
    perhaps: str | None
    kind: str | None
    publish: bool
    columns: tuple[Column, ...]
    rows: tuple[StagedRow, ...]
    problems: tuple[Problem, ...]
    proposals: Mapping[str, tuple[Proposal, ...]]
    report: ImportReport
    row_of: Mapping[str, int]
    gone: tuple[Stored, ...] = ()
    """What came from this list once and is not in it any more: that it be closed is proposed."""
    licence: str = ""
    attribution: str = ""
    trouble: str = ""
    kind_remembered: bool = False
    memory: Memory = field(repr=False)
    meanings: Mapping[str, str] = field(repr=False)
    """What people said of the columns, now or before: remembered when the list comes in."""
    decisions: Mapping[int, Decision] = field(default_factory=dict, repr=False)
    prepared: Prepared | None = field(default=None, repr=False)
    accepted: frozenset[str] = frozenset()
    """Keys of proposals that are carried out: as asked now, and as in this list last time."""
    accepted_before: frozenset[str] = frozenset()
    """Those of them that nobody asked for now."""
