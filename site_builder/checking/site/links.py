"""Links and pictures of bodies: what leads nowhere; judges no link that leaves the site."""

from collections.abc import Container, Iterator
from pathlib import Path
from urllib.parse import unquote

from site_builder.checking.personal_data.names import FILE_MESSAGE, find_in_name, find_severity
from site_builder.checking.personal_data.names import RULE as NAME_RULE
from site_builder.checking.site.link_guesses import (
    TakenDown,
    find_named_attachment,
    guess_target,
    is_taken_down,
    list_taken_down,
    make_placing_hint,
)
from site_builder.checking.source_places import ItemPlaces
from site_builder.content.load import Items
from site_builder.ledger import Ledger
from site_builder.model import Item, Link
from site_builder.problem import Place, Problem, Severity, make_problem
from site_builder.site.organise import Site
from site_builder.site.resolve_links import LinkFailure, find_target, resolve_content_path, resolve_link
from site_builder.site.resolve_links import find_item_folder as own_folder
from site_builder.spelling import MOST_GUESSES, format_suggestion

TAKE_OUT = "take it out of the text"
TAKE_LINK_OUT = "take the link out of the text and leave its words"


def check_links(
    items: Items, site: Site, ledger: Ledger, folder: Path, contacts: frozenset[str] = frozenset()
) -> Iterator[Problem]:
    """Find the links and pictures that lead nowhere, also of items that are not public yet.

    In the name of a file that is not there personal data is found too, but for the contacts of the office.
    """
    # What is hidden by an error of its own is told there.
    faulty = {i.path for i in items.unsound if not i.draft}
    faulty |= {path.rpartition("/")[0] for path in faulty if path.rpartition("/")[2].startswith("index.")}
    down = list_taken_down(site, ledger)
    for item in [i for i in (*items.items, *items.unsound) if i.links]:
        places, told = ItemPlaces(folder, item), 0
        for number, link in enumerate(item.links):
            failure = resolve_link(site, item, link).failure
            if failure and not (failure == "hidden" and is_link_to(site, item, link, faulty)):
                guess = guess_target(site, item, link, failure) if told < MOST_GUESSES else ""
                told += 1
                yield from make_link_problems(site, places, number, failure, guess, down)
                if failure in {"missing", "picture"}:
                    yield from check_linked_name(places, number, contacts)


def check_linked_name(places: ItemPlaces, number: int, contacts: frozenset[str]) -> Iterator[Problem]:
    """Find personal data in the name of a file that a link leads to and that is not there yet."""
    found = find_in_name(places.item.links[number].target.rpartition("/")[2], contacts)
    if found:
        excerpt = ", ".join(each.masked for each in found)
        at = places.locate_link(number)
        yield make_problem(find_severity(found), NAME_RULE, at, FILE_MESSAGE, "rename it", excerpt=excerpt)


def is_link_to(site: Site, item: Item, link: Link, paths: Container[str]) -> bool:
    """Tell whether a link leads to one of some items, or into the folder of one."""
    target = find_target(site, item, link.target)[0]
    return target in paths or target.rpartition("/")[0] in paths


def make_link_problems(  # noqa: PLR0913, PLR0917 - what is known of a link
    site: Site, places: ItemPlaces, number: int, failure: LinkFailure, guess: str, down: TakenDown
) -> Iterator[Problem]:
    """Say why a link leads nowhere; what a page that is not public refers to may be as hidden as itself."""
    item = places.item
    link = item.links[number]
    public = item.path in site.by_path and item.path not in site.withdrawn
    if failure == "hidden" and not public:
        return
    at = places.locate_link(number)
    meant = format_suggestion(guess if guess != unquote(link.target) else "")
    if failure == "hidden":
        yield make_hidden_problem(site, item, link, at, down)
    elif failure == "fragment":
        message = "the page has no place that {target} leads to"
        hint = meant or "write the words of a heading, with hyphens"
        yield make_problem("error", "link", at, message, hint, target=link.target, guess=guess)
    elif is_taken_down(site, item, link.target, down):
        message, hint = "the link {target} leads to what was taken down", TAKE_LINK_OUT
        if link.picture:
            message, hint = "the picture {target} was taken down", TAKE_OUT
        yield make_problem("error", "link", at, message, hint, target=link.target)
    else:
        message = "there is no picture {target}" if failure == "picture" else "the link {target} leads to no file"
        hint = "write the path to the item's file: ../news/2024-01-31-visit.md"
        values: dict[str, str] = {}
        if failure == "picture" or find_named_attachment(link.target):
            hint, values = make_placing_hint(item, link.target)
        yield make_problem(
            "error", "link", at, message, meant or hint, target=link.target, **({"guess": guess} if meant else values)
        )


def make_hidden_problem(site: Site, item: Item, link: Link, at: Place, down: TakenDown) -> Problem:
    """Say that a public page refers to what is not public."""
    taken_down = is_taken_down(site, item, link.target, down)
    own = resolve_content_path(item, link.target).startswith(f"{own_folder(item)}/")
    weight: Severity = "error" if link.picture and not own else "warning"
    rule = "picture" if link.picture else "link"
    if link.picture and own:
        message, hint = "the picture {target} was taken down; the page is shown without it", TAKE_OUT
    elif link.picture and taken_down:
        message, hint = "the picture {target} belongs to an item that was taken down", TAKE_OUT
    elif link.picture:
        message, hint = "the picture {target} belongs to an item that is not public", "copy it into this item's folder"
    elif taken_down:
        message = "the link {target} leads to what was taken down; it is shown as plain text"
        hint = TAKE_LINK_OUT
    else:
        message = "the link {target} leads to an item that is not public; it is shown as plain text"
        hint = "it becomes a link when that item is published"
    return make_problem(weight, rule, at, message, hint, target=link.target)
