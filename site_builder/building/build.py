"""The whole build on one screen: every command that judges or makes a site goes through here; it prints nothing."""

import gc
import marshal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from site_builder import urls
from site_builder.building.cache_dirs import Memory, Shelf, Workshop, require_site, shelf, workshop
from site_builder.building.commit import Report, commit
from site_builder.building.fingerprints import prints
from site_builder.building.image_cache import Darkroom
from site_builder.building.no_op.record import traces
from site_builder.building.render import LostBodyError, Place, Press, Rendered, compile_ahead, render
from site_builder.building.session import Last, Rest, again
from site_builder.building.staleness import stale
from site_builder.building.survey import Survey
from site_builder.building.theme import Theme, read_theme
from site_builder.checking.files.personal_data import files_of_drafts
from site_builder.checking.item_rules import judge_for, judge_recorded
from site_builder.checking.personal_data.rule import veiled
from site_builder.checking.site.chinese_field_names import note_written_names
from site_builder.checking.site_rules import check
from site_builder.config import Config, read_config, zone
from site_builder.content.body_cache import Fragments
from site_builder.content.load import Items, parse_again, parse_items
from site_builder.content.scan import Sources, read_sources, refreshed
from site_builder.dates import at_moment, parse_when
from site_builder.ledger import parse_ledger, read_ledger
from site_builder.model import When
from site_builder.planning.outputs import Page
from site_builder.planning.page_groups import Memo
from site_builder.planning.plan import plan, untold
from site_builder.problem import Checked, Problem, Refused, errors, gather, soften, strict
from site_builder.site.organise import organise

if TYPE_CHECKING:
    from site_builder.executor import Executor

Progress = Callable[[str, int, int], None]
# Items parsed from which on most templates will surely be needed, and in every worker.
MANY = 64


class Options(Struct, frozen=True, kw_only=True):
    """What a build is asked for: the site's folder, the output folder, the clock as written (else `now`), the switches.

    `drafts` shows drafts as if they were public, `scheduled` items whose date is yet to come; `judge_drafts` counts the
    errors of drafts as errors, `publishing` what may be missing only until the site is published. `touched` are the
    only sources that may have changed since the last build of the same process, as paths below the site. `ledger` is
    taken instead of content/ledger.jsonl. A `staging` copy says on every page that it is one, and has its own
    `base_url`. The sources of a `recorded` site are those of a release: they were judged when it was made, and are not
    judged again.
    """

    site: Path
    output: Path
    at: str = ""
    now: float
    drafts: bool = False
    scheduled: bool = False
    judge_drafts: bool = False
    publishing: bool = False
    clean: bool = False
    strict: bool = False
    touched: frozenset[str] | None = None
    ledger: bytes | None = None
    staging: bool = False
    base_url: str = ""
    recorded: bool = False


def build(
    options: Options,
    executor: "Executor | None" = None,
    progress: Progress = lambda *_: None,
    memory: Memory | None = None,
) -> Report:
    """Build a site; if any Problem is an error nothing is written and the last good site stays whole.

    Raises Refused for wrong usage (2) and where the machine fails (3). What the last run kept is thrown away where it
    turns out to be damaged. `memory` is what a process keeps between builds of one site.
    """
    kept = memory or Memory()
    try:
        kept.touched |= options.touched or frozenset()
        with uncollected():
            return build_once(options, executor, progress, kept)
    except LostBodyError:  # the executor's workers may still hold what is damaged
        kept.forget()
        return build_once(replace(options, clean=True), None, progress, kept)
    finally:
        if memory is None:
            kept.forget()


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep Python from looking for cycles: a build makes none, and many records among which it would look."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def build_once(options: Options, executor: "Executor | None", progress: Progress, memory: Memory) -> Report:
    """Go through the whole pipeline."""
    start = time.perf_counter()
    require_site(options.site)
    with (
        workshop(options.site, options.output, memory, executor, drafts=options.drafts, clean=options.clean) as shop,
        shelf(options.site, memory, clean=options.clean) as shared,
    ):
        surveyed = survey(options, shared, shop, memory, executor, progress)
        found = surveyed.value
        if found is None or errors(surveyed.problems):
            return Report(parsed=found.items.parsed if found else 0, problems=surveyed.problems, survey=found)
        shop.plan.save(found.outputs.memo)
        memory.prints = prints(found.outputs, found.theme, memory.prints)
        todo = stale(found.outputs, memory.prints, found.site, shop)
        press = pressed(memory, found.theme, shared.fragments)
        rendered = counted(render(todo.pages, press, executor, place(shop, todo.pages)), len(todo.pages), progress)
        room = Darkroom(options.site, shared.folder)
        if room.develop(todo.assets, executor, progress):
            room.forget(found.outputs.assets)
        report = commit(rendered, todo, found.theme, shop, room)
        memory.whole.add(options.output)
        report = report.finished(found.items.parsed, surveyed.problems, time.perf_counter() - start)
        if errors(report.problems):
            return replace(report, survey=found)
        looked = not report.written and not report.removed
        seen = partial(traces, options.site, options.output, shared.started, found.sources) if looked else None
        held = tuple(item for item in found.items.unsound if item.draft)
        return replace(report, site=found.site, held=held, planned=found.outputs, traces=seen, survey=found)


def examine(options: Options, progress: Progress = lambda *_: None) -> tuple[Problem, ...]:
    """Find every Problem of a site without making a page of it."""
    return look(options, progress).problems


