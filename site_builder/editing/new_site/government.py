"""The settings of a new government site: puts the profile into a new site's site.toml; knows no real code."""

import re

SITE = "content/site.toml"
# What the tags of the columns say that every new site has: type, description, keywords.
COLUMNS = {
    "news": (
        *("工作动态", "What goes on in the township", "本乡工作动态和群众活动"),
        *("news, township", "工作动态,要闻"),
    ),
    "notices": (
        *("工作动态", "What residents have to know in time", "需要居民及时了解的通知公告"),
        *("notices, announcements", "通知,公告"),
    ),
    "policies": (
        *("政策文件", "What the township has decided, and its budgets", "本乡出台的政策文件和财政预算"),
        *("policies, budget", "政策文件,预算"),
    ),
}
PROFILE = """
# The tags and the foot of Chinese government sites: docs/cn-gov.md.  政府网站的标签和页脚要求。
profile = "cn-gov"
"""
SAMPLE_TABLE = """
# Every code here is a sample. 以下代码均为示例。
[cn_gov]
site_name = { en = "Willow Ferry Township (sample)", zh = "柳渡乡人民政府网站（示例）" }
id_code = "0000000000"
sponsor = { en = "Willow Ferry Township (invented)", zh = "柳渡乡人民政府（虚构）" }
contact = { en = "Service hall, 1 Ferry Street", zh = "渡口街1号便民服务大厅" }
icp = "示ICP备00000000号"
public_security = "示公网安备00000000000000号"
sign = "https://example.org/sign"
report = "https://example.org/report"
sample = true
"""
EMPTY_TABLE = """
# What every government site has to say. "bulletin check" names what is missing and how it looks.
# 政府网站必须写明的内容；运行 bulletin check 会指出缺少的内容和写法。
[cn_gov]
id_code = ""            # 政府网站标识码
sponsor = ""            # 主办单位
contact = ""            # 联系方式
icp = ""                # ICP备案号
public_security = ""    # 公安备案号
sign = ""               # 党政机关网站标识的链接
"""

ACCESSIBILITY = {
    "content/accessibility.md": """\
---
title: Accessibility
---
All pages can be read with a screen reader and used with the keyboard alone. Whoever cannot read something may ask for
it in another form: write to us, or come to the service hall.
""",
    "content/accessibility.zh.md": """\
---
title: 无障碍
---
全部页面均可用读屏软件阅读，也可只用键盘操作。如有内容无法阅读，请来信或到便民服务大厅，我们以其他形式提供。
""",
}


def add_government_profile(files: dict[str, bytes], *, demo: bool) -> dict[str, bytes]:
    """Give the files of a new site as those of a government site."""
    text = re.sub(r"\nbase_url = [^\n]*\n", lambda found: found[0] + PROFILE, files[SITE].decode(), count=1)
    for id_, (kind, *words) in COLUMNS.items():
        lines = format_column_tags(kind, *words)
        head = re.search(rf'\[\[columns\]\]\nid = "{id_}"\ntitle = [^\n]+\n', text)
        text = text.replace(head[0], head[0] + lines) if head else text
    more = {SITE: (text + (SAMPLE_TABLE if demo else EMPTY_TABLE)).encode()}
    if "[accessibility]" not in text:
        more |= {path: page.encode() for path, page in ACCESSIBILITY.items() if demo or ".zh." not in path}
    return files | more


def format_column_tags(kind: str, english: str, chinese: str, keywords: str, keywords_chinese: str) -> str:
    """Write what is said of a column."""
    return (
        f'column_type = "{kind}"\n'
        f'description = {{ en = "{english}", zh = "{chinese}" }}\n'
        f'keywords = {{ en = "{keywords}", zh = "{keywords_chinese}" }}\n'
    )
