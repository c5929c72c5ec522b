"""What readers are shown of an item's file: the values of its block, its body without code, tags and addresses.

Each word is found where it stands in the file; nothing is judged here.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache, cached_property

from msgspec import Struct

from site_builder.decoding import place
from site_builder.markdown.source_positions import blank, masked
from site_builder.model import Item
from site_builder.problem import Place, Problem, Severity, problem


class Writing(Struct, frozen=True):
    """One file of an item as it was written: path relative to the site, text, offset of the body, what it was read as.

    `item` has what could be read, also where some of it could not.
    """

    path: str
    text: str
    start: int
    item: Item


NOTHING = "\0"
# All from U+3000 on; to compile the class itself takes a hundred times as long as that of all before.
WIDE = re.compile("[^\x00-\u2fff]")


@cache
def unsaid() -> re.Pattern[str]:
    """Give what of Markdown is no text: addresses of links, HTML tags, lists of attributes, bare addresses."""
    return re.compile(
        r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?=[\s)])|\]\(<[^>\n]*>|^[ ]{0,3}\[[^\]\n]+\]:[ \t]*\S+|\{[:#.][^}\n]*\}"
        r"|</?[A-Za-z][^>]*>|<?(?<![A-Za-z0-9])(?:https?|ftp|mailto)://?[^\s<>\u3000-\u303f\uff00-\uffef\u4e00-\u9fff]+",
        re.MULTILINE,
    )


class Speech:
    """One file's words; what is costly is made when it is first asked for."""

    def __init__(self, writing: Writing) -> None:
        """Take a file."""
        self.writing = writing
        self.text = writing.text
        self.start = writing.start
        self.item = writing.item

    @cached_property
    def values(self) -> tuple[str, ...]:
        """The texts of the block that pages show; a translation's may be its original's."""
        return tuple(each for each in shown_values(self.item) if each)

    @cached_property
    def rough(self) -> str:
        """The values, and the whole body: more than is said, and with other offsets."""
        return "\n".join((*self.values, self.text[self.start :]))

    @cached_property
    def is_wide(self) -> bool:
        """Whether the file has any Han character or full-width sign."""
        return not self.text.isascii() and WIDE.search(self.text) is not None

    @cached_property
    def said(self) -> str:
        """The file's text with all that is not said blanked out: every word stays at its offset."""
        body = masked(self.text, self.start)[self.start :]
        return self.block + unsaid().sub(lambda found: blank(found[0]), body)

    @cached_property
    def block(self) -> str:
        """The file's block, blanked out but for the values that pages show."""
        block = self.text[: self.start]
        kept = list(blank(block))
        for value in dict.fromkeys(self.values):
            at = block.find(value)
            while at >= 0:
                if not block[block.rfind("\n", 0, at) + 1 :].lstrip().startswith("#"):
                    kept[at : at + len(value)] = value
                at = block.find(value, at + len(value))
        return "".join(kept)

    def told(self, find: Callable[[str], Iterator[Problem]]) -> Iterator[Problem]:
        """Give what is found in what is said; where the words with all around them hold nothing, that is not made."""
        if next(find(self.rough), None) is not None:
            yield from find(self.said)

    def place(self, offset: int) -> Place:
        """Give the Place of an offset into the file."""
        return place(self.writing.path, self.text, offset)

    def note(
        self, severity: Severity, rule: str, offset: int, message: str, hint: str = "", **values: object
    ) -> Problem:
        """Make a Problem at an offset."""
        return problem(severity, rule, self.place(offset), message, hint, **values)


def shown_values(item: Item) -> Iterator[str]:
    """Give the texts of an item's block that pages show."""
    yield from (item.title, item.summary, item.author, item.source.name if item.source else "")
    for event in item.events:
        yield from (event.title, event.place)
    for each in item.commitments:
        yield from (each.text, each.owner, each.evidence)
    yield from (each.note for each in item.corrections)
    yield from (each.name for each in item.reviewers)
    if item.withdrawn:
        yield item.withdrawn.reason
    if item.disclosure:
        record = item.disclosure
        yield from (record.document_number, record.category, record.openness, record.valid, record.repealed)
