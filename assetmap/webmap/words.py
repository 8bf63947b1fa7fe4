"""What the maps say in the browser beside their data, in the language of whoever looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetmap.wording import N_, gettext, spoken

if TYPE_CHECKING:
    from collections.abc import Iterable

SHARED = (
    N_("What the colours mean"),
    N_("Colours"),
    # translators: several things under the pointer on the map; {n} is 2 or more
    N_("{n} things"),
    # translators: above a list of several things at one place on the map; {n} is 2 or more
    N_("{n} things here"),
    # translators: below a list of things at one place on the map
    N_("and {n} more, all of them in the list"),
    # translators: of a coloured area on the map: {title} as “Income”, {says} as “in tenth 3 of 10, where 1 is …”
    N_("{title}: {says}"),
)
"""What the screen's map and the saved page say alike."""
PAGE = (
    # translators: how many of all places the list shows
    N_("{n} of {all} shown"),
    N_("Show the colours"),
    # translators: signs on the map that make it larger and smaller
    N_("Zoom in"),
    N_("Zoom out"),
)
"""What only the saved page says. Each is in the scripts as well, letter for letter: there it is what is looked up."""


def said_in_browser(sentences: Iterable[str]) -> dict[str, str]:
    """Give English → the language spoken; nothing where that is English, or nobody has translated it."""
    if spoken() == "en":
        return {}
    said = {english: gettext(english) for english in sentences}
    return {english: words for english, words in said.items() if words != english}
