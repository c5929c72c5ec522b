"""The front matter of other generators -> fields whose values stay as written; never raises, never runs anything."""

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime, time

import yaml

from site_builder.foreign_readers.limits import TooLargeError, limit_time
from site_builder.migrating.model import Fields, OldFrontMatter, Value

OPENING = re.compile(r"\s*(?P<mark>---|\+\+\+)[ \t]*(?P<kind>[A-Za-z]*)[ \t]*\n")
# A field on a line of its own, in any of the forms; what is left to tell where the whole cannot be read.
LINE_OF_FIELD = re.compile(r"""^["']?(?P<name>[\w-]+)["']?[ \t]*[:=][ \t]*(?P<value>.*?),?[ \t]*$""", re.MULTILINE)
NAME_OF_FIELD = re.compile(
    r"""^(?:[ \t]*["']?(?P<name>[\w.-]+)["']?[ \t]*[:=]|\[\[?(?P<table>[\w-]+)[\w.-]*\]\]?[ \t]*$)""", re.MULTILINE
)
JS_VARIABLE = re.compile(r"""^[ \t]*(?:const|let|var)[ \t]+(\w+)[ \t]*=[ \t]*(.+?);?[ \t]*$""", re.MULTILINE)
JS_COMMENT = re.compile(r"""("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`)|/\*.*?\*/|//[^\n]*""", re.DOTALL)
JS_NAME = re.compile(r"([{,]\s*)([A-Za-z_$][\w$]*)(\s*:)")
JS_TEXT = re.compile(r"""'((?:[^'\\\n]|\\.)*)'|`([^`$]*)`""")
JS_COMMA = re.compile(r",(\s*[}\]])")
# Deeper than this is no front matter.
DEEPEST = 20
NOTHING = ("null", "~", "Null", "NULL")
MOST_VALUES = 10_000
MOST_SECONDS = 1.0
# What may begin a list or a table within another. The quick reader of YAML goes as deep as the text does, and where its
# stack ends the process does; Python's own stops in time.
NESTING = re.compile(r"[\[{]|[-?][ \t]")
MOST_OPENINGS = 2000


def parse_front_matter(text: str, *, lower: bool = False) -> OldFrontMatter:
    """Read the block at the head of a file: YAML, TOML, JSON, or JavaScript that only names values.

    `lower` makes the names of fields lower case, as Hugo takes them.
    """
    if text.lstrip()[:1] == "{" and not text.lstrip().startswith(("{{", "{%", "{#", "{:")):
        return parse_json_front_matter(text, lower=lower)
    opening = OPENING.match(text)
    if opening is None:
        return OldFrontMatter({}, {}, 0, written=False)
    mark, kind = opening["mark"], opening["kind"].lower()
    start = opening.end()
    closing = re.compile(rf"^{re.escape(mark)}[ \t]*(?:\n|\Z)", re.MULTILINE).search(text, start)
    if closing is None:
        return parse_unclosed(text, start, lower=lower)
    block = text[start : closing.start()]
    readers: dict[str, Callable[[str], object]] = {"toml": parse_toml, "json": parse_json, "js": parse_js}
    readers["javascript"] = parse_js
    read = parse_toml if mark == "+++" else readers.get(kind, parse_yaml)
    return make_front_matter(read, block, (text.count("\n", 0, start), closing.end()), lower=lower)


def parse_foreign_front_matter(text: str) -> OldFrontMatter:
    """Read the head of a page that is no Markdown: a block as in any other, else the keywords of Org, AsciiDoc, RST."""
    front_matter = parse_front_matter(text, lower=True)
    if front_matter.written:
        return front_matter
    fields: Fields = {}
    lines: dict[str, int] = {}
    for found in FOREIGN_FIELD.finditer(text[:LONGEST_HEAD]):
        name = (found["org"] or found["other"] or "title").lower()
        if name in FOREIGN_NAMES and name not in fields:
            tags = name in {"tags", "categories", "keywords", "filetags"}
            value = found["value"].strip()
            fields[FOREIGN_NAMES[name]] = [*re.split(r"[,:\s]+", value.strip(":"))] if tags else value.strip("<>[]")
            lines[FOREIGN_NAMES[name]] = text.count("\n", 0, found.start()) + 1
    return OldFrontMatter(fields, lines, 0)


FOREIGN_FIELD = re.compile(
    r"^(?:#\+(?P<org>[A-Za-z_]+):|:(?P<other>[A-Za-z-]+):|=(?= ))[ \t]*(?P<value>\S[^\n]*)$", re.MULTILINE
)
FOREIGN_NAMES = {name: name for name in ("title", "date", "author", "description", "slug", "url", "draft", "lastmod")}
FOREIGN_NAMES |= {"tags": "tags", "filetags": "tags", "keywords": "tags", "categories": "categories"}
FOREIGN_NAMES |= {"revdate": "date", "page-date": "date"}
LONGEST_HEAD = 4_000


