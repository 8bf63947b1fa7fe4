"""Saying the same in another language, in the form: chosen or typed, and what is no language is answered."""

from __future__ import annotations

import pytest
import streamlit as st

from assetmap.screens.form import in_languages
from assetmap.screens.form.answers import Answers
from assetmap.wording.naming import called, calls_itself, code_of, direction


@pytest.mark.parametrize(
    ("typed", "tag"),
    [
        ("pl", "pl"),
        ("Tigrinya", "ti"),
        ("pol", "pl"),
        ("العربية", "ar"),
        ("zh-hant", "zh-Hant"),
        ("aii", "aii"),
        ("Arab", "ar"),
    ],
)
def test_a_language_is_chosen_or_typed_by_its_name_or_code(monkeypatch, typed, tag):
    answers = Answers(prefix="add0")
    state = {"add0_another_language": typed}
    monkeypatch.setattr(st, "session_state", state)
    in_languages._chosen(answers, "add0_another_language")
    assert answers.values["said_in"] == (tag,)
    assert answers.values[f"name:{tag}"] == ""
    assert state["add0_another_language"] is None
    state["add0_another_language"] = "no such language"
    in_languages._chosen(answers, "add0_another_language")
    assert (answers.values["said_in"], answers.values["said_in_wrong"]) == ((tag,), True)


def test_languages_are_named_for_their_speakers_and_for_us():
    assert [calls_itself(x) for x in ("pl", "ar", "ti", "aii")] == ["Polski", "العربية", "ትግርኛ", "aii"]
    assert [called(x) for x in ("pl", "bn", "zh-Hant", "aii")] == ["Polish", "Bengali", "Chinese (Traditional)", "aii"]
    assert [direction(x) for x in ("", "pl", "ur", "ckb", "pa-Arab", "pa", "ar-Latn")] == [
        "auto", "ltr", "rtl", "rtl", "rtl", "ltr", "ltr",
    ]  # fmt: skip
    assert [code_of(x) for x in ("Soomaali", "welsh", "PT", "nobody speaks this", "")] == ["so", "cy", "pt", "", ""]


def test_the_fold_asks_in_the_language_that_was_chosen():
    from streamlit.testing.v1 import AppTest

    def page():
        import streamlit as st

        from assetmap.screens.form.answers import Answers
        from assetmap.screens.form.in_languages import in_other_languages

        answers = st.session_state.setdefault("answers", Answers(prefix="add0"))
        answers.gather()
        in_other_languages(answers, {})

    run = AppTest.from_function(page).run()
    assert [x.label for x in run.selectbox] == ["Which language?"]
    run.selectbox[0].select("ur").run()
    assert [x.label for x in (*run.text_input, *run.text_area)] == [
        "What is it called in Urdu?", "What people say about it, in Urdu", "More about it, in Urdu",
    ]  # fmt: skip
    run.text_input[0].input("دوپہر کا کھانا").run()
    assert run.session_state["answers"].values["name:ur"] == "دوپہر کا کھانا"
    assert run.selectbox[0].label == "Another one"
    assert not run.exception
