"""A text -> the mobile numbers in it, of mainland China and of the United Kingdom."""

import re
from collections.abc import Iterator
from functools import cache

from site_builder.checking.personal_data.homes.latin_words import GIVEN
from site_builder.checking.personal_data.kinds import PersonalData, mask_number, remove_separators
from site_builder.checking.personal_data.numbers.surroundings import COUNTED, PHONE_WORDS, Surroundings
from site_builder.late_patterns import compile_late

# Prefixes of mobile numbers that have been allotted (Ministry of Industry and Information Technology).
MOBILE = r"1(?:3[0-9]|4[014-9]|5[0-35-9]|6[2567]|7[0-8]|8[0-9]|9[0-35-9])"
# Mobile numbers of the United Kingdom, without the 0 (Ofcom, National Telephone Numbering Plan, part A1).
BRITISH = compile_late(r"0?7(?:[1-57-9][0-9]{2}|624)[0-9]{6}")
HAN = compile_late("[一-龥]")
SEP = r"(?: ?[-/_~] ?|--|[ .])"
# What else people put between digits that they say to be a telephone's.
ODD = r"[ .,，、;；'’+=/\\_~…·•()（）-]"
ODDER = compile_late("[,，、;；'’+=…]")
# Letters that people write onto a number, before it and behind it.
WRITTEN_ON = compile_late(
    r"(?<![A-Za-z])(?:tel|telephone|mob|mobile|phone|ph|cell|cellphone|wx|vx|wechat|weixin|qq|call|sms|text|whatsapp|wa|contact"
    r"|dianhua|shouji|lianxi|sj|dh|lxdh|hp)\Z",
    re.IGNORECASE,
)
BEHIND = (
    "(?![0-9]|(?!(?:wx|vx|qq|tel|mob|ext|or|and|wechat|for|to|if|ask|please|pls|after|before|any|thanks|ta)(?![a-z])|[A-Z][a-z]{2,}(?![A-Za-z0-9]))[A-Za-z]|_[0-9A-Za-z]"
    "|[.-](?!1[3-9][0-9]{9}(?![0-9]))[0-9])"
)
# A hyphen or a dot joins a number to another telephone's, or to a code that it is part of.
START = r"(?<![0-9])(?<![0-9A-Za-z]_)(?:(?<![0-9][.-])|(?<=[0-9]{7}[-.]))"
# The next group of a number that goes on; an amount or a year is none.
GOES_ON = rf"(?! [0-9]{{4}}(?![0-9年.,]| ?(?:{COUNTED})))"
# Letters before a number, and those of them that are a word or stand for one: mobile, weixin.
LETTERS, WORD = (
    re.compile(r"(?<![A-Za-z0-9._=@/-])(?P<letters>[A-Za-z]+)-?\Z"),
    re.compile("[A-Z]?[a-z]*[aeiou][a-z]+|[MmTtVvPpWw]"),
)
FOREIGN = compile_late(r"(?:\+|\b00)\(?(?!86|44)[1-9][0-9]{0,2}\)?[ ()-]*\Z")
SIZES = compile_late(r"规格|尺寸|型号|\bsizes?\b|dimensions?", re.IGNORECASE)
# 1-800-555-0199, and others of North America.
AMERICAN = compile_late(r"1[ .(-]{1,2}[2-9][0-9]{2}[ .)-]{1,2}[0-9]{3}[ .-][0-9]{4}")
TOLL_FREE = compile_late(r"18(?:00|33|44|55|66|77|88)[0-9]{7}")
TOLL_WORDS = compile_late(r"toll.?free|freephone|\bUSA?\b|\+1\b|美国", re.IGNORECASE)
# How people group British mobiles; 0716-8211234 is a landline of 荆州.
GROUPS = frozenset([(5, 6), (5, 3, 3), (4, 3, 4), (3, 4, 4), (3, 3, 5), (5, 2, 2, 2), (5, 2, 4), (5, 4, 2), (4, 4, 3)])
LANDLINE, SHORTEST_AREA = (4, 7), 3
LANDLINE_GROUPS = frozenset([LANDLINE, (4, 3, 4), (4, 4, 3)])
ABROAD = compile_late(r"\(?(?:\+|00|(?<=wa\.me/)|(?<=phone=))44\)?")

