"""What an old release says of withdrawn items outside their own pages, and what stands there instead; writes nothing.

Lists, feeds, calendars, printed months and neighbours name an item by its address. Those of them that are not what the
live release has are taken from that one; so is the whole search, whose parts belong together, and the notice that
stands in the place of what was withdrawn.
"""

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct

from site_builder import urls
from site_builder.publishing.carry import ASSETS, SEARCH
from site_builder.publishing.leave import Over, below
from site_builder.publishing.manifest import Entry
from site_builder.publishing.visit import Visit, moment_of

# What may name an item; and the address of one, which alone is not in the navigation of every page.
WRITTEN = (".html", ".xml", ".ics", ".txt")
OF_ITEM = re.compile(r"/\d{4}/[^/]+/")
SEARCH_PAGE = "search/index.html"


class Mentions(Struct, frozen=True):
    """Files of an old release that do not come back, and files of the live release that stay."""

    left: frozenset[str] = frozenset()
    live: frozenset[str] = frozenset()


def mentions(
    seen: Visit, source: str, old: Mapping[str, Entry], left: frozenset[str], gone: Iterable[Over]
) -> Mentions:
    """Find what names an item of whose files some are left out; `gone` are the withdrawn and those taken down."""
    if seen.far.current is None:
        return Mentions()
    # What is withdrawn here and not yet over there does not come back: it is there.
    known = (each for each in gone if each.since <= moment_of(seen.far.current) and OF_ITEM.search(each.address))
    back = [each for each in known if not left.isdisjoint(below(each.address, old))]
    if not back:
        return Mentions()
    names = [urls.href("/", each.address)[1:] for each in back]
    other = [path for path, entry in old.items() if path not in left and seen.live.get(path) != entry]
    told = seen.place.mentioning(source, [path for path in other if path.endswith(WRITTEN)], names)
    if any(path.startswith(SEARCH) for path in told):
        told |= {path for path in other if path.startswith(SEARCH) or path.endswith(SEARCH_PAGE)}
    notices = {urls.output_path(each.address) for each in back if each.since}
    needed = {path for path, entry in seen.live.items() if path.startswith(ASSETS) and old.get(path) != entry}
    return Mentions(told, (told | notices | needed) & seen.live.keys())
