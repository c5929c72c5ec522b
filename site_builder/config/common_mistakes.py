"""The words that are looked for everywhere: few, each wrong wherever it stands; no list of sensitive words.

As of 2026-11-29. Sources: `misspelling`, 现代汉语词典 (7th edition, the forms that it has); `variant`,
第一批异形词整理表 (GF 1001-2001), the forms that it does not recommend; `respect`, 残疾人保障法 and
无障碍环境建设法, whose words are others.
"""

from collections.abc import Iterator
from types import MappingProxyType

AS_OF = "2026-11-29"
DEFAULT = ("misspelling",)
SOURCES = MappingProxyType({"misspelling": "现代汉语词典", "variant": "第一批异形词整理表", "respect": "残疾人保障法"})
# Wrong, right, and after that the longer texts in which it is right.
ENTRIES = MappingProxyType(
    {
        "misspelling": """
            布署 部署 公布署 颁布署 发布署 宣布署 分布署
            松驰 松弛|竞竞业业 兢兢业业|再接再励 再接再厉|迫不急待 迫不及待|一愁莫展 一筹莫展
            穿流不息 川流不息|谈笑风声 谈笑风生|走头无路 走投无路|名列前矛 名列前茅|出奇不意 出其不意
            鬼鬼崇崇 鬼鬼祟祟|食不裹腹 食不果腹|滥芋充数 滥竽充数|默守成规 墨守成规|相形见拙 相形见绌
            按步就班 按部就班|不径而走 不胫而走|金榜提名 金榜题名|直接了当 直截了当|甘败下风 甘拜下风
            悬梁刺骨 悬梁刺股|美仑美奂 美轮美奂|蛛丝蚂迹 蛛丝马迹|一股作气 一鼓作气|草管人命 草菅人命
            病入膏盲 病入膏肓|变本加利 变本加厉|渡假村 度假村|亲睐 青睐|寒喧 寒暄|脉博 脉搏|粗旷 粗犷|针贬 针砭
            修茸 修葺|沉缅 沉湎|辐员辽阔 幅员辽阔|既使 即使|即然 既然|必竟 毕竟 务必竟 何必竟|震憾 震撼|遗撼 遗憾
            陷井 陷阱|贯切落实 贯彻落实|惯彻 贯彻|防讯 防汛 防讯问 防讯息|峻工 竣工|烈士陵圆 烈士陵园
            脱贫攻艰 脱贫攻坚|乡村振新 乡村振兴|人名群众 人民群众|人名政府 人民政府|侯选人 候选人|侯车 候车 诸侯车
            气侯 气候|的时侯 的时候|己经 已经 自己经 知己经|巳经 已经|帐蓬 帐篷
            按排 安排 按排序 按排名 按排列 按排队 按排水 按排放 按排量 按排行
        """,
        "variant": """
            部份 部分|好象 好像 美好象征 友好象征 良好象征|帐户 账户|帐目 账目|帐号 账号
            定单 订单 固定单 指定单 特定单 一定单 规定单 确定单|人材 人才|缘份 缘分|身分证 身份证|倒楣 倒霉|烦燥 烦躁
            辞汇 词汇|思惟 思维
        """,
        "respect": "残废人 残疾人|弱智儿童 智力残疾儿童|聋哑学校 特殊教育学校|精神病人 精神障碍患者",
    }
)


# 以经 is 已经 behind the ones and before the others, but for what begins or ends in 以 or 经: 可以经, 以经验.
BEFORE, BEHIND = (
    ("我", "他", "们", "早", "就"),
    ("是", "被", "完成", "有了", "成为", "开始", "不是", "没有", "把", "将"),
)
ENDS, BEGINNINGS = "可所予加难借足得", "商营验济费典历书文络度贸过"


def list_already() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Give the entries of 以经, which most often is right."""
    for each in BEFORE:
        yield f"{each}以经", f"{each}已经", tuple(f"{each}以经{word}" for word in BEGINNINGS)
    for each in BEHIND:
        yield f"以经{each}", f"已经{each}", tuple(f"{word}以经{each}" for word in ENDS)


def list_entries(category: str) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Give the entries of a category: wrong, right, and where it is right."""
    lines = "|".join(ENTRIES[category].split("\n")).split("|")
    parts = [line.split() for line in lines if line.strip()]
    listed = tuple((wrong, right, tuple(unless)) for wrong, right, *unless in parts if wrong != right)
    return (*listed, *list_already()) if category == "misspelling" else listed
