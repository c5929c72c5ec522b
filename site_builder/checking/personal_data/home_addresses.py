"""A text -> the addresses in it of homes down to the door; an office's rooms and a street's numbers are none."""

import re
from collections.abc import Iterator
from functools import cache

from msgspec import Struct

N = r"(?:[0-9]{1,5}[A-Za-z]?|[一二三四五六七八九十百零〇]{1,5}|[A-Za-z甲乙丙丁])"
HOUSE = rf"{N}(?:号楼|号院|[#幢栋座弄号])"
ROOM = r"(?:[0-9]{2,4}[A-Za-z]?|[一二三四五六七八九十零〇]{2,5})"
ESTATE = (
    "(?:小区|花园|家园|公寓|新村|苑|[一二三四五六七八九]区|华庭|佳园|嘉园|名都|雅居|府邸"
    "|安置[房区]|廉租房|公租房|保障房|宿舍|家属[院楼]|职工楼|里弄)"
)
# What names of estates end in too, as do those of other places.
ENDING = "[里湾城府居园庭邸洲轩阁墅郡]"
SIDE = "[东西南北中左右]{1,2}户"
COUNTED = "0-9.%年月日个名人元户平米套间辆台盏份件万亩吨株只处"
LIVES = (
    "(?:家庭住址|家庭地址|居住地址|住宅地址|现住址|住址|户籍地址|户籍所在地|户籍地|常住地址"
    "|现居住?[于在]?|现住[于在]?|家住|居住[在于]|租住[在于]|住在|住(?<=[，,、]住))"
)
# What stands before the rooms of an office, and what is said about them.
OFFICE = (
    "(?:大厦|大楼|办公楼|综合楼|写字楼|广场|中心|政府|机关|园区|[产科创工]业?[技业]?园|商[务业]楼|教学楼|门诊楼|住院楼"
    "|实验楼|行政楼|会议|学校|小学|中学|医院|卫生院|委员会|居委会|村委会|派出所|服务站|公司"
    "|(?:商贸|商业|大学|科学|科技|批发|建材|汽车|服装)城)(?:(?!宿舍|家属|公寓|小区)[^，。；\n|]){0,10}\\Z"
)
ABOUT_OFFICE = "(?:办公|窗口|报名|领取|咨询|受理|会议|评审|开标|提交|送达|递交|投标)[^。\n|]{0,24}\\Z"
BEFORE = 40

ROAD = (
    r"(?:Road|Street|Lane|Avenue|Close|Drive|Way|Court|Terrace|Crescent|Rd|St|Ave|Gro?ve?|Walk|Place|Green|Hill|View|Rise"
    r"|Gardens|Square|Row|Mews|Park|Bank|Croft|Fields?|Meadows?|Yard|Wharf|Quay|Path|Common|Vale|Parade)\b"
)
NAME = r"(?:[A-Z][A-Za-z'’.]+ ){1,3}"
HOUSES = r"(?:House|Court|Lodge|Hall|Mansions?|Buildings?|Towers?|Heights|Point|Mill)\b"
SOMEBODY = r"(?:(?:Mr|Mrs|Ms|Miss|Dr)\.? [A-Z][A-Za-z'’.-]+(?: [A-Z][A-Za-z'’-]+)?|[A-Z][a-z]+ [A-Z][A-Za-z'’-]+)"
HOMES = r"(?:Gardens?|Residential|Estate|Apartments|Residence|Homes|Village|Court|Quarter|Dormitory)\b"
BUILDING = r"(?:Building|Block|Bldg\.?) ?[0-9A-Z]+"
DOOR = r"(?:Room|Rm\.?|Flat|Apartment|Apt\.?) ?[0-9]{2,4}[A-Z]?"

LATIN_DOOR = (
    r"(?P<door>(?:No\. ?)?[0-9]{1,4}[A-Za-z]?,? "
    r"|(?:[A-Z][A-Za-z'’]+ ){1,3}(?:Cottage|Farmhouse|Bungalow|Barn|Lodge),? )[A-Z][a-z]+(?: [A-Z][a-z]+)*"
)


class AddressForm(Struct, frozen=True):
    """A way to write an address: a pattern, whose group `door` is what is masked, and signs that are quick to look for.

    A text with one has some of `signs`, and some of `also`. Where `unless` ends what stands before, it is none, and
    where `only` does not.
    """

    signs: tuple[str, ...]
    pattern: str
    unless: str = ""
    only: str = ""
    also: tuple[str, ...] = ()


