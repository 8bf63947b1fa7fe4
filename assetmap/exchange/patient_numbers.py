"""
Numbers of patients in a column: NHS numbers, Scotland's CHI and Northern Ireland's H&C numbers.

All three have ten digits, the last of which is a check digit modulo 11 with weights 10 to 2 (NHS Data Model and
Dictionary, “NHS number”; NHS Scotland, “CHI number”, begins with a date of birth, DDMMYY). One in eleven of any other
ten-digit numbers passes it by chance, so a column without a heading is judged by how many of its ten-digit numbers do:

========================  ==================================================  ============================
different ten-digit       so many with a right check digit stop the file      chance that others look so
numbers in the column
========================  ==================================================  ============================
1 or 2 of a list that     all                                                 1 in 11, 1 in 121
has no more rows
1 or 2 of a longer list   none: too little to say                             0
3                         3                                                   1 in 1,331
4                         4                                                   1 in 14,641
5                         4                                                   1 in 3,157
10                        6                                                   1 in 10,800
100                       50                                                  under 1 in 10^24
n                         at least half, and a chance of at most 1 in 1,000   sum of the binomial's upper end
                          (`UNLIKELY`); or, whatever their share, at most 1
                          in 1,000,000 (`IMPOSSIBLE`)
========================  ==================================================  ============================

A Scottish number that lost its leading zero in a spreadsheet has nine digits, and counts among them where it begins
with a day. Under a heading that says what else the numbers are (telephones, UPRNs, bar codes) only the last counts:
six of six.
"""

from __future__ import annotations

import math
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

BY_CHANCE = 1 / 11
"""The share of ten-digit numbers that pass the check by chance."""
UNLIKELY, IMPOSSIBLE = 1e-3, 1e-6
"""The largest chances that a column of other numbers is taken for patients: where half of it or more pass; at all."""
_WEIGHTS = tuple(range(10, 1, -1))
APART = "\x00"
"""What stands between two cells of a column that is searched as one text."""

_GAP = r"[ \-./]"
_SOLID = r"(?<![\w+/=])(?<!\d\.)\d{10}(?!\w)(?!\.\d)"
_SPACED = rf"(?<![\w+/=])(?<!\d\.)(?<!\d )\d{{3}}{_GAP}{{1,2}}\d{{3}}{_GAP}{{1,2}}\d{{4}}(?!\w)(?!\.\d)"
_ALONE = rf"(?<={APART})'?(?!\d-\d{{9}})\d(?:[ \-]{{0,2}}\d){{9}}(?:\.0+)?(?={APART})"
_TOKEN = re.compile(f"{_ALONE}|{_SOLID}|{_SPACED}")
_CLOSE = re.compile(r"\d(?:[ \-./]{0,3}\d){8}|\d\.\d+[eE]")
_NINE = re.compile(rf"(?<={APART})'?\d{{9}}(?:\.0+)?(?={APART})")
_RAISED = r"\d\.\d+[eE]\+?0?[89]"
_EXPONENT = re.compile(rf"(?<={APART}){_RAISED}(?={APART})")
_WORDS = re.compile(
    r"\b(?:N\.?H\.?S\.?|CHI|H ?& ?C|HCN|health (?:and|&) care|patient|rhif GIG)(?:'s)?[ .]*"
    r"(?:numbers?|num|no|nr|id|ref|#|№)?\b[^\d\x00+]{0,20}(\d(?:[ \-./]{0,3}\d){9})(?![ \-]?\w)",
    re.IGNORECASE,
)
_PRINTED = re.compile(r"(?<![\w+/=.\-])(?<!\d )(\d{3} \d{3} \d{4})(?!\w)(?! \d)(?!\.\d)")
_RUNG = re.compile(
    r"(?:tel|phone|call|ring|mob|fax|text|whatsapp|dial|\+ ?\d{1,3})\W{0,3}[\w ]{0,12}\W{0,3}$", re.IGNORECASE
)
_FORBIDDEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"), None) | dict.fromkeys(
    map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-"
)


def may_hold_any(text: str) -> bool:
    """Say whether a text has nine digits close to each other at all: most columns have none."""
    return _CLOSE.search(text) is not None


def is_valid(digits: str) -> bool:
    """Say whether ten digits carry their own check digit; `0000000000` and its like are nobody's."""
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    check = 11 - sum(weight * int(x) for weight, x in zip(_WEIGHTS, digits[:9], strict=True)) % 11
    return int(digits[9]) == (0 if check == 11 else check)


def is_issued(digits: str) -> bool:
    """
    Say whether a valid number lies in a range that is given out, or in the one that is kept for examples.

    England, Wales and the Isle of Man 4…, 6…, 7…; Northern Ireland 320… to 399…; Scotland a date; examples 9….
    """
    return digits[0] in "4679" or "320" <= digits[:3] <= "399" or _begins_with_a_day(digits)


