"""The sites that the browser looks at, each built once: the demonstration, this repository's sample, an empty one."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_builder.building.build import build
from site_builder.building.session import Options
from site_builder.editing.new_site.init import init_site
from site_builder.publishing.serverconfig.render_config import VALUES
from tests.conftest import Serve, StaticHandler, serving

ROOT = Path(__file__).parents[2]
ALERT = {
    "2026-01-14-ice.md": "title: Ice on the ferry steps\nalert: {level: warning, until: 2026-02-01}",
    "2026-01-14-ice.zh.md": "title: 渡口台阶结冰\nalert: {level: warning, until: 2026-02-01}",
}


class StrictHandler(StaticHandler):
    """Answers as the configured server does, and allows no text to become a page's code."""

    def end_headers(self) -> None:
        policy = VALUES["CSP"] + "; require-trusted-types-for 'script'; trusted-types 'none'"
        self.send_header("Content-Security-Policy", policy)
        super().end_headers()


@pytest.fixture(scope="session")
def serve_strictly() -> Iterator[Serve]:
    """Serve folders under the policy of the configured server until the session ends."""
    with serving(StrictHandler) as start:
        yield start


def built(site: Path, at: str) -> Path:
    """Build a site and give its output folder."""
    report = build(Options(site=site, output=site / "public", at=at, now=0))
    assert report.problems == ()
    return site / "public"


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration, with an alert on every page."""
    site = tmp_path_factory.mktemp("demo")
    init_site(site, demo=True)
    folder = site / "content/notices/2026"
    folder.mkdir()
    for name, head in ALERT.items():
        (folder / name).write_text(f"---\n{head}\n---\nSalt is at the *rail*.\n", "utf-8")
    return built(site, "2026-01-15")


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample that `make site` builds."""
    site = tmp_path_factory.mktemp("sample")
    for name in ("content", "templates"):
        shutil.copytree(ROOT / name, site / name)
    return built(site, "2026-01-15")


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A township that has just begun and has not published anything."""
    site = tmp_path_factory.mktemp("empty")
    init_site(site)
    shutil.rmtree(site / "content/news")
    return built(site, "2026-01-15")
