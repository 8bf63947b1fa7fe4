"""Who is at a page: what a provider says is read with care, and who signs out is out in every way."""

import math
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from assetmap.roles import Person
from assetmap.screens import session, signing
from assetmap.screens.doors import MAIN
from assetmap.screens.tending import called, calls
from assetmap.screens.whose import identity_of
from tests.screens.conftest import troubles

SAID = {"is_logged_in": True, "iss": "https://a.example", "sub": "1", "iat": 1_700_000_000, "email_verified": True}


@pytest.mark.parametrize("at", [None, "1700000000", True, math.nan, math.inf, -1, 0, 1e15, -(10**14)])
def test_who_signed_in_at_no_moment_is_nobody(at):
    assert identity_of(SAID | {"iat": at}) is None


@pytest.mark.parametrize(
    "email", ["Jo Smith <jo@x.example>", "jo", "@", "a@b@c", f"{'a' * 300}@x.example", 7, None, ""]
)
def test_an_address_that_is_none_signs_in_without_it(email):
    assert identity_of(SAID | {"email": email}).email == ""


def test_only_a_verified_address_counts():
    assert identity_of(SAID | {"email": " jo@x.example "}).email == "jo@x.example"
    for verified in (False, None, "true", 1):
        assert identity_of(SAID | {"email": "jo@x.example", "email_verified": verified}).email == ""


def test_who_signed_in_here_as_well_as_before_is_left_signed_in_by_neither(monkeypatch):
    import streamlit as st

    signed_in = ["here", "by the cookie", "at a provider"]
    people = SimpleNamespace(sign_out=lambda person: signed_in.remove(person.sign_in))
    monkeypatch.setattr(session, "opened", lambda: SimpleNamespace(store=SimpleNamespace(people=people)))
    monkeypatch.setattr(session, "person", lambda: Person(role="steward", sign_in=signed_in[0]) if signed_in else None)
    monkeypatch.setattr(st, "session_state", {"typed": "x"})
    session.sign_out()
    assert signed_in == []
    assert not st.session_state


def test_the_part_that_renews_the_list_of_calls_asks_each_time_who_is_there(monkeypatch):
    class Again(Exception):  # noqa: N818  # Streamlit stops a script so
        pass

    def again():
        raise Again

    monkeypatch.setattr(session, "role", lambda: "visitor")
    monkeypatch.setattr(calls.st, "rerun", again)
    monkeypatch.setattr(called, "sheet", lambda _: pytest.fail("a sheet is offered"))
    with pytest.raises(Again):
        calls._print.__wrapped__(None)


def test_a_stewards_form_is_opened_and_shown_to_no_one_else_and_keeps_what_is_typed(town, monkeypatch):
    monkeypatch.setenv("ASSETMAP_HOME", str(town))
    monkeypatch.setattr(session, "by", lambda: "steward: Jo")
    screen = AppTest.from_file(str(MAIN), default_timeout=60)
    screen.session_state["chosen"] = session.everybody_sees()[0].short
    screen.run()
    change = next(x for x in screen.button if x.label == "Change this")
    monkeypatch.setattr(session, "by", lambda: "visitor")
    change.click().run()
    assert screen.session_state["mending"].form is None
    assert any("only whoever looks after this map" in x.lower() for x in troubles(screen))
    monkeypatch.setattr(session, "by", lambda: "steward: Jo")
    screen.run()
    next(x for x in screen.button if x.label == "Change this").click().run()
    form = screen.session_state["mending"].form
    name = next(x for x in screen.text_input if x.value == form.opened.asset.name)
    name.set_value("Typed and not saved").run()
    monkeypatch.setattr(session, "by", lambda: "visitor")
    screen.run()
    assert "Typed and not saved" not in [x.value for x in screen.text_input]
    monkeypatch.setattr(session, "by", lambda: "steward: Jo")
    screen.run()
    assert "Typed and not saved" in [x.value for x in screen.text_input]


def test_whom_the_map_does_not_know_is_told_so_and_only_after_they_signed_in(town, monkeypatch):
    import streamlit as st

    monkeypatch.setenv("ASSETMAP_HOME", str(town))
    now = datetime.now(UTC).timestamp()
    for user, is_told in (
        ({}, False),
        ({"is_logged_in": False}, False),
        (SAID | {"iat": now}, True),
        (SAID | {"iat": None}, True),
        (SAID | {"iat": now - 13 * 3600}, False),  # yesterday's: they have not asked for anything today
    ):
        monkeypatch.setattr(type(st.user), "to_dict", lambda _, user=user: user)
        screen = AppTest.from_file(str(MAIN), default_timeout=60).run()
        assert troubles(screen) == []
        assert any(signing.UNKNOWN in str(x.proto.body) for x in screen.get("html")) is is_told
