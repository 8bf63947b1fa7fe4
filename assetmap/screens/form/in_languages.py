"""The same in other languages, folded: its name, what people say, and a sentence or two about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assetmap.assets import in_languages
from assetmap.errors import AssetError
from assetmap.screens.form.values import IN_LANGUAGES
from assetmap.webmap.safe import html_text
from assetmap.wording import LANGUAGES, N_
from assetmap.wording import gettext as _
from assetmap.wording.naming import called, calls_itself, code_of, direction

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assetmap.screens.form.answers import Answers

TITLE = N_("In another language")
_MOST = 12
_LEAST_BEGUN = 3
_LABELS = {
    "name": N_("What is it called in {language}?"),
    "own_words": N_("What people say about it, in {language}"),
    "description": N_("More about it, in {language}"),
}
_ASIDE = N_("Shown to people who read that language. What you wrote above stays as it is.")
_UNKNOWN = N_("No language of that name is known. Type its name in English, or its code, such as “ti” for Tigrinya.")


def in_other_languages(answers: Answers, problems: Mapping[str, str]) -> None:
    """Draw the languages that were chosen, each with its few fields, and offer another one."""
    st.text(_(_ASIDE))
    for tag in answers.values["said_in"]:
        _language(answers, tag, problems)
    with st.container():
        if len(answers.values["said_in"]) < _MOST:
            _another(answers)


def _language(answers: Answers, tag: str, problems: Mapping[str, str]) -> None:
    way = direction(tag)
    with st.container(key=answers.key(f"in_{way}_{tag}")):
        named = html_text(calls_itself(tag))
        st.html(f'<p class="language"><b lang="{html_text(tag)}" dir="{way}">{named}</b></p>')
        for field in IN_LANGUAGES:
            name, label = f"{field}:{tag}", _(_LABELS[field], language=called(tag))
            key = answers.hold(name)
            if field == "name":
                st.text_input(label, key=key, autocomplete="off", on_change=answers.gather)
            else:
                st.text_area(label, key=key, height=92, on_change=answers.gather)
            with st.container():
                if name in problems:
                    st.html(f'<p class="wrong" role="alert">{html_text(problems[name])}</p>')


def _another(answers: Answers) -> None:
    key = answers.key("another_language")
    chosen = answers.values["said_in"]
    st.selectbox(
        _("Another one") if chosen else _("Which language?"),
        [code for code in LANGUAGES if code not in chosen], index=None, key=key, on_change=_chosen, args=(answers, key),
        format_func=lambda code: LANGUAGES[code].name if code in LANGUAGES else str(code), accept_new_options=True,
        placeholder=_("Choose, or type any other"),
    )  # fmt: skip
    with st.container():
        if answers.values["said_in_wrong"]:
            st.html(f'<p class="wrong" role="alert">{html_text(_(_UNKNOWN))}</p>')


def _chosen(answers: Answers, key: str) -> None:
    answers.gather()
    typed = str(st.session_state.get(key) or "")
    st.session_state[key] = None
    if not typed:
        return
    tag = code_of(typed) or _begun(typed)
    try:
        tag = in_languages.tag_of(tag or typed)
    except AssetError:
        answers.values["said_in_wrong"] = True
        return
    answers.values["said_in_wrong"] = False
    answers.values |= {"said_in": tuple(dict.fromkeys((*answers.values["said_in"], tag)))}
    for field in IN_LANGUAGES:
        answers.values.setdefault(f"{field}:{tag}", "")


def _begun(typed: str) -> str:
    """Find the one of our languages whose name somebody has begun to type; "" where there is none, or several."""
    said = typed.strip().casefold()
    fit = [x.code for x in LANGUAGES.values() if any(y.casefold().startswith(said) for y in (x.name, x.english))]
    return fit[0] if len(fit) == 1 and len(said) >= _LEAST_BEGUN else ""
