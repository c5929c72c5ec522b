"""The same content makes the same bytes, whatever folder, time zone, locale, hash seed and processes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from site_builder.editing.new_site.init import init_site
from tests.sites import tree

Variant = tuple[dict[str, str], str, str]
FIRST: Variant = ({"TZ": "UTC", "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8", "PYTHONHASHSEED": "1"}, "a", "1")
VARIANTS: dict[str, Variant] = {
    "folder": (FIRST[0], "a much longer/name 文件夹", "1"),
    "time zone": (FIRST[0] | {"TZ": "Pacific/Kiritimati"}, "b", "1"),
    "locale": (FIRST[0] | {"LC_ALL": "zh_CN.UTF-8", "LANG": "zh_CN.UTF-8"}, "c", "1"),
    "plain locale": (FIRST[0] | {"LC_ALL": "C", "LANG": "C"}, "d", "1"),
    "hash seed": (FIRST[0] | {"PYTHONHASHSEED": "4242"}, "e", "1"),
    "processes": (FIRST[0], "f", "2"),
}


def outcome(root: Path, variant: Variant) -> dict[str, bytes]:
    """Build the demonstration in a process of its own, by a path relative to the folder above it."""
    environment, name, jobs = variant
    site = root / name
    init_site(site, demo=True)
    command = [sys.executable, "-m", "site_builder", "build", name, "--at", "2025-06-01", "--jobs", jobs]
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "TZ", "PYTHONHASH"))}
    path = {"PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(command, cwd=root, env=kept | path | environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return tree(site / "public")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return outcome(tmp_path_factory.mktemp("first"), FIRST)


@pytest.mark.slow
@pytest.mark.parametrize("name", VARIANTS)
def test_the_same_bytes(tmp_path: Path, first: dict[str, bytes], name: str) -> None:
    other = outcome(tmp_path, VARIANTS[name])
    assert len(first) > 300
    assert [p for p in sorted(first.keys() | other.keys()) if first.get(p) != other.get(p)] == []
