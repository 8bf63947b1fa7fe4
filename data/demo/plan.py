"""
The plan of Merrowcombe, an invented town, as somebody would draw it by hand.

Metres from a corner of the sheet: x to the east, y to the north. `geometry.lon_lat` lays the sheet over
open water in Lyme Bay, so that no point of it is anybody's real door.
"""

from __future__ import annotations

Point = tuple[float, float]

NODES: dict[str, Point] = {
    # the promenade, west to east, and the quays
    "Q0": (1432, 985), "Q1": (1550, 925), "Q2": (1632, 815), "P0": (1668, 725), "P1": (1860, 772), "P2": (2300, 897),
    "P3": (2720, 952), "P4": (3150, 948), "P5": (3560, 874), "P6": (3870, 748),
    # Fore Street and its continuation
    "A0": (1402, 1188), "A1": (1740, 1190), "A2": (2130, 1262), "A3": (2570, 1335), "A4": (3020, 1352),
    "A5": (3470, 1308), "A6": (3880, 1190),
    # the middle road
    "B0": (1475, 1700), "B1": (1812, 1705), "B2": (2192, 1766), "B3": (2612, 1817), "B4": (3062, 1822),
    "B5": (3532, 1790), "B6": (3990, 1720),
    # south of the railway
    "S1": (1570, 2352), "S2": (1900, 2318), "S3": (2250, 2280), "S4": (2700, 2242), "S5": (3150, 2232),
    "S6": (3600, 2240), "S7": (4050, 2268), "S8": (4500, 2330), "S9": (5150, 2400),
    # the estate north of the railway
    "N1": (1610, 2500), "N2": (1950, 2446), "N3": (2300, 2404), "N4": (2750, 2364), "N5": (3200, 2352),
    "N6": (3650, 2360), "N7": (4062, 2394),
    "M1": (1650, 2860), "M3": (2340, 2815), "M4": (2780, 2800), "M5": (3230, 2790), "M6": (3700, 2800),
    "L1": (1660, 3230), "L3": (2370, 3235), "L4": (2830, 3265), "L5": (3280, 3235),
    "X7": (4650, 2520), "X8": (5900, 2860), "X9": (3420, 3720), "X10": (3560, 4500),
    # Beacon Hill and the east cliff
    "D1": (4060, 668), "D2": (4300, 600), "D3": (4600, 560), "D4": (4950, 660), "D5": (5300, 760),
    "G1": (4240, 1110), "G2": (4285, 1390), "G3": (4470, 1560), "G4": (4790, 1550), "G5": (5060, 1370),
    "F1": (4500, 1800), "F2": (4900, 1775), "F3": (5300, 1800), "F4": (6200, 1950),
    # the west bank
    "W0": (1232, 1192), "W1": (1110, 935), "W2": (1040, 745), "W3": (760, 540), "W4": (690, 330),
    "X1": (790, 940), "X2": (400, 935), "W5": (840, 1225), "W6": (400, 1250), "W7": (1215, 1650), "W8": (780, 1670),
    "W9": (330, 1740), "W10": (1240, 2150), "W11": (1230, 2700), "W12": (1200, 3400), "X5": (-400, 1420),
    "X6": (-1800, 1700), "X3": (80, 1010),
    # where the river, the railway and the coast divide neighbourhoods
    "R0": (1305, 900), "R1": (1318, 1190), "R2": (1390, 1700), "R3": (1452, 2360), "R4": (1472, 2470),
    "R5": (1425, 2860), "R6": (1440, 3250),
    "T1": (1472, 2432), "T2": (1925, 2382), "T3": (2275, 2342), "T4": (2725, 2303), "T5": (3175, 2292),
    "T6": (3625, 2300), "T7": (4056, 2331), "T8": (4500, 2392), "T9": (5150, 2495), "T0": (1215, 2480),
    "T00": (330, 2830),
}  # fmt: skip

