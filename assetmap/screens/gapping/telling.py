"""What is said of the answer: three numbers, an area's story with its sum, and how it was worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assetmap.gaps import FLAGS, story
from assetmap.screens.gapping.answering import people_known, people_reaching, tens
from assetmap.screens.gapping.command import says_all
from assetmap.webmap.safe import html_text
from assetmap.wording import N_, ngettext, number_text
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from assetmap.assets import Asset
    from assetmap.gaps import Added, Gaps

_SHORT = {
    "not_known": N_("not known"),
    "edge": N_("at the edge of the street data"),
    "no_people": N_("nobody lives here"),
    "few_people": N_("fewer than 5 people"),
    "people_not_known": N_("no figure of people"),
    "no_decile": N_("not in the index"),
    "many_here_little_reach": N_("many here, little within reach"),
    "maybe_unlisted": N_("one unlisted?"),
    "uneven": N_("some have none"),
}
"""Flags that must be seen in the table as well; the others are told with the story."""


def short_flag(flag: str) -> str:
    """Say a flag in a few words, "" for one that is told with the story alone."""
    return _(_SHORT[flag]) if flag in _SHORT else ""


def numbers(gaps: Gaps) -> list[tuple[str, str]]:
    """Give three numbers of the neighbourhoods that are ranked, each with what it counts."""
    has_people = gaps.model.has_people
    everybody, reach = people_known(gaps), people_reaching(gaps)
    short = gaps.table["shortfall"].to_numpy(dtype=np.float64)[gaps.is_ranked]
    without = tens(everybody - reach) if has_people else round(everybody - reach)
    known = int(np.isfinite(short).sum())
    half = int((short > 0.5).sum())
    first = (
        (number_text(without), _("of {all} people have none within reach", all=number_text(round(everybody))))
        if has_people
        else (number_text(without), _("of {all} neighbourhoods have none within reach",
                                      all=number_text(round(everybody))))
    )  # fmt: skip
    return [
        first,
        (number_text(half), _("of {all} neighbourhoods lack more than half of a fair share", all=number_text(known))),
        (number_text(round(gaps.ranked_total)), _("gap points in all")),
    ]


def numbers_shown(gaps: Gaps) -> str:
    """Write the three numbers as markup."""
    rows = "".join(f"<p><b>{html_text(n)}</b> {html_text(words)}</p>" for n, words in numbers(gaps))
    return f'<div class="gaps-numbers" role="status">{rows}</div>'


def about_numbers(gaps: Gaps) -> str:
    """Say of which neighbourhoods the three numbers are, and what a gap point is."""
    many, whole = int(gaps.is_ranked.sum()), len(gaps.table)
    if many < whole:
        of = ngettext(
            "The figures are of the {n} neighbourhood that is ranked, of {all}.",
            "The figures are of the {n} neighbourhoods that are ranked, of {all}.", many, n=number_text(many),
            all=number_text(whole),
        )  # fmt: skip
    else:
        of = ngettext(
            "The figures are of {n} neighbourhood.", "The figures are of all {n} neighbourhoods.", many,
            n=number_text(many),
        )  # fmt: skip
    return f"{of} {about_points(gaps)}"


def about_points(gaps: Gaps) -> str:
    """Say what a gap point is."""
    if gaps.model.has_people:
        return _("Gap points are people × need × the part of a fair share that is missing.")
    return _("Gap points are need × the part of a fair share that is missing.")


def unlisted(gaps: Gaps) -> str:
    """Say of how many neighbourhoods the gap may be one of this map alone, and what to do; "" of none."""
    of = gaps.is_ranked & (np.nan_to_num(gaps.table["shortfall"].to_numpy(dtype=np.float64)) > 0)
    many = sum("maybe_unlisted" in flags for flags, is_in in zip(gaps.table["flags"], of, strict=True) if is_in)
    if not many:
        return ""
    return ngettext(
        "{all} neighbourhoods are short of a fair share. In {n} of these the base map shows one near that is not on "
        "this map: bring that in first.",
        "{all} neighbourhoods are short of a fair share. In {n} of these the base map shows one near that is not on "
        "this map: bring those in first.",
        many, n=number_text(many), all=number_text(int(of.sum())),
    )  # fmt: skip


def story_shown(gaps: Gaps, row: int) -> str:
    """Write one neighbourhood's story, its sum and its flags as markup."""
    one = gaps.table.iloc[row]
    sentences = "".join(f"<p>{html_text(x)}</p>" for x in story(gaps, str(one["code"])) if x)
    flags = "".join(f"<li>{html_text(_(FLAGS[x]))}</li>" for x in one["flags"])
    return (
        f'<section class="gaps-story" aria-live="polite"><h3>{html_text(gaps.model.named(row))}</h3>'
        + sentences
        + sum_shown(gaps, row)
        + (f'<ul class="gaps-flags">{flags}</ul>' if flags else "")
        + "</section>"
    )


