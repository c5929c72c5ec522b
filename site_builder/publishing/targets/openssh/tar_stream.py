"""Files as one stream of tar over ssh, for where there is no rsync; checks no digest and knows no release."""

import shlex
import subprocess
import tarfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

from site_builder.problem import CommandError
from site_builder.publishing.targets.openssh.pipe_reader import PipeReader
from site_builder.publishing.targets.openssh.ssh_address import SshAddress, make_environment
from site_builder.publishing.targets.openssh.ssh_errors import find_last_line, make_ssh_error

SSH_FAILED = 255


def send_files(
    address: SshAddress, source: Path, target: str, paths: Sequence[str], report_sent: Callable[[int], None]
) -> None:
    """Send files of a folder here into one over there, relative to the target's; it has to be there.

    `report_sent` hears how many bytes have gone. Raises CommandError(3) where it fails.
    """
    # What begins after its publisher was killed, and its place swept, makes none anew.
    there = " && ".join([shlex.join(["cd", f"{address.folder}/{target}"]), shlex.join(["exec", "tar", "-xof", "-"])])
    try:
        process = subprocess.Popen(  # noqa: S603 - no shell here; the words for the one over there are quoted
            ["ssh", *address.make_ssh_options(), "--", address.host.strip("[]"), there],  # noqa: S607 - the system's own
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=make_environment(),
        )
    except FileNotFoundError as error:
        raise CommandError(3, "{program} is not installed", program="ssh") from error
    with process:
        if process.stdin is None or process.stderr is None:
            raise ValueError(process.args)
        errors = PipeReader(process.stderr)
        try:
            write_stream(process.stdin, source, paths, report_sent)
            process.stdin.close()
        except OSError:  # it says itself why it ended
            pass
        except BaseException:
            process.terminate()
            raise
        process.wait()
        errors.thread.join()
    require_success(address, process.returncode, bytes(errors.data).decode("utf-8", "replace"))


def write_stream(stream: IO[bytes], source: Path, paths: Sequence[str], report_sent: Callable[[int], None]) -> None:
    """Write files as tar does: names, bytes and times; no owner, and modes that are given anew over there."""
    sent = 0
    with tarfile.open(fileobj=stream, mode="w|", format=tarfile.GNU_FORMAT) as archive:
        for path in paths:
            entry = tarfile.TarInfo(f"./{path}")
            with (source / path).open("rb") as file:
                status = (source / path).stat()
                entry.size, entry.mtime, entry.mode = status.st_size, int(status.st_mtime), 0o644
                archive.addfile(entry, file)
            sent += entry.size
            report_sent(sent)


def require_success(address: SshAddress, status: int, errors: str) -> None:
    """Say in one sentence why files could not be sent."""
    if status == SSH_FAILED:
        raise make_ssh_error(errors, address.host, address)
    if status:
        message = "the upload to {host} failed: {reason}"
        raise CommandError(3, message, host=address.host, reason=find_last_line(errors))
