"""The key that a host shows: fetched without logging in, remembered once somebody has confirmed it."""

import subprocess
import tempfile
from base64 import b64decode, b64encode
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from site_builder.problem import CommandError
from site_builder.publishing.targets.openssh.ssh_address import SshAddress, make_environment

TIMEOUT = 60  # seconds
# Nothing is proved to a host that nobody knows yet.
NO_LOGIN = tuple(
    option
    for name in ("Pubkey", "Password", "KbdInteractive", "GSSAPI", "Hostbased")
    for option in ("-o", f"{name}Authentication=no")
)


class HostKey(Struct, frozen=True):
    """A key as a host shows it: the line for known_hosts, its kind, its fingerprint as ssh writes it."""

    line: str
    kind: str
    fingerprint: str


class UnknownHostKeyError(CommandError):
    """A host shows a key that is not known here, so that nobody can tell whether it is the right host."""

    def __init__(self, address: SshAddress, key: HostKey, file: Path | None = None) -> None:
        """Say which key, and what to do; `file` is where it would be remembered, without it where ssh says."""
        self.address = address
        self.key = key
        self.file = file
        message = (
            "the host key of {host} is not known here, so nothing was sent. It shows {kind} {fingerprint}; ask whoever "
            "runs the server for the fingerprint, then run {command} and accept the key if it is the same"
        )
        command = address.format_command()
        super().__init__(3, message, host=address.host, kind=key.kind, fingerprint=key.fingerprint, command=command)


def fetch_host_key(address: SshAddress) -> HostKey | None:
    """Give the key that a host shows, over jump hosts too; None where there is no connection. Logs in nowhere."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "known_hosts"
        options = ["-o", "StrictHostKeyChecking=accept-new", "-o", f'UserKnownHostsFile="{file.as_posix()}"']
        options += ["-o", "GlobalKnownHostsFile=none", "-o", "HashKnownHosts=no", "-o", "ControlPath=none", *NO_LOGIN]
        run_ssh(address, *options, "--", address.host.strip("[]"), "true")
        lines = file.read_text("utf-8", "replace").splitlines() if file.is_file() else []
    keys = [key for line in lines if (key := parse_line(line))]
    return keys[0] if keys else None


def parse_line(line: str) -> HostKey | None:
    """Read a line of known_hosts."""
    parts = line.split()
    if len(parts) < 3:  # noqa: PLR2004 - hosts, kind, key
        return None
    digest = b64encode(sha256(b64decode(parts[2])).digest()).decode().rstrip("=")
    return HostKey(line, parts[1], f"SHA256:{digest}")


def remember_host_key(error: UnknownHostKeyError) -> None:
    """Write the key that a command stopped at into the file in which those of this host are looked for."""
    file, line = error.file or find_known_hosts(error.address), error.key.line
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        before = file.read_text("utf-8", "surrogateescape") if file.is_file() else ""
        with file.open("a", encoding="utf-8", newline="\n") as stream:
            stream.write(f"{'' if before.endswith(chr(10)) or not before else chr(10)}{line}\n")
    except OSError as unwritten:
        message = "the host key of {host} cannot be written into {file}: {reason}"
        reason = unwritten.strerror or str(unwritten)
        raise CommandError(3, message, host=error.address.host, file=file, reason=reason) from unwritten


def find_known_hosts(address: SshAddress) -> Path:
    """Give the file in which ssh looks for the keys of a host; raises CommandError(3) where it has none."""
    answer = run_ssh(address, "-G", "--", address.host.strip("[]"))
    named = next((line.partition(" ")[2] for line in answer.splitlines() if line.startswith("userknownhostsfile ")), "")
    whole = Path(named.strip('"')).expanduser()
    file = whole if whole.is_file() else Path(named.split()[0]).expanduser() if named.split() else None
    if file is None or not file.is_absolute():
        raise make_no_file_error(address.host)
    return file


def make_no_file_error(host: str) -> CommandError:
    """Say that there is no file to remember a key in."""
    return CommandError(3, "ssh keeps no host keys here (UserKnownHostsFile); write that of {host} there", host=host)


def run_ssh(address: SshAddress, *arguments: str) -> str:
    """Run ssh and give what it printed; nothing where it is not there or does not end."""
    command = ["ssh", *address.make_ssh_options(), *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - no shell; user, host and port have been checked
            command, stdin=subprocess.DEVNULL, capture_output=True, env=make_environment(), timeout=TIMEOUT, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace")
