"""
XML, element by element as it streams past: a document type, an entity or anything to be fetched is refused.

The one place where expat is set up. Names are given without their prefix, whatever namespace they are said to have:
files in the wild leave prefixes undeclared, and spell namespaces as they like.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn
from xml.etree.ElementTree import Element  # nosec  only as a holder of what expat gives; its parser is not used
from xml.parsers import expat

from assetmap.errors import ExchangeError
from assetmap.exchange.untrusted.telling import progress

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_PIECE = 1 << 16
_DEEPEST = 120
_MOST_ELEMENTS = 2_000_000
"""In one wanted element: a track of a million points has two for each."""


def elements(content: bytes, name: str, *, wanted: Collection[str], titled: Collection[str] = ()) -> Iterator[Found]:
    """
    Give every wanted element with all that is in it, one after the other; the rest of the file is not kept.

    Parameters
    ----------
    wanted
        Names of elements, without prefixes. One inside another is given as a part of that.
    titled
        Names of elements around them whose own `name` (an attribute, or an element in it) is of interest.

    Raises
    ------
    ExchangeError
        It is not whole XML, declares a document type or entities, or is nested too deeply.
    """
    parser = _Parser(content, name, frozenset(wanted), frozenset(titled))
    for at in range(0, max(len(parser.content), 1), _PIECE):
        progress(at / max(len(parser.content), 1))
        yield from parser.feed(parser.content[at : at + _PIECE], is_last=at + _PIECE >= len(parser.content))


class Found:
    """An element; `inside` are the names of the titled elements around it, outermost first."""

    __slots__ = ("element", "inside")

    def __init__(self, element: Element, inside: tuple[str, ...]) -> None:
        self.element, self.inside = element, inside


class _Parser:
    def __init__(self, content: bytes, name: str, wanted: frozenset[str], titled: frozenset[str]) -> None:
        self.name, self.wanted, self.titled = name, wanted, titled
        self.content, encoding = _in_letters(content)
        self._around: list[list[str]] = []  # outside what is wanted: tag and, of a titled one, its name
        self._open: list[Element] = []
        self._texts: list[str] = []
        self._found: list[Found] = []
        self._count = 0
        self._expat = expat.ParserCreate(encoding)
        self._expat.buffer_text = True
        self._expat.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self._expat.StartElementHandler = self._start
        self._expat.EndElementHandler = self._end
        self._expat.CharacterDataHandler = self._texts.append
        for handler in ("StartDoctypeDecl", "EntityDecl", "ExternalEntityRef", "UnparsedEntityDecl", "SkippedEntity"):
            setattr(self._expat, f"{handler}Handler", self._refuse)

    def feed(self, piece: bytes, *, is_last: bool) -> list[Found]:
        try:
            self._expat.Parse(piece, is_last)
        except expat.ExpatError as error:
            said = expat.errors.messages.get(error.code, "not well-formed")
            raise ExchangeError(
                f"{self.name} is not whole XML: line {error.lineno}, column {error.offset + 1}: {said}. "
                "Export it again."
            ) from None
        except ExchangeError:
            raise
        except (ValueError, LookupError):  # an encoding that nobody knows, or one of several bytes a letter
            raise ExchangeError(f"{self.name} says it is in letters that cannot be read: save it as UTF-8.") from None
        found, self._found = self._found, []
        return found

    def _refuse(self, *_: object) -> NoReturn:
        raise ExchangeError(
            f"{self.name} declares a document type (DOCTYPE), by which XML reads other files: save it again without."
        )

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if len(self._open) + len(self._around) > _DEEPEST:
            raise ExchangeError(f"{self.name} is nested too deeply to be a list of places.")
        if self._open:
            self._count += 1
            if self._count > _MOST_ELEMENTS:
                raise ExchangeError(f"{self.name} has one place with more parts than any has: export it again.")
            self._settle()
            element = Element(tag, {key.rpartition(":")[2]: value for key, value in attributes.items()})
            self._open[-1].append(element)
            self._open.append(element)
        elif tag in self.wanted:
            self._count = 0
            self._texts.clear()
            self._open.append(Element(tag, {key.rpartition(":")[2]: value for key, value in attributes.items()}))
        else:
            self._texts.clear()
            named = next((attributes[x] for x in attributes if x.rpartition(":")[2] == "name"), "")
            self._around.append([tag, named if tag in self.titled else ""])

    def _end(self, _tag: str) -> None:
        if self._open:
            self._settle()
            element = self._open.pop()
            if not self._open:
                inside = tuple(title for tag, title in self._around if title and tag in self.titled)
                self._found.append(Found(element, inside))
            return
        tag, _ = self._around.pop()
        if tag == "name" and self._around and self._around[-1][0] in self.titled:
            self._around[-1][1] = re.sub(r"\s+", " ", "".join(self._texts)).strip()[:200]
        self._texts.clear()

    def _settle(self) -> None:
        """Give the text read so far to where it stands."""
        if not self._texts:
            return
        text = "".join(self._texts)
        self._texts.clear()
        element = self._open[-1]
        if len(element):
            last = element[-1]
            last.tail = (last.tail or "") + text
        else:
            element.text = (element.text or "") + text


def _in_letters(content: bytes) -> tuple[bytes, str | None]:
    """Mend what says it is UTF-8, or says nothing, and is Windows-1252."""
    head = content[:200]
    said = re.search(rb"""encoding\s*=\s*["']([\w.-]+)""", head)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in head[:4] or (said and said[1].upper() != b"UTF-8"):
        return content, None
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace").encode(), "utf-8"
    return content, None


def text_of(element: Element | None) -> str:
    """Give the text in an element and in all that it holds."""
    return "" if element is None else "".join(element.itertext()).strip()
