"""A benchmark that is ended before its time leaves nothing behind."""

import asyncio
import signal
import sys
from pathlib import Path

import psutil
import pytest

from tests.house.tree import ROOT


def _found(folder: Path, pattern: str = "*") -> list[Path]:
    return list(folder.rglob(pattern))


@pytest.mark.slow
async def test_neither_folders_nor_processes(tmp_path: Path) -> None:
    """`drain` has a folder in a process of its own, and a Telegram in another."""
    environment = {"PATH": "/usr/bin:/bin", "TMPDIR": str(tmp_path)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks", "drain", cwd=ROOT, env=environment, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        while not _found(tmp_path, "*.db"):
            assert process.returncode is None
            await asyncio.sleep(0.05)
        begun = psutil.Process(process.pid).children(recursive=True)
        assert len(begun) == 2
        process.terminate()
        async with asyncio.timeout(30):
            assert await process.wait() == -signal.SIGINT
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert _found(tmp_path) == []
    assert [child for child in begun if child.is_running()] == []
