"""Ties the preview together: builds, shows and waits for the next change; never ends by itself and prints nothing."""

import gc
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from site_builder import urls
from site_builder.building.build import Options, build
from site_builder.building.cache_dirs import Memory, require_site
from site_builder.building.commit import Report
from site_builder.building.output_folder import PREVIEW, PUBLIC
from site_builder.building.theme import default_theme
from site_builder.language import Speaker, tongue
from site_builder.model import text_in
from site_builder.planning.page_groups import Outputs
from site_builder.preview.desk import desk_of
from site_builder.preview.desk_page import DeskPage
from site_builder.preview.live_reload import Board
from site_builder.preview.pages import DESK, Showing, href_of, is_page
from site_builder.preview.pending_changes import Against, against_all, failed
from site_builder.preview.server import LOOPBACK, serving
from site_builder.preview.watch import Changes, watching
from site_builder.problem import Refused, Translate, as_text, in_words
from site_builder.site.organise import Site

if TYPE_CHECKING:
    from site_builder.building.session import Last

# The longest sleep until the clock matters again, in seconds: a clock may be set anew meanwhile.
LONGEST_SLEEP = 3600.0
# Who wakes at the very moment may find that the clock has not come to it yet.
JUST_AFTER = 0.02
# After so many builds what they left in memory is looked for.
SWEEP = 20
# What no page shows: other pages are found by their version, feeds and calendars are only linked.
# So many files changed at once, by a checkout perhaps, that it is not certain that all were noticed.
MANY = 50
UNSEEN = (".html", ".xml", ".ics", ".txt")
# Stands among the files that were saved where somebody looks at the desk: no file has this name.
ASKED = ""


class Wanted(Struct, frozen=True):
    """What is to be previewed: the site's folder, the clock as written, the first port to try."""

    site: Path
    at: str
    port: int


class Ready(Struct, frozen=True):
    """The preview can be looked at: where, and at which port; where the editors' desk is."""

    address: str
    port: int
    desk: str


def preview(
    wanted: Wanted,
    words: Speaker,
    tell: Callable[[Ready | Report | str], None],
    interruptible: AbstractContextManager[object],
) -> None:
    """Build, serve and watch a site until it is interrupted; `tell` is told how it goes, a failure in words.

    An exception that ends it may be raised at any moment within `interruptible`; before and after that threads are
    started and ended, and none may be left.

    Raises Refused for wrong usage (2) and where the machine fails at the start (3); what fails later is shown in the
    browser, and the next change gives it another try.
    """
    site, at, say = wanted.site, wanted.at, words.say
    require_site(site)
    changes, memory, public = Changes(), Memory(), Public(site, at, say)
    board, output = Board(partial(changes.note, ASKED)), site / PREVIEW
    with (
        watching(site, default_theme(), changes),
        serving(wanted.port, output, board, say) as server,
        interruptible,
    ):
        report = attempt(site, at, memory)
        board.put(with_desk(renewed(board.showing, report, {}, say), report, words))
        here = f"http://{LOOPBACK}:{server.server_port}"
        tell(Ready(f"{here}{board.showing.base}", server.server_port, f"{here}{DESK}"))
        tell(report)
        for number in count(1):
            if number % SWEEP == 0:
                gc.collect()
            saved = changes.take(until_change(report, at))
            if saved == {ASKED}:
                if board.showing.against is not None:
                    continue
                found = public.against(memory)
                board.put(replace(board.showing, number=board.showing.number + 1, against=found))
                continue
            saved -= {ASKED}
            good = last_good(output, board.showing, saved)
            try:
                report = attempt(site, at, memory, saved if 0 < len(saved) < MANY else None)
            except Refused as refused:
                failure = in_words(refused.message, refused.values, say)
            except OSError as error:
                failure = reason(error)
            else:
                board.put(with_desk(renewed(board.showing, report, good, say), report, words))
                tell(report)
                continue
            # What was built before says nothing of when to try again.
            report = Report()
            board.put(replace(board.showing, number=board.showing.number + 1, changed=(), failure=failure))
            tell(failure)


def reason(error: OSError) -> str:
    """Say how the machine failed."""
    return f"{error.filename or ''}: {error.strerror or type(error).__name__}".removeprefix(": ")


