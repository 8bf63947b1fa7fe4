"""What came on paper: photographs of a workshop's sheets, and its dots typed one after the other. For stewards."""

from __future__ import annotations

from assetmap.screens import session
from assetmap.screens.paper_desk import paper_desk

if __name__ == "__main__":
    with session.spoken():
        paper_desk()
