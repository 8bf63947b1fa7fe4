"""Damaged files of every form: rows, or one sentence; never a crash. The short form of `make torture`'s "damaged"."""

import pytest

from tests.torture import damaged


@pytest.mark.parametrize("kind", damaged.KINDS)
def test_a_damaged_file_gives_rows_or_one_sentence(kind, tmp_path):
    assert list(damaged.wrong_in(kind, tmp_path, times=120)) == []
