from __future__ import annotations

from datetime import date

import pytest

from assetmap.printing.qr import page_code

ON = date(2026, 11, 21)


def test_a_code_carries_the_address_the_short_codes_and_the_date_only():
    code = page_code("https://map.example/bath", shorts=["ABC123", "XYZ789"], on=ON)
    assert code.target == "https://map.example/bath?on=2026-11-21&a=ABC123.XYZ789"
    assert code.address == "https://map.example/bath"


@pytest.mark.parametrize("count", [0, 1, 8, 300])
def test_a_code_is_large_enough_to_scan(count):
    code = page_code("https://map.example", shorts=["ABC123"] * count, on=ON)
    modules = int(code.svg.split('viewBox="0 0 ')[1].split()[0]) - 8
    assert code.side_mm * modules / (modules + 8) >= 25
    assert code.side_mm / (modules + 8) >= 0.5


@pytest.mark.parametrize("address", ["", "map.example", "javascript:alert(1)", "https://x.example/" + "a" * 400])
def test_no_code_is_made_of_what_is_no_address(address):
    assert page_code(address, shorts=["ABC123"], on=ON) is None


def test_an_address_cannot_carry_markup_into_the_code():
    code = page_code('https://x.example/"><script>', shorts=[], on=ON)
    assert "<script" not in code.svg
    assert "%3Cscript" in code.target
