"""How long ago the home page and the columns were updated, and which columns are empty; judges no text."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from msgspec.structs import replace

from site_builder import urls
from site_builder.config import Indicator
from site_builder.inspecting.date_spans import NEVER, DueDay, Span, add_period, find_newest, find_next_red_day
from site_builder.inspecting.inspected_site import (
    InspectedSite,
    make_no_column_result,
    make_result,
    make_unchecked_result,
)
from site_builder.inspecting.result import PartResult, Result, make_message
from site_builder.model import Column


def inspect_home_page(indicator: Indicator, inspected: InspectedSite) -> Result:
    """Look when the newest of all items was published: the home page shows it whatever its column."""
    everything = [each for spans in inspected.spans.values() for each in spans]
    due = partial(add_period, days=indicator.days, months=indicator.months)
    address = inspected.format_url("/")
    part = inspect_update(address, address, everything, inspected.today, due)
    return make_result(indicator, [part if part.newest else replace(part, red=True)])


def inspect_stale_columns(indicator: Indicator, inspected: InspectedSite) -> Result:
    """Look when the columns of some kinds were updated; one that never was is not counted twice, but as empty."""
    columns = inspected.list_columns(indicator.kinds)
    if not columns:
        return make_no_column_result(indicator, indicator.kinds)
    due = partial(add_period, days=indicator.days, months=indicator.months)
    return make_result(indicator, [inspect_column_update(each, inspected, due) for each in columns])


def inspect_freshness(indicator: Indicator, inspected: InspectedSite) -> Result:
    """Look whether columns are updated as often as their own `freshness` says, in days."""
    columns = [each for each in inspected.site.columns if each.freshness]
    if not columns:
        text = "no column says how often it is updated; write freshness = 30 (days) below [[columns]]"
        return make_unchecked_result(indicator, text)
    return make_result(
        indicator,
        [inspect_column_update(each, inspected, partial(add_period, days=each.freshness)) for each in columns],
    )


def inspect_empty_columns(indicator: Indicator, inspected: InspectedSite) -> Result:
    """Look for columns without an item that readers can see."""
    if not inspected.site.columns:
        return make_unchecked_result(indicator, "the site has no column yet")
    return make_result(indicator, [inspect_column_content(each, inspected) for each in inspected.site.columns])


def inspect_column_content(column: Column, inspected: InspectedSite) -> PartResult:
    """Tell whether a column has an item, and when its last one goes."""
    spans = inspected.spans.get(column.id, [])
    last = find_newest(spans)
    turn = find_next_red_day(spans, inspected.today, lambda _: NEVER, red=last is None)
    return PartResult(
        name=inspected.format_column_name(column),
        address=inspected.format_url(urls.make_address(column.slug)),
        red=last is None,
        newest=last.isoformat() if last else "",
        turns_red=turn.isoformat() if turn else "",
    )


def inspect_column_update(column: Column, inspected: InspectedSite, due: DueDay) -> PartResult:
    """Tell whether a column is up to date."""
    spans = inspected.spans.get(column.id, [])
    return inspect_update(
        inspected.format_column_name(column),
        inspected.format_url(urls.make_address(column.slug)),
        spans,
        inspected.today,
        due,
    )


def inspect_update(name: str, address: str, spans: Sequence[Span], today: date, due: DueDay) -> PartResult:
    """Tell whether the newest item of a place is new enough, and when the place turns red if nothing else comes."""
    last = find_newest(spans)
    red = last is not None and today >= due(last)
    turn = find_next_red_day(spans, today, due, red=red or last is None)
    note = (
        make_message("nothing has been published here yet")
        if last is None
        else make_message("red since {day}", day=due(last))
    )
    return PartResult(
        name=name,
        address=address,
        red=red,
        newest=last.isoformat() if last else "",
        turns_red=turn.isoformat() if turn else "",
        note=note if red or last is None else make_message(""),
    )
