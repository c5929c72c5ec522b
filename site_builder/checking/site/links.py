"""Links and pictures of bodies: what leads nowhere; judges no link that leaves the site."""

from collections.abc import Container, Iterator
from pathlib import Path

from site_builder.checking.source_places import locate_link
from site_builder.content.load import Items
from site_builder.model import Item, Link
from site_builder.problem import Problem, make_problem
from site_builder.site.organise import Site
from site_builder.site.resolve_links import ResolvedLink, resolve_content_path, resolve_link
from site_builder.site.resolve_links import find_item_folder as own_folder
from site_builder.urls import split_target


def check_links(items: Items, site: Site, folder: Path) -> Iterator[Problem]:
    """Find the links and pictures that lead nowhere, also of items that are not public yet."""
    # What is hidden by an error of its own is told there.
    faulty = {i.path for i in items.unsound if not i.draft}
    faulty |= {path.rpartition("/")[0] for path in faulty if path.rpartition("/")[2].startswith("index.")}
    for item in [i for i in (*items.items, *items.unsound) if i.links]:
        for number, link in enumerate(item.links):
            found = resolve_link(site, item, link)
            if found.failure and not (found.failure == "hidden" and is_link_to(item, link, faulty)):
                yield from make_link_problems(site, item, number, found, folder)


def is_link_to(item: Item, link: Link, paths: Container[str]) -> bool:
    """Tell whether a link leads to one of some items, or into the folder of one."""
    target = resolve_content_path(item, split_target(link.target)[0])
    return target in paths or target.rpartition("/")[0] in paths


def make_link_problems(site: Site, item: Item, number: int, found: ResolvedLink, folder: Path) -> Iterator[Problem]:
    """Say why a link leads nowhere; what a page that is not public refers to may be as hidden as itself."""
    link = item.links[number]
    public = item.path in site.by_path and item.path not in site.withdrawn
    if found.failure == "hidden" and not public:
        return
    at = locate_link(folder, item, number)
    guess = "did you mean {guess}?" if found.guess else ""
    values = {"target": link.target, "guess": found.guess}
    own = resolve_content_path(item, link.target).startswith(f"{own_folder(item)}/")
    if found.failure == "hidden" and link.picture and own:
        message, hint = "the picture {target} was taken down; the page is shown without it", "take it out of the text"
        yield make_problem("warning", "picture", at, message, hint, **values)
    elif found.failure == "hidden" and link.picture:
        message, hint = "the picture {target} belongs to an item that is not public", "copy it into this item's folder"
        yield make_problem("error", "picture", at, message, hint, **values)
    elif found.failure == "hidden":
        message = "the link {target} leads to an item that is not public; it is shown as plain text"
        yield make_problem("warning", "link", at, message, "it becomes a link when that item is published", **values)
    elif found.failure == "picture":
        message = "there is no picture {target}"
        yield make_problem(
            "error", "link", at, message, guess or "put it into the item's own folder, beside index.md", **values
        )
    elif found.failure == "fragment":
        message = "the page has no place that {target} leads to"
        yield make_problem(
            "error", "link", at, message, guess or "write the words of a heading, with hyphens", **values
        )
    else:
        message, hint = (
            "the link {target} leads to no file",
            "write the path to the item's file: ../news/2024-01-31-visit.md",
        )
        yield make_problem("error", "link", at, message, guess or hint, **values)
