"""A reader who never pauses, while another site is published or gone back to: no page fails or is of two.

20 times; with LONG=1, 50 times.
"""

import http.client
import json
import os
import random
import re
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_builder.ledger import LEDGER, format_moment
from site_builder.publishing import deployment as visit
from site_builder.publishing.publish import publish
from site_builder.publishing.rollback import rollback
from site_builder.publishing.takedown.takedown import take_down
from tests.lengths import choose_length
from tests.publishing.hosts import Host, reading
from tests.publishing.loopback import nginx, sshd
from tests.publishing.towns import require_own_records, require_whole_release
from tests.sites import PLAIN_TOML, Page, article, picture, write

pytestmark = pytest.mark.slow
NOW = 1_900_000_000
TIMES = choose_length(20, 50)
ITEMS = 12
PAGES = [
    "/",
    "/about/",
    "/news/",
    "/news/2024/",
    "/dates/",
    *(f"/news/2024/visit-{n}/" for n in range(ITEMS)),
    "/news/2024/fair/",
]


def colour(folder: Path, name: str, other: str, now: int) -> None:
    """Make the site all of one colour: every page, the stylesheet and the pictures say so, and nothing says the other.

    Most pages are in both; some, and the picture's name, are in one only.
    """
    style = f"body {{ color: {name} }} /* colour-{name} */" * 50
    layout = (Path("templates/base.html")).read_text("utf-8")
    assert "</body>" in layout
    write(
        folder,
        {
            "templates/base.html": layout.replace("</body>", f"<p>colour-{name}</p></body>"),
            "templates/static/style.css": style,
            "content/about.md": article("title: About", f"All is {name}.\n"),
            "content/news/2024-02-01-fair/index.md": article("title: Fair", f"![A {name} stall]({name}.png)\n"),
            f"content/news/2024-02-01-fair/{name}.png": picture(10 if name == "red" else 200, 8),
            **{
                f"content/news/2024-01-{n + 1:02}-visit-{n}.md": article(f"title: Visit {n}", f"It was {name}.\n" * 30)
                for n in range(ITEMS)
            },
            f"content/news/2024-03-01-only-{name}.md": article(f"title: Only {name}"),
        },
    )
    (folder / f"content/news/2024-02-01-fair/{other}.png").unlink(missing_ok=True)
    only = folder / f"content/news/2024-03-01-only-{other}.md"
    if only.is_file():
        only.unlink()
        give_up(folder, f"/news/2024/only-{other}/", now)


def give_up(folder: Path, address: str, now: int) -> None:
    """Say in the ledger that an address is removed."""
    line = {"address": address, "kind": "removed", "published": format_moment(now), "reason": "over"}
    with (folder / LEDGER).open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(line) + "\n")


def take_away(site: Path, n: int, now: int) -> None:
    """Take an item down, or let one end while the content has an error: a release that is made from the live one."""
    name, about = f"content/news/2024-04-01-extra-{n}.md", site / "content/about.md"
    if n % 10 == 3:
        assert take_down(visit.PublishRequest(site=site, now=now), f"/news/2024/extra-{n}/", "x").is_gone
        return
    sound = about.read_text("utf-8")
    write(site, {name: article(f"title: Extra {n}\nexpires: 2024-04-02"), "content/about.md": "no block at all"})
    done = publish(visit.PublishRequest(site=site, now=now))
    assert done.let_go
    assert done.let_go.release
    write(site, {"content/about.md": sound})


class Reader:
    """Fetches random pages and at once every file they name, again and again, and counts what is wrong."""

    def __init__(self, port: int, seed: int) -> None:
        self.port = port
        self.chance = random.Random(seed)  # noqa: S311 - which page is next
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        self.over = threading.Event()
        self.pages = 0
        self.files = 0
        self.colours: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.tags: dict[str, str] = {}
        self.thread = threading.Thread(target=self.read)

    def read(self) -> None:
        """Read until told to stop."""
        try:
            while not self.over.is_set():
                self.page(self.chance.choice(PAGES))
        except Exception as error:  # noqa: BLE001 - whatever it is, the reader met it
            self.wrong.append(f"{type(error).__name__}: {error}")
        finally:
            self.connection.close()

    def page(self, path: str) -> None:
        """Read a page and what it names; all of it has to be of one colour."""
        status, data = self.get(path)
        if status not in {200, 304}:
            self.wrong.append(f"{path}: {status}")
            return
        self.pages += 1
        found = set(re.findall(rb"colour-(\w+)", data))
        for link in loaded(data.decode()):
            status, content = self.get(link)
            self.files += 1
            if status != 200:
                self.wrong.append(f"{path} names {link}: {status}")
            found |= set(re.findall(rb"colour-(\w+)", content))
            found |= {name for name in (b"red", b"blue") if name + b".png" in link.encode()}
        self.colours[b" ".join(sorted(found)).decode()] += 1
        if len(found) != 1:
            self.wrong.append(f"{path}: of {found}")

    def get(self, path: str) -> tuple[int, bytes]:
        """Fetch an address."""
        self.connection.request("GET", path)
        answer = self.connection.getresponse()
        return answer.status, answer.read()


