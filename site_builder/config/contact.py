"""Whom residents ask, as site.toml says it, and where they are led to; judges no number and no mailbox."""

import re

from msgspec import Struct

from site_builder.config.settings import Settings
from site_builder.model import ContactText

CONTACT_KEYS = ("name", "telephone", "email", "hours", "place")
LEADING_KEYS = ("map", "report")
# What stands for the words of a place, and for the address of a page.
PLACE, PAGE = "{place}", "{page}"
WEB = re.compile(r"https?://[^\s/]+(?:/\S*)?")
MAILBOX = re.compile(r"[^@\s?&]+@[^@\s?&]+\.[^@\s?&]+")


class Contacts(Struct, frozen=True):
    """Whom to ask where no column and no item says it, and two addresses.

    `map` is that of a map, with `{place}`; `report` the mailbox, or the address of a form, with `{page}`, for those who
    find something wrong.
    """

    site: ContactText | None = None
    map: str = ""
    report: str = ""


def read_contacts(settings: Settings) -> Contacts:
    """Read `[contact]`."""
    return Contacts(read_contact(settings, "contact", LEADING_KEYS), read_map(settings), read_report(settings))


def read_contact(settings: Settings, key: str, more: tuple[str, ...] = ()) -> ContactText | None:
    """Read a table of whom to ask; None where it says nothing of that. `more` are other keys that it may have."""
    settings.check_unknown_keys(settings.read_table(key), key, (*CONTACT_KEYS, *more))
    found = ContactText(**{name: settings.read_localized_text(f"{key}.{name}") for name in CONTACT_KEYS})
    return found if found != ContactText() else None


def read_map(settings: Settings) -> str:
    """Read the address of a map that shows a place."""
    written = settings.read_text("contact.map", "").strip()
    if written and not (WEB.fullmatch(written) and PLACE in written):
        message, hint = "{key} is not the address of a map", 'write map = "https://www.example.org/search?q={{place}}"'
        settings.add_value_problem("contact.map", message, hint)
        return ""
    return written


def read_report(settings: Settings) -> str:
    """Read where mistakes are reported: a mailbox, or the address of a form, which is given the page's address."""
    written = settings.read_text("contact.report", "").strip()
    if not written or MAILBOX.fullmatch(written):
        return written
    if not WEB.fullmatch(written):
        message = "{key} is neither a mailbox nor the address of a form"
        hint = 'write report = "office@example.org" or report = "https://www.example.org/form?page={{page}}"'
        settings.add_value_problem("contact.report", message, hint)
        return ""
    if PAGE in written:
        return written
    return f"{written}{'&' if '?' in written else '?'}page={PAGE}"
