"""One bot to an SQLite file: two would each send what is due, and each ask Telegram for the same updates."""

import errno
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from storage.database import Storage
from storage.database_file import file_of, try_folder
from storage.trouble import UnusableDatabase

log = logging.getLogger(__name__)
_NO_LOCKS_HERE = {errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}


class Occupied(UnusableDatabase):
    """Another bot works with it; `process` is its number, where that is known."""

    def __init__(self, path: Path, process: str) -> None:
        self.process = process
        who = f"a bot (process {process})" if process else "a bot"
        super().__init__(f"{who} works with {path} already: stop it first, or use another database")


@contextmanager
def sole_bot(storage: Storage) -> Iterator[None]:
    """Nobody else's bot works with the database meanwhile. Occupied: one does. UnusableDatabase: no file can be made.

    A lock of the system's on `<database>.lock`: it ends with the process, however that ends. The file stays, since
    whoever waits for a lock on a removed file waits beside the next one. PostgreSQL is for many: nothing is locked.
    """
    path = file_of(storage)
    if path is None or os.name == "nt":  # Windows has no such locks
        yield
        return
    path = path.resolve()  # by whatever name it is called
    descriptor = _lock(path)
    try:
        yield
    finally:
        os.close(descriptor)


def _lock(path: Path) -> int:
    try_folder(path.parent)
    file = path.with_name(path.name + ".lock")
    try:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as refused:
        raise UnusableDatabase(f"{file} cannot be written: {refused.strerror}") from None
    try:
        _take(descriptor)
    except BlockingIOError:
        process = os.pread(descriptor, 20, 0).decode(errors="replace").strip()
        os.close(descriptor)
        raise Occupied(path, process) from None
    with suppress(OSError):  # a full disk: whose it is stays unsaid
        _sign(descriptor, path)
    return descriptor


def _take(descriptor: int) -> None:
    """BlockingIOError: somebody has it."""
    import fcntl  # noqa: PLC0415 -- there is none on Windows

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as refused:
        if refused.errno not in _NO_LOCKS_HERE:
            raise
        log.warning("the disk of the database knows no locks: see to it yourself that only one bot works with it")


def _sign(descriptor: int, path: Path) -> None:
    """With the process's number, for whoever comes second; made by root, it belongs to whom the database does."""
    if os.geteuid() == 0:
        owner = (path if path.exists() else path.parent).stat()
        os.fchown(descriptor, owner.st_uid, owner.st_gid)
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, b"%d\n" % os.getpid(), 0)
