"""Where the read-only files that come with the program lie: one function for every way of installing it."""

from __future__ import annotations

from pathlib import Path

from assetmap.errors import SettingsError

# In a wheel the top-level folders ride inside the package; in a checkout they stand beside it.
_ROOTS = (Path(__file__).parent / "_shipped", Path(__file__).parent.parent)


def shipped(*parts: str) -> Path:
    """
    Find a shipped file or folder.

    Parameters
    ----------
    parts
        Path below the top level, for example `"data", "vocabulary", "kinds.toml"`.

    Returns
    -------
    path
        In a wheel below `assetmap/_shipped`, in a checkout or editable install below the checkout.

    Raises
    ------
    SettingsError
        The installation is incomplete.
    """
    for root in _ROOTS:
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise SettingsError(f"{'/'.join(parts)} is missing from this installation: install assetmap again.")
