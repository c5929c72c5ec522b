"""Han of a title -> the slug in its new file's name, with the readings that official papers mean; makes no address.

Only what is written down once may be corrected: a slug that a build derives anew (of a topic, a folder, a file's name)
is made by `urls.slugify` and stays as it is, or published addresses would move.
"""

import re
import unicodedata
from functools import cache

from site_builder import urls

# A character, its reading, and the words in which pypinyin has another one for it, as regular expressions. An office is
# named too where a place would be seen in its end and what follows (市长 and 长海).
READINGS = (
    ("长", "zhang", "[乡镇村县区市省州校组队所局科处站会行院社厂部路街林河湖田楼片段家班团排司厅股园馆台]长"),
    ("长", "chang", "长(?:效|三角|明灯|堤|巷|丰|垣|葛|泰|宁|治|白|清|海|岛|阳|武|顺|桥|岭|沟|湖|山)|[全最较]长|总长度"),
    ("长", "chang", "长(?:坡|坪|林|塘|洲|田|水|冲|胜|福|庆)"),
    ("还", "huan", "还(?:款|田|林|草|湿|建房|建小区|房|迁|耕|水于河|路于民)"),
    ("调", "tiao", "调(?:休|峰|优|规|蓄|减)|诉调"),
    ("调", "diao", "调档"),
    ("行", "hang", "支行(?![动政程])|太行|闵行"),
    ("重", "chong", "重(?:走|铺)"),
    ("朝", "chao", "朝阳"),
    ("六", "lu", "六合(?=[区县]|街道)"),
    ("单", "shan", "单县"),
    ("浚", "xun", "浚县"),
    ("洞", "tong", "洪洞"),
    ("大", "dai", "大城县"),
    ("什", "shi", "什邡"),
    ("邡", "fang", "什邡"),
    ("差", "chai", "差旅"),
    ("给", "ji", "给排水"),
    ("着", "zhuo", "着火"),
    ("薄", "bo", "薄膜"),
    ("血", "xue", "献血"),
    ("圩", "xu", "赶圩|圩日"),
)


@cache
def compile_words() -> re.Pattern[str]:
    """Give what finds the words of `READINGS`."""
    return re.compile("|".join(words for _, _, words in READINGS))


def slugify_title(title: str) -> str:
    """Make the slug of a title; Han as pinyin, as they are read in the words that they stand in."""
    wide = unicodedata.normalize("NFKC", title)
    parts, done = [], 0
    for found in compile_words().finditer(wide):
        parts += [urls.slugify(wide[done : found.start()]), slugify_word(found)]
        done = found.end()
    return "-".join(filter(None, [*parts, urls.slugify(wide[done:])]))


def slugify_word(found: re.Match[str]) -> str:
    """Make the slug of a word with a reading of its own."""
    from pypinyin import lazy_pinyin

    syllables = lazy_pinyin(found[0])
    for sign, reading, words in READINGS:
        if re.compile(words).match(found.string, found.start()) and sign in found[0]:
            syllables[found[0].index(sign)] = reading
    return "-".join(syllables)
