from __future__ import annotations

from assetmap.printing.fonts import BOX, can_draw, folders, width_em
from assetmap.printing.text import one_line, printable, together, visible


def test_direction_overrides_and_controls_go_and_letters_stay():
    assert visible("a\u202eb\u2066c\u2069d\x00e\u200ff\ud800g\ufeff") == "abcdefg"


def test_line_breaks_stay_and_tabs_become_spaces():
    assert visible("one\r\ntwo\u2028three\x85four\tfive") == "one\ntwo\nthree\nfour five"


def test_joiners_stay_between_arabic_letters_alone():
    assert visible("می\u200cخواهم") == "می\u200cخواهم"
    assert visible("a\u200cb\u200d") == "ab"


def test_one_line_has_single_spaces_and_an_end():
    assert one_line("  a \n b\u00a0 c ") == "a b c"
    cut = one_line("x" * 10_000, most=140)
    assert len(cut) == 140
    assert cut.endswith("…")


def test_a_number_and_a_date_have_no_end_of_line_in_them():
    said = together("Ring 01632 960 114 or (01632) 960998 by 3 Sep 2026, 15 September, 12 to 2, at 5 Mays Row")
    assert said.replace("\u00a0", "_") == (
        "Ring 01632_960_114 or (01632)_960998 by 3_Sep_2026, 15_September, 12 to 2, at 5 Mays Row"
    )


def test_what_no_font_has_becomes_a_box_and_is_reported():
    lacking: set[str] = set()
    assert (
        printable("Tea 🫖 at 茶馆, ŵyl, Łódź, مرحبا", lacking=lacking) == f"Tea {BOX} at {BOX}{BOX}, ŵyl, Łódź, مرحبا"
    )
    assert lacking == {"🫖", "茶", "馆"}


def test_a_mark_that_its_letter_cannot_carry_is_dropped_and_reported():
    lacking: set[str] = set()
    assert printable("A\u0951", lacking=lacking) in {"A", "A\u0951"}
    assert lacking <= {"\u0951"}


def test_a_letter_written_in_two_parts_is_drawn():
    lacking: set[str] = set()
    assert printable("cafe\u0301", lacking=lacking) == "cafe\u0301"
    assert lacking == set()


def test_fonts_cover_the_scripts_they_were_chosen_for():
    assert all(can_draw(x) for x in "ŵŷЖжδمßąẞ")
    assert not can_draw("①")
    assert not can_draw(BOX)
    assert all(folder.is_dir() for folder in folders())


def test_a_wide_word_measures_wider_than_a_narrow_one():
    assert width_em("Mm") > width_em("il") > 0
    assert width_em("") == 0
