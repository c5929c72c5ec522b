"""Tables of people with a column that the law protects: health, disability, birth, guardians; knows no file.

Personal Information Protection Law, articles 28 to 31 (what is sensitive, children under fourteen). A table counts by
its headings and by rows that are filled; blank forms, masked lists and statistics are none.
"""

import csv
import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache

from msgspec import Struct

from site_builder.late_patterns import compile_late

RULE = "sensitive-column"
LEAST_ROWS = 3
# In one sheet no more rows are looked at as heads.
MOST_HEADS = 20
# A longer heading is a sentence.
LONGEST_HEADING = 60
SERIAL = compile_late(r"序号|编号|no\.?|#|")
UNKNOWN = compile_late(r"[\W_]*|暂无|不详|略|n/?a|nil|unknown", re.IGNORECASE)
NOTHING = compile_late(rf"{UNKNOWN.pattern}|无|没有|none", re.IGNORECASE)
MASKED = compile_late(r"[*＊×○〇□■]|某|(?<![A-Za-z])[Xx]{1,4}(?![A-Za-z])|^\W*(?:如[:：]|例如|示例|例[:：])|e\.g\.")
FIGURE = compile_late(r"[\d.,% ]+")
# What things have as well as people.
CONDITION = compile_late("conditions?")
OF_THINGS = compile_late(
    r"\b(?:good|fair|poor|new|used|worn|excellent|mint|working|broken|damaged|repaired|sound|rust\w*|cracked|scratched"
    r"|satisfactory|ok|okay|average|dry|wet|clean|dirty|soft|firm|open|closed|unconditional|none|granted|if|must|only)\b",
    re.IGNORECASE,
)
FULL_NAME = compile_late(r"(?:[A-Z][A-Za-z'’-]+\.? ){1,3}[A-Z][A-Za-z'’-]+")
TOTAL = compile_late(r"合计|小计|总计|total", re.IGNORECASE)


class SensitiveColumn(Struct, frozen=True):
    """A column of a table: its number, its heading, and how many of its rows tell something of people."""

    number: int
    heading: str
    rows: int


class HeadingPatterns(Struct, frozen=True):
    """What finds headings in small letters: of what is sensitive, and of these what may be classes of something.

    `beliefs` are those of them in which "none" is said of somebody as well.
    `people` are headings of who a row is about, `counts` those of what is counted, or laid down, for a class.
    """

    sensitive: re.Pattern[str]
    classes: re.Pattern[str]
    beliefs: re.Pattern[str]
    people: re.Pattern[str]
    counts: re.Pattern[str]


@cache
def compile_headings() -> HeadingPatterns:
    """Give what finds headings."""
    classes = re.compile(
        r"病种|病名|疾病(?:名称|种类|类型|类别|诊断|情况|(?!\w))|患病(?:情况|名称|种类|类型|(?!\w))|所患(?:疾病|病种)|诊断|病情|病史|用药"
        r"|(?:健康|身体)(?:状况|情况|状态)|残疾(?:类别|类型|种类|等级|级别|程度|部位|原因|情况|状况)|致残原因"
        r"|(?:[致返]贫|贫困|困难|致困|救助|低保)原因|班级"
        r"|(?<![a-z] )\bconditions?(?= *(?:[|,\n]|\Z))"
        r"|\b(?:diagnos[ie]s|(?:medical|health) conditions?|medical history|state of health"
        r"|health status|illness"
        r"|disabilit(?:y|ies)|impairment|medication|ethnicity|ethnic (?:group|origin)|special educational needs"
        r"|(?:reason|cause)s? (?:for|of) (?:\w+ )?(?:hardship|poverty|difficulty|need)"
        r"|(?:hardship|poverty) (?:reason|cause)s?)\b"
    )
    beliefs = re.compile(
        r"宗教信仰|信仰宗教|信教|婚姻(?:状况|情况|状态|(?!\w))|婚否|婚史"
        r"|\b(?:religion|religious (?:belief|affiliation)s?|faith|marital status|marriage status|civil status)\b"
    )
    sensitive = re.compile(
        rf"{classes.pattern}|{beliefs.pattern}|出生(?:日期|年月|时间)|生日|监护人|家长(?:姓名|电话)|学校(?:及|、)?班级"
        r"|(?:就读|在读|所在|就学)(?:学校|班级|年级)|学籍号|犯罪记录|前科|生育(?:状况|情况)|孕(?:周|产期)|预产期"
        r"|银行账号|银行卡号|一卡通账号|惠农卡号|残疾证号"
        r"|\b(?:date of birth|birth ?date|dob|birthday|guardians?|parent(?: or |/)carer|next of kin"
        r"|school(?: and |/| )class|class at school|school attended|current school|criminal (?:record|convictions?)"
        r"|sexual orientation|bank account number)\b"
    )
    people = re.compile(
        r"姓名|名字|户主|患者|学生|儿童|老人|申请人|救助对象|帮扶对象|残疾人|身份证"
        r"|\b(?:name|surname|patient|pupil|child|resident|applicant|claimant)\b"
    )
    counts = re.compile(
        r"人数|户数|例数|人次|数量|合计|小计|总数|总计|占比|比例|比率|百分|标准|额度|政策|说明|定义|报销|依据|条件|[（(][人户例个%％][）)]"
        r"|\b(?:number of|no\. of|counts?|totals?|cases|share|rates?|per ?cent|percentage|criteria|threshold"
        r"|people|residents|households|pupils|patients|persons)\b|%"
    )
    return HeadingPatterns(sensitive, classes, beliefs, people, counts)


