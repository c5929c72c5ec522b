"""One connection of the system's ssh to a POSIX sh on the target, which runs the steps of remote.sh."""

import contextlib
import re
import secrets
import shlex
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from msgspec import Struct

from site_builder.problem import CommandError
from site_builder.publishing.targets.openssh.pipe_reader import PipeReader
from site_builder.publishing.targets.openssh.ssh_address import SshAddress, make_environment
from site_builder.publishing.targets.openssh.ssh_errors import find_last_line, make_no_shell_error, make_ssh_error

SCRIPT = Path(__file__).with_name("remote.sh")
REPLY_TIMEOUT = 600  # seconds; the longest step there checks the digests of a whole release
STDERR_DELAY = 2.0  # seconds
STDERR_TIMEOUT = 30.0  # seconds
SSH_FAILED = 255  # ssh's own exit status; any other is that of what ran over there


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
        self.end_mark = secrets.token_hex(16)
        self.is_closed = False
        self.mark_count = 0
        self.early_output = b""  # before the first answer
        self.has_replied = False
        try:
            self.process = subprocess.Popen(  # noqa: S603 - no shell here; user, host and port have been checked
                ["ssh", *address.make_ssh_options(), "--", address.host.strip("[]"), "exec sh -s"],  # noqa: S607 - the system's own
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=make_environment(),
            )
        except FileNotFoundError as error:
            raise CommandError(3, "{program} is not installed", program="ssh") from error
        self.stdout, self.stderr = (PipeReader(each) for each in (self.process.stdout, self.process.stderr) if each)
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
        block = self.stdout.take(REPLY_TIMEOUT)
        if block is None:
            self.close()
            raise CommandError(
                3, "{host} has not answered for {minutes} minutes", host=self.address.host, minutes=REPLY_TIMEOUT // 60
            )
        return block

    def make_connection_error(self) -> CommandError:
        """Say in one sentence why the connection ended."""
        while not self.has_replied and not self.is_closed and (block := self.stdout.take(STDERR_DELAY)):
            self.early_output += block
        self.close()
        if not self.has_replied and 0 < (self.process.returncode or 0) < SSH_FAILED:
            return make_no_shell_error(
                self.address.host, self.early_output.decode("utf-8", "replace") + self.read_stderr()
            )
        return make_ssh_error(self.read_stderr(), self.address.host, self.address)

    def read_last_error(self) -> str:
        """Give the last line that was printed on standard error, which comes on a way of its own and may be late."""
        self.mark_count += 1
        with contextlib.suppress(CommandError):
            self.send(f"printf '%s\\n' {self.end_mark} >&2\n")
        latest = time.monotonic() + STDERR_TIMEOUT
        while (
            self.read_raw_stderr().count(self.end_mark) < self.mark_count
            and not self.is_closed
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
        return bytes(self.stderr.data).decode("utf-8", "replace")

    def close(self) -> None:
        """End the session; the shell over there sees the end of its input, and its last act is to let the lock go."""
        if self.is_closed:
            return
        self.is_closed = True
        with contextlib.suppress(OSError):
            if self.process.stdin is not None:
                self.process.stdin.close()
        try:
            self.process.wait(10)  # a step that still runs is not waited for; what it says is lost
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for each in (self.stdout, self.stderr):
            each.close(STDERR_DELAY)
