"""Digests of an item, of all of it or of a part, by which a plan tells what has changed; compares nothing."""

from hashlib import blake2b

import msgspec
from msgspec import Struct
from msgspec.structs import astuple

from site_builder.model import CustomValue, Item, When, concerns_township

SIZE = 16


class ShownPlace(Struct, frozen=True, array_like=True):
    """Where an item stands: id, column, slug, language, its date and that of its last update."""

    id: str
    column: str
    slug: str
    lang: str
    date: When | None
    updated: When | None


class ShownCommunities(Struct, frozen=True, array_like=True):
    """The communities that an item concerns, and those of each of its events; whether they are all of the township."""

    own: tuple[str, ...]
    of_events: tuple[tuple[str, ...], ...]
    everywhere: bool

    def list_all(self) -> tuple[str, ...]:
        """Give each of them once."""
        return tuple(dict.fromkeys([*self.own, *(each for event in self.of_events for each in event)]))


class ShownFields(Struct, frozen=True, array_like=True):
    """What any page but its own may show of an item: not the body, nor what is on its page only."""

    place: ShownPlace
    communities: ShownCommunities
    title: str
    summary: str
    custom: tuple[CustomValue, ...] = ()


class RelationFields(Struct, frozen=True, array_like=True):
    """What makes items related, and how they stand in order."""

    path: str
    id: str
    date: When | None
    communities: tuple[str, ...]
    topics: tuple[str, ...]
    people: tuple[str, ...]

    @property
    def epoch(self) -> int:
        """The moment of its date, in seconds since 1970."""
        return self.date.epoch if self.date else 0

    def list_names(self) -> list[tuple[int, str]]:
        """Give the names that relate an item to others, each with the number of its kind."""
        kinds = (self.communities, self.topics, self.people)
        return [(kind, name) for kind, names in enumerate(kinds) for name in names]


def select_relations(item: Item) -> RelationFields:
    """Give what makes items related, and how they stand in order."""
    return RelationFields(item.path, item.id, item.date, item.communities, item.topics, item.people)


def select_shown(item: Item) -> ShownFields:
    """Give what any page but its own may show of an item."""
    place = ShownPlace(item.id, item.column, item.slug, item.lang, item.date, item.updated)
    of_events = tuple([each.communities for each in item.events])
    communities = ShownCommunities(item.communities, of_events, concerns_township(item))
    listed = tuple([each for each in item.custom if "lists" in each.show])
    return ShownFields(place, communities, item.title, item.summary, listed)


def digest_item(item: Item) -> bytes:
    """Give the digest of an item; files of the search are named by it: `custom` counts where it is used alone."""
    values = astuple(item)
    return digest_record(values if item.custom else values[:-1])


def digest_brief(item: Item) -> bytes:
    """Give the digest of what any page but its own may show of an item."""
    return digest_record(select_shown(item))


def digest_relations(item: Item) -> bytes:
    """Give the digest of what makes items related, and of how they stand in order."""
    return digest_record(select_relations(item))


def digest_record(record: object) -> bytes:
    """Give the digest of a record as it is encoded."""
    return blake2b(msgspec.msgpack.encode(record), digest_size=SIZE).digest()
