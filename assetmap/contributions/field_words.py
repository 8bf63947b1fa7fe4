"""What the fields of an asset and their answers are called, wherever they are asked, compared or told."""

from __future__ import annotations

from assetmap.vocabulary import NOT_KNOWN, label_of
from assetmap.wording import capital

LABELS = {
    "description": "More about it, in a sentence or two",
    "contact_name": "Who to ask for",
    "phone": "Telephone",
    "email": "Email",
    "website": "Website",
    "address": "Address",
    "postcode": "Postcode",
    "transport": "Buses, parking, how to find the door",
    "cost": "What does it cost?",
    "free": "Is it free?",
    "booking": "Do you have to book?",
    "referral_needed": "Does somebody have to send you there (a doctor, an adviser)?",
    "no_id_needed": "Can you come without ID, registration or insurance?",
    "gets_in_touch": "Do they get in touch with people themselves?",
    "step_free": "Can you get in without steps?",
    "accessible_toilet": "Is there an accessible toilet?",
    "hearing_loop": "Is there a hearing loop?",
    "bsl": "Is there British Sign Language?",
    "quiet_space": "Is there somewhere quiet?",
    "min_age": "Youngest age",
    "max_age": "Oldest age",
    "only_for": "Only for some people? For whom?",
    "languages": "Languages spoken there",
    "offered": "How do you take part?",
    "takes_new": "Can new people come?",
    "organisation": "Which organisation is behind it?",
    "led_by": "Who leads it?",
    "leaders_from": "Where do those who lead it come from?",
    "lived_experience": "Do people who have been through it themselves lead it?",
    "run_by": "Volunteers or paid staff?",
    "depends_on": "How many people does it depend on?",
    "funding_ends": "Does its funding end on a date?",
    "venue_security": "Can it stay where it is?",
    "how_checked": "How do you know about it?",
}
HOW_KNOWN = {
    "resident": "I know it, or somebody told me",
    "visited": "I went there",
    "phoned": "I rang them",
    "website": "From its website",
    "imported": "From a list",
}
"""How somebody knows of a thing, as they say it of themselves; whoever asks offers those that fit."""
AUDIENCE_WORDS = {
    "public": "Everybody",
    "partners": "Only organisations we work with",
    "workshop": "Only the people who make this map",
}
PRECISION_WORDS = {
    "exact": "Exactly",
    "street": "Its street only",
    "neighbourhood": "Its neighbourhood only",
    "not_shown": "Not at all",
}


def answer_words(key: str) -> str:
    """Say an answer of a closed set in words, with a capital."""
    if key == NOT_KNOWN:
        return "Don’t know"
    return capital(label_of(key))
