"""The next moment at which the output changes, and what happens then; knows no server and reads no clock."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from msgspec import Struct

from site_builder.config import find_time_zone
from site_builder.content.load import Items
from site_builder.dates import make_moment
from site_builder.model import Item, RegistryName, When, choose_text
from site_builder.site.grouping import list_communities
from site_builder.site.organise import Site
from site_builder.site.publication_gate import Moment, MomentKind, is_public, is_withdrawn, list_moments

# What of an item only lists and banners show, and its page as long as it stands in lists.
LIST_MOMENTS = frozenset[MomentKind](["pinned", "alert", "overdue", "ended"])
CHANGE_MOMENTS = frozenset[MomentKind](["updated", "corrected", "reviewed"])
ScheduledChangeKind = Literal[MomentKind, "changed", "month", "begun", "former"]


class ScheduledChange(Struct, frozen=True, order=True):
    """One thing that happens to an item at a moment; all that readers are told of it is `changed`."""

    when: When
    path: str
    kind: ScheduledChangeKind
    title: str


class Visibility(Struct, frozen=True):
    """What decides whether readers see that a moment has come: who settles a commitment, which events are shown.

    `settled` has by commitment the items that settle it; `shown` has path and number of each event that stands among
    those to come.
    """

    settled: Mapping[str, Sequence[Item]]
    shown: frozenset[tuple[str, int]]


def find_next_changes(items: Items, site: Site) -> tuple[ScheduledChange, ...]:
    """Give everything that happens at the next moment at which the output changes, by path; empty where none does.

    Drafts and what was taken down are left out, and so is what no reader would see: an item's end before it begins.
    """
    waiting = [i for i in items.items if not i.draft and (i.path in site.by_path or not is_public(i, site.at))]
    settled: dict[str, list[Item]] = defaultdict(list)
    for item in waiting:
        for each in item.settles:
            settled[each].append(item)
    shown = (o for edition in site.editions for o in edition.occasions if o.event.over.epoch > site.at.epoch)
    visibility = Visibility(settled, frozenset((each.item.path, each.number - 1) for each in shown))
    clock = find_time_zone(site.config.time_zone) or ZoneInfo("UTC")
    found = (due for item in waiting for due in list_scheduled_changes(item, site.at, visibility, clock))
    turn = site.month_turn
    turned = [ScheduledChange(turn.when, turn.path, "month", site.by_path[turn.path].title)] if turn else []
    coming = sorted({*found, *turned, *list_registered_changes(site, waiting)})
    return tuple(due for due in coming if due.when.epoch == coming[0].when.epoch)


def list_registered_changes(site: Site, waiting: Sequence[Item]) -> Iterator[ScheduledChange]:
    """Give the entries whose lists come or go, as no item names them then; they stand in the file of their registry."""
    for turn in site.entry_turns:
        entry = turn.entry
        if not any(entry.id in list_names(item, entry.registry) and is_listed(item, turn.when) for item in waiting):
            kind: ScheduledChangeKind = "former" if turn.over else "begun"
            title = choose_text(entry.names, site.config.language)
            yield ScheduledChange(turn.when, f"{entry.registry}.toml", kind, title)


def list_names(item: Item, registry: RegistryName) -> tuple[str, ...]:
    """Give the entries of a registry that an item names."""
    return {"communities": list_communities(item), "topics": item.topics, "people": item.people}[registry]


def list_scheduled_changes(item: Item, at: When, visibility: Visibility, clock: ZoneInfo) -> Iterator[ScheduledChange]:
    """Give what readers will see happen to an item after a moment."""
    for each in list_moments(item):
        if each.epoch > at.epoch:
            when = make_moment(datetime.fromtimestamp(each.epoch, UTC), clock)
            if is_visible(item, each, when, visibility):
                yield ScheduledChange(
                    when, item.path, "changed" if each.kind in CHANGE_MOMENTS else each.kind, item.title
                )


def is_visible(item: Item, moment: Moment, when: When, visibility: Visibility) -> bool:
    """Tell whether readers see that a moment of an item has come."""
    if moment.kind == "over":
        return item.date is None or item.date.epoch < moment.epoch
    if not is_public(item, when) or (moment.kind in LIST_MOMENTS and not is_listed(item, when)):
        return False
    if moment.kind == "overdue":
        return not any(is_listed(each, when) for each in visibility.settled.get(item.commitments[moment.number].id, ()))
    return moment.kind != "ended" or (item.path, moment.number) in visibility.shown


def is_listed(item: Item, at: When) -> bool:
    """Tell whether an item stands in lists at a moment."""
    return item.column != "" and is_public(item, at) and not is_withdrawn(item, at)
