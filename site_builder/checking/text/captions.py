"""Alternative texts of pictures that say nothing of them: names of files, of machines, of places to fill in.

It looks at the source, in which the picture's address stands beside them.
"""

import re
from collections.abc import Iterator

from site_builder.checking.readable_text import NOTHING, ReadableText
from site_builder.late_patterns import compile_late
from site_builder.problem import Problem, Severity

PICTURE = compile_late(r"!\[(?P<alt>[^\]\n]{0,200}+)\]\([ ]?<?(?P<target>[^)\s>]*)")
HTML_PICTURE = compile_late(
    r"<img\b(?=[^<>]*\bsrc=[\"'](?P<target>[^\"']*))[^<>]*\balt=[\"'](?P<alt>[^\"']*)", re.IGNORECASE
)
FILE_NAME = compile_late(r"\S*\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?|heic|heif|svg)", re.IGNORECASE)
# What cameras, telephones and programs call a picture, words that only say that there is one, and those that our own
# hints have in this place, in every language (a test looks into the catalogues).
MEANINGLESS_ALT = compile_late(
    r"(?:(?:thumbnail_)?IMG(?:_E)?|DSCN?|_?DSC|DSCF|PXL|MVIMG|P(?=10\d{5})|CIMG|SAM|HUAWEI|FB_IMG|Screen ?shot|mmexport"
    r"|WeChat|微信图片(?:编辑)?|屏幕截图|截屏|截图|图片|照片|图像|图(?:[一二三四五六七八九十]{1,2})?|配图"
    r"|image|img|photo|picture|pic|untitled|无标题|未命名(?:图片)?|未标题|插图|示意图|图片描述|图片说明(?:文字)?"
    r"|(?:在这里|在?此处|请输入|请|点击)?(?:插入|输入|添加)?图片(?:描述|说明)?|(?:在这里|在?此处|点击)?插入图片"
    r"|alt(?: text)?|placeholder|占位图?|TODO|TBD|待补充|xx+|null|undefined|clipboard"
    r"|(?:add|insert|enter|your|my)? ?(?:alt(?:ernative)? text|image description|photo caption|caption)"
    r"(?: (?:goes )?here)?"
    r"|what (?:the picture|it) shows|图片内容说明|新建(?:位图图像| BMP 图像)|图片加载失败|点击查看大图"
    r"|粘贴图片|新建图片|QQ图片|QQ截图|TIM(?:图片|截图)|Snipaste|(?:企业)?微信(?:截图)?|wx_camera|retouch|lADP[A-Za-z0-9_-]*"
    r"|钉钉(?:图片|截图)|美图(?:秀秀)?(?=[\d_])|剪映截图|抖音(?=\d)|扫描全能王|Messenger_creation|received(?=_)"
    r"|Snapchat(?=-)|telegram-cloud-photo-size|(?:Adobe ?Stock|shutterstock|iStock|pexels-photo|unsplash)(?=[_ -]?\d)"
    r"|(?:封面|现场|活动|会议|工作|宣传)(?:图片?|照片?)|(?:an? |the |this is (?:an?|the) )?(?:photo|image|picture)"
    r"(?: of| description)?|Image uploaded from (?:iOS|Android)"
    r"|Pasted image|WhatsApp Image|VID|DJI|GOPR|P_|PANO|BURST|Resized|FullSizeRender|Scan|Signal|screen ?capture)"
    r"[\d\W_]*(?:(?:at|上午|下午|AM|PM|x|WA|copy|edited|HDR|副本|com\.[a-z.]+|fmt=[a-z]+)[\d\W_]*)*",
    re.IGNORECASE,
)
# Digits alone, and what a program made of a picture's bytes or of chance.
NUMBER_OR_HASH = compile_late(
    r"[\d\s._()（）-]+(?:HDR)?|(?:v2-)?(?=[^a-z]*[a-z])(?=\D*\d)[0-9a-f]{12,}(?:_\d+w)?"
    r"|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|640\?wx_fmt=\w+",
    re.IGNORECASE,
)
# Words that say what part a picture plays, and not what it shows; they may be all that there is to say.
VAGUE_ALT = compile_late(
    r"(?:封面|头图|题图|缩略图|附图|图注|扫描件|测试|无|test|unnamed|download|thumbnail|banner|attachment|capture|graphic"
    r"|description|untitled design|photo credit|fig(?:ure|\.)? ?(?=\d)|doc(?=\d{6}))[\d\W_]*",
    re.IGNORECASE,
)


def check_captions(readable: ReadableText) -> Iterator[Problem]:
    """Find pictures whose alternative text is the name of a file, or says only that there is a picture."""
    if "![" not in readable.text and "<img" not in readable.text and "<IMG" not in readable.text:
        return
    for pattern in (PICTURE, HTML_PICTURE):
        for found in pattern.finditer(readable.text, readable.start):
            alt, name = found["alt"].strip(), found["target"].rpartition("/")[2]
            named = alt in {name, name.rpartition(".")[0]} and not has_words(alt)
            severity: Severity | None = "error" if named or is_meaningless(alt) else None
            if severity is None and VAGUE_ALT.fullmatch(alt):
                severity = "warning"
            if alt and severity and is_outside_code(readable, found):
                message, hint = (
                    '"{alt}" does not say what the picture shows',
                    "write what it shows, as you would say it on the telephone",
                )
                yield readable.make_problem(severity, "caption", found.start("alt"), message, hint, alt=alt)


def is_meaningless(alt: str) -> bool:
    """Tell whether a text is what cameras, chats and programs call a picture, or only says that there is one."""
    patterns = (FILE_NAME, MEANINGLESS_ALT, NUMBER_OR_HASH)
    return any(each.fullmatch(alt) for each in patterns)


def has_words(alt: str) -> bool:
    """Tell whether a text that is a file's name too has words for a reader: some in Han, or several."""
    return bool(re.search("[\u4e00-\u9fff]{4}", alt)) or " " in alt


def is_outside_code(readable: ReadableText, found: re.Match[str]) -> bool:
    """Tell whether a picture stands in no code and no comment."""
    if found[0].startswith("<"):
        from site_builder.markdown.source_positions import blank_code

        return blank_code(readable.text, readable.start)[found.start()] != NOTHING
    return readable.visible_text[found.start()] != NOTHING
