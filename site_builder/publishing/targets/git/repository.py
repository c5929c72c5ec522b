"""A repository of our own beside the site, in which commits are made and to which they are fetched; prints nothing."""

import atexit
import os
import re
import shutil
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp

from site_builder.problem import CommandError

# Longest that one command may take, in seconds.
TIMEOUT = 1800
SSH = "ssh -o BatchMode=yes -o ConnectTimeout=60 -o ServerAliveInterval=30"
# Nothing of the user's own settings may change what a commit holds, or run a program.
SETTINGS = (
    *("core.hooksPath=/dev/null", "core.autocrlf=false", "core.safecrlf=false", "gc.auto=0", "fetch.fsckObjects=true"),
    *("http.lowSpeedLimit=1", "http.lowSpeedTime=60", "push.followTags=false", "submodule.recurse=false"),
)
GIT_FAILED = "git cannot do its part ({step}): {reason}"
# What git says where another one writes, or was killed while it did: nothing that it does here takes so many seconds.
LOCKED = re.compile(rb"Unable to create '([^'\n]+\.lock)': File exists")
LONGEST_LOCK = 10.0
PARTS = ("HEAD", "config", "objects", "refs")
TREE, BLOB = "040000 tree", "100644 blob"


class GitRepository:
    """A bare repository in a folder."""

    def __init__(self, folder: Path | None) -> None:
        """Make nothing yet; without a folder, one is used that lasts as long as this process."""
        self.place = folder
        self.found: dict[str, dict[str, str]] = {}

    @property
    def folder(self) -> Path:
        """The folder, which is made when it is needed."""
        if self.place is None:
            self.place = Path(mkdtemp(prefix="bulletin-git-"))
            atexit.register(shutil.rmtree, self.place, ignore_errors=True)
        if not all((self.place / each).exists() for each in PARTS):
            self.place.mkdir(parents=True, exist_ok=True)
            done = run_git(["git", "init", "--quiet", "--bare", str(self.place)], make_git_environment())
            if done.returncode:
                raise CommandError(3, GIT_FAILED, step="init", reason=find_git_reason(done.stderr))
        return self.place

    def run(self, *arguments: str, data: bytes = b"", index: Path | None = None) -> bytes:
        """Run git, and give what it prints; raises CommandError(3) with what it complained of."""
        done = self.try_to_run(*arguments, data=data, index=index)
        if done.returncode:
            raise CommandError(3, GIT_FAILED, step=arguments[0], reason=find_git_reason(done.stderr))
        return done.stdout

    def try_to_run(
        self, *arguments: str, data: bytes = b"", index: Path | None = None
    ) -> "subprocess.CompletedProcess[bytes]":
        """Run git, and give how it ended; a lock that one which was killed has left here is removed."""
        settings = [word for each in SETTINGS for word in ("-c", each)]
        command = ["git", "--git-dir", str(self.folder), *settings, *arguments]
        environment = make_git_environment() | ({"GIT_INDEX_FILE": str(index)} if index else {})
        done = run_git(command, environment, data)
        while done.returncode and (found := LOCKED.search(done.stderr)):
            lock = Path(os.fsdecode(found[1]))
            if not lock.resolve().is_relative_to(self.folder.resolve()):
                break
            wait_for_removal(lock)
            done = run_git(command, environment, data)
        return done

    def hash_files(self, files: Sequence[Path]) -> list[str]:
        """Take files in, as they are; gives their names here."""
        if not files:
            return []
        data = "".join(f"{each}\n" for each in files).encode()
        return self.run("hash-object", "-w", "--no-filters", "--stdin-paths", data=data).decode().split()

    def hash_bytes(self, data: bytes) -> str:
        """Take a file in."""
        return self.run("hash-object", "-w", "--no-filters", "--stdin", data=data).decode().strip()

    def write_tree(self, files: Mapping[str, str]) -> str:
        """Make a tree of files: path -> name of its content here."""
        index = self.folder / "bulletin-index"
        index.unlink(missing_ok=True)
        lines = "".join(f"{BLOB} {name}\t{path}\0" for path, name in files.items())
        self.run("update-index", "-z", "--index-info", data=lines.encode(), index=index)
        return self.run("write-tree", index=index).decode().strip()

    def write_folder(self, entries: Mapping[str, tuple[str, str]]) -> str:
        """Make a folder of what has been taken in: name -> kind (TREE or BLOB) and its name here."""
        lines = "".join(f"{kind} {name}\t{entry}\0" for entry, (kind, name) in sorted(entries.items()))
        return self.run("mktree", "-z", data=lines.encode()).decode().strip()

    def write_commit(self, tree: str, message: str) -> str:
        """Make a commit without any before it: what was removed is in no history."""
        return self.run("commit-tree", tree, data=message.encode()).decode().strip()

    def list_tree(self, tree: str, *, deep: bool = True) -> dict[str, str]:
        """List a tree: path -> name here, of all files below it or of its own entries alone."""
        key = f"{tree} {deep}"
        if key not in self.found:
            data = self.run("ls-tree", "-z", *(["-r"] if deep else []), tree)
            entries = (line.partition(b"\t") for line in data.split(b"\0") if line)
            self.found[key] = {path.decode("utf-8", "replace"): head.split()[2].decode() for head, _, path in entries}
        return self.found[key]

    def read_message(self, commit: str) -> str:
        """Give what a commit says of itself."""
        return self.run("show", "--no-patch", "--format=%B", commit).decode("utf-8", "replace")

    def read_blobs(self, names: Sequence[str]) -> list[bytes]:
        """Give files by their names here."""
        if not names:
            return []
        data = self.run("cat-file", "--batch", data="".join(f"{each}\n" for each in names).encode())
        found, at = [], 0
        for _ in names:
            end = data.index(b"\n", at)
            size = int(data[at:end].split()[2])
            found.append(data[end + 1 : end + 1 + size])
            at = end + size + 2
        return found

    def forget_removed(self) -> None:
        """Remove here what no branch leads to any more."""
        self.run("gc", "--quiet", "--force", "--prune=now")


