"""The dot between the parts of a foreign name (艾力·买买提), and the signs that are typed for it; knows no other mark.

A full stop between two words that begin and end as such names do is taken for one; elsewhere it ends a sentence.
"""

import re
from collections.abc import Iterator
from functools import cache

# Characters that foreign names are written with: between two of them a dot is the one of a name.
NAME_SOUNDS = frozenset(
    "阿艾买提江古丽布都热依木卡尔斯克拉巴哈孜木尼亚娜力吾甫麦合米扎别克马伊萨达吉罗伯特约翰威廉戴维格里德次仁桑多"
)
OTHER_DOTS = "•・．‧"
# How names end and begin that have several parts, by two characters each.
ENDS = (
    "艾力|买提|合买|古丽|丽娜|娜尔|努尔|尔逊|逊江|孜提|木江|提江|力江|布都|都拉|不都|拉提|依明|艾山|次仁|扎西|卓玛|多吉|旺堆|才让|卡尔|约翰"
    "|司马|热依|玉素|帕提|尼亚|阿吉|格桑|达瓦|尼玛|桑珠"
)
BEGINS = (
    "买买|艾合|艾力|艾买|艾山|吐尔|阿不|阿布|阿卜|玉素|玉苏|依明|依不|热合|热西|卡德|司马义|斯拉木|沙吾|托合|库尔班|赛买|扎西|卓玛"
    "|尼玛|达瓦|多吉|旺堆|才让|马克思|恩格斯|史密斯|阿吉"
)


@cache
def compile_stop_pattern() -> re.Pattern[str]:
    """Give a full stop between two parts of a name."""
    firsts = "".join(sorted({each[0] for each in BEGINS.split("|")}))
    return re.compile(f"。(?=[{firsts}])(?<=(?:{ENDS})。)(?={BEGINS})")


@cache
def compile_dot_pattern(dot: str) -> re.Pattern[str]:
    """Give another dot between two parts of a name."""
    sounds = "".join(sorted(NAME_SOUNDS))
    return re.compile(f"{re.escape(dot)}(?<=[{sounds}]{re.escape(dot)})(?=[{sounds}])")


def find_wrong_dots(text: str) -> Iterator[re.Match[str]]:
    """Find other signs that stand for the dot of a name; a half-width one is found with all others of its kind."""
    yield from compile_stop_pattern().finditer(text)
    for dot in OTHER_DOTS:
        if dot in text:
            yield from compile_dot_pattern(dot).finditer(text)
