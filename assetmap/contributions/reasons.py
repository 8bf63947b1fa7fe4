"""
Why something is not shown, or not taken: kept in English, as files and the shell get it, and said in any language.

Nothing of it says anything about who left it. Whatever else stands as a reason is somebody's own words.
"""

from __future__ import annotations

import re

from assetmap.contributions.fieldwise import FIELDS, field_words
from assetmap.wording import N_, in_turn
from assetmap.wording import gettext as _

# translators: why a draft is not shown; it stands alone, and after “because:”
NOT_SHOWN = (N_("It is on the map already"), N_("It is not for this map"), N_("Not enough is said to find it"))
"""Why a draft is not shown."""
# translators: why a change that somebody suggested is not made; it stands alone, and after “because:”
NOT_TAKEN = (
    N_("It is right as it stands"),
    N_("It could not be confirmed"),
    N_("It does not belong here"),
)
"""Why a change is not taken. Whoever suggested it reads this with their code."""
WITH_THE_REST = N_("Taken back.")
"""Why what waited is turned down together with all else that somebody did."""
_OURS = frozenset({*NOT_SHOWN, *NOT_TAKEN, WITH_THE_REST})
_ALL_BUT = "All but: "
_LABELS = {label: name for name, label in FIELDS.items()}
_LABEL = re.compile(rf"({'|'.join(re.escape(x) for x in sorted(_LABELS, key=len, reverse=True))})(?:, |\.$)")


def all_but(labels: list[str]) -> str:
    """Write down that all was taken but these fields, called as in `FIELDS`; "" where there are none."""
    return f"{_ALL_BUT}{', '.join(labels)}." if labels else ""


def reason_words(why: str) -> str:
    """Say a reason in the language spoken; what somebody wrote themselves stays as they wrote it."""
    if why in _OURS:
        return _(why)
    left_out = why.removeprefix(_ALL_BUT) if why.startswith(_ALL_BUT) else ""
    if left_out and not _LABEL.sub("", left_out):
        return _("All but: {fields}.", fields=in_turn([field_words(_LABELS[x]) for x in _LABEL.findall(left_out)]))
    return why
