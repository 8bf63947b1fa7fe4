"""A page is read under a random address, a few times, for a few minutes, and never after it was let go."""

from __future__ import annotations

import gc
import gzip

import pytest
from starlette.requests import Request

from assetmap.screens.doors import page as page_door
from assetmap.screens.doors.page import GONE, MINUTES, READS, HeldPage, hold, let_go, page_routes


def page(content: bytes = b"%PDF-1 page", sheets: int = 2) -> HeldPage:
    pictures = [gzip.compress(f"<svg>{i}</svg>".encode()) for i in range(sheets)]
    return HeldPage(pdf=content, web=b"<!doctype html>", pictures=pictures)


def ask(token: str, *, door: str = "/assetmap/page/{token}", **params: object):
    doors = {route.path: route.endpoint for route in page_routes()}
    return doors[door](Request({"type": "http", "headers": [], "path_params": {"token": token, **params}}))


@pytest.fixture(autouse=True)
def no_place(tmp_path, monkeypatch):
    """This is of the door alone: there is no place in which something could be taken away meanwhile."""
    monkeypatch.setenv("ASSETMAP_HOME", str(tmp_path / "none"))


@pytest.fixture
def held():
    one = page()
    hold(one)
    yield one
    let_go(one)


def test_it_is_shown_in_the_browser_kept_nowhere_and_has_a_name_that_says_nothing(held):
    answer = ask(held.token)
    assert answer.status_code == 200
    assert answer.body == b"%PDF-1 page"
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == 'inline; filename="page.pdf"'
    assert answer.headers["cache-control"] == "no-store"


def test_its_web_page_and_the_pictures_of_its_sheets_stand_beside_it(held):
    assert ask(held.token, door="/assetmap/page/{token}/web").body.startswith(b"<!doctype html>")
    picture = ask(held.token, door="/assetmap/page/{token}/sheet/{number:int}", number=2)
    assert picture.headers["content-type"] == "image/svg+xml"
    assert gzip.decompress(picture.body) == b"<svg>1</svg>"
    assert ask(held.token, door="/assetmap/page/{token}/sheet/{number:int}", number=3).status_code == 404


def test_tokens_are_long_random_and_of_nothing_that_is_on_the_page():
    tokens = {page().token for _ in range(200)}
    assert len(tokens) == 200
    assert min(map(len, tokens)) >= 24


def test_another_token_and_a_page_let_go_are_not_there(held):
    assert ask("x" * 24).status_code == 404
    let_go(held)
    answer = ask(held.token)
    assert answer.status_code == 404
    assert answer.body.decode() == GONE
    assert answer.headers["cache-control"] == "no-store"
    assert held.size == 0


def test_after_a_few_reads_it_is_not_given_again(held):
    assert [ask(held.token).status_code for _ in range(READS + 1)] == [200] * READS + [404]


def test_after_some_minutes_it_is_not_given_and_its_bytes_are_gone(held, monkeypatch):
    held.made_s -= MINUTES * 60 + 1
    assert ask(held.token).status_code == 404
    assert held.size == 0


def test_one_that_was_read_or_grows_old_is_not_offered_again(held):
    assert held.is_fresh
    ask(held.token, door="/assetmap/page/{token}/sheet/{number:int}", number=1)
    assert held.is_fresh
    ask(held.token)
    assert not held.is_fresh
    other = page()
    other.made_s -= MINUTES * 31
    assert not other.is_fresh


def test_it_goes_with_the_session_that_holds_it():
    one = page()
    hold(one)
    token = one.token
    del one
    gc.collect()
    assert ask(token).status_code == 404


def test_the_oldest_go_when_too_many_or_too_much_is_held(monkeypatch):
    monkeypatch.setattr(page_door, "MOST_PAGES", 5)
    pages = [page() for _ in range(12)]
    for one in pages:
        hold(one)
    assert [one.size > 0 for one in pages] == [False] * 7 + [True] * 5
    monkeypatch.setattr(page_door, "MOST_BYTES", 3000)
    big = page(b"%PDF" + b"x" * 2900)
    hold(big)
    assert big.size > 0
    assert not any(one.size for one in pages)
    let_go(big)
