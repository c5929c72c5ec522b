"""The HTML of a page's body -> what a reader sees of it: letters, digits and signs in order, its notes, its titles."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from tests.markdown.typed.marks import FOOTNOTE, is_readable, mark_number

EMPTY = frozenset(["br", "hr", "wbr", "img", "col", "input"])


@dataclass
class Page:
    """What stands on a page."""

    text: str = ""
    notes: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)


def read_page(html: str) -> Page:
    reader = PageReader()
    reader.feed(html)
    reader.close()
    return Page("".join(reader.main), ["".join(note) for note in reader.notes], reader.titles)


class PageReader(HTMLParser):
    """Reads HTML; leaves out what the program adds for screen readers and for the way back from a note."""

    def __init__(self) -> None:
        super().__init__()
        self.main: list[str] = []
        self.notes: list[list[str]] = []
        self.sink = self.main
        self.open: list[tuple[str, str]] = []
        self.counts: list[int | None] = []
        self.titles: list[str] = []

    def write(self, text: str) -> None:
        self.sink.append("".join(filter(is_readable, text)))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if "title" in values:
            self.titles.append("".join(filter(is_readable, values["title"])))
        role = values.get("class", "").split()
        kind = next((each for each in ("footnote", "toc", "visually-hidden", "footnote-backref") if each in role), "")
        if tag == "img":
            self.write(values.get("alt", ""))
        elif tag == "ol":
            self.counts.append(read_number(values.get("start", ""), 1) - 1)
        elif tag == "ul":
            self.counts.append(None)
        elif tag == "li":
            self.begin_entry(values)
        elif tag == "a" and "footnote-ref" in role:
            kind = "sign"
        if tag not in EMPTY:
            self.open.append((tag, kind))

    def begin_entry(self, values: dict[str, str]) -> None:
        if ("div", "footnote") in self.open and values.get("id", "").startswith("fn:"):
            self.notes.append([])
            self.sink = self.notes[-1]
        elif self.counts and self.counts[-1] is not None:
            self.counts[-1] = read_number(values["value"], 1) if "value" in values else self.counts[-1] + 1
            self.sink.append(mark_number(self.counts[-1]))

    def handle_endtag(self, tag: str) -> None:
        while any(each[0] == tag for each in self.open):
            name, kind = self.open.pop()
            if kind == "footnote":
                self.sink = self.main
            if name in ("ol", "ul") and self.counts:
                self.counts.pop()
            if name == tag:
                break

    def handle_data(self, data: str) -> None:
        kinds = {kind for _, kind in self.open}
        if kinds & {"toc", "visually-hidden", "footnote-backref"}:
            return
        if "sign" in kinds:
            self.sink.append(chr(FOOTNOTE + int(data)))
        else:
            self.write(data)


def read_number(written: str, default: int) -> int:
    """Read a number as browsers do."""
    return int(written) if written.isascii() and written.isdecimal() else default
