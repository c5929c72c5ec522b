"""A text -> the numbers in it that belong to one person: resident IDs, mobile numbers, bank cards; masks none.

A number counts where it stands for itself: within a longer number, a name or an address in the web it is another thing.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

# So many digits, as people group them, are the fewest of which one can reach a person.
LONG_NUMBER = re.compile(r"[0-9](?:[ .-]?[0-9]){10}")
# Before and behind a number: nothing of a longer number or a name; what is written onto numbers may stand there.
NUMBER_START = r"(?:(?<![0-9A-Za-z])|(?<=\b[Tt]el)|(?<=\bTEL))(?<![0-9A-Za-z]_)(?<![0-9][.-])"
NUMBER_END = r"(?![0-9A-Za-z]|_[0-9A-Za-z]|[.-][0-9])"
# A number in groups may also not go on with another group.
GROUPED_START, GROUPED_END = rf"{NUMBER_START}(?<![0-9] )", rf"{NUMBER_END}(?! [0-9])"
# What counts money or things.
AMOUNT = r"(?! ?(?:元|美元|万元|万股|万吨|亿|吨|公斤|千克|立方|平方|公里|千瓦|(?:yuan|RMB|kWh|tonnes?)\b))"
PRICE = re.compile(r"(?:[¥￥$€£]|RMB|CNY|人民币) ?\Z")
# What says that a number is one of papers, parcels or goods; its group `tail` is what stands between.
OTHER_NUMBER = re.compile(
    r"(?:单号|编号|编码|代码|条码|条形码|二维码|追溯码|串号|型号"
    r"|(?:订单|工单|办件|发票|票据|流水|批|票|案|文|序|档案|索引|受理|备案|登记|注册|许可证|证书|资产|设备|产品|项目|车架"
    r"|机身|序列|合同|税|交易|凭证|版本|事项|回执)号"
    r"|\b(?:order|invoice|reference|ref|serial|tracking|ticket|batch|contract|consignment|parcel|barcode|receipt|case"
    r"|licen[cs]e|permit|registration|project|asset|meter|item|document|file|record|IMEI|ISBN|ICCID|SKU|SN)\b)"
    r"(?P<tail>[^0-9\n，。；,;、|]{0,10})\Z",
    re.IGNORECASE,
)
PHONE_WORDS = re.compile(r"电话|手机|联系|微信|tel|phone|mobile|cell|call|contact", re.IGNORECASE)
CARD_WORDS = re.compile(
    r"(?:卡号|账号|帐号|账户|帐户|银行卡|储蓄卡|信用卡|工资卡|社保卡|一卡通|存折|card|account)[^0-9\n]{0,20}\Z",
    re.IGNORECASE,
)
ID_WORDS = re.compile(r"身份证|证件|公民身份|居民证|\bID[ _-]?(?:card|number|no)|identity", re.IGNORECASE)
# GB 32100-2015: codes of organisations, some of which are valid as a person's by chance.
CREDIT_CODE = re.compile(r"信用代码[^0-9\n，。；]{0,10}\Z")
# Codes of projects and files are made of region, day and a number too; so recent is a day of theirs.
NO_BIRTH = "2012"
BEFORE = 32

# GB/T 2260: the first two digits of a region; 81, 82 and 83 stand in residence permits of Hong Kong, Macao and Taiwan.
PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)
# The greatest number of a prefecture that GB/T 2260 has had; 90 stands for counties that belong to none.
PREFECTURES, NO_PREFECTURE = range(1, 54), 90
BIRTH_YEARS = range(1900, 2100)
# Prefixes of mobile numbers that have been allotted (Ministry of Industry and Information Technology).
MOBILE = r"1(?:3[0-9]|4[014-9]|5[0-35-9]|6[2567]|7[0-8]|8[0-9]|9[0-35-9])"
# Mobile numbers of the United Kingdom, without the 0 (Ofcom, National Telephone Numbering Plan, part A1).
BRITISH = r"7(?:[1-57-9][0-9]{2}|624)"
HAN = re.compile("[一-龥]")
# ISO/IEC 7812-1: issuers of cards used in mainland China. Some begin like other numbers do: those have to be told.
CARDS = re.compile(r"62[0-9]{14,17}|955[89][0-9]{12,15}|4[0-9]{15}|5[1-5][0-9]{14}")
OTHER_CARDS = re.compile(r"4[0-9]{18}|2[2-7][0-9]{14}|3[47][0-9]{13}|35[0-9]{14}|6[05][0-9]{14}")


@cache
def compile_patterns() -> dict[str, re.Pattern[str]]:
    """Compile what most texts do not need."""
    return {
        "id": re.compile(
            r"(?<![0-9])(?<![0-9][.-])[0-9]{17}[0-9Xx](?![0-9A-Za-z])"
            rf"|{GROUPED_START}[0-9](?:[ -]?[0-9]){{16}}[ -]?[0-9Xx]{GROUPED_END}"
        ),
        "old": re.compile(rf"{NUMBER_START}[0-9]{{15}}{NUMBER_END}{AMOUNT}"),
        "card": re.compile(
            rf"{NUMBER_START}[0-9]{{15,19}}{NUMBER_END}{AMOUNT}"
            rf"|{GROUPED_START}[0-9]{{4}}([ -])[0-9]{{4}}(?:\1[0-9]{{4}}){{1,2}}\1[0-9]{{1,4}}{GROUPED_END}"
            rf"|{GROUPED_START}[0-9]{{6}}[ -][0-9]{{10,13}}{GROUPED_END}"
        ),
        "mobile": re.compile(
            rf"{NUMBER_START}(?<!\+)(?:(?:\+|00)?86[ -]?|0(?=[0-9]{{11}}))?(?P<number>{MOBILE}"
            rf"(?:[0-9]{{8}}|([ .-])[0-9]{{4}}\2[0-9]{{4}}(?! [0-9]{{4}}(?![0-9年]))"
            rf"|[0-9]([ -])[0-9]{{3}}\3[0-9]{{4}})){NUMBER_END}{AMOUNT}"
        ),
        "british": re.compile(
            rf"{NUMBER_START}(?<!\+)(?P<abroad>(?:\+|00)44[ -]?(?:\(0\)[ -]?)?)?(?P<number>(?(abroad)|0)"
            rf"(?:{BRITISH}(?:(?P<gap>[ -])[0-9]{{3}}[ -]?[0-9]{{3}}|[0-9]{{6}})|7[1-57-9][0-9] [0-9]{{3}} [0-9]{{4}}))"
            rf"{NUMBER_END}{AMOUNT}"
        ),
        "loose": re.compile(rf"{GROUPED_START}(?P<number>1(?:[ -]?[0-9]){{10}}){GROUPED_END}"),
    }


def remove_separators(number: str) -> str:
    """Take the signs that group a number out of it."""
    return number.replace(" ", "").replace("-", "").replace(".", "")


def find_text_before(number: re.Match[str]) -> str:
    """Give what stands before a number on its line, the last of it."""
    return number.string[max(0, number.start() - BEFORE) : number.start()].rpartition("\n")[2]


def is_other_number(before: str, words: re.Pattern[str]) -> bool:
    """Tell whether what stands before a number says that it is another thing than what the words would say."""
    other = OTHER_NUMBER.search(before)
    return bool(PRICE.search(before) or (other and not words.search(other["tail"])))


def find_id_numbers(text: str) -> Iterator[re.Match[str]]:
    """Find resident identity numbers of 18 characters: region, day of birth, check character (GB 11643-1999, 4)."""
    for each in compile_patterns()["id"].finditer(text):
        number = remove_separators(each[0]).upper()
        if is_region(number) and is_birth_date(number[6:14]):
            before = find_text_before(each)
            code = number[6:10] >= NO_BIRTH and is_other_number(before, ID_WORDS)
            if has_id_check_character(number) and not CREDIT_CODE.search(before) and not code:
                yield each


def find_old_id_numbers(text: str) -> Iterator[re.Match[str]]:
    """Find resident identity numbers of 15 digits (GB 11643-1989): a year of two digits and no check character."""
    for each in compile_patterns()["old"].finditer(text):
        if is_region(each[0]) and is_birth_date(f"19{each[0][6:12]}"):
            before = find_text_before(each)
            account = CARD_WORDS.search(before) and not ID_WORDS.search(before)
            if not is_other_number(before, ID_WORDS) and not account:
                yield each


def is_region(number: str) -> bool:
    """Tell whether a number begins with a region's code as GB/T 2260 makes them."""
    prefecture = int(number[2:4])
    there = prefecture in PREFECTURES or prefecture == NO_PREFECTURE or number[2:6] == "0000"
    return number[:2] in PROVINCES and there


