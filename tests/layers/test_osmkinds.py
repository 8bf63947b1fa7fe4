"""OpenStreetMap tags say what a thing is; homes, refuges and private places never come over."""

import pytest

from assetmap.layers.osmkinds import called, kind_of, never_because


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"amenity": "community_centre", "community_centre": "village_hall"}, "indoor_place"),
        ({"amenity": "cafe;pub"}, "indoor_place"),
        ({"building": "village_hall"}, "indoor_place"),
        ({"building": "chapel"}, ""),
        ({"amenity": "social_facility", "social_facility": "food_bank"}, "food_help"),
        ({"amenity": "social_facility", "social_facility": "outreach;soup_kitchen"}, "food_help"),
        ({"amenity": "social_facility", "social_facility": "day_care"}, "advice_and_help"),
        ({"amenity": "social_facility"}, ""),
        ({"office": "government", "government": "social_services"}, "advice_and_help"),
        ({"office": "government", "government": "tax"}, ""),
        ({"leisure": "garden", "garden:type": "community"}, "growing_space"),
        ({"landuse": "allotments"}, "growing_space"),
        ({"leisure": "park"}, "green_place"),
        ({"boundary": "protected_area", "designation": "local_nature_reserve"}, "green_place"),
        ({"natural": "beach"}, "water_place"),
        ({"natural": "peak"}, "hill_or_view"),
        ({"type": "route", "route": "hiking"}, "walk_or_route"),
        ({"highway": "path", "designation": "public_footpath"}, "walk_or_route"),
        ({"highway": "path"}, ""),
        ({"club": "scout"}, "group_or_club"),
        ({"amenity": "doctors"}, "health_service"),
        ({"healthcare": "counselling"}, "health_service"),
        ({"shop": "charity"}, "shop_or_exchange"),
        ({"leisure": "pitch"}, "play_or_sport_place"),
        ({"leisure": "golf_course", "sport": "golf"}, "play_or_sport_place"),
        ({"shop": "sports", "sport": "golf"}, ""),
        ({"amenity": "parking"}, ""),
    ],
    ids=lambda x: ";".join(f"{k}={v}" for k, v in x.items()) if isinstance(x, dict) else x or "none",
)
def test_tags_say_what_an_asset_is(tags, kind):
    assert kind_of(tags) == kind


@pytest.mark.parametrize(
    "tags",
    [
        {"amenity": "social_facility", "social_facility": "shelter"},
        {"amenity": "social_facility", "social_facility": "group_home", "club": "x"},
        {"amenity": "social_facility", "social_facility": "assisted_living;outreach"},
        {"amenity": "community_centre", "social_facility:for": "abused"},
        {"amenity": "community_centre", "social_facility:for": "senior;women"},
        {"office": "charity", "name": "Rose Women\u2019s Aid"},
        {"office": "ngo", "name": "Rose", "operator": "Womens Aid Avon"},
        {"amenity": "community_centre", "name": "The Refuge"},
        {"amenity": "community_centre", "name": "Y Lloches", "name:en": "Women's Refuge"},
        {"office": "charity", "name": "Rose", "contact:website": "https://rosewomensaid.example"},
        {"office": "charity", "name": "St Piran's", "description": "A night shelter for men."},
        {"amenity": "community_centre", "name": "Oak View Care Home"},
        {"office": "association", "name": "Rape Crisis Centre"},
    ],
    ids=lambda x: ";".join(f"{k}={v}" for k, v in x.items()),
)
def test_shelters_refuges_and_homes_are_never_taken_over(tags):
    assert never_because(tags, kind_of(tags) or "indoor_place") == "homes"


@pytest.mark.parametrize(
    ("tags", "why"),
    [
        ({"leisure": "garden", "access": "private"}, "private"),
        ({"leisure": "park", "access": "no"}, "private"),
        ({"leisure": "garden", "garden:type": "residential"}, "private"),
        ({"amenity": "pub", "disused": "yes"}, "gone"),
        ({"amenity": "pub", "opening_hours": "off"}, "gone"),
    ],
)
def test_what_is_private_or_gone_is_never_taken_over(tags, why):
    assert never_because(tags, kind_of(tags)) == why


@pytest.mark.parametrize(
    "tags",
    [
        {"natural": "wood", "name": "Foxes' Refuge"},
        {"office": "charity", "name": "Refugee Welcome"},
        {"amenity": "cafe", "name": "The Shelter Belt"},
        {"amenity": "pub", "name": "The Homecoming", "access": "yes"},
        {"amenity": "library", "name": "Children's Library"},
    ],
)
def test_a_wood_and_a_welcome_are_taken_over(tags):
    assert never_because(tags, kind_of(tags)) == ""


def test_a_thing_is_called_by_its_best_name():
    assert called({"alt_name": "The Tin Hall", "official_name": "Mission Hall"}) == "Mission Hall"
    assert called({"name": "  ", "brand": "Co-op"}) == "Co-op"
    assert called({"ref": "7"}) == ""
