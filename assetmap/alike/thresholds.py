"""From where on two are asked about, and what each piece of evidence is worth."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """
    What the score of a pair is made of: the likeness of the names, 0 to 1, and what is added to it or taken away.

    `tests/alike` holds the pairs of real rows that these were chosen on, and what they come to on pairs held out.
    """

    ask: float = 0.7
    """From this score on somebody is asked “is it this one?”. Nothing is ever made one without being asked."""
    near_m: float = 120
    """Up to here apart costs nothing, edge to edge: two lists put one door so far apart, by postcode or by roof."""
    far_m: float = 300
    """Beyond this two are not compared; on the way there the score falls by `apart`."""
    apart: float = 0.5
    placeless: float = 0.18
    """Taken away where one has no place and no postcode they share says that they are near."""
    other_postcode: float = 0.35
    """Taken away where one has no place and their postcodes differ."""
    phone: float = 0.4
    """Added for one telephone, where they are near or may be: three groups with one telephone have three names."""
    phone_and_postcode: float = 0.3
    """Added to that for one postcode too, where they are of one kind and no groups under one roof."""
    other_phone: float = 0.25
    """Taken away where each has another telephone, and the names are not the same letter for letter."""
    email: float = 0.4
    website: float = 0.1
    """Added for one website, its page included."""
    address: float = 0.2
    """Added for one house number and one postcode."""
    other_kind: float = 0.5
    """Taken away where the names say two kinds of thing: a park and its play area, a surgery and its dentist."""
    misfit: float = 0.25
    """Taken away where one name says a kind of thing that the other, by its own kind, is not."""
    another: float = 0.5
    """Taken away where each is another one of a set: north and south, infants and juniors, platforms 1 and 2."""
    beside: float = 0.6
    """Taken away where one is at the other, and is not the other: a defibrillator, a school's parents' association."""
    inside: float = 0.4
    """Taken away where a small area of another kind lies in a large one: a playground in its park."""

    held_there: float = 0.2
    """Taken away where one is something that people do, and the other is the place that its name begins with."""


THRESHOLDS = Thresholds()
