"""Which outputs have to be made: the one place that decides it; makes none of them."""

from collections.abc import Set as AbstractSet
from hashlib import blake2b

from msgspec import Struct

from site_builder.building.manifest import SCHEMA, Manifest, tool_digest
from site_builder.building.state import Workshop
from site_builder.building.templates import Theme, closure
from site_builder.planning.outputs import Asset, Page
from site_builder.planning.plots import Outputs
from site_builder.site.organise import Site


class Stale(Struct, frozen=True):
    """What has to be made: pages to render, files to copy; the fingerprint of every output by path.

    `html` counts the HTML pages; `gone` are the files of the output folder that are no longer planned; `manifest` has
    what stays as it is, and `touched` all that the last one had besides, or the next one will have.
    """

    pages: tuple[Page, ...]
    assets: tuple[Asset, ...]
    fingerprints: dict[str, str]
    html: int
    gone: tuple[str, ...]
    manifest: Manifest
    touched: AbstractSet[str]


class Prints(Struct, frozen=True):
    """The fingerprint of every page of a plan by path; the plan and the theme that they are of."""

    pages: dict[str, str]
    outputs: Outputs
    theme: Theme


def prints(outputs: Outputs, theme: Theme, before: Prints | None = None) -> Prints:
    """Find the fingerprints of a plan's pages; those of plots that are as they were `before` are taken from there.

    A page's fingerprint is the digest of schema, tool, template closure, view and locale, and that of its inputs.
    """
    known = before is not None and before.theme == theme
    pages, old = (dict(before.pages), before.outputs.memo.plots) if known and before else ({}, {})
    plots, ways = outputs.memo.plots, Ways(theme)
    new = [(name, each) for name, each in plots.items() if old.get(name) is not each]
    for name in [*(name for name, _ in new if name in old), *(old.keys() - plots.keys())]:
        for leaf in old[name].leaves:
            pages.pop(leaf.path, None)
    for _, each in new:
        for leaf in each.leaves:
            pages[leaf.path] = ways[leaf.view, leaf.template, leaf.locale] + leaf.digest
    return Prints(pages, outputs, theme)


def stale(outputs: Outputs, made: Prints, site: Site, shop: Workshop) -> Stale:
    """Find the outputs that are not as the last build left them, or would be made of something else now."""
    fingerprints = made.pages | {asset.path: asset.fingerprint for asset in outputs.assets}
    left, present = shop.manifest.outputs, shop.present.files
    fresh = {
        path: here
        for path, fingerprint in fingerprints.items()
        if (here := left.get(path)) and here.fingerprint == fingerprint and present.get(path) == here.stamp
    }
    wanted = fingerprints.keys() - fresh.keys()
    return Stale(
        pages=outputs.pages(wanted) if wanted else (),
        assets=tuple(asset for asset in outputs.assets if asset.path not in fresh),
        fingerprints=fingerprints,
        html=sum(path.endswith(".html") for path in made.pages),
        gone=tuple(path for path in present if path not in fingerprints),
        manifest=Manifest(fresh, shop.manifest.folders, made.theme.references, site.at.epoch, site.next_change),
        touched=wanted | (left.keys() - fingerprints.keys()),
    )


class Ways(dict[tuple[str, str, str], str]):
    """The digests of how pages are made, by view, template and locale; what they are made of stands in their leaves."""

    def __init__(self, theme: Theme) -> None:
        """Begin for one build."""
        self.theme = theme
        self.tool = tool_digest()

    def __missing__(self, way: tuple[str, str, str]) -> str:
        """Find the digest of a way to make pages: program, view, locale, all that the template can reach."""
        view, template, locale = way
        reached = closure(self.theme, template) if template else ""
        whole = "\0".join((str(SCHEMA), self.tool, reached, template, view, locale))
        found = self[way] = blake2b(whole.encode(), digest_size=8).hexdigest()
        return found
