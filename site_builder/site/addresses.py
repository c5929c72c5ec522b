"""Which address each thing has, and which two want the same; decides nothing about what is public."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from msgspec import Struct

from site_builder import urls
from site_builder.config import Config
from site_builder.content.field_digests import select_fields
from site_builder.content.load import Items
from site_builder.content.scan import split_language
from site_builder.ledger import Ledger, LedgerLine
from site_builder.model import REGISTRIES, Attachment, Column, Item, RegistryEntry
from site_builder.problem import Place, Problem, make_problem
from site_builder.site.grouping import Names, require_date
from site_builder.urls import slugify_path

# Lists of no registry that every language has.
FIXED_LISTS = (urls.DATES, urls.EVENTS, urls.COMMITMENTS, urls.CHANGES)
Identity = tuple[str, str, tuple[str, ...]]
"""What an item without a known id is recognised by: the digest of its body, its language, those of title and date."""


def identify(body: str, lang: str, says: str) -> Identity:
    """Give what an item is recognised by where its id is not known."""
    return body, lang, select_fields(says, "title", "date")


class Addresses:
    """How the items of a site get their addresses: one that was published keeps the one it had (its slug is frozen)."""

    def __init__(self, config: Config, columns: tuple[Column, ...], ledger: Ledger, items: Iterable[Item]) -> None:
        """Find in the ledger what each item was published as.

        That is the line of its id, else the only one of its title, date and body that no id claims: many bodies are
        alike ("See the annex."), and what only has such a body in common takes no address over.
        """
        self.config = config
        self.columns = columns
        self.prefixes: dict[tuple[str, str, str], str] = {}
        published = [line for line in ledger.list_published() if line.kind in {"item", "page"}]
        self.published = dict(self.find_published_addresses(published, tuple(items))) if published else {}

    def find_published_addresses(
        self, published: Iterable[LedgerLine], items: tuple[Item, ...]
    ) -> Iterator[tuple[str, str]]:
        """Give by path the addresses that items keep."""
        known = {(each.id, each.lang): each for each in published}
        names = [(i.id, i.lang) for i in items]
        lines: Iterable[LedgerLine | None] = map(known.get, names)
        orphans: dict[Identity, list[LedgerLine]] = defaultdict(list)
        claimed = set(names)
        if not claimed.issuperset(known):
            for each in published:
                # A line of an older version does not tell of title and date.
                if each.says and (each.id, each.lang) not in claimed:
                    orphans[identify(each.digest, each.lang, each.says)].append(each)
            new = Counter(identify(i.body, i.lang, i.says) for i in items if (i.id, i.lang) not in known)
            sole = {same: each[0] for same, each in orphans.items() if len(each) == 1 and new[same] == 1}
            lines = (line or sole.get(identify(i.body, i.lang, i.says)) for i, line in zip(items, lines, strict=True))
        for item, line in zip(items, lines, strict=True):
            # Only a comparison where the address is as ever: taking a slug out of a path costs much more.
            if line and ((item.date and line.address == self.make_address(item)) or self.has_path_slug(item)):
                yield item.path, line.address

    def has_path_slug(self, item: Item) -> bool:
        """Tell whether an item's slug is the one its path makes, and not one that was written."""
        return item.slug == slugify_path(split_language(item.path, self.languages)[0])

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that may stand in a file's name."""
        return tuple(each.id for each in self.config.languages)

    def find_address(self, item: Item) -> str:
        """Give an item's address."""
        return self.published.get(item.path) or self.make_address(item)

    def find_addresses(self, items: Iterable[Item]) -> dict[str, str]:
        """Give the addresses of items by path."""
        published = self.published
        return {i.path: published.get(i.path) or self.make_address(i) for i in items}

    def make_address(self, item: Item) -> str:
        """Give the address that an item has by itself: language, column, year and slug (contract, section 3)."""
        kind = (item.lang, item.column, require_date(item).local[:4] if item.column else "")
        start = self.prefixes.get(kind) or self.find_prefix(*kind)
        return f"{start}{item.slug}/" if item.slug else start

    def find_prefix(self, lang: str, column: str, year: str) -> str:
        """Give, and keep, what the addresses of all items of a language, a column and a year begin with."""
        language = self.config.find_language(lang)
        segments = [language.path if language else ""]
        if column:
            segments += [next((c.slug for c in self.columns if c.id == column), urls.slugify(column)), year]
        return self.prefixes.setdefault((lang, column, year), urls.make_address(*segments))


