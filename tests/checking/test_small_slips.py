"""Marks, numbers, leftovers, attachments and former offices: what is found, and what only looks like it."""

import pytest

from tests.checking.judging import hints, judged, told

WRONG = {
    "document-number": (
        *("渡政发〔2O24〕5号", "渡政发〔2204〕5号", "渡政发〔2024〕5"),
        "见渡政发〔2024〕15。",
        *("渡政发〔2024〕l2号", "渡政发〔20244〕5号", "渡政发〔204〕5号", "渡政发2024〕5号", "渡政发〔2024 5号"),
        *(
            "渡政发〔二〇二四〕5号",
            "渡政发〔2024〕十二号",
            "渡政发《2024》5号",
            "渡政发〖2024〗5号",
            "渡政发〔2024〕5号号",
        ),
    ),
    "punctuation": (
        "他说“好的，没问题。",
        "他说”好的“。",
        "新品种“思麦早“的发明人",
        "《条例的规定",
        "《双面胶〉的",
        "乡政府（办公室负责",
        "办公室）负责",
        "艾力.买买提",
        *("艾力。买买提参加会议", "艾力•买买提", "次仁。扎西到村里调研", "阿依古丽。买买提"),
        *("Please come early，the hall is small.", "The fee：£5 a head", "Bring cups、plates and forks."),
        *("The hall（next to the church）is open.", "The office （Room 3） is open.", "He said：“come here” to all."),
        *("学习<条例>精神", "开展'清洁家园'行动", "各村要重视，。", "各村、，社区", "【通知各村"),
    ),
    "numbering": (
        "一、总则\n\n二、目标\n\n四、保障",
        "（一）甲\n\n（三）乙",
        "1. 甲\n\n3. 乙",
        "第一条 甲\n\n第三条 乙",
        "## 九、甲\n\n## 十一、乙",
        *("一、甲\n\n二、乙\n\n五、丙", "（一）甲\n\n（二）乙\n\n（二）丙\n\n（四）丁", "①甲\n\n③乙"),
        *("第一部分 甲\n\n第三部分 乙", "一是抓宣传；三是抓落实。", "(a) one\n\n(c) three", "第1条 甲\n\n第3条 乙"),
    ),
    "leftover": (
        "XX镇人民政府通知",
        "20XX年的计划",
        "请在此处插入照片说明",
        "在这里插入图片描述",
        "尊敬的{{ name }}",
        "错误！未找到引用源。",
        "See [insert date] for details",
        "请到**XX镇**办理",
        "The fair is on [date].",
        "电话：XXXX-XXXXXXX",
        *("20××年工作总结", "202X年工作总结", "联系人：XXX"),
        *("共计XX元", "（请填写）", "【图片】", "[村名]村委会"),
        *("在此输入标题", "错误！书签自引用无效。", "TODO：补充数据"),
        *("Dear [Recipient]", "[Phone number]", "£XX", "#N/A"),
        *("××县××局", "××县××局关于开展检查的通知", "××县人民政府", "××市××区应急预案", "××县财政局", "××省××市××县"),
        *(
            "WechatIMG88",
            "见图WechatIMG88",
            "mmexport1715000000000",
            "微信图片_20240501093000.jpg",
            "IMG_1234.jpg 为现场",
        ),
        *("Screenshot_2024-05-01-09-30-00", "WhatsApp Image 2024-01-31 at 09.30", "QQ图片20240501093000"),
        *("XX March 2026", "at XX:XX", "xx/xx/xxxx"),
        *("Click here to enter text.", "Title goes here", "Dear {first_name}"),
    ),
    "secrecy": (
        *("机密★1年", "内部资料，注意保存", "（此件依申请公开）", "CONFIDENTIAL", "Not for publication"),
        *("> **机密**", "## 内部文件，严禁外传", "<p>此件不予公开</p>", "密级：秘密", "信息公开选项：不予公开"),
        *("涉密文件", "内部参阅", "仅限内部使用", "不得对外公开"),
        *("（不予公开）", "是否公开：否", "（此件发至县级）", "会后收回"),
        *("RESTRICTED", "OFFICIAL: SENSITIVE"),
        *("Do not publish", "Not for distribution", "EMBARGOED UNTIL 5 MAY 2024"),
        *("Strictly private and confidential", "Exempt information", "CONFIDENTIAL – not for publication"),
        *("内部资料　注意保存", "STRICTLY CONFIDENTIAL", "Private & Confidential", "Draft – not for publication"),
    ),
    "annex": (
        *("附：申请表", "附表：各村得分", "评分表附后。", "请下载附件填写。", "附件下载：申请表"),
        *("Enclosed: the form", "The minutes are attached."),
        *("附件：\n\n1. 申请表\n2. 承诺书", "名单附后", "后附申请表。"),
        *("评分细则附后", "实施方案附后。", "具体要求附后；请各村落实。\n\n" + "各村要高度重视。" * 20),
        *("详见附件2。\n\n附件1：申请表\n\n姓名", "附件：\n\n1. 申请表\n2. 名单\n\n请填写附件3。"),
        *(
            "详见附件2。\n\n附件：[1. 申请表](https://www.ferry.gov.cn/a.docx)",
            "附件：1.申请表\n\n详见附件2。\n\n附件1\n\n表",
        ),
        "详见附件3。\n\n[附件1](https://www.ferry.gov.cn/a)\n\n[附件2](https://www.ferry.gov.cn/b)",
        *("附图：规划图", "见附表1。", "请点击附件下载。", "随文附送申请表。"),
        *("申请表见文后。", "附 件：申请表"),
        *("Please find enclosed the form.", "Attached is the agenda.", "See Appendix A."),
        *("Attachments:\n\n1. Agenda", "the attached poster", "The agenda is attached to this notice."),
        "附件：1.申请表",
        "申请条件详见附件。",
        "Please see the attached form.",
        "Attachment: form",
    ),
    "agency": (
        *("县农业局", "镇国土所", "县食药局", "县计生委", "市旅游局", "国家旅游局", "县政府法制办"),
        *("县环保局通知", "请到工商局办理", "县国土资源局和农业农村局", "由县环保局查处"),
    ),
}
RIGHT = (
    *("（2024）5号楼", "发〔2024〕5、6号", "发〔2024〕5-1号"),
    *("发〔2024〕5号", "第〔2024〕12期", "（2024）京01民初5号"),
    *(
        "“甲”和“乙”，《丙》（丁）",
        "“他说‘好’。”",
        "“第一段。\n\n“第二段。”",
        "（一）甲；（二）乙",
        "1）甲\n\n2）乙",
        "1）2）甲",
        "　　1）8:00—12:00；",
        "1）2:00—3:00；",
        "（1）2026；",
        "太好了^）",
    ),
    *("（图1、2）和（图3）", "The “good（ times we had", "他说「好」。"),
    *(
        "一、甲\n\n（一）乙\n\n二、丙\n\n（一）丁",
        "2024. 甲\n\n2026. 乙",
        "1. One\n1. Two\n3. Three",
        "三、丙\n\n四、丁",
        *(
            "一是甲。二是乙。一是丙。二是丁。",
            "一是甲；其次是乙；三是丙",
            "第1节 数学\n\n第3节 语文",
            "一、甲\n\n五、六组",
        ),
        *(
            "他买。买了就走",
            "全部合格。特别好",
            "京沪线（北京—上海）",
            "5'3\"",
            "（2024）12号宗地",
            "字第（2024）0012号",
        ),
    ),
    *("张某在××市××区被抓获", "被告人原系××县××局干部", "张××县××局", "由××局负责", "××有限公司", "××市民"),
    *("![村民在堤上](mmexport1715000000000.jpg)", "https://www.ferry.gov.cn/IMG_1234.jpg", "以mmexport开头的图片"),
    *("[微信图片_20240501093000.jpg](https://www.ferry.gov.cn/a.jpg)", "相机里的IMG_1234", "使用Snipaste截图"),
    *(
        "评分细则附后。\n\n## 评分细则\n\n满分一百分。",
        "请将发票附后。",
        "附后续安排",
        "名单附后。\n\n| 名 |\n|---|\n| 甲 |",
    ),
    *("详见附件2。\n\n附件1：申请表\n\n姓名\n\n附件2：名单\n\n表", "上传附件2张"),
    "详见附件2。\n\n附件：\n\n1. [申请表](https://www.ferry.gov.cn/a)\n2. [名单](https://www.ferry.gov.cn/b)",
    *("The school（柳桥小学）is open.", "（2）Office Word", "- PDF、Word", "支持Word、Excel格式", "Sizes：A4，A3"),
    *("王XX同志", "138****XX镇", "[date](#a)\n\n## a", "See [name][1].\n\n[1]: #a\n\n## a", "由县安监局划转"),
    *("附：值班电话 12345", "附：各村得分表\n\n| 村 | 分 |\n|---|---|\n| 甲 | 9 |", "（2024）1号岗位", "（20）8号球"),
    *('[表](a.jpg "点开看大图")', "秘密投票", "Exempt from tax", "Confidential waste is collected on Friday."),
    *("张××村", "××市的一位中学生", "李XX，女", "参加X月活动", "XX染色体"),
    *("Super Bowl XX", "[applause]", "年    月    日", "在此输入验证码后登录"),
    *("（此件公开发布）", "密级：无", "依申请公开", "Secret Santa"),
    *("Internal works", "Members only", "Draft minutes", "保密工作"),
    *("The garage is attached.", "great importance is attached to safety", "上传附件", "附近居民", "农机附件"),
    *("扶贫办法", "农业部1998年公告", "国税局于2018年并入税务局", "泰国旅游局", "卫生部门"),
    *("张××", "138××××1234户", "1XX户", "`XX镇`", "把文件放在此处。", "写上TODO"),
    *("商业秘密受保护，国家秘密", "公开内部资料的办法", "This is confidential information."),
    *("附件：[申请表](#a)\n\n## a", "附件：申请表\n\n附件\n\n姓名：", "This is attached to the wall."),
    *("原县环保局局长", "《环境保护部公告》", "农业部门", "2015年县国土资源局", "国土资源部令第5号"),
)


