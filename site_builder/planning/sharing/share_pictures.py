"""The pictures by which pages are shared: which are drawn, and for whom; draws none and opens no font.

Without a font that site.toml names none is drawn: the site's icon stands for its pages.
"""

from collections.abc import Iterator, Sequence

from site_builder import urls
from site_builder.images.icons import LARGEST
from site_builder.images.share_picture import ShareWords
from site_builder.model import Item, Language
from site_builder.planning.frame import NamedLink, SharedImage, make_drawn_picture
from site_builder.planning.outputs import Asset, SharePicture, ThemeFile
from site_builder.site.organise import Site
from site_builder.site.own_pictures import needs_drawn_picture
from site_builder.site.share_words import can_show, list_list_words, make_item_words

# The icon that stands for pages where none is drawn, and above the words where one is.
MARK = "icon-512.png"


def find_site_picture(site: Site, language: Language, files: Sequence[NamedLink]) -> SharedImage | None:
    """Give the picture that stands for the pages of a language: the one that is drawn, else the site's icon."""
    origin, root = urls.get_origin(site.config.base_url), urls.make_address(language.path)
    if root in list_drawn_lists(site, language):
        return make_drawn_picture(origin, urls.make_href(site.config.base_path, root))
    icon = next((each.href for each in files if each.name == MARK), "")
    return SharedImage(origin + icon, LARGEST, LARGEST) if icon else None


def list_drawn_lists(site: Site, language: Language) -> tuple[str, ...]:
    """Give the addresses of home and of the columns for which a picture is drawn."""
    font = site.font
    return tuple(address for address, words in list_list_words(site, language) if can_show(font, words)) if font else ()


def has_drawn_picture(site: Site, item: Item) -> bool:
    """Tell whether a picture is drawn for an item: where it needs one whose words the font can say."""
    return bool(site.font and needs_drawn_picture(site, item) and can_show(site.font, make_item_words(site, item)))


def plan_share_pictures(site: Site, theme: Sequence[ThemeFile]) -> Iterator[Asset]:
    """Plan the pictures of each language, its columns, and of items."""
    font = site.font
    if font is None:
        return
    mark, digest = find_mark(site, theme)

    def plan_picture(address: str, words: ShareWords, origin: str = "") -> Asset:
        path = urls.make_output_path(address + urls.SHARE_PICTURE)
        share = SharePicture(words, mark, digest)
        return Asset(path, f"content/{font.path}", font.digest, 0, share=share, origin=origin)

    for language in site.config.languages:
        for address, words in list_list_words(site, language):
            if can_show(font, words):
                yield plan_picture(address, words)
    for item in site.items if site.config.design.items else ():
        if has_drawn_picture(site, item):
            yield plan_picture(site.addresses[item.path], make_item_words(site, item), f"content/{item.path}")


def find_mark(site: Site, theme: Sequence[ThemeFile]) -> tuple[str, str]:
    """Give the file of the mark above the words, and its digest: the site's picture, else the theme's; "" for none."""
    if site.icon is not None:
        return f"content/{site.icon.path}", site.icon.digest
    found = next((each for each in theme if each.name == MARK), None)
    return (f"static/{found.name}", found.digest) if found else ("", "")
