"""The offices that texts name beside a person, and who held which on a day; looks for no name itself."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from types import MappingProxyType

from msgspec import Struct

from site_builder.late_patterns import compile_late
from site_builder.model import RegistryEntry

# What a Han office ends in; the longest first where one ends another.
HAN_OFFICES = (
    *(
        "秘书长",
        "董事长",
        "总经理",
        "调研员",
        "指导员",
        "教导员",
        "联络员",
        "办事员",
        "书记",
        "乡长",
        "镇长",
        "县长",
        "区长",
        "市长",
    ),
    *(
        "村长",
        "主任",
        "站长",
        "所长",
        "院长",
        "局长",
        "科长",
        "股长",
        "处长",
        "厅长",
        "部长",
        "校长",
        "园长",
        "队长",
        "组长",
    ),
    *(
        "会长",
        "社长",
        "场长",
        "馆长",
        "行长",
        "庭长",
        "检察长",
        "司令",
        "政委",
        "主席",
        "委员",
        "常委",
        "干事",
        "专员",
        "代表",
    ),
    *("会计", "经理", "文书", "专干", "网格员"),
)
# Members of a committee have each a field of their own; who is called a member alone may be any of them.
MEMBER = "委员"
BRANCHES = "组织|宣传|纪检|纪律检查|政法|统战|统一战线|武装|监察|国务|妇女|青年|生活|学习"
# Secretaries have each a committee; who is called a secretary alone may be that of any.
SECRETARY = "书记"
SEATS = MappingProxyType(
    {
        **dict.fromkeys(("纪委", "纪工委", "纪律检查委员会"), "纪委"),
        **dict.fromkeys(("政法委", "政法委员会"), "政法委"),
        **dict.fromkeys(("团委", "团支部"), "团委"),
        **dict.fromkeys(("党支部", "支部", "总支"), "支部"),
        **dict.fromkeys(("党委", "党工委", "工委", "党组", "县委", "区委", "市委", "镇委", "乡委"), "党委"),
    }
)
HAN = (
    rf"(?:(?P<branch>{BRANCHES})(?={MEMBER})|(?P<seat>{'|'.join(SEATS)})(?=副?{SECRETARY}))?"
    rf"(?P<deputy>副)?(?P<office>{'|'.join(HAN_OFFICES)})"
)
HAN_OFFICE = compile_late(HAN)
# An office that ends right before a name; an office right behind a name.
HAN_BEFORE = compile_late(
    rf"(?P<past>原|前|时任|曾任|老)?(?:(?:党委|党组)(?!副?书记)|常务|代理|代|总)?{HAN}"
    r"(?P<gap>[ \u3000]?|[ ]*[:：|][ ]*)\Z"
)
HAN_BEHIND = compile_late(rf"{HAN}(?!医师|编辑|记者|科员|助理|秘书|热线|信箱|接待日|[长会])")
# What an office behind a name is of, and what stands there instead where the office is somebody else's.
BODY = (
    r"[\u4e00-\u9fff]{0,14}?(?:乡|镇|县|市|区|村|社区|街道|(?:党委|党组|支部|总支)(?!副?书记)|政府|人大|政协|委员会|常委会"
    r"|办公室|办|站|所|局|院|中心|公司|校)"
)
OF_ANOTHER = compile_late(r"[到在向和与同对给陪带请访见听看问由被把让率领及说讲道是任的了等现拟原曾历至]")
# In brackets, in the next cell, behind a comma: nothing but offices.
LIST_BEHIND = compile_late(
    r"(?:同志)?[ \u3000]*(?:[（(](?P<bracket>[^（）()\n]{2,30})[）)]"
    r"|\|(?:[ ]*[男女][ ]*\|)?[ ]*(?P<cell>[^|\n]{2,30}?)[ ]*\|)"
)
PLAIN_BEHIND = compile_late(
    rf"(?:同志)?(?:[ \u3000]{{0,4}}|[，,][ ]?)(?P<body>{BODY})?{HAN}"
    r"(?=[^\u4e00-\u9fff]|[、主出到赴在指强调说表作讲检督率参传宣慰巡陪等]|$)"
)
# What somebody is for a while or for one affair, which no registry has.
PASSING = frozenset(
    ["组长", "队长", "代表", "联络员", "专员", "干事", "指导员", "会长", "专干", "网格员", "会计", "文书"]
)
# Where it is said what such an office is of, also right before a name: 领导小组组长, 县人大代表.
PASSING_BODY = compile_late(r"(?:[组队班部]副?[组队]长|(?:人大|党|民|工|家长)代表)[ \u3000]?\Z")
LONGEST_BEFORE = 16
PAST_WORDS = compile_late(r"(?:原|前任|时任|曾任|former|then|late)", re.IGNORECASE)
LATIN_OFFICES = (
    *("head", "director", "secretary", "mayor", "chairman", "chairwoman", "chairperson", "chair", "president", "clerk"),
    *("councillor", "councilor", "chief", "manager", "leader", "principal", "governor", "commissioner", "treasurer"),
    *("convenor", "warden", "magistrate", "minister", "superintendent"),
)
LATIN = rf"(?P<deputy>deputy|vice|assistant)?[\s-]?(?:[A-Za-z]+\s)??\b(?P<office>{'|'.join(LATIN_OFFICES)})\b"
LATIN_OFFICE = compile_late(rf"\b(?=[a-z]){LATIN}", re.IGNORECASE)
LATIN_BEFORE = compile_late(
    rf"\b(?=[a-z])(?P<past>former|then|late|ex)?[ -]?\b{LATIN}(?:\s|:\s|\x20*\|\x20*)\Z", re.IGNORECASE
)
# The Clerk, Mary Anne Ferris, read the minutes; behind a comma and "and" somebody else may follow.
LATIN_APART = compile_late(rf"\b(?:the|our|its)\s(?P<past>former|then|late)?\s?{LATIN},\s\Z", re.IGNORECASE)
APART_BEHIND = compile_late(r",\s(?!and\b|or\b|with\b)[a-z]|[.;)]|\Z")
# What follows in capitals is somebody else's name.
LATIN_BEHIND = compile_late(
    rf"(?:,\s|\x20[–—-]\x20|\x20is\x20(?=the|our|its))(?:(?:the|our|its)\s)?(?P<past>former|then)?\s?(?i:{LATIN})(?!\s[A-Z])"
)
LONGEST_LATIN = 60


class Office(Struct, frozen=True):
    """An office as a text names it: its last word, whether of a deputy, whether of former times, and as written."""

    word: str
    deputy: bool = False
    past: bool = False
    written: str = ""


class HeldOffice(Struct, frozen=True):
    """An office that a person held: what it comes to, its words, from and to."""

    offices: tuple[Office, ...]
    words: str
    since: str = ""
    until: str = ""


def find_office_before(text: str, at: int) -> Office | None:
    """Give the office that ends right before an offset, in the cell before it, or before a colon."""
    before = text[max(0, at - LONGEST_BEFORE) : at]
    found = HAN_BEFORE.search(before) if before.rstrip(" :|")[-1:] > "\x7f" else None
    if found is None:
        found = LATIN_BEFORE.search(text[max(0, at - LONGEST_LATIN) : at])
    elif found["office"] in PASSING and (found["gap"].strip(" \u3000") or PASSING_BODY.search(before)):
        return None
    return make_office(found, before) if found else None


def find_office_apart(text: str, at: int, end: int) -> Office | None:
    """Give the office between commas before a name: the Clerk, Mary Anne Ferris, ..."""
    if not (text.startswith((", ", ",\n"), at - 2) and APART_BEHIND.match(text, end)):
        return None
    found = LATIN_APART.search(text, max(0, at - LONGEST_LATIN), at)
    return make_office(found, "") if found else None


def find_office_after(text: str, at: int) -> Office | None:
    """Give the office that begins right behind an offset."""
    found = HAN_BEHIND.match(text, at + (text[at : at + 1] == " ")) or LATIN_BEHIND.match(text, at)
    return make_office(found, "") if found else None


def find_offices_behind(text: str, at: int) -> tuple[Office, ...]:
    """Give the offices behind a name: right there, of a body that is named first, in brackets, in the next cell."""
    office = find_office_after(text, at)
    if office:
        return (office,)
    found = LIST_BEHIND.match(text, at)
    if found:
        words = found["bracket"] or found["cell"]
        return (
            () if OF_ANOTHER.search(words) else tuple(each for each in find_offices(words) if each.word not in PASSING)
        )
    found = PLAIN_BEHIND.match(text, at)
    if found is None or found["office"] in PASSING or OF_ANOTHER.search(found["body"] or ""):
        return ()
    return (make_office(found, ""),)


def make_office(found: re.Match[str], before: str) -> Office:
    """Give the office of a match."""
    past = bool(found.groupdict().get("past")) or bool(PAST_WORDS.search(before))
    return Office(name_office(found), bool(found["deputy"]), past, found[0].strip(" ,，:：|\n\u3000"))


def name_office(found: re.Match[str]) -> str:
    """Give the last word of an office, with the field of a committee's member or the committee of a secretary."""
    groups = found.groupdict()
    return (groups.get("branch") or SEATS.get(groups.get("seat") or "", "")) + found["office"].lower()


