"""In which language a door answers: as the screen that leads to it says, else as the browser asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse

from assetmap.wording import LANGUAGES, gettext, speaking

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ASKED = "in"
"""The word of an address that says it, as on the screens."""


def asked_in(headers: Mapping[str, str], *, said: str = "", own: Sequence[str] = tuple(LANGUAGES)) -> str:
    """
    Return the code of a language of ours.

    Parameters
    ----------
    headers
        What the browser sent, with the languages that whoever sits there has set.
    said
        What the address or the form says; counts first where it is one of ours.
    own
        Those that count where only the browser asks; the first where it asks for none of them.
    """
    if said in LANGUAGES:
        return said
    first = headers.get("accept-language", "").partition(",")[0].partition(";")[0].partition("-")[0]
    known = [code for code in own if code in LANGUAGES] or ["en"]
    return first.strip().lower() if first.strip().lower() in known else known[0]


def plainly(sentence: str, headers: Mapping[str, str], *, status: int, said: Mapping[str, str]) -> PlainTextResponse:
    """Answer with a sentence of ours, marked by `N_`, and the headers `said`."""
    with speaking(asked_in(headers)):
        return PlainTextResponse(gettext(sentence), status_code=status, headers=dict(said))
