"""The map on the screen and the list that is its equal: one component, drawn in the browser, no iframe."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, kw_only=True)
class View:
    """
    What the map and the list show; small, for it travels with every click.

    `ground`, `places` and `overlay` are addresses of routes, whose data the browser keeps; `shown` holds short
    codes in the order of the list, or None for all; `chosen` a short code or "".
    """

    ground: str
    places: str
    attribution: str
    overlay: str | None = None
    shown: tuple[str, ...] | None = None
    chosen: str = ""


def livemap(view: View, *, face: Literal["map", "list"], key: str, on_picked: Callable[[], None]) -> None:
    """
    Draw one face of the view.

    Parameters
    ----------
    key
        Keeps the mount: zoom, view and scroll survive every rerun.
    on_picked
        Called when a pin or a row is tapped; `picked(key)` then says which.
    """
    _component()(
        key=key,
        data={**asdict(view), "face": face},
        height="content",
        on_picked_change=on_picked,
    )


def picked(key: str) -> str | None:
    """Return the short code that was just tapped; "" for the empty map, None where nothing was tapped."""
    import streamlit as st

    state = st.session_state.get(key)
    value = state.get("picked") if state is not None else None
    return value if isinstance(value, str) and len(value) <= 12 else None


def loader(mark: str, base: str) -> str:
    """
    Write the few lines that ride along with each change and fetch the component's script once.

    Parameters
    ----------
    mark
        Changes with the script.
    base
        Streamlit's `server.baseUrlPath`.
    """
    import json

    address = json.dumps(f"{base_path(base)}/assetmap/livemap.js?v={mark}")
    return (
        "export default async function (component) {\n"
        f"  const map = await import(window.location.origin + {address});\n"
        "  return map.default(component);\n"
        "}\n"
    )


def base_path(base: str) -> str:
    """Write Streamlit's `server.baseUrlPath` as the beginning of a path: "" or `/town`."""
    return f"/{base.strip('/')}" if base.strip("/") else ""


def _component() -> Callable[..., Any]:
    """Register the component with the Streamlit that runs; asked again, it is the same one."""
    import streamlit as st

    from assetmap.screens.doors import script_mark

    js = loader(script_mark(), str(st.get_option("server.baseUrlPath") or ""))
    if js not in _made:
        _made[js] = st.components.v2.component("assetmap_livemap", js=js, isolate_styles=True)
    return _made[js]


_made: dict[str, Callable[..., Any]] = {}