@pytest.mark.parametrize(("rule", "body"), [(rule, body) for rule, bodies in WRONG.items() for body in bodies])
def test_a_slip_is_found_once_and_is_a_warning(rule: str, body: str) -> None:
    assert [(each.rule, each.severity) for each in judged(body)] == [(rule, "warning")]


@pytest.mark.parametrize("body", RIGHT)
def test_what_only_looks_like_a_slip_is_not_found(body: str) -> None:
    assert told(body) == []


def test_hints_fit_the_text() -> None:
    assert hints("艾力.买买提") == ["write ·"]
    assert hints('鄉長說"好的"') == ["write 「好的」"]
    assert hints("他说”好的“。") == ["write “…”"]
    assert hints("渡政发〔2O24〕5号") == ["write 〔2024〕5号"]


def test_an_office_is_called_as_it_was_called_then() -> None:
    assert told("县环保局通知", "title: T\ndate: 2018-01-31") == []
    assert told("县乡村振兴局通知") == []
    assert [r for r, _, _ in told("县乡村振兴局通知", "title: T\ndate: 2025-06-30")] == ["agency"]


@pytest.mark.parametrize("alt", ["封面", "扫描件", "测试", "banner", "download (2)", "thumbnail", "Fig. 2", "unnamed"])
def test_a_word_for_any_picture_is_a_caption_to_look_at(alt: str) -> None:
    assert [(each.rule, each.severity) for each in judged(f"![{alt}](b/a.jpg)")] == [("caption", "warning")]


