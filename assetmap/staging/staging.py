"""A list is laid out: its columns, its rows beside what is here, and what would become of each."""

from __future__ import annotations

import dataclasses
from collections import Counter
from typing import TYPE_CHECKING, Any

from assetmap.assets import named
from assetmap.disclosure import SHOWN, betrays, needs_consent
from assetmap.errors import ExchangeError
from assetmap.exchange import Problem
from assetmap.exchange.extracts import in_reach
from assetmap.exchange.guessing import by_cells
from assetmap.exchange.headings import recognise
from assetmap.exchange.identity import secret_of
from assetmap.exchange.inward import dataset_of, read_rows
from assetmap.exchange.meanings import corrected
from assetmap.exchange.patients import refuse_patients
from assetmap.exchange.problems import quoted
from assetmap.exchange.reading.osm_cells import SOURCE
from assetmap.roles import need_steward
from assetmap.staging import columns, prepared
from assetmap.staging.decisions import APART, BRING, LEAVE, Merge
from assetmap.staging.gone import closable, gone_of, gone_told
from assetmap.staging.report import ImportReport
from assetmap.staging.rows import CHANGED, NEW, OUT, SAME, WAITS, WITHDRAWN, StagedRow, Staging
from assetmap.staging.twins import MOST_COMPARED
from assetmap.vocabulary import label_of, vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from assetmap.assets import Asset
    from assetmap.exchange.problems import Proposal
    from assetmap.exchange.sheets import Sheet, Sheets
    from assetmap.place import Place
    from assetmap.roles import By
    from assetmap.staging.decisions import Decision
    from assetmap.staging.prepared import Known, Prepared

_MOST_TOLD = 40
_NAMED = 3


def stage(  # noqa: PLR0913  # what a list is read by
    place: Place,
    sheets: Sheets,
    name: str,
    *,
    by: By,
    table: str | None = None,
    kind: str | None = None,
    meanings: Mapping[str, str] | None = None,
    accepted: Collection[str] = frozenset(),
    again: bool = True,
    publish: bool = False,
    source: str | None = None,
    decisions: Mapping[int, Decision] | None = None,
    progress: Callable[[str, float], None] | None = None,
) -> Staging:
    """
    Lay a list out as it would come in; nothing is kept.

    Parameters
    ----------
    table
        Which sheet or layer; None for the one that looks most like a list.
    kind
        Label or key of what its assets are where its rows do not say; None for what was said last time.
    meanings
        Heading → what it holds (`exchange.inward.MEANINGS`, "" = not used), where the guess is corrected.
    accepted
        Keys of proposals that are carried out, beside those that were in this list last time.
    again
        Whether that is so; without it what was accepted last time is not carried out any more.
    publish
        Show what comes in at once. Without it what is new is a draft, and news of what is shown waits.
    source
        Which list it is, where its name does not say: `Staging.perhaps`, or a name of its own.
    decisions
        Row → what was decided about it; see also `decided`.
    progress
        Told what is being done and how much is done, 0 to 1; whatever it raises ends it, and nothing is kept.

    Raises
    ------
    PermissionDeniedError
        `by` does not look after the map.
    ExchangeError
        The file has no such table, or columns that look like patients (`PatientsError`).
    VocabularyError
        `kind` is none of the vocabulary.
    """
    # What is here already, drafts and hidden places too, is what a list is compared with: its report is no oracle.
    need_steward(by, "bring in a list")
    place.store.people.still(by)
    whole = sheets.best if table is None else sheets.named(table)
    refuse_patients(*sheets.sheets)
    sheet = in_reach(whole, place)
    dataset = _dataset(sheets, sheet, name, source=source)
    memory = columns.Memory.of(place.store, sheet.headings)
    remembered = memory.meanings(dataset)
    before = memory.accepted(dataset) - frozenset(accepted) if again else frozenset()
    accepted = frozenset(accepted) | before
    meant = remembered | dict(meanings or {})
    known = memory.known(dataset)
    is_remembered = not kind and known is not None and known.kind in vocabulary().kinds
    kind = known.kind if is_remembered and known else vocabulary().kind(kind) if kind else None
    guessed = corrected(by_cells(recognise(sheet.headings), sheet), meant)
    staging = Staging(
        name=name, table=sheet.table, tables=sheets.names, what=sheet.what, source=dataset, perhaps=None, kind=kind,
        publish=publish, columns=columns.columns_of(sheet, guessed, remembered=_unsaid(remembered, meanings)),
        rows=(), problems=(), proposals={}, row_of={}, licence=sheet.licence, attribution=sheet.attribution,
        report=ImportReport(added=0, updated=0, unchanged=0, drafts=0, left_out=0), memory=memory, meanings=meant,
        kind_remembered=is_remembered and known is not None and known.source != dataset,
        accepted=accepted, accepted_before=before,
    )  # fmt: skip
    tell = progress or (lambda _what, _share: None)
    tell("looking at the rows", 0.0)
    try:
        read = read_rows(
            sheet, kind=kind, place=place, source=dataset, secret=secret_of(place.home), meanings=meant,
            accepted=accepted, name=name, progress=lambda share: tell("looking at the rows", share / 2),
        )  # fmt: skip
    except ExchangeError as error:
        return dataclasses.replace(staging, trouble=str(error))
    if read.columns != guessed:  # what stands in them told more than the headings
        shown = columns.columns_of(sheet, read.columns, remembered=_unsaid(remembered, meanings))
        staging = dataclasses.replace(staging, columns=shown)
    if not read.says_names:
        found = ", ".join(quoted(x, most=30) for x in sheet.headings[:12]) or "none"
        trouble = (
            f"{name} has no column of names. The headings found are {found}. "
            'Rename the one that holds the names to "name", or say which it is.'
        )
        return dataclasses.replace(staging, trouble=trouble)
    tell("looking for what is here already", 0.5)
    ready = prepared.prepare(place.store, read)
    tell("", 1.0)
    asked = None
    if not read.columns.is_own and not sheet.source and source is None:
        asked = columns.perhaps(memory, dataset, names=[x.name for x in read.assets], here=ready.names)
    return decided(
        place, dataclasses.replace(staging, prepared=ready, perhaps=asked, gone=gone_of(place.store, whole)), by=by,
        decisions=decisions or {},
    )  # fmt: skip


