"""What everybody may see of a place (or one circle), kept as its store changes: a base, and the differences since."""

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
from assetmap.wording import speaking

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
    """From where on differences are told: `mark` is said in addresses, `version` is the store's when it was begun."""

    mark: str
    version: int
    day: date


class Everybody:
    """
    What one circle may see of one open place, by name; only what a change touched is read again.

    Everything here has passed `disclosed`: what is for the public may be kept for all who look, and nothing else is
    ever in that one. `stamp` changes with the place's settings and layers.

    Nothing is kept that may not be seen any more. When a change takes something away (withdrawn, closed, narrowed,
    blurred), there is a new base with an empty log, so that no answer and no difference names it, and the printed
    pages that are held are let go.
    """

    def __init__(self, place: Place, *, stamp: str, audience: str = "public") -> None:
        self._place = place
        self._stamp = stamp
        self._audience = audience
        self._lock = threading.RLock()
        self._generation = ""
        self._version = -1
        self._assets: dict[str, Asset] = {}
        self._log: list[tuple[int, str]] = []
        self._ordered: tuple[Asset, ...] | None = None
        self._base: Base | None = None
        self._answers: dict[str, Answer] = {}
        """By the language of their notes."""

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
        """Return the base that is valid; another when much has changed or something was taken away, and every day."""
        with self._lock:
            self._follow()
            day = datetime.now().astimezone().date()  # what is overdue today was not yesterday
            kept = self._base
            if kept is None or kept.day != day or len(self._log) > MANY:
                mark = f"{self._stamp}.{self._generation}.{self._version}.{day:%Y%m%d}"
                kept = self._base = Base(mark=mark, version=self._version, day=day)
                self._log, self._answers = [], {}
            return kept

    def base_answer(self, *, language: str = "en") -> Answer:
        """
        Write what the browser fetches once: `base` (its mark), `version`, `symbols`, `assets`.

        `language` is that of the line about each; no name is put into it.

        What was only added since may be missing, and is told by `since`; what was altered since stands as it is now.
        """
        with self._lock:
            base = self.base()
            if language not in self._answers:
                drawn = self._drawn(self.assets(), on=base.day, language=language)
                self._answers[language] = answer_of({"base": base.mark, "version": self._version, **drawn})
            return self._answers[language]

    def since(self, mark: str, version: int, *, language: str = "en") -> Answer:
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
        drawn = self._drawn(there, on=base.day, language=language)
        return answer_of({"version": now, "symbols": drawn["symbols"], "put": drawn["assets"], "gone": gone})

    def _drawn(self, assets: Sequence[Asset], *, on: date, language: str) -> dict[str, Any]:
        with speaking(language):  # it is kept for all who look: whoever is first decides nothing for the others
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
                takes = [self._take(change.asset_id, change.change) for change in changes]
                self._version = max([version, *(x.change for x in changes)])
                self._ordered = None
                if any(takes):
                    self._forget()
                return
        before = self._assets
        rows = self._place.store.read(statuses=SHOWN)
        self._assets = {asset.short: asset for asset in disclosed((row.asset for row in rows), audience=self._audience)}
        self._generation, self._version = generation, version
        self._forget(is_news=any(_takes_away(was, self._assets.get(short)) for short, was in before.items()))

    def _forget(self, *, is_news: bool = True) -> None:
        """Keep nothing of before: no base, no answer, no list of what there was, no page that was made of it."""
        self._base = self._ordered = None
        self._log, self._answers = [], {}
        if is_news:
            from assetmap.screens import indexed
            from assetmap.screens.doors import page
            from assetmap.screens.gapping import kept
            from assetmap.screens.onfoot.kept import let_go_of_all

            kept.let_go_of_all()
            page.let_go_of_all()
            indexed.let_go_of_all()
            let_go_of_all()

    def _take(self, asset_id: str, change: int) -> bool:
        """Take over one asset as it is now; True where something of it may not be seen any more."""
        there = self._place.store.get(asset_id)
        if there is None:
            return False
        short = there.asset.short
        was = self._assets.pop(short, None)
        for asset in disclosed([there.asset], audience=self._audience):
            self._assets[short] = asset
        # What was never public and is not now is nobody's business, not even its code.
        if was is not None or short in self._assets:
            self._log.append((change, short))
        if was is not None:
            self._answers = {}
        return was is not None and _takes_away(was, self._assets.get(short))


_STRICTER = ("exact", "street", "neighbourhood", "not_shown")
_KEPT_BACK = ("address", "postcode", "contact_name", "phone", "email", "website", "own_words", "description")


def _takes_away(was: Asset, now: Asset | None) -> bool:
    """Say whether what could be seen of an asset is less by now."""
    return (
        now is None
        or _STRICTER.index(now.precision) > _STRICTER.index(was.precision)
        or (was.where is not None and now.where is None)
        or any(getattr(was, name) and not getattr(now, name) for name in _KEPT_BACK)
        or bool(was.further_texts().keys() - now.further_texts().keys())
    )
