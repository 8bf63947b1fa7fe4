"""What a code opens on the Add screen: the form on what it was given for, or what became of a suggestion."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from assetmap import contributions
from assetmap.contributions.reasons import reason_words
from assetmap.contributions.story import became_words
from assetmap.errors import PermissionDeniedError, sentence
from assetmap.screens.form.answers import Answers
from assetmap.screens.form.keeping import go_on_from, stop_changing
from assetmap.wording import N_, ngettext
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from assetmap.place import Place
    from assetmap.screens.form.keeping import Adding
    from assetmap.store.base import Store, Stored

_MOST_TOLD = 3
_LONGEST_PAUSE_S = 30
GONE = N_("It has been taken away: it can be changed no more. Add it anew if you like.")


def open_receipt(adding: Adding, typed: str, *, place: Place, now_s: float) -> None:
    """Open what a receipt was given for, in the same form. A wrong code is a sentence and a short, growing pause."""
    adding.receipt_problem = ""
    if not typed.strip():
        adding.receipt_problem = _("Type the code from your receipt first, for example 7K2MXQ-9F3T-VW2A.")
        return
    if now_s < adding.not_before:
        left = math.ceil(adding.not_before - now_s)
        adding.receipt_problem = ngettext(
            "Please wait {n} second, then try again.", "Please wait {n} seconds, then try again.", left
        )
        return
    try:
        suggested = contributions.suggestions_by_receipt(place.store, typed)
        there = _given_for(place.store, typed)
    except PermissionDeniedError as error:
        adding.misses += 1
        adding.not_before = now_s + min(_LONGEST_PAUSE_S, 2 ** (adding.misses - 1))
        adding.receipt_problem = sentence(error)
        return
    adding.misses = 0
    became = " ".join(map(became_words, suggested[-_MOST_TOLD:]))
    waits = tuple(x.id for x in suggested if x.waits)
    if there is None:  # a code for one suggestion: there is nothing to open
        adding.said, adding.waits, adding.waits_code = became, waits, typed
        return
    if there.asset.status in {"withdrawn", "closed"}:
        adding.receipt_problem = _away_words(place.store, there)
        return
    adding.answers.gather()
    aside = adding.answers if adding.saved is None and not adding.code and adding.answers.is_begun else adding.aside
    adding.fresh(Answers.of(there.asset, place=place, prefix=""))
    adding.aside, adding.code, adding.said = aside, typed, became
    adding.waits, adding.waits_code = waits, typed
    go_on_from(adding, there)


def take_back(adding: Adding, *, place: Place) -> None:
    """
    Take back what was suggested with the code that opened, as far as it still waits.

    Raises
    ------
    ConflictError
        Somebody has decided about it meanwhile.
    """
    waits, adding.waits = adding.waits, ()
    for number in waits:
        contributions.take_back(place.store, number, receipt=adding.waits_code)
    adding.said = _("Taken back: nobody looks at it any more, and what is on the map stays as it is.")


def _given_for(store: Store, typed: str) -> Stored | None:
    """Find what a code was given for, None where it is one for a suggestion (which has been looked up)."""
    try:
        return contributions.by_receipt(store, typed)
    except PermissionDeniedError:
        return None


def _away_words(store: Store, there: Stored) -> str:
    """Say to whoever added something why it cannot be opened: turned away, and for what reason, or gone."""
    last = store.history(there.asset.id)[-1]
    if there.asset.status != "withdrawn" or last.what != "rejected":
        return _(GONE)
    if not last.why:
        return _("It was looked at and is not shown. Add it anew if you like, or ask who looks after the map.")
    return _(
        "It was looked at and is not shown, because: {why}. Add it anew if you like, or ask who looks after the map.",
        why=reason_words(last.why).rstrip("."),
    )


def take_away(adding: Adding, *, place: Place) -> None:
    """Withdraw what a receipt was given for."""
    store = place.store
    own, there = contributions.own_by_receipt(store, adding.code), contributions.by_receipt(store, adding.code)
    done = contributions.withdraw_by_receipt(store, adding.code)
    copies = _("Copies that somebody saved before may still hold it: they are listed, so that they can be asked for.")
    said = _("It has been taken away for good: from the map, the lists, and what is printed from now on.")
    if own.asset.id != there.asset.id:
        said = _("What you gave has been taken away for good. What it was made one with stays: others gave that.")
    stop_changing(adding, f"{said} {copies}" if done.copies else said)
