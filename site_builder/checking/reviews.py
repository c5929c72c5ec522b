"""What an item's own record has to hold: dates in their order, the reviews that the site asks for; looks at no clock.

Three reviews (三审) are first, second and final review, each by another person: 图书质量保障体系 (1997), article 8,
which offices apply to what they publish themselves.
"""

from collections.abc import Callable, Iterator

from site_builder.checking.fields import field_place
from site_builder.checking.speech import Speech
from site_builder.config.checks import Checks
from site_builder.model import Item
from site_builder.problem import Problem, problem


def check_order(speech: Speech) -> Iterator[Problem]:
    """Find a publication before the text was signed, and an update before the publication."""
    item = speech.item
    if item.date is None:
        return
    if item.written and item.written.day > item.date.day:
        message, hint = "the text was signed on {written}, after its date {date}", "mend one of the two dates"
        at = field_place(speech.text, speech.writing.path, "written", "date")
        yield problem("error", "order", at, message, hint, written=item.written.day, date=item.date.day)
    if item.updated and (
        item.updated.day < item.date.day
        or (item.updated.timed and item.date.timed and item.updated.epoch < item.date.epoch)
    ):
        message, hint = "it was updated on {updated}, before its date {date}", "mend one of the two dates"
        at = field_place(speech.text, speech.writing.path, "updated", "date")
        yield problem("error", "order", at, message, hint, updated=item.updated.day, date=item.date.day)


def review_rule(checks: Checks) -> Callable[[Speech], Iterator[Problem]] | None:
    """Give what finds items with fewer reviews than their column asks for; None where no column asks for any."""
    asked = {each.id: each.reviews for each in checks.columns if each.reviews is not None}
    if not checks.reviews and not any(asked.values()):
        return None

    def check(speech: Speech) -> Iterator[Problem]:
        """Count the reviews by different people that were done by the item's date."""
        item = speech.item
        wanted = asked.get(item.column, checks.reviews)
        if not item.column or not wanted or (item.date and item.date.local[:10] < checks.reviews_since):
            return
        found = len(reviewed_by(item))
        if found < wanted:
            late = len({each.name for each in item.reviewers}) > found
            message = "this needs {wanted} reviews by different people before its date, and has {found}"
            hint = (
                "a review later than the item's date does not count"
                if late
                else "write reviewers: and below it - name: … and date: … for each"
            )
            at = field_place(speech.text, speech.writing.path, "reviewers")
            yield problem("error", "review", at, message, hint, wanted=wanted, found=found)

    return check


def reviewed_by(item: Item) -> frozenset[str]:
    """Give who reviewed an item by its date; a review without a date counts."""
    return frozenset(
        each.name for each in item.reviewers if each.date is None or item.date is None or each.date.day <= item.date.day
    )