def build_url_table(
    items: Items,
    public: Iterable[Item],
    places: Mapping[str, str],
    attached: Mapping[str, str],
) -> dict[str, str]:
    """Give the address of every item and file by its path; what is not public has none."""
    table = dict.fromkeys([*[i.path for i in items.items], *items.unreadable, *(a.path for a in items.attachments)], "")
    table |= {item.path: places[item.path] for item in public}
    table |= attached
    table |= {each.path: "/" + each.path.partition("/")[2] for each in items.static}
    return table


def select_published_attachments(
    items: Items, versions: dict[str, tuple[Item, ...]], withdrawn: frozenset[str]
) -> dict[str, tuple[Attachment, ...]]:
    """Give the attachments of public items by folder; one that is withdrawn in every language has none."""
    if not items.attachments:
        return {}
    folders = {
        i.path.rpartition("/")[0]
        for each in versions.values()
        for i in each
        if i.path not in withdrawn and (i.column or ("/" in i.path and not urls.find_introduced_column(i.path)))
    }
    found: dict[str, list[Attachment]] = defaultdict(list)
    for each in items.attachments:
        if each.owner in folders:
            found[each.owner].append(each)
    return {folder: tuple(found[folder]) for folder in sorted(found)}


def find_attachment_addresses(
    attachments: dict[str, tuple[Attachment, ...]], versions: dict[str, tuple[Item, ...]], places: Mapping[str, str]
) -> dict[str, str]:
    """Give the attachments' addresses: below that of their item, the original's before a translation's."""
    homes: dict[str, str] = {}
    for each in versions.values() if attachments else ():
        for item in sorted(each, key=lambda i: (i.path.count("."), i.path)):
            homes.setdefault(item.path.rpartition("/")[0], places[item.path])
    return {
        each.path: homes[folder] + each.path.removeprefix(folder + "/")
        for folder, files in attachments.items()
        for each in files
    }


def collect_list_addresses(
    lists: Mapping[str, Iterable[str]],
    years: Mapping[str, Iterable[tuple[str, str]]],
    months: Iterable[str],
    slugs: dict[str, str],
) -> frozenset[str]:
    """Give the address of every list (contract, section 3), without the language's path."""
    found = {"/", *(urls.make_address(name) for name in (*REGISTRIES, *FIXED_LISTS))}
    for kind, keys in lists.items():
        starts = {key: (slugs[key],) if kind == "columns" else (kind, key) for key in keys}
        found.update(urls.make_address(*start) for start in starts.values())
        found.update(urls.make_address(*starts[key], year) for key, year in years[kind])
    for month in months:
        found |= {urls.make_address(month[:4]), urls.make_month_address(month)}
    return frozenset(found)


def collect_register_addresses(communities: Iterable[str], years: Iterable[str]) -> frozenset[str]:
    """Give the addresses of a community's commitments and of a year's changes, without the language's path."""
    promised = {urls.make_address(urls.COMMITMENTS, each) for each in communities}
    return frozenset(promised | {urls.make_address(urls.CHANGES, each) for each in years})


def has_address(item: Item) -> bool:
    """Tell whether an item says enough for an address, whatever else is wrong with it."""
    return bool(item.slug) and (item.date is not None or not item.column)


def check_clashes(coming: Collection[Item], places: Mapping[str, str]) -> Iterator[Problem]:
    """Find items that have an id or an address in common, also where one of them is not public yet."""
    every = len(coming)
    distinct = len({i.id for i in coming}) == every or len({(i.id, i.lang) for i in coming}) == every
    if distinct and len(set(places.values())) == every:
        return
    ids: dict[tuple[str, str], Item] = {}
    holders: dict[str, Item] = {}
    taken = set(places.values())
    for item in coming:
        first = ids.setdefault((item.id, item.lang), item)
        if first is not item:
            message, hint = (
                'the {field_id} "{id}" is that of {first} too',
                "write another {field_id}:, or leave the line out",
            )
            at = Place(f"content/{item.path}")
            yield make_problem("error", "id", at, message, hint, id=item.id, first=f"content/{first.path}")
        address = places[item.path]
        holder = holders.setdefault(address, item)
        if holder is not item:
            message, hint = "the address {address} is that of {first} too", "write {field_slug}: {slug}"
            slug = find_free_slug(item, address, taken)
            at, path = Place(f"content/{item.path}"), f"content/{holder.path}"
            yield make_problem("error", "address", at, message, hint, address=address, first=path, slug=slug)


