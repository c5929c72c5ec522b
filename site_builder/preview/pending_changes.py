"""What a publish would change, as far as it is known without a network; publishes nothing and asks no server."""

from pathlib import Path

from msgspec import Struct

from site_builder import urls
from site_builder.config import Destination
from site_builder.ledger import content, read_ledger
from site_builder.problem import Refused, Translate, in_words
from site_builder.publishing.changes import compare, files_of
from site_builder.publishing.ledger_update import lines
from site_builder.publishing.release.retained_assets import CARRIED, carried
from site_builder.publishing.release.stage import published
from site_builder.publishing.targets.local import LocalTarget
from site_builder.publishing.targets.open_target import target
from site_builder.publishing.verify.expectations import entry_of
from site_builder.site.organise import Site


class Against(Struct, frozen=True):
    """What a publish would change on a target, as addresses: those that are new, others, gone.

    `whole` where every file of the live release was compared; else only what the ledger knows was. `live` is the
    release that is live, "" for none or where that is not known; `failure` says why the target could not be read.
    """

    name: str
    to: str
    whole: bool
    live: str = ""
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    failure: str = ""


def against_all(folder: Path, output: Path, site: Site, say: Translate) -> tuple[Against, ...]:
    """Compare a site that was built into `output` with each of its targets; without a target, with the ledger."""
    return tuple(against(folder, output, site, each, say) for each in site.config.publish) or (by_ledger(folder, site),)


def against(folder: Path, output: Path, site: Site, there: Destination, say: Translate) -> Against:
    """Compare with a target: file by file where it is a folder of this machine, else by the ledger."""
    try:
        place = target(there.name, there.to)
        if isinstance(place, LocalTarget):
            return by_release(output, place)
    except Refused as refused:
        return failed(in_words(refused.message, refused.values, say), there)
    except OSError as error:
        return failed(f"{error.filename}: {error.strerror}", there)
    return by_ledger(folder, site, there)


def failed(why: str, there: Destination | None = None) -> Against:
    """Say why nothing could be compared."""
    return Against(there.name if there else "", there.to if there else "", whole=True, failure=why)


def by_release(output: Path, place: LocalTarget) -> Against:
    """Compare every file with the live release of a folder."""
    far = place.inspect()
    kept = carried(place.read(far.current, CARRIED)) if far.current else {}
    old = {path: entry for path, entry in files_of(far.manifest).items() if path not in kept}
    new = {path: entry_of((output / path).read_bytes()) for path in published(output)}
    changes = compare(old, new)
    added, changed, removed = (
        tuple(addressed(each.path) for each in found) for found in (changes.added, changes.changed, changes.removed)
    )
    return Against(place.name, place.url, True, far.current or "", added, changed, removed)  # noqa: FBT003 - in order


def by_ledger(folder: Path, site: Site, there: Destination | None = None) -> Against:
    """Compare items, pages and attachments with what the ledger has of them: their addresses and texts."""
    ledger = read_ledger(folder).value
    old = {line.address: line for line in ledger.standing() if line.kind != "alias"}
    new = {line.address: line for line in lines(site, "") if line.kind != "alias"}
    return Against(
        name=there.name if there else "",
        to=there.to if there else "",
        whole=False,
        added=tuple(sorted(new.keys() - old.keys())),
        changed=tuple(sorted(a for a in new.keys() & old.keys() if content(new[a]) != content(old[a]))),
        removed=tuple(sorted(old.keys() - new.keys())),
    )


def addressed(path: str) -> str:
    """Give the address of an output, without the base path."""
    page = path == "index.html" or path.endswith("/index.html")
    return urls.href("/", "/" + (path.removesuffix("index.html") if page else path))
