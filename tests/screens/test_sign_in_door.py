"""Signing in through doors: a page that needs no script, and a real OpenID provider; over real HTTP."""
# ruff: noqa: S310  # the loopback address alone

from __future__ import annotations

import http.cookiejar
import json
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from urllib.parse import urlsplit

import pytest

from assetmap.demo import make_demo
from assetmap.place import open_place
from assetmap.screens.whose import COOKIE

from .conftest import CHECKOUT, WAIT

pytestmark = pytest.mark.slow
PASSPHRASE = "rosemary poplar spiral plank moon"  # noqa: S105  # a test's


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    home = make_demo(tmp_path_factory.mktemp("homes") / "signed")
    place = open_place(home)
    for alias, role in (("Jo", "steward"), ("Sam", "contributor")):
        place.store.people.add(alias, role=role, passphrase=PASSPHRASE, by="steward")
    place.close()
    return home


@pytest.fixture(scope="module")
def here(home, serve, tmp_path_factory):
    with serve(home, tmp_path_factory.mktemp("said") / "app.log") as address:
        yield address


@pytest.fixture
def place(home):
    place = open_place(home)
    yield place
    place.close()


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def asked(address, fields=None, *, stay=True, jar=None, **headers):
    """The status, the headers and the text of an answer."""
    handlers = [*([Stay()] if stay else []), *([] if jar is None else [urllib.request.HTTPCookieProcessor(jar)])]
    body = None if fields is None else urllib.parse.urlencode(fields).encode()
    said = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(address, data=body, headers=said)
    try:
        with urllib.request.build_opener(*handlers).open(request, timeout=60) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read().decode()


def signed_in(here, name="Jo", passphrase=PASSPHRASE, **more):
    fields = {"name": name, "passphrase": passphrase, "to": "look_after"}
    return asked(f"{here}/assetmap/sign-in", fields, **({"Origin": here} | more))


def cookie_of(headers):
    return headers["Set-Cookie"].split(";")[0].partition("=")[2]


def upload(here, **headers):
    request = urllib.request.Request(
        f"{here}/_stcore/upload_file/x/y", data=b"", method="PUT",
        headers={name.replace("_", "-"): value for name, value in headers.items()},
    )  # fmt: skip
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_the_page_needs_no_script_and_says_whose_map_it_is(here):
    status, headers, text = asked(f"{here}/assetmap/sign-in")
    assert status == 200
    assert "Merrowcombe" in text
    assert "<script" not in text
    assert 'autocomplete="current-password"' in text
    assert '<label for="passphrase">' in text
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "form-action 'self'" in headers["Content-Security-Policy"]


def test_the_page_speaks_what_the_screen_before_it_spoke_and_leads_back_in_it(here):
    text = asked(f"{here}/assetmap/sign-in?in=ar")[2]
    assert '<html lang="ar" dir="rtl">' in text
    fields = {"name": "Jo", "passphrase": PASSPHRASE, "to": "look_after", "in": "ar"}
    assert asked(f"{here}/assetmap/sign-in", fields, Origin=here)[1]["Location"] == "/look_after?in=ar"
    wrong = asked(f"{here}/assetmap/sign-in", fields | {"passphrase": "x"}, Origin=here)[2]
    assert '<html lang="ar" dir="rtl">' in wrong
    assert '<html lang="en">' in asked(f"{here}/assetmap/sign-in?in=<b>")[2]
    assert (
        '<html lang="en">' in asked(f"{here}/assetmap/sign-in", Accept_Language="ar")[2]
    )  # the town does not speak it


def test_a_sign_in_gives_a_cookie_no_script_reads_and_leads_to_where_one_was(here, place):
    status, headers, _ = signed_in(here)
    assert (status, headers["Location"]) == (303, "/look_after")
    said = headers["Set-Cookie"].lower()
    assert "httponly" in said
    assert "samesite=strict" in said
    assert "path=/" in said
    assert "secure" not in said
    assert place.store.people.person_of(cookie_of(headers)).alias == "Jo"


def test_by_https_before_a_relay_the_cookie_is_secure(here):
    said = {"Host": "map.example", "Origin": "https://map.example", "X_Forwarded_For": "192.0.2.7"}
    assert "secure" in signed_in(here, **said, X_Forwarded_Proto="https")[1]["Set-Cookie"].lower()
    assert "secure" in signed_in(here, **said)[1]["Set-Cookie"].lower()  # the browser says so itself


def test_a_form_of_another_page_is_refused(here):
    for origin in ("https://evil.example", "null", "http://localhost:1", "", "http://[::1", f"{here}@evil.example"):
        status, headers, _ = signed_in(here, Origin=origin)
        assert status == 403
        assert "Set-Cookie" not in headers


