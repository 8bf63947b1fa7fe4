"""What an export could carry and what it could not: said, never left out in silence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assetmap.assets import CARD, Asset, in_languages

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Sequence

    from assetmap.settings import PlaceSettings


@dataclass(frozen=True, kw_only=True)
class NotCarried:
    """
    Something that a form of file has no room for.

    `field` is a field of ours, `name:pl` too; "" where whole assets were left out, and “attribution” for whose data
    it is. `rows` counts the assets it is about. `kept`: it is in the file, whole, but programs that people open such
    files with may lose it.
    """

    field: str
    rows: int
    why: str
    kept: bool = False

    def to_record(self) -> dict[str, Any]:  # JSON
        """Give it as the shell's `--json` does; `field` is null where whole assets were left out."""
        return {"field": self.field or None, "rows": self.rows, "why": self.why, "kept": self.kept}


@dataclass(frozen=True, kw_only=True)
class Exported:
    """
    What was written.

    `ids` are those of the assets that are in the file; `not_carried` is what of `assets` is not, or not as it was.
    """

    ids: tuple[str, ...]
    not_carried: tuple[NotCarried, ...] = ()

    def __len__(self) -> int:
        """Count the assets in the file."""
        return len(self.ids)


@dataclass
class Outgoing:
    """
    A file on its way: what is said of all of it, and what it could not take along.

    `about` is the place's name, `attribution` and, of the demo town, `invented`; `marked` for whom alone it is.
    """

    about: dict[str, Any]
    settings: PlaceSettings | None
    marked: str = ""
    lost: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    endangered: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    left_out: set[str] = field(default_factory=set)

    def lose(self, asset: Asset | None, field_: str, why: str) -> None:
        """Note that a field of an asset (or, with None, of the file as a whole) cannot be carried."""
        self.lost.setdefault((field_, why), set()).update(() if asset is None else (asset.id,))

    def warn(self, asset: Asset, field_: str, why: str) -> None:
        """Note that a field of an asset is carried whole, and that another program may lose it all the same."""
        self.endangered.setdefault((field_, why), set()).add(asset.id)

    def leave_out(self, asset: Asset, why: str) -> None:
        """Note that an asset is not in the file at all."""
        self.left_out.add(asset.id)
        self.lose(asset, "", why)

    def only(self, assets: Sequence[Asset], carries: frozenset[str], *, why: str) -> None:
        """Note every field that is filled and that the form has no room for."""
        for asset in assets:
            if asset.id in self.left_out:
                continue
            for name in filled(asset):
                if name not in carries:
                    self.lose(asset, name, why)

    def exported(self, assets: Sequence[Asset]) -> Exported:
        """Say what became of it."""
        told = [
            NotCarried(field=name, rows=len(ids), why=why, kept=kept)
            for kept, fields in ((False, self.lost), (True, self.endangered))
            for (name, why), ids in fields.items()
        ]
        order = {name: at for at, name in enumerate(("", "where", *CARD))}
        told.sort(key=lambda x: (order.get(in_languages.split(x.field)[0], 99), x.field, -x.rows, x.why))
        return Exported(ids=tuple(x.id for x in assets if x.id not in self.left_out), not_carried=tuple(told))


def filled(asset: Asset) -> list[str]:
    """Name the fields of an asset that say something, texts in further languages by `name:pl`."""
    record = asset.to_record()
    record.pop("said_in", None)
    return [*record, *asset.further_texts(), *([] if asset.where is None else ["where"])]


def retold(asset: Asset, change: Callable[[str, str], str]) -> tuple[Asset, list[str]]:
    """
    Put every text of an asset through `change(field, text)`.

    Returns
    -------
    asset, fields
        And the fields that are other texts now: `name:pl`, `languages` and `schedules` (their notes) too.
    """
    values: dict[str, Any] = {}
    for name in CARD:
        value = getattr(asset, name)
        if isinstance(value, str) and value and name not in _NEVER and (new := change(name, value)) != value:
            values[name] = new
    for name, text in (asset.further_texts() if asset.said_in else {}).items():
        if (new := change(name, text)) != text:
            values[name] = new
    languages = tuple(filter(None, (change("languages", x) for x in asset.languages)))
    if languages != asset.languages:
        values["languages"] = languages
    if any(span.note for span in asset.schedules):
        from dataclasses import replace

        spans = tuple(replace(x, note=change("schedules", x.note)) if x.note else x for x in asset.schedules)
        if spans != asset.schedules:
            values["schedules"] = spans
    if "name" in values and not values["name"].strip():
        values["name"] = "□"
    return (asset.changed(**values), list(values)) if values else (asset, [])


_NEVER = frozenset({"id", "kind"})  # a uuid, and a word of the vocabulary


def without(
    assets: Sequence[Asset],
    unfit: re.Pattern[str],
    outgoing: Outgoing,
    *,
    instead: str | Callable[[re.Match[str]], str] = "\ufffd",
    why: str,
) -> list[Asset]:
    """Replace the characters that a form cannot hold, and note which fields held any."""
    out = []
    for asset in assets:
        new, fields = retold(asset, lambda _, text: unfit.sub(instead, text))
        for name in fields:
            outgoing.lose(asset, name, why)
        out.append(new)
    return out
