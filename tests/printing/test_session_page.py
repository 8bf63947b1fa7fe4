"""What a workshop leaves behind, on paper: from a real store, through the gate of workshops."""

from __future__ import annotations

import json
import sys
import uuid
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import shapely

sys.path.insert(0, str(Path(__file__).parent))
from reading_grade import grade

from assetmap.assets import Asset
from assetmap.demo import make_demo
from assetmap.place import open_place
from assetmap.printing.session import session_page
from assetmap.store.base import Edit
from assetmap.store.sessions import Belongs, Note
from assetmap.workshop import begin, category, shown

ON = date(2026, 11, 22)
QUESTION = "What helps you feel well here?"
PRIVATE = ("Gwendolyn", "Featherstone", "Okonkwo-Bright", "Ludmila", "Szczepanska", "07700 900 999", "Rosehaven", "Elm")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_demo(tmp_path_factory.mktemp("homes") / "hall")


@pytest.fixture(scope="module")
def place(home):
    place = open_place(home)
    yield place
    place.close()


@pytest.fixture(scope="module")
def session(place):
    """A workshop in which six people, a home and a refuge were named."""
    west, south, east, north = place.settings.bounds
    lon, lat = (west + east) / 2, (south + north) / 2
    one = begin(
        place, name="Tea and maps", where="Chapel hall", on=ON, question=QUESTION, audience="workshop",
        categories=[category("Warm corners", colour="orange", shape="star")], by="steward",
    )  # fmt: skip

    def said(name: str, kind: str = "group or club", *, is_shown: bool = True, **fields: object) -> Asset:
        fields = {"where": shapely.Point(lon + len(names) / 3000, lat), "audience": "workshop", **fields}
        asset = Asset(name=name, kind=kind, source="workshop", **fields)
        belongs = Belongs(session=one.id, category=one.categories[0].key if not names else "", shown=is_shown)
        place.store.write([Edit(asset=asset, expected=0)], by="steward", belongs={asset.id: belongs})
        names.append(name)
        return asset

    names: list[str] = []
    bench = said("The quay bench", own_words="Somebody always says hello.\nEven in the rain.")
    choir = said("Tuesday choir", own_words="Sing & <b>laugh</b> :red[loud]")
    said("Gwendolyn Featherstone, knits", "person with a skill")
    said("Coffee round at 14 Elm Gardens", precision="not shown", address="14 Elm Gardens")
    said("Rosehaven refuge", "advice and help", precision="not shown", where=None)
    said("Not let onto the wall", is_shown=False)

    def note(what: str, words: str, **fields: object) -> Note:
        fields = {"shown": True, "audience": "workshop", **fields}
        return place.store.sessions.say(
            Note(id=str(uuid.uuid4()), session=one.id, what=what, words=words, **fields), by="steward"
        )

    note("story", "The bench kept me going when I was alone.", private={"told_by": "Ludmila Szczepanska"})
    note("story", "Mrs Okonkwo-Bright brings soup.", private={"told_by": "Mrs Okonkwo-Bright"})
    note("link", "The choir sings at the bench", about=(choir.id, bench.id))
    gap = note("gap", "Somewhere warm on a Sunday")
    note("plan", "Paint the bench", who="the allotment society", due="2026-12-01",
         private={"person": "Gwendolyn Featherstone", "contact": "07700 900 999"})  # fmt: skip
    note("plan", "Ring Ludmila about the key", who="two of us")
    note("grant", "Paint and brushes", amount=1250.5)
    for i in range(6):
        place.store.sessions.vote(one.id, bench.id, ballot=f"ballot-of-somebody-{i}", dots=2, by="steward")
    place.store.sessions.vote(one.id, gap.id, ballot="ballot-of-somebody-0", dots=3, by="steward")
    return one


def page(place, session, *, audience: str = "workshop", **options: object):
    return session_page(place, session, shown(place, session, audience=audience), on=ON, audience=audience, **options)


def text_of(pdf: bytes) -> str:
    import io

    from pypdf import PdfReader

    return " ".join("\n".join(x.extract_text() for x in PdfReader(io.BytesIO(pdf)).pages).split())


