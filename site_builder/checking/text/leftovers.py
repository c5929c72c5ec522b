"""What was never meant for readers: places of a template that nobody filled in, and marks of what is secret.

Masks (张××, 138****1234) and blank forms are neither.
"""

import re
from collections.abc import Iterator
from functools import cache

from site_builder.checking.personal_data.surnames import SURNAMES
from site_builder.checking.readable_text import ReadableText
from site_builder.late_patterns import compile_late
from site_builder.problem import Problem

# What stands in every such place.
WORDS = ("XX", "Lorem", "Click", "Error!", "#REF", "#VALUE", "#NAME", "{{")
SIGNS = compile_late(r"\[(?:[Ii]nsert|INSERT|[Yy]our|date|name|time|place|venue|address|amount)\b")
HAN_SIGNS = ("xx", "××", "此处", "在这里", "单击", "待补充", "错误！", "错误!")
SECRET_SIGNS = compile_late(
    "密|内部|此件|公开(?:属性|选项|方式)|外传|C(?:ONFI|onfi)|P(?:RIVATE|rivate) (?:AND|and|&)|I(?:NTERNAL|nternal) "
    "|F(?:OR INTER|or inter)|N(?:OT FOR|ot for)|D(?:RAFT|raft) [-–—]|E(?:XEMPT FROM|xempt from)|OFFICIAL"
)


@cache
def compile_leftover_pattern() -> re.Pattern[str]:
    """Give what a place of a template looks like."""
    return re.compile(
        r"(?=[Xx×在点单请此（(【\[LC\{E错#])"
        r"(?:(?<![A-Za-z@_/.])(?<!\d\*)(?<!\d\*\*)(?<!\d\*{3})(?<!\d\*{4})(?:(?<!\d)|(?<=20))(?:XX+|xx+)[ ]?"
        r"(?=[省市县区乡镇村局年月日]|社区|街道|委员会|办公室|部门|单位|公司|同志)"
        r"|××+(?=乡|镇|村|社区|街道)"
        r"|(?:在|点击|单击|请在)?(?:此处|在这里)(?:插入|输入|填写|添加|编辑|替换)[\u4e00-\u9fff]{0,8}"
        r"|单击(?:以)?(?:添加|编辑)[\u4e00-\u9fff]{2,8}|[（(【\[]待补充[）)】\]]"
        r"|Lorem ipsum|Click to add (?:title|text|subtitle)"
        r"|\[(?:(?:[Ii]nsert|INSERT|[Yy]our)[ ][A-Za-z ]{2,30}"
        r"|(?:date|name|time|place|venue|address|amount)(?: [a-z ]{2,30})?)\](?![(\[:])"
        r"|(?<![A-Za-z\d-])X{3,4}-X{7,8}(?![A-Za-z\d])"
        r"|\bXXX?[ ](?:Town|Township|Village|Council|County|Road|Street)\b"
        r"|(?:Error! |错误[!！])(?:Reference source|Bookmark|未找到引用源|未定义书签)|#(?:REF|VALUE)!|#NAME\?"
        r"|\{\{[ ]?[A-Za-z_.\u4e00-\u9fff]{1,30}[ ]?\}\})"
    )


@cache
def compile_secrecy_pattern() -> re.Pattern[str]:
    """Give what the mark of a secret, or of what is not to be published, looks like; it stands alone."""
    before = r"^(?:[\0 \t\u3000*#>（(【]|<[^<>\n]{0,100}>)*"
    behind = r"(?:[\0 \t\u3000*）)】。.！!]|<[^<>\n]{0,100}>)*$"
    careful = "注意保存|注意保密|请勿外传|不得外传|严禁外传|妥善保管"
    return re.compile(
        r"(?:绝密|机密|秘密)[ ]?[★☆]"
        rf"|{before}(?P<mark>(?:密级[:：][ ]?)?(?:绝\s?密|机\s?密|秘\s?密|工作秘密)"
        r"|(?:内部(?:资料|文件|材料|使用|传阅)|仅供内部(?:使用|参考|传阅)"
        r"|此件(?:不予?公开|依申请公开)|(?:信息)?公开(?:属性|选项|方式)[:：][ ]?(?:不予公开|依申请公开)"
        r"|注意保密|请勿外传|不得外传)"
        rf"(?:[，,;；\s]{{0,2}}(?:{careful}))?"
        r"|(?i:(?:strictly |private (?:and|&) )?confidential|(?:for )?internal use only"
        r"|not for (?:publication|circulation)"
        rf"|draft [-–—] not for publication|exempt from publication)|OFFICIAL[- ]SENSITIVE){behind}",
        re.MULTILINE,
    )


def check_leftovers(readable: ReadableText) -> Iterator[Problem]:
    """Find places of a template that nobody filled in."""
    words = (*WORDS, *HAN_SIGNS) if readable.is_wide else WORDS
    if any(each in readable.raw_text for each in words) or SIGNS.search(readable.raw_text):
        yield from readable.run_check(lambda text: check_leftovers_in_text(readable, text))


def check_leftovers_in_text(readable: ReadableText, text: str) -> Iterator[Problem]:
    """Find such places in a text."""
    for found in compile_leftover_pattern().finditer(text):
        if text.endswith("![", 0, found.start()):
            continue  # a caption, of which another rule tells
        message, hint = '"{written}" was left over from a template', "write what is meant, or take it out"
        written = found[0].strip()
        if text.startswith("同志", found.end()) and text[found.start() - 1 : found.start()] in SURNAMES:
            continue  # a mask
        yield readable.make_problem("warning", "leftover", found.start(), message, hint, written=written)


def check_secrecy(readable: ReadableText) -> Iterator[Problem]:
    """Find marks of what is secret, or not to be published."""
    if SECRET_SIGNS.search(readable.raw_text):
        yield from readable.run_check(lambda text: check_secrecy_in_text(readable, text))


def check_secrecy_in_text(readable: ReadableText, text: str) -> Iterator[Problem]:
    """Find such marks in a text."""
    for found in compile_secrecy_pattern().finditer(text):
        message, hint = '"{written}" marks what is not to be published', "ask who wrote it before this is published"
        at = found.start("mark") if found["mark"] else found.start()
        written = found["mark"] or found[0]
        yield readable.make_problem("warning", "secrecy", at, message, hint, written=written)
