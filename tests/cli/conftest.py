"""The shell, called as a function, and a home to call it on."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from assetmap.cli import main
from assetmap.demo import make_demo

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Said:
    """What a command did: its exit status and both streams."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one object on standard output."""
        return json.loads(self.out)


@pytest.fixture
def shell(capsys, monkeypatch, tmp_path):
    """Call `assetmap` with arguments; nothing of this machine's own home is touched."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data-home"))
    monkeypatch.delenv("ASSETMAP_HOME", raising=False)

    def call(*arguments: str | Path) -> Said:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([str(x) for x in arguments])
        said = capsys.readouterr()
        code = ended.value.code
        return Said(status=code if isinstance(code, int) else int(bool(code)), out=said.out, err=said.err)

    return call


@pytest.fixture(scope="session")
def made_once(tmp_path_factory) -> Path:
    """One demo town for the whole run; never written to."""
    home = tmp_path_factory.mktemp("made") / "town"
    make_demo(home)
    return home


@pytest.fixture
def town(made_once, tmp_path) -> Path:
    """A demo town of the test's own."""
    shutil.copytree(made_once, tmp_path / "town")
    return tmp_path / "town"
