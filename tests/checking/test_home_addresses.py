"""Homes are found in the forms that lists have, gravely where somebody is named; what is everybody's place is none."""

import pytest

from site_builder.checking.personal_data.finder import find_personal_data, mask_personal_data

SOMEBODYS = """
张三，住社区5组39号
选民登记：第3小组，李家湾村17号，户主牛世昌，选民4人
戚大姐（荷花池6-2-101）
李四 9-3号3101室
张三家9-3号3101室
王秀英家25#3206
李四家230号2梯3007室
原告李某，住福建省福州市鼓楼区五四路230号2梯3007室
业主张伟，25#3206
| 王伟 | 10#1-2907 |
住建设路12号3层108单元
送达地址：建设路12号
走访了东河村10号的王霞平老人。
12,黄明,李家湾村21号,低保
张某（东河村12号）
户主：陈丽，地址：王家自然村15号
残疾人刘强，帽儿胡同7号
被征收人：赵敏，延安路123弄5支弄12号
低保对象黄艳，供电局家属院3号楼东单元501
退役军人赵刚，家属院北楼302
孤寡老人张桂英，门牌号31号
| 3号楼 | 2单元 | 501 | 张三 |
李**，女，72岁，东河社区居民委员会第三小组15号
陈*强 | 东方公寓B座1203
杨柳新村 32 号 502 室（黄丽）
刘明　男　东河村七组三十二号
张伟，東河村三組12號
**住址：**上坝村二队4号
<b>家住</b>：<span>石磨村2号</span>
何建国解放北路14号1幢803室
Mary Wang, Apartment 82, The Maltings, Ashby
Mrs Hughes, Rose Cottage, Mill Lane
Mrs Hughes, Fairview, Mill Lane
Mary Wang, 12 Mill Lane, Ashby, LE17 5NB
| 12 Mill Lane | Anna Taylor |
1,Mary Wang,12 Mill Lane,Ashby,200
John Smith, 123 Main St Apt 4B, Springfield, IL 62701
Anna Brown's home address is 284 County Road 12 #2, Boise, ID 83702
Home address 14 Orchard Close
**Address of the applicant:** The Willows, High Street, Ashby
Mary lives in Rose Cottage, Ferry Lane
Li Walker, the top flat of 7 High Street, is 84.
George Zhao Lotus Pond Apartments, 33-5-102
Neighbour Jean Webb at 44 Kings Road
Burial: Edith Clarke, late of 14 Chapel Row
The tenant of 31b Station Approach has complained
Wang Fang, No. 5, Lane 123, Jianguo Road
拟征收房屋：被征收人周军，房屋坐落于滨河路18号2号楼1单元7楼西户
快递请寄至：阳光小区12号楼3单元601，收件人赵小刚
申请人：马丽 地址：回民巷甲12号
安置户名单：罗平 B3-2-1801
田某户（大寨村13号）厕所改造
徐某某，女，65岁，茶山村委会上寨23号
张三，幸福小区3栋2单元五零一
张三家住派出所宿舍3号楼101室
派出所民警到张某家（阳光小区3号楼2单元501室）走访
张三，公安街12号院3号楼501室
权利人张三，坐落柳桥镇幸福小区3号楼2单元501室
"""
NOBODYS = """
平安家9-3号3101室
阳光小区3号楼2单元501室
阳光小区25#3206
河滨新村30-1-704
供应商：某公司，地址：鼓楼区五四路230号2梯3007室
王超，建设路12号附3号
Apartment 82, The Maltings
123 Main Street, Apt. 4B
村医务室地址：柳溪村12号。负责人王某某。
柳溪村养老院：柳溪村12号，现有老人12名。
权利人：某公司，坐落幸福小区3号楼2单元501室
户籍科在建设路12号1号楼101室
残疾人联合会，建设路12号1号楼101室
妇联 建设路12号1号楼101室 王主任
Planning application 24/00123: new windows at Flat 2, 12 Mill Lane
"""
NO_HOMES = """
东河村8组31号杆更换
5组39号井
东河村12号桥
李书记检查了5组31号变压器
阳光小区某栋1201室
阳光酒店3栋1201室
报名地点：建设路12号3幢301室
请到镇政府3号楼201室领取
请居住在3号楼、5号楼的居民注意停水
快递柜在阳光小区10号楼东侧
阳光小区3栋120户居民
户籍窗口设在建设路12号
市民张三在建设路12号捡到钱包
3栋2单元有一二三四五六户
文化巷14号东方公寓
抽签结果：王伟，3组12号
3室2厅，3栋1201平方米
老年大学报名地点：建设路12号3楼302室
道路封闭：建设路12号至36号，居民请绕行
张三，2排3号
赛道3组5号 王强
1组12号地块征收
东河村5组8号机井维修，村民王强负责
学校3号楼402教室
3号路灯杆（东河村口）
George Street, 12 High Street
Dr Susan Lee, Ashby Dental Practice, 12 High Street
Author: John Smith, 5 Park Lane Press
Village Hall, 12 Mill Lane, Ashby, LE17 5NB
Contact: Mary Wang, Parish Clerk, 12 Mill Lane, Ashby
Smith & Sons, 12 Mill Lane
Bus stop outside 12 Mill Lane
The Old Mill, Mill Lane
P.O. Box 12, Ashby
老人优待证办理：民政所建设路12号2号楼101室
柳桥派出所3号楼101室
村民张三到县公安局2号楼101室领取证件
卫生院住院部3号楼101室
Suite 200, 12 Main Street
Mary Wang will speak at 12 Mill Lane on 5 May
Unit 5, Mill Industrial Estate
"""


