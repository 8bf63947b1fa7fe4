"""What the map and the list say in the browser, in the language of whoever looks."""

from __future__ import annotations

from assetmap.webmap import words
from assetmap.wording import N_

SENTENCES = (
    N_("Map. Arrow keys move it, plus and minus zoom, N and P step through what is in view, Enter opens one. "
       "The list holds the same."),
    N_("Map. Arrow keys move it, plus and minus zoom, N and P step through what is in view, Enter opens one, or begins "
       "another walk in the middle."),
    N_("Map. Arrow keys move it, plus and minus zoom, Enter begins the walk in the middle."),
    N_("Map. Arrow keys move it, plus and minus zoom, Enter puts the point in the middle."),
    N_("Map. Arrow keys move it, plus and minus zoom, Enter chooses the neighbourhood in the middle. "
       "The table holds the same."),
    N_("Nothing in view."),
    N_("{n} of {all} in view: {name}. {note}"),
    N_("Nothing here fits. Try other words, or fewer of the choices above."),
    N_("Nothing of this is in walking distance."),
    N_("Nothing has been added yet. Choose Add to put the first thing on the map."),
    N_("Show more"),
    N_("The list could not be loaded: reload the page to try again."),
    N_("The map could not be loaded. The list still works; reload the page to try again."),
    N_("The map is coming …"),
    N_("What the lines mean"),
    N_("On foot"),
    N_("{minutes} minutes"),
    *words.SHARED,
    N_("Tap the map where it is."),
    N_("Tap along the way. At its end press Finish."),
    N_("Tap round its edge, corner by corner. Then press Finish."),
    N_("Finish"),
    N_("Undo a point"),
    N_("Start again"),
    N_("The pin is there. Drag it to move it."),
    N_("Finished. Drag a point to move it."),
    N_("Is it here? Drag the pin, or tap again."),
    N_("Drag a point to move it."),
    N_("1 point. Tap the next."),
    # translators: {n} is 2 or more
    N_("{n} points. Tap the next."),
    N_("{n} points. Tap the next, or press Finish."),
    N_("The place. Drag it, or move it with the arrow keys."),
    N_("Point {n}. Drag it, or move it with the arrow keys."),
)  # fmt: skip
"""Each is in the script as well, letter for letter: there it is what is looked up."""


def said_in_browser() -> dict[str, str]:
    """Give English → the language spoken; nothing where that is English, or nobody has translated it."""
    return words.said_in_browser(SENTENCES)
