"""Digests of an item, of all of it or of a part, by which a plan tells what has changed; compares nothing."""

from hashlib import blake2b

import msgspec

from site_builder.model import Item

SIZE = 16


def digest_item(item: Item) -> bytes:
    """Give the digest of an item."""
    return digest_record(item)


def digest_brief(item: Item) -> bytes:
    """Give the digest of what any page but its own may show of an item: not the body, nor what is on its page only."""
    where = (item.id, item.column, item.slug, item.lang, item.date, item.updated)
    communities = (item.communities, tuple(each.communities for each in item.events))
    return digest_record((where, communities, item.title, item.summary))


def digest_relations(item: Item) -> bytes:
    """Give the digest of what makes items related, and of how they stand in order."""
    return digest_record((item.path, item.id, item.date, item.communities, item.topics, item.people))


def digest_record(record: object) -> bytes:
    """Give the digest of a record as it is encoded."""
    return blake2b(msgspec.msgpack.encode(record), digest_size=SIZE).digest()
