"""The words of the form: labels as questions, and examples for every kind."""

from __future__ import annotations

from assetmap.contributions.field_words import HOW_KNOWN, LABELS, answer_words, said_answer
from assetmap.wording import N_

__all__ = ["EXAMPLES", "GROUP_EXAMPLES", "HOW_CHECKED", "HOW_KNOWN", "LABELS", "answer_words", "said_answer"]

# translators: examples of a kind; they stand after “for example”
EXAMPLES = {
    "group_or_club": N_("a choir, a knitting circle, a men’s shed"),
    "support_group": N_("people in the same boat who meet and talk"),
    "informal_get_together": N_("the bench where neighbours chat, a weekly coffee"),
    "class_or_activity": N_("yoga, English lessons, walking football"),
    "advice_and_help": N_("help with money, housing, work or forms"),
    "indoor_place": N_("a hall, a library, a café, a place of worship"),
    "green_place": N_("a park, a wood, a garden, a quiet corner"),
    "water_place": N_("the sea, a beach, a river, a lake"),
    "hill_or_view": N_("a hill to climb, a bench with a view"),
    "walk_or_route": N_("a riverside walk, a cycle path, a pram-friendly loop"),
    "growing_space": N_("allotments, a community garden"),
    "play_or_sport_place": N_("a playground, a pitch, a swimming pool"),
    "health_service": N_("a surgery, a pharmacy, a clinic"),
    "food_help": N_("a food bank, a community fridge, a shared lunch"),
    "shop_or_exchange": N_("a repair café, a charity shop, a credit union"),
    "online_or_phone_help": N_("a helpline, an app, a website"),
    "person_with_a_skill": N_("somebody who repairs, teaches or listens"),
    "story_or_special_place": N_("a mural, a memory, a place that means something"),
}
# translators: examples of a kind; they stand after “for example”
GROUP_EXAMPLES = {
    "groups_and_clubs": N_("a choir, a support group, a weekly coffee"),
    "classes": EXAMPLES["class_or_activity"],
    "advice_and_help": N_("help with money, housing or forms, a helpline"),
    "indoor_places": EXAMPLES["indoor_place"],
    "outdoors": N_("a park, the sea, a hill, a walk"),
    "food_and_growing": N_("a food bank, a shared lunch, allotments"),
    "play_and_sport": EXAMPLES["play_or_sport_place"],
    "health": EXAMPLES["health_service"],
    "shops_and_swaps": EXAMPLES["shop_or_exchange"],
    "stories_and_skills": N_("a mural, a memory, somebody with a skill"),
}
HOW_CHECKED = {x: HOW_KNOWN[x] for x in ("visited", "phoned")} | {
    "resident": N_("A resident told us"),
    "website": HOW_KNOWN["website"],
}
"""How whoever looks after the map knows that something is right."""
