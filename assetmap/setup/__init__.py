"""
A real place from published files, or from OpenStreetMap by name.

Everything is read and checked before anything is written; the new layers then take the old ones' place at once.
"""

from assetmap.setup.from_files import make_place
from assetmap.setup.from_openstreetmap import make_place_online
from assetmap.setup.report import FileUse, SetupReport

__all__ = ["FileUse", "SetupReport", "make_place", "make_place_online"]
