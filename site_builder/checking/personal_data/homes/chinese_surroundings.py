"""What stands around a Chinese address -> the name that it belongs to, who is said to live there, what is public."""

import re

from msgspec import Struct

from site_builder.checking.personal_data.homes.chinese_words import (
    BEFORE_NAME,
    COMMITTEE,
    ENDING,
    ESTATE,
    GAME,
    HOME,
    HOME_COLUMN,
    HOUSEHOLD,
    HOUSING,
    LANE,
    LIVES,
    LIVES_SIGN,
    MASKED,
    NOT_ENDS,
    NOT_NAMES,
    ORGANISATION,
    PERSON,
    PERSON_COLUMN,
    PUBLIC_ABOUT,
    PUBLIC_COLUMN,
    PUBLIC_DOOR,
    PUBLIC_HOUSE,
    PUBLIC_NAME,
    RECEIVING_OFFICE,
    ROAD,
    TOWNSHIP,
    VILLAGE,
)
from site_builder.checking.personal_data.homes.marks import get_head, remove_marks
from site_builder.checking.personal_data.surnames import COMMON
from site_builder.late_patterns import compile_late

WORDS = frozenset(NOT_NAMES.split())
# A name so long that begins with a surname may begin with somebody.
WITH_PERSON = 6
BEFORE, BEHIND, ROW = 50, 30, 200


LONGEST_NAME = 40
NOT_OF_NAME = compile_late(r"[^\u4e00-\u9fffA-Za-z0-9·×＊ｘＸ# ,-]|[ ,](?![0-9])")
LABEL_ABOVE = compile_late("(?:住址|地址|家住|现住|户籍)[*:：]*\\s*\\n\\s*\\Z")


class AddressName(Struct, frozen=True):
    """The name before the numbers of an address: where it begins, what it is the name of, and whether it is hidden."""

    start: int
    kind: str
    text: str
    is_masked: bool
    has_person: bool

    def is_public(self, shape: str) -> bool:
        """Tell whether it is an office's or a shop's; a committee with groups (组) is a village's."""
        text = COMMITTEE.sub("", self.text) if shape == "group" or self.kind == "village" else self.text
        return is_public_name(text)


class Near(Struct, frozen=True):
    """What is said around an address: that somebody lives there, that it is about people, that it stands by itself."""

    has_word: bool
    is_home: bool
    is_home_column: bool
    is_apart: bool
    is_public: bool
    is_game: bool
    goes_on: bool


class AddressSurroundings:
    """A text of which one address after another is looked at."""

    def __init__(self, text: str) -> None:
        self.text = text

    def lives(self, at: int) -> bool:
        """Tell whether somebody is said to live at the address of which the numbers begin at an offset."""
        before = remove_marks(self.text[max(0, at - BEFORE) : at].rpartition("\n")[2])
        found = LIVES.search(before) if LIVES_SIGN.search(before) else None
        return found is not None and not is_public_name(found[1]) and not PUBLIC_ABOUT.search(found[1])

    def look(self, name: int, start: int, end: int) -> Near:
        """Tell what is said around an address."""
        text = self.text
        first = text.rfind("\n", max(0, start - ROW), start) + 1 or max(0, start - ROW)
        last = text.find("\n", end, end + ROW)
        last = min(len(text), end + ROW) if last < 0 else last
        line = text[first:last]
        is_row = "|" in line or "<t" in line or "\t" in line or line.count(",") > 1
        before = remove_marks(text[first if is_row else max(first, name - BEFORE) : name])
        behind = remove_marks(text[end : last if is_row else min(last, end + BEHIND)])
        head = get_head(text, first) if is_row else ""
        has_word = bool(
            HOME.search(before)
            or LABEL_ABOVE.search(text[max(0, first - BEFORE) : first])
            or HOME.search(behind)
            or HOME_COLUMN.search(head)
        )
        is_home = has_word or bool(PERSON_COLUMN.search(head)) or has_person(before, behind)
        is_alone = (not before or before[-1] in " ,，、|（(:：\t") and (
            not behind or behind[0] in " ,，、|）)。；;\t\r"
        )
        return Near(
            has_word=has_word,
            is_home=is_home,
            is_home_column=bool(HOME_COLUMN.search(head)),
            is_apart=is_alone and is_home,
            is_public=bool(
                PUBLIC_COLUMN.search(head)
                or ORGANISATION.search(before)
                or PUBLIC_ABOUT.search(re.split("[。；！？]", before)[-1])
                or PUBLIC_ABOUT.search(re.split("[。；！？]", behind[:20])[0])
            ),
            goes_on=bool(behind) and "\u4e00" <= behind[0] <= "\u9fff" and behind[0] not in "的之",
            is_game=bool(GAME.search(before[-20:] + text[name:start]) or GAME.search(behind[:8])),
        )


