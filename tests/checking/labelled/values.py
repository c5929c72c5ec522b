"""Invents values in the shapes that real ones have, check digits included: the same ones for the same seed."""

import random
import re
from collections.abc import Callable

from stdnum import luhn
from stdnum.cn import ric, uscc
from stdnum.gb import nhs

from tests.checking.labelled.words import WORDS

PLACEHOLDER = re.compile(r"\{(\w+?)(?::([^}]*))?\}")
WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
HAN = {
    "han": "〇一二三四五六七八九",
    "han_yao": "零幺二三四五六七八九",
    "han_big": "零壹贰叁肆伍陆柒捌玖",
}
REGIONS = ("110101", "330106", "430102", "350203", "513221", "440305", "650102", "420106", "370211", "120104")
MOBILES = ("130", "133", "135", "138", "139", "147", "150", "152", "158", "166", "176", "177", "186", "191", "198")
CARDS = ("622202", "621700", "622848", "623059", "621226", "622700")
NI_LETTERS = "ABCEGHJKLMNPRSTWXYZ"
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
PROVINCES = "皖浙苏沪京鲁豫鄂湘粤"
Maker = Callable[["Values"], str]


class Values:
    """Chance with a seed, and what is drawn by it."""

    def __init__(self, seed: str) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - nothing secret
        self.choose = self.chance.choice

    def draw_digits(self, count: int, first: str = "0123456789") -> str:
        return self.choose(first) + "".join(self.choose("0123456789") for _ in range(count - 1))

    def draw_letters(self, count: int, letters: str = LETTERS) -> str:
        return "".join(self.choose(letters) for _ in range(count))

    def draw_number(self, low: int, high: int) -> str:
        return str(self.chance.randint(low, high))

    def fill(self, template: str, language: str, given: dict[str, str] | None = None) -> str:
        """Put a value into each {place} of a template, in the form that stands behind its colon."""
        given = given or {}

        def put(match: re.Match[str]) -> str:
            name, form = match.groups()
            value = given[name] if name in given else self.make(name, language)
            return format_value(value, form) if form else value

        return PLACEHOLDER.sub(put, template)

    def make(self, name: str, language: str) -> str:
        """Invent a value by its name."""
        if name in MAKERS:
            return MAKERS[name](self)
        words = WORDS[language].get(name) or WORDS["en"].get(name)
        if words:
            return self.choose(words)
        digits = re.fullmatch(r"d(\d+)(l?)", name)
        if digits:
            return self.draw_digits(int(digits[1]), "2345678" if digits[2] else "123456789")
        raise KeyError(name)


def format_value(value: str, form: str) -> str:
    """Write a value wide, in Han digits, masked from one place to another, in upper case, or in groups."""
    if form in HAN:
        return value.translate(str.maketrans("0123456789", HAN[form]))
    if form == "han3":
        return value[:3] + value[3:].translate(str.maketrans("0123456789", HAN["han"]))
    plain = {
        "wide": value.translate(WIDE),
        "wide_x": value[:-1] + value[-1].translate(WIDE),
        "wideat": value.replace("@", "＠"),
        "upper": value.upper(),
        "lower": value.lower(),
        "first": value[:1],
    }
    if form in plain:
        return plain[form]
    if masked := re.fullmatch(r"(mask|x)(\d+)-(\d+)", form):
        start, end = int(masked[2]) - 1, int(masked[3])
        return value[:start] + ("x" if masked[1] == "x" else "*") * (end - start) + value[end:]
    return group_digits(value, form)


def group_digits(value: str, form: str) -> str:
    """Write a value in groups of the sizes that a form gives, with what stands between them."""
    parts, at = [], 0
    for piece in re.split(r"(\d+)", form):
        if piece.isdigit():
            parts.append(value[at : at + int(piece)])
            at += int(piece)
        else:
            parts.append(piece)
    return "".join(parts) + value[at:]


def make_day(values: Values, first: int, last: int) -> str:
    return f"{values.chance.randint(first, last)}{values.chance.randint(1, 12):02}{values.chance.randint(1, 28):02}"


def make_id(values: Values, first: int = 1935, last: int = 2005, region: str = "") -> str:
    body = (region or values.choose(REGIONS)) + make_day(values, first, last) + values.draw_digits(3)
    return body + ric.calc_check_digit(body + "0")


def make_id_with_x(values: Values) -> str:
    while not (number := make_id(values)).endswith("X"):
        pass
    return number


def spoil_check(values: Values, number: str) -> str:
    return number[:-1] + values.choose([each for each in "0123456789" if each != number[-1]])


def swap_digits(values: Values) -> str:
    while (number := make_id(values))[14] == number[15]:
        pass
    return number[:14] + number[15] + number[14] + number[16:]


def make_luhn(values: Values, start: str, length: int) -> str:
    body = start + values.draw_digits(length - len(start) - 1)
    return body + luhn.calc_check_digit(body)


