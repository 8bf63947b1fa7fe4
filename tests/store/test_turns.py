"""Writers wait in the order they came, and nobody waits for ever."""

import threading
import time

import pytest

from assetmap.store.geopackage.turns import Turns


def waiting(turns, many):
    while len(turns._waiting) < many:
        time.sleep(0.001)


def test_those_who_wait_go_in_the_order_they_came():
    turns, order = Turns(), []

    def write(name):
        with turns.taken(patience_s=30):
            order.append(name)

    threads = [threading.Thread(target=write, args=(name,)) for name in range(5)]
    with turns.taken(patience_s=30):
        for at, one in enumerate(threads, 1):
            one.start()
            waiting(turns, at)
        assert order == []
    for one in threads:
        one.join()
    assert order == [0, 1, 2, 3, 4]
    with turns.taken(patience_s=0):
        pass


def test_who_has_waited_for_too_long_goes_on_and_takes_nobodys_turn_away():
    turns = Turns()
    with turns.taken(patience_s=30):
        with turns.taken(patience_s=0):
            assert not turns._waiting
        assert turns._is_taken
    assert not turns._is_taken


def test_a_writer_who_fails_gives_the_turn_on():
    turns = Turns()
    with pytest.raises(ValueError, match="x"), turns.taken(patience_s=0):
        int("x")
    assert not turns._is_taken
