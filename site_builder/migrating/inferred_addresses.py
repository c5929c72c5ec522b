"""Old addresses that no setting tells, from the links that pages have to one another; guesses only what links show."""

import posixpath
import re
from collections import Counter

from msgspec.structs import replace

from site_builder.migrating.dates import split_dated_name
from site_builder.migrating.model import Doc, Notes, OldSite

LINKED = re.compile(r"""/(\d{4})/(\d\d)/(\d\d)/([^/\s"'()<>#?|]+)(/?)""")
# So many pages have to be linked to by one form of address before all pages are taken to have had it.
ENOUGH = 2


def add_inferred_addresses(old: OldSite, notes: Notes) -> OldSite:
    """Add the address `/2024/01/31/name/` to pages named by their day, where links to some of them have that form."""
    known = {address for doc in old.docs for address in doc.addresses}
    named = {make_day_key(doc) for doc in old.docs}
    ends: Counter[str] = Counter()
    for doc in old.docs:
        for year, month, day, name, slash in set(LINKED.findall(doc.text)):
            start, end = name.removesuffix(".html"), slash or (".html" if name.endswith(".html") else "/")
            address = f"/{year}/{month}/{day}/{start}{end}"
            if (f"{year}-{month}-{day}", start.lower()) in named and address not in known:
                ends[end] += 1
    if sum(ends.values()) < ENOUGH:
        return old
    end = ends.most_common(1)[0][0]
    pattern = f"/:year/:month/:day/:title{end}"
    message = "links between the pages show that they had addresses of the form {pattern}; these lead on too"
    notes.add_change("address", old.docs[0].path, 1, message, pattern=pattern)
    return replace(old, docs=tuple(add_day_address(doc, end) for doc in old.docs))


def make_day_key(doc: Doc) -> tuple[str, str] | None:
    """Give the day and the rest of a page's name; None where its name begins with no day."""
    day, rest = split_dated_name(posixpath.basename(doc.name))
    return (day, rest.lower()) if day and rest else None


def add_day_address(doc: Doc, end: str) -> Doc:
    """Add the address that a page's name makes."""
    day, rest = split_dated_name(posixpath.basename(doc.name))
    if not day or not rest:
        return doc
    return replace(doc, addresses=(*doc.addresses, f"/{day.replace('-', '/')}/{rest}{end}"))
