"""The directory of the search: what a query can name, with all names that it has or had; knows no item.

A line is a place, a topic, a person, a column or a page: its kind, its key in the segments ("" for none), its path
below the base path, what is said beside it, then its names, the one of the directory's language first.
"""

from collections.abc import Iterator, Mapping
from hashlib import blake2b

from msgspec import Struct

from site_builder.model import REGISTRIES, RegistryEntry, choose_text
from site_builder.planning.shell import Shell

# The keys of the lists that there are, by "columns" and the registries.
ListKeys = Mapping[str, tuple[str, ...]]


class SearchNames(Struct, frozen=True):
    """A directory: its lines, each divided."""

    lines: tuple[tuple[str, ...], ...]


def make_search_names(shell: Shell, keys: ListKeys) -> SearchNames:
    """Gather what can be named."""
    return SearchNames((*list_entries(shell, keys), *list_columns(shell), *list_pages(shell)))


def list_entries(shell: Shell, keys: ListKeys) -> Iterator[tuple[str, ...]]:
    """Give the lines of the registries."""
    language = shell.language.id
    for registry in REGISTRIES:
        for key, entry in shell.list_entries(registry, keys[registry]):
            path = cut_base(shell, shell.link_entry(registry, key).href)
            said = choose_text(entry.role, language)
            yield (registry, f"={key}/{registry}", path, said, *list_names(entry, language))


def list_names(entry: RegistryEntry, language: str) -> tuple[str, ...]:
    """Give all names of an entry, each once."""
    others = (name for _, name in entry.names)
    return tuple(dict.fromkeys([choose_text(entry.names, language), *others, *entry.formerly]))


def list_columns(shell: Shell) -> Iterator[tuple[str, ...]]:
    """Give the lines of the columns."""
    for column in shell.columns:
        named = shell.link_column(column.id)
        names = dict.fromkeys([named.name, *(name for _, name in column.title)])
        yield ("columns", f"={column.id}/columns", cut_base(shell, named.href), "", *names)


def list_pages(shell: Shell) -> Iterator[tuple[str, ...]]:
    """Give the lines of the plain pages."""
    for each in shell.frame.pages:
        yield ("pages", "", cut_base(shell, each.href), "", each.name)


def cut_base(shell: Shell, href: str) -> str:
    """Give the path of an href below the base path."""
    return href.removeprefix(shell.frame.base)


def name_directory(shell: Shell, names: SearchNames) -> str:
    """Name a directory: its name changes with it."""
    return f"{shell.language.id}-{blake2b(make_names_view(names).encode(), digest_size=6).hexdigest()}"


def make_names_view(names: SearchNames) -> str:
    """Write a directory."""
    return "".join("\t".join([" ".join(part.split()) for part in line]) + "\n" for line in names.lines)
