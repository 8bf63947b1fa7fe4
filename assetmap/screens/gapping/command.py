"""The command that makes the same figures again."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from assetmap.deprivation.need import BY_REACH
from assetmap.vocabulary import vocabulary

if TYPE_CHECKING:
    from assetmap.gaps import Gaps
    from assetmap.place import Place


def command_of(place: Place, gaps: Gaps) -> str:
    """Write it for a shell; the home by its last name alone, for others may read the page."""
    words, asked = vocabulary(), gaps.asked
    parts = ["assetmap", "gaps", "--home", place.home.name]
    for kind in asked.kinds:
        parts += ["--kind", words.label(kind)]
    for need in asked.needs:
        parts += ["--need", words.label(need)]
    parts += ["--minutes", f"{asked.minutes:g}"]
    if gaps.model.profile.key != "walking":
        parts += ["--profile", gaps.model.profile.key]
    if gaps.need is None:
        parts += ["--index", BY_REACH]
    elif asked.index:
        parts += ["--index", asked.index]
    return shlex.join(parts)
