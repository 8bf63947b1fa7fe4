"""
`python -m assetmap.wording.extracting`: gather our own sentences from the source into the catalogues.

`catalogues/assetmap.pot` holds every sentence, `catalogues/xx.po` the same with what a language has for it. What is
new is empty there, what is no longer said is kept at the end, what is translated stays as it is.
"""

from __future__ import annotations

import ast
import io
import os
import re
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assetmap.errors import LanguageError
from assetmap.wording.languages import LANGUAGES
from assetmap.wording.plurals import PLURALS, examples
from assetmap.wording.saying import CATALOGUES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from babel.messages.catalog import Catalog

    from assetmap.wording.languages import Language

ROOT = Path(__file__).parents[2]
"""The checkout: sentences are gathered where they are written, never in an installed copy."""
TEMPLATE = CATALOGUES / "assetmap.pot"
# How each of our functions takes its words: how many come first as its context, how many are the words.
_SAYING = {"_": (0, 1), "gettext": (0, 1), "N_": (0, 1), "ngettext": (0, 2), "pgettext": (1, 1)}
_NOTE = re.compile(r"#\s*translators:\s*(.*)", re.IGNORECASE)
_NOTE_REACH = 4
"""
A note to translators belongs to the words on its own line, or to the first ones within so many lines below it; above a
table to all in it that have no note of their own.
"""


@dataclass(frozen=True, kw_only=True)
class Said:
    """Words somewhere in the source: one form, or one and more; `note` is for translators."""

    words: tuple[str, ...]
    context: str
    path: str
    line: int
    note: str = ""


def gathered() -> Catalog:
    """
    Gather all our sentences, file by file in the order of their names.

    Raises
    ------
    LanguageError
        Words are put together in the call, or `_` is also the name of something else: they would not be found.
    """
    from babel.messages.catalog import Catalog

    catalog = Catalog(project="assetmap", fuzzy=False)
    for said in (*_in_python(), *_in_vocabulary()):
        catalog.add(
            said.words if len(said.words) > 1 else said.words[0],
            locations=[(said.path, 0)],
            auto_comments=[said.note] if said.note else [],
            context=said.context or None,
        )
    return catalog


def renew(codes: Sequence[str] = ()) -> dict[str, tuple[int, int]]:
    """Write the template and the catalogues of these languages, or of all; say how much each has of how many."""
    catalog = gathered()
    _write(TEMPLATE, _head(None), catalog)
    counted = {}
    for code in codes or PLURALS:
        made = _renewed(code, catalog)
        _write(CATALOGUES / f"{code}.po", _head(LANGUAGES[code]), made)
        messages = [x for x in made if x.id]
        counted[code] = (sum(is_said(x.string) and not x.fuzzy for x in messages), len(messages))
    return counted


def _renewed(code: str, template: Catalog) -> Catalog:
    from babel.messages.pofile import read_po

    path = CATALOGUES / f"{code}.po"
    # The head alone says how many forms there are, in a new catalogue as in one that is there.
    kept = read_po(io.BytesIO(path.read_bytes() if path.exists() else _head(LANGUAGES[code]).encode()))
    kept.update(template, no_fuzzy_matching=True, update_creation_date=False)
    return kept


def is_said(words: str | Sequence[str] | None) -> bool:
    """Say whether a language has a sentence, in each of its forms."""
    return all(words) if isinstance(words, list | tuple) else bool(words)


def _in_python() -> Iterator[Said]:
    for path in sorted((ROOT / "assetmap").rglob("*.py"), key=lambda x: x.relative_to(ROOT).as_posix()):
        source = path.read_text(encoding="utf-8")
        if "assetmap.wording" in source:
            yield from said_in(source, path.relative_to(ROOT).as_posix())


def said_in(source: str, path: str) -> list[Said]:
    """Find the words said in a Python file, in their order."""
    tree = ast.parse(source)
    nodes = list(ast.walk(tree))
    if any(isinstance(x, ast.alias) and x.asname == "_" for x in nodes):
        inside = {y for x in nodes if isinstance(x, ast.comprehension) for y in ast.walk(x.target)}
        for node in nodes:
            if not isinstance(node, ast.Name) or node in inside:  # a comprehension keeps its names to itself
                continue
            if node.id == "_" and isinstance(node.ctx, ast.Store):
                raise LanguageError(f"[{path}, line {node.lineno}] `_` says sentences here: give this another name.")
    calls = sorted((x for x in nodes if isinstance(x, ast.Call)), key=lambda x: (x.lineno, x.col_offset))
    found = [said for call in calls if (said := _said(call, path)) is not None]
    tables = [(x.lineno, x.end_lineno or x.lineno) for x in tree.body if isinstance(x, ast.Assign | ast.AnnAssign)]
    notes = _notes(source.splitlines(), [x.line for x in found], tables)
    return [Said(**{**vars(x), "note": notes.get(x.line, "")}) for x in found]


