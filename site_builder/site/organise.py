"""All public items, ordered and indexed once; makes no page."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import chain
from operator import attrgetter

from msgspec import Struct

from site_builder import urls
from site_builder.config import Config
from site_builder.content.load import Items
from site_builder.ledger import Ledger
from site_builder.model import REGISTRIES, Attachment, Column, Entry, Event, Item, Language, When
from site_builder.problem import Checked
from site_builder.site.addresses import (
    Addresses,
    alias_clashes,
    attachment_addresses,
    clashes,
    has_address,
    list_addresses,
    published_attachments,
    register_addresses,
    reserved,
    same_slug,
    url_table,
)
from site_builder.site.changes import Change, newest_changes
from site_builder.site.grouping import (
    Groups,
    Names,
    by_id,
    by_month,
    by_name,
    by_year,
    communities_of,
    dated,
    group,
    group_years,
    joined,
)
from site_builder.site.lost_addresses import find_losses
from site_builder.site.publication_gate import all_as_of, come, coming, next_change

NO_LEDGER = Ledger()
# Where government sites have their map.
SITE_MAP = "site-map"
# The accessibility statement, where site.toml has one to make; a plain page of this address takes its place.
STATEMENT = urls.address("accessibility")
# The lists of items by the name of their kind, and the keys that an item has there.
LISTS: tuple[tuple[str, Callable[[Item], tuple[str, ...]]], ...] = (
    ("columns", lambda i: (i.column,)),
    ("communities", communities_of),
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

    `groups` has, for columns and each registry, id -> items; `months` has "2024-01" -> items; `days` has
    "2024-01-31" -> what takes place that day; `promised` has community -> items with commitments; `changes` are those
    after publication, the newest first; `addresses` are those of its lists, without the language's path.
    """

    language: Language
    items: tuple[Item, ...]
    pages: tuple[Item, ...]
    groups: dict[str, Groups]
    months: Groups
    days: dict[str, tuple[Occasion, ...]]
    occasions: tuple[Occasion, ...]
    promised: Groups
    changes: tuple[Change, ...]
    addresses: frozenset[str]


