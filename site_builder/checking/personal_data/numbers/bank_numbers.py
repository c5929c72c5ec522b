"""A text -> the numbers of bank cards in it, and of British accounts with their sort code."""

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from site_builder.checking.personal_data.kinds import PersonalData, mask_digits, remove_separators
from site_builder.checking.personal_data.numbers.resident_ids import END, START
from site_builder.checking.personal_data.numbers.surroundings import Surroundings
from site_builder.late_patterns import compile_late

if TYPE_CHECKING:
    from site_builder.problem import Severity

CARD_WORDS = compile_late(
    r"(?:卡号|账号|帐号|账户|帐户|银行卡|储蓄卡|信用卡|借记卡|工资卡|社保卡|一卡通|存折|\bcards?\b|\baccount\b)",
    re.IGNORECASE,
)
# ISO/IEC 7812-1: issuers of cards used in mainland China. Some begin like other numbers do: those have to be told.
CARDS = compile_late(r"62[0-9]{14,17}|955[89][0-9]{12,15}|4[0-9]{15}|5[1-5][0-9]{14}")
OTHER_CARDS = compile_late(
    r"4[0-9]{18}|2[2-7][0-9]{14}|3[47][0-9]{13}|35[0-9]{14}|6[05][0-9]{14}|9[0-9]{15,18}|6[0-9]{15,18}"
)
SORT_CODE = compile_late(
    r"(?<![0-9A-Za-z-])[0-9]{2}(?P<sep>[ /-])[0-9]{2}(?P=sep)[0-9]{2}(?![0-9/-])|(?<![0-9A-Za-z])[0-9]{6}(?![0-9])"
)
ACCOUNT = compile_late(r"(?<![0-9A-Za-z-])(?:[0-9]{8}|[0-9]{4}[ -][0-9]{4})(?![0-9A-Za-z]|-[0-9])")
SORT_WORDS = compile_late(r"\bsort[ -]?code|\bS/?C\b", re.IGNORECASE)
ACCOUNT_WORDS = compile_late(r"\baccount|\ba/c\b|\bacc(?:t|ount)?\b", re.IGNORECASE)
# A line about paying, in which an account stands right behind its sort code; a day with a number has to be told.
PAY_WORDS = compile_late(
    r"\b(?:pay(?:ment|ments|able|ee|ing)?|paid|bank(?:ing)?|transfer(?:red|s)?|BACS|remit\w*|refund\w*|deposit\w*|donat\w*"
    r"|standing order|direct debit)\b|银行|汇款|转账|打款|收款|付款",
    re.IGNORECASE,
)
BANK_WORDS = compile_late(
    r"\b(?:bank(?:ing)?|transfer(?:red|s)?|BACS|payee|standing order|direct debit)\b|银行|汇款|转账|收款", re.IGNORECASE
)
DAY = compile_late(r"(?:0[1-9]|[12][0-9]|3[01])-(?:0[1-9]|1[0-2])-[0-3][0-9]")
RIGHT_BEHIND = compile_late(r"[ ,，/|:：]{1,3}")
# Somebody's, or to be paid to; what no day looks like needs no other word.
PAID_TO = compile_late(
    r"\b(?:to|into|via|money|cash|expenses)\b[^.\n]{0,24}\Z|[£€$] ?[0-9.,]+[^.\n]{0,24}\Z", re.IGNORECASE
)
MONTH_LIKE = compile_late(r"[0-9]{2}-(?:0[1-9]|1[0-2])-[0-9]{2}")
# The line below that of a sort code, which says that an account's number stands in it; that above says whose it is.
ACCOUNT_LINE = compile_late(r"[ \t>*-]*\**(?:account|acc(?:t|ount)?\.?|a/c)\b[^0-9\n]{0,24}(?=[0-9])", re.IGNORECASE)
# What ends the name of a file; a receipt is mostly named after what it is of.
RECEIPT = compile_late(r"\breceipt[ _-]\Z", re.IGNORECASE)
FILE_ENDS = (".pdf", ".jpg", ".jpeg", ".png", ".docx")
# Who has an account that everybody may know.
PUBLIC = compile_late(
    r"\b(?:council(?! tax)|charity|committee|association|trust|Ltd|Limited|PLC|society|HMRC|church|club)\b",
    re.IGNORECASE,
)


# A card's number and the sum that goes there: 卡号62…1500元.
GLUED = compile_late(r"62(?<=[卡账帐]号..)[0-9]{17}(?=[1-9][0-9]{1,6}元)")
SEP = r"(?: ?[-/_~.] ?|--| {1,2})"


