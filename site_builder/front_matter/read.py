"""The block at the head of an item -> its fields with their places; knows YAML as editors write it, not its meaning.

Values stay text: YAML's own typing would make `14:00` 840 and `no` False.
"""

from msgspec import Struct

from site_builder.front_matter.nodes import MappingNode
from site_builder.front_matter.split import parse_block
from site_builder.problem import Problem


class FrontMatter(Struct, frozen=True):
    """The fields of an item and the offset of the text below; 0 where the block's end is a guess, as are the fields."""

    fields: MappingNode
    body: int
    problems: tuple[Problem, ...] = ()


def parse_front_matter(text: str, path: str) -> FrontMatter:
    """Read the block of a file; `path` is relative to the site.

    Every mistake is a Problem of rule `yaml`: where the block as a whole cannot be read, each top-level field is read
    by itself and without the lines at fault, so that one forgotten quotation mark hides no other mistake.
    """
    from site_builder.front_matter.yaml_reader import BlockReader  # libyaml takes a while

    block = parse_block(text, path)
    reader = BlockReader(path, block)
    fields = reader.parse_block()
    return FrontMatter(fields, block.body, (*block.problems, *reader.problems))
