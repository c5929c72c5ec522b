"""Times that no clock shows, with no word for a time: alone in a cell, or at the beginning of an entry of a list.

Scores, ratios and lengths of time look the same, so the words around, the table's head and the other cells decide.
"""

import re
from itertools import takewhile

from site_builder.late_patterns import compile_late

LAST_HOUR, LAST_MINUTE = 24, 59
# An hour beyond this is a score or a count, one before that as often the first part of a ratio; hours are mostly said
# in steps of so many minutes.
LATEST_SLIP, LATEST_RATIO, STEP = 29, 5, 5
LONGEST_BLOCK = 2_000
# What is counted, won or measured, and not the time of the day.
NO_TIME = compile_late(
    r"比(?!赛)|率|[胜负赢输]|得分|分数|用时|时长|耗时|历时|成绩|配速|片长|倍|章|诗|\b(?:scores?|ratio|scale|odds|mix|w[io]ns?|lost"
    r"|beat|laps?|splits?|duration|length|runner|finish|results?|pace|psalm|verse|mins?|secs?|seconds|points|pts)\b",
    re.IGNORECASE,
)
RESULTS = compile_late(
    r"选手|名次|排名|组别|曲目|节目|视频|录音|\b(?:name|track|song|video|chapter|part|pos|rank)\b", re.IGNORECASE
)
CLOCK = compile_late(
    r"时间|时刻|时段|钟点|几点|发车|到站|开始|开场"
    r"|\b(?:time|when|starts?|begins?|opens?|departs?|departure|arrives?|hours?)\b",
    re.IGNORECASE,
)
# What is done at a time of the day.
EVENT = compile_late(
    r"会议|例会|开会|签到|报到|集合|就餐|[早午晚]餐|开幕|颁奖|\b(?:meeting|lunch|dinner|tea|doors|registration|bus|coach)\b",
    re.IGNORECASE,
)
# Tags are signs of nothing where a text is looked at as readers see it.
ENTRY_BEFORE = compile_late(
    r"[ \t\u3000>]*(?:[-*+•]|\d{1,2}[.)、])[ \t]+[*_]{0,2}(?:\0+|<[bi]>)?|\0+|.*<(?:li|td|th)\b[^<>]*>\s*"
)
ENTRY_BEHIND = compile_late(
    r"(?:[*_]{0,2}|\0+|</[bi]>)(?:(?:[ \t\u3000，,、：:—–-]+|至|到)[^\W\d]|[\u4e00-\u9fff])|\0|</(?:li|td|th)>"
)
CELL_BEHIND = compile_late(r"[ *_]*(?:\||\Z)")
TIME = compile_late(r"[ \t\u3000>*_+•-]*(?:\d{1,2}[.)、][ \t]+)?(?P<hour>\d{1,2})[:：](?P<minute>[0-5]\d)(?![\d:：])")


def find_bare_time(text: str, sign: int) -> tuple[int, str] | None:
    """Give the time around a sign if no clock shows it and its place says that it is one: where, and as written."""
    start = sign - 2 if sign > 1 and text[sign - 2].isdecimal() else sign - 1
    hour, minute = text[start:sign], text[sign + 1 : sign + 3]
    if not is_slip(hour, minute) or text[sign + 3 : sign + 4].isdecimal() or text[sign + 3 : sign + 4] in {":", "："}:
        return None
    first, end = text.rfind("\n", 0, start) + 1, text.find("\n", sign)
    end = end if end >= 0 else len(text)
    before, behind = text[first:start], text[sign + 3 : end]
    if NO_TIME.search(f"{before} {behind}"):
        return None
    sure = int(hour) > LATEST_RATIO and int(minute) > LAST_MINUTE
    if before.rstrip(" *_").endswith("|") and CELL_BEHIND.match(behind):
        is_time = is_cell_of_times(text, first, end, before.count("|"), sure=sure)
    elif ENTRY_BEFORE.fullmatch(before) and ENTRY_BEHIND.match(behind):
        is_time = sure or is_entry_of_times(text, first, end)
    else:
        return None
    return (start, text[start : sign + 3]) if is_time and (sure or int(minute) % STEP == 0) else None


def is_slip(hour: str, minute: str) -> bool:
    """Tell whether figures are nearly a time, which no clock shows."""
    if not (minute.isdecimal() and len(minute) == len("00")):
        return False
    beyond = LAST_HOUR < int(hour) <= LATEST_SLIP or (int(hour) == LAST_HOUR and int(minute) > 0)
    return beyond or (int(hour) <= LAST_HOUR and int(minute) > LAST_MINUTE)


def is_cell_of_times(text: str, first: int, end: int, column: int, *, sure: bool) -> bool:
    """Tell whether a cell stands among times of the day; `sure` where it is no ratio and no length of time."""
    above, below = split_block(text, first, end, "|")
    head, *rows = [*above, *below] or [""]
    if NO_TIME.search(head):
        return False
    heading = head.split("|")[column] if above and head.count("|") >= column else ""
    cells = (row.split("|")[column] for row in rows if row.count("|") >= column)
    times = [each for each in map(TIME.match, cells) if each]
    said = CLOCK.search(heading) or EVENT.search(text, first, end)
    return sure or (bool(said) and not RESULTS.search(head) and all(map(is_clock_time, times)))


def is_entry_of_times(text: str, first: int, end: int) -> bool:
    """Tell whether other entries of a list begin with times of the day, or one says what is done then."""
    times = [each for lines in split_block(text, first, end, "") for each in map(TIME.match, lines) if each]
    return (bool(times) or EVENT.search(text, first, end) is not None) and all(map(is_clock_time, times))


def split_block(text: str, first: int, end: int, sign: str) -> tuple[list[str], list[str]]:
    """Give the lines right above and below a line that have a sign, as far as there is no empty one."""

    def is_of_block(line: str) -> bool:
        return bool(line.strip()) and sign in line

    above = text[max(0, first - LONGEST_BLOCK) : first].split("\n")[:-1]
    below = text[end + 1 : end + LONGEST_BLOCK].split("\n")
    return [*takewhile(is_of_block, reversed(above))][::-1], [*takewhile(is_of_block, below)]


def is_clock_time(time: re.Match[str]) -> bool:
    """Tell whether what stands in another place is rather the time of a day than a length."""
    return 0 < int(time["hour"]) < LAST_HOUR and int(time["minute"]) % STEP == 0
