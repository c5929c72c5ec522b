"""The rule `personal-data` over texts; what personal data is, `personal_data` knows."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec.structs import replace

from site_builder.checking.accepted_findings import acceptances, without_accepted
from site_builder.checking.personal_data.finder import find, veil
from site_builder.checking.readable_text import Writing
from site_builder.checking.source_places import opened
from site_builder.content.scan import SETTINGS
from site_builder.decoding import place
from site_builder.problem import Problem, problem

RULE = "personal-data"
WHAT = {
    "id-number": "this is a resident ID number",
    "mobile": "this is a mobile number",
    "bank-card": "this is the number of a bank card",
    "e-mail": "this is a private e-mail address",
    "address": "this is the address of a home, down to the door",
}


def check_personal_data(writing: Writing) -> Iterator[Problem]:
    """Find personal data in the front matter and the body of an item (Personal Information Protection Law, art. 6)."""
    return in_text(writing.path, writing.text, writing.start)


def check_settings(folder: Path) -> Iterator[Problem]:
    """Find personal data in site.toml and the registries, but what a comment there accepts."""
    for path in sorted(SETTINGS):
        if path.endswith(".toml") and (folder / path).is_file():
            text = opened(folder, path)
            found = tuple(in_text(path, text, len(text) + 1))
            if found:
                yield from without_accepted(found, acceptances(path, text, len(text) + 1)[0])


def in_text(path: str, text: str, start: int) -> Iterator[Problem]:
    """Find personal data in a text whose body begins at an offset; before that, `#` begins a comment."""
    for each in find(text):
        hint, note = (
            "leave it out or write {masked}; if it has to stand here, add to this line, with the reason: {note}",
            "<!-- accept personal-data: … -->",
        )
        if each.start < start:
            hint, note = (
                "leave it out or write {masked}; if it has to stand here, write above it, with the reason: {note}",
                "# accept personal-data: …",
            )
        at = place(path, text, each.start)
        yield problem("error", RULE, at, WHAT[each.kind], hint, masked=each.masked, note=note)


def veiled(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Hide personal data in what Problems quote, for they are printed, logged and sent on."""
    return tuple(
        replace(each, source=veil(each.source), values=tuple((name, veil(value)) for name, value in each.values))
        if each.source or each.values
        else each
        for each in problems
    )
