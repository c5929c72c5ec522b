"""What a query has to find, without the index: what a built site's pages say, and a plain look at it.

Of an item's page that is its title, its text, and its facts: events and their places, promises, attachments, numbers of
its record, the names of the places, topics and people that it belongs to.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from random import Random
from typing import NamedTuple

# Han as tests say it; words are runs of ASCII letters and digits.
HAN = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")
HAN_RUN = re.compile("[\u4e00-\u9fff]{2,}")
WORD = re.compile("[a-z0-9]{3,}")
MIXED = re.compile("[\u4e00-\u9fff，、：0-9]{6,}")
VOID = frozenset(["br", "img", "hr", "wbr", "col", "input", "link", "meta", "source"])


# Kinds of hits: all of a query stands in the title; in what the page says; it names what the item belongs to.
TITLE, TEXT, NAMES, NOT = 2, 1, 0, -1
QUOTED = re.compile(r'["“”]([^"“”]+)["“”]|[^"“” ‐-]+')
ENTRY = re.compile("/(?:communities|topics|people)/[^/]+/$")


class Said(NamedTuple):
    """What an item's page says: its title, its text and its facts, the names of what it belongs to."""

    title: str
    texts: tuple[str, ...]
    names: tuple[str, ...]


class Item(HTMLParser):
    """The title, the text and the facts of an item's page: `h1`, `div.prose`, and what stands beside these."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.title: list[str] = []
        self.text: list[str] = []
        self.facts: list[list[str]] = []
        self.lists: list[str] = []
        self.into: list[list[str] | None] = []
        self.around: list[str] = []
        self.feed(html[html.index("<main") : html.index("</main>")])

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
        elif tag == "a" and self.is_list(values.get("href") or ""):
            self.lists.append((values["href"] or "").strip("/"))
            into = None
        elif into is not self.text and self.is_fact(tag, values):
            into = []
            self.facts.append(into)
        elif into is not self.text and "meta" in kind:
            into = None
        if into is self.text and tag in {"br", "p", "li", "td", "th"}:
            self.text.append(" ")
        if tag not in VOID:
            self.into.append(into)
            self.around.append(" ".join([tag, *kind, *(["lang"] if "lang" in values else [])]))

    def is_list(self, href: str) -> bool:
        """Tell whether a link leads to a list that has the item."""
        around = " ".join(self.around).split()
        return "eyebrow" in around or (bool(ENTRY.search(href)) and not {"briefs", "nav", "prose"} & set(around))

    def is_fact(self, tag: str, values: dict[str, str | None]) -> bool:
        """Tell whether an element holds a fact of the item."""
        around = " ".join(self.around).split()
        if "briefs" in around or "nav" in around:
            return False
        return (
            (tag in {"p", "span"} and "lang" in values and "section" in around)
            or (tag == "a" and "tiles" in around)
            or (tag == "dd" and self.around[-2:-1] == ["dl facts lang"])
        )

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.into.pop()
            self.around.pop()

    def handle_data(self, data: str) -> None:
        if self.into and self.into[-1] is not None:
            self.into[-1].append(data)


def plain(text: str) -> str:
    """Give a text as it is compared."""
    return " ".join(unicodedata.normalize("NFKC", text).replace("’", "'").lower().split())


def texts(site: Path, hrefs: Sequence[str]) -> dict[str, Said]:
    """Read what pages say by their path below the site."""
    found = {}
    for href in hrefs:
        item = Item((site / href / "index.html").read_text("utf-8"))
        said = tuple(plain("".join(each)) for each in (item.text, *item.facts))
        names = tuple(plain(name) for each in item.lists for name in names_of(site, each))
        found[href] = Said(plain("".join(item.title)), said, names)
    return found


@cache
def names_of(site: Path, path: str) -> tuple[str, ...]:
    """Give the names of a place, a topic or a person in all languages, and former ones, as its own pages have them."""
    html = "".join(
        file.read_text("utf-8")
        for file in (site / path / "index.html", site / "zh" / path / "index.html", site / path[3:] / "index.html")
        if file.is_file()
    )
    return (*re.findall(r"<h1[^>]*>([^<]+)", html), *re.findall(r"<dt>(?:Formerly|曾用名)</dt><dd>([^<]+)", html))


def grep(archive: dict[str, Said], query: str) -> set[str]:
    """Find the items that hold all parts of a query."""
    return {href for href, said in archive.items() if rank(said, query) != NOT}


def rank(said: Said, query: str) -> int:
    """Tell how an item holds a query: spaces and hyphens divide it, quotation marks keep together.

    A part with Han may stand anywhere, another at the beginning of a word.
    """
    return min(rank_part(said, match[1] or match[0]) for match in QUOTED.finditer(plain(query)))


def rank_part(said: Said, part: str) -> int:
    """Tell how an item holds a part of a query."""
    form = re.compile(re.escape(part) if HAN.search(part) else rf"(?<![a-z0-9]){re.escape(part)}")
    kinds = ((TITLE, (said.title,)), (TEXT, said.texts), (NAMES, said.names))
    return next((kind for kind, texts in kinds if any(form.search(text) for text in texts)), NOT)


def queries(archive: dict[str, Said], number: int, chance: Random) -> Iterator[str]:
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
        said = archive[chance.choice(hrefs)]
        runs = [run for run in form.findall(chance.choice([said.title, said.texts[0]])) if len(run) >= 2]
        if not runs:
            continue
        run = chance.choice(runs)
        start = 0 if form is WORD else chance.randint(0, max(0, len(run) - length))
        query = run[start : start + length]
        if query not in seen and (form is not MIXED or len(HAN.findall(query)) > 1):
            seen.add(query)
            yield query
