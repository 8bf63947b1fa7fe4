"""Which code searches: compiled kernels where numba is, else scipy; the answers are equal to the bit."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from types import ModuleType

Engine = Literal["auto", "numba", "scipy"]


def engine_of(engine: Engine) -> ModuleType | Any:
    """
    Return the room with the searches of an engine.

    Raises
    ------
    ImportError
        numba was asked for and is not there.
    ValueError
        There is no such engine.
    """
    if engine not in ("auto", "numba", "scipy"):
        raise ValueError(f'there is no engine "{engine}": choose auto, numba or scipy.')
    from assetmap.access import plain

    if engine == "scipy":
        return plain
    try:
        return import_module("assetmap.access.compiled")
    except ImportError:
        if engine == "numba":
            raise
        return plain
