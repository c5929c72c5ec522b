"""The fields of an item: the one definition, from which all that needs no knowledge of a single field is derived.

Derived are the names that editors may write, the schema and the snippets of text editors, docs/fields.md, the texts
that are scanned, the digests by which a later change is told, and what a translation takes over. What each field
means, its reader, its place in `model.Item`, the view and the template know; tests/test_fields.py compares them with
this definition.
"""

from types import MappingProxyType
from typing import Literal

from msgspec import Struct

# `text` is words of the editor's, which are scanned; `code` a text that is none: an id, an address, a file; `number` a
# whole number; `texts` are several; `group` is a record with parts, `groups` a list of such. The last five are held by
# fields of a site's own alone; `amount` is any number.
BuiltInKind = Literal[
    "text", "code", "number", "date", "flag", "language", "status", "level", "registry", "texts", "group", "groups"
]
CustomKind = Literal["amount", "choice", "link", "telephone", "e-mail"]
FieldKind = BuiltInKind | CustomKind
# What a field is there for. `content` is what readers are shown as the item's own words: its texts are scanned, and a
# later change of it has to be told. `change` tells of a change itself: its texts are scanned. `place` is where the item
# stands and is found, `visibility` when it is shown.
FieldRole = Literal["content", "change", "place", "visibility"]


class FieldPart(Struct, frozen=True):
    """A field of a record within a field: its name, its names in Chinese (messages use the first), what it holds."""

    name: str
    chinese: tuple[str, ...]
    kind: FieldKind


class ItemField(FieldPart, frozen=True, kw_only=True):
    """A field of an item; `description` is for the manual and for text editors.

    `required` names the parts that each record must have; `short` allows a text in the place of a record; a translation
    takes over what is `inherited`; one that is `items_only` means nothing on a plain page.
    """

    role: FieldRole
    description: str
    parts: tuple[FieldPart, ...] = ()
    required: tuple[str, ...] = ()
    short: bool = False
    inherited: bool = True
    items_only: bool = False


NAME = FieldPart("name", ("名称", "姓名"), "text")
TITLE = FieldPart("title", ("标题",), "text")
DATE = FieldPart("date", ("日期", "发布日期"), "date")
ID = FieldPart("id", ("编号", "标识"), "code")
COMMUNITIES = FieldPart("communities", ("社区",), "registry")
PLACE = FieldPart("place", ("地点",), "text")

