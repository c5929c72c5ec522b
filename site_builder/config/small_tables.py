"""Small tables of settings: the statement of accessibility, the offices that people held, icon and shared pages.

They are read, and nothing is judged by them here.
"""

import posixpath
from collections.abc import Iterator, Sequence

from msgspec import Struct

from site_builder.config.settings import Settings
from site_builder.config.toml_file import TomlFile
from site_builder.model import Text, Title

ACCESSIBILITY_KEYS = ("limits", "audited", "method", "contact")
THEME_KEYS = ("favicon", "package")
SHARE_KEYS = ("font", "items")
# What an icon and the letters of pictures may be made of, by the ends of their files' names.
ICON_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp")
FONT_SUFFIXES = (".ttf", ".otf", ".ttc")
# What lies there is published itself.
STATIC = "static/"


class Accessibility(Struct, frozen=True, kw_only=True):
    """What a township says of how accessible its site is.

    `limits` are known ones, `audited` is the day of the last audit (ISO 8601, "" for none), `method` how that was made,
    `contact` whom to ask for help.
    """

    limits: Text = ()
    audited: str = ""
    method: Text = ()
    contact: Text = ()


def read_accessibility(settings: Settings) -> Accessibility | None:
    """Read `[accessibility]`; None where there is none, and so no statement."""
    if settings.get("accessibility") is None:
        return None
    settings.check_unknown_keys(settings.read_table("accessibility"), "accessibility", ACCESSIBILITY_KEYS)
    return Accessibility(
        limits=settings.read_localized_text("accessibility.limits"),
        audited=settings.read_day("accessibility.audited"),
        method=settings.read_localized_text("accessibility.method"),
        contact=settings.read_localized_text("accessibility.contact"),
    )


TITLE_KEYS = ("title", "since", "until")


def read_titles(settings: Settings, id_: str) -> Iterator[Title]:
    """Read `titles = [{title = "…", since = "2021", until = "2024-03-05"}]` of an entry."""
    key = f"{id_}.titles"
    written = settings.get(key)
    if written is None:
        return
    if not isinstance(written, list) or not all(isinstance(each, dict) for each in written):
        settings.add_value_problem(
            key, "{key} is not a list of titles", 'write titles = [{{title = "…", since = "2024"}}]'
        )
        return
    for table in written:
        one = Settings(TomlFile(settings.file.path, settings.file.text, {id_: {"titles": table}}), settings.problems)
        one.check_unknown_keys(table, key, TITLE_KEYS)
        words = one.read_localized_text(f"{key}.title")
        if not words:
            settings.add_value_problem(
                key, "one of the {key} has no title", 'write titles = [{{title = "…", since = "2024"}}]'
            )
            continue
        yield Title(words, one.read_day(f"{key}.since"), one.read_day(f"{key}.until"))


class DesignSettings(Struct, frozen=True):
    """What the site looks like: its icon, the font of the pictures by which its pages are shared, its theme's package.

    Icon and font are files, by their paths below content/, "" for none; `items` draws a picture for each item too.
    """

    icon: str = ""
    font: str = ""
    items: bool = False
    package: str = ""


def read_design(settings: Settings) -> DesignSettings:
    """Read `[theme]` and `[share]`."""
    settings.check_unknown_keys(settings.read_table("theme"), "theme", THEME_KEYS)
    settings.check_unknown_keys(settings.read_table("share"), "share", SHARE_KEYS)
    icon = read_file_name(settings, "theme.favicon", ICON_SUFFIXES)
    font = read_file_name(settings, "share.font", FONT_SUFFIXES)
    if font.startswith(STATIC):
        message, hint = "a font in content/static/ would be published", "move it to content/, beside site.toml"
        settings.add_value_problem("share.font", message, hint)
        font = ""
    items = settings.read_flag("share.items", default=False)
    if items and settings.get("share.font") is None:
        message, hint = "pictures of items are drawn where a font is named", 'write font = "letters.otf"'
        settings.add_value_problem("share.items", message, hint)
    return DesignSettings(icon, font, items, settings.read_text("theme.package", "").strip())


def read_file_name(settings: Settings, key: str, suffixes: Sequence[str]) -> str:
    """Read the name of a file that something is made of: one that lies beside site.toml, or in content/static/."""
    written = settings.read_text(key, "")
    if settings.get(key) is None or not isinstance(settings.get(key), str):
        return ""
    path = posixpath.normpath(written.strip())
    if "\\" in path or ("/" in path and not path.startswith(STATIC)):
        message = '"{value}" is no file in content/ itself or in content/static/'
        hint = "put it beside site.toml, where it is not published, and write its name alone"
    elif not path.lower().endswith(tuple(suffixes)):
        message, hint = '"{value}" is of no kind that can be used here', "files that can be used end in {suffixes}"
    else:
        return path
    settings.add_value_problem(key, message, hint, value=written, suffixes=", ".join(suffixes))
    return ""
