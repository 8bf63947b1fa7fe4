"""Our own English sentences, on pages whose places are named and told as simply as can be."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from places import ON, ORIGIN, TestPlace, asset
from reading_grade import grade, sentences, syllables

from assetmap.assets import OpenSpan
from assetmap.printing.entries import Entry
from assetmap.printing.referral_sheet import referral_page
from assetmap.vocabulary import vocabulary


def rows() -> list[Entry]:
    """Each kind and need once, and every answer that the page has a sentence for."""
    needs = list(vocabulary().needs)
    out = []
    for i, kind in enumerate(vocabulary().kinds):
        where = {} if i % 6 else {"where": None, "offered": ("by_phone",)}
        answer = ("yes", "no", "partly", "not_known")[i % 4]
        fields: dict[str, object] = {
            "needs": (needs[i], needs[(i + 7) % 18]), "phone": "01632 960 115", "contact_name": "Sam",
            "address": "" if i % 3 else "2 Long Street", "email": "sam@sam.example" if i % 2 else "",
            "schedules": (OpenSpan(byday=("TU",), opens_at="10:00", closes_at="12:00"),), "free": answer,
            "step_free": answer, "accessible_toilet": answer, "booking": answer, "referral_needed": answer,
            "no_id_needed": answer, "gets_in_touch": answer, "hearing_loop": answer, "bsl": answer,
            "quiet_space": answer, "min_age": 18 if i % 5 == 0 else None, "languages": ("Welsh",) if i % 5 == 1 else (),
            "takes_new": ("yes", "waiting_list", "full")[i % 3], "precision": "street" if i % 7 == 3 else "exact",
            "how_checked": ("phoned", "visited", "resident", "website", "imported", "")[i % 6],
            "checked_on": None if i == 4 else date(2020, 1, 5) if i % 4 == 1 else date(2026, 11, 3),
            "status": "paused" if i == 9 else "published", "paused_until": date(2027, 1, 8) if i == 9 else None,
        }  # fmt: skip
        row = asset("Tea Room", 900 + 20 * i, 900 + 10 * i, kind=kind, **(fields | where))
        out.append(Entry(row, 300.0, 9.0 + 10 * i if i % 2 else None))
    return out


def words_of(page: str, form: str) -> list[str]:
    place = TestPlace(published_address="https://gull.example", crisis_lines=(), invented=True, attributions=())
    sheet = referral_page(
        rows(), origin=ORIGIN, place=place, on=ON, page=page, format=form, needs=("food",), profile="slow"
    ).sheet
    texts = [
        sheet.title,
        sheet.notice,
        *sheet.intro,
        sheet.tell,
        sheet.sources,
        *(asked for asked, _ in sheet.arranged),
    ]
    for section in sheet.sections:
        texts.append(section.heading)
        for item in section.items:
            texts += [item.distance, item.about, *(f"{fact.label}: {fact.text}" for fact in item.facts), item.checked]
            texts += [words for told in item.told for words in told.words]
    if sheet.easy is not None:
        around = (
            *sheet.easy.opening,
            *sheet.easy.on_the_map,
            *sheet.easy.last,
            *sheet.easy.crisis,
            *sheet.easy.closing,
        )
        texts += [words for told in around for words in told.words]
    return texts


@pytest.mark.parametrize("page", ["near", "touch"])
@pytest.mark.parametrize(("form", "most"), [("clear", 6.0), ("large", 6.0), ("easy", 4.0)])
def test_our_own_sentences_are_easy_to_read(page, form, most):
    said = sentences(words_of(page, form))
    once = list(dict.fromkeys(" ".join(words) for words in said))
    assert len(once) > 80
    assert grade(once) <= most


def test_the_grade_is_counted_right():
    for word, count in {"cat": 1, "meeting": 2, "people": 2, "little": 2, "walked": 1, "needed": 2, "ages": 2}.items():
        assert syllables(word) == count, word
    assert grade(["The cat sat on the mat."]) == pytest.approx(0.39 * 6 + 11.8 - 15.59)
