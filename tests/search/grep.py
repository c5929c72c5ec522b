"""What a query has to find, without the index: titles and texts of a built site's pages, and a plain look at them."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from random import Random

# Han as tests say it; words are runs of ASCII letters and digits.
HAN = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")
HAN_RUN = re.compile("[\u4e00-\u9fff]{2,}")
WORD = re.compile("[a-z0-9]{3,}")
MIXED = re.compile("[\u4e00-\u9fff，、：0-9]{6,}")
VOID = frozenset(["br", "img", "hr", "wbr", "col", "input", "link", "meta", "source"])


class Item(HTMLParser):
    """The title and the text of an item's page: what stands in its `h1` and in its `div.prose`."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.title: list[str] = []
        self.text: list[str] = []
        self.into: list[list[str] | None] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        kind, id_ = (values.get("class") or "").split(), values.get("id") or ""
        into = self.into[-1] if self.into else None
        if tag == "h1":
            into = self.title
        elif tag == "div" and "prose" in kind:
            into = self.text
        elif {"visually-hidden", "footnote-backref"} & set(kind) or (tag == "sup" and id_.startswith("fnref")):
            into = None
        if into is self.text and tag in {"br", "p", "li", "td", "th"}:
            self.text.append(" ")
        if tag not in VOID:
            self.into.append(into)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.into.pop()

    def handle_data(self, data: str) -> None:
        if self.into and self.into[-1] is not None:
            self.into[-1].append(data)


def plain(text: str) -> str:
    """Give a text as it is compared."""
    return " ".join(unicodedata.normalize("NFKC", text).replace("’", "'").lower().split())


def texts(site: Path, hrefs: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Read title and text of pages by their path below the site."""
    found = {}
    for href in hrefs:
        item = Item((site / href / "index.html").read_text("utf-8"))
        found[href] = plain("".join(item.title)), plain("".join(item.text))
    return found


def grep(archive: dict[str, tuple[str, str]], query: str) -> set[str]:
    """Find the items that hold a query: one with Han as it is, another from the beginning of a word."""
    wanted = plain(query)
    form = re.compile(re.escape(wanted) if HAN.search(wanted) else rf"(?<![a-z0-9]){re.escape(wanted)}")
    return {href for href, item in archive.items() if any(form.search(text) for text in item)}


def queries(archive: dict[str, tuple[str, str]], number: int, chance: Random) -> Iterator[str]:
    """Draw queries: Han of 2, 3, 4 and 6 characters, Han with digits and punctuation, words, their beginnings."""
    kinds = (
        *((HAN_RUN, length) for length in (2, 3, 4, 6)),
        (MIXED, 6),
        (WORD, 99),
        (WORD, 2),
        (WORD, 3),
    )
    hrefs = sorted(archive)
    seen: set[str] = set()
    while len(seen) < number:
        form, length = kinds[len(seen) % len(kinds)]
        runs = [run for run in form.findall(archive[chance.choice(hrefs)][chance.randrange(2)]) if len(run) >= 2]
        if not runs:
            continue
        run = chance.choice(runs)
        start = 0 if form is WORD else chance.randint(0, max(0, len(run) - length))
        query = run[start : start + length]
        if query not in seen and (form is not MIXED or len(HAN.findall(query)) > 1):
            seen.add(query)
            yield query
