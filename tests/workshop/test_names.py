"""Names that stay private are known again however a hall writes them, and ordinary words are not names."""

import pytest

from assetmap.disclosure.names import of_doors, of_people, of_things, says_how_to_reach

PEOPLE = of_people(
    "Ann Pike", "Mrs Okafor next door", "Jo, 07700 900123", "maria kowalska", "Ayşe Yılmaz", "محمد علي", "李娜",
    "Siobhán O'Brien (siobhan@mail.example)", "Zoë", "Will", "सीता देवी", "สมชาย",
    "Everybody at the table", "a man from the flats", "Piotr", "the warden",
)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "ANN helped me", "ann helped me", "Ann's place", "Ann’s place", "Anns cakes", "the Anns", "ask «Ann»", "(ann)",
        "Ann-Pike", "#AnnPike", "सीता ने मदद की", "คุณสมชายมา",
        "Zoe\N{COMBINING DIAERESIS}", "'Ann'", "‘Ann’",
        "annpike", "A visit to PIKE", "Pikes' garden", "mrs okafor", "the Okafors", "jo rang",
        "Will helps", "WILL HELPS", "Ring +44 7700 900 123", "07700900123", "mail siobhan@mail.example", "Marii",
        "z Marią", "u Kowalskiej", "Piotrowi", "Ayşe'nin evi", "AYSE", "AYŞE", "ومحمد",
        "我和李娜去公园", "O’Brien", "OBrien's", "o brien",
        "Zoe", "ZOË", "An\N{SOFT HYPHEN}n", "A\N{ZERO WIDTH JOINER}nn", "l'Ann", "Ａｎｎ", "ann_pike",
        "Sio-bhán", "S i o b h a n", "z.o.e.", "x\N{ZERO WIDTH SPACE}Ann",
        "siobhan",
        "the man\nnext to Ann", "Ann",
    ],
    ids=ascii,
)  # fmt: skip
def test_a_name_is_found(text):
    assert PEOPLE.are_in(text)
    assert PEOPLE.are_in("nothing", text)


@pytest.mark.parametrize(
    "text",
    [
        "", "I will go", "planning", "St Ann's church", "the annual fair", "same time", "spike", "annex", "a man",
        "everybody", "at the table",
        "the flats", "the warden", "next door", "Johan", "joy", "call 01225 477000", "zoological", "0900", "Mrs",
    ],
    ids=ascii,
)  # fmt: skip
def test_a_word_that_is_nobodys_name_is_not(text):
    assert not PEOPLE.are_in(text)


THINGS = of_things(
    "Rose House for women", "The lunch club", "park", "女性之家", ordinary=frozenset({"park"}), in_parts=True
)
DOORS = of_doors("12 Rose Lane, Bath", "BA2 3QE", "The Old Dairy, Weir Lane")


@pytest.mark.parametrize(
    "text",
    [
        "ROSE-HOUSE",
        "rose house's garden",
        "RoseHouse",
        "near Rose  House",
        "the Lunch Clubs",
        "Lunch club",
        "在女性之家",
    ],
    ids=ascii,
)
def test_the_name_of_a_place_that_is_not_shown_is_found(text):
    assert THINGS.are_in(text)


@pytest.mark.parametrize("text", ["the park", "a house", "roses", "lunch", "club", "rose to the top of the house"])
def test_its_words_alone_are_not_its_name(text):
    assert not THINGS.are_in(text)


@pytest.mark.parametrize(
    "text", ["12, rose ln", "at 12 Rose Lane", "No. 12 ROSE LANE", "ba23qe", "Ba2 3qe", "the old dairy"], ids=ascii
)
def test_an_address_is_found(text):
    assert DOORS.are_in(text)


@pytest.mark.parametrize("text", ["Rose Lane", "12 roads", "BA2", "an old barn", "112 Rose"])
def test_a_street_alone_is_no_address(text):
    assert not DOORS.are_in(text)


def test_names_are_put_together_and_nothing_is_nobody():
    both = PEOPLE | DOORS
    assert both.are_in("12 Rose Lane")
    assert both.are_in("Ann's")
    assert not of_people()
    assert not of_people("", "  ", "a", "12")
    assert not of_people("a", "-").are_in("a - b")


@pytest.mark.parametrize("text", ["ring 07700 900123", "jo@mail.example", "+44 (0)1225 477000", "01225-477-000"])
def test_a_way_to_reach_somebody_is_seen(text):
    assert says_how_to_reach(text)


@pytest.mark.parametrize("text", ["at 10.30 to 12.30", "in 2026", "20 to 30 people", "£1,000", "me @ the park"])
def test_other_numbers_are_no_way_to_reach_anybody(text):
    assert not says_how_to_reach(text)
