"""One family of errors. A message says where, what, and how to mend it."""

from __future__ import annotations


class AssetMapError(Exception):
    """Something a person can put right; its text is shown to them as it is."""


class SettingsError(AssetMapError, ValueError):
    """A setting, or a home folder, that cannot be used."""


class CRSError(AssetMapError, ValueError):
    """Coordinates whose reference system is missing, or contradicts the numbers."""


class VocabularyError(AssetMapError, ValueError):
    """A word that is not in the vocabulary."""


class AssetError(AssetMapError, ValueError):
    """A record that is not a community asset yet: something required is missing or impossible."""


class LayerError(AssetMapError, ValueError):
    """A reference layer or an official file that is not what its card says."""


class PlaceError(AssetMapError, ValueError):
    """A postcode, address or home that cannot be found. Never repeats what was typed."""


class StoreError(AssetMapError, RuntimeError):
    """The store could not read or keep something; nothing half-written is left behind."""


class ConflictError(StoreError):
    """Somebody else changed the asset in between; `theirs` holds what they wrote."""

    def __init__(self, message: str, *, theirs: object = None) -> None:
        super().__init__(message)
        self.theirs = theirs


class ExchangeError(AssetMapError, ValueError):
    """A file that cannot be read, or an output that cannot be written."""


class PatientsError(ExchangeError):
    """A file that looks like a list of patients. Its words never repeat a cell."""


class PrintError(AssetMapError, RuntimeError):
    """A page that could not be made."""


class PaperError(AssetMapError, ValueError):
    """A sheet, its printed code or a photograph of it that cannot be read."""


class LanguageError(AssetMapError, ValueError):
    """A language that the app and its pages do not speak."""


class NetworkError(AssetMapError, ConnectionError):
    """The internet was needed and was not there."""


class PermissionDeniedError(AssetMapError, PermissionError):
    """The role asked for is not the role held."""


class PeopleError(AssetMapError, ValueError):
    """Who may sign in cannot be said so: a name, a role or a passphrase that may not be."""


class TooManyError(AssetMapError, RuntimeError):
    """So much comes from people whom nobody knows that nobody could look at it; nothing was written."""


def sentence(error: AssetMapError) -> str:
    """Say an error as it stands alone on a screen: beginning with a capital."""
    said = str(error)
    return said[:1].upper() + said[1:]
