"""Phones in the hall, over real HTTP: who gets in, what they get, and what becomes of what they type."""

from __future__ import annotations

import base64
import dataclasses
import os
import re

import pytest

from assetmap.demo import make_demo
from assetmap.place import open_place
from tests.screens.sharing import QUESTION, Phone, begun, shared
from tests.screens.test_gate import asked

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def hall(tmp_path_factory):
    """A town that is served to phones, with one workshop whose door is open."""
    folder = tmp_path_factory.mktemp("hall")
    home = make_demo(folder / "town")
    there = begun(home, audience="public", budget=3)
    with shared(home, folder, session=there.short) as served:
        yield served, there


@pytest.fixture
def store(hall):
    place = open_place(hall[0].home)
    yield place.store
    place.close()


@pytest.fixture
def phone(hall):
    return Phone(port=hall[0].port)


@pytest.fixture
def joined(hall, phone, store):
    status, _ = phone.join(store.sessions.get(hall[1].id).code)
    assert status == 200
    assert phone.path == "/say"
    return phone


def titles(page):
    return re.findall(r"<h1[^>]*>(.*?)</h1>", page)


THEIRS_ALONE = (
    "/health", "/assetmap/places", "/assetmap/ground", "/assetmap/livemap.js", "/assetmap/sign-in", "/media/x.gpkg",
    "/index.html", "/static/js/x.js", "/_stcore/health", "/_stcore/host-config", "/_stcore/upload_file/a/b", "/say/x",
    "/join/a/b", "/join/../health", "/join/look.css/x", "//health", "/JOIN", "/explore", "/workshop", "/component/x",
)  # fmt: skip


@pytest.mark.parametrize(
    "pretends",
    [{}, {"X-Forwarded-For": "127.0.0.1"}, {"Forwarded": "for=127.0.0.1"}, {"Host": "[::1]"}],
    ids=["plainly", "as-relayed", "as-forwarded", "as-v6"],
)
def test_a_phone_gets_its_pages_and_nothing_else_whatever_it_pretends(hall, pretends):
    served, _ = hall
    stranger = Phone(port=served.port)
    for path in THEIRS_ALONE:
        status, page = stranger.get(path, **pretends)
        assert status == 403, path
        assert "Merrowcombe" not in page
    assert stranger.get("/join", **pretends)[0] == 200
    assert stranger.get("/", **pretends)[0] == 200
    assert stranger.path == "/join"
    assert stranger.get("/dots", **pretends)[0] == 200
    assert stranger.path == "/join"


def test_a_phone_that_says_it_is_this_machine_gets_nothing_at_all(hall):
    stranger = Phone(port=hall[0].port, host=f"localhost:{hall[0].port}")
    assert {stranger.get(path)[0] for path in ("/", "/join", "/say", *THEIRS_ALONE)} == {403}


def test_no_socket_no_file_and_no_other_method_for_a_phone(hall, joined):
    served, _ = hall
    for method in ("PUT", "DELETE", "OPTIONS", "PATCH"):
        assert joined._asked(method, "/say", None, {})[0] == 403
        assert joined._asked(method, "/_stcore/upload_file/a/b", None, {})[0] == 403
    key = base64.b64encode(os.urandom(16)).decode()
    opened = {
        "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": key,
        "Origin": f"http://127.0.0.1:{served.port}",
    }  # fmt: skip
    assert joined.get("/_stcore/stream", **opened)[0] == 403
    assert joined.get("/_stcore/stream", **{**opened, "Host": "localhost"})[0] == 403


def test_a_name_that_was_made_to_lead_here_gets_not_even_the_phones_pages(hall):
    served, _ = hall
    for came_from in ("127.0.0.1", "127.0.0.2"):
        phone = Phone(port=served.port, came_from=came_from, host=f"evil.example:{served.port}")
        assert phone.get("/join")[0] == 403