ESTATE_SIGNS = (
    *("小区", "花园", "家园", "公寓", "新村", "苑", "华庭", "佳园", "嘉园", "名都", "雅居", "府邸", "安置", "宿舍"),
    *("家属", "职工楼", "里弄", "廉租房", "公租房", "保障房"),
)
BUILDINGS = ("Building", "Block", "Bldg")
HOME_SIGNS = ("Garden", "Residen", "Estate", "Apartments", "Homes", "Village", "Court", "Quarter", "Dormitory")
FORMS = (
    # 3号楼2单元501室
    AddressForm(
        ("单元", "门"),
        rf"(?<!第)(?:{HOUSE}[ ,，-]?)?(?<!第)(?P<door>{N}(?:单元|(?<=[楼0-9][0-9])门)[ ,，-]?(?:{N}[层楼][ ,，-]?)?"
        rf"(?:{ROOM}[室号门房]|[0-9]{{3,4}}户(?!居民|村民|人家)|{SIDE}|[0-9]{{3,4}}(?![{COUNTED}])))",
        OFFICE,
    ),
    # 第3栋第2单元第501号
    AddressForm(("单元",), rf"第{N}[栋幢](?P<door>第?{N}单元第?{ROOM}[室号])"),
    # 3号楼5层东户
    AddressForm(
        ("东户", "西户", "南户", "北户", "中户", "左户", "右户"),
        rf"{HOUSE}[ ,，-]?(?P<door>{N}[层楼]{SIDE})",
        also=("户",),
    ),
    # 阳光小区3号楼501室
    AddressForm(
        ESTATE_SIGNS,
        rf"{ESTATE}[^，。；、\n|0-9]{{0,6}}(?<![共有计建总达]){HOUSE}[ ,，-]?"
        rf"(?P<door>{ROOM}(?:室|号房|房(?!屋))|[0-9]{{3,4}}(?:号(?![楼院栋幢线文])|(?![{COUNTED}号-]))"
        r"|[0-9]{1,2}-[0-9]{2,4}室?)",
        also=("号", "幢", "栋", "座", "#", "弄"),
    ),
    # 阳光小区5-2-301
    AddressForm(
        ESTATE_SIGNS,
        rf"{ESTATE}[^，。；、\n|0-9]{{0,6}}"
        rf"(?P<door>[0-9]{{1,3}}-(?:[0-9]{{1,2}}-)?[0-9]{{3,4}}(?:[室号户]|(?![-0-9年]))|{ROOM}室)",
        ABOUT_OFFICE,
        also=("-", "室"),
    ),
    # 城27-5-203, 湾3栋701
    AddressForm(
        ("里", "湾", "城", "府", "居", "园", "庭", "邸", "洲", "轩", "阁", "墅", "郡"),
        rf"{ENDING}(?:(?:{N}(?:号楼|幢|栋|#)|[0-9A-Z]座)(?P<house>[ ,，-]?))?"
        rf"(?P<door>(?(house)[0-9]{{3,4}}(?:[室房](?!屋)|号(?![楼院栋幢线文])|(?![{COUNTED}号-]))|[0-9]{{1,3}}-[0-9]{{1,2}}-[0-9]{{3,4}}(?![-0-9年])))",
        f"{OFFICE}|{ABOUT_OFFICE}",
        also=("号楼", "幢", "栋", "#", "座", "-"),
    ),
    # 建设路12号3幢402室
    AddressForm(
        ("室", "房"),
        rf"{N}(?:号楼|幢|栋)[ ,，-]?(?P<door>[0-9]{{3,4}}(?:室|房(?!屋|间|产)))(?![^，。；、\n|]?办)",
        f"{OFFICE}|{ABOUT_OFFICE}",
        also=("号楼", "幢", "栋"),
    ),
    # 延安路123弄45号601室
    AddressForm(("弄",), rf"[0-9]+弄[0-9]+号(?P<door>{ROOM}室)"),
    # 东河村三组12号
    AddressForm(
        ("村", "社", "庄", "屯", "寨"),
        rf"[村社庄屯寨](?:民|第)?{N}(?:组|社|队|小组|村民小组)(?P<door>(?:门牌)?{N}号)(?![院楼线文])",
    ),
    # 家住建设路12号
    AddressForm(
        ("住", "户籍"),
        rf"{LIVES}[ 为是在:：|]{{0,4}}[\u4e00-\u9fffA-Za-z0-9]{{2,30}}?"
        rf"(?P<door>{N}(?:号楼|号院|[号栋幢弄室])[\u4e00-\u9fff0-9A-Za-z-]{{0,20}}?)(?=[，。；、,;|)）\s]|$)",
    ),
    AddressForm(("Unit",), rf"\b{BUILDING},? (?P<door>Unit ?[0-9A-Z]+,? {DOOR})", also=BUILDINGS),
    AddressForm(("Unit",), rf"\b(?P<door>{DOOR},? Unit ?[0-9A-Z]+),? {BUILDING}", also=BUILDINGS),
    AddressForm(("Room", "Rm"), rf"\b(?P<door>{DOOR},? {BUILDING}),? {NAME}{HOMES}", also=BUILDINGS),
    AddressForm(("Room", "Rm"), rf"{HOMES},? {BUILDING},? (?P<door>{DOOR})\b", also=BUILDINGS),
    AddressForm(HOME_SIGNS, rf"{HOMES},? (?P<door>[0-9]{{1,3}}-[0-9]{{1,2}}-[0-9]{{3,4}})\b"),
    AddressForm(
        ("Flat", "Apartment", "Apt"),
        r"\b(?P<door>(?:Flat|Apartment|Apt\.?) ?[0-9]+[A-Za-z]?,? (?:(?:No\. ?)?[0-9]+[A-Za-z]?,? )?)"
        rf"{NAME}(?:{ROAD}|{HOUSES})",
    ),
    AddressForm(
        ("Flat", "Apartment", "Apt"),
        r"\b(?P<door>(?:Flat|Apartment|Apt\.?) ?[0-9]+[A-Za-z]?,? [0-9]+[A-Za-z]?,? )[A-Z][a-z]+",
    ),
    # Mrs Hughes, of 12 Mill Lane; Emily Hughes of 12 Mill Lane
    AddressForm((" of ",), rf" of (?P<door>[0-9]{{1,4}}[A-Za-z]?,? ){NAME}{ROAD}", only=rf"\b{SOMEBODY},?\Z"),
    # Mrs Hughes, 12 Mill Lane
    AddressForm(("M",), rf"M(?:rs?|s|iss) [A-Z][^,\n|]{{1,30}}[,|] ?(?P<door>[0-9]{{1,4}}[A-Za-z]?,? ){NAME}{ROAD}"),
    AddressForm(
        ("Group", "Team"),
        rf"\b(?P<door>(?:No\. ?|House )[0-9]+),? (?:Group|Team) ?[0-9]+,? (?:of )?{NAME}Village\b",
        also=("Village",),
    ),
    AddressForm((" at ",), rf" at {LATIN_DOOR}", only=r"\b(?:lives?|lived|living|resid(?:es?|ed|ing|ent))\Z"),
    AddressForm(("ome address",), rf"ome address(?: at|:| is)+ {LATIN_DOOR}"),
)

