"""All public items, ordered and indexed once; makes no page."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from operator import attrgetter

from msgspec import Struct

from site_builder import urls
from site_builder.config import Config
from site_builder.ledger import Ledger
from site_builder.model import Attachment, Column, Entry, Event, Item, Language, When
from site_builder.problem import Checked
from site_builder.reading.items import Items
from site_builder.site.addresses import (
    Addresses,
    attachment_addresses,
    clashes,
    list_addresses,
    lost,
    published_attachments,
    reserved,
    same_slug,
    url_table,
)
from site_builder.site.gate import is_over, is_public, is_withdrawn, next_change
from site_builder.site.groups import Groups, by_id, communities_of, dated, group

NO_LEDGER = Ledger()


class Occasion(Struct, frozen=True):
    """An event, the item that announces it, its number within the item."""

    event: Event
    item: Item
    number: int


class Edition(Struct, frozen=True):
    """The site in one language: each item once, in this language where it has it, else in its own; newest first.

    `groups` has, for columns and each registry, id -> items; `months` has "2024-01" -> items; `days` has
    "2024-01-31" -> what takes place that day; `addresses` are those of its lists, without the language's path.
    """

    language: Language
    items: tuple[Item, ...]
    pages: tuple[Item, ...]
    groups: dict[str, Groups]
    months: Groups
    days: dict[str, tuple[Occasion, ...]]
    occasions: tuple[Occasion, ...]
    addresses: frozenset[str]


class Site(Struct, frozen=True):
    """Everything that is public at a moment; `addresses` is the url table: path below content/ -> address.

    A known path that is not public has the address ""; `occupied` are all the others. `next_change` is when something
    next becomes public or ends.
    """

    config: Config
    at: When
    items: tuple[Item, ...]
    editions: tuple[Edition, ...]
    versions: dict[str, tuple[Item, ...]]
    columns: tuple[Column, ...]
    entries: dict[tuple[str, str], Entry]
    attachments: dict[str, tuple[Attachment, ...]]
    files: dict[str, Attachment]
    addresses: dict[str, str]
    occupied: frozenset[str]
    by_path: dict[str, Item]
    alerts: tuple[Item, ...]
    pinned: frozenset[str]
    withdrawn: frozenset[str]
    next_change: int | None

    def item_address(self, item: Item) -> str:
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
) -> Checked[Site]:
    """Put the public items in order and give each its address; what was taken down is not public.

    Problems: two items of one id or one address, columns and names that clash with reserved addresses, published
    addresses that would be lost.
    """
    open_now = (i for i in items.items if is_public(i, at, drafts=drafts, scheduled=scheduled))
    passed = sorted(open_now, key=attrgetter("path"))
    homes = Addresses(config, known_columns(config, passed), ledger, items.items)
    public = tuple(i for i in passed if not ledger.taken_down(homes.of(i)))
    columns = known_columns(config, public)
    withdrawn = frozenset(i.path for i in public if is_withdrawn(i, at))
    versions = by_id(public)
    listed = [i for i in public if i.path not in withdrawn and i.column]
    addresses = url_table(items, public, homes)
    attachments = published_attachments(items, versions, withdrawn)
    addresses |= attachment_addresses(attachments, versions, addresses)
    addresses |= {each.path: "/" + each.path.partition("/")[2] for each in items.static}
    addresses = {path: "" if ledger.taken_down(address) else address for path, address in addresses.items()}
    site = Site(
        config=config,
        at=at,
        items=public,
        editions=tuple(edition(each, listed, public, config, columns) for each in config.languages),
        versions=versions,
        columns=columns,
        entries=used_entries(config, items, listed),
        attachments=attachments,
        files={
            each.path: each
            for each in (*items.static, *(a for files in attachments.values() for a in files))
            if addresses[each.path]
        },
        addresses=addresses,
        occupied=frozenset(address for address in addresses.values() if address),
        by_path={i.path: i for i in public},
        alerts=tuple(i for i in listed if i.alert and i.alert.until.epoch > at.epoch),
        pinned=frozenset(i.path for i in listed if i.pinned_until and i.pinned_until.epoch > at.epoch),
        withdrawn=withdrawn,
        next_change=next_change(items.items, at),
    )
    coming = [i for i in items.items if (drafts or not i.draft) and not is_over(i, at)]
    return Checked(
        site,
        (
            *clashes(coming, homes),
            *reserved(columns, public, config),
            *same_slug(items, config),
            *lost(ledger, site.occupied, items, homes, at),
        ),
    )


def known_columns(config: Config, public: Iterable[Item]) -> tuple[Column, ...]:
    """Give the columns of site.toml, then the folders that hold public items and have no entry there."""
    described = {each.id for each in config.columns}
    folders = sorted({i.column for i in public if i.column} - described)
    return (*config.columns, *(Column(f, urls.slugify(f), (("", title_of(f)),)) for f in folders))


def title_of(folder: str) -> str:
    """Make a title of a folder's name."""
    words = re.sub(r"[-_]+", " ", folder).strip()
    return words[:1].upper() + words[1:]


