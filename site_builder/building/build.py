"""The whole build on one screen: every command that judges or makes a site goes through here; it prints nothing."""

import time
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from site_builder.building.commit import Report, commit
from site_builder.building.render import LostBodyError, Rendered, render
from site_builder.building.stale import stale
from site_builder.building.state import Shelf, require_site, shelf, workshop
from site_builder.building.templates import Theme, read_theme
from site_builder.checking.check import check
from site_builder.config import Config, read_config, zone
from site_builder.dates import at_moment, parse_when
from site_builder.ledger import read_ledger
from site_builder.model import When
from site_builder.planning.outputs import Outputs
from site_builder.planning.plan import plan
from site_builder.problem import Checked, Problem, Refused, errors, gather, soften, strict
from site_builder.reading.items import Items, parse_items
from site_builder.reading.sources import read_sources
from site_builder.site.organise import Site, organise

Progress = Callable[[str, int, int], None]


class Options(Struct, frozen=True, kw_only=True):
    """What a build is asked for: the site's folder, the output folder, the clock as written (else `now`), the switches.

    `drafts` shows drafts as if they were public, `scheduled` items whose date is yet to come; `judge_drafts` counts the
    errors of drafts as errors.
    """

    site: Path
    output: Path
    at: str = ""
    now: float
    drafts: bool = False
    scheduled: bool = False
    judge_drafts: bool = False
    clean: bool = False
    strict: bool = False


class Survey(Struct, frozen=True):
    """Everything known of a site before anything is rendered."""

    items: Items
    site: Site
    outputs: Outputs
    theme: Theme


def build(options: Options, executor: Executor | None = None, progress: Progress = lambda *_: None) -> Report:
    """Build a site; if any Problem is an error nothing is written and the last good site stays whole.

    Raises Refused for wrong usage (2) and where the machine fails (3). What the last run kept is thrown away where it
    turns out to be damaged.
    """
    try:
        return build_once(options, executor, progress)
    except LostBodyError:  # the executor's workers may still hold what is damaged
        return build_once(replace(options, clean=True), None, progress)


def build_once(options: Options, executor: Executor | None, progress: Progress) -> Report:
    """Go through the whole pipeline."""
    start = time.perf_counter()
    require_site(options.site)
    with (
        workshop(options.site, options.output, drafts=options.drafts, clean=options.clean) as shop,
        shelf(options.site, clean=options.clean) as shared,
    ):
        surveyed = survey(options, shared, shop.manifest.references, executor, progress)
        found = surveyed.value
        if found is None or errors(surveyed.problems):
            return Report(parsed=found.items.parsed if found else 0, problems=surveyed.problems)
        todo = stale(found.outputs, found.theme, found.site, shop)
        rendered = counted(render(todo.pages, found.theme, shared.fragments, executor), len(todo.pages), progress)
        report = commit(rendered, todo, found.theme, shop, options.site)
        report = report.finished(found.items.parsed, surveyed.problems, time.perf_counter() - start)
        return report if errors(report.problems) else replace(report, site=found.site, planned=found.outputs)


def examine(options: Options, progress: Progress = lambda *_: None) -> tuple[Problem, ...]:
    """Find every Problem of a site without making a page of it."""
    require_site(options.site)
    with shelf(options.site) as shared:
        return survey(options, shared, {}, None, progress).problems


def survey(
    options: Options,
    shared: Shelf,
    references: dict[str, tuple[str | None, ...]],
    executor: Executor | None = None,
    progress: Progress = lambda *_: None,
) -> Checked[Survey | None]:
    """Read, organise, check and plan a site; None where it has no settings that can be read."""
    config = read_config(options.site)
    if config.value is None:
        return Checked(None, config.problems)
    languages = tuple(each.id for each in config.value.languages)
    progress("reading", 0, 0)
    sources = read_sources(options.site, languages)
    items = parse_items(options.site, sources.value, config.value, shared.known, shared.fragments, executor)
    shared.keep(items.value)
    progress("planning", 0, 0)
    ledger = read_ledger(options.site)
    at = clock(options, config.value)
    site = organise(items.value, config.value, at, ledger.value, drafts=options.drafts, scheduled=options.scheduled)
    theme = read_theme(options.site, references)
    checked = check(items.value, site.value, options.site)
    outputs = plan(site.value, theme.value.static)
    steps: tuple[Iterable[Problem], ...] = (
        config.problems,
        sources.problems,
        items.problems,
        ledger.problems,
        site.problems,
        theme.problems,
        checked,
        () if errors(site.problems) else outputs.problems,
    )
    problems = gather(problem for step in steps for problem in step)
    if not options.judge_drafts:
        problems = soften(problems, items.value.drafts)
    found = Survey(items.value, site.value, outputs.value, theme.value)
    return Checked(found, strict(problems) if options.strict else problems)


def clock(options: Options, config: Config) -> When:
    """Give the moment that a build takes for now."""
    place = zone(config.time_zone) or ZoneInfo("UTC")
    if not options.at:
        return at_moment(datetime.fromtimestamp(options.now, UTC), place)
    when = parse_when(options.at, place)
    if when is None:
        raise Refused(2, '"{value}" is not a date; write --at 2024-01-31', value=options.at)
    return when


def counted(rendered: Iterable[Rendered], total: int, progress: Progress) -> Iterable[Rendered]:
    """Pass rendered pages on and tell how many have been."""
    for done, each in enumerate(rendered, 1):
        progress("rendering", done, total)
        yield each
