"""One connection of the system's ssh to a POSIX sh on the target, which runs the steps of remote.sh."""

import contextlib
import os
import re
import secrets
import select
import shlex
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from msgspec import Struct

from site_builder.problem import CommandError

SCRIPT = Path(__file__).with_name("remote.sh")
BLOCK = 1 << 16
REPLY_TIMEOUT = 600  # seconds; the longest step there checks the digests of a whole release
STDERR_DELAY = 2.0  # seconds
STDERR_TIMEOUT = 30.0  # seconds
SSH_FAILED = 255  # ssh's own exit status; any other is that of what ran over there
CONNECTION_FAILED = "the connection to {host} failed: {reason}"


class SshAddress(Struct, frozen=True):
    """Where an ssh target is: user ("" for ssh's own choice), host, port (0 for ssh's own choice), absolute folder."""

    user: str
    host: str
    port: int
    folder: str

    def make_ssh_options(self) -> list[str]:
        """Give ssh's options: it asks nothing; everything else is as the user's configuration has it."""
        options = ["-o", "BatchMode=yes", "-o", "Compression=yes", "-T"]
        options += ["-o", "ConnectTimeout=60", "-o", "ServerAliveInterval=30"]
        options += ["-p", str(self.port)] if self.port else []
        return options + (["-l", self.user] if self.user else [])


class SshReply(Struct, frozen=True):
    """What a step gave: exit status and everything it printed."""

    status: int
    data: bytes

    def split_lines(self) -> list[tuple[str, str]]:
        """Give the lines printed as (word, the rest)."""
        parts = (line.partition(" ") for line in self.data.decode("utf-8", "replace").splitlines())
        return [(word, rest) for word, _, rest in parts if word]


