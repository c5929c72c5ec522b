"""All public items, ordered and indexed once; makes no page."""

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import chain
from operator import attrgetter
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from site_builder import urls
from site_builder.config import Config
from site_builder.content.load import Items
from site_builder.ledger import Ledger
from site_builder.model import (
    REGISTRIES,
    Attachment,
    Column,
    Event,
    Item,
    Language,
    RegistryEntry,
    Text,
    When,
    find_last_day,
)
from site_builder.problem import Checked
from site_builder.site.addresses import (
    Addresses,
    NameClash,
    build_url_table,
    check_alias_clashes,
    check_clashes,
    check_reserved_addresses,
    collect_list_addresses,
    collect_register_addresses,
    find_attachment_addresses,
    find_name_clashes,
    has_address,
    select_published_attachments,
)
from site_builder.site.changes import ItemChange, list_changes
from site_builder.site.entry_turns import EntryTurn, is_current, list_entry_turns
from site_builder.site.grouping import (
    Groups,
    Names,
    group,
    group_by_id,
    group_by_name,
    group_years,
    list_communities,
    merge_runs,
    require_date,
    split_by_month,
    split_by_year,
)
from site_builder.site.lost_addresses import check_losses
from site_builder.site.month_turn import MonthTurn, find_month_turn
from site_builder.site.publication_gate import filter_come, filter_unexpired, find_next_change, remove_all_future_parts

NO_LEDGER = Ledger()
# Where government sites have their map.
SITE_MAP = "site-map"
# The accessibility statement, where site.toml has one to make; a plain page of this address takes its place.
STATEMENT = urls.make_address("accessibility")
# The lists of items by the name of their kind, and the keys that an item has there.
LISTS: tuple[tuple[str, Callable[[Item], tuple[str, ...]]], ...] = (
    ("columns", lambda i: (i.column,)),
    ("communities", list_communities),
    ("topics", attrgetter("topics")),
    ("people", attrgetter("people")),
)


class Occasion(Struct, frozen=True):
    """An event, the item that announces it, its number within the item."""

    event: Event
    item: Item
    number: int


class Edition(Struct, frozen=True):
    """The site in one language: each item once, in this language where it has it, else in its own; newest first.

    `groups` has, for columns and each registry, id -> items, of current entries of registries also where there is none;
    `months` has "2024-01" -> items; `days` has
    "2024-01-31" -> what takes place that day; `promised` has community -> items with commitments; `changes` are those
    after publication, the newest first; `addresses` are those of its lists, without the language's path;
    `withdrawn` are the items that no list has any longer; `introductions` has, by the ids of columns, their own texts.
    """

    language: Language
    items: tuple[Item, ...]
    pages: tuple[Item, ...]
    groups: dict[str, Groups]
    months: Groups
    days: dict[str, tuple[Occasion, ...]]
    occasions: tuple[Occasion, ...]
    promised: Groups
    changes: tuple[ItemChange, ...]
    addresses: frozenset[str]
    withdrawn: tuple[Item, ...] = ()
    introductions: dict[str, Item] = {}


class Site(Struct, frozen=True):
    """Everything that is public at a moment; `addresses` is the url table: path below content/ -> address.

    A known path that is not public has the address ""; `occupied` are all the others. `taken_down` has, by their paths,
    the addresses for which nothing is published any more. `next_change` is when something
    next becomes public or ends, a month's page turns (`month_turn`), or the list of an entry without items comes or
    goes (`entry_turns`).
    `composed` has paths whose accents are written apart, by their composed form;
    `name_clashes` are names of no registry that make one address; `icon`, `font` and, by path, those of `look` are
    files that site.toml names.
    """

    config: Config
    at: When
    items: tuple[Item, ...]
    editions: tuple[Edition, ...]
    versions: dict[str, tuple[Item, ...]]
    columns: tuple[Column, ...]
    entries: dict[tuple[str, str], RegistryEntry]
    attachments: dict[str, tuple[Attachment, ...]]
    files: dict[str, Attachment]
    addresses: dict[str, str]
    occupied: frozenset[str]
    by_path: dict[str, Item]
    alerts: tuple[Item, ...]
    pinned: frozenset[str]
    withdrawn: frozenset[str]
    taken_down: dict[str, str]
    month_turn: MonthTurn | None
    entry_turns: tuple[EntryTurn, ...]
    next_change: int | None
    composed: dict[str, str] = {}
    name_clashes: tuple[NameClash, ...] = ()
    icon: Attachment | None = None
    font: Attachment | None = None
    look: dict[str, Attachment] = {}

    def find_path(self, path: str) -> str:
        """Give the known path that a path means, however its accents are composed; itself where there is none."""
        if path in self.addresses or path.isascii():
            return path
        composed = unicodedata.normalize("NFC", path)
        return self.composed.get(composed, composed)

    def find_item_address(self, item: Item) -> str:
        """Give the address of a public item."""
        return self.addresses[item.path]


