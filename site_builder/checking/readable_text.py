"""What readers are shown of an item's file: the values of its block, its body without code, tags and addresses.

Each word is found where it stands in the file; nothing is judged here.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache, cached_property

from msgspec import Struct

from site_builder.checking.foreign_signs import is_wide, keep_foreign_signs
from site_builder.decoding import find_place
from site_builder.fields import FIELDS
from site_builder.late_patterns import compile_late
from site_builder.markdown.source_positions import blank_code, blank_html_code, blank_text
from site_builder.model import Item
from site_builder.problem import Place, Problem, Severity, make_problem


class ItemText(Struct, frozen=True):
    """One file of an item as it was written: path relative to the site, text, offset of the body, what it was read as.

    `item` has what could be read, also where some of it could not.
    """

    path: str
    text: str
    start: int
    item: Item


NOTHING = "\0"
# Fields with texts that readers are shown, each with its parts that are such texts.
SHOWN_FIELDS = tuple(
    (each.name, each.kind, tuple(part.name for part in each.parts if part.kind == "text"))
    for each in FIELDS
    if each.role in {"content", "change"} and "text" in {each.kind, *(part.kind for part in each.parts)}
)
# Values of the site's own fields that are no words.
NO_WORDS = frozenset(["date", "flag"])
COMMENT = compile_late(r"<!--[\s\S]*?(?:-->|\Z)")


def blank_comment(comment: re.Match[str]) -> str:
    """Give the blanks that a comment leaves."""
    return blank_text(comment[0])


@cache
def compile_hidden_pattern() -> re.Pattern[str]:
    """Give what of Markdown is no text: addresses of links, HTML tags, lists of attributes, bare addresses."""
    return re.compile(
        r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:[ ][^()\s\"']+)*(?:[ ]+\"(?=[^\"\n]*\"[ ]?\))|(?=[\s)]))"
        r"|\]\(<[^>\n]*>|^[ ]{0,3}\[[^\]\n]+\]:[ \t]*\S+|\{[:#.][^}\n]*\}"
        r"|</?[A-Za-z][^>]*>|<?(?<![A-Za-z0-9])(?:https?|ftp|mailto)://?[^\s<>\u3000-\u303f\uff00-\uffef\u4e00-\u9fff]+",
        re.MULTILINE,
    )


class ReadableText:
    """One file's words; what is costly is made when it is first asked for."""

    def __init__(self, item_text: ItemText) -> None:
        """Take a file."""
        self.item_text = item_text
        self.text = item_text.text
        self.start = item_text.start
        self.item = item_text.item

    @cached_property
    def values(self) -> tuple[str, ...]:
        """The texts of the block that pages show; a translation's may be its original's."""
        return tuple(each for each in list_shown_values(self.item) if each)

    @cached_property
    def raw_text(self) -> str:
        """The values, and the body but for comments: more than is said, and with other offsets."""
        body = self.text[self.start :]
        return "\n".join((*self.values, COMMENT.sub(blank_comment, body) if "<!--" in body else body))

    @cached_property
    def is_wide(self) -> bool:
        """Whether the file has any Han character or full-width sign."""
        return is_wide(keep_foreign_signs(self.text))

    @cached_property
    def visible_text(self) -> str:
        """The file's text with all that is not said blanked out: every word stays at its offset."""
        body = blank_html_code(blank_code(self.text, self.start)[self.start :])
        return self.block + compile_hidden_pattern().sub(lambda found: blank_text(found[0]), body)

    @cached_property
    def block(self) -> str:
        """The file's block, blanked out but for the values that pages show."""
        block = self.text[: self.start]
        characters = list(blank_text(block))
        for value in dict.fromkeys(self.values):
            at = block.find(value)
            while at >= 0:
                if not block[block.rfind("\n", 0, at) + 1 :].lstrip().startswith("#"):
                    characters[at : at + len(value)] = value
                at = block.find(value, at + len(value))
        return "".join(characters)

    def run_check(self, check: Callable[[str], Iterator[Problem]], rough: str | None = None) -> Iterator[Problem]:
        """Give what is found in what is said; where the words with all around them hold nothing, that is not made.

        What a check passes over because of its line is told by `lines`, which leaves out what is not said. `rough` is
        as much of these words as a check can find anything in.
        """
        if next(check(self.raw_text if rough is None else rough), None) is not None:
            yield from check(self.visible_text)

    def locate(self, offset: int) -> Place:
        """Give the Place of an offset into the file."""
        return find_place(self.item_text.path, self.text, offset)

    def make_problem(
        self, severity: Severity, rule: str, offset: int, message: str, hint: str = "", **values: object
    ) -> Problem:
        """Make a Problem at an offset."""
        return make_problem(severity, rule, self.locate(offset), message, hint, **values)


def list_shown_values(item: Item) -> Iterator[str]:
    """Give the texts of an item's block that pages show."""
    for name, kind, parts in SHOWN_FIELDS:
        value = getattr(item, name)
        if value and kind == "text":
            yield value
        elif value:
            for record in value if kind == "groups" else (value,):
                yield from (getattr(record, part) for part in parts)
    yield from (each.text for each in item.custom if each.kind not in NO_WORDS)
