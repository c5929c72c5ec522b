"""A text -> the numbers of papers in it that belong to one person: passports, licences, plates, insurance, QQ."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from site_builder.checking.personal_data.kinds import PersonalData, mask_number, remove_separators
from site_builder.checking.personal_data.numbers.paper_kinds import PAPERS, Paper
from site_builder.checking.personal_data.numbers.surroundings import (
    FIGURE_BEFORE,
    OTHER_NUMBER,
    PRICE,
    SAME,
    Surroundings,
)
from site_builder.late_patterns import compile_late

if TYPE_CHECKING:
    from site_builder.problem import Severity

# What may stand between a word and the number that it says: nothing that says another thing.
BETWEEN = (
    "(?:(?!电话|热线|传真|手机|联系|微信|邮编|咨询|办理|业务|窗口|服务|地址|网址|日期|有效期|发证|受理|订单|流水|批次|回执|客服|金额|价|费用|工本费"
    r"|\b(?:tel|phone|fax|call|ring|fee|costs?|price|from|office|hotline|helpline)\b)[^0-9\n]){0,24}\Z"
)


class PaperPatterns(NamedTuple):
    """A kind of paper with its patterns: the number, the words before it and those behind."""

    paper: Paper
    number: re.Pattern[str]
    label: re.Pattern[str]
    behind: re.Pattern[str]


PATTERNS = tuple(
    PaperPatterns(
        each,
        compile_late(each.number, re.IGNORECASE if each.label else 0),
        compile_late(rf"(?:{each.label}){BETWEEN}", re.IGNORECASE),
        compile_late(
            rf"(?:\.[a-z]{{3,4}})?[ ]?[（(][^（()\n）0-9]{{0,6}}(?:{each.label})"
            rf"|[ ]?的[一-龥]{{0,12}}(?:{each.label})|[ ]?\|[ ]?(?:{each.label})",
            re.IGNORECASE,
        ),
    )
    for each in PAPERS
)


def find_papers(text: str, around: Surroundings) -> Iterator[PersonalData]:
    """Find numbers of papers; where two kinds see one number, the first of those whose word stands nearest counts."""
    found: dict[int, tuple[int, PersonalData]] = {}
    for paper, pattern, label, behind in PATTERNS:
        end, last = 0, None
        for each in around.find_numbers(pattern, text):
            distance = measure_label(paper, label, behind, each, around)
            if last is not None and distance in {None, FAR} and LIST.fullmatch(text, end, each.start("number")):
                distance = last
            if distance is None or (paper.is_right and not paper.is_right(remove_separators(each["number"]))):
                continue
            end, last = each.end(), distance
            severity: Severity = paper.said if distance < FAR or paper.alone is None else paper.alone
            data = replace(mask_number(each, paper.kind, paper.shown, "number"), severity=severity)
            if each.start() not in found or distance < found[each.start()][0]:
                found[each.start()] = (distance, data)
    end = 0
    for _, (_, data) in sorted(found.items()):
        if data.start >= end:
            yield data
            end = data.end


# What stands between the numbers of a list that one word introduces.
LIST = compile_late(r" ?(?:[、,，;；/|\n]|和|及|与|或|or|and|&) ?(?:(?:or|and) )?")
# A day in one, and what says in spite of it that it is a number.
DAY = compile_late("(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
SAID = compile_late(r"(?:(?:号码?|编号|QQ|no\b\.?|number)[:：|* ]*|[证卡][:：|]+ *|字第 *)\Z", re.IGNORECASE)
# What is said of a number in brackets behind it.
REMARK = compile_late(r" ?[（(][^（()）\n]{0,16}")
# The distance of a word that is not there.
FAR = 1_000


def measure_label(
    paper: Paper, label: re.Pattern[str], behind: re.Pattern[str], number: re.Match[str], around: Surroundings
) -> int | None:
    """Give how far before a number the word stands that says what it is; None where it is another thing."""
    at = number.start("number")
    before, after = around.find_before(at), around.find_behind(number.end())
    told = REMARK.match(after)
    if paper.unless and re.search(paper.unless, f"{before} {told[0] if told else after[:2]}", re.IGNORECASE):
        return None
    if paper.label:
        found = list(label.finditer(before))
        if found and not is_figure(number["number"], before):
            return len(before) - found[-1].start()
        if behind.match(after) or re.search(paper.label, around.find_heading(at), re.IGNORECASE):
            return 0
        if (same := SAME.search(after)) and re.search(paper.label, same[0], re.IGNORECASE):
            return 0
    alone = paper.alone and number["number"].isupper() == any(map(str.isalpha, number["number"]))
    return FAR if alone and not OTHER_NUMBER.search(before) else None


def is_figure(number: str, before: str) -> bool:
    """Tell whether a number is a price, a count or a day, whatever word stands further before it."""
    return bool(
        PRICE.search(before) or FIGURE_BEFORE.search(before) or (DAY.fullmatch(number) and not SAID.search(before))
    )
