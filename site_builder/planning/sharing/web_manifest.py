"""What tells phones of name and icons, for readers who put the site among their programs (W3C, Web App Manifest)."""

import json
from collections.abc import Iterator

from msgspec import Struct

from site_builder import urls
from site_builder.planning.edition import EditionContext
from site_builder.planning.outputs import Page
from site_builder.planning.page_groups import PageGroup
from site_builder.planning.sharing.icons import LISTED
from site_builder.planning.shell import Shell


class WebManifest(Struct, frozen=True):
    """What it says: the site's name and the tag of its language, hrefs of home, of the whole site and of its icons."""

    name: str
    tag: str
    root: str
    base: str
    icons: tuple[str, ...]


def plan_web_manifest(context: EditionContext) -> Iterator[PageGroup]:
    """Plan that of an edition, where it has the icons and content/static/ has no such file."""
    address = urls.make_file_address(context.edition.language.path, urls.WEB_MANIFEST)
    if context.shell.frame.icons.manifest and address not in context.site.occupied:
        yield PageGroup("manifest", context.shell, (), (), make_manifest_page)


def make_manifest_page(shell: Shell) -> Iterator[Page]:
    """Make it."""
    frame = shell.frame
    inputs = WebManifest(frame.title, frame.tag, frame.root, frame.base, tuple(frame.asset(each) for each in LISTED))
    path = shell.make_output_path(urls.make_file_address(urls.WEB_MANIFEST))
    yield Page(path, "manifest", "", shell.language.locale, (inputs,))


def make_manifest_view(inputs: WebManifest) -> str:
    """Write it: a window of its own that keeps the browser's way back."""
    icons = [
        {"src": href, "sizes": f"{size}x{size}", "type": "image/png"}
        for href, size in zip(inputs.icons, LISTED.values(), strict=True)
    ]
    said = {
        "name": inputs.name,
        "lang": inputs.tag,
        "start_url": inputs.root,
        "scope": inputs.base,
        "display": "minimal-ui",
        "icons": icons,
    }
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"
