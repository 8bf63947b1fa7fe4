"""Places to look at, and the app on the loopback address as a process of its own, seen in a real browser."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import BrowserContext, ConsoleMessage, Page
    from streamlit.testing.v1 import AppTest

CHECKOUT = Path(__file__).resolve().parent.parent.parent
WAIT = 60_000  # milliseconds: how long a busy machine may take; whoever is ready is not kept waiting


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the demo town, to look at only."""
    from assetmap.demo import make_demo

    return make_demo(tmp_path_factory.mktemp("homes") / "town")


@pytest.fixture(scope="session")
def bath(realdata: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of Bath, set up from real files, with surgeries and parks in it; to look at only."""
    import fcntl

    # It takes seconds: the processes that share the work of one run share it too.
    alone = "PYTEST_XDIST_WORKER" not in os.environ
    common = tmp_path_factory.getbasetemp() if alone else tmp_path_factory.getbasetemp().parent
    home = common / "bath"
    with (common / "bath.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.exists():
            _make_bath(realdata, tmp_path_factory.mktemp("homes") / "bath").rename(home)
    return home


def _make_bath(d: Path, home: Path) -> Path:
    from assetmap.importing import import_file
    from assetmap.place import open_place
    from assetmap.setup import make_place
    from assetmap.setup.editing import change_place, seen

    make_place(
        home, name="Bath & North East Somerset",
        areas=d / "boundaries/lsoa2021_bath_ne_somerset_bsc.geojson",
        deprivation=[d / "deprivation/IoD2025_File_7_rebuilt_England.csv.gz"],
        postcodes=[d / "postcodes/code_point_open_ba.csv.gz", d / "postcodes/code_point_open_bs.csv.gz"],
        streets=d / "streets/bath_ne_somerset_os_roads.geojson",
        green=d / "services_bath/os_greenspace_site.geojson",
        gates=d / "services_bath/os_greenspace_access_point.geojson",
    )  # fmt: skip
    place = open_place(home)
    services = d / "services_bath"
    for path, kind in (
        ("banes_gp_surgeries.geojson", "health service"),
        ("banes_gss_parks_recreation.geojson", "green place"),
    ):
        import_file(place, services / path, kind=kind, publish=True)
    place.close()
    change_place(home, {"anybody_may_suggest": True}, since=seen(home).mark, by="steward")
    return home


@contextlib.contextmanager
def served(home: Path, said: Path, **environment: str) -> Iterator[str]:
    """Run the app on a home, from a folder far from the checkout; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # Nothing of a test reaches the user's own data folder.
    own = {"ASSETMAP_HOME": str(home), "PYTHONPATH": str(CHECKOUT), "XDG_DATA_HOME": str(said.parent / "user-data")}
    with said.open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", str(CHECKOUT / "app.py"), "--server.port", str(port)],
            cwd=said.parent, env={**os.environ, **own, **environment}, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(WAIT // 250):
            if process.poll() is not None:
                pytest.fail(f"the app ended: {said.read_text()[-600:]}")
            try:
                with urllib.request.urlopen(f"{url}/health", timeout=5):  # noqa: S310  # the loopback address
                    break
            except OSError:
                time.sleep(0.25)
        else:
            pytest.fail(f"the app did not start: {said.read_text()[-600:]}")
        yield url
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="session")
def serve() -> Callable[..., contextlib.AbstractContextManager[str]]:
    """Run the app on a home with an environment of one's own: `with serve(home, log, TMPDIR=…) as address`."""
    return served


@pytest.fixture(scope="session")
def address(town: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app on the demo town, to look at only."""
    with served(town, tmp_path_factory.mktemp("said") / "app.log") as url:
        yield url


@pytest.fixture(scope="session")
def bath_address(bath: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app on Bath, to look at only."""
    with served(bath, tmp_path_factory.mktemp("said") / "app.log") as url:
        yield url


@pytest.fixture(scope="module")
def own_town(town: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the demo town that the tests of one file may write to."""
    from assetmap.demo import make_demo

    del town  # made anew: a copy of an open store would not be whole
    return make_demo(tmp_path_factory.mktemp("homes") / "own-town")


@pytest.fixture(autouse=True)
def nothing_of_the_last_try(request: pytest.FixtureRequest, before_the_first_try: dict[str, set[str]]) -> None:
    """A test that is tried again finds nothing on the map that its first try left there."""
    if "own_town" not in request.fixturenames:
        return
    from assetmap import contributions
    from assetmap.place import open_place

    place = open_place(request.getfixturevalue("own_town"))
    try:
        there = set(place.store.ids(statuses=["draft", "published", "paused", "closed"]))
        for left in there - before_the_first_try.setdefault(request.node.nodeid, there):
            contributions.withdraw(place.store, left, by="steward")
    finally:
        place.close()


@pytest.fixture(scope="session")
def before_the_first_try() -> dict[str, set[str]]:
    """Test → ids of what was on the map of its town before it was first tried."""
    return {}


@pytest.fixture(scope="module")
def own_address(own_town: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app on a town of one's own."""
    with served(own_town, tmp_path_factory.mktemp("said") / "app.log") as url:
        yield url


@pytest.fixture(scope="module")
def own_bath(bath: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of Bath that the tests of one file may write to."""
    from assetmap.place import open_place

    home = tmp_path_factory.mktemp("homes") / "own-bath"
    shutil.copytree(bath, home, ignore=shutil.ignore_patterns("assets.gpkg*"))
    place = open_place(bath)
    place.store.backup(home / "assets.gpkg")
    place.close()
    return home


@pytest.fixture(scope="module")
def own_bath_address(own_bath: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app on a Bath of one's own."""
    with served(own_bath, tmp_path_factory.mktemp("said") / "app.log") as url:
        yield url


@pytest.fixture(scope="session")
def contexts(chromium) -> Iterator[Callable[..., BrowserContext]]:
    """
    Give one visitor of an app, known again with all that a browser keeps of it: `contexts(host, **options)`.

    Streamlit's scripts are read and understood once for all the pages of a visitor and not once for each.
    """
    known: dict[str, BrowserContext] = {}

    def visitor(host: str, **options: object) -> BrowserContext:
        key = json.dumps([host, options], sort_keys=True)
        if key not in known:
            known[key] = chromium.new_context(**options)
            known[key].set_default_timeout(WAIT)
        return known[key]

    yield visitor
    for context in known.values():
        context.close()


@pytest.fixture
def browse(contexts) -> Iterator[Callable[..., Page]]:
    """
    Open an address in a browser that can reach nobody else: `browse(url, width, height)`.

    The page's `asked` lists every address it asked for, `errors` every error on its console but for Streamlit's own
    knocking: opened below a path, its script looks for the server there first.
    """
    expect.set_options(timeout=WAIT)
    pages = []

    def browse(url: str, width: int = 1280, height: int = 800, *, wait: str = "", **options: object) -> Page:
        page = contexts("/".join(url.split("/")[:3]), **options).new_page()
        page.set_viewport_size({"width": width, "height": height})
        pages.append(page)
        page.asked, page.errors = [], []
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.on("console", lambda said: page.errors.append(said.text) if _is_error(said) else None)
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(url)
        if wait:
            page.wait_for_selector(wait)
        return page

    yield browse
    for page in pages:
        page.close()


def _is_error(said: ConsoleMessage) -> bool:
    return said.type == "error" and not re.search(r"/\w+/_stcore/(health|host-config)$", said.location["url"])


def troubles(run: AppTest) -> list[str]:
    """What a run of a screen without a browser says went wrong."""
    said = [str(getattr(x, "value", "") or x.proto.body) for x in run.get("html")]
    return [text for text in said if 'class="wrong"' in text] + [x.value for x in run.error]
