"""One connection of the system's ssh to a POSIX sh on the far side, which runs the steps of far.sh."""

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

from site_builder.problem import Refused

SCRIPT = Path(__file__).with_name("far.sh")
BLOCK = 1 << 16
SILENCE = 600  # seconds; the longest step there checks the digests of a whole release
LATE = 2.0  # seconds
SLOW = 30.0  # seconds
SSH_FAILED = 255  # ssh's own exit status; any other is that of what ran over there
FATAL = "the connection to {host} failed: {reason}"


class Place(Struct, frozen=True):
    """Where an ssh target is: user ("" for ssh's own choice), host, port (0 for ssh's own choice), absolute folder."""

    user: str
    host: str
    port: int
    folder: str

    def options(self) -> list[str]:
        """Give ssh's options: it asks nothing; everything else is as the user's configuration has it."""
        options = ["-o", "BatchMode=yes", "-o", "Compression=yes", "-T"]
        options += ["-o", "ConnectTimeout=60", "-o", "ServerAliveInterval=30"]
        options += ["-p", str(self.port)] if self.port else []
        return options + (["-l", self.user] if self.user else [])


class Answer(Struct, frozen=True):
    """What a step gave: exit status and everything it printed."""

    status: int
    data: bytes

    def lines(self) -> list[tuple[str, str]]:
        """Give the lines printed as (word, the rest)."""
        parts = (line.partition(" ") for line in self.data.decode("utf-8", "replace").splitlines())
        return [(word, rest) for word, _, rest in parts if word]