def loaded(text: str) -> Iterator[str]:
    """Give what a page loads: stylesheets, icons, scripts and pictures, not what it only links to."""
    for tag in re.findall(r"<(?:link|img|script|source)\b[^>]*>", text):
        if not re.search(r'rel="(?:canonical|alternate|prev|next|license|author)"', tag):
            yield from (link for link in Page(tag).links if link.startswith("/"))


def test_a_reader_meets_whole_pages_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site, www, now = tmp_path / "site", tmp_path / "www", NOW
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.geteuid() and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o011)
    with sshd(tmp_path / "sshd") as server:
        write(site, {"content/site.toml": f"{PLAIN_TOML}[publish.live]\nto = '''{server.url(www)}'''\n"})
        colour(site, "red", "blue", now)
        extra = (n for n in range(TIMES) if n % 10 in {3, 8})
        write(site, {f"content/news/2024-04-01-extra-{n}.md": article(f"title: Extra {n}") for n in extra})
        assert publish(visit.PublishRequest(site=site, now=now)).release
        with nginx(tmp_path / "nginx", www / "current") as port:
            readers = [Reader(port, seed) for seed in range(2)]
            for each in readers:
                each.thread.start()
            try:
                for n in range(1, TIMES + 1):
                    now += 60
                    if n % 5 == 0:
                        rollback(visit.PublishRequest(site=site, now=now))
                        continue
                    if n % 10 in {3, 8}:
                        take_away(site, n, now)
                        require_whole_release(www)
                        require_own_records(www)
                        continue
                    is_red = b"colour-red" in (www / "current/about/index.html").read_bytes()
                    colour(site, *(("blue", "red") if is_red else ("red", "blue")), now)
                    done = publish(visit.PublishRequest(site=site, now=now, allow_removals=True))
                    assert done.release, [each for each in done.report.problems if each.severity == "error"]
            finally:
                for each in readers:
                    each.over.set()
                    each.thread.join()
    pages, files = sum(each.pages for each in readers), sum(each.files for each in readers)
    with capsys.disabled():
        os.write(1, f"\n{TIMES} switches: {pages} pages and {files} files read\n".encode())
    assert [wrong for each in readers for wrong in each.wrong] == []
    assert {"red", "blue"} <= set(readers[0].colours)
    assert pages > 10 * TIMES


@pytest.mark.parametrize("host", ["sftp", "s3"], indirect=True)
def test_a_reader_of_any_host_meets_whole_pages_only(
    host: Host, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site, now = tmp_path / "site", NOW
    write(site, {"content/site.toml": f"{PLAIN_TOML}[publish.live]\nto = '''{host.to}'''\n{host.more}"})
    colour(site, "red", "blue", now)
    assert publish(visit.PublishRequest(site=site, now=now)).release
    with reading(host) as url:
        reader = Reader(int(url.rsplit(":")[-1].strip("/")), 0)
        reader.thread.start()
        try:
            for n in range(1, choose_length(4, 50) + 1):
                now += 60
                if n % 4 == 0:
                    rollback(visit.PublishRequest(site=site, now=now))
                    continue
                colour(site, *(("blue", "red") if n % 2 else ("red", "blue")), now)
                assert publish(visit.PublishRequest(site=site, now=now, allow_removals=True)).release
        finally:
            reader.over.set()
            reader.thread.join()
    with capsys.disabled():
        os.write(1, f"\n{n} switches: {reader.pages} pages and {reader.files} files read\n".encode())
    assert reader.wrong == []
    assert {"red", "blue"} <= set(reader.colours)
