"""One line of the table: what was tried, the figure to reach, and the figure that was reached."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Row:
    """`is_reached` is None where this machine could not try it; `reached` says why. `problems` are named below it."""

    what: str
    figure: str
    reached: str
    is_reached: bool | None
    problems: tuple[str, ...] = ()

    @classmethod
    def of(cls, what: str, figure: str, reached: str, *problems: str) -> Row:
        """Return a line that is reached where there is no problem."""
        return cls(what=what, figure=figure, reached=reached, is_reached=not problems, problems=problems)

    def __str__(self) -> str:
        mark = {True: "ok  ", False: "FAIL", None: "  – "}[self.is_reached]
        more = len(self.problems) - _MOST_NAMED
        named = [*self.problems[:_MOST_NAMED], *([f"… and {more} more"] if more > 0 else [])]
        return "\n      ".join([f"{mark}  {self.what} · {self.figure} · {self.reached}", *named])


_MOST_NAMED = 8