# So many words a pattern finds sooner than as many looks for one.
MANY = 8
LATIN_FORMS = tuple(form for form in FORMS if all(map(str.isascii, form.signs)))


@cache
def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Compile a pattern when a text may need it."""
    return re.compile(pattern)


def find_home_addresses(text: str) -> Iterator[tuple[int, int, int]]:
    """Give the start of each address, where its door begins, and its end; none overlap."""
    found = [
        (each.start(), each.start("door"), each.end())
        for form in select_forms(text)
        for each in compile_pattern(form.pattern).finditer(text)
        if is_home(form, text[max(0, each.start() - BEFORE) : each.start() + 1])
    ]
    end = 0
    for start, door, stop in sorted(found, key=lambda each: (each[0], -each[2])):
        if start >= end:
            yield start, door, stop
            end = stop


def is_home(form: AddressForm, before: str) -> bool:
    """Tell whether what stands before an address, and its first sign, let it be one."""
    if form.unless and compile_pattern(form.unless).search(before):
        return False
    return not form.only or bool(compile_pattern(form.only).search(before[:-1]))


def has_any(text: str, signs: tuple[str, ...]) -> bool:
    """Tell whether a text has one of some words; many are looked for in one go."""
    if len(signs) < MANY:
        return any(map(text.__contains__, signs))
    return compile_pattern("|".join(signs)).search(text) is not None


def select_forms(text: str) -> Iterator[AddressForm]:
    """Give the forms that a text may have; several ask for the same signs, which are looked for once."""
    there: dict[tuple[str, ...], bool] = {(): True}
    for form in LATIN_FORMS if text.isascii() else FORMS:
        for signs in (form.also, form.signs):
            if signs not in there:
                there[signs] = has_any(text, signs)
            if not there[signs]:
                break
        else:
            yield form
