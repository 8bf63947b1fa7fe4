"""The quiet base map of a place: what is drawn of its layers, and the one file of vector tiles that holds it."""

from assetmap.basemap.archive import FILE, MADE_OF, archive_of, mark_of, renew, write_archive
from assetmap.basemap.content import Content, Held, Shapes, Streets, content_of

__all__ = [
    "FILE",
    "MADE_OF",
    "Content",
    "Held",
    "Shapes",
    "Streets",
    "archive_of",
    "content_of",
    "mark_of",
    "renew",
    "write_archive",
]
