"""What is said above and below the lists of a page: for whom it is, whose words it holds, whom to tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetmap.disclosure import marked_for
from assetmap.printing.voices import language_name, languages_in, stopped, theirs
from assetmap.settings import CrisisLine
from assetmap.wording import N_, joined
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assetmap.printing.entries import Entry
    from assetmap.printing.sheet import Section
    from assetmap.wording import Language

_ON_FOOT = {
    "slow": N_("Minutes are for somebody who walks slowly."),
    "step_free": N_("Minutes are by ways without steps, as far as steps are known."),
}
_NOT_FOR_ALL = {
    "For partners only": N_("For partners only: please do not hand this page on."),
    "For the people who make this map only": N_(
        "For the people who make this map only: please do not hand this page on."
    ),
}


def on_foot_text(profile: str) -> str:
    """Say who walks the minutes, where it is not everybody."""
    return _(_ON_FOOT[profile]) if profile in _ON_FOOT else ""


def nothing_text() -> str:
    """Say kindly that nothing was found."""
    return _(
        "We have not found a place like this near you yet. That does not mean there is none. "
        "Please ask the person who gave you this page: they may know of one, or can look again with you."
    )


def notice_text(rows: Sequence[Entry], *, audience: str, invented: bool) -> str:
    """Say in the frame at the top whom the page is for, and that its town is invented."""
    marked = marked_for([row.asset for row in rows], audience=audience)
    said = [_(_NOT_FOR_ALL[marked])] if marked else []
    return " ".join([*said, *([_("An invented town: none of these places is real.")] if invented else [])])


def tell_text(teller: str, written_in: str) -> str:
    """Say whom to tell when something is wrong on the page."""
    if not teller:
        return _("Tell the person who gave it to you.")
    return stopped(_("Tell {teller}", teller=theirs(teller, written_in)))


def crisis_line(line: CrisisLine, written_in: str) -> CrisisLine:
    """Mark whose words a crisis line is in."""
    return CrisisLine(
        name=theirs(line.name, written_in), contact=theirs(line.contact, written_in), note=theirs(line.note, written_in)
    )


_NAMES = frozenset({"where", "way"})
"""Facts that hold names of streets, which are the same in every language."""


def notes_text(sections: Sequence[Section], tongue: Language) -> list[str]:
    """Say which language people wrote in where the page's is another, and that nobody has checked a translation."""
    texts = [
        text
        for section in sections
        for item in section.items
        for text in (
            item.name,
            item.about,
            item.own_words,
            *(fact.text for fact in item.facts if fact.key not in _NAMES),
            *(words for told in item.told if told.fact not in _NAMES for words in told.words),
        )
    ]
    others = languages_in(*texts)
    said = []
    if others:
        # translators: {languages} are names of languages, as your language has them
        said.append(_("What people wrote is in {languages}.", languages=joined([language_name(x) for x in others])))
    if not tongue.checked_by:
        said.append(_("The words of this page are not yet checked by a native reader."))
        # so that whoever prints it knows
        in_english = f"This page is in {tongue.english}. Its words are not yet checked by a native reader."
        said.append(theirs(in_english, "en"))
    return said
