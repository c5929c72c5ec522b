"""Names as items write them -> ids of the registries; changes no registry."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from zoneinfo import ZoneInfo

from msgspec import Struct

from site_builder import urls
from site_builder.config import Config, find_time_zone
from site_builder.front_matter.nodes import Node, ScalarNode, SequenceNode
from site_builder.front_matter.values import ListText, ValueReader, normalize_text
from site_builder.mends.mend import Mend, MendableText, MendFinder, replace_value
from site_builder.model import RegistryEntry, RegistryName, means_every_community
from site_builder.spelling import find_certain_match

# Chinese names are short: one of two characters right may be meant.
# Who names more communities than these, and leaves none out, means the township.
MOST_NAMED = 6
LEAST_LIKE = 0.5
# What stands between names that were meant as a list.
NAME_DIVIDERS = re.compile(r"[\s,，、;；/／|·]+")


class RegisteredNames(Struct, frozen=True):
    """What an item is read against: the settings, the site's clock, every registered name.

    `plain` has, by registry, the names that mean the same however a list writes them; `folded` those of open registries
    however they are spelled, with their ids; `language_ids` the languages' ids, by id and tag in lower case.
    """

    config: Config
    zone: ZoneInfo
    registered: dict[tuple[str, str], str]
    words: dict[str, tuple[str, ...]]
    plain: dict[str, dict[str, str]]
    folded: frozenset[tuple[str, str, str]]
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
        folded = frozenset(
            (registry, id_, urls.fold_name(name))
            for (registry, name), id_ in registered.items()
            if registry in config.open_registries
        )
        return cls(config, clock, registered, known, plain, folded, language_ids)


class NameResolver:
    """Looks up the names of one item; `unregistered` collects those of open registries that have no entry."""

    def __init__(self, names: RegisteredNames, values: ValueReader) -> None:
        """Look names up; Problems go to `values`."""
        self.names = names
        self.values = values
        self.unregistered: list[RegistryEntry] = []

    def resolve_names(self, node: Node, registry: RegistryName) -> tuple[str, ...]:
        """Turn names into ids: an id, a name or a former name; in an open registry any name."""
        return self.resolve_all(node, registry)[0]

    def resolve_communities(self, node: Node) -> tuple[tuple[str, ...], bool]:
        """Turn names of communities into ids; tell whether they are all of the township."""
        ids, every = self.resolve_all(node, "communities")
        named = len(ids) > MOST_NAMED and frozenset(self.list_every_community()).issubset(ids)
        return ids, every or named

    def resolve_all(self, node: Node, registry: RegistryName) -> tuple[tuple[str, ...], bool]:
        """Turn names into ids; tell whether one of them means every community."""
        if isinstance(node, SequenceNode):
            plain = self.names.plain.get(registry, {})
            known = [plain.get(each.text, "") if isinstance(each, ScalarNode) else "" for each in node.nodes]
            if "" not in known:
                return tuple(dict.fromkeys(known)), False
        values = list(self.values.read_list(node, registry, self.names.words.get(registry, ())))
        every = next((each.text for each in values if means_every_community(registry, each.text)), "")
        ids = self.list_every_community() if every else ()
        others = [each for each in values if not means_every_community(registry, each.text)]
        found = [(each, id_) for each in others if (id_ := self.resolve_name(each, registry))]
        for value, id_ in found:
            if id_ in ids:
                message = '"{every}" means every community already, so "{value}" adds nothing'
                hint = 'leave out "{value}", or "{every}" if only the communities named are meant'
                self.values.note("warning", "registry", value.place, message, hint, every=every, value=value.text)
        return tuple(dict.fromkeys([*ids, *(id_ for _, id_ in found)])), bool(every)

    def list_every_community(self) -> tuple[str, ...]:
        """Give the communities of the township but those that were gone before the item's day."""
        day = self.values.near.isoformat() if self.values.near else ""
        return tuple(
            each.id
            for each in self.names.config.entries
            if each.registry == "communities" and not each.outside and not each.until < day[: len(each.until)]
        )

    def resolve_name(self, value: ListText, registry: RegistryName) -> str | None:
        """Turn one name into an id."""
        id_ = self.names.registered.get((registry, value.text))
        if id_ is not None:
            return id_
        if registry in self.names.config.open_registries:
            return self.add_entry(registry, value)
        if registry in self.names.config.unread:
            return None
        parts = self.split_into_names(value.text, registry)
        if parts:
            message, hint = '"{value}" is not in content/{registry}.toml', "write each name by itself: [{names}]"
            values = {"value": value.text, "registry": registry, "names": ", ".join(parts)}
            self.values.note("error", "registry", value.place, message, hint, **values)
            return None
        guess = self.values.guess(value.text, self.names.words.get(registry, ()), LEAST_LIKE)
        message = '"{value}" is not in content/{registry}.toml'
        hint = "did you mean {guess}?" if guess else "add it there, or write a name that stands there"
        self.values.note(
            "error", "registry", value.place, message, hint, value=value.text, registry=registry, guess=guess
        )
        return None

    def split_into_names(self, text: str, registry: RegistryName) -> list[str]:
        """Give the registered names that a text consists of, with nothing between but spaces and signs; or none."""
        parts = [each for each in NAME_DIVIDERS.split(text) if each]
        return parts if len(parts) > 1 and all((registry, each) in self.names.registered for each in parts) else []

    def add_entry(self, registry: RegistryName, value: ListText) -> str | None:
        """Use a name before it is registered: its slug is its id."""
        id_ = urls.slugify(value.text)
        if not urls.is_slug(id_):
            message = '"{value}" makes no address'
            hint = 'register it in content/{registry}.toml: [a-short-id] and name = "{value}"'
            self.values.note("error", "registry", value.place, message, hint, value=value.text, registry=registry)
            return None
        if (registry, id_) in self.names.registered:
            self.note_other_name(registry, id_, value)
        else:
            self.unregistered.append(RegistryEntry(registry=registry, id=id_, names=(("", value.text),)))
        return id_

    def note_other_name(self, registry: str, id_: str, value: ListText) -> None:
        """Note a name whose slug is the id of an entry that has another name."""
        if (registry, id_, urls.fold_name(value.text)) not in self.names.folded:
            entry = next(each for each in self.names.config.entries if (each.registry, each.id) == (registry, id_))
            message = '"{value}" makes the address of [{id}] in content/{registry}.toml, which is called "{known}"'
            hint = 'register it there: [another-id] and name = "{value}"'
            values = {"value": value.text, "id": id_, "registry": registry, "known": entry.names[0][1]}
            self.values.note("error", "registry", value.place, message, hint, **values)


def make_name_mender(names: RegisteredNames) -> MendFinder:
    """Give what finds misspelt names with which one registered entry alone can be meant."""

    @cache
    def find_name(registry: str, word: str) -> str:
        known = {name: id_ for (kind, name), id_ in names.registered.items() if kind == registry}
        # Two people may well have names that sound alike.
        return find_certain_match(word, known, by_sound=registry != "people")

    def find_name_mends(source: MendableText) -> Iterator[Mend]:
        for each in source.problems:
            values = dict(each.values)
            if each.rule == "registry" and values.get("guess"):
                found = replace_value(source, each, find_name(values["registry"], values["value"]))
                if found:
                    yield found

    return find_name_mends
