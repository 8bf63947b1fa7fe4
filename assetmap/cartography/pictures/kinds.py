"""A picture of each of the 18 things an asset can be."""

from __future__ import annotations

from assetmap.cartography.pictures.strokes import bubble, dot, heart, ink, line, person, ring, shade, sun, white

KINDS = {
    "group_or_club": person(11, 14, size=0.95) + person(37, 14, size=0.95) + person(24, 20, size=1.2, fill="#dcdcdc"),
    "support_group": person(12, 24, size=1.1) + person(36, 24, size=1.1) + heart(24, 6, size=1.25),
    "informal_get_together": (
        person(11.5, 11) + person(36.5, 11)
        + white("M2 31H46") + line("M7 31V45M41 31V45")
        + shade("M17 22H30V27Q30 31 26 31H21Q17 31 17 27Z") + line("M30 24Q34 24 34 26.5Q34 29 29.6 28.6")
        + line("M21 18Q19 15.5 21 13Q23 10.5 21 8M27 18Q25 15.5 27 13Q29 10.5 27 8", width=2)
    ),
    "class_or_activity": (
        shade("M15 4H46V27H15Z") + line("M21 11H40M21 17H35", width=2.2) + person(12.5, 23, size=1.15)
        + line("M19 33L28 22")
    ),
    "advice_and_help": (
        person(12.5, 25, size=1.1) + bubble(21, 3, 25, 22, tail=26, fill="#dcdcdc")
        + dot(33.5, 8.5, 2) + line("M33.5 13.5V20.5", width=3.4)
    ),
    "indoor_place": (
        white("M8 21V44H40V21") + shade("M24 4L4 22H44Z") + line("M20 44V31H28V44")
        + line("M12.5 26.5H16V31H12.5ZM32 26.5H35.5V31H32Z", width=2)
    ),
    "green_place": (
        line("M17 44V28") + shade("M17 4C25 4 29 11 27 17C31 22 27 31 17 31C7 31 3 22 7 17C5 11 9 4 17 4Z")
        + line("M17 44V20M17 27L22 22")
        + line("M37 44V36") + shade("M37 20C42 20 44 25 43 28C45 32 42 37 37 37C32 37 29 32 31 28C30 25 32 20 37 20Z")
        + line("M3 44H46")
    ),
    "water_place": (
        shade("M25 4V27H9Q14 12 25 4Z") + white("M29 10V27H40Q37 16 29 10Z") + white("M8 31H41L36 38H13Z")
        + line("M2 44Q6 40 10 44T18 44T26 44T34 44T42 44T47 43", width=2.6)
    ),
    "hill_or_view": (
        sun(38, 10, 4) + shade("M2 43C9 30 11 21 17 21C25 21 34 30 46 43Z") + line("M17 21V8L25 11.5L17 15")
        + line("M2 43H46")
    ),
    "walk_or_route": (
        shade("M14 45C20 37 31 37 29 31C27 26 21 26 24 21H29C27 25 37 27 37 33C37 38 32 40 32 45Z")
        + line("M11 45V8") + white("M5 8H20L25 12.5L20 17H5Z") + line("M9 12.5H16", width=2)
    ),
    "growing_space": (
        shade("M3 36Q12 29 24 32T45 35V44H3Z") + line("M19 33V16")
        + white("M19 22C11 23 6 18 6 11C14 10 19 15 19 22Z") + white("M19 17C19 10 24 5 31 5C32 12 26 17 19 17Z")
        + line("M38 33V14M34 14H42")
    ),
    "play_or_sport_place": (
        ring(24, 24, 19.5, fill="#ffffff") + ink("M24 15.5L32 21.5L29 31H19L16 21.5Z")
        + line("M24 15.5V5M32 21.5L42 18M29 31L35 39.5M19 31L13 39.5M16 21.5L6 18", width=2.4)
    ),
    "health_service": (
        white("M5 44V17H43V44Z") + white("M15 17V4H33V17") + line("M5 44H43M20 44V35H28V44")
        + ink("M22 6.5H26V9H28.5V13H26V15.5H22V13H19.5V9H22Z")
        + line("M10.5 23H15V28H10.5ZM33 23H37.5V28H33ZM21.7 23H26.3V28H21.7Z", width=2)
    ),
    "food_help": (
        white("M15 21C12 12 17 4 22 8C24 2 31 5 28 12L27 21Z") + white("M28 21L38 5Q42 6 42 10L36 21Z")
        + shade("M7 20H41L38 45H10Z") + line("M16 26Q16 35 24 35T32 26")
    ),
    "shop_or_exchange": (
        white("M7 20V44H41V20") + shade("M8 5H40L45 17Q45 22 41 22Q36.5 22 36 17.5Q35 22 30 22Q25 22 24 17.5"
        "Q23 22 18 22Q13 22 12 17.5Q11.5 22 7 22Q3 22 3 17Z")
        + line("M12 44V29H21V44M26 29H36V38H26Z")
    ),
    "online_or_phone_help": (
        white("M5 7Q5 3 9 3H22Q26 3 26 7V41Q26 45 22 45H9Q5 45 5 41Z") + line("M12 39.5H19", width=2)
        + bubble(18, 9, 28, 19, tail=24, fill="#dcdcdc") + heart(32, 15, size=0.85)
    ),
    "person_with_a_skill": (
        person(17, 18, size=1.35)
        + ink("M37 4L39.6 10.5L46.5 11L41.2 15.4L43 22L37 18.3L31 22L32.8 15.4L27.5 11L34.4 10.5Z")
    ),
    "story_or_special_place": (
        white("M24 16Q15 10 3 13V40Q15 37 24 43Q33 37 45 40V13Q33 10 24 16Z") + line("M24 16V43")
        + line("M9 20Q14 19 18.5 21M9 26Q14 25 18.5 27M9 32Q14 31 18.5 33", width=2) + heart(34.5, 22)
    ),
}  # fmt: skip
"""Kind → SVG markup on a grid of 48."""