class Public:
    """The site as readers would see it now, built beside the preview while somebody looks at the desk."""

    def __init__(self, site: Path, at: str, say: Translate) -> None:
        """Begin with nothing built."""
        self.site = site
        self.at = at
        self.say = say
        self.last: Last | None = None

    def against(self, memory: Memory) -> tuple[Against, ...]:
        """Build it and compare it with what is published, or say why it cannot be built where the preview can.

        The preview's own last build stays remembered.
        """
        output = self.site / PUBLIC
        kept, memory.last = memory.last, self.last
        try:
            options = Options(site=self.site, output=output, at=self.at, now=time.time(), touched=frozenset())
            report = build(options, memory=memory)
        except Refused as refused:
            return (failed(in_words(refused.message, refused.values, self.say)),)
        except OSError as error:
            return (failed(reason(error)),)
        finally:
            self.last, memory.last = memory.last, kept
        if report.site:
            return against_all(self.site, output, report.site, self.say)
        wrong = [each for each in report.problems if each.severity == "error"]
        return tuple(failed(as_text(each, self.say).partition("\n")[0]) for each in wrong)


def with_desk(showing: Showing, report: Report, words: Speaker) -> Showing:
    """Lay the desk for what is shown; where a build came to nothing, what lay on it stays."""
    showing = replace(showing, desk=DeskPage(words).write)
    if report.site is None:
        return showing
    title = text_in(report.site.config.title, tongue(words))
    return replace(showing, lies=desk_of(report.site, title, report.held))


def attempt(site: Path, at: str, memory: Memory | None = None, touched: frozenset[str] | None = None) -> Report:
    """Build the site as readers will see it, and with what they will not see yet."""
    output, now = site / PREVIEW, time.time()
    return build(
        Options(site=site, output=output, at=at, now=now, drafts=True, scheduled=True, touched=touched), memory=memory
    )


def until_change(report: Report, at: str) -> float | None:
    """Give the seconds until time alone changes the site; None where it does not."""
    moment = report.site.next_change if report.site and not at else None
    return None if moment is None else min(max(0.0, moment - time.time()) + JUST_AFTER, LONGEST_SLEEP)


def last_good(output: Path, showing: Showing, saved: frozenset[str]) -> dict[str, bytes]:
    """Read the pages of the sources that were saved, before a build may remove them."""
    paths = [path for path, origin in showing.origins.items() if origin in saved and path not in showing.kept]
    return {path: (output / path).read_bytes() for path in paths if (output / path).is_file()}


def renewed(old: Showing, report: Report, good: dict[str, bytes], say: Translate) -> Showing:
    """Give what is shown after a build; where it came to nothing, what was shown, with the Problems on top.

    The page of a draft that is broken now stays as it was: a draft's errors hold no build up, but it has no page then.
    """
    site, planned, number = report.site, report.planned, old.number + 1
    if site is None or planned is None:
        return replace(old, number=number, changed=(), problems=report.problems, failure="")
    origins = {leaf.path: leaf.origin for leaf in planned.leaves() if leaf.origin and is_page(leaf.path)}
    broken = {each.path for each in report.problems} - set(origins.values())
    kept = {path: data for path, data in (old.kept | good).items() if old.origins.get(path) in broken}
    kept = {path: data for path, data in kept.items() if path not in origins}
    origins |= {path: old.origins[path] for path in kept}
    base, touched = site.config.base_path, (*report.written_paths, *report.removed_paths)
    hidden = list(unpublished(site, say))
    return Showing(
        number=number,
        base=base,
        origins=origins,
        homes=old.homes if (old.base, old.origins) == (base, origins) else homes(base, origins),
        marks={href: mark for href, mark, _ in hidden},
        banners={href: banner for href, _, banner in hidden},
        styles=tuple(stylesheets(planned, base)),
        changed=tuple(href_of(base, path) for path in touched if old.number and not path.endswith(UNSEEN)),
        problems=report.problems,
        kept=kept,
    )


def homes(base: str, origins: Mapping[str, str]) -> dict[str, str]:
    """Give the page of each source file."""
    return {origin: href_of(base, path) for path, origin in sorted(origins.items(), reverse=True)}


def unpublished(site: Site, say: Translate) -> Iterator[tuple[str, str, str]]:
    """Give the href of each item that readers do not see yet, what links to it say, and what its own page says."""
    for item in site.items:
        ahead = item.date if item.date and item.date.epoch > site.at.epoch else None
        if not item.draft and ahead is None:
            continue
        href = urls.href(site.config.base_path, site.item_address(item))
        if item.draft:
            yield href, say("Draft"), say("This is a draft: readers do not see it.")
        elif ahead:
            moment = ahead.local[:16].replace("T", " ") if ahead.timed else ahead.local[:10]
            mark = say("Scheduled for {day}").format(day=ahead.local[:10])
            yield href, mark, say("Readers will see this page from {moment} on.").format(moment=moment)


def stylesheets(planned: Outputs, base: str) -> Iterable[str]:
    """Give the hrefs of the theme's stylesheets."""
    return (href_of(base, each.path) for each in planned.assets if each.theme and each.path.endswith(".css"))
