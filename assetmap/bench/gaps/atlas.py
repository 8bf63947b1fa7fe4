"""
The atlas: ours against the same words, tables and drawings set by weasyprint, a page.

Both draw every map anew, and both make a PDF tagged to PDF/UA-1. The words are read back from each and compared.
"""

from __future__ import annotations

import html
import io
import re
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assetmap.bench.access.turns import timed, turns
from assetmap.bench.gaps.what_if import Read, small, town
from assetmap.bench.rows import Row
from assetmap.gaps import Asked, gaps, model_of
from assetmap.printing.gap_atlas import ATLAS, Atlas, gap_atlas
from assetmap.printing.voices import plain
from assetmap.printing.web import page_style
from assetmap.settings import PlaceSettings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geopandas import GeoDataFrame

    from assetmap.gaps import Gaps

GOAL = 8
_ON = date(2026, 11, 21)
_ASKED = Asked(kinds=("growing_space",))
_AREAS = 24
"""So many areas have a page in the comparison; the whole place is ours alone."""


@dataclass(frozen=True)
class Setting:
    """A place that was read, with the settings that a page needs."""

    read: Read

    @property
    def settings(self) -> PlaceSettings:
        """Name and system in metres."""
        return PlaceSettings(name=self.read.name, metric_crs=self.read.crs, attributions=("As measured",))

    def layer(self, name: str, /) -> GeoDataFrame | None:
        """Return a layer, from memory."""
        return self.read.layer(name)


def rows(*, short: bool = False) -> Iterator[Row]:
    """Measure an atlas of some areas beside the peer's, then of all in one go."""
    if short:
        yield from _rows(small(), rounds=1, most=2)
        return
    with tempfile.TemporaryDirectory() as folder:
        yield from _rows(town(Path(folder) / "home"), rounds=3, most=_AREAS)


def _rows(read: Read, *, rounds: int, most: int) -> Iterator[Row]:
    place = Setting(read)
    found = gaps(model_of(read, read.assets), read.need, _ASKED)
    codes = found.model.codes[:most]
    work = f"an atlas, a page: {read.name}"
    ready = _made(found, place, codes[:1])
    ready.pdf()  # fonts and the index of the streets are read once a process
    goal, unit = f"≥ {GOAL} ×", "ms a page"
    try:
        _theirs(ready)
    except ImportError:
        yield Row(
            work=work, peer="weasyprint", ours=None, theirs=None, unit=unit, ratio=None, goal=goal, equal=None,
            note="weasyprint is not installed",
        )  # fmt: skip
    else:
        took, given = turns({
            "theirs": lambda: _theirs(_made(found, place, codes)),
            "ours": lambda: _made(found, place, codes).pdf(),
        }, rounds=rounds)  # fmt: skip
        made = _made(found, place, codes)
        ours, theirs = (1000 * took[x] / _pages(given[x]) for x in ("ours", "theirs"))
        yield Row(
            work=f"{work}, {len(codes)} areas", peer="weasyprint", ours=ours, theirs=theirs, unit=unit,
            ratio=theirs / ours, goal=goal, equal=_same_words(made, given["ours"], given["theirs"]),
            note=f"maps drawn by both; {_pages(given['ours'])} and {_pages(given['theirs'])} sheets; words read back",
        )  # fmt: skip
    seconds, pdf = timed(lambda: _made(found, place, ()).pdf())
    many = _pages(pdf)
    yield Row(
        work=f"{work}, all {len(found.model.areas)} in one go", peer="none", ours=1000 * seconds / many, theirs=None,
        unit=unit, ratio=None, goal="no goal", equal=None,
        note=f"{many} sheets, {len(pdf) / 1e6:.1f} MB, {seconds:.1f} s in all",
    )  # fmt: skip


def _made(found: Gaps, place: Setting, codes: tuple[str, ...]) -> Atlas:
    return gap_atlas(found, place=place, on=_ON, areas=codes)


def _pages(pdf: bytes) -> int:
    from assetmap.printing.pdf import page_count

    counted = page_count(pdf)
    if counted:
        return counted
    import pypdf

    return len(pypdf.PdfReader(io.BytesIO(pdf)).pages)


def _theirs(made: Atlas) -> bytes:
    import weasyprint

    return bytes(weasyprint.HTML(string=as_html(made)).write_pdf(pdf_variant="pdf/ua-1"))


