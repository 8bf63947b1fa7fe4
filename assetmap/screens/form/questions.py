"""The six questions after *where*, as widgets that each say what is wrong beside themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assetmap.assets import schedule_text
from assetmap.cartography.symbols import symbol_address
from assetmap.contributions.field_words import AUDIENCE_WORDS, PRECISION_WORDS
from assetmap.screens.chips import group_words, kind_words, need_words
from assetmap.screens.form.more import more
from assetmap.screens.form.times import DAYS, MOST_ROWS, ONLY, day_words, read_rows
from assetmap.screens.form.values import kind_of, kinds_of, precision_of, precisions
from assetmap.screens.form.words import EXAMPLES, GROUP_EXAMPLES
from assetmap.vocabulary import vocabulary
from assetmap.webmap.safe import html_text
from assetmap.wording import capital, pgettext
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assetmap.screens.form.answers import Answers


def what_questions(answers: Answers, problems: Mapping[str, str]) -> None:
    """Ask what it is called, what it is, what it helps with, for their own words, and when."""
    st.text_input(
        _("What is it called?"), key=answers.hold("name"), autocomplete="off",
        placeholder=_("what people here call it"), on_change=answers.gather,
    )  # fmt: skip
    wrong(problems.get("name"))
    with st.container():
        _kind(answers)
    wrong(problems.get("kind"))
    st.pills(
        _("What does it help with? Tap all that fit"),
        list(vocabulary().needs),
        format_func=need_words,
        selection_mode="multi",
        wrap=True,
        key=answers.hold("needs"),
        on_change=answers.gather,
    )
    st.text_area(
        _("In your own words, what is good about it?"), key=answers.hold("own_words"), height=92,
        placeholder=_("Kept letter for letter, just as you write it"), on_change=answers.gather,
    )  # fmt: skip
    answers.gather()
    wrong(problems.get("own_words"))
    _when(answers, problems)


def rest_questions(answers: Answers, problems: Mapping[str, str]) -> None:
    """Offer the rest, folded."""
    more(answers, problems)


def who_questions(answers: Answers, problems: Mapping[str, str] | None = None) -> None:
    """Ask who may see it, and how exactly; of a person, whether they said yes."""
    with st.container():
        kind = kind_of(answers.values)
        if kind is not None and vocabulary().kinds[kind].private:
            st.checkbox(_("I asked this person, and they said yes"), key=answers.hold("agreed"))
    wrong((problems or {}).get("agreed"))
    st.pills(
        _("Who may see it?"),
        list(AUDIENCE_WORDS),
        format_func=lambda x: _(AUDIENCE_WORDS[x]),
        required=True,
        wrap=True,
        key=answers.hold("audience"),
    )
    answers.gather()
    if answers.way == "nowhere":
        return
    choices = precisions(kind_of(answers.values), answers.values["audience"])
    key = answers.key("precision")
    if st.session_state.get(key) not in choices:
        st.session_state[key] = precision_of(answers.values)
    st.pills(
        _("How exactly may its place be shown?"),
        choices,
        format_func=lambda x: _(PRECISION_WORDS[x]),
        required=True,
        wrap=True,
        key=key,
    )
    answers.gather()


def told(lines: Sequence[str]) -> None:
    """Show what will happen on saving."""
    said = "".join(f"<p>{html_text(line)}</p>" for line in lines)
    st.html(f'<div class="will" role="status">{said}</div>')


def wrong(sentence: str | None) -> None:
    """
    Show what is wrong with a field, beneath it.

    It stands in a box of its own, shown or not: a field that moved up or down among its neighbours would lose what is
    being typed into it at that moment.
    """
    with st.container():
        if sentence:
            st.html(f'<p class="wrong" role="alert">{html_text(sentence)}</p>')


def _kind(answers: Answers) -> None:
    groups = vocabulary().groups
    group = st.pills(_("What is it?"), list(groups), format_func=group_words, wrap=True, key=answers.hold("group"))
    if group is None:
        return
    kinds = kinds_of(group)
    if len(kinds) > 1:
        st.pills(_("Which of these?"), kinds, format_func=kind_words, wrap=True, key=_kind_key(answers, kinds))
    answers.gather()
    kind = kind_of(answers.values)
    picture = f'<img alt="" src="{symbol_address(kind, size_px=26)}">' if kind else ""
    name = f"<b>{html_text(capital(vocabulary().said(kind)))}</b>: " if kind else ""
    # translators: {examples} as “a choir, a support group, a weekly coffee”
    said = _("for example {examples}", examples=_(EXAMPLES[kind] if kind else GROUP_EXAMPLES[group]))
    st.html(f'<p class="kind_said">{picture}<span>{name}{html_text(said if kind else capital(said))}</span></p>')


def _kind_key(answers: Answers, kinds: Sequence[str]) -> str:
    key = answers.hold("kind")
    if st.session_state.get(key) not in (None, *kinds):
        st.session_state[key] = None
    return key


def _when(answers: Answers, problems: Mapping[str, str]) -> None:
    rows = min(int(answers.values["rows"]), MOST_ROWS)
    with st.container(key=answers.key("when")):
        with st.container():
            for at in range(rows):
                with st.container():
                    _row(answers, at)
                wrong(problems.get(f"row_{at}"))
        with st.container():
            if rows < MOST_ROWS and answers.values.get(f"days_{rows - 1}"):
                st.button(
                    _("Another day or time"),
                    key=answers.key("add_row"),
                    type="tertiary",
                    on_click=_another,
                    args=(answers,),
                )
        with st.container():
            if answers.values["kept"]:
                st.checkbox(_("Also keep what was written before:"), key=answers.hold("keep"))
                st.text(schedule_text(answers.values["kept"]))
        st.text_input(
            _("Or say when in words"), key=answers.hold("hours_text"), autocomplete="off",
            placeholder=_("first Monday of the month, not in August"), on_change=answers.gather,
        )  # fmt: skip
        wrong(problems.get("hours_text"))
    answers.gather()
    spans = read_rows(answers.values)[0]
    with st.container():
        if spans:
            said = html_text(_("That is: {times}", times=schedule_text(spans)))
            st.html(f'<p class="so" role="status">{said}</p>')


def _row(answers: Answers, at: int) -> None:
    days, opens, closes = (answers.key(f"{name}_{at}") for name in ("days", "opens", "closes"))
    answers.hold(f"days_{at}", [])
    st.pills(
        _("When? Tap the days") if at == 0 else _("And when else?"),
        list(DAYS),
        format_func=day_words,
        selection_mode="multi",
        wrap=True,
        key=days,
    )
    answers.gather()
    if not answers.values.get(f"days_{at}") and not answers.values.get(f"opens_{at}"):
        return
    from_, to = st.container(key=answers.key(f"times_{at}")).columns(2, gap="small")
    answers.hold(f"opens_{at}", "")
    answers.hold(f"closes_{at}", "")
    from_.text_input(
        pgettext("a time", "From"), key=opens, autocomplete="off", placeholder="10am", on_change=answers.gather
    )
    to.text_input(
        pgettext("a time", "To"), key=closes, autocomplete="off", placeholder="12.30", on_change=answers.gather
    )
    answers.hold(f"only_{at}", "")
    st.selectbox(
        _("When in the year?"), list(ONLY), format_func=lambda x: _(ONLY[x]), key=answers.key(f"only_{at}"),
        filter_mode=None, on_change=answers.gather,
    )  # fmt: skip
    answers.gather()


def _another(answers: Answers) -> None:
    answers.gather()
    answers.values["rows"] = min(MOST_ROWS, int(answers.values["rows"]) + 1)
