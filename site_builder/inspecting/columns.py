"""How long ago the home page and the columns were updated, and which columns are empty; judges no text."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from msgspec.structs import replace

from site_builder import urls
from site_builder.config import Indicator
from site_builder.inspecting.date_spans import NEVER, Due, Span, after, newest, turns_red
from site_builder.inspecting.inspected_site import Ground, judged, no_column, unchecked
from site_builder.inspecting.result import Part, Result, said
from site_builder.model import Column


def home_page(indicator: Indicator, ground: Ground) -> Result:
    """Look when the newest of all items was published: the home page shows it whatever its column."""
    everything = [each for spans in ground.spans.values() for each in spans]
    due = partial(after, days=indicator.days, months=indicator.months)
    address = ground.url("/")
    part = updated(address, address, everything, ground.today, due)
    return judged(indicator, [part if part.newest else replace(part, red=True)])


def stale_columns(indicator: Indicator, ground: Ground) -> Result:
    """Look when the columns of some kinds were updated; one that never was is not counted twice, but as empty."""
    columns = ground.of(indicator.kinds)
    if not columns:
        return no_column(indicator, indicator.kinds)
    due = partial(after, days=indicator.days, months=indicator.months)
    return judged(indicator, [column_updated(each, ground, due) for each in columns])


def fresh_columns(indicator: Indicator, ground: Ground) -> Result:
    """Look whether columns are updated as often as their own `freshness` says, in days."""
    columns = [each for each in ground.site.columns if each.freshness]
    if not columns:
        text = "no column says how often it is updated; write freshness = 30 (days) below [[columns]]"
        return unchecked(indicator, text)
    return judged(indicator, [column_updated(each, ground, partial(after, days=each.freshness)) for each in columns])


def empty_columns(indicator: Indicator, ground: Ground) -> Result:
    """Look for columns without an item that readers can see."""
    if not ground.site.columns:
        return unchecked(indicator, "the site has no column yet")
    return judged(indicator, [column_filled(each, ground) for each in ground.site.columns])


def column_filled(column: Column, ground: Ground) -> Part:
    """Tell whether a column has an item, and when its last one goes."""
    spans = ground.spans.get(column.id, [])
    last = newest(spans)
    turn = turns_red(spans, ground.today, lambda _: NEVER, red=last is None)
    return Part(
        name=ground.name(column),
        address=ground.url(urls.address(column.slug)),
        red=last is None,
        newest=last.isoformat() if last else "",
        turns_red=turn.isoformat() if turn else "",
    )


def column_updated(column: Column, ground: Ground, due: Due) -> Part:
    """Tell whether a column is up to date."""
    spans = ground.spans.get(column.id, [])
    return updated(ground.name(column), ground.url(urls.address(column.slug)), spans, ground.today, due)


def updated(name: str, address: str, spans: Sequence[Span], today: date, due: Due) -> Part:
    """Tell whether the newest item of a place is new enough, and when the place turns red if nothing else comes."""
    last = newest(spans)
    red = last is not None and today >= due(last)
    turn = turns_red(spans, today, due, red=red or last is None)
    note = said("nothing has been published here yet") if last is None else said("red since {day}", day=due(last))
    return Part(
        name=name,
        address=address,
        red=red,
        newest=last.isoformat() if last else "",
        turns_red=turn.isoformat() if turn else "",
        note=note if red or last is None else said(""),
    )
