"""HTML elements that hold Markdown, and those without an end -> edits by which the library converts what they hold."""

import re
from bisect import bisect_left
from collections import Counter
from html.entities import html5

from site_builder.late_patterns import compile_late
from site_builder.markdown.source.elements.block_names import BLOCK_NAMES, BLOCKS
from site_builder.markdown.source.elements.element_indents import HOLDERS
from site_builder.markdown.source.elements.half_tags import NO_HALF, HalfTagFinder
from site_builder.markdown.source.snapshot import Snapshot
from site_builder.mends.mend import Edit

# Elements that end by themselves where what holds them ends.
LOOSE = frozenset({"colgroup", "dd", "dt", "li", "option", "tbody", "td", "tfoot", "th", "thead", "tr"})
TAG = compile_late(rf"<(/?)({BLOCKS})\b([^<>]*)>", re.IGNORECASE)
COMMENT = "<!--"
ESCAPE_BEFORE = compile_late(r"(?<!\\)(?:\\\\)*\\\Z")
ESCAPABLE = frozenset("\\`*_{}[]()>#+-.!~^|")
# What stands in the place of code and comments.
BLANK = "\0"
CODE_INDENT = 4
UNENDED = compile_late(r"&(?=#(?:[xX][0-9A-Fa-f]++|[0-9]++)(?!;)|([A-Za-z][A-Za-z0-9]*+;?))")
SPACES, SPACES_BEFORE = compile_late(r"[ \t]*"), compile_late(r" *\Z")
EMPTY_LINE = compile_late(r"\n(?=[ \t]*\n)")
MAYBE_TAG = compile_late(r"<(?=[A-Za-z/!?])(?!!--)")
ATTRIBUTE = compile_late(
    r"""[ \t]*+(?:\n[ \t]*+)?[A-Za-z_:@][\w:.-]*(?:\s*=\s*(?:"[^"<>]*+"|'[^'<>]*+'|[^\s"'=<>`]++))?+"""
).pattern
WHOLE_TAG = compile_late(
    rf"<[A-Za-z][A-Za-z0-9:-]*(?:(?=[\s/]){ATTRIBUTE})*+\s*/?>|</[A-Za-z][A-Za-z0-9:-]*\s*>"
    r"|<[A-Za-z][A-Za-z0-9+.-]*:[^<>\s]*>|<[^<>\s@]+@[^<>\s]+>|<(?:!(?=\[[A-Za-z]|doctype\b)|\?(?=[A-Za-z]))[^<>]*>",
    re.IGNORECASE,
)
# Addresses may be written between `<` and `>`.
DEFINITION = compile_late(r"(?:\A|\n)[ \t>]*\[[^\[\]\n]*\]:[ \t]*\n?[ \t]*\Z")
LAST_ON_LINE = compile_late(r"[ \t]*(?:[\n\"'(]|\Z)")
ADDRESS_BEFORE = compile_late(r"\](?:[(（]|:)[ \t]*\n?[ \t]*\Z")


def find_html_edits(source: Snapshot) -> None:
    """Find elements that hold an empty line, behind which Markdown is meant, and tags that nothing ends."""
    if COMMENT in source.text:
        remove_comments(source)
    if "<" not in source.seen:
        return
    tags = keep_text(source)
    at = source.seen.find(COMMENT)
    if at >= 0:
        source.tell("comment", at)
    while at >= 0:
        source.edits.append(Edit(at, at + 1, "&lt;"))
        at = source.seen.find(COMMENT, at + 1)
    ElementFinder(source).run(tags)


