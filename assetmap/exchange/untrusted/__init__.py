"""
Files that strangers send: what they are, and how they are read without harm.

Nothing here hands a file to GDAL: `read_file` on an upload opens local files and calls addresses. `read_strange`
reads in a process of its own, inside walls (`walls`); `kind_of` tells what a file is by its bytes.
"""

from assetmap.exchange.untrusted.looking import kind_of
from assetmap.exchange.untrusted.parent import read_strange, standing
from assetmap.exchange.untrusted.sizes import COUNTY_BYTES, LARGEST_BYTES, LARGEST_EXTRACT_BYTES, read_bytes, unpacked

__all__ = [
    "COUNTY_BYTES",
    "LARGEST_BYTES",
    "LARGEST_EXTRACT_BYTES",
    "kind_of",
    "read_bytes",
    "read_strange",
    "standing",
    "unpacked",
]
