"""The languages that the app and its pages speak, and which of them is spoken now."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assetmap.errors import LanguageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(frozen=True, kw_only=True)
class Language:
    """
    A language of our own sentences.

    `name` is what its speakers call it, `locale` how CLDR writes dates and lists of it in this country. `checked_by`:
    whose first language it is and who has read our sentences, or "" as long as nobody has.
    """

    code: str
    name: str
    english: str
    locale: str
    rtl: bool = False
    checked_by: str = ""


LANGUAGES = {
    language.code: language
    for language in (
        Language(code="en", name="English", english="English", locale="en_GB", checked_by="its authors"),
        Language(code="cy", name="Cymraeg", english="Welsh", locale="cy"),
        Language(code="pl", name="Polski", english="Polish", locale="pl"),
        Language(code="ro", name="Română", english="Romanian", locale="ro"),
        Language(code="uk", name="Українська", english="Ukrainian", locale="uk"),
        Language(code="ar", name="العربية", english="Arabic", locale="ar", rtl=True),
        Language(code="ur", name="اردو", english="Urdu", locale="ur", rtl=True),
        Language(code="so", name="Soomaali", english="Somali", locale="so"),
        Language(code="bn", name="বাংলা", english="Bengali", locale="bn"),
        Language(code="fr", name="Français", english="French", locale="fr"),
        Language(code="es", name="Español", english="Spanish", locale="es"),
        Language(code="pt", name="Português", english="Portuguese", locale="pt_PT"),
    )
}
"""By code (ISO 639-1), in the order they are offered."""

_now: ContextVar[str] = ContextVar("language")
_asked: list[Callable[[], str]] = []


def language_of(code: str) -> Language:
    """
    Return a language by its code, or by its name in English or in itself, any case.

    Raises
    ------
    LanguageError
        It is not one of ours.
    """
    typed = code.strip().casefold()
    for language in LANGUAGES.values():
        if typed in {language.code, language.english.casefold(), language.name.casefold()}:
            return language
    raise LanguageError(f"[language] this language is not known: choose one of {', '.join(LANGUAGES)}.")


def spoken() -> str:
    """Return the code of the language that is spoken now."""
    chosen = _now.get(None)
    if chosen is None and _asked:
        chosen = _asked[0]()
    return chosen if chosen in LANGUAGES else "en"


@contextmanager
def speaking(code: str) -> Iterator[Language]:
    """
    Say in this language whatever is said inside.

    Raises
    ------
    LanguageError
        It is not one of ours.
    """
    language = language_of(code)
    token = _now.set(language.code)
    try:
        yield language
    finally:
        _now.reset(token)


def ask_elsewhere(asked: Callable[[], str]) -> None:
    """Ask this where nobody has said which language is spoken; the screens know it of each person who looks."""
    _asked[:] = [asked]
