"""A text that LibreOffice writes as .docx, headings and lists, tables, notes and pictures in Chinese, comes over."""

import base64
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from site_builder.problem import CommandError
from site_builder.word_import.read import read_word
from tests.sites import picture
from tests.word_import.word_files import html

pytestmark = pytest.mark.slow

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in (
        *(("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"), ("draw", "drawing")),
        *(("fo", "xsl-fo-compatible"), ("svg", "svg-compatible")),
    )
)
SOURCE = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<office:document {SPACES} xmlns:xlink="http://www.w3.org/1999/xlink"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:automatic-styles>
<style:style style:name="R" style:family="paragraph" style:parent-style-name="Standard">
<style:paragraph-properties fo:text-align="end"/></style:style>
<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"
 style:font-weight-asian="bold"/></style:style>
<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-suffix="." style:num-format="1"/>
<text:list-level-style-bullet text:level="2" text:bullet-char="•"/></text:list-style>
</office:automatic-styles>
<office:body><office:text>
<text:p text:style-name="Title">关于*防汛*工作的通知</text:p>
<text:h text:style-name="Heading_20_1" text:outline-level="1">总体要求</text:h>
<text:p>各村要<text:span text:style-name="B">高度重视</text:span>，见<text:a xlink:type="simple"
 xlink:href="https://example.org/plan?a=1&amp;b=2">预案</text:a>。<text:note text:id="n1" text:note-class="footnote">
<text:note-citation>1</text:note-citation><text:note-body><text:p>以水务站通报为准。</text:p></text:note-body></text:note></text:p>
<text:h text:style-name="Heading_20_2" text:outline-level="2">任务分工</text:h>
<text:list text:style-name="L"><text:list-item><text:p>备沙袋</text:p>
<text:list><text:list-item><text:p>五百只</text:p></text:list-item></text:list></text:list-item>
<text:list-item><text:p>查泵站</text:p></text:list-item></text:list>
<table:table table:name="T"><table:table-column table:number-columns-repeated="2"/>
<table:table-row><table:table-cell><text:p>单位</text:p></table:table-cell><table:table-cell><text:p>电话</text:p>
</table:table-cell></table:table-row>
<table:table-row><table:table-cell><text:p>水务站</text:p></table:table-cell><table:table-cell><text:p>6423|1</text:p>
</table:table-cell></table:table-row></table:table>
<text:p><draw:frame draw:name="P" text:anchor-type="as-char" svg:width="2cm" svg:height="2cm"><draw:image>
<office:binary-data>{{picture}}</office:binary-data></draw:image><svg:desc>泵站照片</svg:desc></draw:frame></text:p>
<text:p text:style-name="R">太阳宫乡人民政府</text:p>
<text:p text:style-name="R">2024年1月31日</text:p>
</office:text></office:body></office:document>
"""

# As WPS writes a notice: no styles, everything by hand.
BY_HAND = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<office:document {SPACES} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:automatic-styles>
<style:style style:name="T" style:family="paragraph"><style:paragraph-properties fo:text-align="center"/>
<style:text-properties fo:font-size="22pt" style:font-size-asian="22pt"/></style:style>
<style:style style:name="R" style:family="paragraph"><style:paragraph-properties fo:text-align="end"/></style:style>
<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"
 style:font-weight-asian="bold"/></style:style>
</office:automatic-styles>
<office:body><office:text>
<text:p text:style-name="T">关于停水的通知</text:p>
<text:p><text:span text:style-name="B">一、时间</text:span></text:p>
<text:p>三月十二日全天。</text:p>
<text:p><text:span text:style-name="B">二、地点</text:span></text:p>
<text:p>磨坊巷。</text:p>
<text:p><text:span text:style-name="B">联系方式</text:span></text:p>
<text:p>自来水公司。</text:p>
<text:p text:style-name="R">二〇二四年三月一日</text:p>
</office:text></office:body></office:document>
"""


def test_a_notice_without_styles_written_by_libreoffice(tmp_path: Path) -> None:
    word = read_word(converted(tmp_path, BY_HAND))
    assert (word.title, word.written, word.losses) == ("关于停水的通知", date(2024, 3, 1), ())
    assert word.body == (
        "## 一、时间\n\n三月十二日全天。\n\n## 二、地点\n\n磨坊巷。\n\n### 联系方式\n\n自来水公司。\n\n"
        "二〇二四年三月一日\n{: .right }\n"
    )


def test_an_old_word_file_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as refused:
        read_word(converted(tmp_path, BY_HAND, "doc"))
    assert (refused.value.status, "save it as .docx" in refused.value.message) == (1, True)


def converted(folder: Path, text: str, form: str = "docx") -> Path:
    """Have LibreOffice write a text in a form of Word."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    assert office, "LibreOffice is missing; tests/word_import/setup.sh installs it, or says how"
    source = folder / "notice.fodt"
    source.write_text(text, "utf-8")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command: list[str | Path] = [office, profile, "--headless", "--convert-to", form, "--outdir", folder, source]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / f"notice.{form}"


def test_a_text_written_by_libreoffice(tmp_path: Path) -> None:
    word = read_word(converted(tmp_path, SOURCE.replace("{picture}", base64.b64encode(picture(90, 20)).decode())))
    assert (word.title, word.written) == ("关于*防汛*工作的通知", date(2024, 1, 31))
    assert word.body == (
        "## 总体要求\n\n各村要**高度重视**，见[预案](https://example.org/plan?a=1&b=2)。[^1]\n\n### 任务分工\n\n"
        "1. 备沙袋\n    - 五百只\n2. 查泵站\n\n| 单位 | 电话 |\n| --- | --- |\n| 水务站 | 6423\\|1 |\n\n"
        "![泵站照片](picture-1.png)\n\n太阳宫乡人民政府\n{: .right }\n\n2024年1月31日\n{: .right }\n\n"
        "[^1]: 以水务站通报为准。\n"
    )
    assert "<li>备沙袋<ul>" in html(word).replace("\n", "")
    assert word.losses == ()
    assert list(word.pictures) == ["picture-1.png"]
