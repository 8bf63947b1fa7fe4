"""
What the fields of an asset and their answers are called, wherever they are asked, compared or told.

In English; whoever asks says them in the language spoken, by `gettext` and `said_answer`.
"""

from __future__ import annotations

from assetmap.vocabulary import NOT_KNOWN, label_of, vocabulary
from assetmap.wording import N_, capital
from assetmap.wording import gettext as _

LABELS = {
    "description": N_("More about it, in a sentence or two"),
    "contact_name": N_("Who to ask for"),
    "phone": N_("Telephone"),
    "email": N_("Email"),
    "website": N_("Website"),
    "address": N_("Address"),
    "postcode": N_("Postcode"),
    "transport": N_("Buses, parking, how to find the door"),
    "cost": N_("What does it cost?"),
    "free": N_("Is it free?"),
    "booking": N_("Do you have to book?"),
    "referral_needed": N_("Does somebody have to send you there (a doctor, an adviser)?"),
    "no_id_needed": N_("Can you come without ID, registration or insurance?"),
    "gets_in_touch": N_("Do they get in touch with people themselves?"),
    "step_free": N_("Can you get in without steps?"),
    "accessible_toilet": N_("Is there an accessible toilet?"),
    "hearing_loop": N_("Is there a hearing loop?"),
    "bsl": N_("Is there British Sign Language?"),
    "quiet_space": N_("Is there somewhere quiet?"),
    "min_age": N_("Youngest age"),
    "max_age": N_("Oldest age"),
    "only_for": N_("Only for some people? For whom?"),
    "languages": N_("Languages spoken there"),
    "offered": N_("How do you take part?"),
    "takes_new": N_("Can new people come?"),
    "organisation": N_("Which organisation is behind it?"),
    "led_by": N_("Who leads it?"),
    "leaders_from": N_("Where do those who lead it come from?"),
    "lived_experience": N_("Do people who have been through it themselves lead it?"),
    "run_by": N_("Volunteers or paid staff?"),
    "depends_on": N_("How many people does it depend on?"),
    "funding_ends": N_("Does its funding end on a date?"),
    "venue_security": N_("Can it stay where it is?"),
    "how_checked": N_("How do you know about it?"),
}
HOW_KNOWN = {
    "resident": N_("I know it, or somebody told me"),
    "visited": N_("I went there"),
    "phoned": N_("I rang them"),
    "website": N_("From its website"),
    "imported": N_("From a list"),
}
"""How somebody knows of a thing, as they say it of themselves; whoever asks offers those that fit."""
AUDIENCE_WORDS = {
    "public": N_("Everybody"),
    "partners": N_("Only organisations we work with"),
    "workshop": N_("Only the people who make this map"),
}
PRECISION_WORDS = {
    "exact": N_("Exactly"),
    "street": N_("Its street only"),
    "neighbourhood": N_("Its neighbourhood only"),
    "not_shown": N_("Not at all"),
}


def answer_words(key: str) -> str:
    """Say an answer of a closed set in words, with a capital."""
    if key == NOT_KNOWN:
        return "Don’t know"
    return capital(label_of(key))


def said_answer(question: str, key: str) -> str:
    """Say an answer of a question (as `takes_new`) in the language spoken, with a capital."""
    return _("Don’t know") if key == NOT_KNOWN else capital(vocabulary().said_answer(question, key))
