"""What this machine knows of a live site: who signs it, what was last published, the local build; asks no server."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from site_builder.config import Config, Destination, read_config
from site_builder.http_client import root_of
from site_builder.problem import Refused
from site_builder.publishing.deployment import destination
from site_builder.publishing.destinations import find_url, locate_output
from site_builder.publishing.last_published import recall
from site_builder.publishing.release.manifest import NAME, Entry, read_manifest
from site_builder.publishing.release.signing import public_key, signers_of
from site_builder.publishing.release.stage import published
from site_builder.publishing.targets.open_target import target
from site_builder.publishing.verify.planted_files import look_at
from site_builder.publishing.verify.verify import Known

Knowing = Callable[[str], Known]


def by_name(site: Path, name: str, signers: bytes | None) -> tuple[str, Knowing]:
    """Give where a target of a site is seen, and what is known of it; raises Refused (2) for a name that is none."""
    there = destination(site, name)
    config = read_config(site).value
    url = root_of(find_url(there, config.base_url if config else ""))
    local = built(site, there)
    zone = config.time_zone if config else ""
    return url, lambda _: known_of(site, there, signers, local, zone)


def by_url(url: str, site: Path | None, signers: bytes | None) -> tuple[str, Knowing]:
    """Give the root that an address means, and what is known of the site there.

    What a site's folder knows counts where it was named (`site`), or where the folder here is that of this very site:
    its target is seen at this address, or the manifest says so itself.
    """
    root = root_of(url)
    folder = site or Path()
    config = read_config(folder).value

    def knowing(base_url: str) -> Known:
        there = chosen(config, root, base_url) if config else None
        if config and there is None and site and len(config.publish) == 1:
            there = config.publish[0]
        return known_of(folder, there, signers, None, config.time_zone) if config and there else Known(signers)

    return root, knowing


def chosen(config: Config, root: str, base_url: str) -> Destination | None:
    """Find the target that is seen at an address, else the only one whose releases say that they belong at another."""
    saying = [each for each in config.publish if (each.base_url or config.base_url) == base_url]
    seen = (each for each in config.publish if root_of(find_url(each, config.base_url)) == root)
    return next(seen, saying[0] if len(saying) == 1 else None)


def known_of(site: Path, there: Destination, signers: bytes | None, local: dict[str, Entry] | None, zone: str) -> Known:
    """Gather what is known of a target; signers that were named count instead of the target's key."""
    if signers is None and there.key:
        signers = signers_of([public_key(site / Path(there.key).expanduser())])
    seen = look_at(target(there.name, there.to))
    last = recall(site, there.name)
    made = (site / ".bulletin" / "stage").glob(f"*/{NAME}")  # also by a rollback, and for other targets
    ours = frozenset([*(sha256(each.read_bytes()).hexdigest() for each in made), *([last.manifest] if last else [])])
    return Known(signers, last, seen.newest, local, seen.files, seen.problems, ours, zone)


def built(site: Path, there: Destination) -> dict[str, Entry]:
    """Give the files of the local build: as it was staged for a target, else as it was built."""
    staged = site / ".bulletin" / "stage" / there.name / NAME
    manifest = read_manifest(staged.read_bytes()) if staged.is_file() else None
    if manifest is not None:
        return manifest.files
    output = locate_output(site, there)
    paths = sorted(published(output))
    if not paths:
        raise Refused(2, "there is no local build to compare with; run: bulletin build")
    return {path: entry_of((output / path).read_bytes()) for path in paths}


def entry_of(data: bytes) -> Entry:
    """Describe a file as the manifest does."""
    return Entry(sha256(data).hexdigest(), len(data))
