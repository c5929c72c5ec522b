"""Asks outside hosts, politely, whether the pages that a site links to are there; only where somebody wants it.

Politely: few hosts at a time, one question at a time to each and a pause between two, HEAD before GET, a name that
says who asks, Retry-After heeded, a host that cannot be reached left alone, and no question twice within days.
"""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

import msgspec
from msgspec import Struct

from site_builder.atomic import write_whole
from site_builder.checking.site_rules import SETTINGS, remove_accepted_in_site
from site_builder.checking.source_places import read_site_file
from site_builder.checking.text.external_hosts import ExternalUrl, find_external_urls
from site_builder.config import Config
from site_builder.config.toml_places import find_texts
from site_builder.content.load import Items
from site_builder.decoding import find_place
from site_builder.front_matter.read import parse_front_matter
from site_builder.http_client import MAX_REDIRECTS, REDIRECTED, HttpClient, encode_url, open_client, resolve_redirect
from site_builder.problem import Place, Problem, make_problem
from site_builder.rules import apply_rule_levels
from site_builder.state_folder import LINK_CACHE

USER_AGENT = "bulletin-check (asks seldom, and only whether a page that we link to is there)"
HOSTS_AT_ONCE = 8
# Seconds: between two questions to one host; until an answer is given up.
PAUSE, TIMEOUT = 0.5, 15.0
DAY = 86400
# How long an answer is believed: a page that is there; one that is not. What could not be asked is asked again.
REACHABLE_TTL, UNREACHABLE_TTL = 14 * DAY, DAY
OK = range(200, 400)
GONE = frozenset([404, 410])
# Answers that servers give to programs, or to everybody for a while: they say nothing about the page.
INCONCLUSIVE = frozenset([401, 403, 405, 406, 412, 429, 451, 999])
# What some servers say to HEAD and not to GET.
RETRY_WITH_GET = frozenset([400, 401, 403, 404, 405, 406, 410, 429, 500, 501, 503])
# Names that lead nowhere (RFC 2606, section 3, and RFC 6761).
RESERVED_HOSTS = (".example", ".invalid", ".test", ".example.com", ".example.net", ".example.org")
MAX_FAILURES = 2
# What of site.toml leads no reader anywhere.
NOT_SHOWN = frozenset(["base_url", "publish", "checks", "on_failure"])
# The failure of a page that leads from one address to the next.
LOOP = "loop"


class LinkStatus(Struct, frozen=True):
    """What became of a question: a status, or why there is none; where the page moved for good; when, since 1970."""

    status: int = 0
    failure: str = ""
    moved: str = ""
    asked: float = 0.0


class CachedLinkCheck(Struct, frozen=True):
    """What is known of links without asking: the Problems, and how many links nobody has tried."""

    problems: tuple[Problem, ...]
    untried: int


class RequestLimits(Struct, frozen=True):
    """How hosts are asked: seconds between two questions to one, seconds until one is given up."""

    pause: float = PAUSE
    timeout: float = TIMEOUT


DEFAULT_LIMITS = RequestLimits()


def check_external_links(  # noqa: PLR0913 - what is asked, and how
    site: Path,
    items: Items,
    config: Config,
    now: float,
    *,
    limits: RequestLimits = DEFAULT_LIMITS,
    progress: Callable[[str, int, int], None] = lambda *_: None,
) -> tuple[Problem, ...]:
    """Ask for every page outside that the site links to and give a Problem for each link that leads to none."""
    links = collect_links(site, items, config)
    file = site / LINK_CACHE
    known = {url: status for url, status in read_cache(file).items() if is_fresh(status, now)}
    todo = [url for url in links if url not in known]
    with open_client(USER_AGENT, limits.timeout) as client:
        for number, (url, status) in enumerate(request_statuses(todo, LinkChecker(client, limits, now)), 1):
            known[url] = status
            progress("asking", number, len(todo))
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, msgspec.json.encode({url: known[url] for url in sorted(links)}))
    return collect_problems(links, known, config, items, site)


