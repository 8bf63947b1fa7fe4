"""Photographs and scans of sheets: read in a process of their own, behind the same walls as strangers' lists."""

from __future__ import annotations

import contextlib
import json
import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assetmap.errors import ExchangeError
from assetmap.exchange.untrusted import parent, photo_wire
from assetmap.exchange.untrusted.sizes import plain_name
from assetmap.paper.reading import SheetRead, refused
from assetmap.paper.reading.pictures import form_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

LARGEST_PHOTO_BYTES = 200 * 2**20
"""A scan of an A1 sheet that nobody packed has 100 MB."""
LONGEST_PHOTO_S, _LONGEST_SCANS_S = 20, 90
_MEMORY = 3 * 2**30
_HEAD = 1024
_log = logging.getLogger(__name__)


def read_photo(
    content: bytes | Path,
    name: str,
    *,
    corners: Sequence[tuple[float, float]] | None = None,
    expected: str = "",
    progress: Callable[[str, float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[SheetRead]:
    """
    Read the sheets in a stranger's photo or scans, in a process of its own, without network.

    Parameters
    ----------
    content
        The file's bytes, or its path.
    name
        What it is called, for messages alone.
    corners
        Where the four corners of the map's frame are, clockwise from its top left one: shares of the picture's width
        and height (0 to 1), or points of the upright picture as it was taken.
    expected
        The text of the code of the sheet that it is; asked for only where `corners` are given and the code in the
        picture cannot be read.
    progress, cancelled
        As of `read_strange`: "waiting", "reading".

    Returns
    -------
    sheets
        One for each sheet seen, placed or refused with why and mend; never none. A file that is no picture, is
        damaged, too large or takes too long is refused too.

    Raises
    ------
    ExchangeError
        The file is not there, or it was cancelled.
    """
    name = plain_name(name)
    heard: list[Any] = ["reading", 0.0]

    def tell(what: str, share: float) -> None:
        heard[:] = what, share
        if progress is not None:
            progress(what, share)

    def stop() -> bool:
        if progress is not None:
            progress(*heard)
        return cancelled is not None and cancelled()

    key, form = _looked_at(content, name)
    if key:
        return [SheetRead(refused=refused(key))]
    longest = _LONGEST_SCANS_S if form in {"pdf", "tiff"} else LONGEST_PHOTO_S
    job = "photo", json.dumps({"form": form, "corners": _plain(corners), "expected": expected})
    with parent.opened(content, name, LARGEST_PHOTO_BYTES) as handle, parent.turn(name, tell, stop):
        tell("reading", 0.0)
        with contextlib.closing(
            parent.messages(handle, name, _MEMORY, longest, most=LARGEST_PHOTO_BYTES, stop=stop, job=job)
        ) as said:
            return _heard(said, tell, lambda: cancelled is not None and cancelled())


def _plain(corners: Sequence[tuple[float, float]] | None) -> list[list[float]] | None:
    return None if corners is None else [[float(x), float(y)] for x, y in corners]


def _looked_at(content: bytes | Path, name: str) -> tuple[str, str]:
    """Say why a file is not even opened (a key of `saying.CAUSES`), and which form it has, by its first bytes."""
    if isinstance(content, Path):
        try:
            if not content.is_file():
                raise ExchangeError(f"{name} is not there: check the name and the folder.")
            with content.open("rb") as handle:
                head, size = handle.read(_HEAD), os.fstat(handle.fileno()).st_size
        except OSError as error:
            raise ExchangeError(f"{name} could not be read: {error.strerror or type(error).__name__}.") from None
    else:
        head, size = content[:_HEAD], len(content)
    if not size:
        return "empty", ""
    if size > LARGEST_PHOTO_BYTES:
        return "too_heavy", ""
    form = form_of(head)
    return ("", form) if form else ("not_a_picture", "")


def _heard(
    messages: Iterator[dict[str, Any]], tell: Callable[[str, float], None], cancelled: Callable[[], bool]
) -> list[SheetRead]:
    """Take sheets as they come; whatever ends the process before its time is a refusal like any other."""
    found: list[SheetRead] = []
    key = "damaged"
    try:
        for message in messages:
            if "photo" in message:
                found.append(photo_wire.read_of(message["photo"]))
                tell("reading", 0.5)
            elif "fault" in message:
                _log.warning("a picture was not read: %s at %s", message["fault"], message["where"])
                key = "too_long" if message["fault"] == "memory" else "damaged"
                break
            elif "end" in message:
                return found or [SheetRead(refused=refused(key))]
    except ExchangeError as error:
        if cancelled():
            raise
        key = "too_long" if "took longer" in str(error) or "more memory" in str(error) else "damaged"
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        _log.warning("a picture's reader said what no reader says")
    return [*found, SheetRead(refused=refused(key))]
