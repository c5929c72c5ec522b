"""The paragraph styles of a Word file -> what they mean, by Chinese, English and WPS names; formats nothing."""

import re
import unicodedata
from xml.etree import ElementTree as ET

from msgspec import Struct

from site_builder.word_import.numbering import W, parse_integer, read_depth, read_value

LEVELS = 9
NUMERALS = "一二三四五六七八九"
# “Heading 1” in English, Chinese and the names that WPS and templates of offices use; `1级标题`, `一级标题`, `标题一`.
HEADING = re.compile(
    r"(?:heading|标题|標題)[ _-]?(?P<after>[1-9一二三四五六七八九])(?:[ _+].*)?"
    r"|(?:第)?(?P<before>[1-9一二三四五六七八九])级标题.*|h(?P<short>[1-6])"
)
TITLE = re.compile(r"title|标题|標題|文档标题|公文标题|大标题|主标题|文件标题|document title")
SUBTITLE = re.compile(r"subtitle|副标题")
CONTENTS = re.compile(r"(?:toc|目录|目錄)[ _]?(?:[1-9]|heading|标题)?|contents? ?\d*|toc标题")
# Styles of lists within lists: “List Bullet 2” is the second level.
LIST = re.compile(r"(?:list (?:bullet|number|continue)|列表(?:项目符号|编号|接续)) ?(?P<depth>[2-5])")
# Ids that programs give the built-in styles whatever the language of their names: Word 97 to WPS today.
PLAIN_ID = re.compile(r"(?:heading|标题)?(?P<level>[1-9])", re.IGNORECASE)


class ParagraphStyle(Struct, frozen=True):
    """What a paragraph style says: heading level from 1 (0: none), is it the title or of a table of contents, layout.

    `size` is in half-points, 0 where nothing is said; `number` is the numbering and its level, `depth` that of a style
    for lists within lists.
    """

    level: int = 0
    title: bool = False
    contents: bool = False
    align: str = ""
    size: int = 0
    number: tuple[str, int] = ("", 0)
    depth: int = 0
    hidden: bool = False


class RawStyle(Struct, frozen=True):
    """A style as written, and the one it is based on; -1 is an outline level that is not said."""

    id: str
    name: str
    base: str
    outline: int
    align: str
    size: int
    number: tuple[str, int]
    hidden: bool


def read_styles(root: ET.Element | None) -> tuple[dict[str, ParagraphStyle], str]:
    """Give what each paragraph style means, by id, and the id of the default one."""
    raws: dict[str, RawStyle] = {}
    default = ""
    for each in [] if root is None else root.findall(f"{W}style"):
        if each.get(f"{W}type", "paragraph") != "paragraph":
            continue
        raw = read_style(each)
        raws[raw.id] = raw
        if each.get(f"{W}default") in {"1", "true", "on"}:
            default = raw.id
    return {id_: resolve_style(id_, raws) for id_ in raws}, default


def read_style(element: ET.Element) -> RawStyle:
    """Read one style."""
    paragraph, run = element.find(f"{W}pPr"), element.find(f"{W}rPr")
    outline = read_value(paragraph, "outlineLvl")
    return RawStyle(
        id=element.get(f"{W}styleId", ""),
        name=read_value(element, "name"),
        base=read_value(element, "basedOn"),
        outline=parse_integer(outline, -1) if outline else -1,
        align=read_value(paragraph, "jc"),
        size=parse_integer(read_value(run, "sz"), 0),
        number=read_numbering(paragraph),
        hidden=is_switched_on(run, "vanish"),
    )


def read_numbering(paragraph: ET.Element | None) -> tuple[str, int]:
    """Give the numbering that paragraph properties name, and its level."""
    found = None if paragraph is None else paragraph.find(f"{W}numPr")
    if found is None:
        return "", 0
    return read_value(found, "numId"), read_numbering_depth(found)


def read_numbering_depth(number: ET.Element) -> int:
    """Give the level that `numPr` names."""
    child = number.find(f"{W}ilvl")
    return 0 if child is None else read_depth(ET.Element("level", {f"{W}ilvl": child.get(f"{W}val", "0")}))


def is_switched_on(properties: ET.Element | None, name: str) -> bool:
    """Tell whether a property that is on or off is on (ECMA-376 part 1, section 17.17.4)."""
    child = None if properties is None else properties.find(f"{W}{name}")
    return child is not None and child.get(f"{W}val", "1") not in {"0", "false", "off"}


def resolve_style(id_: str, raws: dict[str, RawStyle]) -> ParagraphStyle:
    """Put together what a style and those that it is based on say; the nearest wins."""
    chain: list[RawStyle] = []
    while id_ in raws and raws[id_] not in chain:
        chain.append(raws[id_])
        id_ = raws[id_].base
    own = chain[0]
    outline = next((each.outline for each in chain if each.outline >= 0), -1)
    named = next((found for each in chain if (found := find_name_level(each))), 0)
    level = named or (outline + 1 if 0 <= outline < LEVELS else 0)
    title = any(TITLE.fullmatch(normalize_name(each.name)) for each in chain) and not named
    return ParagraphStyle(
        level=0 if title else level,
        title=title,
        contents=bool(CONTENTS.fullmatch(normalize_name(own.name))),
        align=next((each.align for each in chain if each.align), ""),
        size=next((each.size for each in chain if each.size), 0),
        number=next((each.number for each in chain if each.number[0]), ("", 0)),
        depth=next((int(m["depth"]) - 1 for e in chain if (m := LIST.fullmatch(normalize_name(e.name)))), 0),
        hidden=any(each.hidden for each in chain),
    )


def find_name_level(style: RawStyle) -> int:
    """Give the heading level that a style's name says; where it says nothing readable, its id."""
    found = HEADING.fullmatch(normalize_name(style.name))
    if found:
        sign = found["after"] or found["before"] or found["short"]
        return NUMERALS.index(sign) + 1 if sign in NUMERALS else int(sign)
    if style.name:
        return 0
    by_id = PLAIN_ID.fullmatch(style.id)
    return int(by_id["level"]) if by_id else 0


def find_id_level(id_: str) -> int:
    """Give the heading level that a style's id says where the file has no such style: `Heading1`, `标题1`, `2`."""
    found = PLAIN_ID.fullmatch(id_)
    return int(found["level"]) if found else 0


def normalize_name(name: str) -> str:
    """Give a name without what differs between programs: case, width, spaces at the ends."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
