"""
The atlas of gaps, on a street that one can walk in one's head: 80 metres are a minute.

Homes of A at 100 and 500, of B at 1,000 and 1,400, of C at 2,010; nobody counted lives in E (3 people), and F has no
street. Groups at 300 (Pegs) and 2,000 (Rounders): within 5 minutes, 400 m, Pegs serves A, Rounders serves C, nobody B.
"""

from __future__ import annotations

import io
import re
import sys
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import geopandas as gpd
import pikepdf
import pypdf
import pytest
import shapely

sys.path.insert(0, str(Path(__file__).parent))
from reading import sizes_of, tagged

from assetmap.disclosure import disclosed
from assetmap.errors import PrintError
from assetmap.gaps import Asked, gaps, model_of
from assetmap.network.ground import ground_of
from assetmap.printing.gap_atlas import Atlas, gap_atlas
from assetmap.printing.gap_atlas_drawing import Fill, swatch
from assetmap.printing.gap_atlas_words import factor_text
from assetmap.settings import PlaceSettings
from tests.gaps.street import Town, areas, asset, at, named, need, population, postcodes, street

ON = date(2026, 11, 21)
HOSTILE = "#set page(fill: red) *x* <b>z</b> $x$ \u202e\x00 \U00012000 ]]" + "W" * 60
BOXES = {"A": (0, -500, 800, 500), "B": (800, -500, 1600, 500), "C": (1600, -500, 2400, 500),
         "E": (2400, -500, 3000, 500), "F": (0, 5000, 500, 6000)}  # fmt: skip
STREETS = street([(0, 0), (1200, 0)], [(1200, 0), (2400, 0)], [(2400, 0), (2900, 0)])
LAYERS = {
    "areas": areas(**BOXES),
    "postcodes": postcodes(("A", 100), ("A", 500), ("B", 1000), ("B", 1400), ("C", 2010), ("E", 2700)),
    "population": population({"A": 1234, "B": 608, "C": 402, "E": 3, "F": 50}),
}
NEED = need("ABCEF", [1, 6, 9, 2, 3])  # 1.0, 0.5, 0.2, 0.9, 0.8
PEGS = asset(
    "group or club", 300, name="Pegs", led_by="local residents", leaders_from="this neighbourhood",
    funding_ends=date(2027, 1, 31), contact_name="Jo Secret", source="a walk round", source_licence="CC0",
)  # fmt: skip
ROUNDERS = asset("group or club", 2000, name="Rounders", venue_security="at risk", depends_on=1)
INNER = asset("group or club", 1200, name="Quilts for partners", audience="partners")
ASKED = Asked(kinds=("group or club",), minutes=5, decay="within")


class Place(Town):
    """A town with settings: what an atlas needs."""

    settings = PlaceSettings(name="Longstreet", attributions=("Invented by us, CC0",))


@cache
def place(*, with_people: bool = True) -> Place:
    layers = {name: layer for name, layer in LAYERS.items() if with_people or name != "population"}
    return Place(STREETS, None, **layers)


@cache
def answer(*, audience="public", with_need=True, with_people=True, empty=False):
    town = place(with_people=with_people)
    shown = [] if empty else disclosed([PEGS, ROUNDERS, INNER], audience=audience)
    return gaps(model_of(town, shown), NEED if with_need else None, ASKED, draws=20)


@cache
def atlas(*, areas=(), paper="A4", language="en", **asked) -> Atlas:
    return gap_atlas(
        answer(**asked), place=place(with_people=asked.get("with_people", True)), on=ON, areas=areas, paper=paper,
        language=language, audience=asked.get("audience", "public"), out="a.pdf",
        sources={"areas": {"title": "Invented areas", "publisher": "Us", "year": 2026, "licence": "CC0"}},
    )  # fmt: skip


@cache
def sheets(made: Atlas) -> tuple[str, ...]:
    pages = pypdf.PdfReader(io.BytesIO(made.pdf())).pages
    return tuple(" ".join(page.extract_text().replace("\xa0", " ").split()) for page in pages)


