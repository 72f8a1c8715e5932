"""Reading XLSX, and XLS: numbers and dates as somebody would have typed them."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

from actions.table import Row, Table, Unreadable, has_text


def read_workbook(path: Path) -> Table | Unreadable:
    """The first sheet with anything in it. A workbook is read whole, and has at most 1,048,576 rows."""
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 -- only those who send a workbook pay

    try:
        workbook = CalamineWorkbook.from_path(path)
        sheets = (workbook.get_sheet_by_name(name) for name in workbook.sheet_names)
        sheet = next((sheet for sheet in sheets if sheet.total_height), None)
    except (CalamineError, OSError, ValueError):
        return Unreadable("not-a-table")
    if sheet is None:
        return Unreadable("empty")
    rows = (Row(number, [_written(cell) for cell in cells]) for number, cells in enumerate(sheet.iter_rows(), 1))
    header = next((row for row in rows if has_text(row)), None)
    if header is None:
        return Unreadable("empty")
    return Table(header.cells, filter(has_text, rows), sheet.total_height - 1)


def _written(cell: object) -> str:
    """A cell as somebody would have typed it: a phone is no fraction, and a sum has no thousandths by accident."""
    if isinstance(cell, float):
        return _number(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ") if cell.time() != time() else cell.date().isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    return "" if cell is None or isinstance(cell, timedelta) else str(cell)


def _number(value: float) -> str:
    """Excel keeps 0.3 as 0.30000000000000004; and `1.500` would be read as one thousand five hundred."""
    text = f"{value:.10f}".rstrip("0").removesuffix(".")
    whole, point, fraction = text.partition(".")
    return f"{whole}{point}{fraction}0" if len(fraction) == 3 else text
