"""The picture of an item by which its page is shared, where it has one of its own; draws none."""

from site_builder.markdown.link_placeholders import LinkTarget
from site_builder.model import Item, Link
from site_builder.site.organise import Site
from site_builder.site.resolve_links import resolve_link

# WeChat and QQ take no smaller picture for a page that is shared.
MIN_SHARED_SIZE = 300


def find_own_picture(site: Site, item: Item) -> LinkTarget | None:
    """Give the picture that stands for an item elsewhere: its `image`, else the first in its body that is large enough.

    None where there is no such picture, or it is not public.
    """
    if item.image:
        found = resolve_link(site, item, Link(item.image, picture=True)).answer
        return found if found.href else None
    answers = (resolve_link(site, item, link).answer for link in item.links if link.picture)
    return next((each for each in answers if min(each.width, each.height) >= MIN_SHARED_SIZE), None)


def needs_drawn_picture(site: Site, item: Item) -> bool:
    """Tell whether site.toml asks for a picture to be drawn for an item, which has none of its own."""
    if site.font is None or not site.config.design.items or not item.column or item.path in site.withdrawn:
        return False
    return find_own_picture(site, item) is None
