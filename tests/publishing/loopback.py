"""A real sshd, a plain nginx over `current`, a relay that counts bytes and can cut; asserts nothing."""

import getpass
import os
import select
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.waiting import wait_until

Process = subprocess.Popen[bytes]
MISSING = "{name} is missing; `make test` installs it, or on Debian: apt-get install openssh-server rsync nginx"


def needed(name: str) -> str:
    """Find a program of the system, also where only root looks for it."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/sbin:/usr/local/sbin")
    if found is None:
        pytest.fail(MISSING.format(name=name), pytrace=False)
    return found


def free_port() -> int:
    """Give a port that nobody listens on."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return int(server.getsockname()[1])


def wait_for_port(port: int, process: Process) -> None:
    """Wait until a process of ours listens on a port."""

    def is_listening() -> bool:
        assert process.poll() is None, f"{process.args!r} has ended instead of listening on port {port}"
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return True
        return False

    wait_until(is_listening)


def end(process: Process) -> None:
    """End a process that we started."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class Relay:
    """Stands between two ends of TCP connections: counts the bytes in either direction, and cuts on demand."""

    def __init__(self, to: int) -> None:
        """Listen on a free port and pass everything on to another."""
        self.to = to
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.server.getsockname()[1])
        self.bytes = [0, 0]
        self.pairs: set[tuple[socket.socket, socket.socket]] = set()
        self.threads: list[threading.Thread] = []
        self.thread = threading.Thread(target=self.listen, daemon=True)
        self.thread.start()

    def listen(self) -> None:
        """Take connections until the end."""
        with suppress(OSError):
            while True:
                pair = self.server.accept()[0], socket.create_connection(("127.0.0.1", self.to))
                self.pairs.add(pair)
                self.threads.append(threading.Thread(target=self.pass_on, args=pair, daemon=True))
                self.threads[-1].start()

    def pass_on(self, near: socket.socket, far: socket.socket) -> None:
        """Pass on what either side sends, until one of them ends."""
        with near, far, suppress(OSError, ValueError):
            while True:
                for ready in select.select([near, far], [], [])[0]:
                    data = ready.recv(1 << 16)
                    if not data:
                        return
                    self.bytes[ready is far] += len(data)
                    (near if ready is far else far).sendall(data)
        self.pairs.discard((near, far))

    def cut(self) -> None:
        """Cut every connection, in the middle of whatever is sent."""
        for pair in list(self.pairs):
            for each in pair:
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """End."""
        with suppress(OSError):
            self.server.shutdown(socket.SHUT_RDWR)
        self.server.close()
        self.cut()
        self.thread.join()
        for thread in self.threads:
            thread.join()


CONFIG = """\
UserKnownHostsFile "{folder}/known_hosts"
GlobalKnownHostsFile /dev/null
IdentityFile "{folder}/user"
IdentitiesOnly yes
IdentityAgent none
StrictHostKeyChecking yes
"""
SERVER = """\
Port {port}
ListenAddress 127.0.0.1
HostKey "{folder}/host"
AuthorizedKeysFile "{folder}/authorized_keys"
PidFile "{folder}/pid"
StrictModes no
UsePAM no
PermitRootLogin yes
PasswordAuthentication no
MaxStartups 100
UseDNS no
Subsystem sftp internal-sftp
# Debian's bash takes a first shell of sshd's for one that reads ~/.bashrc: what stands there is no part of a test.
SetEnv SHLVL=1
"""


class Sshd:
    """An sshd with a host key of its own that lets the present user in, and an `ssh` that knows it.

    `as_user` is the number of another user as whom everything on the far side runs (needs root); `first` is what the
    login shell does before anything else; `only` is what runs there whatever is asked for.
    """

    def __init__(self, folder: Path, *, as_user: int = 0, first: str = "", only: str = "") -> None:
        """Make keys and configurations in a folder, and start."""
        (folder / "bin").mkdir(parents=True)
        self.folder = folder
        self.as_user = as_user
        self.first = first
        self.only = only
        self.port = free_port()
        self.relay = Relay(self.port)
        for name in ("host", "user"):
            self.make_key(name)
        (folder / "authorized_keys").write_text((folder / "user.pub").read_text())
        self.know("host")
        wrapper = folder / "bin" / "ssh"
        wrapper.write_text(f'#!/bin/sh\nexec {needed("ssh")} -F "{folder}/ssh_config" "$@"\n')
        wrapper.chmod(0o755)
        (folder / "ssh_config").write_text(CONFIG.format(folder=folder))
        self.process = self.start()

    def make_key(self, name: str) -> None:
        """Make a key pair."""
        command: list[str | Path] = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name]
        command += ["-f", self.folder / name]
        subprocess.run(command, check=True, capture_output=True)

    def know(self, name: str) -> None:
        """Write a host key into known_hosts as that of the server."""
        key = " ".join((self.folder / f"{name}.pub").read_text().split()[:2])
        (self.folder / "known_hosts").write_text(f"[127.0.0.1]:{self.relay.port} {key}\n")

    def start(self) -> Process:
        """Start the server."""
        if os.geteuid() == 0:
            Path("/run/sshd").mkdir(parents=True, exist_ok=True)
        text = SERVER.format(port=self.port, folder=self.folder)
        if self.only:
            text += f"ForceCommand {self.only}\n"
        elif self.as_user or self.first:
            ids = f"{needed('setpriv')} --reuid {self.as_user} --regid {self.as_user} --clear-groups"
            first = f"{self.first}; " if self.first else ""
            text += f'ForceCommand {first}exec {ids if self.as_user else ""} sh -c "$SSH_ORIGINAL_COMMAND"\n'
        (self.folder / "sshd_config").write_text(text)
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen([needed("sshd"), "-D", "-e", "-f", self.folder / "sshd_config"], stderr=log)
        wait_for_port(self.port, process)
        return process

    def url(self, path: Path) -> str:
        """Give the address of a folder on this server."""
        return f"ssh://{getpass.getuser()}@127.0.0.1:{self.relay.port}{path}"

    @property
    def path(self) -> str:
        """Where programs are looked for, so that `ssh` is the one that knows this server."""
        return f"{self.folder}/bin:{os.environ['PATH']}"

    def close(self) -> None:
        """End the server and its sessions."""
        self.relay.close()
        end(self.process)


@contextmanager
def run_sshd(folder: Path, *, as_user: int = 0, first: str = "", only: str = "") -> Iterator[Sshd]:
    """Run an sshd, which no `ssh` knows but the one in its own folder."""
    for name in ("rsync", "sshd", "ssh", "ssh-keygen"):
        needed(name)
    server = Sshd(folder, as_user=as_user, first=first, only=only)
    try:
        yield server
    finally:
        server.close()


@contextmanager
def sshd(folder: Path, *, as_user: int = 0, first: str = "", only: str = "") -> Iterator[Sshd]:
    """Run an sshd, and let this process find its `ssh`."""
    with run_sshd(folder, as_user=as_user, first=first, only=only) as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", server.path)
        yield server


NGINX = """\
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
worker_processes 1;
{user}
events {{ worker_connections 256; }}
http {{
    types {{
        text/html html; text/css css; application/javascript js; image/svg+xml svg; image/png png;
        application/xml xml; text/calendar ics;
    }}
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    keepalive_requests 1000000;
    server {{
        listen 127.0.0.1:{port};
        root "{root}";
        gzip_static on;
        location ~ /\\. {{ return 404; }}
    }}
}}
"""


@contextmanager
def nginx(folder: Path, root: Path) -> Iterator[int]:
    """Run an nginx over a document root, which it resolves anew at each request; gives its port."""
    folder.mkdir(parents=True)
    port = free_port()
    user = f"user {getpass.getuser()};" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, root=root, port=port, user=user))
    command: list[str | Path] = [needed("nginx"), "-p", folder]
    command += ["-e", folder / "error.log", "-c", folder / "nginx.conf"]
    process = subprocess.Popen(command)
    try:
        wait_for_port(port, process)
        yield port
    finally:
        end(process)
