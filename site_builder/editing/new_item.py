"""A new item's file: its name, its block, its files; never written over anything, and never half written."""

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct

from site_builder import urls
from site_builder.editing.existing_site import Desk, title_of
from site_builder.field_names import ITEM_FIELDS, PART_FIELDS
from site_builder.markdown.escape import quoted
from site_builder.model import Column, RegistryName
from site_builder.problem import Refused

# So long a name is still seen whole in a list of files.
LONGEST_NAME = 60
NO_NAME = "item"


class Draft(Struct, frozen=True, kw_only=True):
    """An item that is to be written; names of registries are ids, or new names of open registries."""

    column: Column
    title: str
    day: date
    date: str
    language: str
    communities: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    source: str = ""
    written: str = ""
    document_number: str = ""
    draft: bool = True
    body: str = ""
    files: dict[str, bytes] = {}

    def names(self, registry: RegistryName) -> tuple[str, ...]:
        """Give the names of a registry."""
        found: tuple[str, ...] = getattr(self, registry)
        return found


def language_of(desk: Desk, text: str, wanted: str = "") -> str:
    """Give the language of an item: the one that is wanted, Chinese where it is written so and the site has it.

    Raises Refused (2) for a language that the site does not have.
    """
    config = desk.config
    ids = [each.id for each in config.languages]
    if wanted and wanted not in ids:
        message = 'the site has no language "{value}"; languages: {languages}'
        raise Refused(2, message, value=wanted, languages=", ".join(ids))
    han = sum(urls.is_han(sign) for sign in text)
    letters = sum(sign.isalpha() and not urls.is_han(sign) for sign in text)
    chinese = next((each for each in ids if each.startswith("zh")), "")
    if not wanted and chinese and han > letters:
        return chinese
    return wanted or config.language


def write_item(desk: Desk, draft: Draft) -> tuple[str, ...]:
    """Write an item and its files; give their paths below the site, the item's first.

    The year's folder, the day and the slug of the title make the name; a number is added where its file or its address
    is taken.
    """
    slug = free_slug(desk, draft)
    name = f"content/{draft.column.id}/{draft.day.year}/{draft.day.isoformat()}-{slug}"
    suffix = ".md" if draft.language == desk.config.language else f".{draft.language}.md"
    path = f"{name}/index{suffix}" if draft.files else f"{name}{suffix}"
    text = block(desk, draft, free_id(desk, f"{draft.day.isoformat()}-{slug}")) + draft.body
    files = {path: text.encode()} | {f"{name}/{each}": data for each, data in draft.files.items()}
    write_new(desk.site, files)
    return tuple(files)


def free_slug(desk: Desk, draft: Draft) -> str:
    """Make a slug of the title, without the office before 关于, that is neither a taken address nor a taken file."""
    office, about, matter = draft.title.partition("关于")
    slug = shortened(urls.slugify(about + matter if about and office else draft.title)) or NO_NAME
    slug = slug if urls.is_slug(slug) else f"{slug}-item"
    folder = desk.site / "content" / draft.column.id / str(draft.day.year)
    taken = {each.name.partition(".")[0] for each in folder.iterdir()} if folder.is_dir() else set()
    number, chosen = 1, slug
    while (
        urls.address(draft.column.slug, str(draft.day.year), chosen) in desk.addresses
        or f"{draft.day.isoformat()}-{chosen}" in taken
    ):
        number += 1
        chosen = f"{slug}-{number}"
    return chosen


def shortened(slug: str) -> str:
    """Cut a slug at a hyphen."""
    return slug if len(slug) <= LONGEST_NAME else slug[: LONGEST_NAME + 1].rpartition("-")[0] or slug[:LONGEST_NAME]


def free_id(desk: Desk, id_: str) -> str:
    """Give an id that no item has."""
    number, chosen = 1, id_
    while chosen in desk.ids:
        number += 1
        chosen = f"{id_}-{number}"
    return chosen


def block(desk: Desk, draft: Draft, id_: str) -> str:
    """Write the block at the head of an item; on a Chinese site with the Chinese names of fields."""
    chinese = desk.config.language.startswith("zh")

    def named(field: str) -> str:
        return (ITEM_FIELDS | PART_FIELDS)[field][0] if chinese else field

    lines = ["---", f"{named('title')}: {quoted(draft.title)}", f"{named('date')}: {draft.date}", f"id: {id_}"]
    lines += [f"{named('written')}: {draft.written}"] if draft.written else []
    registries: tuple[RegistryName, ...] = ("communities", "topics", "people")
    lines += [
        f"{named(each)}: [{', '.join(in_list(in_words(desk, each, name)) for name in draft.names(each))}]"
        for each in registries
        if draft.names(each)
    ]
    lines += [f"{named('source')}: {quoted(draft.source)}"] if draft.source else []
    if draft.document_number:
        lines += [f"{named('disclosure')}:", f"  {named('document_number')}: {quoted(draft.document_number)}"]
    lines += [f"{named('draft')}: {'是' if chinese else 'true'}"] if draft.draft else []
    return "\n".join([*lines, "---", ""])


def in_words(desk: Desk, registry: RegistryName, id_: str) -> str:
    """Give the name of an entry on a Chinese site, where an id would say nothing to its editors; else the id."""
    entry = next((each for each in desk.entries(registry) if each.id == id_), None)
    return title_of(entry, "zh") if entry and desk.config.language.startswith("zh") else id_


def in_list(name: str) -> str:
    """Write a name within a list in brackets."""
    return quoted(name) if not set(name) & set(",，、；;") else f'"{name}"'


def write_new(site: Path, files: Mapping[str, bytes]) -> None:
    """Write files that must not be there yet, the first one last, so that no item is seen without its files."""
    for path in files:
        if os.path.lexists(site / path):
            raise Refused(2, "{file} is there already; nothing was written over it", file=path)
    for path, data in reversed(list(files.items())):
        file = site / path
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("xb") as stream:
            stream.write(data)
