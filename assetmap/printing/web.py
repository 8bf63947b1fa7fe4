"""The same sheet as one HTML page: semantic, without scripts, fetching nothing, printing well."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assetmap.cartography.symbols import FONT, symbol_svg
from assetmap.printing.text import together
from assetmap.printing.voices import kept_as_it_is, parts, plain
from assetmap.printing.words import said_by_people
from assetmap.wording import LANGUAGES, speaking
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from assetmap.printing.frame import Format, Paper
    from assetmap.printing.qr import QrCode
    from assetmap.printing.sheet import Section, Sheet
    from assetmap.printing.words import Item

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


@dataclass(frozen=True)
class Markup:
    """Text that is HTML already: made by `element` and by our own drawings, never from what people wrote."""

    text: str


def element(tag: str, *children: str | Markup, **attributes: str) -> Markup:
    """
    Make an element. A plain string is always escaped here, the one place where text becomes HTML.

    Control characters and direction overrides are dropped; a trailing `_` in an attribute's name is too. What is in
    another language says so, and runs its own way.
    """
    inner = "".join(child.text if isinstance(child, Markup) else _voiced(child) for child in children)
    said = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{html.escape(plain(value))}"' for name, value in attributes.items()
    )
    return Markup(f"<{tag}{said}>{inner}</{tag}>")


def _voiced(text: str) -> str:
    said = []
    for part in parts(text):
        words = html.escape(part.text)
        if part.language or part.rtl is not None:
            lang = f' lang="{html.escape(part.language)}"' if part.language else ""
            words = f'<bdi{lang} dir="{"rtl" if part.rtl else "ltr"}">{words}</bdi>'
        said.append(words)
    return "".join(said)


def to_html(sheet: Sheet, *, paper: Paper, format: Format) -> str:  # noqa: A002  (the name the page and the shell use)
    """Return a sheet as a whole HTML page."""
    with speaking(sheet.language):
        return _page(sheet, paper, format)


def _page(sheet: Sheet, paper: Paper, form: Format) -> str:
    title = f"{sheet.title}: {sheet.subtitle}"
    style = page_style(paper, form, language=sheet.language)
    if sheet.easy is not None:
        from assetmap.printing.easy_web import EASY_STYLE, easy_main

        main = easy_main(sheet, sheet.easy)
        return whole_page(main, title=title, language=sheet.language, style=style + EASY_STYLE)
    crisis = [_crisis(sheet)] if sheet.crisis else []
    main = element(
        "main",
        element("h1", sheet.title),
        element("p", together(sheet.subtitle), class_="subtitle"),
        *([element("p", sheet.notice, class_="notice")] if sheet.notice else []),
        *(element("p", words) for words in sheet.intro),
        *([element("section", *arranged_words(sheet), class_="arranged")] if sheet.arranged else []),
        *(_section(section, sheet.sources) for section in sheet.sections),
        *crisis,
        _foot(sheet),
    )
    return whole_page(main, title=title, language=sheet.language, style=style)


def whole_page(main: Markup, *, title: str, language: str, style: str) -> str:
    """Write a whole page that fetches nothing and runs nothing; `style` is ours."""
    head = (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer">'
        f"{element('title', plain(title)).text}<style>{style}</style>"
    )
    said = html.escape(language)
    way = ' dir="rtl"' if LANGUAGES[language].rtl else ""
    return f'<!doctype html>\n<html lang="{said}"{way}><head>{head}</head><body>{main.text}</body></html>\n'


def arranged_words(sheet: Sheet) -> list[Markup]:
    """Say who will be in touch, when and how: what was typed, or a line to write on."""
    rows = []
    for asked, typed in sheet.arranged:
        answer = together(typed) if typed else element("span", class_="line")
        asks = element("strong", _("{label}:", label=asked))
        rows.append(element("p", asks, " ", answer, class_="" if typed else "fill"))
    return rows


_LINES = {"ar": 1.7, "ur": 1.8, "bn": 1.7}
"""Height of a line in em, where letters reach further up and down than Latin ones."""


def _section(section: Section, sources: str) -> Markup:
    made: list[Markup] = []
    if section.heading:
        made.append(element("h2", section.heading))
    if section.words:
        made.append(element("p", section.words))
    if section.map is not None:
        caption = [element("figcaption", sources)] if sources else []
        made.append(element("figure", Markup(section.map.svg()), *caption))
    if section.items:
        made.append(element("ol", *(_item(item) for item in section.items)))
    return element("section", *made)


def _item(item: Item) -> Markup:
    mark = symbol_svg(item.kind, size_px=40, number=item.number, status=item.status, overdue=item.overdue)
    number = f"{item.number}. " if item.number is not None else ""
    facts = [
        element("div", element("dt", _("{label}:", label=fact.label)), " ", element("dd", together(fact.text)))
        for fact in item.facts
    ]
    return element(
        "li",
        element("span", Markup(mark), class_="mark"),
        element(
            "div",
            element("h3", *([element("span", number, class_="heard")] if number else []), item.name),
            *([element("p", element("strong", item.distance))] if item.distance else []),
            element("p", together(item.about)),
            *([element("p", said_by_people(item.own_words), class_="own")] if item.own_words else []),
            *([element("dl", *facts)] if facts else []),
            *([element("p", together(item.checked))] if item.checked else []),
        ),
    )


def _crisis(sheet: Sheet) -> Markup:
    apart: str | Markup = Markup("<br>") if LANGUAGES[sheet.language].rtl else ", "
    rows = []
    for line in sheet.crisis:
        said = element("strong", together(_("{name}: {contact}", name=line.name, contact=line.contact)))
        rows.append(element("li", said, *([apart, line.note] if line.note else [])))
    return element("section", element("h2", _("In a crisis")), element("ul", *rows), class_="crisis")


def _foot(sheet: Sheet) -> Markup:
    said = [element("p", element("strong", _("Something wrong on this page?")), " ", together(sheet.tell))]
    if sheet.qr is not None:
        said.append(
            element("p", _("See these places on the web:"), " ", element("strong", kept_as_it_is(sheet.qr.address)))
        )
        said.append(qr_code(sheet.qr))
    said += [element("p", words, class_="small") for words in sheet.notes]
    return element("footer", *said)


def qr_code(qr: QrCode) -> Markup:
    """Draw the code as a picture that says what it does."""
    return element(
        "span",
        Markup(qr.svg),
        role="img",
        aria_label=_("QR code that opens this page on the web"),
        class_="qr",
        style=f"width:{qr.side_mm}mm;height:{qr.side_mm}mm",
    )


def page_style(paper: Paper, form: Format, *, language: str = "en") -> str:
    """Return the looks of a page in its sizes of paper and type."""
    lines = _LINES.get(language, 1.45)
    return (
        f"@page{{size:{paper.width_mm}mm {paper.height_mm}mm;margin:{paper.margin_mm}mm}}"
        f"html{{font:{form.body}pt/{lines} {FONT};color:#1a1a1a;background:#fff;text-align:start}}"
        f"body{{margin:0 auto;max-width:{paper.line_mm}mm;padding:1rem;overflow-wrap:anywhere}}"
        f"h1{{font-size:{form.title}pt;line-height:1.2;margin:0}}"
        f"h2{{font-size:{form.heading}pt;margin:1.4em 0 .4em;break-after:avoid}}"
        f"h3{{font-size:{form.entry}pt;margin:0}}p{{margin:.3em 0}}.subtitle{{margin-bottom:1em}}"
        ".notice,.crisis,.arranged{border:1.4pt solid #1a1a1a;border-radius:4pt;padding:.5em .8em}"
        ".notice{font-weight:700}"
        ".crisis{margin-top:1.5em;break-inside:avoid}.crisis h2{margin-top:0}ul{padding-inline-start:1.2em;margin:0}"
        "figure{margin:.8em 0 0}figure svg{width:100%;height:auto;border:.8pt solid #595959;border-radius:4pt}"
        f"figcaption{{font-size:{form.least}pt;color:#3a3a3a}}"
        "ol{list-style:none;padding:0;margin:1em 0}ol li{display:flex;gap:.7em;margin:0 0 1.2em;break-inside:avoid}"
        "ol li>div{flex:1;min-width:0}.mark{flex:none}.own{white-space:pre-wrap}"
        "dl{margin:0}dt{font-weight:700;display:inline}dd{display:inline;margin:0}dl div{margin:.3em 0}"
        ".heard{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}"
        ".fill{display:flex;gap:.6em;margin:1.2em 0}.line{flex:1;border-bottom:.8pt solid #1a1a1a}"
        f".small{{font-size:{form.least}pt;color:#3a3a3a}}"
        "footer{margin-top:1.5em;break-inside:avoid}.qr{display:block}.qr svg{width:100%;height:100%}"
        "@media print{body{padding:0;max-width:none}}"
    )