@cache
def compile_patterns() -> tuple[re.Pattern[str], ...]:
    """Compile what most texts do not need."""
    return (
        re.compile(rf"{START}[0-9]{{15,19}}{END}"),
        re.compile(
            rf"{START}(?<![0-9] )(?:[0-9]{{4}}(?P<sep>{SEP})[0-9]{{4}}(?:(?P=sep)[0-9]{{1,4}}){{2,4}}"
            rf"|3[47][0-9]{{2}}(?P<amex>{SEP})[0-9]{{6}}(?P=amex)[0-9]{{5}}"
            rf"|[0-9]{{6}}(?P<six>{SEP})[0-9]{{4,13}}(?:(?P=six)[0-9]{{1,6}}){{0,3}})(?![0-9A-Za-z])"
        ),
    )


def find_bank_cards(text: str, around: Surroundings) -> Iterator[PersonalData]:
    """Find the numbers of bank cards by issuer, length and check digit (ISO/IEC 7812-1, annex B)."""
    whole, grouped = compile_patterns()
    found = [*around.find_numbers(whole, text), *around.find_all(grouped, text)]
    if GLUED.search(text):
        found += around.find_all(GLUED, text)
    for each in sorted(found, key=re.Match.start):
        number = cut_card(each[0])
        if number and not is_no_card(each, around):
            has_context = number != remove_separators(number) or around.has_word(each.start(), CARD_WORDS)
            digits = remove_separators(number)
            if CARDS.fullmatch(digits) or (has_context and OTHER_CARDS.fullmatch(digits)):
                masked = mask_digits(number, 4, 4)
                yield PersonalData(each.start(), each.start() + len(number), "bank-card", masked)


def is_no_card(number: re.Match[str], around: Surroundings) -> bool:
    """Tell whether words say that a number is another's than a card's; not the name of the file of a receipt."""
    if not around.is_other_number(number.start(), CARD_WORDS):
        return False
    is_file = around.text.startswith(FILE_ENDS, number.end())
    return not (is_file and RECEIPT.search(around.find_before(number.start())))


def cut_card(number: str) -> str:
    """Give so many groups of a number as are a card's; an amount may stand behind."""
    from stdnum import luhn

    ends = [each.end() for each in re.finditer("[0-9]+", number)]
    for end in reversed(ends):
        digits = remove_separators(number[:end])
        known = CARDS.fullmatch(digits) or OTHER_CARDS.fullmatch(digits)
        if known and luhn.is_valid(digits):
            return number[:end]
    return ""


def find_sort_codes(text: str, around: Surroundings) -> Iterator[PersonalData]:
    """Find a British sort code with an account's number on its line, either one first."""
    done = 0
    for code in around.find_all(SORT_CODE, text):
        start = text.rfind("\n", 0, code.start()) + 1
        end = find_end_of_account(text, start + len(around.find_line(code.start())))
        words = f"{around.find_heading(code.start())} {text[start:end]}"
        accounts = ACCOUNT.finditer(text, max(start, done), end)
        near = [each for each in accounts if not code.start() <= each.start() < code.end()]
        if code.start() < done or not near:
            continue
        account = min(near, key=lambda each: abs(each.start() - code.start()))
        if not (
            SORT_WORDS.search(words) or (code["sep"] == "-" and is_said_to_be_account(code, account, words, around))
        ):
            continue
        first, last = min(code.start(), account.start()), max(code.end(), account.end())
        done = last
        masked = text[first : account.start()] + mask_digits(account[0], 1, 3) + text[account.end() : last]
        above = text.rfind("\n", 0, max(0, start - 1)) + 1
        severity: Severity = "warning" if PUBLIC.search(text[above:end]) else "error"
        yield PersonalData(first, last, "bank-account", masked, severity)


def find_end_of_account(text: str, end: int) -> int:
    """Give where the line of a sort code ends, or the line below it where that has the number of the account."""
    below = ACCOUNT_LINE.match(text, end + 1)
    if not below:
        return end
    last = text.find("\n", below.end())
    return last if last >= 0 else len(text)


def is_said_to_be_account(code: re.Match[str], account: re.Match[str], words: str, around: Surroundings) -> bool:
    """Tell whether a line is about an account, or about paying to what stands right behind a sort code."""
    if ACCOUNT_WORDS.search(words):
        return True
    paying = BANK_WORDS if DAY.fullmatch(code[0]) else PAY_WORDS
    beside = RIGHT_BEHIND.fullmatch(code.string, code.end(), account.start()) if code.end() < account.start() else None
    if beside and paying.search(words):
        return True
    if not beside or MONTH_LIKE.fullmatch(code[0]):
        return False
    return around.is_beside_person(code.start()) or PAID_TO.search(around.find_before(code.start())) is not None
