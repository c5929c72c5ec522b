"""A site in a folder, and where it is published to: a folder of this machine or, the slow half, over ssh."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.publishing.ftps_server import PASSWORD
from tests.publishing.hosts import (
    FolderHost,
    FtpsHost,
    GitHost,
    Host,
    S3Host,
    at_home,
    ftps_server,
    own_credentials,
    s3_server,
)
from tests.publishing.live import Bulletin
from tests.publishing.loopback import Sshd, run_sshd
from tests.publishing.test_publish import Town
from tests.publishing.towns import SITE, Clock, Editor, Web, sources
from tests.sites import dump_theme, themed, write

# The kinds of target on other machines.
REMOTE = ("ssh", "sftp", "s3", "git", "ftps")


@pytest.fixture(scope="session")
def running_sshd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    with run_sshd(tmp_path_factory.mktemp("sshd") / "server") as running:
        yield running


@pytest.fixture
def ssh_server(running_sshd: Sshd, monkeypatch: pytest.MonkeyPatch) -> Sshd:
    """A server that the `ssh` of this test knows, whatever other servers run."""
    monkeypatch.setenv("PATH", running_sshd.path)
    return running_sshd


@pytest.fixture(scope="session")
def sftp_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    """A server that lets nobody run a command."""
    with run_sshd(tmp_path_factory.mktemp("sftp") / "server", only="internal-sftp") as running:
        yield running


@pytest.fixture(scope="session")
def s3_endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with s3_server(tmp_path_factory.mktemp("s3")) as endpoint:
        yield endpoint


@pytest.fixture(scope="session")
def ftps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Path, Path]]:
    with ftps_server(tmp_path_factory.mktemp("ftps") / "server") as running:
        yield running


@contextmanager
def open_host(kind: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[Host]:
    """Give a host of a kind, to which nothing has been published yet."""
    if kind == "sftp":
        server = request.getfixturevalue("sftp_server")
        with at_home(server):
            yield FolderHost(server.url(folder / "www").replace("ssh://", "sftp://"), folder / "www")
    elif kind == "s3":
        with own_credentials(folder):
            yield S3Host(request.getfixturevalue("s3_endpoint"))
    elif kind == "git":
        yield GitHost(f"git+file://{folder}/pages.git", folder / "pages.git")
    elif kind == "ftps":
        port, root, certificate = request.getfixturevalue("ftps")
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SSL_CERT_FILE", str(certificate))
            patch.setenv("BULLETIN_PASSWORD", PASSWORD)
            yield FtpsHost(port, root / f"town-{secrets.token_hex(8)}")
    else:
        there = folder / "www"
        to = request.getfixturevalue("ssh_server").url(there) if kind == "ssh" else f"file://{there}"
        yield FolderHost(to, there)


@pytest.fixture(params=["file", *(pytest.param(kind, marks=pytest.mark.slow) for kind in REMOTE)])
def host(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Host]:
    """A host of each kind, one after the other."""
    with open_host(request.param, request, tmp_path) as opened:
        yield opened


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
