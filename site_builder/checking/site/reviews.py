"""The reviews that a column asks for before anything is published; judges no reviewer.

Three reviews (三审) are first, second and final review, each by another person: 图书质量保障体系 (1997), article 8,
which offices apply to what they publish themselves.
"""

from collections.abc import Iterator
from pathlib import Path

from site_builder.checking.source_places import locate_field, read_site_file
from site_builder.config.checks import Checks
from site_builder.content.load import Items
from site_builder.model import Item
from site_builder.problem import Problem, make_problem


def check_reviews(items: Items, checks: Checks, folder: Path) -> Iterator[Problem]:
    """Find items with fewer reviews, by different people and by their date, than their column asks for."""
    asked = {each.id: each.reviews for each in checks.columns if each.reviews is not None}
    if not checks.reviews and not any(asked.values()):
        return
    seen = set()
    for item in items.items:
        wanted = asked.get(item.column, checks.reviews)
        if not item.column or not wanted or item.date is None or item.date.local[:10] < checks.since:
            continue
        found = len(find_reviewers(item))
        # A translation has the reviews of its original, unless it names its own.
        if found >= wanted or (item.id, item.reviewers) in seen:
            continue
        seen.add((item.id, item.reviewers))
        message = "this needs {wanted} reviews by different people before its date, and has {found}"
        hint = "write {field_reviewers}: and below it - {field_name}: … and {field_date}: … for each"
        if len({each.name for each in item.reviewers}) > found:
            hint = "a review later than the item's date does not count"
        path = f"content/{item.path}"
        at = locate_field(read_site_file(folder, path), path, "reviewers")
        yield make_problem("error", "review", at, message, hint, wanted=wanted, found=found)


def find_reviewers(item: Item) -> frozenset[str]:
    """Give who reviewed an item by its date; a review without a date counts."""
    return frozenset(
        each.name for each in item.reviewers if not each.date or not item.date or each.date.day <= item.date.day
    )