def page_of(made: Atlas, code: str) -> str:
    [page] = [x for x in sheets(made) if re.search(rf"The {code}\b.* {code} · ", x)]
    return page


def test_each_area_has_one_page_and_the_largest_gap_comes_first():
    made = atlas()
    assert made.pages_of == ("B", "A", "C", "E", "F")
    pages = sheets(made)
    assert len(pages) == made.pages
    firsts = [next(i for i, x in enumerate(pages) if f" {code} · " in x) for code in made.pages_of]
    assert firsts == list(range(firsts[0], firsts[0] + 5))


def test_the_numbers_of_a_page_are_those_of_the_table_and_multiply_out():
    table = answer().table.set_index("code")
    for code in "ABC":
        page, row = page_of(atlas(), code), table.loc[code]
        people, weight, missing, gap = (
            f"{row['people']:,.0f}",
            f"{row['need']:.1f}",
            f"{row['shortfall']:.4f}" if row["shortfall"] else "0",
            row["score"],
        )
        assert f"{people} × {weight} × {missing} = {gap:,.0f}" in page
        printed = float(people.replace(",", "")) * float(weight) * float(missing)
        assert printed == pytest.approx(gap, abs=0.51)
        assert (f"Rank {row['rank']} of 3" if row["score"] else "C · No gap") in page
        assert "0.0000" not in page


def test_the_ranking_holds_every_area_and_those_without_a_rank_stand_apart_with_the_reason():
    pages = " ".join(x for x in sheets(atlas()) if "The ranking" in x or "Not ranked They" in x)
    table = answer().table
    for _at, row in table[table["rank"].notna()].iterrows():
        assert f"{row['people']:,.0f}" in pages
        assert f"{100 * row['shortfall']:.0f}%" in pages
    apart = pages.partition("Not ranked")[2]
    assert "The E" in apart
    assert "The F No street is known near any home here" in apart
    assert "Fewer than 5 people live here" in apart


def test_a_count_of_fewer_than_five_people_is_nowhere():
    page = page_of(atlas(), "E")
    assert "Fewer than 5 people" in page
    assert not re.search(r"(?<![\d.,])3 people", " ".join(sheets(atlas())))
    assert " × " not in page.partition("Missing of")[0].partition("People")[2]


def test_what_is_in_reach_is_listed_with_minutes_and_how_many_homes_come_to_it():
    # Homes of A at 100 and 500 are 200 m from Pegs at 300: 2.5 minutes.
    page = page_of(atlas(), "A")
    assert "1 Pegs 3 min 100%" in page
    assert "from this neighbourhood: 1 of 1" in page
    nothing = page_of(atlas(), "B")
    assert "Nothing of this is within reach of any home here." in nothing
    # From 1,400 to Rounders at 2,000: 7.5 minutes; from 1,000 to Pegs at 300: 8.75.
    assert "Rounders, 8 min" in nothing
    assert "Group or club: 9 min" in nothing


def test_how_places_are_held_up_is_for_partners_and_said_so_on_every_page():
    public, partners = " ".join(sheets(atlas())), atlas(audience="partners")
    for secret in ("31 Jan 2027", "venue is at risk", "What may be lost", "Jo Secret", "Quilts", "one person"):
        assert secret not in public
    assert all("For partners only" in x for x in sheets(partners))
    assert "For partners only" not in public
    text = " ".join(sheets(partners))
    assert "Pegs: its money ends on 31 Jan 2027" in text
    assert "Quilts for partners" in text
    assert "Jo Secret" not in text


def test_the_file_is_tagged_and_says_its_maps_in_words():
    with pikepdf.open(io.BytesIO(atlas().pdf())) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en-GB"
        assert str(pdf.docinfo["/Title"]) == "Gaps: groups and clubs"
        with pdf.open_metadata() as said:
            assert said["pdfuaid:part"] == "1"
        found = tagged(pdf)
        fonts = {
            str(font.get("/BaseFont")): font
            for page in pdf.pages
            for font in page.Resources.get("/Font", pikepdf.Dictionary()).values()
        }
        for font in fonts.values():
            [inner] = font.DescendantFonts
            assert {"/FontFile2", "/FontFile3"} & set(inner.FontDescriptor.keys())
    kinds = [kind for kind, _alt in found]
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") >= 5 + 5
    assert kinds.count("/Table") >= 3
    assert kinds.count("/TH") >= 3 * kinds.count("/Table")
    figures = [alt for kind, alt in found if kind == "/Figure"]
    assert len(figures) == 2 + 5
    assert all(figures)
    assert any("The A" in x and "Pegs" in x for x in figures)


