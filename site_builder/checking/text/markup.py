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
LETTER = compile_late(r"[^\W_]")
INDENTS = ("", " ", "  ", "   ")
NO_WORDS = compile_late(r"[\W_]*?(?:<[^<>]*>|\{[^{}]*\})|[\W_]+")
PICTURE = compile_late(r"!\[(?P<alt>[^\]\n]{0,200}+)\]\([ ]?<?(?P<target>[^)\s>]*)")
HTML_PICTURE = compile_late(
    r"<img\b(?=[^<>]*\bsrc=[\"'](?P<target>[^\"']*))[^<>]*\balt=[\"'](?P<alt>[^\"']*)", re.IGNORECASE
)
FILE_NAME = compile_late(r"\S*\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?|heic|heif|svg)", re.IGNORECASE)
# What cameras, telephones and programs call a picture, words that only say that there is one, and those that our own
# hints have in this place, in every language (a test looks into the catalogues).
MEANINGLESS_ALT = compile_late(
    r"(?:IMG|DSCN?|DSCF|PXL|MVIMG|Screen ?shot|mmexport|WeChat|微信图片|屏幕截图|截屏|截图|图片|照片|图像|图|配图"
    r"|image|img|photo|picture|pic|untitled|无标题|未命名|插图|示意图|(?:在这里插入|在此处插入|请输入)?图片描述|图片说明"
    r"|alt(?: text)?|placeholder|占位图?|TODO|TBD|待补充|xx+|null|undefined|clipboard"
    r"|what (?:the picture|it) shows|图片内容说明"
    r"|粘贴图片|新建图片|QQ图片|QQ截图|Snipaste|(?:企业)?微信(?:截图)?|wx_camera|retouch|lADP[A-Za-z0-9_-]*"
    r"|(?:封面|现场|活动|会议|工作|宣传)(?:图片?|照片)|(?:an? |the )?(?:photo|image|picture)(?: of| description)?"
    r"|Pasted image|WhatsApp Image|VID|DJI|GOPR|P_|PANO|BURST|Resized|FullSizeRender|Scan|Signal|screen ?capture)"
    r"[\d\W_]*(?:(?:at|上午|下午|AM|PM|x|WA)[\d\W_]*)*",
    re.IGNORECASE,
)
# Digits alone, and what a program made of a picture's bytes or of chance.
NUMBER_OR_HASH = compile_late(
    r"[\d\s._()（）-]+|(?=[^a-z]*[a-z])(?=\D*\d)[0-9a-f]{12,}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}",
    re.IGNORECASE,
)


def check_titles(readable: ReadableText) -> Iterator[Problem]:
    """Find the title in the first line of the text, however it is marked, and in headings: the page has it above."""
    title = NO_WORDS.sub("", readable.item.title).casefold()
    first = FIRST_LINE.match(readable.text, readable.start)
    if not title or not first:
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
        if not may_begin_with(words, title[0]):
            continue
        at = found.start("words")
        line = readable.text.rfind("\n", 0, at) + 1
        is_begun = found is first or readable.text[line : found.start()] in INDENTS
        if is_begun and line not in seen and NO_WORDS.sub("", words).casefold() == title:
            seen.add(line)
            message = "this line says the title again, which stands above the text"
            yield readable.make_problem("warning", "title", at, message, "delete the line")


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


def check_captions(readable: ReadableText) -> Iterator[Problem]:
    """Find pictures whose alternative text is the name of a file, or says only that there is a picture."""
    if "![" not in readable.text and "<img" not in readable.text and "<IMG" not in readable.text:
        return
    for pattern in (PICTURE, HTML_PICTURE):
        for found in pattern.finditer(readable.text, readable.start):
            alt, name = found["alt"].strip(), found["target"].rpartition("/")[2]
            named = alt in {name, name.rpartition(".")[0]} and not has_words(alt)
            if alt and (named or is_meaningless(alt)) and is_outside_code(readable, found):
                message, hint = (
                    '"{alt}" does not say what the picture shows',
                    "write what it shows, as you would say it on the telephone",
                )
                yield readable.make_problem("error", "caption", found.start("alt"), message, hint, alt=alt)


def is_meaningless(alt: str) -> bool:
    """Tell whether a text is what cameras, chats and programs call a picture, or only says that there is one."""
    patterns = (FILE_NAME, MEANINGLESS_ALT, NUMBER_OR_HASH)
    return any(each.fullmatch(alt) for each in patterns)


def has_words(alt: str) -> bool:
    """Tell whether a text that is a file's name too has words for a reader: some in Han, or several."""
    return bool(re.search("[\u4e00-\u9fff]{4}", alt)) or " " in alt


def is_outside_code(readable: ReadableText, found: re.Match[str]) -> bool:
    """Tell whether a picture stands in no code and no comment."""
    if found[0].startswith("<"):
        from site_builder.markdown.source_positions import blank_code

        return blank_code(readable.text, readable.start)[found.start()] != NOTHING
    return readable.visible_text[found.start()] != NOTHING
