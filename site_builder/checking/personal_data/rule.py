"""The rule `personal-data` over texts; what personal data is, `personal_data` knows."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec.structs import replace

from site_builder.checking.accepted_findings import parse_acceptances, remove_accepted
from site_builder.checking.personal_data.finder import find_personal_data, mask_keeping_length
from site_builder.checking.readable_text import ItemText
from site_builder.checking.source_places import read_site_file
from site_builder.content.scan import SETTINGS_PATHS
from site_builder.decoding import find_place
from site_builder.problem import Problem, make_problem

RULE = "personal-data"
KIND_MESSAGES = {
    "id-number": "this is a resident ID number",
    "mobile": "this is a mobile number",
    "bank-card": "this is the number of a bank card",
    "e-mail": "this is a private e-mail address",
    "address": "this is the address of a home, down to the door",
}


def check_personal_data(item_text: ItemText) -> Iterator[Problem]:
    """Find personal data in the front matter and the body of an item (Personal Information Protection Law, art. 6)."""
    return check_text(item_text.path, item_text.text, item_text.start)


def check_settings_files(folder: Path) -> Iterator[Problem]:
    """Find personal data in site.toml and the registries, but what a comment there accepts."""
    for path in sorted(SETTINGS_PATHS):
        if path.endswith(".toml") and (folder / path).is_file():
            text = read_site_file(folder, path)
            found = tuple(check_text(path, text, len(text) + 1))
            if found:
                yield from remove_accepted(found, parse_acceptances(path, text, len(text) + 1)[0])


def check_text(path: str, text: str, start: int) -> Iterator[Problem]:
    """Find personal data in a text whose body begins at an offset; before that, `#` begins a comment."""
    for each in find_personal_data(text):
        hint, note = (
            "leave it out or write {masked}; if it has to stand here, add to this line, with the reason: {note}",
            "<!-- accept personal-data: … -->",
        )
        if each.start < start:
            hint, note = (
                "leave it out or write {masked}; if it has to stand here, write above it, with the reason: {note}",
                "# accept personal-data: …",
            )
        at = find_place(path, text, each.start)
        yield make_problem("error", RULE, at, KIND_MESSAGES[each.kind], hint, masked=each.masked, note=note)


def mask_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Hide personal data in what Problems quote, for they are printed, logged and sent on."""
    return tuple(
        replace(
            each,
            source=mask_keeping_length(each.source),
            values=tuple((name, mask_keeping_length(value)) for name, value in each.values),
        )
        if each.source or each.values
        else each
        for each in problems
    )
