"""The steps of a build, each over what the session has kept; in which order they go is said in `build` alone."""

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from site_builder import urls
from site_builder.building.cache_dirs import OutputFolder, SiteCache, require_site
from site_builder.building.commit import Report, commit
from site_builder.building.fingerprints import compute_fingerprints
from site_builder.building.image_cache import ImageCache
from site_builder.building.no_op.record import BuildTrace
from site_builder.building.render import RenderedPage, Renderer, WritePlan, precompile_templates, render
from site_builder.building.session import BuildSession, Options
from site_builder.building.staleness import StaleOutputs, find_stale
from site_builder.building.survey import BuildSettings, SiteInputs, SitePlan, Survey, update_plan
from site_builder.building.theme import Theme, read_theme
from site_builder.building.theming.copies import check_copies
from site_builder.building.theming.packages import find_theme_package
from site_builder.building.theming.page_templates import check_page_templates
from site_builder.checking.files.personal_data import list_draft_files
from site_builder.checking.item_rules import make_recorded_text_checker, make_text_checker
from site_builder.checking.personal_data.rule import mask_problems
from site_builder.checking.site.chinese_field_names import note_written_names
from site_builder.checking.site_rules import check_site
from site_builder.checking.text.attachments_named import drop_answered_mentions
from site_builder.config import Config, find_time_zone, read_config
from site_builder.content.load import Items, parse_items
from site_builder.content.scan import Sources, refresh_sources, scan_content
from site_builder.dates import make_moment, parse_when
from site_builder.ledger import Ledger, parse_ledger, read_ledger
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


def ignore_progress(step: str, done: int, total: int) -> None:
    """Say nothing of how far a build has come."""


class BuildSteps(Struct, frozen=True):
    """One build: what is asked for, what is kept, and who works; without an output folder nothing can be made."""

    options: Options
    session: BuildSession
    site_cache: SiteCache
    output_folder: OutputFolder | None
    executor: "Executor | None"
    progress: Progress

    def read_config(self) -> Checked[Config | None]:
        """Read site.toml and the registries."""
        return read_config(self.options.site, publishing=self.options.publishing)

    def scan(self, config: Config) -> Checked[Sources]:
        """List the sources: all, or only those anew that may have changed."""
        self.progress("reading", 0, 0)
        options, session = self.options, self.session
        if session.sources is not None and options.touched is not None:
            session.sources = refresh_sources(options.site, session.sources, session.touched)
        if session.sources is None or options.touched is None:
            languages = tuple(each.id for each in config.languages)
            session.sources = scan_content(options.site, languages, config.design.list_files())
        return session.sources

    def read_theme(self, config: Config) -> Checked[Theme]:
        """Read the templates and the static files."""
        known = self.output_folder.manifest.references if self.output_folder else {}
        options = self.options
        package = find_theme_package(config.design.package, options.site, recorded=options.recorded)
        theme = read_theme(options.site, known, config.words, package.value)
        copies = () if options.recorded else check_copies(theme.value.layers)
        theme = Checked(theme.value, (*package.problems, *theme.problems, *copies))
        if self.executor and self.output_folder and theme.value.references.keys() - known.keys():
            self.executor.begin()
        return theme

    def parse(self, sources: Sources, config: Config, theme: Theme) -> Checked[Items]:
        """Parse what changed, and keep what was read."""
        cache, executor = self.site_cache, self.executor
        judges = make_recorded_text_checker if self.options.recorded else make_text_checker
        items = parse_items(self.options.site, sources, config, cache.content_cache, cache.body_cache, judges, executor)
        if executor and items.value.parsed > PRECOMPILE_FROM:
            precompile_templates(theme, cache.body_cache, {each.locale for each in config.languages}, executor)
        cache.save_items(items.value)
        return items

    def read_ledger(self) -> Checked[Ledger]:
        """Read the addresses that were published."""
        self.progress("planning", 0, 0)
        given = self.options.ledger
        return read_ledger(self.options.site) if given is None else parse_ledger(given)

    def organise(self, inputs: SiteInputs) -> SitePlan:
        """Make the site and plan its outputs, or exchange in those of the last build the texts that changed."""
        options, items, theme = self.options, inputs.items.value, inputs.theme.value
        drafts, scheduled = options.drafts, options.scheduled
        settings = BuildSettings(
            replace_base_url(inputs.config.value, options), inputs.ledger.value, theme.static, drafts, scheduled
        )
        at = resolve_now(options, inputs.config.value)
        updated = update_plan(self.session.plans.get(options.output), settings, inputs.items, at)
        if updated is not None:
            return updated
        faulty = inputs.find_faulty_files()
        site = organise(items, settings.config, at, settings.ledger, drafts=drafts, scheduled=scheduled, faulty=faulty)
        memo = self.output_folder.memo if self.output_folder else PlanMemo()
        outputs = plan(site.value, items.cache.parsed, theme.static, memo)
        return SitePlan(settings, inputs.items, site, outputs)

    def check(self, inputs: SiteInputs, planned: SitePlan) -> tuple[Problem, ...]:
        """Find all Problems of a site, sorted; of a recorded one only those that keep it from being made."""
        options, items = self.options, inputs.items.value
        if options.recorded:
            return sort_problems((*inputs.items.problems, *inputs.theme.problems))
        scanned = self.site_cache.scanned_files
        site, config, ledger = planned.site, inputs.config.value, inputs.ledger.value
        unread, seen = inputs.sources.problems, scanned.load().seen
        own = tuple(each.folder for each in inputs.theme.value.layers if each.owner != "program")
        checked = check_site(items, site.value, config, ledger, options.site, unread, seen, self.executor, own)
        scanned.save(checked.value)
        templates = tuple(check_page_templates((*items.items, *items.unsound), inputs.theme.value.layers, options.site))
        unplanned = drop_reported(planned.outputs.problems, site.problems)
        told = drop_answered_mentions(inputs.list_problems(), items)
        found = sort_problems((*told, *site.problems, *checked.problems, *templates, *unplanned))
        problems = mask_problems(note_written_names(found, options.site), config.checks.plain_contacts)
        if not options.judge_drafts:
            problems = downgrade_draft_errors(problems, items.drafts | list_draft_files(items))
        self.remember(planned, problems)
        return upgrade_warnings(problems) if options.strict else problems

    def remember(self, planned: SitePlan, problems: tuple[Problem, ...]) -> None:
        """Keep a site and its plan for the next build of the same output, if nothing is wrong with it."""
        self.session.plans.pop(self.options.output, None)
        if not has_errors(problems):
            self.session.plans[self.options.output] = planned
        self.session.touched = frozenset()

    def find_stale(self, found: Survey) -> StaleOutputs:
        """Find the outputs that have to be made."""
        folder = self.require_output()
        folder.memo_file.save(found.outputs.memo)
        return find_stale(found.outputs, compute_fingerprints(found.outputs, found.theme), found.site, folder)

    def render(self, stale: StaleOutputs, theme: Theme) -> Iterator[RenderedPage]:
        """Render stale pages, as they are asked for."""
        session, body_cache, total = self.session, self.site_cache.body_cache, len(stale.pages)
        if session.renderer is None or session.renderer.theme != theme or session.renderer.body_cache is not body_cache:
            session.renderer = Renderer(theme, body_cache)
        write_plan = plan_writes(self.require_output(), stale.pages)
        for done, each in enumerate(render(stale.pages, session.renderer, self.executor, write_plan), 1):
            self.progress("rendering", done, total)
            yield each

    def encode_images(self, stale: StaleOutputs, found: Survey) -> ImageCache:
        """Encode what stale pictures need that is not kept yet."""
        images = ImageCache(self.options.site, self.site_cache.folder, found.theme.folders)
        if images.encode_missing(stale.assets, self.executor, self.progress):
            images.prune(found.outputs.assets)
        return images

    def commit(self, pages: Iterable[RenderedPage], images: ImageCache, stale: StaleOutputs, found: Survey) -> Report:
        """Write what was made, and report it with what is known of the site."""
        report = commit(pages, stale, found.theme, self.require_output(), images)
        self.session.intact.add(self.options.output)
        if report.problems:
            return replace(report, survey=found)
        kept = self.require_output().manifest_file.load()
        options, started = self.options, self.site_cache.started
        trace = BuildTrace(options.site, options.output, started, found.sources, kept, found.theme.package)
        return replace(
            report,
            site=found.site,
            faulty_drafts=tuple(item for item in found.items.unsound if item.draft),
            plan=found.outputs,
            trace=None if report.written or report.removed else trace,
            survey=found,
        )

    def require_output(self) -> OutputFolder:
        """Give the output folder; only steps that make something ask for it."""
        if self.output_folder is None:
            raise ValueError(self.options.output)
        return self.output_folder


