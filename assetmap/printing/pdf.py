"""A sheet set in type: a PDF tagged to PDF/UA-1, by typst."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from assetmap.cartography.pictures import PICTURES, picture_svg
from assetmap.cartography.symbols import symbol
from assetmap.errors import PrintError
from assetmap.printing.easy_parts import PICTURE_PT, PICTURES_IN_TOUCH, ROOMY_PT, in_rows
from assetmap.printing.fonts import FAMILIES, families, taken_apart, typst_fonts, width_em
from assetmap.printing.frame import points
from assetmap.printing.text import printable, together
from assetmap.printing.voices import kept_as_it_is, parts, plain, runs_rtl, stopped
from assetmap.printing.words import said_by_people
from assetmap.wording import LANGUAGES, speaking
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable

    from assetmap.printing.drawnmap import DrawnMap
    from assetmap.printing.frame import Format, Paper
    from assetmap.printing.sheet import EasyParts, Section, Sheet, Told
    from assetmap.printing.words import Item

_TEMPLATES = Path(__file__).parent
_LONG_WORD = re.compile(r"\S{45,}")
_BREAK = "\u200b"
# The typesetter would break an address after any letter. Around one that has room on a line stands a sign that no
# font has, so that none is left of those that people wrote.
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s\u200b]+|[^\s@\u200b]+@[^\s@\u200b]+", re.IGNORECASE)
_WHOLE = "\ue000"
# Before and after a stretch in another language or direction; what it is stands before the second sign.
_VOICE, _SAID = "\ue001", "\ue002"
_ROOM = 0.72
"""Share of the line that an address may take and stay whole: beside the code there is not more."""
_SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24">'
# About how many characters stay together on one page; longer entries may run on to the next.
_TOGETHER = 1300
_A_ROW = 30
"""As many letters is the white about the sentences of a picture worth."""


def to_pdf(sheet: Sheet, *, paper: Paper, format: Format) -> bytes:  # noqa: A002  (the name the page and the shell use)
    """
    Set a sheet in type.

    Text reaches typst as strings inside one JSON value and is never read as markup. The compiler is made
    for this page alone; only the fonts are kept.

    Raises
    ------
    PrintError
        The setting itself failed; no text can cause that.
    """
    return cast("bytes", _set(sheet, paper, format, "pdf"))


def to_pictures(sheet: Sheet, *, paper: Paper, format: Format) -> tuple[bytes, ...]:  # noqa: A002
    """
    Set a sheet in type as pictures to look at on the screen: one SVG a sheet of paper.

    Its letters are drawn as outlines: it holds no text, no script and no address.

    Raises
    ------
    PrintError
        The setting itself failed; no text can cause that.
    """
    made = _set(sheet, paper, format, "svg")
    return (made,) if isinstance(made, bytes) else tuple(made)


def _set(sheet: Sheet, paper: Paper, form: Format, kind: str) -> bytes | list[bytes]:
    with speaking(sheet.language):
        template = "page.typ" if sheet.easy is None else "easy.typ"
        return typeset(lambda drawn: _values(sheet, paper, form, drawn), template=template, kind=kind)


def typeset(
    values: Callable[[Callable[[str], str]], dict[str, Any]],  # JSON
    *,
    template: str,
    kind: str,
) -> bytes | list[bytes]:
    """
    Set values in type by one of the templates that stand here.

    Parameters
    ----------
    values
        Lays a page out as JSON; it is given what every text must go through, so that a font has each letter.
    kind
        `pdf` or `svg`.

    Raises
    ------
    PrintError
        The setting itself failed; no text can cause that.
    """
    import typst

    lacking: set[str] = set()
    try:
        return _compiled(values(lambda text: printable(text, lacking=lacking)), template, kind)
    except typst.TypstError:
        # The fonts' own tables promised more than the typesetter could keep: plain letters always print.
        try:
            return _compiled(values(_plain), template, kind)
        except typst.TypstError as error:
            raise PrintError(f"the page could not be set: {str(error)[:200]}. Install assetmap again.") from None


def unprintable(sheet: Sheet, *, paper: Paper, format: Format) -> set[str]:  # noqa: A002
    """Return the characters of a sheet that no font has."""
    lacking: set[str] = set()
    with speaking(sheet.language):
        _values(sheet, paper, format, lambda text: printable(text, lacking=lacking))
    return lacking


def page_count(pdf: bytes) -> int:
    """Count the pages of a PDF that `to_pdf` made."""
    counts = [int(x) for x in re.findall(rb"/Type\s*/Pages\s*/Count\s+(\d+)", pdf)]
    return max(counts) if counts else len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


def _compiled(values: dict[str, Any], template: str, kind: str) -> bytes | list[bytes]:  # JSON
    import typst

    compiler = typst.Compiler(str(_TEMPLATES / template), root=str(_TEMPLATES), font_paths=typst_fonts())
    said = {"sheet": json.dumps(values)}
    if kind == "svg":
        return cast("bytes | list[bytes]", compiler.compile(format="svg", sys_inputs=said))
    return cast("bytes", compiler.compile(format="pdf", pdf_standards=["ua-1"], sys_inputs=said))


def _plain(text: str) -> str:
    return "".join(x if x == "\n" or " " <= x <= "~" or "\xa1" <= x <= "\xff" else "□" for x in text)


def _values(sheet: Sheet, paper: Paper, form: Format, drawn: Callable[[str], str]) -> dict[str, Any]:  # JSON
    """Lay a sheet out as JSON; every string that somebody wrote goes through `said`, the one way in."""
    said = sayer(paper, form, drawn)
    qr = sheet.qr
    return {
        **_easy(sheet.easy, said, drawn),
        **framed(paper, form, said, language=sheet.language, title=sheet.title, subtitle=sheet.subtitle),
        "subtitle": said(sheet.subtitle),
        "foot": said(f"{sheet.title} · {sheet.printed}"),
        "notice": said(sheet.notice),
        "intro": [said(words) for words in sheet.intro],
        "arranged": [[said(_("{label}:", label=asked)), said(text)] for asked, text in sheet.arranged],
        "sections": [_section(section, form, said, drawn) for section in sheet.sections],
        "crisis_title": said(_("In a crisis")),
        "crisis": [
            {"line": said(_("{name}: {contact}", name=x.name, contact=x.contact)), "note": said(x.note)}
            for x in sheet.crisis
        ],
        "wrong": said(_("Something wrong on this page?")),
        "tell": said(sheet.tell),
        "on_the_web": said(_("See these places on the web:")),
        "notes": [said(words) for words in sheet.notes],
        "sources": said(sheet.sources),
        "qr": None if qr is None else {
            "svg": qr.svg, "side": qr.side_mm, "address": said(kept_as_it_is(qr.address)),
            "words": _bare(said(_("QR code that opens this page on the web: {address}", address=qr.address))),
        },
    }  # fmt: skip


def sayer(paper: Paper, form: Format, drawn: Callable[[str], str], *, room: float = _ROOM) -> Callable[[str], str]:
    """
    Return the one way of a text into a template: on one line, its long words breakable, its addresses whole.

    `room` is the share of the line that an address may take and stay whole.
    """
    wide = points(paper.line_mm) * room

    def whole(match: re.Match[str]) -> str:
        return f"{_WHOLE}{match[0]}{_WHOLE}" if width_em(match[0]) * form.body <= wide else match[0]

    def said(text: str) -> str:
        return _voiced(text, lambda part: _ADDRESS.sub(whole, _breakable(together(drawn(part).replace("\n", " ")))))

    return said


def _voiced(text: str, said: Callable[[str], str]) -> str:
    """Bring each stretch of a sentence into the template, with the language and direction that are its own."""
    out = []
    for part in parts(text):
        words = said(part.text)
        if part.language or part.rtl is not None:
            code = part.language.partition("-")[0].lower()
            words = f"{_VOICE}{code},{'rtl' if part.rtl else 'ltr'}{_SAID}{words}{_VOICE}"
        out.append(words)
    return "".join(out)


def framed(
    paper: Paper, form: Format, said: Callable[[str], str], *, language: str, title: str, subtitle: str
) -> dict[str, Any]:  # JSON
    """Lay out what `frame.typ` asks for: paper, type, and the title of the file."""
    with speaking(language):
        # translators: at the foot of a sheet of paper: “1 of 2”
        page_of = _("{page} of {pages}")
    return {
        "paper": {"width": paper.width_mm, "height": paper.height_mm, "margin": paper.margin_mm},
        "format": {
            "body": form.body, "least": form.least, "title": form.title,
            "heading": form.heading, "entry": form.entry, "pin": form.pin,
        },
        "fonts": [[name, taken_apart() if name == FAMILIES[0] else ""] for name in families(language)],
        "language": language,
        "region": "GB" if language == "en" else None,
        "rtl": LANGUAGES[language].rtl,
        "leading": _LEADING.get(language, 0.5),
        "title": _bare(said(plain(title))),
        "description": _bare(said(plain(subtitle))),
        "page_of": page_of,
    }  # fmt: skip


_LEADING = {"ar": 0.72, "ur": 0.82, "bn": 0.72}
"""White between lines in em, where letters reach further up and down than Latin ones."""


def _section(section: Section, form: Format, said: Callable[[str], str], drawn: Callable[[str], str]) -> dict[str, Any]:
    may_break = form.name == "large" or (section.map is not None and not form.is_easy)
    return {
        "heading": said(section.heading),
        "words": said(section.words),
        "map": laid_map(section.map) if section.map is not None else None,
        # the first below a map, and in large print of any list, may run on: else half a page stays white
        "items": [
            _item(item, form, said, drawn, may_break=i == 0 and may_break) for i, item in enumerate(section.items)
        ],
    }


def laid_map(drawn_map: DrawnMap) -> dict[str, Any]:
    """Lay a map out as JSON: its drawing, what it says to who cannot see it, and every text on it with its place."""
    return {
        "width": drawn_map.width,
        "height": drawn_map.height,
        "svg": drawn_map.ground_svg(),
        "words": drawn_map.words,
        "texts": [
            {
                "text": t.text,
                "x": t.x,
                "y": t.y,
                "angle": t.angle,
                "size": t.size,
                "bold": t.bold,
                "ink": t.ink,
                "rtl": runs_rtl(t.text),
            }
            for t in drawn_map.texts
        ],
    }


def _item(
    item: Item, form: Format, said: Callable[[str], str], drawn: Callable[[str], str], *, may_break: bool
) -> dict[str, Any]:
    sign = symbol(item.kind, number=item.number, status=item.status, overdue=item.overdue)
    lines = said_by_people(item.own_words).split("\n") if item.own_words else []
    own = [_voiced(line, lambda part: _breakable(drawn(part))) for line in lines]
    facts = [[said(_("{label}:", label=fact.label)), said(fact.text)] for fact in item.facts]
    length = len(item.name) + len(item.about) + sum(map(len, own)) + sum(60 + len(fact.text) for fact in item.facts)
    length += sum(_A_ROW + sum(map(len, told.words)) for told in item.told)
    return {
        "symbol": {
            "svg": f"{_SVG}{sign.shape}</svg>",
            "sign": sign.sign, "ink": sign.ink, "x": sign.x, "y": sign.y,
            "pt": round(max(sign.size * form.pin / 24, form.least), 1),
        },
        "name": said(item.name),
        "distance": said(stopped(item.distance)),
        "about": said(item.about),
        "own": own,
        "facts": facts,
        "checked": said(item.checked),
        "told": [[_told(x, said, drawn) for x in row] for row in in_rows(item.told)],
        "breakable": may_break or length > _TOGETHER * 14 / form.body or len(own) > 8,
    }  # fmt: skip


def _told(told: Told, said: Callable[[str], str], drawn: Callable[[str], str]) -> dict[str, Any]:
    own = told.fact == "own_words"  # letter for letter, line for line
    words = [_voiced(x, lambda part: _breakable(drawn(part))) if own else said(x) for x in told.words]
    return {"picture": told.picture, "words": words, "strong": told.strong, "own": own}


def _easy(easy: EasyParts | None, said: Callable[[str], str], drawn: Callable[[str], str]) -> dict[str, Any]:
    if easy is None:
        return {}
    names = ("opening", "last", "crisis", "closing")
    rows = {name: [_told(x, said, drawn) for x in getattr(easy, name)] for name in names}
    on_the_map = [[_told(x, said, drawn) for x in row] for row in in_rows(easy.on_the_map)]
    return {
        "easy": {
            **rows,
            "on_the_map": on_the_map,
            "arranged": list(PICTURES_IN_TOUCH),
            "picture": PICTURE_PT,
            "roomy_picture": ROOMY_PT,
            "is_roomy": easy.is_roomy,
        },
        "pictures": {name: picture_svg(name) for name in PICTURES},
    }


def _bare(text: str) -> str:
    return text.replace(_BREAK, "").replace(_WHOLE, "")


def _breakable(text: str) -> str:
    """Mark where a word longer than a line may be broken: after a stop in an address, else every 20 letters."""

    def broken(match: re.Match[str]) -> str:
        pieces = re.split(r"(?<=[/@.?&=_-])", match[0])
        return _BREAK.join(
            _BREAK.join(piece[i : i + 20] for i in range(0, len(piece), 20)) for piece in pieces if piece
        )

    return _LONG_WORD.sub(broken, text)
