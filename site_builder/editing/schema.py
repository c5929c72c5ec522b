"""A JSON Schema of the fields of an item, made of their one definition; judges no item itself.

JSON Schema 2020-12, https://json-schema.org/draft/2020-12/schema.
"""

from collections.abc import Iterable
from types import MappingProxyType
from typing import Any

from site_builder.config import Config
from site_builder.config.custom_fields.read_fields import CustomField
from site_builder.fields import FIELDS, FIELDS_BY_NAME, FieldPart, ItemField
from site_builder.front_matter.field_names import LEVEL_NAMES, STATUS_NAMES
from site_builder.model import EVERY_COMMUNITY

DIALECT = "https://json-schema.org/draft/2020-12/schema"
# The beginnings of the forms in docs/fields.md: separate figures, eight of them, Chinese ones with a year or without.
FIGURE = r"[\d０-９]"
DATE = (
    rf"^\s*(?:{FIGURE}{{4}}\s*[-/.年－]\s*{FIGURE}{{1,2}}\s*[-/.月－]\s*{FIGURE}|{FIGURE}{{8}}"
    r"|[\d０-９〇零○O一二三四五六七八九十年\s]+月)"
)


WORDS = MappingProxyType({"status": STATUS_NAMES, "level": LEVEL_NAMES})


def make_schema(config: Config | None = None) -> dict[str, Any]:
    """Give the schema; without settings, no name of a registry is wrong.

    Every field stands under its English and its Chinese names. A date may be in the file's name, so that only the title
    is required.
    """
    properties: dict[str, Any] = {}
    for field in (*FIELDS, *(config.fields if config else ())):
        field_schema = {"description": field.description, **make_field_schema(field, config)}
        properties |= dict.fromkeys((field.name, *field.chinese), field_schema)
    return {
        "$schema": DIALECT,
        "title": "The block at the head of an item of a township bulletin",
        "type": "object",
        "properties": properties,
        "anyOf": [{"required": [each]} for each in ("title", *FIELDS_BY_NAME["title"].chinese)],
        "additionalProperties": False,
    }


def make_field_schema(field: FieldPart, config: Config | None) -> dict[str, Any]:
    """Give the form of the values of a field, or of a part of one."""
    if isinstance(field, ItemField) and field.parts:
        return make_group_schema(field, config)
    if isinstance(field, CustomField) and field.kind in {"choice", "link"}:
        return make_custom_schema(field)
    if field.kind == "registry":
        return make_list_schema(make_entry_schema(field.name, config))
    if field.kind == "texts":
        return make_list_schema({"type": "string"})
    return make_value_schema(field, config)


def make_value_schema(field: FieldPart, config: Config | None) -> dict[str, Any]:
    """Give the form of a single value."""
    if field.kind == "date":
        return {"type": ["string", "number", "null"], "pattern": DATE}
    if field.kind == "flag":
        return {"type": ["boolean", "string", "null"]}
    if field.kind == "number":
        return {"type": ["integer", "string", "null"]}
    if field.kind == "language" and config:
        return make_enum(code for each in config.languages for code in (each.id, each.tag))
    if field.kind in WORDS:
        return make_enum(written for word, others in WORDS[field.kind].items() for written in (word, *others))
    return {"type": ["string", "number", "null"]}


def make_custom_schema(field: CustomField) -> dict[str, Any]:
    """Give the form of a choice, or of a link, of a field of the site's own."""
    if field.kind == "choice":
        return make_enum(words for choice in field.choices for _, words in choice)
    return {"type": ["string", "null"], "pattern": r"^\s*(?:https?://|$)"}


def make_entry_schema(registry: str, config: Config | None) -> dict[str, Any]:
    """Give the form of one name of a registry: in a closed one, those that stand in it."""
    if config is None or registry in config.open_registries or registry in config.unread:
        return {"type": "string"}
    entries = [each for each in config.entries if each.registry == registry]
    names = (name for e in entries for name in (e.id, *(words for _, words in e.names), *e.formerly))
    every = EVERY_COMMUNITY if registry == "communities" else ()
    return make_enum((*names, *every)) if entries else {"type": "string"}


def make_list_schema(one: dict[str, Any]) -> dict[str, Any]:
    """Give the form of a list, which may also be one text with commas."""
    return {"anyOf": [{"type": "array", "items": one}, one, {"type": "string", "pattern": "[,，、;；]"}]}


def make_group_schema(field: ItemField, config: Config | None) -> dict[str, Any]:
    """Give the form of a field with fields of its own, or of a list of such."""
    properties: dict[str, Any] = {}
    for part in field.parts:
        properties |= {written: make_field_schema(part, config) for written in (part.name, *part.chinese)}
    needed = [
        {"anyOf": [{"required": [written]} for written in (part.name, *part.chinese)]}
        for part in field.parts
        if part.name in field.required
    ]
    one: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
    one |= {"allOf": needed} if needed else {}
    text = [{"type": "string"}] if field.short else []
    item = {"anyOf": [*text, one]} if text else one
    several = [{"type": "array", "items": item}] if field.kind == "groups" else []
    forms = [*text, *several, one]
    return one if forms == [one] else {"anyOf": forms}


def make_enum(words: Iterable[str]) -> dict[str, Any]:
    """Give the form of one of some words."""
    return {"type": "string", "enum": list(dict.fromkeys(words))}
