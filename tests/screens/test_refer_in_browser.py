"""A GP with ten minutes: from a postcode to a printed page or a text, in a real browser, and nothing stays behind."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pypdf
import pytest
import shapely
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
WAIT = 30_000
BOX = "A few words, and a postcode or street"
HOSTILE = [
    "**bold** :red[red] :smile: :material/home:",
    "[link](http://host.example) ![](http://host.example/x.png)",
    "<img src=http://host.example/x onerror=alert(1)> $x^2$ `code` {{7*7}}",
    "# 1. ~~x~~ </script> &amp; \\*",
]


def opened(browse, address: str, width: int = 1280, height: int = 800, **context: object) -> Page:
    return browse(f"{address}/refer", width, height, wait=".st-key-refer_where", **context)


def ask(page: Page, where: str) -> None:
    page.get_by_label(BOX).fill(where)
    page.get_by_label(BOX).press("Enter")
    page.wait_for_selector(".sheets[data-shown]", timeout=WAIT)


def row(page: Page, name: str):
    return page.locator("li").filter(has=page.locator(".name", has_text=re.compile(f"^{re.escape(name)}$")))


def settled(page: Page, number: int) -> None:
    expect(page.get_by_text(re.compile(rf"\b{number} of \d+ are on the page"))).to_be_visible(timeout=WAIT)


def printed(page: Page, address: str) -> str:
    """Fetch the page behind the button, and read it."""
    answer = page.request.get(address + page.locator("a.print").get_attribute("href"))
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("inline")
    assert answer.headers["cache-control"] == "no-store"
    pdf = pypdf.PdfReader(io.BytesIO(answer.body()))
    return " ".join(" ".join(x.extract_text().split()) for x in pdf.pages)


def names(page: Page) -> list[str]:
    return page.locator("li .name").all_inner_texts()


def test_a_postcode_gives_a_page_that_names_what_is_ticked_and_nothing_else(browse, address):
    page = opened(browse, address)
    ask(page, "ZZ1 1AA")
    first, fifth = names(page)[0], names(page)[4]
    row(page, first).locator("input").uncheck()
    row(page, fifth).locator("input").check()
    settled(page, 5)
    expect(page.locator(".sheets img").first).to_have_attribute("alt", re.compile(re.escape(fifth)), timeout=WAIT)
    text = printed(page, address)
    ticked = [x for x in names(page) if row(page, x).locator("input").first.is_checked()]
    assert len(ticked) == 5
    for name in ticked:
        assert name in text
    assert not [x for x in names(page) if x not in ticked and x in text]
    assert page.errors == [] or all("404" in x for x in page.errors)  # Streamlit looks for its own doors
    assert [url for url in page.asked if not url.startswith((address, "data:", "blob:"))] == []


def test_print_opens_the_page_in_a_tab_of_its_own_and_leaves_no_file(browse, address):
    page = opened(browse, address)
    ask(page, "ZZ1 1AA")
    link = page.locator("a.print")
    before = link.get_attribute("href")
    assert link.get_attribute("target") == "_blank"
    assert "noopener" in link.get_attribute("rel")
    fallen = []
    page.context.on("page", lambda tab: tab.on("download", lambda file: fallen.append(file.suggested_filename)))
    page.on("download", lambda file: fallen.append(file.suggested_filename))
    with page.context.expect_page() as tab:
        link.focus()
        page.keyboard.press("Enter")
    expect(link).not_to_have_attribute("href", before, timeout=WAIT)
    assert re.fullmatch(rf"{address}/assetmap/page/[\w-]{{24}}", tab.value.url)
    assert tab.value.url.endswith(before)
    tab.value.wait_for_timeout(800)
    assert fallen == []
    assert printed(page, address)
    tab.value.close()


def test_print_never_opens_the_page_of_before_the_last_tick(browse, address):
    page = opened(browse, address)
    ask(page, "ZZ1 1AA")
    tabs = []
    page.context.on("page", lambda tab: tabs.append(tab.url))
    both = page.locator("li input").first.evaluate(
        """(box) => {
          const all = [...document.querySelectorAll("*")].map((one) => one.shadowRoot?.querySelector("a.print"));
          const link = all.find(Boolean);
          box.click();
          link.click();
          return link.getAttribute("href");
        }"""
    )
    settled(page, 4)
    assert tabs == []
    expect(page.locator("a.print")).not_to_have_attribute("href", both)
    with page.context.expect_page() as tab:
        page.locator("a.print").click()
    tab.value.close()


def test_the_text_is_copied_by_keyboard_and_is_short_and_says_so(browse, address):
    page = opened(browse, address, permissions=["clipboard-read", "clipboard-write"])
    ask(page, "ZZ1 1AA")
    page.locator("button.copy").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".status")).to_have_text("Copied ✓", timeout=WAIT)
    text = page.evaluate("navigator.clipboard.readText()")
    assert 0 < len(text) <= 459
    assert text.startswith("Invented places")
    assert names(page)[0] in text
    assert "straight" not in text
    assert "ZZ1 1AA" not in text
    page.get_by_text("See the text").click()
    assert page.locator(".paper textarea").input_value() == text
    expect(page.get_by_text(re.compile(r"\d+ of 459 characters"))).to_be_visible()


def test_where_the_clipboard_is_forbidden_the_text_is_chosen_to_be_copied(browse, address):
    page = opened(browse, address)
    ask(page, "ZZ1 1AA")
    page.evaluate(
        "Object.defineProperty(navigator, 'clipboard', {value: undefined}); document.execCommand = () => false"
    )
    page.locator("button.copy").click()
    expect(page.locator(".status")).to_contain_text("The text is marked: copy it now.", timeout=WAIT)
    field = page.locator(".paper textarea")
    marked = field.evaluate("(it) => [it.selectionStart, it.selectionEnd, it.value.length]")
    assert marked == [0, marked[2], marked[2]]
    assert marked[2] > 0


def test_quick_ticks_do_not_overtake_each_other_and_the_keyboard_ticks_too(browse, address):
    page = opened(browse, address)
    ask(page, "ZZ1 1AA")
    boxes = page.locator("li input")
    for i in (4, 5, 6, 7):
        boxes.nth(i).click()
    settled(page, 9)
    boxes.nth(9).focus()
    page.keyboard.press("Space")
    settled(page, 10)
    assert boxes.nth(9).evaluate("(one) => one.getRootNode().activeElement === one")
    for i in range(11):
        if boxes.nth(i).is_checked():
            boxes.nth(i).click()
    expect(page.get_by_text("The page comes here as soon as something is ticked.")).to_be_visible(timeout=WAIT)
    expect(page.locator("a.print")).to_have_count(0)
    boxes.nth(0).click()
    page.wait_for_selector(".sheets[data-shown]", timeout=WAIT)
    settled(page, 1)


def test_what_was_ticked_stays_on_the_page_when_one_looks_for_something_else(browse, address):
    page = opened(browse, address)
    ask(page, "ZZ1 1AA")
    sixth = names(page)[5]
    page.locator("li input").nth(5).click()
    settled(page, 6)
    page.get_by_role("button", name="Grief and loss").click()
    expect(page.get_by_role("heading", name="Ticked before")).to_be_visible(timeout=WAIT)
    expect(row(page, sixth).locator("input")).to_be_checked()
    expect(page.locator(".sheets img").first).to_have_attribute("alt", re.compile(re.escape(sixth)), timeout=WAIT)
    assert sixth in printed(page, address)


def test_minutes_on_foot_stand_on_rows_and_page_and_are_another_for_who_is_slow(browse, address):
    page = opened(browse, address)
    ask(page, "ZZ1 1AA")
    far = page.locator("li .far:visible")
    expect(far.last).to_have_text(re.compile(r"^\d+ minutes' walk, (no steps|steps on the way)$"))
    usual = far.all_inner_texts()
    assert "minutes’ walk" in printed(page, address) or "minutes' walk" in printed(page, address)
    page.get_by_role("button", name="On foot").focus()
    page.keyboard.press("Enter")
    page.get_by_role("radio", name="Slow").or_(page.get_by_role("button", name="Slow")).first.press("Enter")
    expect(page.get_by_role("button", name="On foot: slow")).to_be_visible()
    expect(far.first).not_to_have_text(usual[0])
    expect(page.locator(".sheets img").first).to_have_attribute("alt", re.compile("walks slowly"))


def test_format_and_paper_change_the_page(browse, address):
    page = opened(browse, address)
    ask(page, "ZZ1 1AA")
    first = page.locator(".sheets").get_attribute("data-shown")
    page.get_by_role("radio", name="Large print").or_(page.get_by_role("button", name="Large print")).first.click()
    expect(page.locator(".sheets")).not_to_have_attribute("data-shown", first, timeout=WAIT)
    answer = page.request.get(address + page.locator("a.print").get_attribute("href"))
    large = pypdf.PdfReader(io.BytesIO(answer.body()))
    assert len(large.pages) == page.locator(".sheets img").count() > 2


def test_names_come_out_letter_for_letter_whatever_they_are(browse, own_town, own_address):
    from assetmap.assets import Asset
    from assetmap.gazetteer import locate
    from assetmap.place import open_place
    from assetmap.store.base import Edit

    place = open_place(own_town)
    here = locate("ZZ1 1AA", place=place).point
    green = {"kind": "green place", "status": "published"}
    rows = [
        Asset(name=name, where=shapely.Point(here.x, here.y), hours_text=name, checked_on=date.today(), **green)  # noqa: DTZ011
        for name in HOSTILE
    ]
    place.store.write([Edit(asset=asset) for asset in rows], by="steward")
    place.close()
    page = opened(browse, own_address)
    ask(page, "ZZ1 1AA")
    assert set(HOSTILE) <= set(names(page))
    assert set(HOSTILE) <= set(page.locator("li .when").all_inner_texts())
    assert not [url for url in page.asked if "host.example" in url]
    squeezed = re.sub(r"\s+", "", printed(page, own_address))
    for name in HOSTILE:
        assert re.sub(r"\s+", "", name) in squeezed


def test_on_a_phone_the_steps_follow_each_other_and_print_is_in_reach(browse, address):
    page = opened(browse, address, 375, 720)
    ask(page, "ZZ1 1AA")
    tops = [page.get_by_text(x).bounding_box()["y"] for x in ("1. Who is it for?", "2. Tick what", "3. Print the")]
    assert tops == sorted(tops)
    for button in ("a.print", "button.copy"):
        box = page.locator(button).bounding_box()
        assert box["y"] + box["height"] <= 720
        assert box["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert page.locator("li label").first.bounding_box()["height"] >= 44


@pytest.mark.parametrize(("width", "height"), [(375, 720), (640, 400), (1280, 800)])
def test_what_is_wrong_stands_under_the_box_with_the_names_that_may_be_meant(browse, address, width, height):
    page = opened(browse, address, width, height)
    page.get_by_label(BOX).fill("Mar")
    page.get_by_label(BOX).press("Enter")
    said = page.get_by_text("We know no street or place of that name")
    expect(said).to_be_visible(timeout=WAIT)
    box, fault = page.get_by_label(BOX).bounding_box(), said.bounding_box()
    assert 0 < fault["y"] - (box["y"] + box["height"]) < 60
    assert abs(fault["x"] - box["x"]) < 40
    page.get_by_role("button", name="Marine Parade", exact=True).click()
    page.wait_for_selector(".sheets[data-shown]", timeout=WAIT)
    expect(page.get_by_label(BOX)).to_have_value("Marine Parade")
    expect(said).to_have_count(0)
    assert not [url for url in page.asked if "Marine" in url]


def test_on_a_phone_every_chip_is_reached_the_list_is_near_and_the_bar_leads_to_the_size_of_print(browse, address):
    page = opened(browse, address, 375, 720)
    ask(page, "ZZ1 1AA")
    assert page.get_by_role("heading", name="2. Tick what goes on the page").bounding_box()["y"] < 1000
    for chips in ("needs", "groups"):
        buttons = page.locator(f".st-key-refer_{chips} button")
        cut = buttons.evaluate_all("(all) => all.some((x) => { const at = x.getBoundingClientRect();"
                                   " return at.left < 375 && at.right > 375; })")  # fmt: skip
        assert cut, "nothing says that there are more"
        buttons.last.focus()
        box = buttons.last.bounding_box()
        assert 0 <= box["x"] <= box["x"] + box["width"] <= 375
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    link = page.get_by_role("button", name="Clear print, A4: change")
    assert link.bounding_box()["height"] >= 44
    link.click()
    choice = page.get_by_role("radio", name="Large print")
    expect(choice).to_be_in_viewport()
    box = choice.bounding_box()
    assert box["y"] + box["height"] < link.bounding_box()["y"]
    choice.click()
    expect(page.get_by_role("button", name="Large print, A4: change")).to_be_visible(timeout=WAIT)


def test_seen_at_twice_its_size_nothing_covers_what_one_types(browse, address):
    page = opened(browse, address, 640, 400)
    ask(page, "ZZ1 1AA")
    assert page.locator(".bar").evaluate("(it) => getComputedStyle(it).position") == "static"


@pytest.mark.parametrize("width", [375, 1280])
def test_no_name_in_the_list_is_cut(browse, address, width):
    page = opened(browse, address, width)
    ask(page, "ZZ1 1AA")
    cut = page.locator(".name").evaluate_all("(all) => all.filter((one) => one.scrollWidth > one.clientWidth).length")
    assert cut == 0


def test_start_again_and_leaving_let_everything_go(browse, address):
    page = opened(browse, address)
    for leave in ("again", "screen"):
        ask(page, "ZZ1 1AA")
        link = address + page.locator("a.print").get_attribute("href")
        assert page.request.get(link).status == 200
        if leave == "again":
            page.get_by_role("button", name="Start again").click()
            expect(page.get_by_label(BOX)).to_have_value("", timeout=WAIT)
            expect(page.locator("a.print")).to_have_count(0)
        else:
            page.get_by_role("link", name="Explore").first.click()
            expect(page.locator(".st-key-refer_where")).to_have_count(0, timeout=WAIT)
            page.wait_for_selector(".st-key-words", timeout=WAIT)
        assert page.request.get(link).status == 404
        assert page.request.get(f"{link}/web").status == 404
        assert page.request.get(f"{link}/sheet/1").status == 404
    page.get_by_role("link", name="Refer").first.click()
    expect(page.get_by_label(BOX)).to_have_value("", timeout=WAIT)


def test_nothing_that_was_typed_is_left_anywhere(browse, own_town, tmp_path, serve):
    folder, home = tmp_path / "tmp", tmp_path / "user"
    folder.mkdir()
    home.mkdir()
    before = {path: path.read_bytes() for path in own_town.rglob("*") if path.is_file()}
    said = tmp_path / "app.log"
    typed, words, own = "zz1  1aB", "xylophone quartet", "Quagga Otter"
    with serve(own_town, said, TMPDIR=str(folder), HOME=str(home)) as address:
        page = opened(browse, address)
        ask(page, typed)
        page.get_by_role("button", name="Grief and loss").click()
        settled(page, 4)
        page.request.get(address + page.locator("a.print").get_attribute("href"))
        with page.context.expect_page() as tab:
            page.locator("a.print").click()
        titles = [page.title(), tab.value.title()]
        tab.value.close()
        page.get_by_text("Keeping in touch", exact=True).click()
        page.get_by_text("Easy to read", exact=True).click()
        page.get_by_text("Change the words").click()
        for label in ("Who will be in touch", "When", "How to reach them", "At the top, in your own words"):
            page.get_by_label(label, exact=True).fill(own)
            page.keyboard.press("Tab")
        expect(page.locator(".sheets img").first).to_have_attribute(
            "alt", re.compile(f"reach them: {own}"), timeout=WAIT
        )
        expect(page.locator(".sheets img").first).to_have_attribute("alt", re.compile(f"real. {own}"), timeout=WAIT)
        link = page.locator("a.print").get_attribute("href")
        made = page.request.get(f"{address}{link}/web").text()
        assert made.count(own) >= 4
        page.get_by_label(BOX).fill(f"{words}, {typed}")
        page.get_by_label(BOX).press("Enter")
        expect(page.get_by_text("Nothing fits all of this")).to_be_visible(timeout=WAIT)
        page.get_by_label(BOX).fill("SW1A 9ZZ")
        page.get_by_label(BOX).press("Enter")
        expect(page.get_by_text("do not know that postcode")).to_be_visible(timeout=WAIT)
        asked = [*page.asked, page.url, *titles]
    secrets = re.compile(r"zz1\W{0,6}1ab|sw1a|xylophone|quartet|grief|quagga", re.IGNORECASE)
    assert not [x for x in asked if secrets.search(x)]
    assert not secrets.search(said.read_text(encoding="utf-8"))
    for where in (folder, home, said.parent / "user-data"):
        for path in where.rglob("*"):
            assert not secrets.search(path.name)
            if path.is_file():
                assert not secrets.search(path.read_bytes().decode("latin-1")), path
    typed_here = re.compile(rf"{re.escape(typed)}|sw1a ?9zz|xylophone|quagga", re.IGNORECASE)
    for path in own_town.rglob("*"):
        if path.is_file():
            assert path in before or Path(path).suffix.startswith(".gpkg-"), path
            assert not typed_here.search(path.read_bytes().decode("latin-1")), path


@pytest.mark.realdata
def test_a_postcode_of_bath_prints_the_surgeries_near_it(browse, bath_address):
    page = opened(browse, bath_address)
    ask(page, "BA1 1LZ")
    page.get_by_role("button", name="Health", exact=True).click()
    expect(page.locator("li .name").first).to_contain_text(
        re.compile("surg|health|medical|practice", re.IGNORECASE), timeout=WAIT
    )
    shown = re.compile(re.escape(" ".join(names(page)[3].split())))
    expect(page.locator(".sheets img").first).to_have_attribute("alt", shown, timeout=WAIT)
    settled(page, 4)
    text = printed(page, bath_address)
    for name in names(page)[:4]:
        assert " ".join(name.split()) in text
    assert "BA1 1LZ" not in text or any("BA1 1LZ" in x for x in names(page))


def test_who_knows_no_postcode_taps_the_map(browse, address):
    page = opened(browse, address)
    page.get_by_text("Tap it on a map instead").click()
    page.wait_for_selector(".st-key-refer_start_map .map[data-pins]", timeout=WAIT)
    page.locator(".st-key-refer_start_map .map").click(position={"x": 150, "y": 150})
    page.wait_for_selector(".sheets[data-shown]", timeout=WAIT)
    where = page.get_by_label(BOX).input_value()
    assert re.fullmatch(r"50\.\d{1,5}, -3\.\d{1,5}", where)
    assert not [url for url in page.asked if where.split(",")[0] in url]
    expect(page.get_by_text("Nearest first from the point you gave")).to_be_visible()


def test_more_of_the_list_comes_when_asked_and_what_was_ticked_stays(browse, address):
    page = opened(browse, address)
    ask(page, "ZZ1 1AA")
    before = names(page)
    page.get_by_role("button", name="Show more").click()
    expect(page.locator("li .name")).to_have_count(16 + 6, timeout=WAIT)
    assert names(page)[:8] == before[:8]
    settled(page, 5)


def test_the_keyboard_alone_leads_from_a_postcode_to_a_printed_page(browse, address):
    page = opened(browse, address)
    focused = """() => {
      let one = document.activeElement;
      while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
      return `${one.tagName} ${one.className} ${one.getAttribute("aria-label") || one.textContent}`.slice(0, 200);
    }"""

    def tab_to(what: str) -> list[str]:
        passed = [""]
        while what not in (here := page.evaluate(focused)):
            passed.append(here)
            assert len(passed) < 120, passed
            page.keyboard.press("Tab")
        return passed

    tab_to(BOX)
    page.keyboard.insert_text("lonely, ZZ1 1AA")
    page.keyboard.press("Enter")
    page.wait_for_selector(".sheets[data-shown]", timeout=WAIT)
    passed = " | ".join(tab_to("A print"))
    order = [
        "Tap it on a map",
        "More to ask for",
        "Meeting people",
        "On foot",
        "| INPUT   |",
        "Near you",
        "Change the words",
    ]
    places = [passed.find(x) for x in order]
    assert places == sorted(places), passed
    assert -1 not in places, passed
    with page.context.expect_page() as tab:
        page.keyboard.press("Enter")
    assert "/assetmap/page/" in tab.value.url
    tab.value.close()


def test_a_copied_link_opens_those_places_and_no_others(browse, address):
    page = opened(browse, address, permissions=["clipboard-read", "clipboard-write"])
    ask(page, "ZZ1 1AA")
    ticked = [x for x in names(page) if row(page, x).locator("input").first.is_checked()]
    page.get_by_role("button", name="Copy a link to these").click()
    expect(page.locator(".status")).to_have_text("Link copied ✓", timeout=WAIT)
    link = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(rf"{re.escape(address)}/\?on=\d{{4}}-\d\d-\d\d&a=\w{{6}}(\.\w{{6}})*", link)
    there = browse(link, 375, 720, wait=".map[data-pins]")
    expect(there.get_by_text(re.compile("^These 5 were on a page printed on"))).to_be_visible(timeout=WAIT)
    there.get_by_text("List", exact=True).click()
    expect(there.locator(".is-list li")).to_have_count(len(ticked), timeout=WAIT)
    listed = there.locator(".is-list").inner_text()
    assert all(name in listed for name in ticked)


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 375])
def test_axe_finds_nothing_serious_while_it_is_used(browse, address, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = opened(browse, address, width)
    ask(page, "ZZ1 1AA")
    page.get_by_text("See the text").click()
    page.get_by_text("Keeping in touch", exact=True).click()
    page.get_by_text("Change the words").click()
    expect(page.get_by_label("Who will be in touch")).to_be_visible(timeout=WAIT)
    page.get_by_role("button", name="More to ask for").click()
    expect(page.get_by_text("Language spoken")).to_be_visible(timeout=WAIT)
    found = axe.Axe().run(page).response["violations"]
    assert [
        f"{rule['id']}: {node['html'][:160]}"
        for rule in found
        if rule["impact"] in {"serious", "critical"}
        for node in rule["nodes"]
    ] == []
