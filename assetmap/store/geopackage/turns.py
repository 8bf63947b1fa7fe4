"""Writers of one process, one after the other in the order they came."""

from __future__ import annotations

import contextlib
import threading
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Turns:
    """
    A queue before SQLite's own lock, which lets latecomers pass and those who wait sleep for ever longer.

    Thirty phones that save at once then wait for as long as the saves before theirs take, and no longer. It keeps
    nobody out: who has waited for too long goes on without a turn, and SQLite says whether they may write.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._is_taken = False

    @contextlib.contextmanager
    def taken(self, *, patience_s: float) -> Iterator[None]:
        """Wait for one's turn, for at most `patience_s`, and give it on afterwards."""
        mine = threading.Event()
        with self._lock:
            if self._is_taken:
                self._waiting.append(mine)
            else:
                self._is_taken = True
                mine.set()
        has_turn = mine.wait(patience_s)
        if not has_turn:
            with self._lock:
                has_turn = mine.is_set()  # it came this very moment
                if not has_turn:
                    self._waiting.remove(mine)
        try:
            yield
        finally:
            if has_turn:
                with self._lock:
                    if self._waiting:
                        self._waiting.popleft().set()
                    else:
                        self._is_taken = False
