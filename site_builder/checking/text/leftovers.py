"""What was never meant for readers: places of a template that nobody filled in, and marks of what is secret.

Masks (张××, 138****1234) and blank forms are neither.
"""

import re
from collections.abc import Iterator
from functools import cache

from site_builder.checking.personal_data.surnames import SURNAMES
from site_builder.checking.rare_signs import RarePatterns
from site_builder.checking.readable_text import ReadableText
from site_builder.checking.text.lines import find_line_at
from site_builder.late_patterns import compile_late
from site_builder.problem import Problem

# What stands in every such place, each with a sign or a word of it: only where a text has that is it looked for, by a
# pattern that begins with it, which is many times quicker than any that begins with one of several.
SPACE = "\x20"
SIGNS = RarePatterns(
    {
        "[": compile_late(
            r"\[(?i:(?:insert|add|enter|your|type|date|name|time|place|venue|address|amount|recipient)\b"
            r"|phone|email|[a-z]+\x20name)"
        ),
        "#": compile_late(r"#(?:REF|VALUE|DIV|N/A|NAME|NUM)"),
        "{": compile_late(r"\{(?:\{|(?i:[a-z]*_?name|date|village|town|parish|council|venue|recipient)\}|(?<=\$\{))"),
        **{word: compile_late(word) for word in ("XX", "xx/xx", "Lorem", "Click", "Error!", "«")},
    }
)
HAN_SIGNS = RarePatterns(
    {
        "此": compile_late("此(?:处|(?<=在此))"),
        "这里": compile_late("这里(?<=在这里)"),
        "击": compile_late("击(?:(?<=单击)|(?<=点击))"),
        "错误": compile_late("错误[！!]"),
        "待": compile_late("待(?:填|补充|完善|核实)"),
        "图片": compile_late(r"图片(?:(?<=插入图片)|(?<=[\[【]图片)[\]】])"),
        "名": compile_late(r"名称?[\]】}]"),
        "日期": compile_late(r"日期[\]}]"),
        "{": compile_late(r"\{"),
        **{sign: compile_late(f"{sign}[月年]") for sign in "Xx×"},
        **{sign: compile_late(f"{sign}年[mM]{{2}}月") for sign in ("yyyy", "YYYY")},
        **{word: compile_late(word) for word in ("填写", "××", "xx", "Ｘ", "TODO：")},
    }
)
# Places that few texts have, each looked for where its sign is; what has to stand before it is looked back for.
RARE_PLACES = RarePatterns(
    {
        "TODO:": compile_late(
            r"TODO:(?=\x20?\S)(?:(?<=\nTODO:)|(?<=\n-\x20TODO:)|(?<=\n\*\x20TODO:)|(?<=>\x20TODO:)|(?<=#\x20TODO:))"
        ),
        "DD/MM/YY": compile_late(
            "DD/MM/YY(?:YY)?(?![A-Z])(?:"
            + "|".join(
                rf"(?<=\b{word} DD/MM/{year})"
                for word in ("by", "on", "before", "from", "until", "since", "of", "dated")
                for year in ("YY", "YYYY")
            )
            + ")"
        ),
        "[object": compile_late(r"\[object\x20Object\]"),
        "HERE": compile_late(
            r"HERE\b(?:"
            + "|".join(
                rf"(?<=\b{word}\x20HERE)"
                for word in ("NAME", "DATE", "TIME", "TITLE", "VENUE", "ADDRESS", "NUMBER", "TEXT")
            )
            + ")"
        ),
        "<<": compile_late(r"<<[A-Za-z_\x20]{2,30}>>"),
        "<\0": compile_late(r"<\0{3,32}>"),
    }
)
# Few texts say where something is to go.
HERE = "here"
HERE_SIGNS = RarePatterns({word: compile_late(word) for word in (f"goes{SPACE}{HERE}", f"xt{SPACE}{HERE}")})
HERE_PLACES = RarePatterns(
    {
        " goes here": compile_late(r"\x20goes\x20here(?<=Heading\x20\d\x20goes\x20here)"),
        **{
            f"{word}{SPACE}{HERE}": compile_late(
                r"\n[#>*\x20\t]*(?:Type|Insert|Enter|Add|Put)\x20(?:your\x20|an?\x20|the\x20)?(?:sub)?"
                rf"{word}\x20here[.!*]*(?=\n|\Z)"
            )
            for word in ("title", "image", "text")
        },
    }
)
# What names have that chats, telephones and programs give to pictures.
PICTURE_SIGNS = RarePatterns(
    {
        "_": compile_late(r"_(?:20|1[67])\d"),
        "App": compile_late(r"App\x20Im"),
        **{word: compile_late(word) for word in ("xport1", "IMG", "图片20")},
    }
)
LONGEST_BEFORE, LONGEST_BEHIND = 16, 60
PICTURE_NAME = compile_late(
    r"(?:(?:thumbnail_)?IMG_(?:20\d{6}_\d{6}|E?\d{4}(?=\.(?:jpe?g|png|heic)))|WechatIMG\d+|mmexport1[67]\d{8,11}"
    r"|微信图片(?:编辑)?_?20\d{6,12}|(?:QQ|TIM|钉钉)(?:图片|截图)_?20\d{6,12}|企业微信截图_\d{8,}|微信截图_20\d{6,12}"
    r"|wx_camera_\d{10,}|Snipaste_20\d\d-[\d_-]+|Screenshot_20[\d_-]{8,}"
    r"|WhatsApp Image 20\d\d-\d\d-\d\d(?: at [\d.:]+)?)"
    r"(?:[_-](?:副本|copy|\d{1,3}))*(?: ?[(（]\d{1,2}[)）])?(?:\.(?:jpe?g|png|gif|webp|heic))?(?![A-Za-z0-9_/])"
)
# What such a name belongs to: a link, an address, a longer name.
NAMED_BEFORE = compile_late(r'(?:[\[/_<"=A-Za-z0-9-]|\]\()\Z')
# What is told of a case without names of places.
MASKED_CASE = compile_late("某|嫌疑|被告|原告|判决|判处|诉讼|涉嫌|犯罪|举报|案[例件]|典型案")
# Masks of people's names stand behind a surname.
OF_PLACES = ("镇", "村", "乡", "县", "市", "区", "局")
SHORT_MASK = 4


