"""What an easy page says around its lists: short sentences, one idea each, and which picture stands beside them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assetmap.printing.sheet import EasyParts, Told
from assetmap.printing.text import one_line
from assetmap.printing.voices import kept_as_it_is, plain
from assetmap.vocabulary import vocabulary
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assetmap.printing.sheet import Sheet

PICTURE_PT, ROOMY_PT = 31, 38
"""Side of a picture on paper, in points, and where there is room."""
PICTURES_IN_TOUCH = ("people", "calendar", "phone")
"""Beside who, when and how of a page for keeping in touch."""
_END = re.compile(r"(?<=[.!?…])\s+")
_NEEDS_MOST = 4
"""A sentence each; what else was ticked is for the other formats."""


def easy_parts(
    sheet: Sheet,
    *,
    needs: Sequence[str],
    greeting: str,
    on_foot: str,
    has_here: bool,
    is_touch: bool,
) -> EasyParts:
    """
    Say what stands around the lists of a sheet.

    Parameters
    ----------
    needs
        As `referral_page` was given them.
    greeting
        The worker's own sentences, in place of ours; or "".
    on_foot
        A sentence on who walks the minutes, or "".
    has_here
        Whether the map shows where the person is.
    """
    has_any = any(section.items for section in sheet.sections)
    said: list[Told] = []
    if greeting.strip():
        said.append(Told(picture="more", words=tuple(map(kept_as_it_is, sentences_of(greeting)))))
    elif is_touch:
        said += _opening_in_touch()
    elif has_any:
        said += _opening_near(needs)
    if not has_any and not is_touch:
        said.append(_nothing())
    if on_foot:
        said.append(Told(picture="walk", words=(on_foot,)))
    maps = [section.map for section in sheet.sections if section.map is not None]
    signs = [
        ("map", _("The numbers on the map are the places on this page.") if has_any else ""),
        ("here", _("The black ring shows where you are.") if has_here and maps else ""),
        ("walk", _("The dots show the ways to walk.") if any(one.has_routes for one in maps) else ""),
    ]
    return EasyParts(
        opening=tuple(said),
        on_the_map=tuple(Told(picture=picture, words=(words,)) for picture, words in signs if words),
        crisis=tuple(_crisis(sheet)) if sheet.crisis else (),
        last=(_nothing(),) if is_touch and not has_any else (),
        closing=tuple(_closing(sheet)),
    )


def _opening_near(needs: Sequence[str]) -> Iterator[Told]:
    words = vocabulary()
    yield Told(picture="pin", words=(_("This page shows you places that may help."),))
    for need in dict.fromkeys(words.need(x) for x in needs[:_NEEDS_MOST]):
        said = _("Some people find that they help with: {need}.", need=words.said(need))
        yield Told(picture=need, words=(said,))
    yield Told(
        picture="people",
        words=(_("You can ask somebody to read this with you."), _("You can ask somebody to go with you.")),
    )


def _opening_in_touch() -> Iterator[Told]:
    yield Told(picture="together", words=(_("You do not have to do this alone."),))
    yield Told(
        picture="phone",
        words=(_("Somebody will be in touch with you."), _("The box says who, when and how.")),
    )
    yield Told(picture="page", words=(_("You can ask somebody to read this with you."),))


def _nothing() -> Told:
    return Told(
        picture="search",
        words=(
            _("We have not found a place near you yet."),
            _("There may still be one."),
            _("Please ask the person who gave you this page."),
        ),
    )


def _crisis(sheet: Sheet) -> Iterator[Told]:
    yield Told(picture="help", words=(_("Do you feel very bad, or not safe?"), _("You can get help now.")))
    for line in sheet.crisis:
        contact = _("{name}: {contact}", name=line.name, contact=line.contact)
        yield Told(picture="phone", words=tuple(x for x in (contact, line.note) if x), strong=True)
    yield Told(picture="together", words=(_("You can ask somebody to help you ring."),))


def _closing(sheet: Sheet) -> Iterator[Told]:
    yield Told(picture="wrong", words=(_("Is something wrong on this page?"), sheet.tell))
    if sheet.qr is not None:
        yield Told(
            picture="screen",
            words=(_("You can see these places on the web:"), kept_as_it_is(sheet.qr.address)),
        )
    if sheet.notes:
        yield Told(picture="languages", words=sheet.notes)


_ONE_MOST, _LINE_MOST, _LINES_MOST, _WORD_MOST = 74, 26, 2, 18
"""Letters of one sentence, or of each of two, and of a word, that have room on half a line."""


def in_rows(told: Sequence[Told]) -> list[tuple[Told, ...]]:
    """Put two that are short beside each other, as one reads; the rest stand alone."""
    rows: list[tuple[Told, ...]] = []
    for one in told:
        if rows and len(rows[-1]) == 1 and _has_half(rows[-1][0]) and _has_half(one):
            rows[-1] = (*rows[-1], one)
        else:
            rows.append((one,))
    return rows


def _has_half(told: Told) -> bool:
    said = [plain(words) for words in told.words]
    if max(len(word) for words in said for word in words.split()) > _WORD_MOST:  # an address
        return False
    lengths = [len(words) for words in said]
    if len(lengths) == 1:
        return lengths[0] <= _ONE_MOST
    return len(lengths) <= _LINES_MOST and max(lengths) <= _LINE_MOST


def sentences_of(text: str) -> list[str]:
    """Part a text into its sentences."""
    line = one_line(text)
    return _END.split(line) if line else []
