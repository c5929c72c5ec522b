"""Times of the day that no clock shows, and hours that end before they begin; knows no calendar.

What may go on over noon or midnight is right: 9:00-5:00, 22时至6时. A score, a ratio or a length of time is no time, so
that mostly a word has to say that one is meant.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from site_builder.checking.text.dates.bare_times import LAST_HOUR, LAST_MINUTE, LATEST_SLIP, find_bare_time
from site_builder.late_patterns import compile_late

# What stands between hour and minute; how far around that a time and hours reach.
TIME_KINDS = MappingProxyType(
    {
        **dict.fromkeys("：:", ("han", "iso", "latin", "cue", "end")),
        **dict.fromkeys("时点", ("han", "minute", "numerals", "said")),
        ".": ("latin",),
    }
)
LONGEST_BEFORE, LONGEST_BEHIND = 20, 10
LONGEST_HOURS = 14
AND = " and "
BETWEEN_BEFORE = compile_late(r"etween\x20\Z")
NOON = 12
MORNING = ("上午", "早上", "早晨", "清晨", "凌晨")
MIDDAY = "中午"
AT_MIDDAY = frozenset((*range(1, 4), *range(10, 16)))
TO = r"(?:\x20?(?:至|到|—{1,2}|－|–|-|~|～)\x20?|\x20(?:to|until)\x20)"
# What is counted or won behind what looks like a time.
COUNTED = "[余多人名户个辆件台家位岁次项篇份只头亩斤公平千万元胜负战击大险获赢输不比]"
# Words that hours are said with, before those.
CUES = "时间|时段|开放|营业|上班|下班|办公|集合|发车|报到|签到|每天|每日|开始|门诊"


@cache
def compile_time_patterns() -> Mapping[str, re.Pattern[str]]:
    """Give what times look like. A colon is a score or a ratio as often, so a word has to say that it is a time."""
    return {
        "han": re.compile(
            r"(?P<word>上午|下午|中午|晚上?|傍晚|夜间|早[上晨]|清晨|凌晨|今晚|当晚|[日号）)][（(]?|星期.|周[一二三四五六日]"
            rf"|(?<=\d时)(?:至|到|—{{1,2}}|－)|(?:{CUES})(?:[为是在于]|[:：])*)[ （(]*"
            rf"(?P<hour>\d{{1,2}})(?:[：:]|[时点](?![代候段期名赞]))(?P<minute>\d{{1,2}}(?!{COUNTED}))?(?![\d.:：]|{COUNTED})"
        ),
        "said": re.compile(
            r"[于在至到日](?P<hour>2\d)(?P<minute>)[时点](?=整?(?:开始|举行|召开|出发|集合|结束|起|前|启动|发车|截止)|[，。；）\n]|\Z)"
        ),
        "minute": re.compile(r"(?<![历用耗]时)(?<!\d)(?P<hour>[0-2]?\d)[时点](?P<minute>\d{2})分(?!钟)"),
        "numerals": re.compile(
            r"(?P<hour>)[一二三四五六七八九十][时点](?P<minute>[六七八九]十[一二三四五六七八九]?)分(?![钟之])"
        ),
        "iso": re.compile(r"(?<!\d)\d{4}(?:-\d\d-\d\d[T ]|/\d\d?/\d\d?\x20)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?!\d)"),
        "latin": re.compile(
            r"(?<![\d.:£$€])(?P<hour>[0-2]?\d)[:.](?P<minute>\d{2})[ ]?(?P<half>[ap])(?:m|\.m\.)(?![A-Za-z])",
            re.IGNORECASE,
        ),
        "cue": re.compile(
            r"(?:\b(?:at|from|until|till|[Tt]ime:|opens?|starts?|begins?)|[a-z] \d{4},)\x20"
            r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?![\d:]|\.\d|\x20?(?:ratio|scale|mix|split|odds|to\x20\d))"
        ),
        "end": re.compile(
            rf"(?<![\d.])(?<!\d[:：])(?P<begin>(?:1?\d|2[0-4])[:：][0-5]\d{TO})(?P<hour>\d{{1,2}})[:：](?P<minute>\d\d)(?![\d:：])"
        ),
    }


@cache
def compile_sign_pattern(before: str, sign: str, behind: str) -> re.Pattern[str]:
    """Give a sign between what may stand before and behind it; a text is looked through for the sign alone."""
    return re.compile(f"{re.escape(sign)}(?<={before}{re.escape(sign)})(?={behind})")


def compile_time_sign_pattern(sign: str) -> re.Pattern[str]:
    """Give a sign between hour and minute."""
    before = r"[\d一二三四五六七八九十]" if sign in "时点" else r"\d"
    return compile_sign_pattern(before, sign, {".": r"\d\d\x20?[apAP]", "时": r"(?!间)"}.get(sign, ""))


def find_impossible_times(text: str) -> Iterator[tuple[int, str]]:
    """Find times that no clock shows: where they stand, and as written."""
    for sign in TIME_KINDS:
        for found in compile_time_sign_pattern(sign).finditer(text) if sign in text else ():
            first, last = max(0, found.start() - LONGEST_BEFORE), found.end() + LONGEST_BEHIND
            for name in TIME_KINDS[sign]:
                pattern = compile_time_patterns()[name]
                time = pattern.search(text, first, last)
                while time and time.end() <= found.start():
                    time = pattern.search(text, time.end(), last)
                if time and time.start("hour") <= found.start() < time.end() and is_impossible(time, name):
                    at = time.start() if is_wrong_half(time, name) or name == "numerals" else time.start("hour")
                    yield at, text[at : time.end()].strip()
                    break
            else:
                bare = find_bare_time(text, found.start()) if sign in ":：" else None
                if bare:
                    yield bare


def is_impossible(time: re.Match[str], name: str) -> bool:
    """Tell whether no clock shows a time."""
    if name == "numerals":
        return True
    hour, minute = int(time["hour"]), int(time["minute"] or 0)
    last = {"latin": LAST_HOUR - 1, "minute": LAST_MINUTE}.get(name, LAST_HOUR)  # 26时30分 may be how long it took
    if hour > LATEST_SLIP or (name == "end" and hour <= int(time["begin"].partition(":")[0].partition("：")[0])):
        return False
    return hour > last or minute > LAST_MINUTE or (hour == LAST_HOUR and minute > 0) or is_wrong_half(time, name)


def is_wrong_half(time: re.Match[str], name: str) -> bool:
    """Tell whether an hour after noon is said to be in the morning, or one far from noon to be at noon."""
    hour = int(time["hour"] or 0)
    if name == "latin":
        return time["half"] in "aA" and NOON < hour < LAST_HOUR
    if name != "han":
        return False
    return (time["word"] in MORNING and NOON < hour < LAST_HOUR) or (time["word"] == MIDDAY and hour not in AT_MIDDAY)


# Hours from … to …; what shows that they go on into the next day, or are none.
HOURS = compile_late(
    r"(?<![\d.])(?<!\d[:：])(?P<hour>\d{1,2})[:：](?P<minute>[0-5]\d)(?:至|到|—{1,2}|－|–|-|~|～|\x20(?:to|until|[–—-])\x20)"
    r"(?P<end_hour>\d{1,2})[:：](?P<end_minute>[0-5]\d)(?![\d:：]|\x20?[ap]\.?m)"
)
HAN_HALVES = compile_late(
    r"(?P<half>上午|下午|晚上)(?P<hour>\d{1,2})[:：时点](?P<minute>\d\d)?分?(?:至|到|—{1,2}|－|-|~|～)"
    r"(?P=half)(?P<end_hour>\d{1,2})[:：时点](?P<end_minute>\d\d)?"
)
LATIN_HALVES = compile_late(
    r"(?<![\d:.])(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?\x20?(?P<half>[ap]m)(?:\x20?[–—-]\x20?|\x20(?:to|until|and)\x20)"
    r"(?P<end_hour>\d{1,2})(?:[:.](?P<end_minute>\d\d))?\x20?(?P=half)\b"
)
NO_HOURS = compile_late(r"[比率倍次]|[Ss]cale|ratio")
HALVES = ("上午", "下午", "晚上")


def find_reversed_hours(text: str, sign: re.Match[str]) -> re.Match[str] | None:
    """Give the hours of one day around a sign between them if their end comes first."""
    first, last = max(0, sign.start() - LONGEST_HOURS), sign.end() + LONGEST_HOURS
    near = text[first:last]
    if ":" in near or "：" in near:
        found = HOURS.search(text, first, last)
        if found and found.start() < sign.start() < found.end() and is_reversed(found):
            return found
    halves = LATIN_HALVES if "m" in near else HAN_HALVES if any(each in near for each in HALVES) else None
    found = halves.search(text, first, last) if halves else None
    if found and sign[0] == AND and not BETWEEN_BEFORE.search(text, max(0, first - LONGEST_BEFORE), found.start()):
        return None
    if found and found.start() < sign.start() < found.end():
        begin, end = ((hour % NOON, minute) for hour, minute in read_hours(found))
        return found if end < begin else None
    return None


def is_reversed(found: re.Match[str]) -> bool:
    """Tell whether hours end in the afternoon of a day before they begin, or within the same hour."""
    begin, end = read_hours(found)
    cue = found.string[max(0, found.start() - LONGEST_BEFORE) : found.start()].rpartition("\n")[2]
    late = end >= (NOON + 1, 0) or begin[0] == end[0]
    return end < begin < (LAST_HOUR, 1) and late and not NO_HOURS.search(cue)


def read_hours(found: re.Match[str]) -> tuple[tuple[int, int], tuple[int, int]]:
    """Give hour and minute of both ends."""
    return (
        (int(found["hour"]), int(found["minute"] or 0)),
        (int(found["end_hour"]), int(found["end_minute"] or 0)),
    )
