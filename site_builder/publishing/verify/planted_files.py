"""What lies in the live release on its target and was never published, hidden or not; asks no web server."""

from collections.abc import Iterator

from msgspec import Struct

from site_builder.problem import Place, Problem, Refused, problem
from site_builder.publishing.last_published import last_of
from site_builder.publishing.release.compress import ENCODINGS, is_compressible
from site_builder.publishing.release.manifest import NAME, SIGNATURE, Entry
from site_builder.publishing.release.retained_assets import CARRIED
from site_builder.publishing.release.stage import LEDGER
from site_builder.publishing.rollback import SOURCE
from site_builder.publishing.targets.release_files import ReleaseFile
from site_builder.publishing.targets.target import LISTING, SWITCHED, Planted, Target
from site_builder.publishing.verify.compare_file import shown_address

# What a release has beside what readers are to fetch.
OWN = frozenset([NAME, SIGNATURE, LEDGER, LISTING, SWITCHED, CARRIED, SOURCE])


class TargetState(Struct, frozen=True):
    """What a target showed: all that lies in its live release, the time of its newest; or why it did not."""

    files: tuple[ReleaseFile, ...] = ()
    newest: str = ""
    problems: tuple[Problem, ...] = ()


def look_at(place: Target) -> TargetState:
    """Look at a target; one that cannot be reached is only worth a warning."""
    root = Place("/")
    try:
        with place.connected():
            far = place.inspect()
            files = place.list_files(far.current) if far.current else ()
            newest = newest_time(place, far.releases)
    except Planted as error:
        message = "in the target folder something is not as bulletin puts it there: {what}"
        what = dict(error.values)
        return TargetState(problems=(problem("error", "extra", root, message, what=what.get("what", "current")),))
    except Refused as error:
        return TargetState(problems=(problem("warning", "target", root, error.message, **dict(error.values)),))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return TargetState(
            problems=(problem("warning", "target", root, "{file}: {reason}", file=error.filename, reason=reason),)
        )
    if far.current and all(each.path != NAME for each in files):
        message = "what lies in the live release cannot be listed, or it has no manifest"
        return TargetState(newest=newest, problems=(problem("warning", "target", root, message),))
    return TargetState(files, newest)


def newest_time(place: Target, releases: tuple[str, ...]) -> str:
    """Give the time of the newest release that was ever live; empty for none."""
    for id_ in reversed(releases):
        if place.read(id_, SWITCHED) is not None:
            last = last_of(place.read(id_, NAME) or b"")
            return last.released if last else ""
    return ""


def find_planted(lying: tuple[ReleaseFile, ...], files: dict[str, Entry]) -> Iterator[Problem]:
    """Find whatever lies in a release and is neither in its manifest nor a twin of such a file, nor ours by name."""
    messages = {
        "file": "this is not in the manifest: it lies in the folder of the live release",
        "link": "this is a link in the folder of the live release, which has none: it was put there",
        "other": "this is neither a file nor a folder, and lies in the folder of the live release",
        "closed": "nobody but its owner may look into this folder, which lies in that of the live release",
    }
    twins = {
        f"{path}{suffix}" for path, each in files.items() if is_compressible(path, each.size) for suffix in ENCODINGS
    }
    for each in lying:
        if each.kind != "file" or not (each.path in files or each.path in twins or each.path in OWN):
            yield problem("error", "extra", Place(shown_address(each.path)), messages[each.kind])