# name, class (OpenStreetMap's words for a highway), nodes. The order is the order of importance.
ROADS: list[tuple[str, str, list[str]]] = [
    ("Coombe Road", "primary", ["X6", "X5", "W6", "W5", "W0"]),
    ("Town Bridge", "primary", ["W0", "A0"]),
    ("Fore Street", "primary", ["A0", "A1", "A2"]),
    ("Priory Road", "primary", ["A2", "A3", "A4"]),
    ("Sandhayes Road", "primary", ["A4", "A5", "A6"]),
    ("Beacon Road", "tertiary", ["A6", "G1", "G2", "G3", "G4", "G5"]),
    ("Netherby Road", "primary", ["A6", "B6"]),
    ("Eastmoor Road", "primary", ["B6", "F1", "F2", "F3", "F4"]),
    ("Netherby Hill", "secondary", ["B6", "S7"]),
    ("Netherby Arch", "secondary", ["S7", "T7", "N7"]),
    ("Old Moor Road", "secondary", ["N7", "X7", "X8"]),
    ("Town Quay", "tertiary", ["A0", "Q0", "Q1", "Q2", "P0"]),
    ("Lantern Parade", "secondary", ["P0", "P1"]),
    ("Marine Parade", "secondary", ["P1", "P2", "P3"]),
    ("Belle Vue Parade", "secondary", ["P3", "P4", "P5", "P6"]),
    ("Coastguard Road", "tertiary", ["P6", "D1", "D2", "D3", "D4", "D5"]),
    ("Lantern Street", "tertiary", ["P1", "A1"]),
    ("Station Road", "secondary", ["A1", "B1", "S2"]),
    ("Tannery Road", "tertiary", ["A0", "B0", "S1"]),
    ("Market Street", "tertiary", ["P2", "A2"]),
    ("St Bride's Road", "tertiary", ["A2", "B2", "S3"]),
    ("Belle Vue Road", "tertiary", ["P3", "A3"]),
    ("Infirmary Road", "secondary", ["A3", "B3", "S4"]),
    ("Park Road", "tertiary", ["P4", "A4", "B4"]),
    ("Withy Lane", "tertiary", ["B4", "S5"]),
    ("Strand Road", "tertiary", ["P5", "A5"]),
    ("Brook Lane", "tertiary", ["A5", "B5", "S6"]),
    ("Eastcliff Road", "tertiary", ["P6", "A6"]),
    ("Chapel Road", "tertiary", ["B0", "B1", "B2"]),
    ("Middle Road", "secondary", ["B2", "B3", "B4", "B5", "B6"]),
    ("Sidings Road", "tertiary", ["S1", "S2", "S3"]),
    ("Railway Road", "tertiary", ["S3", "S4", "S5", "S6", "S7"]),
    ("Warren Road", "tertiary", ["S7", "S8", "S9"]),
    ("Warren Lane", "tertiary", ["F1", "S8"]),
    ("Larkfield Way", "tertiary", ["N1", "N2", "N3", "N4", "N5", "N6", "N7"]),
    ("Skylark Avenue", "tertiary", ["M1", "M3", "M4", "M5", "M6", "N7"]),
    ("Top Road", "tertiary", ["L1", "L3", "L4", "L5"]),
    ("Weir Road", "residential", ["N1", "M1", "L1"]),
    ("Plover Road", "residential", ["N3", "M3", "L3"]),
    ("Curlew Road", "residential", ["N4", "M4", "L4"]),
    ("Moor Lane", "tertiary", ["N5", "M5", "L5", "X9", "X10"]),
    ("Quarry Road", "residential", ["N6", "M6"]),
    ("Gorse Lane", "residential", ["G1", "D2"]),
    ("Higher Down Road", "residential", ["G3", "F1"]),
    ("Larch Hill", "residential", ["G4", "F2"]),
    ("West Quay", "tertiary", ["W0", "W1", "W2"]),
    ("Gull Head Lane", "residential", ["W2", "W3", "W4"]),
    ("Bethel Street", "residential", ["W1", "X1"]),
    ("Signal Road", "residential", ["X1", "X2", "X3"]),
    ("Ropewalk", "residential", ["W5", "X1"]),
    ("Hawthorn Road", "residential", ["W6", "X2"]),
    ("Mill Lane", "tertiary", ["W0", "W7", "W10", "W11", "W12"]),
    ("Orchard Road", "residential", ["W7", "W8", "W9"]),
    ("Cider Lane", "residential", ["W5", "W8"]),
    ("Barton Lane", "residential", ["W6", "W9"]),
]

