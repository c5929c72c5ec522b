"""Measures the search in a real browser: whether it finds what grep finds, what a query fetches, what an item costs.

    python -m tests.benchmarks.search [--sizes demo,1000,10000] [--corpus DIR] [--work DIR] [--write]

With a corpus, a folder of Markdown items, that is measured instead.

Prints a table in Markdown, and writes it into docs/evidence.md where asked to. Bytes are those of the answers' bodies
from a server that compresses as ours does, with an empty cache for every query; the page that the reader is on, with
style and script, is counted apart. A query with few items is followed to its end and compared with grep, item by item.
Of one with more than MANY the first ten must be right, and the number that the reader is told must be grep's, or not
less where it says "about".
"""

import argparse
import json
import math
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from random import Random
from statistics import median
from threading import Thread
from typing import Any, NamedTuple

from playwright.sync_api import Browser, sync_playwright

from site_builder.editing.new_site.init import init_site
from site_builder.publishing.release.compress import compress_gzip, is_compressible
from tests.benchmarks.bench import BULLETIN, WORK, say
from tests.benchmarks.items import Item, write_item, write_site
from tests.benchmarks.processes import run
from tests.conftest import CHROMIUM_NAMES, CHROMIUM_OPTIONS, StaticHandler
from tests.search.grep import grep, queries, texts
from tests.search.reader import Answer, at_search, list_indexed
from tests.weights import EVIDENCE, between

QUERIES = 60
MANY = 40
NEW = "---\ntitle: A new lamp, 新路灯\ndate: {day}\n---\nThe lamp at the ferry is lit. 渡口的路灯亮了。\n"


class CompressingHandler(StaticHandler):
    """Answers as a web server with compressed twins does."""

    def do_GET(self) -> None:  # noqa: N802 (the name is given)
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        if not file.is_file() or not is_compressible(file.name, file.stat().st_size):
            super().do_GET()
            return
        body = compress_gzip(file.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Tried(NamedTuple):
    """What a query came to: whether all and only what grep finds was found, and what was fetched for the first ten."""

    complete: bool
    exact: bool
    requests: int
    bytes: int


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(CompressingHandler, directory=str(folder)))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def tried(answer: Answer, wanted: set[str]) -> Tried:
    """Compare an answer with what grep finds."""
    shown = set(answer.hrefs)
    if len(wanted) <= MANY:
        complete = wanted <= shown
    else:
        total = max(map(int, re.findall(r"\d+", answer.said)))
        complete = total == len(wanted) or (total > len(wanted) and bool(re.search("About|约", answer.said)))
    return Tried(complete, shown <= wanted, answer.requests, answer.bytes)


