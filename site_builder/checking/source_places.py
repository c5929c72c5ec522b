"""Where an item says something, in its block or its body: reads its file again where there is a Problem to place."""

import re
from pathlib import Path

from site_builder.decoding import decode
from site_builder.decoding import find_place as place_at
from site_builder.front_matter.nodes import MappingNode, Node, ScalarNode, SequenceNode
from site_builder.front_matter.read import FrontMatter, parse_front_matter
from site_builder.markdown.source_positions import blank_code
from site_builder.model import Item, Link
from site_builder.problem import Place


def locate_link(site: Path, item: Item, number: int) -> Place:
    """Give the Place of a link of a body; the top of the file where it cannot be found."""
    path = f"content/{item.path}"
    text = read_site_file(site, path)
    link = item.links[number]
    nth = sum(1 for other in item.links[:number] if is_same_target(other, link))
    start = parse_front_matter(text, path).body
    target, readable = f"({''.join(map(make_character_pattern, link.target))})", blank_code(text, start)
    for pattern in (rf"(?:\]\(<?|\]:[ \t]*<?|=[\"']?){target}(?=[\s)>\"']|$)", target):
        found = [match.start(1) for match in re.finditer(pattern, readable)]
        if found and link.target:
            # Links that share one definition are where it is.
            return place_at(path, text, found[min(nth, len(found) - 1)])
    return Place(path)


def make_character_pattern(character: str) -> str:
    """Give the pattern of a target's character, as an editor may write it."""
    return "&(?:amp;)?" if character == "&" else character if character.isalnum() else rf"\\?{re.escape(character)}"


def is_same_target(one: Link, other: Link) -> bool:
    """Tell whether two links lead to one target."""
    return one.target == other.target


def locate_value(site: Path, item: Item, field: str, value: str) -> Place:
    """Give the Place of a value of a field: of the list's entry that is the value, else of the field, else the top."""
    path = f"content/{item.path}"
    text = read_site_file(site, path)
    found = parse_front_matter(text, path).fields.get(field)
    if found is None:
        return Place(path)
    return find_value_place(found.node, value) or found.place


def find_value_place(node: Node, value: str) -> Place | None:
    """Find a value in a list or in the fields of a list's entries."""
    if isinstance(node, ScalarNode):
        return node.place if " ".join(node.text.split()) == value else None
    inner = node.nodes if isinstance(node, SequenceNode) else tuple(field.node for _, field in node.fields)
    return next((place for each in inner if (place := find_value_place(each, value))), None)


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
