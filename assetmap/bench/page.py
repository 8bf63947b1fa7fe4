"""
The printed page: ours against the same content set by weasyprint and by matplotlib.

Every page carries the same map lines, numbers and words; the words are read back from each PDF and
compared. Rounds are interleaved, each with another origin and other words, so that nothing is met twice.
"""

from __future__ import annotations

import gc
import io
import re
import statistics
import time
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import shapely

from assetmap.bench.rows import Row

if TYPE_CHECKING:
    from collections.abc import Callable

    from geopandas import GeoDataFrame

    from assetmap.printing.drawnmap import DrawnMap
    from assetmap.printing.entries import Entry
    from assetmap.printing.referral_sheet import Page
    from assetmap.settings import PlaceSettings

GOALS = {"weasyprint": 8, "matplotlib": 60}
STREETS = 9_000
"""As many as Bath & North East Somerset has."""
_ROUNDS = {"weasyprint": 7, "matplotlib": 5}
_ENTRIES = 8
_ON = date(2026, 11, 21)
_EAST, _NORTH = 375_000.0, 165_000.0


def rows(*, size: int | None = None) -> list[Row]:
    """
    Measure a page of eight assets.

    Parameters
    ----------
    size
        Streets of the place; `STREETS` when None.
    """
    place = gridtown(size or STREETS)
    _page(place, 0).pdf()  # fonts and the index of the streets are read once a process
    return [_against(peer, maker, place) for peer, maker in (("weasyprint", _weasyprint), ("matplotlib", _matplotlib))]


def gridtown(streets: int = STREETS) -> _Place:
    """Make a town of about so many streets."""
    return _Place(_streets(streets))


def timed(place: _Place, turn: int, **how: str) -> tuple[float, Page]:
    """Make the PDF of a turn's page, and say how many milliseconds that took; `how` as in `referral_page`."""
    entries = _entries(place, turn)
    gc.collect()  # neither side sweeps up after the other
    start = time.perf_counter()
    page = _page(place, turn, entries, **how)
    page.pdf()
    return (time.perf_counter() - start) * 1000, page


def _against(peer: str, maker: Callable[[_Place, Page, int], bytes], place: _Place) -> Row:
    ours: list[float] = []
    theirs: list[float] = []
    equal: bool | None = True
    first = 1 + 1000 * list(GOALS).index(peer)
    try:
        maker(place, _page(place, first), first)
    except ImportError:
        return _row(peer, None, None, equal=None, note=f"{peer} is not installed")
    for turn in range(first + 1, first + 1 + _ROUNDS[peer]):
        entries = _entries(place, turn)
        gc.collect()  # neither side sweeps up after the other
        start = time.perf_counter()
        page = _page(place, turn, entries)
        made = page.pdf()
        ours.append((time.perf_counter() - start) * 1000)
        gc.collect()
        start = time.perf_counter()
        other = maker(place, page, turn)
        theirs.append((time.perf_counter() - start) * 1000)
        said = _says_all(made, page), _says_all(other, page)
        equal = None if None in said or equal is None else equal and all(said)
    note = "medians of interleaved rounds; " + (
        "the words were read back from both"
        if equal is not None
        else "pypdf is not installed: the words were not read back"
    )
    return _row(peer, statistics.median(ours), statistics.median(theirs), equal=equal, note=note)


def _row(peer: str, ours: float | None, theirs: float | None, *, equal: bool | None, note: str) -> Row:
    return Row(
        work=f"a printed page of {_ENTRIES} assets with its map drawn",
        peer=peer,
        ours=ours,
        theirs=theirs,
        unit="ms",
        ratio=theirs / ours if ours and theirs else None,
        goal=f"≥ {GOALS[peer]} ×",
        equal=equal,
        note=note,
    )