def is_public_name(name: str) -> bool:
    """Tell whether a name is that of an office, a shop or the like, and not of where its people live."""
    return bool(PUBLIC_NAME.search(name)) and not HOUSING.search(name[-8:])


def has_person(*texts: str) -> bool:
    """Tell whether somebody's name stands apart in one of some texts, in full or masked."""
    for text in texts:
        for each in PERSON.finditer(text):
            name = each["name"]
            if not name or (name[:2] not in WORDS and not NOT_ENDS.search(name)):
                return True
    return False


def get_name(text: str, start: int) -> AddressName:
    """Give the name that stands before the numbers of an address."""
    first = find_first_of_name(text, start)
    name = text[first:start]
    bounds = [each.end() for each in BEFORE_NAME.finditer(name)]
    cut = bounds[-1] if bounds else 0
    whole = name.rstrip(" ,，、-|")
    begin = start if cut >= len(whole) else max(first + cut, start - 24)
    own = text[begin:start].rstrip(" ,，、-|")
    kind = get_kind(own)
    if text.startswith("门牌", start) or (kind == "other" and TOWNSHIP.search(text[max(0, begin - 12) : start])):
        kind = "village"
    elif kind == "other" and begin + len(own) < start:
        begin, own, kind = start, "", "none"
    return AddressName(
        begin if own else start,
        kind,
        own,
        bool(MASKED.search(whole[-8:])),
        (len(own) >= WITH_PERSON or HOUSEHOLD.fullmatch(own) is not None) and own[0] in COMMON and own[:2] not in WORDS,
    )


def find_first_of_name(text: str, start: int) -> int:
    """Give where the signs begin that may be part of a name, or join it to its numbers."""
    first = max(0, start - LONGEST_NAME)
    window = text[first:start]
    ends = (
        each.end()
        for each in NOT_OF_NAME.finditer(f"{window}0")
        if each[0] != "*" or is_emphasis(text, first + each.start())
    )
    return first + max(ends, default=0)


def is_emphasis(text: str, at: int) -> bool:
    """Tell whether a star belongs to marks of emphasis, which come in pairs, and hides nothing."""
    if "**" not in text[max(0, at - 1) : at + 2]:
        return False
    before = text[max(0, at - BEFORE) : at].rpartition("\n")[2]
    return f"{before}{text[at : at + BEFORE]}".partition("\n")[0].count("**") > 1


def get_kind(name: str) -> str:
    """Tell what a name is the name of, by its end."""
    for kind, pattern in (
        ("estate", ESTATE),
        ("village", VILLAGE),
        ("lane", LANE),
        ("road", ROAD),
        ("ending", ENDING),
    ):
        if pattern.search(name):
            return kind
    return "other" if name else "none"


def is_office_behind(text: str, end: int) -> bool:
    """Tell whether what is sent to an address goes to an office there (…路82号信访局收)."""
    return RECEIVING_OFFICE.match(text, end) is not None


def is_public_behind(text: str, shape: str, end: int) -> bool:
    """Tell whether what follows a run of parts makes it a pole, a shop or an office."""
    behind = text[end : end + 24]
    if shape in {"group", "house", "lane-house"} and PUBLIC_HOUSE.match(behind):
        return True
    return bool(PUBLIC_DOOR.match(behind))
