"""The kinds of papers that belong to one person: the words beside their numbers, their forms and check digits.

Most have no check digit: those count where a word beside them, or the heading of their column, says what they are.
"""

from collections.abc import Callable

from msgspec import Struct

from site_builder.checking.personal_data.kinds import PersonalDataKind
from site_builder.late_patterns import compile_late
from site_builder.problem import Severity

# Both cases are named, and quicker to compile so.
BEHIND = r"(?-i:(?![0-9A-Za-z]|[-.][0-9]|_[0-9A-Za-z]))"
START = r"(?-i:(?<![0-9A-Za-z])(?<![0-9A-Za-z]_)(?<![0-9][.-]))"
PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"


class Paper(Struct, frozen=True):
    """A kind of paper: the words beside its number, the number, how many characters at its ends its mask leaves.

    `is_right` judges the check digit. Where `alone` is set the number needs no word beside it, and weighs so much.
    """

    kind: PersonalDataKind
    label: str
    number: str
    shown: tuple[int, int]
    is_right: Callable[[str], bool] | None = None
    alone: Severity | None = None
    # How it weighs with a word beside it.
    said: Severity = "error"
    # What says, before or behind, that it is another thing.
    unless: str = ""


def is_hong_kong_id(number: str) -> bool:
    """Tell whether the check digit of an identity card of Hong Kong is right (weights 9 to 1, modulo 11)."""
    values = [int(sign, 36) for sign in number[:-1].upper()]
    values = [36, *values] if len(number) == len("A1234563") else values
    check = 10 if number[-1] in "Aa" else int(number[-1])
    return (sum(value * weight for value, weight in zip(values, range(9, 1, -1), strict=True)) + check) % 11 == 0


