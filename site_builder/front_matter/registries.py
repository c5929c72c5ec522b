"""Names as items write them -> ids of the registries; changes no registry."""

import unicodedata
from zoneinfo import ZoneInfo

from msgspec import Struct

from site_builder import urls
from site_builder.config import Config, zone
from site_builder.front_matter.read import Listing, Node, Scalar
from site_builder.front_matter.values import Part, Values, squeeze
from site_builder.model import Entry, RegistryName

# Chinese names are short: one of two characters right may be meant.
LEAST_LIKE = 0.5


class Names(Struct, frozen=True):
    """What an item is read against: the settings, the site's clock, every registered name.

    `plain` has, by registry, the names that mean the same however a list writes them; `tongues` the languages' ids, by
    id and tag in lower case.
    """

    config: Config
    zone: ZoneInfo
    registered: dict[tuple[str, str], str]
    words: dict[str, tuple[str, ...]]
    plain: dict[str, dict[str, str]]
    tongues: dict[str, str]

    @classmethod
    def of(cls, config: Config) -> "Names":
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
            if id_ and name and squeeze(name) == name and "，" not in name:
                plain.setdefault(registry, {})[name] = id_
        tongues: dict[str, str] = {}
        for tongue in config.languages:
            for code in (tongue.id.lower(), tongue.tag.lower()):
                tongues.setdefault(code, tongue.id)
        clock = zone(config.time_zone) or ZoneInfo("UTC")
        return cls(config, clock, registered, known, plain, tongues)


class Registrar:
    """Looks up the names of one item; `unregistered` collects those of open registries that have no entry."""

    def __init__(self, names: Names, values: Values) -> None:
        """Look names up; Problems go to `values`."""
        self.names = names
        self.values = values
        self.unregistered: list[Entry] = []

    def ids(self, node: Node, registry: RegistryName) -> tuple[str, ...]:
        """Turn names into ids: an id, a name or a former name; in an open registry any name."""
        if isinstance(node, Listing):
            plain = self.names.plain.get(registry, {})
            known = [plain.get(each.text, "") if isinstance(each, Scalar) else "" for each in node.nodes]
            if "" not in known:
                return tuple(dict.fromkeys(known))
        found = (self.id_of(value, registry) for value in self.values.listed(node, registry))
        return tuple(dict.fromkeys(each for each in found if each))

    def id_of(self, value: Part, registry: RegistryName) -> str | None:
        """Turn one name into an id."""
        id_ = self.names.registered.get((registry, value.text))
        if id_ is not None:
            return id_
        if registry in self.names.config.open_registries:
            return self.new_entry(registry, value)
        if registry in self.names.config.unread:
            return None
        guess = self.values.guess(value.text, self.names.words.get(registry, ()), LEAST_LIKE)
        message = '"{value}" is not in content/{registry}.toml'
        hint = "did you mean {guess}?" if guess else "add it there, or write a name that stands there"
        self.values.note(
            "error", "registry", value.place, message, hint, value=value.text, registry=registry, guess=guess
        )
        return None

    def new_entry(self, registry: RegistryName, value: Part) -> str | None:
        """Use a name before it is registered: its slug is its id."""
        id_ = urls.slugify(value.text)
        if not urls.is_slug(id_):
            message = '"{value}" makes no address'
            hint = 'register it in content/{registry}.toml: [a-short-id] and name = "{value}"'
            self.values.note("error", "registry", value.place, message, hint, value=value.text, registry=registry)
            return None
        if (registry, id_) not in self.names.registered:
            self.unregistered.append(Entry(registry=registry, id=id_, names=(("", value.text),)))
        return id_
