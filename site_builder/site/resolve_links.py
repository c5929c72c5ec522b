"""What the links of a body lead to: the one place that answers them; neither changes a body nor reports a Problem."""

import posixpath
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal
from urllib.parse import unquote

from msgspec import Struct

from site_builder import urls
from site_builder.images.variants import TYPES, Variant, make_variant_name, plan_variants
from site_builder.markdown.link_placeholders import LinkTarget, Rendition
from site_builder.model import OUTLINE, Attachment, Item, Link
from site_builder.site.films import find_film_parts, is_film
from site_builder.site.organise import Site

LinkFailure = Literal["", "hidden", "missing", "fragment", "picture"]


class ResolvedLink(Struct, frozen=True):
    """The answer to a link, and why there is none."""

    answer: LinkTarget
    failure: LinkFailure = ""


NOWHERE = LinkTarget("")


def resolve_link(site: Site, item: Item, link: Link) -> ResolvedLink:
    """Answer a link of an item: a path to a file, an address of the site, a fragment of the same page."""
    path, fragment = urls.split_target(link.target)
    if not path:
        return resolve_own_link(site, item, link.target, fragment)
    target, fragment = find_target(site, item, link.target)
    behind = urls.get_query(link.target) + (f"#{fragment}" if fragment else "")
    if target in site.by_path and not link.picture:
        return resolve_item_link(site, site.by_path[target], fragment, behind)
    if target in site.addresses:
        if link.picture and is_film(target) and site.addresses[target]:
            href = urls.make_href(site.config.base_path, site.addresses[target])
            return ResolvedLink(LinkTarget(href, film=find_film_parts(site, item, target)))
        return resolve_file_link(site, target)
    address = path if path.startswith("/") else ""
    if address and not link.picture and is_page_address(site, address):
        return ResolvedLink(LinkTarget(urls.make_href(site.config.base_path, address) + behind))
    return ResolvedLink(NOWHERE, "picture" if link.picture else "missing")


def find_target(site: Site, item: Item, written: str) -> tuple[str, str]:
    """Give the path below content/ that a link means, and its fragment.

    A link is read as the web reads it; where that leads to no file, `#`, `?` and `%` may be of the file's own name.
    """
    path, fragment = urls.split_target(written)
    target = site.find_path(resolve_content_path(item, path))
    if target not in site.addresses and any(sign in written for sign in "#?%"):
        for name in (written, unquote(written)):
            whole = site.find_path(resolve_content_path(item, name))
            if whole in site.addresses:
                return whole, ""
    return target, fragment


def resolve_own_link(site: Site, item: Item, target: str, fragment: str) -> ResolvedLink:
    """Answer a link within the page, also one with a query, which has to lead back from a feed."""
    if fragment and fragment not in read_ids(item.outline):
        return ResolvedLink(NOWHERE, "fragment")
    address = site.addresses.get(item.path, "") if target.startswith("?") else ""
    href = urls.make_href(site.config.base_path, address) if address else ""
    return ResolvedLink(LinkTarget(href + target))


def resolve_content_path(item: Item, path: str) -> str:
    """Give the path below content/ that a link means; one from the root means a path of content/, or a static file."""
    if path.startswith("/"):
        return path.strip("/") if path.endswith(".md") else f"static{path}"
    return posixpath.normpath(posixpath.join(posixpath.dirname(item.path), path))


def resolve_item_link(site: Site, target: Item, fragment: str, behind: str) -> ResolvedLink:
    """Answer a link to an item that is public; `behind` is what follows its address."""
    if fragment and fragment not in read_ids(target.outline):
        return ResolvedLink(NOWHERE, "fragment")
    return ResolvedLink(LinkTarget(urls.make_href(site.config.base_path, site.addresses[target.path]) + behind))


@lru_cache(maxsize=16)
def read_ids(outline: bytes) -> frozenset[str]:
    """Give the ids that links to a body may lead to: thousands of links may lead to one."""
    return frozenset(OUTLINE.decode(outline).ids) if outline else frozenset()


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
                file = site.files.get(find_target(site, item, target)[0])
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
