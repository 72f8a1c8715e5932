"""Which update is being handled, so that its changes and the mark that they were made are committed together.

A handler may be run again for the same update: it has failed, the process has died, two replicas have it. Its
transactions are counted in the inbox, each within itself. On the next run the ones that are kept already are gone
through once more (so that the answer can be said), and rolled back; what was waited for then is kept with them, so
that it takes the same way.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.inbox import Inbox


class HandledElsewhere(Exception):
    """Another replica has handled the update meanwhile; nothing is changed here."""


@dataclass(slots=True)
class Handling:
    """One run of a handler: `kept` transactions are kept from earlier runs, this run has come to its `reached`-th.

    expected: the step that was waited for, as `Dialogue` has it, before anything was changed.
    """

    update_id: int
    kept: int = 0
    expected: dict[str, Any] | None = None
    reached: int = 0

    def goes_again(self) -> bool:
        """Whether the transaction that comes now is kept already."""
        return self.reached < self.kept

    async def keeps(self, connection: AsyncConnection) -> bool:
        """At the end of a transaction: whether it is to be committed. HandledElsewhere: nothing is, by us."""
        if self.goes_again():
            return False
        if not await Inbox(connection).acted(self.update_id, before=self.kept, expected=self.expected):
            raise HandledElsewhere
        return True

    def went_by(self, *, committed: bool) -> None:
        """The transaction has ended."""
        self.reached += 1
        self.kept += committed


_current: ContextVar[Handling | None] = ContextVar("handling", default=None)


def handled_now() -> Handling | None:
    """What is being handled here, if anything is."""
    return _current.get()


@contextmanager
def handling(update_id: int, *, kept: int, expected: dict[str, Any] | None = None) -> Iterator[Handling]:
    """What is changed inside follows from that update."""
    found = Handling(update_id, kept, expected)
    token = _current.set(found)
    try:
        yield found
    finally:
        _current.reset(token)


@contextmanager
def apart() -> Iterator[None]:
    """What is changed inside does not count: it may be changed again, and another time it may not be."""
    token = _current.set(None)
    try:
        yield
    finally:
        _current.reset(token)
