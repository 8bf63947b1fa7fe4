"""
Answers of Overpass in JSON: the same things as in an extract, told by the same rules.

Read with their points (`out body; >; out skel;`), with geometry (`out geom`) or with one point each (`out center`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from assetmap.errors import ExchangeError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assetmap.exchange.reading.osm import Found
    from assetmap.exchange.sheets import Sheets

_KINDS = ("node", "way", "relation")
_MADE_UP = 2**40
"""Numbers from here on are of no point of OpenStreetMap, which counts to a hundredth of it."""
_MOST_DEGREES = 180.0


def knows(whole: Any) -> bool:
    """Say whether JSON is an answer of Overpass: elements, of which the first says what it is."""
    elements = whole.get("elements") if isinstance(whole, dict) else None
    if not isinstance(elements, list) or "features" in whole:
        return False
    return "osm3s" in whole or bool(elements and isinstance(elements[0], dict) and elements[0].get("type") in _KINDS)


def read_json(whole: Any, name: str) -> Sheets:
    """
    Read an answer of Overpass.

    Raises
    ------
    ExchangeError
        It says that something went wrong there, or its elements are none.
    """
    if "error" in str(whole.get("remark", "")):  # what came before it is only a part
        raise ExchangeError(f"{name} is an answer of OpenStreetMap that broke off: ask again, or for a smaller place.")
    elements = [x for x in whole["elements"] if isinstance(x, dict) and x.get("type") in _KINDS and _whole(x.get("id"))]
    if not elements and whole["elements"]:
        raise ExchangeError(f"{name} is an answer of Overpass whose elements cannot be read: ask again with out:json.")
    from assetmap.exchange.reading.osm import found_in  # osmium, which no other JSON needs

    known = {(x["type"], x["id"]) for x in elements}
    middles = [x for x in elements if _point(x.get("center")) and not _is_drawn(x, known)]
    drawn = [x for x in elements if x not in middles] if middles else elements
    found = found_in(_Rewritten(drawn).xml(), name, form="osm")
    for element in middles:
        _offer(element, found)
    return found.sheets("answer of OpenStreetMap")


def _is_drawn(element: dict[str, Any], known: set[tuple[str, int]]) -> bool:
    """Say whether an element came with its points, and not with its middle alone."""
    if element["type"] == "way":
        return bool(element.get("geometry")) or any(("node", x) in known for x in _listed(element.get("nodes"))[:1])
    members = [x for x in _listed(element.get("members")) if isinstance(x, dict)]
    return any(x.get("geometry") or ("way", x.get("ref")) in known for x in members)


def _offer(element: dict[str, Any], found: Found) -> None:
    """Take over what came with its middle alone."""
    import shapely

    tags = {str(key): str(value) for key, value in _tagged(element)}
    at = shapely.Point(*(_point(element["center"]) or ()))
    found.offer(
        tags,
        lambda: bytes(shapely.to_wkb(at)),
        source_id=f"{element['type']}/{element['id']}",
        version=_version(element),
    )


def _version(element: dict[str, Any]) -> int:
    version = element.get("version")
    return int(version) if isinstance(version, int) and _whole(version) and version > 0 else 0


def _whole(value: object) -> bool:
    return type(value) is int and abs(value) < 2**62


class _Rewritten:
    """The elements as XML, with points made up for what brings its geometry along."""

    def __init__(self, elements: list[dict[str, Any]]) -> None:
        self.elements = {(x["type"], x["id"]): x for x in elements}
        self.points: dict[tuple[float, float], int] = {}
        self.made: dict[int, str] = {}

    def xml(self) -> bytes:
        """Write nodes, ways and relations in the order in which they are read."""
        bodies: dict[str, list[str]] = {kind: [] for kind in _KINDS}
        for (kind, number), element in sorted(self.elements.items(), key=lambda x: (_KINDS.index(x[0][0]), x[0][1])):
            bodies[kind].append(self._element(kind, number, element))
        ways = [*bodies["way"], *self.made.values()]
        nodes = [f'<node id="{n}" lon="{x!r}" lat="{y!r}"/>' for (x, y), n in self.points.items()]
        parts = ['<osm version="0.6">', *nodes, *bodies["node"], *ways, *bodies["relation"], "</osm>"]
        return "\n".join(parts).encode("utf-8", "replace")

    def _element(self, kind: str, number: int, element: dict[str, Any]) -> str:
        said = f' version="{version}"' if (version := _version(element)) else ""
        if kind == "node":
            at = _point(element)
            said += f' lon="{at[0]!r}" lat="{at[1]!r}"' if at else ""
        inside = "".join([*self._members(kind, element), *_tags(element)])
        return f'<{kind} id="{number}"{said}>{inside}</{kind}>'

    def _members(self, kind: str, element: dict[str, Any]) -> Iterator[str]:
        if kind == "way":
            for number in self._points(element):
                yield f'<nd ref="{number}"/>'
        for member in _listed(element.get("members")) if kind == "relation" else ():
            if not isinstance(member, dict) or member.get("type") not in _KINDS or not _whole(member.get("ref")):
                continue
            what, ref = member["type"], member["ref"]
            if what == "way" and ("way", ref) not in self.elements and _listed(member.get("geometry")):
                self._made(ref, member)
            yield f'<member type="{what}" ref="{ref}" role={_quoted(member.get("role", ""))}/>'

    def _made(self, ref: int, member: dict[str, Any]) -> None:
        """Make a way of a member that brings its geometry."""
        refs = "".join(f'<nd ref="{x}"/>' for x in self._points(member))
        self.made.setdefault(ref, f'<way id="{ref}">{refs}</way>')

    def _points(self, element: dict[str, Any]) -> Iterator[int]:
        refs, drawn = _listed(element.get("nodes")), _listed(element.get("geometry"))
        if drawn and not (refs and all(("node", x) in self.elements for x in refs if _whole(x))):
            yield from (self._made_up(at) for at in map(_point, drawn) if at)
        else:
            yield from (x for x in refs if _whole(x))

    def _made_up(self, at: tuple[float, float]) -> int:
        return self.points.setdefault(at, _MADE_UP + len(self.points))


def _tagged(element: dict[str, Any]) -> list[tuple[Any, Any]]:
    tags = element.get("tags")
    return list(tags.items()) if isinstance(tags, dict) else []


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _point(value: object) -> tuple[float, float] | None:
    if not isinstance(value, dict):
        return None
    lon, lat = value.get("lon"), value.get("lat")
    if isinstance(lon, bool) or not isinstance(lon, int | float) or not isinstance(lat, int | float):
        return None
    x, y = float(lon), float(lat)
    return (x, y) if abs(x) <= _MOST_DEGREES and abs(y) <= _MOST_DEGREES / 2 else None


def _tags(element: dict[str, Any]) -> Iterator[str]:
    for key, value in _tagged(element):
        if isinstance(value, str | int | float):
            yield f"<tag k={_quoted(key)} v={_quoted(value)}/>"


def _quoted(value: object) -> str:
    """Quote a text for XML, without the characters that XML does not have."""
    text = "".join(x for x in str(value) if x >= " " or x in "\t\n\r")
    return quoteattr(text.replace("\ufffe", "").replace("\uffff", ""))
