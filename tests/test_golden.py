"""Sites below tests/golden with the command to run on each and all that has to come of it; a new case adds no code.

    tests/golden/NAME/content/…      the site; `templates/` beside it where it has its own look
    tests/golden/NAME/command        one line: the arguments after `bulletin`
    tests/golden/NAME/expected/      `status` (0 where there is none), `stdout`, `stderr`, `public/…`: what is not there
                                     is not compared; `public/` is compared whole, file by file and byte by byte

    BULLETIN_GOLDEN=write pytest tests/test_golden.py

writes `status`, `stdout`, `stderr` and `public/` anew where they exist (make an empty file or folder to begin with).
Every case still fails in that run, so that nobody takes it for a test: look at the diff, then run it again without.
"""

import io
import os
import re
import shlex
import shutil
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from site_builder.cli.commands import main

GOLDEN = Path(__file__).parent / "golden"
CASES = sorted(file.parent.name for file in GOLDEN.glob("*/command"))
WRITE = os.environ.get("BULLETIN_GOLDEN") == "write"
# What a run took differs from run to run.
SECONDS = re.compile(r'(?<=\()\d+\.\d\d(?= s\))|(?<="seconds": )[\d.e-]+')


def test_there_are_cases() -> None:
    assert len(CASES) >= 8


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_case(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = GOLDEN / name
    for part in ("content", "templates"):
        if (case / part).is_dir():
            shutil.copytree(case / part, tmp_path / part, symlinks=True)
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.chdir(tmp_path)
    found = run(shlex.split((case / "command").read_text("utf-8")))
    found |= files(tmp_path / "public") if (case / "expected" / "public").is_dir() else {}
    if WRITE:
        write(case / "expected", found)
        pytest.fail("the expectation was written anew: look at the diff, then run this without BULLETIN_GOLDEN")
    wanted = expected(case / "expected")
    compared = {path: found.get(path) for path in wanted} | {p: d for p, d in found.items() if p.startswith("public/")}
    assert compared == wanted


def run(arguments: list[str]) -> dict[str, bytes]:
    """Run a command here; give its status and what it printed."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as ended:
        main(arguments)
    printed = {"stdout": out, "stderr": err}
    for stream in printed.values():
        stream.flush()
    texts = {each: stream.buffer.getvalue().decode() for each, stream in printed.items()}
    return {
        "status": f"{ended.value.code}\n".encode(),
        **{each: SECONDS.sub("0.00", text).encode() for each, text in texts.items()},
    }


def files(folder: Path) -> dict[str, bytes]:
    """Read every file of a built site."""
    return {
        f"public/{file.relative_to(folder).as_posix()}": file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def expected(folder: Path) -> dict[str, bytes]:
    """Read what a case expects."""
    wanted = {"status": b"0\n"}
    wanted |= {n: (folder / n).read_bytes() for n in ("status", "stdout", "stderr") if (folder / n).is_file()}
    return wanted | files(folder / "public")


def write(folder: Path, found: dict[str, bytes]) -> None:
    """Write a case's expectation anew, as far as it has one."""
    folder.mkdir(exist_ok=True)
    if (folder / "public").is_dir():
        shutil.rmtree(folder / "public")
    for path, data in found.items():
        file = folder / path
        if path.startswith("public/") or path == "status" or file.is_file():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
