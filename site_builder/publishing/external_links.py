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
from urllib.parse import quote, urldefrag, urlsplit, urlunsplit

import msgspec
from msgspec import Struct

from site_builder.checking.site_rules import standing
from site_builder.checking.source_places import opened
from site_builder.checking.text.external_hosts import outside_links
from site_builder.config import Config
from site_builder.content.load import Items
from site_builder.decoding import place
from site_builder.front_matter.read import read_front_matter
from site_builder.http_client import MOST_HOPS, MOVED, Fetcher, absolute, fetcher
from site_builder.problem import Place, Problem, problem
from site_builder.rules import weigh

AGENT = "bulletin-check (asks seldom, and only whether a page that we link to is there)"
HOSTS_AT_ONCE = 8
# Seconds: between two questions to one host; until an answer is given up.
PAUSE, TIMEOUT = 0.5, 15.0
DAY = 86400
# How long an answer is believed: a page that is there; one that is not. What could not be asked is asked again.
GOOD_FOR, BAD_FOR = 14 * DAY, DAY
OK = range(200, 400)
GONE = frozenset([404, 410])
# Answers that servers give to programs, or to everybody for a while: they say nothing about the page.
WITHHELD = frozenset([401, 403, 405, 406, 412, 429, 451, 999])
# What some servers say to HEAD and not to GET.
NO_HEAD = frozenset([400, 401, 403, 404, 405, 406, 410, 429, 500, 501, 503])
# Names that lead nowhere (RFC 2606, section 3, and RFC 6761).
RESERVED = (".example", ".invalid", ".test", ".example.com", ".example.net", ".example.org")
MOST_FAILURES = 2
# Below the site's folder: what hosts answered.
KEPT = ".bulletin/cache/outside.json"
# The failure of a page that leads from one address to the next.
LOOP = "loop"


class Reply(Struct, frozen=True):
    """What became of a question: a status, or why there is none; where the page moved for good; when, since 1970."""

    status: int = 0
    failure: str = ""
    moved: str = ""
    asked: float = 0.0


class Remembered(Struct, frozen=True):
    """What is known of links without asking: the Problems, and how many links nobody has tried."""

    problems: tuple[Problem, ...]
    untried: int


class Manners(Struct, frozen=True):
    """How hosts are asked: seconds between two questions to one, seconds until one is given up."""

    pause: float = PAUSE
    timeout: float = TIMEOUT


COURTEOUS = Manners()


def outside_problems(  # noqa: PLR0913 - what is asked, and how
    site: Path,
    items: Items,
    config: Config,
    now: float,
    *,
    manners: Manners = COURTEOUS,
    progress: Callable[[str, int, int], None] = lambda *_: None,
) -> tuple[Problem, ...]:
    """Ask for every page outside that items link to and give a Problem for each link that leads to none."""
    links = gathered(site, items, config)
    file = site / KEPT
    known = {url: reply for url, reply in kept(file).items() if is_believed(reply, now)}
    todo = [url for url in links if url not in known]
    with fetcher(AGENT, manners.timeout) as made:
        for number, (url, reply) in enumerate(asked(todo, Asker(made, manners, now)), 1):
            known[url] = reply
            progress("asking", number, len(todo))
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_suffix(".new")
    beside.write_bytes(msgspec.json.encode({url: known[url] for url in sorted(links)}))
    beside.replace(file)
    return all_judged(links, known, config, items, site)


def remembered(site: Path, items: Items, config: Config, now: float) -> Remembered | None:
    """Judge links by what their hosts answered in the last two weeks, and ask nobody; None where that is nothing."""
    file = site / KEPT
    if not file.is_file():
        return None
    links = gathered(site, items, config)
    known = {url: reply for url, reply in kept(file).items() if url in links and 0 <= now - reply.asked < GOOD_FOR}
    if links and not known:
        return None
    tried = {url: places for url, places in links.items() if url in known}
    return Remembered(all_judged(tried, known, config, items, site), len(links) - len(tried))


def all_judged(
    links: dict[str, list[Place]], known: dict[str, Reply], config: Config, items: Items, site: Path
) -> tuple[Problem, ...]:
    """Give the Problems of links by what is known of each, weighed, without those that were accepted."""
    found = [each for url, places in links.items() for where in places for each in judged(url, known[url], where)]
    return standing(weigh(found, config.checks.weights), items, site)


def gathered(site: Path, items: Items, config: Config) -> dict[str, list[Place]]:
    """Give the addresses outside the site that items link to, without fragment, each with the places of its links."""
    found: dict[str, list[Place]] = {}
    for item in (*items.items, *items.unsound):
        path = f"content/{item.path}"
        text = opened(site, path)
        start = read_front_matter(text, path).body if "://" in text else 0
        for each in outside_links(text, start):
            url = urldefrag(each.url).url
            host = urlsplit(url).hostname or ""
            if not url.startswith(config.base_url) and not f".{host}".endswith(RESERVED):
                found.setdefault(url, []).append(place(path, text, each.at))
    return found


