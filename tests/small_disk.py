"""Disks that are too small or cannot be written, and folders that belong to somebody else: real ones, where the machine
lets a test make them (root, on Linux)."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

NOBODY = 65534


@contextmanager
def small_disk(folder: Path, *, kilobytes: int) -> Iterator[Path]:
    """A disk of that size; the test is skipped where none can be made."""
    place = folder / "disk"
    place.mkdir()
    if not _mount("-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(place)):
        pytest.skip("only root may make a small disk here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True, capture_output=True)


def make_read_only(place: Path) -> None:
    """What the system does to a disk with errors."""
    assert _mount("-o", "remount,ro", str(place))


def _mount(*arguments: str) -> bool:
    try:
        return subprocess.run(["mount", *arguments], check=False, capture_output=True).returncode == 0
    except OSError:
        return False


def fill(place: Path) -> Path:
    """Nothing more fits; delete the file to make room again."""
    file = place / "fill"
    descriptor = os.open(file, os.O_CREAT | os.O_WRONLY)
    with suppress(OSError):
        while True:
            os.write(descriptor, b"x" * 4096)
    os.close(descriptor)
    return file


@contextmanager
def folder_for_all() -> Iterator[Path]:
    """One that another user may go into, as pytest's own are not."""
    with tempfile.TemporaryDirectory(prefix="kasanie-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextmanager
def common_user() -> Iterator[None]:
    """Root may do everything: meanwhile we are nobody in particular. Who is not root stays who they are."""
    root = os.geteuid() == 0
    try:
        if root:
            os.seteuid(NOBODY)
        yield
    finally:
        if root:
            os.seteuid(0)
