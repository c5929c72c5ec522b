"""Files by the system's rsync, through ssh, in either direction; checks no digest and knows no release."""

import contextlib
import re
import shlex
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct

from site_builder.problem import CommandError
from site_builder.publishing.targets.openssh.ssh_address import SshAddress, make_environment
from site_builder.publishing.targets.openssh.ssh_errors import find_last_line, make_ssh_error

# rsync's first column with --info=progress2: bytes so far, with separators.
PROGRESS = re.compile(rb"^\s*([\d,.]+)\s+\d+%")
# A file that rsync leaves while it writes begins with a dot and ends in six letters.
OPTIONS = (
    "-stI",
    "--from0",
    "--files-from=-",
    "--info=progress2",
    "--outbuf=N",
    "--no-i-r",
    "--timeout=600",
    "--chmod=ugo=rwX",
)
ReportSent = Callable[[int], None]


class Batch(Struct, frozen=True):
    """Files to bring from one folder to another, of which one is here (a Path) and one there (relative to the target).

    What arrives here gets the modes that new files get here; what arrives there is given its modes there. Of a file
    that was changed only what differs from that in the folder `base` beside the target goes over the line. The folder
    there is made by nothing here: what begins after its publisher was killed, and its place swept, makes none anew.
    """

    source: Path | str
    target: Path | str
    paths: Sequence[str]
    base: str = ""


def transfer(address: SshAddress, batch: Batch, report_sent: ReportSent) -> None:
    """Bring files over; `report_sent` hears how many bytes have gone. Raises CommandError(3) where it fails."""
    shell = " ".join(["ssh", *address.make_ssh_options()])
    far = next(each for each in (batch.source, batch.target) if isinstance(each, str))
    there = " && ".join([shlex.join(["cd", f"{address.folder}/{far}"]), "rsync"])
    command = ["rsync", *OPTIONS, *([f"--copy-dest=../{batch.base}"] if batch.base else [])]
    command += ["-e", shell, "--rsync-path", there]
    try:
        process = subprocess.Popen(  # noqa: S603 - no shell here; -s keeps the path from the one over there
            [*command, "--", format_location(address, batch.source), format_location(address, batch.target)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=make_environment(),
        )
    except FileNotFoundError as error:
        raise CommandError(3, "{program} is not installed", program="rsync") from error
    with process:
        try:
            errors = run_transfer(process, batch.paths, report_sent)
        except BaseException:
            process.terminate()
            raise
    if process.returncode == 255:  # noqa: PLR2004 - ssh's own
        raise make_ssh_error(errors, address.host, address)
    if process.returncode and not errors.strip():
        message = "rsync to or from {host} ended with exit status {code}"
        raise CommandError(3, message, host=address.host, code=process.returncode)
    if process.returncode:
        message = "the upload to {host} failed: {reason}"
        if isinstance(batch.source, str):
            message = "the download from {host} failed: {reason}"
        raise CommandError(3, message, host=address.host, reason=find_cause(errors))


def format_location(address: SshAddress, folder: Path | str) -> str:
    """Name a folder here, or the one over there in which rsync is started."""
    return f"{folder}/" if isinstance(folder, Path) else f"{address.host}:./"


def run_transfer(process: "subprocess.Popen[bytes]", paths: Sequence[str], report_sent: ReportSent) -> str:
    """Give rsync its list, follow its progress, return what it complained of."""
    import threading

    errors: list[bytes] = []
    threads = [threading.Thread(target=lambda: errors.append(process.stderr.read() if process.stderr else b""))]
    # Each name is ended, the last too: rsync 3.5 may take one that is not for none that it asked for.
    listed = "".join(f"{path}\0" for path in paths).encode()
    threads.append(threading.Thread(target=write_input, args=(process, listed)))
    for thread in threads:
        thread.start()
    line = b""
    while process.stdout and (block := process.stdout.read1(4096)):  # type: ignore[attr-defined,unused-ignore]
        *whole, line = re.split(rb"[\r\n]", line + block)
        for each in whole:
            if found := PROGRESS.match(each):
                report_sent(int(re.sub(rb"\D", b"", found[1])))
    for thread in threads:
        thread.join()
    return errors[0].decode("utf-8", "replace")


def write_input(process: "subprocess.Popen[bytes]", data: bytes) -> None:
    """Give a process its input; one that ended before says so itself."""
    with contextlib.suppress(OSError):
        if process.stdin:
            process.stdin.write(data)
            process.stdin.close()


def find_cause(errors: str) -> str:
    """Choose the line of rsync's complaints that says why, not what followed from it."""
    lines = [line for line in errors.splitlines() if line.strip()]
    why = [line for line in lines if "failed" in line or "No space" in line or "denied" in line or "not found" in line]
    return find_last_line(why[0] if why else errors)
