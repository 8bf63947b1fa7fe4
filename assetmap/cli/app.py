"""The commands, put together. Nothing heavy is imported here: `assetmap --help` answers at once."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from assetmap.cli import (
    contributing,
    finding,
    gapping,
    importing,
    looking_after,
    measuring,
    outward,
    packing,
    people,
    printing,
    reaching,
    serving,
    setting_up,
    siting,
    uniting,
    workshop,
)

# The parser's family of errors about the call's own words; typer shows only its leaves.
_USAGE_ERROR: type[Exception] = typer.BadParameter.__mro__[1]


def application() -> tuple[Any, tuple[type[Exception], ...], tuple[type[Exception], ...]]:
    """Return the command, the errors that are about the call's words, and those that only end the process."""
    app = typer.Typer(
        name="assetmap",
        help="Map what keeps a community well, see who can reach it, and print one good page.",
        no_args_is_help=False,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback(invoke_without_command=True)(_alone)
    serving.add(app)
    setting_up.add(app)
    importing.add(app)
    contributing.add(app)
    finding.add(app)
    printing.add(app)
    reaching.add(app)
    gapping.add(app)
    siting.add(app)
    outward.add(app)
    looking_after.add(app)
    packing.add(app)
    uniting.add(app)
    people.add(app)
    workshop.add(app)
    measuring.add(app)
    return typer.main.get_command(app), (_USAGE_ERROR,), (typer.Exit, typer.Abort)


def _alone(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Say which version this is.")] = False,
) -> None:
    if version:
        from assetmap import __version__

        print(f"assetmap {__version__}")  # noqa: T201
        raise typer.Exit
    if context.invoked_subcommand is None:
        serving.serve_place(home=None, port=None)