def may_have_sensitive_headings(text: str) -> bool:
    """Tell whether any such word stands in a text."""
    return compile_headings().sensitive.search(text.casefold()) is not None


def plain_heading(text: str) -> str:
    """Give a heading as it is compared."""
    return re.sub(r"\s+", " " if text.isascii() else "", unicodedata.normalize("NFKC", text)).strip().casefold()


def find_sensitive_columns(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[SensitiveColumn]:
    """Find the columns of a table that tell what is sensitive of three people or more."""
    known = compile_headings()
    plain = [plain_heading(each) for each in headings]
    found = [n for n, each in enumerate(plain) if len(each) <= LONGEST_HEADING and known.sensitive.search(each)]
    if not found:
        return
    who = [
        n
        for n, each in enumerate(plain)
        if n not in found and known.people.search(each) and not known.counts.search(each)
    ]
    others = [each for n, each in enumerate(plain) if n not in found]
    if not who and any(known.counts.search(each) for each in others):
        return
    for number in found:
        nothing = UNKNOWN if known.beliefs.search(plain[number]) else NOTHING
        filled = [row for row in rows if is_filled(row, number, nothing) and is_of_somebody(row, who)]
        if CONDITION.fullmatch(plain[number]):
            filled = [row for row in filled if who and is_condition_of_person(row, who, number)]
        if len(filled) < LEAST_ROWS:
            continue
        if not who and known.classes.search(plain[number]) and is_list_of_classes(plain, filled, number):
            continue
        yield SensitiveColumn(number, headings[number].strip(), len(filled))


def is_filled(row: Sequence[str], number: int, nothing: re.Pattern[str] = NOTHING) -> bool:
    """Tell whether a cell says something that is not masked."""
    cell = row[number].strip() if number < len(row) else ""
    return not nothing.fullmatch(cell) and not MASKED.search(cell)


def is_condition_of_person(row: Sequence[str], who: list[int], number: int) -> bool:
    """Tell whether a condition is that of somebody who is named in full, and not how well a thing is kept."""
    names = (row[each].strip() for each in who if each < len(row))
    return not OF_THINGS.search(row[number]) and any(map(FULL_NAME.fullmatch, names))


def is_of_somebody(row: Sequence[str], who: list[int]) -> bool:
    """Tell whether a row is about somebody who is named, where anybody is."""
    return not any(map(TOTAL.search, row)) and (not who or any(is_filled(row, number) for number in who))


def is_list_of_classes(plain: list[str], rows: Sequence[Sequence[str]], number: int) -> bool:
    """Tell whether a column only names the classes that the rows of a table are about, each once, or counts."""
    first = next((n for n, each in enumerate(plain) if not SERIAL.fullmatch(each)), 0)
    values = [row[number].strip() for row in rows]
    return (number == first and len(set(values)) == len(values)) or all(map(FIGURE.fullmatch, values))


def find_in_csv(text: str) -> Iterator[SensitiveColumn]:
    """Find such columns in a text whose cells are divided by commas, semicolons or tabs."""
    if may_have_sensitive_headings(text):
        first = text.partition("\n")[0]
        sign = max(",;\t", key=first.count)
        with suppress(csv.Error):
            yield from find_in_grid(list(csv.reader(text.splitlines(), delimiter=sign)))


def find_in_grid(rows: Sequence[Sequence[str]]) -> Iterator[SensitiveColumn]:
    """Find such columns in rows of which any may be a table's head; a blank row ends a table."""
    sensitive = compile_headings().sensitive
    tried, number = 0, 0
    while number < len(rows) and tried < MOST_HEADS:
        row = rows[number]
        if sum(bool(each.strip()) for each in row) > 1 and any(
            len(each) <= LONGEST_HEADING and sensitive.search(plain_heading(each)) for each in row
        ):
            tried += 1
            end = next((n for n in range(number + 1, len(rows)) if not any(map(str.strip, rows[n]))), len(rows))
            found = tuple(find_sensitive_columns(row, rows[number + 1 : end]))
            if found:
                yield from found
                number = end
        number += 1
