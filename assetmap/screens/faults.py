"""What is said when something went wrong: a sentence that helps, or a number for a fault of the program."""

from __future__ import annotations

import contextlib
import logging
import secrets
import sys
import traceback
from typing import TYPE_CHECKING

from assetmap.errors import AssetMapError
from assetmap.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextlib.contextmanager
def spoken(say: Callable[[str], object] | None = None) -> Iterator[None]:
    """
    Tell what went wrong inside: a sentence that helps, or a number for a fault of the program.

    Parameters
    ----------
    say
        Takes the sentence; by default it stands on the screen, letter for letter.
    """
    say = say or _trouble
    try:
        yield
    except AssetMapError as error:
        say(str(error))
    except Exception as error:  # noqa: BLE001  # the last floor: a sentence, no traceback on the screen
        say(fault(error))


def fault(error: Exception) -> str:
    """Write where a fault happened to the terminal, without a value that somebody typed, and return what to show."""
    number = secrets.token_hex(3).upper()
    frames = traceback.extract_tb(error.__traceback__)
    where = "\n".join(f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames)
    print(f"fault {number}: {type(error).__name__}\n{where}", file=sys.stderr)  # noqa: T201  # the terminal alone
    return _(
        "Sorry, something went wrong. What you saved is safe. Please try again. "
        "If it happens again, tell whoever looks after this map: number {number}.",
        number=number,
    )


class _WithoutValues(logging.Filter):
    """Takes from Streamlit's own report of a fault what somebody may have typed: the message and the values."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info:
            record.msg, record.args = "a fault of the program; its number stands beside it", ()
            record.exc_info = record.exc_text = record.stack_info = None
        return True


def keep_values_out_of_the_log() -> None:
    """Let the terminal say where a fault happened (see `fault`), and nothing of what was typed."""
    for name in ("streamlit.error_util", "streamlit.runtime.scriptrunner_utils.exec_code"):
        logging.getLogger(name).addFilter(_WithoutValues())


def told(error: Exception) -> bool:
    """Show what went wrong outside a screen's own care, in a callback for one; for `st.App(on_script_error=…)`."""
    _trouble(str(error) if isinstance(error, AssetMapError) else fault(error))
    return True


def _trouble(sentence: str) -> None:
    from assetmap.screens.saying import trouble

    trouble(sentence)
