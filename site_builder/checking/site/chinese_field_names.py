"""Which Problems are about items that are written with Chinese names of fields; looks at no other Problem's file."""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from msgspec.structs import replace

from site_builder.checking.source_places import read_site_file
from site_builder.front_matter.read import parse_front_matter
from site_builder.problem import FIELD_LANGUAGE, Problem, has_field_names


def note_written_names(problems: Iterable[Problem], folder: Path) -> Iterator[Problem]:
    """Note with each Problem that names fields whether its item has Chinese ones; `folder` is the site's."""

    @cache
    def is_chinese(path: str) -> bool:
        if not path.endswith(".md") or not (folder / path).is_file():
            return False
        fields = parse_front_matter(read_site_file(folder, path), path).fields.named
        return any(not each.written.isascii() for each in fields.values())

    for each in problems:
        chinese = has_field_names(each) and is_chinese(each.path)
        yield replace(each, values=(*each.values, (FIELD_LANGUAGE, "zh"))) if chinese else each
