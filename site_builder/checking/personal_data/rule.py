"""The rule `personal-data` over texts; what personal data is, `personal_data` knows."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from operator import attrgetter
from pathlib import Path

from msgspec.structs import replace

from site_builder.checking.accepted_findings import AcceptedPlaces, parse_acceptances
from site_builder.checking.personal_data.finder import find_personal_data, write_masks, write_masks_keeping_length
from site_builder.checking.personal_data.kinds import PersonalData
from site_builder.checking.personal_data.names import check_item_name
from site_builder.checking.personal_data.private_data import find_private_data
from site_builder.checking.readable_text import ItemText
from site_builder.checking.source_places import read_site_file
from site_builder.checking.tables import find_tables
from site_builder.checking.text_table import TextTable
from site_builder.config.published_contacts import PublishedContact
from site_builder.content.scan import SETTINGS_PATHS
from site_builder.decoding import find_place
from site_builder.late_patterns import compile_late
from site_builder.mends.mend import Edit, Mend, MendableText
from site_builder.problem import LONGEST_KEPT, LONGEST_VALUE, Place, Problem, make_problem

RULE = "personal-data"
SETTINGS = "content/site.toml"
KIND_MESSAGES = {
    "id-number": "this is a resident ID number",
    "mobile": "this is a mobile number",
    "bank-card": "this is the number of a bank card",
    "e-mail": "this is a private e-mail address",
    "address": "this is the address of a home, down to the door",
    "passport": "this is the number of a passport",
    "travel-permit": "this is the number of a permit to travel to or from Hong Kong, Macao or Taiwan",
    "regional-id": "this is the number of an identity card of Hong Kong, Macao or Taiwan",
    "military-id": "this is the number of a soldier's or officer's card",
    "social-security-card": "this is the number of a social security or medical insurance card",
    "bank-book": "this is the number of a bank book",
    "number-plate": "this is the number plate of a vehicle",
    "qq": "this is somebody's QQ number",
    "national-insurance": "this is a National Insurance number",
    "nhs-number": "this is an NHS number",
    "bank-account": "this is the number of a bank account with its sort code",
    "social-security-number": "this is a Social Security number",
    "driving-licence": "this is the number of a driving licence",
}
FLAW_MESSAGES = {
    "slip": "this is said to be a resident ID number; a digit of it is wrong or missing",
    "weak-mask": "so few digits of this number are hidden that everybody can tell them",
}
# A number or an address of mail is not longer, with what stands between its digits.
EDGE = 40
PART_EDGE = compile_late(r"[|\n]|<br|</td>")
CUT_DATA = compile_late(r"[^\s@]*@[^\s@]*|\d")


def make_personal_data_rule(contacts: frozenset[str]) -> Callable[[ItemText], Iterator[Problem]]:
    """Give what finds personal data, but the contacts of the office, in the name, front matter and body of an item.

    Personal Information Protection Law, art. 6.
    """

    def check(item_text: ItemText) -> Iterator[Problem]:
        yield from check_item_name(item_text.path, contacts)
        yield from check_text(item_text.path, item_text.text, item_text.start, contacts)

    return check


def check_settings_files(
    folder: Path, contacts: tuple[PublishedContact, ...], catalogues: tuple[str, ...]
) -> Iterator[Problem]:
    """Find personal data in settings, registries and catalogues, but the office's contacts and what a comment accepts.

    A contact that would not be found anyway is a warning.
    """
    plain = frozenset(each.plain for each in contacts)
    for path in sorted({*SETTINGS_PATHS, *(f"content/{each}" for each in catalogues)}):
        if path.endswith((".toml", ".po")) and (folder / path).is_file():
            text = read_site_file(folder, path)
            found = tuple(check_text(path, text, len(text) + 1, plain))
            if found:
                accepted = parse_acceptances(path, text, len(text) + 1)[0]
                yield from AcceptedPlaces(text, len(text) + 1, accepted).remove_accepted(found)

    for each in contacts:
        if not find_personal_data(each.written):
            text = read_site_file(folder, SETTINGS)
            at = find_place(SETTINGS, text, max(0, text.find(each.written)))
            message, hint = 'nothing about "{value}" has to be accepted', "remove it"
            yield make_problem("warning", "accept", at, message, hint, value=each.written)


def check_text(path: str, text: str, start: int, contacts: frozenset[str]) -> Iterator[Problem]:
    """Find personal data in a text whose body begins at an offset; before that, `#` begins a comment."""
    found = find_private_data(text, contacts)
    tables = find_tables(text, start) if found else []
    shown = hide_parts(text, found)
    for each in found:
        at = find_place(path, shown, each.start)
        hint, note = (
            "leave it out or write {masked}; if it has to stand here, add to this line, with the reason: {note}",
            "<!-- accept personal-data: … -->",
        )
        if each.start < start:
            hint, note = (
                "leave it out or write {masked}; if it has to stand here, write above it, with the reason: {note}",
                "# accept personal-data: …",
            )
        elif heading := find_heading(tables, at):
            hint = (
                "leave it out or write {masked}; if the column has to be public, write above the table, with an empty "
                "line between and the reason: {note}"
            )
            note = f"<!-- accept personal-data column {heading}: … -->"
        yield make_problem(
            each.severity, RULE, at, get_message(each), hint, masked=each.masked.replace("\n", " "), note=note
        )


def hide_parts(text: str, found: Iterable[PersonalData]) -> str:
    """Mask what goes over cells or lines, of which the line that is shown does not tell by itself what it is."""
    parts: list[str] = []
    done = 0
    for each in found:
        if PART_EDGE.search(each.masked) and len(each.masked) == each.end - each.start:
            parts += (text[done : each.start], each.masked)
            done = each.end
    return "".join((*parts, text[done:])) if parts else text


def get_message(found: PersonalData) -> str:
    """Give what is said of a finding."""
    return FLAW_MESSAGES[found.flaw] if found.flaw else KIND_MESSAGES[found.kind]


def find_heading(tables: list[TextTable], place: Place) -> str:
    """Give the heading of the column that a place lies in; "" where it lies in no table."""
    table = bisect_right(tables, place.line, key=attrgetter("line")) - 1
    return tables[table].find_heading(place.line, place.column) if table >= 0 else ""


def mask_problems(problems: Iterable[Problem], contacts: frozenset[str]) -> tuple[Problem, ...]:
    """Hide personal data in what Problems quote, for they are printed, logged and sent on; contacts stay."""
    return tuple(
        replace(
            each,
            source=mask_window(each.source, contacts, left=each.skipped > 0, right=len(each.source) >= LONGEST_KEPT),
            values=tuple((name, mask_value(value, contacts)) for name, value in each.values),
        )
        if each.source or each.values
        else each
        for each in problems
    )


def mask_window(text: str, contacts: frozenset[str], *, left: bool = False, right: bool = False) -> str:
    """Hide personal data in a part of a line, and at an edge where it was cut what may be the rest of some."""
    text = write_masks_keeping_length(text, find_private_data(text, contacts))
    if left:
        text = CUT_DATA.sub(hide_signs, text[:EDGE]) + text[EDGE:]
    return hide_end(text) if right else text


@lru_cache(maxsize=256)
def mask_value(text: str, contacts: frozenset[str]) -> str:
    """Hide personal data in a value of a message, of which nothing has to stay in its column."""
    masked = write_masks(text, find_private_data(text, contacts))
    return hide_end(masked) if len(text) > LONGEST_VALUE else masked


def hide_end(text: str) -> str:
    """Hide at the end of a text that was cut what may be the rest of personal data."""
    return text[:-EDGE] + CUT_DATA.sub(hide_signs, text[-EDGE:])


def hide_signs(found: re.Match[str]) -> str:
    """Give as many stars."""
    return "*" * len(found[0])


def find_mask_mends(source: MendableText) -> Iterator[Mend]:
    """Find the personal data that was found and not accepted."""
    offsets = {source.find_offset(each) for each in source.problems if each.rule == RULE}
    for each in find_personal_data(source.text) if offsets else ():
        if each.start in offsets:
            yield Mend(tuple(split_mask(source.text, each)), get_message(each))


def split_mask(text: str, found: PersonalData) -> Iterator[Edit]:
    """Give what is written in the place of a finding, line by line: its mask has as many."""
    at = found.start
    for line, masked in zip(text[found.start : found.end].split("\n"), found.masked.split("\n"), strict=True):
        yield Edit(at, at + len(line), masked)
        at += len(line) + 1
