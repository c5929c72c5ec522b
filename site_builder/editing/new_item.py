"""A new item's file: its name, its block, its files; never written over anything, and never half written."""

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct

from site_builder import urls
from site_builder.editing.existing_site import ExistingSite, get_title
from site_builder.editing.readings import slugify_title
from site_builder.fields import ITEM_FIELDS, NESTED_FIELD_NAMES
from site_builder.markdown.escape import quote_yaml
from site_builder.model import EVERY_COMMUNITY, Column, RegistryName, means_every_community
from site_builder.problem import CommandError

# So long a name is still seen whole in a list of files.
LONGEST_NAME = 60
NO_NAME = "item"


class NewItem(Struct, frozen=True, kw_only=True):
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

    def get_names(self, registry: RegistryName) -> tuple[str, ...]:
        """Give the names of a registry."""
        found: tuple[str, ...] = getattr(self, registry)
        return found


def choose_language(existing_site: ExistingSite, text: str, wanted: str = "") -> str:
    """Give the language of an item: the one that is wanted, Chinese where it is written so and the site has it.

    Raises CommandError (2) for a language that the site does not have.
    """
    config = existing_site.config
    ids = [each.id for each in config.languages]
    if wanted and wanted not in ids:
        message = 'the site has no language "{value}"; languages: {languages}'
        raise CommandError(2, message, value=wanted, languages=", ".join(ids))
    han = sum(urls.is_han(sign) for sign in text)
    letters = sum(sign.isalpha() and not urls.is_han(sign) for sign in text)
    chinese = next((each for each in ids if each.startswith("zh")), "")
    if not wanted and chinese and han > letters:
        return chinese
    return wanted or config.language


def write_item(existing_site: ExistingSite, item: NewItem) -> tuple[str, ...]:
    """Write an item and its files; give their paths below the site, the item's first.

    The year's folder, the day and the slug of the title make the name; a number is added where its file or its address
    is taken.
    """
    slug = find_free_slug(existing_site, item)
    name = f"content/{item.column.id}/{item.day.year}/{item.day.isoformat()}-{slug}"
    suffix = ".md" if item.language == existing_site.config.language else f".{item.language}.md"
    path = f"{name}/index{suffix}" if item.files else f"{name}{suffix}"
    text = (
        format_front_matter(existing_site, item, find_free_id(existing_site, f"{item.day.isoformat()}-{slug}"))
        + item.body
    )
    files = {path: text.encode()} | {f"{name}/{each}": data for each, data in item.files.items()}
    write_new_files(existing_site.site, files)
    return tuple(files)


def find_free_slug(existing_site: ExistingSite, item: NewItem) -> str:
    """Make a slug of the title, without the office before 关于, that is neither a taken address nor a taken file."""
    office, about, matter = item.title.partition("关于")
    slug = shorten_slug(slugify_title(about + matter if about and office else item.title)) or NO_NAME
    slug = slug if urls.is_slug(slug) else f"{slug}-item"
    folder = existing_site.site / "content" / item.column.id / str(item.day.year)
    taken = {each.name.partition(".")[0] for each in folder.iterdir()} if folder.is_dir() else set()
    number, chosen = 1, slug
    while (
        urls.make_address(item.column.slug, str(item.day.year), chosen) in existing_site.addresses
        or f"{item.day.isoformat()}-{chosen}" in taken
    ):
        number += 1
        chosen = f"{slug}-{number}"
    return chosen


def shorten_slug(slug: str) -> str:
    """Cut a slug at a hyphen."""
    return slug if len(slug) <= LONGEST_NAME else slug[: LONGEST_NAME + 1].rpartition("-")[0] or slug[:LONGEST_NAME]


def find_free_id(existing_site: ExistingSite, id_: str) -> str:
    """Give an id that no item has."""
    number, chosen = 1, id_
    while chosen in existing_site.ids:
        number += 1
        chosen = f"{id_}-{number}"
    return chosen


def format_front_matter(existing_site: ExistingSite, item: NewItem, id_: str) -> str:
    """Write the block at the head of an item; on a Chinese site with the Chinese names of fields."""
    chinese = existing_site.config.language.startswith("zh")

    def get_field_name(field: str) -> str:
        return (ITEM_FIELDS | NESTED_FIELD_NAMES)[field][0] if chinese else field

    lines = [
        "---",
        f"{get_field_name('title')}: {quote_yaml(item.title)}",
        f"{get_field_name('date')}: {item.date}",
        f"id: {id_}",
    ]
    lines += [f"{get_field_name('written')}: {item.written}"] if item.written else []
    registries: tuple[RegistryName, ...] = ("communities", "topics", "people")
    for each in registries:
        entries = [quote_list_item(format_entry(existing_site, each, name)) for name in item.get_names(each)]
        lines += [f"{get_field_name(each)}: [{', '.join(entries)}]"] if entries else []
    lines += [f"{get_field_name('source')}: {quote_yaml(item.source)}"] if item.source else []
    if item.document_number:
        lines += [
            f"{get_field_name('disclosure')}:",
            f"  {get_field_name('document_number')}: {quote_yaml(item.document_number)}",
        ]
    lines += [
        f"{each.name}:" for each in existing_site.config.fields if each.needed and each.is_used_in(item.column.id)
    ]
    lines += [f"{get_field_name('draft')}: {'是' if chinese else 'true'}"] if item.draft else []
    return "\n".join([*lines, "---", ""])


def format_entry(existing_site: ExistingSite, registry: RegistryName, id_: str) -> str:
    """Give the name of an entry on a Chinese site, where an id would say nothing to its editors; else the id."""
    if means_every_community(registry, id_):
        return EVERY_COMMUNITY[existing_site.config.language.startswith("zh")]
    entry = next((each for each in existing_site.list_entries(registry) if each.id == id_), None)
    return get_title(entry, "zh") if entry and existing_site.config.language.startswith("zh") else id_


def quote_list_item(name: str) -> str:
    """Write a name within a list in brackets."""
    return quote_yaml(name) if not set(name) & set(",，、；;") else f'"{name}"'


def write_new_files(site: Path, files: Mapping[str, bytes]) -> None:
    """Write files that must not be there yet, the first one last, so that no item is seen without its files."""
    for path in files:
        if os.path.lexists(site / path):
            raise CommandError(2, "{file} is there already; nothing was written over it", file=path)
    for path, data in reversed(list(files.items())):
        file = site / path
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("xb") as stream:
            stream.write(data)