def wait_for_removal(lock: Path) -> None:
    """Wait until whoever locks something has done; what is older is nobody's any more, and removed."""
    with suppress(FileNotFoundError):
        while time.time() - lock.stat().st_mtime < LONGEST_LOCK:
            time.sleep(0.1)
        lock.unlink()


HINTS = ("fatal: Could not read from remote", "Please make sure", "and the repository exists", "hint: ", "To ")


def make_git_environment() -> dict[str, str]:
    """Give the environment for git: it asks nothing, and says what can be recognised."""
    kept = {
        name: value for name, value in os.environ.items() if name not in {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"}
    }
    who = {
        f"GIT_{role}_{part}": value
        for role in ("AUTHOR", "COMMITTER")
        for part, value in (("NAME", "bulletin"), ("EMAIL", "bulletin@localhost"))
    }
    ssh = {} if "GIT_SSH_COMMAND" in kept or "GIT_SSH" in kept else {"GIT_SSH_COMMAND": SSH}
    return (
        kept
        | who
        | ssh
        | {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "true", "SSH_ASKPASS_REQUIRE": "never"}
    )


def run_git(
    command: Sequence[str], environment: dict[str, str], data: bytes = b""
) -> "subprocess.CompletedProcess[bytes]":
    """Run the system's git."""
    try:
        return subprocess.run(command, input=data, capture_output=True, check=False, env=environment, timeout=TIMEOUT)  # noqa: S603 - no shell; what comes from site.toml is one argument, behind options
    except FileNotFoundError as error:
        raise CommandError(3, "{program} is not installed", program="git") from error
    except subprocess.TimeoutExpired as error:
        raise CommandError(3, "{host} does not answer", host="git") from error


def find_git_reason(stderr: bytes) -> str:
    """Choose the line of git's complaints that says why."""
    lines = [line.strip() for line in stderr.decode("utf-8", "replace").splitlines() if line.strip()]
    # What ssh said stands before this.
    lines = [line for line in lines if not line.startswith(HINTS)] or lines
    why = [line for line in lines if line.startswith(("fatal: ", "error: ", "remote: error: ", "! ", "ssh: "))]
    wanted = next((line for line in lines if "ermission denied" in line or "certificate" in line), "")
    chosen = wanted or (why[0] if why else lines[-1] if lines else "?")
    for start in ("fatal: ", "error: ", "remote: "):
        chosen = chosen.removeprefix(start)
    return chosen.rstrip(".")
