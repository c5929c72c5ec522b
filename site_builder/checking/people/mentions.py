"""Where a site names somebody: items with their captions, and attachments; judges nothing and changes nothing."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from msgspec import Struct

from site_builder.checking.people.rules import list_person_names
from site_builder.checking.source_places import read_site_file
from site_builder.checking.text.captions import PICTURE
from site_builder.config import Config
from site_builder.content.load import Items
from site_builder.decoding import find_place
from site_builder.front_matter.nodes import ScalarNode, SequenceNode
from site_builder.front_matter.read import parse_front_matter
from site_builder.model import Attachment

MentionKind = Literal["page", "caption", "attachment", "unread"]
CONTEXT_LENGTH = 40


class Mention(Struct, frozen=True):
    """One place at which somebody is named: the file, where in it, as written, with what stands around it.

    `kind` is unread for a file that may name anybody, for nobody can look into it. `sort` and `where` are the place
    within a file of another kind than text, as in Extract.
    """

    kind: MentionKind
    path: str
    line: int
    column: int
    written: str
    source: str
    sort: str = ""
    where: str = ""


def find_mentions(items: Items, config: Config, folder: Path, name: str) -> tuple[Mention, ...]:
    """Give every place that names a person, under any of the names that people.toml has for that one.

    Drafts and what is not public yet are looked through as well.
    """
    names = find_person_names(config, name)
    ids = {entry.id for entry in config.entries if {*list_person_names(entry)} & set(names)}
    pattern = compile_name_pattern(names)
    found: list[Mention] = []
    for item in (*items.items, *items.unsound):
        found += find_item_mentions(
            f"content/{item.path}", read_site_file(folder, f"content/{item.path}"), pattern, ids
        )
    for file in (*items.attachments, *items.static):
        found += find_file_mentions(file, folder, pattern)
    return tuple(sorted(found, key=lambda each: (each.path, each.line, each.column)))


def find_person_names(config: Config, name: str) -> tuple[str, ...]:
    """Give the names of the person that a name or an id means; the name alone where nobody is registered under it."""
    wanted = " ".join(name.split()).casefold()
    for entry in config.entries:
        names = tuple(list_person_names(entry))
        if wanted in {entry.id if names else "", *(each.casefold() for each in names)}:
            return names
    return (" ".join(name.split()),)


def compile_name_pattern(names: Iterable[str]) -> re.Pattern[str]:
    """Give what finds names however they are spaced, Latin ones also in other cases, but not within longer words."""
    written = []
    for name in sorted(names, key=len, reverse=True):
        words = r"\s+".join(map(re.escape, name.split())) if " " in name else r"\s*".join(map(re.escape, name))
        edge = r"(?<![A-Za-z])", r"(?![A-Za-z])"
        written.append(f"{edge[0]}{words}{edge[1]}" if name.isascii() else words)
    return re.compile("|".join(written), re.IGNORECASE)


def find_item_mentions(path: str, text: str, pattern: re.Pattern[str], ids: set[str]) -> Iterator[Mention]:
    """Find a name in an item's file, and its id among the item's people."""
    captions = [found.span("alt") for found in PICTURE.finditer(text)]
    for found in pattern.finditer(text):
        within = any(first <= found.start() < last for first, last in captions)
        at = find_place(path, text, found.start())
        kind: MentionKind = "caption" if within else "page"
        yield Mention(kind, path, at.line, at.column, found[0], format_context(text, found.start(), found.end()))
    field = parse_front_matter(text, path).fields.get("people") if ids else None
    for node in field.node.nodes if field and isinstance(field.node, SequenceNode) else ():
        if isinstance(node, ScalarNode) and node.text in ids and not pattern.search(node.text):
            yield Mention("page", path, node.place.line, node.place.column, node.text, node.place.source.strip())


def find_file_mentions(file: Attachment, folder: Path, pattern: re.Pattern[str]) -> Iterator[Mention]:
    """Find a name in an attachment, and in its own name."""
    path = f"content/{file.path}"
    if found := pattern.search(file.path.rpartition("/")[2]):
        yield Mention("attachment", path, 1, 1, found[0], file.path.rpartition("/")[2])
    if not (folder / path).is_file():
        return
    from site_builder.documents.extract_text import read_extracts

    for each in read_extracts(folder / path):
        if each.failure:
            yield Mention("unread", path, 1, 1, "", "")
        for found in pattern.finditer(each.text) if each.sort != "table" else ():
            line = each.text.count("\n", 0, found.start()) + 1 if each.sort == "line" else 1
            shown = format_context(each.text, *found.span())
            yield Mention("attachment", path, line, 1, found[0], shown, each.sort, each.where)


def format_context(text: str, first: int, last: int) -> str:
    """Give what stands around a stretch, on its line."""
    start = max(text.rfind("\n", 0, first) + 1, first - CONTEXT_LENGTH)
    end = text.find("\n", last)
    return text[start : min(end if end >= 0 else len(text), last + CONTEXT_LENGTH)].strip()