def kept(file: Path) -> dict[str, Reply]:
    """Give what earlier runs were answered; nothing where that cannot be read."""
    with suppress(OSError, msgspec.DecodeError):
        return msgspec.json.decode(file.read_bytes(), type=dict[str, Reply])
    return {}


def is_believed(reply: Reply, now: float) -> bool:
    """Tell whether something was answered, not too long ago."""
    return bool(reply.status) and 0 <= now - reply.asked < (GOOD_FOR if reply.status in OK else BAD_FOR)


class Asker:
    """Asks one question at a time of each host, from however many threads."""

    def __init__(self, made: Fetcher, manners: Manners, now: float) -> None:
        """Ask over the connections of a Fetcher."""
        self.fetcher = made
        self.manners = manners
        self.now = now
        self.guard = threading.Lock()
        self.turns: dict[str, threading.Lock] = {}
        self.last: dict[str, float] = {}

    @contextmanager
    def turn(self, url: str) -> Iterator[None]:
        """Wait until nobody else asks the host of an address, and it has had its pause."""
        host = urlsplit(url).netloc.lower()
        with self.guard:
            lock = self.turns.setdefault(host, threading.Lock())
        with lock:
            waited = time.monotonic() - self.last.get(host, -self.manners.pause)
            time.sleep(max(0.0, self.manners.pause - waited))
            try:
                yield
            finally:
                self.last[host] = time.monotonic()

    def ask(self, url: str) -> Reply:
        """Ask for a page, by HEAD and where that does not tell by GET."""
        here = ascii_url(url)
        reply = self.followed(here, "HEAD")
        if reply.failure or reply.status in NO_HEAD:
            reply = self.followed(here, "GET") if not is_unreachable(reply) else reply
        return reply

    def followed(self, url: str, method: str) -> Reply:
        """Ask for a page and follow it to where it went; `moved` is where it went for good."""
        here, moved, for_good = url, "", True
        for _ in range(MOST_HOPS + 1):
            with self.turn(here):
                answer = self.fetcher.get(here, limit=0, follow=False, method=method)
            to = absolute(here, answer.header("location")) if answer.status in MOVED else ""
            if not to:
                return Reply(answer.status, answer.failure, moved, self.now)
            for_good = for_good and answer.status in {301, 308}
            moved = to if for_good else moved
            here = to
        return Reply(failure=LOOP, asked=self.now)


def is_unreachable(reply: Reply) -> bool:
    """Tell whether no server answered at all."""
    return not reply.status and reply.failure != LOOP


def ascii_url(url: str) -> str:
    """Write an address as a connection needs it: its host in the ASCII form (RFC 3490), its path percent-encoded."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    with suppress(UnicodeError):
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    netloc = f"[{host}]" if ":" in host else host
    port = f":{parts.port}" if parts.port else ""
    safe = "/:@!$&'()*+,;=~%?"
    path, query = quote(parts.path, safe=safe), quote(parts.query, safe=safe)
    return urlunsplit((parts.scheme, netloc + port, path, query, ""))


def asked(urls: Iterable[str], asker: Asker) -> Iterator[tuple[str, Reply]]:
    """Ask for pages, a few hosts at a time, each host's one after another; the order is that of their answers."""
    by_host: dict[str, list[str]] = {}
    for url in urls:
        by_host.setdefault(urlsplit(url).netloc.lower(), []).append(url)

    def of_host(mine: Sequence[str]) -> list[tuple[str, Reply]]:
        """Ask one host; after some failures in a row it is left alone."""
        replies: list[tuple[str, Reply]] = []
        failures = 0
        for url in mine:
            reply = replies[-1][1] if failures >= MOST_FAILURES else asker.ask(url)
            failures = failures + 1 if is_unreachable(reply) else 0
            replies.append((url, reply))
        return replies

    with ThreadPoolExecutor(HOSTS_AT_ONCE) as threads:
        for found in threads.map(of_host, by_host.values()):
            yield from found


def judged(url: str, reply: Reply, where: Place) -> Iterator[Problem]:
    """Say what is wrong with a link by what its host answered."""
    values = {"url": url, "status": reply.status, "reason": reply.failure, "to": reply.moved}
    rule = "external"
    if reply.status in GONE:
        message, hint = "the page {url} is not there (answer {status})", "link to where it is now, or take the link out"
        yield problem("error", rule, where, message, hint, **values)
    elif reply.failure == LOOP:
        message, hint = "{url} leads from one address to the next and to no page", "link to another page"
        yield problem("warning", rule, where, message, hint, **values)
    elif not reply.status:
        message, hint = "{url} cannot be reached: {reason}", "try it in a browser, and later again"
        yield problem("warning", rule, where, message, hint, **values)
    elif reply.status in WITHHELD:
        message, hint = "{url} does not answer programs (answer {status})", "try it in a browser"
        yield problem("notice", rule, where, message, hint, **values)
    elif reply.status not in OK:
        message, hint = "{url} is out of order (answer {status})", "try it in a browser, and later again"
        yield problem("warning", rule, where, message, hint, **values)
    elif reply.moved:
        message, hint = "the page {url} has moved for good", "link to {to}"
        yield problem("notice", rule, where, message, hint, **values)