@pytest.mark.parametrize("form", ["clear", "large", "easy"])
def test_what_was_said_mattered_and_was_agreed_is_on_paper(place, session, form):
    made = page(place, session, format=form)
    said = text_of(made.pdf())
    for words in (
        "Tea and maps", "Chapel hall", QUESTION, "We put 2 things on the map.", "The quay bench", "Warm corners",
        "Even in the rain.", "Sing & <b>laugh</b> :red[loud]", "The bench kept me going when I was alone.",
        "The choir sings at the bench.", "Somewhere warm on a Sunday", "12 dots from 6 people", "3 dots",
        "Paint the bench.", "Who: the allotment society.", "1 Dec 2026", "1,250.50",
        "Somebody will check each one before everybody can see it.",
        "For the people who were there: please do not hand this page on.",
    ):  # fmt: skip
        assert words in said, words
    assert not made.unprintable
    assert "from 1 person" not in said  # a count of few people says who they are


def test_nobody_and_no_home_is_named_on_it_in_any_form_or_circle(place, session):
    for audience in ("workshop", "partners", "public"):
        made = page(place, session, audience=audience)
        for said in (text_of(made.pdf()), made.html(), "\n".join(made.leaflet.lines())):
            for name in PRIVATE:
                assert name.casefold() not in said.casefold(), (audience, name)
            assert "Not let onto the wall" not in said
    assert "stay private. They are not on this page." in "\n".join(page(place, session).leaflet.lines())


def test_the_web_page_says_the_same_and_runs_nothing(place, session):
    made = page(place, session)
    html = made.html()
    assert "Sing &amp; &lt;b&gt;laugh&lt;/b&gt; :red[loud]" in html
    assert "<script" not in html
    assert "http" not in html.replace("http-equiv", "").replace("http://www.w3.org/2000/svg", "")


def test_what_is_for_everybody_alone_is_all_that_the_public_reads(place, session):
    made = page(place, session, audience="public")
    assert "The quay bench" not in "\n".join(made.leaflet.lines())
    assert "not to be handed on" not in made.leaflet.foot
    assert "not to be handed on" in page(place, session).leaflet.foot


def test_a_workshop_in_which_nothing_was_said_still_prints(place):
    empty = begin(place, name="Nobody came", on=ON, by="steward")
    made = page(place, empty)
    assert made.pages == 1
    place.store.sessions.close(empty.id, by="steward")


@pytest.mark.parametrize("language", ["cy", "ar", "bn", "ur", "pl"])
def test_it_prints_in_other_languages(place, session, language):
    made = page(place, session, language=language, format="easy")
    assert "The quay bench" in text_of(made.pdf()) or language in {"ar", "ur"}
    assert f'lang="{language}"' in made.html()


def test_a_great_many_things_take_more_maps_and_none_is_lost(place, session):
    seen = shown(place, session, audience="workshop")
    many = tuple(seen.assets[0].changed(name=f"Bench {i}", id=str(uuid.uuid4()), short="") for i in range(45))
    made = session_page(place, session, replace(seen, assets=many), on=ON, audience="workshop")
    said = text_of(made.pdf())
    assert all(f"Bench {i}" in said for i in range(45))
    assert "Numbers 21 to 40" in said


def test_our_own_sentences_are_easy_to_read(place, session):
    leaflet = page(place, session, format="easy").leaflet
    ours = [leaflet.asked, leaflet.notice, *(x.words for part in leaflet.parts for x in part.lines)]
    ours += [part.heading for part in leaflet.parts] + [x.words for x in leaflet.closing[:-1]]
    assert grade(ours) <= 6


def test_the_list_for_the_day_after_says_whom_to_ring_and_is_marked(place, session):
    from assetmap.printing.session import next_day_page
    from assetmap.workshop import tomorrow

    made = next_day_page(place, session, tomorrow(place, session, by="steward"))
    said = text_of(made.pdf())
    for words in ("it names people", "07700 900 999", "Gwendolyn Featherstone", "Paint the bench", "Not let onto",
                  "1,250.50", "not to be handed on"):  # fmt: skip
        assert words in said, words


def test_the_shell_prints_it(home, place, session, tmp_path, capsys):
    from assetmap.cli import main

    out = tmp_path / "page.pdf"
    with pytest.raises(SystemExit) as ended:
        main(["print", "session", "--session", session.short, "--out", str(out), "--home", str(home), "--json"])
    assert not ended.value.code
    said = json.loads(capsys.readouterr().out)
    assert said["file"] == "page.pdf"
    assert said["held_back"] >= 4
    assert out.read_bytes().startswith(b"%PDF")
    with pytest.raises(SystemExit) as ended:
        main(["print", "session", "--next-day", "--out", str(tmp_path / "day.html"), "--home", str(home)])
    assert not ended.value.code
    assert "07700 900 999" in (tmp_path / "day.html").read_text("utf-8")
