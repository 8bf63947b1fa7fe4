"""
Strangers' pictures, decoded: their size is told before a point of them is, turns are obeyed, and nothing else of what
a picture says of itself is kept.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    import numpy.typing as npt

    Pixels = npt.NDArray[np.uint8]

MOST_POINTS = 80_000_000
"""Of a picture; a telephone's largest has 50 to 64 million, and a sheet needs 2."""
_MOST_JPEG_POINTS = 250_000_000
"""Of a JPEG, which is decoded at half, a quarter or an eighth of its size."""
WORKED_POINTS = 16_000_000
"""What is looked at: larger pictures are halved first."""
MOST_PAGES = 20
_MOST_PAGE_MM = 1_300.0
_SCAN_DPI = 200
_MM_A_POINT = 25.4 / 72

FORMS = ("jpeg", "png", "tiff", "webp", "heic", "pdf")
_STARTS = {
    "jpeg": (b"\xff\xd8\xff",), "png": (b"\x89PNG\r\n\x1a\n",),
    "tiff": (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+"),
}  # fmt: skip
_ON_ITS_SIDE = (5, 6, 7, 8)
_HEIC = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")


class UnreadableError(Exception):
    """A picture that cannot be decoded; `key` is one of `saying.CAUSES`."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def form_of(content: bytes) -> str:
    """Say what a picture is by its first bytes: one of `FORMS`, or "" for anything else."""
    head = content[:1024]
    for form, starts in _STARTS.items():
        if head.startswith(starts):
            return form
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp" and any(x in head[8:64] for x in _HEIC):
        return "heic"
    if b"%PDF-" in head:
        return "pdf"
    return ""


def load(form: str) -> None:
    """Load what decodes a form; nothing can be loaded once the walls stand."""
    from PIL import Image

    if form == "pdf":
        import pypdfium2  # type: ignore[import-untyped]  # noqa: F401
    elif form == "heic":
        import pi_heif

        pi_heif.register_heif_opener()
    elif form == "jpeg":
        from PIL import JpegImagePlugin, MpoImagePlugin  # noqa: F401
    elif form == "tiff":
        from PIL import TiffImagePlugin  # noqa: F401
    elif form == "webp":
        from PIL import WebPImagePlugin  # noqa: F401
    else:
        from PIL import PngImagePlugin  # noqa: F401
    Image.MAX_IMAGE_PIXELS = None  # sizes are looked at here, with a sentence


def pages(content: bytes) -> Iterator[Pixels]:
    """
    Decode a picture, or the pages of a PDF or TIFF one after the other.

    Yields
    ------
    page
        Height × width × 3, red, green, blue, upright.

    Raises
    ------
    UnreadableError
        It cannot be decoded; says why.
    """
    if not content:
        raise UnreadableError("empty")
    form = form_of(content)
    if not form:
        raise UnreadableError("not_a_picture")
    yield from _scans(content) if form == "pdf" else _frames(content, form)


def _names(form: str) -> list[str]:
    return {"jpeg": ["JPEG", "MPO"], "heic": ["HEIF"]}.get(form, [form.upper()])


def size_of(content: bytes) -> tuple[int, int] | None:
    """Say how wide and high a picture is as it was taken, upright; None where that is not told or it is a PDF."""
    from PIL import Image

    form = form_of(content)
    if form in {"", "pdf"}:
        return None
    load(form)
    try:
        with Image.open(io.BytesIO(content), formats=_names(form)) as picture:
            wide, high = picture.size
            return (high, wide) if picture.getexif().get(0x0112, 1) in _ON_ITS_SIDE else (wide, high)
    except Exception:  # noqa: BLE001  # decoders raise whatever they like at what is broken
        return None


def _frames(content: bytes, form: str) -> Iterator[Pixels]:
    from PIL import Image

    load(form)
    try:
        with Image.open(io.BytesIO(content), formats=_names(form)) as picture:
            count = getattr(picture, "n_frames", 1) if form == "tiff" else 1
            if count > MOST_PAGES:
                raise UnreadableError("too_many_pages")  # noqa: TRY301  # passed on below
            for number in range(count):
                if number:
                    picture.seek(number)
                yield _upright(picture)
    except (UnreadableError, MemoryError):
        raise
    except Exception:  # noqa: BLE001  # decoders raise whatever they like at what is broken
        raise UnreadableError("damaged") from None


def _upright(picture: Any) -> Pixels:
    """Decode one frame, turned as it says; a larger one at half, a quarter or an eighth of its size."""
    import numpy as np
    from PIL import Image, ImageOps

    width, height = picture.size
    points = width * height
    if points > (_MOST_JPEG_POINTS if picture.format in {"JPEG", "MPO"} else MOST_POINTS) or min(width, height) < 1:
        raise UnreadableError("too_large")
    if picture.format in {"JPEG", "MPO"} and points > WORKED_POINTS:
        part = next((x for x in (2, 4, 8) if points <= WORKED_POINTS * x * x), 8)
        picture.draft("RGB", (max(1, width // part), max(1, height // part)))
    if picture.mode.startswith(("I", "F")):
        values = np.asarray(picture, dtype=np.float64)
        top = 65535.0 if values.max(initial=0.0) > 255 else 255.0
        picture = Image.fromarray(np.clip(values * (255.0 / top), 0, 255).astype(np.uint8))
    upright = ImageOps.exif_transpose(picture)
    if upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info:
        upright = upright.convert("RGBA")
        white = Image.new("RGBA", upright.size, (255, 255, 255, 255))
        upright = Image.alpha_composite(white, upright)
    if upright.mode != "RGB":
        upright = upright.convert("RGB")
    if upright.width * upright.height > WORKED_POINTS:
        share = (WORKED_POINTS / (upright.width * upright.height)) ** 0.5
        upright = upright.resize((round(upright.width * share), round(upright.height * share)), Image.Resampling.BOX)
    return np.asarray(upright)


def _scans(content: bytes) -> Iterator[Pixels]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise UnreadableError("locked" if "password" in str(error).lower() else "damaged") from None
    if not len(document):
        raise UnreadableError("damaged")
    if len(document) > MOST_PAGES:
        raise UnreadableError("too_many_pages")
    for number in range(len(document)):
        try:
            page = document[number]
            width, height = page.get_size()
            longest = max(width, height) * _MM_A_POINT
            if not 10.0 < longest < 20 * _MOST_PAGE_MM:
                raise UnreadableError("damaged")
            scale = _SCAN_DPI / 72 * min(1.0, (WORKED_POINTS / (width * height * (_SCAN_DPI / 72) ** 2)) ** 0.5)
            bitmap = page.render(scale=scale, rev_byteorder=True, may_draw_forms=False)
            found = bitmap.to_numpy()[:, :, :3].copy()
            bitmap.close()
            page.close()
        except pypdfium2.PdfiumError:
            raise UnreadableError("damaged") from None
        yield found
