"""The line of a companion sheet that goes with a dot: its picture, and what its ticks would say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assetmap.paper.code import boxes_of
from assetmap.paper.layout import KINDS, LED_BY
from assetmap.screens.paper_desk.corners import jpeg_address
from assetmap.vocabulary import vocabulary
from assetmap.webmap.safe import html_text
from assetmap.wording import capital, pgettext
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from assetmap.paper.reading import Line
    from assetmap.screens.paper_desk.desk import Desk
    from assetmap.store.sessions import Session


@dataclass(frozen=True, kw_only=True)
class SaidLine:
    """
    A line as its ticks would have it; handwriting is in the picture alone.

    Attributes
    ----------
    which
        The category of the residents that is ticked, as a choice of the form, or "".
    led_by
        Who leads it, as an answer of ours, or "".
    may_print
        What is ticked at “May we print it?”; None where nothing is, or both.
    ticks
        What is ticked, in words.
    doubtful
        How many boxes could be read either way.
    """

    number: int
    picture: bytes = field(repr=False)
    which: str = ""
    led_by: str = ""
    may_print: bool | None = None
    ticks: tuple[str, ...] = ()
    doubtful: int = 0


def line_of(desk: Desk, on: Session, number: int | None) -> SaidLine | None:
    """Return the line with a number, where a companion sheet with it was read in this window."""
    found = desk.lines.get(number) if number is not None else None
    return None if found is None else _said(on, *found)


def not_found(desk: Desk, number: int | None) -> str | None:
    """Say that there is no such line among those read; None where there is, or none was asked for."""
    if number is None or number in desk.lines:
        return None
    if not desk.lines:
        return _("Drop the photo of the numbered lines too, and its line stands here.")
    return _("No line with this number has been read.")


def audience_of(line: SaidLine | None) -> str:
    """Return who may see it where its line says that it may not be printed; else "", as the workshop has it."""
    return "workshop" if line is not None and line.may_print is False else ""


def drawn_line(line: SaidLine) -> str:
    """Draw a line: its picture, and its ticks in words."""
    alt = html_text(_("Line {n}, as it is written", n=str(line.number)))
    picture = f'<img class="line" alt="{alt}" src="{jpeg_address(line.picture)}">' if line.picture else ""
    ticked = _("Ticked: {ticks}", ticks=" · ".join(line.ticks)) if line.ticks else _("Nothing on it is ticked.")
    doubt = f" {_('Some boxes could not be read: look at the picture.')}" if line.doubtful else ""
    return f'<div class="of_line">{picture}<p>{html_text(ticked + doubt)}</p></div>'


def _said(on: Session, line: Line, boxes: int) -> SaidLine:
    ticked = [key for key, is_so in line.ticks.items() if is_so]
    kinds = [int(key.removeprefix("kind_")) - 1 for key in ticked if key.startswith("kind_")]
    leads = [int(key.removeprefix("leads_")) - 1 for key in ticked if key.startswith("leads_")]
    printed = on.categories[:KINDS]
    own = bool(printed) and boxes == boxes_of([x.key for x in printed])
    words = [x for x in (_kind(on, at, own=own, boxes=boxes) for at in kinds) if x]
    words += [capital(vocabulary().said_answer("led_by", LED_BY[at])) for at in leads if at < len(LED_BY)]
    print_it = {"print_yes": _("may be printed"), "print_no": _("may not be printed")}
    words += [text for key, text in print_it.items() if key in ticked]
    yes, no = "print_yes" in ticked, "print_no" in ticked
    return SaidLine(
        number=line.number, picture=line.picture,
        which=f"own:{printed[kinds[0]].key}" if own and len(kinds) == 1 and kinds[0] < len(printed) else "",
        led_by=LED_BY[leads[0]] if len(leads) == 1 and leads[0] < len(LED_BY) else "",
        may_print=None if yes is no else yes, ticks=tuple(words),
        doubtful=sum(is_so is None for is_so in line.ticks.values()),
    )  # fmt: skip


def _kind(on: Session, at: int, *, own: bool, boxes: int) -> str:
    """Say what a ticked box for the kind means, where that is known: by the sheet's own code."""
    if own:
        return on.categories[at].label if at < len(on.categories) else ""
    groups = list(vocabulary().groups.values())
    return pgettext("a family of kinds", groups[at].label) if not boxes and at < len(groups) else ""