def check_cached_links(site: Path, items: Items, config: Config, now: float) -> CachedLinkCheck | None:
    """Judge links by what their hosts answered in the last two weeks, and ask nobody; None where that is nothing."""
    file = site / LINK_CACHE
    if not file.is_file():
        return None
    links = collect_links(site, items, config)
    known = {
        url: status
        for url, status in read_cache(file).items()
        if url in links and 0 <= now - status.asked < REACHABLE_TTL
    }
    if links and not known:
        return None
    tried = {url: places for url, places in links.items() if url in known}
    return CachedLinkCheck(collect_problems(tried, known, config, items, site), len(links) - len(tried))


def collect_problems(
    links: dict[str, list[Place]], known: dict[str, LinkStatus], config: Config, items: Items, site: Path
) -> tuple[Problem, ...]:
    """Give the Problems of links by what is known of each, weighed, without those that were accepted."""
    found = [each for url, places in links.items() for where in places for each in check_status(url, known[url], where)]
    return remove_accepted_in_site(apply_rule_levels(found, config.checks.weights), items, site)


def collect_links(site: Path, items: Items, config: Config) -> dict[str, list[Place]]:
    """Give the addresses outside the site that it links to, without fragment, each with the places of its links."""
    found: dict[str, list[Place]] = {}
    for item in (*items.items, *items.unsound):
        path = f"content/{item.path}"
        text = read_site_file(site, path)
        start = parse_front_matter(text, path).body if "://" in text else 0
        add_links(found, path, text, find_external_urls(text, start), config)
    text = read_site_file(site, SETTINGS)
    add_links(found, SETTINGS, text, find_settings_urls(text), config)
    return found


def add_links(found: dict[str, list[Place]], path: str, text: str, urls: Iterable[ExternalUrl], config: Config) -> None:
    """Add the addresses of a file; the site's own, and those that lead nowhere, are none."""
    for each in urls:
        url = urldefrag(each.url).url
        host = urlsplit(url).hostname or ""
        if not url.startswith(config.base_url) and not f".{host}".endswith(RESERVED_HOSTS):
            found.setdefault(url, []).append(find_place(path, text, each.at))


def find_settings_urls(text: str) -> Iterator[ExternalUrl]:
    """Find the addresses in site.toml that readers are led to: of the menu, the footer, forms and maps.

    Of one that is completed for each page, a form is asked for without what is added, and nothing where that is a path.
    """
    for name, at, written in find_texts(text):
        for each in find_external_urls(written, 0) if name not in NOT_SHOWN else ():
            is_completed = written[each.at + len(each.url) :].startswith("{")
            url, mark, _ = each.url.partition("?") if is_completed else (each.url, "?", "")
            if mark:
                yield ExternalUrl(url, at + each.at)


def read_cache(file: Path) -> dict[str, LinkStatus]:
    """Give what earlier runs were answered; nothing where that cannot be read."""
    with suppress(OSError, msgspec.DecodeError):
        return msgspec.json.decode(file.read_bytes(), type=dict[str, LinkStatus])
    return {}


def is_fresh(status: LinkStatus, now: float) -> bool:
    """Tell whether something was answered, not too long ago."""
    return bool(status.status) and 0 <= now - status.asked < (REACHABLE_TTL if status.status in OK else UNREACHABLE_TTL)


