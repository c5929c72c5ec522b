"""Names of government offices that the reforms of 2018 and 2023 ended, in items from later days; knows no local office.

Sources: 深化党和国家机构改革方案 and 国务院机构改革方案 (March 2018), 党和国家机构改革方案 (March 2023). Local
offices followed until the first months of 2019, and by the end of 2024.
"""

import re
from collections.abc import Iterator
from functools import cache
from types import MappingProxyType

from site_builder.checking.rare_signs import RareWords
from site_builder.checking.readable_text import ReadableText
from site_builder.late_patterns import compile_late
from site_builder.problem import Problem

FIRST, SECOND = "2019-04-01", "2025-01-01"
# The name -> the name today, and from which day on the old one is wrong.
AGENCIES = MappingProxyType(
    {
        **dict.fromkeys(("国土资源局", "国土资源厅", "国土资源部", "国土资源所"), ("自然资源", FIRST)),
        **dict.fromkeys(("环境保护局", "环境保护厅", "环境保护部", "环保局", "环保部"), ("生态环境", FIRST)),
        **dict.fromkeys(("工商行政管理局", "工商局", "质量技术监督局", "质监局"), ("市场监督管理", FIRST)),
        **dict.fromkeys(("食品药品监督管理局", "食药监局"), ("市场监督管理", FIRST)),
        **dict.fromkeys(
            ("卫生和计划生育局", "卫生和计划生育委员会", "卫计局", "卫计委", "卫生计生委", "卫生计生局"),
            ("卫生健康", FIRST),
        ),
        **dict.fromkeys(("安全生产监督管理局", "安监局"), ("应急管理", FIRST)),
        **dict.fromkeys(("国家税务局", "地方税务局", "国税局", "地税局"), ("税务", FIRST)),
        **dict.fromkeys(
            ("文化广电新闻出版局", "文化广播新闻出版局", "文广新局", "旅游发展委员会"), ("文化和旅游", FIRST)
        ),
        **dict.fromkeys(("公安消防支队", "公安消防大队"), ("消防救援", FIRST)),
        **dict.fromkeys(("农业部", "农业厅"), ("农业农村", FIRST)),
        **dict.fromkeys(("国土局", "国土所", "国土分局", "国土资源和规划局"), ("自然资源", FIRST)),
        **dict.fromkeys(("环保厅", "国家环保总局", "国家环境保护总局"), ("生态环境", FIRST)),
        **dict.fromkeys(("工商所", "工商分局", "国家工商总局", "国家工商行政管理总局"), ("市场监督管理", FIRST)),
        **dict.fromkeys(("国家质检总局", "国家质量监督检验检疫总局", "市场和质量监督管理局"), ("市场监督管理", FIRST)),
        **dict.fromkeys(("食药局", "国家食药监总局", "国家食品药品监督管理总局"), ("市场监督管理", FIRST)),
        **dict.fromkeys(("计生委", "计生局", "人口和计划生育局"), ("卫生健康", FIRST)),
        **dict.fromkeys(("国家安监总局", "国家安全生产监督管理总局"), ("应急管理", FIRST)),
        **dict.fromkeys(("国家旅游局", "旅发委"), ("文化和旅游", FIRST)),
        **dict.fromkeys(("国家新闻出版广电总局",), ("广播电视", FIRST)),
        **dict.fromkeys(("国家林业局",), ("林业和草原", FIRST)),
        **dict.fromkeys(("国家粮食局",), ("粮食和物资储备", FIRST)),
        **dict.fromkeys(("国务院法制办", "政府法制办"), ("司法", FIRST)),
        **dict.fromkeys(("武警消防支队", "武警消防大队"), ("消防救援", FIRST)),
        **dict.fromkeys(("银监局", "银监分局"), ("金融监督管理", FIRST)),
        **dict.fromkeys(("银监会", "保监会", "银保监会", "银保监局", "银保监分局"), ("金融监督管理", SECOND)),
        **dict.fromkeys(("扶贫开发办公室", "扶贫办", "扶贫开发局", "乡村振兴局"), ("农业农村", SECOND)),
    }
)
# Names that other bodies have as well, and those that were ended only as offices of a county, a city or a province.
LOCAL_AGENCIES = MappingProxyType(
    {
        **dict.fromkeys(("农业局", "农委", "农业委员会"), ("农业农村", FIRST)),
        **dict.fromkeys(("卫生局",), ("卫生健康", FIRST)),
        **dict.fromkeys(("旅游局",), ("文化和旅游", FIRST)),
        **dict.fromkeys(("粮食局",), ("粮食和物资储备", FIRST)),
        **dict.fromkeys(("物价局",), ("发展和改革", FIRST)),
        **dict.fromkeys(("法制办",), ("司法", FIRST)),
        **dict.fromkeys(("药监局",), ("市场监督管理", FIRST)),
    }
)
NAMES = RareWords((*AGENCIES, *LOCAL_AGENCIES))
PAST = compile_late(
    r"(?:(?:原|前|撤销)[\u4e00-\u9fff]{0,6}|(?:19\d\d|20[01]\d)年[^。；\n]{0,30}|[曾历先后]任[^。；\n]{0,12}|整合[^。；\n]{0,20})\Z"
)
BEHIND = compile_late(
    r"[门法]|于?(?:19|20)\d\d年|部|令|公告(?=[第〔（(\d])|〔|办公厅〔|（现|更名|改为|改名|职责|等部门|划[转入]|并入|移交|转隶"
)
LONGEST_BEFORE = 40


@cache
def compile_agencies() -> re.Pattern[str]:
    """Give any of the names, the longest first."""
    names, local = ("|".join(sorted(each, key=len, reverse=True)) for each in (AGENCIES, LOCAL_AGENCIES))
    return re.compile(
        f"{names}|(?:{local})(?<=[县市区省州].{{2}})|(?:{local})(?<=[县市区省州].{{3}})|(?:{local})(?<=[县市区省州].{{5}})"
    )


def check_agencies(readable: ReadableText) -> Iterator[Problem]:
    """Find former names of offices."""
    date = readable.item.date
    if date is None or not readable.is_wide or date.local[:10] < FIRST:
        return
    if NAMES.has_any(readable.raw_text):
        yield from readable.run_check(lambda text: check_agencies_in_text(readable, text, date.local[:10]))


def check_agencies_in_text(readable: ReadableText, text: str, day: str) -> Iterator[Problem]:
    """Find such names in a text: not of former times, nor in the title of a document."""
    for found in compile_agencies().finditer(text):
        today, since = AGENCIES.get(found[0]) or LOCAL_AGENCIES[found[0]]
        before = text[max(0, found.start() - LONGEST_BEFORE) : found.start()]
        quoted = before.rfind("《") > before.rfind("》")
        if day < since or quoted or PAST.search(before) or BEHIND.match(text, found.end()):
            continue
        message, hint = (
            '"{written}" was ended by a reform',
            "it is {today} today; write the present name, or 原 before it",
        )
        yield readable.make_problem(
            "warning", "agency", found.start(), message, hint, written=found[0], today=f"{today}…"
        )
