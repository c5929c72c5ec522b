"""Whom a page says to ask: the office of an item or a community, else a column's, else the site's; dials nothing."""

from urllib.parse import quote

from site_builder.model import Contact, ContactText, choose_text
from site_builder.planning.frame import NamedLink
from site_builder.planning.item_inputs import ContactBrief
from site_builder.planning.shell import Shell
from site_builder.planning.values.telephone import make_tel_href, split_numbers


def find_column_contact(shell: Shell, column: str) -> ContactBrief | None:
    """Give whom to ask about a column's items; None where site.toml does not say it."""
    found = shell.find_column(column).contact or shell.contacts.site
    return make_contact_brief(shell, choose_contact(found, shell.language.id)) if found else None


def find_entry_contact(shell: Shell, kind: str, key: str) -> ContactBrief | None:
    """Give whom to ask at an entry of a registry: in a community that says nothing of it, as everywhere."""
    entry = shell.entries_by_key.get((kind, key))
    everywhere = shell.contacts.site if kind == "communities" and entry and not entry.outside else None
    found = (entry and entry.contact) or everywhere
    return make_contact_brief(shell, choose_contact(found, shell.language.id)) if found else None


def choose_contact(contact: ContactText, language: str) -> Contact:
    """Give whom to ask in a language's words."""
    return Contact(
        name=choose_text(contact.name, language),
        telephone=choose_text(contact.telephone, language),
        email=choose_text(contact.email, language),
        hours=choose_text(contact.hours, language),
        place=choose_text(contact.place, language),
    )


def make_contact_brief(shell: Shell, contact: Contact) -> ContactBrief:
    """Show whom to ask."""
    return ContactBrief(
        name=contact.name,
        telephones=tuple(NamedLink(each, make_tel_href(each)) for each in split_numbers(contact.telephone)),
        email=contact.email,
        hours=contact.hours,
        place=contact.place,
        map=shell.contacts.map.replace("{place}", quote(contact.place, safe="")) if contact.place else "",
        lang=shell.find_tag(contact.lang) if contact.lang else "",
    )