def look(options: Options, progress: Progress = lambda *_: None) -> Checked[Survey | None]:
    """Know everything of a site without making a page of it; None where its settings cannot be read."""
    require_site(options.site)
    with shelf(options.site) as shared:
        return survey(options, shared, progress=progress)


def survey(  # noqa: PLR0913, PLR0917 - what the last run left, and how to work
    options: Options,
    shared: Shelf,
    shop: Workshop | None = None,
    memory: Memory | None = None,
    executor: "Executor | None" = None,
    progress: Progress = lambda *_: None,
) -> Checked[Survey | None]:
    """Read, organise, check and plan a site; None where it has no settings that can be read."""
    config = read_config(options.site, publishing=options.publishing)
    if config.value is None:
        return Checked(None, config.problems)
    languages = tuple(each.id for each in config.value.languages)
    progress("reading", 0, 0)
    sources = looked_for(options, languages, memory or Memory())
    theme = read_theme(options.site, shop.manifest.references if shop else {})
    judges = judge_recorded if options.recorded else judge_for
    if executor and shop and theme.value.references.keys() - shop.manifest.references.keys():
        executor.begin()
    items = parsed_again(options, sources.value, config.value, shared, memory) or parse_items(
        options.site, sources.value, config.value, shared.known, shared.fragments, judges, executor
    )
    if executor and items.value.parsed > MANY:
        compile_ahead(theme.value, shared.fragments, {each.locale for each in config.value.languages}, executor)
    if shop:
        shop.present.begin()
    shared.keep(items.value)
    progress("planning", 0, 0)
    ledger = read_ledger(options.site) if options.ledger is None else parse_ledger(options.ledger)
    shown = replace_base(config.value, options)
    at = clock(options, config.value)
    drafts, scheduled = options.drafts, options.scheduled
    rest = Rest(shown, ledger.value, theme.value.static, drafts, scheduled)
    last = again(memory.last if memory else None, rest, items, at)
    if last is None:
        faulty = faulty_files((*config.problems, *sources.problems, *items.problems), items.value)
        site = organise(items.value, shown, at, ledger.value, drafts=drafts, scheduled=scheduled, faulty=faulty)
        outputs = plan(site.value, items.value.known.parsed, theme.value.static, shop.memo if shop else Memo())
    else:
        site, outputs = last.site, last.outputs
    if options.recorded:
        found = Survey(sources.value, items.value, site.value, outputs.value, theme.value)
        return Checked(found, gather((*items.problems, *theme.problems)))
    seen = shared.looked.load().seen
    checked = check(items.value, site.value, config.value, ledger.value, options.site, seen, executor)
    shared.looked.save(checked.value)
    steps: tuple[Iterable[Problem], ...] = (
        config.problems,
        sources.problems,
        items.problems,
        ledger.problems,
        site.problems,
        theme.problems,
        checked.problems,
        untold(outputs.problems, site.problems),
    )
    problems = veiled(note_written_names(gather(problem for step in steps for problem in step), options.site))
    if not options.judge_drafts:
        problems = soften(problems, items.value.drafts | files_of_drafts(items.value))
    if memory:
        memory.last = None if errors(problems) else Last(rest, items, site, outputs)
        memory.touched = frozenset()
    found = Survey(sources.value, items.value, site.value, outputs.value, theme.value)
    return Checked(found, strict(problems) if options.strict else problems)


def faulty_files(problems: Iterable[Problem], items: Items) -> frozenset[str]:
    """Give the files below content/ that errors keep out until they are mended; those of drafts hold nothing up."""
    told = {each.path for each in problems if each.severity == "error"}
    paths = told.union(f"content/{each}" for each in items.unreadable) - items.drafts
    return frozenset(path.removeprefix("content/") for path in paths)


def replace_base(config: Config, options: Options) -> Config:
    """Give the settings that pages are made by; what content says is judged by those of the public site."""
    if not options.staging:
        return config
    base_url = options.base_url or config.base_url
    return replace(config, staging=True, base_url=base_url, base_path=urls.base_path(base_url))


def place(shop: Workshop, pages: Iterable[Page]) -> Place:
    """Say where pages may be written as they are rendered: beside their files, or in place where there is none."""
    here, left = shop.present.files, shop.manifest.outputs
    paths = [page.path for page in pages if page.path in here]
    there = {path: left[path].digest if path in left and left[path].stamp == here[path] else "" for path in paths}
    return Place(shop.output, not here, there)


def pressed(memory: Memory, theme: Theme, fragments: Fragments) -> Press:
    """Give the tools for rendering, those of the last build where the theme is the same."""
    if memory.press is None or memory.press.theme != theme or memory.press.fragments is not fragments:
        memory.press = Press(theme, fragments)
    return memory.press


def looked_for(options: Options, languages: tuple[str, ...], memory: Memory) -> Checked[Sources]:
    """List the sources: all, or only those anew that may have changed."""
    if memory.sources is not None and options.touched is not None:
        memory.sources = refreshed(options.site, memory.sources, memory.touched)
    if memory.sources is None or options.touched is None:
        listing, memory.listing = memory.listing, None
        listed = marshal.loads(listing()) if listing else {}  # noqa: S302 - our own process
        memory.sources = read_sources(options.site, languages, listed)
    return memory.sources


def parsed_again(
    options: Options, sources: Sources, config: Config, shared: Shelf, memory: Memory | None
) -> Checked[Items] | None:
    """Parse only what was touched since the last build of this process, if that is known and is all there is to do."""
    if memory is None or memory.last is None or options.touched is None:
        return None
    before, fragments = memory.last.items, shared.fragments
    return parse_again(before, memory.touched, options.site, sources, config, fragments, judge_for)


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
