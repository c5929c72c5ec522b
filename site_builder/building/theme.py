"""The theme: which templates there are, what each can reach, and the environment that renders them; makes no page."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from site_builder.acceleration import is_accelerated
from site_builder.building.fast_jinja.macro_cache import CachedMacro
from site_builder.building.theming.names import (
    PREFIX,
    ThemeLayer,
    find_layer,
    list_full_names,
    resolve_name,
    split_name,
)
from site_builder.building.theming.packages import ThemePackage
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
    from site_builder.building.theming.loader import LayeredEnvironment

E = TypeVar("E", bound="LayeredEnvironment")
PACKAGE = Path(__file__).parents[1]
# What the site's own folder of templates is called; the program's is called so too where nothing else has its place.
SITE_LABEL = "templates"
# No script or picture of a theme is so large a file.
LARGEST_FILE = 64 << 20
STATUS_WORDS = ("open", "in progress", "done", "dropped", "not reported")


class Theme(Struct, frozen=True):
    """The templates and static files of a site: its own before a package's before the default theme's; digests by name.

    `layers` are searched in order; `templates` has all of them by their full names; `references` has, by a template's
    digest, the names it can load as they are written (None: any); `words` are the site's own, by the names of locales;
    `package` is the installed theme that the site names, if it does.
    """

    layers: tuple[ThemeLayer, ...]
    templates: dict[str, str]
    static: tuple[ThemeFile, ...]
    references: dict[str, tuple[str | None, ...]]
    words: dict[str, dict[str, str]] = {}
    package: ThemePackage | None = None

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders of the layers."""
        return tuple(each.folder for each in self.layers)

    def locate_file(self, name: str) -> Path:
        """Give the file of a template by its full name, or of a static file (`static/…`)."""
        passed, bare = split_name(name)
        return next(each.folder / bare for each in self.layers[passed:] if (each.folder / bare).is_file())

    def name_file(self, name: str) -> str:
        """Give what the file of a template is called in Problems."""
        number = find_layer(self.layers, name)
        passed, bare = split_name(name)
        if number == len(self.layers) or (self.layers[number].owner == "program" and not passed):
            return f"{SITE_LABEL}/{bare}"
        return f"{self.layers[number].label}/{bare}"


def find_default_theme() -> Path:
    """Give the default theme: inside the package in a wheel, at the top level in a checkout."""
    packaged = PACKAGE / "theme"
    return packaged if packaged.is_dir() else PACKAGE.parent / "templates"


def read_theme(
    site: Path,
    references: Mapping[str, tuple[str | None, ...]],
    words: dict[str, dict[str, str]],
    package: ThemePackage | None = None,
) -> Checked[Theme]:
    """Read the theme of a site; `references` are those that the last run found. A syntax error is a Problem."""
    problems: list[Problem] = []
    layers = tuple(read_layer(each, problems) for each in list_layers(site, package))
    templates = dict(sorted(list_full_names(layers)))
    static = {
        name: ThemeFile(name.removeprefix("static/"), digest, size, layer.owner != "program")
        for layer in reversed(layers)
        for name, (digest, size) in layer.static.items()
    }
    theme = Theme(layers, templates, tuple(each for _, each in sorted(static.items())), {})
    found = {
        digest: references[digest] if digest in references else find_references(theme, name, problems)
        for name, digest in templates.items()
    }
    return Checked(replace(theme, references=found, words=words, package=package), tuple(problems))


def list_layers(site: Path, package: ThemePackage | None) -> tuple[ThemeLayer, ...]:
    """Give the layers of a site's theme, the uppermost first, with nothing in them; a folder counts once."""
    default = find_default_theme()
    layers = [
        ThemeLayer("site", site / SITE_LABEL, SITE_LABEL),
        *([ThemeLayer("package", package.folder, package.label)] if package else []),
        ThemeLayer("program", default, PREFIX.rstrip("/")),
    ]
    own = site / SITE_LABEL
    return tuple(
        each
        for each in layers
        if each.folder.is_dir() and not (each.owner == "site" and default.is_dir() and own.samefile(default))
    )


