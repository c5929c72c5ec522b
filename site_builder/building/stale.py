"""Which outputs have to be made: the one place that decides it; makes none of them."""

from hashlib import blake2b

import msgspec
from msgspec import Struct

from site_builder.building.manifest import SCHEMA, Manifest, tool_digest
from site_builder.building.state import Workshop
from site_builder.building.templates import Theme, closure
from site_builder.planning.outputs import Asset, Outputs, Page
from site_builder.site.organise import Site


class Stale(Struct, frozen=True):
    """What has to be made: pages to render, files to copy; the fingerprint of every output by path.

    `gone` are the files of the output folder that are no longer planned; `manifest` has what stays as it is.
    """

    pages: tuple[Page, ...]
    assets: tuple[Asset, ...]
    fingerprints: dict[str, str]
    gone: tuple[str, ...]
    manifest: Manifest


def stale(outputs: Outputs, theme: Theme, site: Site, shop: Workshop) -> Stale:
    """Find the outputs that are not as the last build left them, or would be made of something else now.

    A page's fingerprint is the digest of schema, tool, template closure, view, locale and the digests of its inputs.
    """
    tool = tool_digest()
    prints = Fingerprints(tool, theme)
    fingerprints = {page.path: prints.page(page) for page in outputs.pages}
    fingerprints |= {asset.path: f"copy {asset.digest}" for asset in outputs.assets}
    left = shop.manifest.outputs
    fresh = {
        path: left[path]
        for path, fingerprint in fingerprints.items()
        if path in left and left[path].fingerprint == fingerprint and shop.present.get(path) == left[path].stamp
    }
    return Stale(
        pages=tuple(page for page in outputs.pages if page.path not in fresh),
        assets=tuple(asset for asset in outputs.assets if asset.path not in fresh),
        fingerprints=fingerprints,
        gone=tuple(path for path in shop.present if path not in fingerprints),
        manifest=Manifest(tool, fresh, theme.references, site.at.epoch, site.next_change),
    )


class Fingerprints:
    """Computes fingerprints; what many pages share is encoded once."""

    def __init__(self, tool: str, theme: Theme) -> None:
        """Begin for one build."""
        self.tool = tool
        self.theme = theme
        self.encoder = msgspec.msgpack.Encoder(order="deterministic")
        self.closures: dict[str, str] = {}
        self.shared: dict[int, bytes] = {}

    def page(self, page: Page) -> str:
        """Give the fingerprint of a page."""
        hashed = blake2b(f"{SCHEMA}\0{self.tool}\0{self.closure(page.template)}".encode(), digest_size=16)
        hashed.update(f"\0{page.template}\0{page.view}\0{page.locale}\0{' '.join(page.bodies)}\0".encode())
        first, *rest = page.inputs
        hashed.update(self.once(first))
        for record in rest:
            hashed.update(blake2b(self.encoder.encode(record), digest_size=16).digest())
        return hashed.hexdigest()

    def once(self, record: Struct) -> bytes:
        """Give the digest of a record that other pages have too."""
        found = self.shared.get(id(record))
        if found is None:
            found = self.shared[id(record)] = blake2b(self.encoder.encode(record), digest_size=16).digest()
        return found

    def closure(self, template: str) -> str:
        """Give the digest of all that a template can reach."""
        if template not in self.closures:
            self.closures[template] = closure(self.theme, template) if template else ""
        return self.closures[template]
