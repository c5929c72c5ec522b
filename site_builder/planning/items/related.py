"""Where the items of an edition stand to one another: before, after, related; shows none of it."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from heapq import nlargest

from site_builder.content.item_digests import RelationFields, select_relations
from site_builder.model import Item
from site_builder.planning.edition import EditionContext
from site_builder.planning.page_groups import RelatedItems, make_key
from site_builder.site.organise import Site
from site_builder.site.resolve_links import resolve_content_path

MOST_RELATED = 5
# How many items of each community, topic or person are looked at, from the newest earlier one back.
RELATED_WINDOW = 40
# Items that are remembered together.
CHUNK = 100


class Neighbours:
    """Where the items of an edition stand to one another: what comes before and after, what is related."""

    def __init__(
        self, context: EditionContext, known: dict[str, RelatedItems], related: dict[str, RelatedItems]
    ) -> None:
        """Index an edition; related items are always published earlier, so that a new one changes no older page."""
        self.site = context.site
        self.positions = {
            i.path: (items, n) for items in context.edition.groups["columns"].values() for n, i in enumerate(items)
        }
        self.by_id = {i.id: i for i in context.edition.items}
        self.nearest_paths = dict(find_nearest(context, known, related))

    def find_adjacent(self, item: Item) -> tuple[Item | None, Item | None]:
        """Give the next older and the next newer item of the column."""
        if item.path not in self.positions:
            return None, None
        items, place = self.positions[item.path]
        return items[place + 1] if place + 1 < len(items) else None, items[place - 1] if place else None

    def list_adjacent_paths(self, item: Item) -> tuple[str, str]:
        """Give the paths of the two, "" for none."""
        older, newer = self.find_adjacent(item)
        return older.path if older else "", newer.path if newer else ""

    def list_related_paths(self, item: Item) -> Sequence[str]:
        """Give the paths of the items that are related to one."""
        if item.related:
            return [each.path for each in self.list_related(item)]
        return self.nearest_paths.get(item.path, ())

    def list_related(self, item: Item) -> list[Item]:
        """Give the items that an item names, then the nearest earlier ones."""
        named = [i for name in item.related if (i := self.find_named_item(item, name)) and i.id != item.id]
        near = [self.site.by_path[path] for path in self.nearest_paths.get(item.path, ())]
        return remove_duplicates([*named, *near]) if named else near

    def find_named_item(self, item: Item, name: str) -> Item | None:
        """Find an item by id, by its path below content/, or by its path from the item."""
        found = self.by_id.get(name)
        if found is None:
            other = find_item(self.site, item, name)
            found = self.by_id.get(other.id) if other else None
        return found


def remove_duplicates(items: Sequence[Item]) -> list[Item]:
    """Give each item once."""
    return list({i.path: i for i in items}.values())


def find_item(site: Site, item: Item, name: str) -> Item | None:
    """Find the public item that a name in `related` means."""
    if name in site.versions:
        return site.versions[name][0]
    for path in (resolve_content_path(item, name), name.strip("/")):
        for each in map(site.find_path, (path, f"{path}.md", f"{path}/index.md")):
            if each in site.by_path:
                return site.by_path[each]
    return None


def find_nearest(
    context: EditionContext, known: dict[str, RelatedItems], related: dict[str, RelatedItems]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give, by path, the paths of an edition's nearest earlier items; what the last run found is taken where it holds.

    What an item is related to rests on older items alone. So the items are taken from the oldest on, in portions, each
    with the digest of itself and all before it.
    """
    items = context.edition.items[::-1]
    search, before = None, b""
    for start in range(0, len(items), CHUNK):
        chunk = items[start : start + CHUNK]
        before = make_key(before, b"".join([context.item_digests.relations[i.path] for i in chunk]))
        name = f"{context.edition.language.id}/{start}"
        found = known.get(name)
        if found is None or found.key != before:
            search = search or NearestSearch([select_relations(item) for item in items])
            search.skip_to(start)
            found = RelatedItems(before, tuple(map(search.find_nearest, range(start, start + len(chunk)))))
        related[name] = found
        yield from zip((i.path for i in chunk), found.related, strict=True)


class NearestSearch:
    """Finds the nearest earlier items of one after another; items are known by their number, the oldest is 0."""

    def __init__(self, items: Sequence[RelationFields]) -> None:
        """Begin before the first of some items in order, the oldest first."""
        self.items = items
        self.earlier: dict[tuple[int, str], list[int]] = defaultdict(list)
        self.waiting: list[int] = []
        self.passed = 0

    def skip_to(self, end: int) -> None:
        """Take note of the items before a number, whose own are known."""
        for number in range(self.passed, end):
            self.add_item(number)

    def add_item(self, number: int) -> None:
        """Take note of an item, once the moment of the last ones is over: those of one moment are not earlier."""
        if self.waiting and self.items[self.waiting[0]].epoch != self.items[number].epoch:
            for each in self.waiting:
                for name in self.items[each].list_names():
                    self.earlier[name].append(each)
            self.waiting = []
        self.waiting.append(number)
        self.passed += 1

    def find_nearest(self, number: int) -> tuple[str, ...]:
        """Give up to five items published earlier: by shared communities, topics and people, then nearness."""
        self.add_item(number)
        shared = Counter[int]()
        for name in self.items[number].list_names():
            shared.update(self.earlier[name][-RELATED_WINDOW:])
        many = len(self.items)
        best = nlargest(MOST_RELATED, [score * many + each for each, score in shared.items()])
        return tuple([self.items[each % many].path for each in best])