@cache
def compile_leftover_pattern() -> re.Pattern[str]:
    """Give what a place of a template looks like in Han text."""
    places = (
        (
            r"(?<![A-Za-z@_/.])(?<!\d\*)(?<!\d\*\*)(?<!\d\*{3})(?<!\d\*{4})(?:(?<!\d)|(?<=20))(?:XX+|xx+|ＸＸ+)\x20?"
            r"(?=[省市县区乡镇村局年月日]|社区|街道|委员会|办公室|部门|单位|公司|同志)"
        ),
        r"(?<!\d)(?:20)?××+(?=[乡镇村年月日]|社区|街道)",
        r"(?P<region>(?<![\u4e00-\u9fff\d])××+[省市县区州旗](?:××+(?=[市县区旗局委办院会])|(?=人民(?:政府|法院|检察院)|委员会|[一-龥]{2,4}局)))",
        r"(?<![\dA-Za-z])20\d[Xx×]年|(?<![A-Za-z×])[Xx×]月[Xx×]{1,2}日|(?<=\d年)[Xx×]{1,2}月",
        r"(?<![A-Za-z\d×])XX+(?=万?元|[人户亩名次])",
        r"(?:联系人|地址|时间|地点|邮箱)[:：]\x20?XX+(?![A-Za-z*])|(?:电话|手机)[:：]\x20?(?:X{6,}|×{6,}|X{3,4}-?X{6,8})",
        r"(?:在|点击|单击|请在)?(?:此处|在这里)(?:插入|输入|填写|添加|编辑|替换)[\u4e00-\u9fff]{0,8}",
        r"请?在此(?:处)?(?:输入|填写|添加|插入)(?:标题|正文|内容|文字|图片|文本)",
        r"(?:单击|点击)(?:以|此处)?(?:添加|编辑|输入)(?:[\u4e00-\u9fff]{0,4})(?:标题|文[字本]|正文|内容|样式)",
        r"[（(【\[](?:数据)?(?:请填写|待(?:填写?|补充|完善|核实)|(?:此处)?插入图片|此处省略)[）)】\]]",
        r"【图片】|\[图片\](?![(\[:])|[\[【{](?:[村镇县]名|单位名称?)[\]】}]|[\[{](?:姓名|日期)[\]}](?![(\[:])",
        r"[yY]{4}年[mM]{2}月(?:[dD]{2}日)?",
        (
            r"(?<=[书镇乡县局部席任长记])(?:×{2,3}|X{2,3}|x{2,3})(?=同志?(?:主持|出席)|主持|出席|讲话|致辞|带队|强调|指出|宣布|率"
            r"|参加|陪同|传达|部署|作(?:了|重要|总结|动员))"
        ),
        r"错误[!！](?:未找到引用源|未定义书签|书签|超链接)|TODO：|\{\{\x20?[\u4e00-\u9fff]{1,30}\x20?\}\}",
    )
    return re.compile(rf"(?=[Xx×Ｘ2yY在点单请此联地时邮电手（(【\[{{错T])(?:{'|'.join(places)})")