def make_nhs(values: Values) -> str:
    while True:
        body = values.draw_digits(9, "4679")
        for number in (body + check for check in "0123456789"):
            if nhs.is_valid(number):
                return number


def make_hkid(values: Values, letters: int = 1) -> str:
    head, digits = values.draw_letters(letters, "ACDEGHKMPRVYZ"), values.draw_digits(6)
    numbers = [36] * (2 - letters) + [ord(each) - 55 for each in head] + [int(each) for each in digits]
    rest = sum(weight * number for weight, number in zip(range(9, 1, -1), numbers, strict=True)) % 11
    return f"{head}{digits}({'0' if not rest else 'A' if rest == 1 else 11 - rest})"


def make_uscc(values: Values) -> str:
    body = "91" + values.choose(REGIONS) + "MA" + values.draw_digits(7)
    return body + uscc.calc_check_digit(body)


def make_ni(values: Values) -> str:
    while (head := values.draw_letters(2, NI_LETTERS)) in {"BG", "GB", "NK", "KN", "TN", "NT", "ZZ"}:
        pass
    return head + values.draw_digits(6) + values.choose("ABCD")


def make_ssn(values: Values) -> str:
    area = values.chance.choice([each for each in range(1, 899) if each != 666])
    return f"{area:03}{values.chance.randint(1, 99):02}{values.chance.randint(1, 9999):04}"


def make_driver(values: Values) -> str:
    name = values.choose(("MORGA", "SMITH", "TAYLO", "WALKE", "LEE99", "BROWN"))
    month = values.chance.randint(1, 12) + values.choose((0, 50))
    born = f"{values.choose('5678')}{month:02}{values.chance.randint(1, 28):02}{values.choose('0123456789')}"
    return f"{name}{born}{values.draw_letters(1)}{values.choose('9AJM')}{values.choose('9')}{values.draw_letters(2)}"


def make_mail(values: Values) -> str:
    return f"{make_mail_name(values)}@{values.choose(WORDS['en']['host'])}"


def make_mail_name(values: Values) -> str:
    name = values.choose(("zhang.san", "liming", "wangfang88", "chen_jie", "a.smith", "ferry-boat", "maryw"))
    return f"{name}{values.draw_digits(2)}"


def make_plate(values: Values, between: str = "") -> str:
    return f"{values.choose(PROVINCES)}{values.draw_letters(1, 'ABCDEF')}{between}{values.draw_digits(5)}"


def make_new_energy(values: Values, between: str = "", kind: str = "D") -> str:
    return f"{values.choose(PROVINCES)}{values.draw_letters(1, 'ABC')}{between}{kind}{values.draw_digits(5)}"


def make_british_plate(values: Values, between: str = "") -> str:
    year = values.choose(("05", "12", "19", "22", "54", "68", "71"))
    area = values.draw_letters(1, "ABCDEFGHKLMNOPRSVWY") + values.draw_letters(1)
    return f"{area}{year}{between}{values.draw_letters(3)}"


def make_postcode(values: Values) -> str:
    area = values.choose(("LE", "HR", "WR", "GL", "SY", "B"))
    return (
        f"{area}{values.chance.randint(1, 30)} {values.draw_digits(1)}{values.draw_letters(2, 'ABDEFGHJLNPQRSTUWXYZ')}"
    )