def organise(  # noqa: PLR0913 - the inputs of the gate, each by its name
    items: Items,
    config: Config,
    at: When,
    ledger: Ledger = NO_LEDGER,
    *,
    drafts: bool = False,
    scheduled: bool = False,
    faulty: frozenset[str] = frozenset(),
) -> Checked[Site]:
    """Put the public items in order and give each its address; what was taken down is not public.

    Of a public item the site has only the parts that have come: whoever works on a Site sees nothing dated for later.

    Problems: two items of one id or one address, columns that clash with reserved addresses, published
    addresses that would be lost; what is of `faulty` files, by their paths below content/, is not.
    """
    ahead = filter_unexpired(items.items, at, drafts=drafts)
    homes = Addresses(config, config.columns, ledger, (*items.items, *items.unsound))
    claims = [*ahead, *filter(has_address, filter_unexpired(items.unsound, at, drafts=drafts))]
    places = homes.find_addresses(claims)
    down = frozenset(ledger.list_taken_down())
    passed = ahead if scheduled else filter_come(ahead, at)
    ledger_names = {i.path: urls.name_text(i.path, places[i.path], i.id) for i in claims} if down else places
    left = [i for i in passed if ledger_names[i.path] not in down] if down else passed
    public = tuple(sorted(remove_all_future_parts(left, at), key=attrgetter("path")))
    withdrawn = frozenset(i.path for i in public if i.withdrawn)
    versions = group_by_id(public)
    listed = [i for i in public if i.column and i.path not in withdrawn]
    gone = [i for i in public if i.column and i.path in withdrawn] if withdrawn else []
    unlisted = [i for i in public if not i.column]
    pages = [i for i in unlisted if not urls.find_introduced_column(i.path)]
    introductions = [i for i in unlisted if urls.find_introduced_column(i.path) and i.path not in withdrawn]
    columns = list_columns(config, public, introductions)
    current = [each for each in config.entries if is_current(each, at)]
    editions = tuple(
        replace(
            build_edition(each, (listed, gone, pages), config, columns, current),
            introductions={urls.find_introduced_column(i.path): i for i in introductions if i.lang == each.id},
        )
        for each in config.languages
    )
    names = group_by_name(items.unregistered)
    zone = ZoneInfo(config.time_zone)
    turn = find_month_turn([(each.months, each.days) for each in editions], at, zone)
    named = {
        (kind, key) for each in editions for kind in REGISTRIES for key, found in each.groups[kind].items() if found
    }
    entry_turns = tuple(list_entry_turns(config.entries, named, at, zone))
    attachments = select_published_attachments(items, versions, withdrawn)
    attached = find_attachment_addresses(attachments, versions, places)
    addresses = build_url_table(items, public, places, attached)
    taken_down = (
        {path: each for path, each in chain(ledger_names.items(), addresses.items()) if each in down} if down else {}
    )
    addresses |= dict.fromkeys(taken_down, "")
    usable = (each for each in (*items.static, *items.design) if not each.failure)
    design = {each.path: each for each in usable if addresses.get(each.path, each.path)}
    site = Site(
        config=config,
        at=at,
        items=public,
        editions=editions,
        versions=versions,
        columns=columns,
        entries=select_used_entries(config, items, names, listed, editions),
        attachments=attachments,
        files={
            each.path: each
            for each in (*items.static, *(a for files in attachments.values() for a in files))
            if addresses[each.path]
        },
        addresses=addresses,
        occupied=frozenset(filter(None, addresses.values())),
        by_path={i.path: i for i in public},
        alerts=tuple(i for i in listed if i.alert and i.alert.until.epoch > at.epoch),
        pinned=frozenset(i.path for i in listed if i.pinned_until and i.pinned_until.epoch > at.epoch),
        withdrawn=withdrawn,
        taken_down=taken_down,
        month_turn=turn,
        entry_turns=entry_turns,
        next_change=find_next_change(items.items, at, [each.when for each in (turn, *entry_turns) if each]),
        name_clashes=tuple(find_name_clashes(items, names, config)),
        icon=design.get(config.design.icon),
        font=design.get(config.design.font),
        look={path: design[path] for _, _, path in config.design.list_page_files() if path in design},
        composed={
            unicodedata.normalize("NFC", path): path
            for path in addresses
            if not path.isascii() and not unicodedata.is_normalized("NFC", path)
        },
    )
    return Checked(
        site,
        (
            *check_clashes(claims, places),
            *check_alias_clashes(claims, places),
            *check_reserved_addresses(columns, pages, config),
            *check_losses(ledger, site.occupied, items, homes, at, faulty),
        ),
    )


