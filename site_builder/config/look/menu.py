"""`[[menu]]` of site.toml: what the main navigation leads to, in its order; knows no page."""

import re
from collections.abc import Iterator

from msgspec import Struct

from site_builder.config.settings import Settings
from site_builder.model import Text

MENU_KEYS = ("title", "page", "column", "url")
TARGETS = ("page", "column", "url")
MOST_ENTRIES = 40
URL = re.compile(r"(?:https?://[^\s/]+\S*|mailto:[^\s@]+@[^\s@]+|tel:\+?[0-9().\- ]+)", re.IGNORECASE)


class MenuEntry(Struct, frozen=True):
    """An entry: its words, none for those of what it leads to, the id of a column, the name of a page, or an address.

    One of the three is not ""; a page is a plain page, by its path without `.md`, or a list by its address.
    """

    title: Text = ()
    page: str | None = None
    column: str = ""
    url: str = ""


def read_menu(settings: Settings) -> Iterator[MenuEntry]:
    """Read the entries; what leads nowhere is an error, and an entry all the same."""
    for number, (one, table) in enumerate(settings.list_tables("menu"), 1):
        if number > MOST_ENTRIES:
            message, hint = "there are more than {most} entries in the menu", "put the rest on a page of its own"
            one.add_problem("error", "menu", message, hint, most=MOST_ENTRIES)
            return
        one.check_unknown_keys(table, "menu", MENU_KEYS)
        yield read_entry(one)


def read_entry(settings: Settings) -> MenuEntry:
    """Read one entry."""
    title = settings.read_localized_text("menu.title")
    written = [each for each in TARGETS if settings.get(f"menu.{each}") is not None]
    if len(written) != 1:
        message = "an entry of the menu leads to one thing: to a page, a column or a url"
        settings.add_problem("error", f"menu.{written[1]}" if written else "menu", message, 'write page = "about"')
        return MenuEntry(title)
    text = settings.read_text(f"menu.{written[0]}", "").strip()
    if written[0] == "page":
        return MenuEntry(title, page=text.removesuffix(".md").strip("/").removesuffix("/index"))
    if written[0] == "column":
        return MenuEntry(title, column=text.strip("/"))
    if not URL.fullmatch(text):
        message = '"{value}" is no address that the menu can lead to'
        hint = 'write it as "https://www.example.org/"; what is on this site is a page = "…" or a column = "…"'
        settings.add_value_problem("menu.url", message, hint, value=text)
        return MenuEntry(title)
    if not title:
        settings.add_value_problem("menu.url", "an entry with a url has no words", 'write title = "…" beside it')
    return MenuEntry(title, url=text)
