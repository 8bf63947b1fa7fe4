"""Every output that shows something of OpenStreetMap names it, and none that does not."""

import gzip
import io
import shutil
import zipfile

import pytest

from assetmap.exchange.outward import ENDINGS
from assetmap.importing import import_bytes
from assetmap.place import open_place
from tests.cli.conftest import made_once, shell, town  # noqa: F401  fixtures of the shell

NAMED = "OpenStreetMap contributors"
LIBRARY = (
    '<osm version="0.6"><node id="5" version="2" lon="-3.211" lat="50.493"><tag k="amenity" v="library"/>'
    '<tag k="name" v="Harbour Library"/><tag k="phone" v="01632 960999"/>'
    '<tag k="opening_hours" v="Mo-Fr 09:00-17:00"/></node></osm>'
)


@pytest.fixture(scope="module")
def mapped(made_once, tmp_path_factory):  # noqa: F811
    """The invented town, with a library of OpenStreetMap's."""
    home = tmp_path_factory.mktemp("mapped") / "town"
    shutil.copytree(made_once, home)
    place = open_place(home)
    report = import_bytes(place, LIBRARY.encode(), "town.osm", publish=True, by="steward: Jo")
    place.close()
    assert report.added == 1
    return home


def text_of(path):
    """Whatever a file says, unpacked and taken out of its pages."""
    content = path.read_bytes()
    if content.startswith(b"%PDF"):
        from pypdf import PdfReader

        return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return " ".join(archive.read(x).decode("utf-8", "replace") for x in archive.namelist())
    if content.startswith(b"\x1f\x8b"):
        content = gzip.decompress(content)
    return content.decode("utf-8", "replace").replace("\r\n ", "")


PRINTS = {
    "referral": ("print", "referral", "--near", "50.493,-3.211", "--limit", "30"),
    "referral, easy": ("print", "referral", "--near", "50.493,-3.211", "--limit", "30", "--format", "easy"),
    "referral, in touch": ("print", "referral", "--near", "50.493,-3.211", "--limit", "30", "--page", "touch"),
    "gaps": ("print", "gaps", "--kind", "indoor place"),
}


def test_the_maps_of_a_workshop_name_it_where_they_show_what_is_its(shell, mapped, tmp_path):  # noqa: F811
    home, out = tmp_path / "home", tmp_path / "papers.pdf"
    shutil.copytree(mapped, home)
    assert shell("workshop", "new", "--name", "Tea", "--home", home).status == 0
    asked = ("print", "workshop", "--home", home, "--near", "50.493,-3.211", "--lines", "0", "--out", out, "--force")
    assert shell(*asked, "--with-assets").status == 0
    assert NAMED in text_of(out)
    assert shell(*asked).status == 0
    assert NAMED not in text_of(out)


@pytest.mark.parametrize(
    ("what", "ending"),
    [
        ("referral", "html"), ("referral, easy", "html"), ("referral, in touch", "html"),
        pytest.param("referral", "pdf", marks=pytest.mark.slow),
        pytest.param("referral, easy", "pdf", marks=pytest.mark.slow),
        pytest.param("gaps", "pdf", marks=pytest.mark.slow),
    ],
)  # fmt: skip
def test_every_page_that_is_printed(shell, mapped, tmp_path, what, ending):  # noqa: F811
    out = tmp_path / f"page.{ending}"
    said = shell(*PRINTS[what], "--home", mapped, "--out", out)
    assert said.status == 0, said.err
    assert NAMED in text_of(out)


def test_the_list_to_ring_round_names_it(shell, mapped, tmp_path):  # noqa: F811
    out = tmp_path / "calls.html"
    assert shell("print", "calls", "--home", mapped, "--out", out).status == 0
    assert ("Harbour Library" in text_of(out)) == (NAMED in text_of(out))


def test_a_page_without_a_map_names_it(shell, mapped, tmp_path):  # noqa: F811
    home = tmp_path / "bare"
    shutil.copytree(mapped, home)
    place = open_place(mapped)
    [library] = [x.asset.short for x in place.store.read() if x.asset.name == "Harbour Library"]
    place.close()
    for layer in ("streets", "green", "water"):
        (home / f"layers/{layer}.parquet").unlink(missing_ok=True)
    out = tmp_path / "page.html"
    assert shell("print", "referral", "--assets", library, "--home", home, "--out", out).status == 0
    assert NAMED in text_of(out)


@pytest.mark.parametrize("ending", [*ENDINGS, ".html"])
def test_every_file_with_its_terms(shell, mapped, tmp_path, ending):  # noqa: F811
    out = tmp_path / f"map{ending}"
    said = shell("export", out, "--home", mapped)
    assert said.status == 0, said.err
    text = text_of(out).replace("\\u00a9", "©")
    if ending == ".csv":  # a table has no place for it but its rows
        assert "openstreetmap" in text
        assert "ODbL 1.0" in text
        return
    assert NAMED in text
    if ending != ".html":
        assert "Open Database License" in text


@pytest.mark.parametrize(
    "command",
    [("find", "--near", "50.493,-3.211", "--limit", "30"), ("gaps", "--kind", "indoor place"), ("reach",)],
    ids=lambda x: x[0],
)
def test_every_answer_in_json(shell, mapped, command):  # noqa: F811
    sources = shell(*command, "--home", mapped, "--json").json["sources"]
    [ours] = [x for x in sources if x.get("title") == "OpenStreetMap"]
    assert NAMED in ours["attribution"]
    assert "ODbL" in ours["licence"]


def test_the_map_on_the_screen(mapped, monkeypatch):
    from assetmap.screens import session

    monkeypatch.setenv("ASSETMAP_HOME", str(mapped))
    assert NAMED in session.view(session.opened()).attribution


def test_nothing_names_it_where_nothing_of_it_is_shown(shell, town, tmp_path):  # noqa: F811
    for ending in (".geojson", ".json", ".html", ".kml"):
        out = tmp_path / f"map{ending}"
        shell("export", out, "--home", town)
        assert "OpenStreetMap" not in text_of(out)
    out = tmp_path / "page.html"
    shell(*PRINTS["referral"], "--home", town, "--out", out)
    assert "OpenStreetMap" not in text_of(out)
    assert shell("find", "--near", "50.493,-3.211", "--home", town, "--json").json["sources"] == []


def test_a_draft_of_it_is_not_shown_and_names_nothing(shell, town, tmp_path):  # noqa: F811
    file = tmp_path / "town.osm"
    file.write_text(LIBRARY)
    shell("import", file, "--home", town)
    out = tmp_path / "map.geojson"
    shell("export", out, "--home", town)
    assert "OpenStreetMap" not in out.read_text()
