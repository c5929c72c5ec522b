"""Installed packages that bring a theme, found by what they say of themselves; imports none of them.

A package says it by an entry point of the group `township_bulletin.themes`, whose value is the package that holds a
folder `templates/`. Metadata is read only for a site that names one.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from site_builder.checking.source_places import read_site_file
from site_builder.config.toml_file import TomlFile
from site_builder.config.toml_places import locate_key
from site_builder.problem import Checked, Problem, make_problem
from site_builder.spelling import find_close_match, format_suggestion

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "township_bulletin.themes"
SETTINGS, KEY = "content/site.toml", "theme.package"
# Where a release's record has the files of its theme's package: it is made again where no such package is installed.
RECORDED_FOLDER = "templates/_package"


class ThemePackage(Struct, frozen=True):
    """A theme that is installed: its name and version, its templates, the folder that the package is installed in.

    `label` is what the folder of templates is called in Problems.
    """

    name: str
    version: str
    folder: Path
    installed_in: Path
    label: str


def find_theme_package(name: str, site: Path, *, recorded: bool = False) -> Checked[ThemePackage | None]:
    """Find the package that a site names, by the name of its entry point or its own; None where it names none.

    A site that is laid out of a release's record may have its files.
    """
    if not name:
        return Checked(None)
    if recorded and (site / RECORDED_FOLDER).is_dir():
        return Checked(ThemePackage(name, "", site / RECORDED_FOLDER, site, RECORDED_FOLDER))
    from importlib.metadata import entry_points

    found = {each.name: each for each in entry_points(group=GROUP)}
    wanted = normalize_name(name)
    chosen = next((each for each in found.values() if wanted in list_names(each)), None)
    if chosen is None:
        guess, known = find_close_match(name, tuple(found)), ", ".join(sorted(found))
        hint = format_suggestion(guess) or (
            "installed are: {known}" if known else "install it where the program is installed; no theme is there yet"
        )
        message = 'no theme "{value}" is installed'
        return Checked(None, (make_package_problem(site, name, message, hint, guess=guess, known=known),))
    package = locate_package(chosen)
    if package is None:
        message, hint = 'the theme "{value}" has no folder {folder}', "mend the package, or install it anew"
        folder = f"{chosen.value}/templates/".replace(".", "/")
        return Checked(None, (make_package_problem(site, name, message, hint, folder=folder),))
    return Checked(package)


def list_names(entry_point: "EntryPoint") -> tuple[str, ...]:
    """Give the names by which a site may call what an entry point brings."""
    names = (entry_point.name, entry_point.dist.name if entry_point.dist else "")
    return tuple(normalize_name(each) for each in names if each)


def normalize_name(name: str) -> str:
    """Write a name as package indexes compare it (PEP 503)."""
    return "-".join(filter(None, name.strip().lower().replace("_", "-").replace(".", "-").split("-")))


def locate_package(entry_point: "EntryPoint") -> ThemePackage | None:
    """Find the templates that an entry point leads to; its package is looked for and not imported."""
    from importlib.util import find_spec

    top, *inner = entry_point.value.partition(":")[0].strip().split(".")
    try:
        spec = find_spec(top)
    except (ImportError, ValueError):
        spec = None
    for each in spec.submodule_search_locations or () if spec else ():
        folder = Path(each, *inner, "templates")
        if folder.is_dir():
            version = entry_point.dist.version if entry_point.dist else ""
            label = "/".join([top, *inner, "templates"])
            return ThemePackage(entry_point.name, version, folder, Path(each).parent, label)
    return None


def make_package_problem(site: Path, name: str, message: str, hint: str, **values: object) -> Problem:
    """Say at its line what is wrong with the package that a site names."""
    place = locate_key(TomlFile(SETTINGS, read_site_file(site, SETTINGS), {}), KEY, value=name)
    return make_problem("error", "config", place, message, hint, value=name, **values)
