"""A text -> the personal data in it, each with the customary mask; knows no file and judges no reason to publish."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Literal

from msgspec import Struct

from site_builder.checking.personal_data.home_addresses import find_home_addresses
from site_builder.checking.personal_data.numbers import (
    LONG_NUMBER,
    find_bank_cards,
    find_british_mobile_numbers,
    find_id_numbers,
    find_mobile_numbers,
    find_old_id_numbers,
    remove_separators,
)
from site_builder.checking.personal_data.split_numbers import JOINT, find_original_span, join_numbers

PersonalDataKind = Literal["id-number", "mobile", "bank-card", "e-mail", "address"]

# Full-width digits and signs, spaces and dashes of every width, as what they stand for; each is one character again.
PLAIN = str.maketrans(
    "０１２３４５６７８９＠Ｘ．ｘ＋·　\u00a0\u2002\u2003\u2009\u202f－–‐‑—", "0123456789@X.x+.      -----"
)
WIDE = re.compile("[０-９＠＋　\u00a0\u2002\u2003\u2009\u202f－–‐‑]")
DASHED = re.compile("[0-9][—·]")
# Addresses in the web and targets of links hold numbers of their own; those that call or write to somebody are no such.
ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"'()（），。；、|]+|\]\((?!tel:|mailto:|sms:)(?:<[^>\n]*>|[^)\s]*)")
E_MAIL = r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9](?:[A-Za-z0-9._%+-]*)@(?P<host>[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)"
# Each also as its `vip.` twin, which is sold to the same people.
PRIVATE_HOSTS = frozenset(
    {"qq.com", "foxmail.com", "163.com", "126.com", "yeah.net", "188.com", "sina.com", "sina.cn", "sina.com.cn"}
    | {
        "sohu.com",
        "139.com",
        "189.cn",
        "wo.cn",
        "wo.com.cn",
        "21cn.com",
        "tom.com",
        "aliyun.com",
        "263.net",
        "2980.com",
    }
    | {"eyou.com", "88.com", "163.net", "sogou.com", "petalmail.com", "gmail.com", "msn.com", "icloud.com", "me.com"}
    | {
        "mac.com",
        "rocketmail.com",
        "proton.me",
        "protonmail.com",
        "pm.me",
        "mail.com",
        "mail.ru",
        "zoho.com",
        "tuta.io",
    }
    | {"tutanota.com", "fastmail.com", "hey.com", "naver.com", "hanmail.net", "comcast.net", "att.net", "verizon.net"}
    | {"btinternet.com", "btopenworld.com", "sky.com", "talktalk.net", "virginmedia.com", "virgin.net", "ntlworld.com"}
    | {"blueyonder.co.uk", "tiscali.co.uk", "plus.com", "orange.net", "o2.co.uk", "fsmail.net", "freeserve.co.uk"}
)
# These have a host in every country.
PRIVATE_EVERYWHERE = re.compile(
    r"(?:hotmail|outlook|live|yahoo|ymail|gmx|aol|googlemail|yandex)\.(?:(?:com?\.)?[a-z]{2}|com|net)"
)
HIDDEN = "×"


class PersonalData(Struct, frozen=True, order=True):
    """Personal data at a place of a text: offsets of its start and end, its kind, how it stands masked."""

    start: int
    end: int
    kind: PersonalDataKind
    masked: str


def find_personal_data(text: str) -> tuple[PersonalData, ...]:
    """Find personal data in a text, in the order it stands there; no two overlap and none goes over a line end."""
    plain = text
    if not text.isascii() and (WIDE.search(text) or DASHED.search(text)):
        plain = text.translate(PLAIN)
    found = find_by_kind(plain, text)
    if JOINT.search(plain):
        apart = tuple(find_split_data(plain))
        found = [each for each in found if all(each.end <= one.start or one.end <= each.start for one in apart)]
        found += apart
    return tuple(sorted(found))


def find_split_data(text: str) -> Iterator[PersonalData]:
    """Find what markup takes apart."""
    unsplit = join_numbers(text)
    for each in find_by_kind(unsplit.text, unsplit.text):
        place = find_original_span(unsplit, text, each.start, each.end)
        if place:
            yield PersonalData(*place, each.kind, each.masked)


def find_by_kind(plain: str, text: str) -> list[PersonalData]:
    """Find personal data in a text whose full-width signs are plain in `plain`, one kind after another."""
    found: list[PersonalData] = []
    if "@" in plain:
        plain = collect_and_blank(plain, find_emails(plain), found)
    if LONG_NUMBER.search(plain) or "(0)" in plain:
        plain = collect_and_blank(
            plain, (mask_number(each, "id-number", 2, 3) for each in find_id_numbers(plain)), found
        )
        plain = ADDRESS.sub(lambda each: blank_text(each[0]), plain)
        plain = collect_and_blank(
            plain, (mask_number(each, "id-number", 2, 3) for each in find_old_id_numbers(plain)), found
        )
        plain = collect_and_blank(
            plain, (mask_number(each, "bank-card", 4, 4) for each in find_bank_cards(plain)), found
        )
        plain = collect_and_blank(
            plain, (mask_number(each, "mobile", 3, 4, "number") for each in find_mobile_numbers(plain)), found
        )
        british = find_british_mobile_numbers(plain)
        plain = collect_and_blank(
            plain, (mask_number(each, "mobile", 3 if each["abroad"] else 4, 3, "number") for each in british), found
        )
    homes = (
        PersonalData(start, end, "address", text[start:door] + 2 * HIDDEN)
        for start, door, end in find_home_addresses(plain)
    )
    collect_and_blank(plain, homes, found)
    return found


def mask_personal_data(text: str) -> str:
    """Write the customary masks into a text."""
    for each in reversed(find_personal_data(text)):
        text = text[: each.start] + each.masked + text[each.end :]
    return text


def mask_keeping_length(text: str) -> str:
    """Hide personal data in a text that is shown, without moving what stands behind it."""
    for each in reversed(find_personal_data(text)):
        length = each.end - each.start
        masked = each.masked[:length].ljust(length, HIDDEN if each.kind == "address" else "*")
        text = text[: each.start] + masked + text[each.end :]
    return text


def collect_and_blank(text: str, more: Iterable[PersonalData], found: list[PersonalData]) -> str:
    """Add findings; give the text with blanks in their place, so that nothing is found twice."""
    parts: list[str] = []
    at = 0
    for each in more:
        found.append(each)
        parts += (text[at : each.start], blank_text(text[each.start : each.end]))
        at = each.end
    return "".join((*parts, text[at:])) if parts else text


def blank_text(text: str) -> str:
    """Give as many signs that belong to nothing."""
    return len(text) * "\0"


def mask_number(
    number: re.Match[str], kind: PersonalDataKind, first: int, last: int, group: str | int = 0
) -> PersonalData:
    """Mask a number but for its first and last characters, without what groups it, which Markdown could take apart."""
    digits = remove_separators(number[group])
    before = number[0][: number.start(group) - number.start()]
    masked = f"{before}{digits[:first]}{'*' * (len(digits) - first - last)}{digits[-last:]}"
    return PersonalData(number.start(), number.end(), kind, masked)


@cache
def compile_email_pattern() -> re.Pattern[str]:
    """Compile what most texts do not need."""
    return re.compile(E_MAIL)


def find_emails(text: str) -> Iterator[PersonalData]:
    """Find addresses at hosts where private people have their mail."""
    for each in compile_email_pattern().finditer(text):
        host = each["host"].lower().removeprefix("vip.")
        if host in PRIVATE_HOSTS or PRIVATE_EVERYWHERE.fullmatch(host):
            yield PersonalData(each.start(), each.end(), "e-mail", f"{each[0][0]}***@{each['host']}")
