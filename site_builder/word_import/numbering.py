"""The numbers that Word writes before paragraphs, counted as Word counts them; changes no paragraph.

Rules: ECMA-376 part 1, sections 17.9 (numbering) and 17.18.59 (forms of numbers).
"""

import re
from xml.etree import ElementTree as ET

from msgspec import Struct

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DIGITS = "〇一二三四五六七八九"
LEGAL = "零壹贰叁肆伍陆柒捌玖"
CYCLES = {"ideographTraditional": "甲乙丙丁戊己庚辛壬癸", "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥"}
ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
ROMAN_END = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
CHINESE = frozenset(
    """chineseCounting chineseCountingThousand japaneseCounting taiwaneseCounting taiwaneseCountingThousand
    koreanCounting japaneseDigitalTenThousand""".split()  # noqa: SIM905 - a list of words
)
LEGAL_FORMS = frozenset(["chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"])
DIGITAL = frozenset(["ideographDigital", "taiwaneseDigital", "koreanDigital"])
CIRCLED = frozenset(["decimalEnclosedCircle", "decimalEnclosedCircleChinese", "ideographEnclosedCircle"])
LAST_CIRCLED, LETTERS, TENS, LARGEST = 20, 26, 10, 10_000
DEEPEST = 8


class NumberingLevel(Struct, frozen=True):
    """One level of a numbering: the form of its number, the text around it, where it starts."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    legal: bool = False


class ParagraphNumber(Struct, frozen=True):
    """What stands before a paragraph: the number, the whole label (“（一）”), the form; the level from 0."""

    form: str
    label: str
    number: int
    depth: int


class Numbering:
    """Counts the paragraphs of one document."""

    def __init__(self, root: ET.Element | None) -> None:
        """Read numbering.xml."""
        self.levels: dict[str, dict[int, NumberingLevel]] = {}
        self.abstract: dict[str, str] = {}
        self.restarts: dict[str, dict[int, int]] = {}
        self.counts: dict[str, dict[int, int]] = {}
        self.seen: set[tuple[str, int]] = set()
        links: dict[str, str] = {}
        linked: dict[str, str] = {}
        for each in [] if root is None else root.findall(f"{W}abstractNum"):
            id_ = each.get(f"{W}abstractNumId", "")
            self.levels[id_] = {read_depth(lvl): read_level(lvl) for lvl in each.findall(f"{W}lvl")}
            links |= {read_value(each, "styleLink"): id_}
            linked |= {id_: read_value(each, "numStyleLink")} if read_value(each, "numStyleLink") else {}
        for id_, style in linked.items():
            self.levels[id_] = self.levels.get(links.get(style, id_), {})
        for each in [] if root is None else root.findall(f"{W}num"):
            self.read_num(each)

    def read_num(self, num: ET.Element) -> None:
        """Read one numbering, which may change levels of the abstract one that it uses."""
        id_, abstract = num.get(f"{W}numId", ""), read_value(num, "abstractNumId")
        self.abstract[id_] = abstract
        for override in num.findall(f"{W}lvlOverride"):
            own = override.find(f"{W}lvl")
            if own is not None:
                self.abstract[id_] = key = f"{abstract}/{id_}"
                self.levels.setdefault(key, dict(self.levels.get(abstract, {})))[read_depth(override)] = read_level(own)
            if read_value(override, "startOverride"):
                self.restarts.setdefault(id_, {})[read_depth(override)] = parse_integer(
                    read_value(override, "startOverride"), 1
                )

    def count_paragraph(self, id_: str, depth: int) -> ParagraphNumber | None:
        """Count a paragraph and give what stands before it; None where the numbering has no such level."""
        abstract = self.abstract.get(id_, "")
        levels = self.levels.get(abstract, {})
        if depth not in levels:
            return None
        counts = self.counts.setdefault(abstract, {})
        restart = self.restarts.get(id_, {}).get(depth)
        if restart is not None and (id_, depth) not in self.seen:
            counts[depth] = restart
        else:
            counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        self.seen.add((id_, depth))
        for deeper in [each for each in counts if each > depth]:
            del counts[deeper]
        return ParagraphNumber(levels[depth].form, self.format_label(levels, counts, depth), counts[depth], depth)

    @staticmethod
    def format_label(levels: dict[int, NumberingLevel], counts: dict[int, int], depth: int) -> str:
        """Write the label of a paragraph."""

        def format_part(found: re.Match[str]) -> str:
            nth = int(found[1]) - 1
            if nth not in levels:
                return ""
            form = "decimal" if levels[depth].legal else levels[nth].form
            return format_number(counts.get(nth, levels[nth].start), form)

        return re.sub(r"%([1-9])", format_part, levels[depth].text)


def read_level(lvl: ET.Element) -> NumberingLevel:
    """Read one level."""
    legal = lvl.find(f"{W}isLgl") is not None
    form = read_value(lvl, "numFmt") or "decimal"
    return NumberingLevel(form, read_value(lvl, "lvlText"), parse_integer(read_value(lvl, "start"), 1), legal)


def read_depth(element: ET.Element) -> int:
    """Give the level that an element is about."""
    return min(max(parse_integer(element.get(f"{W}ilvl", "0"), 0), 0), DEEPEST)


def read_value(element: ET.Element | None, name: str) -> str:
    """Give the value of a child element, as Word writes most settings; "" where there is none."""
    child = None if element is None else element.find(f"{W}{name}")
    return "" if child is None else child.get(f"{W}val", "")


def parse_integer(text: str, default: int) -> int:
    """Read a whole number of a sane size."""
    return int(text) if re.fullmatch(r"-?\d{1,6}", text) else default


def format_number(number: int, form: str) -> str:
    """Write a number in a form; in figures where the form is not known."""
    if form in {"none", "bullet"}:
        return ""
    if not 0 < number < LARGEST:
        return str(number)
    if form in CHINESE:
        return format_chinese_number(number, DIGITS, "十百千")
    if form in LEGAL_FORMS:
        return format_chinese_number(number, LEGAL, "拾佰仟")
    if form in DIGITAL:
        return "".join(DIGITS[int(digit)] for digit in str(number))
    return format_rare_number(number, form)


def format_rare_number(number: int, form: str) -> str:
    """Write a number in one of the less usual forms."""
    if form in {"upperLetter", "lowerLetter"}:
        letter = chr(ord("a") + (number - 1) % LETTERS) * ((number - 1) // LETTERS + 1)
        return letter.upper() if form.startswith("upper") else letter
    if form in CIRCLED and number <= LAST_CIRCLED:
        return chr(ord("①") + number - 1)
    if form in {"upperRoman", "lowerRoman"}:
        text, rest = "", number
        for worth, sign in (*ROMAN, *ROMAN_END):
            text += sign * (rest // worth)
            rest %= worth
        return text.upper() if form.startswith("upper") else text
    if number <= len(CYCLES.get(form, "")):
        return CYCLES[form][number - 1]
    if form == "decimalEnclosedParen":
        return f"({number})"
    return f"{number:02}" if form == "decimalZero" else str(number)


def format_chinese_number(number: int, digits: str, units: str) -> str:
    """Write a number below ten thousand in Chinese words: 十一, 二十, 一百〇五 is written 一百零五."""
    text, gap = "", False
    figures = str(number)
    for place, digit in enumerate(map(int, figures)):
        power = len(figures) - place - 1
        if not digit:
            gap = bool(text)
            continue
        text += ("零" if gap else "") + digits[digit] + ("" if not power else units[power - 1])
        gap = False
    ten = digits[1] + units[0]
    return text[1:] if digits == DIGITS and text.startswith(ten) and number < 2 * TENS else text
