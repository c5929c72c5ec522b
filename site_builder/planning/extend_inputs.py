"""Records -> one that has what they have by the same names, with what is said besides; knows no field by name."""

from functools import cache
from typing import TypeVar

from msgspec import Struct

View = TypeVar("View", bound=Struct)


def extend_inputs(view: type[View], *records: Struct, **more: object) -> View:
    """Make a view: of `more`, and what is not in it of the first record that has a field of that name."""
    for name, number in find_shared_fields(view, *map(type, records)):
        if name not in more:
            more[name] = getattr(records[number], name)
    return view(**more)


@cache
def find_shared_fields(view: type[Struct], *kinds: type[Struct]) -> tuple[tuple[str, int], ...]:
    """Give the fields of a view that a kind of record has too, each with the number of the first that has it."""
    found = {name: n for n, kind in reversed(list(enumerate(kinds))) for name in kind.__struct_fields__}
    return tuple((name, found[name]) for name in view.__struct_fields__ if name in found)