@dataclass
class _Place:
    """A town of streets on a grid, in memory."""

    metric: GeoDataFrame
    streets: GeoDataFrame = field(init=False)
    settings: PlaceSettings = field(init=False)
    bounds_m: tuple[float, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.streets = self.metric.to_crs("EPSG:4326")
        self.bounds_m = tuple(self.metric.total_bounds.tolist())
        from assetmap.settings import CrisisLine, PlaceSettings

        self.settings = PlaceSettings(
            name="Gridtown",
            invented=True,
            tell="the library desk, 01632 960 200",
            crisis_lines=(CrisisLine(name="Listening line", contact="01632 960 116"),),
            attributions=("Invented for this measurement",),
        )

    def layer(self, name: str, /) -> GeoDataFrame | None:
        return self.streets if name == "streets" else None


def _streets(count: int) -> GeoDataFrame:
    """Lay about `count` streets of 100 m on a grid, each a little bent, with a name every ten."""
    import geopandas as gpd

    side = max(int((count / 2) ** 0.5), 2)
    steps = np.linspace(0, 100, 6)
    bend = 4 * np.sin(steps / 100 * np.pi)
    lines, names, classes = [], [], []
    for i in range(side):
        for j in range(side):
            x, y = _EAST + 100 * i, _NORTH + 100 * j
            lines += [
                shapely.LineString(np.column_stack([x + steps, y + bend])),
                shapely.LineString(np.column_stack([x + bend, y + steps])),
            ]
            names += [f"Long Street {j} {i // 10}", f"Cross Street {i} {j // 10}"]
            classes += ["A Road" if j % 10 == 0 else "Local Road", "B Road" if i % 10 == 0 else "Local Road"]
    return gpd.GeoDataFrame({"name": names, "class": classes}, geometry=lines, crs="EPSG:27700")


def _middle(place: _Place, turn: int) -> tuple[float, float]:
    """Say where the person of a turn sets out: each time a little elsewhere."""
    west, south, east, north = place.bounds_m
    return (west + east) / 2 + turn % 17 * 10, (south + north) / 2 + turn % 13 * 10


def _page(place: _Place, turn: int, entries: list[Entry] | None = None, **how: str) -> Page:
    """Make our page of a turn; `how`: its format, its language, or any other word that `referral_page` takes."""
    from assetmap.printing.referral_sheet import referral_page

    origin = _at(*_middle(place, turn))
    listed = _entries(place, turn) if entries is None else entries
    return referral_page(listed, origin=origin, place=place, on=_ON, **how)  # type: ignore[arg-type]


def _at(x: float, y: float) -> shapely.Point:
    from assetmap.crs import BRITISH_NATIONAL_GRID, WGS84, reproject

    return cast("shapely.Point", reproject(shapely.Point(x, y), BRITISH_NATIONAL_GRID, WGS84))


def _entries(place: _Place, turn: int) -> list[Entry]:
    from assetmap.assets import Asset, OpenSpan
    from assetmap.printing.entries import Entry

    x, y = _middle(place, turn)
    entries: list[Entry] = []
    for i in range(_ENTRIES):
        asset = Asset(
            name=f"Meeting place {turn} {i}",
            kind=("group or club", "green place", "indoor place", "health service")[i % 4],
            where=_at(x + 130 * (i % 4) - 200, y + 170 * (i // 4) - 90),
            needs=("meeting people", "moving more"),
            description=f"Round {turn}: a friendly hour for anybody who comes",
            own_words=f"I came once, stayed {turn + i} weeks, and now I make the tea.",
            schedules=(OpenSpan(byday=("TU", "TH"), opens_at="12:00", closes_at="14:00"),),
            address=f"{i + 1} Chapel Row",
            phone="01632 960 114",
            step_free="yes",
            free="yes",
            checked_on=date(2026, 11, 3),
            how_checked="phoned",
            status="published",
        )
        entries.append(Entry(asset, 100.0 + 60 * i, None))
    return entries


def _weasyprint(place: _Place, _page_made: Page, turn: int) -> bytes:
    """Set the HTML page of the same turn, its map drawn anew."""
    import weasyprint

    return bytes(weasyprint.HTML(string=_page(place, turn).html()).write_pdf(pdf_variant="pdf/ua-1"))


def _matplotlib(place: _Place, page: Page, turn: int) -> bytes:
    """
    Plot the streets in the window and set the words below them, as scripts that print a map do.

    It is given the words, the places of names and numbers, and streets in metres; it need not choose them.
    """
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.backends.backend_pdf import PdfPages
    from matplotlib.figure import Figure

    drawn = page.sheet.sections[0].map
    assert drawn is not None
    out = io.BytesIO()
    size = page.format.body
    with mpl.rc_context(_type()), PdfPages(out) as pdf:

        def sheet_of_paper() -> tuple[Any, Any]:
            figure = Figure(figsize=(page.paper.width_mm / 25.4, page.paper.height_mm / 25.4))
            canvas: Any = FigureCanvasAgg(figure)  # untyped
            return figure, canvas.get_renderer()

        figure, renderer = sheet_of_paper()
        figure.text(0.07, 0.95, page.sheet.title, fontsize=page.format.title, fontweight="bold")
        axes = figure.add_axes((0.07, 0.6, 0.86, 0.33))
        _plot(place.metric, axes, middle=_middle(place, turn), drawn=drawn)
        top = 0.57
        for words in _paragraphs(page):
            # As on our page and weasyprint's, lines are broken by their measured width and none lies on another.
            text = figure.text(0.07, top, words, fontsize=size, wrap=True, va="top")
            high = text.get_window_extent(renderer).height / figure.bbox.height
            if top - high < 0.05:
                text.remove()
                pdf.savefig(figure)
                (figure, renderer), top = sheet_of_paper(), 0.95
                figure.text(0.07, top, words, fontsize=size, wrap=True, va="top")
            top -= high + 0.006
        pdf.savefig(figure)
    return out.getvalue()


def _plot(streets: GeoDataFrame, axes: Any, *, middle: tuple[float, float], drawn: DrawnMap) -> None:  # untyped axes
    """Plot the streets of about 1 km round the middle, casing and fill, with the names and numbers over them."""
    x, y = middle
    near = streets.cx[x - 500 : x + 500, y - 270 : y + 270]
    near.plot(ax=axes, color="#a8a49a", linewidth=4)
    near.plot(ax=axes, color="#ffffff", linewidth=3)
    axes.set_xlim(x - 500, x + 500)
    axes.set_ylim(y - 270, y + 270)
    axes.set_axis_off()
    for text in drawn.texts:
        axes.text(
            text.x / drawn.width, 1 - text.y / drawn.height, text.text, transform=axes.transAxes, rotation=-text.angle,
            fontsize=text.size, ha="center", va="center",
            bbox={"boxstyle": "round", "facecolor": "white", "alpha": 0.86, "edgecolor": "none"},
        )  # fmt: skip


def _type() -> dict[Any, Any]:  # matplotlib's own settings
    """Return matplotlib's settings for our first font, embedded as TrueType like ours."""
    from matplotlib import font_manager

    from assetmap.printing.fonts import FAMILIES, folders

    known = {font.name for font in font_manager.fontManager.ttflist}
    if FAMILIES[0] not in known:
        for path in sorted(folders()[0].glob("*.ttf")):
            font_manager.fontManager.addfont(str(path))
    return {"pdf.fonttype": 42, "font.family": FAMILIES[0]}


def _paragraphs(page: Page) -> list[str]:
    from assetmap.printing.words import said_by_people

    sheet = page.sheet
    out = [sheet.subtitle, sheet.notice, *sheet.intro, sheet.sources]
    for section in sheet.sections:
        for item in section.items:
            out += [f"{item.number} {item.name}", item.distance, item.about, said_by_people(item.own_words)]
            out += [*(f"{fact.label}: {fact.text}" for fact in item.facts), item.checked]
    out += [f"{line.name}: {line.contact}" for line in sheet.crisis]
    out += [sheet.tell]
    return [text for text in out if text]


def _reader() -> Any | None:  # an optional, untyped module
    try:
        import pypdf
    except ImportError:
        return None
    return pypdf


def _says_all(pdf: bytes, page: Page) -> bool | None:
    """Say whether a PDF holds every word of a page's list; None where nothing can read it."""
    reader = _reader()
    if reader is None:
        return None
    text = "".join(one.extract_text() for one in reader.PdfReader(io.BytesIO(pdf)).pages)
    words = set(re.findall(r"\w+", text))
    return all(set(re.findall(r"\w+", line)) <= words for line in _paragraphs(page))
