"""How the jobs do, for /metrics: how often, how long, how late."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import Counter, Gauge, Histogram

_runs = Counter("kasanie_job_runs", "Runs of a job, by how they ended.", ["job", "end"])
_seconds = Histogram(
    "kasanie_job_seconds", "How long a run of a job took.", ["job"], buckets=(0.01, 0.1, 1, 10, 60, 600)
)
_late = Gauge("kasanie_job_lateness_seconds", "How much later than planned the latest run of a job began.", ["job"])

_began: dict[str, float] = {}  # by the machine's steady clock


class AlreadyTold(Exception):
    """A run has failed, and whoever ran has told the log why."""


@contextmanager
def measured(job: str, *, every: float | None = None) -> Iterator[None]:
    """One run. An error is counted and goes on. every: seconds from one run to the next, where that is fixed."""
    began = time.monotonic()
    if every is not None:
        _late.labels(job).set(max(0.0, began - _began.get(job, began) - every))
        _began[job] = began
    end = "failed"
    try:
        yield
        end = "ok"
    except asyncio.CancelledError:
        end = "stopped"
        raise
    finally:
        _runs.labels(job, end).inc()
        _seconds.labels(job).observe(time.monotonic() - began)
