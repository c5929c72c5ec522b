"""What the links of a body lead to: the one place that answers them; neither changes a body nor reports a Problem."""

import difflib
import posixpath
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from site_builder import urls
from site_builder.images.variants import TYPES, Variant, make_variant_name, plan_variants
from site_builder.markdown.link_placeholders import LinkTarget, Rendition
from site_builder.model import Attachment, Item, Link
from site_builder.site.organise import Site

LinkFailure = Literal["", "hidden", "missing", "fragment", "picture"]


class ResolvedLink(Struct, frozen=True):
    """The answer to a link; why there is none, and the nearest target there is."""

    answer: LinkTarget
    failure: LinkFailure = ""
    guess: str = ""


NOWHERE = LinkTarget("")


def resolve_link(site: Site, item: Item, link: Link) -> ResolvedLink:
    """Answer a link of an item: a path to a file, an address of the site, a fragment of the same page."""
    path, fragment = urls.split_target(link.target)
    if not path:
        known = not fragment or fragment in item.ids
        return (
            ResolvedLink(LinkTarget(link.target))
            if known
            else ResolvedLink(NOWHERE, "fragment", guess_fragment(fragment, item))
        )
    target = resolve_content_path(item, path)
    if target in site.by_path and not link.picture:
        return resolve_item_link(site, site.by_path[target], fragment)
    if target in site.addresses:
        return resolve_file_link(site, target)
    address = path if path.startswith("/") else ""
    if address and not link.picture and is_page_address(site, address):
        return ResolvedLink(
            LinkTarget(urls.make_href(site.config.base_path, address) + (f"#{fragment}" if fragment else ""))
        )
    return ResolvedLink(NOWHERE, "picture" if link.picture else "missing", guess_path(site, item, target))


def resolve_content_path(item: Item, path: str) -> str:
    """Give the path below content/ that a link means; one from the root means a path of content/, or a static file."""
    if path.startswith("/"):
        return path.strip("/") if path.endswith(".md") else f"static{path}"
    return posixpath.normpath(posixpath.join(posixpath.dirname(item.path), path))


def resolve_item_link(site: Site, target: Item, fragment: str) -> ResolvedLink:
    """Answer a link to an item that is public."""
    if fragment and fragment not in target.ids:
        return ResolvedLink(NOWHERE, "fragment", guess_fragment(fragment, target))
    href = urls.make_href(site.config.base_path, site.addresses[target.path])
    return ResolvedLink(LinkTarget(href + (f"#{fragment}" if fragment else "")))


def resolve_file_link(site: Site, target: str) -> ResolvedLink:
    """Answer a link to a file, or to an item that is not public."""
    address = site.addresses[target]
    if not address:
        return ResolvedLink(NOWHERE, "hidden")
    file = site.files.get(target)
    href = urls.make_href(site.config.base_path, address)
    if file is None or file.picture is None:
        return ResolvedLink(LinkTarget(href))
    *sources, usual = list_renditions(site.config.base_path, file)
    return ResolvedLink(LinkTarget(href, file.width, file.height, tuple(filter(None, sources)), usual))


def list_renditions(base_path: str, file: Attachment) -> Iterator[Rendition | None]:
    """Give the forms in which a picture is offered, the best first; the last is the one that every browser shows."""
    forms: dict[str, list[tuple[str, int]]] = {}
    for each in plan_variants(file):
        href = urls.make_href(base_path, make_variant_address(file, each))
        forms.setdefault(each.form, []).append((href, each.width))
    for form in ("AVIF", "WEBP", "JPEG"):
        yield Rendition(TYPES[form], tuple(forms[form])) if form in forms else None


def make_variant_address(file: Attachment, variant: Variant) -> str:
    """Give the address of what is made of a picture."""
    return urls.make_variant_address(make_variant_name(file, variant))


def find_shown_pictures(site: Site) -> dict[str, Attachment]:
    """Give the pictures that public pages show, by path: those in bodies, and those that stand for an item."""
    found = {}
    if not any(each.picture for each in site.files.values()):
        return {}
    for item in site.items:
        if item.path not in site.withdrawn:
            targets = [link.target for link in item.links if link.picture]
            for target in [*targets, item.image] if item.image else targets:
                file = site.files.get(resolve_content_path(item, urls.split_target(target)[0]))
                if file and file.picture:
                    found[file.path] = file
    return found


def find_item_folder(item: Item) -> str:
    """Give the folder an item lies in."""
    return item.path.rpartition("/")[0]


def is_page_address(site: Site, address: str) -> bool:
    """Tell whether an address written from the root is that of a list, an item or another page of the site."""
    if address in site.occupied:
        return True
    for edition in site.editions:
        path = edition.language.path
        below = address.removeprefix(f"/{path}") if path else address
        feeds = posixpath.basename(below) in {urls.FEED, urls.CALENDAR}
        if (below if not feeds else posixpath.dirname(below).rstrip("/") + "/") in edition.addresses:
            return True
    return False


def guess_fragment(fragment: str, target: Item) -> str:
    """Find the id on a page that a wrong fragment means."""
    near = difflib.get_close_matches(fragment, target.ids, 1, 0.4)
    return f"#{near[0]}" if near else ""


def guess_path(site: Site, item: Item, target: str) -> str:
    """Find the file that a wrong path means, written as a link from the item: the same name elsewhere, or one near."""
    known = [path for path in site.addresses if not path.startswith("static/")]
    name = posixpath.basename(target)
    same = [path for path in known if posixpath.basename(path) == name]
    if target + "/index.md" in site.addresses:
        same = [target + "/index.md"]
    near = same or difflib.get_close_matches(target, known, 1, 0.75)
    if not near:
        names = {posixpath.basename(path): path for path in known}
        near = [names[n] for n in difflib.get_close_matches(name, names, 1, 0.7)]
    return posixpath.relpath(near[0], find_item_folder(item)) if near else ""