@cache
def compile_latin_leftover_pattern() -> re.Pattern[str]:
    """Give what a place of a template looks like in any text."""
    places = (
        r"Lorem\x20ipsum|Click\x20to\x20add\x20(?:title|text|subtitle)",
        r"(?:Click|Tap)(?:\x20or\x20tap)?\x20here\x20to\x20(?:enter|add)\x20(?:text|a\x20date)",
        r"text\x20here\b(?:(?<=ype\x20text\x20here)|(?<=nter\x20text\x20here)|(?<=dd\x20text\x20here)|(?<=our\x20text\x20here))",
        r"goes\x20here\b(?:(?<=ext\x20goes\x20here)|(?<=itle\x20goes\x20here)|(?<=tent\x20goes\x20here)|(?<=ading\x20goes\x20here))",
        (
            r"\[(?i:(?:insert|add|enter|your|type)\x20[a-z\x20]{2,30}|recipient"
            r"|(?:date|name|time|place|venue|address|amount)(?:\x20[a-z\x20]{2,30})?"
            r"|(?:phone|telephone|email|street|village|council|town|parish|first|last|contact)"
            r"\x20(?:name|number|address))\](?![(\[:])"
        ),
        r"(?<![A-Za-z\d-])X{3,4}-X{7,8}(?![A-Za-z\d])|\bxx/xx/(?:xx|\d\d)|\bXX/XX/(?:XX|\d\d)|\b20XX\b|\bXX:XX\b|£XX+",
        r"\bXX(?:th|st)\b|\bXX\x20(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*|\bXX{1,4}\x20(?:Town|Township|Village|Parish|Council|County|Road|Street)\b",
        r"Error!\x20(?:Reference\x20source|Bookmark|Hyperlink|No\x20table|Not\x20a\x20valid)",
        r"#(?:REF|VALUE|DIV/0|NUM)!|#NAME\?|#N/A\b",
        r"\{\{\x20?[A-Za-z_.]{1,30}\x20?\}\}|\$\{[A-Za-z_.]{1,30}\}|«[A-Za-z_\x20]{2,30}»",
        r"(?<![{$\w])\{(?i:(?:first|last|full)?_?name|date|village|town|parish|council|venue|recipient)\}",
    )
    return re.compile(rf"(?=[XxLCTtgE£\[2#${{«])(?:{'|'.join(places)})")