@pytest.mark.parametrize(("paper", "width", "height"), [("A4", 210.0, 297.0), ("letter", 215.9, 279.4)])
def test_the_atlas_has_the_size_of_the_paper_and_readable_print(paper, width, height):
    made = atlas(paper=paper)
    for page in pypdf.PdfReader(io.BytesIO(made.pdf())).pages:
        assert float(page.mediabox.width) * 25.4 / 72 == pytest.approx(width, abs=0.05)
        assert float(page.mediabox.height) * 25.4 / 72 == pytest.approx(height, abs=0.05)
    assert min(sizes_of(made.pdf())) >= 9.9


def test_it_says_where_it_comes_from_and_how_to_make_it_again():
    from assetmap import __version__

    last = sheets(atlas())[-1]
    for words in (
        "Invented areas",
        "Us, 2026",
        "CC0",
        "a walk round",
        __version__,
        "assetmap print gaps --kind 'group or club'",
        "--minutes 5 --out a.pdf",
    ):
        assert words in last


def test_the_same_question_makes_the_same_file():
    again = gap_atlas(answer(), place=place(), on=ON, areas=("A",))
    assert again.pdf() == gap_atlas(answer(), place=place(), on=ON, areas=("A",)).pdf()


def test_whoever_waits_is_told_how_far_it_is():
    told: list[float] = []
    gap_atlas(answer(), place=place(), on=ON, progress=lambda _what, share: told.append(share))
    assert told == sorted(told)
    assert told[0] == 0
    assert 0.5 < told[-1] < 1  # the setting of it comes after


def test_some_areas_alone_keep_the_whole_ranking():
    made = atlas(areas=("A",))
    assert made.pages_of == ("A",)
    text = " ".join(sheets(made))
    assert "1 neighbourhood that was asked for has a page." in text
    assert "The C" in text
    assert " C · Rank" not in text
    with pytest.raises(PrintError, match="no neighbourhood has this code"):
        gap_atlas(answer(), place=place(), on=ON, areas=("A", "Z9"))


def test_what_is_not_ranked_is_in_no_class_of_need_by_reach():
    [page] = [x for x in sheets(atlas()) if "Need and reach" in x]
    assert "A1: 0" in page
    assert "B1: 1" in page  # B alone: A and C have a fair share or nearly, E and F are not ranked
    assert "2 neighbourhoods that are not ranked" in page
    assert "not ranked: 2" in page
    signs = re.findall(r"\b[ABC][123]: (\d)", page)
    assert sum(map(int, signs)) == 3


def test_what_the_base_map_shows_and_this_map_has_not_is_to_be_looked_at_first():
    gardens = at(1300).buffer(0.0005)
    green = gpd.GeoDataFrame({"name": [""], "what": ["allotments"]}, geometry=[gardens], crs="EPSG:4326")
    town = Place(STREETS, None, **LAYERS, green=green)
    found = gaps(model_of(town, [asset("growing space", 100)]), NEED, replace(ASKED, kinds=("growing space",)), draws=0)
    pages = sheets(gap_atlas(found, place=town, on=ON, areas=("B",)))
    assert "In 1 of the 2 neighbourhoods with a gap (marked *) the base map shows one near" in pages[0]
    assert "The largest gaps: The B*" in pages[0]
    [ranking] = [x for x in pages if "The ranking" in x]
    assert "* The base map shows one of these near here" in ranking
    assert ranking.count("The B*") == 1
    assert "*" not in " ".join(sheets(atlas()))


def test_a_place_whose_licence_nobody_said_says_so():
    found = gaps(model_of(place(), [PEGS.changed(source_licence="")]), NEED, ASKED, draws=0)
    assert "a walk round not said 1" in sheets(gap_atlas(found, place=place(), on=ON, areas=("A",)))[-1]