def test_a_wrong_name_and_a_wrong_passphrase_look_alike(here):
    answers = []
    for name, passphrase in (("Sam", "wrong words and more"), ("Nobody", PASSPHRASE)):
        status, headers, text = signed_in(here, name, passphrase)
        assert status == 403
        assert "Set-Cookie" not in headers
        answers.append(text.replace(f'value="{name}"', ""))
    assert answers[0] == answers[1]
    assert "do not go together" in answers[0]
    assert "wrong words" not in answers[0]


def test_what_is_typed_comes_back_letter_for_letter(here):
    text = signed_in(here, '"><script>alert(1)</script>', "x")[2]
    assert "<script" not in text
    assert "&lt;script&gt;" in text


@pytest.mark.parametrize("to", ["//evil.example", "https://evil.example", "/x", "a" * 40, "..%2f", "Add"])
def test_no_address_leads_out_of_here(here, to):
    fields = {"name": "Jo", "passphrase": PASSPHRASE, "to": to}
    assert asked(f"{here}/assetmap/sign-in", fields, Origin=here)[1]["Location"] == "/"


def test_a_large_form_is_not_read(here):
    status, headers, _ = signed_in(here, passphrase="x" * 50_000)
    assert status == 403
    assert "Set-Cookie" not in headers


def test_who_signs_out_is_out_at_once_also_with_the_old_cookie(here, place):
    token = cookie_of(signed_in(here)[1])
    cookie = f"{COOKIE}={token}"
    assert asked(f"{here}/assetmap/sign-out", {}, Cookie=cookie, Origin="https://evil.example")[0] == 403
    assert place.store.people.person_of(token) is not None
    assert "signed in as <b>Jo</b>" in asked(f"{here}/assetmap/sign-out", Cookie=cookie)[2]
    status, headers, _ = asked(f"{here}/assetmap/sign-out", {}, Cookie=cookie, Origin=here)
    assert status == 303
    assert f'{COOKIE}=""' in headers["Set-Cookie"]
    assert place.store.people.person_of(token) is None


def test_who_signs_in_at_a_browser_where_somebody_else_was_ends_what_they_left_open(here, place):
    before = cookie_of(signed_in(here)[1])
    again = cookie_of(signed_in(here, Cookie=f"{COOKIE}={before}")[1])
    assert place.store.people.person_of(before).alias == "Jo"  # their own other pages go on
    assert signed_in(here, "Sam", Cookie=f"{COOKIE}={again}")[0] == 303
    assert place.store.people.person_of(again) is None


def test_only_a_steward_who_is_signed_in_brings_files_also_at_this_computer(here, place):
    jo, sam = (cookie_of(signed_in(here, name)[1]) for name in ("Jo", "Sam"))
    refused = (403, "Only whoever looks after this map brings files in.")
    assert upload(here) == refused  # at its own keyboard: somebody signs in here to look after the map
    assert upload(here, Cookie=f"{COOKIE}={sam}") == refused
    assert upload(here, Cookie=f"{COOKIE}={jo}", X_Forwarded_For="192.0.2.7") != refused
    place.store.people.change("Jo", role="contributor", by="steward")
    assert upload(here, Cookie=f"{COOKIE}={jo}") == refused
    place.store.people.change("Jo", role="steward", by="steward")
    assert upload(here, Cookie=f"{COOKIE}={jo}") != refused
    assert upload(here, Cookie=f"{COOKIE}={'x' * 43}") == refused


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(url, process):
    last = time.monotonic() + WAIT / 1000
    while time.monotonic() < last:
        assert process.poll() is None
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"{url} does not answer")