def decided(place: Place, staging: Staging, *, by: By, decisions: Mapping[int, Decision]) -> Staging:
    """
    Lay the same list out with other decisions about its rows: quick, for nothing is read again.

    Raises
    ------
    ExchangeError
        A row cannot be made one with what was chosen.
    """
    need_steward(by, "bring in a list")
    place.store.people.still(by)
    ready = staging.prepared
    if ready is None:
        return staging
    problems: dict[int | None, list[Problem]] = {}
    for x in ready.read.problems:
        # Of rows that became one asset all is said with the first of them: none of them was left out.
        problems.setdefault(ready.read.joined.get(x.row, x.row) if x.row is not None else None, []).append(x)
    proposals: dict[int, list[Proposal]] = {}
    for y in ready.read.proposals:
        proposals.setdefault(y.row, []).append(y)
    told = prepared.told_before(place.store, [x.here.asset.id for x in ready.known.values() if x.here and x.news])
    rows: list[StagedRow] = []
    for asset_id, known in ready.known.items():
        number = ready.read.row_of[asset_id]
        row = _row(known, number, staging, ready, decision=decisions.get(number), told=told)
        more = (*problems.pop(number, ()), *row.problems, *_worth_knowing(row, publish=staging.publish))
        meant = tuple(proposals.pop(number, ()))
        rows.append(dataclasses.replace(row, problems=more, proposals=meant) if more or meant else row)
    whole = (*problems.pop(None, ()), *_of_last_time(staging, ready), *_too_many(ready), *gone_told(staging.gone))
    whole += _no_longer(staging, ready)
    rows += [
        StagedRow(
            number=x, asset=None, what=OUT, problems=tuple(problems.get(x, ())), proposals=tuple(proposals.get(x, ()))
        )
        for x in sorted(x for x in {*problems, *proposals} if x is not None)
    ]
    rows.sort(key=lambda x: x.number)
    _refuse_impossible(rows, ready)
    by_key: dict[str, list[Proposal]] = {}
    for y in ready.read.proposals:
        by_key.setdefault(y.key, []).append(y)
    found = {x: tuple(y) for x, y in by_key.items()}
    return dataclasses.replace(
        staging, rows=tuple(rows), problems=whole, proposals=found, row_of=ready.read.row_of,
        decisions=dict(decisions),
        report=dataclasses.replace(report_of(rows, whole, found), gone=len(closable(staging.gone))),
    )  # fmt: skip


def _dataset(sheets: Sheets, sheet: Sheet, name: str, *, source: str | None) -> str:
    """Name the dataset: as it was said, as the file itself says, or by the file's name and its table's."""
    if sheet.source or source:
        return dataset_of(sheet.source or source or "")
    stem = dataset_of(name)
    return dataset_of(f"{stem} {sheet.table}") if len(sheets.sheets) > 1 and sheet.table else stem


