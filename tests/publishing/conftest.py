"""A site in a folder, and where it is published to: a folder of this machine or, the slow half, over ssh."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.publishing.live import Bulletin
from tests.publishing.loopback import Sshd, sshd
from tests.publishing.test_publish import Town
from tests.publishing.towns import SITE, Clock, Editor, Web, sources
from tests.sites import dump_theme, themed, write


@pytest.fixture(scope="session")
def ssh_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    with sshd(tmp_path_factory.mktemp("sshd") / "server") as running:
        yield running


@pytest.fixture(scope="session")
def plain_look(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return dump_theme(tmp_path_factory.mktemp("theme"))


@pytest.fixture(scope="module")
def plain_theme(plain_look: Path) -> Iterator[None]:
    """A theme that is quickly read, for where it does not matter what pages look like."""
    with themed(plain_look):
        yield


@pytest.fixture(params=["file", pytest.param("ssh", marks=pytest.mark.slow)])
def bulletin(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Bulletin:
    there = tmp_path / "www"
    monkeypatch.setenv("LC_ALL", "C")
    to = f"file://{there}" if request.param == "file" else request.getfixturevalue("ssh_server").url(there)
    return Bulletin(Town(tmp_path, to, there), capsys, monkeypatch)


@pytest.fixture
def web(tmp_path: Path) -> Web:
    return Web(tmp_path / "www")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what Anna does on both kinds of target; further cases of what one test has shown on both, in a folder."""
    if "anna" in metafunc.fixturenames:
        alone = metafunc.definition.get_closest_marker("folder_alone")
        kinds = ["file"] if alone else ["file", pytest.param("ssh", marks=pytest.mark.slow)]
        metafunc.parametrize("anna", kinds, indirect=True)


@pytest.fixture
def anna(  # noqa: PLR0913, PLR0917 - fixtures
    request: pytest.FixtureRequest,
    tmp_path: Path,
    web: Web,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    plain_look: Path,
) -> Iterator[Editor]:
    """Anna, who has published the site."""
    running = request.getfixturevalue("ssh_server") if request.param == "ssh" else None
    to = running.url(web.there) if running else f"file://{web.there}"
    write(tmp_path / "anna", {**sources(), "content/site.toml": SITE.format(to=to)})
    with pytest.MonkeyPatch.context() as patch, themed(plain_look):
        editor = Editor(tmp_path / "anna", capsys, Clock(patch))
        assert editor.publish() == 0, editor.err
        yield editor
