"""What this machine knows of a live site: who signs it, what was last published, the local build; asks no server."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from site_builder.config import Config, Destination, read_config
from site_builder.http_client import parse_root_url
from site_builder.problem import CommandError
from site_builder.publishing.deployment import find_destination
from site_builder.publishing.destinations import find_url, locate_output
from site_builder.publishing.last_published import read_last_published
from site_builder.publishing.release.manifest import MANIFEST, ManifestEntry, read_manifest
from site_builder.publishing.release.signing import encode_signers, read_public_key
from site_builder.publishing.release.stage import list_published
from site_builder.publishing.targets.open_target import open_destination
from site_builder.publishing.verify.planted_files import inspect_target
from site_builder.publishing.verify.verify import Expectations
from site_builder.state_folder import STAGE

ExpectationsOf = Callable[[str], Expectations]


def find_target_by_name(site: Path, name: str, signers: bytes | None) -> tuple[str, ExpectationsOf]:
    """Give where a target of a site is seen, and what is known of it; raises CommandError (2) for no such name."""
    destination = find_destination(site, name)
    config = read_config(site).value
    url = parse_root_url(find_url(destination, config.base_url if config else ""))
    local = read_local_build(site, destination)
    zone = config.time_zone if config else ""
    return url, lambda _: collect_expectations(site, destination, signers, local, zone)


def find_target_by_url(url: str, site: Path | None, signers: bytes | None) -> tuple[str, ExpectationsOf]:
    """Give the root that an address means, and what is known of the site there.

    What a site's folder knows counts where it was named (`site`), or where the folder here is that of this very site:
    its target is seen at this address, or the manifest says so itself.
    """
    root = parse_root_url(url)
    folder = site or Path()
    config = read_config(folder).value

    def collect(base_url: str) -> Expectations:
        destination = select_destination(config, root, base_url) if config else None
        if config and destination is None and site and len(config.publish) == 1:
            destination = config.publish[0]
        return (
            collect_expectations(folder, destination, signers, None, config.time_zone)
            if config and destination
            else Expectations(signers)
        )

    return root, collect


def select_destination(config: Config, root: str, base_url: str) -> Destination | None:
    """Find the target that is seen at an address, else the only one whose releases say that they belong at another."""
    saying = [each for each in config.publish if (each.base_url or config.base_url) == base_url]
    matches = (each for each in config.publish if parse_root_url(find_url(each, config.base_url)) == root)
    return next(matches, saying[0] if len(saying) == 1 else None)


def collect_expectations(
    site: Path, destination: Destination, signers: bytes | None, local: dict[str, ManifestEntry] | None, zone: str
) -> Expectations:
    """Gather what is known of a target; signers that were named count instead of the target's key."""
    if signers is None and destination.key:
        signers = encode_signers([read_public_key(site / Path(destination.key).expanduser())])
    state = inspect_target(open_destination(destination))
    last = read_last_published(site, destination.name)
    made = (site / STAGE).glob(f"*/{MANIFEST}")  # also by a rollback, and for other targets
    own_manifests = frozenset(
        [*(sha256(each.read_bytes()).hexdigest() for each in made), *([last.manifest] if last else [])]
    )
    return Expectations(signers, last, state.newest, local, state.files, state.problems, own_manifests, zone)


def read_local_build(site: Path, destination: Destination) -> dict[str, ManifestEntry]:
    """Give the files of the local build: as it was staged for a target, else as it was built."""
    staged = site / STAGE / destination.name / MANIFEST
    manifest = read_manifest(staged.read_bytes()) if staged.is_file() else None
    if manifest is not None:
        return manifest.files
    output = locate_output(site, destination)
    paths = sorted(list_published(output))
    if not paths:
        raise CommandError(2, "there is no local build to compare with; run: bulletin build")
    return {path: make_entry((output / path).read_bytes()) for path in paths}


def make_entry(data: bytes) -> ManifestEntry:
    """Describe a file as the manifest does."""
    return ManifestEntry(sha256(data).hexdigest(), len(data))
