"""The easy page as HTML: each picture beside its sentences, hidden from who hears the page, since the words say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetmap.cartography.pictures import picture_svg
from assetmap.cartography.symbols import symbol_svg
from assetmap.printing.easy_parts import PICTURES_IN_TOUCH, in_rows
from assetmap.printing.text import together
from assetmap.printing.web import Markup, arranged_words, element, qr_code
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assetmap.printing.sheet import EasyParts, Section, Sheet, Told
    from assetmap.printing.words import Item

_PICTURE_PX = 46
EASY_STYLE = (
    ".told{display:flex;gap:.9em;align-items:center;margin:.5em 0;break-inside:avoid}.told>div{flex:1;min-width:0}"
    ".two{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(15em,100%),1fr));column-gap:1.2em}"
    ".told svg{display:block;flex:none}.strong{font-weight:700}ol li{margin-bottom:2.2em}.crisis .told:first-of-type"
    "{margin-top:0}"
)


def easy_main(sheet: Sheet, easy: EasyParts) -> Markup:
    """Write the main part of an easy page."""
    crisis = element("section", element("h2", _("In a crisis")), *map(_told, easy.crisis), class_="crisis")
    return element(
        "main",
        element("h1", sheet.title),
        element("p", together(sheet.subtitle), class_="subtitle"),
        *([element("p", sheet.notice, class_="notice")] if sheet.notice else []),
        *map(_told, easy.opening),
        *([_arranged(sheet)] if sheet.arranged else []),
        *(_section(section, sheet, easy) for section in sheet.sections),
        *map(_told, easy.last),
        *([crisis] if easy.crisis else []),
        element("footer", *map(_told, easy.closing), *([qr_code(sheet.qr)] if sheet.qr is not None else [])),
    )


def _told(told: Told) -> Markup:
    if told.fact == "own_words":
        words = [element("p", "\n".join(told.words), class_="own")]
    else:
        words = [element("p", together(sentence)) for sentence in told.words]
    return _beside(told.picture, element("div", *words, class_="strong" if told.strong else ""))


def _row(row: Sequence[Told]) -> Markup:
    return _told(row[0]) if len(row) == 1 else element("div", *map(_told, row), class_="two")


def _beside(picture: str, words: Markup) -> Markup:
    return element("div", Markup(picture_svg(picture, size_px=_PICTURE_PX)), words, class_="told")


def _arranged(sheet: Sheet) -> Markup:
    rows = zip(PICTURES_IN_TOUCH, arranged_words(sheet), strict=True)
    return element("section", *(_beside(picture, element("div", row)) for picture, row in rows), class_="arranged")


def _section(section: Section, sheet: Sheet, easy: EasyParts) -> Markup:
    made: list[Markup] = [element("h2", section.heading)] if section.heading else []
    if section.map is not None:
        caption = [element("figcaption", sheet.sources)] if sheet.sources else []
        made += [element("figure", Markup(section.map.svg()), *caption), *map(_row, in_rows(easy.on_the_map))]
    if section.items:
        made.append(element("ol", *map(_item, section.items)))
    return element("section", *made)


def _item(item: Item) -> Markup:
    mark = symbol_svg(item.kind, size_px=48, number=item.number, status=item.status, overdue=item.overdue)
    number = [element("span", f"{item.number}. ", class_="heard")] if item.number is not None else []
    return element(
        "li",
        element("span", Markup(mark), class_="mark"),
        element("div", element("h3", *number, item.name), *map(_row, in_rows(item.told))),
    )
