"""Where need is high and reach is low, neighbourhood by neighbourhood, with every part of the figure beside it."""

from assetmap.gaps.asking import DECAYS, LONGEST, Added, Asked, Change
from assetmap.gaps.flagging import FLAGS, said_flag
from assetmap.gaps.method import command_of, does_not_say, how_worked_out, sources_of
from assetmap.gaps.model import Model, model_of
from assetmap.gaps.scoring import Gaps, gaps
from assetmap.gaps.table_text import lines, summary
from assetmap.gaps.telling import area_words, story, what_words

__all__ = [
    "DECAYS", "FLAGS", "LONGEST", "Added", "Asked", "Change", "Gaps", "Model", "area_words", "command_of",
    "does_not_say", "gaps", "how_worked_out", "lines", "model_of", "said_flag", "sources_of", "story", "summary",
    "what_words",
]  # fmt: skip