# Boundaries that nobody drives along; smoothed like roads so that neighbourhoods follow them.
RIVER = ["R0", "R1", "R2", "R3", "R4", "R5", "R6"]
RAILWAY_BOUNDARY = ["T00", "T0", "T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9"]

# code, name, ring of nodes, how deprived in the overall impression (0 least, 1 most), people, built as
AREAS: list[tuple[str, str, list[str | Point], float, int]] = [
    ("D0100001", "Harbourside", ["R1", "A0", "A1", "P1", (1800, 650), (1650, 640), (1420, 560), "R0"], 0.90, 1180),
    ("D0100002", "Fore Street", ["A1", "A2", "P2", (2310, 812), (1850, 690), "P1"], 0.95, 1460),
    ("D0100003", "Marine Parade", ["A2", "A3", "A4", "P4", (3150, 868), (2720, 868), (2310, 812), "P2"], 0.86, 2040),
    ("D0100004", "The Strand", ["A4", "A5", "P5", (3560, 796), (3150, 868), "P4"], 0.47, 1390),
    ("D0100005", "Eastcliff", ["A5", "A6", "P6", (3840, 660), (3560, 796), "P5"], 0.30, 1310),
    ("D0100006", "Chapel Terraces", ["R1", "A0", "A1", "B1", "B0", "R2"], 0.97, 1690),
    ("D0100007", "St Bride's", ["A1", "A2", "B2", "B1"], 0.88, 1520),
    ("D0100008", "Priory", ["A2", "A3", "B3", "B2"], 0.71, 1340),
    ("D0100009", "Parkside", ["A3", "A4", "B4", "B3"], 0.55, 1410),
    ("D0100010", "Sandhayes", ["A4", "A5", "B5", "B4"], 0.40, 1450),
    ("D0100011", "Hillfoot", ["A5", "A6", "B6", "B5"], 0.28, 1380),
    ("D0100012", "Station", ["R2", "B0", "B1", "B2", "S3", "T3", "T2", "T1", "R3"], 0.84, 1820),
    ("D0100013", "Infirmary", ["B2", "B3", "B4", "S5", "T5", "T4", "T3", "S3"], 0.66, 1760),
    ("D0100014", "Withy Brook", ["B4", "B5", "S6", "T6", "T5", "S5"], 0.52, 1420),
    ("D0100015", "Netherby", ["B5", "B6", "S7", "T7", "T6", "S6"], 0.60, 1080),
    ("D0100016", "Beacon Hill", ["A6", "B6", "F1", "F2", "F3", (5300, 1200), "D5", (5250, 520), (4900, 470),
         (4600, 310),
                                 (4250, 410), (3970, 530), (3840, 660), "P6"], 0.03, 1330),
    ("D0100017", "The Warren", ["B6", "F1", "F2", "F3", (5300, 2100), "S9", "T9", "T8", "T7", "S7"], 0.12, 1290),
    ("D0100018", "Larkfield", ["R4", "T1", "T2", "T3", "N3", "M3", "M1", "R5"], 0.99, 1730),
    ("D0100019", "Curlew Road", ["T3", "T4", "T5", "N5", "M5", "M4", "M3", "N3"], 0.98, 1840),
    ("D0100020", "Quarry Fields", ["T5", "T6", "T7", "N7", "X7", (4500, 3000), (3750, 3260),
         (3480, 3420), "L5", "M5", "N5"],
     0.93, 1510),
    ("D0100021", "Top Road", ["R5", "M1", "M3", "M4", "M5", "L5", (3300, 3460), (2400, 3460),
         (1640, 3440), "R6"], 0.78, 1620),
    ("D0100022", "West Quay", ["R1", "W0", "W5", "X1", (780, 700), (900, 400), (960, 540), (1080, 620),
         (1150, 690), "R0"],
     0.69, 1260),
    ("D0100023", "Gull Head", ["W5", "W6", (100, 1290), "X3", (60, 610), (250, 505), (480, 335), (640, 195),
         (780, 155),
                               (880, 235), (900, 400), (780, 700), "X1"], 0.36, 1190),
    ("D0100024", "Coombe Barton", ["R1", "R2", "R3", "T1", "T0", "T00", (60, 2300), (60, 1700),
         (100, 1290), "W6", "W5",
                                   "W0"], 0.33, 1540),
]  # fmt: skip

