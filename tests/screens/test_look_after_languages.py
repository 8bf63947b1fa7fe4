"""Look after speaks the language that is chosen: nothing of ours stands there in English alone."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime

import pytest

from assetmap import contributions
from assetmap.assets import Asset
from assetmap.screens.form.differences import differences
from assetmap.screens.tending import words
from assetmap.screens.tending.queue import PARTS, Tending
from assetmap.store.base import Summary
from assetmap.webmap.safe import bold, html_bold
from tests.bracketed import beside, bracket, brackets

from .test_look_after import CHOIR, PARK, script

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
DOINGS = (
    "added", "changed", "approved", "rejected", "withdrawn", "undone", "checked", "paused", "reopened", "closed",
    "narrowed", "joined", "merged",
)  # fmt: skip


def summary(counts, *, name="Quay Park", why=""):
    return Summary(
        change=1, by="steward: Jo", on=NOW, why=why, counts=counts, latest=0, drafts=0, undone=0, asset_id="a",
        name=name,
    )  # fmt: skip


@pytest.mark.parametrize("what", DOINGS)
def test_what_was_done_is_a_sentence_of_one_and_of_many(what, monkeypatch):
    for many, is_more in ((1, False), (3, True)):
        row = summary({what: many})
        assert words.done(row).startswith("Quay Park: ") != is_more
        with brackets(monkeypatch):
            assert beside(words.done(row)) == ""
            assert beside(words.done(summary({what: many}, why="import of a list: list.csv"))) == ""
            assert "list.csv" in words.done(summary({what: many}, why="import of a list: list.csv"))


def test_what_one_is_told_of_a_draft_is_said_in_the_language_spoken(monkeypatch):
    hidden = CHOIR.changed(audience="partners", precision="street", run_by="volunteers", depends_on=3)
    after = hidden.changed(status="paused", cost="£2", phone="", checked_on=date(2026, 11, 3), how_checked="phoned")
    with brackets(monkeypatch):
        said = [
            *words.will_show(hidden, PARK.where, streets=None),
            *words.to_notice(PARK.changed(where=None), None, on=NOW.date(), was_shown=True),
            *differences(hidden, after, was=PARK.where),
            words.is_shown_words(hidden),
            words.not_shown_words(hidden, was_shown=True),
            words.why_not(summary({"withdrawn": 1})),
            words.when(NOW, now=NOW),
            *(x for row in words.kept(hidden) for x in row),
        ]
    assert len(said) > 15
    assert [x for x in map(beside, said) if x] == []


def test_a_name_in_bold_stands_where_a_language_has_it_and_is_a_name_alone():
    assert html_bold(f"You change {bold('A <b> & c')} here.") == "You change <b>A &lt;b&gt; &amp; c</b> here."
    assert html_bold(f"{bold(chr(0xE000) + 'x' + chr(0xE001) + 'y')}{chr(0xE001)}") == "<b>xy</b>"


@pytest.mark.slow
def test_every_part_speaks_it(own_town, monkeypatch):
    from assetmap.place import open_place

    bracket(monkeypatch)
    place = open_place(own_town)
    store = place.store
    named = [
        Asset(name=name, kind="green place", phone="01632 960001", where=PARK.where)
        for name in ("70", "77", "77", "78")
    ]
    contributions.submit(store, named[0], by="resident: 8")
    for asset in named[1:3]:
        contributions.submit(store, asset, by="steward: 8", publish=True)
    [pair] = [(x.one.asset.id, x.other.asset.id) for x in contributions.candidates(store) if x.one.asset.name == "77"]
    contributions.suggest(store, named[1].changed(phone="01632 960002"), by="resident: 8")
    contributions.submit(store, named[3], by="resident: 8")
    contributions.reject(store, [named[3].id], by="steward: 8", why=words.REASONS[0])
    names = {x.asset.name for x in store.read()}
    place.close()
    ways = [Tending(part=part, current=named[0].id, suggestion=1, pair=pair) for part in PARTS if part != "calls"]
    ways += [Tending(part=part, current=named[0].id, suggestion=1, turning=True) for part in ("drafts", "changes")]
    ways += [Tending(part="done", evening=("steward: 8", datetime.now().astimezone().date()))]
    for tending in ways:
        run = script(own_town, monkeypatch, tending=tending, language="pl")
        assert not run.exception
        bodies = [x.proto.body for x in run.get("html") if "<style>" not in x.proto.body]
        said = [html.unescape(re.sub("<[^>]*>", "", x)) for x in bodies]
        said += [x.label for x in (*run.button, *run.checkbox, *run.date_input, *run.expander)]
        left = {x for text in said for x in re.findall("[A-Za-z]{3,}[^⟦⟧]*", beside(text))}
        ours = {x for x in left if not any(name in x or x in name for name in names)}
        assert not ours, tending.part
