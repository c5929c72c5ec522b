"""What sections and settings of a Hugo site give to the pages below them (`cascade`); changes no page."""

import posixpath
import re
from collections.abc import Iterator

from msgspec import Struct

from site_builder.migrating.folder import Folder, is_markdown
from site_builder.migrating.front_matter import parse_front_matter
from site_builder.migrating.model import Fields, Value, get_text, list_texts

TARGETS = ("_target", "target")


class Cascade(Struct, frozen=True):
    """Fields that pages are given, and which pages: by their path, kind and language; empty for all."""

    fields: Fields
    paths: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    def matches(self, path: str, kind: str, language: str) -> bool:
        """Tell whether a page is one of those that are meant; `path` is `/section/name`."""
        return (
            (not self.kinds or kind in self.kinds)
            and (not self.languages or language in self.languages)
            and (not self.paths or any(compile_glob(each).fullmatch(path) for each in self.paths))
        )


class HugoSection(Struct, frozen=True):
    """A section with a page of its own: the end of that page's name (`.zh.md`), what it gives, its slug."""

    end: str
    cascades: tuple[Cascade, ...]
    slug: str

    def is_in_language(self, language: str) -> bool:
        """Tell whether its page is one of a language, or of none."""
        named = re.match(r"\.([a-z-]+)\.", self.end.lower())
        return named is None or named[1] == language


def find_sections(folder: Folder) -> dict[str, tuple[HugoSection, ...]]:
    """Find the folders that have a page of their own, with what it gives."""
    found: dict[str, tuple[HugoSection, ...]] = {}
    for path in folder.files:
        where, name = posixpath.split(path)
        if name.startswith("_index.") and (is_markdown(path) or name.endswith((".html", ".org", ".adoc", ".rst"))):
            fields = parse_front_matter(folder.read_text(path)[0], lower=True).fields if is_markdown(path) else {}
            cascades = tuple(parse_cascade(fields.get("cascade", {})))
            found[where] = (
                *found.get(where, ()),
                HugoSection(name.removeprefix("_index"), cascades, get_text(fields.get("slug", ""))),
            )
    return found


def parse_cascade(value: Value) -> Iterator[Cascade]:
    """Read a cascade: a table, or a list of tables with their targets."""
    for table in value if isinstance(value, list) else [value]:
        if not isinstance(table, dict):
            continue
        lowered = {name.lower(): each for name, each in table.items()}
        target = next((t for name in TARGETS if isinstance(t := lowered.pop(name, None), dict)), {})
        params = lowered.pop("params", {})
        fields = (params if isinstance(params, dict) else {}) | lowered
        if fields:
            asked = {name.lower(): each for name, each in target.items()}
            paths, kinds, languages = (list_texts(asked.get(name, "")) for name in ("path", "kind", "lang"))
            yield Cascade({name.lower(): each for name, each in fields.items()}, paths, kinds, languages)


def collect_cascade(  # noqa: PLR0913, PLR0917 - what a page is known by
    sections: dict[str, tuple[HugoSection, ...]], site_cascade: Value, content: str, path: str, kind: str, language: str
) -> Fields:
    """Give what the settings (`site_cascade`) and the sections above a page give it: the nearer ones last."""
    inner = path.removeprefix(content + "/") if content else path
    own = "/" + re.sub(r"/?_?index$", "", inner.partition(".")[0])
    cascades = [each for each in parse_cascade(site_cascade) if each.matches(own, kind, language)]
    folder = posixpath.dirname(path)
    folders = [folder]
    while folder and folder != content:
        folder = posixpath.dirname(folder)
        folders.append(folder)
    for each in reversed(folders):
        for section in sections.get(each, ()):
            if section.is_in_language(language):
                cascades += (cascade for cascade in section.cascades if cascade.matches(own, kind, language))
    found: Fields = {}
    for cascade in cascades:
        found |= cascade.fields
    return found


def compile_glob(pattern: str) -> re.Pattern[str]:
    """Give the regular expression of a pattern such as `/news/**` or `{/news,/news/**}`."""
    parts = re.split(r"(\*\*|\*|\?|\{|\}|,)", pattern.lower())
    signs = {"**": ".*", "*": "[^/]*", "?": "[^/]", "{": "(?:", "}": ")", ",": "|"}
    if pattern.count("{") != pattern.count("}") or "{" not in pattern:
        signs |= {"{": r"\{", "}": r"\}", ",": ","}
    return re.compile("".join(signs.get(each) or re.escape(each) for each in parts))
