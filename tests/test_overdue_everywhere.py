"""Whether a check is overdue: every screen, page and file says the same, in the place's own day."""

from __future__ import annotations

import base64
import gzip
import io
import json
import re
import time
from datetime import date, datetime, timedelta
from urllib.parse import unquote

import geopandas as gpd
import pypdf
import pytest
import shapely

from assetmap.assets import Asset
from assetmap.cli import main
from assetmap.contributions.ringing import due
from assetmap.freshness import due_on, is_overdue, today
from assetmap.place import open_place
from assetmap.printing.call_sheet import call_sheet
from assetmap.printing.entries import Entry
from assetmap.printing.referral_sheet import referral_page
from assetmap.printing.short_text import short_text
from assetmap.referral import shortlist
from assetmap.screens.cards import card
from assetmap.screens.everybody import Everybody
from assetmap.screens.handover import Sought, found_for
from assetmap.screens.handover.ticks import row_sent
from assetmap.screens.livemap import View, sent
from assetmap.screens.tending.words import to_notice
from assetmap.store.base import Edit
from assetmap.store.geopackage import GeoPackageStore
from assetmap.vocabulary import vocabulary
from assetmap.webmap import features
from assetmap.webmap.listing import places

CLOCK = "M20 1.8V4L21.7 5"
"""What is drawn on a pin whose check is overdue."""
RING = "Ring before you go"
OWN_WEEKS = {"food_help": 3, "hill_or_view": 2}
WHERE = shapely.Point(-2.0, 51.0)
ZONES = ("Europe/London", "Pacific/Kiritimati", "Pacific/Pago_Pago")
"""The last two are a day apart at every moment: whatever UTC says, one of them has another date."""


@pytest.fixture(params=ZONES)
def zone(request, monkeypatch):
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


def the_assets(on: date) -> dict[str, tuple[Asset, bool]]:
    """Name → an asset, and whether it is overdue on the day: the day before its check is due, on it, and after."""
    found = {}

    def add(name: str, *, overdue: bool, **fields: object) -> None:
        given = {
            "kind": "group_or_club", "status": "published", "phone": "01632 960001", "how_checked": "phoned",
            "consent": "Yes", "consent_on": on,
        }  # fmt: skip
        found[name] = (Asset(name=name, where=WHERE, **(given | fields)), overdue)

    for key, kind in vocabulary().kinds.items():
        weeks = OWN_WEEKS.get(key, kind.review_weeks)
        for days, said in ((-1, "before"), (0, "on"), (1, "after")):
            checked = on - timedelta(weeks=weeks, days=days)
            add(f"{key} {said}", kind=key, checked_on=checked, overdue=days > 0)
    add("never", checked_on=None, overdue=True)
    for days, said in ((-1, "before"), (0, "on"), (1, "after")):
        until = on - timedelta(days=days)
        fresh = on - timedelta(days=9)
        add(f"paused {said}", status="paused", paused_until=until, checked_on=fresh, overdue=days >= 0)
    add("paused and asked since", status="paused", paused_until=on - timedelta(days=5), checked_on=on, overdue=False)
    add("paused for now", status="paused", checked_on=on - timedelta(days=9), overdue=False)
    return found


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "home"
    folder.mkdir()
    weeks = "\n".join(f"{key} = {weeks}" for key, weeks in OWN_WEEKS.items())
    (folder / "place.toml").write_text(f'name = "Here"\n\n[review_weeks]\n{weeks}\n', encoding="utf-8")
    (folder / "layers").mkdir()
    area = gpd.GeoDataFrame({"code": ["A"], "name": ["All of it"]}, geometry=[WHERE.buffer(0.02)], crs="EPSG:4326")
    area.to_parquet(folder / "layers" / "areas.parquet")
    with GeoPackageStore.open(folder / "assets.gpkg") as store:
        store.write([Edit(asset=asset) for asset, _ in the_assets(today()).values()], by="steward")
    return folder


def is_drawn(markup: str) -> bool:
    """Say whether a clock is drawn, in markup or in a picture within it."""
    pictures = [base64.b64decode(x).decode() for x in re.findall(r"base64,([\w+/=]+)", markup)]
    return CLOCK in unquote(markup) or any(CLOCK in x for x in pictures)


def drawn_on_map(said: dict) -> dict[str, bool]:
    return {row["name"]: CLOCK in said["symbols"][row["symbol"]] for row in said["assets"]}


def shell(capsys, *arguments: str) -> str:
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    said = capsys.readouterr()
    assert ended.value.code in (0, None), said.err
    return said.out


