"""What the meeting of two copies would do here, and doing it: one change, with a copy of how it was before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from assetmap import contributions
from assetmap.errors import StoreError
from assetmap.roles import need_steward
from assetmap.store.meetings import MINE, THEIRS, Met
from assetmap.uniting.opening import opened

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assetmap.place import Place
    from assetmap.roles import By
    from assetmap.store.meetings import Changed, Question, Together


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """What two copies meeting would do here; `name` is the other's file."""

    name: str
    met: Met

    def those(self, what: str) -> list[Changed]:
        """Return the assets that are new, changed, out or back here by it."""
        asked = {x.asset_id for x in self.met.questions}
        return [x for x in self.met.changed if x.what == what and x.asset_id not in asked]

    def both(self) -> dict[str, list[Question]]:
        """Return what both changed: asset id → what is asked about it."""
        out: dict[str, list[Question]] = {}
        for question in self.met.questions:
            out.setdefault(question.asset_id, []).append(question)
        return out


@dataclass(frozen=True, kw_only=True)
class United:
    """
    What was done.

    Attributes
    ----------
    kept
        The copy of the store as it was before, or None where nothing was done.
    alike
        Ids of what may be one thing since: nobody makes it one unasked.
    """

    together: Together
    kept: Path | None = None
    alike: tuple[tuple[str, str], ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether anything was done."""
        return not self.together.repeated


def compare(place: Place, other: Path, *, by: By) -> Meeting:
    """
    Say what bringing another copy in would do here; nothing is changed.

    Parameters
    ----------
    other
        The folder of a home, or a store; what a pack holds is taken out by `packing.laid_open`.

    Raises
    ------
    PermissionDeniedError
        Who asks does not look after the map.
    StoreError
        It is no copy of a map, is damaged, or a newer program wrote it.
    """
    need_steward(by, "bring two copies together")
    with opened(other, place.home) as store:
        return Meeting(name=Path(other).name, met=place.store.meetings.compare(store, now=datetime.now(UTC)))


def unite(
    place: Place, other: Path, *, choices: Mapping[str, str] | None = None, keep: str = "", by: By
) -> United:  # fmt: skip
    """
    Bring what another copy knows into this one, as one change that `undo` takes back.

    Parameters
    ----------
    choices
        `ID:field` → `mine` or `theirs`; a short code serves for the id, a field that stands in a group for its group.
    keep
        `mine` or `theirs` for all that is not among `choices`; "" the proposals.

    Raises
    ------
    PermissionDeniedError, StoreError
        As `compare`; or a choice is about nothing that is asked. Nothing was changed.
    """
    need_steward(by, "bring two copies together")
    if keep not in {"", MINE, THEIRS}:
        raise StoreError(f"choose “{MINE}” or “{THEIRS}”. Nothing was changed.")
    with opened(other, place.home) as store:
        now = datetime.now(UTC)
        met = place.store.meetings.compare(store, now=now)
        chosen = {x.key: keep for x in met.questions} if keep else {}
        chosen |= _named(met, choices or {})
        kept = _kept(place)
        together = place.store.meetings.put_together(
            store, choices=chosen, by=by, now=now, areas=place.layer("areas"), streets=place.layer("streets")
        )
    if together.repeated:
        kept.unlink(missing_ok=True)
        return United(together=together)
    new = {x.asset_id for x in together.met.changed if x.what in {"new", "back"}}
    pairs = contributions.candidates(place.store) if new else []
    alike = tuple(
        (x.one.asset.id, x.other.asset.id) for x in pairs if not new.isdisjoint({x.one.asset.id, x.other.asset.id})
    )
    return United(together=together, kept=kept, alike=alike)


_GROUP_OF = {
    "precision": "where", "paused_until": "status", "consent_on": "consent", "how_checked": "checked_on",
    "checked_by": "checked_on",
}  # fmt: skip


def _named(met: Met, choices: Mapping[str, str]) -> dict[str, str]:
    """Find what choices are about, however they name it."""
    out: dict[str, str] = {}
    for key, choice in choices.items():
        code, _, name = key.partition(":")
        name = _GROUP_OF.get(name, name)
        found = [
            x.key
            for x in met.questions
            if name in {x.field, ""} and code.casefold() in {x.asset_id, x.short.casefold()}
        ]
        if not found or choice not in {MINE, THEIRS}:
            raise StoreError(
                f"“{key[:80]}={choice[:20]}” answers nothing that is asked: write CODE:field={MINE} or "
                f"CODE:field={THEIRS}, as the summary names it. Nothing was changed."
            )
        out |= dict.fromkeys(found, choice)
    return out


def _kept(place: Place) -> Path:
    """Keep a copy of how it is, before anything is done."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    path = place.home / "backups" / f"before-merge-{stamp}.gpkg"
    path.parent.mkdir(mode=0o700, exist_ok=True)
    place.store.backup(path)
    return path