class SshSession:
    """A shell on the target; ends, and lets the lock there go, when it is closed or this process ends."""

    def __init__(self, address: SshAddress) -> None:
        """Connect and send the steps. Raises CommandError(3) where there is no ssh here."""
        self.address = address
        self.stderr_file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - close() closes it
        self.end_mark = secrets.token_hex(16)
        self.stderr_text = ""
        self.mark_count = 0
        self.early_output = b""  # before the first answer
        self.has_replied = False
        try:
            self.process = subprocess.Popen(  # noqa: S603 - no shell here; user, host and port have been checked
                ["ssh", *address.make_ssh_options(), "--", address.host.strip("[]"), "exec sh -s"],  # noqa: S607 - the system's own
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self.stderr_file,
                env=make_environment(),
            )
        except FileNotFoundError as error:
            self.stderr_file.close()
            raise CommandError(3, "{program} is not installed", program="ssh") from error
        self.send(SCRIPT.read_text("utf-8"))

    def __enter__(self) -> Self:
        """Give the session."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    def run(self, step: str, *arguments: str, lines: Sequence[str] = ()) -> SshReply:
        """Run a step of remote.sh with arguments, and lines on its standard input; raises CommandError(3).

        Everything is one compound command: of a connection that is cut in the middle of it nothing is done.
        """
        command = " ".join([step, *map(shlex.quote, arguments)])
        data = "".join(f"{line}\n" for line in lines)
        started, ended = f"printf '%s+\\n' {self.end_mark}", f"printf '\\n%s %s\\n' {self.end_mark} \"$?\""
        self.send(f"{{\n{started}\n{command} <<'{self.end_mark}'\n{data}{self.end_mark}\n{ended}\n}}\n")
        return self.read_reply()

    def send(self, text: str) -> None:
        """Send text to the shell."""
        if self.process.stdin is None or self.process.stdin.closed:
            raise self.make_connection_error()
        try:
            self.process.stdin.write(text.encode())
            self.process.stdin.flush()
        except OSError as error:
            raise self.make_connection_error() from error

    def read_reply(self) -> SshReply:
        """Wait until a step has ended; what the login shell over there says on its own comes before its start.

        Raises CommandError(3) when nothing comes for 600 s.
        """
        begin = self.end_mark.encode() + b"+\n"
        end_pattern = re.compile(rb"\n" + self.end_mark.encode() + rb" (\d+)\n$")
        data = bytearray()
        while True:
            block = self.read_block()
            if not block:
                self.early_output += b"" if self.has_replied else data
                raise self.make_connection_error()
            data += block
            found = end_pattern.search(data, max(0, len(data) - len(self.end_mark) - 16))
            if found:
                self.has_replied = True
                return SshReply(int(found[1]), bytes(data[: found.start()]).partition(begin)[2])

    def read_block(self) -> bytes:
        """Give what comes next, b"" at the end."""
        if self.process.stdout is None:
            return b""
        if not select.select([self.process.stdout], [], [], REPLY_TIMEOUT)[0]:
            self.close()
            raise CommandError(
                3, "{host} has not answered for {minutes} minutes", host=self.address.host, minutes=REPLY_TIMEOUT // 60
            )
        return os.read(self.process.stdout.fileno(), BLOCK)

    def make_connection_error(self) -> CommandError:
        """Say in one sentence why the connection ended."""
        while not self.has_replied and self.process.stdout and not self.process.stdout.closed:
            if not select.select([self.process.stdout], [], [], STDERR_DELAY)[0]:
                break
            block = os.read(self.process.stdout.fileno(), BLOCK)
            if not block:
                break
            self.early_output += block
        self.close()
        if not self.has_replied and 0 < (self.process.returncode or 0) < SSH_FAILED:
            return make_no_shell_error(
                self.address.host, self.early_output.decode("utf-8", "replace") + self.stderr_text
            )
        return make_ssh_error(self.stderr_text, self.address.host)

    def read_last_error(self) -> str:
        """Give the last line that was printed on standard error, which comes on a way of its own and may be late."""
        self.mark_count += 1
        with contextlib.suppress(CommandError):
            self.send(f"printf '%s\\n' {self.end_mark} >&2\n")
        latest = time.monotonic() + STDERR_TIMEOUT
        while (
            self.read_raw_stderr().count(self.end_mark) < self.mark_count
            and not self.stderr_file.closed
            and time.monotonic() < latest
        ):
            time.sleep(STDERR_DELAY / 100)
        latest = time.monotonic() + STDERR_DELAY
        while not self.read_stderr().strip() and time.monotonic() < latest:
            time.sleep(STDERR_DELAY / 100)
        return find_last_line(self.read_stderr())

    def read_stderr(self) -> str:
        """Give what was printed on standard error, but for the marks of `read_last_error`."""
        return self.read_raw_stderr().replace(f"{self.end_mark}\n", "")

    def read_raw_stderr(self) -> str:
        """Give all that was printed on standard error."""
        if self.stderr_file.closed:
            return self.stderr_text
        # The place at which ssh goes on writing stays where it is.
        number = self.stderr_file.fileno()
        return os.pread(number, os.fstat(number).st_size, 0).decode("utf-8", "replace")

    def close(self) -> None:
        """End the session; the shell over there sees the end of its input, and its last act is to let the lock go."""
        if self.stderr_file.closed:
            return
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                # Reading to the end would wait for a step that may still be running; what it says is lost.
                with contextlib.suppress(OSError):
                    stream.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.stderr_text = self.read_stderr()
        self.stderr_file.close()


def make_environment() -> dict[str, str]:
    """Give the environment for ssh and rsync: messages that can be recognised, nothing of ours for rsync."""
    return {**{k: v for k, v in os.environ.items() if not k.startswith("RSYNC_")}, "LC_ALL": "C"}


def find_last_line(text: str) -> str:
    """Give the last line that says something."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1].rstrip(".") if lines else "?"


def make_ssh_error(text: str, host: str) -> CommandError:
    """Make a sentence of what ssh said before it gave up."""
    if "IDENTIFICATION HAS CHANGED" in text:
        message = (
            "{host} shows another host key than the one that is known for it, so nothing was sent; "
            "find out from whoever runs the server why before you change known_hosts"
        )
        return CommandError(3, message, host=host)
    if "Host key verification failed" in text:
        message = "the host key of {host} is not known here; connect once with ssh, compare the key and accept it"
        return CommandError(3, message, host=host)
    if not text.strip():
        return CommandError(3, "the connection to {host} was cut", host=host)
    return CommandError(3, CONNECTION_FAILED, host=host, reason=find_last_line(text))


def make_no_shell_error(host: str, output: str) -> CommandError:
    """Say that an account runs no shell, which is so where it is for SFTP alone."""
    message = (
        "this account on {host} may run no commands, like one for SFTP alone ({reason}); write sftp:// in the place of "
        "ssh://, or use an account with a login shell such as /bin/sh, and rsync and sha256sum on {host}"
    )
    return CommandError(3, message, host=host, reason=find_last_line(output))
