"""The pictures of items in lists and above them, as HTML; an item has one by its field `image`, and makes none."""

from site_builder.markdown.link_placeholders import LinkTarget, render_picture
from site_builder.model import Item, Link
from site_builder.site.organise import Site
from site_builder.site.resolve_links import resolve_link


def find_thumbnails(site: Site) -> dict[str, str]:
    """Give the small pictures of items by path, where lists show them."""
    if not site.config.home.pictures:
        return {}
    found = {
        item.path: find_picture(site, item) for item in site.items if item.image and item.path not in site.withdrawn
    }
    return {path: render_thumbnail(picture) for path, picture in found.items() if picture.href}


def find_picture(site: Site, item: Item) -> LinkTarget:
    """Give the picture that stands for an item; one without href where there is none."""
    return resolve_link(site, item, Link(item.image, picture=True)).answer if item.image else LinkTarget("")


def render_thumbnail(picture: LinkTarget) -> str:
    """Write the narrowest form of a picture; the words beside it say what it is of."""
    return render_picture(picture.take_narrowest(), ' alt=""', lazily=True)


def render_large_picture(picture: LinkTarget) -> str:
    """Write a picture that is among the first things on a page."""
    return render_picture(picture, ' alt=""') if picture.href else ""
