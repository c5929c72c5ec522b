"""The whole build on one screen: every command that judges or makes a site goes through here; it prints nothing."""

import gc
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
from site_builder.building.cache_dirs import (
    BuildSession,
    OutputFolder,
    SiteCache,
    open_output_folder,
    open_site_cache,
    require_site,
)
from site_builder.building.commit import Report, commit
from site_builder.building.fingerprints import compute_fingerprints
from site_builder.building.image_cache import ImageCache
from site_builder.building.no_op.record import collect_stamps
from site_builder.building.render import LostBodyError, RenderedPage, Renderer, WritePlan, precompile_templates, render
from site_builder.building.session import BuildSettings, LastBuild, update_last_build
from site_builder.building.staleness import find_stale
from site_builder.building.survey import Survey
from site_builder.building.theme import Theme, read_theme
from site_builder.checking.files.personal_data import list_draft_files
from site_builder.checking.item_rules import make_recorded_text_checker, make_text_checker
from site_builder.checking.personal_data.rule import mask_problems
from site_builder.checking.site.chinese_field_names import note_written_names
from site_builder.checking.site_rules import check_site
from site_builder.config import Config, find_time_zone, read_config
from site_builder.content.body_cache import BodyCache
from site_builder.content.load import Items, parse_items, reparse_items
from site_builder.content.scan import Sources, refresh_sources, scan_content
from site_builder.dates import make_moment, parse_when
from site_builder.ledger import parse_ledger, read_ledger
from site_builder.model import When
from site_builder.planning.outputs import Page
from site_builder.planning.page_groups import PlanMemo
from site_builder.planning.plan import drop_reported, plan
from site_builder.problem import (
    Checked,
    CommandError,
    Problem,
    downgrade_draft_errors,
    has_errors,
    sort_problems,
    upgrade_warnings,
)
from site_builder.site.organise import organise

if TYPE_CHECKING:
    from site_builder.executor import Executor

Progress = Callable[[str, int, int], None]
# Items parsed from which on most templates will surely be needed, and in every worker.
PRECOMPILE_FROM = 64


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
    session: BuildSession | None = None,
) -> Report:
    """Build a site; if any Problem is an error nothing is written and the last good site stays whole.

    Raises CommandError for wrong usage (2) and where the machine fails (3). What the last run kept is thrown away where
    it turns out to be damaged. `session` is what a process keeps between builds of one site.
    """
    current = session or BuildSession()
    try:
        current.touched |= options.touched or frozenset()
        with pause_gc():
            return build_once(options, executor, progress, current)
    except LostBodyError:  # the executor's workers may still hold what is damaged
        current.reset()
        return build_once(replace(options, clean=True), None, progress, current)
    finally:
        if session is None:
            current.reset()


