"""What is asked: of which kinds, within how many minutes, for whom; and what if something were otherwise."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from assetmap.access.catchments import SLOW_DECAY, bands, gaussian, within
from assetmap.errors import LanguageError, SettingsError
from assetmap.vocabulary import NOT_KNOWN, vocabulary
from assetmap.wording import LANGUAGES, language_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from assetmap.access.catchments import Decay
    from assetmap.assets import Asset
    from assetmap.network import Profile

LONGEST = 60
"""Minutes; an hour on foot each way is more than anybody plans for."""
DECAYS = ("bands", "within", "gaussian")
"""
How much something further away counts. `bands`: three equal zones with the weights 1, 0.68 and 0.22 (Luo and Qi, Health
& Place 15 (2009), 1100 to 1107, slow). `within`: all alike. `gaussian`: smoothly less (Dai, Health & Place 16 (2010),
1038 to 1052).
"""
NO_ID = "no_id"
LANGUAGE = "language:"
"""What begins a lens on a language: `language:pl` or `language:Polish`."""
_NEAR_ENOUGH = 0.6
"""A name as like as this is asked about."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """
    One question. Kinds and needs are given as keys or labels; all when empty, else an asset that fits one of each.

    Parameters
    ----------
    minutes
        On foot at the profile's pace, 1 to `LONGEST`.
    index
        The deprivation index that need was taken from; "" the place's default. `deprivation.need_of` takes it.
    decay
        One of `DECAYS`.
    lens
        "" everybody; `no_id`: only what asks for no papers; `language:pl`: only where that language is spoken. Only
        a yes counts: what is not known is told apart (`lens_answer`). For no steps take a model with that profile.

    Raises
    ------
    SettingsError
        The minutes, the decay or the lens are not among those.
    VocabularyError
        There is no such kind or need.
    """

    kinds: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    minutes: float = 15.0
    index: str = ""
    decay: str = "bands"
    lens: str = ""

    def __post_init__(self) -> None:
        words = vocabulary()
        object.__setattr__(self, "kinds", tuple(dict.fromkeys(words.kind(x) for x in self.kinds)))
        object.__setattr__(self, "needs", tuple(dict.fromkeys(words.need(x) for x in self.needs)))
        if not 1 <= self.minutes <= LONGEST:
            raise SettingsError(f"[minutes] choose from 1 to {LONGEST}.")
        if self.decay not in DECAYS:
            raise SettingsError(f"[decay] choose one of {', '.join(DECAYS)}.")
        if self.lens not in {"", NO_ID}:
            begins, _, language = self.lens.partition(":")
            if f"{begins}:" != LANGUAGE or not language.strip():
                raise SettingsError(f"[lens] choose {NO_ID}, or {LANGUAGE}pl with the code or name of a language.")
            object.__setattr__(self, "lens", f"{LANGUAGE}{_code_of(language)}")

    def decays(self, who: Profile) -> Decay:
        """Return how much what lies so far away counts, at somebody's pace."""
        limit_mm = who.reach_mm(self.minutes)
        if self.decay == "within":
            return within(limit_mm)
        if self.decay == "gaussian":
            return gaussian(limit_mm)
        return bands([who.reach_mm(self.minutes * zone / 3) for zone in (1, 2)] + [limit_mm], SLOW_DECAY)

    def fits(self, asset: Asset) -> bool:
        """Say whether an asset is of the kinds and needs asked for, whatever the lens."""
        return (not self.kinds or asset.kind in self.kinds) and (
            not self.needs or not set(self.needs).isdisjoint(asset.needs)
        )

    def lens_answer(self, asset: Asset) -> str:
        """Say whether an asset is for whom the lens looks: `yes`, `no` or `not_known`."""
        if not self.lens:
            return "yes"
        if self.lens == NO_ID:
            return asset.no_id_needed
        spoken = {x.strip().casefold() for x in asset.languages} - {""}
        if not spoken:
            return NOT_KNOWN
        return "yes" if self.lens.removeprefix(LANGUAGE) in {_code_of(x) for x in spoken} else "no"


@dataclass(frozen=True, kw_only=True)
class Added:
    """
    A place that is not there yet. EPSG:4326; `kind` a key or label.

    `capacity`: as `Change.capacity` counts; None: as much as a place of its kind usually has. `needs`: what it would
    help with, where needs are asked for: none: with all that are.
    """

    lon: float
    lat: float
    kind: str
    capacity: float | None = None
    name: str = ""
    needs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        words = vocabulary()
        object.__setattr__(self, "kind", words.kind(self.kind))
        object.__setattr__(self, "needs", tuple(dict.fromkeys(words.need(x) for x in self.needs)))
        if not (-180 <= self.lon <= 180 and -90 <= self.lat <= 90):
            raise SettingsError("[added] a place is given as longitude and latitude.")
        _check_capacity(self.capacity)

    def fits(self, asked: Asked) -> bool:
        """Say whether it is of the kinds and needs asked for; a place that is planned suits whom one looks for."""
        return (not asked.kinds or self.kind in asked.kinds) and (
            not asked.needs or not self.needs or not set(self.needs).isdisjoint(asked.needs)
        )


@dataclass(frozen=True, kw_only=True)
class Change:
    """
    What if these were closed, those added, and some had room for more or fewer?

    `capacity` is in the unit that the answer counts in (`method["capacity"]`): people a place can take, or, where too
    few say so, places: then 2 counts as much as two. 0 is as closed. Ids that the model does not have change nothing.
    """

    closed: frozenset[str] = frozenset()
    added: tuple[Added, ...] = ()
    capacity: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        object.__setattr__(self, "closed", frozenset(self.closed))
        object.__setattr__(self, "added", tuple(self.added))
        for number in self.capacity.values():
            _check_capacity(number)

    @property
    def is_nothing(self) -> bool:
        """Whether everything stays as it is."""
        return not (self.closed or self.added or self.capacity)


def _code_of(language: str) -> str:
    """Return the code of a language of ours, by whatever name; any other as it is typed, in small letters."""
    try:
        return language_of(language).code
    except LanguageError:
        return language.strip().casefold()


def must_be_spoken(asked: Asked, assets: Iterable[Asset]) -> None:
    """
    Check that a lens looks for a language that is known: else a slip of the pen would look like a gap everywhere.

    Raises
    ------
    SettingsError
        It is not one of ours, and no asset says that it is spoken there.
    """
    if not asked.lens.startswith(LANGUAGE):
        return
    code = asked.lens.removeprefix(LANGUAGE)
    spoken = {x.strip() for one in assets for x in one.languages} - {""}
    if code in LANGUAGES or code in {_code_of(x) for x in spoken}:
        return
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extractOne

    names = sorted(spoken | {x for one in LANGUAGES.values() for x in (one.english, one.name)})
    near = extractOne(code, [x.casefold() for x in names], scorer=OSA.normalized_similarity, score_cutoff=_NEAR_ENOUGH)
    meant = f" Did you mean {names[near[2]]}?" if near else ""
    raise SettingsError(
        f"[lens] no place on this map says that “{code[:40]}” is spoken there, and it is none of the languages that "
        f"are known here.{meant}"
    )


def _check_capacity(number: float | None) -> None:
    if number is not None and not 0 <= number < float("inf"):
        raise SettingsError("[capacity] it is a number, 0 or more.")
