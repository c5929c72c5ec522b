"""Who last changed which line of a site, and when, as git knows it on this machine; asks no other, guesses nothing."""

import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from msgspec import Struct

# No lock is taken, nobody asked, no program started that a repository names, no hook and no pager.
OPTIONS = ("--no-optional-locks", "--no-pager", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=")
PATIENCE = 60
UNCOMMITTED = "0" * 40
HistoryState = Literal["known", "uncommitted", "unknown"]


class LineAuthor(Struct, frozen=True):
    """Who committed a line, and the day as it was there (ISO 8601); each "" where that is not known."""

    who: str = ""
    when: str = ""
    state: HistoryState = "unknown"


NOBODY = LineAuthor()


def find_line_authors(file: Path, lines: frozenset[int]) -> dict[int, LineAuthor]:
    """Give who last committed lines of a file, counted from 1; nothing where there is no history of it."""
    real = file.resolve()
    ranges = (part for number in sorted(lines) for part in ("-L", f"{number},{number}"))
    blamed = run_git(real.parent, "blame", "--no-textconv", "--root", "--porcelain", *ranges, "--", real.name)
    cut = read_shallow_commits(real.parent) if blamed else frozenset()
    return dict(parse_blame(blamed, cut))


def read_shallow_commits(folder: Path) -> frozenset[str]:
    """Give the commits before which a history was cut off: they seem to have written all that is older."""
    path = run_git(folder, "rev-parse", "--git-path", "shallow").strip()
    try:
        return frozenset((folder / path).read_text("ascii").split()) if path else frozenset()
    except (OSError, UnicodeDecodeError):
        return frozenset()


def parse_blame(text: str, cut: frozenset[str]) -> Iterator[tuple[int, LineAuthor]]:
    """Read what `git blame --porcelain` says: a commit is described where it is named first."""
    commits: dict[str, dict[str, str]] = {}
    commit, number = "", 0
    for each in text.split("\n"):
        word, _, rest = each.partition(" ")
        if each.startswith("\t"):
            yield number, make_line_author(commit, commits[commit], cut)
        elif len(word) >= len(UNCOMMITTED) and word.isalnum():
            commit, number = word, int(rest.split()[1])
            commits.setdefault(commit, {})
        elif commit:
            commits[commit][word] = rest


def make_line_author(commit: str, fields: dict[str, str], cut: frozenset[str]) -> LineAuthor:
    """Say of a line what its commit says."""
    if not commit.strip("0"):
        return LineAuthor(state="uncommitted")
    zone = fields.get("author-tz", "")
    if commit in cut or not zone:
        return NOBODY
    offset = timedelta(hours=int(zone[:-2]), minutes=int(zone[0] + zone[-2:]))
    day = (datetime.fromtimestamp(int(fields["author-time"]), UTC) + offset).date()
    return LineAuthor(fields.get("author", ""), day.isoformat(), "known")


def run_git(folder: Path, *arguments: str) -> str:
    """Give what git says; "" where there is no git, no repository, or nothing to say."""
    try:
        done = subprocess.run(  # noqa: S603 - no shell; the file is named behind `--`
            ["git", *OPTIONS, *arguments],  # noqa: S607 - the git of whoever works here
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""
