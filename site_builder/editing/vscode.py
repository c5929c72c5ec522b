"""What text editors are told of a site: the schema of fields and VS Code's snippets, from their one definition.

No editor known to us checks the block of a Markdown file by itself; snippets complete it without any extension.
"""

import json
from typing import Any

from site_builder.config import Config
from site_builder.config.custom_fields.read_fields import CustomField
from site_builder.editing.schema import make_schema
from site_builder.fields import FIELDS, ItemField

SCHEMA, SNIPPETS = ".vscode/item.schema.json", ".vscode/bulletin.code-snippets"
# More choices than this are no help.
MOST_CHOICES = 60


def make_editor_files(config: Config | None) -> dict[str, bytes]:
    """Give the files for text editors: path below the site -> bytes."""
    found = {SCHEMA: make_schema(config), SNIPPETS: make_snippets(config)}
    return {path: (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode() for path, made in found.items()}


def make_snippets(config: Config | None) -> dict[str, Any]:
    """Give a snippet for each field, offered under its English and its first Chinese name."""
    made: dict[str, Any] = {}
    for field in (*FIELDS, *(config.fields if config else ())):
        for written in (field.name, *(() if isinstance(field, CustomField) else field.chinese[:1])):
            body = [f"{written}:{'' if field.parts else ' '}{make_snippet_value(field, config)}"]
            body += make_snippet_parts(field, chinese=not written.isascii()) if field.parts else []
            made[written] = {
                "scope": "markdown",
                "prefix": written,
                "description": field.description,
                "body": body,
            }
    return made


def make_snippet_value(field: ItemField, config: Config | None) -> str:
    """Give what a snippet has for a value."""
    if field.parts:
        return ""
    if isinstance(field, CustomField) and field.choices:
        words = [words for choice in field.choices for _, words in choice][:MOST_CHOICES]
        return f"${{1|{','.join(each.replace(',', chr(92) + ',') for each in words)}|}}"
    if field.kind == "flag":
        return "true"
    if field.kind == "registry" and config is not None:
        ids = [each.id for each in config.entries if each.registry == field.name][:MOST_CHOICES]
        return f"[${{1|{','.join(ids)}|}}]" if ids else "[$1]"
    return "[$1]" if field.kind in {"texts", "registry"} else "$1"


def make_snippet_parts(field: ItemField, *, chinese: bool) -> list[str]:
    """Give the lines of a field with fields of its own, by the names that they have in a language."""
    names = [part.chinese[0] if chinese else part.name for part in field.parts]
    lines = [f"    {name}: ${number}" for number, name in enumerate(names, 1)]
    return [f"  - {lines[0].strip()}", *lines[1:]] if field.kind == "groups" else [line[2:] for line in lines]
