"""
The referral: finding among very many assets, and the page, ours beside what people use for them.

What is found and what is on the page is compared; the page's own rows are those of `bench page`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assetmap.bench.rows import Row


def rows(*, size: int | None = None) -> Iterator[Row]:
    """
    Measure the referral.

    Parameters
    ----------
    size
        Assets to find among (500,000 when None).
    """
    from assetmap.bench.referral.finding import rows as finding

    yield from finding(size=size)
