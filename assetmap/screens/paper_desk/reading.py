"""Photographs of sheets: dropped, read one by one behind walls, and what came of each."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from assetmap.errors import AssetMapError, sentence
from assetmap.screens import saying, session
from assetmap.screens.paper_desk.corners import corners, jpeg_address, pointed
from assetmap.screens.paper_desk.desk import Photo
from assetmap.webmap.safe import html_text
from assetmap.wording import gettext as _
from assetmap.wording import ngettext, number_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.delta_generator import DeltaGenerator

    from assetmap.paper.reading import SheetRead
    from assetmap.place import Place
    from assetmap.screens.paper_desk.corners import Spots
    from assetmap.screens.paper_desk.desk import Desk
    from assetmap.store.sessions import Session

FORMS = ("jpg", "jpeg", "heic", "heif", "png", "tif", "tiff", "webp", "pdf")
MOST = 40
"""Photographs that one window holds at once."""


def photos(place: Place, on: Session, desk: Desk) -> None:
    """Draw where photographs are dropped, read what is new, and say what came of each."""
    saying.words(
        _(
            "Photograph each sheet from straight above, the whole of it, with nothing on its corners. A phone's photos "
            "and scans do, also several at once; the sheets of numbered lines, too."
        ),
        _(
            "The photos themselves are not kept, nor where and when they were taken. Only a small cut-out of each dot "
            "stays, until it is decided."
        ),
    )
    dropped = st.file_uploader(
        _("Drop the photos here"), type=list(FORMS), accept_multiple_files=True, key=f"paper_drop_{desk.drop}"
    )
    if dropped:
        desk.hush()
        if fresh := _fresh(desk, [(x.name, x.getvalue()) for x in dropped]):
            _read_all(place, on, desk, fresh)
        desk.drop += 1  # the field is emptied: the window lets go of the photographs
        desk.turn += 1
        st.rerun()
    for photo in sorted(desk.photos.values(), key=lambda x: x.is_done):  # what is still to be put right, first
        _one(place, on, desk, photo)


def _fresh(desk: Desk, dropped: list[tuple[str, bytes]]) -> list[Photo]:
    found: dict[str, Photo] = {}
    for name, content in dropped[:MOST]:
        mark = hashlib.sha256(content).hexdigest()
        there = desk.photos.get(mark)
        if there is not None and there.is_done:
            desk.said = _("{name} was read before: nothing was added.", name=name)
        else:
            found[mark] = Photo(mark=mark, name=name, content=content)
    return list(found.values())


def _read_all(place: Place, on: Session, desk: Desk, fresh: list[Photo]) -> None:
    """Read photographs one after the other, with how far it is and a button that ends it."""
    waiting = st.empty()
    with waiting.container():
        bar = st.progress(0.0, text=_("Reading the photos"))
        # A press begins the page anew: what was being read is ended at once.
        st.button(_("Stop"), key="paper_stop", on_click=_stop, args=(desk,))
        for at, photo in enumerate(fresh):
            text = _("Reading photo {n} of {all}", n=number_text(at + 1), all=number_text(len(fresh)))
            bar.progress(at / len(fresh), text=text)
            _read(photo, spots=None, step=partial(_drawn, bar, text, at, len(fresh)))
            desk.photos[photo.mark] = photo
    waiting.empty()
    _draft(place, on, desk, fresh)


def _drawn(bar: DeltaGenerator, text: str, at: int, all_: int, share: float) -> None:
    bar.progress(min((at + min(max(share, 0.0), 1.0)) / all_, 1.0), text=text)


def _stop(desk: Desk) -> None:
    desk.drop += 1  # else they would be read again at once
    desk.hush()
    desk.said = _("Stopped. Photos that were read before stand below.")


def _read(photo: Photo, *, spots: Spots | None, step: Callable[[float], None]) -> None:
    from assetmap.exchange.untrusted import read_photo

    if photo.content is None:
        return
    try:
        # What its code says was read the first time round, where it could be.
        expected = photo.reads[0].text if spots and photo.reads else ""
        photo.reads = read_photo(
            photo.content, photo.name, corners=spots, expected=expected, progress=lambda _what, share: step(share)
        )  # fmt: skip
        photo.trouble = ""
    except AssetMapError as error:
        photo.reads, photo.trouble = [], sentence(error)
    if not photo.may_be_pointed_at:
        photo.content = None


def _draft(place: Place, on: Session, desk: Desk, read: list[Photo]) -> None:
    """Make drafts of what was read; the lines of companion sheets are kept beside, by their numbers."""
    from assetmap import workshop

    # Lines first: a numbered dot then knows what is ticked on its line.
    lines = [sheet for photo in desk.photos.values() for sheet in photo.reads if sheet.placed and sheet.lines]
    for photo in read:
        placed = [x for x in photo.reads if x.placed]
        if not placed:
            continue
        try:
            made = workshop.drafts_from(place, on, [*placed, *(x for x in lines if x not in placed)], by=session.by())
        except AssetMapError as error:
            photo.trouble = sentence(error)
            continue
        photo.new, photo.again = len(made.drafts), made.again
        photo.elsewhere = "" if made.drafts or made.again else " ".join(f"{x.why} {x.mend}" for x in made.refused[:1])
        if not photo.elsewhere:
            found = ((line, x.code) for x in placed for line in x.lines)
            desk.lines |= {line.number: (line, code.boxes) for line, code in found if code is not None}


def _one(place: Place, on: Session, desk: Desk, photo: Photo) -> None:
    short = photo.mark[:12]
    kind = "done" if photo.is_done else "photo"
    with st.container(key=f"{kind}_{short}", border=True, horizontal=photo.is_done, vertical_alignment="center"):
        st.html(_told(photo))
        if photo.pointing and photo.reads:
            _point(place, on, desk, photo)
        with st.container(horizontal=True, gap="small", key=f"photo_do_{short}", width="content"):
            if photo.may_be_pointed_at and not photo.pointing:
                st.button(_("Point at the corners by hand"), key=f"photo_point_{short}", on_click=_begin, args=(photo,))
            st.button(_("Put this photo away"), key=f"photo_away_{short}", on_click=_away, args=(desk, photo))


def _told(photo: Photo) -> str:
    """Write what came of a photograph, beside its small picture."""
    if photo.is_done:
        return _told_shortly(photo)
    rows = [f"<p>{html_text(x)}</p>" for x in (photo.trouble, photo.elsewhere) if x]
    pictures = []
    for sheet in photo.reads:
        if sheet.preview:
            pictures.append(f'<img alt="" src="{jpeg_address(sheet.preview)}">')
        rows += [f"<p>{html_text(x)}</p>" for x in _sheet(sheet)]
    return (
        f'<div class="photo"><div class="pictures">{"".join(pictures[:4])}</div>'
        f'<div><h3 dir="auto">{html_text(photo.name)}</h3>{"".join(rows)}</div></div>'
    )


def _told_shortly(photo: Photo) -> str:
    said = " ".join(x for sheet in photo.reads for x in _sheet(sheet))
    pictures = "".join(f'<img alt="" src="{jpeg_address(x.preview)}">' for x in photo.reads[:4] if x.preview)
    return (
        f'<div class="read"><div class="pictures">{pictures}</div><p><b dir="auto">{html_text(photo.name)}</b> '
        f"{html_text(said)} <b>{html_text(_made(photo))}</b></p></div>"
    )


def _sheet(sheet: SheetRead) -> list[str]:
    if sheet.refused is not None:
        return [sheet.refused.why, sheet.refused.mend]
    said = []
    if sheet.code is not None:
        number, all_ = number_text(sheet.code.sheet), number_text(sheet.code.sheets)
        if sheet.code.kind == "lines":
            many = len(sheet.lines)
            said.append(ngettext("A sheet of {n} numbered line.", "A sheet of {n} numbered lines.", many))
        else:
            said.append(_("Map sheet {n} of {all}.", n=number, all=all_))
            many = len(sheet.dots)
            said.append(ngettext("{n} dot found.", "{n} dots found.", many, n=number_text(many)) if many
                        else _("No dot on it was found."))  # fmt: skip
    if sheet.error_mm is not None:
        said.append(_("Placed to within {n} mm on the paper.", n=number_text(round(sheet.error_mm, 1))))
    return [*said, *sheet.warnings]


def _made(photo: Photo) -> str:
    if not photo.new and not photo.again:
        return _("Ready: what is written on it stands beside each dot.")
    if not photo.new:
        return _("This was read before: nothing was added.")
    made = ngettext("{n} draft to type.", "{n} drafts to type.", photo.new, n=number_text(photo.new))
    if photo.again:
        again = ngettext(
            "{n} dot had been read before, and was not added again.",
            "{n} dots had been read before, and were not added again.", photo.again, n=number_text(photo.again),
        )  # fmt: skip
        return f"{made} {again}"
    return made


def _begin(photo: Photo) -> None:
    photo.pointing = True


def _away(desk: Desk, photo: Photo) -> None:
    desk.photos.pop(photo.mark, None)


def _point(place: Place, on: Session, desk: Desk, photo: Photo) -> None:
    key = f"corners_{photo.mark[:12]}_{photo.turn}"
    corners(photo.reads[0].preview, key=key, turn=key, on_pointed=lambda: _pointed(desk, photo, key))
    spots = st.session_state.pop(f"{key}_spots", None)
    if spots is None:
        return
    waiting = st.empty()
    bar = waiting.progress(0.0, text=_("Reading it with these corners"))
    _read(photo, spots=spots, step=partial(_drawn, bar, _("Reading it with these corners"), 0, 1))
    waiting.empty()
    photo.turn += 1
    photo.pointing = photo.may_be_pointed_at
    _draft(place, on, desk, [photo])
    st.rerun()


def _pointed(desk: Desk, photo: Photo, key: str) -> None:
    spots = pointed(key)
    if spots is not None and photo.mark in desk.photos:
        st.session_state[f"{key}_spots"] = spots