def asked(browser: Browser, site: Path) -> tuple[list[Tried], int]:
    """Type the queries, half of them in each language; give also the bytes of the first look at the search page."""
    found, first = [], 0
    with served(site) as root:
        for language, path in (("en", "search/"), ("zh", "zh/search/")):
            archive = texts(site, list_indexed(site, language))
            for query in queries(archive, QUERIES // 2, Random(language)):  # noqa: S311 - the same queries each time
                wanted = grep(archive, query)
                with at_search(browser, root, path) as search:
                    first = first or sum(int(each.headers.get("content-length", 0)) for each in search.asked)
                    search.page.set_default_timeout(60_000)
                    found.append(tried(search.ask(query, all_of_them=len(wanted) <= MANY), wanted))
    return found, first


def built(site: Path, out: Path, *, search: bool = True, clean: bool = False) -> dict[str, Any]:
    """Build a site with or without its search and give the report, with the process's seconds of processor."""
    toml = site / "content/site.toml"
    text = re.sub(r"\n\[search\]\nenabled = \w+\n", "", toml.read_text("utf-8"))
    toml.write_text(f"{text}\n[search]\nenabled = {str(search).lower()}\n", "utf-8", newline="\n")
    if clean:
        for name in ("public", ".bulletin"):
            shutil.rmtree(site / name, ignore_errors=True)
    done = run([BULLETIN, "build", site, "--jobs", "1", "--report", "json", "--at", "2026-01-15"], out)
    report: dict[str, Any] = json.loads(done.out)
    return report | {"seconds": done.worked}


def measured(browser: Browser, work: Path, size: str, corpus: Path | None) -> list[str]:
    """Measure one archive; give a row of the table."""
    site, out = work / f"search-{size}", work / "out.txt"
    shutil.rmtree(site, ignore_errors=True)
    if size == "demo":
        init_site(site, demo=True)
    elif corpus:
        write_site(site, 0)
        shutil.copytree(corpus, site / "content/news")
        toml = site / "content/site.toml"
        toml.write_text(toml.read_text("utf-8").replace('time_zone = "Asia/Shanghai"', 'time_zone = "UTC"'), "utf-8")
    else:
        write_site(site, int(size))
    without, cold = (built(site, out, search=search, clean=True)["seconds"] for search in (False, True))
    folder = site / "public/assets/search"
    index = [each.stat().st_size for each in folder.rglob("*") if each.is_file()]
    names = max(len(compress_gzip(each.read_bytes())) for each in folder.glob("*.txt"))
    found, first = asked(browser, site / "public")
    added = built_with_another(site, out, size, corpus)
    ours = [path for path in added["written_paths"] if "search/" in path]
    shutil.rmtree(site)
    kib = sorted(each.bytes / 1024 for each in found)
    return [
        size if size == "demo" else f"{int(size):,}",
        f"{share(each.complete for each in found)} / {share(each.exact for each in found)}",
        f"{first / 1024:.1f}",
        f"{median(kib):.0f} / {kib[math.ceil(0.95 * len(kib)) - 1]:.0f} / {kib[-1]:.0f}",
        f"{median(each.requests for each in found):.0f} ({max(each.requests for each in found)})",
        f"{names / 1024:.1f}",
        f"{len(index):,} / {sum(index) / 1e6:.1f} MB",
        f"{cold / without:.2f}",
        f"{added['seconds']:.1f} s, {len(ours)} files",
    ]


def built_with_another(site: Path, out: Path, size: str, corpus: Path | None) -> dict[str, Any]:
    """Build a site with one item more."""
    if size == "demo" or corpus:
        day = "2025-12-30" if corpus else "2025-12-20"
        file = site / f"content/news/{'' if corpus else '2025/'}{day}-lamp.md"
        file.write_text(NEW.format(day=day), "utf-8", newline="\n")
    else:
        write_item(site, Item(int(size), int(size)))
    return built(site, out)


def share(found: Iterator[bool]) -> str:
    """Write how many of some were so."""
    values = list(found)
    return f"{100 * sum(values) / len(values):.0f} %"


HEADS = (
    "items",
    "recall / precision",
    "page, style, script: KB",
    "a query: KB, median / 95 % / most",
    "requests",
    "names: KB",
    "index: files / size",
    "cold build: with / without search",
    "one item added: seconds, files of the search",
)
BEGIN, END = "<!-- search -->\n", "<!-- /search -->\n"


def main() -> None:
    """Measure the archives asked for and print a table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.search", description="Measures the search.")
    parser.add_argument("--sizes", default="demo,1000,10000", help="`demo`, or numbers of items, with commas")
    parser.add_argument("--corpus", type=Path, help="a folder of Markdown items to measure instead")
    parser.add_argument("--work", type=Path, default=WORK, help="a folder on a real disk (default: %(default)s)")
    parser.add_argument("--write", action="store_true", help="write the table into docs/evidence.md")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    chromium = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if chromium is None:
        sys.exit("Chromium is missing; `make test` installs it.")
    lines = [f"| {' | '.join(HEADS)} |\n|{'---|' * len(HEADS)}\n"]
    say(lines[0])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_OPTIONS)
        sizes = [str(len(list(options.corpus.rglob("*.md"))))] if options.corpus else options.sizes.split(",")
        for size in sizes:
            lines.append(f"| {' | '.join(measured(browser, options.work.resolve(), size, options.corpus))} |\n")
            say(lines[-1])
        browser.close()
    if options.write:
        EVIDENCE.write_text(between(EVIDENCE.read_text("utf-8"), BEGIN, "".join(lines), END), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
