"""What stands around a number and says what it is: its line before and behind, the heading of its column."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from site_builder.late_patterns import compile_late

Span = tuple[int, int]

BEFORE, BEHIND, LONGEST_HEADING = 48, 36, 40
DIGITS_AS_ZERO = bytes.maketrans(b"123456789", b"000000000")
STROKE = "|"
LABEL_ABOVE = compile_late(r"(?P<label>[^\n]{1,24})\n(?:[ \t>]*\n)?[ \t>*|-]*\Z")
BULLETS = " \t>*|-"
# What says that a number is one of papers, parcels or goods, and all that may stand between it and the number.
CLOSE = r"[\s:：#.*_`\"'“”（(\[【<=|-]*"
OTHER_ZH = (
    r"(?:单号|编号|编码|代码|条码|条形码|二维码|追溯码|串号|型号|工单|订单|运单|快递|户号|表号|卡片号|索引|标识码|(?:取件|提货|取货|验证|激活|邀请|核销|兑换)码|校验码|流水"
    r"|(?:订|工|办件|发票|票据|流水|批|票|案|案卷|文|序|档案|索引|受理|备案|登记|注册|许可证|证书|资产|设备|产品|项目|车架"
    r"|机身|序列|合同|税|交易|凭证|版本|事项|回执|电表|水表|燃气表|用户|客户|缴费|(?<!账)户|期|批准文|标|图|货|(?<!证)件|箱|仓)号)"
    rf"(?:号码|编号|号|代码|码)?(?:（[^）\n]{{0,8}}）|\([^)\n]{{0,8}}\))?{CLOSE}(?:[为是即])?{CLOSE}\Z"
)
OTHER_EN = (
    r"\b(?:order|invoice|reference|ref|serial|tracking|ticket|batch|contract|consignment|parcel|barcode|receipt|case"
    r"|licen[cs]e|permit|registration|project|asset|meter|item|document|file|record|IMEI|ISBN|ICCID|SKU|SN|UPRN|MPAN"
    r"|model|part|product|delivery[ ]note|claim(?=[ ](?:no|number|ref)\b)"
    r"|build|version|transaction|booking|docket|sheet|job|lot|policy|customer|account ref)\b"
    rf"(?:[ _.-]?(?:no|nos|number|num|nr|id|code|ref|reference|reading|serial)\b\.?)*{CLOSE}(?:is |was |are )?{CLOSE}\Z"
)
OTHER_NUMBER = compile_late(f"{OTHER_ZH}|{OTHER_EN}", re.IGNORECASE)
PRICE = compile_late(r"(?:[¥￥$€£]|RMB|CNY|人民币) ?\Z")
# What counts money or things, behind a number; no word that begins so. Those that are surnames, or words by themselves,
# count only before something that is no Han character.
COUNTED = (
    "元(?![旦月宵])|美元|英镑|万|亿|角|吨|公斤|千克|[市公]斤|立方|平方|平米|公里|千米|米|毫米|厘米"
    "|升|毫升|千瓦|瓦|度(?!假)|字节|比特"
    "|公顷|亩|次|株|注|剂|尾|羽|枚|粒|颗|人次|户次|人(?![事民才员社大])"
    "|[只支个件条头台份户名张套本册箱袋瓶盒桶棵片块把双辆艘架间处座栋项篇幅行页票点卷包车匹口根节盏眼步秒字方](?![一-龥])"
    r"|(?:yuan|RMB|CNY|USD|GBP|EUR|dollars?|pounds|kWh|kW|tonnes?|bytes?|[KMGT]i?B|bits?|mm|cm|km|kg|m2|sq)\b"
    # Any noun of which so many are or were.
    r"|[a-z]+s (?:were|are|was|is|had|have|has|in total|of)\b"
    r"|(?:(?:page )?views?|visits?|visitors|hits|votes|people|times|trees|shares|doses"
    r"|masks|downloads|copies|units|households|hectares|acres|items|letters|fish)\b"
)
UNITS = (
    r"(?:[万亿]?(?:元|美元)|[万亿]?(?:立方米?|平方米|千瓦时|千瓦|公里|公斤|千克|米|吨|升|亩|公顷|度|字节|人次|人|户|次|件|株|头|斤|克)"
    r"|[kMGT]?Wh?|kWh|litres?|liters?|gallons?|tonnes?|tons?|bytes?|rows?|records?|[KMGT]i?B|bits?|m[23³²]?|km|kg|hectares?|acres?|yuan|units?)"
)
# In a cell of its own it may stand in the next.
AMOUNT = compile_late(rf" ?(?:{COUNTED})| ?\| ?(?:{UNITS}|{COUNTED})(?= ?(?:\||\n|\Z))")
# What says, before a number, that it is how much there is of something.
FIGURE_BEFORE = compile_late(
    r"(?:[预决结]算数?|投资额?|投入|经费|资金|总[数额值计]|[合共总]计|金额|余额|数[量额]|人[数口]|户数|次数|件数|样本|面积|产[量值]|收入|支出|GDP|点击[量数]?|访问[量数]"
    rf"|阅读量?|播放量?|浏览量?|下载量?|容量|大小|空间|内存|[硬磁]盘"
    rf"|\b(?:total|sum|budget|population|sample|count|amount|cost|revenue|turnover|bytes|rows|records|litres|tonnes|hits|views)s?"
    rf"(?: of)?|[（(]{UNITS}[）)]){CLOSE}"
    # Further figures may stand in the cells between.
    rf"(?:[为是达约共]|was|is)?{CLOSE}(?:[0-9][0-9,.]*[ ]?\|[ ]?){{0,3}}\Z",
    re.IGNORECASE,
)
# Headings of columns with figures.
FIGURES = compile_late(
    rf"[（(]{UNITS}[）)]|立方米|单位[:：]|用水量|发电量|库容|"
    r"金额|单价|价格|总价|合计|[（(](?:万|亿)?元|数量|总数|次数|访问量|点击|阅读|浏览|人次|面积|产量|字节|大小|收入|支出|[预决结概]算|执行数|完成数|调整数|拨付|支付数|投资|资金|经费|余额"
    r"|amount|cost|price|total|\bsum\b|views|visits|bytes|\bsize\b|population|quantity|qty|budget|votes|[£$€¥]",
    re.IGNORECASE,
)
PHONE_WORDS = compile_late(
    r"电话|手机|联系|微信|短信|致电|拨打|号码|联络|tel|phone|mobile|\bmob\b|cell|call|contact|text|ring|whatsapp|wechat",
    re.IGNORECASE,
)


HTML_CELL, HTML_TAG = re.compile(r"<t[hd]\b[^>\n]*>"), re.compile("<[^>]*>")
# 13800138000 张三 手机同前
SAME = compile_late("[^\n，。；]*(?:同前|同上)")
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
PERSON = compile_late(
    rf"(?:(?:^|[^一-龥])[{SURNAMES}][一-龥]{{1,2}}|\b[A-Z][a-z]+ [A-Z][a-z]+)"
    rf"(?:, [a-z][a-z ]{{2,24}})?[ ，,、:：|/\t（(–—-]*\Z"
)


class Row(NamedTuple):
    """A line as the row of a table: where its cells end, the headings of these, or that it is one in HTML."""

    strokes: Sequence[int] = ()
    headings: Sequence[str] = ()
    is_html: bool = False


class Surroundings:
    """A text, the lines of it that may hold a number, and the headings of its tables where they were looked for."""

    def __init__(self, text: str, signs: Iterable[re.Pattern[str]] = (), spans: Iterable[Span] = ()) -> None:
        """Take a text in plain signs, what a line with a number has, and the spans of lines with digits."""
        self.text = text
        self.lines = sorted({line for sign in signs for span in spans for line in find_lines(text, sign, *span)})
        self.heads: dict[int, str] = {}
        self.rows: dict[int, Row] = {}

    def find_all(self, pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
        """Find a pattern in the lines that may hold a number; some may be blanked out in the text that is given."""
        for start, end in self.lines:
            yield from pattern.finditer(text, start, end)

    def find_numbers(self, pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
        """Find a pattern likewise, but for digits that count what stands behind them."""
        for each in self.find_all(pattern, text):
            if not AMOUNT.match(text, each.end()) or any(map(str.isalpha, each[0])):
                yield each

    def find_before(self, at: int) -> str:
        """Give what stands before a place on its line, the last of it, or the label on the line above."""
        before = self.text[max(0, at - BEFORE) : at]
        line = before.rpartition("\n")[2]
        if not line.strip(BULLETS) and "\n" in before and (label := LABEL_ABOVE.search(before)):
            return label["label"].strip(BULLETS) + "："
        return line

    def find_behind(self, at: int) -> str:
        """Give what stands behind a place on its line, the first of it."""
        return self.text[at : at + BEHIND].partition("\n")[0]

    def find_line(self, at: int) -> str:
        """Give the line of a place."""
        end = self.text.find("\n", at)
        return self.text[self.text.rfind("\n", 0, at) + 1 : end if end >= 0 else len(self.text)]

    def find_heading(self, at: int) -> str:
        """Give the heading of the column that a place stands in; nothing where there is none."""
        start = self.text.rfind("\n", 0, at) + 1
        row = self.rows.get(start)
        if row is None:
            row = self.rows[start] = self.read_row(start)
        if row.is_html:
            return find_html_heading(self.text, at)
        number = bisect_left(row.strokes, at)
        heading = row.headings[number].strip() if row.strokes and number < len(row.headings) else ""
        return heading if len(heading) <= LONGEST_HEADING else ""

    def read_row(self, start: int) -> Row:
        """Read a line as the row of a table, with what stands at the head of that."""
        line = self.find_line(start)
        if "<td" in line or "</td" in line:
            return Row(is_html=True)
        stroke = find_stroke(line)
        if not stroke:
            return Row()
        strokes = [start + at for at, sign in enumerate(line) if sign == stroke]
        return Row(strokes=strokes, headings=self.find_head(start, stroke).split(stroke))

    def find_head(self, start: int, stroke: str) -> str:
        """Give the first line of the table that a line belongs to; nothing where that is the line itself."""
        passed: list[int] = []
        head, at = "", start
        while at not in self.heads:
            passed.append(at)
            above = self.text[self.text.rfind("\n", 0, max(0, at - 1)) + 1 : max(0, at - 1)]
            if not at or stroke not in above:
                head = self.find_line(at)
                break
            at -= len(above) + 1
        else:
            head = self.heads[at]
        self.heads |= dict.fromkeys(passed, head)
        return "" if self.text.startswith(head, start) else head

    def is_other_number(self, at: int, words: re.Pattern[str] = PHONE_WORDS) -> bool:
        """Tell whether what stands before a number says that it is another thing than what the words would say."""
        before = self.find_before(at)
        if PRICE.search(before) or OTHER_NUMBER.search(before) or FIGURE_BEFORE.search(before):
            return True
        heading = self.find_heading(at)
        if not heading or words.search(heading):
            return False
        return bool(OTHER_NUMBER.search(heading) or FIGURES.search(heading))

    def has_word(self, at: int, words: re.Pattern[str]) -> bool:
        """Tell whether a word stands before a place or at the head of its column, or behind it: it is as above."""
        if words.search(self.find_before(at)) or words.search(self.find_heading(at)):
            return True
        same = SAME.search(self.find_behind(at))
        return bool(same and words.search(same[0]))

    def is_beside_person(self, at: int) -> bool:
        """Tell whether a name stands right before a place."""
        return PERSON.search(self.find_before(at)) is not None


def find_lines(text: str, sign: re.Pattern[str], first: int = 0, last: int | None = None) -> Iterator[Span]:
    """Give where the lines begin and end that have a sign; those between two offsets alone, where these are given."""
    last = len(text) if last is None else last
    found = sign.search(text, first, last)
    while found:
        end = text.find("\n", found.end())
        end = end if end >= 0 else len(text)
        yield text.rfind("\n", 0, found.start()) + 1, end
        found = sign.search(text, end, last)


def find_digit_spans(text: str) -> tuple[Span, ...]:
    """Give where lines with digits begin and end, those right below one another as one: only there are numbers.

    A pattern that begins with any digit takes fifty times as long to look through a text as one sign, so this is done
    once for all of them, and in a copy in which every digit is 0.
    """
    spans: list[Span] = []
    copy = text.encode("ascii", "replace").translate(DIGITS_AS_ZERO)
    at = copy.find(b"0")
    while at >= 0:
        start, end = copy.rfind(b"\n", 0, at) + 1, copy.find(b"\n", at)
        end = end if end >= 0 else len(copy)
        if spans and not copy[spans[-1][1] : start].strip():
            spans[-1] = spans[-1][0], end
        else:
            spans.append((start, end))
        at = copy.find(b"0", end)
    return tuple(spans)


def find_html_heading(text: str, at: int) -> str:
    """Give the heading of the column of an HTML table that a place stands in."""
    table, row = text.rfind("<table", 0, at), text.rfind("<tr", 0, at)
    if table < 0 or row < 0:
        return ""
    number = len(HTML_CELL.findall(text, row, at)) - 1
    end = text.find("</tr", table, at)
    head = HTML_CELL.split(text[table : end if end >= 0 else at])[1:]
    return HTML_TAG.sub("", head[number]).strip() if 0 <= number < len(head) and table < end < row else ""


def find_stroke(line: str) -> str:
    """Give what divides the cells of a line; nothing where it has none."""
    if STROKE in line:
        return STROKE
    if "\t" in line:
        return "\t"
    return "," if "," in line else ""
