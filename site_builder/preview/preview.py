"""Ties the preview together: builds, shows and waits for the next change; never ends by itself and prints nothing."""

import gc
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from functools import partial
from itertools import count
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from site_builder import urls
from site_builder.building.build import build
from site_builder.building.cache_dirs import require_site
from site_builder.building.commit import Report
from site_builder.building.session import BuildSession, Options
from site_builder.building.theme import find_default_theme
from site_builder.language import Translator, choose_language
from site_builder.model import choose_text
from site_builder.planning.page_groups import Outputs
from site_builder.preview.desk import make_desk
from site_builder.preview.desk_page import DeskPage
from site_builder.preview.live_reload import PreviewChannel
from site_builder.preview.pages import DESK, PreviewState, format_href, is_page
from site_builder.preview.pending_changes import PendingChanges, compare_targets, make_failed_comparison
from site_builder.preview.server import LOOPBACK, serve
from site_builder.preview.watch import ChangedPaths, SiteWatcher, watch_site
from site_builder.problem import CommandError, Translate, format_message, format_problem
from site_builder.site.organise import Site
from site_builder.state_folder import PREVIEW_OUTPUT, PUBLIC_OUTPUT

# The longest sleep until the clock matters again, in seconds: a clock may be set anew meanwhile.
LONGEST_SLEEP = 3600.0
# Who wakes at the very moment may find that the clock has not come to it yet.
JUST_AFTER = 0.02
# After so many builds what they left in memory is looked for.
COLLECT_EVERY = 20
# What no page shows: other pages are found by their version, feeds and calendars are only linked.
# So many files changed at once, by a checkout perhaps, that it is not certain that all were noticed.
MANY = 50
UNWATCHED_SUFFIXES = (".html", ".xml", ".ics", ".txt")
# Stands among the files that were saved where somebody looks at the desk: no file has this name.
DESK_REQUEST = ""


class PreviewOptions(Struct, frozen=True):
    """What is to be previewed: the site's folder, the clock as written, the first port to try."""

    site: Path
    at: str
    port: int


class PreviewAddress(Struct, frozen=True):
    """The preview can be looked at: where, and at which port; where the editors' desk is."""

    address: str
    port: int
    desk: str


def preview(
    options: PreviewOptions,
    messages: Translator,
    report_event: Callable[[PreviewAddress | Report | str], None],
    interrupt_guard: AbstractContextManager[object],
) -> None:
    """Build, serve and watch a site until it is interrupted; `report_event` is told how it goes, a failure in words.

    An exception that ends it may be raised at any moment within `interrupt_guard`; before and after that threads are
    started and ended, and none may be left.

    Raises CommandError for wrong usage (2) and where the machine fails at the start (3); what fails later is shown in
    the browser, and the next change gives it another try.
    """
    site, at, say = options.site, options.at, messages.say
    require_site(site)
    changes, session, public_build = ChangedPaths(), BuildSession(resident=True), PublicBuild(site, at, say)
    channel, output = PreviewChannel(partial(changes.add, DESK_REQUEST)), site / PREVIEW_OUTPUT
    with (
        watch_site(site, find_default_theme(), changes) as watcher,
        serve(options.port, output, channel, say) as server,
        interrupt_guard,
    ):
        report = build_preview(site, at, session)
        watch_theme(watcher, report)
        channel.update(add_desk(update_state(channel.state, report, {}, say), report, messages))
        here = f"http://{LOOPBACK}:{server.server_port}"
        report_event(PreviewAddress(f"{here}{channel.state.base}", server.server_port, f"{here}{DESK}"))
        report_event(report)
        for number in count(1):
            if number % COLLECT_EVERY == 0:
                gc.collect()
            session.save()
            saved = changes.take(find_wait(report, at))
            if saved == {DESK_REQUEST}:
                if channel.state.pending_changes is not None:
                    continue
                found = public_build.compare(session)
                channel.update(replace(channel.state, number=channel.state.number + 1, pending_changes=found))
                continue
            saved -= {DESK_REQUEST}
            good = read_last_good_pages(output, channel.state, saved)
            try:
                report = build_preview(site, at, session, saved if 0 < len(saved) < MANY else None)
            except CommandError as refused:
                failure = format_message(refused.message, refused.values, say)
            except OSError as error:
                failure = format_os_error(error)
            else:
                watch_theme(watcher, report)
                channel.update(add_desk(update_state(channel.state, report, good, say), report, messages))
                report_event(report)
                continue
            # What was built before says nothing of when to try again.
            report = Report()
            channel.update(replace(channel.state, number=channel.state.number + 1, changed=(), failure=failure))
            report_event(failure)


def watch_theme(watcher: SiteWatcher, report: Report) -> None:
    """Watch the theme that a build took from an installed package too; one that failed tells of none."""
    if report.survey:
        package = report.survey.theme.package
        watcher.watch_package(package.folder if package else None)


def format_os_error(error: OSError) -> str:
    """Say how the machine failed."""
    return f"{error.filename or ''}: {error.strerror or type(error).__name__}".removeprefix(": ")


