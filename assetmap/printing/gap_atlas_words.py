"""The sentences of the atlas of gaps, and its numbers as each language writes them."""

from __future__ import annotations

import math
import shlex
from typing import TYPE_CHECKING

from assetmap.deprivation.need import BY_REACH
from assetmap.gaps import said_flag, what_words
from assetmap.gaps.flagging import NEVER_RANKED
from assetmap.vocabulary import vocabulary
from assetmap.wording import LANGUAGES, N_, ngettext, number_text, pgettext, spoken
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from assetmap.gaps import Asked, Gaps
    from assetmap.network import Profile

FEW = 5
"""A count of people below this is not printed."""
NOT_KNOWN = N_("not known")
WITHOUT_GAP = N_("no gap")
NOT_SAID = N_("not said")
MARK = "*"
"""Stands after the name of an area that the base map shows more near than this map has (`maybe_unlisted`)."""
_FOOT = {
    "walking": N_("within {minutes} minutes on foot"),
    "step_free": N_("within {minutes} minutes by ways without steps, as far as steps are known"),
    "slow": N_("within {minutes} minutes for somebody who walks slowly"),
}


def foot_text(asked: Asked, profile: Profile) -> str:
    """Say how far: “within 15 minutes on foot”."""
    return _(_FOOT.get(profile.key, _FOOT["walking"]), minutes=number_text(asked.minutes))


def title_text(asked: Asked) -> str:
    """Head the atlas."""
    # translators: heads a document: “Gaps: growing space”
    return _("Gaps: {what}", what=what_words(asked))


def why_not_ranked(flags: Sequence[str]) -> str:
    """Say why an area stands apart from the ranking."""
    return next((said_flag(flag) for flag in NEVER_RANKED if flag in flags), _("It cannot be ranked."))


def notes_of(flags: Sequence[str]) -> list[str]:
    """Say what must be known beside an area's numbers."""
    return [said_flag(flag) for flag in flags if flag not in NEVER_RANKED]


def command_of(gaps: Gaps, *, out: str, areas: Collection[str] = (), **options: str) -> str:
    """
    Write the command that makes an atlas again; which folder the place is in is its owner's business.

    `options`: `language`, `paper` and `audience`, left out where they are the usual ones.
    """
    words, asked = vocabulary(), gaps.asked
    said = ["assetmap", "print", "gaps"]
    for name, keys in (("--kind", asked.kinds), ("--need", asked.needs)):
        said += [part for key in keys for part in (name, words.label(key))]
    said += ["--minutes", f"{asked.minutes:g}"]
    if gaps.model.profile.key != "walking":
        said += ["--profile", gaps.model.profile.label.lower()]
    index = asked.index or ("" if gaps.need is not None else BY_REACH)
    said += ["--index", index] if index else []
    for name, value in options.items():
        said += [f"--{name}", value] if value not in _USUAL else []
    said += [part for code in areas for part in ("--areas", code)]
    return shlex.join([*said, "--out", out])


_USUAL = frozenset({"en", "A4", "public"})


def whole(number: float) -> str:
    """Write a number to the nearest whole one, below ten with a decimal; “not known” where it is not."""
    if math.isnan(number):
        return _(NOT_KNOWN)
    return exact(number, 1 if 0.05 <= abs(number) < 9.95 and number != round(number) else 0)


def people_text(number: float) -> str:
    """Write a count of people; under `FEW` it is not printed."""
    if math.isnan(number):
        return _(NOT_KNOWN)
    if 0 < number < FEW:
        return ngettext("fewer than {n}", "fewer than {n}", FEW)
    return exact(number, 0)


def exact(number: float, decimals: int) -> str:
    """Write a number with so many decimals, as the language does, in the digits 0 to 9."""
    if math.isnan(number):
        return _(NOT_KNOWN)
    if spoken() == "en":
        return f"{number:,.{decimals}f}"
    from babel.numbers import format_decimal

    tail = f".{'0' * decimals}" if decimals else ""
    return str(format_decimal(round(number, decimals), f"#,##0{tail}", locale=LANGUAGES[spoken()].locale))


def factor_text(share: float) -> str:
    """Write a share as a factor with four decimals, with more where these would all be 0; nothing is 0."""
    if share == 0 or math.isnan(share):
        return exact(share, 0)
    return exact(share, max(4, -math.floor(math.log10(share))))


def percent(share: float) -> str:
    """Write a share: “62 %”, above nothing never as 0."""
    if math.isnan(share):
        return _(NOT_KNOWN)
    shown = exact(share * 100, 0 if share >= 0.01 or share == 0 else 1)
    # translators: a share of a hundred, as your language writes it
    return _("{number}%", number=shown)


def span(low: float, high: float, *, said: int = 0) -> str:
    """Write from one number to another: “610 to 870”; one number where they are the same."""
    if math.isnan(low) or math.isnan(high):
        return ""
    first, last = (exact(x, said) if said else whole(x) for x in (low, high))
    # translators: from one number to another
    return first if first == last else _("{low} to {high}", low=first, high=last)


def minutes_text(minutes: int, *, about: bool = False) -> str:
    """Write minutes in a table: “12 min”, “about 10 min”."""
    said = ngettext("about {n} min", "about {n} min", minutes) if about else ngettext("{n} min", "{n} min", minutes)
    return said.replace(" ", "\N{NO-BREAK SPACE}")


def tenth_text(number: int) -> str:
    """Name a tenth of the ranking in a table."""
    return pgettext("a tenth of the ranked neighbourhoods", "{n}", n=number)
