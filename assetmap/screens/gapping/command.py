"""The command that makes the same figures again, with what is supposed as far as a command can say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assetmap.gaps import Gaps


def command_of(gaps: Gaps) -> str:
    """Write it for a shell."""
    by_id = {x.id: x.short for x in gaps.model.assets}
    closed = sorted(by_id[x] for x in gaps.change.closed if x in by_id)
    more = [f" --without {short}" for short in closed]
    more += [f" --with={one.lat:.6f},{one.lon:.6f}" for one in gaps.change.added if _can_say(gaps, one.kind)]
    return f"{gaps.method['command']}{''.join(more)}"


def says_all(gaps: Gaps) -> bool:
    """Say whether the command holds all that is supposed: places of the kind asked for, with as much room as usual."""
    added = all(_can_say(gaps, x.kind) and x.capacity is None for x in gaps.change.added)
    return added and not gaps.change.capacity


def _can_say(gaps: Gaps, kind: str) -> bool:
    return bool(gaps.asked.kinds) and kind == gaps.asked.kinds[0]
