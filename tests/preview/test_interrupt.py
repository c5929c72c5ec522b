"""Ctrl-C ends the preview at any moment: exit status 0, nothing on standard error, the locks free, no process left."""

import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

from site_builder.building.build import build
from site_builder.building.session import Options
from site_builder.state_folder import PREVIEW_OUTPUT
from tests.preview.running import running
from tests.sites import PLAIN_TOML, article, tree, write
from tests.waiting import wait_until

pytestmark = pytest.mark.slow

MANY = {
    f"content/news/2024-01-02-{n}.md": article(f"title: Item {n}\ntopics: Roads", "Words.\n" * 30) for n in range(60)
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write(tmp_path / "site", MANY | {"content/site.toml": PLAIN_TOML})


def built_anew(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Build into the preview's output: it can be had at once, and comes out as it would anew."""
    monkeypatch.setattr("site_builder.building.output_folder.LOCK_TIMEOUT", 0.0)
    options = Options(site=site, output=site / PREVIEW_OUTPUT, at="2024-06-15", now=0.0, drafts=True, scheduled=True)
    build(options)
    after = tree(site / PREVIEW_OUTPUT)
    assert "news/2024/7/index.html" in after


def test_while_it_waits(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with running(site, "--at", "2024-06-15") as preview, urlopen(f"{preview.address}_preview/events?page=/") as stream:
        assert stream.readline() == b"retry: 500\n"
        assert preview.interrupt() == 0
        assert preview.errors.read_text("utf-8") == ""
    built_anew(site, monkeypatch)


@pytest.mark.parametrize("part", range(6))
def test_during_a_build(site: Path, part: int, monkeypatch: pytest.MonkeyPatch) -> None:
    state = site / ".bulletin"
    with running(site, "--at", "2024-06-15", ready=False) as preview:
        wait_until(lambda: any(state.glob("preview-*/holder")))
        time.sleep(0.25 * part)  # which part of the build it comes in
        assert preview.process.poll() is None
        assert preview.interrupt() == 0
        assert preview.errors.read_text("utf-8") == ""
    built_anew(site, monkeypatch)


def test_twice(site: Path) -> None:
    with running(site, "--at", "2024-06-15") as preview:
        for _ in range(5):
            preview.process.send_signal(2)
        assert preview.process.wait(timeout=20) == 0
        assert preview.errors.read_text("utf-8") == ""


@pytest.mark.parametrize(
    ("arguments", "status"), [(["{none}"], 2), (["{site}", "--at", "soon"], 2), (["{site}", "--port", "70000"], 2)]
)
def test_wrong_usage_ends_it_with_a_sentence(site: Path, arguments: list[str], status: int) -> None:
    command = [each.format(site=site, none=site.parent / "none") for each in arguments]
    done = subprocess.run(
        [sys.executable, "-m", "site_builder", "preview", *command],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == status
    assert done.stdout == ""
    assert "bulletin: " in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_that_is_taken_is_told(site: Path) -> None:
    with running(site, "--at", "2024-06-15") as first:
        port = first.address.rstrip("/").rpartition(":")[2]
        with running(site, "--at", "2024-06-15", "--port", port) as second:
            assert any(line.startswith(f"Port {port} is taken") for line in second.said)
            assert second.get("")[0] == 200
            assert second.interrupt() == 0
        assert first.interrupt() == 0
