"""A body -> the few words that stand for it in lists; changes nothing that an editor wrote as `summary`."""

import html
import re
from functools import lru_cache

from site_builder.model import Prose
from site_builder.urls import is_han

# Half-widths of a character: some two lines on a phone. A Han character takes two.
LONGEST = 200
PARAGRAPH = re.compile(r"<p(?: (?!class=\"admonition-title\")[^>]*)?>(.*?)</p>", re.DOTALL)
BREAK = re.compile(r"<br[^>]*>")
# What opens an official document (GB/T 9704-2012, 7.2.4 to 7.3.2): who issues it, its number, its title, whom it is to.
OFFICE = r"[\w（）()、 　]{1,40}(?:文件|人民政府|委员会|办事处|办公室|指挥部|领导小组)"
NUMBER = re.compile(
    rf"(?:{OFFICE} ?)?[^\W\d_]{{1,20}} ?[〔\[［（(【] ?\d{{4}} ?[〕\]］）)】] ?第?\d{{1,4}} ?号"
    r"[ 　]*(?:签发人[:：]\S{1,12}[ 　]*)?"
)
KINDS = ("通知", "公告", "通告", "公示", "意见", "决定", "方案", "办法", "批复", "报告", "函")
READERS = "会|单位|部门|村|社区|组|户|民|朋友|站|所|室|同志|业主|企业|家长|师生|学校|处|局|公司|代表|乡亲"
SALUTATION = re.compile(rf"(?:各|尊敬的|亲爱的|广大|全体)[^，。；！？：:,;!?]{{0,60}}(?:{READERS})[）)]?们?[：:][ 　]*")
NO_PROSE = re.compile(
    rf"{OFFICE}|关于[^。；！？]{{2,80}}(?:{'|'.join(KINDS)})"
    r"|(?:Dear|To (?:all|the|whom))\b[^.!?:]{1,60}[,:]|(?:Document |Ref\.? )?(?:No\.?|Number) ?[\w/()-]+(?: of \d{4})?",
    re.IGNORECASE,
)
# What ends in a colon names a reader, unless it leads to what stands below.
LABEL = re.compile(r"[^。；！？;!?]{1,60}[：:]")
LEAD_IN = re.compile(r"如下|以下|下列|现将|根据|通知|公告|安排|following|below|follows", re.IGNORECASE)
TAG = re.compile(r"<[^>]+>")
NOTE_MARK = re.compile(r"<sup\b[^>]*>.*?</sup>|<span class=\"visually-hidden\">.*?</span>", re.DOTALL)
SENTENCE_END = re.compile(r"[。！？!?](?:[”’」』）)\"']*)|\.(?:[”’)\"']*)(?=\s|$)")
CLAUSE_END = re.compile(r"[，；：、]|[,;:]?\s")


def summarise(prose: Prose, title: str = "") -> str:
    """Take the first paragraph that is prose, cut at the end of a sentence; too long a first one at a clause, with "…".

    What opens an official document or a letter is none: letterhead, number, the title once more, whom it is to.
    """
    for found in PARAGRAPH.finditer(prose.html):
        words = html.unescape(TAG.sub("", NOTE_MARK.sub("", BREAK.sub(" ", found[1]))))
        text = remove_opening(" ".join(words.split()), title)
        if text:
            return shorten_text(text)
    return ""


def remove_opening(text: str, title: str) -> str:
    """Take away what opens a document; one paragraph may have several such lines. Prose may begin with such words."""
    number = NUMBER.match(text)
    behind = text[number.end() :] if number else text
    untitled = behind.removeprefix(title).lstrip(" 　")
    found = SALUTATION.match(untitled)
    rest = untitled[found.end() :] if found else untitled if not untitled or title.endswith(KINDS) else text
    if number and behind and rest == behind:
        rest = text if NO_PROSE.fullmatch(behind) is None else ""
    capitals = rest.isupper() and " " in rest and rest[-1].isalnum()
    return "" if capitals or NO_PROSE.fullmatch(rest) or (LABEL.fullmatch(rest) and not LEAD_IN.search(rest)) else rest


def shorten_text(text: str) -> str:
    """Cut a text to its longest beginning of whole sentences that is short enough."""
    limit = count_fitting(text)
    if limit >= len(text):
        return text
    ends = [found.end() for found in SENTENCE_END.finditer(text) if found.end() <= limit]
    if ends:
        return text[: ends[-1]]
    clauses = [found.start() for found in CLAUSE_END.finditer(text) if 0 < found.start() < limit]
    return text[: clauses[-1] if clauses else limit - 1].rstrip() + "…"


def count_fitting(text: str) -> int:
    """Give how many characters from the start are short enough together."""
    if 2 * len(text) <= LONGEST:
        return len(text)
    if text.isascii():
        return min(len(text), LONGEST)
    total = 0
    for count, character in enumerate(text):
        total += measure_width(character)
        if total > LONGEST:
            return count
    return len(text)


@lru_cache(maxsize=8192)
def measure_width(character: str) -> int:
    """Give the half-widths that a character takes."""
    return 2 if is_han(character) or character in "，。、；：？！（）《》「」“”" else 1