def check_alias_clashes(coming: Sequence[Item], places: Mapping[str, str]) -> Iterator[Problem]:
    """Find aliases that are the address of an item, its own or another's, or an alias of another."""
    former = [item for item in coming if item.aliases]
    holders = {places[item.path].casefold(): item for item in reversed(coming)} if former else {}
    for item in former:
        for alias in item.aliases:
            address = urls.make_alias_address(alias)
            holder = holders.setdefault(address.casefold(), item)
            at = Place(f"content/{item.path}")
            if address == places[item.path]:
                message, hint = "the alias {address} is the address of this item itself", "delete this alias"
                yield make_problem("error", "address", at, message, hint, address=address)
            elif holder is not item:
                message = "the address {address} is that of {first} too"
                hint = "delete one of the two aliases, or this alias where it is the address of the other item"
                yield make_problem(
                    "error", "address", at, message, hint, address=address, first=f"content/{holder.path}"
                )


def find_free_slug(item: Item, address: str, taken: set[str]) -> str:
    """Propose a slug that makes an address which nothing has, nor was proposed; `taken` learns of it."""
    when = f"-{item.date.local[5:7]}{item.date.local[8:10]}" if item.date else ""
    when = "" if item.slug.endswith(when) else when
    start = address.removesuffix(f"{item.slug}/")
    tries = (item.slug + when, *(f"{item.slug}{when}-{number}" for number in range(2, len(taken) + 3)))
    slug = next(each for each in tries if f"{start}{each}/" not in taken)
    taken.add(f"{start}{slug}/")
    return slug


def check_reserved_addresses(columns: Iterable[Column], pages: Iterable[Item], config: Config) -> Iterator[Problem]:
    """Find columns and plain pages whose address is taken."""
    paths = tuple(each.path for each in config.languages if each.path)
    taken: dict[str, str] = {}
    for column in columns:
        first = taken.setdefault(column.slug, column.id)
        if not urls.is_slug(column.slug) or urls.is_reserved(column.slug, paths) or first != column.id:
            message = "the folder {name} cannot be a column: its address is taken, or none can be made of its name"
            yield make_problem(
                "error", "name", Place(f"content/{column.id}"), message, "rename the folder", name=column.id
            )
    for item in pages:
        if urls.is_reserved(item.slug, paths) or item.slug in taken:
            message, hint = "the address of this page, /{slug}/, is taken", "write {field_slug}: {slug}-page"
            yield make_problem("error", "address", Place(f"content/{item.path}"), message, hint, slug=item.slug)


class NameClash(Struct, frozen=True):
    """A name of no registry whose address is that of another name, which is `known` from an item."""

    path: str
    entry: RegistryEntry
    known: str
    where: str

    @property
    def name(self) -> str:
        """The name as it is used."""
        return self.entry.names[0][1]


def find_name_clashes(items: Items, names: Names, config: Config) -> Iterator[NameClash]:
    """Find names of an open registry that differ but make one address."""
    registered = {(e.registry, e.id) for e in config.entries}
    first: dict[tuple[str, str], tuple[str, str]] = {}
    doubtful = (uses for spellings in names.values() if len(spellings) > 1 for uses in spellings.values())
    used = (items.unregistered[number] for number in sorted(chain.from_iterable(doubtful)))
    # A draft is last: where two clash it is the one that has to change.
    for path, entry in sorted(used, key=lambda use: f"content/{use[0]}" in items.drafts):
        if (entry.registry, entry.id) in registered:
            continue
        name = entry.names[0][1]
        known, where = first.setdefault((entry.registry, entry.id), (name, path))
        if known != name and urls.fold_name(known) != urls.fold_name(name):
            yield NameClash(path, entry, known, where)
