"""What of a theme can be overridden, what is, and from where each part comes, as values; writes nothing."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from site_builder.building.theme import Theme, make_plain_environment
from site_builder.building.theming.copies import CopyState, list_copies
from site_builder.building.theming.names import PREFIX, LayerOwner, ThemeLayer


class BlockOverview(Struct, frozen=True):
    """A block of a template, and who of those that extend it says something else there."""

    name: str
    filled_by: tuple[LayerOwner, ...] = ()


class TemplateOverview(Struct, frozen=True):
    """A template: whose is used, its file, who is extended by it, its blocks; what it is a copy of, if it says so."""

    name: str
    owner: LayerOwner
    file: Path
    extends: tuple[LayerOwner, ...] = ()
    blocks: tuple[BlockOverview, ...] = ()
    copy: CopyState | None = None


class StaticOverview(Struct, frozen=True):
    """A static file of the theme: whose is used, its file; what it is a copy of, if it says so."""

    name: str
    owner: LayerOwner
    file: Path
    copy: CopyState | None = None


class ThemeOverview(Struct, frozen=True):
    """All that a theme consists of."""

    templates: tuple[TemplateOverview, ...]
    static: tuple[StaticOverview, ...]


def make_overview(theme: Theme) -> ThemeOverview:
    """Look through a theme."""
    copies = {each.copy.name: each for each in list_copies(theme.layers)}
    names = sorted({name for each in theme.layers for name in each.templates})
    files = sorted({name for each in theme.layers for name in each.static})
    return ThemeOverview(
        tuple(describe_template(theme, name, copies.get(name)) for name in names),
        tuple(describe_static(theme.layers, name, copies.get(name)) for name in files),
    )


def describe_static(layers: Sequence[ThemeLayer], name: str, copy: CopyState | None) -> StaticOverview:
    """Say whose static file is used."""
    layer = next(each for each in layers if name in each.static)
    return StaticOverview(name.removeprefix("static/"), layer.owner, layer.folder / name, copy)


def describe_template(theme: Theme, name: str, copy: CopyState | None) -> TemplateOverview:
    """Say whose template is used, whom it extends, and what they have in their blocks."""
    chain = list(list_chain(theme, name))
    names = [list_blocks(theme, layer.folder / name) for layer in chain]
    blocks = tuple(
        BlockOverview(
            block, tuple(each.owner for each, has in zip(chain[:-1], names[:-1], strict=True) if block in has)
        )
        for block in dict.fromkeys(each for found in reversed(names) for each in found)
    )
    first, *below = chain
    return TemplateOverview(name, first.owner, first.folder / name, tuple(each.owner for each in below), blocks, copy)


def list_chain(theme: Theme, name: str) -> Iterator[ThemeLayer]:
    """Give the layers whose template of a name is used: the uppermost, and those that each in turn names below it."""
    for layer in theme.layers:
        if name in layer.templates:
            yield layer
            if PREFIX + name not in theme.references.get(layer.templates[name], ()):
                return


def list_blocks(theme: Theme, file: Path) -> list[str]:
    """List the blocks of a template in their order there."""
    from jinja2 import nodes

    tree = make_plain_environment(theme, "en").parse(file.read_text("utf-8"))
    return [each.name for each in sorted(tree.find_all(nodes.Block), key=lambda each: each.lineno)]
