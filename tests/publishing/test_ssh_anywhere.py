"""ssh from any machine: no rsync, other ports and jump hosts, hosts that are not known, keys that cannot be used."""

import ast
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_builder.problem import CommandError
from site_builder.publishing.targets import ssh, ssh_session
from site_builder.publishing.targets.openssh import pipe_reader, tar_stream
from site_builder.publishing.targets.openssh.ssh_address import SshAddress
from tests.publishing.hosts import at_home
from tests.publishing.loopback import Sshd, needed, sshd
from tests.publishing.test_ssh import NOW, publish_at, site
from tests.sites import tree, write
from tests.terminal import run_at_terminal

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("plain_theme")]
USED = ("ssh", "ssh-keygen", "ssh-add", "git", "sh", "cat", "sleep", "env")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Sshd]:
    with sshd(tmp_path / "sshd") as running:
        yield running


def hide_rsync(folder: Path, monkeypatch: pytest.MonkeyPatch, server: Sshd) -> None:
    """Leave this machine the programs that Windows has: ssh, and no rsync."""
    folder.mkdir()
    for name in USED:
        if found := shutil.which(name, path=os.environ["PATH"]):
            (folder / name).symlink_to(found)
    monkeypatch.setenv("PATH", f"{server.folder}/bin:{folder}")
    assert shutil.which("rsync") is None


def fingerprint(server: Sshd) -> str:
    listed = subprocess.run(
        ["ssh-keygen", "-lf", server.folder / "host.pub"], capture_output=True, text=True, check=True
    )
    return listed.stdout.split()[1]