# area code, how it was built, ring of road nodes that the streets fill, angle (degrees) of the long streets
CELLS: list[tuple[str, str, list[str], float]] = [
    ("D0100001", "old", ["A0", "A1", "P1", "P0", "Q2", "Q1", "Q0"], 28),
    ("D0100002", "old", ["A1", "A2", "P2", "P1"], 14),
    ("D0100003", "terraces", ["A2", "A3", "P3", "P2"], 100),
    ("D0100003", "terraces", ["A3", "A4", "P4", "P3"], 92),
    ("D0100004", "villas", ["A4", "A5", "P5", "P4"], 84),
    ("D0100005", "villas", ["A5", "A6", "P6", "P5"], -18),
    ("D0100006", "terraces", ["A0", "A1", "B1", "B0"], 4),
    ("D0100007", "terraces", ["A1", "A2", "B2", "B1"], 8),
    ("D0100008", "villas", ["A2", "A3", "B3", "B2"], 8),
    ("D0100009", "semis", ["A3", "A4", "B4", "B3"], 3),
    ("D0100010", "semis", ["A4", "A5", "B5", "B4"], -3),
    ("D0100011", "semis", ["A5", "A6", "B6", "B5"], -12),
    ("D0100012", "terraces", ["B0", "B1", "S2", "S1"], 92),
    ("D0100012", "terraces", ["B1", "B2", "S3", "S2"], 86),
    ("D0100013", "semis", ["B2", "B3", "S4", "S3"], 4),
    ("D0100013", "semis", ["B3", "B4", "S5", "S4"], 1),
    ("D0100014", "semis", ["B4", "B5", "S6", "S5"], 88),
    ("D0100015", "works", ["B5", "B6", "S7", "S6"], -4),
    ("D0100016", "hill", ["A6", "G1", "D2", "D1", "P6"], 62),
    ("D0100016", "hill", ["A6", "B6", "F1", "G3", "G2", "G1"], 58),
    ("D0100016", "hill", ["F1", "F2", "G4", "G3"], 4),
    ("D0100017", "hill", ["B6", "F1", "S8", "S7"], 12),
    ("D0100018", "estate", ["N1", "N2", "N3", "M3", "M1"], -6),
    ("D0100019", "estate", ["N3", "N4", "M4", "M3"], -4),
    ("D0100019", "estate", ["N4", "N5", "M5", "M4"], 4),
    ("D0100020", "estate", ["N5", "N6", "M6", "M5"], 0),
    ("D0100020", "estate", ["N6", "N7", "M6"], 20),
    ("D0100021", "estate", ["M1", "M3", "L3", "L1"], -3),
    ("D0100021", "estate", ["M3", "M4", "L4", "L3"], 4),
    ("D0100021", "estate", ["M4", "M5", "L5", "L4"], -2),
    ("D0100022", "old", ["W0", "W5", "X1", "W1"], 40),
    ("D0100023", "villas", ["W5", "W6", "X2", "X1"], 2),
    ("D0100024", "semis", ["W0", "W7", "W8", "W5"], 78),
    ("D0100024", "semis", ["W5", "W8", "W9", "W6"], 6),
]

