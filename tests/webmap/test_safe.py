"""The chokepoint: whatever is typed comes out as text in HTML, in JavaScript and in a template."""

from __future__ import annotations

import html
import json
import re

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetmap.errors import ExchangeError
from assetmap.webmap.safe import html_text, json_text, nothing_runs, straight

MEANT = re.compile(r"[<>&`$'\u2028\u2029]|\{\{|\{%|\{#")
TEXTS = st.text(alphabet=st.one_of(st.sampled_from("{}%#<>&`$\\'\"/!-"), st.characters(exclude_categories=("Cs",))))


@given(TEXTS)
def test_json_reads_back_as_it_was_and_means_nothing_to_a_page_or_a_template(text):
    out = json_text({text: [text, {"a": {"b": {}}}]})
    assert not MEANT.search(out)
    kept = _without_controls(text)
    assert json.loads(out) == {kept: [kept, {"a": {"b": {}}}]}
    assert jinja2.Template(out).render() == out.rstrip("\n")


@given(TEXTS)
def test_html_reads_back_as_it_was_and_means_nothing_to_a_page_or_a_template(text):
    out = html_text(text, as_typed=True)
    assert not re.search(r"[<>\"'`$\\{}]", out)
    assert html.unescape(out) == _without_controls(text)
    assert html_text(text) == html_text(straight(text), as_typed=True)


@given(st.text(alphabet='\\"{}u0', max_size=12))
def test_backslashes_before_quotes_and_brackets_cannot_end_a_string(text):
    assert json.loads(json_text([text])) == [text]


def test_what_turns_the_reading_direction_goes_except_from_residents_own_words():
    assert html_text("a\u202eb") == "ab"
    assert html_text("a\u202eb", as_typed=True) == "a\u202eb"


@pytest.mark.parametrize("opening", ["{{", "{%", "{#"])
def test_a_page_in_which_a_template_opens_is_refused(opening):
    with pytest.raises(ExchangeError, match="not written"):
        nothing_runs(f"<p>{opening} 7 </p>")
    assert nothing_runs("<p>{ 7 }</p>") == "<p>{ 7 }</p>"


def _without_controls(text: str) -> str:
    return re.sub("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufeff\ufffe\uffff]", "", text)
