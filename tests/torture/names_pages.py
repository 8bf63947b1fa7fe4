"""The same names on pages, in answers of the shell, on cards and on the screens."""

from __future__ import annotations

import io
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from assetmap.contributions import submit_many
from assetmap.demo import make_demo
from assetmap.disclosure import SHOWN, disclosed
from assetmap.place import open_place
from assetmap.printing.entries import Entry
from assetmap.printing.referral_sheet import referral_page
from assetmap.printing.short_text import short_text
from assetmap.webmap import web_page
from tests.torture.names import ON, acts, did_sums, hostile, said_by_shell, tags_of, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from assetmap.assets import Asset
    from assetmap.place import Place
    from tests.torture.names import Tried

_ON_A_PAGE = 6
"""So many stand on one printed page: each takes half a sheet."""
_LINKS = {("a", ("href", "rel")), ("a", ("href",)), ("a", ("href", "rel", "target"))}
_PLAIN = 10**6
_IN_A_PDF = ("/JavaScript", "/JS", "/Launch", "/SubmitForm", "/ImportData", "/EmbeddedFile", "/RichMedia")


def pages(chosen: Mapping[str, str], folder: Path, tried: Tried) -> None:
    """Make the saved page, cards, printed pages and what is copied, and ask the shell."""
    home = make_demo(folder / "town")
    place = open_place(home)
    try:
        middle = place.layer("areas").geometry.iloc[0].representative_point()
        assets = [
            hostile(x, number=at, where=middle, needs=("meeting people",), said_in={})
            for at, x in enumerate(chosen.values(), start=1)
        ]
        named = dict(zip(chosen, assets, strict=True))
        _saved_page(named, place, tried)
        for what, asset in named.items():
            _card(what, asset, tried)
            _copied(what, asset, place, tried)
        for at in range(0, len(assets), _ON_A_PAGE):
            _printed(dict(list(named.items())[at : at + _ON_A_PAGE]), place, tried)
        _kept(place, [*assets, hostile("x", number=_PLAIN, where=middle, said_in={})])
        shown = disclosed(x.asset for x in place.store.read(statuses=SHOWN))
    finally:
        place.close()
    there = {x.id: x for x in shown}
    tried.must(all(x.id in there for x in assets), "not all of them are kept")
    _asked(home, f"{middle.y},{middle.x}", there, tried)


def _kept(place: Place, assets: Sequence[Asset]) -> None:
    submit_many(
        place.store, assets, by="steward", areas=place.layer("areas"), streets=place.layer("streets"), publish=True
    )  # fmt: skip


def _saved_page(named: Mapping[str, Asset], place: Place, tried: Tried) -> None:
    plain = web_page([hostile("x", where=x.where, said_in={}) for x in named.values()][:1], place=place, on=ON)
    for what, asset in named.items():
        page = web_page([asset], place=place, on=ON)
        tried.outputs += 1
        tried.must(tags_of(page) <= tags_of(plain) | _LINKS, f"{what} on the saved page: another tag is in it")
        tried.must(_leads_somewhere_safe(page), f"{what} on the saved page: a link that runs")
        tried.must(page.count("<script") == plain.count("<script"), f"{what} on the saved page: a script more")
        tried.must(not did_sums(text_of(page)), f"{what} on the saved page: a sum was done")
        tried.must(_words(asset.name) in _words(text_of(page)), f"{what} on the saved page: its name is another")


def _leads_somewhere_safe(html: str) -> bool:
    """Say whether every link is to a page, a telephone, an email or a part of the page itself."""
    links = re.findall(r'<a\b[^>]*?href="([^"]*)"', html)
    return all(x.startswith(("http://", "https://", "tel:", "mailto:", "#")) for x in links)


def _words(text: str) -> str:
    """Give the letters of a text alone, without what is never shown, or where a line may break."""
    return re.sub("[\u200b\\s\x00-\x1f\x7f-\x9f\ufeff\ufffe\uffff\u202a-\u202e\u2066-\u2069]", "", text)


def _card(what: str, asset: Asset, tried: Tried) -> None:
    from assetmap.screens.cards import card

    drawn = [
        card(x, on=ON, own="en", every_language=True) for x in (asset, hostile("x", where=asset.where, said_in={}))
    ]
    tried.outputs += 1
    tried.must(tags_of(drawn[0]) <= tags_of(drawn[1]) | _LINKS, f"{what} on a card: another tag is in it")
    tried.must(_leads_somewhere_safe(drawn[0]), f"{what} on a card: a link that runs")
    tried.must(_words(asset.name) in _words(text_of(drawn[0])), f"{what} on a card: its name is another")


def _copied(what: str, asset: Asset, place: Place, tried: Tried) -> None:
    said = short_text([asset.changed(name=asset.name[:60])], settings=place.settings, on=ON).text
    tried.outputs += 1
    tried.must(not acts(said), f"{what} in the text to send: something in it acts")
    tried.must(not did_sums(said), f"{what} in the text to send: a sum was done")


