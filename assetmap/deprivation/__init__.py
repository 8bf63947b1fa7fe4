"""
What the official index says of each neighbourhood of a place: to colour a map with, and to weigh need by.

`read` and `domains` serve the map, `indices` and `need_of` the gaps, `people_of` says how many live in each.
"""

from assetmap.deprivation.need import Need, indices, need_of, why_none
from assetmap.deprivation.people import People, people_of
from assetmap.deprivation.shown import Deprivation, Domain, HasLayers, domains, kept_domains, read

__all__ = [
    "Deprivation",
    "Domain",
    "HasLayers",
    "Need",
    "People",
    "domains",
    "indices",
    "kept_domains",
    "need_of",
    "people_of",
    "read",
    "why_none",
]