def is_taiwan_id(number: str) -> bool:
    """Tell whether the check digit of an identity card of Taiwan is right (modulo 10)."""
    letter = "ABCDEFGHJKLMNPQRSTUVXYWZIO".index(number[0].upper()) + 10
    digits = [letter // 10, letter % 10, *map(int, number[1:])]
    return (
        sum(digit * weight for digit, weight in zip(digits, (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1), strict=True)) % 10 == 0
    )


def is_nhs_number(number: str) -> bool:
    """Tell whether the check digit of an NHS number is right (modulo 11)."""
    from stdnum.gb import nhs

    return nhs.is_valid(number)


def is_social_security_number(number: str) -> bool:
    """Tell whether a Social Security number may have been given to somebody."""
    from stdnum.us import ssn

    return ssn.is_valid(number)


# What a line with such a number has behind a digit of it; a Chinese plate may have fewer digits.
PAPER_SIGNS = (
    "[0-9]{4}",
    "(?<![0-9][0-9])[0-9]{1,2}[ .-][0-9]{2,3}[ .-][0-9]{2,4}",
    "(?<=[A-Za-z]{2}[0-9])[0-9] ?[A-Za-z]{3}",
    "(?<=[A-Z][0-9])[0-9]{0,2} ?[A-Z]{3}",
)
PLATE = compile_late(rf"[{PROVINCES}使领][A-HJ-Z][ .·•-]?[A-HJ-NP-Z0-9]{{4}}")
HONG_KONG = "香港|港澳|身份证|证件|HKID|Hong Kong|identity card|\\bID\\b"
PASSPORT = "护照|護照|旅行证|passport"
PERMIT = (
    "(?:港澳|台湾|台胞|往来|内地|大陆|来往)[^0-9，。；\n]{0,14}(?:证|permit)|回乡证|台胞证|通行证|通行證|港澳证"
    "|(?:entry|travel|home return|exit|compatriots?(?:'|’)?s?'?) permit"
)
# Permits of other kinds than to travel.
OTHER_PERMIT = (
    "build|planning|parking|vehicle|work|skip|fish|burn|environment|discharge|street|event|hire|construct|export|import"
    "|waste|well|septic|demolition|market|stall|trad|food|alcohol|road|dig|camp|park|business|sign|tree|scaffold|licen"
    "|hunt|bus|dock|crane|boat|gun|firearm|drain|water|site|hot|street|车辆|施工|临时|小区|准入"
)
INSURED = (
    "社(?:会)?保(?:障|险)?(?:卡|个人)?(?:号|编号|账号|卡)|医(?:疗)?保(?:险)?(?:卡|号|编号|账号|证|个人编号|个人账号)"
    "|参保(?:人)?(?:号|编号|证)|养老(?:保险|金)?(?:卡|证|编号|手册|账号)|合作医疗(?:证|卡|号)|新农合(?:证|卡|号)"
    "|(?:social security|medical insurance|health insurance) card"
)
BOOK = (
    "存折|一折通|一本通|惠农[折卡]|粮补[折卡]|补贴折|折号|活期[折户账]|定期存单|存单|passbook|bank ?book"
    "|savings (?:book|account)"
)
LICENCE = "驾驶证|驾照|机动车驾驶|driv(?:ing|er(?:'|’)?s?'?) licen[cs]e|\\bDL\\b"
MILITARY = (
    "军官证|军人保障卡|士官证|士兵证|军人证|军人身份|警官证|文职(?:干部|人员)?证|武警证|义务兵证|军士证|优待证|退役(?:军人)?证|退伍证"
    "|残疾军人证|伤残人民警察证|军队|部队证件|(?:military|officer|soldier|army)(?:'s)? (?:ID|card|identity)"
)
VEHICLE = (
    "车|号牌|牌照|摩托|驾驶|停放|违停|违章|\\bplates?\\b|vehicle|\\bcar\\b|\\bvan\\b|registration|\\breg\\b|parked"
)
OFFICIAL_VEHICLE = "公务|公车|救护|消防车|执法|公交|班车|校车|洒水|垃圾|清运|环卫|作业车|工程车|警车|采购|拍卖|报废处置"
PUBLIC_VEHICLE = (
    r"\b(?:fire[ ](?:engine|appliance)|ambulance|police[ ](?:car|van)|(?:council|parish|township)(?:['’]s)?[ ]"
    r"(?:van|car|lorry|truck|vehicle|tractor|minibus)|(?:bin|refuse|dust)[ ]?(?:lorry|truck|cart)|gritter"
    r"|road[ ]sweeper|mobile[ ]library|school[ ]bus)\b"
)
PAPERS = (
    Paper("passport", f"{PASSPORT}|证件号码?", rf"{START}(?P<number>[A-Z]{{1,2}}[ -]?[0-9]{{7,8}}){BEHIND}", (2, 2)),
    Paper("passport", PASSPORT, rf"{START}(?P<number>[0-9]{{9}}|[A-Z]{{2}}[0-9]{{6}}){BEHIND}", (2, 2)),
    Paper(
        "passport",
        rf"(?:{PASSPORT})[ ]?(?:号码?|编号|no\b\.?|number|:|：|\|)",
        rf"{START}(?P<number>[0-9]{{7,8}}){BEHIND}",
        (2, 2),
    ),
    Paper(
        "travel-permit",
        f"{PERMIT}|证件号码?",
        rf"{START}(?P<number>[HMCWLTK][A-Z]?[ -]?[0-9]{{7,10}}(?: ?[(（][0-9A-Z][)）])?){BEHIND}",
        (2, 2),
        unless="车辆|货车|机动车|施工|临时|小区|准入",
    ),
    Paper(
        "travel-permit",
        PERMIT,
        rf"{START}(?P<number>[0-9]{{8}}(?:[0-9]{{2}})?(?: ?[(（][0-9A-Z][)）])?){BEHIND}",
        (2, 2),
        unless="车辆|货车|机动车|施工|临时|小区|准入",
    ),
    Paper(
        "travel-permit",
        r"\bpermit(?!s\b)",
        rf"{START}(?P<number>[HMCWLTK][A-Z]?[ -]?[0-9]{{8}}(?:[0-9]{{2}})?){BEHIND}",
        (2, 2),
        unless=OTHER_PERMIT,
    ),
    # Many kinds of permits have numbers.
    Paper(
        "travel-permit",
        r"\bpermit(?: (?:no|nos|number|num|nr)\b\.?|[ ]?[#:])",
        rf"{START}(?P<number>[0-9]{{8}}(?:[0-9]{{2}})?){BEHIND}",
        (2, 2),
        unless=rf"{OTHER_PERMIT}|(?:entry|travel|return|exit|compatriot\S*) permit",
        said="warning",
    ),
    Paper(
        "regional-id",
        HONG_KONG,
        rf"{START}(?P<number>[A-Za-z]{{1,2}}[ -]?[0-9]{{6}} ?[(（][0-9Aa][)）])(?![0-9A-Za-z])",
        (1, 1),
        is_hong_kong_id,
        "error",
    ),
    Paper(
        "regional-id",
        HONG_KONG,
        rf"{START}(?P<number>[A-Za-z]{{1,2}}[ -]?[0-9]{{6}}[ -]?[0-9Aa]){BEHIND}",
        (1, 1),
        is_hong_kong_id,
    ),
    Paper(
        "regional-id",
        "台湾|台胞|身份证|证件|统一编号|Taiwan|identity card|\\bID\\b",
        rf"{START}(?P<number>[A-Z][1289][0-9]{{8}}){BEHIND}",
        (1, 2),
        is_taiwan_id,
    ),
    Paper(
        "regional-id",
        "澳门|身份证|证件|Macau|Macao|\\bBIR\\b|identity card",
        rf"{START}(?P<number>[1578][0-9]{{6}} ?[(（][0-9][)）])",
        (1, 1),
    ),
    Paper(
        "military-id",
        "",
        r"(?<![一-龥])(?P<label>[军政后装参联空海陆沈北兰济南广成武士兵文][一-龥]?字第? ?)"
        "(?P<number>[0-9]{6,8})(?-i:(?![0-9A-Za-z]))",
        (2, 2),
        alone="error",
        unless="产权|房权|土地|林权|证书|案|判",
    ),
    Paper(
        "military-id",
        MILITARY,
        r"(?<![0-9A-Za-z-])(?P<number>[0-9]{5,12})(?-i:(?![0-9A-Za-z]))(?!-[0-9])",
        (2, 2),
    ),
    Paper(
        "social-security-card",
        INSURED,
        rf"{START}(?P<number>[A-Z]{{0,2}}[0-9](?:[ -]?[0-9]){{6,20}}[0-9A-Z]?){BEHIND}",
        (2, 2),
    ),
    Paper("bank-book", BOOK, rf"{START}(?P<number>[0-9](?:[ -]?[0-9]){{7,22}}){BEHIND}", (4, 4)),
    Paper(
        "driving-licence",
        f"{LICENCE}|licen[cs]e",
        rf"{START}(?P<number>(?i:[A-Z9]{{5}}) ?[0-9](?:0[1-9]|1[0-2]|5[1-9]|6[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]"
        r" ?(?i:[A-Z][A-Z9] ?[0-9A-Z] ?[A-Z]{2})"
        rf"(?: ?[0-9]{{2}})?){BEHIND}",
        (2, 2),
        alone="error",
    ),
    Paper(
        "driving-licence",
        LICENCE,
        rf"{START}(?P<number>[A-Z]{{0,2}}[0-9](?:[ -]?[0-9]){{6,17}}X?){BEHIND}",
        (2, 2),
    ),
    Paper(
        "national-insurance",
        "",
        rf"{START}(?P<number>[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] [0-9]{{2}} ?[0-9]{{2}} ?[0-9]{{2}} ?[A-D]){BEHIND}",
        (2, 1),
        alone="error",
    ),
    Paper(
        "national-insurance",
        "",
        rf"{START}(?P<number>(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][0-9]{{6}}[A-D]){BEHIND}",
        (2, 1),
        alone="warning",
    ),
    Paper(
        "national-insurance",
        r"national insurance|\bN\.?I\.?(?:NO)?\b|国民保险",
        rf"{START}(?P<number>[A-Za-z]{{2}}(?:[ -]?[0-9]{{2}}){{3}}[ -]?[A-Da-d]?){BEHIND}",
        (2, 1),
    ),
    Paper(
        "nhs-number",
        r"\bNHS\b|patient|health (?:service )?(?:number|record)|国民保健",
        rf"{START}(?P<number>[0-9]{{3}}(?P<sep>[ .-]?)[0-9]{{3}}(?P=sep)[0-9]{{4}}){BEHIND}",
        (3, 2),
        is_nhs_number,
    ),
    Paper(
        "nhs-number",
        "",
        rf"{START}(?<![0-9+)] )(?P<number>[467][0-9]{{2}} [0-9]{{3}} [0-9]{{4}}){BEHIND}(?! [0-9])",
        (3, 2),
        is_nhs_number,
        "warning",
        unless=r"tel|phone|call|ring|fax|mobile|\bref",
    ),
    Paper(
        "social-security-number",
        "",
        rf"{START}(?P<number>[0-9]{{3}}-[0-9]{{2}}-[0-9]{{4}}){BEHIND}",
        (0, 4),
        is_social_security_number,
        "error",
        unless=r"tel|phone|电话|热线",
    ),
    Paper(
        "social-security-number",
        r"\bSSN\b|social security(?! card)|社会安全号|社安号",
        rf"{START}(?P<number>[0-9]{{3}}[ -]?[0-9]{{2}}[ -]?[0-9]{{4}}){BEHIND}",
        (0, 4),
    ),
    Paper(
        "qq",
        r"(?<![A-Za-z@.])QQ(?!邮箱|\\.)(?:[/、和及]微信)?|扣扣|企鹅号|(?<![A-Za-z])Q(?:号|[:：])",
        rf"(?<![0-9])(?<![0-9][.-])(?P<number>[1-9](?:[ -]?[0-9]){{4,10}}){BEHIND}",
        (2, 2),
        unless="群|group|频道",
    ),
    Paper(
        "number-plate",
        VEHICLE,
        rf"(?P<number>[{PROVINCES}使领] ?[A-HJ-Z][ .·•-]?"
        rf"(?:[A-HJ-NP-Z0-9]{{5,6}}|[A-HJ-NP-Z0-9]{{4}}[挂学港澳])){BEHIND}",
        (2, 2),
        alone="warning",
        unless=OFFICIAL_VEHICLE,
    ),
    Paper(
        "number-plate",
        VEHICLE,
        rf"{START}(?P<number>[A-Z]{{2}}[0-9]{{2}} ?[A-Z]{{3}}){BEHIND}",
        (2, 1),
        unless=PUBLIC_VEHICLE,
    ),
    Paper(
        "number-plate",
        "",
        rf"{START}(?P<number>(?!PM)[A-HJ-PR-Y]{{2}}(?:0[2-9]|[125-7][0-9]) [A-HJ-PR-Z]{{3}}){BEHIND}",
        (2, 1),
        alone="warning",
        unless=PUBLIC_VEHICLE,
    ),
    Paper(
        "number-plate",
        r"\bplates?\b|vehicle|registration|\breg\b",
        rf"{START}(?P<number>[A-Z][0-9]{{1,3}} ?[A-Z]{{3}}){BEHIND}",
        (1, 1),
        unless=PUBLIC_VEHICLE,
    ),
)