def list_columns(config: Config, public: Iterable[Item], introductions: Iterable[Item] = ()) -> tuple[Column, ...]:
    """Give the columns of site.toml, then the folders that hold public items and have no entry there.

    Introductions name and order their columns; those with an `order` come first.
    """
    said: dict[str, list[Item]] = defaultdict(list)
    for each in introductions:
        said[urls.find_introduced_column(each.path)].append(each)
    described = {each.id for each in config.columns}
    folders = sorted({*(i.column for i in public if i.column), *said} - described)
    columns = (*config.columns, *(Column(f, urls.slugify(f), (("", make_title(f)),)) for f in folders))
    if not said:
        return columns
    named = [replace(c, title=name_column(c, said[c.id], config.language)) if c.id in said else c for c in columns]
    places = {folder: max(each.order for each in found) for folder, found in said.items()}
    return tuple(sorted(named, key=lambda c: places.get(c.id) or math.inf))


def name_column(column: Column, introductions: Iterable[Item], main: str) -> Text:
    """Give the title of a column: those of its introductions, in other languages that of site.toml.

    What is meant for all languages is that of the main one.
    """
    own = {each.lang: each.title for each in introductions}
    written = {language or main: words for language, words in column.title if language or main not in own}
    return tuple((written | own).items())


def make_title(folder: str) -> str:
    """Make a title of a folder's name."""
    words = re.sub(r"[-_]+", " ", folder).strip()
    return words[:1].upper() + words[1:]


def build_edition(
    language: Language,
    public: tuple[Sequence[Item], Sequence[Item], Sequence[Item]],
    config: Config,
    columns: tuple[Column, ...],
    current: Iterable[RegistryEntry],
) -> Edition:
    """Choose each item's version for a language, order and group them: what is listed, what is withdrawn, pages.

    Entries that are `current` have a group whether or not there is an item.
    """
    listed, gone, plain = public
    items = sort_newest_first(select_versions(listed, language, config))
    pages = tuple(i for i in select_versions(plain, language, config) if i.lang == language.id)
    occasions = tuple(list_occasions(items))
    runs = split_by_month(items)
    months = merge_runs(runs)
    years = split_by_year(runs)
    found = {kind: group_years(years, keys) for kind, keys in LISTS}
    groups = {kind: members for kind, (members, _) in found.items()}
    groups["columns"] = {**{c.id: () for c in columns}, **groups["columns"]}
    for entry in current:
        if entry.id not in groups[entry.registry]:
            groups[entry.registry][entry.id] = ()
    days = group_by_day(occasions)
    promised = group((i for i in items if i.commitments), attrgetter("communities"))
    withdrawn = sort_newest_first(select_versions(gone, language, config))
    changes = list_changes(items, withdrawn)
    addresses = collect_list_addresses(
        groups,
        {kind: pairs for kind, (_, pairs) in found.items()},
        [*months, *(day[:7] for day in days)],
        {c.id: c.slug for c in columns},
    )
    addresses |= collect_register_addresses(promised, {each.when.year for each in changes})
    addresses |= {urls.make_address(urls.FOLLOW)}
    if config.government:
        addresses |= {urls.make_address(SITE_MAP)}
    if config.accessibility and all(i.slug != STATEMENT.strip("/") for i in pages):
        addresses |= {STATEMENT}
    return Edition(language, items, pages, groups, months, days, occasions, promised, changes, addresses, withdrawn)


