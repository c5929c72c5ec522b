"""Where an item says something, in its block or its body: reads its file again where there is a Problem to place."""

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from site_builder.checking.link_places import find_link_offsets
from site_builder.decoding import decode
from site_builder.decoding import find_place as place_at
from site_builder.front_matter.nodes import MappingNode, Node, ScalarNode, SequenceNode
from site_builder.front_matter.read import FrontMatter, parse_front_matter
from site_builder.front_matter.values import split_list
from site_builder.model import Item
from site_builder.problem import Place


class ItemPlaces:
    """Where one item says something; its file is read when it is first asked, and once for all that it is asked."""

    def __init__(self, site: Path, item: Item) -> None:
        """Take an item of a site's folder."""
        self.site = site
        self.item = item
        self.path = f"content/{item.path}"

    @cached_property
    def text(self) -> str:
        """What its file holds."""
        return read_site_file(self.site, self.path)

    @cached_property
    def fields(self) -> MappingNode:
        """The fields of its block."""
        return parse_front_matter(self.text, self.path).fields

    @cached_property
    def values(self) -> dict[str, dict[str, Place]]:
        """Where the values of fields are, each where it stands first, as far as they were asked for."""
        return {}

    @cached_property
    def links(self) -> list[int | None]:
        """The offset of each link of its body; None where it cannot be found."""
        offsets = find_link_offsets(self.text, self.path, self.item.lang)
        counts: Counter[tuple[str, bool]] = Counter()
        found: list[int | None] = []
        for link in self.item.links:
            key = (link.target, link.picture)
            places = offsets.get(key, [])  # links that share one definition are where it is
            found.append(places[min(counts[key], len(places) - 1)] if places else None)
            counts[key] += 1
        return found

    def locate_link(self, number: int) -> Place:
        """Give the Place of a link of its body; the top of the file where it cannot be found."""
        at, link = self.links[number], self.item.links[number]
        if at is None and link.target:
            at = self.text.find(link.target, self.text.find("\n---"))
        return place_at(self.path, self.text, at) if at is not None and at >= 0 else Place(self.path)

    def locate_value(self, field: str, value: str) -> Place:
        """Give the Place of a value of a field: of the list's entry that is it, else of the field, else the top."""
        found = self.fields.get(field)
        if found is None:
            return Place(self.path)
        if field not in self.values:
            self.values[field] = {}
            for node in list_scalars(found.node):
                self.values[field].setdefault(" ".join(node.text.split()), node.place)
        return self.values[field].get(value) or found.place


def list_scalars(node: Node) -> Iterator[ScalarNode]:
    """Give the values in a list or in the fields of a list's entries."""
    if isinstance(node, ScalarNode):
        yield node
        return
    for inner in node.nodes if isinstance(node, SequenceNode) else [field.node for _, field in node.fields]:
        yield from list_scalars(inner)


def read_site_file(site: Path, path: str) -> str:
    """Read a file of the site again, by its path relative to the site."""
    return decode((site / path).read_bytes(), path).value or ""


def locate_field(text: str, path: str, *names: str) -> Place:
    """Give the Place of the first of some fields that a file has itself; else of its title, else line 1."""
    return locate_block_field(parse_front_matter(text, path), path, *names)


def locate_block_field(front_matter: FrontMatter, path: str, *names: str) -> Place:
    """Give the Place of the value of the first of some fields of a block."""
    for name in (*names, "title"):
        field = front_matter.fields.get(name)
        if field is not None:
            node = field.node
            return field.place if isinstance(node, MappingNode) else node.place
    return Place(path)


def locate_list_name(site: Path, path: str, field: str, name: str) -> Place:
    """Give the Place of a name in a list of a block, by the field's name also within its entries; else line 1."""
    waiting: list[Node] = [parse_front_matter(read_site_file(site, path), path).fields]
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, SequenceNode):
            waiting += node.nodes
        elif isinstance(node, MappingNode):
            for each, inner in node.fields:
                found = find_name(inner.node, name) if each == field else None
                if found:
                    return found
                waiting.append(inner.node)
    return Place(path)


def find_name(node: Node, name: str) -> Place | None:
    """Find a name among the values of a list, or within one that has several."""
    for value in list_scalars(node):
        for part in split_list(value):
            if part.text == name:
                return part.place
    return None
