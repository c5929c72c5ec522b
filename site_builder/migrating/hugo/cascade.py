"""What sections and settings of a Hugo site give to the pages below them (`cascade`); changes no page."""

import posixpath
import re
from collections.abc import Iterator

from msgspec import Struct

from site_builder.migrating.folder import Folder, is_markdown
from site_builder.migrating.front_matter import read_head
from site_builder.migrating.model import Fields, Value, text_of, texts_of

TARGETS = ("_target", "target")


class Gift(Struct, frozen=True):
    """Fields that pages are given, and which pages: by their path, kind and language; empty for all."""

    fields: Fields
    paths: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    def suits(self, path: str, kind: str, language: str) -> bool:
        """Tell whether a page is one of those that are meant; `path` is `/section/name`."""
        return (
            (not self.kinds or kind in self.kinds)
            and (not self.languages or language in self.languages)
            and (not self.paths or any(globbed(each).fullmatch(path) for each in self.paths))
        )


class Section(Struct, frozen=True):
    """A section with a page of its own: the end of that page's name (`.zh.md`), what it gives, its slug."""

    end: str
    gifts: tuple[Gift, ...]
    slug: str

    def speaks(self, language: str) -> bool:
        """Tell whether its page is one of a language, or of none."""
        named = re.match(r"\.([a-z-]+)\.", self.end.lower())
        return named is None or named[1] == language


def sections_of(folder: Folder) -> dict[str, tuple[Section, ...]]:
    """Find the folders that have a page of their own, with what it gives."""
    found: dict[str, tuple[Section, ...]] = {}
    for path in folder.files:
        where, name = posixpath.split(path)
        if name.startswith("_index.") and (is_markdown(path) or name.endswith((".html", ".org", ".adoc", ".rst"))):
            fields = read_head(folder.text(path)[0], lower=True).fields if is_markdown(path) else {}
            gifts = tuple(gifts_of(fields.get("cascade", {})))
            found[where] = (
                *found.get(where, ()),
                Section(name.removeprefix("_index"), gifts, text_of(fields.get("slug", ""))),
            )
    return found


def gifts_of(value: Value) -> Iterator[Gift]:
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
            paths, kinds, languages = (texts_of(asked.get(name, "")) for name in ("path", "kind", "lang"))
            yield Gift({name.lower(): each for name, each in fields.items()}, paths, kinds, languages)


def given_to(  # noqa: PLR0913, PLR0917 - what a page is known by
    sections: dict[str, tuple[Section, ...]], whole: Value, content: str, path: str, kind: str, language: str
) -> Fields:
    """Give what the settings (`whole`) and the sections above a page give it: the nearer ones last."""
    inner = path.removeprefix(content + "/") if content else path
    own = "/" + re.sub(r"/?_?index$", "", inner.partition(".")[0])
    gifts = [each for each in gifts_of(whole) if each.suits(own, kind, language)]
    folder = posixpath.dirname(path)
    folders = [folder]
    while folder and folder != content:
        folder = posixpath.dirname(folder)
        folders.append(folder)
    for each in reversed(folders):
        for section in sections.get(each, ()):
            if section.speaks(language):
                gifts += (gift for gift in section.gifts if gift.suits(own, kind, language))
    found: Fields = {}
    for gift in gifts:
        found |= gift.fields
    return found


def globbed(pattern: str) -> re.Pattern[str]:
    """Give the regular expression of a pattern such as `/news/**` or `{/news,/news/**}`."""
    parts = re.split(r"(\*\*|\*|\?|\{|\}|,)", pattern.lower())
    signs = {"**": ".*", "*": "[^/]*", "?": "[^/]", "{": "(?:", "}": ")", ",": "|"}
    if pattern.count("{") != pattern.count("}") or "{" not in pattern:
        signs |= {"{": r"\{", "}": r"\}", ",": ","}
    return re.compile("".join(signs.get(each) or re.escape(each) for each in parts))
