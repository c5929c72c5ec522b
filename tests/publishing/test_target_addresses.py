"""Addresses of targets as people copy and write them: they are understood, or it is said what to write instead."""

import getpass
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from site_builder.cli.commands import main
from site_builder.publishing.targets.open_target import open_target
from site_builder.publishing.targets.target import TargetSettings
from tests.publishing.hosts import GitHost, at_home
from tests.publishing.loopback import Sshd, sshd
from tests.publishing.towns import SITE, sources
from tests.sites import article, tree, write

pytestmark = pytest.mark.usefixtures("plain_theme")
USER = getpass.getuser()
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on a small site that is published to an address; gives the exit status and what was said."""

    def call(to: str, *arguments: str, more: str = "") -> tuple[int, str, str]:
        site = tmp_path / "site"
        if not site.exists():
            write(site, sources())
        write(site, {"content/site.toml": SITE.format(to=to) + more})
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([*arguments, "--site", str(site), "--lang", "en"])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return int(ended.value.code or 0), said.out, said.err

    return call


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The folder in which sessions over there begin."""
    (tmp_path / "the home").mkdir()
    return tmp_path / "the home"


@pytest.fixture
def town(tmp_path: Path, home: Path) -> Iterator[Sshd]:
    """A server that ~/.ssh/config calls town."""
    with sshd(tmp_path / "sshd", first=f"cd '{home}'") as server:
        config = server.folder / "ssh_config"
        config.write_text(f"Host town\n  HostName 127.0.0.1\n  Port {server.relay.port}\nHost *\n{config.read_text()}")
        yield server


@pytest.mark.slow
@pytest.mark.usefixtures("town")
@pytest.mark.parametrize(
    ("to", "folder"),
    [
        (f"ssh://{USER}@town/~/www/", "www"),
        ("town:www/the town", "www/the town"),
        (f"{USER}@town:~/www/100%25", "www/100%25"),
        (f"{USER}@town:./www", "www"),
    ],
)
def test_a_folder_below_the_home_over_ssh(to: str, folder: str, run: Run, home: Path) -> None:
    (home / "www").mkdir()
    assert run(to, "publish")[0] == 0
    assert (home / folder / "current/index.html").is_file()


@pytest.mark.slow
@pytest.mark.usefixtures("town")
def test_what_else_is_done_below_the_home(run: Run, home: Path, tmp_path: Path) -> None:
    to, folder = "ssh://town/~/www/the%20town", "www/the town"
    status, _, said = run(to, "publish")
    assert status == 2
    assert f"there is no folder {home}/www for the target live" in said
    assert run(to, "publish", "--create")[0] == 0
    first = tree(home / folder / "current")
    write(tmp_path / "site", {"content/about.md": article("title: About", "Other words.\n")})
    assert run(to, "publish")[0] == 0
    assert b"Other words." in (home / folder / "current/about/index.html").read_bytes()
    assert run(to, "rollback")[0] == 0
    assert tree(home / folder / "current")["about/index.html"] == first["about/index.html"]
    assert run(to, "takedown", "/about/", "--reason", "x")[0] == 0
    assert not (home / folder / "current/about/index.html").exists()


@pytest.mark.slow
@pytest.mark.usefixtures("town")
def test_a_whole_path_in_the_short_form(run: Run, tmp_path: Path) -> None:
    assert run(f"{USER}@town:{tmp_path}/the www", "publish")[0] == 0
    assert (tmp_path / "the www/current/index.html").is_file()


@pytest.mark.slow
@pytest.mark.parametrize("to", [f"{USER}@town:pages/of town.git", "git+town:pages/of town.git"])
def test_the_address_of_a_repository_as_it_is_copied(to: str, town: Sshd, run: Run, home: Path) -> None:
    (home / "pages").mkdir()
    pages, kept = (GitHost("", home / "pages" / name) for name in ("of town.git", "kept.git"))
    status, _, said = run(to, "publish", more=f'private = "{USER}@town:pages/kept.git"\n')
    assert status == 0, said
    assert "index.html" in pages.served()
    assert pages.branches() == ["gh-pages"]
    assert kept.branches() == ["bulletin/releases/gh-pages"]
    (town.folder / "known_hosts").write_text("")
    status, _, said = run(to, "publish")
    assert status == 3
    assert "host key" in said