def _unsaid(remembered: Mapping[str, str], meanings: Mapping[str, str] | None) -> dict[str, str]:
    return {x: y for x, y in remembered.items() if x not in (meanings or {})}


def _row(
    known: Known,
    number: int,
    staging: Staging,
    ready: Prepared,
    *,
    decision: Decision | None,
    told: Mapping[str, Sequence[Asset]],
) -> StagedRow:
    """Say what becomes of a row."""
    asset, here = known.asset, known.here
    shall = _status(asset, publish=staging.publish and asset.id not in ready.held)
    row = StagedRow(
        number=number, asset=asset, what=NEW, here=here, status=shall, decision=decision,
        twins=ready.twins.get(asset.id, ()),
    )  # fmt: skip
    if here is None:
        return row
    status, code = here.asset.status, here.asset.short
    if status == "withdrawn":
        mend = f"{code} was taken out here on purpose and stays out."
        return dataclasses.replace(row, what=WITHDRAWN, status=status, problems=(_told(number, "withdrawn", mend),))
    problems: list[Problem] = []
    if known.stricter:
        mend = f"the list wants {code} shown less ({_said(known.stricter)}): change it here, and publish it then."
        problems.append(_told(number, "stricter", mend))
    asked = _not_yet(known.news.asked, told.get(here.asset.id, ()))
    if asked and status not in SHOWN:
        mend = f"people changed {code} here ({_said(asked)}), and the list says otherwise: theirs stays."
        problems.append(_told(number, "changed here", mend))
        asked = {}
    row = dataclasses.replace(row, asked=asked, status=status, what=SAME)
    taken = known.news.taken
    if taken and not staging.publish and status != "draft" and decision != BRING:
        waits = _not_yet(taken, told.get(here.asset.id, ())) if status in SHOWN else {}
        first = f"the list has news of {named(here.asset)}, {code} ({_said(taken)})"
        where = "in Look after, among the changes people suggest"
        if waits:
            mend = f"{first}: it waits {where}; import it with --publish to show it at once."
        elif status in SHOWN:
            mend = f"{first}, and it was told before: see {where}, or import it with --publish to show it."
        else:
            mend = f"{first}: import it with --publish to show it."
        problems.append(_told(number, "waits", mend))
        return dataclasses.replace(row, what=WAITS, asked={**asked, **waits}, problems=tuple(problems))
    approved = status == "draft" != shall and not known.stricter and here.asset.id == asset.id
    if taken or approved:
        edition = {"source_version": asset.source_version} if asset.source == here.asset.source else {}
        after = here.asset.changed(**{"status": shall if approved else status} | edition | taken)
        row = dataclasses.replace(row, what=CHANGED, after=after, status=after.status)
    elif asked:
        row = dataclasses.replace(row, what=CHANGED)
    return dataclasses.replace(row, problems=tuple(problems))


def _not_yet(asked: Mapping[str, Any], told: Sequence[Asset]) -> dict[str, Any]:
    """Leave out what a list has proposed before, whatever became of it: it is asked once."""
    return {
        name: new
        for name, new in asked.items()
        if not any(x.where == new if name == "where" else x.value(name) == new for x in told)
    }


def _said(names: Collection[str]) -> str:
    return ", ".join(label_of(x) for x in names if x != "repairs")


def _told(number: int, what: str, mend: str) -> Problem:
    return Problem(number, None, what, mend, kept=True)


def _worth_knowing(row: StagedRow, *, publish: bool) -> list[Problem]:
    """Tell who waits because nothing says that they agreed, and which words would give a hidden place away."""
    coming = row.asset if row.what == NEW else row.after
    if coming is None or row.decision == LEAVE:
        return []
    problems = []
    if publish and needs_consent(coming):
        mend = f"{named(coming)} is a person: it waits as a draft until somebody has asked them, and said so here."
        problems.append(_told(row.number, "not agreed", mend))
    return problems + [_told(row.number, "gives away", f"{named(coming)}. {x}") for x in betrays(coming)]


def _of_last_time(staging: Staging, ready: Prepared) -> tuple[Problem, ...]:
    """Say what is done that nobody asked for now: a kind of another list with these columns, what was mended."""
    out = []
    if staging.kind_remembered and staging.kind is not None and "kind" not in ready.read.columns.fields:
        said = vocabulary().label(staging.kind)
        mend = f"they are taken as “{said}”, as in the last list with these columns: choose the kind if that is not so."
        out.append(Problem(None, None, "as last time", mend, kept=True))
    mended = Counter(x.what for x in ready.read.proposals if x.accepted and x.key in staging.accepted_before)
    for what, many in mended.items():
        mend = f"{many:,} {'row is' if many == 1 else 'rows are'} mended as when this list came in last ({what})."
        out.append(Problem(None, None, "as last time", mend, kept=True))
    return tuple(out)


