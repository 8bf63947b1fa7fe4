"""How people walk: which ways each profile takes, and how fast."""

from __future__ import annotations

from dataclasses import dataclass

from assetmap.errors import SettingsError
from assetmap.wording import N_
from assetmap.wording import gettext as _

STEPS = 1
"""The piece has steps."""
NOT_ON_WHEELS = 2
"""A wheelchair or a pushchair does not get through: `wheelchair=no`, a stile, a kissing gate, a turnstile."""
FORWARD_ONLY = 4
"""On foot one way, from the piece's start to its end (`oneway:foot=yes`); a road's own `oneway` binds no walker."""
BACKWARD_ONLY = 8
BRIDGE = 16
TUNNEL = 32


@dataclass(frozen=True, kw_only=True)
class Profile:
    """
    Somebody on foot.

    `metres_a_minute`: the pace, on the way and beside it. `leaves_out`: flags of pieces that are not taken. `label` is
    English, `said` the same in the language spoken.
    """

    key: str
    label: str
    metres_a_minute: float
    leaves_out: int
    source: str

    @property
    def said(self) -> str:
        """What this way of walking is called, in the language spoken."""
        return _(self.label)

    def minutes(self, length_mm: float) -> float:
        """Turn a length in millimetres into minutes at this pace."""
        return length_mm / (1000.0 * self.metres_a_minute)

    def reach_mm(self, minutes: float) -> int:
        """Return how far one comes in so many minutes, whole millimetres."""
        return int(minutes * self.metres_a_minute * 1000.0 + 1e-6)


# translators: ways of walking, each on a button
PROFILES: dict[str, Profile] = {
    "walking": Profile(
        key="walking", label=N_("Walking"), metres_a_minute=80.0, leaves_out=0,
        source="80 m a minute (4.8 km/h): Transport for London, Connectivity Assessment Guide, 2015 (PTAL walk speed).",
    ),
    "step_free": Profile(
        key="step_free", label=N_("Step-free"), metres_a_minute=80.0, leaves_out=STEPS | NOT_ON_WHEELS,
        source="The pace of walking, without steps, stiles and what is tagged as closed to wheelchairs: it says which "
        "ways are left out, not how fast somebody on wheels goes.",
    ),
    "slow": Profile(
        key="slow", label=N_("Slow"), metres_a_minute=48.0, leaves_out=0,
        source="0.8 m a second, the mean of women of 65 and over in England: Asher, Aresu, Falaschetti and Mindell, "
        "Most older pedestrians are unable to cross the road in time, Age and Ageing 41 (2012), 690 to 694.",
    ),
}  # fmt: skip


def profile_of(words: str | Profile) -> Profile:
    """
    Find a profile by its key or label, however typed: `step-free`, `Step free`, `step_free`.

    Raises
    ------
    SettingsError
        There is no such profile.
    """
    if isinstance(words, Profile):
        return words
    found = PROFILES.get("_".join(words.strip().lower().replace("-", " ").replace("_", " ").split()))
    if found is None:
        raise SettingsError(
            f"there is no such profile: choose {', '.join(x.label.lower() for x in PROFILES.values())}."
        )
    return found
