"""Which outputs are stale: what invalidates one, and makes a build make it anew, is decided here alone; makes none."""

from msgspec import Struct

from site_builder.building.cache_dirs import OutputFolder
from site_builder.building.fingerprints import Fingerprints
from site_builder.building.manifest import Manifest
from site_builder.planning.outputs import Asset, Page
from site_builder.planning.page_groups import Outputs
from site_builder.site.organise import Site


class StaleOutputs(Struct, frozen=True):
    """What has to be made: pages to render, files to copy; the fingerprint of every output by path.

    `html_count` counts the HTML pages; `obsolete` are the files of the output folder that are no longer planned;
    `manifest` has what stays as it is.
    """

    pages: tuple[Page, ...]
    assets: tuple[Asset, ...]
    fingerprints: dict[str, str]
    html_count: int
    obsolete: tuple[str, ...]
    manifest: Manifest


def find_stale(outputs: Outputs, current: Fingerprints, site: Site, output_folder: OutputFolder) -> StaleOutputs:
    """Find the outputs that are not as the last build left them, or would be made of something else now."""
    fingerprints = current.pages | {asset.path: asset.fingerprint for asset in outputs.assets}
    last, present = output_folder.manifest.outputs, output_folder.scan.files
    fresh = {
        path: here
        for path, fingerprint in fingerprints.items()
        if (here := last.get(path)) and here.fingerprint == fingerprint and present.get(path) == here.stamp
    }
    wanted = fingerprints.keys() - fresh.keys()
    return StaleOutputs(
        pages=outputs.make_pages(wanted) if wanted else (),
        assets=tuple(asset for asset in outputs.assets if asset.path not in fresh),
        fingerprints=fingerprints,
        html_count=sum(path.endswith(".html") for path in current.pages),
        obsolete=tuple(path for path in present if path not in fingerprints),
        manifest=Manifest(
            fresh, output_folder.manifest.folders, current.theme.references, site.at.epoch, site.next_change
        ),
    )