# Parks and other open ground: name, what it is, ring (metres).
GREEN: list[tuple[str, str, list[Point]]] = [
    ("Priory Park", "park", [(2250, 1440), (2470, 1478), (2500, 1560), (2478, 1680), (2350, 1668), (2262, 1640),
         (2232, 1540)]),
    ("Marine Gardens", "park", [(2340, 930), (2500, 950), (2660, 965), (2652, 1030), (2500, 1018), (2335, 992)]),
    ("St Bride's Churchyard", "churchyard", [(1955, 1432), (2060, 1446), (2064, 1538), (1950, 1526)]),
    ("Harbour Green", "park", [(1580, 1000), (1668, 1005), (1672, 1078), (1584, 1072)]),
    ("The Rec", "playing field", [(3120, 1440), (3350, 1430), (3372, 1560), (3350, 1668), (3130, 1676),
         (3110, 1560)]),
    ("Parkside Allotments", "allotments", [(2740, 1600), (2900, 1606), (2904, 1722), (2744, 1716)]),
    ("Withy Brook Meadow", "park", [(3220, 1900), (3420, 1890), (3440, 2040), (3400, 2160), (3230, 2150),
         (3205, 2020)]),
    ("Infirmary Garden", "park", [(2468, 2070), (2560, 2076), (2566, 2150), (2470, 2150)]),
    ("Beacon Down", "common", [(4330, 1130), (4360, 1370), (4500, 1490), (4770, 1480), (4990, 1310), (5060, 1080),
         (4960, 880),
                               (4780, 760), (4560, 720), (4390, 790), (4330, 940)]),
    ("Beacon Wood", "wood", [(4330, 940), (4390, 790), (4560, 720), (4590, 840), (4520, 960), (4420, 1020),
         (4335, 1040)]),
    ("Warren Copse", "wood", [(4640, 1900), (4860, 1880), (5020, 1960), (5010, 2150), (4850, 2230), (4680, 2160),
         (4610, 2030)]),
    ("Larkfield Green", "playing field", [(1960, 2560), (2170, 2535), (2190, 2650), (2170, 2720), (1985, 2735),
         (1950, 2650)]),
    ("Quarry Wood", "wood", [(3560, 2900), (3720, 2880), (3900, 2930), (4130, 2880), (4280, 2960), (4180, 3120),
         (3900, 3200),
                             (3680, 3230), (3520, 3120)]),
    ("Merrow Meadows", "common", [(1480, 2560), (1570, 2560), (1605, 2850), (1612, 3200), (1520, 3300),
         (1470, 3230), (1462, 2960),
                                  (1500, 2750)]),
    ("Weir Plots", "allotments", [(1720, 2950), (1850, 2945), (1856, 3080), (1726, 3085)]),
    ("Gull Head", "common", [(-40, 690), (120, 650), (290, 560), (500, 400), (645, 260), (740, 260), (640, 360),
         (655, 520),
                             (700, 640), (600, 800), (380, 860), (140, 900), (-40, 880)]),
    ("Coombe Wood", "wood", [(120, 1930), (330, 1870), (620, 1900), (800, 1990), (780, 2240), (560, 2420),
         (280, 2440), (110, 2240)]),
    ("Mill Lane Allotments", "allotments", [(990, 1760), (1160, 1740), (1175, 1950), (1000, 1965)]),
    ("Ropewalk Green", "park", [(905, 1040), (1010, 1030), (1018, 1120), (915, 1132)]),
    ("Eastcliff Gardens", "park", [(3905, 640), (3990, 600), (4250, 510), (4262, 575), (4055, 640), (3920, 705)]),
    ("Cemetery", "cemetery", [(660, 1360), (720, 1350), (735, 1590), (560, 1600), (550, 1380)]),
]  # fmt: skip

