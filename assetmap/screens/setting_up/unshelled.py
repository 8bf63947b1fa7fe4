"""Errors of setting up and bringing in, said without the shell's options, which nobody has on a screen."""

from __future__ import annotations

import re

from assetmap.screens import saying

_SHELL = (
    (re.compile(r": add --kind[^.]*"), ": choose above what they are"),
    (re.compile(r"import it with --publish to show it"), "choose “Show them at once” to show it"),
    (re.compile(r"(of another part of the country\?)"), r"\1 Take it away above, and look again."),
    (re.compile(r":? ?\b(?:give|add) (?:it|them) with --[a-z]+"), ""),
    (re.compile(r" (?:with|as) --[a-z]+"), ""),
    (re.compile(r"--([a-z]+)"), r"“\1”"),
)


def unshelled(sentence: str) -> str:
    """Say an error without the shell's options."""
    for pattern, instead in _SHELL:
        sentence = pattern.sub(instead, sentence)
    return sentence


def trouble(sentence: str) -> None:
    """Say what is wrong with what somebody brought."""
    saying.trouble(unshelled(sentence))