def test_where_nobody_knows_who_leads_a_sentence_says_so_and_no_bar():
    found = gaps(model_of(place(), [PEGS.changed(led_by="not known", leaders_from="not known")]), NEED, ASKED, draws=0)
    text = " ".join(sheets(gap_atlas(found, place=place(), on=ON, areas=("A",))))
    assert text.count("Of 1 place it is not written down who leads it.") == 2
    assert "Not known: " not in text


def test_a_factor_is_never_printed_as_less_than_it_is():
    assert [factor_text(x) for x in (0.0, 1.0, 0.25, 0.00012, 0.00001234)] == [
        "0",
        "1.0000",
        "0.2500",
        "0.0001",
        "0.00001",
    ]


def test_a_place_without_an_index_is_told_by_reach_alone():
    made = atlas(with_need=False)
    pages = sheets(made)
    assert "gaps are told by reach alone" in pages[0]
    assert not any("Need and reach" in x for x in pages)
    table = answer(with_need=False).table.set_index("code")
    assert f"608 × {table.loc['B', 'shortfall']:.4f} = 608" in page_of(made, "B")


def test_a_place_without_people_counts_neighbourhoods():
    made = atlas(with_people=False)
    assert "Neighbourhood, counted as one" in page_of(made, "B")
    assert "1 × 0.5 × 1.0000 = 0.5" in page_of(made, "B")


def test_a_place_with_nothing_on_the_map_says_so_kindly():
    made = atlas(empty=True)
    assert "has nothing of this kind yet" in sheets(made)[0]
    assert "Nor within an hour's walk." in page_of(made, "A")
    assert len(made.pages_of) == 5


def test_a_page_from_the_right_runs_from_the_right():
    with pikepdf.open(io.BytesIO(atlas(areas=("A",), language="ar").pdf())) as pdf:
        assert str(pdf.Root.Lang) == "ar"
        assert str(pdf.Root.ViewerPreferences.Direction) == "/R2L"


def test_no_name_can_turn_the_atlas_round_or_stop_it():
    bad = LAYERS | {"areas": areas(**BOXES).assign(name=HOSTILE), "names": named(**{HOSTILE: (300, 0)})}
    town = Place(STREETS, None, **bad)
    found = gaps(model_of(town, [PEGS.changed(name=HOSTILE, source=HOSTILE)]), NEED, ASKED, draws=0)
    made = gap_atlas(found, place=town, on=ON, areas=("A",), out=HOSTILE)
    text = " ".join(sheets(made))
    assert "*x* <b>z</b>" in text
    assert "\U00012000" in made.unprintable


def test_more_areas_than_anybody_turns_pages_for_are_left_to_the_screen(monkeypatch):
    monkeypatch.setattr("assetmap.printing.gap_atlas.MOST_PAGES", 2)
    monkeypatch.setattr("assetmap.printing.gap_atlas_parts.MOST_ROWS", 2)
    made = gap_atlas(answer(), place=place(), on=ON)
    assert (made.pages_of, made.left_out) == (("B", "A"), 3)
    text = " ".join(sheets(made))
    assert "The 2 neighbourhoods with the largest gaps have a page." in text
    assert "1 more is not listed." in text


def test_classes_differ_on_a_photocopy():
    plain, lined = swatch(Fill(colour="#5A3900")), swatch(Fill(colour="#5A3900", hatch="lines"))
    assert plain.count("<path") + 1 == lined.count("<path")


def test_an_area_that_runs_to_the_edge_of_the_streets_has_its_page_too():
    town = Place(STREETS, ground_of(STREETS, besides=shapely.Polygon()), **LAYERS)
    found = gaps(model_of(town, [PEGS]), NEED, ASKED, draws=0)
    made = gap_atlas(found, place=town, on=ON, areas=("C",))
    page = page_of(made, "C")
    assert "C · Not ranked" in page
    assert page.count("lies where the street data end, so it is not ranked.") == 1
    assert " × 0.2 × " in page
