"""The icons of a site: which files of the theme they are, or are made of the site's own picture; draws none."""

from collections.abc import Mapping

from site_builder import urls
from site_builder.images.icons import ICON_FORMS
from site_builder.planning.frame import SiteIcons
from site_builder.planning.outputs import ThemeFile
from site_builder.site.organise import Site

MARK = "favicon.svg"
# What stands beside the site's name where there is no drawing, and what phones are told of, with its pixels.
SMALL_MARK = "icon-96.png"
LISTED = {"icon-192.png": 192, "icon-512.png": 512}


def select_icons(site: Site, theme: tuple[ThemeFile, ...]) -> tuple[ThemeFile, ...]:
    """Give the theme's files with the icons of the site: made of its picture, else the theme's.

    A site that has a drawing of its own, and no picture, is not shown by the theme's icons.
    """
    icon, own = site.icon, {each.name for each in theme if each.own}
    if icon is None or icon.picture is None:
        return tuple(each for each in theme if each.own or MARK not in own or each.name not in ICON_FORMS)
    made = ICON_FORMS.keys() - own
    others = (each for each in theme if each.name not in made)
    return (*others, *(ThemeFile(name, icon.picture.variant_key, 0, icon=icon) for name in sorted(made)))


def make_icons(site: Site, theme: tuple[ThemeFile, ...], hrefs: Mapping[str, str], root: str) -> SiteIcons:
    """Give where the icons are; `hrefs` are those of the theme's files.

    At the root of a host browsers and phones ask for two by their names, and no page has to say so.
    """
    told = {} if site.config.base_path == "/" else hrefs
    drawn = site.icon is None or any(each.name == MARK and each.own for each in theme)
    return SiteIcons(
        mark=hrefs[MARK] if drawn else hrefs[SMALL_MARK],
        drawing=hrefs[MARK] if drawn else "",
        small=told.get(urls.ICON, ""),
        touch=told.get(urls.TOUCH_ICON, ""),
        manifest=root + urls.WEB_MANIFEST if hrefs.keys() >= LISTED.keys() else "",
    )
