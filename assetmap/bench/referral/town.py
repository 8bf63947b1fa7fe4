"""Assets of a whole country, invented: towns of all sizes, and words as people use them, some often and most seldom."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from assetmap.assets import Asset
from assetmap.vocabulary import vocabulary

if TYPE_CHECKING:
    from numpy.typing import NDArray

METRIC = "EPSG:27700"
ON = date(2026, 11, 21)
_TOWN_OF = 2_500
"""One town for so many assets."""
_DO = (
    "Singing", "Gardening", "Walking", "Reading", "Mending", "Cooking", "Dancing", "Painting", "Talking", "Swimming",
    "Knitting", "Sewing", "Cycling", "Bereavement", "Carers", "Dads", "Toddler", "Drumming", "Allotment", "Chess",
)  # fmt: skip
_WHAT = ("group", "club", "circle", "café", "hour", "walk", "table", "class", "drop-in", "garden", "choir", "shed")
_SPOKEN_OF = (
    "tea soup company lunch music singing walking knitting stories letters debts bills rent heating warmth "
    "bread seeds tomatoes apples flowers birds bats bees compost digging chairs dancing stretching swimming "
    "cycling football bowls darts chess cards dominoes bingo films photographs painting clay wood tools "
    "engines radios computers phones tablets english reading poems prayers candles silence breathing sleep "
    "worry loneliness loss memories laughter cake biscuits coffee curry pancakes breakfast jam honey wool "
    "buttons quilts curtains bicycles buggies toys puppets drums guitars ukuleles brass carols hymns history "
    "maps stones rivers tides boats fish ropes knots dogs cats horses hens sheep trees leaves hedges paths "
    "hills views benches ponds frogs stars moths shadows clocks lamps stamps coins trains buses forms "
    "benefits housing jobs applications interviews budgets savings volunteering caring dementia strokes "
    "hearing balance falls pain diabetes breathlessness smoking drinking gambling recovery courage"
)
_PEOPLE = (
    "everybody carers widows widowers fathers mothers men women teenagers toddlers babies grandparents "
    "neighbours newcomers refugees students farmers sailors veterans beginners families friends couples dog-owners "
    " night-workers shy-people deaf-people wheelchair-users drivers gardeners readers"
)
_WHEN = ("every week", "twice a month", "after work", "after lunch", "on light evenings", "in term time", "all year",
         "before breakfast", "on wet days", "at weekends", "first thing", "last thing")  # fmt: skip
_ROOM = ("hall", "vestry", "kitchen", "back room", "garden room", "shed", "barn", "library", "school", "café",
         "clubhouse", "chapel", "pavilion", "workshop", "boathouse", "tent")  # fmt: skip
_SAID = (
    "We meet {when} in the {room} for {thing} and {other}", "There is {thing}, there is {other}, nobody has to book",
    "For {whom} who would like {thing} or {other}", "Bring {thing} and come with {whom}",
    "Somebody by the door says hello to {whom}", "Come for the {thing}, stay for the {other}",
    "{whom} teach each other about {thing} {when}", "It is flat all the way to the {room}, and there is {thing}",
)  # fmt: skip
_THINGS, _WHOM = _SPOKEN_OF.split(), _PEOPLE.split()
_SYLLABLES = (
    "ash", "bar", "cor", "dun", "el", "fen", "gar", "hol", "ing", "ken", "lan", "mor", "nor", "ox", "pen", "ros",
    "sal", "tor", "ul", "wal", "wick", "ham", "ton", "ford", "ley", "by", "mere", "worth",
)  # fmt: skip


def assets(many: int, *, seed: int = 7) -> list[Asset]:
    """Invent assets over the middle of Great Britain; the same ones every time, but for their order among equals."""
    chance = np.random.default_rng(seed)
    towns = max(many // _TOWN_OF, 1)
    names = np.array(["".join(chance.choice(_SYLLABLES, 3)).capitalize() for _ in range(max(4 * towns, 40))])
    shares = 1 / np.arange(1, towns + 1) ** 0.7
    town = chance.choice(towns, many, p=shares / shares.sum())
    x = chance.uniform(300_000, 600_000, towns)[town] + chance.normal(0, 3_000, many)
    y = chance.uniform(120_000, 480_000, towns)[town] + chance.normal(0, 3_000, many)
    points = _points(x, y)
    known = vocabulary()
    kinds, needs = sorted(known.kinds), sorted(known.needs)
    kind, need = chance.integers(0, len(kinds), many), chance.integers(0, len(needs), (many, 2))
    do, what = chance.integers(0, len(_DO), many), chance.integers(0, len(_WHAT), many)
    said = chance.integers(0, len(_SAID), (many, 4))
    # Some things are spoken of often and most seldom.
    often = 1 / (np.arange(len(_THINGS)) + 4)
    things = chance.choice(len(_THINGS), (many, 4, 2), p=often / often.sum())
    rest = [chance.integers(0, len(words), (many, 4)) for words in (_WHOM, _WHEN, _ROOM)]
    street = chance.integers(0, len(names), many)
    weeks, is_nowhere = chance.integers(0, 80, many), chance.random(many) < 0.05
    ids = chance.bytes(16 * many)
    template = dict(Asset(name="A", kind=kinds[0], status="published", how_checked="phoned").__dict__)
    made = []
    for i in range(many):
        texts = [
            _SAID[k].format(
                thing=_THINGS[things[i, j, 0]],
                other=_THINGS[things[i, j, 1]],
                whom=_WHOM[rest[0][i, j]],
                when=_WHEN[rest[1][i, j]],
                room=_ROOM[rest[2][i, j]],
            )
            for j, k in enumerate(said[i].tolist())
        ]
        made.append(
            _made(
                template,
                id=str(uuid.UUID(bytes=ids[16 * i : 16 * i + 16], version=4)),
                short=f"{i:06d}",
                name=f"{_DO[do[i]]} {_WHAT[what[i]]}, {names[street[i]]} {i % 97}",
                kind=kinds[kind[i]],
                needs=tuple(dict.fromkeys(needs[k] for k in need[i].tolist())),
                description=f"{texts[0]}. {texts[1]}. {texts[2]}, at {names[street[i] // 2]} Hall.",
                own_words=f"{texts[3]}.",
                where=None if is_nowhere[i] else points[i],
                checked_on=ON - timedelta(weeks=int(weeks[i])),
            )
        )
    return made


def _made(template: dict[str, Any], **fields: Any) -> Asset:
    """Make an asset without its checks, which half a million times take minutes: these fields are sound."""
    asset = object.__new__(Asset)
    asset.__dict__.update(template, **fields)
    return asset


def _points(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.object_]:
    from assetmap.crs import WGS84, transformer

    lon, lat = transformer(METRIC, WGS84).transform(x, y)
    return np.asarray(shapely.points(np.round(lon, 6), np.round(lat, 6)), dtype=object)