def edition(
    language: Language, listed: Iterable[Item], public: Iterable[Item], config: Config, columns: tuple[Column, ...]
) -> Edition:
    """Choose each item's version for a language, order and group them."""
    items = tuple(sorted(chosen(listed, language, config), key=newest_first))
    pages = tuple(i for i in chosen((i for i in public if not i.column), language, config) if i.lang == language.id)
    occasions = tuple(told_once(items))
    groups = {
        "columns": {**{c.id: () for c in columns}, **group(items, lambda i: (i.column,))},
        "communities": group(items, communities_of),
        "topics": group(items, lambda i: i.topics),
        "people": group(items, lambda i: i.people),
    }
    months = group(items, lambda i: (dated(i).local[:7],))
    days = by_day(occasions)
    addresses = list_addresses(groups, [*months, *(day[:7] for day in days)], {c.id: c.slug for c in columns})
    return Edition(language, items, pages, groups, months, days, occasions, addresses)


def newest_first(item: Item) -> tuple[int, str]:
    """Order by date, the newest first, then by id."""
    return (-dated(item).epoch, item.id)


def chosen(items: Iterable[Item], language: Language, config: Config) -> Iterator[Item]:
    """Choose one version of each item: in the language, else in the first of the site's languages that has it."""
    order = [language.id, *(each.id for each in config.languages)]
    for versions in by_id(items).values():
        yield min(versions, key=lambda i: (order.index(i.lang) if i.lang in order else len(order), i.path))


def told_once(items: Iterable[Item]) -> Iterator[Occasion]:
    """Give the events in order of time; one that two items tell of alike is the older item's."""
    seen: set[tuple[str, bool, str]] = set()
    oldest = sorted(items, key=lambda i: (dated(i).epoch, i.id))
    occasions = [Occasion(e, i, n) for i in oldest for n, e in enumerate(i.events, 1)]
    for each in sorted(occasions, key=lambda o: (o.event.date.epoch, dated(o.item).epoch, o.item.id, o.number)):
        what = (each.event.date.local, each.event.date.timed, each.event.title)
        if what not in seen:
            seen.add(what)
            yield each


def by_day(occasions: Iterable[Occasion]) -> dict[str, tuple[Occasion, ...]]:
    """Put each event under every day on which it takes place."""
    days: dict[str, list[Occasion]] = defaultdict(list)
    for each in occasions:
        first = each.event.date.day
        last = max(first, each.event.end.day) if each.event.end else first
        for n in range((last - first).days + 1):
            days[(first + timedelta(days=n)).isoformat()].append(each)
    return {day: tuple(days[day]) for day in sorted(days)}


def used_entries(config: Config, items: Items, listed: Iterable[Item]) -> dict[tuple[str, str], Entry]:
    """Give the entries that public items name, in the registries' order, then those of no registry.

    An unregistered name is as the first item, by path, wrote it.
    """
    listed = list(listed)
    paths = {i.path for i in listed}
    known = {(e.registry, e.id): e for e in config.entries}
    for path, entry in sorted(items.unregistered, key=lambda pair: (pair[1].id, pair[0])):
        if path in paths:
            known.setdefault((entry.registry, entry.id), entry)
    used = {("communities", c) for i in listed for c in communities_of(i)}
    used |= {("topics", t) for i in listed for t in i.topics} | {("people", p) for i in listed for p in i.people}
    return {key: entry for key, entry in known.items() if key in used}
