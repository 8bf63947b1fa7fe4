"""Files appear whole or not at all."""

import os
import stat
from pathlib import Path

import pytest

from assetmap.errors import ExchangeError
from assetmap.files import whole_file, write_whole


def test_a_file_is_written_whole(tmp_path):
    write_whole(tmp_path / "a.txt", b"one")
    assert (tmp_path / "a.txt").read_bytes() == b"one"


def test_a_folder_that_is_not_there_is_said_and_not_made(tmp_path):
    with pytest.raises(ExchangeError, match="there is no folder “nwe”: make it"):
        write_whole(tmp_path / "nwe" / "a.txt", b"one")
    assert list(tmp_path.iterdir()) == []


def test_an_existing_file_is_replaced_only_when_forced(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"one")
    with pytest.raises(ExchangeError, match="already there"):
        write_whole(path, b"two")
    assert path.read_bytes() == b"one"
    write_whole(path, b"two", force=True)
    assert path.read_bytes() == b"two"


def test_a_failure_half_way_leaves_the_old_file_and_no_rubbish(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"one")

    def write_half():
        with whole_file(path, force=True) as new:
            new.write_bytes(b"tw")
            raise ValueError("half way")

    with pytest.raises(ValueError, match="half way"):
        write_half()
    assert path.read_bytes() == b"one"
    assert [x.name for x in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_a_private_file_is_private_at_every_moment(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    seen = []
    replace = Path.replace

    def look(new, target):
        seen.append(stat.S_IMODE(new.stat().st_mode))
        return replace(new, target)

    monkeypatch.setattr(Path, "replace", look)
    with whole_file(path, mode=0o600) as new:
        seen.append(stat.S_IMODE(new.stat().st_mode))
    seen.append(stat.S_IMODE(path.stat().st_mode))
    assert seen == [0o600] * 3
    write_whole(tmp_path / "b.txt", b"")
    assert stat.S_IMODE((tmp_path / "b.txt").stat().st_mode) == 0o644


def test_a_folder_is_not_a_file(tmp_path):
    with pytest.raises(ExchangeError, match="is a folder"):
        write_whole(tmp_path, b"", force=True)


def test_a_file_where_a_folder_should_be_is_one_sentence(tmp_path):
    (tmp_path / "a").write_bytes(b"")
    with pytest.raises(ExchangeError, match="could not be written"):
        write_whole(tmp_path / "a" / "b.txt", b"")
