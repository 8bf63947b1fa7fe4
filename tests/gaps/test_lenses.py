"""
Who leads what is within reach, and the gap of somebody in particular, on a street that one can walk in one's head.

Homes of A at 100 and 500, of B at 1,000 and 1,400, of C at 2,010. Within 5 minutes, 400 m, what stands at 300 serves A
alone, at 1,200 B alone and at 2,000 C alone.
"""

import json

import numpy as np
import pytest

from assetmap.gaps import Asked, gaps, model_of
from assetmap.gaps.lenses import ANSWERS, BARS, QUESTIONS, Bars, answer_of, for_whom, led, said_for, said_of_led
from assetmap.network.profiles import STEPS
from tests.gaps.street import Town, areas, asset, need, population, postcodes, street

LAYERS = {
    "areas": areas(A=(0, -500, 800, 500), B=(800, -500, 1600, 500), C=(1600, -500, 2400, 500)),
    "postcodes": postcodes(("A", 100), ("A", 500), ("B", 1000), ("B", 1400), ("C", 2010)),
    "population": population({"A": 1000, "B": 600, "C": 400}),
}
STREET = street([(0, 0), (1200, 0)], [(1200, 0), (2400, 0)])
NEED = need("ABC", [1, 6, 9])
NEAR = Asked(minutes=5, decay="within")
HERE = {"leaders_from": "this neighbourhood"}


def one(x=300, **more):
    return asset("group or club", x, **more)


def looked(*assets, asked=NEAR):
    model = model_of(Town(STREET, **LAYERS), list(assets))
    return led(model, gaps(model, NEED, asked, draws=0))


@pytest.mark.parametrize(
    ("fields", "answers"),
    [
        ({"led_by": "local residents"} | HERE, ("ours", "ours", "ours")),
        ({"led_by": "people with lived experience"} | HERE, ("ours", "ours", "ours")),
        ({"led_by": "local residents"}, ("not_known", "ours", "not_known")),
        (HERE, ("not_known", "not_known", "ours")),
        ({"led_by": "local residents", "leaders_from": "elsewhere"}, ("others", "ours", "others")),
        ({"led_by": "an outside charity"}, ("others", "others", "not_known")),
        ({"led_by": "a public body"} | HERE, ("others", "others", "ours")),
        ({"led_by": "a business"}, ("others", "others", "not_known")),
        ({}, ("not_known", "not_known", "not_known")),
        ({"led_by": "nobody"}, ("nobody", "nobody", "nobody")),
    ],
    ids=lambda x: " ".join(x.values()) if isinstance(x, dict) else "",
)
def test_what_is_not_known_is_neither_side(fields, answers):
    assert tuple(answer_of(one(**fields), x) for x in QUESTIONS) == answers


def test_three_bars_of_the_place_of_each_tenth_and_of_each_area():
    found = looked(
        one(300, led_by="local residents", **HERE), one(310, led_by="a public body"), one(1200),
        one(1210, led_by="nobody"),
    )  # fmt: skip
    assert found.assets["led"] == Bars(ours=1, others=1, not_known=1, nobody=1)
    assert found.assets["led"].shares == pytest.approx((1 / 3, 1 / 3, 1 / 3))
    # 1 for A's 1,000 people each, 1 for B's 600 each; over 2,000 people each of the four makes 0.5.
    assert vars(found.supply["led"]) == pytest.approx({"ours": 0.5, "others": 0.5, "not_known": 0.5, "nobody": 0.5})
    assert vars(found.by_area["A"]["led"]) == pytest.approx({"ours": 1, "others": 1, "not_known": 0, "nobody": 0})
    assert vars(found.by_area["B"]["led"])["not_known"] == pytest.approx(1 / 0.6)
    assert found.by_area["C"]["led"].shares is None
    assert found.by_decile[1]["led"] == found.by_area["A"]["led"]
    assert found.here["A"]["who"] == Bars(ours=1, others=1, not_known=0, nobody=0)
    assert set(found.here) == {"A", "B"}
    json.dumps(found.to_json())


def test_the_parts_add_up_to_all_that_is_within_reach():
    kinds = ["local residents", "a public body", "nobody", "not known", "a business"]
    many = [one(float(x), led_by=kinds[x % 5], capacity=x % 7 + 1) for x in range(50, 2400, 90)]
    model = model_of(Town(STREET, **LAYERS), many)
    whole = gaps(model, NEED, Asked(minutes=20), draws=0)
    found = led(model, whole)
    for question in QUESTIONS:
        sums = [sum(vars(found.by_area[code][question]).values()) for code in "ABC"]
        assert sums == pytest.approx(whole.table["supply"].tolist(), rel=1e-12)
        assert sum(vars(found.assets[question]).values()) == len(many)
        assert sum(vars(found.supply[question]).values()) == pytest.approx(whole.fair, rel=1e-12)


def test_every_bar_has_its_words():
    assert all(set(BARS[x]) == set(ANSWERS) for x in QUESTIONS)


