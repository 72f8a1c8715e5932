"""What `make install` does: `.venv/` with exactly what requirements/dev.txt locks, and the project in it, editable.

Runs on whatever Python 3 is at hand, before anything is installed, so that an old one is refused in one line: hence
no syntax and no library newer than Python 3.6. Does nothing when nothing changed since the last time.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed"
LOCK = ROOT / "requirements" / "dev.txt"
OLDEST = (3, 11)

# Not in the lock, and not to be removed: the project itself, pip, and what `make lock` fetches.
KEPT = {"kasanie", "pip", "uv"}


def main() -> int:
    """`--this-python`: a .venv made by another version of Python is made anew by this one."""
    if is_installed(rebuild="--this-python" in sys.argv):
        return 0
    problem = obstacle()
    if problem:
        sys.stderr.write(problem + "\n")
        return 2
    try:
        install()
    except subprocess.CalledProcessError as failed:
        sys.stderr.write("make install: `%s` failed, see above\n" % " ".join(map(str, failed.cmd)))
        return 1
    return 0


def is_installed(rebuild: bool) -> bool:
    if rebuild and made_by() != sys.version_info[:2]:
        return False
    return PYTHON.exists() and STAMP.exists() and STAMP.read_text() == fingerprint()


def fingerprint() -> str:
    """Of all that decides what is installed, and where: a folder that was moved has a .venv that points elsewhere."""
    parts = [str(ROOT).encode()]
    parts += [path.read_bytes() for path in (LOCK, ROOT / "pyproject.toml", Path(__file__))]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def made_by() -> "tuple[int, ...]":
    """The version of Python that made .venv; empty when there is none."""
    config = VENV / "pyvenv.cfg"
    found = re.search(r"^version *= *(\d+)\.(\d+)", config.read_text(), re.MULTILINE) if config.exists() else None
    return tuple(map(int, found.groups())) if found else ()


def is_usable() -> bool:
    """Whether .venv has a Python that is new enough, still starts, has its pip, and was made at this very place."""
    script = VENV / "bin" / "pip"
    if made_by() < OLDEST or not PYTHON.exists() or not script.exists():
        return False
    if str(VENV) not in script.read_text(errors="replace"):  # moved or copied: its scripts start another Python
        return False
    return subprocess.call([str(PYTHON), "-m", "pip", "--version"], stdout=subprocess.DEVNULL) == 0


def obstacle() -> str:
    """Why this Python cannot make a .venv, and what to do about it; empty when it can, or need not."""
    if is_usable() and "--this-python" not in sys.argv:
        return ""
    mine = "%s is Python %d.%d" % (sys.executable or "this", sys.version_info[0], sys.version_info[1])
    if sys.version_info < OLDEST:
        return "make: Python 3.11 or newer is needed, and %s. Name another: make install PYTHON=python3.12" % mine
    try:
        import ensurepip  # noqa: F401, PLC0415 -- Debian cuts it out of its Python
    except ImportError:
        return "make: %s without ensurepip. On Debian and Ubuntu: apt-get install python3-venv" % mine
    return ""


def install() -> None:
    """The stamp is written last: whatever is interrupted is done again."""
    if STAMP.exists():
        STAMP.unlink()
    rebuild = "--this-python" in sys.argv and made_by() != sys.version_info[:2]
    if rebuild or not is_usable():
        say("making .venv with Python %d.%d" % sys.version_info[:2])
        shutil.rmtree(str(VENV), ignore_errors=True)
        subprocess.check_call([sys.executable, "-m", "venv", str(VENV)])
    say("installing what requirements/dev.txt locks (some minutes the first time)")
    # --compile although it is the default: a user's pip configuration may say otherwise, and then every start is slow.
    pip("install", "--compile", "--require-hashes", "--requirement", str(LOCK))
    pip("install", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    remove_strangers()
    STAMP.write_text(fingerprint())
    say("installed")


def remove_strangers() -> None:
    """What an earlier lock held and this one does not: code that still imports it would work here and nowhere else."""
    listed = subprocess.check_output([str(PYTHON), "-m", "pip", "--disable-pip-version-check", "freeze", "--all"])
    installed = {plain(name) for name in re.findall(r"^([\w.-]+)(?:==| @ )", listed.decode(), re.MULTILINE)}
    locked = {plain(name) for name in re.findall(r"^([\w.-]+)(?:\[[^]]*\])?==", LOCK.read_text(), re.MULTILINE)}
    strangers = sorted(installed - locked - KEPT)
    if strangers:
        say("removing what is no longer locked: " + " ".join(strangers))
        pip("uninstall", "--yes", *strangers)


def plain(name: str) -> str:
    """A package's name as the index compares it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pip(*arguments: str) -> None:
    environment = dict(os.environ, PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_ROOT_USER_ACTION="ignore")
    subprocess.check_call([str(PYTHON), "-m", "pip", "--quiet", *arguments], env=environment)


def say(line: str) -> None:
    sys.stdout.write("make install: %s\n" % line)
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
