"""Where the lists of an old site are now: those of its columns, of its topics, its first pages; changes no page."""

import posixpath
from collections.abc import Iterable

from site_builder import urls
from site_builder.config import Config
from site_builder.migrating.model import Notes, OldSite
from site_builder.migrating.place_items import PlacedItem, make_column_name


def map_list_addresses(old: OldSite, config: Config, placed: Iterable[PlacedItem], notes: Notes) -> dict[str, str]:
    """Give the new address of each old list that has one here; note those whose old address leads nowhere.

    A list is there where an item that is no draft stands in it.
    """
    public = [each for each in placed if "draft" not in each.fields]
    columns = {make_column_name(each.doc.column) for each in public if each.doc.column}
    topics = {urls.slugify(name) for each in public for name in each.fields.get("topics", ())}
    paths = {each.id: each.path for each in config.languages}
    own = {urls.make_alias_address(alias) for each in public for alias in each.fields.get("aliases", ())}
    found: dict[str, str] = {}
    moved: dict[str, str] = {}
    for address, (kind, name, language) in old.lists.items():
        start = paths.get(language, "")
        slug = make_column_name(name) if kind == "column" else urls.slugify(name)
        if (kind == "column" and slug not in columns) or (kind == "topic" and slug not in topics):
            continue
        segments = {"home": (), "column": (slug,), "topics": ("topics",), "topic": ("topics", slug)}[kind]
        found[address] = urls.make_address(start, *segments)
        if found[address] != address and address not in own:
            place = posixpath.dirname(address.rstrip("/")) if kind == "topic" else address
            moved.setdefault(place.rstrip("/") + "/", urls.make_address(start, *segments[:1]))
    for address, new in moved.items():
        message = "the lists at {address} are at {new} here; their old addresses lead nowhere"
        notes.add_loss("address", "content/site.toml", 1, message, address=address, new=new)
    return found