def make_front_matter(
    read: Callable[[str], object], block: str, place: tuple[int, int], *, lower: bool
) -> OldFrontMatter:
    """Make a Head of a block; `place` is how many lines stand before it and where the body begins."""
    before, body = place
    lines: dict[str, int] = {}
    for found in NAME_OF_FIELD.finditer(block):
        lines.setdefault(
            normalize_field_name(found["name"] or found["table"], lower=lower),
            before + block.count("\n", 0, found.start()) + 1,
        )
    try:
        with limit_time(MOST_SECONDS):
            fields = normalize_value(read(block))
    except (RecursionError, TooLargeError):
        return OldFrontMatter(guess_fields(block, lower=lower), lines, body, (before + 1, "huge"))
    except (ValueError, yaml.YAMLError) as error:
        return OldFrontMatter(guess_fields(block, lower=lower), lines, body, locate_error(error, before))
    if not isinstance(fields, dict):
        if not block.strip():
            return OldFrontMatter({}, lines, body)
        return OldFrontMatter(guess_fields(block, lower=lower), lines, body, (before + 1, "empty"))
    return OldFrontMatter(
        {normalize_field_name(name, lower=lower): value for name, value in fields.items()}, lines, body
    )


def normalize_field_name(name: str, *, lower: bool) -> str:
    """Give the name of a field."""
    return name.lower() if lower else name


def parse_json_front_matter(text: str, *, lower: bool) -> OldFrontMatter:
    """Read the object at the head of a file."""
    start = len(text) - len(text.lstrip())
    try:
        fields, end = json.JSONDecoder(parse_int=str, parse_float=str).raw_decode(text, start)
        if not isinstance(fields, dict):
            return OldFrontMatter({}, {}, 0, written=False)
        return make_front_matter(lambda _: fields, text[start:end], (text.count("\n", 0, start), end), lower=lower)
    except (ValueError, RecursionError) as error:
        closing = re.compile(r"^\}[ \t]*\n", re.MULTILINE).search(text)
        if not re.match(r'\s*\{\s*"', text):
            return OldFrontMatter({}, {}, 0, written=False)
        if closing is None:
            return OldFrontMatter(guess_fields(text[:LONGEST_HEAD], lower=lower), {}, 0, locate_error(error, 0))
        return OldFrontMatter(
            guess_fields(text[: closing.start()], lower=lower), {}, closing.end(), locate_error(error, 0)
        )


def parse_unclosed(text: str, start: int, *, lower: bool) -> OldFrontMatter:
    """Tell what can be told of a block that is never closed: it ends at the first line that is no field."""
    lines = text[start:].split("\n")
    count = next(
        (n for n, each in enumerate(lines) if not re.match(r"[\w-]+[ \t]*[:=]|[ \t]+\S|-\s", each)), len(lines)
    )
    end = start + sum(len(each) + 1 for each in lines[:count])
    if not count:
        return OldFrontMatter({}, {}, 0, written=False)
    return OldFrontMatter(guess_fields(text[start:end], lower=lower), {}, min(end, len(text)), (1, "unclosed"))


def guess_fields(block: str, *, lower: bool) -> Fields:
    """Give the fields that stand on lines of their own."""
    return {
        normalize_field_name(found["name"], lower=lower): found["value"].strip().strip("\"'")
        for found in LINE_OF_FIELD.finditer(block)
        if found["value"].strip("\"' [{|>")
    }


def locate_error(error: Exception, before: int) -> tuple[int, str]:
    """Give the line at which a reader stopped, and why."""
    mark = getattr(error, "problem_mark", None)
    if mark is not None:
        return before + mark.line + 1, str(getattr(error, "problem", "") or error)
    found = re.search(r"line (\d+)", str(error))
    return before + (int(found[1]) if found else 1), str(error).partition("\n")[0]


def parse_yaml(block: str) -> object:
    """Read YAML; every scalar stays text, and a field that says null says nothing."""
    deep = len(NESTING.findall(block)) > MOST_OPENINGS
    found = yaml.load(block, yaml.BaseLoader if deep else getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506 - it makes texts only
    if not isinstance(found, dict):
        return found or {}
    return {name: "" if value in NOTHING else value for name, value in found.items()}


def parse_toml(block: str) -> object:
    """Read TOML."""
    return tomllib.loads(block, parse_float=str)


def parse_json(block: str) -> object:
    """Read JSON; numbers stay as written."""
    return json.loads(block, parse_int=str, parse_float=str)


def parse_js(block: str) -> object:
    """Read JavaScript that is an object of plain values, or names some; raises ValueError for anything else."""
    plain_text = JS_COMMENT.sub(lambda found: found[1] or "", block).strip()
    if plain_text.startswith("{"):
        return parse_json(convert_js_to_json(plain_text.rstrip("; \n")))
    fields = {name: parse_json(convert_js_to_json(value)) for name, value in JS_VARIABLE.findall(plain_text)}
    if not fields:
        raise ValueError(block[:40])
    return fields


def convert_js_to_json(script: str) -> str:
    """Write plain values of JavaScript as JSON."""
    script = JS_TEXT.sub(lambda f: json.dumps((f[1] if f[1] is not None else f[2]).replace("\\'", "'")), script)
    return JS_COMMA.sub(r"\1", JS_NAME.sub(r'\1"\2"\3', script))


def normalize_value(value: object, depth: int = 0, count: list[int] | None = None) -> Value:
    """Give a value as texts, lists and tables of texts; raises ValueError where it is too large."""
    count = count or [0]
    count[0] += 1
    if depth > DEEPEST or count[0] > MOST_VALUES:
        raise ValueError("too deep or too large")
    if isinstance(value, Mapping):
        return {str(name): normalize_value(each, depth + 1, count) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [normalize_value(each, depth + 1, count) for each in value]
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)