def read_layer(layer: ThemeLayer, problems: list[Problem]) -> ThemeLayer:
    """Read what lies in the folder of a layer."""
    templates: dict[str, str] = {}
    static: dict[str, tuple[str, int]] = {}
    for file in sorted(layer.folder.rglob("*")):
        name = file.relative_to(layer.folder).as_posix()
        if not (file.is_file() and is_theme_path(name)):
            continue
        at = Place(f"{SITE_LABEL if layer.owner == 'program' else layer.label}/{name}")
        if file.stat().st_size > LARGEST_FILE:
            message, hint = "the file is larger than {limit}", "remove it from the theme"
            problems.append(make_problem("error", "size", at, message, hint, limit=f"{LARGEST_FILE >> 20} MiB"))
        elif name.startswith(PREFIX):
            message, hint = 'a template cannot lie in a folder "theme"', "give the folder another name"
            problems.append(make_problem("error", "name", at, message, hint))
        else:
            data = file.read_bytes()
            digest = blake2b(data, digest_size=16).hexdigest()
            if name.startswith("static/"):
                static[name] = digest, len(data)
            else:
                templates[name] = digest
    return replace(layer, templates=templates, static=static)


def is_theme_path(path: str) -> bool:
    """Tell whether a path below templates/ counts: no editor's leftovers, nothing that is put aside."""
    *folders, name = path.split("/")
    return is_theme_file(name) and not any(each.startswith((".", "_", "~")) for each in folders)


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
        problems.append(make_syntax_problem(error, source, theme.name_file(name)))
        return ()
    except UnicodeDecodeError:
        message, hint = "the template is not UTF-8", "save it again with the encoding UTF-8"
        problems.append(make_problem("error", "template", Place(theme.name_file(name)), message, hint))
        return ()
    return tuple(sorted(set(meta.find_referenced_templates(tree)), key=str))


def make_syntax_problem(error: Exception, source: Path, path: str) -> Problem:
    """Say where a template cannot be read; `path` is what it is called."""
    line = max(1, int(getattr(error, "lineno", 1) or 1))
    lines = source.read_text("utf-8").split("\n")
    at = Place(path, line, 1, lines[line - 1] if line <= len(lines) else "")
    return make_problem(
        "error", "template", at, "this template cannot be read: {reason}", reason=getattr(error, "message", str(error))
    )


def digest_closure(theme: Theme, name: str) -> str:
    """Give the digest of all that a template can reach, itself included; a missing one counts as such."""
    names = find_closure(theme, [name])
    parts = "".join(f"{each}\0{theme.templates.get(each, 'missing')}\0" for each in sorted(names))
    return blake2b(parts.encode(), digest_size=16).hexdigest()


def find_closure(theme: Theme, first: Iterable[str]) -> set[str]:
    """Find the full names of all that some templates can reach, themselves included, whether it is there or not."""
    names, waiting = set[str](), list(first)
    while waiting:
        each = waiting.pop()
        if each in names:
            continue
        names.add(each)
        found = theme.references.get(theme.templates.get(each, ""), ())
        waiting += [resolve_name(theme.layers, other, each) for other in found if other is not None]
        waiting += theme.templates if None in found else ()
    return names


def list_used_templates(theme: Theme) -> list[str]:
    """List the templates that pages may be made of: all but those in whose place there is another that leaves them."""
    reached = find_closure(theme, [name for name in theme.templates if not name.startswith(PREFIX)])
    return sorted(reached & theme.templates.keys())


def make_plain_environment(theme: Theme, locale: str, compiled: "BytecodeCache | None" = None) -> "Environment":
    """Make the environment of a locale as Jinja has it; it judges what a template means."""
    from site_builder.building.theming.loader import LayeredEnvironment

    return make_environment(LayeredEnvironment, theme, locale, compiled)


def make_fast_environment(theme: Theme, locale: str, compiled: "BytecodeCache | None" = None) -> "FastEnvironment":
    """Make the environment that makes the same pages sooner; `compiled` keeps compiled templates across runs."""
    from site_builder.building.fast_jinja.compiler import FastEnvironment

    environment = make_environment(FastEnvironment, theme, locale, compiled)
    environment.set_locale(locale)
    return environment


def make_environment(kind: type[E], theme: Theme, locale: str, compiled: "BytecodeCache | None" = None) -> E:
    """Make an environment: strict, escaping, without clock, chance, files or network."""
    from site_builder.building.theming.loader import LayeredLoader
    from site_builder.building.undefined import StrictField

    environment = kind(
        loader=LayeredLoader(theme.layers),
        undefined=StrictField,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        bytecode_cache=compiled,
        extensions=["jinja2.ext.i18n"],
    )
    environment.layers = theme.layers
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
    width = len(text) if text.isascii() else sum(1 + (sign > "\u2e7f") for sign in text)
    return ("", "long", "longer", "longest")[sum(width > step for step in steps)]
