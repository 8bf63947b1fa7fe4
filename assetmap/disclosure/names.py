"""
Names that are private, and whether a text says one of them, however a hall writes it.

Capitals, accents, apostrophes and hyphens count for nothing; “Ann’s”, “Anns”, “#AnnPike”, “l’Anne” and the endings that
a name gets in other languages are the name. In doubt a text is held back: one too few on a wall is mended by whoever
leads the workshop, a name too many by nobody.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_JOINED = "'"
_HYPHEN = re.compile(r"(?<=\w)[-‐‑–]\s*(?=\w)")
_SPELT = re.compile(r"(?<!\w)(?:[^\W\d_][\s.]+){2,}[^\W\d_](?!\w)")
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ＇`´′", "'"))
# Letters that are no letter with a mark to Unicode, and that a hall types without.
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"})
_MAIL = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>().,;]+")
_NUMBER = re.compile(r"\+?\(?\d[\d\s().\-/]{4,}\d")
_HOURS = re.compile(r"(?<!\d)\d{1,2}[:.]\d\d(?!\d)|(?<!\d)\d{1,2}\s?[-–]\s?\d{1,2}(?!\d)|[/=?&]\d+")
_LEAST, _LEAST_GLUED, _LEAST_DIGITS, _LEAST_WHOLE = 3, 6, 6, 2
_LEAST_PHONE = 9
# Words beside a name that are nobody's own.
_BESIDE = """
mr mrs ms miss mx dr doctor rev revd reverend father sister brother sir dame lady lord the and for from who with
aunt auntie uncle nan nana gran granny grandma grandad grandpa mum mam mother dad friend friends neighbour
neighbours wife husband son daughter her his our their she him them they lives live next door flat road street
house lane avenue close place number near behind somebody someone anonymous nobody man woman men women gentleman
resident residents person people volunteer volunteers warden reception receptionist secretary chair chairman
treasurer office team group manager coordinator organiser leader retired former old young can does mends sews
cooks teaches bakes knits plays speaks helps skill skills not known phone ring call text mobile email after
before evenings mornings only please say says said tells told all any some one two three everybody everyone we us
table both several many at of on in to by or as my me it is if up he be no was has had have are but also this that there
here where when then very much more most than into over under about
"""
_NOBODYS = frozenset(_BESIDE.split())
# Words in a contact that is an office, not a person.
_OFFICE = """
council church centre center trust association society committee service services charity uk city town parish village
county borough community enquiries enquiry information info helpline advice line school surgery practice hospital health
library museum hall house farm park garden gardens club project hub foundation network forum partnership company ltd
cic cio admin administration desk bookings booking customer head main general duty contact support care national
youth sports leisure arts food bank nhs age mind citizens department
"""
_OFFICES = frozenset(_OFFICE.split())
_BETWEEN = re.compile(r"[,;/&()]|\band\b|\bor\b", re.IGNORECASE)
_MOST_OWN = 4
# Names that are little words, too: only with a capital.
_LITTLE = frozenset({"will", "may", "can", "an", "so", "in", "do", "my", "see"})
_ARTICLES = frozenset({"a", "an", "the", "some"})
_SAINTS = frozenset({"st", "saint", "sankt", "san", "santa", "sw", "sint"})
# Endings of a name in languages that bend names: “Anna” is “Anny”, “Annie”, “Annę” in Polish, “Piotr” is “Piotrowi”.
_AFTER_A = ("y", "i", "e", "o", "u", "ie", "ii", "om", "ou", "ej", "iej", "oj", "oi")
_AFTER_OTHERS = ("a", "owi", "em", "iem", "ovi", "om")
_LEAST_BENT = 4


@dataclass(frozen=True, kw_only=True)
class Names:
    """
    Names that stay private.

    Attributes
    ----------
    single
        Words each of which is a name: first names, family names.
    phrases
        Words that are a name together: a place, an address.
    within
        Names in scripts without spaces, or whose words begin with what is joined to them: found inside words, too.
    digits
        Telephone numbers and postcodes, without blanks.
    """

    single: frozenset[str] = frozenset()
    phrases: frozenset[tuple[str, ...]] = frozenset()
    within: frozenset[str] = frozenset()
    digits: frozenset[str] = frozenset()
    _forms: dict[str, str] = field(default_factory=dict, repr=False)
    _by_first: dict[str, list[tuple[str, ...]]] = field(default_factory=dict, repr=False)
    _glued: frozenset[str] = frozenset()
    _glued_long: tuple[int, ...] = ()

    def __or__(self, other: Names) -> Names:
        return names_of(
            single=self.single | other.single, phrases=self.phrases | other.phrases, within=self.within | other.within,
            digits=self.digits | other.digits,
        )  # fmt: skip

    def __bool__(self) -> bool:
        return bool(self.single or self.phrases or self.within or self.digits)

    def are_in(self, *texts: str) -> bool:
        """Say whether one of the texts says one of the names."""
        return any(self._in(spelt) for text in texts if text for spelt in _spellings(text))

    def _in(self, text: str) -> bool:
        shown = _visible(text)
        typed = _words(shown)
        plain = [plainly(x) for x in typed]
        if self.digits and ("@" in shown or any(map(str.isdigit, shown))):
            squeezed = "".join(x for x in plainly(shown) if x.isalnum())
            if any(x in squeezed for x in self.digits):
                return True
        if self.within and any(x in word for x in self.within for word in plain):
            return True
        said = [_forms_of(x) for x in plain]
        return self._single_in(typed, said) or self._phrase_in(plain, said)

    def _single_in(self, typed: Sequence[str], said: Sequence[frozenset[str]]) -> bool:
        shouted = all(x.isupper() for x in typed if len(x) > 1)
        for at, forms in enumerate(said):
            found = {self._forms[x] for x in forms if x in self._forms}
            if not found or (at and said[at - 1] & _SAINTS and not forms & _LITTLE):
                continue
            if found - _LITTLE or shouted or typed[at][:1].isupper():
                return True
        return False

    def _phrase_in(self, plain: Sequence[str], said: Sequence[frozenset[str]]) -> bool:
        for word in plain:
            for long in self._glued_long if len(word) >= _LEAST_GLUED else ():
                if any(word[at : at + long] in self._glued for at in range(len(word) - long + 1)):
                    return True
        for at, forms in enumerate(said):
            for first in forms:
                for phrase in self._by_first.get(first, ()):
                    rest = said[at + 1 : at + len(phrase)]
                    if len(rest) == len(phrase) - 1 and all(x in y for x, y in zip(phrase[1:], rest, strict=True)):
                        return True
        return False


def names_of(
    *,
    single: Iterable[str] = (),
    phrases: Iterable[tuple[str, ...]] = (),
    within: Iterable[str] = (),
    digits: Iterable[str] = (),
) -> Names:
    """Make names that are plain already (`plainly`) ready to be looked for."""
    own = frozenset(x for x in single if x)
    whole = frozenset(x for x in phrases if x)
    forms = {form: name for name in own for form in _bent(name)}
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for phrase in whole:
        by_first.setdefault(phrase[0], []).append(phrase)
    glued = frozenset(one for x in whole if len(x) > 1 and len(one := "".join(x)) >= _LEAST_GLUED)
    return Names(
        single=own, phrases=whole, within=frozenset(x for x in within if x), digits=frozenset(x for x in digits if x),
        _forms=forms | {x: x for x in own}, _by_first=by_first, _glued=glued,
        _glued_long=tuple(sorted({len(x) for x in glued})),
    )  # fmt: skip


def of_people(*said: str) -> Names:
    """Take texts that name somebody: "Ann Pike", "Mrs Okafor next door", "Jo, 07700 900123"."""
    single: set[str] = set()
    phrases: set[tuple[str, ...]] = set()
    within: set[str] = set()
    digits: set[str] = set()
    for text in said:
        shown = _visible(text)
        mails = _MAIL.findall(shown)
        digits |= {"".join(x for x in plainly(mail) if x.isalnum()) for mail in mails}
        digits |= {x for x in map(_digits, _NUMBER.findall(shown)) if len(x) >= _LEAST_DIGITS}
        words = _words(_NUMBER.sub(" ", _MAIL.sub(" ", shown)))
        own = [plainly(x) for x in _names_among(words)]
        for word in own:
            if _is_bare(word):
                if len(word) >= _LEAST_WHOLE:
                    within.add(word)
            elif len(word) >= _LEAST or (len(own) == 1 and len(word) >= _LEAST_WHOLE):
                single |= {word, *_sides(word)}
        if len(own) > 1:
            phrases |= {tuple(own), *pairwise(own)}
    return names_of(single=single, phrases=phrases, within=within, digits=digits)


def of_contacts(*said: str, ordinary: frozenset[str] = frozenset()) -> Names:
    """
    Take those whom a map names as contacts: only first and family name together.

    A whole map has many of them, among whom somebody is called Green, and somebody Hill. What is no person's name
    (“Reception”, “Bath City Farm”, “The helpline”) is none.

    Parameters
    ----------
    ordinary
        Further words with which no person is named: "club".
    """
    phrases: set[tuple[str, ...]] = set()
    for text in said:
        for one in _BETWEEN.split(_NUMBER.sub(" ", _MAIL.sub(" ", _visible(text)))):
            words = [x for x in _words(one) if plainly(x) not in _NOBODYS and not x[:1].isdigit()]
            own = [plainly(x) for x in words]
            is_name = _LEAST_WHOLE <= len(own) <= _MOST_OWN and all(_is_raised(x) for x in words)
            if is_name and not (_OFFICES | ordinary).intersection(own):
                phrases |= {tuple(own), (own[0], own[-1])}
    return names_of(phrases=phrases)


def of_things(*said: str, ordinary: frozenset[str] = frozenset(), in_parts: bool = False) -> Names:
    """
    Take the names of places and groups: whole, without the article before them.

    Parameters
    ----------
    ordinary
        Words that are no name where they stand alone: "park".
    in_parts
        Whether the words with a capital in it are the name, too: "Rose House" of "Rose House for women".
    """
    phrases: set[tuple[str, ...]] = set()
    within: set[str] = set()
    for text in said:
        typed = _words(_visible(text))
        plain = [plainly(x) for x in typed]
        if plain and plain[0] in _ARTICLES:
            typed, plain = typed[1:], plain[1:]
        if not plain:
            continue
        if any(map(_is_bare, plain)):
            within.add("".join(plain))
        elif len(plain) > 1 or (plain[0] not in ordinary and len(plain[0]) >= _LEAST_WHOLE):
            phrases.add(tuple(plain))
        if in_parts:
            start = next((at for at, x in enumerate(typed) if not x[:1].isupper()), len(typed))
            if 1 < start < len(typed):
                phrases.add(tuple(plain[:start]))
    return names_of(phrases=phrases, within=within)


def of_doors(*said: str) -> Names:
    """Take addresses and postcodes: "12 Rose Lane, Bath BA2 3QE" is found as "12 rose" and whole."""
    phrases: set[tuple[str, ...]] = set()
    digits: set[str] = set()
    for text in said:
        plain = [plainly(x) for x in _words(_visible(text).partition(",")[0])]
        plain = plain[1:] if plain[:1] and plain[0] in _ARTICLES else plain
        whole = "".join(x for x in plainly(text) if x.isalnum())
        if re.fullmatch(r"[a-z]{1,2}\d[a-z\d]?\d[a-z]{2}", whole):
            digits.add(whole)
        elif len(plain) > 1 and plain[0][:1].isdigit():
            phrases.add((plain[0], plain[1]))
        elif len(plain) > 1:
            phrases.add(tuple(plain))
    return names_of(phrases=phrases, digits=digits)


def says_how_to_reach(text: str) -> bool:
    """Say whether a text holds an e-mail address or a telephone number: nobody's goes on a wall."""
    shown = _visible(text)
    return bool(_MAIL.search(shown)) or any(len(_digits(x)) >= _LEAST_PHONE for x in _NUMBER.findall(shown))


