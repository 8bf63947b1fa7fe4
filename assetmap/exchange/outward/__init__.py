"""Assets as files for others, one module a form of file."""

from assetmap.exchange.outward.carried import Exported, NotCarried
from assetmap.exchange.outward.exporting import ENDINGS, ending_of, export

__all__ = ["ENDINGS", "Exported", "NotCarried", "ending_of", "export"]
