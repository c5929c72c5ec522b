"""A Chinese text -> the addresses in it down to a door, told from poles, offices and streets by a small grammar.

An address is a name (of a village, road, estate) and a run of numbered parts (组, 号, 弄, 幢, 单元, 层, 室). The parts
are written as letters, and a run reaches a door if its letters have one of some shapes.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Literal

from site_builder.checking.foreign_signs import keep_foreign_signs
from site_builder.checking.personal_data.homes.chinese_surroundings import (
    AddressSurroundings,
    Near,
    get_name,
    is_office_behind,
    is_public_behind,
)
from site_builder.checking.personal_data.kinds import PersonalData
from site_builder.late_patterns import compile_late

Letter = Literal["G", "P", "L", "H", "Y", "B", "U", "M", "F", "R", "S", "d", "n"]
# What an address has in its first part, in a form that is quick to look for.
NUMBERING = "0-9A-Z一二三四五六七八九十百零〇○东西南北中甲乙丙丁"
SIGN = compile_late(
    f"[号號室栋棟幢弄座组組社队隊排连巷条#＃单單门梯层楼樓](?:(?<=[{NUMBERING}].)|(?<=[{NUMBERING}] .))"
    "|-(?<=[0-9]-)(?=(?:[0-9]{1,2}-)?[0-9]{3})"
)
TRADITIONAL = str.maketrans("號棟單樓戶＃組隊", "号栋单楼户#组队")
HAS_TRADITIONAL = compile_late("[號棟單樓戶＃組隊]")
# Of which three in a row are read one by one, like those of a door.
DIGIT = "一二三四五六七八九零〇○"
HAN = "一二三四五六七八九十百零〇○"
NUMBER = (
    rf"(?:[0-9]{{1,5}}(?:[A-Za-z](?![A-Za-z]))?|[{HAN}]{{1,5}}|[A-Z甲乙丙丁](?=[座栋幢单号区#-])"
    "|[东西南北中左右前后](?=单元|门[0-9]|楼[0-9]))"
)
CHAIN = rf"{NUMBER}(?:[-—]{NUMBER}){{0,3}}"
UNIT = (
    "(?:村民小组|小组|组(?![织长成建员合团])|社(?![区会保])|(?:生产|大)?队(?![伍员长])|排(?![水污查名放练除涝])"
    "|连(?![续接长])|支弄|弄|巷(?!道)|胡同|条(?=[0-9])|号楼|号院|号门|号(?![码称令召角])|院(?![内落长校])|幢|栋|座(?![谈位])"
    "|#楼?|单元|门(?![口诊店卫窗前面])|梯(?!田|级|子)|层(?![面次])|楼(?![房道宇栋梯长])|室(?![内外友])"
    "|房(?![屋间产源租价东地])|户(?![籍主外均数以型居村人农家贫口]))"
)
SIDE = "[东西南北中左右]{1,2}(?:户|(?:(?<=楼.)|(?<=层.))(?![侧面边头角门部]))"
SPACE = r"(?:[ ,，-]{0,2}| ?\| ?)"
ORDINAL = "(?:第 ?|附|[甲乙丙](?=[0-9])|门牌(?:号码?)?[:： 为]?)?"
NO_NUMBER_BEFORE = rf"(?<![0-9A-Za-z.{HAN}%第〔(（][-.])(?<![0-9A-Za-z.{HAN}%])"
FIRST = rf"(?:{ORDINAL}{CHAIN} ?{UNIT}|[A-Z]?[0-9]{{1,3}}-(?:[0-9]{{1,2}}-)?[0-9]{{3,4}}(?![-0-9年]|\.[0-9]))"
NOT_HAN = rf"(?:(?<![{HAN}])|(?<=[{DIGIT}]{{3}})(?![{HAN}个名人元户套间]))"
NEXT = rf"{ORDINAL}{CHAIN}(?: ?{UNIT}|(?![0-9A-Za-z%年月日点时分]|\.[0-9]){NOT_HAN})"
RUN = compile_late(rf"{NO_NUMBER_BEFORE}{FIRST}(?:{SPACE}(?:{NEXT}|{SIDE}))*")
PART = compile_late(rf"({ORDINAL})({NUMBER}(?:[-—]{NUMBER})*) ?({UNIT})?|({SIDE})")
LETTERS: dict[str, Letter] = {
    **dict.fromkeys(("村民小组", "小组", "组", "社", "队", "生产队", "大队", "连"), "G"),
    **dict.fromkeys(("支弄", "弄", "巷", "胡同", "条"), "L"),
    **dict.fromkeys(("号楼", "幢", "栋", "座", "#", "#楼"), "B"),
    **dict.fromkeys(("号院", "院"), "Y"),
    **dict.fromkeys(("单元", "门", "号门", "梯"), "U"),
    **dict.fromkeys(("层", "楼"), "F"),
    **dict.fromkeys(("室", "房", "户"), "R"),
    "排": "P",
    "号": "H",
}
MOST_PARTS = 8
# How doors are reached, most certain first.
SHAPES = (
    ("unit", re.compile("[GLHYBFn]*(?:U+F?n?[RSHd]|F?M)")),
    ("block", re.compile("[GLHYn]*B+n?F?n?[RS]")),
    ("building", re.compile("[GLHYn]*B+n?F?n?[dH]")),
    ("lane", re.compile("[GLHYn]*[LHY]n?F?[RS]")),
    ("lane-house", re.compile("n?[LHY]*L[LHY]*H+")),
    ("group", re.compile("n?P?G+[LY]?n?H+")),
    ("row", re.compile("P+n?H+")),
    ("door", re.compile("n{2}d")),
    ("chain", re.compile("n{1,2}[dR]")),
    ("floor", re.compile("[GLHYn]*F[RSd]")),
    ("numbered", re.compile("Hd")),
    ("house", re.compile("n?[LHYn]*H+")),
    ("room", re.compile("R")),
)
COUNTED = compile_late(r"[0-9]*(?:\.[0-9]|[%年月日个名人元户平米㎡套间辆台盏份件万亩吨株只处次斤公千余多棵把头])")
ROOM_DIGITS = 3
LONGEST_PART, LONGEST_RUN = 24, 48
HIDDEN = "××"
# What has houses with numbers.
NUMBERED = frozenset({"village", "estate", "lane", "road"})


def find_chinese_homes(text: str) -> Iterator[PersonalData]:
    """Give the addresses of homes in the order in which they stand; some may overlap."""
    if not SIGN.search(text):
        return
    if HAS_TRADITIONAL.search(keep_foreign_signs(text)):
        text = text.translate(TRADITIONAL)
    surroundings = AddressSurroundings(text)
    end = 0
    for sign in SIGN.finditer(text):
        if sign.start() < end:
            continue
        run = RUN.search(text, max(end, sign.start() - LONGEST_PART - 1), sign.end() + LONGEST_RUN)
        while run and run.start() < sign.end():
            shape, start, end = read_shape(text, run)
            if shape:
                yield from judge_run(surroundings, shape, start, end)
            # What stands before the sign may be no part of its run: 第3小组，牛家桥村17号.
            run = RUN.search(text, end, sign.end() + LONGEST_RUN) if end <= sign.start() else None


def read_shape(text: str, run: re.Match[str]) -> tuple[str, int, int]:
    """Tell in which way the parts of a run reach a door, from where to where; nothing if they do not."""
    letters, places = "", []
    for part in islice(PART.finditer(text, run.start(), run.end()), MOST_PARTS):
        more = list_letters(text, part, letters)
        letters += more
        places += [part.span()] * len(more)
    for first in range(len(letters)):
        for shape, pattern in SHAPES:
            found = pattern.match(letters, first)
            if found:
                return shape, places[first][0], places[found.end() - 1][1]
    return "", 0, run.end()


def list_letters(text: str, part: re.Match[str], before: str) -> str:
    """Give the letters of one part; a number without a word is one of a door if nothing is counted by it."""
    _, number, unit, side = part.groups()
    if side:
        return "S"
    *chain, last = re.split("[-—]", number)
    letters = "".join("d" if len(each) >= ROOM_DIGITS else "n" for each in chain)
    is_long = len(last) >= ROOM_DIGITS
    if not unit:
        if COUNTED.match(text, part.end()):
            return ""
        return letters + (
            "d"
            if (is_long and all(each.isdigit() or each in DIGIT for each in last[:ROOM_DIGITS])) or last[-1:].isupper()
            else "n"
        )
    letter = LETTERS[unit]
    if letter == "U" and unit == "单元" and is_long:
        letter = "M"
    if letter == "R" and not is_room(text, part, last, before + letters):
        return letters
    return letters + letter


def is_room(text: str, part: re.Match[str], number: str, before: str) -> bool:
    """Tell whether 室, 房 or 户 behind a number is a door, and no count (3室2厅, 120户)."""
    if re.compile("[0-9一二两三]厅").match(text, part.end()):
        return False
    if part[3] == "户":
        return before[-1:] in {"U", "F"}
    return len(number) > 1 or before[-1:] in {"U", "F", "B", "H", "L"}


def judge_run(around: AddressSurroundings, shape: str, start: int, end: int) -> Iterator[PersonalData]:
    """Give the home that a run of parts is, if it is one, as far as its name and what stands around it tell."""
    name = get_name(around.text, start)
    lives = around.lives(start)
    if name.is_masked or not (lives or shape != "house" or name.kind in NUMBERED):
        return
    if lives and is_office_behind(around.text, end):
        return
    near = around.look(name.start, start, end)
    sure = lives or near.is_home or name.has_person
    if not lives:
        if (
            name.is_public(shape)
            or is_public_behind(around.text, shape, end)
            or not is_address(
                shape, name.kind, near, letter_first=name.text[-1:].isascii() and name.text[-1:].isupper()
            )
        ):
            return
        if near.is_public or (shape == "house" and name.kind == "road"):
            sure = near.is_home_column and not near.is_public
    yield PersonalData(name.start, end, "address", HIDDEN, "error" if sure else "warning")


def is_address(shape: str, name: str, near: Near, *, letter_first: bool) -> bool:
    """Tell whether parts under a name are an address at all, where nobody is said to live there."""
    if near.is_public and not near.is_home and name not in {"estate", "village"} and shape != "unit":
        return False
    if shape == "house":
        if name in {"road", "lane"}:
            return near.is_apart or (name == "lane" and near.is_home and not near.goes_on)
        return name in {"village", "estate"}
    return {
        "row": near.has_word and not near.is_game,
        "group": not near.is_game and (near.is_home or name in {"village", "estate"}),
        "building": near.is_home or name != "none",
        "chain": name in {"estate", "ending", "village"} or (near.is_home and letter_first),
        "door": name in {"estate", "ending", "village"}
        or (near.is_home and letter_first)
        or (near.is_apart and not near.is_game),
        "floor": near.is_home or name in {"estate", "ending"},
        "room": name == "estate",
        "numbered": name == "estate",
    }.get(shape, True)