@pytest.mark.slow
def test_a_folder_below_the_home_over_sftp(run: Run, tmp_path: Path) -> None:
    with sshd(tmp_path / "sshd", only=f"internal-sftp -d {tmp_path}") as server, at_home(server):
        to = server.url(Path("/~/the%20www/")).replace("ssh://", "sftp://")
        assert run(to, "publish")[0] == 0
        assert run(to, "takedown", "/about/", "--reason", "x")[0] == 0
    assert (tmp_path / "the www/current/index.html").is_file()
    assert not (tmp_path / "the www/current/about/index.html").exists()


@pytest.mark.slow
def test_a_folder_below_the_home_over_ftps(
    run: Run, ftps: tuple[int, Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.publishing.ftps_server import PASSWORD
    from tests.publishing.ftps_server import USER as ANNA

    port, root, certificate = ftps
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    monkeypatch.setenv("BULLETIN_PASSWORD", PASSWORD)
    (root / tmp_path.name).mkdir()
    to = f"ftps://{ANNA}@127.0.0.1:{port}/~/{tmp_path.name}/www"
    assert run(to, "publish")[0] == 0
    assert run(to, "takedown", "/about/", "--reason", "x")[0] == 0
    assert (root / tmp_path.name / "www/index.html").is_file()
    assert not (root / tmp_path.name / "www/about/index.html").exists()
    assert (root / tmp_path.name / ".bulletin-www/.htaccess").is_file()
    status, _, said = run(to, "publish", more=f'private = "ftps://{ANNA}@127.0.0.1/~/{tmp_path.name}/www/own"\n')
    assert status == 2
    assert "outside of what is served" in said


@pytest.mark.parametrize(
    ("to", "instead"),
    [
        ("ssh://anna@town/~bob/www", "ssh://anna@town/home/bob/www"),
        ("anna@town:~bob/www", "ssh://anna@town/home/bob/www"),
        ("sftp://town:2222/~/", "sftp://town:2222/~/www"),
        ("ssh://town/~", "ssh://town/~/www"),
        ("ssh://anna@town/", "ssh://anna@town/~/www"),
        ("anna@town:~/", "ssh://anna@town/~/www"),
        ("ssh://anna@town:www/the town", "ssh://anna@town/~/www/the%20town"),
        ("sftp://anna@[::1]:/srv/www", "sftp://anna@[::1]/srv/www"),
        ("ssh://git@github.com/town/pages.git", "git+ssh://git@github.com/town/pages.git"),
        ("https://github.com/town/pages.git", "git+https://github.com/town/pages.git"),
        ("ssh://git@github.com:town/pages.git", "git@github.com:town/pages.git"),
        ("git+ssh://git@github.com:town/pages.git", "git@github.com:town/pages.git"),
        ("ftp://town@ftp.example.org/www", "ftps://town@ftp.example.org/www"),
        ("/srv/www/the town", "file:///srv/www/the%20town"),
        ("file:/srv/www", "file:///srv/www"),
        ("file://srv/www", "file:///srv/www"),
        ("file://~/www", "file:///home/anna/www"),
        ("~/www", "file:///home/anna/www"),
        ("C:\\www\\town", "file:///C:/www/town"),
    ],
)
def test_what_to_write_instead(to: str, instead: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/anna")
    status, _, said = run(to, "publish")
    assert status == 2
    assert said == f'bulletin: the target live cannot be published to: "{to}"; write to = "{instead}"\n'
    assert open_target("live", instead, settings=TargetSettings()).name == "live"


@pytest.mark.parametrize(
    "to", ["", "town", "www", "https://example.org/", "ext::sh -c true", "mailto:anna@example.org"]
)
def test_what_nobody_can_guess(to: str, run: Run) -> None:
    status, _, said = run(to, "publish")
    assert status == 2
    assert "docs/targets.md has the other kinds" in said


@pytest.mark.parametrize(
    ("to", "root"),
    [
        ("anna@town:/srv/www/the town", "/srv/www/the town/current"),
        ("ssh://anna@town/srv/the%20town", "/srv/the town/current"),
        ("anna@town:www", "/srv/www/bulletin/current"),
        ("git@github.com:town/pages.git", "/srv/www/bulletin/current"),
        ("ssh://town/~/www", "/srv/www/bulletin/current"),
    ],
)
def test_the_folder_that_a_web_server_is_told_of(to: str, root: str, run: Run) -> None:
    status, out, _ = run(to, "serverconfig", "nginx")
    assert status == 0
    assert f'root "{root}"' in out or f"root {root}" in out
