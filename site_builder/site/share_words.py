"""What the pictures say by which pages are shared, and whether a font can say it; draws none."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from site_builder import urls
from site_builder.images.font_signs import find_missing_signs
from site_builder.images.share_picture import ShareWords, can_be_drawn
from site_builder.language import format_date
from site_builder.model import Attachment, Item, Language, choose_text
from site_builder.site.organise import Site

ELLIPSIS = "…"


def list_list_words(site: Site, language: Language) -> Iterator[tuple[str, ShareWords]]:
    """Give the words of the pictures of home and of the columns, by address."""
    title, rest = choose_text(site.config.title, language.id), choose_rest(site.font)
    parts = urlsplit(site.config.base_url)
    where = (parts.netloc + parts.path).rstrip("/")
    yield urls.make_address(language.path), ShareWords(title, "", where, rest)
    for column in site.columns:
        words = ShareWords(choose_text(column.title, language.id), title, where, rest)
        yield urls.make_address(language.path, column.slug), words


def make_item_words(site: Site, item: Item) -> ShareWords:
    """Give the words of the picture of an item."""
    language = site.config.find_language(item.lang) or site.config.languages[0]
    column = next((each for each in site.columns if each.id == item.column), None)
    named = choose_text(column.title, language.id) if column else item.column
    day = format_date(item.date.local[:10], "day", language.locale) if item.date else ""
    above = choose_text(site.config.title, language.id)
    return ShareWords(" ".join(item.title.split()), above, f"{named} · {day}", choose_rest(site.font))


def choose_rest(font: Attachment | None) -> str:
    """Give what stands for the rest of words that are too long: nothing where the font has no sign for it."""
    return "" if font is None or find_missing_signs(font, ELLIPSIS) else ELLIPSIS


def find_unknown_signs(font: Attachment, words: ShareWords) -> str:
    """Give the signs that a picture cannot say, where its words can be drawn at all."""
    said = join_words(words)
    return find_missing_signs(font, said) if can_be_drawn(said) else ""


def can_show(font: Attachment, words: ShareWords) -> bool:
    """Tell whether a picture can say its words."""
    said = join_words(words)
    return can_be_drawn(said) and not find_missing_signs(font, said)


def join_words(words: ShareWords) -> str:
    """Give all that a picture says."""
    return f"{words.title} {words.above} {words.below}"