# The water's edge, west to east; harbour walls and cliffs are left as drawn, sand is smoothed.
CLIFF_WEST: list[Point] = [
    (-6000, 1500), (-4000, 1240), (-2600, 1060), (-2000, 900), (-1500, 930), (-1000, 800), (-700, 770), (-380, 660),
    (-100, 640), (80, 560), (250, 500), (360, 400), (480, 330), (560, 220), (650, 180), (730, 140), (800, 155),
    (870, 230),
    (850, 320), (905, 400), (920, 490), (985, 545), (1080, 620), (1100, 660),
]  # fmt: skip
HARBOUR_MOUTH: list[Point] = [
    (1175, 640), (1240, 610), (1246, 624), (1185, 658), (1150, 690),  # the short west arm
    (1612, 702), (1545, 620), (1424, 574), (1430, 550), (1556, 594), (1652, 650),  # the long east arm
]  # fmt: skip
LANTERN_POINT: list[Point] = [(1652, 650), (1690, 605), (1735, 585), (1785, 612), (1812, 672), (1850, 690)]
WATERLINE: list[Point] = [
    (1850, 690), (2000, 738), (2310, 812), (2720, 868), (3150, 868), (3560, 796), (3760, 708), (3840, 655),
]  # fmt: skip
CLIFF_EAST: list[Point] = [
    (3840, 655), (3900, 590), (3970, 525), (4070, 450), (4160, 445), (4250, 405), (4330, 345), (4430, 350),
    (4510, 290),
    (4600, 300), (4690, 330), (4760, 350), (4830, 440), (4900, 465), (5050, 520), (5180, 480), (5300, 505),
    (5500, 430),
    (5700, 420), (5950, 480), (6200, 480), (7000, 600), (8000, 560), (9000, 700), (11000, 500),
]  # fmt: skip
SEA_FLOOR: list[Point] = [(11000, -5000), (-6000, -5000)]
HARBOUR: list[Point] = [
    (1150, 690), (1168, 860), (1225, 962), (1385, 962), (1420, 948), (1520, 895), (1598, 800), (1630, 716),
    (1612, 702),
]  # fmt: skip
# River Merrow: x, y, width
RIVER_BED: list[tuple[float, float, float]] = [
    (1305, 955, 160), (1315, 1080, 112), (1318, 1190, 84), (1350, 1450, 66), (1390, 1700, 56), (1410, 1980, 50),
    (1452, 2360, 46), (1470, 2520, 42), (1425, 2860, 36), (1430, 3150, 30), (1470, 3500, 26), (1450, 3900, 22),
    (1500, 4400, 18), (1430, 5600, 14),
]  # fmt: skip
WITHY_BROOK: list[Point] = [
    (3330, 2230), (3322, 2120), (3345, 2010), (3318, 1920), (3290, 1830),
]  # fmt: skip
BOATING_LAKE: list[Point] = [(2545, 975), (2590, 965), (2636, 982), (2640, 1012), (2596, 1020), (2552, 1008)]

RAILWAY: list[Point] = [
    (8000, 3050), (6500, 2720), (5800, 2600), (5150, 2495), (4500, 2392), (4056, 2331), (3625, 2300),
    (3175, 2292), (2725, 2303),
    (2275, 2342), (1925, 2382), (1472, 2432), (1215, 2480), (800, 2610), (330, 2830), (-400, 3150), (-2500, 3900),
]  # fmt: skip

