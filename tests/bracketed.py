"""A language that nobody speaks: what comes from the catalogues stands in brackets, and what does not is English."""

from __future__ import annotations

import re
from contextlib import contextmanager
from gettext import NullTranslations

from assetmap.wording import saying, speaking

_INNERMOST = re.compile("⟦[^⟦⟧]*⟧")


class _Bracketed(NullTranslations):
    def gettext(self, message):
        return f"⟦{message}⟧"

    def ngettext(self, one, more, n):
        return f"⟦{one if n == 1 else more}⟧"

    def pgettext(self, _context, message):
        return f"⟦{message}⟧"


def bracket(monkeypatch, code="pl"):
    """Let a language be the one in brackets."""
    whole = saying.catalogue
    monkeypatch.setattr(saying, "catalogue", lambda x: _Bracketed() if x == code else whole(x))


@contextmanager
def brackets(monkeypatch):
    """Speak it."""
    bracket(monkeypatch)
    with speaking("pl"):
        yield


def beside(text):
    """Give what stands in no brackets."""
    while (less := _INNERMOST.sub("", text)) != text:
        text = less
    return text