# "about 15812345678 flights a year"
HOW_MANY = compile_late(
    r"\b(?:about|some|over|nearly|almost|roughly|around|approximately|(?:more|fewer|less) than|up to"
    r"|sold|counted|handled|recorded|ground) \Z"
)
THINGS = compile_late(r" (?:[a-z]+ )?[a-z]+s\b")
# What is no thing of which so many are, behind a number that is called; and what says that it is one.
NO_THINGS = compile_late(
    r" (?:(?:[a-z]+ )?(?:mornings|evenings|afternoons|nights|days|weekdays|weekends|mondays|tuesdays"
    r"|wednesdays|thursdays|fridays|saturdays|sundays|always|calls|texts|messages|hours|details|bookings|enquiries|thanks|anytimes|yours)"
    r"|(?:or|and|to|for|if|who|with|he|she|it|via|from|at|in|on|no|any|as|but|until|between|after|before|please|ask)"
    r" [a-z]+|[a-z]+ (?:is|was|has|as|us|this)|is|was|has|this|as|us|its|his|yes|belongs|rings|works|answers|plus|says)"
)
REACHED = compile_late(
    rf"{PHONE_WORDS.pattern}|\b(?:at|on|to|from|by|via|message|dial|reach|number|no\.?|is)[: ]*\Z|[:：@] ?\Z",
    re.IGNORECASE,
)


@cache
def compile_patterns() -> dict[str, re.Pattern[str]]:
    """Compile what most texts do not need."""
    return {
        "usual": re.compile(
            rf"{START}(?<!\+)(?:(?:\+|00)?\(?86\)?[ -]?(?:\(0\) ?)?|0(?=[0-9]{{11}}))?(?P<number>{MOBILE}"
            rf"(?:[0-9]{{8}}|(?P<a>{SEP})[0-9]{{4}}(?P=a)[0-9]{{4}}{GOES_ON}"
            rf"|[0-9](?P<b>{SEP})[0-9]{{3}}(?P=b)[0-9]{{4}})|[(（]{MOBILE}[)）] ?[0-9]{{4}}[ -]?[0-9]{{4}}"
            rf"|{MOBILE} ?\([0-9]{{4}}\) ?[0-9]{{4}}){BEHIND}"
        ),
        # Whom a sum is paid to, and how much: 付给13800138000300元.
        "paid": re.compile(rf"(?P<number>(?<=[付转汇打拨寄][给到]){MOBILE}[0-9]{{8}})(?=[1-9][0-9]{{1,5}}元)"),
        "loose": re.compile(
            rf"{START}(?<!\+)(?<![0-9] )(?P<number>1(?:{ODD}{{0,3}}[0-9]){{10}})"
            rf"{BEHIND}(?! [0-9]{{1,4}}(?![0-9年]))"
        ),
        "british": re.compile(
            rf"{START}(?<!\+)(?P<abroad>\(?(?:\+|00|(?<=wa\.me/)|(?<=phone=))44\)?[ .-]?(?:\(0\)[ .-]?)?)?"
            rf"(?P<number>[(（]?(?:0 ?)?7(?:{ODD}{{0,4}}[0-9]){{9}}){BEHIND}"
        ),
    }


