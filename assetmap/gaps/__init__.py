"""Where need is high and reach is low, neighbourhood by neighbourhood, with every part of the figure beside it."""

from assetmap.gaps.asking import LONGEST, Added, Asked, Change
from assetmap.gaps.method import does_not_say, how_worked_out
from assetmap.gaps.model import Model, model_of
from assetmap.gaps.scoring import Gaps, gaps
from assetmap.gaps.tallying import FLAGS
from assetmap.gaps.telling import lines, story, summary

__all__ = [
    "FLAGS", "LONGEST", "Added", "Asked", "Change", "Gaps", "Model", "does_not_say", "gaps", "how_worked_out", "lines",
    "model_of", "story", "summary",
]  # fmt: skip
