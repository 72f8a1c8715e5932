"""The machine's clock: the one place that asks what time it is. Everybody else is told."""

from datetime import UTC, datetime


def machine_clock() -> datetime:
    """Aware UTC."""
    return datetime.now(UTC)