def _no_longer(staging: Staging, ready: Prepared) -> tuple[Problem, ...]:
    """Name what came from this list and is not in it now: perhaps it has closed, perhaps its row has another name."""
    if staging.source == SOURCE or not any(x.here is not None for x in ready.known.values()):
        return ()
    names = [x.asset.name for x in ready.others.values() if x.asset.source == staging.source]
    if not names:
        return ()
    said = ", ".join(quoted(x, most=40) for x in names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
    mend = f"{len(names)} that came from this list once: {said}. They stay; look whether they have closed."
    return (Problem(None, None, "not in it any more", mend, kept=True),)


def _too_many(ready: Prepared) -> tuple[Problem, ...]:
    if sum(x.here is None for x in ready.known.values()) <= MOST_COMPARED:
        return ()
    mend = f"of more than {MOST_COMPARED:,} new rows only those of one name were compared with each other."
    return (Problem(None, None, "a long list", mend, kept=True),)


def _refuse_impossible(rows: Sequence[StagedRow], ready: Prepared) -> None:
    """Make sure that whatever a row is made one with is there, and stays."""
    coming = {
        x.asset.id for x in rows
        if x.asset is not None and x.what == NEW and x.decision != LEAVE and not isinstance(x.decision, Merge)
    }  # fmt: skip
    for row in rows:
        if not isinstance(row.decision, Merge):
            continue
        if row.what != NEW or row.asset is None:
            raise ExchangeError(f"[row {row.number}] it is no new row: nothing can be made one with it here.")
        if row.decision.into == row.asset.id or row.decision.into not in coming | ready.others.keys() | _here(ready):
            raise ExchangeError(
                f"[row {row.number}] what it was to be made one with does not come in, or is not here any more: "
                "decide about it again."
            )


def _here(ready: Prepared) -> set[str]:
    return {x.here.asset.id for x in ready.known.values() if x.here and x.here.asset.status in {*SHOWN, "draft"}}


def _status(asset: Asset, *, publish: bool) -> str:
    """Say what a row becomes: a draft without `publish`; with it what it says, or published where it is silent."""
    if not publish or asset.status == "withdrawn":  # a list withdraws nothing
        return "draft"
    return "published" if asset.status == "draft" else asset.status


def report_of(
    rows: Sequence[StagedRow], whole: Sequence[Problem], proposals: Mapping[str, Sequence[Proposal]]
) -> ImportReport:
    """Count what would be done."""
    coming = [x for x in rows if x.decision != LEAVE]
    merged = [x for x in coming if isinstance(x.decision, Merge)]
    added = [x for x in coming if x.what == NEW and not isinstance(x.decision, Merge)]
    updated = [x for x in coming if x.what == CHANGED and x.after is not None]
    counted = Counter(x.what for x in coming)
    problems = [*whole, *(y for x in rows for y in x.problems)]
    out = {x.row for x in problems if not x.kept and x.row is not None}
    out |= {x.number for x in rows if x.what == OUT or x.decision == LEAVE}
    same = counted[SAME] + counted[WAITS] + counted[WITHDRAWN] + counted[CHANGED] - len(updated)
    return ImportReport(
        added=len(added),
        updated=len(updated),
        unchanged=same,
        drafts=sum(x.status == "draft" for x in (*added, *updated)),
        drafts_updated=sum(x.status == "draft" for x in updated),
        left_out=len(out),
        problems=_few(problems),
        alike=tuple(x.asset.name for x in added if x.asset and x.twins and x.decision != APART),
        merged=len(merged),
        proposed=sum(bool(x.asked) for x in coming),
        waiting=sum(bool(x.asked) and x.what == WAITS for x in coming),
        proposals={x: len(y) for x, y in proposals.items()},
    )


def _few(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Tell what is worth knowing of the first rows alone: of thousands the rest is the same."""
    worth = [x for x in problems if x.what in {"gives away", "not agreed"}]
    if len(worth) > _MOST_TOLD:
        more = {id(x) for x in worth[_MOST_TOLD:]}
        mend = f"{len(more)} more like this: look at each before it is shown."
        problems = [*(x for x in problems if id(x) not in more), Problem(None, None, "gives away", mend, kept=True)]
    return tuple(sorted(problems, key=lambda x: -1 if x.row is None else x.row))