def _said(call: ast.Call, path: str) -> Said | None:
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    if name not in _SAYING:
        return None
    contexts, count = _SAYING[name]
    given = call.args[: contexts + count]
    texts = [x.value for x in given if isinstance(x, ast.Constant) and isinstance(x.value, str)]
    if len(texts) == contexts + count:
        return Said(words=tuple(texts[contexts:]), context="".join(texts[:contexts]), path=path, line=call.lineno)
    # A word from a table was marked with N_ where it stands. What is put together here nobody could translate.
    if any(isinstance(x, ast.JoinedStr | ast.BinOp) for x in given):
        raise LanguageError(f"[{path}, line {call.lineno}] a sentence is said whole: write {{names}} in it instead.")
    return None


def _notes(lines: Sequence[str], said_on: Sequence[int], tables: Sequence[tuple[int, int]]) -> dict[int, str]:
    notes: dict[int, str] = {}
    for number, text in enumerate(lines, start=1):
        match = _NOTE.search(text)
        if match is None:
            continue
        words, last = [match[1].strip()], number
        if text.lstrip().startswith("#"):
            while last < len(lines) and lines[last].lstrip().startswith("#") and not _NOTE.search(lines[last]):
                words.append(lines[last].strip().lstrip("# "))
                last += 1
        first = next((x for x in sorted(said_on) if number <= x <= last + _NOTE_REACH), None)
        end = next((end for begin, end in tables if begin == last + 1), first)
        notes |= {x: " ".join(words) for x in said_on if first is not None and first <= x <= (end or first)}
    return notes


def _in_vocabulary() -> Iterator[Said]:
    """Find what people choose from: the contexts are those of `Vocabulary.said` and its sisters."""
    folder = ROOT / "data" / "vocabulary"
    for name in ("answers", "kinds", "needs"):
        path, line = f"data/vocabulary/{name}.toml", 0
        tables = tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))
        if name == "answers":
            rows = [(row["label"], answer) for row in tables.values() for answer in row["answers"]]
        elif name == "kinds":
            rows = [("a family of kinds", row["label"]) for row in tables["groups"].values()]
            rows += [("a kind", row["label"]) for row in tables["kinds"].values()]
            rows += [("many of a kind", row["plural"]) for row in tables["kinds"].values()]
        else:
            rows = [("a need", row["label"]) for row in tables["needs"].values()]
        yield from (Said(words=(words,), context=context, path=path, line=line) for context, words in rows)


def _head(language: Language | None) -> str:
    """Write a catalogue's head; it names no day and nobody, so that it changes only when the catalogue does."""
    if language is None:
        said, code, plurals = ["The words of assetmap, gathered from its source by `make words`."], "", ""
    else:
        by = f"Checked by {language.checked_by}." if language.checked_by else "Not yet checked by a native reader."
        said = [f"The words of assetmap in {language.english} ({language.name}).", by]
        forms = examples(language.code)
        said += [f"msgstr[{i}] is for the numbers {numbers}" for i, numbers in enumerate(forms)]
        code, plurals = language.code, f'"Plural-Forms: {PLURALS[language.code]}\\n"\n'
    return (
        "".join(f"# {x}\n" for x in said) + 'msgid ""\nmsgstr ""\n"Project-Id-Version: assetmap\\n"\n'
        f'"Language: {code}\\n"\n"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Content-Transfer-Encoding: 8bit\\n"\n{plurals}\n'
    )


def _write(path: Path, head: str, catalog: Catalog) -> None:
    from babel.messages.pofile import write_po

    body = io.BytesIO()
    write_po(body, catalog, width=0, omit_header=True, include_lineno=False)
    made = (head + body.getvalue().decode().strip()).rstrip() + "\n"
    if path.exists() and path.read_text(encoding="utf-8") == made:
        return
    beside = path.with_name(f".new-{os.getpid()}-{path.name}")
    beside.write_text(made, encoding="utf-8")
    beside.replace(path)


def main(codes: Sequence[str]) -> None:
    """Renew the catalogues and say how far each language is."""
    for code, (done, total) in renew(codes).items():
        sys.stdout.write(f"{code}  {done} of {total}  {LANGUAGES[code].english}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
