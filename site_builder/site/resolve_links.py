"""What the links of a body lead to: the one place that answers them; neither changes a body nor reports a Problem."""

import difflib
import posixpath
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from site_builder import urls
from site_builder.images.variants import TYPES, Variant, variant_name, variants
from site_builder.markdown.link_placeholders import Answer, Rendition
from site_builder.model import Attachment, Item, Link
from site_builder.site.organise import Site

Failure = Literal["", "hidden", "missing", "fragment", "picture"]


class Resolved(Struct, frozen=True):
    """The answer to a link; why there is none, and the nearest target there is."""

    answer: Answer
    failure: Failure = ""
    guess: str = ""


NOWHERE = Answer("")


def resolve(site: Site, item: Item, link: Link) -> Resolved:
    """Answer a link of an item: a path to a file, an address of the site, a fragment of the same page."""
    path, fragment = urls.split_target(link.target)
    if not path:
        known = not fragment or fragment in item.ids
        return Resolved(Answer(link.target)) if known else Resolved(NOWHERE, "fragment", guess_fragment(fragment, item))
    target = content_path(item, path)
    if target in site.by_path and not link.picture:
        return to_item(site, site.by_path[target], fragment)
    if target in site.addresses:
        return to_file(site, target)
    address = path if path.startswith("/") else ""
    if address and not link.picture and is_list(site, address):
        return Resolved(Answer(urls.href(site.config.base_path, address) + (f"#{fragment}" if fragment else "")))
    return Resolved(NOWHERE, "picture" if link.picture else "missing", guess_path(site, item, target))


def content_path(item: Item, path: str) -> str:
    """Give the path below content/ that a link means; one from the root means a path of content/, or a static file."""
    if path.startswith("/"):
        return path.strip("/") if path.endswith(".md") else f"static{path}"
    return posixpath.normpath(posixpath.join(posixpath.dirname(item.path), path))


def to_item(site: Site, target: Item, fragment: str) -> Resolved:
    """Answer a link to an item that is public."""
    if fragment and fragment not in target.ids:
        return Resolved(NOWHERE, "fragment", guess_fragment(fragment, target))
    href = urls.href(site.config.base_path, site.addresses[target.path])
    return Resolved(Answer(href + (f"#{fragment}" if fragment else "")))


def to_file(site: Site, target: str) -> Resolved:
    """Answer a link to a file, or to an item that is not public."""
    address = site.addresses[target]
    if not address:
        return Resolved(NOWHERE, "hidden")
    file = site.files.get(target)
    href = urls.href(site.config.base_path, address)
    if file is None or file.picture is None:
        return Resolved(Answer(href))
    *sources, usual = renditions(site.config.base_path, file)
    return Resolved(Answer(href, file.width, file.height, tuple(filter(None, sources)), usual))


def renditions(base_path: str, file: Attachment) -> Iterator[Rendition | None]:
    """Give the forms in which a picture is offered, the best first; the last is the one that every browser shows."""
    forms: dict[str, list[tuple[str, int]]] = {}
    for each in variants(file):
        href = urls.href(base_path, variant_address(file, each))
        forms.setdefault(each.form, []).append((href, each.width))
    for form in ("AVIF", "WEBP", "JPEG"):
        yield Rendition(TYPES[form], tuple(forms[form])) if form in forms else None


def variant_address(file: Attachment, variant: Variant) -> str:
    """Give the address of what is made of a picture."""
    return urls.variant_address(variant_name(file, variant))


def shown_pictures(site: Site) -> dict[str, Attachment]:
    """Give the pictures that public pages show, by path: those in bodies, and those that stand for an item."""
    found = {}
    if not any(each.picture for each in site.files.values()):
        return {}
    for item in site.items:
        if item.path not in site.withdrawn:
            targets = [link.target for link in item.links if link.picture]
            for target in [*targets, item.image] if item.image else targets:
                file = site.files.get(content_path(item, urls.split_target(target)[0]))
                if file and file.picture:
                    found[file.path] = file
    return found


def folder(item: Item) -> str:
    """Give the folder an item lies in."""
    return item.path.rpartition("/")[0]


def is_list(site: Site, address: str) -> bool:
    """Tell whether an address written from the root is that of a list, an item or another page of the site."""
    if address in site.occupied:
        return True
    for edition in site.editions:
        path = edition.language.path
        below = address.removeprefix(f"/{path}") if path else address
        feeds = posixpath.basename(below) in {"feed.xml", "events.ics"}
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
    return posixpath.relpath(near[0], folder(item)) if near else ""
