"""Bytes become text, whatever they were saved as."""

from __future__ import annotations

import codecs

from assetmap.errors import ExchangeError

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decoded(content: bytes, name: str) -> tuple[str, str]:
    """
    Turn bytes into text.

    Returns
    -------
    text, encoding
        Without a byte order mark. UTF-8 and UTF-16 are recognised; what is neither is taken as Windows-1252.

    Raises
    ------
    ExchangeError
        The file is empty or is not text.
    """
    if not content.strip(b"\x00\t\r\n "):
        raise ExchangeError(f"{name} is empty: there is nothing in it to read.")
    text, encoding = _tried(content, name)
    if "\x00" in text.partition("\n")[0]:
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
        return content.decode("cp1252", errors="replace"), "cp1252"
