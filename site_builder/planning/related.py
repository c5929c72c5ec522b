"""Where the items of an edition stand to one another: before, after, related; shows none of it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from site_builder.model import Brief, Item
from site_builder.planning.frame import Room
from site_builder.site.groups import dated
from site_builder.site.links import content_path
from site_builder.site.organise import Site

MOST_RELATED = 5
# How many items of each community, topic or person are looked at, from the newest earlier one back.
RELATED_WINDOW = 40


class Neighbours:
    """Where the items of an edition stand to one another: what comes before and after, what is related."""

    def __init__(self, room: Room) -> None:
        """Index an edition; related items are always published earlier, so that a new one changes no older page."""
        self.site = room.site
        self.room = room
        self.places = {
            i.path: (c, n) for c, items in room.edition.groups["columns"].items() for n, i in enumerate(items)
        }
        self.by_id = {i.id: i for i in room.edition.items}
        self.nearest = dict(nearest(room.edition.items))

    def beside(self, item: Item) -> tuple[Brief | None, Brief | None]:
        """Give the next older and the next newer item of the column."""
        if item.path not in self.places:
            return None, None
        column, place = self.places[item.path]
        items = self.room.edition.groups["columns"][column]
        older = items[place + 1] if place + 1 < len(items) else None
        newer = items[place - 1] if place else None
        return (self.room.pointer(older) if older else None), (self.room.pointer(newer) if newer else None)

    def related(self, item: Item) -> list[Item]:
        """Give the items that an item names, then the nearest earlier ones."""
        named = [i for name in item.related if (i := self.find(item, name)) and i.id != item.id]
        return unique([*named, *self.nearest.get(item.path, ())])

    def find(self, item: Item, name: str) -> Item | None:
        """Find an item by id, by its path below content/, or by its path from the item."""
        found = self.by_id.get(name)
        if found is None:
            other = find_item(self.site, item, name)
            found = self.by_id.get(other.id) if other else None
        return found


def unique(items: Sequence[Item]) -> list[Item]:
    """Give each item once."""
    return list({i.path: i for i in items}.values())


def find_item(site: Site, item: Item, name: str) -> Item | None:
    """Find the public item that a name in `related` means."""
    if name in site.versions:
        return site.versions[name][0]
    for path in (content_path(item, name), name.strip("/")):
        for each in (path, f"{path}.md", f"{path}/index.md"):
            if each in site.by_path:
                return site.by_path[each]
    return None


def nearest(items: Sequence[Item]) -> Iterator[tuple[str, tuple[Item, ...]]]:
    """Give, by path, up to five items published earlier: by shared communities, topics and people, then nearness.

    Items of one moment are not earlier than one another.
    """
    earlier: dict[tuple[str, str], list[Item]] = defaultdict(list)
    waiting: list[tuple[list[tuple[str, str]], Item]] = []
    for item in reversed(items):
        if waiting and dated(waiting[0][1]).epoch != dated(item).epoch:
            for keys, each in waiting:
                for key in keys:
                    earlier[key].append(each)
            waiting = []
        keys = [("c", c) for c in item.communities] + [("t", t) for t in item.topics] + [("p", p) for p in item.people]
        scores: dict[str, int] = defaultdict(int)
        found: dict[str, Item] = {}
        for key in keys:
            for each in earlier[key][-RELATED_WINDOW:]:
                scores[each.path] += 1
                found[each.path] = each
        best = sorted(found.values(), key=lambda i: (-scores[i.path], -dated(i).epoch, i.id))
        yield item.path, tuple(best[:MOST_RELATED])
        waiting.append((keys, item))
