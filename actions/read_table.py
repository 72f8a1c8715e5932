"""Reading a table as an owner has it: CSV or a workbook."""

from pathlib import Path

from actions.read_csv import read_csv
from actions.read_workbook import read_workbook
from actions.table import Table, Unreadable

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def read_table(path: Path) -> Table | Unreadable:
    """The table in a file. What it is, its first bytes say, not its name."""
    with path.open("rb") as file:
        head = file.read(4)
    return read_workbook(path) if head in (_ZIP, _OLE) else read_csv(path)
