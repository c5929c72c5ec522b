"""What site.toml says of colours, fonts and logo -> rules of a stylesheet; reads no file.

They stand in a file of their own: a page holds no rule, so that servers may forbid all that are written into one.
"""

from collections.abc import Iterator, Mapping

from site_builder.config.look.colours import Palette, make_dark_palette, make_light_palette
from site_builder.config.look.design import DesignSettings, PageFont

# Where the theme's stylesheets say the letters of texts, and of headings.
TEXT = ("body", ":where([lang])", ".meta", ".day .briefs .title", ".day h3")
HEADINGS = ("h1", "h2", "h3", "h4", ".masthead .name", ".briefs .title", ".leaf span", "p.lead.opening")
FORMATS = {"woff2": "woff2", "woff": "woff", "ttf": "truetype", "otf": "opentype"}
# The logo takes the place of mark and name; on paper, where the band is white, the name stands there in words.
LOGO = """\
@media screen {
.name picture { display: contents; }
.name .logo { display: block; flex: 0 1 auto; min-width: 0; max-width: 100%; height: auto; max-height: 56px; }
.name .logo { object-fit: contain; object-position: left; }
[dir=rtl] .name .logo { object-position: right; }
.name .on-paper { display: none; }
}
@media screen and (max-width: 47.99rem) { .name .logo { max-height: 44px; } }
"""


def make_rules(design: DesignSettings, hrefs: Mapping[str, str], *, logo: bool) -> str:
    """Give the rules, "" where there are none; `hrefs` are those of the files that site.toml names, by path."""
    parts = [*make_colour_rules(design), *make_font_rules(design.fonts, hrefs), *([LOGO] if logo else [])]
    return "".join(parts)


def make_colour_rules(design: DesignSettings) -> Iterator[str]:
    """Give the rules of the colours; those of strong contrast, which are more exact, stay the theme's."""
    if design.accent:
        yield f":root {{ {format_palette(make_light_palette(design.accent))} }}\n"
        dark = format_palette(make_dark_palette(design.accent, design.accent_dark))
        yield f"@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n"


def format_palette(palette: Palette) -> str:
    """Write the properties of a palette."""
    named = {name.replace("_", "-"): getattr(palette, name) for name in palette.__struct_fields__}
    return " ".join(f"--{name}: {colour};" for name, colour in named.items())


def make_font_rules(fonts: tuple[PageFont, ...], hrefs: Mapping[str, str]) -> Iterator[str]:
    """Give the rules of the fonts, then of what is written in them."""
    usable = [each for each in fonts if each.file in hrefs]
    for each in usable:
        form = FORMATS[each.file.rpartition(".")[2].lower()]
        covered = f" unicode-range: {each.unicode_range};" if each.unicode_range else ""
        yield (
            f'@font-face {{ font-family: "{each.family}"; src: url("{hrefs[each.file]}") format("{form}"); '
            f"font-weight: {each.weight}; font-style: {each.style}; font-display: {each.display};{covered} }}\n"
        )
    for use, selectors in (("text", TEXT), ("headings", HEADINGS)):
        families = dict.fromkeys(f'"{each.family}"' for each in usable if each.use in {use, "all"})
        stack = "var(--text)" if use == "text" else "var(--head)"
        if families:
            yield f"{', '.join(selectors)} {{ font-family: {', '.join(families)}, {stack}; }}\n"
