"""Names that are code run nowhere: a few of `make torture`'s, in everything that is made of them."""

import pytest

from tests.torture import names
from tests.torture.names_payloads import PAYLOADS


def test_there_are_enough_of_them_and_no_two_are_the_same():
    assert len(set(PAYLOADS.values())) == len(PAYLOADS) >= 60


@pytest.mark.parametrize("what", ["formula", "xml end", "ics line", "ansi"])
def test_a_name_that_is_code_is_a_name_in_every_file(what, tmp_path):
    tried = names.Tried()
    names._files(what, PAYLOADS[what], tmp_path, tried)
    assert tried.problems == []
    assert tried.outputs == 9


@pytest.mark.slow
def test_a_name_that_is_code_is_a_name_on_pages_cards_and_in_the_shell(tmp_path):
    row = names.row(tmp_path, names=("script end", "jinja", "typst", "ansi", "override"), is_long=False)
    assert row.is_reached, row