@cache
def compile_secrecy_pattern() -> re.Pattern[str]:
    """Give what the mark of a secret, or of what is not to be published, looks like; it stands alone."""
    before = r"^(?:[\0 \t\u3000*#>（(【★]|<[^<>\n]{0,100}>)*"
    behind = r"(?:[\0 \t\u3000*）)】。.！!★]|<[^<>\n]{0,100}>)*$"
    careful = (
        "注意保存|注意保管|保密期限[:：][^\n]{1,10}|注意保密|妥善保管"
        r"|(?:请勿|不得|严禁|不宜?)(?:对外)?(?:外传|公开|公布|传播)"
    )
    level = r"绝\s?密|机\s?密|秘\s?密|(?:警务)?工作秘密"
    unpublished = "不予公开|依申请公开|不公开"
    return re.compile(
        r"(?:绝密|机密|秘密)[ ]?[★☆]"
        rf"|{before}(?P<mark>(?:密级[:：][ ]?(?:{level}|内部)|(?:{level}|涉密)(?:文件|资料|材料)?|涉密|商业秘密"
        r"|内部(?:资料|文件|材料|使用|传阅|参阅|参考|掌握|明电|情况|通报)"
        r"|(?:仅供|仅限|供)内部(?:使用|参考|传阅|参阅|掌握)"
        rf"|此件(?:不予?公开|依申请公开|发至[县乡镇市级团]{{1,6}})|发至[:：]?[县乡镇市级团]{{2,6}}|{careful}"
        rf"|(?:信息|主动)?公开(?:属性|选项|方式|类型|形式|类别)[:：][ ]?(?:{unpublished})|是否公开[:：][ ]?否"
        r"|(?:阅后|会后)请?(?:即焚|收回|退回)|征求意见稿[，,；]注意保密)"
        rf"(?:[，,;；\s]{{0,2}}(?:{careful})){{0,2}}"
        rf"|(?<=[（(【])(?:{unpublished})(?=[）)】])"
        r"|(?i:(?:strictly )?(?:private (?:and|&) )?confidential"
        r"(?: ?[-–—:,] ?(?:not for publication|(?:staff|members) only))?"
        r"|for internal use(?: only)?|internal (?:use )?only|for (?:councillors|members|officers) only"
        r"|(?:draft ?[-–—] ?|(?:councillors|members|exempt report) ?(?:only )?[-–—] ?)?"
        r"not for (?:publication|circulation|distribution|public release|onward circulation|general release|sharing)"
        r"|not to be published|do not (?:publish|circulate|distribute|share)|exempt (?:from publication|information)"
        r"|part (?:ii|2|b) ?[-–—:] ?exempt|official ?[-–—: ]{1,2} ?sensitive(?:[:, ][\w ]{0,24})?"
        rf"|embargoed(?: until [\w :.,]{{3,40}})?)|INTERNAL"
        r"|RESTRICTED(?: ?[-–—:] ?[A-Za-z ,]{3,50})?|(?:TOP )?SECRET|EXEMPT"
        rf"|NOT FOR PUBLICATION by virtue of [^\n]{{3,90}}){behind}"
        r"|(?P<inner>本(?:通报|件|文|资料|材料|文件)(?:属于?|为|系)内部(?:文件|资料|材料|通报))",
        re.MULTILINE,
    )


SECRET_SIGNS = compile_late(
    "密|内部|此件|公开(?:属性|选项|方式|类型|形式|类别|[:：]|[）)】])|外传|公布|对外|不宜公开|发至|后请?(?:即焚|[收退]回)"
    "|C(?:ONFI|onfi)|P(?:RIVATE|rivate) (?:AND|and|&)|I(?:NTERNAL|nternal (?:use|only))"
    "|F(?:OR [ICMO]|or (?:inter|counc|memb|offi))"
    "|N(?:OT |ot (?:for|to be))|D(?:RAFT|raft ?[-–—]|O NOT|o not (?:pub|cir|dis|sha))"
    "|E(?:XEMPT|xempt (?:from|info|rep)|MBARG|mbarg)|OFFICIAL|Official ?[- :–—] ?[Ss]ens"
    "|RESTRICTED|S(?:ECRET|TRICTLY|trictly)|TOP S|Part [I2B]|PART [I2B]|Councillors only|Members only"
)


