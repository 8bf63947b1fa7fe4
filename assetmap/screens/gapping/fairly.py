"""Is it shared fairly? Tenth by tenth, for somebody in particular, and who leads what is within reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assetmap.gaps.fairness import fairness, said
from assetmap.gaps.lenses import ANSWERS, BARS, STEP_FREE, for_whom, led, said_for, said_of_led
from assetmap.screens import circles, saying
from assetmap.screens.gapping.kept import model_for
from assetmap.screens.steady import steadily
from assetmap.webmap.safe import html_text
from assetmap.wording import LANGUAGES, N_, ngettext, number_text
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assetmap.assets import Asset
    from assetmap.gaps import Gaps
    from assetmap.gaps.lenses import Bars, ForWhom
    from assetmap.place import Place

_WHOM = {"no_id": N_("Without papers"), STEP_FREE: N_("Without steps")}
_LOOKS = ("solid", "lined", "hollow")


def fair(place: Place, gaps: Gaps) -> None:
    """Draw how much people have by how deprived their neighbourhoods are, and what somebody in particular has."""
    left, right = st.columns(2, gap="medium")
    with left:
        found = fairness(gaps)
        told, *rest = said(found)
        saying.words(told)
        tenths = [x for x in found.by_decile if x.share is not None]
        if len(tenths) > 1:
            rows = [
                (
                    _ends(x.decile),
                    float(x.share or 0),
                    _("{share} of 100", share=number_text(round(100 * (x.share or 0)))),
                    ngettext("{n} neighbourhood", "{n} neighbourhoods", x.areas),
                )
                for x in tenths
            ]
            caption = _("People with something within reach, by tenth of deprivation")
            st.html(chart(caption, rows, looks=["solid"] * len(rows)))
        saying.words(*rest)
    with right:
        lenses = [*_WHOM, *(f"language:{code}" for code in LANGUAGES if code not in {"en", "en-US"})]
        lens = st.selectbox(
            _("For somebody in particular"), lenses, index=None, format_func=_lens_words, key="gaps_lens",
            placeholder=_("Choose"), filter_mode=None,
        )  # fmt: skip
        if lens is None:
            saying.words(_("What is within reach for somebody without papers, without steps, or of one language?"))
            return
        saying.words(
            *said_for(steadily(_for_whom, place, gaps, lens=lens, assets=circles.seen(), audience=circles.circle()))
        )


def who_leads(gaps: Gaps, *, row: int | None) -> None:
    """Draw three bars: led by residents from the neighbourhood, from elsewhere, not known; never two."""
    found = led(gaps.model, gaps)
    left, right = st.columns(2, gap="medium")
    with left:
        saying.words(*(said_of_led(found) or (_("Nothing of what is asked for is on this map."),)))
        st.html(_three(_("The places that count"), found.assets["led"], counts=True))
    with right:
        here = None if row is None else found.by_area.get(gaps.model.codes[row])
        if row is None or here is None:
            saying.words(_("Choose a neighbourhood to see who leads what its people reach."))
        else:
            caption = _("What is within reach of {name}, by how much of it each is", name=gaps.model.named(row))
            st.html(_three(caption, here["led"], counts=False))


def chart(caption: str, rows: Iterable[tuple[str, float, str, str]], *, looks: Sequence[str]) -> str:
    """
    Write bars that are a table as well: whoever hears it hears the figures.

    Parameters
    ----------
    rows
        What it is, how long its bar is (0 to 1), the figure, and what stands beneath what it is.
    looks
        `solid`, `lined` or `hollow`, a bar each: told apart without colours.
    """
    lines = []
    for (label, part, figure, beneath), look in zip(rows, looks, strict=True):
        small = f"<small>{html_text(beneath)}</small>" if beneath else ""
        bar = f'class="bar {look if part > 0 else "none"}" style="width: {max(0.0, min(1.0, part)):.1%}"'
        lines.append(
            f'<tr><th scope="row">{html_text(label)}{small}</th><td><span {bar} aria-hidden="true"></span></td>'
            f"<td>{html_text(figure)}</td></tr>"
        )
    return f'<table class="gaps-bars"><caption>{html_text(caption)}</caption>{"".join(lines)}</table>'


def _three(caption: str, bars: Bars, *, counts: bool) -> str:
    shares = bars.shares or (0.0, 0.0, 0.0)
    many = (bars.ours, bars.others, bars.not_known)
    rows = [
        (
            _(BARS["led"][answer]),
            share,
            _("{n} ({share} of 100)", n=number_text(round(n)), share=number_text(round(100 * share)))
            if counts
            else _("{share} of 100", share=number_text(round(100 * share))),
            "",
        )
        for answer, share, n in zip(ANSWERS, shares, many, strict=True)
    ]
    return chart(caption, rows, looks=_LOOKS)


def _ends(decile: int) -> str:
    if decile == 1:
        return _("Tenth 1: the most deprived")
    return _("Tenth 10: the least deprived") if decile == 10 else _("Tenth {n}", n=number_text(decile))


def _lens_words(lens: str) -> str:
    if lens in _WHOM:
        return _(_WHOM[lens])
    return _("Speaks {language}", language=LANGUAGES[lens.removeprefix("language:")].name)


def _for_whom(place: Place, gaps: Gaps, *, lens: str, assets: tuple[Asset, ...], audience: str) -> ForWhom:
    without = None
    if lens == STEP_FREE:
        without = model_for(place, assets, audience=audience, profile="step_free")
    return for_whom(gaps.model, gaps.need, gaps.asked, lens=lens, without_steps=without)
