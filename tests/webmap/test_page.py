"""The saved page as text: self-contained, public only, nothing runs on this machine."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from shapely import Point

from assetmap.assets import Asset
from assetmap.disclosure import disclosed
from assetmap.errors import SettingsError
from assetmap.webmap import folium_map, web_page
from assetmap.webmap import page as made

from .conftest import HOSTILE, hostile_assets

DAY = date(2026, 11, 21)


def test_the_page_names_no_other_host_and_loads_nothing(place):
    page = web_page(
        [Asset(name="Club", kind="group or club", where=Point(-2.36, 51.38))], place=place, overlay="imd", on=DAY
    )
    loads = re.findall(
        r"""(?:src|href|action|data)\s*=\s*["']([^"'#]+)|url\((?!["']?(?:data:|#))([^)]+)""", _without_scripts(page)
    )
    assert not [x for x in loads if not (x[0] or x[1]).startswith("data:")]
    hosts = set(re.findall(r"(?:https?:)?//([a-z0-9-]+(?:\.[a-z0-9-]+)+)", page))
    assert hosts <= {"www.w3.org", "leafletjs.com"}  # a namespace, and a link in Leaflet's own licence note


def test_the_same_question_makes_the_same_page(place):
    assets = hostile_assets()
    assert web_page(assets, place=place, on=DAY) == web_page(assets, place=place, on=DAY)


def test_no_template_opens_in_what_folium_is_given_or_in_a_second_rendering(place):
    import jinja2

    drawn = folium_map(hostile_assets(), place=place, overlay="imd", bundled=False, title=HOSTILE[0])
    page = str(drawn.get_root().render())
    assert not re.search(r"\{[{%#]", page)
    assert jinja2.Template(page).render().strip() == page.strip()  # what streamlit-folium and branca would do
    assert str(drawn.get_root().render()) == page


def test_every_hostile_text_stands_in_the_list_as_text(place):
    page = web_page(hostile_assets(), place=place, on=DAY)
    said = _Texts.of(page)
    assert "n0 {{7*7}}" in said
    assert 'n3 </script><img src=x onerror="window.ran=1">' in said
    assert "49" not in [text.strip() for text in said]
    assert f"n14 {'x' * 10_000}" in said


def test_what_is_withdrawn_draft_or_not_public_is_not_in_the_page(place):
    rows = [
        Asset(name="Open club", kind="group or club", status="published"),
        Asset(name="Gone club", kind="group or club", status="withdrawn"),
        Asset(name="Draft club", kind="group or club", status="draft"),
        Asset(name="Partner club", kind="group or club", status="published", audience="partners"),
        Asset(
            name="Hidden home", kind="group or club", status="published", precision="not shown", address="1 Secret Row"
        ),
    ]
    page = web_page(disclosed(rows), place=place, on=DAY)
    assert "Open club" in page
    assert "Hidden home" in page
    for word in ("Gone club", "Draft club", "Partner club", "Secret Row"):
        assert word not in page


def test_sources_whom_to_tell_and_the_day_are_on_the_page(place):
    page = web_page([], place=place, on=DAY)
    assert "© Survey of Smallton" in page
    assert "Tell the library" in page
    assert "21 Nov 2026" in page


def test_the_policy_allows_its_own_scripts_by_hash_and_no_connection(place):
    import base64
    import hashlib

    page = web_page(hostile_assets(), place=place, on=DAY)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert "default-src 'none'" in policy[1]
    assert "unsafe-inline" not in policy[1].split("script-src")[1].split(";")[0]
    scripts = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    assert len(scripts) == 3
    for script in scripts:
        assert base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() in policy[1]


def test_a_website_is_a_link_only_where_it_is_one():
    from assetmap.webmap.listing import linked

    assert linked("Website", "example.org/a?b=1").startswith('<a href="https://example.org/a?b=1"')
    for text in (
        "javascript:alert(1)",
        "data:text/html,x",
        "http://",
        "https://[",
        "ftp://example.org",
        'http://a.b/"onclick=x',
    ):
        assert "<a" not in linked("Website", text)
    assert linked("Phone", "01632 960 114") == '<a href="tel:01632960114">01632 960 114</a>'
    assert "<a" not in linked("Phone", "ask Sam")


def test_a_notebook_gets_a_folium_map_that_carries_its_own_leaflet(place):
    import folium

    drawn = folium_map([Asset(name="Club", kind="group or club", where=Point(-2.36, 51.38))], place=place)
    assert isinstance(drawn, folium.Map)
    shown = drawn._repr_html_()
    assert "Leaflet" in shown
    assert "cdn" not in shown


def test_missing_scripts_are_one_sentence(place, monkeypatch, tmp_path):
    made._built.cache_clear()
    monkeypatch.setattr(made, "_BUILT", tmp_path)
    with pytest.raises(SettingsError, match="pip install -e"):
        web_page([], place=place)
    made._built.cache_clear()


def _without_scripts(page: str) -> str:
    return re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)


class _Texts(HTMLParser):
    """The texts of a page, as a browser without scripts would show them."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @classmethod
    def of(cls, page: str) -> list[str]:
        reader = cls()
        reader.feed(_without_scripts(page))
        return reader.texts


def test_what_a_place_says_in_other_languages_is_folded_in_the_list_each_with_its_language(place):
    said = {"ar": {"name": "نادي", "own_words": HOSTILE[0]}, "pl": {"cost": "3 funty"}}
    page = web_page([Asset(name="Club", kind="group or club", said_in=said)], place=place, on=DAY)
    assert '<p lang="ar" dir="rtl"><b>نادي</b></p>' in page
    assert '<b>Cost:</b> <span lang="pl" dir="ltr">3 funty</span>' in page
    assert HOSTILE[0] not in page
    assert "In other languages" not in web_page([Asset(name="Club", kind="group or club")], place=place, on=DAY)


def test_the_page_speaks_the_language_it_is_saved_in_and_says_which_way_it_is_written(place):
    club = Asset(name="Club", kind="group or club", where=Point(-2.36, 51.38), phone="01632 960114")
    assert '<html lang="en">' in web_page([club], place=place, on=DAY)
    page = web_page([club], place=place, overlay="imd", on=DAY, language="ar")
    assert '<html lang="ar" dir="rtl">' in page
    assert "What is here, as it was known on 21 Nov 2026." not in _without_scripts(
        web_page([club], place=place, on=DAY, language="pl")
    )
    assert '<bdi dir="ltr"><a href="tel:01632960114">' in page
    assert "<b>Phone:</b>" not in page


def test_a_text_in_the_language_of_the_page_stands_first_and_its_own_behind_it(place):
    school = Asset(name="Soup", kind="group or club", cost="£3", said_in={"pl": {"name": "Zupa", "cost": "3 funty"}})
    page = _without_scripts(web_page([school], place=place, on=DAY, language="pl"))
    assert "Zupa</b> <small>(<bdi>Soup</bdi>)</small>" in page
    assert page.index("3 funty") < page.index("£3")
