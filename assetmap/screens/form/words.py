"""The words of the form: labels as questions, and examples for every kind."""

from __future__ import annotations

from assetmap.contributions.field_words import HOW_KNOWN, LABELS, answer_words

__all__ = ["EXAMPLES", "GROUP_EXAMPLES", "HOW_CHECKED", "HOW_KNOWN", "LABELS", "answer_words"]

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
HOW_CHECKED = {x: HOW_KNOWN[x] for x in ("visited", "phoned")} | {
    "resident": "A resident told us",
    "website": HOW_KNOWN["website"],
}
"""How whoever looks after the map knows that something is right."""