def find_mobile_numbers(text: str, around: Surroundings) -> Iterator[PersonalData]:
    """Find mobile numbers of mainland China; what stands before them stays when they are masked.

    One that is grouped in an unusual way counts where it is said to be a telephone's: columns of figures look like it.
    """
    usual, loose = compile_patterns()["usual"], compile_patterns()["loose"]
    found = {each.end(): each for each in around.find_numbers(usual, text)}
    if "给1" in text or "到1" in text:
        found |= {each.end(): each for each in around.find_all(compile_patterns()["paid"], text)}
    for each in around.find_numbers(loose, text):
        number = remove_separators(each[0])
        said = around.has_word(each.start(), PHONE_WORDS) or is_beside_person(each, around)
        if usual.fullmatch(number) and not usual.search(each[0]) and said:
            found.setdefault(each.end(), each)
    for each in sorted(found.values(), key=re.Match.start):
        if not is_no_mobile(each, around):
            yield mask_number(each, "mobile", (3, 4), "number")


def is_beside_person(number: re.Match[str], around: Surroundings) -> bool:
    """Tell whether a name stands before a number in two groups."""
    return number["number"].count(" ") == 1 and number["number"].isascii() and around.is_beside_person(number.start())


def is_no_mobile(number: re.Match[str], around: Surroundings) -> bool:
    """Tell whether what stands around a number says that it is no mobile of mainland China."""
    at = number.start()
    before = around.text[max(0, at - 12) : at]
    digits = number["number"]
    if is_part_of_name(before, digits):
        return True
    if FOREIGN.search(before) or AMERICAN.fullmatch(digits) or around.is_other_number(at):
        return True
    if counts_things(number, around):
        return True
    if TOLL_FREE.fullmatch(digits) and TOLL_WORDS.search(around.find_line(at)):
        return True
    return "/" in digits and bool(SIZES.search(around.find_before(at)))


def counts_things(number: re.Match[str], around: Surroundings) -> bool:
    """Tell whether things in the plural stand behind a number that nobody is called by."""
    before, things = around.find_before(number.start()), THINGS.match(around.text, number.end())
    if things is None or not number["number"].isdigit():
        return False
    if HOW_MANY.search(before):
        return True
    return not (NO_THINGS.fullmatch(things[0]) or REACHED.search(before) or around.is_beside_person(number.start()))


def is_part_of_name(before: str, digits: str) -> bool:
    """Tell whether letters right before a number make it one of a thing: SN13800138000, but not Foreman13800138000."""
    letters = LETTERS.search(before)
    if not letters or WRITTEN_ON.search(letters["letters"]):
        return False
    is_word = WORD.fullmatch(letters["letters"]) is not None or letters["letters"] in GIVEN.split()
    return not (digits.isdigit() and is_word)


def find_british_mobile_numbers(text: str, around: Surroundings) -> Iterator[PersonalData]:
    """Find mobile numbers of the United Kingdom; what stands before them stays when they are masked."""
    for each in around.find_numbers(compile_patterns()["british"], text):
        at = each.start()
        digits = remove_separators(each["number"])
        before = text[max(0, at - 12) : at]
        attached = is_part_of_name(before, digits)
        known = each["abroad"] or (digits[0] == "0" and is_grouped_as_mobile(each, digits, around))
        if BRITISH.fullmatch(digits) and known and not attached and not around.is_other_number(at):
            yield mask_number(each, "mobile", (3 if each["abroad"] else 4, 3), "number")


def is_grouped_as_mobile(number: re.Match[str], digits: str, around: Surroundings) -> bool:
    """Tell whether a number without the country's code is a mobile.

    Written in one, 07168211234 is also a landline of 荆州: it counts in a line of Latin words.
    """
    groups = tuple(map(len, re.findall("[0-9]+", number["number"])))
    line = around.find_line(number.start())
    words = around.has_word(number.start(), PHONE_WORDS)
    like_landline = digits[4] in "2345678" and digits[1:3] != "78"
    if HAN.search(line) or not re.search("[A-Za-z]{3}", line):
        return groups in GROUPS - LANDLINE_GROUPS or (not like_landline and groups in {(11,), *GROUPS})
    if ODDER.search(number["number"]) and not words:
        return False
    return groups in {(11,), *GROUPS} or (
        words and groups != LANDLINE and (groups[0] >= SHORTEST_AREA or set(groups) == {1})
    )
