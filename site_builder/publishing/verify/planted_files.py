"""What lies in the live release on its target and was never published, hidden or not; asks no web server."""

from collections.abc import Iterator

from msgspec import Struct

from site_builder.problem import CommandError, Place, Problem, make_problem
from site_builder.publishing.last_published import identify_release
from site_builder.publishing.release.compress import ENCODINGS, is_compressible
from site_builder.publishing.release.manifest import MANIFEST, SIGNATURE, ManifestEntry
from site_builder.publishing.serverconfig.server_files import list_server_files
from site_builder.publishing.targets.release_files import ReleaseFile
from site_builder.publishing.targets.target import TamperedTargetError, Target
from site_builder.publishing.verify.compare_file import format_address
from site_builder.state_folder import CHECKSUMS, RELEASE_LEDGER, RETAINED, SOURCE, WAS_LIVE

# What a release has beside what readers are to fetch.
OWN_FILES = frozenset(
    [MANIFEST, SIGNATURE, RELEASE_LEDGER, CHECKSUMS, WAS_LIVE, RETAINED, SOURCE, *list_server_files()]
)


class TargetState(Struct, frozen=True):
    """What a target showed: all that lies in its live release, the time of its newest; or why it did not."""

    files: tuple[ReleaseFile, ...] = ()
    newest: str = ""
    problems: tuple[Problem, ...] = ()


def inspect_target(target: Target) -> TargetState:
    """Look at a target; one that cannot be reached is only worth a warning."""
    root = Place("/")
    try:
        with target.connect():
            snapshot = target.inspect()
            files = target.list_files(snapshot.current) if snapshot.current else ()
            newest = find_newest_time(target, snapshot.releases)
    except TamperedTargetError as error:
        message = "in the target folder something is not as bulletin puts it there: {what}"
        what = dict(error.values)
        return TargetState(problems=(make_problem("error", "extra", root, message, what=what.get("what", "current")),))
    except CommandError as error:
        return TargetState(problems=(make_problem("warning", "target", root, error.message, **dict(error.values)),))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return TargetState(
            problems=(make_problem("warning", "target", root, "{file}: {reason}", file=error.filename, reason=reason),)
        )
    if snapshot.current and all(each.path != MANIFEST for each in files):
        message = "what lies in the live release cannot be listed, or it has no manifest"
        return TargetState(newest=newest, problems=(make_problem("warning", "target", root, message),))
    return TargetState(files, newest)


def find_newest_time(target: Target, releases: tuple[str, ...]) -> str:
    """Give the time of the newest release that was ever live; empty for none."""
    for id_ in reversed(releases):
        if target.read(id_, WAS_LIVE) is not None:
            last = identify_release(target.read(id_, MANIFEST) or b"")
            return last.released if last else ""
    return ""


def check_planted_files(present: tuple[ReleaseFile, ...], files: dict[str, ManifestEntry]) -> Iterator[Problem]:
    """Find whatever lies in a release that is neither in its manifest, nor compressed of that, nor ours by name."""
    messages = {
        "file": "this is not in the manifest: it lies in the folder of the live release",
        "link": "this is a link in the folder of the live release, which has none: it was put there",
        "other": "this is neither a file nor a folder, and lies in the folder of the live release",
        "closed": "nobody but its owner may look into this folder, which lies in that of the live release",
    }
    compressed = {
        f"{path}{suffix}" for path, each in files.items() if is_compressible(path, each.size) for suffix in ENCODINGS
    }
    for each in present:
        if each.kind != "file" or not (each.path in files or each.path in compressed or each.path in OWN_FILES):
            yield make_problem("error", "extra", Place(format_address(each.path)), messages[each.kind])
