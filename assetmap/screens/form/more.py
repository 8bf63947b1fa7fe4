"""What else may be told, folded: who to ask, getting in, who it is for, who is behind it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from assetmap.screens.form.in_languages import TITLE, in_other_languages
from assetmap.screens.form.values import ANSWERS, NUMBERS
from assetmap.screens.form.words import HOW_KNOWN, LABELS, said_answer
from assetmap.vocabulary import vocabulary
from assetmap.webmap.safe import html_text
from assetmap.wording import N_
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assetmap.screens.form.answers import Answers

_OLDEST = 130
_MOST = 100_000
_PLACEHOLDERS = {
    "cost": N_("£3, or what you can"), "languages": N_("English, Polish"), "only_for": N_("women, carers, parents"),
}  # fmt: skip
FOLDS: dict[str, tuple[str, ...]] = {
    N_("Who to ask"): ("description", "contact_name", "phone", "email", "website"),
    N_("Getting there and getting in"): (
        "address", "postcode", "transport", "cost", "free", "booking", "step_free", "accessible_toilet",
        "hearing_loop", "bsl", "quiet_space",
    ),
    N_("Who it is for"): ("min_age", "max_age", "only_for", "languages", "offered", "takes_new", "referral_needed",
        "no_id_needed", "gets_in_touch"),
    N_("Who is behind it, and how we know"): (
        "organisation", "led_by", "leaders_from", "lived_experience", "run_by", "depends_on", "funding_ends",
        "venue_security", "how_checked",
    ),
}  # fmt: skip
"""The folds and their fields, in order."""


def more(answers: Answers, problems: Mapping[str, str]) -> None:
    """Draw the folds; one with something wrong in it stands open."""
    is_wrong = any(":" in name or any(name in names for names in FOLDS.values()) for name in problems)
    # What somebody changes is mostly in here: a number, an address.
    is_open = is_wrong or answers.base is not None
    with st.expander(_("More, if you know it"), expanded=is_open, key=_key(answers, "more", is_wrong=is_wrong)):
        for at, (title, names) in enumerate(FOLDS.items()):
            is_wrong = any(name in problems for name in names)
            with st.expander(_(title), expanded=is_wrong, key=_key(answers, f"fold{at}", is_wrong=is_wrong)):
                if "contact_name" in names:
                    st.text(_("Who may see it sees these too. Give a name or a number only if that person agrees."))
                for name in names:
                    _field(answers, name)
                    with st.container():
                        if name in problems:
                            st.html(f'<p class="wrong" role="alert">{html_text(problems[name])}</p>')
        is_wrong = any(":" in name for name in problems)
        with st.expander(_(TITLE), expanded=is_wrong, key=_key(answers, "fold_languages", is_wrong=is_wrong)):
            in_other_languages(answers, problems)


def _key(answers: Answers, name: str, *, is_wrong: bool) -> str:
    return answers.key(f"{name}{'!' if is_wrong else ''}")  # another key opens it, whatever it was


def _field(answers: Answers, name: str) -> None:
    key, label = answers.hold(name), _(LABELS[name])
    if name in NUMBERS or name == "funding_ends":
        st.session_state.setdefault(key, None)  # else such a field begins with 0, or with today
    if name == "how_checked":
        choices = [x for x in HOW_KNOWN if x != "imported" or answers.values[name] == x]
        st.selectbox(
            label, choices, format_func=lambda x: _(HOW_KNOWN[x]), key=key, filter_mode=None, on_change=answers.gather
        )
    elif name in ANSWERS:
        _answer(answers, name, label)
    elif name in NUMBERS:
        highest = _MOST if name == "depends_on" else _OLDEST
        st.number_input(label, min_value=0, max_value=highest, step=1, key=key, on_change=answers.gather)
    elif name == "funding_ends":
        st.date_input(label, key=key, format="DD/MM/YYYY", on_change=answers.gather)
    elif name == "offered":
        st.pills(
            label, list(vocabulary().answers["offered"]), format_func=partial(said_answer, "offered"),
            selection_mode="multi", key=key,
            on_change=answers.gather,
        )  # fmt: skip
    elif name == "description":
        st.text_area(label, key=key, height=92, on_change=answers.gather)
    else:
        st.text_input(
            label,
            key=key,
            autocomplete="off",
            placeholder=_(_PLACEHOLDERS[name]) if name in _PLACEHOLDERS else None,
            on_change=answers.gather,
        )


def _answer(answers: Answers, name: str, label: str) -> None:
    key, keep = answers.key(name), answers.gather
    choices, said = list(vocabulary().answers[ANSWERS[name]]), partial(said_answer, ANSWERS[name])
    if ANSWERS[name] == "led_by":
        st.selectbox(label, choices, format_func=said, key=key, filter_mode=None, on_change=keep)
    else:
        st.segmented_control(label, choices, format_func=said, required=True, key=key, on_change=keep)