class PublicBuild:
    """The site as readers would see it now, built beside the preview while somebody looks at the desk."""

    def __init__(self, site: Path, at: str, say: Translate) -> None:
        """Begin with nothing built."""
        self.site = site
        self.at = at
        self.say = say

    def compare(self, session: BuildSession) -> tuple[PendingChanges, ...]:
        """Build it and compare it with what is published, or say why it cannot be built where the preview can."""
        output = self.site / PUBLIC_OUTPUT
        try:
            options = Options(site=self.site, output=output, at=self.at, now=time.time(), touched=frozenset())
            report = build(options, session=session)
        except CommandError as refused:
            return (make_failed_comparison(format_message(refused.message, refused.values, self.say)),)
        except OSError as error:
            return (make_failed_comparison(format_os_error(error)),)
        if report.site:
            return compare_targets(self.site, output, report.site, self.say)
        wrong = [each for each in report.problems if each.severity == "error"]
        return tuple(make_failed_comparison(format_problem(each, self.say).partition("\n")[0]) for each in wrong)


def add_desk(state: PreviewState, report: Report, messages: Translator) -> PreviewState:
    """Lay the desk for what is shown; where a build came to nothing, what lay on it stays."""
    state = replace(state, render_desk=DeskPage(messages).render)
    if report.site is None:
        return state
    title = choose_text(report.site.config.title, choose_language(messages))
    return replace(state, desk_content=make_desk(report.site, title, report.faulty_drafts))


def build_preview(
    site: Path, at: str, session: BuildSession | None = None, touched: frozenset[str] | None = None
) -> Report:
    """Build the site as readers will see it, and with what they will not see yet."""
    output, now = site / PREVIEW_OUTPUT, time.time()
    return build(
        Options(site=site, output=output, at=at, now=now, drafts=True, scheduled=True, touched=touched), session=session
    )


def find_wait(report: Report, at: str) -> float | None:
    """Give the seconds until time alone changes the site; None where it does not."""
    moment = report.site.next_change if report.site and not at else None
    return None if moment is None else min(max(0.0, moment - time.time()) + JUST_AFTER, LONGEST_SLEEP)


def read_last_good_pages(output: Path, state: PreviewState, saved: frozenset[str]) -> dict[str, bytes]:
    """Read the pages of the sources that were saved, before a build may remove them."""
    paths = [path for path, origin in state.origins.items() if origin in saved and path not in state.last_good_pages]
    return {path: (output / path).read_bytes() for path in paths if (output / path).is_file()}


def update_state(old: PreviewState, report: Report, good: dict[str, bytes], say: Translate) -> PreviewState:
    """Give what is shown after a build; where it came to nothing, what was shown, with the Problems on top.

    The page of a draft that is broken now stays as it was: a draft's errors hold no build up, but it has no page then.
    """
    site, planned, number = report.site, report.plan, old.number + 1
    if site is None or planned is None:
        return replace(old, number=number, changed=(), problems=report.problems, failure="")
    origins = {page.path: page.origin for page in planned.list_planned_pages() if page.origin and is_page(page.path)}
    broken = {each.path for each in report.problems} - set(origins.values())
    kept = {path: data for path, data in (old.last_good_pages | good).items() if old.origins.get(path) in broken}
    kept = {path: data for path, data in kept.items() if path not in origins}
    origins |= {path: old.origins[path] for path in kept}
    base, touched = site.config.base_path, (*report.written_paths, *report.removed_paths)
    hidden = list(list_unpublished(site, say))
    return PreviewState(
        number=number,
        base=base,
        origins=origins,
        page_hrefs=old.page_hrefs if (old.base, old.origins) == (base, origins) else list_page_hrefs(base, origins),
        link_badges={href: mark for href, mark, _ in hidden},
        banners={href: banner for href, _, banner in hidden},
        styles=tuple(list_stylesheets(planned, base)),
        changed=tuple(
            format_href(base, path) for path in touched if old.number and not path.endswith(UNWATCHED_SUFFIXES)
        ),
        problems=report.problems,
        last_good_pages=kept,
    )


def list_page_hrefs(base: str, origins: Mapping[str, str]) -> dict[str, str]:
    """Give the page of each source file."""
    return {origin: format_href(base, path) for path, origin in sorted(origins.items(), reverse=True)}


def list_unpublished(site: Site, say: Translate) -> Iterator[tuple[str, str, str]]:
    """Give the href of each item that readers do not see yet, what links to it say, and what its own page says."""
    for item in site.items:
        ahead = item.date if item.date and item.date.epoch > site.at.epoch else None
        if not item.draft and ahead is None:
            continue
        href = urls.make_href(site.config.base_path, site.find_item_address(item))
        if item.draft:
            yield href, say("Draft"), say("This is a draft: readers do not see it.")
        elif ahead:
            moment = ahead.local[:16].replace("T", " ") if ahead.timed else ahead.local[:10]
            mark = say("Scheduled for {day}").format(day=ahead.local[:10])
            yield href, mark, say("Readers will see this page from {moment} on.").format(moment=moment)


def list_stylesheets(planned: Outputs, base: str) -> Iterable[str]:
    """Give the hrefs of the theme's stylesheets."""
    return (format_href(base, each.path) for each in planned.assets if each.theme and each.path.endswith(".css"))