def reaches_besides_hours(text: str) -> bool:
    """Say so of a text with many figures that are none of a telephone: opening hours, an address on the web."""
    shown = _visible(text)
    return bool(_MAIL.search(shown)) or any(
        shown_so.startswith(("0", "+", "(0")) and len(_digits(shown_so)) >= _LEAST_PHONE
        for shown_so in _NUMBER.findall(_HOURS.sub(";", shown))
    )


def plainly(text: str) -> str:
    """Write a text without capitals, accents and other marks."""
    if text.isascii():
        return text.lower().replace("`", "'")
    flat = unicodedata.normalize("NFKD", _visible(text).casefold())
    return "".join(x for x in flat if not unicodedata.combining(x)).translate(_PLAIN)


def _spellings(text: str) -> list[str]:
    """Give a text as it stands, and also put together where it parts words with hyphens, blanks or unseen signs."""
    found = [text]
    if _HYPHEN.search(text):
        found.append(_HYPHEN.sub("", text))
    if _SPELT.search(text):
        found.append(_SPELT.sub(lambda x: re.sub(r"[\s.]", "", x[0]), text))
    if not text.isascii() and any(unicodedata.category(x) == "Cf" for x in text):
        found.append("".join(" " if unicodedata.category(x) == "Cf" else x for x in text))
    return found


