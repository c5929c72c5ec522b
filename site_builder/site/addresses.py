"""Which address each thing has, and which two want the same; decides nothing about what is public."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator

from site_builder import urls
from site_builder.config import Config
from site_builder.ledger import LEDGER, REMOVAL, Ledger, Line, moment
from site_builder.model import REGISTRIES, Attachment, Column, Item, When
from site_builder.problem import Place, Problem, problem
from site_builder.reading.items import Items
from site_builder.reading.sources import slug_of, split_language
from site_builder.site.gate import is_over, is_withdrawn
from site_builder.site.groups import Groups, dated


class Addresses:
    """How the items of a site get their addresses: one that was published keeps the one it had (its slug is frozen)."""

    def __init__(self, config: Config, columns: tuple[Column, ...], ledger: Ledger, items: Iterable[Item]) -> None:
        """Find in the ledger what each item was published as: by its id, else by an equal body that no id claims."""
        self.config = config
        self.columns = columns
        published = [line for line in ledger.standing() if line.kind in {"item", "page"}]
        by_id = {(each.id, each.lang): each for each in published}
        items = list(items)
        claimed = {(i.id, i.lang) for i in items}
        orphans: dict[tuple[str, str], list[Line]] = defaultdict(list)
        for each in published:
            if (each.id, each.lang) not in claimed:
                orphans[each.digest, each.lang].append(each)
        bodies = Counter((i.body, i.lang) for i in items if (i.id, i.lang) not in by_id)
        self.kept: dict[str, str] = {}
        for item in items:
            line: Line | None = by_id.get((item.id, item.lang))
            same = orphans.get((item.body, item.lang), [])
            if line is None and len(same) == 1 and bodies[item.body, item.lang] == 1:
                line = same[0]
            if line is not None and item.slug == slug_of(split_language(item.path, self.languages)[0]):
                self.kept[item.path] = line.address

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that may stand in a file's name."""
        return tuple(each.id for each in self.config.languages)

    def of(self, item: Item) -> str:
        """Give an item's address."""
        return self.kept.get(item.path) or address_of(item, self.columns, self.config)


def url_table(items: Items, public: Iterable[Item], addresses: Addresses) -> dict[str, str]:
    """Give every item's address by its path; what is not public has none."""
    table = dict.fromkeys((*(i.path for i in items.items), *items.unreadable, *(a.path for a in items.attachments)), "")
    return table | {item.path: addresses.of(item) for item in public}


def address_of(item: Item, columns: tuple[Column, ...], config: Config) -> str:
    """Give an item's address: language, column, year and slug (contract, section 3)."""
    language = config.tongue(item.lang)
    first = language.path if language else ""
    if not item.column:
        return urls.address(first, item.slug)
    slug = next((c.slug for c in columns if c.id == item.column), urls.slugify(item.column))
    return urls.address(first, slug, dated(item).year, item.slug)


def published_attachments(
    items: Items, versions: dict[str, tuple[Item, ...]], withdrawn: frozenset[str]
) -> dict[str, tuple[Attachment, ...]]:
    """Give the attachments of public items by folder; one that is withdrawn in every language has none."""
    folders = {
        i.path.rpartition("/")[0] for each in versions.values() for i in each if i.path not in withdrawn and i.column
    }
    found: dict[str, list[Attachment]] = defaultdict(list)
    for each in items.attachments:
        if each.owner in folders:
            found[each.owner].append(each)
    return {folder: tuple(found[folder]) for folder in sorted(found)}


def attachment_addresses(
    attachments: dict[str, tuple[Attachment, ...]], versions: dict[str, tuple[Item, ...]], table: dict[str, str]
) -> dict[str, str]:
    """Give the attachments' addresses: below that of their item, the original's before a translation's."""
    homes: dict[str, str] = {}
    for each in versions.values():
        for item in sorted(each, key=lambda i: (i.path.count("."), i.path)):
            homes.setdefault(item.path.rpartition("/")[0], table[item.path])
    return {
        each.path: homes[folder] + each.path.removeprefix(folder + "/")
        for folder, files in attachments.items()
        for each in files
    }


def list_addresses(groups: dict[str, Groups], months: Iterable[str], slugs: dict[str, str]) -> frozenset[str]:
    """Give the address of every list (contract, section 3), without the language's path."""
    found = {"/", *(urls.address(name) for name in (*REGISTRIES, "dates", "commitments", "changes"))}
    for kind, members in groups.items():
        for key, items in members.items():
            first = (slugs[key],) if kind == "columns" else (kind, key)
            found.add(urls.address(*first))
            found |= {urls.address(*first, year) for year in {dated(i).year for i in items}}
    for month in months:
        found |= {urls.address(month[:4]), urls.address(month[:4], month[5:])}
    return frozenset(found)


