"""What everybody may see of a place, kept as its store changes: a base, and the differences since."""

from __future__ import annotations

import gzip
import hashlib
import threading
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from assetmap.disclosure import SHOWN, disclosed
from assetmap.errors import LayerError
from assetmap.webmap import features
from assetmap.webmap.safe import json_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from assetmap.assets import Asset
    from assetmap.place import Place

MANY = 400
"""Differences after which a new base is quicker to fetch than they are."""


@dataclass(frozen=True)
class Answer:
    """What a route sends: gzipped JSON, and a mark that changes with it."""

    body: bytes
    mark: str


def answer_of(value: dict[str, Any]) -> Answer:
    """Write JSON as it is sent."""
    text = json_text(value).encode()
    return Answer(body=gzip.compress(text, 6, mtime=0), mark=hashlib.sha256(text).hexdigest()[:20])


@dataclass(frozen=True)
class Base:
    """The public assets at one version of the store; `mark` is said in addresses."""

    mark: str
    version: int
    assets: tuple[Asset, ...]
    day: date


class Everybody:
    """
    The public assets of one open place, by name; only what a change touched is read again.

    Everything here has passed `disclosed`: it may be kept for all who look, and nothing else is ever in it. `stamp`
    changes with the place's settings and layers.
    """

    def __init__(self, place: Place, *, stamp: str) -> None:
        self._place = place
        self._stamp = stamp
        self._lock = threading.RLock()
        self._generation = ""
        self._version = -1
        self._assets: dict[str, Asset] = {}
        self._log: list[tuple[int, str]] = []
        self._ordered: tuple[Asset, ...] | None = None
        self._base: Base | None = None
        self._answer: tuple[str, Answer] | None = None

    def assets(self) -> tuple[Asset, ...]:
        """Return them as the store is now, by name."""
        with self._lock:
            self._follow()
            if self._ordered is None:
                self._ordered = tuple(sorted(self._assets.values(), key=lambda asset: asset.name.casefold()))
            return self._ordered

    def version(self) -> int:
        """Return the change up to which this was read last."""
        return self._version

    def base(self) -> Base:
        """Return what the browser fetches once; made anew when much has changed since, and every day."""
        with self._lock:
            assets = self.assets()
            day = datetime.now().astimezone().date()  # what is overdue today was not yesterday
            kept = self._base
            if kept is None or kept.day != day or len(self._log) > MANY:
                mark = f"{self._stamp}.{self._generation}.{self._version}.{day:%Y%m%d}"
                kept = self._base = Base(mark=mark, version=self._version, assets=assets, day=day)
                self._log = []
            return kept

    def base_answer(self) -> Answer:
        """Write the base as the browser draws it: `base` (its mark), `version`, `symbols`, `assets`."""
        base = self.base()
        kept = self._answer
        if kept is None or kept[0] != base.mark:
            said = {"base": base.mark, "version": base.version, **self._drawn(base.assets, on=base.day)}
            kept = self._answer = (base.mark, answer_of(said))
        return kept[1]

    def since(self, mark: str, version: int) -> Answer:
        """
        Write what has changed since a version of a base: `version`, `symbols`, `put` and `gone` (short codes).

        Raises
        ------
        LayerError
            The base is another by now: fetch it again.
        """
        with self._lock:
            base = self.base()
            if mark != base.mark or version < base.version:
                raise LayerError("the places have changed much since: fetch them again.")
            touched = dict.fromkeys(short for change, short in self._log if change > version)
            there = [self._assets[short] for short in touched if short in self._assets]
            gone = [short for short in touched if short not in self._assets]
            now = self._version
        drawn = self._drawn(there, on=base.day)
        return answer_of({"version": now, "symbols": drawn["symbols"], "put": drawn["assets"], "gone": gone})

    def _drawn(self, assets: Sequence[Asset], *, on: date) -> dict[str, Any]:
        return features(assets, on=on, review_weeks=self._place.settings.review_weeks, cards=False)

    def _follow(self) -> None:
        generation, _, said = self._place.store.mark().rpartition("-")
        version = int(said)
        if generation == self._generation and version == self._version:
            return
        if generation == self._generation and version - self._version <= MANY:
            changes = self._place.store.changes_since(self._version)
            if len(changes) <= MANY:
                # A row may have come in between; it is read as it is now and followed again next time.
                for change in changes:
                    self._take(change.asset_id, change.change)
                self._version = max([version, *(x.change for x in changes)])
                self._ordered = None
                return
        rows = self._place.store.read(statuses=SHOWN)
        self._assets = {asset.short: asset for asset in disclosed(row.asset for row in rows)}
        self._generation, self._version = generation, version
        self._base = self._ordered = None
        self._log = []

    def _take(self, asset_id: str, change: int) -> None:
        there = self._place.store.get(asset_id)
        if there is None:
            return
        short = there.asset.short
        was_seen = self._assets.pop(short, None) is not None
        for asset in disclosed([there.asset]):
            self._assets[short] = asset
        # What was never public and is not now is nobody's business, not even its code.
        if was_seen or short in self._assets:
            self._log.append((change, short))
