"""Tells from the stamps of files alone that nothing changed since a build; imports next to nothing and makes no page.

What a build said is kept with the stamps of all that it looked at: sources, templates, the program, the output. While
they are the same, and the clock has not come to the next change, the same command says the same again.
"""

import os
import sys

from site_builder.atomic import read_checked, write_checked
from site_builder.state_folder import NO_OP_RECORD

TYPE_CHECKING = False
if TYPE_CHECKING:
    from site_builder.building.no_op.record import BuildStamps

# What is kept has another name where it has another form.
FORMAT = "untouched-2"
# Options that are followed by a value.
OPTIONS_WITH_VALUE = frozenset(["--at", "--output", "--jobs", "--report", "--lang"])
# What decides of the words of messages.
LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE")
# What decides of which packages are found.
PATH_VARIABLE = "PYTHONPATH"


def find_recorded_output(arguments: list[str], now: float) -> tuple[str, str, str] | None:
    """Give what a build with these arguments would print, if all is as the last one left it.

    That is what stands on stdout before and after the seconds that it took, and what stands on stderr.
    """
    if arguments[:1] != ["build"] or "--clean" in arguments:
        return None
    site = find_site_folder(arguments)
    record = read_no_op_record(os.path.join(site, NO_OP_RECORD))
    if record is None or record["key"] != make_key(arguments) or not record["from"] <= now < record["until"]:
        return None
    here = os.getcwd()
    os.chdir(site)
    try:
        if not is_unchanged(record):
            return None
    finally:
        os.chdir(here)
    before, _, after = record["out"].partition(record["seconds"])
    return before, after, record["err"]


def find_site_folder(arguments: list[str]) -> str:
    """Give the folder of the site that arguments name."""
    values = {n + 1 for n, each in enumerate(arguments) if each in OPTIONS_WITH_VALUE}
    named = [each for n, each in enumerate(arguments) if n and n not in values and not each.startswith("-")]
    return named[0] if len(named) == 1 else "."


def make_key(arguments: list[str]) -> str:
    """Give what has to be the same for the same words: arguments, place, language, Python, where it finds packages."""
    variables = [os.environ.get(name) for name in (*LOCALE_VARIABLES, PATH_VARIABLE)]
    return repr((arguments, os.getcwd(), variables, sys.version))


def read_no_op_record(file: str) -> dict | None:  # type: ignore[type-arg]
    """Read what was kept; None where it is absent or damaged."""
    data = read_checked(file, FORMAT)
    if data is None:
        return None
    import json

    return json.loads(bytes(data))  # type: ignore[no-any-return]


def is_unchanged(record: dict) -> bool:  # type: ignore[type-arg]
    """Compare the stamps of all files and folders."""
    stat = os.stat
    try:
        for path, (size, changed, created, inode) in zip(record["sources"], record["stamps"], strict=True):
            now = stat(path)
            if now.st_mtime_ns != changed or now.st_size != size or now.st_ctime_ns != created or now.st_ino != inode:
                return False
        for path, (size, changed) in zip(record["files"], record["left"], strict=True):
            now = stat(path)
            if now.st_mtime_ns != changed or now.st_size != size:
                return False
        for path, changed in zip(record["folders"], record["times"], strict=True):
            if stat(path).st_mtime_ns != changed:
                return False
    except OSError:
        return False
    return not any(os.path.lexists(path) for path in record["absent"])


def write_no_op_record(
    site: str, arguments: list[str], output: tuple[str, str, str], clock: tuple[float, float], stamps: "BuildStamps"
) -> None:
    """Keep what a build said (stdout, stderr, how its seconds stand there), its clock, and when that next matters."""
    file = os.path.join(site, NO_OP_RECORD)
    record = {
        "key": make_key(arguments),
        "out": output[0],
        "err": output[1],
        "seconds": output[2],
        "from": clock[0],
        "until": clock[1],
        "sources": list(stamps.sources),
        "stamps": list(stamps.sources.values()),
        "files": list(stamps.files),
        "left": list(stamps.files.values()),
        "folders": list(stamps.folders),
        "times": list(stamps.folders.values()),
        "absent": list(stamps.absent),
    }
    import json

    write_checked(file, json.dumps(record).encode(), FORMAT)


def remove_no_op_record(site: "str | os.PathLike[str]") -> None:
    """Forget what was kept; a build that is about to write does so first."""
    try:
        os.unlink(os.path.join(site, NO_OP_RECORD))
    except OSError:
        return
