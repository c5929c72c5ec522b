"""All that a site accepts, with reasons, and who wrote that when, where a history tells; judges nothing."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from site_builder.building.survey import Survey
from site_builder.checking.accepted_findings import AcceptanceScope, parse_acceptances
from site_builder.checking.personal_data.finder import mask_keeping_length
from site_builder.checking.source_places import read_site_file
from site_builder.config.published_contacts import PublishedContact
from site_builder.content.scan import SETTINGS_PATHS
from site_builder.decoding import find_place
from site_builder.front_matter.read import parse_front_matter
from site_builder.inspecting.version_history import NOBODY, LineAuthor, find_line_authors

CONTACT_RULE = "personal-data"
SETTINGS = "content/site.toml"


class AcceptedFinding(Struct, frozen=True, kw_only=True):
    """One acceptance: its rule and reason, where it is written, what it holds for, who wrote it and when.

    `name` is that of the column, of the file, or the contact itself; `written` are the lines that say it.
    """

    rule: str
    path: str
    line: int
    scope: AcceptanceScope | Literal["contact"]
    name: str
    reason: str
    written: tuple[int, ...]
    author: LineAuthor = NOBODY


def list_accepted(survey: Survey, folder: Path) -> tuple[AcceptedFinding, ...]:
    """Give all acceptances of a site, by place; `folder` is the site's."""
    paths = {f"content/{each.path}" for each in (*survey.items.items, *survey.items.unsound)}
    settings = {path for path in SETTINGS_PATHS if path.endswith(".toml")}
    found: list[AcceptedFinding] = []
    for path in sorted(paths | settings):
        text = read_text(folder, path)
        here = list(list_in_text(path, text)) if "accept" in text else []
        if path == SETTINGS:
            here += list_contacts(text, survey.site.config.checks.contacts)
        found += add_authors(folder / path, here)
    return tuple(found)


def read_text(folder: Path, path: str) -> str:
    """Read a text of the site; "" where that fails, which is told elsewhere."""
    return read_site_file(folder, path) if (folder / path).is_file() else ""


def list_in_text(path: str, text: str) -> Iterator[AcceptedFinding]:
    """Give what a text accepts."""
    start = parse_front_matter(text, path).body if path.endswith(".md") else len(text) + 1
    for each in parse_acceptances(path, text, start)[0]:
        line = find_place(path, text, each.at).line
        name, reason = mask_keeping_length(each.name), mask_keeping_length(each.reason)
        yield AcceptedFinding(
            rule=each.rule, path=path, line=line, scope=each.scope, name=name, reason=reason, written=(line,)
        )


def list_contacts(text: str, contacts: Iterable[PublishedContact]) -> Iterator[AcceptedFinding]:
    """Give the numbers and mailboxes that the office publishes of itself."""
    for each in contacts:
        line = find_place(SETTINGS, text, max(0, text.find(each.written))).line
        yield AcceptedFinding(
            rule=CONTACT_RULE,
            path=SETTINGS,
            line=line,
            scope="contact",
            name=each.written,
            reason=each.reason,
            written=tuple(list_entry_lines(text.split("\n"), line)),
        )


def list_entry_lines(lines: list[str], line: int) -> Iterator[int]:
    """Give the lines, from 1, that say something in the entry of a list of tables that a line stands in."""
    first = last = line - 1
    while first > 0 and not lines[first].startswith("["):
        first -= 1
    while last + 1 < len(lines) and not lines[last + 1].startswith("["):
        last += 1
    for number in range(first, last + 1):
        if lines[number].strip() and not lines[number].lstrip().startswith("#"):
            yield number + 1


def add_authors(file: Path, found: list[AcceptedFinding]) -> Iterator[AcceptedFinding]:
    """Say of each who wrote it, in the order of the lines."""
    authors = find_line_authors(file, frozenset(line for each in found for line in each.written)) if found else {}
    for each in sorted(found, key=lambda one: (one.line, one.rule, one.name)):
        yield replace(each, author=choose_last([authors.get(line, NOBODY) for line in each.written]))


def choose_last(authors: list[LineAuthor]) -> LineAuthor:
    """Give who changed one of several lines last; nobody where that is not known of all."""
    unsure = [each for each in authors if each.state != "known"]
    return min(unsure, key=lambda each: each.state == "unknown") if unsure else max(authors, key=lambda each: each.when)
