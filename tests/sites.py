"""Small sites on disk, and what became of them: writes, builds and reads back; asserts nothing."""

import os
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, lru_cache, partial
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

from site_builder.building import render
from site_builder.building import theme as templates
from site_builder.building.build import build
from site_builder.building.commit import Report
from site_builder.building.session import Options
from site_builder.building.theme import Theme, find_default_theme
from site_builder.problem import Problem
from site_builder.publishing.release import compress

Files = Mapping[str, str | bytes]
References = tuple[str | None, ...]
AT = "2024-06-15"
SITE_TOML = """\
title = {en = "Ferry Bulletin", zh = "渡口公告"}
base_url = "https://ferry.example.org/"
time_zone = "Asia/Shanghai"
[languages.en]
[languages.zh]
path = "zh"
tag = "zh-CN"
locale = "zh_Hans_CN"
[[columns]]
id = "news"
title = {en = "News", zh = "要闻"}
[[columns]]
id = "notices"
title = {en = "Notices", zh = "通知"}
"""
PLAIN_TOML = 'title = "Ferry"\nbase_url = "https://ferry.example.org/"\n'


def write(folder: Path, files: Files) -> Path:
    """Write files below a folder and give the folder."""
    for path, data in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data.encode() if isinstance(data, str) else data)
    return folder


def article(head: str, body: str = "A first paragraph.\n") -> str:
    """Write an item: the lines of its block, its body."""
    return f"---\n{head.strip()}\n---\n{body}"


def picture(shade: int, side: int = 2) -> bytes:
    """Draw a grey PNG; two of one side are of one length."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = (b"\x00" + bytes([shade]) * side) * side
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 0)) + chunk(b"IEND", b"")


def run(site: Path, *, at: str = AT, output: Path | None = None, clean: bool = False, drafts: bool = False) -> Report:
    """Build a site in this process."""
    return build(Options(site=site, output=output or site / "public", at=at, now=0.0, clean=clean, drafts=drafts))


@contextmanager
def compiling_once() -> Iterator[None]:
    """Read and compile each template once for all tests: that is most of a small build."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(render, "make_fast_environment", partial(compiled_once, templates.make_fast_environment))
        patch.setattr(render, "make_plain_environment", partial(compiled_once, templates.make_plain_environment))
        patch.setattr(templates, "find_references", partial(read_once, templates.find_references))
        yield


@contextmanager
def compressing_once() -> Iterator[None]:
    """Compress each page of the small sites once for all tests: that is a third of a first publish."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compress, "compress", lru_cache(maxsize=10_000)(compress.compress))
        yield


class Compiled(BytecodeCache):
    """Compiled templates of one locale, kept in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


@cache
def compiled(kind: str, locale: str) -> Compiled:
    """Give the templates that were compiled for a kind of environment and a locale."""
    return Compiled()


def compiled_once(real: Callable[..., Environment], theme: Theme, locale: str, _: object = None) -> Environment:
    """Make the environment of a locale as the program does; what it would keep on disk is kept in memory."""
    made = real(theme, locale)
    made.bytecode_cache = compiled(type(made).__name__, locale)
    return made


@cache
def references() -> dict[str, References]:
    """Give the references of the templates that were read, by digest."""
    return {}


def read_once(real: Callable[..., References], theme: Theme, name: str, problems: list[Problem]) -> References:
    """Find references as the program does; those of a template with an error are found again."""
    digest, before = theme.templates[name], len(problems)
    found = references().get(digest)
    if found is None:
        found = real(theme, name, problems)
    if len(problems) == before:
        references()[digest] = found
    return found


def made(site: Path, *, at: str = AT, clean: bool = False, drafts: bool = False) -> dict[str, bytes]:
    """Build a site that has to have no error and give its output."""
    report = run(site, at=at, clean=clean, drafts=drafts)
    assert [p for p in report.problems if p.severity == "error"] == []
    return tree(site / "public")


def tree(folder: Path) -> dict[str, bytes]:
    """Read all files below a folder, but for those that begin with a dot at the top; empty folders end in `/`."""
    found: dict[str, bytes] = {}
    for where, folders, files in os.walk(folder):
        here, names = Path(where), files
        if here == folder:
            folders[:], names = [n for n in folders if n[0] != "."], [n for n in files if n[0] != "."]
        elif not folders and not names:
            found[here.relative_to(folder).as_posix() + "/"] = b""
        found |= {(here / n).relative_to(folder).as_posix(): (here / n).read_bytes() for n in names}
    return found


def dump_theme(folder: Path) -> Path:
    """Write a theme that shows all that a template sees, by way of base -> macros -> inner.

    It has a template of every name that the default theme has.
    """
    shown = '{% extends "base.html" %}{% block main %}{{ m.show(page) }}{% endblock %}'
    files: dict[str, str] = {}
    for file in sorted(p for p in find_default_theme().rglob("*") if p.is_file()):
        name = file.relative_to(find_default_theme()).as_posix()
        files[name] = f"/* {name} */" if name.startswith("static/") else shown
    files |= {
        "base.html": '{% import "macros.html" as m %}{% block main %}{% endblock %}',
        "macros.html": '{% from "inner.html" import inner %}{% macro show(x) %}[{{ inner(x) }}]{% endmacro %}',
        "inner.html": "{% macro inner(x) %}<{{ x }}>{% endmacro %}",
    }
    return write(folder, files)


@contextmanager
def themed(folder: Path) -> Iterator[pytest.MonkeyPatch]:
    """Take a folder for the default theme for a while; gives the patch, for more of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(templates, "find_default_theme", lambda: folder)
        yield patch


class Page(HTMLParser):
    """The links and ids of an HTML page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 (the name is given)
        for name, value in attrs:
            if name in {"href", "src"}:
                self.links.append(value or "")
            elif name == "srcset":
                self.links += [each.split()[0] for each in (value or "").split(",")]
            elif name == "id":
                self.ids.append(value or "")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def broken_links(output: Mapping[str, bytes], base_url: str) -> list[str]:
    """Find in every HTML file links that leave the base path or lead to no file or id, and ids given twice."""
    pages = {path: Page(data.decode()) for path, data in output.items() if path.endswith(".html")}
    root = urlsplit(base_url)
    found: list[str] = []
    for path, page in pages.items():
        found += [f"{path}: id {each} twice" for each in page.ids if page.ids.count(each) > 1]
        own = base_url + path.removesuffix("index.html")
        for link in page.links:
            parts = urlsplit(urljoin(own, link))
            if parts.scheme not in {"http", "https"} or parts.netloc != root.netloc:
                continue
            if not parts.path.startswith(root.path):
                found.append(f"{path}: {link} leaves {root.path}")
                continue
            target = unquote(parts.path[len(root.path) :])
            target += "index.html" if target.endswith("/") or not target else ""
            if target not in output:
                found.append(f"{path}: {link} leads nowhere")
            elif parts.fragment and unquote(parts.fragment) not in pages[target].ids:
                found.append(f"{path}: {link} has no such id")
    return found