def list_held_offices(entry: RegistryEntry) -> tuple[HeldOffice, ...]:
    """Give the offices of a person, the one of `role` last; where that has no days, others of its words date it."""
    held = [
        HeldOffice(parse_offices(words), words, each.since, each.until)
        for each in entry.titles
        for _, words in each.words
    ]
    dated = {office for each in held for office in each.offices}
    for _, words in entry.role:
        offices = parse_offices(words)
        if entry.since or entry.until or not set(offices) & dated:
            held.append(HeldOffice(offices, words, entry.since, entry.until))
    return tuple(held)


@cache
def parse_offices(words: str) -> tuple[Office, ...]:
    """Give every office that words name."""
    return tuple(find_offices(words))


def find_offices(words: str) -> Iterator[Office]:
    """Find every office that words name."""
    for pattern in (HAN_OFFICE, LATIN_OFFICE):
        for found in pattern.finditer(words):
            yield Office(name_office(found), bool(found["deputy"]), written=found[0])


def is_same_office(one: Office, other: Office) -> bool:
    """Tell whether two offices are the same."""
    for word in (MEMBER, SECRETARY):
        if word in {one.word, other.word}:
            return one.word.endswith(word) and other.word.endswith(word) and one.deputy == other.deputy
    return (one.word, one.deputy) == (other.word, other.deputy)


def select_offices_on(held: Iterable[HeldOffice], day: str) -> tuple[HeldOffice, ...]:
    """Give the offices that were held on a day (ISO 8601); a year or a month counts to its end."""
    return tuple(
        each
        for each in held
        if (not each.since or each.since <= day[: len(each.since)])
        and (not each.until or day[: len(each.until)] <= each.until)
    )
