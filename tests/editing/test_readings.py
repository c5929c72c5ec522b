"""How Han of a title are read in the name of its file, through `bulletin new`; addresses that a build derives stay."""

from pathlib import Path

import pytest

from site_builder import urls
from site_builder.cli.commands import main
from tests.sites import PLAIN_TOML, write

READ = {
    "副乡长 镇长 村长 县长": "fu-xiang-zhang-zhen-zhang-cun-zhang-xian-zhang",
    "校长 会长 行长 网格长": "xiao-zhang-hui-zhang-hang-zhang-wang-ge-zhang",
    "乡长接待日": "xiang-zhang-jie-dai-ri",
    "市长海港调研": "shi-zhang-hai-gang-diao-yan",
    "银行支行调查": "yin-hang-zhi-hang-diao-cha",
    "一支行动队": "yi-zhi-xing-dong-dui",
    "长安长治长宁长葛": "chang-an-chang-zhi-chang-ning-chang-ge",
    "重庆重阳重点重走长征路": "chong-qing-chong-yang-zhong-dian-chong-zou-chang-zheng-lu",
    "朝阳大厦 厦门 六安 六合区": "chao-yang-da-sha-xia-men-lu-an-lu-he-qu",
    "退耕还林还草还款": "tui-geng-huan-lin-huan-cao-huan-kuan",
    "水库调蓄调度调解": "shui-ku-tiao-xu-diao-du-tiao-jie",
    "单县洪洞什邡东阿台州": "shan-xian-hong-tong-shi-fang-dong-e-tai-zhou",
    "太行山献血差旅费": "tai-hang-shan-xian-xue-chai-lv-fei",
    "长效机制3项": "chang-xiao-ji-zhi-3-xiang",
    "会计 参与 处理 校对": "kuai-ji-can-yu-chu-li-jiao-dui",
}


@pytest.mark.slow
@pytest.mark.parametrize("title", READ)
def test_new_names_a_file_as_its_title_is_read(tmp_path: Path, title: str) -> None:
    write(tmp_path, {"content/site.toml": PLAIN_TOML, "content/news/a.md": "---\ntitle: A\ndate: 2024-01-01\n---\n"})
    command = ["new", "--site", str(tmp_path), "--at", "2024-06-15", "--column", "news", "--title", title]
    with pytest.raises(SystemExit) as ended:
        main(command)
    assert not ended.value.code
    assert [each.stem for each in (tmp_path / "content/news/2024").iterdir()] == [f"2024-06-15-{READ[title]}"]


def test_what_a_build_derives_keeps_its_address() -> None:
    assert urls.slugify("乡长接待日") == "xiang-chang-jie-dai-ri"
    assert urls.slugify("还款") == "hai-kuan"
