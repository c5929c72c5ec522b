"""A text -> the resident identity numbers in it, of 18 and of 15 characters, and certificates made of them."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from msgspec.structs import replace

from site_builder.checking.personal_data.kinds import PersonalData, mask_number, remove_separators
from site_builder.checking.personal_data.numbers.surroundings import CLOSE, Surroundings
from site_builder.late_patterns import compile_late

SEP = r"(?: ?[-/_~.] ?|--| )"
# Before and behind a number in groups: nothing of a longer one.
START, END = r"(?<![0-9A-Za-z])(?<![0-9A-Za-z]_)(?<![0-9][.-])", r"(?![0-9A-Za-z]|_[0-9A-Za-z]|[.-][0-9])"
ID_WORDS = compile_late(
    r"身份证|身份号|证件|公民身份|居民证|监护人|户主|残疾人?证|\bID[ _-]?(?:card|number|no)|identity", re.IGNORECASE
)
# What says that a number beside it is one, so that any other has a slip in it.
SURE_LABEL = compile_late(
    r"(?:身份证(?:件)?(?:号码?|编号)?|证件号码?|公民身份号码|居民身份号码?"
    r"|身[份分]證(?:號碼?)?|\b(?:national|resident|citizen) ID"
    r"|\bID[ _-]?(?:card )?(?:number|no\b\.?)|identity (?:card )?"
    rf"(?:number|no\b\.?))(?:（[^）\n]{{0,6}}）)?{CLOSE}(?:[为是]|is)?{CLOSE}\Z",
    re.IGNORECASE,
)
SURE_HEADING = compile_late(r"身份证|证件号|公民身份|居民身份|\bID[ _-]?(?:card |number|no)|identity", re.IGNORECASE)
# What 15 digits are called that are an account and no person's.
ACCOUNT_WORDS = compile_late(r"卡号|[账帐][号户]|银行卡|储蓄卡|信用卡|存折|\bcard|account", re.IGNORECASE)
# GB 32100-2015: codes of organisations, some of which are valid as a person's by chance.
CREDIT_CODE = compile_late(r"信用代码(?:(?!身份)[^0-9\n，。；]){0,10}\Z")
# Codes of projects and files are made of region, day and a number too; so recent is a day of theirs.
NO_BIRTH = "2012"
CODE_LABEL = compile_late(
    r"(?:项目|工程|标段?|招标|采购|合同|订单|流水|批次?|批准|文|(?<!档)案|案件|办件|受理|事项|工单|交易|宗地|地块|不动产|单元|许可|备案"
    rf"|产品|设备|发票|票据|凭证|资产|公告|project|contract|tender|order|invoice)[ ]?"
    rf"(?:登记|受理|备案)?(?:统一)?(?:编号|代码|编码|号码?|码|no\b\.?|number|code|id)?{CLOSE}[为是]?{CLOSE}\Z",
    re.IGNORECASE,
)
# GB/T 2260: the first two digits of a region; 81, 82 and 83 stand in residence permits of Hong Kong, Macao and Taiwan.
PROVINCES = compile_late("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
# The greatest number of a prefecture that GB/T 2260 has had; 90 stands for counties that belong to none.
PREFECTURES, NO_PREFECTURE = range(1, 54), 90
BIRTH_YEARS = range(1900, 2100)
# Of a permanent resident from abroad (since 2023), which has the form of an ID.
FOREIGNER = "9"


@cache
def compile_patterns() -> dict[str, re.Pattern[str]]:
    """Compile what most texts do not need."""
    # Behind the ID, kind and degree of a disability, and how often the certificate was replaced.
    degree = r"(?: ?[1-7][1-4](?:[Bb][0-9])?)?"
    return {
        "id": re.compile(
            rf"(?<![0-9])(?<![0-9][.-])(?P<id>[0-9]{{17}}[0-9Xx]){degree}(?![0-9A-Za-z])"
            rf"|{START}(?<![0-9] )(?P<groups>[0-9](?:{SEP}?[0-9]){{16}}{SEP}?[0-9Xx]){degree}{END}"
        ),
        "old": re.compile(rf"{START}[0-9]{{15}}{END}"),
        "old-groups": re.compile(rf"{START}[0-9]{{6}}(?P<sep>{SEP})[0-9]{{6}}(?P=sep)[0-9]{{3}}{END}"),
        "slip": re.compile(rf"{START}[0-9](?:{SEP}?[0-9]){{14,18}}(?:{SEP}?[0-9Xx]|[A-Za-z])?{END}"),
    }


def find_id_numbers(text: str, around: Surroundings) -> Iterator[PersonalData]:
    """Find numbers of 18 characters: region, day of birth, check character (GB 11643-1999, 4)."""
    for each in around.find_all(compile_patterns()["id"], text):
        number = remove_separators(each["id"] or each["groups"])
        if is_id(number, around, each.start()):
            before = around.find_before(each.start())
            code = number[6:10] >= NO_BIRTH and CODE_LABEL.search(before) and not ID_WORDS.search(before)
            if not CREDIT_CODE.search(before) and not code:
                yield mask_number(each, "id-number", (2, 3))


def find_old_id_numbers(text: str, around: Surroundings) -> Iterator[PersonalData]:
    """Find numbers of 15 digits (GB 11643-1989): a year of two digits and no check character."""
    patterns = compile_patterns()
    for each in (*around.find_numbers(patterns["old"], text), *around.find_all(patterns["old-groups"], text)):
        number = remove_separators(each[0])
        if is_region(number, around, each.start()) and is_birth_date(f"19{number[6:12]}"):
            before = around.find_before(each.start())
            says_id = around.has_word(each.start(), ID_WORDS)
            other = around.is_other_number(each.start(), ID_WORDS) or ACCOUNT_WORDS.search(before)
            if says_id or not other:
                yield mask_number(each, "id-number", (2, 3))


def find_id_slips(text: str, around: Surroundings) -> Iterator[PersonalData]:
    """Find what is said to be an identity number and is none: a digit of it is wrong or missing."""
    for each in around.find_all(compile_patterns()["slip"], text):
        before = around.find_before(each.start())
        heading = around.find_heading(each.start())
        if SURE_LABEL.search(before) or SURE_HEADING.search(heading):
            yield replace(mask_number(each, "id-number", (2, 3)), severity="warning", flaw="slip")


def is_id(number: str, around: Surroundings, at: int) -> bool:
    """Tell whether region, day of birth and check character of 18 characters are right (ISO 7064:1983, MOD 11-2)."""
    if not is_region(number, around, at) or not is_birth_date(number[6:14]):
        return False
    from stdnum.iso7064 import mod_11_2

    return mod_11_2.is_valid(number.upper())


def is_region(number: str, around: Surroundings, at: int) -> bool:
    """Tell whether a number begins with a region's code as GB/T 2260 makes them, or is said to be a foreigner's."""
    if number[0] == FOREIGNER and len(number) > len("110101900307451"):
        return around.has_word(at, ID_WORDS) or around.has_word(at, re.compile("永久居留"))
    prefecture = int(number[2:4])
    there = prefecture in PREFECTURES or prefecture == NO_PREFECTURE or number[2:6] == "0000"
    return there and PROVINCES.match(number) is not None


def is_birth_date(digits: str) -> bool:
    """Tell whether eight digits are a day on which somebody may have been born."""
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year in BIRTH_YEARS
    except ValueError:
        return False
