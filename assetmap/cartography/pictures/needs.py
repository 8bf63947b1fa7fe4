"""A picture of each of the 18 things an asset helps with; never of an illness."""

from __future__ import annotations

from assetmap.cartography.pictures.strokes import bubble, dot, heart, ink, line, person, ring, shade, sun, white

NEEDS = {
    "meeting_people": (
        ring(11, 9, 5) + ring(37, 9, 5)
        + line("M11 17V30M11 30L6 44M11 30L16 44M37 17V30M37 30L32 44M37 30L42 44"
               "M4 27L11 19L24 27L37 19L44 27", width=3)
    ),
    "someone_to_talk_to": (
        person(11, 27) + person(37, 27)
        + bubble(2, 2, 21, 13, tail=11) + bubble(25, 2, 21, 13, tail=38, fill="#dcdcdc")
        + line("M8 8.5H17", width=2.2) + dot(30.5, 8.5, 1.6) + dot(35.5, 8.5, 1.6) + dot(40.5, 8.5, 1.6)
    ),
    "feeling_low_or_worried": (
        ring(17, 32, 13.5, fill="#ffffff") + dot(12, 30, 1.9) + dot(22, 30, 1.9) + line("M11 39Q17 34 23 39")
        + shade("M22 16Q17 16 17 11.5Q17 7 22 7Q24 2 30 3Q35 2 37 6Q43 5 44 9.5Q47 11 45.5 14Q44 16 41 16Z")
        + line("M30 21L28 26M37 21L35 26M44 21L42 26M37 30L35 35", width=2.2)
    ),
    "sleep_and_rest": (
        line("M4 22V44M4 38H44M44 44V34") + shade("M10 38V32Q10 29 13 29H39Q44 29 44 34V38Z")
        + white("M7 29Q7 24 12 24Q17 24 17 29Z")
        + ink("M38 3A9 9 0 1 0 46 16A7.5 7.5 0 0 1 38 3Z")
        + line("M18 6H24L18 13H24M10 13H14L10 18H14", width=2)
    ),
    "moving_more": (
        ring(24, 7.5, 5)
        + line("M24 16V29M24 29L14 37L16 45M24 29L33 35L38 44M24 18L12 13L8 5M24 18L36 14L41 6", width=3)
    ),
    "being_outdoors_and_nature": (
        sun(36, 12, 5) + line("M16 46V26M16 40Q8 41 6 33Q14 32 16 40ZM16 43Q24 43 26 36Q18 36 16 43Z")
        + "".join(ring(x, y, 4.3, fill="#ffffff") for x, y in ((16, 10.5), (22.3, 15), (20, 22), (12, 22), (9.7, 15)))
        + ring(16, 16.8, 3.6, fill="#dcdcdc")
    ),
    "making_and_creating": (
        shade("M22 8C33 6 43 13 43 23C43 29 38 30 34 29C30 28 27 30 29 34C31 39 27 42 22 42C11 42 4 34 4 25"
               "C4 16 12 10 22 8Z")
        + ring(13, 21, 2.6, fill="#ffffff") + ring(21, 15.5, 2.6, fill="#ffffff")
        + ring(31, 17, 2.6, fill="#ffffff") + ring(14, 31, 2.6, fill="#ffffff")
        + white("M43 3L28 24L25 32L32 27L46 6Z")
    ),
    "learning_something": (
        white("M24 15Q15 9 3 12V39Q15 36 24 42Q33 36 45 39V12Q33 9 24 15Z") + line("M24 15V42")
        + line("M9 19Q14 18 18.5 20M9 25Q14 24 18.5 26M9 31Q14 30 18.5 32", width=2)
        + shade("M41.5 3L46 6.5L34.5 26L29.5 28.5L30.5 22.5Z")
    ),
    "finding_work_or_volunteering": (
        line("M17 15V9Q17 6 20 6H28Q31 6 31 9V15") + shade("M4 18Q4 15 7 15H41Q44 15 44 18V39Q44 42 41 42H7Q4 42 4 39Z")
        + line("M4 26Q24 34 44 26") + white("M21 26H27V33H21Z")
    ),
    "money_and_debt": (
        white("M8 8H36V24H8Z") + ring(22, 15, 4)
        + shade("M4 18H40Q44 18 44 22V41Q44 44 41 44H7Q4 44 4 41Z")
        + white("M31 27H46V36H31Q28 36 28 31.5Q28 27 31 27Z")
        + dot(34, 31.5)
    ),
    "food": (
        shade("M4 24H44Q44 41 30 42H18Q4 41 4 24Z") + line("M14 45H34")
        + line("M15 18Q12 14.5 15 11Q18 7.5 15 4M24 18Q21 14.5 24 11Q27 7.5 24 4M33 18Q30 14.5 33 11Q36 7.5 33 4",
               width=2.2)
    ),
    "warm_place_and_home": (
        line("M34 13V6H39V18") + white("M8 22V44H40V22") + white("M24 4L3 23H45Z")
        + shade("M24 20C26 25 32 27 32 34C32 39 28 42 24 42C20 42 16 39 16 34C16 30 19 29 19 25C21 26 22 28 22 29"
                "C24 27 24 23 24 20Z")
    ),
    "looking_after_someone": (
        ring(15, 7.5, 5) + line("M15 15V30M15 30L10 45M15 30L20 45M15 18L25 26L33 25M15 18L8 28", width=3)
        + ring(33, 16, 4.6) + line("M32 23.5L31 35M31 35L28 45M31 35L35 45M32 26L41 32M41 32V45", width=3)
    ),
    "growing_up_and_parenting": (
        ring(15, 7.5, 5) + line("M15 15V30M15 30L10 45M15 30L20 45M6 27L15 18L26 30", width=3)
        + ring(35, 21, 4.4) + line("M35 28.5V37M35 37L31 45M35 37L39 45M26 30L35 30.5L43 35", width=3)
    ),
    "grief_and_loss": (
        shade("M17 20H29V39H17Z") + line("M23 20V15") + white("M23 2C26 6 28 8 28 11A5 5 0 0 1 18 11C18 8 20 6 23 2Z")
        + white("M8 39H40Q40 45 33 45H15Q8 45 8 39Z") + line("M40 41Q46 41 45 36Q44 33 40 35")
    ),
    "drink_drugs_or_gambling": (
        shade("M9 3H16V12Q21 15 21 20V44H4V20Q4 15 9 12Z") + white("M4 26H21V37H4Z")
        + white("M26 28H44V44H26Z") + dot(30.5, 32.5) + dot(39.5, 32.5) + dot(35, 36) + dot(30.5, 39.5)
        + dot(39.5, 39.5)
        + white("M28.5 20.5A4.6 4.6 0 0 1 28.5 14L35.5 7A4.6 4.6 0 0 1 42 13.5L35 20.5A4.6 4.6 0 0 1 28.5 20.5Z")
        + line("M32 10.5L38.5 17")
    ),
    "new_to_the_area_or_country": (
        ring(15, 7.5, 5) + line("M15 15V30M15 30L9 45M15 30L21 45M15 18L8 28M15 18L29 27", width=3)
        + line("M29 29V26Q29 24 31 24H36Q38 24 38 26V29")
        + shade("M24 31Q24 29 26 29H42Q44 29 44 31V43Q44 45 42 45H26Q24 45 24 43Z")
        + line("M29 29V45M39 29V45", width=2)
    ),
    "belonging_faith_and_culture": (
        ring(24, 24, 12.5) + "".join(
            ring(x, y, 5.2, fill="#ffffff") for x, y in ((24, 7.5), (39.7, 18.9), (33.7, 37.4), (14.3, 37.4),
                                                           (8.3, 18.9))
        ) + heart(24, 21)
    ),
}  # fmt: skip
"""Need → SVG markup on a grid of 48."""
