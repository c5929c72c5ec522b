"""Where a field of an item's block is written; reads its block again, and only when there is a Problem to place."""

from site_builder.problem import Place
from site_builder.reading.front_matter import FrontMatter, Mapping, read_front_matter


def field_place(text: str, path: str, *names: str) -> Place:
    """Give the Place of the first of some fields that a file has itself; else of its title, else line 1."""
    return place_in(read_front_matter(text, path), path, *names)


def place_in(written: FrontMatter, path: str, *names: str) -> Place:
    """Give the Place of the value of the first of some fields of a block."""
    for name in (*names, "title"):
        field = written.fields.get(name)
        if field is not None:
            node = field.node
            return field.place if isinstance(node, Mapping) else node.place
    return Place(path)
