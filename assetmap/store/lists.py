"""What is remembered of the lists that came in: what their columns were taken for, so that it is not asked again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from assetmap.roles import By


@dataclass(frozen=True, kw_only=True)
class KnownList:
    """
    One list that came in.

    Attributes
    ----------
    shape
        A digest of its headings: the next file with the same ones is of the same shape.
    source
        What the dataset is called, by which its assets are known.
    meanings
        A digest of a heading → the field that a person said it holds ("" = not used). No heading in clear: where a
        file has no line of headings, its first row stands in their place. Under "accepted" the keys of what was
        mended in it stand, for its rows to be known again.
    kind
        What its assets are where its rows do not say; "" where nobody said.
    """

    shape: str
    source: str
    meanings: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""
    by: str
    on: datetime


@dataclass(frozen=True, kw_only=True)
class Remembered:
    """What is said of a list, to be kept: as in `KnownList`."""

    shape: str
    source: str
    meanings: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""


class Lists(Protocol):
    """The lists that came in. They hold no row, and are in no output but backups."""

    def keep(self, shape: str, source: str, *, meanings: Mapping[str, str], kind: str, by: By) -> None:
        """
        Keep what a list's columns mean; what was known of the same shape and source is replaced.

        Raises
        ------
        PermissionDeniedError
            `by` does not look after the map, or not any more; nothing was changed.
        """

    def of(self, shape: str) -> list[KnownList]:
        """Return what is known of lists of a shape, the newest first."""
