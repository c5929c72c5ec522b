"""The shapes of personal data that are labelled: how lines call them, and what is promised of them."""

from collections.abc import Mapping
from typing import NamedTuple


class Shape(NamedTuple):
    """A shape of data.

    `group` says in which templates it fits. `naming`: whether it needs its `words` beside it ("needed"), has them in
    itself ("own"), or can stand alone ("free").
    """

    group: str
    naming: str
    outcome: str
    words: Mapping[str, tuple[str, ...]]


ID = {
    "zh": ("身份证号", "身份证号码", "公民身份号码", "证件号码"),
    "en": ("ID card number", "Identity no.", "ID number"),
}
MOBILE = {
    "zh": ("电话", "联系电话", "手机", "手机号", "联系方式"),
    "en": ("Mobile", "Phone", "Tel", "Contact", "mobile number"),
}
CARD = {"zh": ("银行卡号", "卡号", "账号", "一卡通"), "en": ("Card number", "Bank card", "Card no.")}
MAIL = {"zh": ("邮箱", "电子邮箱", "电子邮件"), "en": ("E-mail", "Email", "Mail")}
HOME = {"zh": ("家庭住址", "住址", "家住", "现住址"), "en": ("Home address", "lives at", "Address of the applicant")}
QQ = {"zh": ("QQ", "QQ号", "QQ号码"), "en": ("QQ", "QQ number")}
PLATE = {"zh": ("车牌号", "车牌", "号牌号码"), "en": ("Registration", "Number plate", "Vehicle reg.")}
PERMIT = {"zh": ("港澳通行证", "往来港澳通行证号", "回乡证号"), "en": ("Home return permit", "Exit-entry permit no.")}
TAIWAN = {
    "zh": ("台湾通行证", "台胞证号", "大陆居民往来台湾通行证号"),
    "en": ("Taiwan travel permit", "Mainland travel permit"),
}

# What docs/checks.md promises, in the ways in which people write it.
PROMISED: dict[str, Shape] = {
    "id-18": Shape("number", "free", "error", ID),
    "id-15": Shape("number", "free", "error", ID),
    "id-register": Shape("number", "own", "error", {}),
    "id-slip": Shape("number", "own", "finding", {}),
    "disability-card": Shape("number", "free", "error", {"zh": ("残疾证号", "残疾人证"), "en": ("Disability card",)}),
    "weak-mask": Shape("number", "free", "finding", {}),
    "mobile-cn": Shape("mobile", "free", "error", MOBILE),
    "mobile-uk": Shape("mobile", "free", "error", MOBILE),
    "mobile-apart": Shape("mobile", "needed", "error", MOBILE),
    "mobile-han": Shape("mobile", "needed", "error", MOBILE),
    "mobile-glued": Shape("mobile", "own", "error", {}),
    "card": Shape("card", "free", "error", CARD),
    "mail": Shape("mail", "free", "error", MAIL),
    "mail-odd": Shape("mail", "free", "error", MAIL),
    "home": Shape("home", "free", "error", HOME),
    "home-short": Shape("home", "needed", "error", HOME),
}
# Kinds that a privacy officer expects besides.
FURTHER: dict[str, Shape] = {
    "passport": Shape("number", "needed", "finding", {"zh": ("护照号", "护照号码"), "en": ("Passport no.",)}),
    "permit-hk-macau": Shape("number", "needed", "finding", PERMIT),
    "permit-taiwan": Shape("number", "needed", "finding", TAIWAN),
    "hkid": Shape("number", "needed", "finding", {"zh": ("香港身份证号",), "en": ("HKID", "Hong Kong ID")}),
    "officer": Shape("number", "needed", "finding", {"zh": ("军官证", "军官证号", "士兵证号")}),
    "social-card": Shape("number", "needed", "finding", {"zh": ("社保卡号", "社会保障卡号")}),
    "bank-book": Shape("number", "needed", "finding", {"zh": ("存折账号", "存折号", "一本通账号")}),
    "plate": Shape("plate", "needed", "finding", PLATE),
    "plate-new-energy": Shape("plate", "needed", "finding", PLATE),
    "qq": Shape("number", "needed", "finding", QQ),
    "ni": Shape("number", "needed", "finding", {"en": ("National Insurance number", "NI number", "NINO")}),
    "nhs": Shape("number", "needed", "finding", {"en": ("NHS number", "NHS no.")}),
    "sort-code": Shape("number", "needed", "finding", {"en": ("Sort code", "Bank details: sort code")}),
    "ssn": Shape("number", "needed", "finding", {"en": ("SSN", "Social Security number")}),
    "driving": Shape("number", "needed", "finding", {"zh": ("驾驶证号", "驾驶证档案编号"), "en": ("Driving licence",)}),
    "home-us": Shape("home", "needed", "finding", HOME),
    "sensitive-column": Shape("table", "own", "finding", {}),
}
SHAPES = PROMISED | FURTHER


def find_words(shape: str, form: str, language: str) -> tuple[str, ...]:
    """Return how a shape is called beside it; that of a weak mask follows what is masked."""
    if shape == "weak-mask":
        words = MOBILE if form.startswith(("{mobile", "{uk")) else CARD if form.startswith("{card") else ID
        return words[language]
    return SHAPES[shape].words.get(language, ())


def choose_outcome(shape: str, frame: str) -> str:
    """Return what is to be found: of a home with neither a person nor a word of home near it, a warning will do."""
    known = SHAPES[shape]
    if known.group == "home" and "{person}" not in frame and "{label}" not in frame:
        return "finding"
    return known.outcome
