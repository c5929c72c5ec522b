"""What text editors are told of a site: the schema of fields and VS Code's snippets, from the one table of names.

No editor known to us checks the block of a Markdown file by itself; snippets complete it without any extension.
"""

import json
from collections.abc import Mapping
from typing import Any

from site_builder.config import Config
from site_builder.editing.schema import make_schema
from site_builder.field_names import CHINESE_NAMES, ITEM_FIELDS
from site_builder.front_matter.field_names import FIELD_DESCRIPTIONS, NESTED_FIELDS
from site_builder.model import REGISTRIES

SCHEMA, SNIPPETS = ".vscode/item.schema.json", ".vscode/bulletin.code-snippets"
# More choices than this are no help.
MOST_CHOICES = 60
LISTS = frozenset(["aliases", "related", "attachments", "settles", "reviewers", "events", "commitments", "corrections"])


def make_editor_files(config: Config | None) -> dict[str, bytes]:
    """Give the files for text editors: path below the site -> bytes."""
    found = {SCHEMA: make_schema(config), SNIPPETS: make_snippets(config)}
    return {path: (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode() for path, made in found.items()}


def make_snippets(config: Config | None) -> dict[str, Any]:
    """Give a snippet for each field, offered under its English and its first Chinese name."""
    made: dict[str, Any] = {}
    for name, others in ITEM_FIELDS.items():
        for written in (name, *others[:1]):
            body = [f"{written}:{'' if name in NESTED_FIELDS else ' '}{make_snippet_value(name, config)}"]
            body += (
                make_snippet_parts(name, {} if written.isascii() else CHINESE_NAMES) if name in NESTED_FIELDS else []
            )
            made[written] = {
                "scope": "markdown",
                "prefix": written,
                "description": FIELD_DESCRIPTIONS[name],
                "body": body,
            }
    return made


def make_snippet_value(name: str, config: Config | None) -> str:
    """Give what a snippet has for a value."""
    if name in NESTED_FIELDS:
        return ""
    if name == "draft":
        return "true"
    if name in REGISTRIES and config is not None:
        ids = [each.id for each in config.entries if each.registry == name][:MOST_CHOICES]
        return f"[${{1|{','.join(ids)}|}}]" if ids else "[$1]"
    return "[$1]" if name in LISTS or name in REGISTRIES else "$1"


def make_snippet_parts(name: str, names: Mapping[str, str]) -> list[str]:
    """Give the lines of a field with fields of its own, by the names that they have in a language."""
    lines = [f"    {names.get(part, part)}: ${number}" for number, part in enumerate(NESTED_FIELDS[name], 1)]
    return [f"  - {lines[0].strip()}", *lines[1:]] if name in LISTS else [line[2:] for line in lines]
