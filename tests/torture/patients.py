"""
Lists with patients in them, in every form that a spreadsheet or a typist gives their numbers, and lists without.

What is counted: how many lists with valid numbers are stopped, and how many lists of other ten-digit numbers are
stopped by mistake.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from assetmap.exchange.patient_numbers import is_valid
from assetmap.exchange.patients import patients_in
from assetmap.exchange.sheets import Row as Line
from assetmap.exchange.sheets import Sheet
from tests.torture.row import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import Any

CASES, OTHERS = 4_000, 20_000
"""Lists with patients, and lists without, of the long form."""
_NAMES = ("Ash Hall", "Brook Café", "Cedar Choir", "Dene Allotments", "Elm Library", "Fern Walkers", "Gorse Trust")


def seeded(seed: int) -> random.Random:
    """Give the same chance again."""
    return random.Random(seed)  # noqa: S311


def sheet_of(heading: str, cells: list[Any], **besides: list[Any]) -> Sheet:
    """Make a list with names and places, one more column, and what is said besides."""
    lines = []
    for at, cell in enumerate(cells):
        row = {"Name": f"{_NAMES[at % 7]} {at}", "Latitude": f"{51 + at / 1e6:.8f}", "Longitude": "-2.36123456"}
        lines.append(Line(at + 2, row | {heading: cell} | {key: x[at] for key, x in besides.items()}))
    return Sheet(headings=("Name", "Latitude", "Longitude", heading, *besides), rows=tuple(lines))


def nhs(chance: random.Random) -> str:
    """Make a valid NHS number of a range that is given out in England and Wales, or is kept for examples."""
    return _valid(chance, lambda: f"{chance.choice('4679')}{chance.randrange(10**8):08}")


def chi(chance: random.Random) -> str:
    """Make a valid CHI number: born on some day."""
    return _valid(
        chance,
        lambda: (
            f"{chance.randint(1, 28):02}{chance.randint(1, 12):02}{chance.randrange(100):02}{chance.randrange(1000):03}"
        ),
    )


def hc(chance: random.Random) -> str:
    """Make a valid Health and Care number of Northern Ireland."""
    return _valid(chance, lambda: f"3{chance.randint(20, 99)}{chance.randrange(10**6):06}")


def _valid(chance: random.Random, first_nine: Callable[[], str]) -> str:
    while True:
        nine = first_nine()
        found = [f"{nine}{x}" for x in range(10) if is_valid(f"{nine}{x}")]
        if found:
            return found[0]


def _spaced(number: str, by: str = " ") -> str:
    return f"{number[:3]}{by}{number[3:6]}{by}{number[6:]}"


_WRITTEN: dict[str, Callable[[str], Any]] = {
    "plain": str, "spaced": _spaced, "dashes": lambda x: _spaced(x, "-"), "dots": lambda x: _spaced(x, "."),
    "hard spaces": lambda x: _spaced(x, "\u00a0"), "long dashes": lambda x: _spaced(x, "\u2013"),
    "a number": int, "a number with a point": float, "a number as text": lambda x: f"{int(x)}.0",
    "an exponent": lambda x: f"{int(x):.9E}", "an apostrophe": lambda x: f"'{x}",
    "in pairs": lambda x: " ".join(x[i:i + 2] for i in range(0, 10, 2)),
    "full width": lambda x: "".join(chr(ord(d) + 0xFEE0) for d in x), "a tail of blanks": lambda x: f" {x} \n",
}  # fmt: skip
_HEADINGS = (
    "NHS Number",
    "nhs_no",
    "NHS No.",
    "NHSNumber",
    "Nhs  Num",
    "CHI Number",
    "H&C Number",
    "Patient NHS Number",
)
_SILENT = ("Ref", "Reference", "id", "Code", "Column1", "Unnamed: 4", "Member number", "key", "Notes", "Phone")
_SAID = (
    "NHS no {x}", "NHS no. {x}", "NHS number: {x}", "nhs#{x}", "referred by GP, NHS {x}, likes gardens", "(NHS No {x})",
    "Her NHS number is {x}.", "CHI {x}", "CHI number {x}", "H&C no {x}", "Patient number {x}", "N.H.S. No: {x}",
    "rhif GIG {x}",
)  # fmt: skip


def with_patients(cases: int, *, seed: int = 8) -> Iterator[tuple[str, Sheet]]:
    """Give lists that hold valid numbers: under their heading (one is enough), under any other (three), in words."""
    chance = seeded(seed)
    makers = {"nhs": nhs, "chi": chi, "hc": hc}
    for case in range(cases):
        what, make = list(makers.items())[case % 3]
        how, write = list(_WRITTEN.items())[case % len(_WRITTEN)]
        if (what, how) == ("chi", "an exponent"):  # a leading zero is lost in it
            make = nhs
        kind = case % 4
        if kind == 0:
            many = chance.choice((1, 2, 7))
            cells = [write(make(chance)), *[None] * (many - 1)]
            yield f"{what}, {how}, under its heading", sheet_of(chance.choice(_HEADINGS), cells)
        elif kind == 1:
            heading = chance.choice(_SILENT)
            many = chance.choice((6, 9, 30)) if heading == "Phone" else chance.choice((3, 4, 9, 30))
            cells = [write(make(chance)) for _ in range(many)]
            yield f"{what}, {how}, {many} under {heading}", sheet_of(heading, cells)
        elif kind == 2:
            text = chance.choice(_SAID).format(x=chance.choice((str, _spaced))(make(chance)))
            cells = ["Open to all", text, None, "Call 01225 477000"]
            yield f"{what} in words", sheet_of(chance.choice(("Notes", "Description", "Comments")), cells)
        else:
            cells = ["", f"Mrs J, {_spaced(nhs(chance))}, comes on Mondays", "Tea"]
            yield "as printed, in words that do not say so", sheet_of("Description", cells)


def without(cases: int, *, seed: int = 9) -> Iterator[tuple[str, Sheet]]:
    """Give lists of other numbers, of every length from one to some hundreds."""
    chance = seeded(seed)

    def ten() -> str:
        return f"{chance.randint(1, 9)}{chance.randrange(10**9):09}"

    start = chance.randrange(10**9, 9 * 10**9)
    kinds: dict[str, tuple[str, Callable[[int], Any]]] = {
        "telephones": ("Phone", lambda _: f"01225 {chance.randrange(100000, 999999)}"),
        "mobiles": ("Contact", lambda _: f"07{chance.randrange(10**9):09}"),
        "telephones without their zero": ("Telephone", lambda _: 1225000000 + chance.randrange(10**6)),
        "American telephones": ("Phone", lambda _: f"{chance.randint(201, 989)}-555-{chance.randrange(10**4):04}"),
        "numbers of any kind": ("Ref", lambda _: ten()),
        "numbers that rise": ("Asset id", lambda at: start + at),
        "numbers that rise by tens": ("Asset id", lambda at: start + 10 * at),
        "UPRNs": ("uprn", lambda _: 100120000000 + chance.randrange(10**7)),
        "short UPRNs": ("UPRN", lambda _: 1000000000 + chance.randrange(10**9)),
        "places glued together": ("Grid", lambda _: f"{chance.randrange(10**5):05}{chance.randrange(10**5):05}"),
        "charities": ("Charity number", lambda _: chance.randrange(200000, 1200000)),
        "companies": ("Company", lambda _: f"{chance.randrange(10**8):08}"),
        "bar codes": ("EAN", lambda _: f"50{chance.randrange(10**11):011}"),
        "numbers of OpenStreetMap": ("osm_id", lambda _: chance.randrange(10**8, 12 * 10**9)),
        "numbers of OpenStreetMap, nine digits": ("source", lambda _: chance.randrange(10**8, 10**9)),
        "hours since": ("when", lambda at: 1700000000 + 3600 * at),
        "groups on the web": ("Page", lambda _: f"https://example.org/groups/{ten()}/"),
        "codes": ("Code", lambda _: f"1-{chance.randrange(10**9)}"),
    }  # fmt: skip
    for case in range(cases):
        what, (heading, make) = list(kinds.items())[case % len(kinds)]
        many = chance.choice((1, 2, 3, 4, 5, 8, 13, 21, 40, 100, 300))
        yield f"{many} {what}", sheet_of(heading, [make(at) for at in range(many)])


def row(folder: Path, *, cases: int = CASES, others: int = OTHERS) -> Row:
    """Look at all of them."""
    missed = [what for what, sheet in with_patients(cases) if patients_in(sheet) is None]
    alarms = [what for what, sheet in without(others) if patients_in(sheet) is not None]
    problems = []
    if len(missed) > cases / 100:
        problems += [f"not stopped: {x}" for x in missed]
    if len(alarms) > others / 100:
        problems += [f"stopped by mistake: {x}" for x in alarms]
    return Row.of(
        "patients in a list", "≥ 99 % of lists with valid NHS, CHI or H&C numbers stopped; false alarms ≤ 1 %",
        f"{cases - len(missed):,} of {cases:,} stopped ({1 - len(missed) / cases:.2%}); {len(alarms)} of {others:,} "
        f"lists of other numbers stopped by mistake ({len(alarms) / others:.2%})",
        *problems,
    )  # fmt: skip
