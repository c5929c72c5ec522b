"""Invented townships of any size for the benchmarks: the same number of items always gives the same bytes.

Every word is of our own lists; no place, person or sentence is anybody's. Two items of five are in Chinese, each is
about 2 to 3 KB. Items are numbered from the oldest; RATE of them appear a day, the newest on LAST, so that a larger
site is an older one, and what appears in a month stays the same.
"""

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

RATE = 3
LAST = date(2025, 6, 30)
SMALLEST = 2000
SITE_TOML = """\
title = {en = "Reedmere Bulletin", zh = "芦湾乡公告"}
base_url = "https://reedmere.example.org/"
language = "en"
time_zone = "Asia/Shanghai"
open_registries = ["communities", "topics"]

[languages.en]
[languages.zh]
path = "zh"
tag = "zh-CN"
locale = "zh_Hans_CN"
name = "中文"

[[columns]]
id = "news"
title = {en = "News", zh = "动态"}
kind = "news"

[search]
enabled = false
"""
FIRST = (("Reed", "芦"), ("Mill", "磨"), ("Heron", "鹭"), ("Willow", "柳"), ("Lantern", "灯"), ("Kiln", "窑"))
SECOND = (("Court", "苑"), ("Bank", "岸"), ("Lane", "巷"), ("Garden", "园"), ("Bridge", "桥"))
# English and Chinese names; ids are made of the English ones.
COMMUNITIES = tuple((f"{a} {b}", f"{x}{y}社区") for a, x in FIRST for b, y in SECOND)
TOPICS = (
    ("Waste sorting", "垃圾分类"), ("Care for the old", "为老服务"), ("Water supply", "供水"), ("Lifts", "电梯"),
    ("Fire safety", "消防安全"), ("Parking", "停车"), ("Greenery", "绿化"), ("Reading", "阅读"),
    ("Health", "健康"), ("Volunteers", "志愿服务"), ("Repairs", "维修"), ("Disputes", "调解"),
)  # fmt: skip
WHO = {
    "en": ("the service station", "a group of volunteers", "the residents' council", "the repair crew",
           "two neighbours from the third stairwell", "the reading circle", "the duty officer", "the gate wardens"),
    "zh": ("服务站", "志愿者小队", "居民议事会", "维修班", "三单元的两位邻居", "读书小组", "值班人员", "门岗师傅"),
}  # fmt: skip
DID = {
    "en": ("looked over", "measured", "cleared", "drew up a list of", "agreed on", "asked about", "put in order",
           "tried out", "photographed", "handed over"),
    "zh": ("查看了", "丈量了", "清理了", "登记了", "商定了", "询问了", "整理了", "试用了", "拍照记录了", "移交了"),
}  # fmt: skip
WHAT = {
    "en": ("the drains along the wall", "the benches under the poplars", "forty letter boxes",
           "the lamp in the passage", "the bicycle shed", "the handrails on the ramp", "the notice boards",
           "a row of flower tubs", "the meters in the cellar", "the shared tool cupboard"),
    "zh": ("墙边的排水沟", "杨树下的长椅", "四十个信报箱", "过道里的路灯", "自行车棚", "坡道上的扶手", "公示栏",
           "一排花箱", "地下室的水表", "公用工具柜"),
}  # fmt: skip
WHEN = {
    "en": ("on Monday morning", "before the rain came", "after two evenings of talk", "within one week",
           "as had been promised in spring", "while the school was closed", "for the third time this year"),
    "zh": ("周一上午", "赶在下雨之前", "经过两个晚上的商量", "一周之内", "按照春天的约定", "趁学校放假", "今年第三次"),
}  # fmt: skip
SO = {
    "en": ("The cost came to {n} yuan and is shown at the gate", "{n} households were told by letter",
           "Whoever has a question may call extension {n}", "A second visit follows in {n} days",
           "Of {n} remarks most were about noise and light", "Room {n} stays open until eight for anyone who comes"),
    "zh": ("费用共{n}元，明细贴在大门口", "已书面告知{n}户居民", "有疑问的居民可拨打分机{n}", "{n}天后还会再来一次",
           "收到的{n}条意见多与噪声和照明有关", "{n}室开放到晚上八点，谁都可以来"),
}  # fmt: skip
HEADINGS = {
    "en": ("What was found", "What was agreed", "What comes next", "Who helped", "How it went", "Where to ask"),
    "zh": ("现场情况", "商定事项", "下一步", "参与人员", "经过", "联系方式"),
}
TITLES = {
    "en": "{place}: {topic} and {what}, notice {n}",
    "zh": "{place}{topic}：{what}，第{n}号",
}
WORDS = {
    "en": {"stop": ". ", "end": ".", "more": "More stands in the [list of works](https://works.example.org/{n}/)",
           "bold": "**Please mind the dates.**", "row": "| Step | Day | Yuan |", "step": "Step", "name": "Notice",
           "note": "Counted on the day itself", "source": "Reedmere service station"},
    "zh": {"stop": "。", "end": "。", "more": "详见[工程清单](https://works.example.org/{n}/)",
           "bold": "**请留意日期。**", "row": "| 步骤 | 日期 | 元 |", "step": "步骤", "name": "公告",
           "note": "以当日清点为准", "source": "芦湾乡服务站"},
}  # fmt: skip


