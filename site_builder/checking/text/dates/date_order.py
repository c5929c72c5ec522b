"""The dates of one item in their order: signed, published, updated, expired; looks at no clock."""

from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from site_builder.checking.readable_text import ReadableText
from site_builder.checking.source_places import locate_block_field
from site_builder.front_matter.read import parse_front_matter
from site_builder.model import Event, When, find_last_day
from site_builder.problem import Problem, make_problem


def check_date_order(readable: ReadableText) -> Iterator[Problem]:
    """Find a publication before the text was signed, and an update or an end before the publication."""
    item = readable.item
    if item.date is None:
        return
    if item.written and item.written.day > item.date.day:
        message = "the text was signed on {other}, after its date {date}"
        yield from make_order_problems(readable, "written", message, item.written, item.date.day)
    if item.updated and (item.updated.day < item.date.day or is_before(item.updated, item.date)):
        message = "it was updated on {other}, before its date {date}"
        yield from make_order_problems(readable, "updated", message, item.updated, item.date.day)
    if item.expires and item.expires.epoch <= item.date.epoch:
        message = "it expires before its date {date}, so that nobody ever sees it"
        for each in make_order_problems(readable, "expires", message, item.expires, item.date.day):
            # Nothing wrong is published.
            yield replace(each, severity="warning")
    else:
        yield from check_expiry(readable)


def check_expiry(readable: ReadableText) -> Iterator[Problem]:
    """Find an item that expires before the last of its events has ended."""
    item = readable.item
    last = max(item.events, key=find_first_expiry, default=None)
    if item.expires and last and item.expires.epoch < find_first_expiry(last):
        message = "it expires before its event on {date} is over"
        for each in make_order_problems(readable, "expires", message, item.expires, find_last_day(last)):
            yield replace(each, severity="warning")


def find_first_expiry(event: Event) -> int:
    """Give from when on an item may expire; one event with a time and no end is over once it began; since 1970."""
    return event.over.epoch if event.end or not event.date.timed else event.date.epoch + 1


def is_before(one: When, other: When) -> bool:
    """Tell whether a moment is before another; of days without a time nothing can be told."""
    return one.timed and other.timed and one.epoch < other.epoch


def make_order_problems(readable: ReadableText, field: str, message: str, other: When, day: date) -> Iterator[Problem]:
    """Say it at the field; a translation that has it from its original says nothing."""
    front_matter = parse_front_matter(readable.text, readable.item_text.path)
    if front_matter.fields.get(field):
        at = locate_block_field(front_matter, readable.item_text.path, field)
        hint = "mend one of the two dates"
        yield make_problem("error", "order", at, message, hint, other=other.day, date=day)
