"""How many forms a counted thing has in each language, as gettext writes it: CLDR's forms that whole numbers reach."""

from __future__ import annotations

_TWO = "nplurals=2; plural=(n != 1);"
_FEW = "n%10>=2 && n%10<=4 && (n%100<12 || n%100>14)"

PLURALS = {
    "cy": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n==3 ? 3 : n==6 ? 4 : 5);",
    "pl": f"nplurals=3; plural=(n==1 ? 0 : {_FEW} ? 1 : 2);",
    "ro": "nplurals=3; plural=(n==1 ? 0 : n==0 || (n%100>0 && n%100<20) ? 1 : 2);",
    "uk": f"nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : {_FEW} ? 1 : 2);",
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
    "ur": _TWO,
    "so": _TWO,
    "bn": "nplurals=2; plural=(n > 1);",
    "fr": "nplurals=2; plural=(n > 1);",
    "es": _TWO,
    "pt": _TWO,
}
"""By code of the language; the head of its catalogue says the same."""
EXAMPLES = (*range(23), 25, 100, 101, 102, 111)
"""Numbers by which a translator is told which form is which."""


def examples(code: str) -> list[str]:
    """Say of each form of a language which numbers take it: `["1", "2, 3, 4, 22 …", "0, 5, 6, 7 …"]`."""
    from gettext import c2py

    count, _, formula = PLURALS[code].removesuffix(";").removeprefix("nplurals=").partition("; plural=")
    form = c2py(formula)
    taken: list[list[str]] = [[] for _ in range(int(count))]
    for number in EXAMPLES:
        taken[form(number)].append(str(number))
    return [", ".join(x[:5]) + (" …" if len(x) > 5 else "") for x in taken]
