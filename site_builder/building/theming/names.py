"""Which of the files of one name a template means when it names another; opens none.

A plain name (`base.html`) is the uppermost file of that name. `theme/base.html`, written in a template of one layer, is
that of the layers below it, so that a template can extend the one whose place it takes. Files that lie below another
of their name are told apart by their full names, one `theme/` for each layer that is passed over: each file has one.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from msgspec import Struct

PREFIX = "theme/"
LayerOwner = Literal["site", "package", "program"]


class ThemeLayer(Struct, frozen=True):
    """The templates and static files (`static/…`) of one folder: whose they are, and digest and bytes by name.

    `label` is what the folder is called in Problems.
    """

    owner: LayerOwner
    folder: Path
    label: str
    templates: dict[str, str] = {}
    static: dict[str, tuple[str, int]] = {}


def split_name(name: str) -> tuple[int, str]:
    """Divide a full name into the number of layers that are passed over and the name of a file."""
    bare = name
    while bare.startswith(PREFIX):
        bare = bare.removeprefix(PREFIX)
    return (len(name) - len(bare)) // len(PREFIX), bare


def find_layer(layers: Sequence[ThemeLayer], name: str) -> int:
    """Give the number of the layer that a full name's file lies in; how many there are where there is no such file."""
    passed, bare = split_name(name)
    return next((n for n in range(passed, len(layers)) if bare in layers[n].templates), len(layers))


def resolve_name(layers: Sequence[ThemeLayer], name: str, written_in: str) -> str:
    """Give the full name of what a template, itself given by its full name, calls `name`."""
    passed, bare = split_name(name)
    if not passed:
        return name
    first = find_layer(layers, written_in) + passed
    found = find_layer(layers[first:], bare) + first
    return make_full_name(layers, found, bare) if found < len(layers) else PREFIX * first + bare


def make_full_name(layers: Sequence[ThemeLayer], number: int, bare: str) -> str:
    """Give the one full name of a file of a layer."""
    above = [n for n in range(number) if bare in layers[n].templates]
    return PREFIX * (above[-1] + 1 if above else 0) + bare


def list_full_names(layers: Sequence[ThemeLayer]) -> Iterator[tuple[str, str]]:
    """Give the full name and the digest of every template of every layer."""
    for number, layer in enumerate(layers):
        for bare, digest in layer.templates.items():
            yield make_full_name(layers, number, bare), digest