def _words(text: str) -> list[str]:
    """Part a text into words; the vowels of many scripts are marks, which no letter is without."""
    if text.isascii():
        return _WORD.findall(text)
    apart = "".join(x if x.isalnum() or x == _JOINED or unicodedata.category(x)[0] == "M" else " " for x in text)
    return [x for word in apart.split() if (x := word.strip(_JOINED))]


def _visible(text: str) -> str:
    """Leave out what nobody sees inside words: soft hyphens, joiners, marks of direction."""
    if text.isascii():
        return text.replace("`", "'")
    said = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES)
    return "".join(x for x in said if unicodedata.category(x) != "Cf")


def _digits(text: str) -> str:
    """Keep of a telephone number what is dialled from here and from abroad alike: the end of it."""
    return "".join(x for x in text if x.isdigit()).removeprefix("00").removeprefix("44").lstrip("0")


def _names_among(words: Sequence[str]) -> list[str]:
    """Choose the words of a text that are somebody's name: with a capital where any has one, or of a script without."""
    own = [x for x in words if plainly(x) not in _NOBODYS and not x[:1].isdigit() and len(x) >= _LEAST_WHOLE]
    raised = [x for x in own if _is_raised(x)]
    described = not raised and words and plainly(words[0]) in _ARTICLES  # “a man from the flats”
    return [] if described else raised or own


