"""Where a TOML file says something: the place of a key, of its value, of one text in its list; reads no setting.

A file may have thousands of mistakes, so that what is looked up is listed once a file.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from site_builder.config.toml_file import TOKEN, TomlFile
from site_builder.decoding import find_place as place_at
from site_builder.problem import Place

HEAD = re.compile(r"[ \t]*\[\[?[ \t]*([^\[\]=]+?)[ \t]*(?:\]|$)")
KEY_OR_HEAD = re.compile(
    r"^[ \t]*(?:\[\[?[ \t]*(?P<table>\w[\w.\- ]*)[^\[\]=]*\]|(?P<key>\w[\w.\- ]*)[^=\n]*=)", re.ASCII | re.MULTILINE
)
NAME_END = re.compile(r"[=.]")
# Signs that end a key, or stand in it, so many of which are looked at on a line.
MOST_NAME_ENDS = 20
SPACES = re.compile(r"[ \t]*")
LISTED_TEXT = re.compile(r"#[^\n]*|\"((?:\\.|[^\"\\\n])*)\"|'([^'\n]*)'")


class TomlPlaces(Struct, frozen=True):
    """Where a text has what: heads by name and number, keys by the name and number of their table and their own."""

    heads: dict[tuple[str, int], int]
    keys: dict[tuple[str, int, str], int]


def locate_key(file: TomlFile, key: str, *, value: str | None = None, nth: int = 0) -> Place:
    """Find where a dotted key is written, or its value (that starts with `value` in a list); else its table, or line 1.

    `nth` (from 0) is the number of a table in a list of tables.
    """
    while key:
        table, _, name = key.rpartition(".")
        for wanted in dict.fromkeys([(table, name), ("", key), (table.partition(".")[0], name)]):
            found = find_key(file.text, *wanted, nth)
            if found is not None:
                return place_at(file.path, file.text, found if value is None else find_value(file.text, found, value))
        key, value = table, None
    return Place(file.path)


def find_key(text: str, table: str, name: str, nth: int = 0) -> int | None:
    """Find the offset of `name =` below the nth `[table]`, or of the nth head `[name]`."""
    places = list_places(text)
    key = places.keys.get((table, max(nth, 0) if table else 0, name))
    head = None if table else places.heads.get((name, nth))
    return min((each for each in (key, head) if each is not None), default=None)


def find_texts(text: str) -> Iterator[tuple[str, int, str]]:
    """Give the texts in quotation marks, as they are written: the first name of the key, the offset, the text."""
    starts: list[int] = []
    names: list[str] = []
    table = ""
    for line in KEY_OR_HEAD.finditer(text):
        table = line["table"] or table
        starts.append(line.start())
        names.append(re.split(r"[.\s]", table or line["key"], maxsplit=1)[0])
    for token in TOKEN.finditer(text):
        if not token[0].startswith("#"):
            number = bisect_right(starts, token.start()) - 1
            yield names[number] if number >= 0 else "", token.start(), token[0]


@lru_cache(maxsize=2)
def list_places(text: str) -> TomlPlaces:
    """List where a text has its heads and keys."""
    places = TomlPlaces({}, {})
    counts: dict[str, int] = {}
    table, number, offset = "", 0, 0
    for line in text.split("\n"):
        head = HEAD.match(line)
        if head:
            table = head[1].replace('"', "").replace("'", "")
            number = counts.get(table, 0)
            counts[table] = number + 1
            places.heads[table, number] = offset + line.index("[")
        else:
            start = offset + len(line) - len(line.lstrip())
            for name in list_names(line):
                places.keys.setdefault((table, number if table else 0, name), start)
        offset += len(line) + 1
    return places


def list_names(line: str) -> Iterator[str]:
    """Give what may be the name of the key that a line begins with: up to each sign that may end it."""
    for count, end in enumerate(NAME_END.finditer(line)):
        if count == MOST_NAME_ENDS:
            return
        name = line[: end.start()].strip(" \t")
        yield name[name[:1] in {'"', "'"} : len(name) - (name[-1:] in {'"', "'"})]


def find_value(text: str, key: int, value: str) -> int:
    """Find the offset of a key's value, or of one text in its list."""
    line_end = text.find("\n", key)
    equals = text.find("=", key, line_end if line_end >= 0 else len(text))
    if equals < 0:
        return key
    start = SPACES.match(text, equals + 1)
    offset = start.end() if start else equals + 1
    if text[offset : offset + 1] in {"[", "{"} and value:
        return list_texts(text, offset).get(value, offset)
    return offset


@lru_cache(maxsize=2)
def list_texts(text: str, start: int) -> dict[str, int]:
    """List the texts in quotation marks from an offset on, each where it stands first."""
    texts: dict[str, int] = {}
    for found in LISTED_TEXT.finditer(text, start):
        if found.lastindex:
            texts.setdefault(found[found.lastindex], found.start())
    return texts
