"""What the map says in the browser is the same, letter for letter, in its script and in the catalogues."""

from __future__ import annotations

import json
import re
from pathlib import Path

from assetmap.screens.livemap import View, sent
from assetmap.screens.livemap.words import SENTENCES
from assetmap.wording import speaking

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = [
    *sorted((ROOT / "assetmap/screens/livemap").glob("*.js")),
    *(ROOT / "assetmap/webmap/js" / x for x in ("areas.js", "legend.js", "shared.js")),
]
SCRIPT = "\n".join(path.read_text(encoding="utf-8") for path in SCRIPTS)


def test_every_sentence_that_is_translated_is_one_that_the_script_says():
    assert [x for x in SENTENCES if json.dumps(x, ensure_ascii=False) not in SCRIPT] == []


def test_every_sentence_that_the_script_says_is_translated():
    said = re.findall(r'\b(?:say|words)\("([^"]+)"', SCRIPT)
    assert len(said) > 10
    assert set(said) - set(SENTENCES) == set()


def test_words_travel_only_to_who_reads_another_language_than_english():
    view = View(ground="/g", places="/p", since="/s", version=1, attribution="")
    assert "words" not in sent(view, face="map")
    with speaking("pl"):
        assert set(sent(view, face="map").get("words", {})) <= set(SENTENCES)
