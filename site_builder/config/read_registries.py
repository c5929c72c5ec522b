"""The registries -> their entries, with every Problem at its line; whom items name is not its concern."""

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from site_builder import urls
from site_builder.config.contact import read_contact
from site_builder.config.settings import Settings
from site_builder.config.small_tables import read_titles
from site_builder.config.toml_file import TomlFile, read_toml
from site_builder.config.toml_places import locate_key
from site_builder.model import REGISTRIES, RegistryEntry, RegistryName, means_every_community
from site_builder.problem import Checked, Problem, make_problem

ENTRY_KEYS = ("name", "since", "until", "formerly", "note", "role", "outside", "titles", "contact")


class Registries(Struct, frozen=True):
    """The entries of all registries; `unread` names the registries of which some could not be read."""

    entries: tuple[RegistryEntry, ...]
    unread: tuple[RegistryName, ...]


def read_registries(content: Path) -> Checked[Registries]:
    """Read the registries of a content folder; one without a file has no entries."""
    problems: list[Problem] = []
    entries: list[RegistryEntry] = []
    unread: list[RegistryName] = []
    for name in REGISTRIES:
        if not (content / f"{name}.toml").exists():
            continue
        file = read_toml(content / f"{name}.toml", f"content/{name}.toml")
        problems += file.problems
        found = tuple(RegistryReader(file.value, problems, name).read_entries())
        problems += check_repeated_names(file.value, found)
        entries += found
        unread += [] if file.value.whole else [name]
    return Checked(Registries(tuple(entries), tuple(unread)), tuple(problems))


class RegistryReader:
    """Reads one registry."""

    def __init__(self, file: TomlFile, problems: list[Problem], registry: RegistryName) -> None:
        """Read a file; Problems are added to the list given."""
        self.file = file
        self.settings = Settings(file, problems)
        self.registry = registry

    def read_entries(self) -> Iterator[RegistryEntry]:
        """Read all entries."""
        for id_, table in self.file.tables.items():
            slug = urls.slugify(id_)
            if not isinstance(table, dict):
                hint = 'write [{slug}] and below it name = "…"'
                self.settings.add_problem("error", id_, "{key} is not a table", hint, slug=slug or "a-short-id")
            elif urls.is_slug(id_):
                self.settings.check_unknown_keys(table, id_, ENTRY_KEYS)
                yield self.read_entry(id_)
            else:
                message = 'the id "{key}" cannot be part of an address'
                hint = 'write [{slug}] and name = "{key}"'
                self.settings.add_problem(
                    "error", id_, message, hint, slug=slug if urls.is_slug(slug) else "a-short-id"
                )

    def read_entry(self, id_: str) -> RegistryEntry:
        """Read one entry."""
        settings = self.settings
        return RegistryEntry(
            registry=self.registry,
            id=id_,
            names=settings.read_name(f"{id_}.name", id_),
            note=settings.read_localized_text(f"{id_}.note"),
            role=settings.read_localized_text(f"{id_}.role"),
            since=settings.read_day(f"{id_}.since"),
            until=settings.read_day(f"{id_}.until"),
            formerly=settings.read_texts(f"{id_}.formerly", ()),
            outside=settings.read_flag(f"{id_}.outside", default=False),
            titles=tuple(read_titles(settings, id_)),
            contact=read_contact(settings, f"{id_}.contact"),
        )


def check_repeated_names(file: TomlFile, entries: tuple[RegistryEntry, ...]) -> Iterator[Problem]:
    """Find names and ids that two entries of one registry share, so that an item could mean either."""
    owners = {entry.id: entry.id for entry in entries}
    for entry in entries:
        for name in dict.fromkeys([entry.id, *(words for _, words in entry.names), *entry.formerly]):
            if means_every_community(entry.registry, name):
                message, hint = '"{name}" means every community, so that none can be called so', "give it another name"
                yield make_problem("error", "registry", locate_key(file, entry.id), message, hint, name=name)
        for name in dict.fromkeys([*(words for _, words in entry.names), *entry.formerly]):
            first = owners.setdefault(name, entry.id)
            if first != entry.id:
                message, hint = 'the name "{name}" is that of {first} too', "give each entry names of its own"
                yield make_problem(
                    "error", "registry", locate_key(file, entry.id), message, hint, name=name, first=first
                )