@pytest.fixture(scope="module")
def provider():
    """A real OpenID provider, as a process of its own on the loopback address."""
    port = free_port()
    ana = {"sub": "ana", "email": "ana@surgery.example", "email_verified": True, "given_name": "Ana Maria"}
    eve = {"sub": "eve", "email": "jo@surgery.example", "email_verified": False, "given_name": "Eve"}
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    command += ["--user-claims", json.dumps(ana), "--user-claims", json.dumps(eve)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        answers(f"{address}/.well-known/openid-configuration", process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="module")
def openid_home(provider, tmp_path_factory):
    home = make_demo(tmp_path_factory.mktemp("homes") / "openid")
    said = {
        "redirect_uri": "http://127.0.0.1:{port}/oauth2callback", "cookie_secret": secrets.token_hex(24),
        "client_id": "assetmap", "client_secret": secrets.token_hex(16),
        "server_metadata_url": f"{provider}/.well-known/openid-configuration",
    }  # fmt: skip
    path = home / "sign-in.toml"
    path.write_text("[auth]\n" + "".join(f'{key} = "{value}"\n' for key, value in said.items()))
    path.chmod(0o600)
    place = open_place(home)
    place.store.people.add("Ana", role="steward", email="ana@surgery.example", by="steward")
    place.close()
    return home


@pytest.fixture(scope="module")
def openid_here(openid_home, tmp_path_factory):
    """The app as `assetmap serve` starts it."""
    port, folder = free_port(), tmp_path_factory.mktemp("said")
    own = {"PYTHONPATH": str(CHECKOUT), "XDG_DATA_HOME": str(folder / "user-data")}
    with (folder / "app.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "assetmap", "serve", "--home", str(openid_home), "--port", str(port)],
            cwd=folder, env={**os.environ, **own}, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        answers(f"{address}/health", process)
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def test_the_page_offers_the_organisations_account(openid_here):
    text = asked(f"{openid_here}/assetmap/sign-in")[2]
    assert "Sign in with your organisation" in text
    assert re.search(r'href="/\?sign_in=openid"', text)


@pytest.mark.browser
def test_from_sign_in_at_a_provider_to_a_role_taken_away(openid_here, openid_home, browse):
    from playwright.sync_api import expect

    from assetmap.contributions import submit

    from .by_hand import at_rest, until

    place = open_place(openid_home)
    draft = place.store.get(next(iter(place.store.ids(statuses={"draft"})))).asset
    submit(place.store, draft.changed(id=uuid.uuid4().hex, short="", name="A new bench"), by="resident")
    place.store.people.change("Ana", role="steward", by="steward")
    page = browse(f"{openid_here}/assetmap/sign-in")
    page.context.clear_cookies()  # also where this is the second go
    page.get_by_role("link", name="Sign in with your organisation").click(no_wait_after=True)
    until(page, lambda: "/authorize" in page.url, "the provider was not asked")
    by_provider(page, "ana")
    page.wait_for_selector(".who", timeout=WAIT)
    expect(page.locator(".who")).to_have_text("Ana")
    page.goto(f"{openid_here}/look_after", wait_until="domcontentloaded")
    page.wait_for_selector(".who")
    at_rest(page)
    page.get_by_role("radio", name=re.compile("^Drafts")).click()
    button = page.get_by_role("button", name=re.compile("^Show it")).first
    was = place.store.version()
    button.click()
    until(page, lambda: place.store.version() == was + 1, "it was not shown")
    at_rest(page)
    assert place.store.history()[-1].by == "steward: Ana"
    # Taken away while the page with the next draft is open: the next decision is refused, and nothing is written.
    place.store.people.change("Ana", role="contributor", by="steward")
    left = page.get_by_role("button", name=re.compile("^Show it")).first
    if left.count():
        left.click()
        at_rest(page)
    assert place.store.version() == was + 1
    expect(page.get_by_text("This page is for whoever looks after this map")).to_be_visible()
    place.close()


def by_provider(page, subject):
    """Say at the provider who one is."""
    page.locator(f'button[name="sub"][value="{subject}"]').first.click(no_wait_after=True)


def test_the_secrets_are_in_no_backup_and_in_no_answer(openid_here, openid_home, tmp_path):
    place = open_place(openid_home)
    place.store.backup(tmp_path / "kept.gpkg")
    place.close()
    kept = (tmp_path / "kept.gpkg").read_bytes()
    for value in re.findall(r'_secret = "(.+)"', (openid_home / "sign-in.toml").read_text()):
        assert value.encode() not in kept
        assert value not in asked(f"{openid_here}/assetmap/sign-in")[2]


def test_serving_refuses_secrets_that_others_may_read(openid_home, tmp_path):
    from assetmap.errors import SettingsError
    from assetmap.settings import openid_file

    path = tmp_path / "sign-in.toml"
    assert openid_file(tmp_path) is None
    good = (openid_home / "sign-in.toml").read_text()
    for text, mode, said in (
        (good, 0o644, "others may read it"),
        (good.replace("client_id", "client"), 0o600, "client_id missing"),
        (re.sub('cookie_secret = ".*"', 'cookie_secret = "x"', good), 0o600, "short"),
        (good.replace("oauth2callback", "back"), 0o600, "oauth2callback"),
        ("[auth", 0o600, "cannot be read"),
    ):
        path.write_text(text)
        path.chmod(mode)
        with pytest.raises(SettingsError, match=said):
            openid_file(tmp_path)
    path.write_text(good)
    assert openid_file(tmp_path) == path


def test_the_demo_signs_nobody_in(address):
    assert urlsplit(address).hostname == "127.0.0.1"
    jar = http.cookiejar.CookieJar()
    status, _, _ = asked(f"{address}/assetmap/sign-in", {"name": "Jo", "passphrase": "x"}, jar=jar, Origin=address)
    assert status == 403
    assert not list(jar)
