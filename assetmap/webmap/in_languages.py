"""What an asset says in further languages, as HTML: each text marked with its language and the way it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetmap.assets import TEXTS
from assetmap.webmap.features import label_words
from assetmap.webmap.safe import html_text
from assetmap.wording import gettext as _
from assetmap.wording.naming import calls_itself, direction

if TYPE_CHECKING:
    from assetmap.assets import Asset

# The labels of `features.card_lines`; what is not among them speaks for itself.
_LABELS = {"hours_text": "When", "cost": "Cost", "only_for": "Who for", "transport": "Getting there"}


def written_in(tag: str) -> str:
    """Write the attributes of a text in a language; "" where the language is not known."""
    return f' lang="{html_text(tag)}" dir="{direction(tag)}"' if tag else ""


def in_language(asset: Asset, language: str, *, own: str) -> tuple[Asset, dict[str, str]]:
    """Put an asset into a language as far as it is said in it; with each text the language that it is in, if known."""
    if not asset.said_in and language == own:
        return asset, {}
    said = {name: asset.text(name, language, own=own) for name in TEXTS if getattr(asset, name) or asset.said_in}
    tags = {text: tag for text, tag in said.values() if text and (tag != own or language != own)}
    return asset.changed(**{name: text for name, (text, _tag) in said.items()}), tags


def further(asset: Asset, *, shown: Asset, is_open: bool = False) -> str:
    """
    Write what an asset says in languages that are not shown, its own first, folded; "" where there is nothing.

    Parameters
    ----------
    asset, shown
        The asset as it is disclosed, and with the texts that are shown already.
    is_open
        Whether it stands open.
    """
    if not asset.said_in:
        return ""
    replaced = {x: text for x in TEXTS[1:] if (text := getattr(asset, x)) and text != getattr(shown, x)}
    said = []
    for tag, texts in {"": replaced, **asset.said_in}.items():
        way = written_in(tag) or ' dir="auto"'
        lines = "".join(_line(name, text, way=way) for name, text in texts.items() if text != getattr(shown, name))
        heading = html_text(calls_itself(tag) if tag else _("As it was written"))
        if lines:
            said.append(f'<section><p class="kind"><bdi{written_in(tag)}>{heading}</bdi></p>{lines}</section>')
    if not said:
        return ""
    title = html_text(_("In other languages"))
    opened = " open" if is_open else ""
    return f'<details class="story further"{opened}><summary>{title}</summary>{"".join(said)}</details>'


def _line(name: str, text: str, *, way: str) -> str:
    said = html_text(text, as_typed=name == "own_words")
    if name == "own_words":
        return f'<p class="own"><q{way}>{said}</q></p>'
    if name == "name":
        return f"<p{way}><b>{said}</b></p>"
    label = _LABELS.get(name, "")
    return (
        f"<p><b>{html_text(label_words(label))}:</b> <span{way}>{said}</span></p>" if label else f"<p{way}>{said}</p>"
    )
