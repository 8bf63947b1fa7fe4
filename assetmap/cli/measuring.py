"""`assetmap bench`: how fast, against whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from assetmap.cli.options import Json
from assetmap.cli.speaking import give, say

if TYPE_CHECKING:
    from collections.abc import Iterator


def add(app: typer.Typer) -> None:
    """Add the command."""
    app.command("bench", help="Measure against peers in one run, answers compared.")(bench)


def bench(
    name: Annotated[str | None, typer.Argument(help="One benchmark; all when left out.")] = None,
    size: Annotated[int | None, typer.Option(help="Size of the work, where a benchmark has one.", min=0)] = None,
    as_json: Json = False,
) -> None:
    """Run benchmarks."""
    from assetmap.bench import machine, run

    say("measuring; other work on this machine makes the figures worse …")
    result = {"machine": machine(), "rows": [row.to_json() for row in run(name, size=size)]}
    give(result, _lines(result), as_json=as_json)


def _lines(result: dict[str, Any]) -> Iterator[str]:
    yield f"{result['machine']['processor']}, {result['machine']['cores']} cores, Python {result['machine']['python']}"
    for row in result["rows"]:
        ratio = "not measured" if row["ratio"] is None else f"{row['ratio']:,.1f} ×"
        ours = "" if row["ours"] is None else f"{row['ours']:,.2f} {row['unit']}"
        theirs = "" if row["theirs"] is None else f"{row['theirs']:,.2f} {row['unit']}"
        equal = {True: "answers equal", False: "ANSWERS DIFFER", None: ""}[row["equal"]]
        parts = (row["work"], row["peer"], ours, theirs, ratio, f"goal {row['goal']}", equal, row["note"])
        yield " | ".join(part for part in parts if part)
