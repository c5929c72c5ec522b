"""A JSON Schema of the fields of an item, made of the one table of their names; judges no item itself.

JSON Schema 2020-12, https://json-schema.org/draft/2020-12/schema.
"""

from collections.abc import Iterable
from typing import Any

from site_builder.config import Config
from site_builder.field_names import ITEM_FIELDS, NESTED_FIELD_NAMES
from site_builder.front_matter.field_names import FIELD_DESCRIPTIONS, NESTED_FIELDS, STATUS_NAMES
from site_builder.model import REGISTRIES, STATUSES

DIALECT = "https://json-schema.org/draft/2020-12/schema"
# Without an offset or with one; the forms of the contract, section 2 (`date`).
DATE = r"^\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}"
DATES = frozenset(["date", "updated", "written", "expires", "pinned_until", "due", "end", "until"])
LISTS = frozenset(["aliases", "related", "attachments", "settles"])
# One of these is a group of fields; the others are lists of such groups, or one alone.
GROUPS = frozenset(["source", "withdrawn", "alert", "disclosure"])
# A text may stand for the whole group.
TEXT_OR_GROUP = frozenset(["source", "reviewers"])
LEVELS = ("notice", "warning", "emergency")
REQUIRED_PARTS = {
    "events": ("date",),
    "commitments": ("id", "text"),
    "corrections": ("date", "note"),
    "withdrawn": ("date", "reason"),
    "alert": ("until",),
}


def make_schema(config: Config | None = None) -> dict[str, Any]:
    """Give the schema; without settings, no name of a registry is wrong.

    Every field stands under its English and its Chinese names. A date may be in the file's name, so that only the title
    is required.
    """
    properties: dict[str, Any] = {}
    for name, others in ITEM_FIELDS.items():
        field_schema = {"description": FIELD_DESCRIPTIONS[name], **make_field_schema(name, config)}
        properties |= dict.fromkeys((name, *others), field_schema)
    return {
        "$schema": DIALECT,
        "title": "The block at the head of an item of a township bulletin",
        "type": "object",
        "properties": properties,
        "anyOf": [{"required": [each]} for each in ("title", *ITEM_FIELDS["title"])],
        "additionalProperties": False,
    }


def make_field_schema(name: str, config: Config | None) -> dict[str, Any]:
    """Give the form of the values of a field."""
    if name in REGISTRIES:
        return make_list_schema(make_entry_schema(name, config))
    if name in NESTED_FIELDS:
        return make_group_schema(name, config)
    if name in LISTS:
        return make_list_schema({"type": "string"})
    return make_value_schema(name, config)


def make_value_schema(name: str, config: Config | None) -> dict[str, Any]:
    """Give the form of a single value."""
    if name in DATES:
        return {"type": ["string", "null"], "pattern": DATE}
    if name == "draft":
        return {"type": ["boolean", "string", "null"]}
    if name == "lang" and config:
        return make_enum(code for each in config.languages for code in (each.id, each.tag))
    if name == "status":
        return make_enum(written for status in STATUSES for written in (status, *STATUS_NAMES[status]))
    text: dict[str, Any] = {"type": ["string", "number", "null"]}
    return text | {"examples": list(LEVELS)} if name == "level" else text


def make_entry_schema(registry: str, config: Config | None) -> dict[str, Any]:
    """Give the form of one name of a registry: in a closed one, those that stand in it."""
    if config is None or registry in config.open_registries or registry in config.unread:
        return {"type": "string"}
    entries = [each for each in config.entries if each.registry == registry]
    names = (name for e in entries for name in (e.id, *(words for _, words in e.names), *e.formerly))
    return make_enum(names) if entries else {"type": "string"}


def make_list_schema(one: dict[str, Any]) -> dict[str, Any]:
    """Give the form of a list, which may also be one text with commas."""
    return {"anyOf": [{"type": "array", "items": one}, one, {"type": "string", "pattern": "[,，、;；]"}]}


def make_group_schema(name: str, config: Config | None) -> dict[str, Any]:
    """Give the form of a field with fields of its own, or of a list of such."""
    properties: dict[str, Any] = {}
    for part in NESTED_FIELDS[name]:
        others = NESTED_FIELD_NAMES[part] if part in NESTED_FIELD_NAMES else ITEM_FIELDS[part]
        properties |= {written: make_field_schema(part, config) for written in (part, *others)}
    needed = [
        {"anyOf": [{"required": [w]} for w in (part, *(NESTED_FIELD_NAMES.get(part) or ITEM_FIELDS[part]))]}
        for part in REQUIRED_PARTS.get(name, ())
    ]
    one: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
    one |= {"allOf": needed} if needed else {}
    text = [{"type": "string"}] if name in TEXT_OR_GROUP else []
    several = [] if name in GROUPS else [{"type": "array", "items": {"anyOf": [*text, one]} if text else one}]
    forms = [*text, *several, one]
    return one if forms == [one] else {"anyOf": forms}


def make_enum(words: Iterable[str]) -> dict[str, Any]:
    """Give the form of one of some words."""
    return {"type": "string", "enum": list(dict.fromkeys(words))}