def what_each_says(place, capsys, tmp_path, *, on: date) -> dict[str, dict[str, bool]]:
    """Ask every place that says something about age: its name → asset's name → overdue."""
    assets = {row.asset.name: row.asset for row in place.store.read()}
    weeks, settings = place.settings.review_weeks, place.settings
    one = {"on": on, "review_weeks": weeks}
    now = datetime.now().astimezone()
    found = shortlist(tuple(assets.values()), None, limit=999, on=now, metric_crs="EPSG:27700", review_weeks=weeks)
    rows = {row.asset.name: row for row in (*found.near, *found.elsewhere)}
    refer = found_for(Sought(origin=None, words=""), tuple(assets.values()), place=place, limit=999)
    pages = {name: referral_page([Entry(x, None, None)], origin=None, place=place, on=on) for name, x in assets.items()}
    base = json.loads(gzip.decompress(Everybody(place, stamp="x").base_answer().body))
    view = View(ground="", places="", since="", version=0, attribution="", extra=tuple(assets.values()))
    asked = due(place.store, on=on, review_weeks=weeks)
    sheet = call_sheet(asked.to_ring, settings=settings, on=on)
    printed = " ".join(x.extract_text() for x in pypdf.PdfReader(io.BytesIO(sheet.pdf())).pages).replace("\n", " ")
    json_found = json.loads(
        shell(capsys, "find", "--home", str(place.home), "--near", "51.0,-2.0", "--limit", "100", "--json")
    )
    shell(capsys, "print", "calls", "--home", str(place.home), "--limit", "999", "--out", str(tmp_path / "c.html"))
    calls_page = (tmp_path / "c.html").read_text(encoding="utf-8")
    shell(capsys, "export", str(tmp_path / "page.html"), "--home", str(place.home))
    exported = (tmp_path / "page.html").read_text(encoding="utf-8")
    export_rows = dict(re.findall(r'"name":\s*"([^"]+)".*?"symbol":\s*"([^"]+)"', exported))

    return {
        "freshness": {name: is_overdue(x, **one) for name, x in assets.items()},
        "a card's pin": {name: is_drawn(card(x, **one)) for name, x in assets.items()},
        "a card's words": {name: RING in card(x, **one) for name, x in assets.items()},
        "the map": drawn_on_map(base),
        "the map's own drafts": drawn_on_map(sent(_with(view, weeks), face="map")["extra"]),
        "a page's data": drawn_on_map(features(assets.values(), **one)),
        "a page's list": {name: is_drawn(places([x], **one)) for name, x in assets.items()},
        "a page's words": {name: RING in places([x], **one) for name, x in assets.items()},
        "an exported page": {name: CLOCK in _svg(exported, key) for name, key in export_rows.items()},
        "what is found": {name: row.overdue for name, row in rows.items()},
        "Refer": {row.asset.name: row.overdue for row in (*refer.near, *refer.elsewhere)},
        "Refer's words": {
            name: RING in row_sent(row, ticked=False, number=None, **one)["checked"] for name, row in rows.items()
        },
        "find --json": {row["name"]: row["overdue"] for row in (*json_found["assets"], *json_found["elsewhere"])},
        "a referral page": {name: is_drawn(page.html()) for name, page in pages.items()},
        "a referral page's words": {name: RING in page.html() for name, page in pages.items()},
        "a text message": {
            name: "ring first:" in short_text([x], settings=settings, on=on).text for name, x in assets.items()
        },
        "a draft worth a look": {
            name: any("you could ring them" in x.lower() for x in to_notice(asset, None, **one))
            for name, asset in assets.items()
        },
        "calls today": {name: name in {row.asset.name for row in asked.to_ring} for name in assets},
        "a sheet of calls": {name: re.search(rf"\d\. {name} (0|It was)", printed) is not None for name in assets},
        "print calls": {name: f". {name}</h3>" in calls_page for name in assets},
    }


def _with(view: View, weeks: dict[str, int]) -> View:
    from dataclasses import replace

    return replace(view, review_weeks=weeks)


def _svg(page: str, key: str) -> str:
    found = re.search(rf'"{key}":\s*"((?:[^"\\]|\\.)*)"', page)
    return json.loads(f'"{found[1]}"') if found else ""


def test_every_place_that_says_how_old_a_check_is_says_the_same(zone, home, capsys, tmp_path):
    del zone
    place = open_place(home)
    try:
        on = today()
        expected = {name: overdue for name, (_, overdue) in the_assets(on).items()}
        said = what_each_says(place, capsys, tmp_path, on=on)
        assert on == today(), "midnight has passed meanwhile: run it again"
        wrong = {
            where: {name: answers.get(name) for name in expected if answers.get(name) != expected[name]}
            for where, answers in said.items()
        }
        assert {where: answers for where, answers in wrong.items() if answers} == {}
    finally:
        place.close()


def test_what_is_due_is_due_the_day_after_it_and_not_before():
    club = Asset(name="x", kind="group or club", checked_on=date(2026, 11, 1))
    last = due_on(club)
    assert last is not None
    assert [is_overdue(club, on=last + timedelta(days=x)) for x in (-1, 0, 1)] == [False, False, True]


def test_a_pause_holds_until_the_evening_before_its_day():
    club = Asset(
        name="x", kind="group or club", status="paused", checked_on=date(2026, 11, 1), paused_until=date(2026, 11, 21)
    )
    assert due_on(club) == date(2026, 11, 20)
    assert not is_overdue(club, on=date(2026, 11, 20))
    assert is_overdue(club, on=date(2026, 11, 21))
    asked = club.changed(checked_on=date(2026, 11, 21))
    assert not is_overdue(asked, on=date(2026, 11, 22))
