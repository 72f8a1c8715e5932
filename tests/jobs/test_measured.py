"""How the jobs do: counted, timed, and how late they began."""

import time

import pytest
from prometheus_client import REGISTRY

from jobs.measured import measured


def figure(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def test_runs_and_failures_are_counted() -> None:
    with measured("tidy"):
        pass
    with pytest.raises(ZeroDivisionError), measured("tidy"):
        _ = 1 / 0
    assert figure("kasanie_job_runs_total", job="tidy", end="ok") == 1
    assert figure("kasanie_job_runs_total", job="tidy", end="failed") == 1
    assert figure("kasanie_job_seconds_count", job="tidy") == 2


def test_late_is_what_began_after_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: moment)
    for passed, late in ((0, 0), (60, 0), (75, 15), (30, 0)):
        moment += passed
        with measured("sweep", every=60):
            pass
        assert figure("kasanie_job_lateness_seconds", job="sweep") == late
