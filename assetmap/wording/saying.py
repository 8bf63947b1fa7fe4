"""
Our own sentences in the language spoken, from gettext's catalogues (`catalogues/xx.po`).

The sentence in English is the key. What a catalogue lacks, only has in part of its forms or as a draft (“fuzzy”), is
said in English.
"""

from __future__ import annotations

import io
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from assetmap.wording.languages import spoken

CATALOGUES = Path(__file__).parent / "catalogues"


def gettext(message: str, /, **values: object) -> str:
    """Say a sentence; each {name} in it is filled by the value of that name, which is never read as a format."""
    return _filled(catalogue(spoken()).gettext(message), values)


def pgettext(context: str, message: str, /, **values: object) -> str:
    """Say a word that has several meanings; `context` says which."""
    return _filled(catalogue(spoken()).pgettext(context, message), values)


def ngettext(one: str, more: str, n: int, /, **values: object) -> str:
    """Say a sentence about `n` of something; {n} in it is filled by the number."""
    return _filled(catalogue(spoken()).ngettext(one, more, n), {"n": n, **values})


def N_(message: str, /) -> str:  # noqa: N802  gettext's own name for it
    """Mark a sentence for the catalogues that is said elsewhere, and leave it as it is."""
    return message


@cache
def catalogue(code: str) -> NullTranslations:
    """Return the sentences of a language, read once."""
    path = CATALOGUES / f"{code}.po"
    if code == "en" or not path.exists():
        return NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        kept = read_po(file, locale=code)
    for message in kept:
        if message.pluralizable and not all(message.string or ()):
            message.string = ""  # English has two forms; the wrong one of them would be taken for the others
    made = io.BytesIO()
    write_mo(made, kept)
    made.seek(0)
    return GNUTranslations(made)


def _filled(message: str, values: dict[str, object]) -> str:
    return message.format_map(values) if values else message