def _is_raised(word: str) -> bool:
    """Say whether a word has a capital, or is of a script without."""
    return word[:1].isupper() or word[:1].lower() == word[:1].upper()


def _is_bare(word: str) -> bool:
    """Say whether a word is of a script that has no capitals, where names stand joined to what is before or after."""
    return any(x.isalpha() and x.lower() == x.upper() and ord(x) > 0x2FF for x in word)


def _sides(word: str) -> list[str]:
    """Give "obrien" of "o'brien", and "anne" of "l'anne"."""
    if "'" not in word:
        return []
    first, _, last = word.partition("'")
    return [word.replace("'", "")] + [x for x in (first, last) if len(x) >= _LEAST]


@lru_cache(maxsize=8_192)  # words, each by itself: a big screen asks for the same ones every two seconds
def _forms_of(word: str) -> frozenset[str]:
    """Give what a word of a text may be the name of: "ann's", "anns", "l'anne", "ayse'nin"."""
    forms = {word, word.replace("'", "")}
    if "'" in word:
        forms |= set(word.split("'"))
    forms |= {x[:-1] for x in tuple(forms) if len(x) > _LEAST_WHOLE and x.endswith("s")}
    return frozenset(x for x in forms if x)


def _bent(name: str) -> list[str]:
    if len(name) < _LEAST_BENT or not name.isascii():
        return []
    if name.endswith("a"):
        return [name[:-1] + x for x in _AFTER_A]
    return [name + x for x in _AFTER_OTHERS]