# Walkers' ways: name, class, points. An end that is a word snaps to that node; other ends to the nearest street.
PATHS: list[tuple[str, str, list[str | Point]]] = [
    ("Harbour Arm", "pedestrian", ["P0", (1618, 660), (1552, 607), (1432, 562)]),
    ("West Arm", "footway", ["W2", (1120, 660), (1180, 648), (1238, 617)]),
    ("The Promenade", "footway", ["P1", (2010, 790), (2160, 835), (2300, 878), (2500, 912), (2720, 931), (2940, 938),
                                  (3150, 928), (3360, 898), (3560, 853), (3730, 792), "P6"]),
    ("Station Footbridge", "steps", ["S2", (1909, 2345)]),
    ("Station Footbridge", "footway", [(1909, 2345), (1938, 2418)]),
    ("Station Footbridge", "steps", [(1938, 2418), "N2"]),
    ("Priory Walk", "footway", [(2192, 1500), (2240, 1545), (2360, 1560), (2480, 1590), (2590, 1590)]),
    ("Lime Walk", "footway", [(2360, 1330), (2352, 1455), (2360, 1560), (2380, 1668), (2400, 1790)]),
    ("Marine Gardens Path", "footway", ["P2", (2345, 960), (2500, 985), (2655, 1000), (2700, 1010)]),
    ("Church Path", "footway", [(1920, 1480), (1955, 1482), (2060, 1492), (2100, 1495)]),
    ("Harbour Green Path", "footway", [(1560, 1035), (1584, 1038), (1668, 1045), (1700, 1050)]),
    ("Rec Path", "footway", [(3050, 1560), (3112, 1560), (3240, 1556), (3372, 1555), (3480, 1560)]),
    ("Brook Path", "footway", [(3180, 2020), (3208, 2020), (3300, 2030), (3440, 2035), (3500, 2030)]),
    ("Brookside", "footway", ["B4", (3225, 1900), (3290, 1990), (3300, 2030), (3290, 2155), "S5"]),
    ("Beacon Steps", "steps", ["G1", (4290, 1140), (4335, 1150)]),
    ("Beacon Path", "path", [(4335, 1150), (4430, 1190), (4500, 1160), (4570, 1190)]),
    ("Beacon Ridge", "path", ["G2", (4358, 1350), (4440, 1300), (4500, 1230), (4570, 1190), (4680, 1150),
         (4830, 1180),
                              (4950, 1290), "G5"]),
    ("Shepherd's Path", "path", ["G3", (4500, 1490), (4540, 1380), (4570, 1190)]),
    ("Wood Steps", "steps", ["D2", (4330, 650), (4395, 790)]),
    ("Wood Path", "path", [(4395, 790), (4450, 880), (4440, 980), (4430, 1190)]),
    ("Cliff Path", "path", ["D3", (4620, 480), (4780, 460), (4920, 560), "D4"]),
    ("Coast Path East", "path", ["D4", (5000, 800), (5020, 960), (4830, 1180)]),
    ("Zigzag", "steps", ["D1", (4030, 615), (3985, 605), (3975, 560)]),
    ("Larkfield Green Path", "footway", [(1930, 2650), (1952, 2650), (2080, 2640), (2188, 2650), (2220, 2650)]),
    ("Quarry Path", "path", ["M6", (3750, 2885), (3820, 3000), (3700, 3120), (3525, 3110), (3400, 3110), "L5"]),
    ("River Path", "path", [(1600, 2620), (1568, 2640), (1540, 2760), (1552, 2960), (1560, 3140),
         (1615, 3190), "L1"]),
    ("Tow Path", "footway", ["A0", (1395, 1330), (1412, 1500), (1450, 1650), "B0"]),
    ("Gull Head Path", "path", ["W4", (690, 280), (600, 380), (480, 470), (330, 600), (150, 720), "X3"]),
    ("Signal Path", "path", ["W3", (640, 560), (520, 640), (480, 760), (420, 860), "X2"]),
    ("Beacon Cottages Path", "path", [(520, 640), (330, 600)]),
    ("Coombe Wood Path", "path", ["W9", (330, 1875), (420, 2050), (600, 2120), (780, 2020), (900, 1900), "W8"]),
    ("Allotment Path", "footway", ["W7", (1160, 1760), (1080, 1850), (1090, 2020), "W10"]),
    ("Copse Path", "path", ["S8", (4690, 2160), (4780, 2050), (4760, 1890), "F2"]),
    ("Churchyard Steps", "steps", ["X1", (770, 870), (740, 800)]),
    ("Gull Steps", "steps", [(740, 800), (720, 690), "W3"]),
]  # fmt: skip

# Names on the map besides neighbourhoods, streets and parks: name, what, point
NAMES: list[tuple[str, str, Point]] = [
    ("Merrowcombe", "town", (2150, 1500)),
    ("Merrowcombe Station", "station", (2150, 2330)),
    ("Merrowcombe Infirmary", "hospital", (2620, 2170)),
    ("Merrowcombe Harbour", "harbour", (1400, 820)),
    ("Merrow Sands", "beach", (2700, 905)),
    ("Lantern Point", "headland", (1735, 640)),
    ("Gull Head", "headland", (700, 230)),
    ("Beacon Hill", "hill", (4570, 1190)),
    ("Cockle Cove", "beach", (4075, 470)),
    ("Merrow Bay", "sea", (2700, 300)),
    ("River Merrow", "river", (1390, 1700)),
    ("Netherby Trading Estate", "works", (3780, 2000)),
    ("Town Bridge", "bridge", (1318, 1190)),
    ("Netherby Arch", "underpass", (4056, 2331)),
    ("Station Footbridge", "footbridge", (1925, 2382)),
]
