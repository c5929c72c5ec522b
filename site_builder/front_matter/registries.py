"""Names as items write them -> ids of the registries; changes no registry."""

import unicodedata
from zoneinfo import ZoneInfo

from msgspec import Struct

from site_builder import urls
from site_builder.config import Config, find_time_zone
from site_builder.front_matter.nodes import Node, ScalarNode, SequenceNode
from site_builder.front_matter.values import ListText, ValueReader, normalize_text
from site_builder.model import RegistryEntry, RegistryName

# Chinese names are short: one of two characters right may be meant.
LEAST_LIKE = 0.5


class RegisteredNames(Struct, frozen=True):
    """What an item is read against: the settings, the site's clock, every registered name.

    `plain` has, by registry, the names that mean the same however a list writes them; `language_ids` the languages'
    ids, by id and tag in lower case.
    """

    config: Config
    zone: ZoneInfo
    registered: dict[tuple[str, str], str]
    words: dict[str, tuple[str, ...]]
    plain: dict[str, dict[str, str]]
    language_ids: dict[str, str]

    @classmethod
    def build(cls, config: Config) -> "RegisteredNames":
        """Index the registries by id, then by name and former name."""
        registered: dict[tuple[str, str], str] = {(entry.registry, entry.id): entry.id for entry in config.entries}
        for entry in config.entries:
            for name in (*(words for _, words in entry.names), *entry.formerly):
                registered.setdefault((entry.registry, unicodedata.normalize("NFC", name)), entry.id)
        words: dict[str, list[str]] = {}
        for registry, name in registered:
            words.setdefault(registry, []).append(name)
        known = {registry: tuple(each) for registry, each in words.items()}
        plain: dict[str, dict[str, str]] = {}
        for (registry, name), id_ in registered.items():
            if id_ and name and normalize_text(name) == name and "，" not in name:
                plain.setdefault(registry, {})[name] = id_
        language_ids: dict[str, str] = {}
        for language in config.languages:
            for code in (language.id.lower(), language.tag.lower()):
                language_ids.setdefault(code, language.id)
        clock = find_time_zone(config.time_zone) or ZoneInfo("UTC")
        return cls(config, clock, registered, known, plain, language_ids)


class NameResolver:
    """Looks up the names of one item; `unregistered` collects those of open registries that have no entry."""

    def __init__(self, names: RegisteredNames, values: ValueReader) -> None:
        """Look names up; Problems go to `values`."""
        self.names = names
        self.values = values
        self.unregistered: list[RegistryEntry] = []

    def resolve_names(self, node: Node, registry: RegistryName) -> tuple[str, ...]:
        """Turn names into ids: an id, a name or a former name; in an open registry any name."""
        if isinstance(node, SequenceNode):
            plain = self.names.plain.get(registry, {})
            known = [plain.get(each.text, "") if isinstance(each, ScalarNode) else "" for each in node.nodes]
            if "" not in known:
                return tuple(dict.fromkeys(known))
        found = (self.resolve_name(value, registry) for value in self.values.read_list(node, registry))
        return tuple(dict.fromkeys(each for each in found if each))

    def resolve_name(self, value: ListText, registry: RegistryName) -> str | None:
        """Turn one name into an id."""
        id_ = self.names.registered.get((registry, value.text))
        if id_ is not None:
            return id_
        if registry in self.names.config.open_registries:
            return self.add_entry(registry, value)
        if registry in self.names.config.unread:
            return None
        guess = self.values.guess(value.text, self.names.words.get(registry, ()), LEAST_LIKE)
        message = '"{value}" is not in content/{registry}.toml'
        hint = "did you mean {guess}?" if guess else "add it there, or write a name that stands there"
        self.values.note(
            "error", "registry", value.place, message, hint, value=value.text, registry=registry, guess=guess
        )
        return None

    def add_entry(self, registry: RegistryName, value: ListText) -> str | None:
        """Use a name before it is registered: its slug is its id."""
        id_ = urls.slugify(value.text)
        if not urls.is_slug(id_):
            message = '"{value}" makes no address'
            hint = 'register it in content/{registry}.toml: [a-short-id] and name = "{value}"'
            self.values.note("error", "registry", value.place, message, hint, value=value.text, registry=registry)
            return None
        if (registry, id_) not in self.names.registered:
            self.unregistered.append(RegistryEntry(registry=registry, id=id_, names=(("", value.text),)))
        return id_