def test_who_leads_is_said_in_three_sentences_and_never_two():
    told = said_of_led(looked(one(300, led_by="local residents", **HERE), one(1200), one(2000, led_by="nobody")))
    assert told == (
        "Of 2 places 1 is led by residents or people with lived experience from its own neighbourhood.",
        "0 are led from elsewhere, or by somebody from outside.",
        "Of 1 it is not known: it is counted as neither.",
        "1 place has nobody who leads it, as a hill or a beach has: it is not counted here.",
    )
    assert said_of_led(looked(one(300), one(1200))) == ("Of 2 places it is not written down who leads them.",)


def test_somebody_without_papers_has_at_least_and_at_most_so_much():
    model = model_of(
        Town(STREET, **LAYERS), [one(300, no_id_needed="yes"), one(1200, no_id_needed="no"), one(2000)]
    )  # fmt: skip
    found = for_whom(model, NEED, NEAR, lens="no_id")
    assert (found.yes, found.partly, found.no, found.not_known) == (1, 0, 1, 1)
    # Each of the three is a third of all that is within reach; the one that says nothing may be either.
    assert (found.everybody, found.sure, found.perhaps) == pytest.approx((1.0, 1 / 3, 2 / 3))
    assert found.areas["supply_sure"].tolist() == pytest.approx([1.0, 0.0, 0.0])
    assert found.areas["supply_perhaps"].tolist() == pytest.approx([1.0, 0.0, 2.5])
    # A has 1 of a fair 1.5; B, of need 0.5, and C, of 0.2, lack everything where it does not count.
    assert found.score == pytest.approx(1000 / 3)
    assert found.score_sure == pytest.approx(1000 / 3 + 600 * 0.5 + 400 * 0.2)
    assert found.score_perhaps == pytest.approx(1000 / 3 + 600 * 0.5)
    told = (
        "Where everybody has 100 within reach, somebody without papers has 33 for certain, and at most 67 if all "
        "places that do not say turn out to be open to them."
    )
    assert said_for(found) == (told, "1 place does not say.")
    json.dumps(found.to_json())


def test_what_no_place_says_is_not_known_and_not_nothing():
    model = model_of(Town(STREET, **LAYERS), [one(300), one(1200)])
    assert said_for(for_whom(model, NEED, NEAR, lens="language:pl")) == (
        "None of these places says whether it is open to somebody who speaks only Polish: it is not known.",
    )


def test_a_lens_counts_as_the_answer_through_it_does():
    model = model_of(
        Town(STREET, **LAYERS), [one(300, languages=("Polish",)), one(1200, languages=("Welsh",)), one(2000)]
    )
    found = for_whom(model, NEED, NEAR, lens="language:pl")
    through = gaps(model, NEED, Asked(minutes=5, decay="within", lens="language:pl"), draws=0)
    assert found.areas["score_sure"].tolist() == pytest.approx(through.table["score"].tolist(), rel=1e-12)
    assert (found.yes, found.no, found.not_known) == (1, 1, 1)


@pytest.fixture
def with_steps():
    """From A's second home to the place at 300 there are steps."""
    graph = street(
        [(0, 0), (400, 0)],
        [(400, 0), (450, 0)],
        [(450, 0), (2400, 0)],
        flags=[0, STEPS, 0],
        source={"knows_steps": True},
    )
    return Town(graph, **LAYERS)


def test_who_cannot_take_steps_shares_with_everybody_else(with_steps):
    places = [one(300, step_free="yes"), one(1200, step_free="partly"), one(2000, step_free="no")]
    on_foot, without = (model_of(with_steps, places, profile=x) for x in ("walking", "step-free"))
    found = for_whom(on_foot, NEED, NEAR, lens="step_free", without_steps=without)
    assert not found.steps_not_known
    assert (found.yes, found.partly, found.no, found.not_known) == (1, 1, 1, 0)
    # A's first home alone comes to the first place without steps; all 1,000 share it as before: 1 and 0, not 2 and 0.
    assert found.areas["supply_sure"].tolist() == pytest.approx([0.5, 0, 0])
    assert found.areas["supply_perhaps"].tolist() == pytest.approx([0.5, 1 / 0.6, 0])
    assert found.areas["supply"].tolist() == pytest.approx([1.0, 1 / 0.6, 2.5])


def test_streets_that_do_not_say_where_steps_are_are_told_of():
    places = [one(300, step_free="yes")]
    on_foot, without = (model_of(Town(STREET, **LAYERS), places, profile=x) for x in ("walking", "step-free"))
    found = for_whom(on_foot, NEED, NEAR, lens="step_free", without_steps=without)
    assert found.steps_not_known
    assert said_for(found)[-1].startswith("The streets here do not say where there are steps")


def test_the_step_free_lens_takes_a_model_of_the_same_places():
    model = model_of(Town(STREET, **LAYERS), [one(300)])
    with pytest.raises(ValueError, match="same assets"):
        for_whom(model, NEED, NEAR, lens="step_free")


def test_where_there_is_nothing_nobody_has_less_than_others():
    model = model_of(Town(STREET, **LAYERS), [])
    found = for_whom(model, NEED, NEAR, lens="no_id")
    assert (found.everybody, found.sure) == (None, None)
    assert np.isfinite(found.score_sure)
    assert said_for(found) == ("Nobody has anything of this within reach, so nobody has less than others.",)
