"""What a block of front matter is read as: texts, lists and fields, each with its place; knows no YAML."""

from msgspec import Struct

from site_builder.problem import Place, Problem, make_problem


class ScalarNode(Struct, frozen=True):
    """A text and where it stands; `rest` are the places of its further lines; one that cannot be read is `broken`."""

    text: str
    place: Place
    quoted: bool = False
    rest: tuple[Place, ...] = ()
    broken: bool = False


class SequenceNode(Struct, frozen=True):
    """A list and where it begins."""

    nodes: tuple["Node", ...]
    place: Place
    flow: bool = False


class MappingNode(Struct, frozen=True):
    """Fields by canonical name, in the order written, and where they begin; of a repeated field the first."""

    named: dict[str, "Field"]
    place: Place

    @property
    def fields(self) -> tuple[tuple[str, "Field"], ...]:
        """The fields, each behind its canonical name."""
        return tuple(self.named.items())

    def get(self, name: str) -> "Field | None":
        """Give the field of a canonical name."""
        return self.named.get(name)


Node = ScalarNode | SequenceNode | MappingNode


class Field(Struct, frozen=True):
    """A field: its name as written, where, and its value."""

    written: str
    place: Place
    node: Node


def add_field(fields: dict[str, Field], known: str, field: Field) -> Problem | None:
    """Add a field; give the Problem that there is one of that name."""
    first = fields.setdefault(known, field)
    if first is field:
        return None
    message = "the field {name} stands here a second time; the first is on line {line}"
    values = {"name": field.written, "line": first.place.line}
    return make_problem("error", "yaml", field.place, message, "keep one of the two", **values)
