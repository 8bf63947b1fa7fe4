"""What travels: the wheel and the editable install find everything, and nobody's live data ride along."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytest.importorskip("hatchling", reason="building a wheel needs hatchling")

CHECKOUT = Path(__file__).resolve().parent.parent
TAKEN = ("assetmap", "data", "layers", ".streamlit")
FILES = ("app.py", "hatch_build.py", "pyproject.toml", "README.md", "LICENSE", ".gitignore")
STRAYS = (
    "data/demo/assets.gpkg", "data/demo/layers.parquet", "data/vocabulary/mine.toml.gpkg", "layers/areas.parquet",
    "layers/areas.gpkg-wal", "assetmap/assets.gpkg", "assetmap/webmap/built/live.parquet", "data/basemap.pmtiles",
    ".streamlit/secrets.toml",
)  # fmt: skip
LOOK = """
import assetmap, pathlib
from assetmap.shipped import shipped
from assetmap.vocabulary import vocabulary
from assetmap.screens.doors import MAIN
from assetmap.screens.livemap.script import SCRIPT
from assetmap.webmap.page import _built
assert MAIN.exists() and SCRIPT.stat().st_size > 50_000
assert len(_built("page.js")) > 50_000 and ".leaflet" in _built("page.css")
assert len(vocabulary().kinds) == 18
for parts in (("app.py",), (".streamlit", "config.toml"), ("data", "README.md"), ("data", "demo"), ("layers",)):
    assert shipped(*parts).exists(), parts
assert list(shipped("layers").glob("*.toml")) and list(shipped("data", "demo").glob("*.geojson"))
print(pathlib.Path(assetmap.__file__).parent)
"""


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout, with files of a careless person lying about."""
    top = tmp_path_factory.mktemp("checkout")
    for name in TAKEN:
        shutil.copytree(CHECKOUT / name, top / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copy(CHECKOUT / name, top / name)
    for name in STRAYS:
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_bytes(b"private")
    return top


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _built(checkout, tmp_path_factory.mktemp("wheel"), "build_wheel")


def _built(checkout: Path, out: Path, how: str) -> Path:
    words = [sys.executable, "-c", f"import hatchling.build as b; print(b.{how}({str(out)!r}))"]
    ended = subprocess.run(words, cwd=checkout, capture_output=True, text=True, check=False, timeout=300)
    assert ended.returncode == 0, ended.stderr[-2000:]
    return next(out.glob("*.whl"))


def _look(python_path: Path, tmp_path: Path) -> str:
    environment = {**os.environ, "PYTHONPATH": str(python_path), "PYTHONDONTWRITEBYTECODE": "1"}
    ended = subprocess.run(
        [sys.executable, "-c", LOOK], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr[-2000:]
    return ended.stdout.strip()


@pytest.mark.slow
def test_the_wheel_finds_everything_it_needs_in_an_empty_folder(wheel, tmp_path):
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    (tmp_path / "elsewhere").mkdir()
    assert _look(tmp_path / "site", tmp_path / "elsewhere") == str(tmp_path / "site" / "assetmap")
    assert (tmp_path / "site" / "assetmap" / "_shipped" / "app.py").exists()


@pytest.mark.slow
def test_nothing_that_merely_lay_about_is_in_the_wheel(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert [x for x in names if x.endswith((".gpkg", ".parquet", ".pmtiles", "-wal", "-shm", "secrets.toml"))] == []
    assert [x for x in names if "node_modules" in x or x.startswith(("tests/", "docs/", "data/", "layers/"))] == []


@pytest.mark.slow
def test_every_card_word_and_demo_file_that_is_tracked_is_in_the_wheel(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    wanted = ["data/demo", "data/vocabulary", "data/README.md", "layers", "app.py", ".streamlit/config.toml"]
    ended = subprocess.run(["git", "ls-files", *wanted], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    if ended.returncode or not ended.stdout:
        pytest.skip("not a git checkout: what is tracked cannot be asked")
    assert [x for x in ended.stdout.split() if f"assetmap/_shipped/{x}" not in names] == []


@pytest.mark.slow
def test_an_editable_install_reads_the_checkout_itself(checkout, tmp_path):
    wheel = _built(checkout, tmp_path, "build_editable")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        path = next(x for x in names if x.endswith(".pth"))
        assert archive.read(path).decode().strip() == str(checkout)
    assert not [x for x in names if "_shipped" in x]
    assert _look(checkout, tmp_path) == str(checkout / "assetmap")


@pytest.mark.slow
def test_without_the_registry_the_build_ends_in_one_plain_sentence(checkout, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(checkout, copy, ignore=shutil.ignore_patterns("built"))
    environment = {k: v for k, v in os.environ.items() if "proxy" not in k.lower()}
    environment |= {
        "npm_config_registry": "http://127.0.0.1:9/", "npm_config_cache": str(tmp_path / "cache"),
        "npm_config_fetch_retries": "0", "npm_config_userconfig": str(tmp_path / "none"),
    }  # fmt: skip
    ended = subprocess.run(
        [sys.executable, "-c", "import hatch_build, pathlib; hatch_build.make_bundles(pathlib.Path('.').resolve())"],
        cwd=copy, env=environment, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1
    assert "cannot be reached" in ended.stderr
    assert not (copy / "assetmap/webmap/built").exists()


def test_the_lock_file_holds_no_addresses():
    lock = (CHECKOUT / "assetmap/webmap/package-lock.json").read_text(encoding="utf-8")
    assert "resolved" not in lock
    assert "://" not in lock.replace("https://opencollective.com", "")
    assert '"integrity"' in lock
