"""The shell: one verb a job. Thin: each command reads options, asks one function, and says what came of it."""

from __future__ import annotations

import sys
from enum import Enum

from assetmap.cli.app import application
from assetmap.cli.speaking import fail, fault
from assetmap.errors import AssetMapError

__all__ = ["main"]

_LEFT_OVER = {
    "find": "what to look for is given with --text, where with --near.",
    "unpack": "the folder it goes into is given with --home.",
    "restore": "the folder of the place is given with --home.",
    "import": "one list at a time; the folder of the place is given with --home.",
}
"""Command → which option its further words were meant for, most likely."""
_STOPPED, _INTERRUPTED = "stopped. Nothing half-done was left.", 130


def main(arguments: list[str] | None = None) -> None:
    """Run the shell; ends the process with status 0, 1 (something to mend) or 2 (the call's own words)."""
    words = sys.argv[1:] if arguments is None else arguments
    as_json = "--json" in words
    application_, usage_errors, exits = application()
    try:
        status = application_(words, standalone_mode=False)
    except AssetMapError as error:
        sys.exit(fail(str(error), as_json=as_json))
    except usage_errors as error:
        # The parser repeats what was typed, which may be about a person: only its own words are let through.
        sys.exit(fail(_usage(error), as_json=as_json, status=2))
    except exits as error:
        sys.exit(getattr(error, "exit_code", 1))
    except KeyboardInterrupt:
        sys.exit(fail(_STOPPED, as_json=as_json, status=_INTERRUPTED))
    except BrokenPipeError:
        sys.exit(0)
    except Exception as error:  # noqa: BLE001  # the last floor: a sentence, never a traceback
        sys.exit(fault(error, as_json=as_json))
    if status == _INTERRUPTED:  # as the parser hands it on
        sys.exit(fail(_STOPPED, as_json=as_json, status=_INTERRUPTED))
    sys.exit(status if isinstance(status, int) else 0)


def _takes(parameter: object) -> str:
    """Say what an option takes, where that is a choice or a range."""
    wanted = getattr(getattr(parameter, "type_descriptor", None), "annotation", None)
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return f": it is one of {', '.join(str(x.value) for x in wanted)}"
    least, most = getattr(parameter, "min", None), getattr(parameter, "max", None)
    if least is None:
        return ""
    return f": it is a whole number from {least}" + (" up" if most is None else f" to {most}")


def _usage(error: Exception) -> str:
    name = type(error).__name__
    context = getattr(error, "ctx", None)
    command = getattr(context, "command_path", "assetmap") or "assetmap"
    option = getattr(error, "option_name", None)
    parameter = getattr(error, "param", None)
    if name == "NoSuchOption":
        said = "there is no such option."  # `--nearBA2 3QE` would say where somebody lives
    elif name == "MissingParameter" and parameter is not None:
        label = next((x for x in getattr(parameter, "opts", []) if x.startswith("--")), None)
        said = f"{label or (getattr(parameter, 'name', '') or 'something').upper()} is missing."
    elif name == "BadParameter" and parameter is not None:
        label = next((x for x in getattr(parameter, "opts", []) if x.startswith("--")), getattr(parameter, "name", ""))
        said = f"the value of {label} cannot be used{_takes(parameter)}."
    elif name == "NoSuchCommand" or (name == "UsageError" and "No such command" in str(error)):
        said = "there is no such command."
    elif name == "BadOptionUsage" and isinstance(option, str):
        said = f"{option} takes no value." if "does not take" in str(error) else f"{option} needs a value."
    else:
        said = _LEFT_OVER.get(command.rpartition(" ")[2], "put a text with spaces in quotes.")
        said = f"there are words left over: {said}"
    return f"{said} `{command} --help` shows what it takes."
