"""Bytes become text, whatever they were saved as."""

from __future__ import annotations

import codecs
import re

from assetmap.errors import ExchangeError

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))

_LOOKED_AT = 65_536
_CONTROLS = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f\x7f\ufffd]")


def decoded(content: bytes, name: str) -> tuple[str, str]:
    """
    Turn bytes into text.

    Returns
    -------
    text, encoding
        Without a byte order mark. UTF-8 and UTF-16 are recognised; what is neither is taken as Windows-1252 ("cp1252"),
        or as both where most of its letters are UTF-8 ("mixed").

    Raises
    ------
    ExchangeError
        The file is empty or is not text.
    """
    if not content.strip(b"\x00\t\r\n "):
        raise ExchangeError(f"{name} is empty: there is nothing in it to read.")
    text, encoding = _tried(content, name)
    head = text[:_LOOKED_AT]
    if "\x00" in text.partition("\n")[0] or len(_CONTROLS.findall(head)) * 50 > len(head):
        raise ExchangeError(f"{name} is not text: choose a list, as CSV or GeoJSON.")
    if not text.strip():
        raise ExchangeError(f"{name} is empty: there is nothing in it to read.")
    return text, encoding


def _tried(content: bytes, name: str) -> tuple[str, str]:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            try:
                return content.decode(encoding), encoding
            except UnicodeDecodeError:
                raise ExchangeError(f"{name} is damaged: it says it is {encoding} and is not. Save it again.") from None
    head = content[:4096]
    zeros = head.count(0)
    if zeros > len(head) // 4:  # UTF-16 without its mark: every other byte of plain text is zero
        encoding = "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            raise ExchangeError(f"{name} is not text: choose a list, as CSV or GeoJSON.") from None
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _of_two_kinds(content) or (content.decode("cp1252", errors="replace"), "cp1252")


def _of_two_kinds(content: bytes) -> tuple[str, str] | None:
    """Read what is UTF-8 but for a few letters, pasted from elsewhere; None where it is not."""
    strange = 0

    def as_windows(error: UnicodeError) -> tuple[str, int]:
        nonlocal strange
        assert isinstance(error, UnicodeDecodeError)
        strange += error.end - error.start
        return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end

    codecs.register_error("assetmap_as_windows", as_windows)
    text = content.decode("utf-8", errors="assetmap_as_windows")
    letters = sum(1 for x in text if not x.isascii()) - strange
    return (text, "mixed") if letters > strange else None