class LinkChecker:
    """Asks one question at a time of each host, from however many threads."""

    def __init__(self, client: HttpClient, limits: RequestLimits, now: float) -> None:
        """Ask over the connections of a Fetcher."""
        self.client = client
        self.limits = limits
        self.now = now
        self.lock = threading.Lock()
        self.host_locks: dict[str, threading.Lock] = {}
        self.last_requests: dict[str, float] = {}

    @contextmanager
    def hold_host(self, url: str) -> Iterator[None]:
        """Wait until nobody else asks the host of an address, and it has had its pause."""
        host = urlsplit(url).netloc.lower()
        with self.lock:
            lock = self.host_locks.setdefault(host, threading.Lock())
        with lock:
            waited = time.monotonic() - self.last_requests.get(host, -self.limits.pause)
            time.sleep(max(0.0, self.limits.pause - waited))
            try:
                yield
            finally:
                self.last_requests[host] = time.monotonic()

    def request_status(self, url: str) -> LinkStatus:
        """Ask for a page, by HEAD and where that does not tell by GET."""
        encoded = encode_url(url)
        status = self.follow_redirects(encoded, "HEAD")
        if status.failure or status.status in RETRY_WITH_GET:
            status = self.follow_redirects(encoded, "GET") if not is_unreachable(status) else status
        return status

    def follow_redirects(self, url: str, method: str) -> LinkStatus:
        """Ask for a page and follow it to where it went; `moved` is where it went for good."""
        current, moved, for_good = url, "", True
        for _ in range(MAX_REDIRECTS + 1):
            with self.hold_host(current):
                answer = self.client.get(current, limit=0, follow=False, method=method)
            to = resolve_redirect(current, answer.get_header("location")) if answer.status in REDIRECTED else ""
            if not to:
                return LinkStatus(answer.status, answer.failure, moved, self.now)
            for_good = for_good and answer.status in {301, 308}
            moved = to if for_good else moved
            current = to
        return LinkStatus(failure=LOOP, asked=self.now)


def is_unreachable(status: LinkStatus) -> bool:
    """Tell whether no server answered at all."""
    return not status.status and status.failure != LOOP


def request_statuses(urls: Iterable[str], checker: LinkChecker) -> Iterator[tuple[str, LinkStatus]]:
    """Ask for pages, a few hosts at a time, each host's one after another; the order is that of their answers."""
    by_host: dict[str, list[str]] = {}
    for url in urls:
        by_host.setdefault(urlsplit(url).netloc.lower(), []).append(url)

    def request_host(mine: Sequence[str]) -> list[tuple[str, LinkStatus]]:
        """Ask one host; after some failures in a row it is left alone."""
        replies: list[tuple[str, LinkStatus]] = []
        failures = 0
        for url in mine:
            reply = replies[-1][1] if failures >= MAX_FAILURES else checker.request_status(url)
            failures = failures + 1 if is_unreachable(reply) else 0
            replies.append((url, reply))
        return replies

    with ThreadPoolExecutor(HOSTS_AT_ONCE) as threads:
        for found in threads.map(request_host, by_host.values()):
            yield from found


def check_status(url: str, status: LinkStatus, where: Place) -> Iterator[Problem]:
    """Say what is wrong with a link by what its host answered."""
    values = {"url": url, "status": status.status, "reason": status.failure, "to": status.moved}
    rule = "external"
    if status.status in GONE:
        message, hint = "the page {url} is not there (answer {status})", "link to where it is now, or take the link out"
        yield make_problem("error", rule, where, message, hint, **values)
    elif status.failure == LOOP:
        message, hint = "{url} leads from one address to the next and to no page", "link to another page"
        yield make_problem("warning", rule, where, message, hint, **values)
    elif not status.status:
        message, hint = "{url} cannot be reached: {reason}", "try it in a browser, and later again"
        yield make_problem("warning", rule, where, message, hint, **values)
    elif status.status in INCONCLUSIVE:
        message, hint = "{url} does not answer programs (answer {status})", "try it in a browser"
        yield make_problem("notice", rule, where, message, hint, **values)
    elif status.status not in OK:
        message, hint = "{url} is out of order (answer {status})", "try it in a browser, and later again"
        yield make_problem("warning", rule, where, message, hint, **values)
    elif status.moved:
        message, hint = "the page {url} has moved for good", "link to {to}"
        yield make_problem("notice", rule, where, message, hint, **values)