def as_html(made: Atlas) -> str:
    """Write an atlas as one plain HTML page, every area on a sheet of its own."""
    body = [_tag("h1", made.title), _tag("p", made.subtitle), *(_tag("p", x) for x in made.content["lead"])]
    for part in made.content["parts"]:
        body += [_tag("h2", part["heading"]), "<ul>", *(_tag("li", x) for x in part["words"]), "</ul>"]
    for one in made.content["maps"]:
        body += [_sheet(_tag("h2", one["heading"])), *(_tag("p", x) for x in one["words"]), _map(one["map"])]
        body += [_table(one["key"]), *(_tag("p", x) for x in one["under"])]
    for part in (*made.content["ranking"], *made.content["besides"]):
        body += [_tag("h2", part["heading"]), *(_tag("p", x) for x in part["words"]), _table(part["table"])]
        body += _bars(part.get("bars", ()))
    for area in made.content["areas"]:
        body += [_sheet(_tag("h2", area["heading"])), _tag("p", area["subtitle"]), _tag("p", area["around"])]
        body += [*(_tag("p", x) for x in area["story"]), _map(area["map"]), *(_tag("p", x) for x in area["under"])]
        if area["sum"] is not None:
            body += [_table({"head": area["sum"]["head"], "rows": [area["sum"]["values"]]})]
            body += [_tag("p", x) for x in area["sum"]["words"]]
        body += ['<div class="two">', *(_column(area[side]) for side in ("left", "right")), "</div>"]
    for part in made.content["ending"]:
        body += [_tag("h2", part["heading"]), *(_tag("p", x) for x in part["words"]), _table(part["table"])]
    looks = page_style(made.paper, ATLAS, language=made.language) + _STYLE
    head = f"<title>{html.escape(made.title)}</title><style>{looks}</style>"
    return f'<!doctype html><html lang="{made.language}"><head>{head}</head><body>{"".join(body)}</body></html>'


def _column(blocks: list[Mapping[str, Any]]) -> str:
    out = []
    for block in blocks:
        out += [_tag("h3", block["heading"]), *(_tag("p", x) for x in block["words"]), _table(block["table"])]
        out += [*(_tag("p", x) for x in block["after"]), *_bars(block["bars"])]
        out += ["<ul>", *(_tag("li", x) for x in block["points"]), "</ul>"] if block["points"] else []
    return f"<div>{''.join(out)}</div>"


def _bars(bars: list[Mapping[str, Any]]) -> list[str]:
    return [
        f'{_tag("p", x["words"])}<div class="bar"><div style="width:{100 * x["share"]:.0f}%;background:{x["fill"]}">'
        "</div></div>"
        for x in bars
    ]


def _table(table: Mapping[str, Any] | None) -> str:
    if table is None:
        return ""
    head = "".join(f"<th>{html.escape(plain(x))}</th>" for x in table["head"])
    rows_ = "".join(f"<tr>{''.join(_cell(x) for x in row)}</tr>" for row in table["rows"])
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows_}</tbody></table>"


def _cell(cell: str | Mapping[str, Any]) -> str:
    if isinstance(cell, str):
        return _tag("td", cell)
    words = html.escape(plain(cell["words"]))
    words = f'<a href="#{cell["to"]}">{words}</a>' if cell.get("to") else words
    return f"<td>{cell.get('svg', '')}{words}</td>"


def _map(drawn: Mapping[str, Any]) -> str:
    texts = "".join(
        f'<text transform="translate({t["x"]:.1f} {t["y"]:.1f}) rotate({t["angle"]:.1f})" y="{t["size"] * 0.34:.1f}" '
        f'text-anchor="middle" font-size="{t["size"]:g}" fill="{t["ink"]}" font-weight="{700 if t["bold"] else 400}">'
        f"{html.escape(t['text'])}</text>"
        for t in drawn["texts"]
    )
    said = html.escape(drawn["alt"])
    svg = drawn["svg"].removesuffix("</svg>").replace("<svg ", f'<svg role="img" aria-label="{said}" ', 1)
    return f"<figure>{svg}{texts}</svg></figure>"


def _tag(name: str, words: str) -> str:
    return f"<{name}>{html.escape(plain(words))}</{name}>"


def _sheet(heading: str) -> str:
    return f'<div class="sheet"></div>{heading}'


def _same_words(made: Atlas, ours: bytes, theirs: bytes) -> bool | None:
    """Say whether both hold every word of the pages of the areas; None where nothing can read them."""
    try:
        import pypdf
    except ImportError:
        return None
    said = []
    for area in made.content["areas"]:
        said += [area["heading"], *area["story"]]
        said += [words for block in (*area["left"], *area["right"]) for words in (block["heading"], *block["words"])]
    wanted = set(re.findall(r"\w+", " ".join(map(plain, said))))
    texts = ("".join(x.extract_text() for x in pypdf.PdfReader(io.BytesIO(y)).pages) for y in (ours, theirs))
    return all(wanted <= set(re.findall(r"\w+", text)) for text in texts)


_STYLE = (
    "html{line-height:1.17}p{margin:.2em 0}figure{margin:.3em 0}figure svg{display:block;width:78%}"
    "h2{margin-top:0}h3{margin:.4em 0 .2em}.sheet{break-before:page}"
    "table{border-collapse:collapse;width:100%;font-size:10pt}"
    "td,th{border-bottom:.5pt solid #8a8a8a;text-align:start;padding:2pt}.two{display:flex;gap:7mm;font-size:10.5pt}"
    ".two>div{flex:1}.bar{border:.8pt solid #1a1a1a;height:8pt}.bar div{height:8pt}"
)