class Session:
    """A shell on the far side; ends, and lets the lock there go, when it is closed or this process ends."""

    def __init__(self, place: Place) -> None:
        """Connect and send the steps. Raises Refused(3) where there is no ssh here."""
        self.place = place
        self.words: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - close() closes it
        self.end = secrets.token_hex(16)
        self.said = ""
        self.marks = 0
        self.heard = b""  # before the first answer
        self.answered = False
        try:
            self.process = subprocess.Popen(  # noqa: S603 - no shell here; user, host and port have been checked
                ["ssh", *place.options(), "--", place.host.strip("[]"), "exec sh -s"],  # noqa: S607 - the system's own
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self.words,
                env=plain_environment(),
            )
        except FileNotFoundError as error:
            self.words.close()
            raise Refused(3, "{program} is not installed", program="ssh") from error
        self.send(SCRIPT.read_text("utf-8"))

    def __enter__(self) -> Self:
        """Give the session."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    def run(self, step: str, *arguments: str, lines: Sequence[str] = ()) -> Answer:
        """Run a step of far.sh with arguments, and lines on its standard input; raises Refused(3) where it cannot.

        Everything is one compound command: of a connection that is cut in the middle of it nothing is done.
        """
        words = " ".join([step, *map(shlex.quote, arguments)])
        data = "".join(f"{line}\n" for line in lines)
        started, ended = f"printf '%s+\\n' {self.end}", f"printf '\\n%s %s\\n' {self.end} \"$?\""
        self.send(f"{{\n{started}\n{words} <<'{self.end}'\n{data}{self.end}\n{ended}\n}}\n")
        return self.answer()

    def send(self, text: str) -> None:
        """Send text to the shell."""
        if self.process.stdin is None or self.process.stdin.closed:
            raise self.failure()
        try:
            self.process.stdin.write(text.encode())
            self.process.stdin.flush()
        except OSError as error:
            raise self.failure() from error

    def answer(self) -> Answer:
        """Wait until a step has ended; what the login shell over there says on its own comes before its start.

        Raises Refused(3) when nothing comes for 600 s.
        """
        begin = self.end.encode() + b"+\n"
        over = re.compile(rb"\n" + self.end.encode() + rb" (\d+)\n$")
        data = bytearray()
        while True:
            block = self.received()
            if not block:
                self.heard += b"" if self.answered else data
                raise self.failure()
            data += block
            found = over.search(data, max(0, len(data) - len(self.end) - 16))
            if found:
                self.answered = True
                return Answer(int(found[1]), bytes(data[: found.start()]).partition(begin)[2])

    def received(self) -> bytes:
        """Give what comes next, b"" at the end."""
        if self.process.stdout is None:
            return b""
        if not select.select([self.process.stdout], [], [], SILENCE)[0]:
            self.close()
            raise Refused(
                3, "{host} has not answered for {minutes} minutes", host=self.place.host, minutes=SILENCE // 60
            )
        return os.read(self.process.stdout.fileno(), BLOCK)

    def failure(self) -> Refused:
        """Say in one sentence why the connection ended."""
        while not self.answered and self.process.stdout and not self.process.stdout.closed:
            if not select.select([self.process.stdout], [], [], LATE)[0]:
                break
            block = os.read(self.process.stdout.fileno(), BLOCK)
            if not block:
                break
            self.heard += block
        self.close()
        if not self.answered and 0 < (self.process.returncode or 0) < SSH_FAILED:
            return no_shell(self.place.host, self.heard.decode("utf-8", "replace") + self.said)
        return refusal(self.said, self.place.host)

    def reason(self) -> str:
        """Give the last line that was printed on standard error, which comes on a way of its own and may be late."""
        self.marks += 1
        with contextlib.suppress(Refused):
            self.send(f"printf '%s\\n' {self.end} >&2\n")
        latest = time.monotonic() + SLOW
        while self.read_all().count(self.end) < self.marks and not self.words.closed and time.monotonic() < latest:
            time.sleep(LATE / 100)
        latest = time.monotonic() + LATE
        while not self.read_words().strip() and time.monotonic() < latest:
            time.sleep(LATE / 100)
        return last_line(self.read_words())

    def read_words(self) -> str:
        """Give what was printed on standard error, but for the marks of `reason`."""
        return self.read_all().replace(f"{self.end}\n", "")

    def read_all(self) -> str:
        """Give all that was printed on standard error."""
        if self.words.closed:
            return self.said
        # The place at which ssh goes on writing stays where it is.
        number = self.words.fileno()
        return os.pread(number, os.fstat(number).st_size, 0).decode("utf-8", "replace")

    def close(self) -> None:
        """End the session; the shell over there sees the end of its input, and its last act is to let the lock go."""
        if self.words.closed:
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
        self.said = self.read_words()
        self.words.close()


def plain_environment() -> dict[str, str]:
    """Give the environment for ssh and rsync: messages that can be recognised, nothing of ours for rsync."""
    return {**{k: v for k, v in os.environ.items() if not k.startswith("RSYNC_")}, "LC_ALL": "C"}


def last_line(text: str) -> str:
    """Give the last line that says something."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1].rstrip(".") if lines else "?"


def refusal(text: str, host: str) -> Refused:
    """Make a sentence of what ssh said before it gave up."""
    if "IDENTIFICATION HAS CHANGED" in text:
        message = (
            "{host} shows another host key than the one that is known for it, so nothing was sent; "
            "find out from whoever runs the server why before you change known_hosts"
        )
        return Refused(3, message, host=host)
    if "Host key verification failed" in text:
        message = "the host key of {host} is not known here; connect once with ssh, compare the key and accept it"
        return Refused(3, message, host=host)
    if not text.strip():
        return Refused(3, "the connection to {host} was cut", host=host)
    return Refused(3, FATAL, host=host, reason=last_line(text))


def no_shell(host: str, said: str) -> Refused:
    """Say that an account runs no shell, which is so where it is for SFTP alone."""
    message = (
        "this account on {host} may run no commands, like one for SFTP alone ({reason}); "
        "publishing needs an account with a login shell such as /bin/sh, and rsync and sha256sum on {host}"
    )
    return Refused(3, message, host=host, reason=last_line(said))
