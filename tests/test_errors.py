"""Errors are sentences."""

from __future__ import annotations

from assetmap.errors import PlaceError, sentence


def test_an_error_that_stands_alone_begins_with_a_capital_and_is_else_as_it_was():
    assert sentence(PlaceError("that postcode lies outside BA1. Try another.")) == (
        "That postcode lies outside BA1. Try another."
    )
    assert sentence(PlaceError("")) == ""