@contextmanager
def pause_gc() -> Iterator[None]:
    """Keep Python from looking for cycles: a build makes none, and many records among which it would look."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def build_once(options: Options, executor: "Executor | None", progress: Progress, session: BuildSession) -> Report:
    """Go through the whole pipeline."""
    start = time.perf_counter()
    require_site(options.site)
    with (
        open_output_folder(
            options.site, options.output, session, drafts=options.drafts, clean=options.clean
        ) as output_folder,
        open_site_cache(options.site, session, clean=options.clean) as site_cache,
    ):
        surveyed = make_survey(options, site_cache, output_folder, session, executor, progress)
        found = surveyed.value
        if found is None or has_errors(surveyed.problems):
            return Report(parsed=found.items.parsed if found else 0, problems=surveyed.problems, survey=found)
        output_folder.memo_file.save(found.outputs.memo)
        session.fingerprints = compute_fingerprints(found.outputs, found.theme, session.fingerprints)
        stale_outputs = find_stale(found.outputs, session.fingerprints, found.site, output_folder)
        renderer = get_renderer(session, found.theme, site_cache.body_cache)
        rendered = report_progress(
            render(stale_outputs.pages, renderer, executor, plan_writes(output_folder, stale_outputs.pages)),
            len(stale_outputs.pages),
            progress,
        )
        image_cache = ImageCache(options.site, site_cache.folder)
        if image_cache.encode_missing(stale_outputs.assets, executor, progress):
            image_cache.prune(found.outputs.assets)
        report = commit(rendered, stale_outputs, found.theme, output_folder, image_cache)
        session.intact.add(options.output)
        report = report.complete(found.items.parsed, surveyed.problems, time.perf_counter() - start)
        if has_errors(report.problems):
            return replace(report, survey=found)
        looked = not report.written and not report.removed
        collect = (
            partial(collect_stamps, options.site, options.output, site_cache.started, found.sources) if looked else None
        )
        faulty_drafts = tuple(item for item in found.items.unsound if item.draft)
        return replace(
            report,
            site=found.site,
            faulty_drafts=faulty_drafts,
            plan=found.outputs,
            collect_stamps=collect,
            survey=found,
        )


def find_problems(options: Options, progress: Progress = lambda *_: None) -> tuple[Problem, ...]:
    """Find every Problem of a site without making a page of it."""
    return survey_site(options, progress).problems


def survey_site(options: Options, progress: Progress = lambda *_: None) -> Checked[Survey | None]:
    """Know everything of a site without making a page of it; None where its settings cannot be read."""
    require_site(options.site)
    with open_site_cache(options.site) as site_cache:
        return make_survey(options, site_cache, progress=progress)


def make_survey(  # noqa: PLR0913, PLR0917 - what the last run left, and how to work
    options: Options,
    site_cache: SiteCache,
    output_folder: OutputFolder | None = None,
    session: BuildSession | None = None,
    executor: "Executor | None" = None,
    progress: Progress = lambda *_: None,
) -> Checked[Survey | None]:
    """Read, organise, check and plan a site; None where it has no settings that can be read."""
    config = read_config(options.site, publishing=options.publishing)
    if config.value is None:
        return Checked(None, config.problems)
    languages = tuple(each.id for each in config.value.languages)
    progress("reading", 0, 0)
    sources = load_sources(options, languages, session or BuildSession())
    theme = read_theme(options.site, output_folder.manifest.references if output_folder else {})
    judges = make_recorded_text_checker if options.recorded else make_text_checker
    if executor and output_folder and theme.value.references.keys() - output_folder.manifest.references.keys():
        executor.begin()
    items = parse_touched(options, sources.value, config.value, site_cache, session) or parse_items(
        options.site, sources.value, config.value, site_cache.content_cache, site_cache.body_cache, judges, executor
    )
    if executor and items.value.parsed > PRECOMPILE_FROM:
        precompile_templates(
            theme.value, site_cache.body_cache, {each.locale for each in config.value.languages}, executor
        )
    site_cache.save_items(items.value)
    progress("planning", 0, 0)
    ledger = read_ledger(options.site) if options.ledger is None else parse_ledger(options.ledger)
    shown = replace_base_url(config.value, options)
    at = resolve_now(options, config.value)
    drafts, scheduled = options.drafts, options.scheduled
    settings = BuildSettings(shown, ledger.value, theme.value.static, drafts, scheduled)
    last_build = update_last_build(session.last_build if session else None, settings, items, at)
    if last_build is None:
        faulty = find_faulty_files((*config.problems, *sources.problems, *items.problems), items.value)
        site = organise(items.value, shown, at, ledger.value, drafts=drafts, scheduled=scheduled, faulty=faulty)
        outputs = plan(
            site.value,
            items.value.cache.parsed,
            theme.value.static,
            output_folder.memo if output_folder else PlanMemo(),
        )
    else:
        site, outputs = last_build.site, last_build.outputs
    if options.recorded:
        found = Survey(sources.value, items.value, site.value, outputs.value, theme.value)
        return Checked(found, sort_problems((*items.problems, *theme.problems)))
    seen = site_cache.scanned_files.load().seen
    checked = check_site(items.value, site.value, config.value, ledger.value, options.site, seen, executor)
    site_cache.scanned_files.save(checked.value)
    steps: tuple[Iterable[Problem], ...] = (
        config.problems,
        sources.problems,
        items.problems,
        ledger.problems,
        site.problems,
        theme.problems,
        checked.problems,
        drop_reported(outputs.problems, site.problems),
    )
    problems = mask_problems(
        note_written_names(sort_problems(problem for step in steps for problem in step), options.site)
    )
    if not options.judge_drafts:
        problems = downgrade_draft_errors(problems, items.value.drafts | list_draft_files(items.value))
    if session:
        session.last_build = None if has_errors(problems) else LastBuild(settings, items, site, outputs)
        session.touched = frozenset()
    found = Survey(sources.value, items.value, site.value, outputs.value, theme.value)
    return Checked(found, upgrade_warnings(problems) if options.strict else problems)


def find_faulty_files(problems: Iterable[Problem], items: Items) -> frozenset[str]:
    """Give the files below content/ that errors keep out until they are mended; those of drafts hold nothing up."""
    reported = {each.path for each in problems if each.severity == "error"}
    paths = reported.union(f"content/{each}" for each in items.unreadable) - items.drafts
    return frozenset(path.removeprefix("content/") for path in paths)


def replace_base_url(config: Config, options: Options) -> Config:
    """Give the settings that pages are made by; what content says is judged by those of the public site."""
    if not options.staging:
        return config
    base_url = options.base_url or config.base_url
    return replace(config, staging=True, base_url=base_url, base_path=urls.get_base_path(base_url))


def plan_writes(output_folder: OutputFolder, pages: Iterable[Page]) -> WritePlan:
    """Say where pages may be written as they are rendered: beside their files, or in place where there is none."""
    here, last = output_folder.scan.files, output_folder.manifest.outputs
    paths = [page.path for page in pages if page.path in here]
    digests = {path: last[path].digest if path in last and last[path].stamp == here[path] else "" for path in paths}
    return WritePlan(output_folder.output, not here, digests)


def get_renderer(session: BuildSession, theme: Theme, body_cache: BodyCache) -> Renderer:
    """Give the tools for rendering, those of the last build where the theme is the same."""
    if session.renderer is None or session.renderer.theme != theme or session.renderer.body_cache is not body_cache:
        session.renderer = Renderer(theme, body_cache)
    return session.renderer


def load_sources(options: Options, languages: tuple[str, ...], session: BuildSession) -> Checked[Sources]:
    """List the sources: all, or only those anew that may have changed."""
    if session.sources is not None and options.touched is not None:
        session.sources = refresh_sources(options.site, session.sources, session.touched)
    if session.sources is None or options.touched is None:
        session.sources = scan_content(options.site, languages)
    return session.sources


def parse_touched(
    options: Options, sources: Sources, config: Config, site_cache: SiteCache, session: BuildSession | None
) -> Checked[Items] | None:
    """Parse only what was touched since the last build of this process, if that is known and is all there is to do."""
    if session is None or session.last_build is None or options.touched is None:
        return None
    before, body_cache = session.last_build.items, site_cache.body_cache
    return reparse_items(before, session.touched, options.site, sources, config, body_cache, make_text_checker)


def resolve_now(options: Options, config: Config) -> When:
    """Give the moment that a build takes for now."""
    place = find_time_zone(config.time_zone) or ZoneInfo("UTC")
    if not options.at:
        return make_moment(datetime.fromtimestamp(options.now, UTC), place)
    when = parse_when(options.at, place)
    if when is None:
        raise CommandError(2, '"{value}" is not a date; write --at 2024-01-31', value=options.at)
    return when


def report_progress(rendered: Iterable[RenderedPage], total: int, progress: Progress) -> Iterable[RenderedPage]:
    """Pass rendered pages on and tell how many have been."""
    for done, each in enumerate(rendered, 1):
        progress("rendering", done, total)
        yield each