# In the order of docs/fields.md.
FIELDS = (
    ItemField(
        "title",
        TITLE.chinese,
        "text",
        role="content",
        description="the heading; required",
        inherited=False,
    ),
    ItemField(
        "date",
        DATE.chinese,
        "date",
        role="content",
        description="`2024-01-31`, `2024-01-31 09:30`, `2024/1/31`, `20240131`, `2024年1月31日`, "
        "`二〇二四年一月三十一日`, or ISO 8601 with offset (see Dates below); required, unless the file's name begins "
        "with it",
        items_only=True,
    ),
    ItemField(
        "id",
        ID.chinese,
        "code",
        role="place",
        description="what the item is known by when its file is renamed; the path without suffix where it is left out",
    ),
    ItemField(
        "updated",
        ("更新", "更新日期"),
        "date",
        role="change",
        description="the day of the last change",
    ),
    ItemField(
        "written",
        ("成文", "成文日期"),
        "date",
        role="content",
        description="the day on which the text was signed (成文日期)",
    ),
    ItemField(
        "expires",
        ("过期", "过期日期", "有效期至"),
        "date",
        role="visibility",
        description="the last day on which the item is public",
        items_only=True,
    ),
    ItemField(
        "communities",
        COMMUNITIES.chinese,
        "registry",
        role="content",
        description="names or ids of `communities.toml`: a list, or `甲，乙`; `all` (全部) for every one, also later "
        "ones",
        items_only=True,
    ),
    ItemField(
        "topics",
        ("主题",),
        "registry",
        role="place",
        description="names or ids of `topics.toml`; a new name may be used before it is registered",
        items_only=True,
    ),
    ItemField(
        "people",
        ("人员",),
        "registry",
        role="content",
        description="names or ids of `people.toml`",
        items_only=True,
    ),
    ItemField(
        "source",
        ("来源",),
        "group",
        role="content",
        description="where the content comes from: a text, or `name` and `url`",
        parts=(
            NAME,
            FieldPart("url", ("链接",), "code"),
        ),
        short=True,
    ),
    ItemField(
        "summary",
        ("摘要",),
        "text",
        role="content",
        description="what lists show; the first paragraph where it is left out",
        inherited=False,
    ),
    ItemField(
        "slug",
        ("网址",),
        "code",
        role="place",
        description="the last part of the address; made of the file's name where it is left out",
    ),
    ItemField(
        "aliases",
        ("旧网址", "别名"),
        "texts",
        role="place",
        description="former addresses, such as `/old/page/`; each leads here",
        inherited=False,
    ),
    ItemField(
        "lang",
        ("语言",),
        "language",
        role="place",
        description="the language, where it is neither the site's nor in the file's name",
        inherited=False,
    ),
    ItemField(
        "draft",
        ("草稿",),
        "flag",
        role="visibility",
        description="`true` keeps the item from being published",
    ),
    ItemField(
        "pinned_until",
        ("置顶", "置顶至"),
        "date",
        role="visibility",
        description="the last day on which it stands at the top of the first page",
        items_only=True,
    ),
    ItemField(
        "author",
        ("作者",),
        "text",
        role="content",
        description="who wrote it",
    ),
    ItemField(
        "reviewers",
        ("审核", "审核人"),
        "groups",
        role="content",
        description="who checked it: a list of `name` and `date`",
        parts=(
            NAME,
            DATE,
        ),
        short=True,
    ),
    ItemField(
        "image",
        ("图片",),
        "code",
        role="content",
        description="the picture above the text, and where the item is shared: a file of its folder",
    ),
    ItemField(
        "related",
        ("相关", "相关内容"),
        "texts",
        role="place",
        description="other items, by id or by the path to their file",
    ),
    ItemField(
        "attachments",
        ("附件",),
        "texts",
        role="place",
        description="files of the item's folder that are listed first",
    ),
    ItemField(
        "events",
        ("活动",),
        "groups",
        role="content",
        description="what takes place: a list of `date`, `end`, `title`, `place`, `communities`",
        parts=(
            DATE,
            FieldPart("end", ("结束", "结束日期"), "date"),
            TITLE,
            PLACE,
            COMMUNITIES,
        ),
        required=("date",),
        items_only=True,
    ),
    ItemField(
        "commitments",
        ("承诺", "承诺事项"),
        "groups",
        role="content",
        description="what was promised: a list of `id`, `text`, `owner`, `due`, `status` (open, in progress, done, "
        "dropped, not reported), `evidence`",
        parts=(
            ID,
            FieldPart("text", ("内容",), "text"),
            FieldPart("owner", ("责任单位", "责任人"), "text"),
            FieldPart("due", ("期限",), "date"),
            FieldPart("status", ("状态", "进度"), "status"),
            FieldPart("evidence", ("依据",), "text"),
        ),
        required=("id", "text"),
        items_only=True,
    ),
    ItemField(
        "settles",
        ("落实",),
        "texts",
        role="content",
        description="ids of commitments of earlier items that this one settles",
        items_only=True,
    ),
    ItemField(
        "corrections",
        ("更正",),
        "groups",
        role="change",
        description="what was put right: a list of `date` and `note`; readers see it",
        parts=(
            DATE,
            FieldPart("note", ("说明",), "text"),
        ),
        required=("date", "note"),
        inherited=False,
    ),
    ItemField(
        "withdrawn",
        ("撤回", "撤下"),
        "group",
        role="change",
        description="`date` and `reason`: the page stays and says why, lists drop it",
        parts=(
            DATE,
            FieldPart("reason", ("原因",), "text"),
        ),
        required=("date", "reason"),
    ),
    ItemField(
        "alert",
        ("提醒", "警示"),
        "group",
        role="visibility",
        description="a banner on every page: `level` (notice, warning, emergency: 通知, 提醒, 紧急) and `until`; it "
        "says the communities and the `summary` too",
        parts=(
            FieldPart("level", ("级别",), "level"),
            FieldPart("until", ("截至", "截止"), "date"),
        ),
        required=("until",),
        items_only=True,
    ),
    ItemField(
        "disclosure",
        ("信息公开", "公开"),
        "group",
        role="content",
        description="the record of disclosed information: `index_number`, `document_number`, `category`, "
        "`openness`, `valid`, `repealed`",
        parts=(
            FieldPart("index_number", ("索引号",), "code"),
            FieldPart("document_number", ("文号", "发文字号"), "text"),
            FieldPart("category", ("分类", "主题分类"), "text"),
            FieldPart("openness", ("公开方式",), "text"),
            FieldPart("valid", ("有效性", "效力"), "text"),
            FieldPart("repealed", ("废止", "废止日期"), "text"),
        ),
        items_only=True,
    ),
    ItemField(
        "contact",
        ("联系方式", "咨询"),
        "group",
        role="content",
        description="whom to ask, at the end of the page: the name of the office, or `name`, `telephone`, `email`, "
        "`hours`, `place`; that of the column or of the site, as `site.toml` has it, where it is left out",
        parts=(
            NAME,
            FieldPart("telephone", ("电话", "联系电话"), "text"),
            FieldPart("email", ("邮箱", "电子邮箱"), "text"),
            FieldPart("hours", ("办公时间",), "text"),
            PLACE,
        ),
        short=True,
        items_only=True,
    ),
    ItemField(
        "order",
        ("顺序", "排序"),
        "number",
        role="place",
        description="of a column's introduction (`_index.md`): its place among the columns, the smallest first; those "
        "without one follow as `site.toml` has them",
        items_only=True,
    ),
    ItemField(
        "template",
        ("模板",),
        "code",
        role="place",
        description="a template of the site's own by which the page is made, in place of `item.html` or `page.html`: "
        "`ferry` for `templates/ferry.html`",
    ),
)
FIELDS_BY_NAME = MappingProxyType({each.name: each for each in FIELDS})
# A part that is a field of items too has that field's names.
PARTS = MappingProxyType({part.name: part for each in FIELDS for part in each.parts})
# By English name, the Chinese ones: of fields, and of what stands within records alone.
ITEM_FIELDS = MappingProxyType({each.name: each.chinese for each in FIELDS})
NESTED_FIELD_NAMES = MappingProxyType(
    {name: part.chinese for name, part in PARTS.items() if name not in FIELDS_BY_NAME}
)
# What each name that may be written means.
CANONICAL_NAMES = MappingProxyType(
    {
        written: name
        for table in (ITEM_FIELDS, NESTED_FIELD_NAMES)
        for name, others in table.items()
        for written in (name, *others)
    }
)
# The parts of each field that has any.
NESTED_FIELDS = MappingProxyType({each.name: tuple(p.name for p in each.parts) for each in FIELDS if each.parts})
# What a translation has in common with its original unless it says otherwise.
INHERITED_FIELDS = frozenset(each.name for each in FIELDS if each.inherited)
# By which name somebody who writes in Chinese knows a field.
CHINESE_NAMES = MappingProxyType(
    {name: others[0] for table in (NESTED_FIELD_NAMES, ITEM_FIELDS) for name, others in table.items()}
)


def format_field_name(name: str, *, chinese: bool) -> str:
    """Give the name by which an editor knows a field; what is no field stays as it is."""
    return CHINESE_NAMES.get(name, name) if chinese else name
