"""The theme: which templates there are, what each can reach, and the environment that renders them; makes no page."""

import re
from collections.abc import Callable, Mapping
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from site_builder.acceleration import is_accelerated
from site_builder.building.fast_jinja.macro_cache import CachedMacro
from site_builder.language import (
    find_direction,
    format_date,
    format_days,
    format_when,
    make_plural_translator,
    make_translator,
)
from site_builder.planning.outputs import ThemeFile
from site_builder.problem import Checked, Place, Problem, make_problem

if TYPE_CHECKING:
    from jinja2 import BytecodeCache, Environment

    from site_builder.building.fast_jinja.compiler import FastEnvironment

E = TypeVar("E", bound="Environment")
PACKAGE = Path(__file__).parents[1]
# No script or picture of a theme is so large a file.
LARGEST_FILE = 64 << 20
STATUS_WORDS = ("open", "in progress", "done", "dropped", "not reported")
# What stands in quotation marks or in url() stays as it is; a comment that begins with /*! is a licence.
KEPT = r""""(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|url\([^()"']*\)|/\*!.*?\*/"""
COMMENTS = re.compile(rf"({KEPT})|/\*.*?\*/", re.DOTALL)
SPACES = re.compile(rf"({KEPT})|\s*;\s*(?=\}})|\s*([{{}};,])\s*|(:)\s+|\s+", re.DOTALL)


class Theme(Struct, frozen=True):
    """The templates and static files of a site: its own before the default theme's; digests by name.

    `folders` are searched in order; `references` has, by a template's digest, the names it can load (None: any);
    `words` are the site's own, by the names of locales.
    """

    folders: tuple[Path, ...]
    templates: dict[str, str]
    static: tuple[ThemeFile, ...]
    references: dict[str, tuple[str | None, ...]]
    words: dict[str, dict[str, str]] = {}

    def locate_file(self, name: str) -> Path:
        """Give the file of a template, or of a static file (`static/…`)."""
        return next(folder / name for folder in self.folders if (folder / name).is_file())


def find_default_theme() -> Path:
    """Give the default theme: inside the package in a wheel, at the top level in a checkout."""
    packaged = PACKAGE / "theme"
    return packaged if packaged.is_dir() else PACKAGE.parent / "templates"


def read_theme(
    site: Path, references: Mapping[str, tuple[str | None, ...]], words: dict[str, dict[str, str]]
) -> Checked[Theme]:
    """Read the theme of a site; `references` are those that the last run found. A syntax error is a Problem."""
    own, default = site / "templates", find_default_theme()
    folders = tuple(folder for folder in dict.fromkeys([own, default]) if folder.is_dir())
    digests: dict[str, tuple[str, int, bool]] = {}
    problems: list[Problem] = []
    for folder in reversed(folders):
        for file in sorted(folder.rglob("*")):
            name = file.relative_to(folder).as_posix()
            if (
                file.is_file()
                and not any(part.startswith((".", "_", "~")) for part in name.split("/")[:-1])
                and is_theme_file(file.name)
            ):
                if file.stat().st_size > LARGEST_FILE:
                    message, hint = "the file is larger than {limit}", "remove it from the theme"
                    at = Place(f"templates/{name}")
                    problems.append(make_problem("error", "size", at, message, hint, limit=f"{LARGEST_FILE >> 20} MiB"))
                    continue
                data = file.read_bytes()
                digests[name] = (blake2b(data, digest_size=16).hexdigest(), len(data), folder != default)
    templates = {name: digest for name, (digest, *_) in sorted(digests.items()) if not name.startswith("static/")}
    static = tuple(
        ThemeFile(name.removeprefix("static/"), digest, size, own)
        for name, (digest, size, own) in sorted(digests.items())
        if name.startswith("static/")
    )
    theme = Theme(folders, templates, static, {})
    found = {
        digest: references[digest] if digest in references else find_references(theme, name, problems)
        for name, digest in templates.items()
    }
    return Checked(Theme(folders, templates, static, found, words), tuple(problems))


def is_theme_file(name: str) -> bool:
    """Tell whether a file of the theme counts: no editor's leftovers."""
    return not name.startswith((".", "~")) and not name.endswith(("~", ".tmp", ".bak", ".swp"))


def find_references(theme: Theme, name: str, problems: list[Problem]) -> tuple[str | None, ...]:
    """Find in a template's parsed source every template it includes, extends or imports; None for a computed name."""
    from jinja2 import TemplateSyntaxError, meta

    source = theme.locate_file(name)
    try:
        tree = make_plain_environment(theme, "en").parse(source.read_text("utf-8"), name)
    except TemplateSyntaxError as error:
        problems.append(make_syntax_problem(error, source))
        return ()
    except UnicodeDecodeError:
        message, hint = "the template is not UTF-8", "save it again with the encoding UTF-8"
        problems.append(make_problem("error", "template", Place(f"templates/{name}"), message, hint))
        return ()
    return tuple(sorted(set(meta.find_referenced_templates(tree)), key=str))


