"""Lines with and without personal data, each labelled -> how much of it is found: `python -m tests.checking.labelled`.

A generator with a fixed seed invents everything. Half of the lines hold personal data in the ways in which people
write it, some of them ways that the rule does not know; the other half hold what looks like it and is not. `--write`
puts the figures into docs/checks.md.
"""

import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from site_builder.checking.personal_data.finder import PersonalDataKind, find_personal_data

DOCUMENT = Path(__file__).parents[2] / "docs" / "checks.md"
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"
LINES = 6_000
KINDS: tuple[PersonalDataKind, ...] = ("id-number", "mobile", "bank-card", "e-mail", "address")
SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何林高罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英"
FIRST = ("Mary", "John", "Wei", "Susan", "Li", "Peter", "Anna", "George")
LAST = ("Wang", "Smith", "Chen", "Taylor", "Zhao", "Brown", "Liu", "Walker")
ESTATES = (
    "阳光小区",
    "幸福花园",
    "翠苑三区",
    "和谐家园",
    "东方公寓",
    "河滨新村",
    "锦绣嘉苑",
    "供电局家属院",
    "龙湖华庭",
)
ROADS = ("建设路", "人民路", "胜利街", "滨江大道", "文化巷", "解放北路")
VILLAGES = ("东河村", "石磨村", "李家湾村", "上坝村", "柳桥村")
STREETS = ("Mill Lane", "Station Road", "Old Ferry Road", "High Street", "Orchard Close")
QUARTERS = ("Sunshine Garden", "River Bend Estate", "Lotus Pond Apartments")
REGIONS = ("110101", "330106", "430102", "350203", "513221", "440305", "650102", "420106", "370211", "120104")
PRIVATE = ("qq.com", "163.com", "126.com", "gmail.com", "foxmail.com", "outlook.com", "sina.com", "139.com")
OFFICES = ("xingzheng@ferry.gov.cn", "office@townhall.example.org", "info@xz.zj.gov.cn", "press@council.example.net")


class Label(NamedTuple):
    """A line, the kind of data in it (none where it only looks like it), the data, and what sort of line it is."""

    text: str
    kind: PersonalDataKind | None
    value: str
    sort: str