def _printed(named: Mapping[str, Asset], place: Place, tried: Tried) -> None:
    import pikepdf
    import pypdf

    rows = [Entry(x, 100.0, None) for x in named.values()]
    page = referral_page(rows, origin=None, place=place, on=ON)
    content = page.pdf()
    tried.outputs += 2
    label = f"printed: {', '.join(named)}"
    with pikepdf.open(io.BytesIO(content)) as pdf:
        whole = b"\n".join(x.unparse() for x in pdf.objects if not isinstance(x, pikepdf.Stream))
        tried.must("/OpenAction" not in pdf.Root and "/AA" not in pdf.Root, f"{label}: it acts when it is opened")
    for key in _IN_A_PDF:
        tried.must(f"{key} ".encode() not in whole and f"{key}\n".encode() not in whole, f"{label}: {key}")
    text = "".join(x.extract_text() for x in pypdf.PdfReader(io.BytesIO(content)).pages)
    tried.must(not did_sums(text), f"{label}: a sum was done")
    tried.must("root:x:0" not in text, f"{label}: a file was read")
    for what, asset in named.items():
        if asset.name.isascii() and not acts(asset.name):
            tried.must(_words(asset.name) in _words(text), f"printed: {what}: its name is another")
    tags = {tag for tag, _ in tags_of(page.html())}
    tried.must(not tags & {"script", "img", "iframe", "object", "base", "form"}, f"{label}: its web page acts")


def _asked(home: Path, near: str, there: Mapping[str, Asset], tried: Tried) -> None:
    """Ask the shell about all of them; what it says for people is acted upon by no terminal."""
    asked = ["find", "--near", near, "--limit", "300", "--home", home]
    for words in (asked, [*asked, "--json"], ["history", "--home", home]):
        out, err = said_by_shell(words)
        tried.outputs += 1
        label = f"assetmap {words[0]}{' --json' if '--json' in words else ''}"
        tried.must(not acts(out + err), f"{label}: a terminal acts upon what it says")
        tried.must(not did_sums(out), f"{label}: a sum was done")
        tried.must("Traceback" not in err and "fault in the program" not in err, f"{label}: {err[-200:]}")
        if "--json" in words:
            found: dict[str, Any] = json.loads(out)
            names = {x["id"]: x["name"] for x in (*found["assets"], *found["elsewhere"])}
            for one, name in names.items():
                tried.texts += 1
                tried.must(name == there[one].name, f"{label}: a name is another")


def screens(chosen: Mapping[str, str], folder: Path, tried: Tried) -> None:
    """Open Explore on each of them, and the saved page in a browser, where there is one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ASSETMAP_HOME", str(folder / "town"))
        patch.setenv("XDG_DATA_HOME", str(folder / "data"))
        plain, _ = _explored(folder / "town", _PLAIN)
        for number, (what, payload) in enumerate(chosen.items(), start=1):
            tags, labels = _explored(folder / "town", number)
            tried.outputs += 1
            tried.must(tags <= plain | _LINKS, f"{what} on Explore: another tag is in it")
            if what in {"markdown link", "markdown image", "streamlit"}:
                tried.must(not any(payload in x for x in labels), f"{what} on Explore: a label is read as markdown")
    _in_a_browser(chosen, folder, tried)


def _explored(home: Path, number: int) -> tuple[set[tuple[str, tuple[str, ...]]], list[str]]:
    """Open Explore with one chosen: the tags of all HTML on it, and every text that is read as markdown."""
    from streamlit.testing.v1 import AppTest

    from assetmap.screens.doors import MAIN

    place = open_place(home)
    stored = place.store.get(f"{number:032x}")
    place.close()
    assert stored is not None
    run = AppTest.from_file(str(MAIN), default_timeout=120)
    run.session_state["chosen"] = stored.asset.short
    run.run()
    assert not run.exception, run.exception
    elements = [x for x in _below(run.main) if hasattr(x, "proto")]
    html = "".join(x.proto.body for x in elements if x.type == "html")
    assert stored.asset.short in html, "it is not the chosen one"
    return tags_of(html), [str(x.proto) for x in elements if x.type != "html"]


def _below(node: Any) -> Iterator[Any]:
    for child in getattr(node, "children", {}).values():
        yield child
        yield from _below(child)


def _in_a_browser(chosen: Mapping[str, str], folder: Path, tried: Tried) -> None:
    import shutil

    path = next((x for x in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if x), None)
    if path is None:
        return
    from playwright.sync_api import sync_playwright

    place = open_place(folder / "town")
    try:
        shown = disclosed(x.asset for x in place.store.read(statuses=SHOWN))
        html = web_page(shown, place=place, on=ON)
    finally:
        place.close()
    (folder / "map.html").write_text(html, encoding="utf-8")
    asked: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        window = browser.new_page(viewport={"width": 1280, "height": 800})
        window.on("request", lambda request: asked.append(request.url))
        window.on("dialog", lambda dialog: asked.append(f"dialog {dialog.message}"))
        window.route("http*://**", lambda route: route.abort())
        window.goto((folder / "map.html").as_uri())
        window.wait_for_selector("body[data-ready]")
        for item in window.locator("summary").all()[: len(chosen) + 20]:
            item.click()
        tried.outputs += 1
        tried.must(window.evaluate("window.ran") is None, "the saved page in a browser: something ran")
        browser.close()
    strange = [x for x in asked if not x.startswith(("data:", "file:", "blob:")) or "passwd" in x]
    tried.must(not strange, f"the saved page in a browser asked for {strange[:3]}")
