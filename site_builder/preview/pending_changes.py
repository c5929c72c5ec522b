"""What a publish would change, as far as it is known without a network; publishes nothing and asks no server."""

from pathlib import Path

from msgspec import Struct

from site_builder import urls
from site_builder.config import Destination
from site_builder.ledger import get_content, read_ledger
from site_builder.problem import CommandError, Translate, format_message
from site_builder.publishing.changes import compare_releases, read_manifest_files
from site_builder.publishing.ledger_update import list_ledger_lines
from site_builder.publishing.release.retained_assets import decode_retained
from site_builder.publishing.release.stage import list_published
from site_builder.publishing.targets.local import LocalTarget
from site_builder.publishing.targets.open_target import open_destination
from site_builder.publishing.verify.expectations import make_entry
from site_builder.site.organise import Site
from site_builder.state_folder import RETAINED


class PendingChanges(Struct, frozen=True):
    """What a publish would change on a target, as addresses: those that are new, others, gone.

    `is_complete` where every file of the live release was compared; else only what the ledger knows was. `live` is the
    release that is live, "" for none or where that is not known; `failure` says why the target could not be read.
    """

    name: str
    to: str
    is_complete: bool
    live: str = ""
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    failure: str = ""


def compare_targets(folder: Path, output: Path, site: Site, say: Translate) -> tuple[PendingChanges, ...]:
    """Compare a site that was built into `output` with each of its targets; without a target, with the ledger."""
    return tuple(compare_target(folder, output, site, each, say) for each in site.config.publish) or (
        compare_with_ledger(folder, site),
    )


def compare_target(folder: Path, output: Path, site: Site, destination: Destination, say: Translate) -> PendingChanges:
    """Compare with a target: file by file where it is a folder of this machine, else by the ledger."""
    try:
        opened = open_destination(destination)
        if isinstance(opened, LocalTarget):
            return compare_with_release(output, opened)
    except CommandError as refused:
        return make_failed_comparison(format_message(refused.message, refused.values, say), destination)
    except OSError as error:
        return make_failed_comparison(f"{error.filename}: {error.strerror}", destination)
    return compare_with_ledger(folder, site, destination)


def make_failed_comparison(reason: str, destination: Destination | None = None) -> PendingChanges:
    """Say why nothing could be compared."""
    return PendingChanges(
        destination.name if destination else "", destination.to if destination else "", is_complete=True, failure=reason
    )


def compare_with_release(output: Path, target: LocalTarget) -> PendingChanges:
    """Compare every file with the live release of a folder."""
    snapshot = target.inspect()
    retained = decode_retained(target.read(snapshot.current, RETAINED)) if snapshot.current else {}
    old = {path: entry for path, entry in read_manifest_files(snapshot.manifest).items() if path not in retained}
    new = {path: make_entry((output / path).read_bytes()) for path in list_published(output)}
    changes = compare_releases(old, new)
    added, changed, removed = (
        tuple(format_address(each.path) for each in found)
        for found in (changes.added, changes.changed, changes.removed)
    )
    return PendingChanges(target.name, target.url, True, snapshot.current or "", added, changed, removed)  # noqa: FBT003 - in order


def compare_with_ledger(folder: Path, site: Site, destination: Destination | None = None) -> PendingChanges:
    """Compare items, pages and attachments with what the ledger has of them: their addresses and texts."""
    ledger = read_ledger(folder).value
    old = {line.address: line for line in ledger.list_published() if line.kind != "alias"}
    new = {line.address: line for line in list_ledger_lines(site, "") if line.kind != "alias"}
    return PendingChanges(
        name=destination.name if destination else "",
        to=destination.to if destination else "",
        is_complete=False,
        added=tuple(sorted(new.keys() - old.keys())),
        changed=tuple(sorted(a for a in new.keys() & old.keys() if get_content(new[a]) != get_content(old[a]))),
        removed=tuple(sorted(old.keys() - new.keys())),
    )


def format_address(path: str) -> str:
    """Give the address of an output, without the base path."""
    page = path == "index.html" or path.endswith("/index.html")
    return urls.make_href("/", "/" + (path.removesuffix("index.html") if page else path))
