"""
The referral: finding among very many assets, and the page, ours beside what people use for them.

What is found and what is on the page is compared; the page's own rows are those of `bench page`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assetmap.bench.rows import Row


SHORT = 10_000


def rows(*, size: int | None = None) -> Iterator[Row]:
    """
    Measure the referral.

    Parameters
    ----------
    size
        Assets to find among (500,000 when None). The page and the screen are measured from `SHORT` on, in full.
    """
    from assetmap.bench.referral import finding, pages, seen

    yield from finding.rows(size=size)
    if size is None or size >= SHORT:
        from assetmap.bench import page

        yield from page.rows()
        yield from pages.rows()
        yield from seen.rows()
