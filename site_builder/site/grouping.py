"""Group-by-key, written once, and what every item of a column has; decides nothing about publication."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import groupby
from operator import attrgetter

from site_builder.model import Item, RegistryEntry, When

Groups = dict[str, tuple[Item, ...]]
# Items that stand together in their order, by the month or the year of all of them.
Runs = list[tuple[str, list[Item]]]
# Names of no registry: the id of an entry -> each name that makes it -> where it stands in `Items.unregistered`.
Names = dict[str, dict[str, list[int]]]


def group(items: Iterable[Item], keys: Callable[[Item], Iterable[str]]) -> Groups:
    """Group items by key, in the order they come; the keys sorted."""
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        for key in keys(item):
            groups[key].append(item)
    return {key: tuple(groups[key]) for key in sorted(groups)}


def group_by(items: Iterable[Item], key: Callable[[Item], str]) -> Groups:
    """Group items that have one key each, in the order they come; the keys as they come."""
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return {each: tuple(found) for each, found in groups.items()}


def group_years(runs: Runs, keys: Callable[[Item], Iterable[str]]) -> tuple[Groups, set[tuple[str, str]]]:
    """Group items that are divided by year as `group` does; also give every (key, year) that has items."""
    groups: dict[str, list[Item]] = defaultdict(list)
    found: set[tuple[str, str]] = set()
    for year, members in runs:
        part = group(members, keys)
        found.update((key, year) for key in part)
        for key, each in part.items():
            groups[key] += each
    return {key: tuple(groups[key]) for key in sorted(groups)}, found


def split_by_month(items: Iterable[Item]) -> Runs:
    """Divide items where the month changes."""
    return [(month, list(run)) for month, run in groupby(items, lambda i: require_date(i).local[:7])]


def split_by_year(months: Runs) -> Runs:
    """Divide items that are divided by month where the year changes."""
    years = groupby(months, lambda run: run[0][:4])
    return [(year, [item for _, members in run for item in members]) for year, run in years]


def merge_runs(runs: Runs) -> Groups:
    """Put the runs of one name together; the names sorted."""
    groups: dict[str, list[Item]] = defaultdict(list)
    for name, members in runs:
        groups[name] += members
    return {name: tuple(groups[name]) for name in sorted(groups)}


def require_date(item: Item) -> When:
    """Give the date of an item of a column, which always has one."""
    if item.date is None:
        raise ValueError(item.path)
    return item.date


def list_communities(item: Item) -> tuple[str, ...]:
    """Give the communities that an item or one of its events concerns."""
    if not item.events:
        return item.communities
    return tuple(dict.fromkeys([*item.communities, *(c for e in item.events for c in e.communities)]))


def group_by_id(public: Iterable[Item]) -> dict[str, tuple[Item, ...]]:
    """Group the translations of each item."""
    public = tuple(public)
    alone: Groups = {item.id: (item,) for item in public}
    return alone if len(alone) == len(public) else group_by(public, attrgetter("id"))


def group_by_name(unregistered: Iterable[tuple[str, RegistryEntry]]) -> Names:
    """Group the uses of names that no registry has; they come by path."""
    names: Names = defaultdict(lambda: defaultdict(list))
    for number, (_, entry) in enumerate(unregistered):
        names[entry.id][entry.names[0][1]].append(number)
    return names
