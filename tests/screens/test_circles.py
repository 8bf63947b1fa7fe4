"""What is not for everybody is seen by who belongs to the circle, when they ask for it, and by nobody else."""

import shutil

import pytest
from streamlit.testing.v1 import AppTest

from assetmap.contributions import withdraw
from assetmap.screens import circles, session
from assetmap.screens.doors import MAIN
from assetmap.screens.doors.page import HeldPage, hold
from tests.screens.conftest import troubles

PARTNERS = "Safe house for women and children"


@pytest.fixture
def shown(town, monkeypatch):
    monkeypatch.setenv("ASSETMAP_HOME", str(town))

    def run(*, role, audience):
        monkeypatch.setattr(session, "role", lambda: role)
        monkeypatch.setattr(session, "audience", lambda: audience)
        screen = AppTest.from_file(str(MAIN), default_timeout=60).run()
        assert not troubles(screen)
        return screen

    return run


def counted(screen):
    return next(x for x in (str(y.proto.body) for y in screen.get("html")) if 'class="count"' in x)


def toggles(screen):
    return [x.label for x in screen.toggle]


def test_a_visitor_is_asked_nothing_and_shown_what_is_public(shown):
    screen = shown(role="contributor", audience="public")
    assert toggles(screen) == []
    assert f"{len(session.everybody_sees())} of {len(session.everybody_sees())} shown" in counted(screen)


def test_a_partner_sees_at_once_what_is_for_partners_and_may_leave_it_out(shown):
    screen = shown(role="contributor", audience="partners")
    assert toggles(screen) == ["Also what is for partners only"]
    assert f"{len(circles.seen_by('partners'))} of " in counted(screen)
    screen.toggle[0].set_value(False).run()
    assert f"{len(session.everybody_sees())} of " in counted(screen)


def test_who_looks_after_the_map_begins_with_what_everybody_sees(shown):
    screen = shown(role="steward", audience="workshop")
    assert toggles(screen) == ["Also what is not for everybody"]
    assert f"{len(session.everybody_sees())} of " in counted(screen)
    screen.toggle[0].set_value(True).run()
    assert f"{len(circles.seen_by('workshop'))} of " in counted(screen)


def test_whoever_leaves_the_circle_sees_what_everybody_sees_at_the_next_step(shown, monkeypatch):
    screen = shown(role="contributor", audience="partners")
    monkeypatch.setattr(session, "audience", lambda: "public")
    screen.run()
    assert toggles(screen) == []
    assert f"{len(session.everybody_sees())} of " in counted(screen)


def test_nothing_for_partners_is_in_what_is_kept_for_all(town, monkeypatch):
    monkeypatch.setenv("ASSETMAP_HOME", str(town))
    assert PARTNERS in {x.name for x in circles.seen_by("partners")}
    assert PARTNERS not in {x.name for x in session.everybody_sees()}


def test_a_place_that_was_let_go_of_keeps_nobody_from_noticing_what_was_taken_away(town, tmp_path, monkeypatch):
    moved, stays = (shutil.copytree(town, tmp_path / name) for name in ("moved", "stays"))
    monkeypatch.setattr(circles, "_kept", {})
    for home in (moved, stays):
        monkeypatch.setenv("ASSETMAP_HOME", str(home))
        there = {x.name: x for x in circles.seen_by("partners")}
    session.let_go(moved)
    held = HeldPage(pdf=b"%PDF", web=b"", pictures=())
    hold(held)
    try:
        withdraw(session.opened().store, there[PARTNERS].id, by="steward")
        circles.follow()
        assert [home for home, _ in circles._kept] == [str(stays)]
        assert held.read("print") is None
    finally:
        session.let_go(stays)
