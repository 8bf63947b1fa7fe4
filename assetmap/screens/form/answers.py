"""What one person has answered so far: kept in their own session, through every rerun and other screens."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import streamlit as st

from assetmap.assets import Asset, new_id
from assetmap.errors import PlaceError, sentence
from assetmap.screens.form.place_words import checked_place, told_place
from assetmap.screens.form.values import Read, Values, empty, is_begun, read, too_long, values_of
from assetmap.wording import N_
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from datetime import date

    from shapely.geometry.base import BaseGeometry

    from assetmap.place import Place

Way = Literal["point", "line", "area", "nowhere"]
_BLURRED = N_("The pin stands where others see it. The true place behind it is kept, unless you move the pin.")


@dataclass(kw_only=True)
class Answers:
    """
    A form being filled in; nothing of it is cached or shared.

    Attributes
    ----------
    prefix
        Before the key of every widget: another form is another set of widgets, empty of what was typed.
    way
        How it is put on the map: a point, a line, an area, or not at all.
    where, said, wrong
        Its place (EPSG:4326), that place in words, and what was wrong with the last attempt.
    focus
        (lon, lat) for the map to go to after a postcode was typed.
    base
        The asset that is being changed, or None.
    tried
        Whether saving was tried: from then on what is missing is said beside its field.
    """

    prefix: str
    asset_id: str = field(default_factory=new_id)
    values: Values = field(default_factory=empty)
    way: Way = "point"
    where: BaseGeometry | None = None
    said: str = ""
    wrong: str = ""
    focus: tuple[float, float] | None = None
    base: Asset | None = None
    tried: bool = False
    different: set[str] = field(default_factory=set)
    """Ids of assets nearby of which they said “mine is another one”."""

    @classmethod
    def of(cls, asset: Asset, *, place: Place, prefix: str) -> Answers:
        """Return a form filled with an asset, to change it."""
        where, way = asset.where, "nowhere"
        if where is not None:
            way = {"P": "area", "L": "line"}.get(where.geom_type.removeprefix("Multi")[0], "point")
            way = "point" if where.geom_type.endswith("Point") else way
            middle = where.representative_point()
        return cls(
            prefix=prefix,
            asset_id=asset.id,
            values=values_of(asset),
            way=way,  # type: ignore[arg-type]
            where=where,
            said=_(_BLURRED) if asset.precision != "exact" else told_place(where, place=place),
            focus=(middle.x, middle.y) if where is not None else None,
            base=asset,
        )

    def key(self, name: str) -> str:
        """Return the key of a field's widget."""
        return f"{self.prefix}_{name}"

    def gather(self) -> None:
        """Take over what stands in the widgets; those that are not on the screen keep what they had."""
        state = st.session_state
        begin = len(self.prefix) + 1
        for key in list(state.keys()):
            name = str(key)[begin:]
            if str(key).startswith(f"{self.prefix}_") and (name in self.values or _is_row(name)):
                self.values[name] = state[key]

    def hold(self, name: str, default: Any = None) -> str:
        """
        Let a widget stand on what was answered before, and return its key.

        An empty field is left alone: setting it would wipe out what somebody types while the answer is on its way.
        """
        key = self.key(name)
        value = self.values.get(name, default)
        if key not in st.session_state and value not in (None, "", [], ()):
            st.session_state[key] = value
        return key

    def put(self, where: BaseGeometry, *, place: Place, said: str = "") -> None:
        """Take a place from the map or the box; one far outside is refused with a sentence."""
        try:
            checked_place(where, place=place)
        except PlaceError as error:
            self.wrong = sentence(error)
            return
        self.where, self.wrong = where, ""
        self.said = said or told_place(where, place=place)

    @property
    def is_placed(self) -> bool:
        """Whether the question where it is has been answered."""
        return self.way == "nowhere" or self.where is not None

    @property
    def is_begun(self) -> bool:
        """Whether anything has been answered."""
        return self.where is not None or is_begun(self.values)

    @property
    def problems(self) -> dict[str, str]:
        """What is wrong, by field: before saving was tried only what is too long, which nobody can see."""
        return self.read().problems if self.tried else too_long(self.values, base=self.base)

    def read(self, *, heard_on: date | None = None) -> Read:
        """Read the form as it stands."""
        return read(
            self.values,
            where=None if self.way == "nowhere" else self.where,
            placed=self.is_placed,
            base=self.base,
            asset_id=self.asset_id,
            heard_on=heard_on,
        )


def _is_row(name: str) -> bool:
    head, _between, number = name.rpartition("_")
    return head in {"days", "opens", "closes", "only"} and number.isdigit()