def sum_shown(gaps: Gaps, row: int) -> str:
    """Write how the parts of one neighbourhood multiply out, as markup; "" where something of it is not known."""
    one = gaps.table.iloc[row]
    parts = [one[x] for x in ("people", "need", "shortfall", "score")]
    if any(np.isnan(x) for x in parts):
        return ""
    people, need, short, score = (float(x) for x in parts)
    decile = float(one["decile"])
    rows = [
        (number_text(round(people)), _("people live here") if gaps.model.has_people else _("neighbourhood")),
        (
            f"× {number_text(round(need, 1))}",
            _("need: tenth {tenth} of 10, where 1 is the most deprived", tenth=number_text(decile))
            if np.isfinite(decile)
            else _("need: no index, so everybody counts the same"),
        ),
        (f"× {number_text(round(short, 2))}", _("of a fair share is missing")),
        (f"= {number_text(round(score, 0 if gaps.model.has_people else 1))}", _("gap points")),
    ]
    lines = "".join(f"<tr><td>{html_text(n)}</td><td>{html_text(words)}</td></tr>" for n, words in rows)
    return f'<table class="gaps-sum"><caption>{html_text(_("How the figure comes about"))}</caption>{lines}</table>'


def within_reach(gaps: Gaps, row: int) -> list[tuple[Asset | Added, int, int]]:
    """
    List what is within reach of a neighbourhood's homes: the place, of how many of them, of how many in all.

    What is supposed to be added stands with the rest.
    """
    model, found = gaps.model, gaps.supplied
    owner, node, mm = found.pairs.owner, found.pairs.node, found.pairs.mm
    here = (model.homes.area[node] == row) & (mm <= found.limit_mm)
    homes = int((model.homes.area == row).sum())
    there = [*(model.assets[int(at)] for at in found.rows), *found.added]
    many = np.bincount(owner[here], minlength=len(there))
    order = np.argsort(-many, kind="stable")
    return [(there[at], int(many[at]), homes) for at in order if many[at]]


def homes_words(many: int, homes: int) -> str:
    """Say from how many of a neighbourhood's homes something is within reach."""
    if many >= homes:
        return _("within reach of every home")
    share = min(max(1, round(10 * many / homes)), 9)
    return ngettext("within reach of {n} home in ten", "within reach of {n} homes in ten", share)


def how_shown(gaps: Gaps, *, command: str, sources: list[str], version: str, on: str) -> str:
    """Write what is folded beneath: how it was worked out, what it does not say, the sources, how to make it again."""
    from assetmap.gaps.method import does_not_say, how_worked_out

    parts = [
        (_("How this is worked out"), how_worked_out(gaps)),
        (_("What it does not say"), does_not_say(gaps)),
        (_("Where the figures are from"), sources),
    ]
    folded = "".join(
        f"<details><summary>{html_text(title)}</summary><ul>"
        + "".join(f"<li>{html_text(x)}</li>" for x in lines)
        + "</ul></details>"
        for title, lines in parts
        if lines
    )
    made = html_text(_("Worked out on {day} by assetmap {version}. The same figures again:", day=on, version=version))
    rest = "" if says_all(gaps) else _("A command cannot hold all that is supposed here: keep it under a name.")
    again = f'{made} <code dir="ltr">{html_text(command)}</code> {html_text(rest)}'
    return f'<div class="gaps-how">{folded}<p>{again}</p></div>'
