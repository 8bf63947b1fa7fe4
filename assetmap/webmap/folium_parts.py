"""folium without what it fetches from elsewhere, and without its second look at what was filled in."""

from __future__ import annotations

from typing import Any

import folium
from branca.element import Element, MacroElement
from jinja2 import Template


class Verbatim(Element):
    """Text that goes into the page as it is: handed over as a value, it is never compiled as a template."""

    _template = Template("{{ this.text }}")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class QuietMap(folium.Map):
    """A Leaflet map without jQuery, Bootstrap, icon fonts and the links to other hosts."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012  folium's own way
    default_css: list[tuple[str, str]] = []  # noqa: RUF012


class _Start(MacroElement):
    """Calls our script once Leaflet's map is there. Constant: it holds nothing of a place."""

    _template = Template(
        "{% macro script(this, kwargs) %}assetmapPage.start({{ this._parent.get_name() }});{% endmacro %}"
    )


def page_map(*, title: str, head: str, before: str, after: str) -> folium.Map:
    """
    Put a page together.

    Parameters
    ----------
    title
        Already safe as HTML.
    head, before, after
        Markup for the head, and before and after the map, already safe; taken as it is.

    Returns
    -------
    map
        A `folium.Map`; its root renders the page.
    """
    drawn = QuietMap(
        location=[0, 0], zoom_start=2, tiles=None, attribution_control=False, prefer_canvas=True, zoom_snap=0.5
    )
    drawn._id = "assetmap"  # noqa: SLF001  the same input makes the same page
    drawn.add_child(_Start())  # type: ignore[no-untyped-call]
    root: Any = drawn.get_root()  # a Figure, which branca's types do not say
    root.title = title
    root.height = "640px"
    root.header.add_child(Verbatim(head), name="assetmap_head")
    root.html.add_child(Verbatim(before), name="assetmap_before")
    # The map draws itself between these two when it is rendered.
    drawn.render()  # type: ignore[no-untyped-call]
    root.html.add_child(Verbatim(after), name="assetmap_after")
    return drawn