@pytest.mark.parametrize(
    "alt",
    [
        *("20240131", "2024-01-31 (2)", "d41d8cd98f00b204e9800998ecf8427e", "123e4567-e89b-12d3-a456-426614174000"),
        *(
            "mmexport1715000000000",
            "微信图片_20240131093000",
            "QQ图片20240131",
            "Pasted image 20240131",
            "VID_20240131",
        ),
        *("Screenshot 2024-01-31 at 09.30.00", "WhatsApp Image 2024-01-31 at 09.30"),
        *("DJI_0012", "IMG_20240131_093000"),
        *("在这里插入图片描述", "alt text", "placeholder", "xxx", "插图1", "待补充"),
        *("企业微信截图_17050000000", "wx_camera_1715000000000"),
        *("retouch_2024013109300012", "lADPDh0cO1", "Scan0012"),
        *("现场照片1", "活动照片", "封面图", "a photo", "Image of", "image description", "Signal-2024-01-31-093000"),
        *(
            "_DSC1234",
            "P1010001",
            "FB_IMG_1700000000",
            "TIM截图20240131093000",
            "钉钉图片20240131",
            "美图_01",
            "IMG_1234 copy",
        ),
        *(
            "微信图片_20240131093012_副本",
            "v2-0a1b2c3d4e5f60718293a4b5c6d7e8f9_720w",
            "640?wx_fmt=png",
            "Alt text here",
        ),
        *(
            "图一",
            "图二：",
            "此处插入图片",
            "This is an image",
            "shutterstock_123456789",
            "20240131_093012_HDR",
            "现场照",
        ),
    ],
)
def test_what_a_machine_called_a_picture_is_no_caption(alt: str) -> None:
    found = [(each.rule, each.severity) for each in judged(f"![{alt}](b/a.jpg)") if each.rule != "personal-data"]
    assert found == [("caption", "error")]


@pytest.mark.parametrize(
    "alt",
    [
        "活动照片墙",
        "Scanning the hall",
        "现场图片由村民拍摄",
        "柳湾村村民在堤上",
        "2024年防汛演练",
        "Photo of the lake",
        "图为新码头",
        "Defaced sign",
    ],
)
def test_a_caption_with_words_stays(alt: str) -> None:
    assert told(f"![{alt}](b/a.jpg)") == []
