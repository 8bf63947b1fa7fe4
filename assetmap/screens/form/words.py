"""The words of the form: labels as questions, and examples for every kind."""

from __future__ import annotations

from assetmap.vocabulary import NOT_KNOWN, label_of
from assetmap.wording import capital

EXAMPLES = {
    "group_or_club": "a choir, a knitting circle, a men’s shed",
    "support_group": "people in the same boat who meet and talk",
    "informal_get_together": "the bench where neighbours chat, a weekly coffee",
    "class_or_activity": "yoga, English lessons, walking football",
    "advice_and_help": "help with money, housing, work or forms",
    "indoor_place": "a hall, a library, a café, a place of worship",
    "green_place": "a park, a wood, a garden, a quiet corner",
    "water_place": "the sea, a beach, a river, a lake",
    "hill_or_view": "a hill to climb, a bench with a view",
    "walk_or_route": "a riverside walk, a cycle path, a pram-friendly loop",
    "growing_space": "allotments, a community garden",
    "play_or_sport_place": "a playground, a pitch, a swimming pool",
    "health_service": "a surgery, a pharmacy, a clinic",
    "food_help": "a food bank, a community fridge, a shared lunch",
    "shop_or_exchange": "a repair café, a charity shop, a credit union",
    "online_or_phone_help": "a helpline, an app, a website",
    "person_with_a_skill": "somebody who repairs, teaches or listens",
    "story_or_special_place": "a mural, a memory, a place that means something",
}
GROUP_EXAMPLES = {
    "groups_and_clubs": "a choir, a support group, a weekly coffee",
    "classes": EXAMPLES["class_or_activity"],
    "advice_and_help": "help with money, housing or forms, a helpline",
    "indoor_places": EXAMPLES["indoor_place"],
    "outdoors": "a park, the sea, a hill, a walk",
    "food_and_growing": "a food bank, a shared lunch, allotments",
    "play_and_sport": EXAMPLES["play_or_sport_place"],
    "health": EXAMPLES["health_service"],
    "shops_and_swaps": EXAMPLES["shop_or_exchange"],
    "stories_and_skills": "a mural, a memory, somebody with a skill",
}
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
HOW_CHECKED = {x: HOW_KNOWN[x] for x in ("visited", "phoned")} | {
    "resident": "A resident told us",
    "website": HOW_KNOWN["website"],
}
"""How whoever looks after the map knows that something is right."""


def answer_words(key: str) -> str:
    """Say an answer of a closed set in words, with a capital."""
    if key == NOT_KNOWN:
        return "Don’t know"
    return capital(label_of(key))
