"""The wheel holds all that the program needs: installed elsewhere, it makes the same bytes as this checkout."""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
AT = "2026-01-15"
NOT_SOURCE = shutil.ignore_patterns(
    *(".*_cache", "__pycache__", ".venv*", ".git", ".bulletin", ".hypothesis", "node_modules", "public")
)
# Nothing of this checkout, of the user's settings or of the machine's package index may help.
BARE = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PIP_", "VIRTUAL_ENV"))}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel and install it into an environment that has the program's dependencies, but not this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    shutil.copytree(ROOT, folder / "source", ignore=NOT_SOURCE)
    build: list[str | Path] = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        folder / "dist",
        folder / "source",
    ]
    run(build, folder)
    wheels = list((folder / "dist").iterdir())
    assert len(wheels) == 1
    venv = folder / "venv"
    run([sys.executable, "-m", "venv", "--without-pip", venv], folder)
    run([sys.executable, "-m", "pip", "--python", venv, "install", "--no-deps", "--no-index", wheels[0]], folder)
    # A path added in this way is searched last, and what is said in .pth files there, as of a checkout, is not read.
    (packages(venv) / "dependencies.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    return venv


@pytest.fixture
def outside(tmp_path: Path, installed: Path) -> Path:
    """Give an empty folder in which Python finds the wheel's package and no other."""
    where = run([installed / "bin/python", "-c", "import site_builder; print(site_builder.__file__)"], tmp_path)
    assert Path(where.strip()) == packages(installed) / "site_builder/__init__.py"
    return tmp_path


def test_the_theme_is_in_the_package(installed: Path) -> None:
    theme = packages(installed) / "site_builder/theme"
    assert tree(theme) == tree(ROOT / "templates")
    assert not (packages(installed) / "templates").exists()


@pytest.mark.parametrize("options", [[], ["--demo"]], ids=["starter", "demo"])
def test_a_new_township_from_the_wheel(installed: Path, outside: Path, options: list[str]) -> None:
    """`bulletin init x && bulletin build x`, and the same with the checkout."""
    bulletin = installed / "bin/bulletin"
    run([bulletin, "init", "x", *options], outside)
    run([bulletin, "build", "x", "--at", AT], outside)
    checkout("init", outside / "y", *options)
    checkout("build", outside / "y", "--at", AT)
    assert tree(outside / "x/content") == tree(outside / "y/content")
    same(outside / "x/public", outside / "y/public")


def test_the_sample_from_the_wheel(installed: Path, outside: Path) -> None:
    """The sample's own templates are those of the package: without them nothing changes."""
    shutil.copytree(ROOT / "content", outside / "x/content")
    shutil.copytree(outside / "x", outside / "y")
    shutil.copytree(ROOT / "templates", outside / "y/templates")
    run([installed / "bin/bulletin", "build", "x", "--at", AT], outside)
    checkout("build", outside / "y", "--at", AT)
    same(outside / "x/public", outside / "y/public")


def run(command: list[str | Path], folder: Path) -> str:
    """Run a command in a folder and give what it says; fail with all of it where it fails."""
    done = subprocess.run(command, cwd=folder, env=BARE, check=False, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def checkout(command: str, site: Path, *options: str) -> None:
    """Run a command of this checkout's program."""
    run([sys.executable, "-m", "site_builder", command, site, *options], ROOT)


def packages(venv: Path) -> Path:
    return Path(sysconfig.get_path("purelib", "venv", {"base": str(venv)}))


def tree(folder: Path) -> dict[str, bytes]:
    """Read all files below a folder."""
    files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
    assert files
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def same(one: Path, other: Path) -> None:
    """Two folders hold the same files with the same bytes; names what differs."""
    first, second = tree(one), tree(other)
    assert "index.html" in first
    assert [path for path in sorted({*first, *second}) if first.get(path) != second.get(path)] == []