def test_a_client_without_rsync(server: Sshd, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what is new goes over; what lies there is the same as with rsync, and links to what was there before."""
    there, www = site(tmp_path / "site", server.url(tmp_path / "www"), items=30), tmp_path / "www"
    with monkeypatch.context() as patch:
        hide_rsync(tmp_path / "bin", patch, server)
        first = publish_at(there, NOW)
        before = tree(www / "current")
        about = write(there, {"content/about.md": "---\ntitle: About 公告\n---\nNew words.\n"}) / "content/about.md"
        server.relay.bytes = [0, 0]
        second = publish_at(there, NOW + 60)
        sent = server.relay.bytes[1]
        total = sum(each.stat().st_size for each in (www / "releases" / second).rglob("*") if each.is_file())
        assert 0 < sent < total / 4
    old, new = (www / "releases" / each for each in (first, second))
    same = [path for path, data in before.items() if tree(new).get(path) == data and not path.startswith(".bulletin")]
    assert len(same) > 30
    assert all((old / path).samefile(new / path) for path in same)
    assert b"New words." in (new / "about/index.html").read_bytes()
    assert {f"{each.stat().st_mode & 0o777:o}" for each in new.rglob("*") if each.is_file()} == {"644"}
    about.write_text("---\ntitle: About 公告\n---\nOther words.\n")
    assert publish_at(there, NOW + 120)  # with rsync again
    assert {path: data for path, data in tree(www / "current").items() if path in same} == {p: before[p] for p in same}


def test_a_server_without_rsync(tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    bare.mkdir()
    for folder in ("/usr/bin", "/bin"):
        for each in Path(folder).iterdir():
            if each.name != "rsync" and not (bare / each.name).exists():
                (bare / each.name).symlink_to(each)
    with sshd(tmp_path / "sshd", first=f"PATH={bare}; export PATH") as server:
        there, www = site(tmp_path / "site", server.url(tmp_path / "www")), tmp_path / "www"
        first = publish_at(there, NOW)
        write(there, {"content/about.md": "---\ntitle: About\n---\nNew words.\n"})
        second = publish_at(there, NOW + 60)
        old, new = (www / "releases" / each for each in (first, second))
        same = [path for path, data in tree(old).items() if tree(new).get(path) == data and path[0] != "."]
        assert same
        assert [path for path in same if not (old / path).samefile(new / path)] == []
        assert b"New words." in (new / "about/index.html").read_bytes()


def test_what_arrives_otherwise_without_rsync_is_sent_again(
    server: Sshd, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there, www = site(tmp_path / "site", server.url(tmp_path / "www")), tmp_path / "www"
    publish_at(there, NOW)
    file = www / "current/news/index.html"
    file.write_bytes(file.read_bytes() + b"<!-- -->")  # altered over there: it is not linked from
    hide_rsync(tmp_path / "bin", monkeypatch, server)
    write(there, {"content/about.md": "---\ntitle: About\n---\nNew words.\n"})
    publish_at(there, NOW + 60)
    assert not (www / "current/news/index.html").read_bytes().endswith(b"<!-- -->")


def test_a_folder_that_was_swept_away_is_not_made_anew(
    server: Sshd, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hide_rsync(tmp_path / "bin", monkeypatch, server)
    there = SshAddress("", "127.0.0.1", server.relay.port, str(tmp_path))
    write(tmp_path / "from", {"a.txt": "words"})
    with pytest.raises(CommandError, match="the upload to") as refused:
        tar_stream.send_files(there, tmp_path / "from", "gone", ["a.txt"], lambda _: None)
    assert "gone" in str(dict(refused.value.values)["reason"])
    assert not (tmp_path / "gone").exists()


def test_an_alias_with_a_jump_host(server: Sshd, tmp_path: Path) -> None:
    """As people write them into ~/.ssh/config; the site says the alias alone."""
    with sshd(tmp_path / "jump") as jump:
        config = (server.folder / "ssh_config").read_text()
        key = (jump.folder / "host.pub").read_text().split()[:2]
        with (server.folder / "known_hosts").open("a") as known:
            known.write(f"[127.0.0.1]:{jump.relay.port} {' '.join(key)}\n")
        with (jump.folder / "authorized_keys").open("a") as accepted:
            accepted.write((server.folder / "user.pub").read_text())
        hosts = f"Host town\n  HostName 127.0.0.1\n  Port {server.relay.port}\n  ProxyJump jump\n"
        hosts += f"Host jump\n  HostName 127.0.0.1\n  Port {jump.relay.port}\nHost *\n"
        (server.folder / "ssh_config").write_text(hosts + config)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PATH", server.path)
            passed = sum(jump.relay.bytes)
            there = site(tmp_path / "site", f"ssh://town{tmp_path}/www")
            assert publish_at(there, NOW)
            assert sum(jump.relay.bytes) > passed


def test_an_unknown_host_without_a_terminal(server: Sshd, tmp_path: Path) -> None:
    there = site(tmp_path / "site", server.url(tmp_path / "www"))
    known = server.folder / "known_hosts"
    known.write_text("")
    with pytest.raises(CommandError, match="is not known here, so nothing was sent") as refused:
        publish_at(there, NOW)
    values = dict(refused.value.values)
    assert values["fingerprint"] == fingerprint(server)
    assert re.fullmatch(rf"ssh -p {server.relay.port} \w+@127.0.0.1", str(values["command"]))
    assert known.read_text() == ""
    log = (server.folder / "log").read_text()
    assert "Accepted publickey" not in log


@pytest.mark.parametrize("answer", ["yes", "no", ""])
def test_an_unknown_host_at_a_terminal(server: Sshd, tmp_path: Path, answer: str) -> None:
    there, known = site(tmp_path / "site", server.url(tmp_path / "www")), server.folder / "known_hosts"
    known.write_text("# kept")
    status, shown = run_at_terminal(["publish"], there, "go on: ", lambda _: answer)
    assert fingerprint(server) in shown
    assert known.read_text().startswith("# kept")
    if answer == "yes":
        assert status == 0, shown
        assert (tmp_path / "www/current/index.html").is_file()
        key = (server.folder / "host.pub").read_text().split()[1]
        assert known.read_text().splitlines()[1:] == [f"[127.0.0.1]:{server.relay.port} ssh-ed25519 {key}"]
    else:
        assert status == 3, shown
        assert known.read_text() == "# kept"
        assert not (tmp_path / "www").exists()


def known_at_home() -> Path:
    """Give the file of known hosts of whoever has a home (`at_home`), which is the usual one."""
    file = Path(os.environ["HOME"]) / ".ssh/known_hosts"
    config = file.with_name("config")
    config.write_text(re.sub("UserKnownHostsFile .*\n", "", config.read_text()))
    return file


@pytest.fixture
def sftp_alone(tmp_path: Path) -> Iterator[Sshd]:
    with sshd(tmp_path / "sftp", only="internal-sftp") as running, at_home(running):
        yield running


def test_an_unknown_host_behind_sftp_without_a_terminal(sftp_alone: Sshd, tmp_path: Path) -> None:
    there = site(tmp_path / "site", sftp_alone.url(tmp_path / "www").replace("ssh://", "sftp://"))
    known = known_at_home()
    with pytest.raises(CommandError, match="is not known here, so nothing was sent") as refused:
        publish_at(there, NOW)
    values = dict(refused.value.values)
    assert values["fingerprint"] == fingerprint(sftp_alone)
    assert re.fullmatch(rf"ssh -p {sftp_alone.relay.port} \w+@127.0.0.1", str(values["command"]))
    assert not known.exists()
    assert "Accepted publickey" not in (sftp_alone.folder / "log").read_text()


@pytest.mark.parametrize("answer", ["yes", "no", ""])
def test_an_unknown_host_behind_sftp_at_a_terminal(sftp_alone: Sshd, tmp_path: Path, answer: str) -> None:
    """The same as on ssh; what was accepted is known to ssh as well."""
    there = site(tmp_path / "site", sftp_alone.url(tmp_path / "www").replace("ssh://", "sftp://"))
    known = known_at_home()
    before = "garbage\n@unheard-of town ssh-ed25519 AAAA\n# kept"
    known.write_text(before)
    status, shown = run_at_terminal(["publish"], there, "go on: ", lambda _: answer)
    assert f"ssh-ed25519 {fingerprint(sftp_alone)}" in shown
    assert known.read_text().startswith(before)
    if answer == "yes":
        assert status == 0, shown
        assert (tmp_path / "www/current/index.html").is_file()
        key = (sftp_alone.folder / "host.pub").read_text().split()[1]
        written = f"[127.0.0.1]:{sftp_alone.relay.port} ssh-ed25519 {key}"
        assert known.read_text() == f"{before}\n{written}\n"
        command = ["ssh-keygen", "-F", f"[127.0.0.1]:{sftp_alone.relay.port}", "-f", str(known)]
        assert written in subprocess.run(command, capture_output=True, text=True, check=True).stdout
    else:
        assert status == 3, shown
        assert known.read_text() == before
        assert not (tmp_path / "www").exists()


def test_an_unknown_host_behind_sftp_by_the_name_that_ssh_config_has(sftp_alone: Sshd, tmp_path: Path) -> None:
    """Its key goes into the first file that the configuration names, which need not be there, under the alias."""
    config = Path(os.environ["HOME"]) / ".ssh/config"
    lines = f"Host town\n  HostName 127.0.0.1\n  Port {sftp_alone.relay.port}\n  HostKeyAlias the-town\n"
    files = f"  UserKnownHostsFile {tmp_path}/own {sftp_alone.folder}/others\n"
    config.write_text(f"{lines}{files}Host *\n{config.read_text()}")
    there = site(tmp_path / "site", f"sftp://town{tmp_path}/www")
    status, shown = run_at_terminal(["publish"], there, "go on: ", lambda _: "yes")
    assert status == 0, shown
    assert (tmp_path / "own").read_text().startswith("the-town ssh-ed25519 ")
    assert publish_at(there, NOW)


def test_a_changed_host_key_behind_sftp_is_refused_at_a_terminal_too(sftp_alone: Sshd, tmp_path: Path) -> None:
    there = site(tmp_path / "site", sftp_alone.url(tmp_path / "www").replace("ssh://", "sftp://"))
    sftp_alone.make_key("other")
    sftp_alone.know("other")
    status, shown = run_at_terminal(["publish"], there, "go on: ", lambda _: "yes")
    assert status == 3
    assert "shows another host key than the one that is known for it, so nothing was sent" in shown
    assert "go on" not in shown
    assert not (tmp_path / "www").exists()


@pytest.mark.parametrize("kind", ["ssh", "sftp"])
def test_a_host_key_that_cannot_be_remembered(sftp_alone: Sshd, tmp_path: Path, kind: str) -> None:
    there = site(tmp_path / "site", sftp_alone.url(tmp_path / "www").replace("ssh://", f"{kind}://"))
    configs = [sftp_alone.folder / "ssh_config", Path(os.environ["HOME"]) / ".ssh/config"]
    for said, file in [("ssh keeps no host keys here (UserKnownHostsFile)", "none"), ("Is a directory", tmp_path)]:
        for each in configs:
            each.write_text(f"UserKnownHostsFile {file}\nGlobalKnownHostsFile /dev/null\n")
        status, shown = run_at_terminal(["publish"], there, "go on: ", lambda _: "yes")
        assert status == 3
        assert shown.count("go on") == 1
        assert said in shown
        assert "Traceback" not in shown
    assert not (tmp_path / "www").exists()


def test_a_key_with_a_passphrase(server: Sshd, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an agent, with an empty one: a sentence at once. With the key in the agent: published."""
    there = site(tmp_path / "site", server.url(tmp_path / "www"))
    key = server.folder / "user"
    subprocess.run(["ssh-keygen", "-q", "-p", "-P", "", "-N", "secret words", "-f", key], check=True)
    config = server.folder / "ssh_config"
    config.write_text(config.read_text().replace("IdentityAgent none\n", ""))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    with pytest.raises(CommandError, match="none is running: start ssh-agent"):
        publish_at(there, NOW)
    socket = tmp_path / "agent"
    agent = subprocess.Popen([needed("ssh-agent"), "-D", "-a", socket], stdout=subprocess.PIPE)
    assert agent.stdout
    try:
        assert agent.stdout.readline()
        monkeypatch.setenv("SSH_AUTH_SOCK", str(socket))
        with pytest.raises(CommandError, match="has to be in the agent: run ssh-add"):
            publish_at(there, NOW)
        asker = tmp_path / "asker"
        asker.write_text("#!/bin/sh\necho secret words\n")
        asker.chmod(0o755)
        environment = {**os.environ, "SSH_ASKPASS": str(asker), "SSH_ASKPASS_REQUIRE": "force"}
        subprocess.run(["ssh-add", "-q", key], env=environment, check=True, capture_output=True)
        assert publish_at(there, NOW)
    finally:
        agent.stdout.close()
        agent.terminate()
        agent.wait()


def test_nothing_that_windows_lacks_is_used_on_the_way() -> None:
    """No waiting for several pipes, no reading at a place, no signals: Windows has neither for what ssh prints."""
    for module in (ssh, ssh_session, pipe_reader, tar_stream):
        assert module.__file__
        text = Path(module.__file__).read_text("utf-8")
        names = {each.attr for each in ast.walk(ast.parse(text)) if isinstance(each, ast.Attribute)}
        imported = {
            alias.name for each in ast.walk(ast.parse(text)) if isinstance(each, ast.Import) for alias in each.names
        }
        assert not names & {"pread", "fork", "killpg", "setsid"}
        assert not imported & {"select", "selectors", "fcntl", "pty", "pwd", "resource", "signal"}