def clashes(coming: Iterable[Item], addresses: Addresses) -> Iterator[Problem]:
    """Find items that have an id or an address in common, also where one of them is not public yet."""
    ids: dict[tuple[str, str], Item] = {}
    places: dict[str, Item] = {}
    for item in coming:
        first = ids.setdefault((item.id, item.lang), item)
        if first is not item:
            message, hint = 'the id "{id}" is that of {first} too', "write another id:, or leave the line out"
            at = Place(f"content/{item.path}")
            yield problem("error", "id", at, message, hint, id=item.id, first=f"content/{first.path}")
            continue
        address = addresses.of(item)
        holder = places.setdefault(address, item)
        if holder is not item:
            message, hint = "the address {address} is that of {first} too", "write slug: {slug}"
            when = f"-{item.date.local[5:7]}{item.date.local[8:10]}" if item.date else ""
            slug = item.slug + (when if when and not item.slug.endswith(when) else "-2")
            at, path = Place(f"content/{item.path}"), f"content/{holder.path}"
            yield problem("error", "address", at, message, hint, address=address, first=path, slug=slug)


def lost(ledger: Ledger, occupied: Collection[str], items: Items, addresses: Addresses, at: When) -> Iterator[Problem]:
    """Find published addresses that the site would lose other than by `expires`; each says the ways out."""
    kept = {*occupied, *(urls.alias_address(alias) for i in items.items for alias in i.aliases)}
    over = (*(addresses.of(i) for i in items.items if is_over(i, at) or is_withdrawn(i, at)), *ledger.down())
    for line in ledger.standing():
        if line.address in kept or line.address.startswith(over):
            continue
        holder = next((i for i in items.items if (i.id, i.lang) == (line.id, line.lang)), None)
        text = ledger.text(line.address)
        at_line = Place(LEDGER, ledger.number[line.address], 1, text)
        record = REMOVAL.format(address=line.address, moment=moment(at.epoch))
        message = "the address {address} has been published, and this build would lose it"
        if holder:
            place = Place(f"content/{holder.path}")
            hint = "write aliases: [{address}], or keep it public and write withdrawn: with date and reason"
        else:
            place = at_line
            hint = (
                "write id: {id} or aliases: [{address}] into the item that takes its place, "
                "or put the file back with withdrawn:, or add this line to content/ledger.jsonl: {record}"
            )
        yield problem("error", "ledger", place, message, hint, address=line.address, id=line.id, record=record)


def reserved(columns: Iterable[Column], public: Iterable[Item], config: Config) -> Iterator[Problem]:
    """Find columns and plain pages whose address is taken."""
    paths = tuple(each.path for each in config.languages if each.path)
    taken: dict[str, str] = {}
    for column in columns:
        first = taken.setdefault(column.slug, column.id)
        if not urls.is_slug(column.slug) or urls.is_reserved(column.slug, paths) or first != column.id:
            message = "the folder {name} cannot be a column: its address is taken, or none can be made of its name"
            yield problem("error", "name", Place(f"content/{column.id}"), message, "rename the folder", name=column.id)
    for item in public:
        if not item.column and (urls.is_reserved(item.slug, paths) or item.slug in taken):
            message, hint = "the address of this page, /{slug}/, is taken", "write slug: {slug}-page"
            yield problem("error", "address", Place(f"content/{item.path}"), message, hint, slug=item.slug)


def same_slug(items: Items, config: Config) -> Iterator[Problem]:
    """Find names of an open registry that differ but make one address."""
    registered = {(e.registry, e.id) for e in config.entries}
    first: dict[tuple[str, str], tuple[str, str]] = {}
    for path, entry in sorted(items.unregistered, key=lambda pair: pair[0]):
        if (entry.registry, entry.id) in registered:
            continue
        name = entry.names[0][1]
        known, where = first.setdefault((entry.registry, entry.id), (name, path))
        if known.casefold() != name.casefold() and urls.slugify(known.casefold()) == entry.id and not name.isascii():
            message = '"{name}" and "{known}" (in {where}) make one address, {id}'
            hint = 'register one in content/{registry}.toml: [another-id] and name = "{name}"'
            where = f"content/{where}"
            at = Place(f"content/{path}")
            values = {"name": name, "known": known, "where": where, "id": entry.id, "registry": entry.registry}
            yield problem("error", "registry", at, message, hint, **values)