def _begins_with_a_day(digits: str) -> bool:
    return 1 <= int(digits[:2]) <= 31 and 1 <= int(digits[2:4]) <= 12


def at_least(passed: int, of: int, *, share: float = BY_CHANCE) -> float:
    """Return the chance that `passed` or more of `of` other numbers pass the check, of which a `share` of all pass."""
    if not passed:
        return 1.0
    log = math.log
    total = 0.0
    for k in range(passed, of + 1):
        many = math.lgamma(of + 1) - math.lgamma(k + 1) - math.lgamma(of - k + 1)
        term = math.exp(many + k * log(share) + (of - k) * log(1 - share))
        total += term
        if k > of * share and term < total * 1e-9:
            break
    return min(total, 1.0)


def as_one(cells: Sequence[str]) -> str:
    """Join the cells of a column, each one line of plain text, so that they are searched at once."""
    return f"{APART}{APART.join(cells)}{APART}"


def plain(text: str) -> str:
    """Bring a text to plain digits, spaces and dashes, however a spreadsheet or a typist wrote them."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", text).translate(_FORBIDDEN)


def in_column(text: str, *, is_known_as_other: bool, rows: int) -> frozenset[str]:
    """
    Find patients' numbers by their share of a column.

    Parameters
    ----------
    text
        The column, `as_one`.
    is_known_as_other
        Its heading says what other numbers it holds.
    rows
        How many the whole list has.

    Returns
    -------
    numbers
        Valid numbers as digits; none where the column does not look like it.
    """
    found = _ten_digits(text)
    good = {x for x in found if is_valid(x)}
    if not is_known_as_other and rows <= 2 and good and len(good) == len(found) >= rows:
        return frozenset(good)
    if _stands_out(len(good), len(found), is_known_as_other=is_known_as_other):
        return frozenset(good)
    # As a number a CHI number loses the zero it begins with.
    short = {f"0{_digits(x)}" for x in _NINE.findall(text)}
    good |= {x for x in short if _begins_with_a_day(x) and is_valid(x)}
    if _stands_out(len(good), len(found | short), is_known_as_other=is_known_as_other):
        return frozenset(good)
    return frozenset()


def all_of_them(text: str) -> frozenset[str]:
    """Give the ten-digit numbers of a column if each is valid: in a list of people one is enough."""
    found = _ten_digits(text)
    return frozenset(found) if all(map(is_valid, found)) else frozenset()


def _ten_digits(text: str) -> set[str]:
    found = {_digits(x) for x in _TOKEN.findall(text)} | {_from_exponent(x) for x in _EXPONENT.findall(text)}
    return {x for x in found if len(x) == 10 and len(set(x)) > 1}


def _stands_out(good: int, of: int, *, is_known_as_other: bool) -> bool:
    if good < 3:
        return False
    chance = at_least(good, of)
    return chance <= IMPOSSIBLE or (not is_known_as_other and good * 2 >= of and chance <= UNLIKELY)


def in_words(text: str) -> frozenset[str]:
    """Find valid numbers that the text itself calls a patient's (“NHS no 943 476 5919”): one is enough."""
    return frozenset(x for x in map(_digits, _WORDS.findall(text)) if is_valid(x))


def as_printed(text: str) -> frozenset[str]:
    """
    Find valid, issued numbers set as the NHS prints them (943 476 5919): one is enough.

    A number before which the text speaks of ringing somebody is passed over.
    """
    return frozenset(
        digits
        for match in _PRINTED.finditer(text)
        if is_valid(digits := _digits(match[1]))
        and is_issued(digits)
        and not _RUNG.search(text, max(0, match.start() - 40), match.start())
    )


def any_number(text: str) -> frozenset[str]:
    """Find all that has the digits of one, right or mistyped, for a column whose heading says that it holds them."""
    found = [*_TOKEN.findall(text), *_NINE.findall(text)]
    return frozenset(map(_digits, found)) | frozenset(filter(None, map(_from_exponent, _EXPONENT.findall(text))))


def places_of(numbers: Iterable[str], cells: Sequence[str]) -> list[int]:
    """Say at which places of a column any of the numbers stand."""
    wanted = set(numbers) | {x[1:] for x in numbers if x.startswith("0")}

    def holds(cell: str) -> bool:
        digits = re.sub(r"\D", "", re.sub(r"\.0+$", "", cell))
        return any(x in digits for x in wanted) or _from_exponent(cell) in wanted

    return [at for at, cell in enumerate(cells) if holds(cell)]


def _digits(token: str) -> str:
    return "".join(str(int(x)) for x in re.sub(r"\.0+$", "", token) if x.isdecimal())


def _from_exponent(token: str) -> str:
    """Give `9.434765919E+09` as its digits, or "" for anything else."""
    if not re.fullmatch(_RAISED, token):
        return ""
    number = float(token)
    return str(int(number)) if number.is_integer() else ""
