"""Where the items of an edition stand to one another: before, after, related; shows none of it."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from heapq import nlargest

from site_builder.model import Brief, Item
from site_builder.planning.edition import Room
from site_builder.planning.page_groups import Kin, keyed
from site_builder.site.grouping import dated
from site_builder.site.organise import Site
from site_builder.site.resolve_links import content_path

MOST_RELATED = 5
# How many items of each community, topic or person are looked at, from the newest earlier one back.
RELATED_WINDOW = 40
# Items that are remembered together.
PORTION = 100


class Neighbours:
    """Where the items of an edition stand to one another: what comes before and after, what is related."""

    def __init__(self, room: Room, known: dict[str, Kin], kin: dict[str, Kin]) -> None:
        """Index an edition; related items are always published earlier, so that a new one changes no older page."""
        self.site = room.site
        self.room = room
        self.places = {
            i.path: (items, n) for items in room.edition.groups["columns"].values() for n, i in enumerate(items)
        }
        self.by_id = {i.id: i for i in room.edition.items}
        self.nearest = dict(nearest(room, known, kin))

    def around(self, item: Item) -> tuple[Item | None, Item | None]:
        """Give the next older and the next newer item of the column."""
        if item.path not in self.places:
            return None, None
        items, place = self.places[item.path]
        return items[place + 1] if place + 1 < len(items) else None, items[place - 1] if place else None

    def beside(self, item: Item) -> tuple[Brief | None, Brief | None]:
        """Give what is shown of the two."""
        older, newer = self.around(item)
        return (self.room.pointer(older) if older else None), (self.room.pointer(newer) if newer else None)

    def paths(self, item: Item) -> tuple[str, ...]:
        """Give the paths of all of them: the next older and the next newer ("" for none), then the related."""
        older, newer = self.around(item)
        beside = (older.path if older else "", newer.path if newer else "")
        if item.related:
            return *beside, *(each.path for each in self.related(item))
        return beside + self.nearest.get(item.path, ())

    def related(self, item: Item) -> list[Item]:
        """Give the items that an item names, then the nearest earlier ones."""
        named = [i for name in item.related if (i := self.find(item, name)) and i.id != item.id]
        near = [self.site.by_path[path] for path in self.nearest.get(item.path, ())]
        return unique([*named, *near]) if named else near

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


def nearest(room: Room, known: dict[str, Kin], kin: dict[str, Kin]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give, by path, the paths of an edition's nearest earlier items; what the last run found is taken where it holds.

    What an item is related to rests on older items alone. So the items are taken from the oldest on, in portions, each
    with the digest of itself and all before it.
    """
    items = room.edition.items[::-1]
    search, before = Search(items), b""
    for start in range(0, len(items), PORTION):
        portion = items[start : start + PORTION]
        before = keyed(before, b"".join([room.marks.kin[i.path] for i in portion]))
        name = f"{room.language.id}/{start}"
        found = known.get(name)
        if found is None or found.key != before:
            search.pass_over(start)
            found = Kin(before, tuple(map(search.nearest, range(start, start + len(portion)))))
        kin[name] = found
        yield from zip((i.path for i in portion), found.related, strict=True)


def keys_of(item: Item) -> tuple[tuple[str, ...], ...]:
    """Give what makes items related: communities, topics, people."""
    return item.communities, item.topics, item.people


class Search:
    """Finds the nearest earlier items of one after another; items are known by their number, the oldest is 0."""

    def __init__(self, items: Sequence[Item]) -> None:
        """Begin before the first of some items in order, the oldest first."""
        self.items = items
        self.earlier: dict[tuple[int, str], list[int]] = defaultdict(list)
        self.waiting: list[int] = []
        self.passed = 0

    def pass_over(self, end: int) -> None:
        """Take note of the items before a number, whose own are known."""
        for number in range(self.passed, end):
            self.note(number)

    def note(self, number: int) -> None:
        """Take note of an item, once the moment of the last ones is over: those of one moment are not earlier."""
        if self.waiting and dated(self.items[self.waiting[0]]).epoch != dated(self.items[number]).epoch:
            for each in self.waiting:
                for kind, names in enumerate(keys_of(self.items[each])):
                    for name in names:
                        self.earlier[kind, name].append(each)
            self.waiting = []
        self.waiting.append(number)
        self.passed += 1

    def nearest(self, number: int) -> tuple[str, ...]:
        """Give up to five items published earlier: by shared communities, topics and people, then nearness."""
        self.note(number)
        shared = Counter[int]()
        for kind, names in enumerate(keys_of(self.items[number])):
            for name in names:
                shared.update(self.earlier[kind, name][-RELATED_WINDOW:])
        many = len(self.items)
        best = nlargest(MOST_RELATED, [score * many + each for each, score in shared.items()])
        return tuple([self.items[each % many].path for each in best])
