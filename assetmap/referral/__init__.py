"""What is near a person, and helps: the shortlist that screen, shell and page all show."""

from assetmap.referral.filters import NOTHING, Filters, spoken_in, unspoken
from assetmap.referral.found import Found, Shortlist
from assetmap.referral.reasons import far_text
from assetmap.referral.shortlisting import shortlist
from assetmap.referral.sieve import SUGGESTED, make_ready
from assetmap.referral.telling import found_json

__all__ = [
    "NOTHING", "SUGGESTED", "Filters", "Found", "Shortlist", "far_text", "found_json", "make_ready", "shortlist",
    "spoken_in", "unspoken",
]  # fmt: skip