class Item:
    """Item `n` of a township of `size`: its language, its day, its path below the site, its text."""

    def __init__(self, n: int, size: int) -> None:
        self.n = n
        self.lang = "zh" if n % 5 in {1, 3} else "en"
        days, newer = divmod(size - 1 - n, RATE)
        self.day = LAST - timedelta(days=days)
        self.time = f"{8 + (RATE - 1 - newer) * 4:02}:{n % 60:02}"
        suffix = ".zh.md" if self.lang == "zh" else ".md"
        self.path = f"content/news/{self.day:%Y}/{self.day:%m}/{self.day}-notice-{n}{suffix}"
        self.chance = random.Random(n)  # noqa: S311 - invented words, no secret
        self.words = WORDS[self.lang]

    def pick(self, lists: Mapping[str, Sequence[str]]) -> str:
        return self.chance.choice(lists[self.lang])

    def names(self, registry: Sequence[tuple[str, str]], most: int) -> list[str]:
        found = self.chance.sample(registry, self.chance.randint(1, most))
        return [chinese if self.lang == "zh" else english for english, chinese in found]

    def sentence(self) -> str:
        who, did, what, when = (self.pick(each) for each in (WHO, DID, WHAT, WHEN))
        if self.chance.random() < 0.4:
            return self.pick(SO).format(n=self.chance.randint(3, 980))
        return f"{when}，{who}{did}{what}" if self.lang == "zh" else f"{who.capitalize()} {did} {what} {when}"

    def paragraph(self, sentences: int) -> str:
        return self.words["stop"].join(self.sentence() for _ in range(sentences)) + self.words["end"]

    def text(self) -> str:
        """Give the whole file, at least SMALLEST bytes."""
        head, parts = self.head(), self.parts()
        while len("\n\n".join(parts).encode()) < SMALLEST:
            parts.append(self.paragraph(4))
        parts += self.special()
        return f"{head}\n" + "\n\n".join(parts) + "\n"

    def head(self) -> str:
        communities, topics = self.names(COMMUNITIES, 3), self.names(TOPICS, 2)
        title = TITLES[self.lang].format(place=communities[0], topic=topics[0], what=self.pick(WHAT), n=self.n)
        lines = [
            f'title: "{title}"',
            f"date: {self.day} {self.time}",
            f"communities: [{', '.join(communities)}]",
            f"topics: [{', '.join(topics)}]",
            f'summary: "{self.sentence()}{self.words["end"]}"',
            f"source: {self.words['source']}",
        ]
        return "\n".join(["---", *lines, "---"])

    def parts(self) -> list[str]:
        """Give what every body has: three headings, paragraphs, a list, a word in bold, a link."""
        headings = self.chance.sample(HEADINGS[self.lang], 3)
        link = self.words["more"].format(n=self.n) + self.words["end"]
        entries = "\n".join(f"- {self.sentence()}" for _ in range(4))
        return [
            self.paragraph(3),
            f"## {headings[0]}",
            self.paragraph(4),
            f"{self.words['bold']} {self.paragraph(2)}",
            f"## {headings[1]}",
            entries,
            self.paragraph(3),
            f"## {headings[2]}",
            f"{self.paragraph(2)} {link}",
        ]

    def special(self) -> list[str]:
        """Give a table for every seventh item, a footnote for every eleventh."""
        found = []
        if self.n % 7 == 0:
            rows = [f"| {self.words['step']} {n} | {self.day} | {self.chance.randint(20, 900)} |" for n in range(1, 4)]
            found.append("\n".join([self.words["row"], "|---|---|--:|", *rows]))
        if self.n % 11 == 0:
            found.append(f"{self.sentence()}[^1]{self.words['end']}\n\n[^1]: {self.words['note']}{self.words['end']}")
        return found


def write_site(site: Path, size: int) -> int:
    """Write a whole township into a folder and give the bytes of its items."""
    (site / "content").mkdir(parents=True)
    (site / "content/site.toml").write_text(SITE_TOML, "utf-8", newline="\n")
    for name, registry in (("communities", COMMUNITIES), ("topics", TOPICS)):
        (site / f"content/{name}.toml").write_text(registered(registry), "utf-8", newline="\n")
    return sum(write_item(site, Item(n, size)) for n in range(size))


def write_item(site: Path, item: Item) -> int:
    """Write an item and give its bytes."""
    file = site / item.path
    file.parent.mkdir(parents=True, exist_ok=True)
    return file.write_bytes(item.text().encode())


def registered(registry: Sequence[tuple[str, str]]) -> str:
    """Write the entries of a registry, with their names in both languages."""
    entries = ((english.lower().replace(" ", "-"), english, chinese) for english, chinese in registry)
    return "\n".join(f'[{id_}]\nname = {{en = "{english}", zh = "{chinese}"}}\n' for id_, english, chinese in entries)
