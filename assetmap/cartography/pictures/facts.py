"""Pictures of what one needs to know of a place: when, how far, steps, what it costs, whom to ask."""

from __future__ import annotations

from assetmap.cartography.pictures.strokes import bubble, dot, heart, ink, line, person, ring, shade, white

_HANDSET = (
    "M11 4C7 5 4 9 5 14C8 29 19 40 34 43C39 44 43 41 44 37C44.5 35 44 34 42.5 33L35 28.5C33.5 27.6 31.7 27.9 30.7 29"
    "L28.3 32C23 29.5 18.5 25 16 19.7L19 17.3C20.2 16.3 20.4 14.5 19.5 13L15 5.5C14 4 13 3.5 11 4Z"
)
_CALENDAR = shade("M4 9H44V19H4Z") + line("M4 9H44V44H4ZM14 4V13M34 4V13")
_DAYS = "".join(dot(x, y, 2.1) for y in (26, 32, 38) for x in (12, 20, 28, 36) if (x, y) != (36, 38))

FACTS = {
    "calendar": _CALENDAR + _DAYS,
    "pause": ring(24, 24, 20, fill="#ffffff") + ink("M16 14H21.5V34H16ZM26.5 14H32V34H26.5Z"),
    "pin": shade("M24 45C14 33 8 26 8 18A16 16 0 0 1 40 18C40 26 34 33 24 45Z") + ring(24, 18, 6, fill="#ffffff"),
    "map": shade("M4 11L17 6V38L4 43Z") + white("M17 6L31 11V43L17 38Z") + shade("M31 11L44 6V38L31 43Z")
    + line("M9 33Q13 24 21 26T37 17", width=2),
    "here": ring(24, 24, 19, fill="#ffffff", width=3.5) + ring(24, 24, 8, fill="#1a1a1a"),
    "walk": (
        ring(26, 7, 4.8)
        + line("M25 15L22 28L29 34L31 45M22 28L19 36L12 44M25 15L15 20L13 28M25 15L29 23L37 25", width=3.4)
    ),
    "way": (
        line("M8 45V33Q8 27 14 27H27Q33 27 33 21V8", width=3.4) + line("M24 15L33 6L42 15", width=3.4) + dot(8, 45, 1)
    ),
    "bus": (
        shade("M5 12Q5 7 10 7H38Q43 7 43 12V36Q43 38 41 38H7Q5 38 5 36Z") + white("M9 13H39V25H9Z") + line("M24 13V25")
        + ring(14, 39, 4.5, fill="#ffffff") + ring(34, 39, 4.5, fill="#ffffff") + line("M9 31H12M36 31H39", width=2)
    ),
    "step_free": (
        ring(18, 6.5, 4.5) + line("M18 14V27H31L37 39L42 37M18 20H29", width=3.2)
        + line("M13.5 22.5A12 12 0 1 0 32 37", width=3.2)
    ),
    "steps": line("M3 43H14V33H24V23H34V13H45", width=3.2) + line("M34 33L44 23M44 30V23H37", width=2.2),
    "toilet": (
        white("M8 4H21V22H8Z") + shade("M8 22H41Q41 34 30 35L32 45H13V34Q8 31 8 22Z") + line("M5 22H43")
        + line("M14.5 9V11", width=2.5)
    ),
    "ear": (
        line("M12 20A12.5 12.5 0 0 1 37 20C37 28 30 29 29 36C28 44 19 45 16 39", width=3)
        + line("M18 21A6.5 6.5 0 0 1 31 21C31 25 27 25 26 29", width=2.5) + line("M40 8Q46 15 44 25", width=2.2)
    ),
    "signing": (
        white("M9 30V13Q9 10 11.5 10T14 13V22V7Q14 4 16.5 4T19 7V21V6Q19 3 21.5 3T24 6V22V9Q24 6 26.5 6T29 9V27"
              "L33 22Q36 20 38 23L30 38Q28 43 20 43Q10 43 9 30Z")
        + line("M36 6Q42 9 42 16M33 11Q37 13 37 18", width=2.2)
    ),
    "quiet": (
        shade("M10 8Q10 4 14 4H34Q38 4 38 8V26H10Z") + white("M5 22Q5 18 9 18T13 22V30H35V22Q35 18 39 18T43 22V38H5Z")
        + line("M10 38V44M38 38V44")
    ),
    "coin": (
        shade("M5 31V38Q5 44 19 44T33 38V31") + white("M5 31Q5 25 19 25T33 31T19 37T5 31Z")
        + ring(32, 15, 12, fill="#ffffff") + ring(32, 15, 7, width=2)
    ),
    "booking": _CALENDAR + line("M11 27H24M11 34H20", width=2.2) + white("M40 17L25 32L23 40L31 38L46 23Z"),
    "letter": (
        white("M9 3H33L39 9V45H9Z") + line("M33 3V9H39M15 16H33M15 22H33M15 28H26", width=2.2)
        + line("M20 37Q23 33 25 37T30 36T34 36", width=2.2)
    ),
    "no_papers": (
        shade("M4 11H44V37H4Z") + ring(14, 20, 4, fill="#ffffff") + white("M8 32Q8 26 14 26T20 32Z")
        + line("M26 19H38M26 26H38", width=2.2) + line("M5 44L43 4", width=4)
    ),
    "people": person(14, 14, size=1.2) + person(34, 18, size=1.05, fill="#dcdcdc"),
    "languages": (
        bubble(3, 3, 27, 20, tail=10) + line("M9 18L14 8L19 18M11 14.5H17", width=2.2) + bubble(18, 20, 27, 19, tail=36,
        fill="#dcdcdc") + line("M25 26H38M31.5 23.5V26M26 35Q34 32 35.5 26M28.5 28.5Q31 34 37 35", width=2)
    ),
    "wait": (
        line("M10 4H38M10 44H38", width=3)
        + white("M13 4V12Q13 18 24 24Q35 18 35 12V4ZM13 44V36Q13 30 24 24Q35 30 35 36V44Z")
        + ink("M18 13H30Q28 17 24 19Q20 17 18 13ZM15.5 42Q17 37 24 35Q31 37 32.5 42Z")
    ),
    "phone": shade(_HANDSET),
    "ring_first": shade(_HANDSET) + ink("M36.5 3H41.5L40.5 16H37.5Z") + dot(39, 21, 2.3),
    "email": white("M3 9H45V39H3Z") + line("M3 9L24 27L45 9"),
    "screen": (
        white("M7 7H41V32H7Z") + shade("M3 36H45L42 42H6Z")
        + ink("M20 13L32 20.5L26.5 21.5L29 27L26.5 28L24 22.5L20 26Z")
    ),
    "checked": _CALENDAR + line("M13 32L21 39L36 24", width=4.2),
    "own_words": (
        bubble(4, 5, 40, 29, tail=14, fill="#dcdcdc")
        + ink("M14 23Q13 16 20 13L21 15Q18 17 18 19H21V25H14ZM27 23Q26 16 33 13L34 15Q31 17 31 19H34V25H27Z")
    ),
    "more": bubble(4, 5, 40, 29, tail=14) + line("M11 14H37M11 20H37M11 26H27", width=2.2),
    "help": (
        ring(24, 24, 20, fill="#dcdcdc") + ring(24, 24, 8.5, fill="#ffffff")
        + white("M19.5 4.6H28.5L27.5 16H20.5ZM19.5 43.4H28.5L27.5 32H20.5ZM4.6 19.5V28.5L16 27.5V20.5Z"
                "M43.4 19.5V28.5L32 27.5V20.5Z")
    ),
    "together": (
        ring(15, 8, 5) + ring(33, 8, 5, fill="#dcdcdc")
        + line("M15 16V30M15 30L11 45M15 30L19 45M33 16V30M33 30L29 45M33 30L37 45"
               "M6 28L15 19L24 25L33 19L42 28", width=3)
    ),
    "visit": (
        person(12.5, 16, size=1.1) + heart(30, 5, size=0.8) + line("M25 44V20H44V44ZM44 44H47M25 44H22") + dot(29, 33)
    ),
    "wrong": bubble(4, 4, 40, 31, tail=14)
    + line("M18.5 14.5Q18.5 9 24 9T29.5 14.5Q29.5 18 24 19.5V23", width=3.2) + dot(24, 28.5, 2.1),
    "search": ring(20, 20, 14.5, fill="#ffffff") + line("M30.5 30.5L44 44", width=5),
    "page": white("M9 3H31L39 11V45H9Z") + line("M31 3V11H39M15 20H33M15 27H33M15 34H27", width=2.2),
}  # fmt: skip
"""What it says → SVG markup on a grid of 48."""
