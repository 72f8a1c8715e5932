"""`make install`: nothing to do when nothing changed, and one line for what stands in the way."""

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.house.tree import ROOT


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """As much of the project as the script looks at."""
    (tmp_path / "requirements").mkdir()
    for name in ("pyproject.toml", "requirements/dev.txt", "requirements/install.py"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def install(project: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("install", project / "requirements" / "install.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pretend_installed(install: ModuleType, version: str = "3.11.7") -> None:
    binaries = install.VENV / "bin"
    binaries.mkdir(parents=True)
    (binaries / "python").symlink_to(sys.executable)
    (binaries / "pip").write_text(f"#!{binaries}/python\n", encoding="utf-8")
    (install.VENV / "pyvenv.cfg").write_text(f"version = {version}\n", encoding="utf-8")
    install.STAMP.write_text(install.fingerprint(), encoding="utf-8")


def test_nothing_is_done_when_nothing_changed(install: ModuleType, capfd: pytest.CaptureFixture[str]) -> None:
    pretend_installed(install)
    assert install.main() == 0
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("changed", ["pyproject.toml", "requirements/dev.txt", "requirements/install.py"])
def test_a_change_of_what_decides_installs_again(install: ModuleType, project: Path, changed: str) -> None:
    pretend_installed(install)
    with (project / changed).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert not install.is_installed(rebuild=False)


def test_a_venv_that_lost_its_python_is_installed_again(install: ModuleType) -> None:
    pretend_installed(install)
    (install.VENV / "bin" / "python").unlink()
    assert not install.is_installed(rebuild=False)
    assert not install.is_usable()


def test_a_venv_that_was_moved_here_is_not_used(install: ModuleType) -> None:
    pretend_installed(install)
    (install.VENV / "bin" / "pip").write_text("#!/elsewhere/.venv/bin/python\n", encoding="utf-8")
    assert not install.is_usable()


def test_a_named_python_of_another_version_makes_the_venv_anew(install: ModuleType) -> None:
    pretend_installed(install, version="3.99.0")
    assert install.is_installed(rebuild=False)
    assert not install.is_installed(rebuild=True)


def test_an_old_python_is_refused_in_one_line(
    install: ModuleType, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 12))
    assert install.main() == 2
    said = capfd.readouterr().err
    assert said.count("\n") == 1
    assert "Python 3.11 or newer is needed" in said
    assert "PYTHON=" in said


def test_a_python_without_ensurepip_is_told_what_to_install(
    install: ModuleType, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    assert install.main() == 2
    said = capfd.readouterr().err
    assert said.count("\n") == 1
    assert "apt-get install python3-venv" in said


def test_names_are_compared_as_the_index_does(install: ModuleType) -> None:
    assert install.plain("Fluent.Syntax") == install.plain("fluent__syntax") == "fluent-syntax"


@pytest.mark.parametrize("target", ["demo", "test", "proof", "check", "bench", "lock", "clean"])
def test_make_knows_what_the_docs_promise(target: str) -> None:
    planned = subprocess.run(["make", "--dry-run", target], cwd=ROOT, capture_output=True, text=True, check=False)
    assert planned.returncode == 0, planned.stderr
