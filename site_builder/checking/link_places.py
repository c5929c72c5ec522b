"""Where the links of a body are written: a body with marks is converted, and each link is read off its mark."""

import html
from collections import defaultdict
from functools import cache, lru_cache
from html.parser import HTMLParser

from site_builder.front_matter.split import split_front_matter
from site_builder.markdown.convert import MarkdownConverter, convert_to_html
from site_builder.markdown.limits import check_limits
from site_builder.markdown.sanitizer import PLACEHOLDER, filter_address
from site_builder.markdown.source.prepare import prepare_body
from site_builder.markdown.source_marks import ADDRESSES, MarkedBody, remove_marks

LINK_ATTRIBUTES = {"a": "href", "img": "src"}
# The target of a link as a Link has it, and whether it is a picture.
LinkKey = tuple[str, bool]


class LinkReader(HTMLParser):
    """Reads the links of HTML that has marks, each with the source of its tag."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[LinkKey, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a link that stays within the site."""
        name = LINK_ATTRIBUTES.get(remove_marks(tag), "")
        address = filter_address(name, remove_marks(dict(attrs).get(name) or "")) if name else None
        if address and address.startswith((PLACEHOLDER, "#")):
            self.found.append(((address.removeprefix(PLACEHOLDER), name == "src"), self.get_starttag_text() or ""))


@cache
def make_converter() -> MarkdownConverter:
    """Make the converter, once a process."""
    return MarkdownConverter()


@lru_cache(maxsize=1)
def find_link_offsets(text: str, path: str, lang: str) -> dict[LinkKey, list[int]]:
    """Give, by target, the offsets in a file's text at which links are written, in the order of the page."""
    try:
        start = len(text) - len(split_front_matter(text)[1])
    except ValueError:
        return {}
    if check_limits(path, text, start):
        return {}
    prepared = prepare_body(text[start:], lang)
    marked = MarkedBody(prepared.text, every=True)
    reader = LinkReader()
    reader.feed(convert_to_html(marked.text, make_converter()) or "")
    reader.close()
    offsets: dict[LinkKey, list[int]] = defaultdict(list)
    for key, source in reader.found:
        places = marked.list_places(source)
        place = next((each for each in places if each.kind in ADDRESSES), places[0] if places else None)
        if place:
            at = marked.find_words(place, key[0], html.escape(key[0])) if place.kind == "tag" else place.start
            offsets[key].append(start + prepared.find_origin(place.start if at is None else at))
    return offsets
