"""The block at the head of an item -> its fields with their places; knows YAML as editors write it, not its meaning.

Values stay text: YAML's own typing would make `14:00` 840 and `no` False.
"""

from msgspec import Struct

from site_builder.front_matter.field_names import canonical
from site_builder.front_matter.nodes import Field, Listing, Mapping, Node, Scalar, keep
from site_builder.front_matter.plain_yaml import simple_fields
from site_builder.front_matter.split import read_block
from site_builder.problem import Problem

__all__ = ["Field", "FrontMatter", "Listing", "Mapping", "Node", "Scalar", "read_front_matter"]


class FrontMatter(Struct, frozen=True):
    """The fields of an item and the offset of the text below; 0 where the block's end is a guess, as are the fields."""

    fields: Mapping
    body: int
    problems: tuple[Problem, ...] = ()


def read_front_matter(text: str, path: str) -> FrontMatter:
    """Read the block of a file; `path` is relative to the site.

    Every mistake is a Problem of rule `yaml`: where the block as a whole cannot be read, each top-level field is read
    by itself and without the lines at fault, so that one forgotten quotation mark hides no other mistake.
    """
    block = read_block(text, path)
    simple = simple_fields(block, path)
    if simple is None:
        from site_builder.front_matter.full_yaml import BlockReader

        reader = BlockReader(path, block)
        fields = reader.whole()
        return FrontMatter(fields, block.body, (*block.problems, *reader.problems))
    named: dict[str, Field] = {}
    repeated = [each for field in simple if (each := keep(named, canonical(field.written), field))]
    return FrontMatter(Mapping(named, simple[0].place), block.body, (*block.problems, *repeated))