class ElementFinder:
    """Goes through the tags of blocks; hides from other rules what the library shows as it is."""

    def __init__(self, source: Snapshot) -> None:
        """Take a text."""
        self.source = source
        self.gaps = [found.start() for found in EMPTY_LINE.finditer(source.seen)]
        self.unclosed: list[re.Match[str]] = []
        self.names: Counter[str] = Counter()
        self.shown: list[tuple[int, int]] = []

    def run(self, tags: list[re.Match[str]]) -> None:
        """Read all tags of blocks; then those of lines, of which no paragraph has a half."""
        starts = {tag.start() for tag in tags}
        for found in TAG.finditer(self.source.seen):
            if found.start() not in starts:
                continue
            name = found[2].lower()
            if found[1]:
                self.close(name, found)
            elif not found[3].endswith("/") and not self.names["pre"]:
                self.unclosed.append(found)
                self.names[name] += 1
        for each in self.unclosed:
            self.drop_tag(each)
        HalfTagFinder(self.source, BLOCK_NAMES).run(tags, self.list_paragraph_ends())
        self.source.drop_tags()
        for start, end in self.shown:
            keep_unended_numbers(self.source, start, end)
        keep_shown_code(self.source, self.shown)
        self.source.blank(self.shown)

    def list_paragraph_ends(self) -> list[int]:
        """Give where empty lines stand that end a paragraph: outside what is shown as it is."""
        starts = [start for start, _ in self.shown]
        around = [(gap, bisect_left(starts, gap)) for gap in self.gaps]
        return [gap for gap, index in around if not index or self.shown[index - 1][1] <= gap]

    def close(self, name: str, closing: re.Match[str]) -> None:
        """Take the end of an element; what stands open in it has none."""
        if not self.names[name] and not self.names["pre"] and name not in NO_HALF:
            self.source.dropped.append(closing.span())
            self.source.tell("unopened", closing.start(), name)
        loose = ""
        while self.names[name]:
            opening = self.unclosed.pop()
            inner = opening[2].lower()
            self.names[inner] -= 1
            if inner == name:
                if loose and stands_in_words(self.source.seen, opening.start()):
                    # One that begins a line would hold all up to the end of the text.
                    self.source.edits.append(Edit(closing.start(), closing.start(), loose))
                self.take_element(opening, closing.start())
                self.part_spaces(closing.end())
                return
            if inner in LOOSE:
                loose += f"</{inner}>"
            else:
                self.drop_tag(opening)

    def part_spaces(self, at: int) -> None:
        """Have what stands behind an element on its line be no code."""
        spaces = SPACES.match(self.source.seen, at)
        if spaces and len(spaces[0].expandtabs(CODE_INDENT)) >= CODE_INDENT:
            self.source.edits.append(Edit(*spaces.span(), " "))

    def take_element(self, opening: re.Match[str], end: int) -> None:
        """Have what an element holds converted where it begins a line and holds an empty one; else it is shown."""
        seen, start = self.source.seen, opening.end()
        before = seen[seen.rfind("\n", 0, opening.start()) + 1 : opening.start()]
        gap = bisect_left(self.gaps, start)
        holds_empty_line = gap < len(self.gaps) and seen.find("\n", self.gaps[gap] + 1, end) >= 0
        read = "markdown" in opening[3]
        if not read and opening[2].lower() in HOLDERS and not before.strip() and holds_empty_line:
            self.source.edits.append(Edit(start - 1, start - 1, ' markdown="1"'))
            read = True
        if read and before.isspace() and len(before) < CODE_INDENT:
            # Behind spaces the library would leave what it holds as it is.
            self.source.edits.append(Edit(opening.start() - len(before), opening.start(), ""))
        elif read:
            return
        elif (not before.strip() and len(before) < CODE_INDENT) or self.follows_tag(before):
            while self.shown and self.shown[-1][0] >= start:
                self.shown.pop()
            self.shown.append((start, end))

    def follows_tag(self, before: str) -> bool:
        """Tell whether what stands before a tag on its line ends in another one of these."""
        last = before.rfind("<")
        found = TAG.match(before, last) if last >= 0 else None
        return found is not None and not before[found.end() :].strip()

    def drop_tag(self, opening: re.Match[str]) -> None:
        """Leave out a tag that nothing ends; a paragraph's ends by itself."""
        if opening[2].lower() != "p" or (self.gaps and self.gaps[-1] >= opening.end()):
            self.source.dropped.append(opening.span())
            self.source.tell("unclosed", opening.start(), opening[2].lower())


