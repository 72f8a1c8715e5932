"""Whoever measures reads figures, and no line of a log stands among them."""

import json
import subprocess
import sys

import pytest

from tests.house.tree import ROOT


@pytest.mark.slow
def test_a_broadcast_is_one_line_of_json() -> None:
    command = [sys.executable, "-m"]
    with subprocess.Popen(
        [*command, "benchmarks.slow_telegram"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as telegram:
        assert telegram.stdout is not None
        port = telegram.stdout.readline().strip()
        once = [*command, "benchmarks.drain_once", "ours", port, "3"]
        done = subprocess.run(once, cwd=ROOT, check=True, capture_output=True, text=True)
        telegram.terminate()
    assert set(json.loads(done.stdout)) == {"seconds", "cpu", "memory"}
