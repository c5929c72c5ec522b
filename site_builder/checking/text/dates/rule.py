"""Dates within texts that cannot be: days that do not exist, the wrong day of the week, hours, an end that comes first.

Reads no field; how dates are written is judged in date_forms.
"""

from collections.abc import Iterator
from datetime import date

from site_builder.checking.personal_data.numbers.surroundings import find_digit_spans
from site_builder.checking.readable_text import ReadableText
from site_builder.checking.text.dates.date_forms import MONTH, check_date_forms
from site_builder.checking.text.dates.spans import find_wrong_spans
from site_builder.checking.text.dates.times import find_impossible_times
from site_builder.checking.text.dates.weekdays import LONGEST_BESIDE, find_weekday_dates
from site_builder.checking.text.dates.written_dates import (
    HAN_WEEKDAYS,
    MOST_MONTHS,
    SHORTEST_MONTH,
    WEEKDAYS,
    DateInText,
    compile_date_pattern,
    find_names,
    find_rare_days,
    is_of_another_calendar,
    make_written_date,
)
from site_builder.checking.text.lines import find_line_at, is_rather_han
from site_builder.late_patterns import compile_late
from site_builder.problem import Problem, Severity

LONGEST_YEAR, LONGEST_REST = 9, 8
# A month that is none, of a year.
NO_MONTH = compile_late(r"(?<!\d)\d{4}[ ]?年[ ]?(?:1[3-9]|[2-9]\d|00?)[ ]?月")


def check_dates(readable: ReadableText) -> Iterator[Problem]:
    """Find dates in a wrong form, and dates that cannot be."""
    text = readable.raw_text
    rough = keep_near_digits(text) if text.isascii() else text
    return readable.run_check(lambda text: check_dates_in_text(readable, text), rough)


def keep_near_digits(text: str) -> str:
    """Give of a text in Latin letters the blocks with digits and what is right beside them: elsewhere is no date."""
    kept, end = [], 0
    for start, stop in find_digit_spans(text):
        above, below = text.rfind("\n\n", 0, start), text.find("\n\n", stop)
        first = max(end, above - LONGEST_BESIDE)
        end = max(end, below + LONGEST_BESIDE if below >= 0 else len(text))
        kept.append(text[first:end])
    return "\n\n".join(kept)


def check_dates_in_text(readable: ReadableText, text: str) -> Iterator[Problem]:
    """Find what is wrong with the dates of a text."""
    yield from check_date_forms(readable, text)
    seen, names = set[int](), find_names(text)
    for each in (*(find_han_dates(text) if readable.is_wide else ()), *find_rare_days(text, names)):
        if each.at not in seen and not is_of_another_calendar(text, each.at):
            for problem in check_calendar_date(readable, each):
                seen.add(each.at)
                yield problem
    for each in find_weekday_dates(text, names):
        if each.at not in seen and not is_of_another_calendar(text, each.at):
            seen.add(each.at)
            yield from check_weekday(readable, text, each)
    for at, written in find_impossible_times(text):
        message, hint = 'there is no time "{written}"', "look it up"
        yield readable.make_problem("warning", "day", at, message, hint, written=written)
    for at, written, is_reversed in find_wrong_spans(text):
        message, hint = '"{written}" ends before it begins', "mend one of the two"
        if not is_reversed:
            message, hint = 'there is no day "{written}"', "look it up in the calendar"
        yield readable.make_problem("warning", "day", at, message, hint, written=written)


def find_han_dates(text: str) -> Iterator[DateInText]:
    """Find the dates with 月 that cannot be, or are only in some years."""
    for sign in MONTH.finditer(text):
        at = sign.start()
        first = max(0, at - LONGEST_YEAR)
        for found in compile_date_pattern().finditer(text, first, at + LONGEST_REST):
            if found.start() <= at < found.end():
                written = make_written_date(found, 0)
                if written.day > SHORTEST_MONTH or not 0 < written.month <= MOST_MONTHS:
                    yield written
        wrong = NO_MONTH.search(text, first, at + 1)
        if wrong:
            yield DateInText(wrong.start(), wrong[0], 0, 0, 1)


def check_calendar_date(readable: ReadableText, there: DateInText) -> Iterator[Problem]:
    """Find a day that is none."""
    if resolve_date(readable, there) is not None:
        return
    message, hint = 'there is no day "{written}"', "look it up in the calendar"
    sure = there.year or (there.written[0].isdecimal() and "月" in there.written)
    severity: Severity = "error" if sure else "warning"
    yield readable.make_problem(severity, "day", there.at, message, hint, written=there.written)


def check_weekday(readable: ReadableText, text: str, there: DateInText) -> Iterator[Problem]:
    """Find another day of the week than that of the date."""
    day = resolve_date(readable, there)
    if day is None or day.weekday() == there.weekday or not (there.year or readable.item.date):
        return
    han = is_rather_han(find_line_at(text, there.at))
    right = f"星期{HAN_WEEKDAYS[day.weekday()]}" if han else WEEKDAYS[day.weekday()]
    message, hint = '"{written}": {day} is a {right}', "mend the date or the day of the week"
    severity: Severity = "error" if there.year else "warning"
    yield readable.make_problem(severity, "day", there.at, message, hint, written=there.written, day=day, right=right)


def resolve_date(readable: ReadableText, there: DateInText) -> date | None:
    """Give the day that is meant: without a year the nearest to the item's own date; None where there is none."""
    own = readable.item.date.day if readable.item.date else None
    years = [there.year] if there.year else [own.year - 1, own.year, own.year + 1] if own else [2024]
    found = []
    for each in years:
        try:
            found.append(date(each, there.month, there.day))
        except ValueError:
            if (there.month, there.day) == (2, 29) and not there.year:
                continue
            return None
    return min(found, key=lambda that: abs((that - own).days) if own else 0, default=date(2024, 2, 29))
