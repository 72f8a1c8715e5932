"""Which update is being handled, so that its changes and the mark that they were made are committed together.

A handler may be run again for the same update: it has failed, the process has died, two replicas have it. Each of its
transactions is marked in the inbox, within itself. On the next run the marked ones are gone through once more (so that
the answer can be said), and rolled back; what was waited for then is kept with them, so that it takes the same way.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.inbox import Inbox

MOST = 62  # bits


class HandledElsewhere(Exception):
    """Another replica has handled the update meanwhile; nothing is changed here."""


@dataclass(slots=True)
class Handling:
    """One run of a handler. `kept` tells which of its transactions are, a bit for each; `reached`: how many have ended.

    `with` it, what is changed inside follows from that update. expected: the step that was waited for, as `Dialogue`
    has it, before anything was changed.
    """

    update_id: int
    kept: int = 0
    expected: dict[str, Any] | None = None
    reached: int = 0
    _token: Token["Handling | None"] | None = None

    def __enter__(self) -> Self:
        self._token = _current.set(self)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._token is not None
        _current.reset(self._token)

    def goes_again(self) -> bool:
        """Whether the transaction that comes now is kept already."""
        return bool(self.kept & 1 << self.reached)

    async def keeps(self, connection: AsyncConnection) -> bool:
        """At the end of a transaction: whether it is to be committed. HandledElsewhere: nothing is, by us."""
        if self.goes_again():
            return False
        if self.reached >= MOST:
            raise RuntimeError("more transactions for one update than can be told apart")
        now = self.kept | 1 << self.reached
        if not await Inbox(connection).acted(self.update_id, before=self.kept, now=now, expected=self.expected):
            raise HandledElsewhere
        return True

    def went_by(self, *, committed: bool) -> None:
        """The transaction has ended. One that failed has no place in the order: it may be tried again."""
        self.kept |= committed << self.reached
        self.reached += 1


_current: ContextVar[Handling | None] = ContextVar("handling", default=None)


def handled_now() -> Handling | None:
    """What is being handled here, if anything is."""
    return _current.get()


@contextmanager
def apart() -> Iterator[None]:
    """What is changed inside does not count: it may be changed again, and another time it may not be."""
    token = _current.set(None)
    try:
        yield
    finally:
        _current.reset(token)