def test_this_machines_own_keyboard_has_everything_meanwhile(hall):
    served, _ = hall
    here = f"http://127.0.0.1:{served.port}"
    assert asked(here, "/health", Host=f"localhost:{served.port}")[0] == 200
    assert asked(here, "/assetmap/places", Host=f"127.0.0.1:{served.port}")[0] == 200
    # … unless a relay passes somebody on, who is nobody at this keyboard.
    assert asked(here, "/health", Host=f"localhost:{served.port}", X_Forwarded_For="192.0.2.9")[0] == 403
    brought = asked(here, "/_stcore/upload_file/a/b", method="PUT", Host=f"localhost:{served.port}")
    assert "looks after" not in brought[1]  # Streamlit's own door answers: it knows no such session


def test_no_page_without_the_code_says_anything_of_the_workshop(phone):
    for path in ("/join", "/join/ABC", "/say", "/say?sent", "/dots"):
        _, page = phone.get(path)
        assert "Chapel hall" not in page
        assert QUESTION not in page
    status, page = phone.join("ABC234")
    assert status == 403
    assert "No workshop opens with this code" in page
    assert phone.cookies == {}


def test_what_a_phone_sends_waits_at_the_desk_and_counts_once(hall, joined, store):
    form = joined.hidden()
    typed = {
        "name": "Bench by the <weir>",
        "where": "Bridge Street",
        "words": "It is “quiet” & mine",
        "category": "out",
    }
    for _ in range(3):  # a double tap, a reload, an answer that was lost
        status, page = joined.post("/say", {**form, **typed})
        assert status == 200
        assert titles(page) == ["Thank you"]
        assert "Bench by the &lt;weir&gt;" in page
    found = [x for x in store.read(statuses=["draft"]) if x.asset.name == "Bench by the <weir>"]
    assert len(found) == 1
    asset = found[0].asset
    assert (asset.own_words, asset.audience, asset.source, asset.kind) == (
        "It is “quiet” & mine", "public", "workshop", "green_place",
    )  # fmt: skip
    member = store.sessions.members(hall[1].id)[asset.id]
    assert (member.how, member.category, member.shown, member.said_where) == ("phone", "out", False, "Bridge Street")


def test_who_goes_back_and_types_another_thing_over_the_first_one_sends_both(hall, joined, store):
    form = joined.hidden()
    for name in ("Heron on the weir", "Otter on the weir", "Heron on the weir"):
        assert titles(joined.post("/say", {**form, "name": name})[1]) == ["Thank you"]
    names = [x.asset.name for x in store.read(statuses=["draft"])]
    assert (names.count("Heron on the weir"), names.count("Otter on the weir")) == (1, 1)


def test_no_more_people_see_a_thing_than_its_page_told_of(hall, joined, store):
    form = joined.hidden()
    assert form["told"] == "public"
    for name, told in (("Of all", "public"), ("Of us", "workshop"), ("Of nobody", ""), ("Of who knows", "everybody")):
        joined.get("/say")
        joined.send(name=name, told=told)
    kept = {x.asset.name: x.asset.audience for x in store.read(statuses=["draft"])}
    assert [kept[x] for x in ("Of all", "Of us", "Of nobody", "Of who knows")] == ["public", *["workshop"] * 3]


def test_a_form_without_a_key_of_its_own_is_kept_each_time(joined, store):
    form = {**joined.hidden(), "key": "k"}
    for _ in range(2):
        joined.post("/say", {**form, "name": "Twice the same"})
    assert [x.asset.name for x in store.read(statuses=["draft"])].count("Twice the same") == 2


def test_who_is_in_and_types_the_code_again_stays_who_they_are(hall, joined, store):
    token = joined.cookies["assetmap_phone"]
    joined.join(store.sessions.get(hall[1].id).code.lower())
    assert joined.path == "/say"
    assert joined.cookies["assetmap_phone"] == token
    assert joined.join("ABC234")[0] == 403  # another code counts as anybody's


def test_where_the_words_name_a_place_nearly_the_phone_is_asked_which(hall, joined, store):
    _, page = joined.send(name="Soup on Fridays", where="chapel")
    names = re.findall(r'<button class="second" name="do" value="([^"]+)"', page)
    assert "Chapel Road" in names
    joined.post("/say/where", {**joined.hidden("/say/where"), "do": "Chapel Road"})
    assert titles(joined.page) == ["Thank you"]
    assert 'action="/say/where"' not in joined.page
    [found] = [x.asset for x in store.read(statuses=["draft"]) if x.asset.name == "Soup on Fridays"]
    assert found.where is not None
    assert found.precision == "exact"


