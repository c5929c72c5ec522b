"""The theme of a site as it is now, with what is wrong with it; reads no content and writes nothing."""

from pathlib import Path

from site_builder.building.cache_dirs import require_site
from site_builder.building.theme import Theme, read_theme
from site_builder.building.theming.copies import check_copies
from site_builder.building.theming.packages import find_theme_package
from site_builder.config import read_config
from site_builder.problem import Checked, sort_problems


def read_site_theme(site: Path) -> Checked[Theme | None]:
    """Read the theme that a site has by its settings and folders; None where its settings cannot be read at all.

    Raise CommandError (2) for a folder that is no site.
    """
    require_site(site)
    config = read_config(site)
    if config.value is None:
        return Checked(None, config.problems)
    package = find_theme_package(config.value.design.package, site)
    theme = read_theme(site, {}, config.value.words, package.value)
    copies = check_copies(theme.value.layers)
    return Checked(theme.value, sort_problems((*package.problems, *theme.problems, *copies)))
