"""Who may do what: one rule for every room."""

import pytest

from assetmap.errors import PermissionDeniedError
from assetmap.roles import is_steward, need_steward


@pytest.mark.parametrize("by", ["steward", "steward: Jo", "Steward: Jo", " STEWARD :Jo: at the library"])
def test_the_word_before_the_colon_decides(by):
    assert is_steward(by)
    need_steward(by, "approve drafts")


@pytest.mark.parametrize("by", ["", "resident", "resident: steward", "stewardess", "steward Jo", ": steward"])
def test_everybody_else_is_refused_by_what_they_wanted(by):
    assert not is_steward(by)
    with pytest.raises(PermissionDeniedError, match="only whoever looks after this map may approve drafts"):
        need_steward(by, "approve drafts")