def is_birth_date(digits: str) -> bool:
    """Tell whether eight digits are a day on which somebody may have been born."""
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year in BIRTH_YEARS
    except ValueError:
        return False


def find_bank_cards(text: str) -> Iterator[re.Match[str]]:
    """Find the numbers of bank cards by issuer, length and check digit (ISO/IEC 7812-1, annex B)."""
    for each in compile_patterns()["card"].finditer(text):
        number = remove_separators(each[0])
        before = find_text_before(each)
        has_context = number != each[0] or CARD_WORDS.search(before)
        known = CARDS.fullmatch(number) or (has_context and OTHER_CARDS.fullmatch(number))
        if known and has_card_check_digit(number) and not is_other_number(before, CARD_WORDS):
            yield each


def has_id_check_character(number: str) -> bool:
    """Tell whether the last character is right (ISO 7064:1983, MOD 11-2)."""
    from stdnum.iso7064 import mod_11_2

    return mod_11_2.is_valid(number)


def has_card_check_digit(number: str) -> bool:
    """Tell whether the last digit is right."""
    from stdnum import luhn

    return luhn.is_valid(number)


def find_mobile_numbers(text: str) -> Iterator[re.Match[str]]:
    """Find mobile numbers of mainland China; the group `number` is without the country's code.

    One that is grouped in an unusual way counts where it is said to be a telephone's: columns of figures look like it.
    """
    usual, loose = compile_patterns()["mobile"], compile_patterns()["loose"]
    loose_matches = loose.finditer(text) if PHONE_WORDS.search(text) else ()
    odd = [each for each in loose_matches if usual.fullmatch(remove_separators(each[0])) and not usual.search(each[0])]
    found = usual.finditer(text)
    for each in sorted((*found, *odd), key=re.Match.start) if odd else found:
        before = find_text_before(each)
        if not is_other_number(before, PHONE_WORDS) and (each.re is usual or PHONE_WORDS.search(before)):
            yield each


def find_british_mobile_numbers(text: str) -> Iterator[re.Match[str]]:
    """Find mobile numbers of the United Kingdom; the group `number` is without the country's code.

    Written in one, 07168211234 is also a landline of 荆州: it counts in a line of Latin words.
    """
    if "07" not in text and "44" not in text:
        return
    for each in compile_patterns()["british"].finditer(text):
        line = text[text.rfind("\n", 0, each.start()) + 1 : each.start()] + text[each.end() :].partition("\n")[0]
        number = remove_separators(each["number"])
        local = not each["abroad"] and not each["gap"] and number[4] in "2345678" and number[1:3] != "78"
        if local and (HAN.search(line) or not re.search("[A-Za-z]{3}", line)):
            continue
        if not is_other_number(find_text_before(each), PHONE_WORDS):
            yield each
