"""Attachments that a text names and nothing holds: no file, no link, no annex below; judges items in one file alone.

What lies in an item's folder is published with it whether it is named or not, so of such an item nothing is told here.
"""

import re
from collections.abc import Iterator
from functools import cache

from site_builder.checking.readable_text import ReadableText
from site_builder.problem import Problem

SIGNS = ("附", "ttach", "nclos")


@cache
def compile_mention_pattern() -> re.Pattern[str]:
    """Give how a text names an attachment: at its end, or where it sends its readers there."""
    return re.compile(
        r"^[ \t\u3000*]*附件(?:下载)?[ ]?\d{0,2}[*]{0,2}[:：][ ]?\S|[详参]?见附件|下载附件"
        r"|（附件[一二三四五六七八九\d]?）"
        r"|(?:^[ \t\u3000*]*附表?[*]{0,2}[:：][^\n|]{0,30}(?:表|名单|清单|样式|得分)[*]{0,2}$"
        r"|[单表案图]附后(?=[，。；）]))"
        r"(?![\s\S]{100}|[^|]*\n[^|\n]*\|)"
        r"|\b[Ss]ee (?:the )?attach(?:ed|ment)|^[ \t*]*(?:Attachments?|Enclosed|Enclosures?)[*]{0,2}:[ ]?\S"
        r"|\b(?:is|are) attached(?=[.;]|$)|\b[Ff]ind attached\b"
        r"|\b(?:the|an) (?:attached|enclosed) (?:form|file|list|map|document|spreadsheet|PDF)\b",
        re.MULTILINE,
    )


@cache
def compile_annex_pattern() -> re.Pattern[str]:
    """Give what begins an annex in the text itself."""
    return re.compile(
        r"^[ \t\u3000]*(?:#{1,6}[ ])?[*]{0,2}(?:附件[ ]?[\d一二三四五六七八九]{0,2}[*]{0,2}[:：]?[*]{0,2}"
        r"|Annex|Appendix).{0,30}$",
        re.MULTILINE,
    )


def check_named_attachments(readable: ReadableText) -> Iterator[Problem]:
    """Find the first attachment that is named and absent."""
    item = readable.item
    if not any(each in readable.raw_text for each in SIGNS):
        return
    if item.path.rpartition("/")[2].startswith("index.") or item.links or item.attachments or item.source:
        return
    yield from readable.run_check(lambda text: check_mentions(readable, text))


def check_mentions(readable: ReadableText, text: str) -> Iterator[Problem]:
    """Find the first such attachment in a text without links or an annex."""
    found = compile_mention_pattern().search(text)
    if found is None or "](" in readable.text or "http" in readable.text or "href" in readable.text:
        return
    if any(each.start() > found.end() for each in compile_annex_pattern().finditer(text)):
        return
    message = 'the text names an attachment, "{written}", and there is none'
    hint = "put the file beside the item, and link it"
    at = found.end() - len(found[0].lstrip(" \t\u3000*\n"))
    yield readable.make_problem("warning", "annex", at, message, hint, written=found[0].strip(" \t\u3000*\n"))
