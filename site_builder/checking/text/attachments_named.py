"""Attachments that a text names and nothing holds: no file, no link, no annex below in the text.

What lies in an item's folder is published with it whether it is named or not: what is told of an item that has files
there is left out where these are known.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from site_builder.checking.readable_text import ReadableText
from site_builder.content.load import Items
from site_builder.late_patterns import compile_late
from site_builder.problem import Problem

RULE = "annex"
SIGNS = ("点击下载", "见文后", "见文末", "ttach", "nclos", "ppendix")
HAN_SIGN = compile_late(r"附(?!图片)[件表图后上送名申登：:\d \u3000*]")
NOUNS = (
    "form|list|map|document|spreadsheet|PDF|agenda|minutes|report|copy|poster|leaflet|plan|schedule|notice|rota|timetable"
    "|letter|questionnaire|application|table|summary|accounts|budget|policy|statement|flyer|programme|file|diagram"
)


LONGEST_CLAUSE = 48
PAPER = compile_late(rf"\b(?:{NOUNS})s?\b[^.\n]*\Z", re.IGNORECASE)


@cache
def compile_mention_pattern() -> re.Pattern[str]:
    """Give how a text names an attachment: at its end, or where it sends its readers there."""
    han = (
        r"^[\x20\t\u3000*]*(?:相关)?附[\x20\u3000]{0,2}件(?:下载)?\x20?\d{0,2}[*]{0,2}[:：]\x20?\S",
        r"^[\x20\t\u3000*]*附[\x20\u3000]{0,2}件[*]{0,2}[:：]\x20*\n\s*(?=[\d（(])(?![\s\S]{150})",
        r"[详参请]?见附[件表图]|(?:下载|查看|点击|填写|参照|按照?|可在|文末)附件(?!材料|齐)|点击下载|[表单图案]见文[后末]",
        r"（附件[一二三四五六七八九\d]?(?:[:：][^）\n]{2,20})?）|随[文函]附[送上]|(?<!后)附上[^，。\n]{0,8}[表单图]",
        (
            r"(?:^[\x20\t\u3000*]*附[表图]?\d?[*]{0,2}[:：][^\n|]{0,30}(?:[表图]|名单|清单|样式|得分)[*]{0,2}$"
            r"|^附[^：:\n|，。]{0,8}(?:名单|清单|申请表|登记表)$|[单表案图]附后(?=[，。；）\n]|$)|后附[^，。\n]{0,8}[表单图]"
            r"|^[\x20\t\u3000*]*附[表图]\d?[:：]\x20?\S)(?![\s\S]{100}|[^|]*\n[^|\n]*\|)"
        ),
    )
    latin = (
        r"\b[Ss]ee\x20(?:the\x20)?(?:attach(?:ed|ment)|enclosed\x20(?!garden|space|yard|by|on|and|with))",
        r"\((?:see\x20)?attach(?:ed|ment)\)",
        r"^[\x20\t*]*(?:Attachments?|Attached|Enclosed|Enclosures?|Encl?\.?)(?:\x20\d{1,2})?[*]{0,2}:\x20?\n?\s?\S",
        r"^[\x20\t*]*Attached\x20(?:is|are)\b|\bas\x20attached(?=[.,;]|$)|\bin\x20the\x20attachment\b",
        r"\b[Ff]ind\x20(?:attached|enclosed)\b",
        r"\b(?:is|are)\x20(?:attached|enclosed)(?=[.;]|$|\x20to\x20this|\x20below|\x20for)",
        rf"\b(?:the|an|our)\x20(?:attached|enclosed)\x20(?:[a-z]+\x20)?(?:{NOUNS})s?\b",
        r"\b[Ss]ee\x20Appendix\x20(?:[A-Z]|\d{1,2})(?=[.,;)]|$)",
    )
    return re.compile("|".join((*han, *latin)), re.MULTILINE)


@cache
def compile_annex_pattern() -> re.Pattern[str]:
    """Give what begins an annex in the text itself."""
    return re.compile(
        r"^[ \t\u3000]*(?:#{1,6}[ ])?[*]{0,2}(?:附件[ ]?[\d一二三四五六七八九]{0,2}[*]{0,2}[:：]?[*]{0,2}"
        r"|Annex|Appendix).{0,30}$",
        re.MULTILINE,
    )


def drop_answered_mentions(problems: Iterable[Problem], items: Items) -> Iterator[Problem]:
    """Leave out what is told of the attachments of items whose folders have files."""
    owners = {f"content/{each.owner}" for each in items.attachments if each.owner}
    for each in problems:
        folder, _, name = each.path.rpartition("/")
        if each.rule != RULE or folder not in owners or not name.startswith("index."):
            yield each


def check_named_attachments(readable: ReadableText) -> Iterator[Problem]:
    """Find the first attachment that is named and absent."""
    item = readable.item
    linked = any(each in readable.text for each in ("](", "http", "href"))
    if linked and not (readable.is_wide and "附件" in readable.text):
        return
    if not (HAN_SIGN.search(readable.raw_text) or any(each in readable.raw_text for each in SIGNS)):
        return
    if item.links or item.attachments or item.source:
        return
    yield from readable.run_check(lambda text: check_mentions(readable, text, linked=linked))


# 评分细则附后, with what is named so; 详见附件2; where attachments have their numbers.
BEHIND = compile_late(r"附后(?<=(?P<name>[\u4e00-\u9fff]{2})附后)(?=[，。；）\n]|\Z)")
# What readers are asked to add themselves: 请将发票附后.
ASKED = compile_late(r"[请将把须应需][^，。；\n]*\Z")
NUMBERED = compile_late(r"附件(?<=[见按照写载看阅考]附件)[ ]?(?P<number>[2-9])(?!\d)")
NUMBER_OF_ANNEX = compile_late(r"(?:^[ \t\u3000#*>-]*|\[)附[ \u3000]?件[ ]?(?P<number>\d{1,2})", re.MULTILINE)
LIST_OF_ANNEXES = compile_late(
    r"^[ \t\u3000*]*附[ \u3000]?件[*]{0,2}[:：][^\n]*(?:\n+[ \t\u3000*>-]*\[?\d{1,2}[.．、][^\n]*)*", re.MULTILINE
)
NUMBER_IN_LIST = compile_late(r"(?<!\d)(\d{1,2})[.．、]")


def find_absent_annex(text: str) -> re.Match[str] | None:
    """Find what is said to stand behind the text and does not, or an attachment with a number beyond those there."""
    for found in BEHIND.finditer(text):
        if ASKED.search(text, max(0, found.start() - LONGEST_CLAUSE), found.start()):
            continue
        if not re.search(rf"^[^\n。]{{0,20}}{found['name']}|附[:：件表]|\|", text[found.end() :], re.MULTILINE):
            return found
    numbered = NUMBERED.search(text)
    if numbered:
        numbers = {int(each["number"]) for each in NUMBER_OF_ANNEX.finditer(text)}
        for each in LIST_OF_ANNEXES.finditer(text):
            numbers |= {int(number) for number in NUMBER_IN_LIST.findall(each[0])} or {1}
        wanted = (each for each in NUMBERED.finditer(text) if numbers and int(each["number"]) > max(numbers))
        return next(wanted, None)
    return None


def is_of_paper(found: re.Match[str]) -> bool:
    """Tell whether what is attached or enclosed is a paper, and no garage."""
    clause = found.string[max(0, found.start() - LONGEST_CLAUSE) : found.start()]
    return not found[0].startswith(("is ", "are ")) or PAPER.search(clause) is not None


def check_mentions(readable: ReadableText, text: str, *, linked: bool) -> Iterator[Problem]:
    """Find the first such attachment: any in a text without links or an annex, else one that these are not."""
    mentions = (each for each in compile_mention_pattern().finditer(text) if is_of_paper(each))
    found = None if linked else next(mentions, None)
    if found is None or any(each.start() > found.end() for each in compile_annex_pattern().finditer(text)):
        found = find_absent_annex(text) if readable.is_wide else None
    if found is None:
        return
    message = 'the text names an attachment, "{written}", and there is none'
    hint = "put the file beside the item, and link it"
    at = found.end() - len(found[0].lstrip(" \t\u3000*\n"))
    yield readable.make_problem("warning", RULE, at, message, hint, written=found[0].strip(" \t\u3000*\n"))
