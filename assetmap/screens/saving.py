"""What is shown, saved as data: each form named by what people open it with."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from assetmap.wording import N_
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from streamlit.delta_generator import DeltaGenerator

    from assetmap.assets import Asset
    from assetmap.place import Place


class Form(NamedTuple):
    """A form of file: how a name of one ends, what it is called on the screen, and its media type."""

    ending: str
    label: str
    mime: str


FORMS = (
    Form(".xlsx", N_("Table for Excel"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    Form(".ics", N_("Calendar of what is on"), "text/calendar"),
    Form(".gpkg", N_("Map for QGIS"), "application/geopackage+sqlite3"),
    Form(".kml", N_("Map for Google Earth"), "application/vnd.google-earth.kml+xml"),
    Form(".oruk.json", N_("Services for other directories (Open Referral UK)"), "application/json"),
    Form(".geojson", N_("Data for web maps (GeoJSON)"), "application/geo+json"),
    Form(".csv", N_("Plain table for any program (CSV)"), "text/csv"),
)


def as_data(row: DeltaGenerator, made: Callable[[Form, str], bytes]) -> None:
    """
    Offer every form behind one button.

    `made` makes the file of a form under a name, when it is asked for.
    """
    with row.popover(_("Save as data"), key="save_as_data"):
        st.markdown(
            _(
                "What you see now goes into the file, and nothing else. The calendar holds what people go to at set "
                "times, not opening hours, and Open Referral what is a service: a hill is not in it."
            )
        )
        for form in FORMS:
            name = f"community-assets{form.ending}"  # never assets.gpkg, as the live store is called
            st.download_button(
                _(form.label),
                data=partial(made, form, name),
                file_name=name,
                mime=form.mime,
                on_click="ignore",
                width="stretch",
                key=f"save{form.ending.replace('.', '_')}",
            )


def file_of(place: Place, form: Form, shown: Sequence[Asset], *, audience: str) -> tuple[bytes, Sequence[str]]:
    """Make the file; also give the ids of the assets that are in it."""
    from assetmap.exchange import export

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"assets{form.ending}"
        exported = export(list(shown), path, place=place, audience=audience)
        return path.read_bytes(), exported.ids
