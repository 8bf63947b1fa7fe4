"""What a setup read, used and left over, and what it had to say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geopandas import GeoDataFrame

    from assetmap.layers import Card, Problem
    from assetmap.network import WalkGraph

    Progress = Callable[[str, float], None]

_LISTED = 6
"""Problems of one file that are listed one by one; a closing report is read by a person."""


@dataclass(frozen=True)
class FileUse:
    """One file: how many rows it has, how many the place uses, how many are left over (elsewhere, or unusable)."""

    file: str
    card: str
    read: int
    used: int

    @property
    def left_over(self) -> int:
        """Rows that the place does not use."""
        return self.read - self.used


@dataclass(frozen=True, kw_only=True)
class SetupReport:
    """
    What a setup did.

    `has_deprivation` says whether there was deprivation to join at all; `unjoined` are codes of neighbourhoods that
    it has no row for. `changes` lists what became of areas that were carried through the lookup.
    """

    areas: int
    unjoined: tuple[str, ...]
    files: tuple[FileUse, ...]
    warnings: tuple[str, ...]
    changes: dict[str, Any] = field(default_factory=dict)
    has_deprivation: bool = True

    def to_json(self) -> dict[str, Any]:
        """Return the shape that scripts rely on."""
        joined = self.areas - len(self.unjoined) if self.has_deprivation else 0
        return {
            "areas": {"read": self.areas, "joined": joined, "unjoined": list(self.unjoined)},
            "files": [
                {"file": x.file, "card": x.card, "read": x.read, "used": x.used, "left_over": x.left_over}
                for x in self.files
            ],
            "warnings": list(self.warnings),
            "changes": self.changes,
        }


@dataclass
class Draft:
    """A place while it is being made: its layers, where they come from, and what there is to say."""

    layers: dict[str, GeoDataFrame] = field(default_factory=dict)
    sources: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: list[FileUse] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    changes: dict[str, Any] = field(default_factory=dict)
    unjoined: tuple[str, ...] = ()
    network: WalkGraph | None = None

    def used(self, file: str, card: Card, *, read: int, used: int, layers: Sequence[str], on: str) -> None:
        """Note a file and which layers it made (several files of one layer are listed together)."""
        self.files.append(FileUse(file, card.key, read, used))
        for layer in layers:
            source: dict[str, Any] = {
                "card": card.key,
                "title": card.title,
                "publisher": card.publisher,
                "year": card.year,
                "licence": card.licence,
                "attribution": card.attribution,
                "file": file,
                "read": read,
                "used": used,
                "left_over": read - used,
                "on": on,
            }
            if layer == "deprivation":
                source |= _of_index(card)
            earlier = self.sources.get(layer)
            if earlier is not None:
                for number in ("read", "used", "left_over"):
                    source[number] += earlier[number]
                source["file"] = f"{earlier['file']}, {file}"
                if layer == "deprivation":
                    source["first"] = earlier["first"] or source["first"]
                    source["domains"] = {**source["domains"], **earlier["domains"]}
                if earlier["card"] != card.key:
                    source |= {x: earlier[x] for x in ("card", "title", "publisher", "year", "licence")}
                    source["attribution"] = joined_texts([earlier["attribution"], card.attribution])
            self.sources[layer] = source

    def problems(self, file: str, problems: Sequence[Problem]) -> None:
        """Say what was wrong in a file, the first few one by one."""
        self.warnings += [f"{file}: {x}" for x in problems[:_LISTED]]
        if len(problems) > _LISTED:
            self.warnings.append(f"{file}: {len(problems) - _LISTED} more rows of this kind.")

    def report(self) -> SetupReport:
        """Close the draft."""
        return SetupReport(
            areas=len(self.layers["areas"]),
            unjoined=self.unjoined,
            files=tuple(self.files),
            warnings=tuple(dict.fromkeys(self.warnings)),
            changes=self.changes,
            has_deprivation="deprivation" in self.layers,
        )

    def attributions(self) -> tuple[str, ...]:
        """Return one line a source, each once."""
        return tuple(dict.fromkeys(str(x["attribution"]) for x in self.sources.values() if x["attribution"]))


def _of_index(card: Card) -> dict[str, Any]:
    """Say of each domain whose it is; several indices may lie in one layer, and homes outlive cards."""
    domains = {
        key: {
            "label": label,
            "title": card.title,
            "publisher": card.publisher,
            "year": card.year,
            "nation": card.nation,
            "notes": [x for x in (card.note, card.derived[key].note if key in card.derived else "") if x],
        }
        for key, label in card.domains.items()
    }
    return {"first": card.first, "domains": domains}


def joined_texts(texts: Sequence[str]) -> str:
    """Join sentences, each once."""
    return "; ".join(dict.fromkeys(texts))
