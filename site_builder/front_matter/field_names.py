"""How the names of fields may be written, and fixed values in English and Chinese (contract, section 2)."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from types import MappingProxyType

from site_builder.fields import CANONICAL_NAMES, ITEM_FIELDS, NESTED_FIELDS

STATUS_NAMES = MappingProxyType(
    {
        "open": ("待办", "未开始"),
        "in progress": ("进行中", "办理中"),
        "done": ("已完成", "完成", "已办结"),
        "dropped": ("不再办理", "已取消", "取消"),
        "not reported": ("未通报", "未报告"),
    }
)
LEVEL_NAMES = MappingProxyType(
    {
        "notice": ("通知",),
        "warning": ("提醒",),
        "emergency": ("紧急",),
    }
)
YES = frozenset(["true", "yes", "on", "1", "是", "真"])
NO = frozenset(["false", "no", "off", "0", "", "否", "假"])
# What Word and web pages leave about a name, and nobody sees.
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))


def normalize_name(written: str) -> str:
    """Give the canonical name of a field; an unknown one as written."""
    known = CANONICAL_NAMES.get(written)
    if known is not None:
        return known
    name = unicodedata.normalize("NFC", written.translate(INVISIBLE).strip())
    return CANONICAL_NAMES.get(name, name)


@cache
def compile_name_pattern(*, inner: bool, field: str) -> re.Pattern[str]:
    """Give the pattern of a field name directly before a full-width colon, at a place where a field may begin.

    `inner` is for the lines below a field, where a name has to be a known one; the group `part` is a name within
    braces, `other` one at the beginning of a line that no field has.
    """
    parts = join_alternatives(w for w, name in CANONICAL_NAMES.items() if name in NESTED_FIELDS.get(field, ()))
    first = parts if inner else join_alternatives(w for name, others in ITEM_FIELDS.items() for w in (name, *others))
    other = r"(?!)" if inner else r"[^\W\d]{1,16}"
    return re.compile(
        rf"^[ ]*(?:- +)*(?P<name>{first})[ \t]*：|^(?P<other>{other})：(?!.*:(?:\s|$))"
        rf"|[{{,，][ \t]*(?P<part>{parts})[ \t]*："
    )


def join_alternatives(names: Iterable[str]) -> str:
    """Give the pattern of any of some names; the longest wins. One that nothing matches where there are none."""
    return "|".join(map(re.escape, sorted(names, key=len, reverse=True))) or r"(?!)"