class Site(Struct, frozen=True):
    """Everything that is public at a moment; `addresses` is the url table: path below content/ -> address.

    A known path that is not public has the address ""; `occupied` are all the others. `taken_down` has, by their paths,
    the addresses for which nothing is published any more. `next_change` is when something
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
    taken_down: dict[str, str]
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
    faulty: frozenset[str] = frozenset(),
) -> Checked[Site]:
    """Put the public items in order and give each its address; what was taken down is not public.

    Of a public item the site has only the parts that have come: whoever works on a Site sees nothing dated for later.

    Problems: two items of one id or one address, columns and names that clash with reserved addresses, published
    addresses that would be lost; what is of `faulty` files, by their paths below content/, is not.
    """
    ahead = coming(items.items, at, drafts=drafts)
    homes = Addresses(config, config.columns, ledger, (*items.items, *items.unsound))
    claims = [*ahead, *filter(has_address, coming(items.unsound, at, drafts=drafts))]
    places = homes.table(claims)
    down = frozenset(ledger.down())
    passed = ahead if scheduled else come(ahead, at)
    left = [i for i in passed if places[i.path] not in down] if down else passed
    public = tuple(sorted(all_as_of(left, at), key=attrgetter("path")))
    columns = known_columns(config, public)
    withdrawn = frozenset(i.path for i in public if i.withdrawn)
    versions = by_id(public)
    listed = [i for i in public if i.column and i.path not in withdrawn]
    gone = [i for i in public if i.column and i.path in withdrawn] if withdrawn else []
    pages = [i for i in public if not i.column]
    editions = tuple(edition(each, (listed, gone, pages), config, columns) for each in config.languages)
    names = by_name(items.unregistered)
    attachments = published_attachments(items, versions, withdrawn)
    attached = attachment_addresses(attachments, versions, places)
    addresses = url_table(items, public, places, attached)
    taken_down = {path: each for path, each in chain(places.items(), addresses.items()) if each in down} if down else {}
    addresses |= dict.fromkeys(taken_down, "")
    site = Site(
        config=config,
        at=at,
        items=public,
        editions=editions,
        versions=versions,
        columns=columns,
        entries=used_entries(config, items, names, listed, editions),
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
        next_change=next_change(items.items, at),
    )
    return Checked(
        site,
        (
            *clashes(claims, places),
            *alias_clashes(claims, places),
            *reserved(columns, pages, config),
            *same_slug(items, names, config),
            *find_losses(ledger, site.occupied, items, homes, at, faulty),
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
    language: Language,
    public: tuple[Sequence[Item], Sequence[Item], Sequence[Item]],
    config: Config,
    columns: tuple[Column, ...],
) -> Edition:
    """Choose each item's version for a language, order and group them: what is listed, what is withdrawn, pages."""
    listed, gone, plain = public
    items = newest_first(chosen(listed, language, config))
    pages = tuple(i for i in chosen(plain, language, config) if i.lang == language.id)
    occasions = tuple(told_once(items))
    runs = by_month(items)
    months = joined(runs)
    years = by_year(runs)
    found = {kind: group_years(years, keys) for kind, keys in LISTS}
    groups = {kind: members for kind, (members, _) in found.items()}
    groups["columns"] = {**{c.id: () for c in columns}, **groups["columns"]}
    days = by_day(occasions)
    promised = group((i for i in items if i.commitments), attrgetter("communities"))
    changes = newest_changes(items, chosen(gone, language, config))
    addresses = list_addresses(
        groups,
        {kind: pairs for kind, (_, pairs) in found.items()},
        [*months, *(day[:7] for day in days)],
        {c.id: c.slug for c in columns},
    )
    addresses |= register_addresses(promised, {each.when.year for each in changes})
    if config.government:
        addresses |= {urls.address(SITE_MAP)}
    if config.accessibility and all(i.slug != STATEMENT.strip("/") for i in pages):
        addresses |= {STATEMENT}
    return Edition(language, items, pages, groups, months, days, occasions, promised, changes, addresses)


def newest_first(items: Iterable[Item]) -> tuple[Item, ...]:
    """Order by date, the newest first, then by id."""
    return tuple(sorted(sorted(items, key=attrgetter("id")), key=attrgetter("date.epoch"), reverse=True))


def chosen(items: Sequence[Item], language: Language, config: Config) -> Sequence[Item]:
    """Choose one version of each item: in the language, else in the first of the site's languages that has it.

    Of two in one language it is the first; `items` come by path.
    """
    if len({i.id for i in items}) == len(items):
        return items
    order = dict.fromkeys((language.id, *(each.id for each in config.languages)))
    rank = {lang: number for number, lang in enumerate(order)}
    versions = by_id(items).values()
    return [v[0] if len(v) == 1 else min(v, key=lambda i: rank.get(i.lang, len(rank))) for v in versions]


def told_once(items: Iterable[Item]) -> Iterator[Occasion]:
    """Give the events in order of time; one that two items tell of alike is the older item's."""
    seen: set[tuple[str, bool, str]] = set()
    occasions = [Occasion(e, i, n) for i in items if i.events for n, e in enumerate(i.events, 1)]
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


def used_entries(
    config: Config, items: Items, names: Names, listed: Collection[Item], editions: Iterable[Edition]
) -> dict[tuple[str, str], Entry]:
    """Give the entries that public items name, in the registries' order, then those of no registry.

    An unregistered name is as the first item, by path, wrote it.
    """
    paths = {i.path for i in listed}
    told = {i.path for each in editions for i in each.items}
    used = {(kind, key) for each in editions for kind in REGISTRIES for key in each.groups[kind]}
    for item in listed if len(told) < len(paths) else ():
        used.update(("communities", key) for key in communities_of(item))
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
