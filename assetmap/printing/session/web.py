"""The page of a workshop as HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetmap.cartography.pictures import picture_svg
from assetmap.cartography.symbols import symbol_svg
from assetmap.printing.text import together
from assetmap.printing.web import Markup, element, page_style, qr_code, whole_page
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from assetmap.printing.frame import Format, Paper
    from assetmap.printing.session.sheet import Leaflet, Line, Part, Pinned

_PICTURE_PX = 46
_STYLE = (
    ".told{display:flex;gap:.9em;align-items:center;margin:.5em 0;break-inside:avoid}.told>*:last-child{flex:1}"
    ".told svg{display:block;flex:none}.told h2{margin:0}.strong{font-weight:700}.question{font-weight:700}"
    "blockquote{margin:.9em 0;padding-inline-start:1em;border-inline-start:3px solid #8a8a8a;white-space:pre-wrap}"
    ".bar{background:#e4e4e4;border-radius:3px;height:.75em;margin:.2em 0 .8em}"
    ".bar span{display:block;height:100%;background:#0a5a8c;border-radius:3px}"
    ".task{display:flex;gap:.7em;margin:.8em 0;break-inside:avoid}.task p{margin:0}"
    ".tick{flex:none;width:.9em;height:.9em;border:1.1pt solid #1a1a1a;border-radius:1.5pt;margin-top:.25em}"
)


def to_html(sheet: Leaflet, *, paper: Paper, format: Format) -> str:  # noqa: A002  (the name the page and the shell use)
    """Return the page as one HTML file, in the language spoken."""
    easy = format.is_easy
    asked = [element("p", sheet.asked), element("p", sheet.question, class_="question")] if sheet.question else []
    foot = [_line(x, easy=easy) for x in sheet.closing]
    if sheet.qr is not None:
        foot += [element("p", _("See these places on the web:"), " ", element("strong", sheet.qr.address))]
        foot.append(qr_code(sheet.qr))
    foot += [element("p", words, class_="small") for words in sheet.notes]
    if sheet.sources and all(part.map is None for part in sheet.parts):
        foot.append(element("p", sheet.sources, class_="small"))
    main = element(
        "main",
        element("h1", sheet.title),
        element("p", together(sheet.subtitle), class_="subtitle"),
        *([element("p", sheet.notice, class_="notice")] if sheet.notice else []),
        *asked,
        *(_part(part, sheet.sources, easy=easy) for part in sheet.parts),
        element("footer", *foot),
    )
    style = page_style(paper, format, language=sheet.language) + _STYLE
    return whole_page(main, title=f"{sheet.title}: {sheet.subtitle}", language=sheet.language, style=style)


def _beside(picture: str, words: Markup, *, easy: bool) -> Markup:
    if not easy or not picture:
        return words
    return element("div", Markup(picture_svg(picture, size_px=_PICTURE_PX)), words, class_="told")


def _line(line: Line, *, easy: bool) -> Markup:
    return _beside(line.picture, element("p", together(line.words), class_="strong" if line.strong else ""), easy=easy)


def _part(part: Part, sources: str, *, easy: bool) -> Markup:
    made = [_beside(part.picture, element("h2", part.heading), easy=easy), *(_line(x, easy=easy) for x in part.lines)]
    if part.map is not None:
        caption = [element("figcaption", sources)] if sources else []
        made.append(element("figure", Markup(part.map.svg()), *caption))
    if part.pinned:
        made.append(element("ol", *map(_pinned, part.pinned)))
    made += [element("blockquote", words) for words in part.quotes]
    if part.listed:
        made.append(element("ul", *(element("li", words) for words in part.listed)))
    for bar in part.bars:
        made.append(element("p", element("strong", bar.name), ": ", bar.words))
        long = element("span", style=f"width:{max(round(bar.share * 100), 2)}%")
        made.append(element("div", long, class_="bar", aria_hidden="true"))
    for task in part.tasks:
        words = [element("p", element("strong", task.words)), *(element("p", fact) for fact in task.facts)]
        made.append(element("div", element("span", class_="tick"), element("div", *words), class_="task"))
    return element("section", *made)


def _pinned(row: Pinned) -> Markup:
    mark = symbol_svg(row.kind, size_px=40, number=row.number, status=row.status)
    number = [element("span", f"{row.number}. ", class_="heard")] if row.number is not None else []
    return element(
        "li",
        element("span", Markup(mark), class_="mark"),
        element(
            "div",
            element("h3", *number, row.name),
            element("p", together(row.about)),
            *([element("p", row.own_words, class_="own")] if row.own_words else []),
        ),
    )
