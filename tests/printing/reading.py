"""How a printed page comes out: its tags, its sizes of type, and where words stand on the paper."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pikepdf
import pypdf


@dataclass(frozen=True)
class Box:
    """Where words stand: sheet, place in the order of reading, and points from the left and the bottom."""

    sheet: int
    index: int
    left: float
    right: float
    top: float


def line_boxes(pdf: bytes, words: str) -> list[Box]:
    """Where words that stand on one line are drawn, in the order that they are read."""
    import pypdfium2

    found = []
    with pypdfium2.PdfDocument(pdf) as document:
        for sheet in range(len(document)):
            page = document[sheet]
            text = page.get_textpage()
            search = text.search(words, match_case=True)
            while (hit := search.get_next()) is not None:
                index, count = hit
                boxes = [text.get_charbox(i) for i in range(index, index + count) if text.get_text_range(i, 1).strip()]
                left, right = min(x[0] for x in boxes), max(x[2] for x in boxes)
                found.append(Box(sheet, index, left, right, max(x[3] for x in boxes)))
            search.close()
            text.close()
            page.close()
    return found


def tagged(pdf: pikepdf.Pdf) -> list[tuple[str, str]]:
    """Every element of the structure with its alternative text, in the order that it is read."""
    found: list[tuple[str, str]] = []

    def walk(node: object) -> None:
        if not isinstance(node, pikepdf.Dictionary):
            return
        if "/S" in node:
            found.append((str(node.S), str(node.get("/Alt", ""))))
        kids = node.get("/K")
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary):
                walk(kid)

    walk(pdf.Root.StructTreeRoot)
    return found


def sizes_of(pdf: bytes) -> set[float]:
    """Every size of type on the pages, in points, as the text matrices leave it."""
    found: set[float] = set()

    def seen(text, matrix, text_matrix, font, size):
        if text.strip():
            across = [
                text_matrix[0] * matrix[0] + text_matrix[1] * matrix[2],
                text_matrix[0] * matrix[1] + text_matrix[1] * matrix[3],
            ]
            found.add(round(abs(size) * (across[0] ** 2 + across[1] ** 2) ** 0.5, 1))

    for page in pypdf.PdfReader(io.BytesIO(pdf)).pages:
        page.extract_text(visitor_text=seen)
    return found