def list_severities(text: str) -> list[str]:
    return [each.severity for each in find_personal_data(text)]


@pytest.mark.parametrize("line", [each for each in SOMEBODYS.split("\n") if each])
def test_somebodys_home_is_an_error(line: str) -> None:
    assert list_severities(line) == ["error"]
    masked = mask_personal_data(line)
    assert "××" in masked
    assert find_personal_data(masked) == ()


@pytest.mark.parametrize("line", [each for each in NOBODYS.split("\n") if each])
def test_a_door_without_anybody_near_is_a_warning(line: str) -> None:
    assert list_severities(line) == ["warning"]
    assert find_personal_data(mask_personal_data(line)) == ()


@pytest.mark.parametrize("line", [each for each in NO_HOMES.split("\n") if each])
def test_a_place_of_everybody_is_no_home(line: str) -> None:
    assert find_personal_data(line) == ()


@pytest.mark.parametrize(
    ("text", "severities"),
    [
        ("| 姓名 | 住址 |\n| --- | --- |\n| 阿依古丽 | 东河村3组12号 |", ["error"]),
        ("| 单位 | 地址 |\n| --- | --- |\n| 东河分理处 | 东河村12号 |", ["warning"]),
        ("家庭住址\n\n李家湾村一队9号", ["error"]),
        ("| Name | Home address |\n| --- | --- |\n| Xyo | 12 Mill Lane |", ["error"]),
        ("Home address: Flat 2, 17 Church Walk, Stoke Prior or Flat 18, 38 High Street", ["error", "error"]),
        ("Address of the applicant: 39 Church Walk, Ashby LE4 6LY or 8 School Lane, Ashby LE4 6LX", ["error", "error"]),
        (
            "Home address of the applicant: Rose Lodge, 3 Mill Lane, Ashby or 8 Mill Lane, beside St Mary's Church",
            ["error", "warning"],
        ),
        ("Jane Doe\n742 Evergreen Terrace\nSpringfield", ["error"]),
        ("| Lamp | Place |\n| --- | --- |\n| 7 | 12 Mill Lane |", []),
        ("住址：160号3梯2009室、248号1梯1003室", ["error", "error"]),
    ],
)
def test_the_head_of_a_table_tells_whose_addresses_it_has(text: str, severities: list[str]) -> None:
    assert list_severities(text) == severities


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("慰问柳桥镇东河村三组12号的低保户", "慰问柳桥镇××的低保户"),
        ("家住鼓楼街道东街口社区5组39号的王某", "家住鼓楼街道××的王某"),
        ("住福建省福州市鼓楼区五四路230号2梯3007室", "住福建省福州市鼓楼区××"),
        ("Mary Wang, 12 Mill Lane, Ashby, LE17 5NB", "Mary Wang, ××, Ashby"),
        ("John Smith, 123 Main St Apt 4B, Springfield, IL 62701", "John Smith, ××, Springfield, IL"),
    ],
)
def test_the_mask_goes_down_to_the_township(text: str, masked: str) -> None:
    assert mask_personal_data(text) == masked
