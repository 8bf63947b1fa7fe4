"""What phones in the hall lean on, each part alone: how often a code may be tried, which addresses there are."""

from __future__ import annotations

import ipaddress
import socket

import pytest

from assetmap.cli.serving import serve_place
from assetmap.cli.sharing import say_how_to_join
from assetmap.errors import SettingsError
from assetmap.screens.doors.phones.paths import is_for_phones
from assetmap.screens.doors.phones.tries import (
    AFTER_A_PAUSE,
    AT_ONCE,
    AT_ONCE_OVER_ALL,
    JOINS_AFTER_A_PAUSE,
    JOINS_AT_ONCE,
    LATELY_S,
    NEWCOMER,
    NEWCOMERS_AN_HOUR,
    PAUSE_S,
    Tries,
    joins,
)
from assetmap.screens.nearby import addresses
from assetmap.screens.own_machine import is_met_by_number
from assetmap.store.sessions import CODE_LETTERS, CODE_LONG


class Clock:
    """Seconds that go by only when they are told to."""

    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def tries(clock):
    return Tries(clock)


def wrong(tries, address, many):
    """How many of so many wrong codes were looked at."""
    looked = 0
    for _ in range(many):
        if not tries.take(address):
            tries.wrong()
            looked += 1
    return looked


def test_a_thousand_tries_in_a_loop_end_in_a_pause(tries):
    assert wrong(tries, "192.168.1.9", 1_000) == AT_ONCE
    assert 0 < tries.take("192.168.1.9") <= PAUSE_S + 1


def test_the_right_code_works_for_a_new_phone_after_the_pause(tries, clock):
    wrong(tries, "192.168.1.9", 1_000)
    clock.now += PAUSE_S + 1
    assert tries.take("192.168.1.9") == 0
    tries.give_back("192.168.1.9")
    assert wrong(tries, "192.168.1.9", 1_000) == AFTER_A_PAUSE


def test_knocking_in_a_pause_makes_it_no_longer(tries, clock):
    wrong(tries, "192.168.1.9", 1_000)
    clock.now += PAUSE_S / 2
    wrong(tries, "192.168.1.9", 1_000)
    assert tries.take("192.168.1.9") <= PAUSE_S / 2 + 1


def test_one_who_tries_codes_keeps_nobody_at_another_address_waiting(tries):
    wrong(tries, "192.168.1.9", 1_000)
    assert tries.take("192.168.1.10") == 0


def test_thirty_people_behind_one_router_who_each_mistype_once_get_in(tries, clock):
    for _ in range(30):
        assert tries.take("192.168.1.1") == 0
        tries.wrong()
    clock.now += PAUSE_S + 1
    for _ in range(300):  # right ones cost nothing
        assert tries.take("192.168.1.1") == 0
        tries.give_back("192.168.1.1")


