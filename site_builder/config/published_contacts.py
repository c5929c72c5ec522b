"""The numbers and mailboxes that a township publishes of itself, each with the reason; judges no text by them."""

import re
import unicodedata
from collections.abc import Iterator

from msgspec import Struct

from site_builder.config.settings import Settings

KEY = "published_contacts"
CONTACT_KEYS = ("contact", "reason")
# How a call to a country begins that has other numbers at home.
ABROAD = re.compile(r"(?:00)?(?:86(?=1\d{10}$)|440?(?=[1-9]\d{9}$))")
SHORTEST = 7


class PublishedContact(Struct, frozen=True):
    """A number or mailbox as it is written in site.toml, and why everybody may have it."""

    written: str
    reason: str

    @property
    def plain(self) -> str:
        """How it is compared."""
        return normalize_contact(self.written)


def normalize_contact(text: str) -> str:
    """Give a mailbox in small letters, and of a number its digits as one dials them at home."""
    plain = unicodedata.normalize("NFKC", text)
    if "@" in plain:
        return "".join(plain.split()).casefold()
    digits = re.sub(r"[^0-9]", "", plain)
    home = ABROAD.sub("", digits, count=1) if ABROAD.match(digits) else digits
    return home if home == digits or home.startswith("1") else f"0{home}"


def read_published_contacts(settings: Settings) -> Iterator[PublishedContact]:
    """Read `[[published_contacts]]`; an entry without a contact or without a reason is an error."""
    for entry, table in settings.list_tables(KEY) if settings.get(KEY) is not None else ():
        entry.check_unknown_keys(table, KEY, CONTACT_KEYS)
        reason = entry.read_text(f"{KEY}.reason", "").strip()
        contacts = entry.read_texts(f"{KEY}.contact", ())
        if not contacts:
            message, hint = "this entry names no number and no mailbox", 'write contact = "13800138000"'
            entry.add_problem("error", KEY, message, hint)
        if not reason:
            message, hint = "this accepts a contact without a reason", 'write reason = "…": why everybody may have it'
            entry.add_problem("error", KEY, message, hint)
        for each in contacts:
            found = PublishedContact(each.strip(), reason)
            if "@" not in found.plain and len(found.plain) < SHORTEST:
                message, hint = '"{value}" is neither a number nor a mailbox', 'write contact = "13800138000"'
                entry.add_value_problem(f"{KEY}.contact", message, hint, value=each)
            elif reason:
                yield found
