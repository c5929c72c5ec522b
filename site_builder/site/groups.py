"""Group-by-key, written once, and what every item of a column has; decides nothing about publication."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from site_builder.model import Item, When

Groups = dict[str, tuple[Item, ...]]


def group(items: Iterable[Item], keys: Callable[[Item], Iterable[str]]) -> Groups:
    """Group items by key, in the order they come; the keys sorted."""
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        for key in keys(item):
            groups[key].append(item)
    return {key: tuple(groups[key]) for key in sorted(groups)}


def years(items: Iterable[Item]) -> Groups:
    """Group items by year, newest year first."""
    return dict(sorted(group(items, lambda i: (dated(i).year,)).items(), reverse=True))


def dated(item: Item) -> When:
    """Give the date of an item of a column, which always has one."""
    if item.date is None:
        raise ValueError(item.path)
    return item.date


def communities_of(item: Item) -> tuple[str, ...]:
    """Give the communities that an item or one of its events concerns."""
    return tuple(dict.fromkeys([*item.communities, *(c for e in item.events for c in e.communities)]))


def by_id(public: Iterable[Item]) -> dict[str, tuple[Item, ...]]:
    """Group the translations of each item."""
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in public:
        groups[item.id].append(item)
    return {id_: tuple(each) for id_, each in groups.items()}
