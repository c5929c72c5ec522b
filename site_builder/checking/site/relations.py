"""What items say of one another outside their bodies: related items, commitments, attachments, pictures."""

from collections.abc import Container, Iterator
from pathlib import Path
from unicodedata import normalize
from urllib.parse import unquote

from site_builder.checking.site.link_guesses import guess_path, make_placing_hint
from site_builder.checking.source_places import ItemPlaces
from site_builder.content.load import Items
from site_builder.model import Item, Link
from site_builder.problem import Place, Problem, make_problem
from site_builder.site.organise import Site
from site_builder.site.resolve_links import find_target, resolve_content_path, resolve_link
from site_builder.spelling import MOST_GUESSES, find_close_match, format_suggestion


def check_relations(items: Items, site: Site, folder: Path) -> Iterator[Problem]:
    """Find names of items, commitments and files that do not exist, and commitments of one id in two items."""
    owners: dict[str, Item] = {}
    everything = (*items.items, *items.unsound)
    # A draft is last: where two clash it is the one that has to change.
    for item in sorted((i for i in everything if i.commitments), key=lambda i: i.draft):
        places = ItemPlaces(folder, item)
        for commitment in item.commitments:
            owner = owners.setdefault(commitment.id, item)
            if owner.id != item.id:
                at = places.locate_value("commitments", commitment.id)
                message, hint = 'the commitment "{id}" is that of {owner} too', "give it an id of its own"
                yield make_problem("error", "commitment", at, message, hint, id=commitment.id, owner=owner.id)
    known = collect_names(items) if any(i.related for i in everything) else frozenset()
    files = {each.path for each in items.attachments}
    for item in [i for i in everything if i.related or i.settles or i.attachments or i.image]:
        places = ItemPlaces(folder, item)
        found = (
            *check_related(item, known, places),
            *check_settles(item, owners, places),
            *check_item_files(item, files, site, places),
        )
        # What a translation takes from its original stands in no line of its own, and is told there.
        yield from (each for each in found if each.line > 1)


def collect_names(items: Items) -> frozenset[str]:
    """Give every id, and every path below content/ with and without its suffix."""
    everything = (*items.items, *items.unsound)
    paths = [i.path for i in everything]
    stems = (path.removesuffix(suffix) for suffix in (".md", "/index.md") for path in paths)
    names = (*items.unreadable, *(i.id for i in everything), *paths, *stems)
    return frozenset(each if each.isascii() else normalize("NFC", each) for each in names)


def check_related(item: Item, known: frozenset[str], places: ItemPlaces) -> Iterator[Problem]:
    """Find `related` names that are no item."""
    told = 0
    for name in item.related:
        if not {name, name.strip("/"), normalize("NFC", resolve_content_path(item, name))} & known:
            guess = find_close_match(name, sorted(known)) if told < MOST_GUESSES else ""
            told += 1
            at = places.locate_value("related", name)
            message = '"{name}" is no item'
            hint = format_suggestion(guess) or "write its id, or the path to its file"
            yield make_problem("error", "related", at, message, hint, name=name, guess=guess)


def check_settles(item: Item, owners: dict[str, Item], places: ItemPlaces) -> Iterator[Problem]:
    """Find `settles` ids that are no commitment of an earlier item."""
    told = 0
    for name in item.settles:
        owner = owners.get(name)
        if owner and (owner.id == item.id or is_later(owner, item)):
            at = places.locate_value("settles", name)
            message = 'the commitment "{name}" is not that of an earlier item, but of {owner}'
            hint = "write its {field_status} there, or mend the dates"
            yield make_problem("warning", "commitment", at, message, hint, name=name, owner=owner.id)
        elif not owner:
            guess = find_close_match(name, sorted(owners)) if told < MOST_GUESSES else ""
            told += 1
            at = places.locate_value("settles", name)
            message = '"{name}" is no commitment'
            hint = format_suggestion(guess) or "write the id of a commitment of an earlier item"
            yield make_problem("error", "commitment", at, message, hint, name=name, guess=guess)


def is_later(one: Item, other: Item) -> bool:
    """Tell whether an item is of a later day than another."""
    return bool(one.date and other.date and one.date.day > other.date.day)


def check_item_files(item: Item, files: Container[str], site: Site, places: ItemPlaces) -> Iterator[Problem]:
    """Find attachments and a picture that an item names and does not have."""
    missing = [name for name in item.attachments if find_target(site, item, name)[0] not in files]
    for told, name in enumerate(missing):
        at = places.locate_value("attachments", name)
        guess = guess_path(site, item, find_target(site, item, name)[0]) if told < MOST_GUESSES else ""
        yield make_missing_file_problem("there is no attachment {name}", item, name, at, guess)
    if item.image:
        failure = resolve_link(site, item, Link(item.image, picture=True)).failure
        own = find_target(site, item, item.image)[0].startswith(f"{item.path.rpartition('/')[0]}/")
        if failure and (
            failure != "hidden" or (not own and item.path in site.by_path and item.path not in site.withdrawn)
        ):
            at = places.locate_value("image", item.image)
            guess = guess_path(site, item, find_target(site, item, item.image)[0])
            yield make_missing_file_problem("there is no picture {name}", item, item.image, at, guess)


def make_missing_file_problem(message: str, item: Item, written: str, at: Place, guess: str) -> Problem:
    """Say that an item names a file that is not there, and which is meant or where it has to be put."""
    hint, values = make_placing_hint(item, written)
    if guess and guess != unquote(written):
        hint, values = format_suggestion(guess), {"guess": guess}
    return make_problem("error", "link", at, message, hint, name=written, **values)