def test_many_addresses_together_are_held_as_well(tries):
    many = sum(wrong(tries, f"192.168.1.{n}", 10) for n in range(250))
    assert many == AT_ONCE_OVER_ALL + NEWCOMER * (250 - AT_ONCE_OVER_ALL // 10)
    assert sum(wrong(tries, f"192.168.2.{n}", 10) for n in range(250)) == NEWCOMERS_AN_HOUR - (many - AT_ONCE_OVER_ALL)
    assert tries.take("192.168.3.1") > 0


def test_one_who_tries_codes_from_many_addresses_keeps_no_newcomer_waiting(tries, clock):
    hostile = [f"10.0.0.{n}" for n in range(12)]
    for second in range(0, 1_800, 5):
        clock.now = float(second)
        for one in hostile:
            wrong(tries, one, 100)
        newcomer = f"10.0.1.{second // 5 % 250}"
        assert tries.take(newcomer) == 0
        tries.give_back(newcomer)


def test_a_right_code_in_the_pause_of_all_does_not_end_it(tries):
    for n in range(4):
        wrong(tries, f"192.168.1.{n}", AT_ONCE)
    assert tries.take("192.168.1.9") == 0
    tries.give_back("192.168.1.9")
    assert wrong(tries, "192.168.1.9", 10) == NEWCOMER
    assert tries.take("192.168.1.0") > 0


def test_right_codes_of_one_address_end_in_a_pause_and_of_all_others_do_not(clock):
    right = joins(clock)
    assert sum(right.take("192.168.1.9") == 0 for _ in range(300)) == JOINS_AT_ONCE
    assert sum(right.take(f"192.168.2.{n}") == 0 for n in range(250)) == 250
    clock.now += PAUSE_S + 1
    assert sum(right.take("192.168.1.9") == 0 for _ in range(300)) == JOINS_AFTER_A_PAUSE
    right.give_back("192.168.1.9")
    assert right.take("192.168.1.9") == 0


def test_no_address_is_held_longer_than_an_hour_and_none_of_who_types_the_right_code(tries, clock):
    tries.take("192.168.1.1")
    tries.give_back("192.168.1.1")
    assert not tries._of
    wrong(tries, "192.168.1.9", 3)
    clock.now += 3_601
    tries.take("192.168.1.2")
    assert list(tries._of) == ["192.168.1.2"]


def test_what_one_household_has_of_ipv6_counts_as_one(tries):
    assert sum(wrong(tries, f"2001:db8:0:1::{n:x}", 10) for n in range(20)) == AT_ONCE
    assert tries.take("2001:db8:0:2::1") == 0


def test_the_odds_are_as_written(tries, clock):
    """Three hours of trying, from one address and from all."""
    codes = len(CODE_LETTERS) ** CODE_LONG
    assert codes == 729_000_000
    one = 0
    for _ in range(181):
        one += wrong(tries, "192.168.1.9", 200)
        clock.now += PAUSE_S
    assert one == 1_830
    assert round(codes / one, -3) == 398_000
    assert PAUSE_S * 180 == 3 * 3600


def test_the_odds_against_many_addresses_are_as_written(tries, clock):
    every = 0
    for minute in range(181):
        every += sum(wrong(tries, f"10.{minute}.{n // 250}.{n % 250}", 3) for n in range(500))
        clock.now += PAUSE_S
    assert every == 13_920 + NEWCOMERS_AN_HOUR
    assert round(len(CODE_LETTERS) ** CODE_LONG / every, -3) == 49_000


def test_somebody_who_tries_codes_is_counted_for_ten_minutes(tries, clock):
    wrong(tries, "192.168.1.9", 12)
    assert tries.lately() == 12
    clock.now += LATELY_S + 1
    assert tries.lately() == 0


@pytest.mark.parametrize(
    "path", ["/join", "/join/ABC234", "/join/look.css", "/say", "/say/where", "/say/back", "/dots"]
)
def test_these_are_the_phones_pages(path):
    assert is_for_phones(path)


@pytest.mark.parametrize(
    "path", ["", "/", "/join/", "/join/a/b", "/join/../x", "/say/", "/say\n", "/join/a.b", "/dots/x", "x/join", "/Join"]
)
def test_and_nothing_else_is(path):
    assert not is_for_phones(path)


@pytest.mark.parametrize("host", ["192.168.1.5:8501", "10.0.0.2", "[fe80::1]:8501"])
def test_a_phone_names_this_machine_by_a_number(host):
    assert is_met_by_number(host)


@pytest.mark.parametrize("host", ["", "evil.example:8501", "localhost:8501", "192.168.1.5.evil.example", "a b"])
def test_and_not_by_a_name_that_anybody_may_make_lead_here(host):
    assert not is_met_by_number(host)


def test_addresses_are_read_from_the_machine_and_none_is_the_loopbacks():
    for one in addresses():
        assert not ipaddress.IPv4Address(one).is_loopback


def test_a_workshop_is_opened_to_phones_only_where_phones_are_let_in_and_only_one_that_is_there(town):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(SettingsError, match="goes with --share"):
        serve_place(home=town, port=port, session="ABC234")
    with pytest.raises(SettingsError, match="no such workshop"):
        serve_place(home=town, port=port, share=True, session="ABC234")


def test_the_terminal_says_where_phones_come_in_and_how_the_door_is_opened(town, capfd):
    say_how_to_join(town, port=8501, session="")
    said = capfd.readouterr().err
    assert ":8501/join" in said or "on no network yet" in said
    assert "They reach that page and no other" in said
    assert "--session CODE" in said