def keep_unended_numbers(source: Snapshot, start: int, end: int) -> None:
    """Keep the number of a character that has no `;`, and what is no name; browsers show another sign."""
    source.edits += [
        Edit(each.start(), each.start() + 1, "&amp;")
        for each in UNENDED.finditer(source.text, start, end)
        if not (each[1] and each[1].endswith(";") and each[1] in html5)
    ]


def keep_shown_code(source: Snapshot, shown: list[tuple[int, int]]) -> None:
    """Keep what stands between backticks where they are shown as they are: there is no code to hold a tag or a name."""
    starts = [start for start, _ in shown]
    for start, end in source.hidden:
        index = bisect_left(starts, start + 1) - 1
        if index >= 0 and start < shown[index][1] and source.text.startswith("`", start):
            source.edits += [
                Edit(at, at + 1, "&lt;" if source.text[at] == "<" else "&amp;")
                for at in range(start, min(end, shown[index][1]))
                if source.text[at] in "<&"
            ]


def remove_comments(source: Snapshot) -> None:
    """Leave out comments of several lines, and those within words: the library would show some of what they hide."""
    for at, end in source.hidden:
        comment = source.text[at:end]
        begins_line = not stands_in_words(source.text, at)
        if not comment.startswith(COMMENT) or (begins_line and not is_odd_comment(comment)):
            continue
        before, behind = SPACES_BEFORE.search(source.text, max(0, at - 80), at), SPACES.match(source.text, end)
        # One space stays: two would end the line on the page.
        start = min(before.start() + 1, at) if before and source.text.startswith("\n", end) else at
        part_signs(source, at, end)
        source.edits.append(Edit(start, behind.end() if behind and begins_line else end, ""))


def part_signs(source: Snapshot, at: int, end: int) -> None:
    """Have signs on both sides of a comment that is left out not become one of Markdown's."""
    if ESCAPE_BEFORE.search(source.text, max(0, at - 80), at) and source.text[end : end + 1] in ESCAPABLE:
        source.edits.append(Edit(at - 1, at - 1, "\\"))
    elif source.text.startswith("]", at - 1) and source.text.startswith(("(", "["), end):
        source.edits.append(Edit(end, end, "\\"))
    elif source.text.startswith("!", at - 1) and source.text.startswith("[", end):
        source.edits.append(Edit(at - 1, at - 1, "\\"))


def is_odd_comment(comment: str) -> bool:
    """Tell whether a comment has several lines, or would end sooner or begin later for the library."""
    return "\n" in comment or COMMENT in comment[1:] or comment.startswith(("<!-->", "<!--->"))


def stands_in_words(text: str, at: int) -> bool:
    """Tell whether something stands before a place on its line."""
    return bool(text[text.rfind("\n", 0, at) + 1 : at].strip())


def keep_text(source: Snapshot) -> list[re.Match[str]]:
    """Keep `<` where it begins no tag: an HTML reader takes all up to the next `>` for one, be it pages away.

    Give the tags.
    """
    tags: list[re.Match[str]] = []
    end = 0
    for found in MAYBE_TAG.finditer(source.seen):
        at = found.start()
        if at < end:
            continue
        whole = WHOLE_TAG.match(source.seen, at)
        if (
            whole
            and LAST_ON_LINE.match(source.seen, whole.end())
            and DEFINITION.search(source.seen, max(0, at - 80), at)
        ):
            end = whole.end()
        elif whole:
            end = whole.end()
            tags.append(whole)
        elif not ADDRESS_BEFORE.search(source.seen, max(0, at - 80), at):
            source.edits.append(Edit(at, at + 1, "&lt;"))
    return tags
