"""
Bringing somebody's list into a place: what is new, what changed, what was left out and why.

A list can be brought in again and again. What people here corrected since is not undone by it: a row's value is
taken over only where it is news, that is, neither what the list gave last nor what people here have changed since.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assetmap.alike import alike
from assetmap.assets import CARD, Asset, in_languages, named
from assetmap.contributions import submit_many, was_undone
from assetmap.disclosure import SHOWN, betrays, needs_consent
from assetmap.exchange import Problem, read_bytes
from assetmap.exchange.identity import secret_of
from assetmap.exchange.inward import rows_of
from assetmap.exchange.limits import stricter_in
from assetmap.roles import need_steward
from assetmap.vocabulary import NOT_KNOWN, label_of

if TYPE_CHECKING:
    import os
    from collections.abc import Collection, Sequence

    from shapely.geometry.base import BaseGeometry

    from assetmap.place import Place
    from assetmap.roles import By
    from assetmap.store.base import Change, Store, Stored

# What a list may not decide about an asset that is already here: which one it is, who may see it, how we know.
_OURS = frozenset(
    {
        "id", "short", "status", "audience", "precision", "consent", "consent_on", "source", "source_id",
        "source_version", "checked_by", "how_checked", "repairs",
    }
)  # fmt: skip
_PLACE = frozenset({"where", "address", "postcode", "transport"})
_WHY = "import of a list"
_MOST_TOLD = 40
_SAME_DEGREES = 1e-7
"""About a centimetre: less is the rounding of another program."""


@dataclass(frozen=True, kw_only=True)
class ImportReport:
    """
    What an import did, or would do.

    `added`, `updated`, `unchanged` count assets, `drafts` those of the first two that wait for approval,
    `left_out` rows that did not come in. `change` is the number to undo it all by, None where nothing changed.
    `alike` names what would be added although something close by has nearly its name; a dry run alone looks for it.
    """

    added: int
    updated: int
    unchanged: int
    drafts: int
    left_out: int
    problems: tuple[Problem, ...] = ()
    change: int | None = None
    alike: tuple[str, ...] = ()

    @property
    def repairs(self) -> tuple[Problem, ...]:
        """The outlines that were mended."""
        return tuple(x for x in self.problems if x.what == "repaired")

    def to_json(self) -> dict[str, Any]:
        """Return the report in the shape of `assetmap import --json`."""
        return {
            "added": self.added,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "drafts": self.drafts,
            "left_out": self.left_out,
            "problems": [x.to_json() for x in self.problems],
            "repairs": [{"row": x.row, "what": x.mend} for x in self.repairs],
            "change": self.change,
        }


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
    Bring a CSV or GeoJSON file of assets into a place, in one change.

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
        The file cannot be read as a whole.
    StoreError
        It could not be kept; nothing was.
    """
    file = Path(path)
    return import_bytes(
        place, read_bytes(file), file.name, kind=kind, publish=publish, dry_run=dry_run, by=by, source=source
    )


def import_bytes(
    place: Place,
    content: bytes,
    name: str,
    *,
    kind: str | None = None,
    publish: bool = False,
    dry_run: bool = False,
    by: By = "steward",
    source: str | None = None,
) -> ImportReport:
    """Bring in bytes that were sent under a name; see `import_file`."""
    # What is here already, drafts and hidden places too, is what a list is compared with: its report is no oracle.
    need_steward(by, "bring in a list")
    secret = secret_of(place.home)
    assets, problems, held = rows_of(content, name, kind=kind, place=place, source=source, secret=secret)
    held |= {x.id for x in assets if needs_consent(x)}
    plan = _plan(place.store, assets, held=held, publish=publish)
    plan.problems += _worth_knowing([*plan.added, *plan.updated], publish=publish)
    problems += plan.problems
    change = None if dry_run else _keep(place, plan, by=by, name=name)
    return ImportReport(
        added=len(plan.added),
        updated=len(plan.updated),
        unchanged=len(assets) - len(plan.added) - len(plan.updated),
        drafts=sum(x.status == "draft" for x in (*plan.added, *plan.updated)),
        left_out=len({x.row for x in problems if not x.kept and x.row is not None}),
        problems=tuple(sorted(problems, key=lambda x: -1 if x.row is None else x.row)),
        change=change,
        alike=_alike(place.store, plan.added) if dry_run else (),
    )


@dataclass
class _Plan:
    """What shall be new or other, with the status it shall have; published drafts are among `updated`."""

    added: list[Asset]
    updated: list[Asset]
    problems: list[Problem]


