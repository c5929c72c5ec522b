"""What is said where a host cannot be reached, lets nobody in or is not as it should be: one sentence, and no hang."""

import os
import re
import socket
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from site_builder.cli.commands import main
from tests.publishing.ftps_server import PASSWORD, USER
from tests.publishing.hosts import (
    FtpsHost,
    GitHost,
    Host,
    S3Host,
    at_home,
    make_certificate,
    own_credentials,
    reading,
    s3_server,
)
from tests.publishing.live import served
from tests.publishing.loopback import Sshd, end, free_port, sshd, wait_for_port
from tests.publishing.towns import SITE, sources
from tests.sites import article, tree, write

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("plain_theme")]
Publish = Callable[..., tuple[int, str]]
EXTRAS = {"asyncssh": "sftp", "boto3": "s3"}


class EverythingHost(Host):
    """What a web server that is let into the whole bucket shows."""

    def __init__(self, bucket: S3Host) -> None:
        self.bucket = bucket

    def served(self) -> dict[str, bytes]:
        return self.bucket.everything()

    def everything(self) -> dict[str, bytes]:
        return self.bucket.everything()

    def plant(self, path: str, data: bytes) -> None:
        self.bucket.plant(path, data)


@pytest.fixture
def publish(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Publish:
    """Publish a small site to an address; gives the exit status and what was said, which is one line."""
    monkeypatch.setenv("LC_ALL", "C")

    def call(to: str, more: str = "", *arguments: str) -> tuple[int, str]:
        write(tmp_path / "site", {**sources(), "content/site.toml": SITE.format(to=to) + more})
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([*(arguments or ["publish"]), "--site", str(tmp_path / "site"), "--lang", "en"])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        status = int(ended.value.code or 0)
        assert status == 0 or said.err.count("\n") == 1, said.err
        return status, said.err

    return call


@contextmanager
def listening(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """Listen on a port, and do something with each connection."""
    open_ones: list[socket.socket] = []

    def listen() -> None:
        while True:
            try:
                open_ones.append(server.accept()[0])
                talk(open_ones[-1])
            except OSError:
                if server.fileno() < 0:
                    return

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = Thread(target=listen, daemon=True)
        thread.start()
        try:
            yield int(server.getsockname()[1])
        finally:
            server.shutdown(socket.SHUT_RDWR)
    thread.join()
    for each in open_ones:
        each.close()


@pytest.fixture
def somebody(tmp_path: Path) -> Iterator[None]:
    """Somebody with a password, and credentials of S3, that nobody has to know."""
    with own_credentials(tmp_path), pytest.MonkeyPatch.context() as patch:
        patch.setenv("BULLETIN_PASSWORD", PASSWORD)
        patch.setenv("HOME", str(tmp_path / "home"))
        patch.delenv("SSH_AUTH_SOCK", raising=False)
        yield


def addresses(port: int) -> dict[str, tuple[str, str]]:
    """Give an address of each kind at a port, with what else stands in site.toml."""
    return {
        "sftp": (f"sftp://anna@127.0.0.1:{port}/www", ""),
        "s3": ("s3://town/www", f'endpoint = "http://127.0.0.1:{port}"\n'),
        "ftps": (f"ftps://anna@127.0.0.1:{port}/www", ""),
        "git": (f"git+ssh://git@127.0.0.1:{port}/town/pages.git", ""),
    }


@pytest.mark.usefixtures("somebody")
@pytest.mark.parametrize("kind", ["sftp", "s3", "ftps", "git"])
def test_where_nobody_listens(kind: str, publish: Publish) -> None:
    status, said = publish(*addresses(1)[kind])
    assert status == 3
    assert "127.0.0.1" in said
    assert said.endswith("Connection refused\n")


@pytest.mark.usefixtures("somebody")
@pytest.mark.parametrize("kind", ["sftp", "s3", "ftps", "git"])
def test_a_server_that_says_nothing_is_not_waited_for(
    kind: str, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    targets = "site_builder.publishing.targets"
    monkeypatch.setattr(f"{targets}.sftp.connection.CONNECT_TIMEOUT", 0.5)
    monkeypatch.setattr(f"{targets}.mirror.s3_store.READ_TIMEOUT", 0.5)
    monkeypatch.setattr(f"{targets}.mirror.s3_store.ATTEMPTS", 1)
    monkeypatch.setattr(f"{targets}.mirror.ftps_session.TIMEOUT", 0.5)
    monkeypatch.setattr(f"{targets}.git.repository.SSH", "ssh -o BatchMode=yes -o ConnectTimeout=1")
    with listening(lambda _: None) as port:
        status, said = publish(*addresses(port)[kind])
    assert status == 3
    assert "does not answer" in said or "timed out" in said


@pytest.mark.usefixtures("somebody")
@pytest.mark.parametrize("kind", ["sftp", "s3", "ftps"])
def test_a_server_that_hangs_up(kind: str, publish: Publish) -> None:
    with listening(lambda connection: connection.close()) as port:
        status, said = publish(*addresses(port)[kind])
    assert status == 3
    assert "the connection to 127.0.0.1" in said


@pytest.mark.parametrize("kind", ["sftp", "git"])
def test_ssh_lets_nobody_in_without_a_key(kind: str, publish: Publish, tmp_path: Path) -> None:
    with sshd(tmp_path / "sshd", only="internal-sftp") as server, at_home(server):
        (server.folder / "authorized_keys").write_text("")
        port = server.relay.port
        status, said = publish(*addresses(port)[kind])
        assert status == 3
        assert "lets anna in neither with a key" in said if kind == "sftp" else "ermission denied" in said
        server.make_key("other")
        server.know("other")
        status, said = publish(*addresses(port)[kind])
        assert status == 3
        assert "host key" in said


def test_an_account_that_has_a_shell_alone(publish: Publish, tmp_path: Path) -> None:
    with sshd(tmp_path / "sshd", only="/bin/false") as server, at_home(server):
        status, said = publish(server.url(tmp_path / "www").replace("ssh://", "sftp://"))
    assert status == 3
    assert "127.0.0.1" in said


def test_sftp_into_a_folder_that_is_missing_or_closed(publish: Publish, sftp_server: Sshd, tmp_path: Path) -> None:
    with at_home(sftp_server):
        to = sftp_server.url(tmp_path / "ww/bulletin").replace("ssh://", "sftp://")
        status, said = publish(to)
        assert status == 2
        assert f"there is no folder {tmp_path}/ww for the target live" in said
        assert publish(to, "", "publish", "--create")[0] == 0
        assert (tmp_path / "ww/bulletin/current/index.html").is_file()
        (tmp_path / "file").write_text("no folder")
        status, said = publish(sftp_server.url(tmp_path / "file").replace("ssh://", "sftp://"))
        assert status == 3
        (tmp_path / "ww/bulletin/current").unlink()
        (tmp_path / "ww/bulletin/current").mkdir()
        status, said = publish(to)
        assert status == 3
        assert "is not a link to one of its releases" in said


def test_an_account_of_sftp_with_a_password(
    publish: Publish, sftp_server: Sshd, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port, key = free_port(), sftp_server.folder / "host"
    command = [sys.executable, "-W", "ignore", "-m", "tests.publishing.password_server", str(port), str(key)]
    with at_home(sftp_server):
        process = subprocess.Popen(command)
        try:
            wait_for_port(port, process)
            public = " ".join((sftp_server.folder / "host.pub").read_text().split()[:2])
            (tmp_path / "known").write_text(f"[127.0.0.1]:{port} {public}\n")
            (Path(os.environ["HOME"]) / ".ssh/config").write_text(f'UserKnownHostsFile "{tmp_path}/known"\n')
            to = f"sftp://{USER}@127.0.0.1:{port}{tmp_path}/www"
            monkeypatch.setenv("BULLETIN_PASSWORD", "wrong")
            status, said = publish(to)
            assert status == 3
            assert f"lets {USER} in neither with a key of the agent or of ~/.ssh nor with the password" in said
            monkeypatch.setenv("BULLETIN_PASSWORD", PASSWORD)
            assert publish(to)[0] == 0
        finally:
            end(process)
    assert (tmp_path / "www/current/index.html").is_file()


def test_a_folder_below_the_home_over_there(publish: Publish, tmp_path: Path) -> None:
    """Where a session begins, which is the account's home or what the server says."""
    with sshd(tmp_path / "sshd", only=f"internal-sftp -d {tmp_path}") as server, at_home(server):
        assert publish(server.url(Path("/~/town/www")).replace("ssh://", "sftp://"), "", "publish", "--create")[0] == 0
    assert (tmp_path / "town/www/current/index.html").is_file()


def test_a_host_behind_another_by_the_name_that_ssh_config_has(
    publish: Publish, sftp_server: Sshd, tmp_path: Path
) -> None:
    with sshd(tmp_path / "jump", only="/bin/false") as jump, at_home(sftp_server):
        known = "".join((each.folder / "known_hosts").read_text() for each in (sftp_server, jump))
        (tmp_path / "known").write_text(known)
        (jump.folder / "authorized_keys").write_text((sftp_server.folder / "user.pub").read_text())
        user, _, port = jump.url(Path("/")).removeprefix("ssh://").strip("/").partition("@127.0.0.1:")
        usual = (sftp_server.folder / "ssh_config").read_text().splitlines()[1:]
        config = [f"Host town\n    HostName 127.0.0.1\n    Port {sftp_server.relay.port}"]
        config += [f"    ProxyJump {user}@127.0.0.1:{port}\nHost *", f'UserKnownHostsFile "{tmp_path}/known"', *usual]
        (Path(os.environ["HOME"]) / ".ssh/config").write_text("\n".join(config))
        assert publish(f"sftp://{user}@town{tmp_path}/www")[0] == 0
        assert jump.relay.bytes[1] > 10_000
    assert (tmp_path / "www/current/index.html").is_file()


def test_browsers_are_told_what_each_object_is(publish: Publish, s3_endpoint: str, tmp_path: Path) -> None:
    with own_credentials(tmp_path):
        host = S3Host(s3_endpoint)
        assert publish(host.to, host.more)[0] == 0

        def find_type(path: str) -> str:
            return str(host.client.head_object(Bucket=host.bucket, Key=f"www/{path}")["ContentType"])

        assert find_type("index.html") == "text/html; charset=utf-8"
        assert find_type("feed.xml") in {"application/xml; charset=utf-8", "text/xml; charset=utf-8"}
        assert find_type("bulletin-manifest.json") == "application/json; charset=utf-8"
        styles = [key for key in host.list_keys() if key.endswith(".css")]
        assert {find_type(key.removeprefix("www/")) for key in styles} == {"text/css; charset=utf-8"}


def test_web_space_that_shows_what_lies_beside_the_site(
    publish: Publish, ftps: tuple[int, Path, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    port, root, certificate = ftps
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    monkeypatch.setenv("BULLETIN_PASSWORD", PASSWORD)
    host = FtpsHost(port, root / f"beside-{tmp_path.name}")
    with served(host.root) as url:
        status, said = publish(host.to, f'url = "{url}www/"\n')
        assert status == 3
        assert f"anybody could read what is kept for going back, at {url}.bulletin-www/private" in said
        assert host.served() == {}
        kept = f'url = "{url}www/"\nprivate = "ftps://{USER}@127.0.0.1:{port}/kept-{tmp_path.name}"\n'
        assert publish(host.to, kept)[0] == 0
    for each in (host.root / "www", root / f"kept-{tmp_path.name}"):
        (each / ".bulletin-part-0123").write_bytes(b"what was cut off")
    assert publish(host.to, kept)[0] == 0
    assert not list(root.rglob(".bulletin-part-*"))
    assert (root / f"kept-{tmp_path.name}/.htaccess").read_text() == "Require all denied\n"
    assert "index.html" in host.served()


def test_credentials_of_s3_that_are_missing_or_wrong(publish: Publish, s3_endpoint: str, tmp_path: Path) -> None:
    with own_credentials(tmp_path), pytest.MonkeyPatch.context() as patch:
        to, more = "s3://town/www", f'endpoint = "{s3_endpoint}"\n'
        status, said = publish("s3://nobody-has-it/www", more)
        assert status == 3
        assert "there is no bucket nobody-has-it at 127.0.0.1" in said
        patch.setenv("INITIAL_NO_AUTH_ACTION_COUNT", "0")
        with s3_server(tmp_path / "strict") as strict:
            status, said = publish(to, f'endpoint = "{strict}"\n')
        assert status == 3
        assert "refuses the credentials at hand" in said
        patch.delenv("AWS_ACCESS_KEY_ID")
        patch.delenv("AWS_SECRET_ACCESS_KEY")
        patch.setenv("HOME", str(tmp_path))
        status, said = publish(to, more)
        assert status == 3
        assert "no credentials for 127.0.0.1" in said
        assert "AWS_ACCESS_KEY_ID" in said
        patch.setenv("AWS_PROFILE", "nobody")
        assert publish(to, more)[0] == 3


@pytest.mark.usefixtures("somebody")
def test_a_certificate_that_nobody_vouches_for(
    publish: Publish, ftps: tuple[int, Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    status, said = publish(f"ftps://{USER}@127.0.0.1:{ftps[0]}/www")
    assert status == 3
    assert "the certificate of 127.0.0.1 cannot be trusted (self-signed certificate" in said
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(make_certificate(tmp_path))
    with listening(lambda plain: context.wrap_socket(plain, server_side=True).close()) as port:
        status, said = publish("s3://town/www", f'endpoint = "https://127.0.0.1:{port}"\n')
    assert status == 3
    assert "the certificate of 127.0.0.1" in said


def test_passwords_of_ftps(
    publish: Publish, ftps: tuple[int, Path, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    port, root, certificate = ftps
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("BULLETIN_PASSWORD", raising=False)
    to = f"ftps://{USER}@127.0.0.1:{port}/{tmp_path.name}"
    status, said = publish(to)
    assert status == 3
    assert "no password for 127.0.0.1 was found; set BULLETIN_PASSWORD, or write it into ~/.netrc" in said
    monkeypatch.setenv("BULLETIN_PASSWORD", "wrong")
    status, said = publish(to)
    assert status == 3
    assert f"127.0.0.1 lets {USER} not in" in said
    monkeypatch.delenv("BULLETIN_PASSWORD")
    (tmp_path / ".netrc").write_text(f'machine 127.0.0.1 login {USER} password "{PASSWORD}"\n')
    (tmp_path / ".netrc").chmod(0o600)
    assert publish(to)[0] == 0
    assert (root / tmp_path.name / "index.html").is_file()
    status, said = publish(f"ftps://{USER}@127.0.0.1:{port}/ww/{tmp_path.name}")
    assert status == 2
    assert "there is no folder /ww for the target live" in said
    assert publish(f"ftps://{USER}@127.0.0.1:{port}/ww/{tmp_path.name}", "", "publish", "--create")[0] == 0


@pytest.mark.parametrize(
    ("to", "more", "said"),
    [
        ("s3://", "", "cannot be published to"),
        ("ftps://anna@127.0.0.1/", "", "cannot be published to"),
        ("git+ssh:///pages.git", "", "cannot be published to"),
        ("sftp://anna@127.0.0.1:99999/www", "", "cannot be published to"),
        ("s3://town", 'private = "file:///srv"\n', 'write private = "s3://bucket/prefix"'),
        ("ftps://anna@127.0.0.1/www", 'private = "ftps://anna@127.0.0.1/www/own"\n', "outside of what is served"),
        ("git+ssh://127.0.0.1/p.git", 'branch = "--upload-pack=x"\n', "a branch or a private place that no"),
    ],
)
def test_addresses_that_are_none(to: str, more: str, said: str, publish: Publish) -> None:
    status, err = publish(to, more)
    assert status == 2
    assert said in err


def test_an_endpoint_that_is_none_is_a_mistake_at_its_line(
    publish: Publish, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, said = publish("s3://town", 'endpoint = "example.org"\n')
    assert status == 2
    assert 'the endpoint of the target live is no address of a host: "example.org"' in said
    with pytest.raises(SystemExit) as ended:
        main(["check", "--site", str(tmp_path / "site"), "--lang", "en"])
    assert ended.value.code == 1
    said = "".join(capsys.readouterr())
    assert "content/site.toml:8:12: error: publish.live.endpoint is no address of a host" in said


def run_apart(site: Path, *, missing: str = "") -> "subprocess.CompletedProcess[str]":
    """Publish in a process of its own, which tells what it imports, and in which a module may be missing."""
    program = f"""
import sys
sys.modules.update(dict.fromkeys({[missing] if missing else []}))
sys.argv = ["bulletin", "publish", "--site", {str(site)!r}, "--lang", "en"]
from site_builder.cli import main
main()
"""
    command = [sys.executable, *([] if missing else ["-X", "importtime"]), "-c", program]
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


@pytest.mark.usefixtures("somebody")
@pytest.mark.parametrize("module", EXTRAS)
def test_an_extra_that_is_missing_is_named(module: str, tmp_path: Path) -> None:
    to, more = addresses(1)[EXTRAS[module]]
    write(tmp_path, {**sources(), "content/site.toml": SITE.format(to=to) + more})
    done = run_apart(tmp_path, missing=module)
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1
    assert f"install township-bulletin[{EXTRAS[module]}]" in done.stderr


@pytest.mark.usefixtures("somebody")
@pytest.mark.parametrize(
    ("kind", "may"),
    [("file", ()), ("git", ()), ("sftp", ("asyncssh",)), ("s3", ("boto3", "botocore")), ("ftps", ("ftplib",))],
)
def test_nothing_of_an_extra_is_imported_where_it_is_not_used(kind: str, may: tuple[str, ...], tmp_path: Path) -> None:
    to, more = {"file": (f"file://{tmp_path}/www", ""), **addresses(1)}[kind]
    write(tmp_path / "site", {**sources(), "content/site.toml": SITE.format(to=to) + more})
    done = run_apart(tmp_path / "site")
    assert done.returncode == (0 if kind == "file" else 3)
    loaded = {name.partition(".")[0] for name in re.findall(r"^import time:.*\| +(\S+)$", done.stderr, re.MULTILINE)}
    assert "site_builder" in loaded
    assert loaded & {"asyncssh", "boto3", "botocore", "ftplib"} == set(may)


def test_a_bucket_that_anybody_may_read_keeps_nothing_private(
    publish: Publish, s3_endpoint: str, tmp_path: Path
) -> None:
    with own_credentials(tmp_path):
        public, private = S3Host(s3_endpoint), S3Host(s3_endpoint)
        public.client.put_bucket_acl(Bucket=public.bucket, ACL="public-read")
        status, said = publish(public.to, public.more)
        assert status == 3
        assert "anybody could read what is kept for going back" in said
        assert "private = " in said
        assert public.served().keys() <= {".bulletin/www/private"}
        public.client.delete_object(Bucket=public.bucket, Key=".bulletin/www/private")
        assert publish(public.to, f'{public.more}private = "s3://{private.bucket}"\n')[0] == 0
        assert {key.partition("/")[0] for key in public.list_keys()} == {"www"}
        assert "current" in private.list_keys()
        assert private.served() == {}


def test_a_bucket_may_be_the_site_itself(publish: Publish, s3_endpoint: str, tmp_path: Path) -> None:
    """What readers may not get lies below `.bulletin/`, and a web server that shows that as well is found out."""
    with own_credentials(tmp_path):
        host = S3Host(s3_endpoint)
        assert publish(f"s3://{host.bucket}", host.more)[0] == 0
        assert host.served().keys() == {key for key in host.list_keys() if not key.startswith(".bulletin/")}
        assert host.served()["index.html"] == (tmp_path / "site/public/index.html").read_bytes()
        with reading(EverythingHost(host)) as url:
            status, said = publish(f"s3://{host.bucket}", f'{host.more}url = "{url}"\n')
        assert status == 3
        assert f"anybody could read what is kept for going back, at {url}.bulletin/private" in said


def test_a_bucket_that_keeps_versions_ends_no_takedown(publish: Publish, s3_endpoint: str, tmp_path: Path) -> None:
    with own_credentials(tmp_path):
        host = S3Host(s3_endpoint)
        host.client.put_bucket_versioning(Bucket=host.bucket, VersioningConfiguration={"Status": "Enabled"})
        assert publish(host.to, host.more)[0] == 0
        status, said = publish(host.to, host.more, "takedown", "/news/2024/fee/", "--reason", "x")
        assert status == 3
        assert f"still kept in the bucket {host.bucket}, which has versions" in said
        assert "news/2024/fee/index.html" not in host.served()


def test_a_branch_of_somebody_else_is_left_alone(publish: Publish, tmp_path: Path) -> None:
    host = GitHost(f"git+file://{tmp_path}/pages.git", tmp_path / "pages.git")
    empty = host.git("mktree").decode().strip()
    commit = host.git("commit-tree", empty, data=b"By hand").decode().strip()
    host.git("update-ref", "refs/heads/gh-pages", commit)
    status, said = publish(host.to)
    assert status == 3
    assert 'branch = "…"' in said
    assert host.git("rev-parse", "gh-pages").decode().strip() == commit
    assert publish(host.to, 'branch = "town"\n')[0] == 0
    assert "index.html" in host.list_branch("town")


def test_what_is_kept_may_lie_in_a_private_repository(publish: Publish, tmp_path: Path) -> None:
    host = GitHost(f"git+file://{tmp_path}/pages.git", tmp_path / "pages.git")
    own = GitHost(f"git+file://{tmp_path}/own.git", tmp_path / "own.git")
    assert publish(host.to, f'private = "{own.to}"\n')[0] == 0
    assert host.branches() == ["gh-pages"]
    assert own.branches() == ["bulletin/releases/gh-pages"]


def test_a_folder_that_is_a_checkout_is_pushed_and_brought_up_to_date(publish: Publish, tmp_path: Path) -> None:
    host = GitHost(f"git+file://{tmp_path}/pages", tmp_path / "pages.git")
    clone = tmp_path / "pages"
    subprocess.run(["git", "clone", "--quiet", host.root, clone], check=True, capture_output=True)
    subprocess.run(["git", "-C", clone, "symbolic-ref", "HEAD", "refs/heads/gh-pages"], check=True)
    assert publish(host.to)[0] == 0
    assert tree(clone) == host.served()
    (clone / "index.html").write_text("by hand")
    write(tmp_path / "site", {"content/about.md": article("title: About", "Anew.\n")})
    status, said = publish(host.to)
    assert status == 3
    assert "somebody has changed files in" in said
    subprocess.run(["git", "-C", clone, "checkout", "--quiet", "."], check=True)
    assert publish(host.to)[0] == 0
