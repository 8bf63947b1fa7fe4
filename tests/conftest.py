"""Fixtures that every room's tests may use."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import hypothesis
import pytest

# No test is timed: a busy machine takes as long as it takes.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

# A folder `shared/data` beside the checkout, where there is one.
_BESIDE = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
# No other host has an address, in any page: a browser test reaches the app it started, and nobody else.
_ALONE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """
    Let a test of a real browser have a second and a third go, and name at the end each that needed one.

    On two loaded cores a click now and then lands while the page moves under it, as people's do; they click again.
    """
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=2))


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a case of bytes by its argument: packed bytes hold the second they were made in, and no two runs agree."""
    return argname if isinstance(val, bytes) else None


@pytest.fixture(scope="session")
def realdata() -> Path:
    """The folder of real published files; says so where it is not there."""
    folder = Path(os.environ.get("ASSETMAP_REALDATA") or _BESIDE)
    if not (folder / "deprivation").is_dir():
        pytest.skip("no real files: set ASSETMAP_REALDATA to the folder that holds them")
    return folder


@pytest.fixture(autouse=True)
def no_screen_of_another_test() -> None:
    """
    What a circle was shown in another test is not noticed to be gone in the middle of this one.

    A place that was closed takes with it every page that is held, as it must: also those of the test that notices.
    """
    circles = sys.modules.get("assetmap.screens.circles")
    if circles is not None:
        circles._kept.clear()


@pytest.fixture
def read_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists are read in the tests' own process: the one behind walls is tested in `exchange/untrusted`."""
    from assetmap import importing
    from assetmap.exchange import inward
    from assetmap.exchange.untrusted.here import read_here
    from assetmap.exchange.untrusted.looking import settled

    for room in (inward, importing):
        monkeypatch.setattr(room, "read_strange", lambda content, name: read_here(settled(content, name)))


@pytest.fixture(scope="session")
def chromium():
    """Debian's or the user's own Chromium, one for all tests of a process."""
    from playwright.sync_api import sync_playwright

    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if path is None:
        pytest.skip("no Chromium: install Debian's, or set CHROMIUM to its path")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu", _ALONE])
        yield browser
        browser.close()
