"""`[theme]` and `[share]` of site.toml: what the site looks like, here and where pages are shared; opens no file."""

import re
from collections.abc import Iterator

from msgspec import Struct

from site_builder.config.look.colours import (
    BLACK,
    DARK,
    LIGHT,
    WHITE,
    find_nearest,
    list_faults,
    make_dark_palette,
    make_light_palette,
    parse_colour,
)
from site_builder.config.look.files import STATIC, read_file_name
from site_builder.config.settings import Settings

THEME_KEYS = ("favicon", "package", "accent", "accent_dark", "logo", "logo_dark", "stylesheet", "fonts")
SHARE_KEYS = ("font", "items")
FONT_KEYS = ("family", "file", "use", "weight", "style", "unicode_range", "display")
# What files may be made of, by the ends of their names: icon, letters of pictures, logo, stylesheet, letters of pages.
ICON_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp")
FONT_SUFFIXES = (".ttf", ".otf", ".ttc")
LOGO_SUFFIXES = (".svg", *ICON_SUFFIXES)
STYLESHEET_SUFFIXES = (".css",)
PAGE_FONT_SUFFIXES = (".woff2", ".woff", ".ttf", ".otf")
# What letters are for; without a word a font is there for the site's own stylesheet.
FONT_USES = ("text", "headings", "all")
FONT_STYLES = ("normal", "italic", "oblique")
# CSS Fonts 4, 4.9: what is shown until a font has come.
FONT_DISPLAYS = ("swap", "optional", "fallback", "block", "auto")
WEIGHT = re.compile(r"(?:[1-9]\d{0,2}|1000)(?: (?:[1-9]\d{0,2}|1000))?")
UNICODE_RANGE = re.compile(
    r"U\+[0-9A-F?]{1,6}(?:-[0-9A-F]{1,6})?(?:\s*,\s*U\+[0-9A-F?]{1,6}(?:-[0-9A-F]{1,6})?)*", re.IGNORECASE
)
FAMILY = re.compile(r"[^\W_](?:[\w \-]{0,60}\w)?")
MOST_FONTS = 40


class PageFont(Struct, frozen=True):
    """A file of letters: family, path below content/, what it is for ("" for nothing yet), the rest as CSS has it."""

    family: str
    file: str
    use: str = ""
    weight: str = "400"
    style: str = "normal"
    unicode_range: str = ""
    display: str = "swap"


class DesignSettings(Struct, frozen=True):
    """What the site looks like: its icon, the font of the pictures by which its pages are shared, its theme's package.

    Files are given by their paths below content/, "" for none; `items` draws a picture for each item too. `accent` is
    `#rrggbb`, "" for the theme's; so is `accent_dark`, which is made of that where it is not written.
    """

    icon: str = ""
    font: str = ""
    items: bool = False
    package: str = ""
    accent: str = ""
    accent_dark: str = ""
    logo: str = ""
    logo_dark: str = ""
    stylesheet: str = ""
    fonts: tuple[PageFont, ...] = ()

    def list_page_files(self) -> Iterator[tuple[str, int, str]]:
        """Give the files that pages load: the key of each in site.toml, the number of its table, its path."""
        named = (("logo", self.logo), ("logo_dark", self.logo_dark), ("stylesheet", self.stylesheet))
        yield from ((f"theme.{key}", 0, path) for key, path in named if path)
        yield from (("theme.fonts.file", number, each.file) for number, each in enumerate(self.fonts) if each.file)

    def list_files(self) -> tuple[str, ...]:
        """Give the paths of all files that are named."""
        return tuple(dict.fromkeys(filter(None, (self.icon, self.font, *(p for _, _, p in self.list_page_files())))))


def read_design(settings: Settings) -> DesignSettings:
    """Read `[theme]` and `[share]`."""
    settings.check_unknown_keys(settings.read_table("theme"), "theme", THEME_KEYS)
    settings.check_unknown_keys(settings.read_table("share"), "share", SHARE_KEYS)
    font = read_file_name(settings, "share.font", FONT_SUFFIXES)
    if font.startswith(STATIC):
        message, hint = "a font in content/static/ would be published", "move it to content/, beside site.toml"
        settings.add_value_problem("share.font", message, hint)
        font = ""
    items = settings.read_flag("share.items", default=False)
    if items and settings.get("share.font") is None:
        message, hint = "pictures of items are drawn where a font is named", 'write font = "letters.otf"'
        settings.add_value_problem("share.items", message, hint)
    accent, accent_dark = read_accents(settings)
    logo = read_file_name(settings, "theme.logo", LOGO_SUFFIXES)
    if settings.get("theme.logo_dark") is not None and not logo:
        message, hint = "there is no logo that this one takes the place of", 'write logo = "logo.svg" too'
        settings.add_value_problem("theme.logo_dark", message, hint)
    return DesignSettings(
        read_file_name(settings, "theme.favicon", ICON_SUFFIXES),
        font,
        items,
        settings.read_text("theme.package", "").strip(),
        accent,
        accent_dark,
        logo,
        read_file_name(settings, "theme.logo_dark", LOGO_SUFFIXES) if logo else "",
        read_file_name(settings, "theme.stylesheet", STYLESHEET_SUFFIXES),
        tuple(read_fonts(settings)),
    )


