"""A text -> the personal data in it, each with the customary mask; knows no file and judges no reason to publish."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from msgspec.structs import replace

from site_builder.checking.personal_data.home_addresses import find_home_addresses
from site_builder.checking.personal_data.kinds import PersonalData
from site_builder.checking.personal_data.mail import find_emails, has_sign_of_mail
from site_builder.checking.personal_data.numbers.bank_numbers import find_bank_cards, find_sort_codes
from site_builder.checking.personal_data.numbers.broken_numbers import SIGN as BROKEN
from site_builder.checking.personal_data.numbers.broken_numbers import find_broken_numbers
from site_builder.checking.personal_data.numbers.file_names import part_file_names
from site_builder.checking.personal_data.numbers.mobile_numbers import find_british_mobile_numbers, find_mobile_numbers
from site_builder.checking.personal_data.numbers.normal_form import write_plainly
from site_builder.checking.personal_data.numbers.paper_kinds import PAPER_SIGNS, PLATE
from site_builder.checking.personal_data.numbers.papers import find_papers
from site_builder.checking.personal_data.numbers.references import may_have_references, read_references
from site_builder.checking.personal_data.numbers.resident_ids import find_id_numbers, find_id_slips, find_old_id_numbers
from site_builder.checking.personal_data.numbers.split_numbers import find_original_span, has_joint, join_numbers
from site_builder.checking.personal_data.numbers.surroundings import Span, Surroundings, find_digit_spans
from site_builder.checking.personal_data.numbers.weak_masks import SIGN as MASKED
from site_builder.checking.personal_data.numbers.weak_masks import find_weak_masks
from site_builder.late_patterns import compile_late

# So many digits, as people group them, are the fewest of a mobile: what stands behind the first.
LONG_NUMBER = r"(?:[ .,，、;；'’+=/\\_~…·•()（）-]{0,4}[0-9]){10}"
# Addresses in the web and targets of links hold numbers of their own; those that call or write to somebody are no such.
ADDRESS = compile_late(
    r"(?:https?://(?!wa\.me/|api\.whatsapp|t\.me/)|www\.)[^\s<>\"'()（），。；、|]+"
    r"|\]\((?!(?!data:)[a-z][a-z0-9+.-]*:(?!//)|https?://(?:wa\.me|api\.whatsapp)/)(?:<[^>\n]*>|[^)\s]*)",
    re.IGNORECASE,
)
# A file that is named after somebody and their number.
NAMED_FILE = compile_late("[一-龥][_ -]?1[3-9][0-9]{9}|1[3-9][0-9]{9}[_ -]?[一-龥]")
# What a line with a number has; few texts have any of it.
SIGNS = (re.compile(f"[0-9](?:{'|'.join((MASKED, *PAPER_SIGNS, LONG_NUMBER))})"),)
FINDERS = (
    *(find_old_id_numbers, find_bank_cards, find_id_slips, find_mobile_numbers, find_british_mobile_numbers),
    *(find_sort_codes, find_papers),
)


def find_personal_data(text: str) -> tuple[PersonalData, ...]:
    """Find personal data in a text, in the order it stands there; no two overlap."""
    read = read_references(text) if may_have_references(text) else None
    if read is None or not read.behind:
        return find_in_signs(text)
    return tuple(
        replace(each, start=read.find_offset(each.start), end=read.find_offset(each.end))
        for each in find_in_signs(read.text)
    )


def find_in_signs(text: str) -> tuple[PersonalData, ...]:
    """Find personal data in a text of which every sign is written as it is seen."""
    plain = write_plainly(text)
    spans = find_digit_spans(plain)
    plain = part_file_names(plain, spans)
    found = find_by_kind(plain, spans)
    if has_joint(plain, spans):
        found = prefer_findings(tuple(find_split_data(plain)), found)
    if any(BROKEN.search(plain, *span) for span in spans):
        found = prefer_findings(tuple(find_broken_numbers(plain, Surroundings(plain))), found)
    return tuple(sorted(found))


def prefer_findings(these: tuple[PersonalData, ...], others: list[PersonalData]) -> list[PersonalData]:
    """Give findings with others that overlap none of them."""
    kept = [each for each in others if all(each.end <= one.start or one.end <= each.start for one in these)]
    return [*these, *kept] if these else others


def find_split_data(text: str) -> Iterator[PersonalData]:
    """Find what markup takes apart."""
    unsplit = join_numbers(text)
    for each in find_by_kind(unsplit.text, find_digit_spans(unsplit.text)):
        place = find_original_span(unsplit, text, each.start, each.end)
        if place:
            yield replace(each, start=place[0], end=place[1])


def find_by_kind(plain: str, spans: tuple[Span, ...]) -> list[PersonalData]:
    """Find personal data in a text whose signs are plain, one kind after another; numbers in lines with digits."""
    found: list[PersonalData] = []
    if has_sign_of_mail(plain):
        plain = collect_and_blank(plain, find_emails(plain), found)
    around = Surroundings(plain, SIGNS if plain.isascii() else (*SIGNS, PLATE), spans)
    if around.lines:
        for find in (find_id_numbers, find_weak_masks):
            plain = collect_and_blank(plain, find(plain, around), found)
        plain = blank_addresses(plain, spans)
        for find in FINDERS:
            plain = collect_and_blank(plain, find(plain, around), found)
    collect_and_blank(plain, find_home_addresses(plain, spans), found)
    return found


def blank_addresses(text: str, spans: Iterable[Span]) -> str:
    """Give a text without the addresses in the web in its lines with digits; every sign stays at its place."""
    parts: list[str] = []
    at = 0
    for start, end in spans:
        piece = text[start:end]
        if "://" in piece or "](" in piece or "www." in piece.lower():
            parts += (text[at:start], ADDRESS.sub(blank_address, piece))
            at = end
    return "".join((*parts, text[at:])) if parts else text


def blank_address(address: re.Match[str]) -> str:
    """Give as many signs that belong to nothing, but for the target of a link that is named after somebody."""
    return address[0] if NAMED_FILE.search(address[0]) else blank_text(address[0])


def mask_personal_data(text: str) -> str:
    """Write the customary masks into a text."""
    return write_masks(text, find_personal_data(text))


def write_masks(text: str, found: Sequence[PersonalData]) -> str:
    """Write the customary masks of what was found in a text into it."""
    for each in reversed(found):
        text = text[: each.start] + each.masked + text[each.end :]
    return text


@lru_cache(maxsize=256)
def mask_keeping_length(text: str) -> str:
    """Hide personal data in a text that is shown, without moving what stands behind it."""
    return write_masks_keeping_length(text, find_personal_data(text))


def write_masks_keeping_length(text: str, found: Sequence[PersonalData]) -> str:
    """Write masks as long as what was found in a text into it: spaces fill up a short one."""
    for each in reversed(found):
        length = each.end - each.start
        text = text[: each.start] + each.masked[:length].ljust(length) + text[each.end :]
    return text


def collect_and_blank(text: str, more: Iterable[PersonalData], found: list[PersonalData]) -> str:
    """Add findings; give the text with blanks in their place, so that nothing is found twice."""
    parts: list[str] = []
    at = 0
    for each in sorted(more):
        if each.start >= at:
            found.append(each)
            parts += (text[at : each.start], blank_text(text[each.start : each.end]))
            at = each.end
    return "".join((*parts, text[at:])) if parts else text


def blank_text(text: str) -> str:
    """Give as many signs that belong to nothing."""
    return len(text) * "\0"
