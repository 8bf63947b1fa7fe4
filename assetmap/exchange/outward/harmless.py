"""
What is harmless to open, whatever the form.

Characters that turn a line around (Unicode's bidirectional embeddings, overrides and isolates) are dropped from
every text but residents' own words, which come out letter for letter: a changed quotation would no longer be
theirs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from assetmap.assets import in_languages
from assetmap.assets.crediting import attributions_of, shared_alike
from assetmap.exchange.outward.carried import retold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assetmap.assets import Asset
    from assetmap.exchange.outward.carried import Outgoing
    from assetmap.settings import PlaceSettings

# Unicode 16, UAX #9: LRE RLE PDF LRO RLO, LRI RLI FSI PDI. The marks LRM, RLM and ALM turn nothing around, and
# Arabic and Hebrew need them.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_HALVES = re.compile("[\ud800-\udfff]")
_UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_TURNED = "characters that turn a line around were taken out"
_HALVED = "half of a character, which no file can hold, became a question mark"


def harmless(assets: Sequence[Asset], outgoing: Outgoing) -> list[Asset]:
    """Drop what turns lines around from every text but own words; half of a surrogate pair becomes “?”."""
    out = []
    for asset in assets:
        new, turned = retold(asset, _straight)
        new, halved = retold(new, lambda _, text: _HALVES.sub("?", text))
        for fields, why in ((turned, _TURNED), (halved, _HALVED)):
            for name in fields:
                outgoing.lose(asset, name, why)
        out.append(new)
    return out


def _straight(field: str, text: str) -> str:
    return text if in_languages.split(field)[0] == "own_words" else _TURNING.sub("", text)


def about(settings: PlaceSettings | None, *, marked: str, assets: Sequence[Asset] = ()) -> dict[str, Any]:
    """Say of a file as a whole which place it shows, for whom it is, and whose data it holds on what terms."""
    whose = [*map(_in_a_line, attributions_of(settings, assets)), *shared_alike(assets)]
    if settings is None:
        said = [*([marked] if marked else []), *whose]
        return {"attribution": said} if said else {}
    about_it: dict[str, Any] = {
        "name": _in_a_line(settings.name),
        "attribution": [*([marked] if marked else []), *whose],
    }
    return about_it | ({"invented": True} if settings.invented else {})


def _in_a_line(text: str) -> str:
    """Take out of a title what acts or turns a line around, in whatever form it stands."""
    return " ".join(_UNSHOWN.sub(" ", _TURNING.sub("", text)).split())


def about_lines(said: dict[str, Any]) -> list[str]:
    """Say the same as lines for people."""
    lines = [*([said["name"]] if "name" in said else []), *said.get("attribution", ())]
    return [*lines, *(["This place is invented."] if said.get("invented") else [])]
