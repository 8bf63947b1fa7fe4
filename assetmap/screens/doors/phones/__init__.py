"""
Phones in the hall: plain pages on which whoever types the code on the wall adds what is good here, without an account.

`phone_routes()` are the doors; `address()`, `join_address(session)`, `join_qr_svg(session)`, `phones_here(session)` and
`wrong_codes()` are for the screens of who leads the workshop.
"""

from __future__ import annotations

from assetmap.screens.doors.phones.inviting import (
    address,
    addresses_of,
    join_address,
    join_qr_svg,
    phones_here,
    wrong_codes,
)
from assetmap.screens.doors.phones.knocking import phone_routes
from assetmap.screens.doors.phones.page import POLICY
from assetmap.screens.doors.phones.paths import is_for_phones

__all__ = [
    "POLICY",
    "address",
    "addresses_of",
    "is_for_phones",
    "join_address",
    "join_qr_svg",
    "phone_routes",
    "phones_here",
    "wrong_codes",
]