@contextmanager
def open_steps(
    options: Options, session: BuildSession | None, executor: "Executor | None", progress: Progress
) -> Iterator[BuildSteps]:
    """Open what a build reads and writes."""
    with keep_session(options, session) as kept, kept.open_output_folder(options) as output_folder:
        if executor:
            output_folder.scan.begin(executor)
        site_cache = kept.open_site_cache(options.site, clean=options.clean)
        yield BuildSteps(options, kept, site_cache, output_folder, executor, progress)


@contextmanager
def open_survey_steps(options: Options, session: BuildSession | None, progress: Progress) -> Iterator[BuildSteps]:
    """Open what is read to know a site; no output folder is touched."""
    with keep_session(options, session) as kept:
        yield BuildSteps(options, kept, kept.open_site_cache(options.site, clean=False), None, None, progress)


@contextmanager
def keep_session(options: Options, session: BuildSession | None) -> Iterator[BuildSession]:
    """Give what the process keeps, or for one build something to keep it in.

    A build makes many records and no cycles: Python looks for none meanwhile.
    """
    require_site(options.site)
    kept = session or BuildSession()
    kept.touched |= options.touched or frozenset()
    collects = gc.isenabled()
    gc.disable()
    try:
        yield kept
    finally:
        if session is None:
            kept.reset()
        if collects:
            gc.enable()


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


def resolve_now(options: Options, config: Config) -> When:
    """Give the moment that a build takes for now."""
    place = find_time_zone(config.time_zone) or ZoneInfo("UTC")
    if not options.at:
        return make_moment(datetime.fromtimestamp(options.now, UTC), place)
    when = parse_when(options.at, place)
    if when is None:
        raise CommandError(2, '"{value}" is not a date; write --at 2024-01-31', value=options.at)
    return when