def sort_newest_first(items: Iterable[Item]) -> tuple[Item, ...]:
    """Order by date, the newest first, then by id."""
    return tuple(sorted(sorted(items, key=attrgetter("id")), key=attrgetter("date.epoch"), reverse=True))


def select_versions(items: Sequence[Item], language: Language, config: Config) -> Sequence[Item]:
    """Choose one version of each item: in the language, else in the first of the site's languages that has it.

    Of two in one language it is the first; `items` come by path.
    """
    if len({i.id for i in items}) == len(items):
        return items
    order = dict.fromkeys((language.id, *(each.id for each in config.languages)))
    rank = {lang: number for number, lang in enumerate(order)}
    versions = group_by_id(items).values()
    return [v[0] if len(v) == 1 else min(v, key=lambda i: rank.get(i.lang, len(rank))) for v in versions]


def list_occasions(items: Iterable[Item]) -> Iterator[Occasion]:
    """Give the events in order of time; one that two items tell of alike is the older item's."""
    seen: set[tuple[str, bool, str]] = set()
    occasions = [Occasion(e, i, n) for i in items if i.events for n, e in enumerate(i.events, 1)]
    for each in sorted(occasions, key=lambda o: (o.event.date.epoch, require_date(o.item).epoch, o.item.id, o.number)):
        what = (each.event.date.local, each.event.date.timed, each.event.title)
        if what not in seen:
            seen.add(what)
            yield each


def group_by_day(occasions: Iterable[Occasion]) -> dict[str, tuple[Occasion, ...]]:
    """Put each event under every day on which it takes place."""
    days: dict[str, list[Occasion]] = defaultdict(list)
    for each in occasions:
        first = each.event.date.day
        for n in range((find_last_day(each.event) - first).days + 1):
            days[(first + timedelta(days=n)).isoformat()].append(each)
    return {day: tuple(days[day]) for day in sorted(days)}


def select_used_entries(
    config: Config, items: Items, names: Names, listed: Collection[Item], editions: Iterable[Edition]
) -> dict[tuple[str, str], RegistryEntry]:
    """Give the entries that public items name, in the registries' order, then those of no registry.

    An unregistered name is as the first item, by path, wrote it.
    """
    paths = {i.path for i in listed}
    edition_paths = {i.path for each in editions for i in each.items}
    used = {(kind, key) for each in editions for kind in REGISTRIES for key in each.groups[kind]}
    for item in listed if len(edition_paths) < len(paths) else ():
        used.update(("communities", key) for key in list_communities(item))
        used.update(("topics", key) for key in item.topics)
        used.update(("people", key) for key in item.people)
    known = {(e.registry, e.id): e for e in config.entries}
    for id_ in sorted(names):
        missing = used.intersection((registry, id_) for registry in REGISTRIES).difference(known)
        for number in sorted(chain.from_iterable(names[id_].values())) if missing else ():
            path, entry = items.unregistered[number]
            if path in paths and (entry.registry, id_) in missing:
                known[entry.registry, id_] = entry
                missing.remove((entry.registry, id_))
                if not missing:
                    break
    return {key: entry for key, entry in known.items() if key in used}
