"""Logging belongs to the whole process: a test that sets it up leaves it as it was."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from bot.logs import ROOMS


@contextmanager
def logging_as_before() -> Iterator[None]:
    """Handlers and levels of the root and of our rooms."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    rooms = {room: logging.getLogger(room).level for room in ROOMS}
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        for room, before in rooms.items():
            logging.getLogger(room).setLevel(before)
        structlog.reset_defaults()
