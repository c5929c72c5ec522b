"""What fields and their parts are, how they may be written, and fixed values in English and Chinese (contract, 2)."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from types import MappingProxyType

from site_builder.field_names import ITEM_FIELDS, NESTED_FIELD_NAMES

NESTED_FIELDS = MappingProxyType(
    {
        "source": ("name", "url"),
        "reviewers": ("name", "date"),
        "events": ("date", "end", "title", "place", "communities"),
        "commitments": ("id", "text", "owner", "due", "status", "evidence"),
        "corrections": ("date", "note"),
        "withdrawn": ("date", "reason"),
        "alert": ("level", "until"),
        "disclosure": ("index_number", "document_number", "category", "openness", "valid", "repealed"),
    }
)
STATUS_NAMES = MappingProxyType(
    {
        "open": ("待办", "未开始"),
        "in progress": ("进行中", "办理中"),
        "done": ("已完成", "完成", "已办结"),
        "dropped": ("不再办理", "已取消", "取消"),
        "not reported": ("未通报", "未报告"),
    }
)
CANONICAL_NAMES = MappingProxyType(
    {
        written: name
        for table in (ITEM_FIELDS, NESTED_FIELD_NAMES)
        for name, others in table.items()
        for written in (name, *others)
    }
)
# What each field holds, for docs/fields.md.
FIELD_DESCRIPTIONS = MappingProxyType(
    {
        "title": "the heading; required",
        "date": "`2024-01-31`, `2024-01-31 09:30`, `2024/1/31`, `2024年1月31日`, or ISO 8601 with offset; required, "
        "unless the file's name begins with it",
        "id": "what the item is known by when its file is renamed; the path without suffix where it is left out",
        "updated": "the day of the last change",
        "written": "the day on which the text was signed (成文日期)",
        "expires": "the last day on which the item is public",
        "communities": "names or ids of `communities.toml`: a list, or `甲，乙`",
        "topics": "names or ids of `topics.toml`; a new name may be used before it is registered",
        "people": "names or ids of `people.toml`",
        "source": "where the content comes from: a text, or `name` and `url`",
        "summary": "what lists show; the first paragraph where it is left out",
        "slug": "the last part of the address; made of the file's name where it is left out",
        "aliases": "former addresses, such as `/old/page/`; each leads here",
        "lang": "the language, where it is neither the site's nor in the file's name",
        "draft": "`true` keeps the item from being published",
        "pinned_until": "the last day on which it stands at the top of the first page",
        "author": "who wrote it",
        "reviewers": "who checked it: a list of `name` and `date`",
        "image": "the picture above the text, and where the item is shared: a file of its folder",
        "related": "other items, by id or by the path to their file",
        "attachments": "files of the item's folder that are listed first",
        "events": "what takes place: a list of `date`, `end`, `title`, `place`, `communities`",
        "commitments": "what was promised: a list of `id`, `text`, `owner`, `due`, `status` (open, in progress, done, "
        "dropped, not reported), `evidence`",
        "settles": "ids of commitments of earlier items that this one settles",
        "corrections": "what was put right: a list of `date` and `note`; readers see it",
        "withdrawn": "`date` and `reason`: the page stays and says why, lists drop it",
        "alert": "`level` (notice, warning, emergency) and `until`: a banner on every page",
        "disclosure": "the record of disclosed information: `index_number`, `document_number`, `category`, `openness`, "
        "`valid`, `repealed`",
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