def make_syntax_problem(error: Exception, source: Path) -> Problem:
    """Say where a template cannot be read."""
    line = max(1, int(getattr(error, "lineno", 1) or 1))
    lines = source.read_text("utf-8").split("\n")
    at = Place(
        f"templates/{getattr(error, 'name', None) or source.name}",
        line,
        1,
        lines[line - 1] if line <= len(lines) else "",
    )
    return make_problem(
        "error", "template", at, "this template cannot be read: {reason}", reason=getattr(error, "message", str(error))
    )


def digest_closure(theme: Theme, name: str) -> str:
    """Give the digest of all that a template can reach, itself included; a missing one counts as such."""
    names, waiting = set[str](), [name]
    while waiting:
        each = waiting.pop()
        if each in names:
            continue
        names.add(each)
        found = theme.references.get(theme.templates.get(each, ""), ())
        waiting += [other for other in found if other is not None] if None not in found else list(theme.templates)
    parts = "".join(f"{each}\0{theme.templates.get(each, 'missing')}\0" for each in sorted(names))
    return blake2b(parts.encode(), digest_size=16).hexdigest()


def make_plain_environment(theme: Theme, locale: str, compiled: "BytecodeCache | None" = None) -> "Environment":
    """Make the environment of a locale as Jinja has it; it judges what a template means."""
    from jinja2 import Environment

    return make_environment(Environment, theme, locale, compiled)


def make_fast_environment(theme: Theme, locale: str, compiled: "BytecodeCache | None" = None) -> "FastEnvironment":
    """Make the environment that makes the same pages sooner; `compiled` keeps compiled templates across runs."""
    from site_builder.building.fast_jinja.compiler import FastEnvironment

    environment = make_environment(FastEnvironment, theme, locale, compiled)
    environment.set_locale(locale)
    return environment


def make_environment(kind: type[E], theme: Theme, locale: str, compiled: "BytecodeCache | None" = None) -> E:
    """Make an environment: strict, escaping, without clock, chance, files or network."""
    from jinja2 import FileSystemLoader

    from site_builder.building.undefined import StrictField

    environment = kind(
        loader=FileSystemLoader([str(folder) for folder in theme.folders]),
        undefined=StrictField,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        bytecode_cache=compiled,
        extensions=["jinja2.ext.i18n"],
    )
    environment.globals.pop("lipsum")
    environment.filters.pop("random")
    say, say_plural = make_translator(locale, html=True), make_plural_translator(locale, html=True)
    environment.install_gettext_callables(say, say_plural, newstyle=True)  # type: ignore[attr-defined]
    environment.filters.update(make_filters(locale))
    return environment


def make_filters(locale: str) -> dict[str, Callable[..., object]]:
    """Give the filters: dates, sizes and statuses in a locale's words, and macros that are run once."""
    say = make_translator(locale)
    return {
        "moment": partial(format_when, locale=locale),
        "day": lambda day: format_date(day[:10], "day", locale),
        "month": lambda day: format_date(day[:10], "month", locale),
        "month_name": lambda day: format_date(day[:10], "month-name", locale),
        "month_short": lambda day: format_date(day[:10], "month-short", locale),
        "weekday": lambda day: format_date(day[:10], "weekday", locale),
        "weekday_short": lambda day: format_date(day[:10], "weekday-short", locale),
        "days": partial(format_days, locale=locale),
        "filesize": format_filesize,
        "measure": measure_text,
        "dir": partial(format_direction, around=find_direction(locale)),
        "status": say,
        "once": CachedMacro if is_accelerated() else lambda macro: macro,
    }


def format_filesize(size: int) -> str:
    """Write bytes as people read them, in units of 1024."""
    if size < 1024:  # noqa: PLR2004
        return f"{size} B"
    return f"{size / 1024:.0f} KB" if size < 1 << 20 else f"{size / (1 << 20):.1f} MB"


def format_direction(tag: str, around: str) -> str:
    """Give the attribute of a text in a language that is written in another direction than what stands around it."""
    direction = find_direction(tag)
    return "" if direction == around else f" dir={direction}"


def measure_text(text: str, *steps: int) -> str:
    """Name by how many steps a text is long, for the size of its letters: "", long, longer, longest.

    Counted are letters, a Chinese character (or any beyond U+2E7F, which are as wide) as two.
    """
    width = len(text) + sum(sign > "\u2e7f" for sign in text)
    return ("", "long", "longer", "longest")[sum(width > step for step in steps)]


def shorten_stylesheet(data: bytes) -> bytes:
    """Give the same rules in fewer bytes; what is not UTF-8 stays as it is."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return data
    bare = COMMENTS.sub(lambda found: found[1] or " ", text).strip()
    return SPACES.sub(replace_spaces, bare).encode()


def replace_spaces(found: re.Match[str]) -> str:
    """Give what is left of spaces and of the sign that they stand at."""
    kept = found[1] or found[2] or found[3]
    return kept or ("" if ";" in found[0] else " ")