class Maker:
    """Invents values; the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - nothing secret
        self.of = self.chance.choice

    def digits(self, count: int) -> str:
        return "".join(self.of("0123456789") for _ in range(count))

    def day(self, first: int = 1935, last: int = 2020) -> str:
        return f"{self.chance.randint(first, last)}{self.chance.randint(1, 12):02}{self.chance.randint(1, 28):02}"

    def person(self) -> str:
        return self.of(SURNAMES) + "".join(self.of(GIVEN) for _ in range(self.chance.randint(1, 2)))

    def somebody(self) -> str:
        return f"{self.of(FIRST)} {self.of(LAST)}"

    def id_number(self) -> str:
        body = self.of(REGIONS) + self.day() + self.digits(3)
        total = sum(int(c) * pow(2, 17 - n, 11) for n, c in enumerate(body))
        check = "10X98765432"[total % 11]
        return body + (check.lower() if self.chance.random() < 0.3 else check)

    def wrong_id(self) -> str:
        right = self.id_number()
        return right[:17] + self.of([c for c in "0123456789" if c != right[17]])

    def old_id(self) -> str:
        return self.of(REGIONS) + self.day(1930, 1999)[2:] + self.digits(3)

    def mobile(self) -> str:
        start = self.of(("130", "133", "135", "138", "139", "147", "150", "158", "166", "176", "177", "186", "198"))
        return start + self.digits(8)

    def british(self) -> str:
        start, rest = self.of(("07700", "07912", "07400", "07512", "07836")), self.digits(6)
        return self.of((f"{start} {rest}", f"{start}{rest}", f"+44 {start[1:]} {rest}", f"+44 (0){start[1:]} {rest}"))

    def luhn(self, start: str, length: int, *, right: bool = True) -> str:
        body = start + self.digits(length - len(start) - 1)
        total = sum(d if n % 2 else (2 * d - 9 if d > 4 else 2 * d) for n, d in enumerate(map(int, reversed(body))))
        return body + str((-total + (0 if right else self.chance.randint(1, 9))) % 10)

    def card(self) -> str:
        start, length = self.of(
            (("622202", 19), ("621700", 19), ("622848", 19), ("622588", 16), ("623059", 19), ("4392", 16), ("5187", 16))
        )
        return self.luhn(start, length)

    def mail(self) -> str:
        name = self.of(("zhang.san", "liming", "wangfang88", "chen_jie", "a.smith", "12345678", "ferry-boat", "x"))
        return f"{name}{self.digits(2)}@{self.of(PRIVATE)}"

    def home(self) -> str:
        a, b, room = (
            self.chance.randint(1, 30),
            self.chance.randint(1, 6),
            f"{self.chance.randint(1, 18)}0{self.chance.randint(1, 4)}",
        )
        estate, road = self.of(ESTATES), self.of(ROADS)
        return self.of(
            (
                f"{estate}{a}号楼{b}单元{room}室",
                f"{estate}{a}幢{b}单元{room}",
                f"{estate}{a}栋{room}室",
                f"{estate}{a}-{b}-{room}",
                f"{road}{a}号{estate}{a}号楼{b}单元{room}",
                f"{road}{a}号{b}幢{room}室",
                f"{self.of(VILLAGES)}{b}组{a}号",
                f"{self.of(VILLAGES)}第{self.of('一二三四五')}村民小组{a}号",
                f"{road}{a * 10}弄{b}号{room}室",
                f"{estate}{self.of('一二三')}号楼{self.of('一二')}单元{self.of(('五零一', '三〇二'))}室",
                f"{estate}{a}楼{b}门{room}",
                f"{estate}{a}号楼{b}层东户",
                f"桃源湾{a}栋{room}",
                f"{self.of(VILLAGES)}{a}号",  # not a form that the rule knows, but beside 家住 and the like
            )
        )

    def english_home(self) -> str:
        a, b, room = (
            self.chance.randint(1, 30),
            self.chance.randint(1, 6),
            f"{self.chance.randint(1, 18)}0{self.chance.randint(1, 4)}",
        )
        return self.of(
            (
                f"Flat {b}, {a} {self.of(STREETS)}",
                f"Room {room}, Unit {b}, Building {a}, {self.of(QUARTERS)}",
                f"Building {a}, Unit {b}, Room {room}",
                f"Room {room}, Building {a}, {self.of(QUARTERS)}",
                f"Apartment {b}B, {a} {self.of(STREETS)}",
                f"No. {a}, Group {b}, East River Village",
                f"{self.of(QUARTERS)}, {a}-{b}-{room}",
                f"Flat {b}A, Elm House, {self.of(STREETS)}",
                f"the top flat of {a} {self.of(STREETS)}",  # not a form that the rule knows
            )
        )


def grouped(maker: Maker, number: str, *sizes: int) -> str:
    """Group a number with one sign."""
    sign, parts, at = maker.of((" ", "-", "－", "\u00a0")), [], 0
    for size in sizes:
        parts.append(number[at : at + size])
        at += size
    return sign.join([*parts, number[at:]] if number[at:] else parts)


def wide(number: str) -> str:
    """Write a number in full-width digits."""
    return number.translate(str.maketrans("0123456789", "０１２３４５６７８９"))


def taken_apart(maker: Maker, number: str) -> str:
    """Take a number apart by markup."""
    at = maker.chance.randint(2, len(number) - 2)
    one, other = number[:at], number[at:]
    return maker.of((f"**{one}**{other}", f"{one}*{other}*", f"<b>{one}</b>{other}", f"{one}[{other}](a.html)"))


ID_LINES = (
    "身份证号：{v}",
    "{p}（身份证号码{v}）",
    "| {p} | 女 | {v} |",
    "公示：{p}，{v}，符合条件。",
    "{p}/{v}/{r}",
    "3,{p},{v},500",
    "id_card: {v}",
    "{s}, ID card number {v}, is eligible.",
    "Identity no.: {v}",
    "- {p} {v}",
    "身份证{v}，家庭人口3人",
)
MOBILE_LINES = (
    "联系人：{p}，电话{v}。",
    "手机：{v}",
    "| {p} | {v} |",
    "请致电{v}（{p}）",
    "{p}/{v}",
    "12,{p},{v},柳桥村",
    "微信同号 {v}",
    "Call {s} on {v}.",
    "Mobile: {v}",
    "contact: {s} {v}",
    "项目负责人 {p} {v}",
    "Tel{v}",
    "[{p}](tel:{v})",
    "0571-87654321/{v}",
    "报名电话：{v}（{p}）",
    "phone: {v}",
    "受理人 {p}，{v}",
    "**{v}**",
)
BRITISH_LINES = (
    "Call the clerk, {s}, on {v}.",
    "| {s} | Footpath warden | {v} |",
    "Mobile: {v}",
    "{s} ({v})",
    "[Call](tel:{v})",
    "the keyholder's number is {v}.",
)
CARD_LINES = (
    "卡号：{v}",
    "{p} 开户行农业银行 {v}",
    "| {p} | {v} | 1200 |",
    "补贴打入银行卡{v}",
    "账号 {v}（{p}）",
    "Card number {v}",
    "{p},{v},600",
    "Paid to account {v} of {s}.",
    "一卡通：{v}",
)
MAIL_LINES = (
    "邮箱：{v}",
    "请发送至{v}。",
    "| {p} | {v} |",
    "Write to {v}.",
    "<{v}>",
    "[{p}](mailto:{v})",
    "author: {s} <{v}>",
    "{p}：{v}，{v2}",
)
HOME_LINES = (
    "家庭住址：{v}",
    "{p}，住{v}。",
    "| {p} | {v} |",
    "走访了{v}的{p}老人。",
    "{p}（{v}）",
    "place: {v}",
    "家住{v}的{p}",
    "12,{p},{v},低保",
)
ENGLISH_HOME_LINES = ("{s} of {v} has agreed.", "Home visit: {v}", "| {s} | {v} |", "place: {v}", "{s}, {v}, is 84.")


def personal(m: Maker) -> Label:
    """Invent a line with personal data."""
    kind = m.of(KINDS)
    words = {"p": m.person(), "s": m.somebody(), "r": m.of(VILLAGES), "v2": m.of(OFFICES)}
    lines = {"id-number": ID_LINES, "mobile": MOBILE_LINES, "bank-card": CARD_LINES, "e-mail": MAIL_LINES}.get(
        kind, HOME_LINES
    )
    roll = m.chance.random()
    if kind == "id-number":
        v = m.old_id() if roll < 0.2 else m.id_number()
        v = wide(v) if roll > 0.95 else grouped(m, v, 6, 8) if 0.85 < roll <= 0.95 else v
    elif kind == "mobile":
        v = m.mobile()
        v = wide(v) if roll > 0.95 else grouped(m, v, 3, 4) if roll > 0.8 else grouped(m, v, 4, 3) if roll > 0.77 else v
        v = f"{m.of(('+86', '+86 ', '86-', '0086'))}{v}" if roll < 0.1 else v
    elif kind == "bank-card":
        v = m.card()
        v = grouped(m, v, 4, 4, 4, 4) if roll > 0.7 else grouped(m, v, 6) if roll > 0.65 and len(v) > 16 else v
    elif kind == "e-mail":
        v = m.mail()
        v = v.replace("@", "＠") if roll > 0.95 else v.upper() if roll > 0.9 else v
    elif roll < 0.7:
        v = m.home()
    else:
        v, lines = m.english_home(), ENGLISH_HOME_LINES
    if kind in {"id-number", "mobile", "bank-card"} and v.isalnum() and v.isascii() and m.chance.random() < 0.05:
        v = taken_apart(m, v)
    elif kind == "mobile" and m.chance.random() < 0.2:
        v, lines = m.british(), BRITISH_LINES
    text = m.of(lines)
    if kind == "mobile" and v.startswith("+") and text == "Tel{v}":
        text = "Tel: {v}"
    return Label(text.format(v=v, **words), kind, v, kind)


def numbers(m: Maker) -> tuple[tuple[str, str], ...]:
    """Invent numbers that belong to nobody."""
    y = m.chance.randint(2015, 2026)
    return (
        ("document", f"渡政发〔{y}〕{m.chance.randint(1, 200)}号，{m.of(VILLAGES)}"),
        ("document", f"索引号：{m.digits(9)}/{y}-{m.digits(5)}"),
        ("document", f"index_number: {m.digits(8)}-{m.digits(1)}/{y}-{m.digits(5)}"),
        ("document", f"统一社会信用代码：91{m.of(REGIONS)}MA{m.digits(7)}X"),
        ("document", f"注册号 {m.of(REGIONS)}{m.digits(9)}"),
        ("order", f"订单号：{m.mobile()}"),
        ("order", f"运单号 {m.mobile()}，{y}年寄出"),
        ("order", f"办件编号：{y}{m.digits(11)}"),
        ("order", f"Order no. {m.mobile()} was delivered."),
        ("order", f"Invoice {m.luhn('4392', 16)} is paid."),
        ("order", f"流水号{m.luhn('622202', 19)}"),
        ("order", f"发票号码：{m.digits(20)}"),
        ("order", f"SN{m.mobile()}"),
        ("order", f"快递 SF{m.digits(13)}"),
        ("checked", f"卡号 {m.luhn('622202', 19, right=False)}"),
        ("checked", f"编码{m.wrong_id()}"),
        ("checked", f"档案 {m.of(REGIONS)}{y}1332{m.digits(4)}"),
    )


def look_alikes(m: Maker) -> tuple[tuple[str, str], ...]:
    """Invent what else looks like personal data."""
    y, a, b = m.chance.randint(2015, 2026), m.chance.randint(1, 30), m.chance.randint(1, 12)
    return (
        ("landline", f"电话：0{m.of(('571', '10', '731', '28'))}-{m.digits(8)}"),
        ("landline", f"联系电话（0{m.of(('571', '731'))}）{m.digits(7)}，{m.person()}"),
        ("landline", f"热线400-{m.digits(3)}-{m.digits(4)}、12345"),
        ("landline", f"Tel 0{m.of(('571', '10'))} {m.digits(4)} {m.digits(4)} ext. {m.digits(3)}"),
        ("landline", f"传真：+86-571-{m.digits(8)}"),
        ("landline", f"电话：07{m.of(('16', '35', '93'))}{m.of('2345678')}{m.digits(6)}"),
        ("landline", f"Call the office on 01432 {m.digits(6)} or 0300 {m.digits(3)} {m.digits(4)}."),
        ("size", f"木板 1{m.of('35')}0*1{m.digits(3)}*2{m.digits(3)} 毫米"),
        ("date", f"{y}-{b:02}-{a:02} 09:30 至 {y}-{b:02}-{a:02} 17:00"),
        ("date", f"{y}{b:02}{a:02}{m.digits(6)}"),
        ("date", f"{y}年{b}月{a}日，第{a}期"),
        ("url", f"https://www.ferry.gov.cn/art/{y}/{b}/{a}/art_{m.mobile()}.html"),
        ("url", f"[附件](files/{m.mobile()}.pdf)"),
        ("url", f"见 https://example.org/id={m.mobile()}&t={m.digits(13)}"),
        ("url", f"![图](IMG_{y}{b:02}{a:02}_{m.digits(6)}.jpg)"),
        ("longer", f"{m.digits(2)}{m.mobile()}{m.digits(6)}"),
        ("longer", f"ICCID 8986{m.digits(16)}"),
        ("longer", f"SHA {m.digits(9)}a{m.mobile()}f{m.digits(4)}"),
        ("amount", f"投资{m.mobile()}元"),
        ("amount", f"合计 ¥{m.mobile()}"),
        ("amount", f"资金{m.mobile()[:9]}.{m.digits(2)}万元，惠及{a}户"),
        ("amount", f"GDP of {m.mobile()} yuan"),
        ("coordinates", f"坐标 {m.digits(3)}.{m.mobile()}, 30.{m.mobile()}"),
        ("office mail", f"邮箱：{m.of(OFFICES)}"),
        ("office mail", f"Write to {m.of(OFFICES)} by {a}/{b}/{y}."),
        ("office address", f"地址：{m.of(ROADS)}{a * 10}号镇政府{b}楼{a}0{b}室"),
        ("office address", f"地点：行政服务中心{b}号楼{b}0{b}室"),
        ("office address", f"{m.of(ROADS)}{a}号创业大厦{b}幢{b}01室"),
        ("office address", f"报名地点：{m.of(ROADS)}{a}号{b}幢{b}01室"),
        ("office address", f"Room {b}01, Town Hall, {a} {m.of(STREETS)}"),
        ("office address", f"The fair is at {a} {m.of(STREETS)}."),
        ("office address", f"{m.of(VILLAGES)}村委会二楼会议室"),
        ("office address", f"{m.of(VILLAGES)}{b}组道路硬化{a}米"),
        ("office address", f"{m.of(ESTATES)}{a}号楼{b}单元今日停水"),
        ("office address", f"{m.of(ESTATES)}{a}号楼加装电梯"),
        ("office address", f"{m.of(ESTATES)}共{b}栋{a * 12}户"),
        ("office address", f"{m.of(ROADS)}{a}号{m.of(ESTATES)}"),
        ("masked", f"{m.person()} {m.mobile()[:3]}****{m.digits(4)}，{m.of(REGIONS)[:2]}*************{m.digits(3)}"),
        ("plain", f"{y}年走访{a}户，解决{b}个问题，第{a}单元{b}课"),
        ("plain", f"The council met {a} residents and set aside {b}00 yuan for each of {a} homes."),
    )


def impersonal(m: Maker) -> Label:
    """Invent a line that only looks as if it held personal data."""
    sort, text = m.of(numbers(m)) if m.chance.random() < 0.35 else m.of(look_alikes(m))
    return Label(text, None, "", sort)


def lines(seed: int = 20240131, count: int = LINES) -> Iterator[Label]:
    """Give the labelled lines, one of a kind and one of none in turn."""
    maker = Maker(seed)
    makers: tuple[Callable[[Maker], Label], ...] = (personal, impersonal)
    return (makers[number % 2](maker) for number in range(count))


class Figures(NamedTuple):
    """What was found of a kind: how many lines have it, how many of those were found, how often it was seen wrongly."""

    there: int
    found: int
    wrong: int

    @property
    def recall(self) -> float:
        return self.found / self.there

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.wrong)


def measured() -> tuple[dict[PersonalDataKind, Figures], list[Label], list[Label]]:
    """Give the figures by kind, the lines that were missed and those in which too much was seen."""
    there, right, wrong = Counter[PersonalDataKind](), Counter[PersonalDataKind](), Counter[PersonalDataKind]()
    missed, seen = [], []
    for each in lines():
        start = each.text.find(each.value)
        span = range(start, start + len(each.value)) if each.kind else range(0)
        found = find_personal_data(each.text)
        near = [f for f in found if f.kind == each.kind and f.start < span.stop and f.end > span.start]
        # A number is found whole; of an address the door is.
        good = [f for f in near if f.kind == "address" or (f.start <= span.start + 5 and f.end >= span.stop)]
        bad = [f for f in found if f not in near]
        if each.kind:
            there[each.kind] += 1
            right[each.kind] += bool(good)
            if not good:
                missed.append(each)
        for f in bad:
            wrong[f.kind] += 1
        if bad:
            seen.append(each)
    return {kind: Figures(there[kind], right[kind], wrong[kind]) for kind in KINDS}, missed, seen


def table() -> str:
    """Write the figures."""
    names = {
        "id-number": "resident ID",
        "mobile": "mobile number",
        "bank-card": "bank card",
        "e-mail": "e-mail",
        "address": "home address",
    }
    figures, _, _ = measured()
    rows = [f"| {names[k]} | {f.there} | {f.recall:.1%} | {f.precision:.1%} |" for k, f in figures.items()]
    total = Figures(*map(sum, zip(*figures.values(), strict=True)))
    rows.append(f"| all | {total.there} | {total.recall:.1%} | {total.precision:.1%} |")
    return "\n".join([f"| in {LINES:,} lines | there | recall | precision |", "|---|--:|--:|--:|", *rows])


def main(arguments: list[str]) -> None:
    """Print the figures and what was missed or seen wrongly, or write the figures into the document."""
    if "--write" in arguments:
        text = DOCUMENT.read_text("utf-8")
        before, behind = text.partition(BEGIN)[0], text.partition(END)[2]
        DOCUMENT.write_text(f"{before}{BEGIN}\n{table()}\n{END}{behind}", "utf-8", newline="\n")
    _, missed, seen = measured()
    shown = [f"missed: {each.text}" for each in missed] + [f"wrongly: {each.text}" for each in seen]
    sys.stdout.write("\n".join([*shown, table(), ""]))


if __name__ == "__main__":
    main(sys.argv[1:])
