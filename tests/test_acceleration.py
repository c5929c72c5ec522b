"""The list of second ways is true: all are taken, or with the switch none, and the bytes are the same."""

import os
import subprocess
import sys
from functools import reduce
from importlib import import_module
from pathlib import Path

import pytest

from site_builder import acceleration
from site_builder.acceleration import SECOND_WAYS, VARIABLE
from site_builder.building.build import build
from site_builder.building.session import Options
from site_builder.editing.new_site.init import init_site
from site_builder.planning import qr_code
from tests.sites import tree

ROOT = Path(__file__).parents[1]
FUNCTIONS = [way.function for way in SECOND_WAYS]


def build_counting(site: Path, *, accelerated: bool) -> tuple[dict[str, bytes], set[str]]:
    """Build the demonstration; give its output, and which of the second ways were taken."""
    taken: set[str] = set()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(acceleration, "ACCELERATED", accelerated)
        patch.setattr(qr_code, "SEGNO_LIMIT", 0)
        qr_code.make_qr_code.cache_clear()
        for function in FUNCTIONS:
            count_calls(patch, function, taken)
        init_site(site, demo=True)
        report = build(Options(site=site, output=site / "public", at="2025-06-01", now=0.0))
    assert not [each for each in report.problems if each.severity == "error"]
    return tree(site / "public"), taken


def count_calls(patch: pytest.MonkeyPatch, function: str, taken: set[str]) -> None:
    """Have a function noted when it is called, under whatever name its module or another of ours knows it."""
    module, _, name = function.partition(":")
    *holders, last = name.split(".")
    holder = reduce(getattr, holders, import_module(f"site_builder.{module}"))
    real = getattr(holder, last)

    def called(*values: object, **named: object) -> object:
        taken.add(function)
        return real(*values, **named)

    for each in [holder] if holders else [m for n, m in sys.modules.items() if n.startswith("site_builder.")]:
        if getattr(each, last, None) is real:
            patch.setattr(each, last, called)


@pytest.fixture(scope="module")
def fast(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], set[str]]:
    return build_counting(tmp_path_factory.mktemp("fast") / "site", accelerated=True)


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], set[str]]:
    return build_counting(tmp_path_factory.mktemp("slow") / "site", accelerated=False)


@pytest.mark.slow
@pytest.mark.parametrize("function", FUNCTIONS)
def test_each_is_taken(function: str, fast: tuple[dict[str, bytes], set[str]]) -> None:
    assert function in fast[1]


@pytest.mark.slow
@pytest.mark.parametrize("function", FUNCTIONS)
def test_each_is_switched_off(function: str, slow: tuple[dict[str, bytes], set[str]]) -> None:
    assert function not in slow[1]


@pytest.mark.slow
def test_the_bytes_are_the_same(
    fast: tuple[dict[str, bytes], set[str]], slow: tuple[dict[str, bytes], set[str]]
) -> None:
    assert len(fast[0]) > 300
    assert [path for path in sorted(fast[0].keys() | slow[0].keys()) if fast[0].get(path) != slow[0].get(path)] == []


@pytest.mark.parametrize("way", SECOND_WAYS, ids=FUNCTIONS)
def test_each_is_compared(way: acceleration.SecondWay) -> None:
    """So that whoever doubts one finds the test that holds it against the first way."""
    module = way.function.partition(":")[0].rpartition(".")[2]
    assert module in (ROOT / way.test).read_text("utf-8")


@pytest.mark.parametrize(("value", "expected"), [(None, "True"), ("", "True"), ("0", "True"), ("1", "False")])
def test_the_environment_switches(value: str | None, expected: str) -> None:
    environment = {name: each for name, each in os.environ.items() if name != VARIABLE}
    environment |= {"PYTHONPATH": str(ROOT)} | ({} if value is None else {VARIABLE: value})
    program = "from site_builder.acceleration import is_accelerated; print(is_accelerated())"
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == expected
