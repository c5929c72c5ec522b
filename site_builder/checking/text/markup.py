"""What Markdown makes another thing of than was meant: lists and tables that will be none; words that say nothing new.

It looks at the source, for the converted page no longer shows what was meant.
"""

import re
from collections.abc import Iterator

from site_builder.checking.readable_text import NOTHING, ReadableText
from site_builder.late_patterns import compile_late
from site_builder.markdown.source.table_cells import RULER
from site_builder.problem import Problem

# A paragraph's first line (no list, quotation, table, heading, HTML, footnote, definition or fence), more lines of it,
# then a line that looks like an entry of a list.
GLUED = compile_late(
    r"(?:\A\s*|\n[ \t]*\n|(?:\A|(?<=\n))#{1,6}[ \t][^\n]*\n)"
    r"(?! {0,3}(?:[-*+]|\d{1,9}[.)])[ \t])(?![ \t\n>|<#!:`~\0]|\[\^|\*\[)[^\n]+\n"
    r"(?:(?![ \t]*\n| {0,3}(?:[-*+]|\d{1,9}\.)[ \t])[^\n]+\n)*"
    r" {0,3}(?=(?P<sign>[-*+]|\d{1,9}\.)[ \t]+(?![-*+ \t|]*\n)\S)"
)
ENTRY = compile_late(r"\n {0,3}(?:[-*+]|\d{1,9}\.)[ \t]+\S")
LIST_ABOVE = compile_late(r"(?:[-*+]|\d{1,9}\.)[ \t]|---$")
# Two rows or more; what stands below the first row of a table.
ROWS = compile_late(r"^ {0,3}\|[^\n]*\n(?: {0,3}\|[^\n]*(?:\n|\Z))+", re.MULTILINE)
FIRST_LINE = compile_late(r"\s*(?P<words>\S[^\n]*)")
# One for each sign, which alone is quick to look for.
HEADINGS = tuple((sign, compile_late(rf"{sign}[#＃]{{0,5}}(?P<words>[^\n]+)")) for sign in "#＃")
MARKUP = frozenset("<{")
# What programs call a new file, with a number behind it.
NEW_FILE = compile_late(
    r"(?:未命名|无标题|新建(?: ?(?:Microsoft Word|Microsoft Excel|DOCX?|XLSX?|文本|WPS))? ?(?:文档|文件|工作表)"
    r"|untitled(?: document| page| post)?|new (?:microsoft word )?document|document ?\d{1,2}|copy of copy of .*"
    r"|文档 ?\d{1,2}|副本)[ \d()（）]*",
    re.IGNORECASE,
)
LETTER = compile_late(r"[^\W_]")
INDENTS = ("", " ", "  ", "   ")
NO_WORDS = compile_late(r"[\W_]*?(?:<[^<>]*>|\{[^{}]*\})|[\W_]+")


def check_titles(readable: ReadableText) -> Iterator[Problem]:
    """Find what a title should not be, and the title once more below itself."""
    yield from check_words_of_title(readable)
    yield from check_repeated_title(readable)


def check_words_of_title(readable: ReadableText) -> Iterator[Problem]:
    """Find a title that a program gave to a new file, one that says 关于 twice, and one that ends like a sentence."""
    title = readable.item.title.strip()
    at = max(0, readable.text.find(title, 0, readable.start)) if title else 0
    if NEW_FILE.fullmatch(title):
        message, hint = '"{title}" is what a program calls a new file', "write what the item says"
        yield readable.make_problem("warning", "title", at, message, hint, title=title)
    elif "关于关于" in title:
        message, hint = 'the title says "{written}" twice', "take one out"
        yield readable.make_problem("warning", "title", at, message, hint, written="关于")
    elif title.endswith("。") and title.count("。") == 1:
        yield readable.make_problem(
            "warning", "title", at, 'the title ends in "{written}"', "take it out", written="。"
        )


def check_repeated_title(readable: ReadableText) -> Iterator[Problem]:
    """Find the title in the first line of the text, however it is marked, and in headings: the page has it above."""
    title = readable.item.title
    title = title if MARKUP.isdisjoint(title) else NO_WORDS.sub("", title)
    letter, first = LETTER.search(title), FIRST_LINE.match(readable.text, readable.start)
    if not letter or not first:
        return
    headings = [
        each
        for sign, heading in HEADINGS
        if sign in readable.text
        for each in heading.finditer(readable.text, readable.start)
    ]
    seen = set[int]()
    for found in (first, *headings):
        words = found["words"]
        if not may_begin_with(words, letter[0].casefold()[0]):
            continue
        at = found.start("words")
        line = readable.text.rfind("\n", 0, at) + 1
        is_begun = found is first or readable.text[line : found.start()] in INDENTS
        if is_begun and line not in seen and keep_letters(words) == keep_letters(title):
            seen.add(line)
            message = "this line says the title again, which stands above the text"
            yield readable.make_problem("warning", "title", at, message, "delete the line")


def keep_letters(words: str) -> str:
    """Give the letters and digits of some words without tags and attributes, in small."""
    return NO_WORDS.sub("", words).casefold()


def may_begin_with(words: str, letter: str) -> bool:
    """Tell whether the first letter of some words, which may stand behind tags and attributes, is one in small."""
    first = LETTER.search(words)
    return first is not None and (first[0].casefold()[0] == letter or not MARKUP.isdisjoint(words[: first.start()]))


def check_lists(readable: ReadableText) -> Iterator[Problem]:
    """Find lists that begin right below a paragraph, which Markdown makes part of it."""
    if not any(map(is_below_text, ENTRY.finditer(readable.text, readable.start))):
        return
    for found in GLUED.finditer(readable.visible_text[readable.start :]):
        message = "this list hangs on to the paragraph above it and will be no list"
        hint = "leave an empty line above it, and one below it"
        at = readable.start + found.end()
        yield readable.make_problem("warning", "list", at, message, hint)


def is_below_text(entry: re.Match[str]) -> bool:
    """Tell whether the line above what looks like an entry of a list is neither empty nor another entry."""
    text, at = entry.string, entry.start()
    above = text[text.rfind("\n", 0, at) + 1 : at].strip()
    return bool(above) and not LIST_ABOVE.match(above)


def check_tables(readable: ReadableText) -> Iterator[Problem]:
    """Find tables without the line of dashes below their first row, and tables right below a paragraph."""
    if "|" not in readable.text or next(find_broken_tables(readable.text, readable.start), None) is None:
        return
    for at, columns in find_broken_tables(readable.visible_text, readable.start):
        if columns:
            message, hint = (
                "this table will be none: there is no line of dashes below its first row",
                "write {line} there",
            )
            yield readable.make_problem("warning", "table", at, message, hint, line="| --- " * columns + "|")
        else:
            message, hint = "this table hangs on to the text above it and will be none", "leave an empty line above"
            yield readable.make_problem("warning", "table", at, message, hint)


def find_broken_tables(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Give where rows stand that are no table, and of how many columns; of 0 where only what is above them is wrong."""
    for found in ROWS.finditer(text, start):
        rows = found[0].split("\n")
        end = max(0, found.start() - 1)
        above = text[text.rfind("\n", 0, end) + 1 : end].strip(f" \t{NOTHING}")
        at = found.start() + found[0].index("|")
        if not RULER.fullmatch(rows[1]):
            yield at, max(1, rows[0].strip().strip("|").count("|") + 1)
        elif above and not above.startswith(("#", "---")):
            yield at, 0
