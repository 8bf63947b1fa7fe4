"""The catalogues: whole, up to date, and such that nothing said from them can go wrong on a page."""

import re
import unicodedata
from datetime import date
from functools import cache
from gettext import c2py
from string import Formatter

import pytest
from babel import Locale
from babel.messages.pofile import read_po

from assetmap.errors import LanguageError
from assetmap.printing.fonts import can_draw
from assetmap.wording import LANGUAGES, day_text, number_text, speaking
from assetmap.wording.extracting import TEMPLATE, is_said, said_in
from assetmap.wording.plurals import PLURALS, examples
from assetmap.wording.saying import CATALOGUES

CODES = [code for code in LANGUAGES if code != "en"]
ENDS = ".!?…:;。؟۔।"


@cache
def read(code):
    path = TEMPLATE if code == "pot" else CATALOGUES / f"{code}.po"
    with path.open("rb") as file:
        return read_po(file, locale=None if code == "pot" else code, abort_invalid=True)


def messages(code):
    return [x for x in read(code) if x.id]


def forms(words):
    return list(words) if isinstance(words, tuple | list) else [words]


def said(code):
    """Give each message that a language has: what it is in English, and each form of it with its number."""
    for message in messages(code):
        if is_said(message.string):
            yield message, list(enumerate(forms(message.string)))


def names(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def numbers_of(code, form):
    """Give the whole numbers up to 200 that take a form."""
    formula = c2py(PLURALS[code].removesuffix(";").partition("plural=")[2])
    return [n for n in range(201) if formula(n) == form]


@pytest.mark.parametrize("code", CODES)
def test_the_names_in_a_sentence_are_those_of_the_english_one(code):
    for message, texts in said(code):
        wanted = set().union(*(names(x) for x in forms(message.id)))
        for form, text in texts:
            # “two places” needs no number where one form is for two alone (or for nought and one).
            alone = message.pluralizable and (len(numbers_of(code, form)) == 1 or numbers_of(code, form) == [0, 1])
            least = wanted - {"n"} if alone else wanted
            assert least <= names(text) <= wanted, (message.id, text)
            assert all(not spec and not turned for _, name, spec, turned in Formatter().parse(text) if name), text


@pytest.mark.parametrize("code", CODES)
def test_a_sentence_that_ends_is_one_that_ends(code):
    for message, texts in said(code):
        for english in forms(message.id):
            for _, text in texts:
                assert (english[-1] in ENDS) == (text[-1] in ENDS), (message.id, text)
                assert (english[:1].isspace(), english[-1:].isspace()) == (text[:1].isspace(), text[-1:].isspace())


@pytest.mark.parametrize("code", CODES)
def test_there_are_as_many_forms_as_the_language_counts_in(code):
    locale = Locale.parse(LANGUAGES[code].locale)
    count = int(PLURALS[code].partition("nplurals=")[2].partition(";")[0])
    formula = c2py(PLURALS[code].removesuffix(";").partition("plural=")[2])
    # Each of our forms is one of CLDR's, and each of CLDR's one of ours, for the numbers that are said here.
    pairs = {(formula(n), locale.plural_form(n)) for n in range(2000)}
    assert len(pairs) == count == len({x for x, _ in pairs}) == len({x for _, x in pairs})
    assert read(code).num_plurals == count == len(examples(code))
    for message in messages(code):
        assert len(forms(message.string)) == (count if message.pluralizable else 1), message.id


@pytest.mark.parametrize("code", CODES)
def test_every_letter_can_be_drawn(code):
    text = " ".join(x for _, texts in said(code) for _, x in texts)
    text += LANGUAGES[code].name
    with speaking(code):
        text += " ".join(day_text(date(2026, month, 3)) for month in range(1, 13)) + number_text(1234567.8)
    letters = {x for x in text if not x.isspace() and unicodedata.category(x) != "Cf"}
    letters -= {"✓", "□"}  # behind “Copied”, on screens alone; what stands for a letter that no font has
    assert not sorted(x for x in letters if not can_draw(x))


@pytest.mark.parametrize("code", CODES)
def test_only_letters_marks_and_signs_stand_in_a_catalogue(code):
    # Directions of writing may be set off (U+200E, U+200F, U+061C, the isolates), letters joined and kept apart
    # (U+200C, U+200D); nothing else that is not seen.
    kept = re.compile("[\u200c-\u200f\u061c\u2066-\u2069\u00a0\u202f ]")
    for _, texts in said(code):
        for _, text in texts:
            hidden = [x for x in kept.sub("", text) if unicodedata.category(x) in {"Cc", "Cf", "Co", "Zs", "Zl", "Cn"}]
            assert not hidden, ascii(text)


@pytest.mark.parametrize("code", CODES)
def test_a_catalogue_says_whether_a_native_reader_has_checked_it(code):
    head = (CATALOGUES / f"{code}.po").read_text(encoding="utf-8").partition("msgid")[0]
    checked = LANGUAGES[code].checked_by
    assert ("Not yet checked by a native reader." in head) == (not checked)
    assert not checked or f"Checked by {checked}." in head


def test_no_catalogue_names_a_day_or_whoever_wrote_it():
    for path in CATALOGUES.iterdir():
        head = path.read_text(encoding="utf-8").partition("\n\n")[0]
        assert not re.search(r"POT-Creation|PO-Revision|Translator|Language-Team|Generated|@", head)


def test_notes_to_translators_come_along():
    source = (
        "from assetmap.wording import gettext as _, ngettext, N_\n"
        "# translators: a street\n"
        "a = _('one')\n"
        "b = _('two')  # translators: a town\n"
        "# translators: days,\n"
        "# one by one\n"
        "DAYS = {\n"
        "    1: N_('three'),\n"
        "    2: N_('four'),\n"
        "}\n"
        "c = ngettext('{n} five', '{n} fives', len(_('six')))\n"
        "d = _(DAYS[1])\n"
    )
    assert [(x.words, x.note) for x in said_in(source, "x.py")] == [
        (("one",), "a street"), (("two",), "a town"), (("three",), "days, one by one"), (("four",), "days, one by one"),
        (("{n} five", "{n} fives"), ""), (("six",), ""),
    ]  # fmt: skip


@pytest.mark.parametrize("wrong", ["_(f'{x} away')", "_('a' + x)", "ngettext(f'{x}', 'b', 2)", "_ = 3"])
def test_words_that_no_translator_would_see_are_refused(wrong):
    with pytest.raises(LanguageError, match=r"\[x.py, line 2\]"):
        said_in(f"from assetmap.wording import gettext as _\n{wrong}\n", "x.py")