MAKERS: dict[str, Maker] = {
    "id": make_id,
    "id_x": make_id_with_x,
    "id_child": lambda v: make_id(v, 2008, 2022),
    "id_island": lambda v: make_id(v, 1960, 2010, v.choose(("810000", "820000", "830000"))),
    "id_slip": lambda v: spoil_check(v, make_id(v)),
    "id_wrong": lambda v: spoil_check(v, make_id(v)),
    "id_short": lambda v: (n := make_id(v))[:15] + n[16:],
    "id_long": lambda v: (n := make_id(v))[:16] + n[15] + n[16:],
    "id_swapped": swap_digits,
    "id15": lambda v: v.choose(REGIONS) + make_day(v, 1930, 1999)[2:] + v.draw_digits(3),
    "disability": lambda v: make_id(v) + v.choose("1234567") + v.choose("1234"),
    "disability_x": lambda v: make_id_with_x(v) + v.choose("1234567") + v.choose("1234"),
    "mobile": lambda v: v.choose(MOBILES) + v.draw_digits(8),
    "mobile_gap": lambda v: " " + v.choose(MOBILES) + v.draw_digits(8),
    "uk": lambda v: v.choose(("07700", "07912", "07400", "07512", "07836")) + v.draw_digits(6),
    "uk_tail": lambda v: v.choose(("7700", "7912", "7400", "7512", "7836")) + v.draw_digits(6),
    "card": lambda v: make_luhn(v, v.choose(CARDS), 19),
    "card16": lambda v: make_luhn(v, "622588", 16),
    "card_visa": lambda v: make_luhn(v, v.choose(("4392", "5187", "4539")), 16),
    "card_visa_any": lambda v: make_luhn(v, "4392", 16),
    "card_any": lambda v: make_luhn(v, "622202", 19),
    "card_wrong": lambda v: spoil_check(v, make_luhn(v, "622202", 19)),
    "mail": make_mail,
    "mailname": make_mail_name,
    "qqmail": lambda v: v.draw_digits(9, "123456789") + "@qq.com",
    "mail13": lambda v: v.choose(MOBILES) + v.draw_digits(8) + "@139.com",
    "passport": lambda v: "E" + v.draw_digits(8),
    "passport_new": lambda v: "E" + v.choose("ABCDEFGH") + v.draw_digits(7),
    "passport_g": lambda v: "G" + v.draw_digits(8),
    "passport_uk": lambda v: v.draw_digits(9, "1345"),
    "passport_us": lambda v: v.choose("AC") + v.draw_digits(8),
    "permit_c": lambda v: "C" + v.draw_digits(8),
    "permit_ca": lambda v: "C" + v.choose("ABCD") + v.draw_digits(7),
    "permit_h": lambda v: "H" + v.draw_digits(8),
    "permit_h10": lambda v: "H" + v.draw_digits(10),
    "permit_m": lambda v: "M" + v.draw_digits(8),
    "permit_l": lambda v: "L" + v.draw_digits(8),
    "permit_t": lambda v: "T" + v.draw_digits(8),
    "permit_8": lambda v: v.draw_digits(8, "0123"),
    "permit_10b": lambda v: v.draw_digits(10, "0") + "(B)",
    "hkid": make_hkid,
    "hkid_two": lambda v: make_hkid(v, 2),
    "hkid_wide": lambda v: make_hkid(v).replace("(", "（").replace(")", "）"),
    "social": lambda v: v.draw_letters(1) + v.draw_digits(8),
    "social_x": lambda v: v.draw_letters(1) + v.draw_digits(7) + "X",
    "social_d": lambda v: v.draw_digits(9, "123456789"),
    "book22": lambda v: v.draw_digits(22, "123456789"),
    "book19": lambda v: spoil_check(v, make_luhn(v, "1012", 19)),
    "book17": lambda v: v.draw_digits(17, "12345678"),
    "book15": lambda v: v.draw_digits(15, "2468"),
    "plate": make_plate,
    "plate_dot": lambda v: make_plate(v, "·"),
    "plate_space": lambda v: make_plate(v, " "),
    "plate_letter": lambda v: make_plate(v)[:-2] + v.draw_letters(1) + v.draw_digits(1),
    "plate_learner": lambda v: make_plate(v)[:-1] + "学",
    "plate_ne": make_new_energy,
    "plate_ne_dot": lambda v: make_new_energy(v, "·"),
    "plate_ne_f": lambda v: make_new_energy(v, kind="F"),
    "plate_ne_truck": lambda v: make_plate(v) + "D",
    "plate_uk": make_british_plate,
    "plate_uk_space": lambda v: make_british_plate(v, " "),
    "plate_uk_old": lambda v: f"{v.draw_letters(1, 'RSTWXY')}{v.draw_digits(3, '123456789')} {v.draw_letters(3)}",
    "qq": lambda v: v.draw_digits(9, "123456789"),
    "qq10": lambda v: v.draw_digits(10, "123"),
    "qq5": lambda v: v.draw_digits(6, "123456789"),
    "d12_file": lambda v: v.choose(REGIONS) + v.draw_digits(6),
    "ni": make_ni,
    "nhs": make_nhs,
    "sort": lambda v: v.choose(("20", "30", "40", "60", "09")) + v.draw_digits(4),
    "ssn": make_ssn,
    "driver": make_driver,
    "uscc": make_uscc,
    "uscc_like22": lambda v: "PDY" + v.draw_digits(19),
    "imei": lambda v: make_luhn(v, "86", 15),
    "hex": lambda v: f"{v.chance.getrandbits(160):040x}",
    "region": lambda v: v.choose(REGIONS),
    "y": lambda v: v.draw_number(2015, 2026),
    "y2": lambda v: v.draw_number(15, 26),
    "y4md": lambda v: f"{v.chance.randint(15, 26)}{v.chance.randint(1, 12):02}",
    "md": lambda v: make_day(v, 2000, 2000)[4:],
    "m": lambda v: v.draw_number(1, 12),
    "m2": lambda v: f"{v.chance.randint(1, 12):02}",
    "dd": lambda v: v.draw_number(1, 28),
    "dd2": lambda v: f"{v.chance.randint(1, 28):02}",
    "n": lambda v: v.draw_number(2, 39),
    "u": lambda v: v.draw_number(1, 6),
    "big": lambda v: v.draw_number(40, 380),
    "room": lambda v: f"{v.chance.randint(1, 18)}0{v.chance.randint(1, 4)}",
    "room4": lambda v: f"{v.chance.randint(10, 33)}0{v.chance.randint(1, 9)}",
    "amount": lambda v: f"{v.chance.randint(1, 98)}00",
    "postcode": make_postcode,
}