def test_what_a_phone_sent_it_takes_back_after_being_asked_once_and_no_other_phone_does(hall, joined, store):
    joined.send(name="Said too much")
    hidden = joined.hidden("/say/back")
    other = Phone(port=hall[0].port)
    other.join(hall[0].code)
    other.post("/say/back", {**other.hidden(), "which": hidden["which"], "do": "yes"})
    assert [x for x in store.read(statuses=["draft"]) if x.asset.name == "Said too much"]
    _, page = joined.post("/say/back", {**hidden, "do": "ask"})
    assert titles(page) == ["Take it back?"]
    joined.send("/say/back", do="yes")
    assert "Said too much" not in joined.page
    assert not [x for x in store.read(statuses=["draft"]) if x.asset.name == "Said too much"]


def test_what_was_typed_stays_when_another_language_is_chosen_or_something_is_missing(joined):
    _, page = joined.send(**{"name": "", "words": "what “I” said", "in": ""})
    assert 'role="alert"' in page
    assert "what “I” said" in page
    _, page = joined.send(**{"name": "Dlaczego", "words": "what “I” said", "in": "ar"})
    assert '<html lang="ar" dir="rtl">' in page
    assert "what “I” said" in page
    assert joined.get("/say")[1].startswith('<!doctype html><html lang="ar"')
    assert joined.send(name="x" * 101, words="what “I” said")[0] == 400
    assert "what “I” said" in joined.page


def test_a_form_of_another_page_is_not_taken(joined, store):
    before = store.version()
    assert joined.post("/say", {**joined.hidden(), "name": "x"}, Origin="http://evil.example")[0] == 400
    assert joined.post("/say", {**joined.hidden(), "name": "x"}, Origin="null")[0] == 400
    assert joined.post("/say", {"name": "x", "key": "k"})[0] == 400
    assert joined.post("/join", {"code": "ABC234"}, Origin="http://evil.example")[0] == 403
    assert store.version() == before


def test_pages_are_small_run_nothing_are_in_no_frame_and_no_cache(joined):
    for path in ("/say", "/join", "/join/ABC234"):
        _, page = joined.get(path)
        assert len(page.encode()) < 15_000
        assert "<script" not in page
        assert not re.search(r"(?:src|href|action)=\"(?:https?:)?//", page)
        assert "default-src 'none'" in joined.head["content-security-policy"]
        assert joined.head["x-frame-options"] == "DENY"
        assert joined.head["cache-control"] == "no-store"
    assert joined.get("/join/look.css")[0] == 200
    assert len(joined.page) < 5_000


def test_the_phones_cookies_are_read_by_no_script_and_sent_by_no_other_site(hall):
    phone = Phone(port=hall[0].port)
    said = []
    phone._keep = said.append
    phone.join(hall[0].code)
    assert said
    for one in said:
        assert "httponly" in one.lower()
        assert "samesite=strict" in one.lower()
        assert "max-age" not in one.lower()