def check_leftovers(readable: ReadableText) -> Iterator[Problem]:
    """Find places of a template that nobody filled in, and names of pictures that were pasted instead of them."""
    text = readable.raw_text
    if (
        SIGNS.has_match(text)
        or RARE_PLACES.has_match(text)
        or (HERE in text and (HERE_SIGNS.has_match(text) or HERE_PLACES.has_match(text)))
        or (readable.is_wide and HAN_SIGNS.has_match(text))
    ):
        yield from readable.run_check(lambda text: check_leftovers_in_text(readable, text))
    if PICTURE_SIGNS.has_match(text):
        yield from readable.run_check(lambda text: check_picture_names(readable, text))


def check_leftovers_in_text(readable: ReadableText, text: str) -> Iterator[Problem]:
    """Find such places in a text."""
    end = 0
    patterns = [compile_latin_leftover_pattern(), *([compile_leftover_pattern()] if readable.is_wide else [])]
    patterns += (*RARE_PLACES.find_patterns(text), *HERE_PLACES.find_patterns(text))
    for found in sorted((each for pattern in patterns for each in pattern.finditer(text)), key=re.Match.start):
        if found.start() < end:
            continue
        end = found.end()
        if text.endswith("![", 0, found.start()):
            continue  # a caption, of which another rule tells
        written = readable.text[found.start() : found.end()].strip() if "\0" in found[0] else found[0].strip()
        if is_mask(text, found) or f"\n{written}:" in readable.text:
            continue
        if found.groupdict().get("region") and MASKED_CASE.search(find_line_at(text, found.start())):
            continue
        message, hint = '"{written}" was left over from a template', "write what is meant, or take it out"
        at = found.end() - len(found[0].lstrip())
        yield readable.make_problem("warning", "leftover", at, message, hint, written=written)


def check_picture_names(readable: ReadableText, text: str) -> Iterator[Problem]:
    """Find names of pictures in a text where no picture, link or address has them."""
    end = 0
    for at in sorted(each.start() for pattern in PICTURE_SIGNS.find_patterns(text) for each in pattern.finditer(text)):
        found = PICTURE_NAME.search(text, max(end, at - LONGEST_BEFORE), at + LONGEST_BEHIND)
        if not (found and found.start() <= at < found.end()):
            continue
        end = found.end()
        if not NAMED_BEFORE.search(text, max(0, found.start() - 2), found.start()):
            message, hint = '"{written}" is what a program called a picture', "put the picture there, or take this out"
            yield readable.make_problem("warning", "leftover", found.start(), message, hint, written=found[0])


def is_mask(text: str, found: re.Match[str]) -> bool:
    """Tell whether signs stand for the given name of somebody whose surname is before them."""
    is_name = len(found[0]) < SHORT_MASK and found[0][0] in "X×x"
    before = text[found.start() - 1 : found.start()]
    bounded = text[found.start() - 2 : found.start() - 1]
    apart = not ("\u4e00" <= bounded <= "\u9fff")
    behind = ("同志", *OF_PLACES) if apart else ("同志",)
    return is_name and before in SURNAMES and text.startswith(behind, found.end())


def check_secrecy(readable: ReadableText) -> Iterator[Problem]:
    """Find marks of what is secret, or not to be published."""
    if SECRET_SIGNS.search(readable.raw_text):
        yield from readable.run_check(lambda text: check_secrecy_in_text(readable, text))


def check_secrecy_in_text(readable: ReadableText, text: str) -> Iterator[Problem]:
    """Find such marks in a text."""
    for found in compile_secrecy_pattern().finditer(text):
        message, hint = '"{written}" marks what is not to be published', "ask who wrote it before this is published"
        at = found.start("mark") if found["mark"] else found.start()
        written = found["mark"] or found[0]
        yield readable.make_problem("warning", "secrecy", at, message, hint, written=written)