def read_accents(settings: Settings) -> tuple[str, str]:
    """Read the colours of links and of the band at the top: of the light scheme, and of the dark one."""
    accent, dark = read_colour(settings, "theme.accent"), read_colour(settings, "theme.accent_dark")
    if settings.get("theme.accent_dark") is not None and settings.get("theme.accent") is None:
        message, hint = "there is no accent that this one takes the place of", 'write accent = "#0b5560" too'
        settings.add_value_problem("theme.accent_dark", message, hint)
        return "", ""
    faults = list_faults(make_light_palette(accent), LIGHT) if accent else []
    if faults:
        better = find_nearest(accent, BLACK, lambda each: not list_faults(make_light_palette(each), LIGHT))
        add_contrast_problem(settings, "theme.accent", accent, faults[0], better)
        return "", ""
    faults = list_faults(make_dark_palette(accent, dark), DARK) if accent and dark else []
    if faults:
        better = find_nearest(dark, WHITE, lambda each: not list_faults(make_dark_palette(accent, each), DARK))
        add_contrast_problem(settings, "theme.accent_dark", dark, faults[0], better)
    return accent, dark


def read_colour(settings: Settings, key: str) -> str:
    """Read a colour; "" where there is none."""
    written = settings.read_text(key, "").strip()
    found = parse_colour(written)
    if not found and isinstance(settings.get(key), str):
        message, hint = '"{value}" is no colour', 'write it as "#0b5560", or by its English name: "teal"'
        settings.add_value_problem(key, message, hint, value=written)
    return found


def add_contrast_problem(settings: Settings, key: str, colour: str, fault: tuple[float, float], better: str) -> None:
    """Say that links of a colour, or what stands on it, cannot be read, and which colour near by does."""
    ratio, least = fault
    message = (
        "in the dark scheme {name} has a contrast of {ratio} to 1 where {least} to 1 is needed to read it"
        if key == "theme.accent_dark"
        else "links in {name}, and white words on it, have a contrast of {ratio} to 1 where {least} to 1 is needed"
    )
    hint = 'write "{colour}", which is the nearest that does'
    shown = f"{int(ratio * 100) / 100:.2f}"
    settings.add_value_problem(key, message, hint, name=colour, ratio=shown, least=f"{least:.1f}", colour=better)


def read_fonts(settings: Settings) -> Iterator[PageFont]:
    """Read `[[theme.fonts]]`; one that cannot be used keeps its number, and has no file."""
    for number, (one, table) in enumerate(settings.list_tables("theme.fonts")):
        if number == MOST_FONTS:
            message, hint = "there are more than {most} fonts", "leave out those that hardly any word is written in"
            one.add_problem("error", "theme.fonts", message, hint, most=MOST_FONTS)
            return
        one.check_unknown_keys(table, "theme.fonts", FONT_KEYS)
        yield read_page_font(one)


def read_page_font(settings: Settings) -> PageFont:
    """Read one of the fonts."""
    family = settings.read_text("theme.fonts.family", "").strip()
    if not FAMILY.fullmatch(family):
        message, hint = "the font has no name, or one that no stylesheet can say", 'write family = "Ferry Serif"'
        settings.add_value_problem("theme.fonts.family", message, hint)
    if settings.get("theme.fonts.file") is None:
        settings.add_problem("error", "theme.fonts.file", "{key} is missing", 'write file = "ferry.woff2"')
    file = read_file_name(settings, "theme.fonts.file", PAGE_FONT_SUFFIXES)
    return PageFont(
        family,
        file if FAMILY.fullmatch(family) else "",
        read_choice(settings, "theme.fonts.use", FONT_USES, ""),
        read_form(settings, "theme.fonts.weight", WEIGHT, "400", '"700", or "300 800" where a font has all between'),
        read_choice(settings, "theme.fonts.style", FONT_STYLES, FONT_STYLES[0]),
        read_form(settings, "theme.fonts.unicode_range", UNICODE_RANGE, "", '"U+0-24F, U+2000-206F"'),
        read_choice(settings, "theme.fonts.display", FONT_DISPLAYS, FONT_DISPLAYS[0]),
    )


def read_choice(settings: Settings, key: str, known: tuple[str, ...], default: str) -> str:
    """Read one of a few words."""
    written = settings.read_text(key, default)
    if written == default or written in known:
        return written
    settings.add_unknown_word(key, '"{value}" is not known here', written, known)
    return default


def read_form(settings: Settings, key: str, form: re.Pattern[str], default: str, example: str) -> str:
    """Read a text of a form; a number is as good as its digits."""
    value = settings.get(key)
    written = str(value) if type(value) is int else settings.read_text(key, default).strip()
    if written == default or form.fullmatch(written):
        return written
    message, hint = '{key} cannot be "{value}"', "write it as {example}"
    settings.add_value_problem(key, message, hint, value=written, example=example)
    return default