def test_dots_are_put_in_their_stage_on_what_the_room_sees_and_no_more_than_one_has(hall, joined, store):
    joined.send(name="Shown on the wall")
    joined.send(name="Not shown")
    ids = {x.asset.name: x.asset.id for x in store.read(statuses=["draft"])}
    shown, hidden = ids["Shown on the wall"], ids["Not shown"]
    store.sessions.show(hall[1].id, [shown], shown=True, by="steward")
    assert "Dots come later" in joined.get("/dots")[1]
    there = store.sessions.get(hall[1].id)
    store.sessions.change(dataclasses.replace(there, stage="purpose"), by="steward")
    assert "/dots" in joined.get("/say")[1]
    _, page = joined.get("/dots")
    assert "Shown on the wall" in page
    assert "Not shown" not in page
    assert "You have 3 dots left" in page
    for _ in range(2):  # the same button, twice
        status, page = joined.post("/dots", {**joined.hidden(), "put": f"{shown}.2"})
        assert status == 200
        assert "You have 1 dot left" in page
    joined.post("/dots", {**joined.hidden(), "put": f"{hidden}.1"})
    assert 'role="alert"' in joined.page
    joined.post("/dots", {**joined.hidden(), "put": f"{shown}.4"})
    assert "that is more than you have" in joined.page.lower()
    joined.post("/dots", {"put": f"{shown}.1"})  # another site's form
    joined.post("/dots", {**joined.hidden(), "put": f"{shown}.-1"})
    found = store.sessions.tally(hall[1].id)
    assert {x: (one.dots, one.people) for x, one in found.items()} == {shown: (2, 1)}
    store.sessions.show(hall[1].id, [shown], shown=False, by="steward")
    _, page = joined.get("/dots")
    assert "Shown on the wall" not in page
    assert "No longer on the wall" in page
    assert 'role="alert"' in joined.post("/dots", {**joined.hidden(), "put": f"{shown}.3"})[1]
    joined.post("/dots", {**joined.hidden(), "put": f"{shown}.1"})
    assert "You have 2 dots left" in joined.page
    joined.post("/dots", {**joined.hidden(), "put": f"{shown}.0"})
    assert "You have 3 dots left" in joined.page
    assert "No longer on the wall" not in joined.page


def test_a_workshop_that_is_closed_while_they_type_loses_no_word(tmp_path, hall, store):
    """Last in this file but for the logs: the door of the hall is shut, and opened anew with another code."""
    phone, late = Phone(port=hall[0].port), Phone(port=hall[0].port)
    for one in (phone, late):
        one.join(store.sessions.get(hall[1].id).code)
    form = phone.hidden()
    phone.send(name="Sent in time")
    store.sessions.shut_door(hall[1].id, by="steward")
    status, page = late.send(name="Too late", where="the mill", words="all that I said")
    assert status == 409
    assert "this was not kept" in page
    for word in ("Too late", "the mill", "all that I said"):
        assert word in page
    # An answer that was lost on its way is told to have arrived.
    status, page = phone.post("/say", {**form, "name": "Sent in time"})
    assert (status, titles(page)) == (200, ["Thank you"])
    assert "was kept before" in page
    assert phone.get("/say")[0] == 403
    code = store.sessions.open_door(hall[1].id, by="steward").code
    again = {**late.hidden(), "name": "Too late", "words": "all that I said", "code": code}
    lost = Phone(port=hall[0].port, cookies=dict(late.cookies))
    assert lost.post("/say", again, follow=False)[0] == 303  # and this answer never arrives
    status, page = late.post("/say", again)
    assert (status, titles(page)) == (200, ["Thank you"])
    names = [x.asset.name for x in store.read(statuses=["draft"])]
    assert names.count("Too late") == names.count("Sent in time") == 1


def test_a_thousand_wrong_codes_end_in_a_pause_and_whoever_is_in_goes_on(hall, store):
    phone = Phone(port=hall[0].port)
    phone.join(store.sessions.get(hall[1].id).code)
    form = phone.hidden()
    thief = Phone(port=hall[0].port, came_from="127.0.0.3")
    statuses = [thief.join(f"ABC{n:03}")[0] for n in range(34)]
    assert statuses[:30] == [403] * 30
    assert statuses[30:] == [429] * 4
    assert "Too many wrong codes" in thief.page
    assert phone.post("/say", {**form, "name": "Meanwhile"})[0] == 200
    # Somebody at another address is not kept waiting.
    assert Phone(port=hall[0].port, came_from="127.0.0.4").join(store.sessions.get(hall[1].id).code)[0] == 200


def test_no_log_and_no_address_holds_what_was_typed(hall, joined):
    joined.send(name="Zanzibarish", where="Quuxville", words="Plughsome")
    said = hall[0].log.read_text(encoding="utf-8")
    for word in ("Zanzibarish", "Quuxville", "Plughsome"):
        assert word not in said
        assert word not in joined.path
    assert joined.cookies["assetmap_phone"] not in said
    assert "/say" not in said
