"""The asset record: what a community says keeps it well, and how we know."""

from assetmap.assets.frame import CARD, to_frame
from assetmap.assets.in_languages import TEXTS
from assetmap.assets.record import LISTS, Asset, OpenSpan, named, new_id, short_of
from assetmap.assets.schedule import schedule_text

__all__ = ["CARD", "LISTS", "TEXTS", "Asset", "OpenSpan", "named", "new_id", "schedule_text", "short_of", "to_frame"]
