"""The names of fields in English and Chinese (contract, section 2); the one place that lists them."""

from types import MappingProxyType

ITEM_FIELDS = MappingProxyType(
    {
        "title": ("标题",),
        "date": ("日期", "发布日期"),
        "id": ("编号", "标识"),
        "updated": ("更新", "更新日期"),
        "written": ("成文", "成文日期"),
        "expires": ("过期", "过期日期", "有效期至"),
        "communities": ("社区",),
        "topics": ("主题",),
        "people": ("人员",),
        "source": ("来源",),
        "summary": ("摘要",),
        "slug": ("网址",),
        "aliases": ("旧网址", "别名"),
        "lang": ("语言",),
        "draft": ("草稿",),
        "pinned_until": ("置顶", "置顶至"),
        "author": ("作者",),
        "reviewers": ("审核", "审核人"),
        "image": ("图片",),
        "related": ("相关", "相关内容"),
        "attachments": ("附件",),
        "events": ("活动",),
        "commitments": ("承诺", "承诺事项"),
        "settles": ("落实",),
        "corrections": ("更正",),
        "withdrawn": ("撤回", "撤下"),
        "alert": ("提醒", "警示"),
        "disclosure": ("信息公开", "公开"),
    }
)
NESTED_FIELD_NAMES = MappingProxyType(
    {
        "name": ("名称", "姓名"),
        "url": ("链接",),
        "end": ("结束", "结束日期"),
        "place": ("地点",),
        "text": ("内容",),
        "owner": ("责任单位", "责任人"),
        "due": ("期限",),
        "status": ("状态", "进度"),
        "evidence": ("依据",),
        "note": ("说明",),
        "reason": ("原因",),
        "level": ("级别",),
        "until": ("截至", "截止"),
        "index_number": ("索引号",),
        "document_number": ("文号", "发文字号"),
        "category": ("分类", "主题分类"),
        "openness": ("公开方式",),
        "valid": ("有效性", "效力"),
        "repealed": ("废止", "废止日期"),
    }
)
# By which name somebody who writes in Chinese knows a field.
CHINESE_NAMES = MappingProxyType(
    {name: others[0] for table in (NESTED_FIELD_NAMES, ITEM_FIELDS) for name, others in table.items()}
)


def format_field_name(name: str, *, chinese: bool) -> str:
    """Give the name by which an editor knows a field; what is no field stays as it is."""
    return CHINESE_NAMES.get(name, name) if chinese else name
