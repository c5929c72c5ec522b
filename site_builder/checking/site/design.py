"""What the files that site.toml names for icon and shared pages cannot be used for: missing, small, without letters."""

from collections.abc import Iterator
from pathlib import Path

from site_builder.checking.files.publishable import FAILURES
from site_builder.checking.source_places import ItemPlaces, read_site_file
from site_builder.config.toml_file import TomlFile
from site_builder.config.toml_places import locate_key
from site_builder.content.directory_listing import is_content
from site_builder.content.load import Items
from site_builder.images.icons import LARGEST
from site_builder.model import Item
from site_builder.problem import Problem, Severity, make_problem
from site_builder.site.organise import Site
from site_builder.site.own_pictures import needs_drawn_picture
from site_builder.site.share_words import find_unknown_signs, list_list_words, make_item_words

SETTINGS = "content/site.toml"
# So many characters that a font lacks are named.
MOST_SIGNS = 20


def check_design(items: Items, site: Site, folder: Path) -> Iterator[Problem]:
    """Find why the icon, or the pictures by which pages are shared, cannot be made."""
    design = site.config.design
    files = {each.path: each for each in (*items.static, *items.design)}
    named = [("theme.favicon", 0, design.icon), ("share.font", 0, design.font), *design.list_page_files()]
    for key, nth, path in named:
        if path and not all(map(is_content, path.split("/"))):
            message, hint = '"{file}" begins or ends as nothing in content/ does', "rename it"
            yield make_design_problem(folder, key, message, hint, nth=nth, file=path)
        elif path and path not in files:
            message, hint = "there is no file content/{file}", "put it there, or leave the setting out"
            yield make_design_problem(folder, key, message, hint, nth=nth, file=path)
        elif path and files[path].failure and path not in site.addresses:
            message, hint = FAILURES.get(files[path].failure) or (
                "{file} is no font that letters can be drawn with",
                "put a font there that is a .ttf or .otf file and has a table of Unicode characters",
            )
            yield make_design_problem(folder, key, message, hint, nth=nth, file=path)
    icon, font = site.icon, site.font
    if icon and max(icon.width, icon.height) < LARGEST:
        message = "the icon is {width} by {height} pixels, which is too small for phones"
        hint = "use a square picture of {least} by {least} pixels or more"
        yield make_design_problem(
            folder, "theme.favicon", message, hint, width=icon.width, height=icon.height, least=LARGEST
        )
    if font is None:
        return
    titles = [words for language in site.config.languages for _, words in list_list_words(site, language)]
    unknown = {words.title: signs for words in titles if (signs := find_unknown_signs(font, words))}
    if unknown:
        message = 'the font has no letters for "{signs}", which stand in "{title}" or beside it'
        hint = "use a font that has all characters of the titles of site and columns"
        signs = "".join(dict.fromkeys("".join(unknown.values())))[:MOST_SIGNS]
        yield make_design_problem(folder, "share.font", message, hint, signs=signs, title=next(iter(unknown)))
    for item in site.items if design.items else ():
        yield from check_item_signs(site, item, folder)


def check_item_signs(site: Site, item: Item, folder: Path) -> Iterator[Problem]:
    """Find what keeps the picture of an item from being drawn."""
    if site.font is None or not needs_drawn_picture(site, item):
        return
    unknown = find_unknown_signs(site.font, make_item_words(site, item))
    if unknown:
        message = 'the font of site.toml has no letters for "{signs}": the picture of the column stands for this item'
        hint = "nothing has to be done; a picture of its own is written {field_image}: …"
        at = ItemPlaces(folder, item).locate_value("title", item.title)
        yield make_problem("notice", "picture", at, message, hint, signs=unknown[:MOST_SIGNS])


def make_design_problem(  # noqa: PLR0913 - what a Problem consists of
    folder: Path, key: str, message: str, hint: str, *, nth: int = 0, severity: Severity = "error", **values: object
) -> Problem:
    """Make a Problem at the value of a setting, or at that of the table of its number."""
    file = TomlFile(SETTINGS, read_site_file(folder, SETTINGS), {})
    return make_problem(severity, "config", locate_key(file, key, value="", nth=nth), message, hint, key=key, **values)
