"""The host keys that are known for an SFTP connection, from ssh's own files, and the key that none of them is.

It is imported once it is certain that asyncssh is there. Accepts no key that is not known.
"""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import asyncssh

from site_builder.publishing.targets.openssh.host_keys import HostKey, parse_line

USER_FILES = ("~/.ssh/known_hosts", "~/.ssh/known_hosts2")
GLOBAL_FILES = ("/etc/ssh/ssh_known_hosts", "/etc/ssh/ssh_known_hosts2")
USUAL_PORT = 22


class KnownHosts:
    """What ssh's files know of hosts; `options` have read ~/.ssh/config for the one that is connected to."""

    def __init__(self, options: asyncssh.SSHClientConnectionOptions) -> None:
        """Read the files; one that is not there, or cannot be read, knows nobody."""
        self.user_files = find_files(options, "UserKnownHostsFile", USER_FILES)
        self.known = asyncssh.SSHKnownHosts()
        for each in (*self.user_files, *find_files(options, "GlobalKnownHostsFile", GLOBAL_FILES)):
            load_file(self.known, each)
        self.alias = options.host_key_alias
        self.refused: HostKey | None = None
        self.has_changed = False

    def make_client(self) -> asyncssh.SSHClient:
        """Give what a connection asks about a key that is not known."""
        return KeyWatcher(self)

    def refuse(self, host: str, address: str, port: int, key: asyncssh.SSHKey) -> None:
        """Keep a key that a host shows and that is not known, as the line that would make it known."""
        other_port = port if port != USUAL_PORT else None
        self.has_changed = any(asyncssh.match_known_hosts(self.known, host, address, other_port)[:3])
        name = host if self.alias or other_port is None else f"[{host}]:{port}"
        self.refused = parse_line(" ".join([name, *key.export_public_key("openssh").decode("ascii").split()[:2]]))


class KeyWatcher(asyncssh.SSHClient):
    """Is asked about each key that is not known, and accepts none."""

    def __init__(self, known_hosts: KnownHosts) -> None:
        """Know whom to tell."""
        self.known_hosts = known_hosts

    def validate_host_public_key(self, host: str, addr: str, port: int, key: asyncssh.SSHKey) -> bool:
        """Tell of the key; nothing has been sent to that host by now."""
        self.known_hosts.refuse(host, addr, port, key)
        return False


def load_file(known: asyncssh.SSHKnownHosts, file: Path) -> None:
    """Take in what a file knows; as with ssh, a line that cannot be read is nobody's."""
    with suppress(OSError):
        for line in file.read_text("utf-8", "replace").splitlines():
            with suppress(ValueError):
                known.load(line)


def find_files(options: asyncssh.SSHClientConnectionOptions, name: str, usual: Sequence[str]) -> list[Path]:
    """Give the files that a setting of ~/.ssh/config names, else the usual ones; none where it says so."""
    named = options.config.get(name, usual)
    return [Path(str(each)).expanduser() for each in named] if isinstance(named, list | tuple) else []
