"""
How words are written and said wherever they stand, in the languages of the people who read them.

`gettext` (as `_`), `ngettext` and `pgettext` say our own sentences in the language spoken, `speaking` chooses it.
"""

from assetmap.wording.counting import apart, day_text, either, in_turn, joined, number_text
from assetmap.wording.languages import LANGUAGES, Language, ask_elsewhere, language_of, speaking, spoken
from assetmap.wording.saying import N_, gettext, ngettext, pgettext
from assetmap.wording.words import capital

__all__ = [
    "LANGUAGES",
    "N_",
    "Language",
    "apart",
    "ask_elsewhere",
    "capital",
    "day_text",
    "either",
    "gettext",
    "in_turn",
    "joined",
    "language_of",
    "ngettext",
    "number_text",
    "pgettext",
    "speaking",
    "spoken",
]