def _plan(store: Store, assets: Sequence[Asset], *, held: Collection[str], publish: bool) -> _Plan:
    """Compare what came in with what is here; what is `held` is not published."""
    gone = store.taken_numbers({(x.source, x.source_id) for x in assets if x.source and x.source_id})
    wanted = {x.id for x in assets} | set(gone.values())
    here = {x.asset.id: x for x in store.read() if x.asset.id in wanted}
    plan = _Plan([], [], [])
    for asset in assets:
        stored = here.get(asset.id) or here.get(gone.get((asset.source, asset.source_id), ""))
        shall = _status(asset, publish=publish and asset.id not in held)
        if stored is None or was_undone(store, stored):
            plan.added.append(asset.changed(status=shall))
            continue
        status = stored.asset.status
        if status == "withdrawn":
            mend = f"{stored.asset.short} was taken out here on purpose and stays out."
            plan.problems.append(Problem(None, None, "withdrawn", mend, kept=True))
            continue
        stricter = stricter_in(asset, stored.asset)
        if stricter:
            said = ", ".join(label_of(x) for x in stricter)
            mend = f"the list wants {stored.asset.short} shown less ({said}): change it here, and publish it then."
            plan.problems.append(Problem(None, None, "stricter", mend, kept=True))
        news = _news(store, stored, asset)
        if news and not publish and status != "draft":
            said = ", ".join(label_of(x) for x in news)
            mend = f"the list has news of {stored.asset.short} ({said}): import it with --publish to show it."
            plan.problems.append(Problem(None, None, "waits", mend, kept=True))
            continue
        approved = status == "draft" != shall and not stricter
        if news or approved:
            # At its true place: whoever writes it blurs it again.
            true = store.exact_place(asset.id) or stored.asset.where
            new = {"where": true, "status": shall if approved else status} | news
            plan.updated.append(stored.asset.changed(**new))
    return plan


def _worth_knowing(coming: Sequence[Asset], *, publish: bool) -> list[Problem]:
    """Tell which people wait because nothing says that they agreed, and which words would give a hidden place away."""
    problems = []
    for asset in coming:
        if publish and needs_consent(asset):
            mend = f"{named(asset)} is a person: it waits as a draft until somebody has asked them, and said so here."
            problems.append(Problem(None, None, "not agreed", mend, kept=True))
        problems += [Problem(None, None, "gives away", f"{named(asset)}. {x}", kept=True) for x in betrays(asset)]
    if len(problems) > _MOST_TOLD:
        mend = f"{len(problems) - _MOST_TOLD} more like this: look at each before it is shown."
        problems[_MOST_TOLD:] = [Problem(None, None, "gives away", mend, kept=True)]
    return problems


def _alike(store: Store, added: Sequence[Asset]) -> tuple[str, ...]:
    """Name what another list, or somebody, seems to have brought already: nearly the same name, close by."""
    coming = {x.id for x in added}
    here = tuple(x.asset for x in store.read(statuses={*SHOWN, "draft"}) if x.asset.id not in coming)
    return tuple(x.name for x in added if alike(x.name, x.where, among=here)) if here else ()


def _status(asset: Asset, *, publish: bool) -> str:
    """Say what a row becomes: a draft without `publish`; with it what it says, or published where it is silent."""
    if not publish or asset.status == "withdrawn":  # a list withdraws nothing
        return "draft"
    return "published" if asset.status == "draft" else asset.status


def list_of(why: str) -> str:
    """Return the name of the list that a change brought in, by the change's reason; "" where it was no list."""
    return why.removeprefix(f"{_WHY}: ") if why.startswith(_WHY) else ""


def _keep(place: Place, plan: _Plan, *, by: By, name: str) -> int | None:
    """Write the plan in one change, published drafts of an earlier import too."""
    coming = [*plan.added, *plan.updated]
    return submit_many(
        place.store,
        coming,
        by=by,
        areas=place.layer("areas"),
        streets=place.layer("streets"),
        statuses={x.id: x.status for x in coming},
        why=f"{_WHY}: {name}",
    ).change


def _news(store: Store, stored: Stored, asset: Asset) -> dict[str, Any]:
    """Say what an incoming asset knows anew since the list was here last; an empty cell is not news."""
    blurred = asset.precision != "exact"  # an export of ours, from which the place and the ways in are gone
    fields = [*(x for x in CARD if x not in _OURS and x != "said_in"), *asset.further_texts()]
    fields = [x for x in fields if not (blurred and in_languages.split(x)[0] in _PLACE)]
    changed = {
        name: new
        for name in fields
        if (new := asset.value(name)) not in (None, "", (), NOT_KNOWN) and new != stored.asset.value(name)
    }
    moved = not blurred and not _same_place(asset.where, store.exact_place(asset.id) or stored.asset.where)
    if not changed and not moved:
        return {}
    history = store.history(asset.id)
    coming = asset.to_record()
    news = {
        name: new
        for name, new in changed.items()
        if in_languages.recorded(coming, name) not in _since_the_list(history, name)
    }
    # Records hold no places: where people here have changed anything, the place may be theirs and stays.
    if moved and all(x.what != "changed" or x.why.startswith(_WHY) for x in history):
        news |= {"where": asset.where, "repairs": asset.repairs}
    return news


def _since_the_list(history: Sequence[Change], name: str) -> list[object]:
    """
    Give the value that the list gave last, and what people made of it since.

    A field is the list's doing where an import altered it. What a list never gave is whatever it ever was here:
    an old export of ours is no news.
    """
    values = [in_languages.recorded(x.record, name) for x in history]
    given = [n for n, x in enumerate(history) if x.why.startswith(_WHY) and (n == 0 or values[n] != values[n - 1])]
    return values[given[-1] if given else 0 :]


def _same_place(one: BaseGeometry | None, other: BaseGeometry | None) -> bool:
    if one is None or other is None:
        return one is None  # a list that says nothing of the place does not take it away
    return one.equals_exact(other, _SAME_DEGREES) or one.equals(other)
